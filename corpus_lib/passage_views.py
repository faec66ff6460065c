"""Views of passages: each in its sentence, and words in their context, with outlet, day and voice.

Everything of an article goes through `html.escape`; a view loads nothing and runs nothing.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from corpus_lib.drawing import format_day
from corpus_lib.stance_views import show_spans, tell_left_out, tell_voice
from corpus_lib.text_views import show_statements
from corpus_lib.views import Row, View, text_of

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: Most passages shown at once: three screens of print.
MAX_PASSAGES = 30
#: Characters shown of the beginning of an article.
LEAD = 300
_CELL = "text-align:left;vertical-align:top;white-space:normal"


def show_words(matches: pd.DataFrame, corpus: Corpus, n: int = MAX_PASSAGES) -> View:
    """Words in their context, one match a line, with outlet, day of publication and who says it.

    Parameters
    ----------
    matches
        from `find_words`, or some rows of it
    corpus
        that they were found in
    n
        most matches shown; how many more there are is said below

    Examples
    --------
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> view = show_words(cl.find_words(corpus, "balloon"), corpus, 2)
    >>> "the article's own voice" in str(view), str(view).splitlines()[-1]
    (True, '... matches, of which ... are not shown')
    """
    head = matches.head(max(n, 0))
    known = _articles(corpus, head)
    rows = [(row, _where(known[row["article_id"]]), tell_voice(row)) for row in head.to_dict("records")]
    html = "\n".join(_line(row, where, who) for row, where, who in rows)
    names = ("before", "", "after", "outlet and day", "voice")
    sides = ("right", "left", "left", "left", "left")
    titles = "".join(
        f'<th style="text-align:{side}">{name}</th>' for name, side in zip(names, sides, strict=True)
    )
    plain = [f"{r['before']}[{r['match']}]{r['after']}\n    {where} · {who}" for r, where, who in rows]
    last = tell_left_out(len(matches), len(head), "match")
    return View(
        f"<table><thead><tr>{titles}</tr></thead>\n<tbody>\n{html}\n</tbody></table>\n<p>{last}</p>",
        "\n".join([*plain, last]),
    )


def show_passages(passages: pd.DataFrame, corpus: Corpus, n: int = MAX_PASSAGES) -> View:
    """The sentences behind any passages, as they stand in the articles.

    Parameters
    ----------
    passages
        from `select_passages`, or some rows of it
    corpus
        that they were chosen from
    n
        most passages shown; how many more there are is said below

    Examples
    --------
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> str(show_passages(cl.select_passages(corpus, "articles"), corpus)).splitlines()[-1]
    '5 articles'
    """
    if "match" in passages:
        return show_words(passages, corpus, n)
    if "statement" in passages:
        return show_statements(corpus, attribution_id=passages["attribution_id"].tolist())
    if "sentence" in passages:
        return show_spans(passages, n, corpus=corpus)
    head = passages.head(max(n, 0))
    texts = corpus.articles.set_index("article_id")["text"]
    html, plain = [], []
    for row in head.to_dict("records"):
        title = text_of(row, "title") or "(no title)"
        lead = " ".join(str(texts[row["article_id"]])[:LEAD].split())
        html.append(
            f"<p><b>{escape(title)}</b><br>{escape(lead)} …<br><small>{escape(_where(row))}</small></p>"
        )
        plain.append(f"{title}\n    {lead} …\n    {_where(row)}")
    last = tell_left_out(len(passages), len(head), "article")
    return View("\n".join([*html, f"<p>{last}</p>"]), "\n".join([*plain, last]))


def _articles(corpus: Corpus, rows: pd.DataFrame) -> dict[str, Row]:
    articles = corpus.articles[corpus.articles["article_id"].isin(rows["article_id"])]
    return {row["article_id"]: row for row in articles.to_dict("records")}


def _where(row: Row) -> str:
    """Outlet and day in words."""
    outlet = text_of(row, "outlet") or "outlet not known"
    first, last = row["published_earliest"], row["published_latest"]
    if pd.isna(first) or pd.isna(last):
        return f"{outlet}, date not known"
    low, high = format_day(first), format_day(last)
    return f"{outlet}, {low if low == high else f'between {low} and {high}'}"


def _line(row: Row, where: str, who: str) -> str:
    before, match, after = (f"<bdi>{escape(str(row[name]))}</bdi>" for name in ("before", "match", "after"))
    cells = [
        f'<td style="{_CELL.replace("left", "right")}">{before}</td>',
        f'<td style="{_CELL}"><b>{match}</b></td>',
        *(f'<td style="{_CELL}">{cell}</td>' for cell in (after, escape(where), escape(who))),
    ]
    return f"<tr>{''.join(cells)}</tr>".replace("\n", " ")
