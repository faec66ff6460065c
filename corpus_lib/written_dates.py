"""Dates written out in a text, in the forms that pages use, whatever the language.

Finds where a date is written and what it can mean; which of them is the date of the article is decided elsewhere
(`dating`). Month names come from the Unicode CLDR through babel. A date in digits whose day and month could be
exchanged has two readings. Years of other calendars (Bikram Sambat, 57 years ahead) are found and marked, so that
they are seen to lose.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

#: Languages whose month names are read, most widespread in the press on the subject first.
LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "sv", "da", "nb", "fi", "pl", "cs", "ru", "uk", "tr", "id", "ms", "ro", "hu", "el",
    "vi", "hr", "sk", "sl", "bg", "sr", "ca", "et", "lv", "lt",
)  # fmt: skip
#: First and last year that a press article on the web can be of; results must not move with the clock.
FIRST_YEAR, LAST_YEAR = 1990, 2035
#: Months of the Bikram Sambat calendar, as English-language Nepali pages spell them.
BIKRAM_MONTHS = (
    "baisakh", "baishakh", "jestha", "jeth", "asar", "ashadh", "asadh", "shrawan", "saun", "sawan", "bhadra", "bhadau", "ashwin", "asoj", "kartik",
    "mangsir", "marga", "poush", "paush", "push", "magh", "falgun", "phalgun", "fagun", "chaitra", "chait",
)  # fmt: skip

Precision = Literal["minute", "day", "month"]


@dataclass(frozen=True)
class WrittenDate:
    """A date and where it is written. `other` is the second reading of an ambiguous one; `day` is None for a month.

    `calendar` is "gregorian" or the name of another one (then `date` is None).
    """

    start: int
    end: int
    text: str
    date: dt.date | None
    precision: Precision
    has_year: bool = True
    other: dt.date | None = None
    time: dt.time | None = None
    calendar: str = "gregorian"
    month_name: bool = False


@cache
def _months() -> dict[str, int]:
    from babel import Locale

    names: dict[str, int] = {}
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    key = name.casefold().rstrip(".")
                    if len(key) >= 3 and not key[0].isdigit():
                        names.setdefault(key, number)
    return names | {"sept": 9, "märz": 3, "maerz": 3}


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = "|".join(sorted(map(re.escape, _months()), key=len, reverse=True))
    day = r"(?P<d>0?[1-9]|[12]\d|3[01])"
    year = r"(?P<y>(?:19|20)\d\d)"
    name = rf"(?P<name>{month})\b\.?"
    soon = r"\b(?=\D{3,30}\d)"  # so that the long list of names is tried only where a digit follows
    bikram = "|".join(BIKRAM_MONTHS)
    forms = {
        "iso": rf"(?<![\d/.-]){year}(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep){day}(?!\d|[-/]\d|\.\d)",
        "cjk": rf"{year}\s?[年년]\s?(?P<m>0?[1-9]|1[0-2])\s?[月월]\s?{day}\s?[日일]",
        "vietnamese": rf"\b{day}\s{{1,3}}tháng\s{{1,3}}(?P<m>0?[1-9]|1[0-2]),?\s{{1,3}}(?:năm\s{{1,3}})?{year}",
        "bikram": rf"\b(?P<name>{bikram})\W{{0,3}}\d{{1,2}}\W{{0,3}}20[5-9]\d\b|\b\d{{1,2}}\W{{1,3}}(?:{bikram})\W{{0,3}}20[5-9]\d\b",
        "month_day": rf"{soon}{name}\s?{day}(?:st|nd|rd|th)?\b(?:,?\s{{0,3}}(?:at\s)?,?\s{{0,3}}{year}\b(?!:)|(?!\d|[:.]\d|\s?[ap]\.?m\b))",
        "day_month": rf"(?<![\d:.-]){day}(?:st|nd|rd|th|\.|º|er)?[\s-]{{0,3}}(?:of\s|de\s|tháng\s)?{name}(?:(?:[\s,-]|del?\s){{0,4}}(?:{year}|['’](?P<yy>\d\d))\b)?",
        "digits": rf"(?<![\d/.,:-])(?P<a>\d{{1,2}})(?P<sep>[-/.]|\.\s)(?P<b>\d{{1,2}})(?P=sep)(?:{year}|(?P<yy>\d\d))(?!\d|[-/]\d|\.\d|:)",
        "month_year": rf"{soon}{name}\s{{0,3}},?\s{{0,3}}(?:de\s|del\s)?{year}\b",
    }
    return tuple((rule, re.compile(form, re.IGNORECASE)) for rule, form in forms.items())


_TIME = re.compile(
    r"[\s,|@–—-]{0,4}(?:at\s|um\s|à\s|a las\s)?T?(?P<h>[01]?\d|2[0-3])[:.h](?P<min>[0-5]\d)(?::[0-5]\d)?(?:\.\d+)?\s?(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_TIME_BEFORE = re.compile(
    r"(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?::[0-5]\d)?\s?(?P<half>[ap]\.?m\b\.?)?(?:\s?[A-Z]{2,4})?[\s,|–—-]{0,4}(?:on\s|[A-Z][a-z]{2,8},?\s)?$"
)


def find_dates(text: str) -> list[WrittenDate]:
    """The dates written in a text, in order, none inside another.

    Examples
    --------
    >>> [(d.text, str(d.date), d.precision) for d in find_dates("May 13, 2023, 8:09 a.m. · 2023/02/10")]
    [('May 13, 2023', '2023-05-13', 'minute'), ('2023/02/10', '2023-02-10', 'day')]
    >>> [d.calendar for d in find_dates("(Jestha,12. 2080)")]
    ['bikram_sambat']
    >>> str(find_dates("03/04/2020")[0].other)
    '2020-04-03'
    """
    if not any(c.isdigit() for c in text):
        return []
    taken = bytearray(len(text))
    found = []
    for rule, pattern in _patterns():
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]):
                continue
            for date in _read(rule, match):
                taken[match.start() : match.end()] = b"x" * (match.end() - match.start())
                found.append(_with_time(date, text))
    return sorted(found, key=lambda d: d.start)


def _read(rule: str, match: re.Match[str]) -> Iterator[WrittenDate]:
    start, end, text = match.start(), match.end(), match.group()
    if rule == "bikram":
        yield WrittenDate(start, end, text, None, "day", calendar="bikram_sambat")
        return
    parts = match.groupdict()
    year = int(parts["y"]) if parts.get("y") else 2000 + int(parts["yy"]) if parts.get("yy") else None
    if year is not None and not FIRST_YEAR - 100 <= year <= LAST_YEAR:
        return
    named = "name" in parts
    if rule == "digits":
        a, b = int(parts["a"]), int(parts["b"])
        readings = [d for d in (_date(year, a, b), _date(year, b, a)) if d]
        if parts["sep"].startswith("."):
            readings = readings[::-1]
        if readings:
            other = readings[1] if len(readings) > 1 and readings[0] != readings[1] else None
            yield WrittenDate(start, end, text, readings[0], "day", other=other)
        return
    month = _months()[parts["name"].casefold().rstrip(".")] if named else int(parts["m"])
    if rule == "month_year":
        yield WrittenDate(start, end, text, _date(year, month, 1), "month", month_name=True)
        return
    day = int(parts["d"])
    # A leap year stands in where no year is written, so that 29 February can be read.
    date = _date(year if year is not None else 2000, month, day)
    if date:
        yield WrittenDate(start, end, text, date, "day", has_year=year is not None, month_name=named)


def _date(year: int | None, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year or 2000, month, day)
    except ValueError:
        return None


def _with_time(date: WrittenDate, text: str) -> WrittenDate:
    if date.precision != "day":
        return date
    match = _TIME.match(text, date.end) or _TIME_BEFORE.search(text[max(0, date.start - 24) : date.start])
    if not match:
        return date
    hour, half = int(match["h"]), (match["half"] or "").casefold()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return replace(date, time=dt.time(hour, int(match["min"])), precision="minute")


_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(r"(?i)\b(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b[\s,.|–-]{0,4}$")
#: Signs that a page counts the month first, or the day first.
_MONTH_FIRST = re.compile(r"\b(?:[ECMP][SD]?T|[Cc]olor|[Ll]abor|[Dd]efense|[Cc]enter|[Ff]avor|[Pp]rogram)\b")
_DAY_FIRST = re.compile(
    r"\b(?:GMT|BST|IST|AE[SD]T|HKT|SGT|SAST|[Cc]olour|[Ll]abour|[Dd]efence|[Cc]entre|[Ff]avour|[Pp]rogramme)\b"
)
_ENGLISH = re.compile(r"(?i)\b(?:the|of|and|to|in)\b")
#: A page whose words are to this share English function words is in English (running English has about .20).
ENGLISH_SHARE = 0.08
#: Shortest text whose language is judged, in words.
MIN_WORDS = 50
#: Two readings are told apart by the page's other dates when one lies so near to one of them, in days.
NEAR_DAYS = 20


def settle_order(dates: Sequence[WrittenDate], text: str) -> list[WrittenDate]:
    """The dates of a page, the order of day and month settled where the page tells it; the others keep `other`.

    In this order: the weekday beside the date, a date in digits that can be read one way only, a date near one of
    the readings, the language, signs of American or other English.

    Examples
    --------
    >>> text = "03/04/2020 The talks began on April 2, 2020."
    >>> [str(d.date) for d in settle_order(find_dates(text), text)]
    ['2020-04-03', '2020-04-02']
    >>> str(settle_order(find_dates("03/04/2020"), "The talks of the two sides")[0].other)
    '2020-04-03'
    """
    if not any(d.other for d in dates):
        return list(dates)
    sure = frozenset(
        d.date for d in dates if d.date and not d.other and d.has_year and d.precision != "month"
    )
    signs = _Signs(text, sure, _order_of_digits(dates), _order_of_language(text))
    return [_settle(d, signs) for d in dates]


class _Signs(NamedTuple):
    """What a page tells of its order of day and month: True where the month comes first, None where it is silent."""

    text: str
    sure: frozenset[dt.date]
    digits: bool | None
    language: bool | None


def _settle(date: WrittenDate, signs: _Signs) -> WrittenDate:
    if date.date is None or date.other is None:
        return date
    month_first, day_first = sorted((date.date, date.other), key=lambda d: d.month != _first_number(date))
    chosen = _by_weekday(date, signs.text)
    if chosen is None and signs.digits is not None:
        chosen = month_first if signs.digits else day_first
    chosen = chosen or _by_neighbours((month_first, day_first), signs.sure)
    if chosen is None and ("." in date.text or signs.language is not None):
        chosen = month_first if "." not in date.text and signs.language else day_first
    return replace(date, date=chosen, other=None) if chosen else date


def _first_number(date: WrittenDate) -> int:
    return int(re.split(r"\D+", date.text)[0] or 0)


def _by_weekday(date: WrittenDate, text: str) -> dt.date | None:
    before = _WEEKDAY.search(text[max(0, date.start - 16) : date.start])
    fitting = [
        d
        for d in (date.date, date.other)
        if d and before and _WEEKDAYS[d.weekday()] == before[1][:3].casefold()
    ]
    return fitting[0] if len(fitting) == 1 else None


def _by_neighbours(readings: tuple[dt.date, dt.date], sure: frozenset[dt.date]) -> dt.date | None:
    days = [dt.timedelta(n) for n in range(-NEAR_DAYS, NEAR_DAYS + 1)]
    near = [r for r in readings if any(r + n in sure for n in days)]
    return near[0] if len(near) == 1 else None


def _order_of_digits(dates: Sequence[WrittenDate]) -> bool | None:
    orders = set()
    for date in dates:
        in_digits = date.date and date.other is None and re.match(r"\d{1,2}[-/.]", date.text)
        if date.date and in_digits and not date.month_name and date.date.day != date.date.month:
            orders.add(_first_number(date) == date.date.month)
    return orders.pop() if len(orders) == 1 else None


def _order_of_language(text: str) -> bool | None:
    n_words = len(text.split())
    if n_words >= MIN_WORDS and len(_ENGLISH.findall(text)) < ENGLISH_SHARE * n_words:
        return False
    american, other = len(_MONTH_FIRST.findall(text)), len(_DAY_FIRST.findall(text))
    return None if american == other else american > other
