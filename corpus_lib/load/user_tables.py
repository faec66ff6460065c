"""Tables of the analyst's own beside the articles: `officials.csv`, with people whom the shipped table lacks.

Its columns are those of `corpus_lib/resources/officials.csv`; `name` and `country` must be there. A row that cannot be
used becomes a problem that names its line; the other rows count.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from corpus_lib.rows import Problem, Role

#: Name of the analyst's table of officials, in the folder of the articles.
OFFICIALS = "officials.csv"
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_COUNTRY = re.compile(r"([A-Z]{2})?")

Row = dict[str, str]


def read_officials(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> tuple[list[Row], list[Problem]]:
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
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    rows: list[Row] = []
    problems: list[Problem] = []
    folders = [Path(folder) for folder in given if Path(folder).is_dir()]
    for path in sorted({path for folder in folders for path in _tables(folder)}):
        for found in _read(path):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                rows.append(found)
    return rows, problems


def _tables(folder: Path) -> Iterator[Path]:
    """Every table of officials in a folder and below it, but for hidden folders."""
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(where) / name for name in names if name.casefold() == OFFICIALS)


def _read(path: Path) -> Iterator[Row | Problem]:
    def problem(rule: str, detail: str) -> Problem:
        return Problem(str(path), None, "officials", rule, detail)

    try:
        text = path.read_bytes().decode("utf-8-sig")
        table = csv.DictReader(io.StringIO(text))
        if not {"name", "country"} <= set(table.fieldnames or ()):
            yield problem("no_header", "the first line must name the columns, name and country among them")
            return
        for row in table:
            wrong = _wrong(row)
            if wrong:
                yield problem("bad_row", f"line {table.line_num}: {wrong}; correct the row")
            else:
                yield {column: (value or "").strip() for column, value in row.items() if column}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield problem(
            "unreadable", f"{error}; save the table as CSV in UTF-8, with the columns name and country"
        )


def _wrong(row: Row) -> str | None:
    """What is wrong with a row, in words."""
    if not (row["name"] or "").strip():
        return "the name is missing"
    if not _COUNTRY.fullmatch((row["country"] or "").strip()):
        return "the country is not a code of two capital letters, as US or CN"
    roles = get_args(Role)
    if (row.get("role") or "").strip() not in ("", *roles):
        return f"the role is not one of {', '.join(roles[:3])}, ..."
    for column in ("since", "until"):
        if not _is_date((row.get(column) or "").strip()):
            return f"{column} is not a date as 2023-06-19, 2023-06 or 2023"
    return None


def _is_date(text: str) -> bool:
    """Whether it is a day, a month, a year or nothing."""
    parts = _DATE.fullmatch(text)
    try:
        return not text or bool(parts and dt.date(*(int(part or 1) for part in parts.groups())))
    except ValueError:
        return False
