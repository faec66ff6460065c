"""The days of the holidays that the English-language press dates by, in the Gregorian calendar and as the US has them."""

from __future__ import annotations

import datetime as dt

from dateutil.easter import easter  # type: ignore[import-untyped]

_FIXED = {
    "christmas": (12, 25), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26), "new year's day": (1, 1),
    "new year's eve": (12, 31), "independence day": (7, 4), "the fourth of july": (7, 4), "veterans day": (11, 11), "halloween": (10, 31),
    "valentine's day": (2, 14), "inauguration day": (1, 20), "may day": (5, 1),
}  # fmt: skip
#: Month, weekday (Monday 0), and which one of the month.
_NTH = {
    "thanksgiving": (11, 3, 4), "thanksgiving day": (11, 3, 4), "labor day": (9, 0, 1), "labour day": (9, 0, 1), "columbus day": (10, 0, 2),
    "martin luther king day": (1, 0, 3), "martin luther king jr. day": (1, 0, 3), "memorial day": (5, 0, -1),
}  # fmt: skip
_FROM_EASTER = {"easter": 0, "easter sunday": 0, "easter monday": 1, "good friday": -2}


def holiday_day(name: str, year: int) -> dt.date:
    """The day of a holiday in a year.

    >>> [str(holiday_day(name, 2018)) for name in ("thanksgiving", "easter", "memorial day", "election day", "halloween")]
    ['2018-11-22', '2018-04-01', '2018-05-28', '2018-11-06', '2018-10-31']
    """
    if name in _FROM_EASTER:
        sunday: dt.date = easter(year)
        return sunday + dt.timedelta(days=_FROM_EASTER[name])
    if name == "election day":  # the Tuesday after the first Monday
        return _nth(year, 11, 0, 1) + dt.timedelta(days=1)
    return _nth(year, *_NTH[name]) if name in _NTH else dt.date(year, *_FIXED[name])


def _nth(year: int, month: int, weekday: int, n: int) -> dt.date:
    """The so-manieth such weekday of a month; the last one for -1."""
    if n < 0:
        return _nth(year, month + 1, weekday, 1) - dt.timedelta(days=7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
