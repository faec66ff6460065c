"""The list of reference events: what ships, and what an analyst may give instead."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd
import pytest

from corpus_lib.build import build_corpus
from corpus_lib.errors import InputError
from corpus_lib.known_events import known_events
from corpus_lib.reference_events import COLUMNS, list_events
from corpus_lib.resources import read_resource

#: Longest name: they label figures.
MAX_NAME = 40
ROWS = read_resource("reference_events")


def own(**changes):
    row = {"event": "Talks", "earliest": "2024-01-13", "latest": "2024-01-14", "source": "Record", "note": ""}
    return pd.DataFrame([row, row | changes])


def test_shipped_rows_are_sorted_and_whole():
    days = [(dt.date.fromisoformat(row["earliest"]), dt.date.fromisoformat(row["latest"])) for row in ROWS]
    assert all(first <= last for first, last in days)
    assert days == sorted(days)
    assert days[0][0].year == 2009
    assert days[-1][1].year == 2025
    assert all(row["source"] for row in ROWS)
    assert all(None not in row and set(row) == {*COLUMNS, "pattern"} for row in ROWS), "quote the commas"


def test_shipped_names_are_short_and_stand_once():
    names = [row["event"] for row in ROWS]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(0 < len(name) <= MAX_NAME for name in names)


def test_rows_without_a_pattern_date_no_article():
    with_pattern = [row["pattern"] for row in ROWS if row["pattern"]]
    assert len(with_pattern) < len(ROWS)
    assert {pattern.pattern for pattern in known_events()} == set(with_pattern)
    assert not any(re.compile(pattern).search("") for pattern in with_pattern)


def test_shipped_list():
    events = list_events()
    assert list(events) == COLUMNS
    assert len(events) == len(ROWS)
    assert events["earliest"].dtype == events["latest"].dtype == "datetime64[us]"
    assert events["note"].isna().any()
    assert not events["note"].eq("").any()
    assert events["earliest"].is_monotonic_increasing


def test_own_list_in_place_of_the_shipped():
    given = pd.DataFrame(
        {
            "event": ["  Later \n event", "中美会谈"],
            "earliest": [pd.Timestamp("2024-05-02 13:00", tz="UTC"), dt.date(2023, 1, 1)],
            "latest": ["2024-05-02", dt.datetime(2023, 1, 2, 5)],
            "pattern": ["x", "y"],
        }
    )
    before = given.copy(deep=True)
    events = list_events(given)
    pd.testing.assert_frame_equal(given, before)
    assert events["event"].tolist() == ["中美会谈", "Later event"]
    assert events["latest"].dt.strftime("%Y-%m-%d %H").tolist() == ["2023-01-02 00", "2024-05-02 00"]
    assert events[["source", "note"]].isna().all(axis=None)


def test_listing_twice_changes_nothing():
    pd.testing.assert_frame_equal(list_events(list_events()), list_events())


def test_an_empty_list_has_the_columns():
    events = list_events(pd.DataFrame(columns=COLUMNS))
    assert list(events) == COLUMNS
    assert events["earliest"].dtype == "datetime64[us]"


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"earliest": "2024"}, "earliest"),
        ({"earliest": "13.1.2024"}, "earliest"),
        ({"latest": "2024-02-30"}, "latest"),
        ({"latest": None}, "latest"),
        ({"latest": pd.NaT}, "latest"),
        ({"latest": 45000}, "latest"),
        ({"latest": "2024-01-12"}, "latest"),
        ({"event": "  "}, "event"),
        ({"event": None}, "event"),
    ],
)
def test_a_wrong_row_is_named(changes, column):
    with pytest.raises(InputError, match=rf"row 2, column {column}: .*Remedy"):
        list_events(own(**changes))


def test_a_missing_column_is_named():
    with pytest.raises(InputError, match=r"no column latest.*Remedy: give a table with the columns event"):
        list_events(own().drop(columns="latest"))


def test_the_file_beside_the_articles_replaces_the_list(tmp_path):
    assert len(list_events(tmp_path)) == len(list_events())
    (tmp_path / "reference_events.csv").write_text("event,earliest\nTalks,2023-05-10\nBad,May\n", "utf-8")
    events = list_events(tmp_path)
    assert events["event"].tolist() == ["Talks"]
    assert (events["earliest"] == events["latest"]).all()


def test_its_bad_rows_are_problems_of_the_build(tmp_path):
    (tmp_path / "reference_events.csv").write_text("event,earliest\nBad,May\n", "utf-8")
    corpus = build_corpus(tmp_path, derived=tmp_path / "derived")
    assert corpus.problems["stage"].tolist() == ["reference_events"]
    assert corpus.articles.empty
