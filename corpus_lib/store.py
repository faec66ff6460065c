"""Tables on disk: one Parquet file a table, written whole or not at all, and a note of what they were made from."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.schema import TABLES, check_table

#: What the tables were made from: version of the stages, and for every file its bytes and what was wrong with it.
NOTE = "build.json"


def read_note(folder: Path) -> dict[str, Any]:
    """The note of the last build in a folder; empty when there is none that can be used.

    >>> read_note(Path("no/such/folder"))
    {}
    """
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    complete = isinstance(note, dict) and all((folder / f"{table}.parquet").is_file() for table in TABLES)
    return note if complete else {}


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """All tables of a folder."""
    return {table: pd.read_parquet(folder / f"{table}.parquet") for table in TABLES}


def write_tables(folder: Path, tables: Mapping[str, pd.DataFrame], note: Mapping[str, Any]) -> None:
    """Check the tables and write them, the note last, so that a killed run leaves the old note or the new one.

    Raises
    ------
    SchemaError
        when a table does not keep to its description
    InputError
        when the folder cannot be written
    """
    for table, frame in tables.items():
        check_table(table, frame)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NOTE).unlink(missing_ok=True)
        for table, frame in tables.items():
            waiting = folder / f"{table}.parquet.{os.getpid()}"
            frame.to_parquet(waiting, index=False)
            waiting.replace(folder / f"{table}.parquet")
        waiting = folder / f"{NOTE}.{os.getpid()}"
        waiting.write_text(json.dumps(note, ensure_ascii=False, indent=0), "utf-8")
        waiting.replace(folder / NOTE)
    except OSError as error:
        raise InputError(
            f"the tables cannot be written ({error.strerror})",
            where=str(folder),
            remedy="choose another folder with derived=…",
        ) from error
