"""Weekdays, days named from the article's own, and times of day: what they mean."""

from __future__ import annotations

import datetime as dt

from corpus_lib.times.periods import Period, day_period, shift_days
from corpus_lib.times.story import UNKNOWN, VAGUE, Story, step_of
from corpus_lib.times.words import PARTS_OF_DAY, Parts, weekday_number

#: No day of a month that is told with its weekday is so many days away: the pair comes back within eleven months.
_FAR = 340


def read_weekday(parts: Parts, story: Story) -> Period:
    """A weekday, by itself or with its part of the day."""
    meaning = _weekday_day(weekday_number(parts["day"]), parts, story)
    part = parts["part"]
    if part and meaning.value and not meaning.left_open:
        return meaning._replace(value=f"{meaning.value}T{PARTS_OF_DAY[part.casefold()]}")
    return meaning


def _weekday_day(number: int, parts: Parts, story: Story) -> Period:
    which = parts["which"].casefold()
    told = which.startswith(("that", "the")) or bool(parts["d"])
    base = story.base("day") if told else story.anchor
    if base is None:
        return UNKNOWN
    if parts["d"]:
        return _numbered_weekday(number, int(parts["d"]), base)
    step = step_of(which)
    if parts["week"]:
        week = shift_days(base, -base.weekday() + 7 * step_of(parts["week"]))
        return day_period(shift_days(week, number))._replace(rule="weekday_of_week")
    back, on = (base.weekday() - number) % 7, (number - base.weekday()) % 7
    if step:  # "next Friday" is not tomorrow, which would be called so
        far = (on if on > 1 else on + 7) if step > 0 else -(back if back > 1 else back + 7)
        return day_period(shift_days(base, far))._replace(rule="weekday_next" if step > 0 else "weekday_last")
    if story.tense == "habit" and not which:
        return VAGUE._replace(value=f"XXXX-WXX-{number + 1}", rule="habit")
    ahead = story.tense in ("ahead", "arranged") or (story.tense == "plan" and on < back)
    rule = "weekday_ahead" if ahead else "weekday_past"
    if told:
        rule = "narrative_weekday"
    if which == "this":
        rule, ahead = "weekday_this", story.tense != "past"
    return day_period(shift_days(base, on if ahead else -back))._replace(rule=rule)


def _numbered_weekday(number: int, day: int, base: dt.date) -> Period:
    """ "Friday the 21st": the nearest such day to the last one told."""
    for away in range(_FAR):
        for date in (shift_days(base, -away), shift_days(base, away)):
            if date.weekday() == number and date.day == day:
                return day_period(date)._replace(rule="narrative_weekday")
    return VAGUE


_DEICTIC = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "the day before yesterday": -2,
    "the day after tomorrow": 2,
}


def read_deictic_day(parts: Parts, story: Story) -> Period:
    """Today, yesterday, tomorrow."""
    word = parts["deictic"].casefold()
    rule = word.removeprefix("the ").replace(" ", "_")
    made = day_period(shift_days(story.anchor, _DEICTIC[word])) if story.anchor else UNKNOWN
    return made._replace(rule=rule)


def read_part_of_day(parts: Parts, story: Story) -> Period:
    """Tonight, this morning, overnight."""
    word = parts["deictic"].casefold()
    if story.anchor is None:
        return UNKNOWN
    back = word.startswith(("last", "yesterday"))
    day = shift_days(story.anchor, -1 if back else 1 if word.startswith("tomorrow") else 0)
    part = next((code for name, code in PARTS_OF_DAY.items() if name in word), "NI")
    period = day_period(day)
    if word == "overnight":  # the night that began the day before, or the one that will begin
        period = period._replace(earliest=shift_days(day, -1))
    return period._replace(value=f"{day}T{part}", rule="tomorrow" if word.startswith("tomorrow") else None)


def read_clock(parts: Parts, story: Story) -> Period:
    """A time of day by itself: of the last day told, or else of the article's."""
    day = story.base("day")
    return at_clock(parts, day_period(day)) if day else UNKNOWN


def _time_of_day(parts: Parts) -> str:
    if parts["word"]:
        return "24:00" if parts["word"].casefold() == "midnight" else "12:00"
    hour, half = int(parts["h"]), parts["half"].casefold()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{parts['min'] or parts['min2'] or '00'}"


def at_clock(clock: Parts, day: Period) -> Period:
    """A day's meaning with the time of day beside it.

    >>> import datetime as dt
    >>> at_clock(Parts(h="9", half="p.m."), day_period(dt.date(2023, 5, 10))).value
    '2023-05-10T21:00'
    """
    value = day.value and f"{day.value[:10]}T{_time_of_day(clock)}"
    return day._replace(value=value, precision="minute")


def read_weekday_set(parts: Parts, _story: Story) -> Period:
    """Every Friday, on Fridays."""
    return Period(f"XXXX-WXX-{weekday_number(parts['day'] or parts['days']) + 1}")
