"""The article as one reads it to check a number: its words, who says them, and everything that was read from them.

Everything of an article goes through `html.escape`; a view loads nothing and runs nothing.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.article_marks import (
    CHOSEN_LOOK,
    DATE_LOOK,
    PARTY_LOOK,
    SIDE_LOOKS,
    TARGET_LOOK,
    Mark,
    Rows,
    find_marks,
    rows_of,
    tell_days,
    tell_relation,
    tell_speaker,
    tell_time,
)
from corpus_lib.views import Row, View, pick_article, show_table, tell_reason, text_of

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

_PARAGRAPH = '<p style="margin:.5em 0">'


def show_article(
    corpus: Corpus,
    article_id: str | None = None,
    *,
    removed: bool = False,
    chosen: tuple[int, int] | None = None,
) -> View:
    """An article with its voices shaded by side, its targets, acts and dates marked, and what is known of it as a whole.

    Parameters
    ----------
    corpus
        from `build_corpus`
    article_id
        as in `corpus.articles`; the first article when not given
    removed
        also the lines that cleaning removed, in their places, with the reason
    chosen
        start and end in `articles.text` of a passage to point out

    Raises
    ------
    InputError
        when there is no such article

    Examples
    --------
    >>> import corpus_lib as cl
    >>> view = show_article(cl.build_corpus("seeds"))
    >>> print(str(view).splitlines()[0])
    US-China relations after the balloon incident
    """
    article = pick_article(corpus, article_id)
    if article is None:
        return View("<p>No articles.</p>", "No articles.")
    name, text = str(article["article_id"]), str(article["text"])
    rows = rows_of(corpus, name)
    marks = find_marks(rows)
    if chosen is not None:
        marks.append(Mark(*chosen, CHOSEN_LOOK))
    paragraphs = _paragraphs(text, marks, chosen)
    spoken = _spoken(rows["attributions"], text)
    html, plain = _with_lines(paragraphs, spoken.split("\n"), rows["lines"], removed)
    title, *known = _known(article.to_dict(), rows["credits"])
    head = "<br>".join(map(escape, known))
    parts = [f"<h3>{escape(title)}</h3>", f"<p><small>{head}</small></p>", _legend(), *html, _lists(rows)]
    return View("\n".join(parts), "\n".join([title, *known, "", *plain]))


def _known(row: Row, credited: Sequence[Row]) -> list[str]:
    """What is known of the article as a whole, a line each, its title first."""
    country = text_of(row, "outlet_country")
    outlet = (text_of(row, "outlet") or "outlet not known") + (f" ({country})" if country else "")
    days = tell_days(row["published_earliest"], row["published_latest"])
    day = f"published {days} (rule {text_of(row, 'published_rule')})" if days else "date not known"
    signed = f"by {text_of(row, 'byline')}" if text_of(row, "byline") else ""
    translated = "machine-translated" if row["machine_translated"] is True else ""
    first = " · ".join(filter(None, [outlet, day, text_of(row, "genre"), signed, translated]))
    credit = [f"credits {c['credited_outlet']} ({c['kind']}): “{c['text']}”" for c in credited]
    cleaned = f"{100 * row['removed_share']:.0f} % of the characters removed by cleaning"
    address = text_of(row, "url")
    title = text_of(row, "title") or "(no title)"
    return [title, first, *credit, *filter(None, [address]), cleaned]


def _spoken(statements: Sequence[Row], text: str) -> str:
    """The text with every statement in brackets after its speaker; of two that overlap the first."""
    pieces = sorted(
        (start, end, tell_speaker(row))
        for row in statements
        for start, end in json.loads(row["content_spans"])
    )
    spoken, at = "", 0
    for start, end, who in pieces:
        if at <= start < end <= len(text):
            spoken += f"{text[at:start]}[{who}: {text[start:end]}]"
            at = end
    return spoken + text[at:]


def _paragraphs(text: str, marks: list[Mark], chosen: tuple[int, int] | None) -> list[str]:
    """The paragraphs as HTML: cut wherever a mark begins or ends, each piece with the looks of all marks over it."""
    marks = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    begin, stop = defaultdict(list), defaultdict(list)
    for mark in marks:
        begin[mark.start].append(mark)
        stop[mark.end].append(mark)
    breaks = {n for n, character in enumerate(text) if character == "\n"}
    cuts = sorted({0, len(text), *begin, *stop, *breaks, *(n + 1 for n in breaks)})
    shown, over = [""], list[Mark]()
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        shown[-1] += "".join(mark.after for mark in stop[start])
        over = [mark for mark in over if mark.end > start] + begin[start]
        if start in breaks:
            shown.append("")
        elif start < end:
            shown[-1] += _piece(text[start:end], over, chosen is not None and start == chosen[0])
    return shown


def _piece(words: str, over: list[Mark], first: bool) -> str:
    if not over:
        return escape(words)
    look = ";".join(dict.fromkeys(mark.look for mark in over))
    told = " · ".join(dict.fromkeys(mark.told for mark in over if mark.told))
    name = ' class="chosen"' if first else ""
    hover = f' title="{escape(told)}"' if told else ""
    return f'<span{name} style="{look}"{hover}>{escape(words)}</span>'


def _with_lines(
    paragraphs: list[str], texts: list[str], lines: Sequence[Any], removed: bool
) -> tuple[list[str], list[str]]:
    """The paragraphs in order, and where they are wanted the removed lines between them."""
    if not removed or sum(bool(line["kept"]) for line in lines) != len(paragraphs):
        return [f"{_PARAGRAPH}{shown}</p>" for shown in paragraphs], texts
    html, plain, at = [], [], 0
    for line in lines:
        if line["kept"]:
            html.append(f"{_PARAGRAPH}{paragraphs[at]}</p>")
            plain.append(texts[at])
            at += 1
        elif str(line["text"]).strip():
            why = tell_reason(line["reason"])
            gone = f'<del style="opacity:.6">{escape(str(line["text"]))}</del> [{escape(why)}]'
            html.append(f'<p class="note" style="margin:.3em 0;opacity:.8"><small>{gone}</small></p>')
            plain.append(f"[removed: {why}] {line['text']}")
    return html, plain


def _legend() -> str:
    sides = " · ".join(
        f'<span style="{look}">{escape(side or "side not known")}</span>' for side, look in SIDE_LOOKS.items()
    )
    marks = (
        f'<span style="{TARGET_LOOK}">a target</span>, + or − how it is judged; '
        f'<span style="{PARTY_LOOK}">who acts, and towards whom</span>; <span style="{DATE_LOOK}">a date</span>'
    )
    return f"<p><small>Plain: the article's own voice. Said by others, by side: {sides}. {marks}. Point at a mark to read what is known.</small></p>"


def _lists(rows: Rows) -> str:
    """The same as lists, for those who cannot point: they open and close by themselves."""
    acts = [row for row in rows["relations"] if text_of(row, "event")]
    times = rows["time_expressions"]
    lists = {
        f"Who does what to whom ({len(acts)})": pd.DataFrame(
            {"act": [tell_relation(row) for row in acts]}, dtype="str"
        ),
        f"Dates in this article ({len(times)})": pd.DataFrame(
            {"words": [row["text"] for row in times], "meaning": [tell_time(row) for row in times]},
            dtype="str",
        ),
    }
    return "\n".join(
        f"<details><summary>{title}</summary>\n{show_table(table, max_characters=400).html}\n</details>"
        for title, table in lists.items()
    )
