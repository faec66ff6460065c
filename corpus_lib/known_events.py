"""Events of US-China relations whose days are known, found in a sentence by how they are worded.

They are the rows of `resources/reference_events.csv` that have a pattern. One pattern can stand for a visit that came
twice, and then gives both times.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache
from typing import NamedTuple

from corpus_lib.resources import read_resource

#: First and last day of an event.
Days = tuple[dt.date, dt.date]
#: Longest piece of a sentence in which an event is looked for, in characters: keeps the search linear.
MAX_SENTENCE = 500


@cache
def known_events() -> dict[re.Pattern[str], list[Days]]:
    """The events by their pattern, each with the days of every time it came.

    >>> bool(known_events())
    True
    """
    events: dict[re.Pattern[str], list[Days]] = {}
    for row in read_resource("reference_events"):
        if row["pattern"]:
            days = dt.date.fromisoformat(row["earliest"]), dt.date.fromisoformat(row["latest"])
            events.setdefault(re.compile(row["pattern"]), []).append(days)
    return events


class Worded(NamedTuple):
    """An event worded in a sentence: where, and on which days it was."""

    start: int
    end: int
    days: Days


@lru_cache(maxsize=1024)
def find_known(sentence: str) -> tuple[Worded, ...]:
    """The events that a sentence words, one for each time that they came.

    >>> [(event.start, str(event.days[0])) for event in find_known("Speaker Pelosi's visit to Taiwan angered Beijing.")]
    [(8, '2022-08-02')]
    """
    found = [(pattern.search(sentence[:MAX_SENTENCE]), times) for pattern, times in known_events().items()]
    return tuple(Worded(*match.span(), days) for match, times in found if match for days in times)
