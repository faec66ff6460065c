"""Dates that a table states for an article: what they say, and how exactly.

A column of dates is written by a machine or by a person, in one form or in several, with or without a time, a zone
or a label ("Published: ...", "Updated: ..."). The day is the one that is written: a time zone is not taken into
account, as the outlet's own day counts. What the words leave open stays open: a month has a first and a last day,
and 3/4/2019 may be in March or April unless the cell itself tells (a weekday, a zone).

Fails on counts of seconds and on days of a spreadsheet (43470), which are numbers like any other.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from corpus_lib.rows import Evidence, Precision
from corpus_lib.written_dates import FIRST_YEAR, LAST_YEAR, WrittenDate, find_dates, settle_order

#: Longest text that is looked at: cells with dates are short, and a text in the wrong column is no date.
MAX_LENGTH = 200
#: How far a stated date is trusted, among the rules for dates; an order, not a probability.
CONFIDENCE = 1.0
_UPDATED = re.compile(r"(?i)\b(?:updated?|modified|changed|edited|revised|corrected)\b")
_PUBLISHED = re.compile(r"(?i)\b(?:published|posted|issued|created)\b")
_MONTH = re.compile(r"((?:19|20)\d\d)(?:[-/.]?(0[1-9]|1[0-2]))?(?:\.0)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?([0-2]\d):?([0-5]\d)(?::?[0-5]\d)?)?(?:Z|\.0)?")
#: A time that says only that none was known: programs write a day so.
_FILLED_IN = re.compile(r"[T\s]00:00(?::00(?:\.0+)?)?\s?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?$")


class StatedDate(NamedTuple):
    """What a cell says: the best day or instant (None where only bounds are known), the first and last day that it can mean.

    `updated` tells that it is labelled as the date of a later version.
    """

    instant: dt.datetime | None
    precision: Precision
    earliest: dt.datetime | None
    latest: dt.datetime
    value: str
    updated: bool = False

    @property
    def rule(self) -> str:
        """The rule under which it dates the article."""
        return "stated_updated" if self.updated else "stated_date"


def read_stated(text: str) -> StatedDate | None:
    """The date that a cell of a table states; None when it states none, or several that do not agree on what they are.

    Examples
    --------
    >>> said = read_stated("10:54, 25-Apr-2022")
    >>> str(said.instant), said.precision
    ('2022-04-25 10:54:00', 'minute')
    >>> said = read_stated("2019-02")
    >>> said.instant, said.precision, str(said.latest)
    (None, 'month', '2019-02-28 00:00:00')
    >>> read_stated("3/4/2019").value
    '2019-03-04/2019-04-03'
    >>> read_stated("Updated: 2022-07-29 07:10").updated, read_stated("yesterday")
    (True, None)
    """
    text = text.strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    written = [date for date in settle_order(find_dates(text), text) if date.date and date.has_year]
    if written:
        return _of_written(text, written)
    updated = _labels_update(text)
    bare = text.rpartition(": ")[2].strip()
    return _of_digits(bare, updated) or _of_parser(bare, updated)


def read_both(published: str | None, updated: str | None) -> tuple[StatedDate | None, tuple[Evidence, ...]]:
    """What a row's two dates say about the day of publication, and the evidence for it.

    The date of publication counts; where there is none, an update says that the article came out no later. The date
    that does not count, or cannot be read, is in the evidence.

    Examples
    --------
    >>> said, rows = read_both(None, "2022-07-29")
    >>> said.precision, said.earliest, str(said.latest), rows[0].rule
    ('range', None, '2022-07-29 00:00:00', 'stated_updated')
    >>> [(row.value, row.chosen) for row in read_both("last week", None)[1]]
    [('last week', False)]
    """
    cells = [(published, read_stated(published or "")), (updated, _as_update(read_stated(updated or "")))]
    read = [said for _, said in cells if said]
    chosen = next((said for said in read if not said.updated), read[0] if read else None)
    rows = [
        _evidence(text, said, "stated_updated" if n else "stated_date", said is not None and said is chosen)
        for n, (text, said) in enumerate(cells)
        if text
    ]
    return chosen, tuple(rows)


def _evidence(text: str, said: StatedDate | None, rule: str, chosen: bool) -> Evidence:
    value, confidence = (said.value, CONFIDENCE) if said else (text, 0.0)
    rule = said.rule if said else rule
    return Evidence("published", value, None, None, text, rule, confidence, chosen)


def _labels_update(before: str) -> bool:
    """Whether the last label in the words before a date is one of a later version."""
    last = {m.end(): m.re is _UPDATED for p in (_UPDATED, _PUBLISHED) for m in p.finditer(before)}
    return bool(last) and last[max(last)]


def _of_written(text: str, written: Sequence[WrittenDate]) -> StatedDate | None:
    """The one date that is not an update; several are bounds of each other, unless they say the same day."""
    news = [date for date in written if not _labels_update(text[: date.start])]
    days = {day for date in news or written for day in (date.date, date.other) if day}
    first = (news or written)[0]
    exact = len(days) == 1
    if exact and first.precision == "month":
        return _of_month(first.date.year, first.date.month, not news)  # type: ignore[union-attr]
    if any(date.precision == "month" for date in news or written):
        return None
    time = first.time if exact and not _FILLED_IN.search(text) else None
    return _of_days(min(days), max(days), time, not news)


def _of_days(first: dt.date, last: dt.date, time: dt.time | None, updated: bool) -> StatedDate:
    low, high = (dt.datetime.combine(day, dt.time()) for day in (first, last))
    if first != last:
        return _labelled(StatedDate(None, "range", low, high, f"{first}/{last}"), updated)
    instant = dt.datetime.combine(first, time or dt.time())
    value = instant.isoformat(timespec="minutes") if time else first.isoformat()
    return _labelled(StatedDate(instant, "minute" if time else "day", low, high, value), updated)


def _of_month(year: int, month: int | None, updated: bool) -> StatedDate:
    last = month or 12
    low = dt.datetime(year, month or 1, 1)
    high = dt.datetime(year, last, calendar.monthrange(year, last)[1])
    value = f"{year}-{month:02}" if month else str(year)
    return _labelled(StatedDate(None, "month" if month else "year", low, high, value), updated)


def _labelled(said: StatedDate, updated: bool) -> StatedDate:
    return _as_update(said) if updated else said  # type: ignore[return-value]


def _as_update(said: StatedDate | None) -> StatedDate | None:
    """The date taken for that of a later version: the article came out on it or before."""
    return said and said._replace(instant=None, precision="range", earliest=None, updated=True)


def _of_digits(text: str, updated: bool) -> StatedDate | None:
    """A year, a month or a day in digits without marks: 2019, 2019-01, 20190105."""
    month, day = _MONTH.fullmatch(text), _COMPACT.fullmatch(text)
    try:
        if day:
            hour, minute = (int(part) if part else None for part in day.group(4, 5))
            date = dt.date(*map(int, day.group(1, 2, 3)))
            time = dt.time(hour or 0, minute or 0) if hour or minute else None
            return _of_days(date, date, time, updated) if _in_range(date.year) else None
        if month and _in_range(int(month[1])):
            return _of_month(int(month[1]), int(month[2]) if month[2] else None, updated)
    except ValueError:
        return None
    return None


def _of_parser(text: str, updated: bool) -> StatedDate | None:
    """What dateutil makes of it, when it takes the whole day from the text: it fills in what it does not find."""
    from dateutil.parser import ParserError, parse  # type: ignore[import-untyped]

    if not any(c.isalpha() for c in text):
        return None
    try:
        one, other = (
            parse(text, default=default, ignoretz=True)
            for default in (dt.datetime(2000, 1, 1), dt.datetime(2001, 2, 2, 1, 1))
        )
    except (ParserError, OverflowError, ValueError, TypeError):
        return None
    if one.date() != other.date() or not _in_range(one.year):
        return None
    time = one.time().replace(second=0, microsecond=0) if one.time() == other.time() else None
    return _of_days(one.date(), one.date(), time, updated)


def _in_range(year: int) -> bool:
    """Whether an article can be of the year; older ones than the web's are in archives."""
    return FIRST_YEAR - 100 <= year <= LAST_YEAR
