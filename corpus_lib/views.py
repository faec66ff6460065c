"""Views: an article before and after cleaning, and tables with long texts, as HTML that is safe to show.

Whatever stands in an article is shown as text: every piece goes through `html.escape`, so that markup saved
with a page is read and not run, and a `$` is not taken for a formula. A view loads nothing and runs
nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.line_rules import RULES
from corpus_lib.resources import read_page

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: Longest text in a cell, in characters: about three lines of a table with five columns.
MAX_CHARACTERS = 160
#: Most rows shown of a table; browsers become slow from some thousand rows on.
MAX_ROWS = 200
#: Tells MathJax, which JupyterLab runs over every output, to leave dollar signs alone.
_PLAIN = "tex2jax_ignore mathjax_ignore"

#: A row of a table by the names of its columns.
Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class View:
    """Something to look at: HTML in a notebook, `text` elsewhere.

    >>> View("<p>Talks</p>", "Talks")
    Talks
    """

    html: str
    text: str

    def _repr_html_(self) -> str:
        return f'<div class="{_PLAIN}">{self.html}</div>'

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Page:
    """A page of prose, in Markdown.

    >>> Page("# Talks")
    # Talks
    """

    text: str

    def _repr_markdown_(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def show_method() -> Page:
    """How stance is read, what was measured, and what it does not say: one page with its sources.

    >>> print(str(show_method()).splitlines()[0])
    # How stance is read, and what it does not say
    """
    return Page(read_page("stance.method"))


def show_cleaning(corpus: Corpus, article_id: str | None = None) -> View:
    """An article as it came: kept lines as they are, removed lines struck through, with the reason in words.

    Parameters
    ----------
    corpus
        from `build_corpus`
    article_id
        as in `corpus.articles`; the first article when not given

    Raises
    ------
    InputError
        when there is no such article

    Examples
    --------
    >>> import corpus_lib as cl
    >>> view = show_cleaning(cl.build_corpus("seeds"))
    >>> print(str(view).splitlines()[0])
    US-China relations after the balloon incident
    """
    article = pick_article(corpus, article_id)
    if article is None:
        return View("<p>No articles.</p>", "No articles.")
    title = "(no title)" if pd.isna(article["title"]) else str(article["title"])
    share = f"{100 * article['removed_share']:.0f} % of the characters removed."
    lines = corpus.lines[corpus.lines["article_id"] == article["article_id"]]
    shown = [
        (str(row.text), None if row.kept else tell_reason(row.reason))
        for row in lines.itertuples()
        if str(row.text).strip()
    ]
    body = "\n".join(_line_html(text, why) for text, why in shown)
    plain = "\n".join(text if why is None else f"[removed: {why}] {text}" for text, why in shown)
    head = f"<p><b>{escape(title)}</b><br>{share} Struck through: removed, with the reason.</p>"
    return View(f"{head}\n{body}", f"{title}\n{share}\n\n{plain}")


def pick_article(corpus: Corpus, article_id: str | None) -> pd.Series[Any] | None:
    """The row of `corpus.articles` with this id; the first one when none is given, None when there is none.

    Raises
    ------
    InputError
        when there is no such article

    Examples
    --------
    >>> import corpus_lib as cl
    >>> pick_article(cl.build_corpus("seeds"), None)["language"]
    'en'
    """
    articles = corpus.articles
    if article_id is None and articles.empty:
        return None
    chosen = articles[articles["article_id"] == (article_id or articles["article_id"].iloc[0])]
    if chosen.empty:
        remedy = "take an article_id of corpus.articles"
        raise InputError("no such article", where=f"article {article_id!r}", remedy=remedy)
    return chosen.iloc[0]


def text_of(row: Row, name: str) -> str:
    """A value of a row as text; nothing for what is not known.

    >>> text_of({"outlet": None}, "outlet")
    ''
    """
    value = row.get(name)
    return "" if value is None or pd.isna(value) else str(value)


def tell_reason(reason: object) -> str:
    """Why a line was removed, in words.

    >>> tell_reason("byline")
    'the byline or date line'
    """
    return next((rule.why for rule in RULES if rule.reason == reason), str(reason))


def _line_html(text: str, why: str | None) -> str:
    if why is None:
        return f'<p style="margin:.4em 0">{escape(text)}</p>'
    note = f'<small style="opacity:.85"> [{escape(why)}]</small>'
    return f'<p style="margin:.4em 0"><del style="opacity:.6">{escape(text)}</del>{note}</p>'


def show_table(
    frame: pd.DataFrame, *, max_characters: int = MAX_CHARACTERS, max_rows: int = MAX_ROWS
) -> View:
    """A table to read: long texts clipped, days without hours, empty cells for what is not known.

    Parameters
    ----------
    frame
        any table
    max_characters
        longest text in a cell
    max_rows
        most rows; how many more there are is said below

    Examples
    --------
    >>> view = show_table(pd.DataFrame({"title": ["<b>Talks</b> resume"], "n": [3]}))
    >>> "&lt;b&gt;Talks" in view._repr_html_()
    True
    """
    cells = frame.head(max_rows)
    columns = [
        [cell_text(value, max_characters) for value in cells.iloc[:, n]] for n in range(cells.shape[1])
    ]
    rows = [*zip(*columns, strict=True)]
    left = len(frame) - len(cells)
    note = f"{len(frame):,} row{'' if len(frame) == 1 else 's'}"
    note += f", of which {left:,} are not shown" if left else ""
    head = "".join(f'<th style="text-align:left">{escape(str(column))}</th>' for column in frame.columns)
    body = "\n".join(f"<tr>{''.join(map(_cell_html, row))}</tr>" for row in rows)
    html = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table>\n<p>{note}</p>"
    text = pd.DataFrame(rows, columns=frame.columns).to_string(index=False) if rows else "no rows"
    return View(html, f"{text}\n{note}")


def _cell_html(text: str) -> str:
    look = "text-align:left;vertical-align:top;max-width:30em;white-space:normal"
    return f'<td style="{look}">{escape(text)}</td>'


def cell_text(value: object, max_characters: int) -> str:
    """One value in words.

    >>> [cell_text(v, 9) for v in (None, 2.0, 0.5, True, pd.Timestamp("2023-05-13"), "a very long text")]
    ['', '2.00', '0.50', 'yes', '2023-05-13', 'a very l…']
    """
    if not isinstance(value, (list, tuple, dict, set)) and pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if value == value.normalize() else f"{value:%Y-%m-%d %H:%M}"
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}"
    text = " ".join(str(value).split())
    return text if len(text) <= max_characters else f"{text[: max_characters - 1]}…"
