"""Events of US-China relations whose days are known, found in a sentence by how they are worded.

They are the rows of `resources/reference_events.csv` that have a pattern. One pattern can stand for a visit that came
twice, and then gives both times.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache, lru_cache

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


@lru_cache(maxsize=1024)
def find_days(sentence: str) -> tuple[Days, ...]:
    """The days of every event that a sentence words.

    >>> [(str(first), str(last)) for first, last in find_days("Speaker Pelosi's visit to Taiwan angered Beijing.")]
    [('2022-08-02', '2022-08-03')]
    """
    text = sentence[:MAX_SENTENCE]
    return tuple(days for pattern, times in known_events().items() if pattern.search(text) for days in times)
