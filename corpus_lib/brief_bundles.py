"""Bundles as a brief reads them back: what can be used, and a sentence for each that cannot.

A folder of figures lives for months: files are renamed, deleted, cut off by a full disk, or opened and saved by another
program. So nothing in it is believed unseen: the record must hold what a brief says, the picture must be a whole
PNG. What fails is left out with a sentence that names the file and the remedy; it never ends the brief.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

#: Most rows of a table that a brief shows: about two thirds of a page. The rest is in the CSV.
MAX_ROWS = 20
#: What to do about bundles that cannot be used.
AGAIN = "Save these again (`corpus run` makes the figures of the notebooks), or delete their files."


@dataclass(frozen=True)
class Origin:
    """The articles and the code that a bundle was made from."""

    fingerprint: str
    n_articles: int
    filters: tuple[str, ...]
    earliest: str | None
    latest: str | None
    #: Outlets with their numbers of articles, most first; None is the outlet of those that name none.
    outlets: tuple[tuple[str | None, int], ...]
    code_version: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True)
class Picture:
    """A PNG, whole, with its size in pixels."""

    path: Path
    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Rows:
    """The first rows of a table, as they stand in its CSV, where a spreadsheet runs none of them."""

    columns: tuple[str, ...]
    dtypes: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    n_rows: int


@dataclass(frozen=True)
class Bundle:
    """A figure (`content` is its picture) or a table (`content` is its rows), with what was said of it."""

    name: str
    caption: str
    #: The figure's own title, and what it says to someone who cannot see it; a table has neither.
    finding: str | None
    alt: str
    origin: Origin
    content: Picture | Rows


def read_bundles(folder: Path) -> tuple[list[Bundle], dict[str, str]]:
    """All bundles of a folder in the order of their names, and by name a sentence about each that is damaged.

    >>> read_bundles(Path("no/such/folder"))
    ([], {})
    """
    bundles, faults = [], {}
    for path in sorted(folder.glob("*.json"), key=lambda path: path.name):
        name = path.stem
        try:
            bundle = _read(path)
        except _UnusableError as error:
            faults[name] = f"Left out: {name}. {error}"
            continue
        bundles.append(bundle)
        if isinstance(bundle.content, Picture) and not path.with_suffix(".csv").is_file():
            faults[name] = f"{name} is shown, but its data {name}.csv are missing."
    for path in sorted(folder.glob("*.png")):
        if not path.with_suffix(".json").exists():
            lost = f"{path.stem}.json, which says where it comes from, is missing."
            faults[path.stem] = f"Left out: {path.stem}. {lost}"
    return bundles, faults


class _UnusableError(Exception):
    """Why a bundle cannot be used: a sentence that names the file."""


def _read(path: Path) -> Bundle:
    try:
        record = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _UnusableError(f"{path.name} cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise _UnusableError(f"{path.name} is damaged: it is not JSON.") from error
    try:
        is_figure = record["kind"] == "figure"
        caption, alt = _text(record["caption"]), _text(record["alt"]) if is_figure else ""
        finding = _text(record["title"]) if is_figure and record["title"] is not None else None
        origin, data = _read_origin(record), record["data"]
        n_rows, dtypes = int(data["n_rows"]), [str(kind) for kind in data["columns"].values()]
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _UnusableError(f"{path.name} lacks what a brief must say ({_reason(error)}).") from error
    return Bundle(
        name=path.stem,
        caption=caption,
        finding=finding,
        alt=alt,
        origin=origin,
        content=_read_picture(path.with_suffix(".png")) if is_figure else _read_rows(path, dtypes, n_rows),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _reason(error: Exception) -> str:
    return f"no {error}" if isinstance(error, KeyError) else "a value of another type than expected"


def _read_origin(record: Mapping[str, Any]) -> Origin:
    corpus = record["corpus"]
    days = [corpus[f"published_{end}"] for end in ("earliest", "latest")]
    pd.to_datetime(days, format="%Y-%m-%d")  # raises ValueError for anything but days
    return Origin(
        fingerprint=_text(corpus["fingerprint"]),
        n_articles=int(corpus["n_articles"]),
        filters=tuple(_text(words) for words in corpus["filters"]),
        earliest=days[0],
        latest=days[1],
        outlets=tuple(_outlet(row["outlet"], row["n_articles"]) for row in record["outlets"]),
        code_version=_text(record["code_version"]),
        parameters=dict(record["parameters"]),
    )


def _outlet(name: object, n_articles: object) -> tuple[str | None, int]:
    if not isinstance(n_articles, int):
        raise TypeError(n_articles)
    return None if name is None else _text(name), n_articles


def _read_picture(path: Path) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        data = path.read_bytes()
        image = Image.open(io.BytesIO(data), formats=["PNG"])
        image.verify()  # the checksums of all parts: a picture cut short has none at its end
    except FileNotFoundError as error:
        raise _UnusableError(f"Its picture {path.name} is missing.") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise _UnusableError(f"Its picture {path.name} is damaged.") from error
    return Picture(path, data, *image.size)


def _read_rows(record: Path, dtypes: list[str], n_rows: int) -> Rows:
    """The first rows as text: numbers are written by the brief, not guessed by the reader of the CSV."""
    path = record.with_suffix(".csv")
    try:
        table = pd.read_csv(
            path,
            dtype=str,
            keep_default_na=False,
            nrows=MAX_ROWS,
            encoding="utf-8-sig",
            encoding_errors="replace",
        )
    except FileNotFoundError as error:
        raise _UnusableError(f"Its data {path.name} are missing.") from error
    except (OSError, ValueError) as error:
        raise _UnusableError(f"Its data {path.name} are damaged.") from error
    if len(table.columns) != len(dtypes):
        raise _UnusableError(f"Its data {path.name} have other columns than {record.name} says.")
    cells = tuple(tuple(row) for row in table.itertuples(index=False, name=None))
    return Rows(tuple(map(str, table.columns)), tuple(dtypes), cells, n_rows)
