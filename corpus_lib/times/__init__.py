"""When a text says that something happens: time expressions, and the days they mean.

An article's own day is known only between bounds, so whatever is counted from it is read twice, from its first possible
day and from its last. Where both give the same, that is the value; else only the days between are given, and why. What
English forms there are is in `times.forms`, what they mean in `times.resolving`. Other languages are read for full dates only.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corpus_lib.rows import TimeExpression, TimeKind
from corpus_lib.times.forms import Found, find_forms
from corpus_lib.times.periods import Period
from corpus_lib.times.resolving import resolve
from corpus_lib.times.story import Story
from corpus_lib.times.views import View, read_views

if TYPE_CHECKING:
    import pandas as pd

Day = dt.date | dt.datetime | None
#: Between a time of day and its day.
_JOINT = re.compile(
    r"[ ]?(?:,[ ]?)?(?:(?:on|at|around|about|by|before|after|local time|the|of|in the (?:morning|afternoon|evening))[ ]){0,3}"
)
#: Forms that name one day.
_DAY_FORMS = {"weekday", "deictic_day", "month_day", "written_date", "holiday"}
#: No joint is longer, in characters.
_MAX_JOINT = 24


def read_times(
    texts: Sequence[str], published: Sequence[Day | tuple[Day, Day]], *, order: str | None = None
) -> pd.DataFrame:
    """The time expressions of texts in English, and the days they mean.

    Parameters
    ----------
    texts
        any strings
    published
        for each text the day it came out; None; or the pair (earliest, latest) of the days between which it did, either
        of which may be None
    order
        `month_first` or `day_first`: how the texts write dates such as 03/04/2020; as each text tells when not given

    Returns
    -------
    DataFrame
        one row per expression: `text_id` (the text's place in `texts`) and the columns of the table `time_expressions`;
        `text[start:end]` are the words; sentences are counted by their stops. `value` is as in TIMEX3 (ISO-TimeML), `earliest` and `latest` are days, bounds
        included. `left_open` says why there is no single value: `article_date_unknown`, `article_date_uncertain`,
        `vague`, `other_calendar`, `day_or_month`

    Raises
    ------
    ValueError
        when there are not as many days as texts, or `order` is another word

    Examples
    --------
    >>> times = read_times(["The envoy, who arrived on Friday, leaves in two weeks."], [dt.date(2023, 5, 13)])
    >>> times[["text", "value", "rule"]].values.tolist()
    [['Friday', '2023-05-12', 'weekday_past'], ['in two weeks', '2023-W21', 'in_n']]
    """
    import pandas as pd

    if len(texts) != len(published):
        raise ValueError(f"{len(texts)} texts, but {len(published)} days of publication")
    if order not in (None, "month_first", "day_first"):
        raise ValueError(f"order is {order!r}: month_first, day_first or None")
    rows = [
        (n, *row)
        for n, (text, day) in enumerate(zip(texts, published, strict=True))
        for row in find_times(text, _sentences(text), *_bounds(day), order=order)
    ]
    frame = pd.DataFrame(rows, columns=["text_id", *TimeExpression._fields])
    for name in ("earliest", "latest"):
        frame[name] = frame[name].astype("datetime64[us]")
    return frame


#: Where a sentence ends. The model of `language` is surer, and takes longer than all the rest here.
_STOP = re.compile(
    r"[.!?](?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|No)\.)(?<!\b(?:Mrs|Gen|Sen|Rep|Gov)\.)"
    r"[\"'”’)]{0,2}[ \t]{1,3}(?=[\"'“‘(]?[A-Z])|\n"
)


def _sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text, as told by their stops."""
    ends = [stop.end() for stop in _STOP.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


def _bounds(day: Day | tuple[Day, Day]) -> tuple[dt.date | None, dt.date | None]:
    first, last = day if isinstance(day, tuple) else (day, day)
    return _date(first), _date(last)


def _date(day: Day) -> dt.date | None:
    return day.date() if isinstance(day, dt.datetime) else day


def find_times(
    text: str,
    sentences: Sequence[tuple[int, int]],
    earliest: dt.date | None,
    latest: dt.date | None,
    *,
    order: str | None = None,
) -> list[TimeExpression]:
    """The time expressions of one text, in order, none inside another.

    Parameters
    ----------
    text
        any string
    sentences
        its sentences, as spans in order
    earliest, latest
        the days between which it came out, None where not known
    order
        as in `read_times`

    Examples
    --------
    >>> rows = find_times("They met on Friday.", [(0, 19)], dt.date(2023, 5, 13), dt.date(2023, 5, 20))
    >>> [(row.text, row.value, str(row.earliest), str(row.latest), row.left_open) for row in rows]
    [('Friday', None, '2023-05-12', '2023-05-19', 'article_date_uncertain')]
    """
    hits = _with_clocks(text, find_forms(text, order=order))
    starts = [start for start, _ in sentences]
    places = [max(0, bisect_right(starts, hit.start) - 1) for hit in hits]
    views = read_views(text, hits, [sentences[place] if sentences else (0, len(text)) for place in places])
    first = _meanings(views, earliest)
    last = first if earliest == latest else _meanings(views, latest)
    return [
        _row(text, place, hit, _between(a, b))
        for place, hit, a, b in zip(places, hits, first, last, strict=True)
    ]


def _with_clocks(text: str, found: Sequence[Found]) -> list[Found]:
    """The expressions, a time of day and the day beside it made one."""
    joined: list[Found] = []
    for hit in found:
        before = joined[-1] if joined else None
        if (
            before
            and _belong(before, hit)
            and _JOINT.fullmatch(text[before.end : hit.start][: _MAX_JOINT + 1])
        ):
            joined.pop()
            day, clock = (hit, before) if before.form == "clock" else (before, hit)
            hit = day._replace(kind="time", start=before.start, end=hit.end, clock=clock.parts)
        joined.append(hit)
    return joined


def _belong(before: Found, hit: Found) -> bool:
    pair = {before.form, hit.form}
    return "clock" in pair and bool(pair & _DAY_FORMS) and not (before.clock or hit.clock)


def _meanings(views: Sequence[View], anchor: dt.date | None) -> list[Period]:
    story = Story(anchor)
    return [resolve(view.hit, story.move(view)) for view in views]


def _between(first: Period, last: Period) -> Period:
    """The meaning for an article that came out on one of the days between two, from the meaning for each."""
    if first == last:
        return first
    known = last if first.left_open == "article_date_unknown" else first
    if first.value == last.value:
        return known._replace(earliest=first.earliest, latest=last.latest)
    return known._replace(
        value=None, earliest=first.earliest, latest=last.latest, left_open="article_date_uncertain"
    )


def _row(text: str, place: int, hit: Found, meaning: Period) -> TimeExpression:
    value, earliest, latest, precision, left_open, rule = meaning
    words = text[hit.start : hit.end]
    return TimeExpression(
        place,
        words,
        hit.start,
        hit.end,
        _kind(hit, meaning),
        value,
        earliest,
        latest,
        precision,
        rule or hit.form,
        left_open,
    )


def _kind(hit: Found, meaning: Period) -> TimeKind:
    if meaning.rule in ("duration", "within"):
        return "duration"
    return "time" if hit.clock or hit.parts["part"] else hit.kind
