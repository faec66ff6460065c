"""Figures: each takes a finished table and, if wanted, an `ax`, and returns the Axes. None makes means of
articles, writes a file or shows a window.

What they share: the title says what the figure shows, the footer from how much; colours are those of Okabe
and Ito, and every colour comes with a marker, a hatch or a line style, so that grey copies can be read.
Titles of articles are broken over up to three lines; above `MAX_ROWS` articles their names would be a wall of
print, and are left out. Words come from the press: a `$` is a dollar sign, not a formula, and a character
that no font here can draw is replaced by a count, never by a box.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.drawing import (
    MAX_ROWS,
    add_frame,
    count_noun,
    draw_nothing,
    fit_words,
    format_day,
    label_rows,
    make_axes,
    marker_size,
    row_heights,
    row_labels,
    write_rows,
)
from corpus_lib.errors import InputError
from corpus_lib.event_lines import draw_events, find_events, name_events, tell_events
from corpus_lib.time_axes import draw_counts, draw_undated, show_calendar, start_periods, to_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Most reasons of removal told apart in one bar: as many colours as there are, less one for kept and one
#: for others.
MAX_REASONS = 5
#: The remaining reasons, in one.
OTHER = "other reasons"
#: Okabe and Ito's colours with a hatch each; black and yellow left out (lines and white paper).
STYLES = (
    ("#0072B2", ""),
    ("#E69F00", "///"),
    ("#009E73", "..."),
    ("#CC79A7", "xxx"),
    ("#56B4E9", "\\\\\\"),
    ("#D55E00", "+++"),
    ("#BBBBBB", "ooo"),
)
#: What `plot_texts` can show, and how its axis is called.
MEASURES = {
    "reading_ease": "reading ease (Flesch; higher is easier)",
    "school_grade": "reading level (Flesch-Kincaid; years of school)",
    "diversity": "lexical diversity (MTLD; words)",
    "words_per_sentence": "sentence length (words a sentence)",
    "n_words": "length (words)",
    "n_sentences": "length (sentences)",
}


def plot_publication_dates(
    table: pd.DataFrame, *, events: pd.DataFrame | None = None, ax: Axes | None = None
) -> Axes:
    """When the articles came out: a dot where the day is known, a bar over the days that are possible,
    an arrowhead where only the first or the last possible day is known. Of more than `MAX_ROWS` articles
    their number in each period.

    Parameters
    ----------
    table
        from `date_coverage`: one row per article, dates as days
    events
        reference events to draw as thin lines, from `list_events`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a"], "title": ["Talks resume"], "earliest": [pd.Timestamp("2023-05-13")]})
    >>> plot_publication_dates(table.assign(latest=table["earliest"])).get_title(loc="left")
    '1 article came out on 13 May 2023'
    """
    if table.empty:
        return draw_nothing(ax, "No articles: no publication dates to show")
    n_bounds = table[["earliest", "latest"]].notna().sum(axis=1)
    dated, open_ended, undated = (table[n_bounds == n] for n in (2, 1, 0))
    footer = f"n = {count_noun(len(table), 'article')}; {len(undated):,} without a date"
    footer += f", {len(open_ended):,} with only a first or a last possible day." if len(open_ended) else "."
    footer += _longest_gap(dated, open_ended)
    xlabel = "publication date (day)" if len(dated) + len(open_ended) else ""
    if len(table) > MAX_ROWS and not xlabel:
        return draw_undated(ax, _title_of_dates(dated, table), footer)
    if len(table) > MAX_ROWS and len(dated):
        ax = make_axes(ax, 24)
        drawn = draw_counts(ax, dated["earliest"], dated["latest"])
        footer += drawn.note
        xlabel = f"publication date ({drawn.unit}); {len(table) - len(dated):,} of {len(table):,} articles cannot be placed"
        rule = f"those in the {drawn.unit}s with most articles"
        found = find_events(events, drawn.first, drawn.last, drawn.counts)
    else:
        rows = pd.concat([dated, open_ended, undated]) if len(table) <= MAX_ROWS else open_ended
        ax = make_axes(ax, row_heights(row_labels(rows)))
        _draw_dates(ax, dated, open_ended)
        label_rows(ax, row_labels(rows))
        write_rows(ax, range(len(dated) + len(open_ended), len(rows)), "no date found")
        days = pd.concat(
            [dated["earliest"], dated["latest"], open_ended["earliest"], open_ended["latest"]]
        ).dropna()
        counts = start_periods(days, "month").value_counts().sort_index().resample("MS").sum()
        rule = "those in the months with most articles"
        found = find_events(events, days.min(), days.max(), counts)
    draw_events(ax, found)
    ax = add_frame(ax, _title_of_dates(dated, table), footer + tell_events(found, rule), xlabel)
    name_events(ax, found)
    return ax


def _draw_dates(ax: Axes, dated: pd.DataFrame, open_ended: pd.DataFrame) -> None:
    if dated.empty and open_ended.empty:
        ax.set_xticks([])
        return
    start, end = to_numbers(dated["earliest"]), to_numbers(dated["latest"])
    rows, exact = np.arange(len(dated)), (dated["earliest"] == dated["latest"]).to_numpy()
    size = marker_size(len(dated) + len(open_ended))
    if exact.any():
        ax.plot(start[exact], rows[exact], "o", color="#0072B2", markersize=size, label="day known")
    if not exact.all():
        bar: dict[str, Any] = {
            "color": "#E69F00",
            "linewidth": size / 2,
            "label": "some day between the marks",
        }
        ax.hlines(rows[~exact], start[~exact], end[~exact], **bar)
        ends = np.concatenate([start[~exact], end[~exact]])
        ax.plot(ends, np.tile(rows[~exact], 2), "|", color="#D55E00", markersize=size + 1)
    for column, marker, label in (
        ("earliest", ">", "this day or later"),
        ("latest", "<", "this day or earlier"),
    ):
        known = open_ended[column].notna().to_numpy()
        if known.any():
            days, places = to_numbers(open_ended.loc[known, column]), len(dated) + np.flatnonzero(known)
            ax.plot(days, places, marker, color="#009E73", markersize=size, label=label)
            start = end = np.concatenate([start, end, days])
    margin = max(15.0, 0.04 * (end.max() - start.min()))
    show_calendar(ax, start.min() - margin, end.max() + margin)
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8, frameon=False)


def _title_of_dates(dated: pd.DataFrame, table: pd.DataFrame) -> str:
    n, missing = len(table), len(table) - len(dated)
    if dated.empty:
        return f"No day of publication is known for any of {count_noun(n, 'article')}"
    first, last = dated["earliest"].min(), dated["latest"].max()
    when = (
        f"on {format_day(first)}" if first == last else f"between {format_day(first)} and {format_day(last)}"
    )
    half = table[["earliest", "latest"]].notna().sum(axis=1).eq(1).any()
    rest = (
        f"; {missing:,} of {n:,} without a date{' or with one bound only' if half else ''}" if missing else ""
    )
    return f"{count_noun(len(dated), 'article')} came out {when}{rest}"


def _longest_gap(dated: pd.DataFrame, open_ended: pd.DataFrame) -> str:
    """The longest stretch in which no dated article can have come out, in words."""
    spans = dated.sort_values("earliest")
    reached = spans["latest"].cummax().shift()
    gaps = (spans["earliest"] - reached).dropna()
    if len(open_ended) or gaps.empty or gaps.max() <= pd.Timedelta(days=1):
        return ""
    at = gaps.to_numpy().argmax() + 1
    days, after, before = gaps.max().days - 1, reached.iloc[at], spans["earliest"].iloc[at]
    return f" Longest gap without a dated article: {count_noun(days, 'day')}, between {format_day(after)} and {format_day(before)}."


def plot_texts(table: pd.DataFrame, *, measure: str = "reading_ease", ax: Axes | None = None) -> Axes:
    """One measure of every article's text, highest first; hollow where the table's note warns.

    Parameters
    ----------
    table
        from `profile_texts`
    measure
        a key of `MEASURES`, a column of the table
    ax
        where to draw; new axes when not given

    Raises
    ------
    InputError
        when `measure` is none of these

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a"], "title": ["Talks"], "n_words": [500], "note": [None]})
    >>> plot_texts(table, measure="n_words").get_xlabel()
    'length (words)'
    """
    if measure not in MEASURES:
        raise InputError(
            "no such measure", where=f"measure {measure!r}", remedy=f"use one of {', '.join(MEASURES)}"
        )
    xlabel = MEASURES[measure]
    if table.empty:
        return draw_nothing(ax, "No articles: no texts to measure")
    rows = table.sort_values(measure, ascending=False, kind="stable")
    if len(rows) > MAX_ROWS:
        rows = rows[rows[measure].notna()]
    values, warned = rows[measure].astype("float64"), rows["note"].notna().to_numpy()
    labels = row_labels(rows)
    ax = make_axes(ax, row_heights(labels))
    places, size = np.arange(len(rows)), marker_size(len(rows))
    ax.plot(values[~warned], places[~warned], "o", color="#0072B2", markersize=size)
    ax.plot(values[warned], places[warned], "D", color="#D55E00", markerfacecolor="white", markersize=size)
    label_rows(ax, labels)
    write_rows(ax, places[values.isna()], "not measured")
    known = values.dropna()
    name = xlabel.split(" (")[0].capitalize()
    title = f"{name} runs from {known.min():,.0f} to {known.max():,.0f}"
    title = title if len(known) > 1 else f"{name}: {count_noun(len(known), 'article')} measured"
    footer = f"n = {count_noun(len(table), 'article')}, {len(known):,} measured."
    if warned.any():
        footer += f" Hollow: {count_noun(int(warned.sum()), 'article')} with a warning (column note)."
    return add_frame(ax, title, footer, xlabel)


def plot_cleaning(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What cleaning kept of each article and what it removed, by reason, as shares of the characters
    without blanks.

    Parameters
    ----------
    table
        from `summarise_cleaning`; of more than `MAX_ROWS` articles, those that lost most are drawn
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a"], "title": "Talks", "kept": [True, False], "n_characters": [3, 1],
    ...                       "reason": [None, "menu"], "why": [None, "a menu"], "share": [0.75, 0.25]})
    >>> plot_cleaning(table).get_title(loc="left")
    'Cleaning kept 75 % of the characters; most of the rest was a menu'
    """
    if table.empty:
        return draw_nothing(ax, "No articles: nothing was cleaned")
    removed = (
        table[~table["kept"]].groupby("why")["n_characters"].sum().sort_values(ascending=False, kind="stable")
    )
    top = [why for why, n in removed.head(MAX_REASONS).items() if n > 0]
    part = table["why"].where(table["why"].isin(top), OTHER).where(~table["kept"], "kept")
    shares = table.assign(part=part).pivot_table(
        index="article_id", columns="part", values="share", aggfunc="sum", sort=False
    )
    shares = shares.reindex(columns=["kept", *top, OTHER]).fillna(0.0)
    shares = shares if shares[OTHER].any() else shares.drop(columns=OTHER)
    drawn = shares.sort_values("kept", kind="stable").head(MAX_ROWS) if len(shares) > MAX_ROWS else shares
    titles = table.drop_duplicates("article_id").set_index("article_id", drop=False).loc[drawn.index]
    labels = row_labels(titles)
    ax = make_axes(ax, max(row_heights(labels), 12))
    _draw_bars(ax, 100 * drawn)
    label_rows(ax, labels)
    kept = table.loc[table["kept"], "n_characters"].sum() / max(1, table["n_characters"].sum())
    title = f"Cleaning kept {100 * kept:.0f} % of the characters"
    title += (
        f"; most of the rest was {re.split('[:(]', str(top[0]))[0].strip()}"
        if top
        else "; it removed nothing"
    )
    footer = f"n = {count_noun(len(shares), 'article')}; characters without blanks, of the raw texts."
    if len(drawn) < len(shares):
        footer += f" Drawn: the {len(drawn)} that lost most."
    return add_frame(ax, title, footer, "share of the raw text (%)")


def _draw_bars(ax: Axes, percent: pd.DataFrame) -> None:
    left = np.zeros(len(percent))
    for n, (part, width) in enumerate(percent.items()):
        colour, hatch = STYLES[-1 if part == OTHER else n]
        look: dict[str, Any] = {
            "color": colour,
            "hatch": hatch,
            "edgecolor": "white",
            "linewidth": 0.5,
            "height": 0.7,
        }
        ax.barh(range(len(percent)), width, left=left, label=fit_words(part, 30).replace("`", ""), **look)
        left += width.to_numpy()
    ax.set_xlim(0, 100)
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8, frameon=False, handlelength=2.5)
