"""The parts that a brief is made of, whatever the file it is written to, and text that may stand in them.

A brief is a list of blocks. The Word document and the Markdown file are two ways to write the same list, so
that they cannot say different things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus_lib.brief_bundles import Picture

#: Signs that XML forbids, half surrogates, and those that turn the direction of the text that follows them: in a brief the
#: last two could make a title read as something else than what it is.
_UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
#: Blanks and ends of lines, but not the blank at which no line is broken.
_BLANKS = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Heading:
    """A heading; level 0 is the title of the whole."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `style` is a style of Word."""

    text: str
    style: str = "Normal"


@dataclass(frozen=True)
class Items:
    """A list with dots."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A picture with its caption below."""

    picture: Picture
    alt: str
    label: str
    caption: str


@dataclass(frozen=True)
class Grid:
    """A table with its caption above and, where rows or columns are left out, a note below."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Places of the columns that hold numbers.
    numbers: frozenset[int] = frozenset()
    label: str = ""
    caption: str = ""
    note: str = ""


Block = Heading | Paragraph | Items | Figure | Grid


def plain(text: str, longest: int | None = None) -> str:
    """The text in one line, without signs that a file cannot hold, cut where it is too long.

    >>> plain("US and\\n\\u202eChina\\x00\\ud800")
    'US and China'
    >>> plain("Talks resume", longest=6)
    'Talks…'
    """
    line = _BLANKS.sub(" ", _UNFIT.sub("", text)).strip()
    return line if longest is None or len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
