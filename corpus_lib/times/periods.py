"""Stretches of the calendar: their first and last day, and how TIMEX3 writes them."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from typing import NamedTuple

from corpus_lib.rows import TimePrecision

SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


class Period(NamedTuple):
    """What an expression means: its TIMEX3 value and the days between which it lies, or why these are left open.

    >>> Period("PAST_REF").earliest
    """

    value: str | None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    precision: TimePrecision | None = None
    left_open: str | None = None
    rule: str | None = None


def day_period(day: dt.date) -> Period:
    """A day.

    >>> day_period(dt.date(2023, 5, 10)).value
    '2023-05-10'
    """
    return Period(day.isoformat(), day, day, "day")


def week_period(day: dt.date) -> Period:
    """The week of a day, Monday to Sunday.

    >>> [str(part) for part in week_period(dt.date(2021, 1, 1))[:3]]
    ['2020-W53', '2020-12-28', '2021-01-03']
    """
    year, week, weekday = day.isocalendar()
    monday = shift_days(day, 1 - weekday)
    return Period(f"{year}-W{week:02}", monday, shift_days(monday, 6), "week")


def weekend_period(day: dt.date) -> Period:
    """The weekend of a day's week.

    >>> weekend_period(dt.date(2023, 5, 10)).value
    '2023-W19-WE'
    """
    week = week_period(day)
    monday = week.earliest or day
    return Period(f"{week.value}-WE", shift_days(monday, 5), week.latest, "week")


def months_period(year: int, month: int, n_months: int, value: str, precision: TimePrecision) -> Period:
    """So many months from a month on.

    >>> str(months_period(2019, 11, 4, "x", "month").latest)
    '2020-02-29'
    """
    last = year * 12 + month - 1 + n_months - 1
    final = dt.date(last // 12, last % 12 + 1, monthrange(last // 12, last % 12 + 1)[1])
    return Period(value, dt.date(year, month, 1), final, precision)


def month_period(year: int, month: int) -> Period:
    """A month.

    >>> month_period(2020, 2).value
    '2020-02'
    """
    return months_period(year, month, 1, f"{year:04}-{month:02}", "month")


def quarter_period(year: int, quarter: int) -> Period:
    """A quarter of a year.

    >>> str(quarter_period(1999, 3).earliest)
    '1999-07-01'
    """
    return months_period(year, 3 * quarter - 2, 3, f"{year:04}-Q{quarter}", "quarter")


def season_period(year: int, season: str) -> Period:
    """A season; the winter of a year begins in its December.

    >>> str(season_period(1998, "WI").latest)
    '1999-02-28'
    """
    return months_period(year, SEASON_MONTHS[season], 3, f"{year:04}-{season}", "quarter")


def year_period(year: int) -> Period:
    """A year.

    >>> year_period(1998).value
    '1998'
    """
    return Period(f"{year:04}", dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def decade_period(year: int) -> Period:
    """The decade of a year.

    >>> [str(part) for part in decade_period(1994)[:3]]
    ['199', '1990-01-01', '1999-12-31']
    """
    first = year // 10 * 10
    return Period(f"{first // 10}", dt.date(first, 1, 1), dt.date(first + 9, 12, 31), "decade")


def century_period(year: int) -> Period:
    """The hundred years of a year, as people count them (the 20th century: 1900 to 1999).

    >>> century_period(1994).value
    '19'
    """
    first = year // 100 * 100
    return Period(f"{first // 100}", dt.date(first, 1, 1), dt.date(first + 99, 12, 31), None)


_MAKERS: dict[str, Callable[[dt.date], Period]] = {
    "day": day_period,
    "week": week_period,
    "weekend": weekend_period,
    "month": lambda day: month_period(day.year, day.month),
    "quarter": lambda day: quarter_period(day.year, (day.month + 2) // 3),
    "year": lambda day: year_period(day.year),
    "decade": lambda day: decade_period(day.year),
    "century": lambda day: century_period(day.year),
}
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}


def period_of(unit: str, day: dt.date) -> Period:
    """The day, week, … of a day; for a fortnight its week.

    >>> period_of("quarter", dt.date(2020, 5, 1)).value
    '2020-Q2'
    """
    return _MAKERS["week" if unit == "fortnight" else unit](day)


def shift_days(day: dt.date, n_days: int) -> dt.date:
    """A day so many days later, held within the calendar.

    >>> str(shift_days(dt.date(9999, 12, 31), 2))
    '9999-12-31'
    """
    return dt.date.fromordinal(min(max(day.toordinal() + n_days, 1), dt.date.max.toordinal()))


def shift(day: dt.date, n: float, unit: str) -> dt.date:
    """A day so many units later; the last of the month where the day does not exist; held within the calendar.

    >>> str(shift(dt.date(2020, 3, 31), -1, "month")), str(shift(dt.date(2020, 1, 1), -9999, "decade"))
    ('2020-02-29', '0001-01-01')
    """
    if unit in _DAYS:
        return shift_days(day, round(n * _DAYS[unit]))
    count = day.year * 12 + day.month - 1 + round(n * _MONTHS[unit])
    if not 12 <= count < 120_000:
        return dt.date.min if count < 12 else dt.date.max
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def narrow(period: Period, word: str) -> Period:
    """A period's first or last half, for "early" and "late"; else the period.

    >>> str(narrow(month_period(2020, 3), "early").latest), str(narrow(year_period(1997), "late").earliest)
    ('2020-03-16', '1997-07-02')
    """
    first, last = period.earliest, period.latest
    if not word or first is None or last is None:
        return period
    middle = first + (last - first) / 2
    word = word.casefold()
    if word.startswith("early") or "beginning" in word or "start" in word:
        return period._replace(latest=middle)
    return period._replace(earliest=middle) if "late" in word or "end" in word or "close" in word else period
