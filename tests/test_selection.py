"""Passages: what is chosen, and how many there are in each period."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus_lib.errors import InputError
from corpus_lib.keyword_context import find_words
from corpus_lib.queries import KINDS, Query
from corpus_lib.selection import OF_ARTICLE, OF_ARTICLE_DATES, Finder, count_passages, select_passages
from corpus_lib.stance_spans import collect_judgements, find_acts

ALL = {"words": {"words": "china"}}


@pytest.fixture(scope="module")
def finder(seeds):
    return Finder(seeds)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_article_and_its_place(seeds, kind):
    rows = select_passages(seeds, kind, **ALL.get(kind, {}))
    assert [*rows][:5] == OF_ARTICLE
    assert [*rows][-5:] == [*OF_ARTICLE_DATES, "start", "end"]
    assert len({*rows}) == rows.shape[1]
    articles = seeds.articles.set_index("article_id")
    for row in rows.to_dict("records"):
        article = articles.loc[row["article_id"]]
        assert 0 <= row["start"] < row["end"] <= len(article["text"])
        assert row["title"] == article["title"] or pd.isna(row["title"])
        said = row.get("statement") or row.get("sentence") or row.get("match")
        assert not isinstance(said, str) or article["text"][row["start"] : row["end"]] == said


def test_without_filters_nothing_is_left_out(seeds):
    assert len(select_passages(seeds, "articles")) == len(seeds.articles)
    assert len(select_passages(seeds, "statements")) == len(seeds.attributions)
    assert len(select_passages(seeds, "acts")) == len(find_acts(seeds)) > 50
    assert len(select_passages(seeds, "judgements")) == len(collect_judgements(seeds))
    assert len(select_passages(seeds, "words", words="china")) == len(find_words(seeds, "china"))


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind in KINDS for name in KINDS[kind].columns])
def test_a_filter_keeps_exactly_the_rows_with_its_values(finder, kind, name):
    rows = finder.select(Query.of(kind, **ALL.get(kind, {})))
    values = [None if pd.isna(value) else value for value in rows[name].unique()]
    for wanted in [*([value] for value in values), values[:2]]:
        chosen = finder.select(Query.of(kind, **ALL.get(kind, {}), **{name: wanted}))
        expected = [row for row in rows[name] if (None if pd.isna(row) else row) in wanted]
        assert len(chosen) == len(expected) > 0
    assert finder.select(Query.of(kind, **ALL.get(kind, {}), **{name: "no such value"})).empty


def test_filters_are_joined_by_and(finder):
    rows = finder.select(Query.of("acts"))
    chosen = finder.select(Query.of("acts", voice="quoted", quad=["verbal_conflict", "material_conflict"]))
    fits = (rows["voice"] == "quoted") & rows["quad"].isin(["verbal_conflict", "material_conflict"])
    assert len(chosen) == fits.sum() > 0


@pytest.mark.parametrize("kind", ["articles", "statements", "acts", "judgements"])
def test_words_must_stand_in_the_passage(finder, kind):
    rows, chosen = finder.select(Query.of(kind)), finder.select(Query.of(kind, words="balloon"))
    texts = finder.corpus.articles.set_index("article_id")["text"]
    holds = [
        "balloon" in texts[n][a:b].lower()
        for n, a, b in zip(rows["article_id"], rows["start"], rows["end"], strict=True)
    ]
    assert len(chosen) == sum(holds)
    assert 0 < len(chosen) < len(rows) or kind == "articles"


def test_days_leave_out_what_may_lie_outside(finder):
    articles = finder.corpus.articles
    first = articles["published_earliest"].min()
    day = f"{first:%Y-%m-%d}"
    until = finder.select(Query.of("articles", until=day))
    assert set(until["article_id"]) == set(
        articles.loc[articles["published_latest"].dt.normalize() <= first.normalize(), "article_id"]
    )
    since = finder.select(Query.of("articles", since="2023-06-01"))
    assert len(since) == (articles["published_earliest"] >= "2023-06-01").sum() > 0
    assert finder.select(Query.of("articles", since="2050-01-01")).empty


def test_an_article_of_the_last_day_with_a_time_of_day_is_kept(seeds):
    tables = dict(seeds.tables)
    tables["articles"] = seeds.articles.assign(
        published_earliest=pd.Timestamp("2023-05-13 18:30"), published_latest=pd.Timestamp("2023-05-13 18:30")
    )
    assert len(select_passages(type(seeds)(tables), "articles", since="2023-05-13", until="2023-05-13")) == 5


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)), max_size=12)


@given(SPANS, SPANS)
@example(outer=[(0, 8), (1, 1)], inner=[(3, 2)])  # in the longer one, though a shorter one begins later
@example(outer=[(0, 4)], inner=[(0, 8), (1, 2)])  # the second one is held, though the first begins earlier
def test_holding_and_lying_in(outer, inner):
    class Plain:
        def of(self, rows, column):
            return rows[column].to_numpy(dtype="int64")

    finder = Finder.__new__(Finder)
    finder.offsets = Plain()  # type: ignore[assignment]
    spans, within = (
        pd.DataFrame([(a, a + n) for a, n in sorted(pairs)], columns=["start", "end"], dtype="int64")
        for pairs in (outer, inner)
    )
    inside = np.array(
        [[a <= c and d <= b for c, d in within.to_numpy()] for a, b in spans.to_numpy()], dtype=bool
    )
    inside = inside.reshape(len(spans), len(within))
    assert finder.lie_in(within, spans).tolist() == inside.any(axis=0).tolist()
    assert finder.hold(spans, within).tolist() == inside.any(axis=1).tolist()


def dated(*days: str | None, **columns: list[str | None]) -> pd.DataFrame:
    day = pd.to_datetime(pd.Series(days)).astype("datetime64[us]")
    ids = [f"a{n}" for n in range(len(days))]
    frame = pd.DataFrame({"article_id": ids, **columns})
    return frame.assign(published_earliest=day, published_latest=day)


def test_counts_have_no_gaps_and_lose_nothing():
    rows = dated("2023-01-10", "2023-04-02", None, "2023-04-03", voice=["author", "quoted", None, "author"])
    table = count_passages(rows, measure="n_matches", by="voice", unit="month")
    assert table["n_matches"].sum() == 4
    months = table[table["voice"] == "author"]
    assert months["n_matches"].tolist() == [1, 0, 0, 1]
    unknown = table[table["voice"].isna()]
    assert unknown["n_matches"].tolist() == [0, 0, 0, 0, 1]
    assert unknown["period"].isna().tolist() == [False] * 4 + [True]


def test_articles_are_counted_once():
    rows = dated("2023-01-10", "2023-01-11").assign(article_id="a")
    assert count_passages(rows, unit="month")["n_articles"].tolist() == [1]
    assert count_passages(rows, measure="n_relations", unit="month")["n_relations"].tolist() == [2]


@pytest.mark.parametrize("by", [None, "voice"])
def test_nothing_to_count(by):
    rows = dated(voice=[])
    assert count_passages(rows, by=by)["n_articles"].sum() == 0


def test_unknown_columns_and_units():
    with pytest.raises(InputError, match="tone"):
        count_passages(dated("2023-01-01"), by="tone")
    with pytest.raises(InputError, match="fortnight"):
        count_passages(dated("2023-01-01"), unit="fortnight")
