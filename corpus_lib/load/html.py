"""Saved web pages.

The raw text of a page is all that a reader could see, one block a line, so that what cleaning removes can be looked
at as with any text. trafilatura says which of it is the article, and reads what the markup states about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus_lib.load.document import Document, Unreadable
from corpus_lib.load.text import decode_bytes

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
        "button",
        "label",
        "select",
        "title",
    ]
)
_UNSEEN = frozenset(["script", "style", "noscript", "template", "svg", "head", "iframe", "object"])
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
#: Deepest nesting of elements that is walked; deeper pages are broken or hostile.
MAX_DEPTH = 400


def read(path: Path, data: bytes, sha256: str) -> Iterator[Document]:
    """The one document of a saved web page."""
    html, encoding = _decode_page(data)
    raw = visible_text(html)
    if not raw.strip():
        raise Unreadable(
            "empty", "the page shows no text; it may be built by a script: save it as text instead"
        )
    main_text, stated = _extract(html)
    yield Document(str(path), "html", encoding, raw, sha256, html=html, main_text=main_text, stated=stated)


def _decode_page(data: bytes) -> tuple[str, str]:
    declared = _CHARSET.search(data[:4096])
    if declared:
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            pass
    return decode_bytes(data)


def visible_text(html: str) -> str:
    """The text of a page, one block element a line.

    >>> visible_text("<body><nav>Home</nav><p>Talks <b>resume</b>.</p><script>x()</script></body>")
    'Home\\nTalks resume.'
    """
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        tree = document_fromstring(
            html.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.LxmlError, ValueError):
        return ""
    parts: list[str] = []
    _walk(tree, parts, 0)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _walk(node: Any, parts: list[str], depth: int) -> None:
    if not isinstance(node.tag, str) or node.tag in _UNSEEN or depth > MAX_DEPTH:
        return
    block = node.tag in _BLOCKS
    parts.append("\n" if block else "")
    parts.append((node.text or "").replace("\n", " "))
    for child in node:
        _walk(child, parts, depth + 1)
        parts.append((child.tail or "").replace("\n", " "))
    parts.append("\n" if block else "")


def _extract(html: str) -> tuple[str | None, dict[str, str]]:
    import trafilatura

    main_text = trafilatura.extract(
        html, include_comments=False, include_tables=True, favor_precision=False, fast=False
    )
    found = trafilatura.extract_metadata(html)
    if found is None:
        return main_text, {}
    stated = {"title": found.title, "byline": found.author, "outlet": found.sitename, "url": found.url}
    return main_text, {
        key: value for key, value in stated.items() if isinstance(value, str) and value.strip()
    }
