"""Tables of the analyst's own beside the articles: people and targets that the shipped tables lack, events of reference.

`officials.csv`, `targets.csv` and `reference_events.csv` have the columns of the files of these names in
`corpus_lib/resources`; two of them, `name` and `country`, `alias` and `target`, or `event` and `earliest`, must be there. A row that cannot be used becomes a problem that names its
line; the other rows count.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple, get_args

from corpus_lib.rows import Problem, Role

#: Names of the analyst's tables, in the folder of the articles.
OFFICIALS = "officials.csv"
TARGETS = "targets.csv"
EVENTS = "reference_events.csv"
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_COUNTRY = re.compile(r"([A-Z]{2})?")

Row = dict[str, str]
Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


class _Table(NamedTuple):
    """A kind of table: its file's name, what its problems go under, the columns it must have, and what can be wrong."""

    name: str
    stage: str
    columns: tuple[str, str]
    wrong: Callable[[Row], str | None]


def read_officials(paths: Paths) -> tuple[list[Row], list[Problem]]:
    """The rows of every `officials.csv` in the given folders and below, and what is wrong with the others.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "officials.csv").write_text("name,country,role\\nAnn Lee,US,minister\\nBo Li,CN,king\\n")
    >>> rows, problems = read_officials(folder)
    >>> rows[0]["name"], problems[0].detail
    ('Ann Lee', 'line 3: the role is not one of head_of_state, minister, official, ...; correct the row')
    """
    return _read_all(paths, _Table(OFFICIALS, "officials", ("name", "country"), _wrong_official))


def read_targets(paths: Paths) -> tuple[list[Row], list[Problem]]:
    """The rows of every `targets.csv` in the given folders and below, and what is wrong with the others.

    A row gives words of an article, the target that they mean and its country; without a target it switches the words
    off.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "targets.csv").write_text("alias,target,country\\nBig Four,Chinese banks,CN\\nQuad,,US\\n")
    >>> rows, problems = read_targets(folder)
    >>> rows[0]["target"], problems[0].detail
    ('Chinese banks', 'line 3: words without a target have no country; correct the row')
    """
    return _read_all(paths, _Table(TARGETS, "targets", ("alias", "target"), _wrong_target))


def read_events(paths: Paths) -> tuple[list[Row], list[Problem]]:
    """The rows of every `reference_events.csv` in the given folders and below, and what is wrong with the others.

    A row names an event and gives its first day and its last one; without a last day it is one day.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "reference_events.csv").write_text("event,earliest\\nTalks in Vienna,2023-05-10\\nTalks,May\\n")
    >>> rows, problems = read_events(folder)
    >>> rows[0]["event"], problems[0].detail
    ('Talks in Vienna', 'line 3: earliest is not a day as 2023-06-19; correct the row')
    """
    rows, problems = _read_all(paths, _Table(EVENTS, "reference_events", ("event", "earliest"), _wrong_event))
    return [row | {"latest": row.get("latest") or row["earliest"]} for row in rows], problems


def _read_all(paths: Paths, table: _Table) -> tuple[list[Row], list[Problem]]:
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    rows: list[Row] = []
    problems: list[Problem] = []
    folders = [Path(folder) for folder in given if Path(folder).is_dir()]
    for path in sorted({path for folder in folders for path in _tables(folder, table.name)}):
        for found in _read(path, table):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                rows.append(found)
    return rows, problems


def _tables(folder: Path, wanted: str) -> Iterator[Path]:
    """Every table of a name in a folder and below it, but for hidden folders."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(where) / name for name in names if name.casefold() == wanted)


def _read(path: Path, table: _Table) -> Iterator[Row | Problem]:
    def problem(rule: str, detail: str) -> Problem:
        return Problem(str(path), None, table.stage, rule, detail)

    first, second = table.columns
    try:
        text = path.read_bytes().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text))
        if not set(table.columns) <= set(reader.fieldnames or ()):
            yield problem(
                "no_header", f"the first line must name the columns, {first} and {second} among them"
            )
            return
        for values in reader:
            row = {column: (value or "").strip() for column, value in values.items() if column}
            wrong = table.wrong(row)
            if wrong:
                yield problem("bad_row", f"line {reader.line_num}: {wrong}; correct the row")
            else:
                yield row
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield problem(
            "unreadable", f"{error}; save the table as CSV in UTF-8, with the columns {first} and {second}"
        )


def _wrong_official(row: Row) -> str | None:
    """What is wrong with a row of officials, in words."""
    if not row["name"]:
        return "the name is missing"
    if not _COUNTRY.fullmatch(row["country"]):
        return "the country is not a code of two capital letters, as US or CN"
    roles = get_args(Role)
    if row.get("role", "") not in ("", *roles):
        return f"the role is not one of {', '.join(roles[:3])}, ..."
    for column in ("since", "until"):
        if not _is_date(row.get(column, "")):
            return f"{column} is not a date as 2023-06-19, 2023-06 or 2023"
    return None


def _wrong_target(row: Row) -> str | None:
    """What is wrong with a row of targets, in words."""
    country = row.get("country", "")
    if not row["alias"]:
        return "the alias is missing"
    if not _COUNTRY.fullmatch(country):
        return "the country is not a code of two capital letters, as US or CN"
    if country and not row["target"]:
        return "words without a target have no country"
    return None


def _wrong_event(row: Row) -> str | None:
    """What is wrong with a row of reference events, in words."""
    earliest, latest = row["earliest"], row.get("latest", "")
    if not row["event"]:
        return "the event has no name"
    for column, value in {"earliest": earliest, "latest": latest or earliest}.items():
        if len(value) != len("2023-06-19") or not _is_date(value):
            return f"{column} is not a day as 2023-06-19"
    if latest and latest < earliest:
        return "latest is before earliest"
    return None


def _is_date(text: str) -> bool:
    """Whether it is a day, a month, a year or nothing."""
    parts = _DATE.fullmatch(text)
    try:
        return not text or bool(parts and dt.date(*(int(part or 1) for part in parts.groups())))
    except ValueError:
        return False
