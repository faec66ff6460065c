"""Bundles: a figure or a table that leaves the notebook together with its caption and where it came from.

A figure in a brief is asked "from what, and how?" months later. So it is saved five times: as an image for
print (PNG), for scaling (SVG), as the data drawn (CSV), with caption and alternative text (Markdown), and
with its provenance (JSON); a table that is no figure goes without the pictures. None of the files holds the
time of day: the same articles and code give the same bytes, and a difference between two bundles is a
difference between two results.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.provenance import describe_origin, name_source

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from corpus_lib.corpus import Corpus

#: Resolution that printers and journals ask for, in dots an inch.
DPI = 300
#: Where bundles go when nobody says otherwise.
FIGURES = "data/figures"
#: First characters that make a spreadsheet run a cell as a formula, in ASCII and in full width.
RUNS = tuple("=+-@\t\r＝＋－＠")


def save_figure(
    ax: Axes,
    name: str,
    *,
    table: pd.DataFrame,
    caption: str,
    alt: str,
    corpus: Corpus,
    folder: str | os.PathLike[str] = FIGURES,
    parameters: Mapping[str, Any] | None = None,
) -> Path:
    """Save a figure as a bundle: NAME.png, NAME.svg, NAME.csv, NAME.md and NAME.json.

    Parameters
    ----------
    ax
        the figure, as a `plot_…` function returned it
    name
        name of the files: letters, digits and hyphens
    table
        the data drawn, as it was given to the `plot_…` function
    caption, alt
        what the figure shows; and the same for someone who cannot see it
    corpus
        the articles that the table was made from
    folder
        made when it is not there; files of the same name are replaced
    parameters
        whatever else the figure depends on

    Returns
    -------
    Path
        of the PNG

    Raises
    ------
    InputError
        when `name` holds other characters, or caption or alternative text is empty

    Examples
    --------
    >>> import tempfile
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> table = cl.date_coverage(corpus)
    >>> ax = cl.plot_publication_dates(table)
    >>> path = save_figure(ax, "dates", table=table, caption="Publication dates.", alt="Five rows with a dot each.",
    ...                    corpus=corpus, folder=tempfile.mkdtemp())
    >>> sorted(file.name for file in path.parent.iterdir())
    ['dates.csv', 'dates.json', 'dates.md', 'dates.png', 'dates.svg']
    """
    stem = _stem("figure", name, folder, {"caption": caption, "alternative text": alt})
    _save_images(ax, stem)
    words = {"kind": "figure", "title": _title(ax), "caption": caption.strip(), "alt": alt.strip()}
    _save_words(stem, words, table, corpus, parameters)
    return stem.with_suffix(".png")


def save_table(
    table: pd.DataFrame,
    name: str,
    *,
    caption: str,
    corpus: Corpus,
    folder: str | os.PathLike[str] = FIGURES,
    parameters: Mapping[str, Any] | None = None,
) -> Path:
    """Save a table as a bundle without a picture: NAME.csv, NAME.md and NAME.json.

    Parameters
    ----------
    table
        any table that was made from the corpus
    name
        name of the files: letters, digits and hyphens
    caption
        what the table holds
    corpus
        the articles that the table was made from
    folder
        made when it is not there; files of the same name are replaced, and pictures of that name are removed
    parameters
        whatever else the table depends on

    Returns
    -------
    Path
        of the CSV

    Raises
    ------
    InputError
        when `name` holds other characters, or the caption is empty

    Examples
    --------
    >>> import tempfile
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> path = save_table(cl.profile_outlets(corpus), "outlets", caption="Outlets.", corpus=corpus,
    ...                   folder=tempfile.mkdtemp())
    >>> sorted(file.name for file in path.parent.iterdir())
    ['outlets.csv', 'outlets.json', 'outlets.md']
    """
    stem = _stem("table", name, folder, {"caption": caption})
    for suffix in (".png", ".svg"):  # of a figure that once had this name
        stem.with_suffix(suffix).unlink(missing_ok=True)
    words = {"kind": "table", "title": None, "caption": caption.strip(), "alt": None}
    _save_words(stem, words, table, corpus, parameters)
    return stem.with_suffix(".csv")


def _stem(kind: str, name: str, folder: str | os.PathLike[str], needed: Mapping[str, str]) -> Path:
    """The path of a bundle without a suffix, in a folder that is there now, when name and words can be used."""
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,98}[A-Za-z0-9])?", name):
        remedy = "use a name like 'dates-2023'"
        raise InputError("letters, digits and hyphens only", where=f"{kind} name {name!r}", remedy=remedy)
    if not all(words.strip() for words in needed.values()):
        said = f"{' and '.join(needed)} {'are' if len(needed) > 1 else 'is'} needed"
        raise InputError(said, where=f"{kind} {name}", remedy=f"say what the {kind} shows")
    Path(folder).mkdir(parents=True, exist_ok=True)
    return Path(folder) / name


def _save_words(
    stem: Path,
    words: Mapping[str, str | None],
    table: pd.DataFrame,
    corpus: Corpus,
    parameters: Mapping[str, Any] | None,
) -> None:
    """All of a bundle but its pictures: the data, the caption, and where it comes from."""
    _write(stem.with_suffix(".csv"), "\ufeff" + _disarm(table).to_csv(index=False, lineterminator="\n"))
    alt = [f"**Alternative text.** {words['alt']}"] if words["alt"] else []
    said = [f"# {stem.name}", str(words["caption"]), *alt, name_source(corpus)]
    _write(stem.with_suffix(".md"), "\n\n".join(said) + "\n")
    record = describe_origin({"name": stem.name, **words}, table, corpus, parameters or {})
    text = json.dumps(record, ensure_ascii=False, indent=2, default=str)
    _write(stem.with_suffix(".json"), f"{text}\n")


def _title(ax: Axes) -> str | None:
    """The finding that the figure's own title says, in one line."""
    title = (ax.get_title(loc="left") or ax.get_title()).replace("\n", " ").strip()
    return title or None


def _save_images(ax: Axes, stem: Path) -> None:
    import matplotlib as mpl

    figure = ax.get_figure(root=True)
    assert figure is not None, "axes that a figure function returned stand in a figure"
    look: Any = {"svg.hashsalt": stem.name, "svg.fonttype": "path", "savefig.facecolor": "white"}
    with mpl.rc_context(look):
        figure.savefig(f"{stem}.png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
        figure.savefig(f"{stem}.svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", errors="replace", newline="\n")  # half a surrogate: "?"


def _disarm(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would run.

    >>> _disarm(pd.DataFrame({"title": ["=1+1", "Talks"], "change": [-1, 2]})).values.tolist()
    [["'=1+1", -1], ['Talks', 2]]
    """
    safe = table.copy()
    for column in safe.columns:
        if (
            not isinstance(safe[column].dtype, pd.DatetimeTZDtype)
            and safe[column].dtype.kind not in "biufcmM"
        ):
            cells = map(_disarm_cell, safe[column])
            safe[column] = pd.Series(
                list(cells), index=safe.index, dtype=object
            )  # "str" refuses half surrogates
    return safe.rename(columns=_disarm_cell)


def _disarm_cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS) else value
