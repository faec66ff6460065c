"""Months, days of a month, quarters, seasons, years and longer, and holidays: what they mean, with their year or without.

Without a year the nearest is meant: the last one, or the next where the verb looks ahead. A year given to the same month,
or to a day of the same story right before, holds on.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from corpus_lib.times.holidays import holiday_day
from corpus_lib.times.periods import (
    Period,
    century_period,
    day_period,
    decade_period,
    month_period,
    months_period,
    narrow,
    quarter_period,
    season_period,
    year_period,
)
from corpus_lib.times.story import UNKNOWN, VAGUE, Hint, Story, step_of
from corpus_lib.times.words import ORDINALS, SEASONS, Parts, month_number

#: A day without its year is taken for a coming one, whatever the verb, when it lies at most so many days ahead (news gives
#: the year of days that are nearly a year past).
SOON = 45


#: Two days of one story that name the year once lie at most so far apart.
SAME_STORY = dt.timedelta(days=92)


#: How far back, in characters, a date with its year gives the year to another date without: a paragraph or two; and to the
#: same month: some more.
NEAR, FAR = 400, 1500


def _year(parts: Parts) -> int | None:
    if parts["y"]:
        return int(parts["y"])
    short = parts["yy"]
    return None if not short else 2000 + int(short) if int(short) < 50 else 1900 + int(short)


def _which_year(parts: Parts, story: Story) -> int | None:
    """The year that "last year", "that year" beside a month names."""
    words = parts["which_year"]
    if not words:
        return None
    if words.startswith(("that", "the")):
        base = story.base("year")
        return base.year + step_of(words) if base else None
    return story.year(step_of(words))


def _nearest_year(month: int, day: int, parts: Parts, story: Story) -> int | None:
    """The year of a month or day without one."""
    year = _year(parts) or _which_year(parts, story)
    if year or parts["which_year"]:
        return year
    beside = _joined_year(month, day, story) or _near_full(month, day, bool(parts["d"]), story)
    if beside and _fits(_day(beside, month, day), story):
        return beside
    if story.anchor is None:
        return None
    hint = story.years.get(month)
    if hint and not step_of(parts["which"]) and _holds(hint, month, day, story):
        return hint.year
    return _by_tense(month, day, parts, story.anchor, story)


def _fits(date: dt.date, story: Story) -> bool:
    """Whether a date is not ahead of the article where its own verb is in the past."""
    return story.anchor is None or story.tense != "past" or date <= story.anchor


def _holds(hint: Hint, month: int, day: int, story: Story) -> bool:
    """Whether the year that a month had before is still meant; one that was only guessed, where no verb tells another."""
    if story.at - hint.at > FAR or story.tense == "ahead":
        return False
    return _fits(_day(hint.year, month, day), story) if hint.written else story.tense is None


def _joined_year(month: int, day: int, story: Story) -> int | None:
    """The year of "March 3" in "March 3 to April 5, 2020", and of "April 5" in "March 3, 2020, to April 5"."""
    view = story.view
    if view and view.following:
        year, *end = view.following
        return year - ((month, day) > tuple(end))
    first = story.last.earliest if view and view.joined and story.last else None
    if first is None:
        return None
    year = first.year + (_day(first.year, month, day) < first)
    over = story.anchor and not story.ahead and first <= story.anchor < _day(min(year, 9999), month, day)
    return None if over or year > dt.MAXYEAR else year


def _near_full(month: int, day: int, is_day: bool, story: Story) -> int | None:
    """The year of a date with its year that stands right before: of a day for a day, of a month for a month."""
    if story.last_full is None or story.tense == "ahead":
        return None
    end, full, full_is_day = story.last_full
    if full_is_day != is_day or story.at - end > NEAR:
        return None
    closest = _closest(month, day, full)
    return closest.year if abs(closest - full) <= SAME_STORY else None


def _by_tense(month: int, day: int, parts: Parts, anchor: dt.date, story: Story) -> int:
    """The nearest year: back, or ahead where the words look ahead or the day is soon."""
    step, is_day = step_of(parts["which"]), bool(parts["d"])
    this = _day(anchor.year, month, day)
    begun = this <= anchor and not (step < 0 and this == anchor)
    past = anchor.year if begun else anchor.year - 1
    over = this < anchor if is_day else month < anchor.month
    coming = anchor.year + 1 if over else anchor.year
    if step:
        return past if step < 0 else coming
    away = (_day(coming, month, day) - anchor).days
    soon = is_day and not story.strong and 0 <= away <= SOON
    if story.tense in ("plan", "arranged"):
        return coming if away <= (anchor - _day(past, month, day)).days else past
    return coming if story.ahead or soon else past


def _day(year: int, month: int, day: int) -> dt.date:
    """A day, the last of its month where the month has no such day."""
    return dt.date(year, month, min(day, monthrange(year, month)[1]))


def _closest(month: int, day: int, near: dt.date) -> dt.date:
    years = (year for year in (near.year - 1, near.year, near.year + 1) if 1 <= year <= 9999)
    return min((_day(year, month, day) for year in years), key=lambda date: abs((date - near).days))


def _is_habit(parts: Parts, story: Story) -> bool:
    """Whether each such month or day is meant."""
    return story.tense == "habit" and not (parts["y"] or parts["yy"] or parts["which"] or parts["which_year"])


def read_month_day(parts: Parts, story: Story) -> Period:
    """A day of a month, or several, with its year or the nearest."""
    month, day = month_number(parts["month"]), int(parts["d"])
    if _is_habit(parts, story):
        return VAGUE._replace(value=f"XXXX-{month:02}-{day:02}", rule="habit")
    year = _nearest_year(month, day, parts, story)
    if year is None:
        return UNKNOWN
    first = _day(year, month, day)
    rule = "written_date" if _year(parts) else "month_day"
    if not parts["d2"]:
        return day_period(first)._replace(rule=rule)
    last = _day(year, month, int(parts["d2"]))
    if last <= first:
        return day_period(first)._replace(rule=rule)
    return Period(f"{first}/{last}", first, last, "day", rule=rule)


def read_month(parts: Parts, story: Story) -> Period:
    """A month, with its year or the nearest."""
    month = month_number(parts["month"])
    if _is_habit(parts, story):
        return VAGUE._replace(value=f"XXXX-{month:02}", rule="habit")
    year = _nearest_year(month, 1, parts, story)
    return narrow(month_period(year, month), parts["mod"]) if year else UNKNOWN


def read_quarter(parts: Parts, story: Story) -> Period:
    """A quarter or half of a year, with or without it."""
    word = parts["q"].casefold()
    number = int(word) if word.isdigit() else ORDINALS[word]
    halves = parts["half"].casefold() in ("half", "h")
    year = _year(parts) or _which_year(parts, story)
    if year is None and parts["which"]:
        year = story.year(step_of(parts["which"]))
    if halves and (number > 2 or not (year or parts["of"] or parts["half"] == "H")):
        return VAGUE  # the first half of anything
    if year is not None:
        return _part_of_year(year, number, halves)
    if story.anchor is None:
        return UNKNOWN
    this = _part_of_year(story.anchor.year, number, halves)
    begun = story.ahead or (this.earliest and this.earliest <= story.anchor)
    return this if begun else _part_of_year(story.anchor.year - 1, number, halves)


def _part_of_year(year: int, number: int, halves: bool) -> Period:
    if halves:
        return months_period(year, 6 * number - 5, 6, f"{year:04}-H{number}", "quarter")
    return quarter_period(year, number)


def read_season(parts: Parts, story: Story) -> Period:
    """A season, with its year or the nearest."""
    season, which = SEASONS[parts["season"].casefold()], parts["which"].casefold()
    year = _year(parts) or _which_year(parts, story)
    if year is None and which.startswith(("that", "the")) and which != "the past" and story.last:
        base = story.base("year")
        year = base.year + min(step_of(which), 0) if base else None
    if year is not None:
        return narrow(season_period(year, season), parts["mod"])
    if story.anchor is None:
        return UNKNOWN
    return narrow(_nearest_season(season, which, story.anchor, story.ahead), parts["mod"])


def _nearest_season(season: str, which: str, anchor: dt.date, ahead: bool) -> Period:
    seasons = [season_period(anchor.year + n, season) for n in (-2, -1, 0, 1)]
    step = step_of(which)
    if step > 0:
        return next(s for s in seasons if s.earliest and s.earliest > anchor)
    if step < 0:
        return next(s for s in seasons[::-1] if s.latest and s.latest < anchor)
    if which == "this" and not ahead:
        begun = season == "WI" and anchor.month <= 2
        return season_period(anchor.year - begun, season)
    if ahead:
        return next(s for s in seasons if s.latest and s.latest >= anchor)
    return next(s for s in seasons[::-1] if s.earliest and s.earliest <= anchor)


def read_fiscal_year(parts: Parts, _story: Story) -> Period:
    """Fiscal years begin between the October before (the US government) and the April of the year (Japan)."""
    year = _year(parts) or 1
    return Period(f"FY{year}", dt.date(year - 1, 10, 1), dt.date(min(year + 1, 9999), 3, 31), "year")


def read_decade(parts: Parts, _story: Story) -> Period:
    """A decade."""
    if parts["decade"]:
        return narrow(decade_period(int(parts["decade"]) * 10), parts["mod"])
    tens = int(parts["short"])
    return narrow(decade_period((2000 if tens < 2 else 1900) + 10 * tens), parts["mod2"])


def read_century(parts: Parts, story: Story) -> Period:
    """A century."""
    if parts["n"]:
        return century_period(100 * int(parts["n"]) - 100)
    return century_period(story.anchor.year + 100 * step_of(parts["which"])) if story.anchor else UNKNOWN


def read_year(parts: Parts, _story: Story) -> Period:
    """A year."""
    return narrow(year_period(int(parts["y"])), parts["mod"])


def read_year_range(parts: Parts, _story: Story) -> Period:
    """From one year to another."""
    first, last = parts["y"], parts["y2"]
    last = first[:2] + last if len(last) == 2 else last
    if not first < last:
        return VAGUE
    return Period(f"{first}/{last}", dt.date(int(first), 1, 1), dt.date(int(last), 12, 31), "year")


def read_holiday(parts: Parts, story: Story) -> Period:
    """A holiday, with its year or the nearest."""
    name = parts["holiday"].casefold().replace("’", "'")
    year = _year(parts) or _which_year(parts, story)
    if year:
        return day_period(holiday_day(name, year))
    if story.anchor is None:
        return UNKNOWN
    days = [holiday_day(name, story.anchor.year + n) for n in (-1, 0, 1)]
    step = step_of(parts["which"])
    past = [day for day in days if day < story.anchor or (day == story.anchor and not step)]
    coming = [day for day in days if day > story.anchor or (day == story.anchor and not step)]
    soon = story.ahead or (not story.strong and (coming[0] - story.anchor).days <= SOON)
    return day_period(coming[0] if step > 0 or (not step and soon) else past[-1])
