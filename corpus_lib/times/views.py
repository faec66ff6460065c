"""What the words around each time expression of a text tell of it: its tense, and the dates that it is joined to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_lib.times.forms import Found
from corpus_lib.times.tense import Tense, is_strong_past, read_tense
from corpus_lib.times.words import month_number

#: Between two dates of one list or stretch.
_AND = re.compile(r",?(?: (?:and|or|to|through|until)(?: (?:in|on|from|early|late|mid))?)? |[ ]?[-–—][ ]?")
#: No such words are longer, in characters.
_MAX_AND = 14
_MONTH_FORMS = ("month", "month_day", "month_year")


class View(NamedTuple):
    """An expression and what its neighbours tell of it."""

    hit: Found
    tense: Tense | None
    strong: bool  # the verb right before it is in the past
    joined: bool  # to the month or day of a month right before it
    following: tuple[int, int, int] | None  # the date with its year that it is joined to, right behind it


def read_views(text: str, hits: Sequence[Found], sentences: Sequence[tuple[int, int]]) -> list[View]:
    """The view of each expression, from its own sentence.

    >>> from corpus_lib.times.forms import find_forms
    >>> text = "They met from March 3 to April 5, 2020."
    >>> [view.following for view in read_views(text, find_forms(text), [(0, 39)] * 2)]
    [(2020, 4, 5), None]
    """
    joints = [False, *(_joined(text, a, b) for a, b in pairwise(hits))][: len(hits)]
    following: tuple[int, int, int] | None = None
    ends: list[tuple[int, int, int] | None] = []
    for hit, joint in zip(reversed(hits), reversed(joints), strict=True):
        ends.append(following)
        following = (_full(hit) or following) if joint else None
    views: list[View] = []
    for hit, sentence, joint, end in zip(hits, sentences, joints, reversed(ends), strict=True):
        tense = read_tense(text, hit.start, hit.end, sentence, _tense_beside(text, views, hit, sentence))
        views.append(View(hit, tense, is_strong_past(text, hit.start), joint, end))
    return views


def _tense_beside(text: str, views: Sequence[View], hit: Found, sentence: tuple[int, int]) -> Tense | None:
    """The tense of the expression before one, if both stand in one sentence and no quotation ends between them."""
    if not views or views[-1].hit.start < sentence[0]:
        return None
    between = text[views[-1].hit.end : hit.start]
    return None if "”" in between or '"' in between else views[-1].tense


def _joined(text: str, before: Found, hit: Found) -> bool:
    both = before.form in _MONTH_FORMS and hit.form in _MONTH_FORMS
    return both and bool(_AND.fullmatch(text[before.end : hit.start][: _MAX_AND + 1]))


def _full(hit: Found) -> tuple[int, int, int] | None:
    parts = hit.parts
    return (int(parts["y"]), month_number(parts["month"]), int(parts["d"] or 1)) if parts["y"] else None
