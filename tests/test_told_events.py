"""Events as told: lags, the chronicle, scores by period of the event, and the times that articles tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import corpus_lib as cl
from corpus_lib.told_events import MAX_EXAMPLES, MAX_INTERVAL
from corpus_lib.voice_profiles import MIN_ARTICLES

NONE = pd.DataFrame({"event": ["Far away"], "earliest": ["1990-01-01"], "latest": ["1990-01-01"]})


def act(article, earliest, latest=None, **more):
    row = {
        "article_id": article,
        "title": article,
        "outlet": "Xinhua",
        "outlet_country": "CN",
        "published_earliest": "2023-05-13",
        "published_latest": "2023-05-13",
        "sentence": f"Sentence of {article}.",
        "direction": "China → United States",
        "event": "ACCUSE",
        "quad": "verbal_conflict",
        "mode": "actual",
        "score": -0.5,
        "voice": "quoted",
        "event_earliest": earliest,
        "event_latest": latest or earliest,
        "time_rule": "beside",
    }
    return row | more


def told(*rows):
    frame = pd.DataFrame(rows, columns=list(act("a", None)))
    days = ["published_earliest", "published_latest", "event_earliest", "event_latest"]
    frame[days] = frame[days].apply(pd.to_datetime).astype("datetime64[us]")
    words = ["direction", "quad", "outlet", "event", "sentence", "article_id", "time_rule", "mode", "voice"]
    return frame.astype(dict.fromkeys(words, "str") | {"score": "float64"})


def listed(table):
    """The days of each row, and in how many articles it is told."""
    return [(f"{row.earliest:%m-%d}", f"{row.latest:%m-%d}", row.n_articles) for row in table.itertuples()]


class TestChronicle:
    def test_the_same_day_is_one_happening(self):
        rows = [
            act("a", "2023-05-10"),
            act("b", "2023-05-10", outlet="BBC"),
            act("b", "2023-05-10", event="REJECT"),
        ]
        table = cl.list_chronicle(told(*rows, act("c", "2023-05-11")), NONE)
        assert listed(table) == [("05-10", "05-10", 2), ("05-11", "05-11", 1)]
        first = table.iloc[0]
        assert [first["events"], first["n_outlets"], first["article_ids"]] == ["ACCUSE; REJECT", 2, "a b"]

    def test_kinds_and_directions_are_apart(self):
        rows = [act("a", "2023-05-10"), act("b", "2023-05-10", quad="material_conflict")]
        rows.append(act("c", "2023-05-10", direction="United States → China"))
        assert len(cl.list_chronicle(told(*rows), NONE)) == 3

    def test_only_what_is_told_as_done_and_dated(self):
        rows = [act("a", "2023-05-10", mode="planned"), act("b", None), act("c", "2023-05-01", "2023-05-31")]
        rows.append(act("d", "2023-05-01", f"2023-05-0{MAX_INTERVAL}"))
        table = cl.list_chronicle(told(*rows), NONE)
        assert table["article_ids"].tolist() == ["d"]

    def test_bounds_go_to_the_one_day_that_they_hold(self):
        rows = [act("a", "2023-05-10"), act("b", "2023-05-09", "2023-05-12")]
        assert listed(cl.list_chronicle(told(*rows), NONE)) == [("05-10", "05-10", 2)]
        two = [*rows, act("c", "2023-05-11")]
        assert listed(cl.list_chronicle(told(*two), NONE)) == [
            ("05-09", "05-12", 1),
            ("05-10", "05-10", 1),
            ("05-11", "05-11", 1),
        ]

    def test_first_lines_go_to_an_interval_too(self):
        rows = [act("a", "2023-05-10", "2023-05-11"), act("b", "2023-05-11", "2023-05-13", time_rule="lead")]
        assert listed(cl.list_chronicle(told(*rows), NONE)) == [("05-10", "05-11", 2)]
        rows[1]["time_rule"] = "beside"
        assert len(cl.list_chronicle(told(*rows), NONE)) == 2

    def test_who_told_it_when(self):
        rows = [
            act("a", "2023-05-10", published_earliest="2023-05-14", published_latest="2023-05-15"),
            act("b", "2023-05-10", voice="author", outlet=None),
        ]
        row = cl.list_chronicle(told(*rows), NONE).iloc[0]
        assert [f"{row[day]:%m-%d}" for day in ("first_told", "last_told")] == ["05-13", "05-15"]
        assert [row["n_outlets"], row["outlets"]] == [1, "Xinhua"]
        assert row["example"] == "Sentence of b."  # the author's voice first

    def test_reference_events_name_the_days(self):
        events = pd.DataFrame({"event": ["Talks"], "earliest": ["2023-05-09"], "latest": ["2023-05-10"]})
        table = cl.list_chronicle(told(act("a", "2023-05-10"), act("b", "2023-05-11")), events)
        assert table["reference"].isna().tolist() == [False, True]
        assert table["reference"].iloc[0] == "Talks"

    def test_nothing(self):
        table = cl.list_chronicle(told(), NONE)
        assert table.empty
        assert table["earliest"].dtype == "datetime64[us]"


class TestScores:
    def test_a_mean_of_articles_and_gaps(self):
        many = [act(f"a{n}", "2023-01-05", score=-1.0) for n in range(MIN_ARTICLES)]
        many += [act("a0", "2023-01-06", score=1.0)] * 2  # one article with more sentences counts once
        rows = [*many, act("z", "2023-03-01"), act("u", "2023-01-30", "2023-02-02"), act("v", None)]
        table = cl.score_periods(told(*rows), unit="month")
        assert table["period"].dt.month.tolist()[:3] == [1, 2, 3]
        assert table["period"].isna().tolist() == [False, False, False, True]
        assert table["n_articles"].tolist() == [MIN_ARTICLES, 0, 1, 2]
        assert table["n_relations"].tolist() == [MIN_ARTICLES + 2, 0, 1, 2]
        assert table["enough"].tolist() == [True, False, False, False]
        assert table["value"].iloc[0] == pytest.approx(((MIN_ARTICLES - 1) * -1 + 1 / 3) / MIN_ARTICLES)
        assert table["low"].iloc[0] <= table["value"].iloc[0] <= table["high"].iloc[0]
        assert table["value"].iloc[1:].isna().all()

    def test_nothing(self):
        assert cl.score_periods(told()).empty

    def test_history_is_counted_apart(self):
        rows = [
            act("a", "2023-01-05"),
            act("b", "1972-02-21"),
            act("c", "2030-01-01"),
            act("d", "2022-06-01"),
        ]
        table = cl.score_periods(told(*rows), unit="year")
        assert table["period"].dt.year.tolist()[:2] == [2022, 2023]
        assert table["n_relations"].tolist() == [1, 1, 2]

    def test_the_seeds_have_too_few(self, seeds):
        table = cl.score_periods(cl.collect_events(seeds))
        assert not table["enough"].any()
        assert table["n_relations"].sum() == len(cl.collect_events(seeds))


class TestCollected:
    def test_one_row_an_act_of_the_sides(self, seeds):
        some, every = cl.collect_events(seeds), cl.collect_events(seeds, others=True)
        assert len(some) < len(every)
        assert not some[["actor_side", "target_side"]].isin(["other"]).any(axis=None)
        assert some["event"].notna().all()

    def test_the_lag_is_between_known_days(self, seeds):
        table = cl.collect_events(seeds)
        known = table["lag_days"].notna()
        assert known.any()
        assert (table.loc[known, "event_earliest"] == table.loc[known, "event_latest"]).all()
        days = (table["published_earliest"] - table["event_earliest"])[known] / np.timedelta64(1, "D")
        assert (days == table.loc[known, "lag_days"]).all()
        met = table[table["sentence"].str.contains("Tsai met the Speaker")]
        assert met["lag_days"].tolist() == [38]  # told on 13 May 2023, of 5 April

    def test_times(self, seeds):
        table = cl.profile_times(seeds)
        assert table["n"].is_monotonic_decreasing
        assert table["words"].str.count("; ").max() == MAX_EXAMPLES - 1
        again = seeds.time_expressions.groupby("rule").size()
        assert (table.groupby("rule")["n"].sum() == again).all()
