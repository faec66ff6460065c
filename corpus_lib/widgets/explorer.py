"""The explorer: controls, a picture, the passages behind it, and the article behind each passage.

One change of a control asks one query (`selection.Finder`); everything that is shown follows from its rows. Each part is the
same plain function that a notebook calls: `count_passages` and `plot_coverage` or `plot_event_dates`, `show_passages`,
`show_words`, `show_article`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as W  # noqa: N812  # as its own documentation does

from corpus_lib.article_views import show_article
from corpus_lib.bundles import save_figure, save_table
from corpus_lib.corpus import Corpus
from corpus_lib.drawing import count_noun
from corpus_lib.errors import CorpusError, InputError
from corpus_lib.passage_views import show_passages, show_words
from corpus_lib.queries import KINDS, Query
from corpus_lib.reference_events import list_events
from corpus_lib.selection import Finder
from corpus_lib.widgets.controls import LABELS, Controls
from corpus_lib.widgets.look import COUNTS, ORDERS, PICTURES, SHOWN, Look
from corpus_lib.widgets.pictures import Drawn, Part, draw_coverage, draw_event_dates
from corpus_lib.widgets.small import Pane, Picture, Turns
from corpus_lib.widgets.tables import MAX_ROWS, fill_table, make_table, order_rows

_STYLE = {"description_width": "5em"}


class Explorer(W.VBox):
    """The widget that `explore` makes. `rows` are the passages chosen, `query` is what was asked."""

    def __init__(self, corpus: Corpus, query: Query, look: Look, folder: str | os.PathLike[str]) -> None:
        look.check()
        self.corpus, self.folder, self.query = corpus, folder, query
        self._finder, self._events = Finder(corpus), list_events()
        self.rows = self._finder.select(query)
        self._part: Part | None = None
        self._turns = Turns()
        self._make_controls(query, look)
        self._make_views()
        super().__init__(self._lines(), _dom_classes=("corpus-explorer",))
        self._draw()
        if look.period is not None:
            self._choose(look.period)
        self._wire()

    def _make_controls(self, query: Query, look: Look) -> None:
        narrow = {"layout": W.Layout(width="auto", max_width="22em"), "style": _STYLE}
        self.controls = Controls(self._finder, query, self._turns)
        self.by = W.Dropdown(options=[("nothing", "")], description="Split by", **narrow)
        self.count = W.Dropdown(options=["passages", "articles"], description="Count", **narrow)
        self.picture_of = W.Dropdown(options=[("", "published")], description="Picture", **narrow)
        beside = {"indent": False, "layout": W.Layout(width="auto")}
        self.events = W.Checkbox(look.events, description="Events of reference", **beside)
        self.part = W.Dropdown(options=[("all", "")], description="Period", **narrow)
        orders = [(name, key) for key, (name, *_) in ORDERS.items()]
        self.order = W.Dropdown(options=orders, value=look.order, description="Order", **narrow)
        views = [(name, key) for key, name in SHOWN.items()]
        buttons = {
            "layout": W.Layout(width="auto"),
            "style": {"button_width": "11em", "description_width": "4em"},
        }
        self.shown = W.ToggleButtons(options=views, value=look.show, description="Show", **buttons)
        self.row = W.BoundedIntText(value=0, min=0, max=0, description="Read row", **narrow)
        self.removed = W.Checkbox(description="Removed lines", **beside)
        self.name = W.Text(value="explored", description="Save as", **narrow)
        self.save_picture = W.Button(description="Save figure")
        self.save_rows = W.Button(description="Save rows")
        self._offer_splits(look)

    def _make_views(self) -> None:
        self.message = W.HTML()
        self.found = W.HTML()
        self.picture = Picture()
        self.table = make_table(self.rows.head(0), self.query.kind)  # `_list` fills it
        self.sentences = W.HTML()
        self.article = Pane(label="Article")
        self.saved = W.HTML()
        self.python = W.Textarea(description="In Python", rows=2, style=_STYLE, layout=W.Layout(width="auto"))
        self.trouble = W.Output()

    def _lines(self) -> list[Any]:
        """Everything from top to bottom; what stands in a line breaks into several where there is no room."""

        def line(*parts: Any) -> W.Box:
            return W.Box(parts, layout=W.Layout(flex_flow="row wrap", align_items="center"))

        return [
            self.controls.box,
            self.message,
            line(self.picture_of, self.by, self.count, self.events),
            self.picture,
            line(self.part, self.order, self.shown),
            self.found,
            self.table,
            self.sentences,
            line(self.row, self.removed),
            self.article,
            line(self.name, self.save_picture, self.save_rows),
            self.saved,
            self.python,
            self.trouble,
        ]

    def _wire(self) -> None:
        self.controls.on_change(lambda: self._guarded(self._ask))
        for control in (self.by, self.count, self.picture_of, self.events):
            control.observe(lambda _: self._do(self._draw), "value")
        self.picture.on_click(lambda x, y: self._do(self._click, x, y))
        self.part.observe(lambda change: self._do(self._choose, change["new"]), "value")
        for control in (self.order, self.shown):
            control.observe(lambda _: self._do(self._list), "value")
        self.table.observe(lambda change: self._do(self._pick, change["new"]), "selected_rows")
        for control in (self.row, self.removed):
            control.observe(lambda _: self._do(self._read), "value")
        self.save_picture.on_click(lambda _: self._do(self._save_picture))
        self.save_rows.on_click(lambda _: self._do(self._save_rows))

    def _do(self, act: Callable[..., None], *given: Any) -> None:
        self._turns.take(self._guarded, act, *given)

    def _guarded(self, act: Callable[..., None], *given: Any) -> None:
        """Show what cannot be done, instead of losing it in a log that nobody opens."""
        self.message.value = ""
        with self.trouble:
            try:
                act(*given)
            except CorpusError as error:
                self.message.value = f'<p role="alert"><b>⚠ {escape(str(error))}</b></p>'

    def _ask(self) -> None:
        """The query of the controls, and everything that follows from it."""
        before = self.query.kind
        self.query = self.controls.query()
        self.rows = self._finder.select(self.query)
        if self.query.kind != before:
            self._offer_splits(self._look())
        self._draw()

    def _offer_splits(self, look: Look) -> None:
        """What can be told apart, counted and drawn of this kind."""
        kind = self.query.kind
        names = [name for name in LABELS if name in KINDS[kind].columns]
        self.by.options = [("nothing", ""), *((LABELS[name].lower(), name) for name in names)]
        self.by.value = look.by if look.by in names else ""
        counts = list(COUNTS) if kind != "articles" else list(COUNTS)[1:]
        self.count.options = [(KINDS[kind].many if name == "passages" else name, name) for name in counts]
        self.count.value = look.count if look.count in counts else counts[0]
        pictures = list(PICTURES) if kind == "acts" else list(PICTURES)[:1]
        self.picture_of.options = [(PICTURES[name], name) for name in pictures]
        self.picture_of.value = look.picture if look.picture in pictures else pictures[0]

    def _look(self) -> Look:
        period = self._part.name if self._part and self._part.first is not None else None
        return Look(
            self.by.value or None,
            self.picture_of.value,
            self.count.value if self.query.kind != "articles" else "passages",
            self.events.value,
            period,
            self.order.value,
            self.shown.value,
        )

    def _draw(self) -> None:
        self.drawn = self._make_picture()
        with self.picture.hold_sync():
            self.picture.alt, self.picture.png = self.drawn.alt, self.drawn.png
        names = [(f"{name} ({int(bar.mask.sum()):,})", name) for name, bar in self.drawn.bars.items()]
        self.part.options = [("all", ""), *names]
        self._choose("")

    def _make_picture(self) -> Drawn:
        if self.picture_of.value == "happened":
            return draw_event_dates(self.rows)
        kind = self.query.kind
        measure = "n_articles" if self.count.value == "articles" else KINDS[kind].measure
        events = self._events if self.events.value else None
        return draw_coverage(self.rows, kind, measure=measure, by=self.by.value or None, events=events)

    def _click(self, x: float, y: float) -> None:
        part = self.drawn.find(x, y)
        self.part.value = part.name if part and part.name in self.drawn.bars else ""
        self._show_part(part)

    def _choose(self, name: str) -> None:
        """Show the passages of one bar, or of all."""
        if name and name not in self.drawn.bars:
            remedy = f"use one of {', '.join(self.drawn.bars) or 'none'}"
            raise InputError("no such period in the picture", where=f"period {name!r}", remedy=remedy)
        self.part.value = name
        self._show_part(self.drawn.bars[name] if name else None)

    def _show_part(self, part: Part | None) -> None:
        self._part = part
        self._list()

    def _list(self) -> None:
        """The rows, as a table, as sentences, or with the words found in their context."""
        self.listed = order_rows(
            self.rows if self._part is None else self.rows[self._part.mask], self.order.value
        )
        self.found.value, self.python.value = self._in_words(), self._as_python()
        is_table = self.shown.value == "table"
        self.table.layout.display = None if is_table else "none"
        self.sentences.layout.display = "none" if is_table else None
        if is_table:
            fill_table(self.table, self.listed, self.query.kind)
        else:
            self.sentences.value = self._show_text()
        self.row.max, self.row.value = len(self.listed), 0
        self._read()

    def _show_text(self) -> str:
        if self.shown.value == "sentences":
            return show_passages(self.listed, self.corpus)._repr_html_()
        matches = self._finder.matches(self.query.words, self.query.regex)
        if not self.query.words.strip():
            return "<p>Type the words into <i>Find</i>: here they stand in their context.</p>"
        inside = matches[self._finder.lie_in(matches, self.listed)]
        return show_words(inside, self.corpus)._repr_html_()

    def _pick(self, chosen: list[int]) -> None:
        if chosen:
            self.row.value = chosen[0] + 1
            self._read()

    def _read(self) -> None:
        """The article of the row that was chosen, from its passage on."""
        at = self.row.value - 1
        if not 0 <= at < len(self.listed):
            self.article.html = ""
            return
        row = self.listed.iloc[at]
        whole = self.query.kind == "articles"
        chosen = None if whole else (int(row["start"]), int(row["end"]))
        view = show_article(self.corpus, row["article_id"], removed=self.removed.value, chosen=chosen)
        self.article.html = view._repr_html_()

    def _in_words(self) -> str:
        """What is shown, how much of it, and what is left out."""
        kind = KINDS[self.query.kind]
        n, articles = len(self.listed), self.listed["article_id"].nunique()
        counted = f"{n:,} {kind.one if n == 1 else kind.many}"
        of = f" in {count_noun(articles, 'article')}" if self.query.kind != "articles" else ""
        of += f" of {len(self.corpus):,}"
        part = f", {self._part.name}" if self._part else ""
        undated = self.corpus.articles[["published_earliest", "published_latest"]].isna().any(axis=1).sum()
        dated = self.query.since or self.query.until
        note = (
            f" Left out: {count_noun(int(undated), 'article')} without a date." if dated and undated else ""
        )
        more = f" The first {MAX_ROWS} are listed; all can be saved." if n > MAX_ROWS else ""
        return f"<b>{escape(counted + of + part)}</b>: {escape(self.query.in_words())}.{note}{more}"

    def _as_python(self) -> str:
        """The lines that show the same again, as a widget and as a table."""
        query, part = self.query, self._part
        if part and part.first is not None:
            query = replace(query, since=f"{part.first:%Y-%m-%d}", until=f"{part.last:%Y-%m-%d}")
        look = self._look().arguments()
        return f"{self.query.as_python('cl.explore', **look)}\n{query.as_python('cl.select_passages')}"

    def _save_picture(self) -> None:
        words = self.query.in_words()
        path = save_figure(
            self.drawn.ax,
            self.name.value.strip(),
            table=self.drawn.table,
            caption=f"{words[0].upper()}{words[1:]}.",
            alt=self.drawn.alt,
            corpus=self.corpus,
            folder=self.folder,
            parameters={"query": self.python.value.splitlines()[0]},
        )
        self.saved.value = f"Saved: {escape(str(path))}, and .svg, .csv, .md and .json beside it."

    def _save_rows(self) -> None:
        part = f", {self._part.name}" if self._part else ""
        path = save_table(
            self.listed,
            f"{self.name.value.strip()}-rows",
            caption=f"{count_noun(len(self.listed), 'row')}: {self.query.in_words()}{part}.",
            corpus=self.corpus,
            folder=self.folder,
            parameters={"query": self.python.value.splitlines()[1]},
        )
        self.saved.value = f"Saved: {escape(str(path))}, and .md and .json beside it."
