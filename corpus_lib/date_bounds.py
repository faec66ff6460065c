"""Between which days a text came out that does not say so: bounds from the events it tells of.

What is told as past lies before the publication, what is told as ahead lies after it, what is under way lies around
it. The days come from dates written in the text and from the dated events of `resources/reference_events.csv`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus_lib.date_candidates import Candidate, DatedPage
from corpus_lib.known_events import MAX_SENTENCE, known_events
from corpus_lib.rows import Evidence
from corpus_lib.written_dates import FIRST_YEAR, LAST_YEAR

#: A text without a date line comes out at most so many days after the newest day that it tells of as past, when
#: that day's year is the newest year in it. Of 79 such articles of US media on China, 49 % came out within 1 day,
#: 70 % within 7, 86 % within 30, 87 % within 60; without the condition on the year, 68 % within 30.
MAX_LAG = 30
#: A weekday without a date is one of the last seven days, today included: what is told as past with the weekday on which
#: it happened came out at most so many days after it.
WEEKDAY_LAG = 6
#: What is told as ahead with its date comes within so many days.
MAX_AHEAD = 365
#: An event told as under way: a day before (departure, time zones) to a day after (the next morning's paper).
MARGIN = dt.timedelta(days=1)
#: The headline, its repetition and the first paragraphs tell what is under way; further down, background.
LEAD_LINES = 5

_AHEAD = re.compile(
    r"(?i)\b(will|shall|(is|are|being) (now )?(expected|scheduled|set|due|planned|slated|poised|likely)|upcoming|coming|looming|may come|invited to|next (month|week)|ahead of)\b"
)
_UNREAL = re.compile(
    r"(?i)\b(scheduled|deadline|expected|expires?|would|could|proposed|planned|slated|due)\b"
    r"|\b(by|before|until|till|through|ahead of|later than|end of)\W*$"
)
_UNDER_WAY = re.compile(
    r"(?i)\b(begins?|began|starts?|started|arriv(es?|ed|ing)|lands?|landed|embark(s|ed)|kicks? off|visits|meets?"
    r"|holds?|met|wraps? up|(two|three|four)[- ]days?|is in|opens?|opened|closes|shoots? down|signs|concludes?)\b"
)
_DONE = re.compile(
    r"(?i)\b(began|started|arrived|landed|embarked|held|met|opened|signed|concluded|visited|shot|wrapped)\b"
)
_TOLD_BACK = re.compile(
    r"(?i)\b(last (year|month|november|june|week)|years? ago|months? ago|since|in (19|20)\d\d|earlier this year|anniversary"
    r"|first scheduled)\b"
)


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
#: A weekday that no date follows and no "next" or "last" precedes, which would make it another week's.
_BARE_WEEKDAY = re.compile(
    rf"(?i)(?<!next )(?<!last )(?<!every )\b({'|'.join(_WEEKDAYS)})\b(?!,? (?:\d|[A-Z][a-z]{{2,8}}\.? \d))"
)


class _Bound(NamedTuple):
    """What a text tells of one event: it lies behind ("past"), before ("ahead") or around it ("under_way")."""

    side: Literal["past", "ahead", "under_way"]
    earliest: dt.date
    latest: dt.date
    rule: str
    start: int
    end: int
    text: str
    event: str = ""

    def evidence(self, value: str, rule: str, chosen: bool) -> Evidence:
        return Evidence("published", value, self.start, self.end, self.text, rule, 0.05 * chosen, chosen)


@dataclass(frozen=True)
class Bounds:
    """The days that the events leave open, the rule that says so, and the evidence; all None when they tell nothing."""

    earliest: dt.date | None = None
    latest: dt.date | None = None
    rule: str | None = None
    evidence: tuple[Evidence, ...] = ()


def bound_date(page: DatedPage, candidates: Sequence[tuple[Candidate, str]]) -> Bounds:
    """The interval in which a text came out that writes no date of publication.

    Parameters
    ----------
    page
        the lines and dates of the page
    candidates
        its dates, each with the rule under which it was met

    Examples
    --------
    >>> from corpus_lib.clean import clean_text
    >>> raw = "The two sides met in Vienna on May 11, 2023, and will meet again on May 20, 2023."
    >>> page = DatedPage(raw, clean_text(raw).rows)
    >>> found = bound_date(page, [(met, "in_text") for met in page.met])
    >>> str(found.earliest), str(found.latest)
    ('2023-05-11', '2023-05-20')
    """
    events = _reference_bounds(page)
    found = _interval([*_written_bounds(candidates), *events], _newest_year(page))
    rows = [b.evidence(f"{b.earliest}/{b.latest}", f"{b.rule}_{b.side}", False) for b in events]
    if found is None:
        return Bounds(evidence=tuple(rows))
    earliest, latest, rule, decided = found
    rows.append(decided.evidence(f"{earliest or '..'}/{latest or '..'}", rule, True))
    return Bounds(earliest, latest, rule, tuple(rows))


_Interval = tuple[dt.date | None, dt.date | None, str, _Bound]


def _interval(bounds: list[_Bound], newest_year: int) -> _Interval | None:
    past = max(
        (b for b in bounds if b.side == "past"),
        key=lambda b: (b.earliest, b.rule == "event_weekday"),
        default=None,
    )
    low = past.earliest if past else dt.date(FIRST_YEAR, 1, 1)
    far = low + dt.timedelta(days=MAX_AHEAD)
    ahead = min(
        (b for b in bounds if b.side == "ahead" and low <= b.latest and (not past or b.latest <= far)),
        key=lambda b: b.latest,
        default=None,
    )
    high = ahead.latest if ahead else dt.date(LAST_YEAR, 12, 31)
    fresh = past is not None and _is_fresh(past, newest_year)
    lag = WEEKDAY_LAG if past and past.rule == "event_weekday" else MAX_LAG
    lag_end = low + dt.timedelta(days=lag) if fresh else high
    under_way = [
        b for b in bounds if b.side == "under_way" and b.latest >= low and b.earliest <= min(high, lag_end)
    ]
    if under_way:
        first, last = min(b.earliest for b in under_way), max(b.latest for b in under_way)
        return max(low, first), min(high, last), "event_under_way", under_way[0]
    if past and (fresh or ahead is not None):
        return low, min(high, lag_end), past.rule, past
    if past:  # background only: the text came out later, and nothing tells how much later
        return None
    if ahead:
        return high - dt.timedelta(days=MAX_AHEAD), high, "event_ahead", ahead
    return None


def _is_fresh(past: _Bound, newest_year: int) -> bool:
    """Whether a text came out soon after the newest day that it tells of as past."""
    return past.rule == "event_weekday" or (past.rule == "newest_day" and past.earliest.year >= newest_year)


def _newest_year(page: DatedPage) -> int:
    text = " ".join(row.text for row in page.rows if row.kept)
    return max((int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text) if int(y) <= LAST_YEAR), default=0)


def _written_bounds(candidates: Sequence[tuple[Candidate, str]]) -> Iterator[_Bound]:
    for met, rule in candidates:
        day, written = met.written.date, met.written
        if day is None or not written.has_year or written.other or rule not in _BOUNDING:
            continue
        month = written.precision == "month"
        last = (day + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1) if month else day
        place = (written.start, written.end, written.text)
        if rule == "comment" or _AHEAD.search(met.clause):
            yield _Bound("ahead", day, last, "written_day", *place)
        elif not _UNREAL.search(met.clause):
            yield _Bound("past", day, last, "newest_month" if month else "newest_day", *place)


#: Candidates that say when something happened, so that the text came out later.
_BOUNDING = frozenset({"in_text", "credit", "caption", "quoted_post", "month_only", "comment"})


def _reference_bounds(page: DatedPage) -> list[_Bound]:
    """What the text tells of the events listed in `resources/reference_events.csv`."""
    told = [row for row in page.rows if row.kept or row.reason in ("title", "repeated_title")]
    bounds: list[_Bound] = []
    for n, row in enumerate(told):
        place = row.raw_start
        for sentence in re.split(r"(?<=[.!?] )", row.text):
            bounds += _of_sentence(sentence[:MAX_SENTENCE], place, n < LEAD_LINES)
            place += len(sentence)
    under_way = {b.event for b in bounds if b.side == "under_way"}
    return [b for b in bounds if b.side == "under_way" or b.event not in under_way]


def _of_sentence(text: str, offset: int, lead: bool) -> Iterator[_Bound]:
    for pattern, times in known_events().items():
        match = pattern.search(text)
        if not match:
            continue
        place = (offset + match.start(), offset + match.end(), match.group(), pattern.pattern)
        near = text[max(0, match.start() - 40) : match.end() + 40]
        if lead and _UNDER_WAY.search(match.group()) and not _TOLD_BACK.search(near):
            named = list(_days_named(text, times))
            if named and _DONE.search(match.group()):
                yield from (_Bound("past", day, day, "event_weekday", *place) for day in named)
                continue
            for first, last in times:  # of a visit that came twice, the one on such a weekday
                if not named or any(first <= day <= last for day in named):
                    yield _Bound("under_way", first - MARGIN, last + MARGIN, "event", *place)
        elif _AHEAD.search(text[: match.end()]):
            yield _Bound("ahead", times[-1][0], times[-1][1], "event", *place)
        elif not _UNREAL.search(near):
            yield _Bound("past", times[0][0], times[0][1], "event", *place)
            yield from (
                _Bound("past", day, day, "event_weekday", *place)
                for day in _days_named(text, times)
                if not _TOLD_BACK.search(near)
            )


def _days_named(text: str, times: Sequence[tuple[dt.date, dt.date]]) -> Iterator[dt.date]:
    """The days of a short event whose weekday the sentence names without a date."""
    named = {_WEEKDAYS.index(match[1].casefold()) for match in _BARE_WEEKDAY.finditer(text)}
    for first, last in times:
        days = [first + dt.timedelta(n) for n in range(min(WEEKDAY_LAG, (last - first).days) + 1)]
        yield from (day for day in days if day.weekday() in named)
