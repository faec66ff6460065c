"""Widgets: the explorer, and the controls, table and picture that it is made of."""

from __future__ import annotations

import os
from typing import Any

from corpus_lib.bundles import FIGURES
from corpus_lib.corpus import Corpus
from corpus_lib.queries import Query
from corpus_lib.widgets.explorer import Explorer
from corpus_lib.widgets.look import Look


def explore(
    corpus: Corpus,
    kind: str = "acts",
    *,
    by: str | None = None,
    picture: str = "published",
    count: str = "passages",
    events: bool = False,
    period: str | None = None,
    order: str = "newest",
    show: str = "table",
    folder: str | os.PathLike[str] = FIGURES,
    **filters: Any,
) -> Explorer:
    """A widget to look through a corpus: choose, see how much there is and when, and read what stands behind it.

    Every part is a plain function as well: `select_passages`, `count_passages` with `plot_coverage`, `show_passages`,
    `find_words` with `show_words`, and `show_article`.

    Parameters
    ----------
    corpus
        from `build_corpus`
    kind, filters
        what is shown at first, as for `select_passages`
    by
        a column to tell apart in the picture, such as voice, side, outlet or quad
    picture
        published (when it came out), or for acts happened (when it happened and when it was told)
    count
        passages, or the articles that hold them
    events
        draw events of reference
    period
        the bar that is chosen, by its name, such as "May 2023"
    order
        of the rows: newest, oldest, or corpus
    show
        the rows as a table, as sentences, or the words found in their context: table, sentences, words
    folder
        where "Save figure" and "Save rows" write

    Raises
    ------
    InputError
        as `select_passages`, or when an option is none of these

    Examples
    --------
    >>> import corpus_lib as cl
    >>> explorer = explore(cl.build_corpus("seeds"), "acts", voice="quoted", by="side")
    >>> explorer.python.value.splitlines()[0]
    "cl.explore(corpus, 'acts', voice='quoted', by='side')"
    """
    look = Look(by, picture, count, events, period, order, show)
    return Explorer(corpus, Query.of(kind, **filters), look, folder)
