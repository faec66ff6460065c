"""Tables and records: files that hold one article a row.

CSV and TSV begin with a line of names; of JSON lines, each is a row with names. What a column is, `columns` tells
from its name. Rows that give no article are counted in one problem for the file, not one each: a table may have
thousands. Archives put together over years mix encodings in one file, so bytes that are no UTF-8 are read as
Windows-1252, each for itself.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from corpus_lib.load.columns import TEXTS, Columns, match_columns, open_markdown, read_row
from corpus_lib.load.document import Document, Unreadable
from corpus_lib.load.text import MAX_CONTROL_SHARE, SAMPLE, decode_bytes
from corpus_lib.rows import Problem

#: Largest table that is read, in bytes, unpacked. The texts and their rows take about four times as much memory; an archive of
#: 40,000 headlines has 6 MB, one of 40,000 full articles 300 MB.
MAX_RECORD_BYTES = 500_000_000
#: What separates the fields of a row, the most usual first.
_SEPARATORS = {"csv": ",;\t|", "tsv": "\t,;|"}
#: Text in Western languages has fewer bytes above 127 than this share, even in a line of quotation marks.
_MAX_HIGH_SHARE = 0.25
_HIGH = bytes(range(128, 256))
_MIXED = "utf-8+windows-1252"
_CONTROLS = tuple(map(chr, range(0x80, 0xA0)))
#: How many rows a problem names.
_NAMED_ROWS = 5
_WRONG = {
    "bad_row": "cannot be read (no JSON, or more fields than columns); correct them",
    "no_text": "hold neither text nor headline; fill them in if they should",
    "duplicate": "repeat another one of the file, with its outlet and date; each was read once",
}

Row = dict[str, Any]


def read(path: Path, data: bytes, sha256: str) -> Iterator[Document | Problem]:
    """The documents of a table, and a problem for each kind of row that gave none.

    >>> found = list(read(Path("a.csv"), b"date,title,text\\n2023,Talks resume,They met.\\n2023,,\\n", "0" * 64))
    >>> found[0].raw, found[1].detail
    ('Talks resume\\n\\nThey met.', '1 of 2 records hold neither text nor headline; fill them in if they should (record 2)')
    """
    kind, text, encoding = _open(path, data)
    columns = _understood(text, kind)
    wrong: dict[str, list[int]] = {rule: [] for rule in _WRONG}
    seen: set[str] = set()
    position = -1
    for position, row in enumerate(_rows(text, kind)):
        said = read_row(row, columns) if row else None
        if said is None:
            wrong["bad_row" if row is None else "no_text"].append(position)
            continue
        document = Document(
            str(path), kind, encoding, said.raw, sha256, position, stated=said.stated, is_row=True
        )
        if document.article_id in seen:
            wrong["duplicate"].append(position)
            continue
        seen.add(document.article_id)
        yield document
    for rule, places in wrong.items():
        if places:
            detail = f"{len(places):,} of {position + 1:,} records {_WRONG[rule]} ({name_rows(places)})"
            yield Problem(str(path), None, "load", rule, detail)


def name_rows(positions: Iterable[int]) -> str:
    """The first few rows in words, counted from 1 without the line of names.

    >>> name_rows([0]), name_rows(range(1, 9))
    ('record 1', 'records 2, 3, 4, 5, 6, ...')
    """
    numbers = [f"{position + 1:,}" for position in positions]
    more = ["..."] if len(numbers) > _NAMED_ROWS else []
    return f"record{'s' * (len(numbers) > 1)} {', '.join(numbers[:_NAMED_ROWS] + more)}"


def find_columns(path: Path, data: bytes) -> Columns:
    """How the columns of a table were understood: for each field the columns that give it, the surest first.

    Raises
    ------
    Unreadable
        when no column gives a text

    Examples
    --------
    >>> find_columns(Path("a.csv"), b"Headline;Date;Likes\\n")
    {'title': ('Headline',), 'published': ('Date',)}
    """
    kind, text, _ = _open(path, data)
    return _understood(text, kind)


def _understood(text: str, kind: str) -> Columns:
    names = _names(text, kind)
    columns = match_columns(names)
    if not any(field in columns for field in TEXTS):
        shown = ", ".join(name[:40] for name in names[:20]) or "none"
        raise Unreadable(
            "no_text_column",
            f"no column holds a text (columns: {shown}); name the column of the texts text, that of the headlines title",
        )
    return columns


def _names(text: str, kind: str) -> list[str]:
    if kind == "jsonl":
        return list(dict.fromkeys(name for row in _rows(text, kind) for name in row or ()))
    return _header(text, _separator(text, kind))


def _header(text: str, separator: str) -> list[str]:
    return next((row for row in _lines(text[:SAMPLE], separator) if any(row)), [])


def _separator(text: str, kind: str) -> str:
    """The separator with which most columns are understood; among equals the most usual one."""
    return max(_SEPARATORS[kind], key=lambda separator: len(match_columns(_header(text, separator))))


def _rows(text: str, kind: str) -> Iterator[Row | None]:
    """The rows that are not blank, each by name of column; None for one that cannot be read."""
    if kind == "jsonl":
        yield from (_object(line) for line in io.StringIO(text, newline="\n") if line.strip())
        return
    lines = (row for row in _lines(text, _separator(text, kind)) if any(row))
    names = next(lines, [])
    for row in lines:
        # More fields than columns: a separator stands unquoted in a text, and what follows is in the wrong column.
        yield None if any(row[len(names) :]) else open_markdown(dict(zip(names, row, strict=False)))


def _object(line: str) -> Row | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return open_markdown(row) if isinstance(row, dict) else None


def _lines(text: str, separator: str) -> Iterator[list[str]]:
    # The usual limit, 131,072 characters a field, is shorter than a long document; it is the module's, not the reader's.
    usual = csv.field_size_limit(MAX_RECORD_BYTES)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise Unreadable("damaged", f"the table cannot be read ({error}); save it again as CSV") from error
    finally:
        csv.field_size_limit(usual)


def _open(path: Path, data: bytes) -> tuple[str, str, str]:
    """What kind of table it is, its text, and the encoding."""
    ending = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    kind = ending.lower().removeprefix(".").replace("ndjson", "jsonl")
    plain = _unpack(data) if path.suffix.lower() == ".gz" else data
    text, encoding = _decode(plain)
    return kind, text.removeprefix("\ufeff"), encoding


def _unpack(data: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            plain = packed.read(MAX_RECORD_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable("damaged", f"the file cannot be unpacked ({error}); pack it again") from error
    if len(plain) > MAX_RECORD_BYTES:
        limit = f"{MAX_RECORD_BYTES / 1e6:.0f} MB"
        raise Unreadable("too_large", f"the file has more than {limit} when unpacked; split it")
    return plain


def _decode(data: bytes) -> tuple[str, str]:
    """The text; bytes of Windows-1252 among UTF-8 are read as such, each for itself.

    They come as they are, or as the control characters that somebody took them for before (U+0080 to U+009F).
    """
    if _is_utf8(data) or _is_foreign(data[:SAMPLE]):
        text, encoding = decode_bytes(data)
    else:
        codecs.register_error("as_western", _as_western)
        text = data.decode("utf-8", "as_western")
        # As many characters as bytes: none of them was UTF-8.
        encoding = "cp1252" if len(text) == len(data) else _MIXED
    if not encoding.startswith("utf-8") or not any(control in text for control in _CONTROLS):
        return text, encoding
    from ftfy.fixes import fix_c1_controls

    return fix_c1_controls(text), _MIXED


def _is_foreign(sample: bytes) -> bool:
    """Whether too many bytes are no UTF-8 for a Western text, or letters are of two bytes or four."""
    read = sample.decode("utf-8", "ignore")
    in_utf8 = len(read.encode("utf-8")) - len(read.encode("ascii", "ignore"))
    others = len(sample) - len(sample.translate(None, _HIGH)) - in_utf8
    wide = sample.count(0) > MAX_CONTROL_SHARE * len(sample)
    return wide or others > _MAX_HIGH_SHARE * len(sample)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_western(error: UnicodeError) -> tuple[str, int]:
    from ftfy import bad_codecs

    assert isinstance(error, UnicodeDecodeError)
    bad_codecs.ok()  # they are there: "sloppy-windows-1252", in which every byte means something
    return error.object[error.start : error.end].decode("sloppy-windows-1252"), error.end
