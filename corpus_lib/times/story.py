"""What is known where a time expression stands: the article's day, the tense, and the times told before it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus_lib.times.periods import Period
from corpus_lib.times.tense import Tense
from corpus_lib.times.views import View

#: What needs the article's day, where that is not known.
UNKNOWN = Period(None, left_open="article_date_unknown")
#: What has no day at all.
VAGUE = Period(None, left_open="vague")
#: Nothing is counted from a year before this one ("999 decades ago, in the previous summer").
FIRST_YEAR = 1000


class Hint(NamedTuple):
    """The year that a month had, where it ends, and whether it was written there."""

    year: int
    at: int
    written: bool


_FINE = ("day", "week", "weekend", "fortnight", "hour", "minute")


@dataclass
class Story:
    """What an expression may count from.

    >>> Story(dt.date(2023, 5, 13)).base("day").isoformat()
    '2023-05-13'
    """

    anchor: dt.date | None
    view: View | None = None
    last: Period | None = None
    last_day: Period | None = None
    last_full: tuple[int, dt.date, bool] | None = None  # where it ends, its first day, whether it is a day
    years: dict[int, Hint] = field(default_factory=dict)

    def move(self, view: View) -> Story:
        """Go on to the next expression."""
        self.view = view
        return self

    @property
    def tense(self) -> Tense | None:
        """What the verb tells."""
        return self.view.tense if self.view else None

    @property
    def strong(self) -> bool:
        """Whether the verb right before is in the past."""
        return bool(self.view and self.view.strong)

    @property
    def at(self) -> int:
        """Where the expression starts."""
        return self.view.hit.start if self.view else 0

    @property
    def ahead(self) -> bool:
        """Whether the verb looks ahead, or tells of a plan."""
        return self.tense in ("ahead", "plan", "arranged")

    def told(self, unit: str) -> dt.date | None:
        """The day of the last time told, from which "that week" counts.

        What is as short as a week counts from a day, not from the first of a month or year.
        """
        last = self.last_day if unit in _FINE else self.last
        return last.earliest if last else None

    def base(self, unit: str) -> dt.date | None:
        """The day from which "two days earlier" counts: of the last time told, or else of the article."""
        last = self.last_day if unit in _FINE else self.last
        return last.earliest if last else self.anchor

    def year(self, step: int = 0) -> int | None:
        """The article's year, or one before or after it."""
        return self.anchor.year + step if self.anchor else None

    def note(self, meaning: Period) -> None:
        """Keep a meaning for what counts from it; one left open, too, so that nothing counts from a day before it."""
        day = meaning.precision in ("day", "minute")
        if meaning.left_open == UNKNOWN.left_open:
            self.last = self.last_day = meaning
        elif meaning.earliest and meaning.latest and meaning.value and meaning.earliest.year >= FIRST_YEAR:
            self.last, self.last_day = meaning, meaning if day else self.last_day


def step_of(words: str) -> int:
    """Which way "last", "this" or "next" goes.

    >>> [step_of(words) for words in ("last", "this", "the following")]
    [-1, 0, 1]
    """
    words = words.casefold()
    if any(word in words for word in ("next", "coming", "following")):
        return 1
    back = ("last", "previous", "preceding", "this past")
    return -1 if any(word in words for word in back) or words == "past" else 0
