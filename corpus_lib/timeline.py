"""An article as a line of times: its sentences, its own days, and the times told in it, for finding the one beside a span."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from corpus_lib.rows import TimeExpression, ToldAs
from corpus_lib.statements import Span

#: How far a break between clauses moves a time away from an act, in characters: farther than most clauses are long.
CLAUSE = 200
_RANGE = re.compile(r"\s(?:and|to|through|until|till)\s|\s?[–—-]\s?")
_BREAK = re.compile(r"[;:—–]|\b(?:and|but|which|who|that|while|after|before|when|as|since|because|where)\b")


class When(NamedTuple):
    """Between which days something happened (None: open on that side), the rule, and how the article tells it."""

    earliest: dt.date | None
    latest: dt.date | None
    rule: str
    told_as: ToldAs | None = None


@dataclass(frozen=True)
class Timeline:
    """An article's sentences, the days between which it came out, and the times told in it that have bounds.

    >>> Timeline("Talks resume.", ((0, 13),), None, None, ()).paragraphs
    [0]
    """

    text: str
    sentences: Sequence[Span]
    first: dt.date | None
    last: dt.date | None
    times: Sequence[TimeExpression]

    @cached_property
    def dated(self) -> dict[int, list[TimeExpression]]:
        """The times with bounds by sentence; two that make a range ("Wednesday and Thursday") are one.

        "Now" dates nothing: it is said of what lasts.
        """
        found: dict[int, list[TimeExpression]] = {}
        for time in self.times:
            if time.kind == "set" or time.value == "PRESENT_REF" or not (time.earliest or time.latest):
                continue
            earlier = found.setdefault(time.sentence_id, [])
            if earlier and self._makes_range(earlier[-1], time):
                time = earlier.pop()._replace(end=time.end, latest=time.latest)
            earlier.append(time)
        return found

    def _makes_range(self, one: TimeExpression, other: TimeExpression) -> bool:
        known = one.precision == other.precision and one.earliest and one.latest and other.latest
        joined = _RANGE.fullmatch(self.text, one.end, other.start)
        return bool(known and joined and one.latest < other.latest)  # type: ignore[operator]

    @cached_property
    def timed(self) -> frozenset[int]:
        """The sentences that say when, exactly or vaguely."""
        return frozenset(t.sentence_id for t in self.times if t.value != "PRESENT_REF" and not _is_length(t))

    @cached_property
    def paragraphs(self) -> list[int]:
        """The number of each sentence's paragraph."""
        numbers, at, number = [], 0, 0
        for start, _ in self.sentences:
            number += self.text.count("\n", at, start)
            at = start
            numbers.append(number)
        return numbers


def _is_length(time: TimeExpression) -> bool:
    """Whether it says how long or how often, and not when: "three years", unlike "the past three years"."""
    return time.kind in ("duration", "set") and time.rule != "past_span"


def stands_in(time: TimeExpression, spans: Iterable[Sequence[int]]) -> bool:
    """Whether a time stands in one of the spans.

    >>> stands_in(TimeExpression(0, "May", 3, 6, "date", "2023-05", None, None, "month", "month", None), [(0, 9)])
    True
    """
    return any(start <= time.start < end for start, end in spans)


def find_nearest(text: str, times: Iterable[TimeExpression], span: Span) -> TimeExpression | None:
    """Of several times the nearest to a span; a break between clauses makes it farther.

    >>> find_nearest("China spoke.", [], (0, 5)) is None
    True
    """

    def distance(time: TimeExpression) -> int:
        if time.end <= span[0]:
            between = text[time.end : span[0]]
        elif time.start >= span[1]:
            between = text[span[1] : time.start]
        else:  # between the two parties: as near as can be, but for breaks
            around = text[span[0] : time.start] + text[time.end : span[1]]
            return CLAUSE * len(_BREAK.findall(around))
        return len(between) + CLAUSE * len(_BREAK.findall(between))

    return min(times, key=distance, default=None)
