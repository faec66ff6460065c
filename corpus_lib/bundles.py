"""Bundles: a figure that leaves the notebook together with its data, its caption and where it came from.

A figure in a brief is asked "from what, and how?" months later. So it is saved five times: as an image for
print (PNG), for scaling (SVG), as the data drawn (CSV), with caption and alternative text (Markdown), and
with its provenance (JSON). None of the files holds the time of day: the same articles and code give the
same bytes, and a difference between two bundles is a difference between two results.
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
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,98}[A-Za-z0-9])?", name):
        remedy = "use a name like 'dates-2023'"
        raise InputError("letters, digits and hyphens only", where=f"figure name {name!r}", remedy=remedy)
    if not caption.strip() or not alt.strip():
        remedy = "say what the figure shows"
        raise InputError("caption and alternative text are needed", where=f"figure {name}", remedy=remedy)
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    _save_images(ax, target / name)
    _write(target / f"{name}.csv", "\ufeff" + _disarm(table).to_csv(index=False, lineterminator="\n"))
    words = [f"# {name}", caption.strip(), f"**Alternative text.** {alt.strip()}", _source(corpus)]
    _write(target / f"{name}.md", "\n\n".join(words) + "\n")
    record = _provenance(name, table, corpus, parameters or {})
    _write(target / f"{name}.json", json.dumps(record, ensure_ascii=False, indent=2, default=str) + "\n")
    return target / f"{name}.png"


def _save_images(ax: Axes, stem: Path) -> None:
    import matplotlib as mpl

    figure = ax.get_figure(root=True)
    assert figure is not None, "axes that a figure function returned stand in a figure"
    look: Any = {"svg.hashsalt": stem.name, "svg.fonttype": "path", "savefig.facecolor": "white"}
    with mpl.rc_context(look):
        figure.savefig(f"{stem}.png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
        figure.savefig(f"{stem}.svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _disarm(table: pd.DataFrame) -> pd.DataFrame:
    """The table with an apostrophe before every text that a spreadsheet would run.

    >>> _disarm(pd.DataFrame({"title": ["=1+1", "Talks"], "change": [-1, 2]})).values.tolist()
    [["'=1+1", -1], ['Talks', 2]]
    """
    safe = table.copy()
    for column in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[column]):
            safe[column] = safe[column].map(_disarm_cell, na_action="ignore")
    return safe.rename(columns=_disarm_cell)


def _disarm_cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(RUNS) else value


def _provenance(
    name: str, table: pd.DataFrame, corpus: Corpus, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    earliest, latest = corpus.articles["published_earliest"].min(), corpus.articles["published_latest"].max()
    return {
        "name": name,
        "corpus": {
            "fingerprint": corpus.fingerprint,
            "n_articles": len(corpus.articles),
            "filters": list(corpus.filters),
            "published_earliest": None if pd.isna(earliest) else earliest.date().isoformat(),
            "published_latest": None if pd.isna(latest) else latest.date().isoformat(),
        },
        "code_version": corpus.code_version,
        "parameters": dict(parameters),
        "data": {
            "file": f"{name}.csv",
            "n_rows": len(table),
            "columns": {str(column): str(dtype) for column, dtype in table.dtypes.items()},
        },
    }


def _source(corpus: Corpus) -> str:
    n = len(corpus.articles)
    articles = f"{n:,} article{'' if n == 1 else 's'}"
    return f"Source: {articles}, corpus {corpus.fingerprint}, code {corpus.code_version}."
