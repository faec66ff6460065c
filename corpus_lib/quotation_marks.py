"""Quotation marks: which stretches of a paragraph stand between them.

Straight and curly marks, two single ones (''), guillemets. A mark opens where a word follows and none stands before
it, and closes where one stands before it; a straight mark between blanks or letters does what is due. Single marks
count only where they are curly, or straight on both ends, and no double mark is open, so that an apostrophe is not
taken for one. A mark without its partner is kept: what it opens runs to the end of the paragraph, what it closes began
with the paragraph or after the last quotation, or ends that quotation, where another one opened inside it. Marks of
inches and minutes are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MARK = re.compile(r"``|''|[\"“”„«»‘’'′″]")
#: Feet and inches, minutes and seconds: 5'10", 6″.
_MEASURE = re.compile(r"\d(?:[\"″]|'')")
#: What stands between two quotations and belongs to neither.
_GAP = re.compile(r"[ ,.;:]*")
_DOUBLE = frozenset('"“”„«»″') | {"``", "''"}
_ALWAYS_OPENS = frozenset({"„", "«", "``"})
_ALWAYS_CLOSES = frozenset({"»"})
#: What may stand before an opening mark besides a blank.
_BEFORE = frozenset("([{—–-/:‘’'\"“”")
#: What may stand after a closing mark besides a blank.
_AFTER = frozenset(")]}—–-/,.;:!?…‘’'\"“”")


class Quotation(NamedTuple):
    """A stretch between quotation marks, the marks included: half-open, in characters."""

    start: int
    end: int
    #: Whether its first and its last mark are there.
    opened: bool
    closed: bool


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of one paragraph, in order; quotations inside a quotation are part of it.

    Parameters
    ----------
    text
        a paragraph, with any marks in any order

    Returns
    -------
    list of Quotation
        that do not overlap

    Examples
    --------
    >>> text = '“We agreed,” she said. "It’s a start.'
    >>> [(text[q.start : q.end], q.opened, q.closed) for q in find_quotations(text)]
    [('“We agreed,”', True, True), ('"It’s a start.', True, False)]
    >>> [(q.opened, q.closed) for q in find_quotations("We can get along,” Biden said.")]
    [(False, True)]
    >>> find_quotations("The players' union said no; it's over.")
    []
    """
    found: list[Quotation] = []
    opened: tuple[int, bool] | None = None
    inner = 0
    for mark, opens, closes in _marks(text):
        double = mark.group() in _DOUBLE
        if opened is None:
            if opens:
                opened, inner = (mark.start(), double), 0
            elif double and closes and not _MEASURE.match(text, max(0, mark.start() - 1)):
                inner -= 1
                _close_unopened(text, found, mark, inner >= 0)
        elif opened[1] == double and closes:
            found.append(Quotation(opened[0], mark.end(), True, True))
            opened = None
        elif double and not opened[1] and opens:  # the single mark before was an apostrophe
            opened = (mark.start(), True)
        elif double and opens:
            inner += 1
    if opened and opened[1]:
        found.append(Quotation(opened[0], len(text.rstrip()), True, False))
    return found


def _close_unopened(text: str, found: list[Quotation], mark: re.Match[str], inside: bool) -> None:
    """A closing mark while nothing is open: `inside` a quotation, another one opened, and this mark is the outer one's."""
    if inside:
        found[-1] = found[-1]._replace(end=mark.end())
        return
    gap = _GAP.match(text, found[-1].end if found else 0)
    if gap and gap.end() < mark.start() and not (found and found[-1].end == mark.start()):
        found.append(Quotation(gap.end(), mark.end(), False, True))


def _marks(text: str) -> Iterator[tuple[re.Match[str], bool, bool]]:
    """Every mark, and whether it can open and can close there."""
    for mark in _MARK.finditer(text):
        before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
        free_before = not before or before.isspace() or before in _BEFORE
        free_after = not after or after.isspace() or after in _AFTER
        sign = mark.group()
        if sign in _ALWAYS_OPENS or sign in _ALWAYS_CLOSES:
            yield mark, sign in _ALWAYS_OPENS, sign in _ALWAYS_CLOSES
        elif sign in ("“", "”"):
            # Machine translations and bad encodings turn curly marks the wrong way round: the blanks decide.
            turned = free_before != free_after and (free_before == (sign == "”"))
            yield mark, (sign == "“") != turned, (sign == "”") != turned
        elif sign == "‘":
            yield mark, free_before and not free_after, False
        elif sign == "’":
            yield mark, False, free_after
        elif sign in ("'", "′"):
            yield mark, free_before and not free_after and sign == "'", free_after and not free_before
        else:
            yield mark, free_before or not free_after, free_after or not free_before
