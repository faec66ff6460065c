"""What a time expression means, seen from the day of the article and from the times told before it.

News style is taken for granted: a weekday is the last one, or the next one where the verb looks ahead; a month or day
without a year is the nearest likewise, unless a date with its year stands before it. "The following day" counts from the
last day told. A meaning that needs the article's day is left open where that is not known.
"""

from __future__ import annotations

from collections.abc import Callable

from corpus_lib.times.days import (
    at_clock,
    read_clock,
    read_deictic_day,
    read_part_of_day,
    read_weekday,
    read_weekday_set,
)
from corpus_lib.times.forms import Found
from corpus_lib.times.named import (
    read_century,
    read_decade,
    read_fiscal_year,
    read_holiday,
    read_month,
    read_month_day,
    read_quarter,
    read_season,
    read_year,
    read_year_range,
)
from corpus_lib.times.periods import Period, day_period, month_period
from corpus_lib.times.relative import (
    read_ago,
    read_duration,
    read_in_n,
    read_past_span,
    read_recent,
    read_set,
    read_story,
    read_this_span,
    read_weekend,
    read_year_end,
)
from corpus_lib.times.story import VAGUE, Hint, Story
from corpus_lib.times.words import Parts


def resolve(found: Found, story: Story) -> Period:
    """What an expression means; what later ones may count from is noted in the story.

    >>> import datetime as dt
    >>> from corpus_lib.times.forms import find_forms
    >>> resolve(find_forms("on Friday")[0], Story(dt.date(2023, 5, 13))).value
    '2023-05-12'
    """
    meaning = RESOLVERS[found.form](found.parts, story) if found.written is None else _written(found)
    if found.clock:
        meaning = at_clock(found.clock, meaning)
    meaning = meaning._replace(rule=meaning.rule or found.form)
    if found.kind in ("date", "time"):
        story.note(meaning)
        _note_year(found, meaning, story)
    return meaning


def _note_year(found: Found, meaning: Period, story: Story) -> None:
    first = meaning.earliest
    if first is None:
        return
    written = bool(found.written or found.parts["y"] or found.parts["which_year"])
    if found.parts["month"] and (written or story.ahead):
        story.years[first.month] = Hint(first.year, found.end, written)
    if found.written or (found.parts["month"] and found.parts["y"]):
        story.last_full = (found.end, first, found.form != "month_year")


def _written(found: Found) -> Period:
    date = found.written
    if date is None or date.date is None:
        return Period(None, left_open="other_calendar", rule="written_date")
    if date.other:
        low, high = sorted((date.date, date.other))
        return Period(None, low, high, "day", "day_or_month", "written_date")
    made = (
        month_period(date.date.year, date.date.month) if date.precision == "month" else day_period(date.date)
    )
    return made._replace(rule="written_date")


def _other_calendar(_parts: Parts, _story: Story) -> Period:
    return Period(None, left_open="other_calendar")


def _near_event(_parts: Parts, _story: Story) -> Period:
    return VAGUE


def _vague_ref(value: str) -> Callable[[Parts, Story], Period]:
    return lambda _parts, _story: Period(value, left_open="vague")


RESOLVERS: dict[str, Callable[[Parts, Story], Period]] = {
    "month_day": read_month_day,
    "month_year": lambda parts, story: read_month(parts, story)._replace(rule="written_date"),
    "month": read_month,
    "quarter": read_quarter,
    "season": read_season,
    "fiscal_year": read_fiscal_year,
    "decade": read_decade,
    "century": read_century,
    "year_range": read_year_range,
    "year": read_year,
    "clock": read_clock,
    "part_of_day": read_part_of_day,
    "deictic_day": read_deictic_day,
    "weekday_set": read_weekday_set,
    "weekday": read_weekday,
    "holiday": read_holiday,
    "other_calendar": _other_calendar,
    "ago": read_ago,
    "vague_ago": read_ago,
    "recent": read_recent,
    "past_span": read_past_span,
    "this_span": read_this_span,
    "weekend": read_weekend,
    "year_end": read_year_end,
    "story": read_story,
    "near_event": _near_event,
    "in_n": read_in_n,
    "set": read_set,
    "duration": read_duration,
    "now": lambda _parts, story: Period("PRESENT_REF", story.anchor, story.anchor, None, "vague"),
    "past": _vague_ref("PAST_REF"),
    "future": _vague_ref("FUTURE_REF"),
}
