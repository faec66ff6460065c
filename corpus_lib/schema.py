"""Every table, column by column: name, type and meaning, read from the classes of its rows (`rows`).

The stages return rows; `make_table` turns them into a DataFrame, `check_table` checks it (pandera), and
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
    Any,
    Literal,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import pandas as pd

from corpus_lib.errors import SchemaError
from corpus_lib.rows import (
    Article,
    Attribution,
    Credit,
    Evidence,
    Line,
    Mention,
    Problem,
    Relation,
    Reuse,
    Sentence,
    TimeExpression,
)

if TYPE_CHECKING:
    import pandera.pandas as pa


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
    "attributions": Attribution,
    "time_expressions": TimeExpression,
    "mentions": Mention,
    "relations": Relation,
    "reuse": Reuse,
    "problems": Problem,
}
_ARTICLE_ID = Column("article_id", "str", False, (), "the article, as in `articles`")
_DTYPES = {
    str: "str",
    float: "float64",
    dt.datetime: "datetime64[us]",
    dt.date: "datetime64[us]",
    int: "int64",
    bool: "bool",
}
_NULLABLE = {int: "Int64", bool: "boolean"}


@cache
def columns_of(table: str) -> tuple[Column, ...]:
    """The columns of a table, in order.

    >>> [c.name for c in columns_of("sentences")]
    ['article_id', 'sentence_id', 'start', 'end']
    """
    hints = get_type_hints(TABLES[table], include_extras=True)
    columns = tuple(_column(name, hint) for name, hint in hints.items())
    return columns if any(c.name.startswith("article_") for c in columns) else (_ARTICLE_ID, *columns)


def keys_of(table: str) -> list[str]:
    """The columns of a table that name articles.

    >>> keys_of("sentences"), keys_of("reuse")
    (['article_id'], ['article_a', 'article_b'])
    """
    return [c.name for c in columns_of(table) if c.name.startswith("article_")]


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
