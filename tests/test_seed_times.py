"""Every date of the five seed articles, read by hand: resolved, or left open with the reason."""

from __future__ import annotations

import pandas as pd
import pytest

KEYS = ["words", "value", "earliest", "latest", "left_open"]


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_dates_as_read_by_hand(seeds, project, seed):
    listed = pd.read_csv(project / "tests" / "data" / "seed_times.csv", dtype="str", keep_default_na=False)
    article = seeds.articles[seeds.articles["path"].str.contains(f"/{seed}_")]["article_id"].item()
    times = seeds.time_expressions
    times = times[(times["article_id"] == article) & times["kind"].isin(["date", "time"])]
    found = times.rename(columns={"text": "words"})[KEYS].copy()
    for name in ("earliest", "latest"):
        found[name] = found[name].dt.strftime("%Y-%m-%d")
    expected = listed.loc[listed["seed"] == seed, KEYS]
    assert found.astype("object").fillna("").to_numpy().tolist() == expected.to_numpy().tolist()


def test_every_one_has_a_value_or_a_reason(seeds):
    dates = seeds.time_expressions[seeds.time_expressions["kind"].isin(["date", "time"])]
    assert (dates["value"].notna() | dates["left_open"].notna()).all()


def test_words_stand_where_the_table_says(seeds):
    texts = seeds.articles.set_index("article_id")["text"]
    times = seeds.time_expressions
    assert all(texts[row.article_id][row.start : row.end] == row.text for row in times.itertuples())
