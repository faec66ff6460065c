"""Queries: checked when they are made, told in words, and written as Python that asks the same."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib.errors import InputError
from corpus_lib.queries import KINDS, Query

VALUES = st.lists(st.one_of(st.none(), st.text()), min_size=1, max_size=3)


@given(st.sampled_from(sorted(KINDS)), st.data())
def test_the_line_of_python_asks_the_same(kind, data):
    names = data.draw(st.lists(st.sampled_from(KINDS[kind].columns), unique=True))
    filters = {name: data.draw(VALUES) for name in names}
    since = data.draw(st.one_of(st.none(), st.dates(dt.date(1900, 1, 1), dt.date(2050, 1, 1))))
    query = Query.of(kind, since=since, words=data.draw(st.text()), regex=data.draw(st.booleans()), **filters)
    asked = eval(
        query.as_python("ask"), {"ask": lambda _, kind, **given: Query.of(kind, **given), "corpus": None}
    )
    assert asked == query


@pytest.mark.parametrize(
    ("kind", "filters", "message"),
    [
        ("tweets", {}, "no kind of passages 'tweets'"),
        ("articles", {"voice": "author"}, "cannot be chosen by 'voice'"),
        ("acts", {"since": "soon"}, "not a day"),
        ("acts", {"since": "2023-05-02", "until": "2023-05-01"}, "the first day is after the last"),
    ],
)
def test_what_is_refused(kind, filters, message):
    with pytest.raises(InputError, match=message):
        Query.of(kind, **filters)


def test_in_words():
    query = Query.of("statements", until="2023-05-01", side=None, words="spy balloon")
    assert query.in_words() == "statements until 1 May 2023; side: not known; with the words “spy balloon”"
    query = Query.of(
        "acts", since="2023-05-01", until=dt.date(2023, 6, 1), quad="verbal_conflict", words="a|b", regex=True
    )
    assert (
        query.in_words()
        == "acts from 1 May 2023 to 1 Jun 2023; quad: verbal conflict; with the pattern “a|b”"
    )


def test_a_pattern_of_no_words_is_none():
    assert Query.of("acts", words="", regex=True) == Query.of("acts")
