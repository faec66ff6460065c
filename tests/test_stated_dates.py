"""Dates that tables state: what they say, how exactly, and what dating makes of them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib.dating import date_text
from corpus_lib.stated_dates import read_both, read_stated

PAGE = "Talks resume\nMay 13, 2023, 8:09 a.m.\nThe two sides met in Vienna.\nThe talks lasted eight hours."


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2009-01-20 05:00:00+00:00", "2009-01-20T05:00", "minute"),
        ("2025-04-13T23:59:11-04:00", "2025-04-13T23:59", "minute"),
        ("10:54, 25-Apr-2022", "2022-04-25T10:54", "minute"),
        ("Published: Jun 08, 2022 05:37 PM", "2022-06-08T17:37", "minute"),
        ("Published: Jun 08, 2022 05:37 PM Updated: Jun 09, 2022 07:00 AM", "2022-06-08T17:37", "minute"),
        ("Updated 9 June 2022, published 8 June 2022", "2022-06-08", "day"),
        ("2022-03-18 08:44:38", "2022-03-18T08:44", "minute"),
        ("2022-08-05T00:27:34.000Z", "2022-08-05T00:27", "minute"),
        ("2022-08-05T00:00:00.000Z", "2022-08-05", "day"),
        ("2022-08-05 00:00:00", "2022-08-05", "day"),
        ("January 5, 2019 Saturday", "2019-01-05", "day"),
        ("5 January 2019", "2019-01-05", "day"),
        (" 2019-01-05 ", "2019-01-05", "day"),
        ("2019年1月5日", "2019-01-05", "day"),
        ("05-Jan-19", "2019-01-05", "day"),
        ("20190105", "2019-01-05", "day"),
        ("20190105.0", "2019-01-05", "day"),
        ("20190105T103000Z", "2019-01-05T10:30", "minute"),
        ("2019-01", "2019-01", "month"),
        ("January 2019", "2019-01", "month"),
        ("2019", "2019", "year"),
        ("3/4/2019", "2019-03-04/2019-04-03", "range"),
        ("Sunday 3/4/2018", "2018-03-04", "day"),
        ("13/4/2019", "2019-04-13", "day"),
        ("2019-01-05 to 2019-01-09", "2019-01-05/2019-01-09", "range"),
    ],
)
def test_what_a_cell_says(text, value, precision):
    said = read_stated(text)
    assert said is not None
    assert (said.value, said.precision, said.updated, said.rule) == (value, precision, False, "stated_date")
    assert (said.instant is None) == (precision in ("month", "year", "range"))


@pytest.mark.parametrize(
    "text",
    ["", " ", "yesterday", "PT99S", "1546646400", "43470", "2019-13-45", "20191332", "990105", "5 January 1850", "10", "10 Jan", "Sat", "3.5",
     "99999999999999", "2099", "January 2019 to March 2019", "会谈", "\ud800", "2019-01-05 " * 100],
)  # fmt: skip
def test_what_is_no_date(text):
    assert read_stated(text) is None


def test_a_month_and_a_year_have_a_first_and_a_last_day():
    month, year = read_stated("2020-02"), read_stated("2020")
    assert month is not None
    assert year is not None
    assert (month.earliest, month.latest) == (dt.datetime(2020, 2, 1), dt.datetime(2020, 2, 29))
    assert (year.earliest, year.latest) == (dt.datetime(2020, 1, 1), dt.datetime(2020, 12, 31))


@pytest.mark.parametrize(
    "text", ["Updated: 2022-07-29 07:10", "Last modified 29 July 2022", "updated: 20220729", "Updated: 29-Jul-22"]
)  # fmt: skip
def test_an_update_bounds_only(text):
    said = read_stated(text)
    assert said is not None
    assert (said.instant, said.precision, said.earliest) == (None, "range", None)
    assert (said.latest, said.rule) == (dt.datetime(2022, 7, 29), "stated_updated")


@given(st.text(max_size=60))
def test_any_text_can_stand_in_a_cell(text):
    said = read_stated(text)
    assert said is None or said.earliest is None or said.earliest <= said.latest


@given(st.dates(dt.date(1990, 1, 1), dt.date(2035, 12, 31)))
def test_every_day_is_read(day):
    for text in (f"{day}", f"{day:%Y%m%d}", f"{day:%d %B %Y}", f"{day}T10:00:00Z", f"{day:%d-%b-%Y}"):
        said = read_stated(text)
        assert said is not None
        assert said.instant is not None
        assert said.instant.date() == said.earliest.date() == said.latest.date() == day


def test_the_date_of_publication_counts_and_the_update_is_kept():
    said, rows = read_both("2022-07-28", "2022-07-29")
    assert said is not None
    assert said.value == "2022-07-28"
    assert [(row.value, row.rule, row.chosen, row.raw_start, row.text) for row in rows] == [
        ("2022-07-28", "stated_date", True, None, "2022-07-28"),
        ("2022-07-29", "stated_updated", False, None, "2022-07-29"),
    ]
    said, rows = read_both("Updated: 2022-07-29", "30 July 2022")
    assert said is not None
    assert (said.latest.day, [row.chosen for row in rows]) == (29, [True, False])
    assert read_both(None, None) == (None, ())


def test_a_stated_date_goes_before_the_text():
    reading = date_text(PAGE, stated="2023-05-12 06:00:00+00:00")
    assert (reading.published, reading.precision) == (dt.datetime(2023, 5, 12, 6), "minute")
    assert reading.earliest == reading.latest == dt.datetime(2023, 5, 12)
    assert reading.rule == "stated_date"
    chosen = [row for row in reading.evidence if row.chosen]
    assert [(row.value, row.text, row.raw_start, row.raw_end) for row in chosen] == [
        ("2023-05-12T06:00", "2023-05-12 06:00:00+00:00", None, None)
    ]
    assert "2023-05-13T08:09" in {row.value for row in reading.evidence}


def test_an_update_alone_bounds_the_article():
    reading = date_text(PAGE, updated="2023-05-20")
    assert (reading.published, reading.precision, reading.rule) == (None, "range", "stated_updated")
    assert (reading.earliest, reading.latest) == (None, dt.datetime(2023, 5, 20))


def test_a_stated_date_that_cannot_be_read_leaves_it_to_the_text():
    without, reading = date_text(PAGE), date_text(PAGE, stated="last Friday", updated="")
    assert (reading.published, reading.rule) == (dt.datetime(2023, 5, 13, 8, 9), "headline_line")
    first, *others = reading.evidence
    assert (first.value, first.text, first.chosen, first.rule) == (
        "last Friday", "last Friday", False, "stated_date",
    )  # fmt: skip
    assert tuple(others) == without.evidence
