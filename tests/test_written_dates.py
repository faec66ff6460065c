"""Dates are found in the forms that pages use, and ambiguous ones are settled only where the page tells how."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib.written_dates import find_dates, settle_order

FORMS = [
    ("Feb. 9, 2023", "2023-02-09", "day"),
    ("9 February 2023", "2023-02-09", "day"),
    ("9th of February 2023", "2023-02-09", "day"),
    ("mardi 5 juin 2018", "2018-06-05", "day"),
    ("3. März 2021", "2021-03-03", "day"),
    ("23.01.2019", "2019-01-23", "day"),
    ("2023年2月9日", "2023-02-09", "day"),
    ("12 tháng 3, năm 2023", "2023-03-12", "day"),
    ("2023/02/10", "2023-02-10", "day"),
    ("11:06, 2023/02/10", "2023-02-10", "minute"),
    ("May 13, 2023, 8:09 p.m.", "2023-05-13", "minute"),
    ("June 2020", "2020-06-01", "month"),
]


@pytest.mark.parametrize(("text", "day", "precision"), FORMS)
def test_reads_form(text, day, precision):
    (found,) = find_dates(text)
    assert (found.date.isoformat(), found.precision) == (day, precision)


def test_reads_the_afternoon():
    assert find_dates("May 13, 2023, 8:09 p.m.")[0].time.isoformat() == "20:09:00"


@pytest.mark.parametrize(
    "text", ["version 1.2.3.4", "10/20/30/40", "call 555-01-02-2020", "31/02/2020", "32 May", "May 2036x"]
)
def test_finds_no_full_date(text):
    assert not [d for d in find_dates(text) if d.date and d.has_year]


def test_other_calendar_is_marked():
    (found,) = find_dates("(Baisakh 22. 2080)")
    assert (found.calendar, found.date) == ("bikram_sambat", None)


DAY_FIRST, MONTH_FIRST = "2020-04-03", "2020-03-04"
SETTLED = [
    ("Friday, 03/04/2020", DAY_FIRST),  # 3 April 2020 was a Friday
    ("Wednesday 03/04/2020", MONTH_FIRST),
    ("03/04/2020 … 25/12/2019", DAY_FIRST),
    ("03/04/2020 … 12/25/2019", MONTH_FIRST),
    ("03/04/2020 The talks began on April 2, 2020.", DAY_FIRST),
    ("03/04/2020 The talks began on March 2, 2020.", MONTH_FIRST),
    ("03/04/2020 at noon ET", MONTH_FIRST),
    ("03/04/2020 The defence centre, labour", DAY_FIRST),
    ("03.04.2020", DAY_FIRST),
    ("03/04/2020 " + "les deux pays ont repris leurs pourparlers hier " * 8, DAY_FIRST),
]


@pytest.mark.parametrize(("text", "day"), SETTLED)
def test_settles_order(text, day):
    first = settle_order(find_dates(text), text)[0]
    assert (first.date.isoformat(), first.other) == (day, None)


def test_leaves_open_what_the_page_does_not_tell():
    text = "03/04/2020 The talks of the two sides went on"
    first = settle_order(find_dates(text), text)[0]
    assert {first.date.isoformat(), first.other.isoformat()} == {DAY_FIRST, MONTH_FIRST}


@given(st.text() | st.text("0123456789/-. MayJune,:年月日\n", max_size=80))
def test_spans_point_at_their_text(text):
    for found in settle_order(find_dates(text), text):
        assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "piece", ["\u00a0", ", ", "1 ", "5\u00a0", "1/1/2020 ", "1/2/2020 ", "May 5 ", "20", "5 de "]
)
def test_long_texts_come_to_an_end(piece):
    text = "1" + piece * 40_000
    assert all(text[d.start : d.end] == d.text for d in settle_order(find_dates(text), text))
