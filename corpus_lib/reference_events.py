"""Dated events of US-China relations, by which peaks of coverage and days of a chronicle are named.

The shipped list holds what has a date on the public record; it is a choice, and no measure of what was important. An
analyst can give a list of her own in its place.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.load.user_tables import Paths, read_events
from corpus_lib.resources import read_resource

#: Columns of a list of events, in order.
COLUMNS = ["event", "earliest", "latest", "source", "note"]
#: Those that an analyst's own list must have.
REQUIRED = COLUMNS[:3]


def list_events(events: pd.DataFrame | Paths | None = None) -> pd.DataFrame:
    """The reference events, earliest first.

    Parameters
    ----------
    events
        a list of the analyst's own, in place of the shipped one: `event` (its name), `earliest` and `latest` (first and
        last day, as 2022-08-02 or as dates; both the same for one day), and if wanted `source` and `note`; or the folder of
        the articles, whose file `reference_events.csv`, when there is one, is taken (its bad rows are in `problems`)

    Returns
    -------
    DataFrame
        `event`, `earliest`, `latest` (days, inclusive), `source`, `note` (both null when not given)

    Raises
    ------
    InputError
        when a column is missing, or a row has no name, no day, or its last day before its first; rows count from 1

    Examples
    --------
    >>> list_events()["event"].iloc[0]
    'Impeccable incident'
    >>> own = pd.DataFrame({"event": ["Elections"], "earliest": ["2024-01-13"], "latest": ["2024-01-13"]})
    >>> list_events(own)["earliest"].dt.day_name().tolist()
    ['Saturday']
    """
    given = events if isinstance(events, pd.DataFrame) else _of_files(events)
    missing = [name for name in REQUIRED if name not in given]
    if missing:
        raise InputError(
            f"no column {', '.join(missing)}",
            where="reference events",
            remedy=f"give a table with the columns {', '.join(REQUIRED)}, and if wanted {', '.join(COLUMNS[3:])}",
        )
    rows = given.reindex(columns=COLUMNS).itertuples(index=False, name=None)
    table = pd.DataFrame([_event(n, row) for n, row in enumerate(rows, 1)], columns=COLUMNS)
    days = dict.fromkeys(("earliest", "latest"), "datetime64[us]")
    table = table.astype(dict.fromkeys(COLUMNS, "str") | days)
    return table.sort_values(["earliest", "latest", "event"], ignore_index=True)


def _of_files(paths: Paths | None) -> pd.DataFrame:
    """The analyst's rows, or the shipped ones when there are none."""
    own = read_events(paths)[0] if paths is not None else []
    return pd.DataFrame(own or list(read_resource("reference_events")))


def _event(
    number: int, row: tuple[object, ...]
) -> tuple[str | None, dt.date, dt.date, str | None, str | None]:
    name, source, note = _words(row[0]), _words(row[3]), _words(row[4])
    if name is None:
        raise InputError(
            "the event has no name", where=_place(number, "event"), remedy="name it or leave the row out"
        )
    earliest, latest = (_day(row[k], _place(number, COLUMNS[k])) for k in (1, 2))
    if earliest > latest:
        raise InputError(
            f"{name!r} ends on {latest}, before it begins on {earliest}",
            where=_place(number, "latest"),
            remedy="put the first day into earliest and the last day into latest",
        )
    return name, earliest, latest, source, note


def _place(number: int, column: str) -> str:
    return f"reference events, row {number}, column {column}"


def _words(value: object) -> str | None:
    """The words of a cell in one line; None for an empty one."""
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _day(value: object, place: str) -> dt.date:
    """The day of a cell: a date, an instant, or a day as 2022-08-02."""
    try:
        if isinstance(value, dt.date) and not pd.isna(value):
            return dt.date(value.year, value.month, value.day)
        return dt.datetime.strptime(str(value).strip(), "%Y-%m-%d").date()
    except ValueError:
        raise InputError(
            f"{value!r} is not a day",
            where=place,
            remedy="write the day as 2022-08-02; an event of one day has it in both columns",
        ) from None
