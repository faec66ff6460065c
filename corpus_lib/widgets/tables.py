"""The table of the explorer: rows that can be sorted, searched and chosen, with names that read well."""

from __future__ import annotations

from typing import Any

import pandas as pd
from itables.widget import ITable

from corpus_lib.stance_views import tell_voice
from corpus_lib.views import cell_text
from corpus_lib.widgets.look import ORDERS

#: Most rows shown, the first ones of the order: a browser draws 300 at once without a pause. All can be saved.
MAX_ROWS = 300
#: Longest text in a cell, in characters.
MAX_CHARACTERS = 220
#: Columns shown of each kind; `said by` tells voice and speaker.
COLUMNS = {
    "articles": ["published", "outlet", "outlet_country", "genre", "n_words", "title"],
    "words": ["published", "outlet", "said by", "before", "match", "after"],
    "statements": ["published", "outlet", "quote_type", "said by", "statement"],
    "acts": ["published", "outlet", "direction", "event", "mode", "said by", "sentence"],
    "judgements": ["published", "outlet", "target", "value", "said by", "sentence"],
}
#: Columns of running text: they get the room that the others leave.
LONG = ("title", "statement", "sentence")
_OPTIONS: dict[str, Any] = {
    "classes": "display compact",
    "style": "table-layout:auto;width:100%;margin:0",
    "select": "single",
    "maxBytes": 0,
    "pageLength": 8,
    "lengthMenu": [8, 25, 100],
    "allow_html": False,
    "showIndex": False,
    "autoWidth": False,
    "css": "td {vertical-align: top} td:last-child {min-width: 16em}",
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

    >>> acts = pd.DataFrame({"published": [pd.NaT], "direction": ["China → Taiwan"], "voice": ["author"]})
    >>> readable(acts, "acts").to_dict("records")
    [{'row': 1, 'published': '', 'direction': 'China → Taiwan', 'said by': "the article's own voice"}]
    """
    head = rows.head(MAX_ROWS)
    if "speaker" in head or "voice" in head:
        head = head.assign(**{"said by": [tell_voice(row) for row in head.to_dict("records")]})
    if "published" in head:
        head = head.assign(published=head["published"].dt.normalize())
    shown = [name for name in COLUMNS[kind] if name in head]
    cells: dict[str, Any] = {"row": range(1, len(head) + 1)}
    for name in shown:
        number = head[name].dtype.kind in "if"
        cells[name] = head[name] if number else [cell_text(value, MAX_CHARACTERS) for value in head[name]]
    return pd.DataFrame(cells, index=head.index).rename(columns=lambda name: str(name).replace("_", " "))


def make_table(rows: pd.DataFrame, kind: str) -> ITable:
    """A table widget; its `selected_rows` holds the number of the row chosen, from 0.

    >>> make_table(pd.DataFrame({"title": ["Talks"], "n_words": [3]}), "articles").selected_rows
    []
    """
    table = ITable(shown := readable(rows, kind), **_OPTIONS, columnDefs=_widths(shown))
    table.layout.overflow = "auto"  # where there is little room the table moves sideways
    return table


def fill_table(table: ITable, rows: pd.DataFrame, kind: str) -> None:
    """Show other rows, none of them chosen."""
    table.update(shown := readable(rows, kind), selected_rows=[], **_OPTIONS, columnDefs=_widths(shown))


def _widths(shown: pd.DataFrame) -> list[dict[str, Any]]:
    """Half of the width for running text; counts and texts both begin at the left."""
    long = [n for n, name in enumerate(shown) if name in LONG]
    middle = [n for n, name in enumerate(shown) if name in ("said by", "direction")]
    widths = [{"width": "50%", "targets": long}, {"width": "12%", "targets": middle}]
    return [*widths, {"className": "dt-left", "targets": "_all"}]
