"""Plain text in any encoding.

A byte order mark or valid UTF-8 decides by itself. Anything else is guessed by charset-normalizer and, as texts of a
few thousand bytes do not always suffice for a guess, checked against Windows-1252, the encoding that old press
archives use most. Nothing is decoded with replacement characters.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from corpus_lib.load.document import Document, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
#: Share of control characters above which a file is no text. Texts measured have none; images and archives 10 % and more.
MAX_CONTROL_SHARE = 0.01
#: How many bytes the encoding is guessed from.
SAMPLE = 200_000


def decode_bytes(data: bytes) -> tuple[str, str]:
    """The text in the bytes, and the encoding they were decoded with.

    Raises
    ------
    Unreadable
        when the bytes are no text

    Examples
    --------
    >>> decode_bytes("Talks – “candid”".encode("cp1252"))
    ('Talks – “candid”', 'cp1252')
    >>> decode_bytes("会谈".encode("utf-16"))
    ('会谈', 'utf-16')
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_decode(data, encoding), encoding)
    text = _decode(data, "utf-8")
    if text is not None:
        return _checked(text, "utf-8")
    return _guess(data)


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _checked(text: str | None, encoding: str) -> tuple[str, str]:
    sample = (text or "")[:SAMPLE]
    controls = sum(c < " " and c not in "\t\n\r\f\v\x1b" for c in sample)
    if text is None or controls > MAX_CONTROL_SHARE * len(sample):
        raise Unreadable(
            "binary", "this is no text file, whatever its name says; save the article as text or HTML"
        )
    return text, encoding


def _guess(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    wide = _utf16_without_mark(data)
    if wide:
        return _checked(_decode(data, wide), wide)
    if data[:SAMPLE].count(0) > MAX_CONTROL_SHARE * len(data[:SAMPLE]):
        return _checked(None, "")
    western = _decode(data, "cp1252")
    high = [b for b in data[:SAMPLE] if b > 127]
    # Western text is letters with a few accents and typographic marks: one high byte in four at most, even in a line of quotes.
    if western is not None and len(high) <= len(data[:SAMPLE]) / 4:
        return _checked(western, "cp1252")
    best = from_bytes(data[:SAMPLE]).best()
    text = _decode(data, best.encoding) if best else None
    return _checked(text, best.encoding if best else "")


def _utf16_without_mark(data: bytes) -> str | None:
    even, odd = data[0:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    half = len(data[:SAMPLE]) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else None


def read(path: Path, data: bytes, sha256: str) -> Iterator[Document]:
    """The one document of a text file."""
    raw, encoding = decode_bytes(data)
    if not raw.strip():
        raise Unreadable("empty", "the file holds nothing but white space; save the article again")
    yield Document(str(path), "text", encoding, raw, sha256)
