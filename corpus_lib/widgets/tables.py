"""The table of the explorer: rows that can be sorted, searched and chosen, with names that read well."""

from __future__ import annotations

from typing import Any

import pandas as pd
from itables.widget import ITable

from corpus_lib.views import cell_text
from corpus_lib.widgets.look import ORDERS

#: Most rows shown, the first ones of the order: a browser draws 300 at once without a pause. All can be saved.
MAX_ROWS = 300
#: Longest text in a cell, in characters.
MAX_CHARACTERS = 220
#: Columns shown of each kind.
COLUMNS = {
    "articles": ["published", "outlet", "outlet_country", "genre", "title", "n_words"],
    "words": ["published", "outlet", "voice", "speaker", "before", "match", "after"],
    "statements": ["published", "outlet", "speaker", "side", "quote_type", "statement"],
    "acts": ["published", "outlet", "direction", "event", "mode", "voice", "speaker", "sentence"],
    "judgements": ["published", "outlet", "target", "value", "voice", "speaker", "sentence"],
}
_OPTIONS: dict[str, Any] = {
    "classes": "display compact",
    "style": "table-layout:auto;width:100%;margin:0",
    "select": "single",
    "maxBytes": 0,
    "pageLength": 8,
    "lengthMenu": [8, 25, 100],
    "allow_html": False,
    "showIndex": False,
    "warn_on_undocumented_option": False,
}


def order_rows(rows: pd.DataFrame, order: str) -> pd.DataFrame:
    """The rows in the order asked for, numbered anew; what has no date comes last.

    >>> rows = pd.DataFrame({"published_latest": pd.to_datetime(["2023-05-01", "2023-06-01", None]), "n": [1, 2, 3]})
    >>> order_rows(rows, "newest")["n"].tolist()
    [2, 1, 3]
    """
    _, column, rising = ORDERS[order]
    if column is None:
        return rows.reset_index(drop=True)
    return rows.sort_values(column, ascending=rising, kind="stable", na_position="last", ignore_index=True)


def readable(rows: pd.DataFrame, kind: str) -> pd.DataFrame:
    """The first rows as they are shown: numbered from 1, long texts clipped, nothing for what is not known.

    >>> acts = pd.DataFrame({"published": [pd.NaT], "direction": ["China → Taiwan"], "quad": [None]})
    >>> readable(acts, "acts").to_dict("records")
    [{'row': 1, 'published': '', 'direction': 'China → Taiwan'}]
    """
    head = rows.head(MAX_ROWS)
    shown = [name for name in COLUMNS[kind] if name in head]
    cells = {
        name: head[name]
        if head[name].dtype.kind in "if"
        else [cell_text(v, MAX_CHARACTERS) for v in head[name]]
        for name in shown
    }
    table = pd.DataFrame(cells, index=head.index)
    table.insert(0, "row", range(1, len(head) + 1))
    return table.rename(columns=lambda name: str(name).replace("_", " "))


def make_table(rows: pd.DataFrame, kind: str) -> ITable:
    """A table widget; its `selected_rows` holds the number of the row chosen, from 0.

    >>> make_table(pd.DataFrame({"title": ["Talks"], "n_words": [3]}), "articles").selected_rows
    []
    """
    return ITable(readable(rows, kind), **_OPTIONS)


def fill_table(table: ITable, rows: pd.DataFrame, kind: str) -> None:
    """Show other rows, none of them chosen."""
    table.update(readable(rows, kind), selected_rows=[], **_OPTIONS)
