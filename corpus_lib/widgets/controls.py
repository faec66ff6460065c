"""The controls by which passages are chosen, and the query that they stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import ipywidgets as W  # noqa: N812  # as its own documentation does
import pandas as pd

from corpus_lib.coverage import UNITS, choose_unit, place_articles, span_periods
from corpus_lib.errors import InputError
from corpus_lib.queries import KINDS, Query, Values
from corpus_lib.selection import OF_ARTICLE, Finder
from corpus_lib.widgets.small import Turns

#: What each kind is called in the list.
LOOK_AT = {
    "articles": "Articles",
    "words": "Words found",
    "statements": "Statements (who said)",
    "acts": "Acts (who to whom)",
    "judgements": "Judgements (of whom)",
}
#: What each column is called beside its control.
LABELS = {
    "outlet": "Outlet",
    "outlet_country": "Country",
    "genre": "Genre",
    "voice": "Voice",
    "side": "Speaker's side",
    "speaker": "Speaker",
    "direction": "Direction",
    "target": "Target",
    "quad": "Quadrant",
    "mode": "Mode",
}
#: Columns with too many values for a list: names are typed, and completed as one types.
TYPED = ("speaker", "target")
#: Most names offered while one types, the most frequent ones; all others are found as well.
MAX_OFFERED = 400
#: What separates several names that are typed.
SEPARATOR = ";"
NOT_KNOWN = "(not known)"

_STYLE = {"description_width": "8em"}
#: As many controls beside each other as there is room for: one at 200 % zoom.
_GRID = {"grid_template_columns": "repeat(auto-fill, minmax(19em, 1fr))", "grid_gap": "0 .5em"}


class Controls:
    """Labelled controls for everything that a query can ask.

    >>> import corpus_lib as cl
    >>> controls = Controls(Finder(cl.build_corpus("seeds")), Query.of("acts", voice="quoted"))
    >>> controls.columns["quad"].value = ("verbal_conflict",)
    >>> controls.query().chosen
    {'voice': ('quoted',), 'quad': ('verbal_conflict',)}
    """

    def __init__(self, finder: Finder, query: Query, turns: Turns | None = None) -> None:
        self._finder, self._turns = finder, turns or Turns()
        self._told: list[Callable[[], None]] = []
        kinds = [(LOOK_AT[kind], kind) for kind in KINDS]
        self.kind = W.Dropdown(options=kinds, value=query.kind, description="Look at", **_wide())
        hint = "text in the articles"
        self.words = W.Text(description="Find", placeholder=hint, continuous_update=False, **_wide())
        self.regex = W.Checkbox(description="Find by a pattern (regex)", indent=False, **_wide())
        self.since = W.DatePicker(description="From", **_wide())
        self.until = W.DatePicker(description="Until", **_wide())
        self._periods = self._span()
        self.dates = _range_slider(self._periods)
        self.columns: dict[str, Any] = {name: _column(name) for name in LABELS}
        self.clear = W.Button(description="Clear all filters", layout=W.Layout(width="auto"))
        first = [self.kind, self.words, self.regex, self.dates, self.since, self.until]
        self.all = [*first, *self.columns.values()]
        self.box = W.GridBox([*self.all, self.clear], layout=W.Layout(**_GRID))
        self._show(query)
        for control in self.all:
            control.observe(lambda change: self._turns.take(self._moved, change["owner"]), "value")
        self.clear.on_click(lambda _: self._turns.take(self._cleared))

    def on_change(self, told: Callable[[], None]) -> None:
        """Call `told` after every change of a control, in the turn of that control."""
        self._told.append(told)

    def query(self) -> Query:
        """What the controls ask for.

        Raises
        ------
        InputError
            when a name was typed that no passage has
        """
        kind = self.kind.value
        chosen = {name: self._values(name) for name in KINDS[kind].columns}
        given: dict[str, Any] = {name: list(values) for name, values in chosen.items() if values}
        days = {"since": self.since.value, "until": self.until.value}
        return Query.of(kind, **given, **days, words=self.words.value, regex=self.regex.value)

    def _show(self, query: Query) -> None:
        """Set all controls to what the query asks."""
        self.kind.value = query.kind
        self.words.value, self.regex.value = query.words, query.regex
        self.since.value, self.until.value = (
            None if day is None else dt.date.fromisoformat(day) for day in (query.since, query.until)
        )
        self._place_slider()
        for name in LABELS:
            self._offer(name, query.chosen.get(name, ()))

    def _moved(self, control: Any) -> None:
        """Another kind has other columns; the slider and the two days are one filter."""
        if control is self.kind:
            for name in LABELS:
                known = self._known(name)
                self._offer(name, tuple(v for v in self._values(name, strict=False) if v in known))
        elif control is self.dates:
            self.since.value, self.until.value = self._days_of_slider()
        elif control in (self.since, self.until):
            self._place_slider()
        self._tell()

    def _cleared(self) -> None:
        self._show(Query.of(self.kind.value))
        self._tell()

    def _tell(self) -> None:
        for told in self._told:
            told()

    def _span(self) -> pd.DatetimeIndex:
        articles = self._finder.corpus.articles
        self._unit = choose_unit(articles["published_earliest"], articles["published_latest"])
        return span_periods(place_articles(articles, self._unit), self._unit)

    def _days_of_slider(self) -> tuple[dt.date | None, dt.date | None]:
        """First and last day of the periods between the handles; at either end of the slider there is no bound."""
        low, high = self.dates.index
        last = self._periods[high].to_period(UNITS[self._unit]).end_time
        return (
            self._periods[low].date() if low > 0 else None,
            last.date() if high < len(self._periods) - 1 else None,
        )

    def _place_slider(self) -> None:
        ends = []
        for picker, end in ((self.since, 0), (self.until, len(self._periods) - 1)):
            day = picker.value
            at = end if day is None else int(self._periods.searchsorted(pd.Timestamp(day), "right")) - 1
            ends.append(min(max(at, 0), max(len(self._periods) - 1, 0)))
        if len(self._periods) > 1:
            self.dates.index = (min(ends), max(ends))

    def _values(self, name: str, *, strict: bool = True) -> Values:
        control = self.columns[name]
        if name not in TYPED:
            return tuple(control.value or ())
        return _typed(control.value, self._known(name) if strict else None, LABELS[name])

    def _offer(self, name: str, chosen: Values) -> None:
        """Fill a control with the values of its column, most frequent first; hide it where the kind has no such column."""
        control = self.columns[name]
        applies = name in KINDS[self.kind.value].columns
        control.layout.display = None if applies else "none"
        known = self._known(name)
        if name in TYPED:
            names = [value for value in known[:MAX_OFFERED] if value is not None]
            control.options = names
            control.value = f"{SEPARATOR} ".join(NOT_KNOWN if v is None else v for v in chosen)
            return
        options = [("all", ()), *((_name(value), (value,)) for value in known)]
        if chosen and (len(chosen) > 1 or chosen not in [value for _, value in options]):
            options.append((", ".join(map(_name, chosen)), chosen))
        control.options = options
        control.value = chosen if applies else ()

    def _known(self, name: str) -> list[str | None]:
        """The values of a column, most frequent first; none where the kind has no such column."""
        kind = self.kind.value
        if name not in KINDS[kind].columns:
            return []
        if name in OF_ARTICLE:
            values = self._finder.corpus.articles[name]
        elif kind == "words":
            if name == "voice":
                return ["author", "quoted"]
            values = self._finder.passages("statements")[name]
        else:
            values = self._finder.passages(kind)[name]
        counts = values.value_counts(dropna=False)
        return [None if pd.isna(value) else str(value) for value in counts.index]


def _wide() -> dict[str, Any]:
    """A layout of its own for each control: one that two share hides both."""
    return {"layout": W.Layout(width="auto"), "style": _STYLE}


def _range_slider(periods: pd.DatetimeIndex) -> Any:
    options = [(f"{day:%b %Y}" if day.day == 1 else f"{day:%Y-%m-%d}", n) for n, day in enumerate(periods)]
    options = options or [("no dates", 0)]
    return W.SelectionRangeSlider(
        options=options,
        index=(0, len(options) - 1),
        description="Published",
        continuous_update=False,
        readout=False,  # the two days say it
        disabled=len(options) < 2,
        **_wide(),
    )


def _column(name: str) -> Any:
    if name in TYPED:
        return W.Combobox(description=LABELS[name], placeholder="all", continuous_update=False, **_wide())
    return W.Dropdown(options=[("all", ())], description=LABELS[name], **_wide())


def _name(value: str | None) -> str:
    return NOT_KNOWN if value is None else value.replace("_", " ")


def _typed(text: str, known: list[str | None] | None, label: str) -> Values:
    """The names typed, in capitals as the passages have them.

    >>> _typed("xi jinping; (not known)", ["Xi Jinping", None], "Speaker")
    ('Xi Jinping', None)
    """
    spelled = {value.casefold(): value for value in known or () if value is not None}
    found: list[str | None] = []
    for typed in filter(None, (part.strip() for part in text.split(SEPARATOR))):
        if typed == NOT_KNOWN:
            found.append(None)
        elif typed.casefold() in spelled:
            found.append(spelled[typed.casefold()])
        elif known is None:
            found.append(typed)
        else:
            near = [value for value in spelled.values() if typed.casefold() in value.casefold()][:3]
            remedy = f"try {', '.join(near)}" if near else "choose one of the list that opens as you type"
            raise InputError(f"nobody is called {typed!r} here", where=label, remedy=remedy)
    return tuple(found)
