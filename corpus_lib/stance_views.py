"""Views of stance: each article's spans as they stand in the text, with who does what to whom, and in whose voice.

Everything of an article goes through `html.escape`; a view loads nothing and runs nothing. An article opens and closes by
`<details>`, which browsers do by themselves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.drawing import count_noun, format_day
from corpus_lib.stance import rate_articles
from corpus_lib.stance_figures import CONFLICT, COOPERATION, OWN, format_value
from corpus_lib.stance_spans import collect_stance
from corpus_lib.views import Row, View, pick_article, text_of

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: How actor and target are marked: colours of Okabe and Ito, and lines that say the same without colour.
_LOOKS = {
    "actor": "background:#e69f0055;border-bottom:2px solid",
    "target": "background:#56b4e955;border-bottom:2px dotted",
}
_LEGEND = " · ".join(f'<span style="{look}">{part}</span>' for part, look in _LOOKS.items())
#: Most articles shown at once; with their spans they fill a long page.
MAX_ARTICLES = 100
#: Most spans shown of an article, which few articles reach.
MAX_SPANS = 50
#: Width of a side of an article's bar, in widths of a letter.
_BAR = 7.0

#: Spans of the parts of a sentence, from the start of the sentence: start, end, part.
Marks = list[tuple[int, int, str]]


def show_stance(corpus: Corpus, article_id: str | None = None) -> View:
    """Articles from the most conflictual to the most cooperative; each opens into its spans.

    Parameters
    ----------
    corpus
        from `build_corpus`
    article_id
        as in `corpus.articles`: this article only, opened; all when not given

    Raises
    ------
    InputError
        when there is no such article

    Examples
    --------
    >>> import corpus_lib as cl
    >>> view = show_stance(cl.build_corpus("seeds"))
    >>> view.html.count("<details"), str(view).splitlines()[-1]
    (5, '5 articles')
    """
    if article_id is not None:
        pick_article(corpus, article_id)
        corpus = corpus.where(article_id=article_id)
    spans = collect_stance(corpus)
    rated = rate_articles(corpus, spans)
    ids = list(rated["article_id"].unique())
    shown = ids[:MAX_ARTICLES]
    of_articles = {name: of_article for name, of_article in spans.groupby("article_id") if name in set(shown)}
    marks = _marks(corpus, spans[spans["article_id"].isin(shown)])
    most = max([1, *rated.groupby("article_id")[["n_conflict", "n_cooperation"]].sum().max(axis=1)])
    views = [
        _article(of_article, of_articles.get(name, spans.head(0)), marks, most, opened=article_id is not None)
        for name, of_article in rated[rated["article_id"].isin(shown)].groupby("article_id", sort=False)
    ]
    last = tell_left_out(len(ids), len(shown), "article")
    head = (
        f"<p>Left: spans of conflict; right: of cooperation; pale: quoted. In the sentences: {_LEGEND}.</p>"
    )
    return View(
        "\n".join([head, *(html for html, _ in views), f"<p>{last}</p>"]),
        "\n".join([*(plain for _, plain in views), last]),
    )


def show_spans(spans: pd.DataFrame, n: int = 20, *, corpus: Corpus | None = None) -> View:
    """The sentences behind any table of spans.

    Parameters
    ----------
    spans
        from `collect_stance`, `collect_judgements`, `collect_blame`, `compare_word_counting` or `collect_events`, or some
        rows of it
    n
        most spans shown; how many more there are is said below
    corpus
        what the spans were made from: with it actor and target are marked and the article's title is told

    Examples
    --------
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> spans = cl.collect_stance(corpus)
    >>> view = show_spans(spans[spans["mode"] == "alleged"], 1, corpus=corpus)
    >>> "[target: the US]" in str(view) or "[actor: " in str(view)
    True
    """
    head = spans.head(max(n, 0))
    marks = {} if corpus is None else _marks(corpus, head)
    titles: dict[str, str] = {}
    if corpus is not None:
        articles = corpus.articles[corpus.articles["article_id"].isin(head["article_id"])]
        titles = dict(zip(articles["article_id"], articles["title"].fillna("(no title)"), strict=True))
    views = [_span(row, marks, titles.get(row["article_id"], "")) for row in head.to_dict("records")]
    last = tell_left_out(len(spans), len(head), "span")
    legend = [] if corpus is None else [f"<p>In the sentences: {_LEGEND}.</p>"]
    return View(
        "\n".join([*legend, *(html for html, _ in views), f"<p>{last}</p>"]),
        "\n".join([*(plain for _, plain in views), last]),
    )


def tell_left_out(n: int, n_shown: int, noun: str) -> str:
    """How many there are, and how many of them are not shown.

    >>> tell_left_out(5, 3, "span")
    '5 spans, of which 2 are not shown'
    """
    left = n - n_shown
    return count_noun(n, noun) + (
        f", of which {left:,} {'is' if left == 1 else 'are'} not shown" if left else ""
    )


def _article(
    rated: pd.DataFrame, spans: pd.DataFrame, marks: Mapping[Any, Marks], most: int, *, opened: bool
) -> tuple[str, str]:
    """An article with its bar and its spans, as HTML and as text."""
    first = rated.iloc[0].to_dict()
    title = text_of(first, "title") or "(no title)"
    day = "" if pd.isna(first["published"]) else format_day(first["published"])
    known = ", ".join(part for part in (text_of(first, "outlet"), day) if part)
    counts = " · ".join(part for part in (known, _counts(rated)) if part)
    views = [_span(row, marks, "") for row in spans.head(MAX_SPANS).to_dict("records")]
    more = [tell_left_out(len(spans), len(views), "span")] if len(spans) > len(views) else []
    summary = f"{_bar(rated, most)} <b>{escape(title)}</b> <small>{escape(counts)}</small>"
    body = "\n".join([*(html for html, _ in views), *(f"<p>{words}</p>" for words in more)])
    html = f"<details{' open' if opened else ''}><summary>{summary}</summary>\n{body}\n</details>"
    if spans.empty:
        html = f'<details style="opacity:.65"><summary>{summary}</summary>\n<p>No span.</p>\n</details>'
    plain = "\n".join([f"{title} ({counts})", *(f"  {plain}" for _, plain in views), *more])
    return html, plain


def _counts(rated: pd.DataFrame) -> str:
    conflict, cooperation, total = (
        int(rated[name].sum()) for name in ("n_conflict", "n_cooperation", "n_spans")
    )
    neither = total - conflict - cooperation
    words = f"{conflict:,} conflict · {cooperation:,} cooperation" + (
        f" · {neither:,} neither" if neither else ""
    )
    return words if total else "no span"


def _bar(rated: pd.DataFrame, most: int) -> str:
    """Conflict to the left and cooperation to the right of a line, the article's own voice next to it."""
    counts = rated.set_index("voice")
    sides = []
    for column, colour, voices in (
        ("n_conflict", CONFLICT, ("quoted", "author")),
        ("n_cooperation", COOPERATION, ("author", "quoted")),
    ):
        parts = "".join(
            f'<span style="display:inline-block;height:.8em;width:{_BAR * counts[column].get(voice, 0) / most:.2f}ch;'
            f'background:{colour};opacity:{1 if voice == "author" else 0.5}"></span>'
            for voice in voices
        )
        end = "text-align:right" if column == "n_conflict" else "border-left:1px solid"
        sides.append(f'<span style="display:inline-block;width:{_BAR + 0.5}ch;{end}">{parts}</span>')
    return "".join(sides)


def _span(row: Row, marks: Mapping[Any, Marks], title: str) -> tuple[str, str]:
    """A span's sentence and what is known of it, as HTML and as text."""
    text = str(row["sentence"])
    html, plain, at = "", "", 0
    for start, end, part in marks.get(_key(row), []):
        if at <= start < min(end, len(text)):
            words = text[start:end]
            html += f'{escape(text[at:start])}<span style="{_LOOKS[part]}">{escape(words)}</span>'
            plain += f"{text[at:start]}[{part}: {words}]"
            at = start + len(words)
    note = " · ".join(part for part in (title, *_notes(row)) if part)
    html = f'<p style="margin:.4em 1em">{html}{escape(text[at:])}<br><small>{escape(note)}</small></p>'
    return " ".join(html.split("\n")), " ".join(f"{plain}{text[at:]}".split("\n")) + f"\n    {note}"


def _notes(row: Row) -> list[str]:
    """What is known of a span, in words."""
    blamer, blamed = (text_of(row, name) or "not known" for name in ("blamer", "blamed"))
    blames = f"{row['kind']}: {blamer} blames {blamed}" if "blamer" in row else ""
    actor, target, direction = (text_of(row, name) for name in ("actor", "target", "direction"))
    whom = f"{actor} → {target}" if actor else f"{row['kind']} of {target}"
    where = f" ({direction})" if direction not in ("", whom) else ""
    what = ", ".join(part for part in (text_of(row, "event"), text_of(row, "mode").replace("_", " ")) if part)
    counted = f"words counted: {row['counted']} ({row['agreement']})" if "counted" in row else ""
    value = f"value {format_value(row['value'])}" if "value" in row else ""
    return [blames, whom + where, what, value, tell_voice(row), counted, _when(row)]


def _when(row: Row) -> str:
    """The days of an act and the rule that gave them; nothing where both ends are open."""
    first, last = (row.get(name) for name in ("event_earliest", "event_latest"))
    low, high = ("" if day is None or pd.isna(day) else format_day(day) for day in (first, last))
    days = low if low == high else f"{low or '…'} to {high or '…'}"
    why = ", ".join(part for part in (text_of(row, "time_rule"), text_of(row, "told_as")) if part)
    return f"happened {days} ({why})" if days else ""


def tell_voice(row: Row) -> str:
    """Who says it, in words: `voice` (quoted where the row has none), `speaker` and `side`.

    >>> tell_voice({"voice": "quoted", "speaker": "Wang Yi", "side": "China"})
    'quoted: Wang Yi (China)'
    """
    if row.get("voice") == "author":
        return OWN
    side = text_of(row, "side")
    return f"quoted: {text_of(row, 'speaker') or 'speaker not known'}{f' ({side})' if side else ''}"


def _key(row: Row) -> tuple[Any, ...]:
    return row["article_id"], row["sentence_id"], text_of(row, "actor"), row["target"]


def _marks(corpus: Corpus, spans: pd.DataFrame) -> dict[Any, Marks]:
    """Where actor and target of the spans stand in their sentences."""
    ids = spans["article_id"].unique()
    sentences = corpus.sentences[corpus.sentences["article_id"].isin(ids)]
    starts = {(name, n): start for name, n, start, _ in sentences.itertuples(index=False, name=None)}
    found: dict[Any, Marks] = defaultdict(list)
    for row in corpus.relations[corpus.relations["article_id"].isin(ids)].to_dict("records"):
        start = starts[row["article_id"], row["sentence_id"]]
        found[_key(row)] += [
            (row[f"{part}_start"] - start, row[f"{part}_end"] - start, part) for part in _LOOKS
        ]
    for row in corpus.mentions[corpus.mentions["article_id"].isin(ids)].to_dict("records"):
        start = starts[row["article_id"], row["sentence_id"]]
        found[_key(row)].append((row["start"] - start, row["end"] - start, "target"))
    return {key: sorted(marks) for key, marks in found.items()}
