"""Every table, column by column: name, type and meaning, written once.

A table is described by the class of its rows: a NamedTuple whose annotations carry the type and the meaning.
The stages return such rows; `make_table` turns them into a DataFrame, `check_table` checks it (pandera), and
`data/README.md` is generated from the same descriptions (`describe_tables`).

Offsets are half-open character positions: `raw_*` into the raw text as the reader gave it, all others into
`articles.text`. A span always equals the string beside it (`text[start:end]`). Missing is null, never "" or
"unknown".
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import pandas as pd

from corpus_lib.errors import SchemaError

if TYPE_CHECKING:
    import pandera.pandas as pa

Precision = Literal["minute", "day", "month", "year", "range", "unknown"]
Genre = Literal["news", "analysis", "opinion", "interview", "explainer", "statement"]
CreditKind = Literal["wire", "reprint", "summary", "cited", "translation"]


class Article(NamedTuple):
    """One row per article."""

    article_id: Annotated[
        str, "stable name of the article, made from its content, not from its place or order"
    ]
    path: Annotated[str, "the file it came from, as given"]
    position: Annotated[int, "its place in a file that holds several, from 0"]
    sha256: Annotated[str, "SHA-256 of the file's bytes"]
    format: Annotated[str, "which reader read it: text, html"]
    encoding: Annotated[str, "character encoding that the bytes were decoded with"]
    title: Annotated[str | None, "the headline"]
    byline: Annotated[str | None, "who signs the article, as printed, without 'By'"]
    outlet: Annotated[str | None, "who published it, under one name for all its spellings"]
    outlet_country: Annotated[str | None, "country of the outlet, ISO 3166-1 alpha-2"]
    outlet_type: Annotated[str | None, "kind of outlet, as in resources/outlets.csv"]
    url: Annotated[str | None, "address of the page, where the file states it"]
    published: Annotated[
        dt.datetime | None,
        "the best single day or instant, local to the outlet; null when only bounds are known",
    ]
    published_precision: Annotated[Precision, "how exactly the publication date is known"]
    published_earliest: Annotated[
        dt.datetime | None, "first day on which it can have come out; null when nothing tells"
    ]
    published_latest: Annotated[
        dt.datetime | None, "last day on which it can have come out; null when nothing tells"
    ]
    published_rule: Annotated[str | None, "rule that decided the publication date"]
    language: Annotated[str | None, "language of the text, ISO 639-1"]
    machine_translated: Annotated[bool | None, "whether a machine translated it; null when not judged"]
    genre: Annotated[Genre | None, "what kind of text it is; null when the signs do not suffice"]
    n_words: Annotated[int, "words in `text`"]
    n_sentences: Annotated[int, "sentences in `text`"]
    removed_share: Annotated[
        float, "share of the raw text's non-blank characters that cleaning removed, 0 to 1"
    ]
    text: Annotated[str, "the article's own text: the kept lines, one paragraph a line"]


class Line(NamedTuple):
    """One row per line of the raw text: nothing is thrown away. The kept lines, each repaired as `repair` says, give `articles.text`."""

    line: Annotated[int, "number of the line in the raw text, from 0"]
    raw_start: Annotated[int, "where the line starts in the raw text"]
    raw_end: Annotated[int, "where it ends (without its line break)"]
    text: Annotated[str, "the line as it stands in the raw text"]
    kept: Annotated[bool, "whether the line is part of `articles.text`"]
    reason: Annotated[str | None, "rule that removed the line; null when kept"]
    repair: Annotated[str | None, "how the kept line's characters were changed, null when they were not"]


class Evidence(NamedTuple):
    """Why each metadata value was chosen. Rejected candidates stay, with `chosen` false."""

    field: Annotated[str, "column of `articles` that the value is for"]
    value: Annotated[str, "the value, as text (dates in ISO 8601, intervals as start/end)"]
    raw_start: Annotated[
        int | None,
        "where the words it was read from start in the raw text; null when read from elsewhere (markup)",
    ]
    raw_end: Annotated[int | None, "where they end"]
    text: Annotated[str | None, "the words it was read from"]
    rule: Annotated[str, "rule that read it"]
    confidence: Annotated[float, "how far the rule is trusted, 0 to 1: an order, not a probability"]
    chosen: Annotated[bool, "whether this value stands in `articles`"]


class Credit(NamedTuple):
    """Whose reporting an article carries."""

    credited_outlet: Annotated[str, "outlet that is credited, under one name for all its spellings"]
    credited_country: Annotated[str | None, "its country, ISO 3166-1 alpha-2"]
    kind: Annotated[CreditKind, "how the article uses it"]
    raw_start: Annotated[int, "where the crediting words start in the raw text"]
    raw_end: Annotated[int, "where they end"]
    text: Annotated[str, "the crediting words"]
    rule: Annotated[str, "rule that found them"]


class Sentence(NamedTuple):
    """One row per sentence of `articles.text`."""

    sentence_id: Annotated[int, "number of the sentence in its article, from 0"]
    start: Annotated[int, "where it starts in `articles.text`"]
    end: Annotated[int, "where it ends"]


class Problem(NamedTuple):
    """What could not be done."""

    path: Annotated[str | None, "the file concerned"]
    article_id: Annotated[str | None, "the article concerned; null when none could be read"]
    stage: Annotated[str, "where in the work it happened: load, clean, metadata …"]
    rule: Annotated[str, "what kind of trouble it is"]
    detail: Annotated[str, "what was found, and what to do about it"]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    dtype: str
    nullable: bool
    choices: tuple[str, ...]
    meaning: str


#: The row class of each table, in the order in which the tables are made.
TABLES: dict[str, type] = {
    "articles": Article,
    "lines": Line,
    "evidence": Evidence,
    "credits": Credit,
    "sentences": Sentence,
    "problems": Problem,
}
_ARTICLE_ID = Column("article_id", "str", False, (), "the article, as in `articles`")
_DTYPES = {str: "str", float: "float64", dt.datetime: "datetime64[us]", int: "int64", bool: "bool"}
_NULLABLE = {int: "Int64", bool: "boolean"}


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order.

    >>> [c.name for c in columns_of("sentences")]
    ['article_id', 'sentence_id', 'start', 'end']
    """
    hints = get_type_hints(TABLES[table], include_extras=True)
    columns = tuple(_column(name, hint) for name, hint in hints.items())
    return columns if any(c.name == "article_id" for c in columns) else (_ARTICLE_ID, *columns)


def _column(name: str, hint: Any) -> Column:
    kind, meaning = get_args(hint)
    nullable = get_origin(kind) in (Union, types.UnionType)
    if nullable:
        (kind,) = (k for k in get_args(kind) if k is not type(None))
    choices = get_args(kind) if get_origin(kind) is Literal else ()
    base = str if choices else kind
    dtype = _NULLABLE.get(base, _DTYPES[base]) if nullable else _DTYPES[base]
    return Column(name, dtype, nullable, choices, meaning)


def make_table(table: str, rows: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """The rows as a DataFrame with the table's columns and types, also when there are none.

    >>> make_table("sentences", [{"article_id": "a", "sentence_id": 0, "start": 0, "end": 5}]).shape
    (1, 4)
    """
    rows = list(rows)
    return pd.DataFrame(
        {c.name: pd.Series([r[c.name] for r in rows], dtype=c.dtype) for c in columns_of(table)}
    )


def check_table(table: str, frame: pd.DataFrame) -> pd.DataFrame:
    """The frame itself, when it keeps to the table's description.

    Raises
    ------
    SchemaError
        naming the column and the first offending value.

    Examples
    --------
    >>> check_table("sentences", make_table("sentences", [])).empty
    True
    """
    import pandera.errors

    try:
        return _pandera_schema(table).validate(frame)
    except pandera.errors.SchemaError as error:
        first = str(error).splitlines()[0]
        raise SchemaError(
            first, where=f"table {table}", remedy="rebuild the corpus; if it comes again, report it"
        ) from error


@cache
def _pandera_schema(table: str) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    return pa.DataFrameSchema(
        {
            c.name: pa.Column(c.dtype, pa.Check.isin(c.choices) if c.choices else None, nullable=c.nullable)
            for c in columns_of(table)
        },
        strict=True,
        ordered=True,
        unique=["article_id"] if table == "articles" else None,
    )


def describe_tables() -> str:
    """The column dictionary, as Markdown: the text of `data/README.md`.

    >>> print(describe_tables().splitlines()[0])
    # The tables
    """
    parts = ["# The tables", "", (__doc__ or "").split("\n\n", 2)[2].strip(), ""]
    for name, row in TABLES.items():
        parts += [
            f"## {name}",
            "",
            (row.__doc__ or "").strip(),
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        for c in columns_of(name):
            kind = " · ".join(c.choices) or c.dtype
            parts.append(f"| `{c.name}` | {kind}{', may be null' if c.nullable else ''} | {c.meaning} |")
        parts.append("")
    return "\n".join(parts)
