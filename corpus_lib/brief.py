"""The brief: the figures and tables of a folder as a document that can be handed to somebody who decides.

It is made from the bundles alone. Whoever has the folder has the brief, with the sources, the method and the origin
of every number; neither the corpus nor a notebook is needed.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_lib.brief_blocks import Block
from corpus_lib.brief_bundles import AGAIN, Bundle, Picture, read_bundles
from corpus_lib.brief_content import compose
from corpus_lib.brief_markdown import write_markdown
from corpus_lib.brief_word import write_word
from corpus_lib.drawing import count_noun
from corpus_lib.errors import InputError

#: The title when none is given.
TITLE = "How the press covers US–China relations"


@dataclass(frozen=True)
class Brief:
    """A brief that is not written yet: its blocks, how many figures and tables it shows, and what is wrong."""

    title: str
    blocks: tuple[Block, ...]
    n_figures: int
    n_tables: int
    faults: tuple[str, ...]

    def in_words(self) -> str:
        """What it holds and what it does not, in one line.

        >>> Brief("Title", (), 2, 1, ("Left out: acts. Its picture acts.png is missing.",)).in_words()
        '2 figures and 1 table. 1 thing is wrong: Left out: acts. Its picture acts.png is missing. Save these again ...'
        """
        held = f"{count_noun(self.n_figures, 'figure')} and {count_noun(self.n_tables, 'table')}"
        if not self.faults:
            return f"{held}. Nothing was left out."
        wrong = f"{count_noun(len(self.faults), 'thing')} {'is' if len(self.faults) == 1 else 'are'} wrong"
        return f"{held}. {wrong}: {' '.join(self.faults)} {AGAIN}"


def write_brief(
    folder: str | os.PathLike[str],
    path: str | os.PathLike[str] | None = None,
    *,
    title: str | None = None,
    figures: Sequence[str] | None = None,
) -> Path:
    """Write a Word document, and a Markdown file of the same content, from the bundles of a folder.

    Parameters
    ----------
    folder
        of bundles, as `save_figure` and `save_table` wrote them
    path
        of the Word document, which ends in `.docx`; the Markdown file goes beside it. Default: `brief.docx` in a
        folder `reports` beside `folder`
    title
        `TITLE` when not given
    figures
        names of the bundles to show, in this order; all of them in the order of their names when not given

    Returns
    -------
    Path
        of the Word document

    Raises
    ------
    InputError
        when the folder holds no bundle that can be used, when `figures` names one that is not there, or when the
        files cannot be written. A damaged bundle is no error: the last section of the brief says what is left out.

    Examples
    --------
    >>> import tempfile
    >>> import corpus_lib as cl
    >>> corpus, folder = cl.build_corpus("seeds"), tempfile.mkdtemp()
    >>> _ = cl.save_table(cl.profile_outlets(corpus), "outlets", caption="Outlets.", corpus=corpus, folder=folder)
    >>> path = write_brief(folder, f"{folder}/brief.docx", title="Outlets")
    >>> path.with_suffix(".md").read_text("utf-8").splitlines()[0]
    '# Outlets'
    """
    return save_brief(plan_brief(folder, title=title, figures=figures), place_brief(folder, path))


def plan_brief(
    folder: str | os.PathLike[str], *, title: str | None = None, figures: Sequence[str] | None = None
) -> Brief:
    """Read the bundles and compose the brief, without writing anything.

    Raises
    ------
    InputError
        as `write_brief`

    Examples
    --------
    >>> plan_brief("no/such/folder")
    Traceback (most recent call last):
    corpus_lib.errors.InputError: ...: there are no figures to make a brief of. Remedy: run `corpus run` first.
    """
    bundles, faults = read_bundles(Path(folder))
    order = "Figures and tables stand in the order of the names of their files."
    if figures is not None:
        bundles, faults = _pick(bundles, faults, figures, folder)
        order = "Figures and tables stand in the order that was asked for."
    if not bundles:
        what = " ".join(
            ["there are no figures to make a brief of", *(f"({fault})" for fault in faults.values())]
        )
        raise InputError(what, where=os.fspath(folder), remedy="run `corpus run` first")
    title, wrong = (title or "").strip() or TITLE, tuple(faults.values())
    n_figures = sum(isinstance(bundle.content, Picture) for bundle in bundles)
    blocks = compose(title, bundles, wrong, order)
    return Brief(title, tuple(blocks), n_figures, len(bundles) - n_figures, wrong)


def _pick(
    bundles: Sequence[Bundle], faults: Mapping[str, str], names: Sequence[str], folder: str | os.PathLike[str]
) -> tuple[list[Bundle], dict[str, str]]:
    """The named bundles in the order of the names, and what is wrong with those of them that are damaged."""
    held = {bundle.name: bundle for bundle in bundles}
    for name in names:
        if name not in held and name not in faults:
            remedy = f"use some of {', '.join(held)}" if held else "run `corpus run` first"
            raise InputError(f"there is no figure {name!r}", where=os.fspath(folder), remedy=remedy)
    order = dict.fromkeys(names)  # a name given twice is shown once
    return [held[name] for name in order if name in held], {n: faults[n] for n in order if n in faults}


def place_brief(folder: str | os.PathLike[str], path: str | os.PathLike[str] | None) -> Path:
    """Where the brief goes; never where it would replace the caption of a bundle.

    >>> place_brief("data/figures", None).as_posix()
    'data/reports/brief.docx'
    """
    target = Path(path) if path is not None else Path(folder).parent / "reports" / "brief.docx"
    if target.suffix.lower() != ".docx":
        raise InputError("the name of a Word document is needed", where=str(target), remedy="end it in .docx")
    if target.with_suffix(".json").exists():
        raise InputError("a bundle has this name", where=str(target), remedy="give the brief another one")
    return target


def save_brief(brief: Brief, path: Path) -> Path:
    """Write both files.

    Raises
    ------
    InputError
        when they cannot be written

    Examples
    --------
    >>> import tempfile
    >>> save_brief(Brief("Title", (), 0, 0, ()), Path(tempfile.mkdtemp(), "brief.docx")).name
    'brief.docx'
    """
    document, words = write_word(brief.title, brief.blocks), write_markdown(path, brief.blocks)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(document)
        path.with_suffix(".md").write_text(words, encoding="utf-8", newline="\n")
    except OSError as error:
        remedy = "close it in Word, or write it elsewhere"
        raise InputError(f"cannot be written ({error.strerror})", where=str(path), remedy=remedy) from error
    return path
