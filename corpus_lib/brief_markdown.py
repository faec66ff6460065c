"""A brief as a Markdown file, which refers to the pictures where they are.

All text is data: whatever could start or end something in Markdown is written so that it shows as itself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from corpus_lib.brief_blocks import Block, Figure, Grid, Heading, Items, Paragraph, plain

#: What means something anywhere in a line: emphasis, code, links, HTML, tables, formulas, and the address of a page.
_SIGNS = re.compile(r"[\\`*_\[\]<>&#|~$!]|(?<=:)/(?=/)")
#: What means something at the beginning of a line: a list, a numbered list, the underline of a heading.
_START = re.compile(r"^(\d{0,9})([-+=.)])(?=[-=\s]|$)")


def write_markdown(path: Path, blocks: Iterable[Block]) -> str:
    """The text of the Markdown file that will stand at `path`.

    >>> print(write_markdown(Path("brief.md"), [Heading("Title", 0), Paragraph("1 * 2 | 3")]), end="")
    # Title
    <BLANKLINE>
    1 \\* 2 \\| 3
    """
    return "\n\n".join(_write(block, path.parent) for block in blocks) + "\n"


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is.

    >>> escape("- [a](b) `c` #1")
    '\\\\- \\\\[a\\\\](b) \\\\`c\\\\` \\\\#1'
    """
    return _START.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", plain(text)))


def _write(block: Block, folder: Path) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {escape(block.text)}"
        case Paragraph():
            return f"{'> ' if block.style == 'Intense Quote' else ''}{escape(block.text)}"
        case Items():
            return "\n".join(f"- {escape(text)}" for text in block.texts)
        case Figure():
            picture = f"![{escape(block.alt)}]({_address(block.picture.path, folder)})"
            return f"{picture}\n\n{_caption(block)}"
        case Grid():
            return "\n\n".join(part for part in (_caption(block), _grid(block), escape(block.note)) if part)


def _caption(block: Figure | Grid) -> str:
    return f"**{escape(block.label)}.** {escape(block.caption)}" if block.label else escape(block.caption)


def _grid(block: Grid) -> str:
    rule = ["---:" if place in block.numbers else "---" for place in range(len(block.header))]
    lines = [map(escape, block.header), rule, *(map(escape, row) for row in block.rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _address(picture: Path, folder: Path) -> str:
    """Where the picture is, as seen from the folder of the Markdown file."""
    try:
        relative = os.path.relpath(picture.resolve(), folder.resolve())
    except ValueError:  # on Windows: on another drive
        return picture.resolve().as_uri()
    return quote(Path(relative).as_posix(), errors="surrogateescape")
