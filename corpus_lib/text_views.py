"""Views of articles' texts: who said what, and what two articles share, side by side.

Everything of an article goes through `html.escape`; a view loads nothing and runs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from difflib import SequenceMatcher
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.views import View

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: Background of quoted words, by how they are quoted. Legible in black and in white text, told apart in grey; a line
#: below them, solid or dotted, says the same without colour.
_LOOKS = {
    "direct": "background:#56b4e955;border-bottom:2px solid",
    "mixed": "background:#56b4e933;border-bottom:2px dashed",
    "indirect": "background:#e69f0033;border-bottom:2px dotted",
}
#: Most statements shown at once.
MAX_STATEMENTS = 50
#: Characters of the text shown before and after a statement.
CONTEXT = 80
#: Most shared passages shown at once.
MAX_PASSAGES = 20


def _titles(corpus: Corpus) -> dict[str, str]:
    articles = corpus.articles
    return dict(zip(articles["article_id"], articles["title"].fillna("(no title)"), strict=True))


def _who(row: Mapping[Hashable, Any]) -> str:
    """The speaker in words: the name, or the source's own words, and the country."""
    speaker, source, country = (
        None if pd.isna(row[name]) else str(row[name]) for name in ("speaker", "source", "speaker_country")
    )
    who = speaker or (f"“{source}”" if source else "source not named")
    return f"{who} ({country})" if country else who


def _marked(text: str, quote_type: str) -> str:
    return f'<span style="{_LOOKS[quote_type]}">{escape(text)}</span>'


def _inside(text: str, spans: list[list[int]], quote_type: str) -> str:
    """The pieces of a statement marked, the words between them as they are."""
    shown, at = "", spans[0][0]
    for start, end in spans:
        shown += escape(text[at:start]) + _marked(text[start:end], quote_type)
        at = end
    return shown


def show_statements(corpus: Corpus, **equals: object) -> View:
    """Statements in their context: the evidence behind every row and bar of the voices.

    Parameters
    ----------
    corpus
        from `build_corpus`
    equals
        column of `corpus.attributions` = a value, a list of values, or None for "not known"; all statements when
        nothing is given

    Raises
    ------
    InputError
        when there is no such column

    Examples
    --------
    >>> import corpus_lib as cl
    >>> view = show_statements(cl.build_corpus("seeds"), speaker="Vivian Balakrishnan")
    >>> "mutual respect" in str(view)
    True
    """
    found = corpus.attributions
    for column, value in equals.items():
        if column not in found:
            remedy = f"use one of {', '.join(found.columns)}"
            raise InputError(f"attributions have no column {column!r}", remedy=remedy)
        values = list(value) if isinstance(value, (list, tuple, set)) else [value]
        found = found[found[column].isna() if value is None else found[column].isin(values)]
    texts = dict(zip(corpus.articles["article_id"], corpus.articles["text"], strict=True))
    titles = _titles(corpus)
    html, plain = [], []
    for row in found.head(MAX_STATEMENTS).to_dict("records"):
        text, spans = str(texts[row["article_id"]]), json.loads(row["content_spans"])
        start, end = spans[0][0], max(e for _, e in spans)
        before, after = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        rules = f"rules {row['rule']} and {row['speaker_rule']}"
        note = f"{titles[row['article_id']]} · {row['quote_type']}, {_who(row)}, {rules}"
        inside = _inside(text, spans, row["quote_type"])
        shown = f"<p>… {escape(before)}{inside}{escape(after)} …<br><small>{escape(note)}</small></p>"
        html.append(shown.replace("\n", " "))
        plain.append(f"… {before}[{text[start:end]}]{after} …\n    {note}")
    more = len(found) - len(html)
    last = f"{len(found):,} statement{'' if len(found) == 1 else 's'}" + (
        f", of which {more:,} are not shown" if more else ""
    )
    return View("\n".join([*html, f"<p>{last}</p>"]), "\n".join([*plain, last]))


def show_reuse(corpus: Corpus, *, kind: str | None = None) -> View:
    """Shared passages side by side, the words that both have in bold.

    Parameters
    ----------
    corpus
        from `build_corpus`
    kind
        only verbatim, near or paraphrase; all when not given

    Examples
    --------
    >>> import corpus_lib as cl
    >>> view = show_reuse(cl.build_corpus("seeds"))
    >>> "paraphrase" in str(view)
    True
    """
    reuse = corpus.reuse if kind is None else corpus.reuse[corpus.reuse["kind"] == kind]
    if reuse.empty:
        return View("<p>No shared passages.</p>", "No shared passages.")
    titles = _titles(corpus)
    reuse = reuse.sort_values("n_words", ascending=False, kind="stable")
    html, plain = [], []
    for row in reuse.head(MAX_PASSAGES).to_dict("records"):
        names = [titles[row["article_a"]], titles[row["article_b"]]]
        speaker = "" if pd.isna(row["speaker"]) else f", {row['speaker']}"
        what = f"{row['kind']}{speaker}, {row['n_words']} words, {100 * row['similarity']:.0f} % shared"
        cells = [
            "".join(f"<b>{escape(w)}</b>" if shared else escape(w) for w, shared in side)
            for side in _side_by_side(row["text_a"], row["text_b"])
        ]
        look = 'style="text-align:left;vertical-align:top;width:50%;white-space:normal"'
        html.append(
            f"<table><caption>{escape(what)}</caption><thead><tr>"
            + "".join(f"<th {look}>{escape(name)}</th>" for name in names)
            + "</tr></thead><tbody><tr>"
            + "".join(f"<td {look}>{cell}</td>" for cell in cells)
            + "</tr></tbody></table>"
        )
        plain.append(f"{what}\n  {names[0]}: {row['text_a']}\n  {names[1]}: {row['text_b']}")
    more = len(reuse) - len(html)
    if more:
        html.append(f"<p>{more:,} more are not shown.</p>")
        plain.append(f"{more:,} more are not shown.")
    return View("\n".join(html), "\n".join(plain))


def _side_by_side(a: str, b: str) -> list[list[tuple[str, bool]]]:
    """The words of both texts, and whether the other has them too, in the same order.

    >>> _side_by_side("Talks go on", "Talks end")[1]
    [('Talks ', True), ('end', False)]
    """
    words = [list(_words(a)), list(_words(b))]
    keys = [["".join(filter(str.isalnum, word)).casefold() for word in side] for side in words]
    shared: list[set[int]] = [set(), set()]
    for block in SequenceMatcher(a=keys[0], b=keys[1], autojunk=False).get_matching_blocks():
        for side, start in enumerate((block.a, block.b)):
            shared[side].update(n for n in range(start, start + block.size) if keys[side][n])
    return [[(word, n in shared[side]) for n, word in enumerate(words[side])] for side in (0, 1)]


def _words(text: str) -> Iterator[str]:
    """Words with the blank after them, so that joined they are the text with single blanks."""
    words = text.split()
    yield from (word + (" " if n < len(words) - 1 else "") for n, word in enumerate(words))
