"""Times counted from the article's day or from the last time told, and lengths and repetitions: what they mean."""

from __future__ import annotations

import datetime as dt

from corpus_lib.times.periods import Period, narrow, period_of, shift, shift_days
from corpus_lib.times.story import UNKNOWN, VAGUE, Story, step_of
from corpus_lib.times.words import PARTS_OF_DAY, Parts, duration_value, read_number, unit_name


def read_ago(parts: Parts, story: Story) -> Period:
    """So many units before or after the article's day ("ago") or the last day told ("earlier", "later")."""
    word, unit = parts["ago"].casefold(), unit_name(parts["unit"])
    from_article = word in ("ago", "from now", "hence")
    sign = 1 if word in ("from now", "hence", "later") or word.startswith("after") else -1
    if word in ("before", "after", "prior"):
        return VAGUE._replace(rule="near_event")  # a happening follows
    base = story.anchor if from_article else story.base(unit)
    rule = f"{unit}s_ago" if word == "ago" else f"{unit}s_ahead" if from_article else "narrative_shift"
    if base is None:
        return UNKNOWN._replace(rule=rule)
    n = read_number(parts["n"]) if parts["n"] else None
    if n is None:
        return _some_ago(sign, base, rule, from_article)
    made = _shifted(base, sign * n, unit)
    if parts["about"].casefold() in ("more than", "over", "at least"):
        made = made._replace(earliest=None) if sign < 0 else made._replace(latest=None)
    beyond = story.anchor and made.earliest and made.earliest > story.anchor and not story.ahead
    if beyond and not from_article:  # "ten years later", of something that is told no day
        return VAGUE._replace(rule=rule)
    return made._replace(rule=rule)


def _some_ago(sign: int, base: dt.date, rule: str, from_article: bool) -> Period:
    value = ("PAST_REF" if sign < 0 else "FUTURE_REF") if from_article else None
    return Period(value, base if sign > 0 else None, base if sign < 0 else None, None, "vague", rule)


def _shifted(base: dt.date, n: float, unit: str) -> Period:
    """So many units on. Hours may reach into the day beside."""
    if unit in ("minute", "hour"):
        day = shift_days(base, round(n / 24) if unit == "hour" else 0)
        beside = shift_days(day, 1 if n > 0 else -1)
        return Period(f"{day}", min(day, beside), max(day, beside), "day")
    if unit in ("week", "fortnight"):
        return period_of("week", shift(base, n, unit))
    return period_of("year" if unit in ("decade", "century") else unit, shift(base, n, unit))


def read_recent(parts: Parts, story: Story) -> Period:
    """Recent days, the coming weeks."""
    if parts["recent"]:
        return Period("PAST_REF", None, story.anchor, None, "vague")
    return Period("FUTURE_REF", story.anchor, None, None, "vague")


def read_past_span(parts: Parts, story: Story) -> Period:
    """ "The past three years": a length that ends or begins with the article's day."""
    which = (parts["which"] or parts["which2"]).casefold()
    step = {"past": -1, "last": -1, "next": 1, "coming": 1}.get(which)
    unit = unit_name(parts["unit"] or parts["unit2"] or parts["units"])
    number = parts["n"] or ("" if parts["units"] else "one")
    n = read_number(number) if number else None
    value = duration_value(number, unit)
    if step is None or story.anchor is None or n is None or unit in ("minute", "hour"):
        return Period(value)
    first, last = sorted((story.anchor, shift(story.anchor, step * n, unit)))
    return Period(value, first, last)


def read_this_span(parts: Parts, story: Story) -> Period:
    """Last week, this month, next year."""
    which, unit = parts["which"].casefold(), unit_name(parts["unit"])
    if story.anchor is None:
        return UNKNOWN
    step = -1 if which == "past" else step_of(which)
    rule = {-1: "last", 0: "this", 1: "next"}[step] + f"_{unit}"
    made = period_of(
        unit, shift(story.anchor.replace(day=1) if unit == "month" else story.anchor, step, unit)
    )
    made = made._replace(rule=rule)
    word = parts["mod"].casefold()
    if step == 0 and word == "earlier":
        return made._replace(latest=story.anchor)
    if step == 0 and word == "later":
        return made._replace(earliest=story.anchor)
    return narrow(made, {"earlier": "early", "later": "late"}.get(word, word))


def read_weekend(_parts: Parts, story: Story) -> Period:
    """The weekend that has begun, or the next one where the verb looks ahead."""
    if story.anchor is None:
        return UNKNOWN
    begun = story.anchor.weekday() >= 5 or story.ahead
    return period_of("weekend", shift_days(story.anchor, 0 if begun else -7))


def read_year_end(parts: Parts, story: Story) -> Period:
    """The end of the year."""
    if story.anchor is None:
        return UNKNOWN
    return narrow(period_of(unit_name(parts["unit"]), story.anchor), parts["mod"])


_BESIDE = {"before": -1, "earlier": -1, "after": 1, "later": 1}


def read_story(parts: Parts, story: Story) -> Period:
    """ "That day", "the following month": counted from the last time told, or else from the article's."""
    which = parts["which"].casefold()
    part, unit = PARTS_OF_DAY.get(parts["part"]), parts["unit"] or "day"
    base = story.anchor if which == "the next" and story.ahead else story.told(unit)
    if base is None:
        return (VAGUE if story.anchor else UNKNOWN)._replace(rule=f"narrative_{unit}")
    step = _BESIDE.get(parts["beside"], step_of(which))
    made = period_of(unit, shift(base.replace(day=1) if unit == "month" else base, step, unit))
    return made._replace(value=f"{made.value}T{part}" if part else made.value, rule=f"narrative_{unit}")


def read_in_n(parts: Parts, story: Story) -> Period:
    """ "In two weeks": from the article's day where the verb looks ahead, else a length (see `times`)."""
    unit, n = unit_name(parts["unit"]), read_number(parts["n"])
    if not story.ahead:
        return Period(duration_value(parts["n"], unit), rule="duration")
    if parts["how"].casefold() == "within":
        return _within(parts, n, unit, story.anchor)
    if story.anchor is None:
        return UNKNOWN
    if n is None:
        return Period("FUTURE_REF", story.anchor, None, None, "vague")
    return _shifted(story.anchor, n, unit)


def _within(parts: Parts, n: float | None, unit: str, anchor: dt.date | None) -> Period:
    length = Period(duration_value(parts["n"], unit), rule="within")
    if anchor is None or n is None:
        return length
    last = shift_days(anchor, 1) if unit in ("minute", "hour") else shift(anchor, n, unit)
    return length._replace(earliest=anchor, latest=last)


_ADVERBS = {
    "daily": "P1D", "weekly": "P1W", "biweekly": "P2W", "monthly": "P1M", "quarterly": "P1Q", "annual": "P1Y", "annually": "P1Y",
    "yearly": "P1Y", "nightly": "P1D", "hourly": "PT1H",
}  # fmt: skip


def read_set(parts: Parts, _story: Story) -> Period:
    """Every two days, weekly."""
    if parts["adverb"]:
        return Period(_ADVERBS[parts["adverb"].casefold()])
    return Period(duration_value("two" if parts["other"] else parts["n"] or "one", parts["unit"]))


def read_duration(parts: Parts, _story: Story) -> Period:
    """A length."""
    return Period(duration_value(parts["n"], parts["unit"]))
