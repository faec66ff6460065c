"""Candidates for a publication date: the dates written on a page, and where on the page each one stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus_lib.lines import Shape
from corpus_lib.rows import Line
from corpus_lib.written_dates import WrittenDate, find_dates, settle_order

#: A date line stands at most so many words long.
MAX_LINE_WORDS = 25
#: From so many words on, a line that reads like a sentence tells of an event.
MIN_SENTENCE = 8
#: How many lines above the headline, or below the last paragraph, a date line still belongs to the article.
NEAR = 6


@dataclass(frozen=True)
class Candidate:
    """A candidate, where it stands on the page, and what stands before it."""

    written: WrittenDate
    row: Line
    page: DatedPage

    @property
    def start(self) -> int:
        """Where it starts in its line."""
        return self.written.start - self.row.raw_start

    @cached_property
    def before(self) -> str:
        """What is written before it: in its line, or (when it begins the line) in the line above."""
        text = self.row.text[max(0, self.start - 80) : self.start]
        above = self.page.above(self.row.line)
        label = above if len(text.split()) < 2 and len(above) < 30 else ""
        return f"{label} {text}".rstrip(" :|-–—,") + " "

    @cached_property
    def clause(self) -> str:
        """The sentence up to the date."""
        return re.split(r"[.!?;]\s", self.row.text[max(0, self.start - 200) : self.start])[-1]

    @property
    def shape(self) -> Shape:
        """The shape of its line, made once for all dates in it."""
        return self.page.shapes[self.row.line]

    @property
    def full(self) -> bool:
        """Whether day, month and year are written."""
        return self.written.date is not None and self.written.has_year

    @cached_property
    def short(self) -> bool:
        """Whether its line is a date line and no sentence."""
        shape = self.shape
        if self.row.reason in ("byline", "source_note", "author_note"):
            return shape.n_words <= MAX_LINE_WORDS and not (shape.is_prose and shape.n_words >= MIN_SENTENCE)
        return shape.n_words <= MAX_LINE_WORDS // 2 and not shape.is_prose

    @property
    def ahead_of_body(self) -> bool:
        """Whether it stands above the first paragraph."""
        return self.row.line < self.page.first


class DatedPage:
    """The lines of a page: the headline, the first and the last line of the article, the dates."""

    def __init__(self, raw: str, rows: Sequence[Line]) -> None:
        self.rows = rows
        self.shapes = [Shape(row.text) for row in rows]
        kept = [row.line for row in rows if row.kept]
        self.first, self.last = (kept[0], kept[-1]) if kept else (len(rows), len(rows))
        heads = [r.line for r in rows if r.reason in ("title", "repeated_title") and r.line <= self.first]
        self.head = heads[-1] if heads else None
        ends = [
            r.line for r in rows if r.line > self.last and r.reason in ("related", "comments", "issue_list")
        ]
        self.end = min([*ends, self.last + NEAR])
        self.met = tuple(self._meet(raw))

    def _meet(self, raw: str) -> Iterator[Candidate]:
        found = settle_order(find_dates(raw), raw)
        place = 0
        for date in found:
            while place + 1 < len(self.rows) and self.rows[place + 1].raw_start <= date.start:
                place += 1
            yield Candidate(date, self.rows[place], self)

    def above(self, line: int) -> str:
        """The nearest line above that is not blank."""
        return next((r.text for r in reversed(self.rows[max(0, line - 3) : line]) if r.text.strip()), "")
