"""Figure of coverage: how much came out in each period, where it peaks, where its level changes, and where there is nothing.

What cannot be placed in one period is not spread over several: the figure says how much of it there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.drawing import (
    add_frame,
    count_noun,
    draw_nothing,
    fit_words,
    make_axes,
    name_many,
    text_style,
)
from corpus_lib.errors import InputError
from corpus_lib.event_lines import draw_events, find_events, name_events, tell_events
from corpus_lib.figures import STYLES
from corpus_lib.stance_figures import few_articles
from corpus_lib.time_axes import (
    LEVEL,
    draw_bars,
    draw_undated,
    end_periods,
    find_gaps,
    find_span,
    mark_gaps,
    name_period,
    show_counts,
    to_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: What can be counted, one of it and how the axis is called.
MEASURES = {
    "n_articles": ("article", "articles"),
    "n_words": ("word", "words"),
    "n_mentions": ("mention", "mentions of a target"),
    "n_relations": ("act", "acts told"),
    "n_statements": ("statement", "statements"),
    "n_matches": ("match", "matches"),
}
#: Most groups told apart: as many looks as there are, less one for all others.
MAX_GROUPS = len(STYLES) - 1
OTHERS = "others"
#: Most peaks named beside the figure: at three lines each they fill the legend.
MAX_PEAKS = 6
#: Room for a peak's number, as shares of the axes.
NUMBER_WIDTH, NUMBER_HEIGHT = 0.018, 0.055
_NUMBER: dict[str, Any] = {"color": "black", "linestyle": "none", "markersize": 6}
#: Lines of figure height, as `make_axes` counts them.
HEIGHT = 15


def plot_coverage(
    coverage: pd.DataFrame,
    *,
    measure: str = "n_articles",
    events: pd.DataFrame | None = None,
    peaks: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    ax: Axes | None = None,
) -> Axes:
    """How much came out in each period, as bars, stacked by group when the table has groups.

    Parameters
    ----------
    coverage
        from `count_coverage`
    measure
        a key of `MEASURES`, a column of the table
    events
        reference events to draw as thin lines, from `list_events`
    peaks
        peaks to number, from `find_peaks`
    changes
        changes of level to draw as steps, from `find_changes`; they are of articles
    ax
        where to draw; new axes when not given

    Raises
    ------
    InputError
        when `measure` is none of these, or changes are given with another measure than articles

    Examples
    --------
    >>> table = pd.DataFrame({"unit": "month", "period": pd.to_datetime(["2023-05-01", "2023-06-01", None]), "n_articles": [3, 5, 2]})
    >>> plot_coverage(table).get_title(loc="left")
    '8 articles from May 2023 to June 2023, most in June 2023 (5)'
    """
    _check(measure, changes)
    placed = coverage[coverage["period"].notna()]
    if coverage[measure].sum() == 0:
        return draw_nothing(ax, "No articles: no coverage to show")
    unit, total = str(coverage["unit"].iloc[0]), int(coverage[measure].sum())
    noun, name = MEASURES[measure]
    share = f"{total - placed[measure].sum():,} of {total:,} {name_many(noun)} in no single {unit}"
    if placed[measure].sum() == 0:
        return draw_undated(ax, f"No {noun} can be placed in one {unit}", f"n = {count_noun(total, noun)}.")
    ax = make_axes(ax, HEIGHT)
    shown = find_span(placed["period"], placed[measure])
    bars = _stack(placed[placed["period"].between(*shown)], measure)
    sums = bars.sum(axis=1)
    n_outside = int(placed[measure].sum() - sums.sum())
    first, last = bars.index[0], end_periods(bars.index.to_series(), unit).iloc[-1]
    draw_bars(ax, bars, [STYLES[-1 if name == OTHERS else n] for n, name in enumerate(bars)], unit)
    ax.set_ylim(0, 1.12 * max(float(sums.max()), 1))
    _draw_levels(ax, changes, first, last)
    _draw_peaks(ax, peaks, sums, unit)
    gaps = find_gaps(sums.index.to_series().reset_index(drop=True), sums.reset_index(drop=True), unit)
    mark_gaps(ax, gaps, f"no {name_many(noun)}", 0.5 * ax.get_ylim()[1])
    found = find_events(events, first, last - pd.Timedelta(days=1), _weights(sums, peaks))
    draw_events(ax, found)
    show_counts(ax, name)
    footer = f"n = {count_noun(total, noun)}; one bar a {unit}. {_not_placed(total, int(placed[measure].sum()), noun, unit)}"
    footer += " Counted for every side that they concern." if "side" in coverage else ""
    footer += f" Long before or after the others, and not drawn: {n_outside:,}." if n_outside else ""
    footer += _tell_marks(peaks, changes, sums)
    footer += tell_events(found, f"those at peaks and then those in the {unit}s with most {name_many(noun)}")
    footer += few_articles(total) if measure == "n_articles" else ""
    ax = add_frame(ax, _title(sums, unit, noun), footer, f"publication date ({unit}); {share}")
    name_events(ax, found)
    return ax


def _check(measure: str, changes: pd.DataFrame | None) -> None:
    if measure not in MEASURES:
        remedy = f"use one of {', '.join(MEASURES)}"
        raise InputError("no such measure", where=f"measure {measure!r}", remedy=remedy)
    if changes is not None and measure != "n_articles":
        remedy = "leave out changes, or use measure='n_articles'"
        raise InputError("changes are of the number of articles", where=f"measure {measure!r}", remedy=remedy)


def _stack(placed: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Periods down, groups across, largest first and all beyond `MAX_GROUPS` in one."""
    keys = [*placed.columns[: placed.columns.get_loc("unit")]]
    if not keys:
        return placed.groupby("period")[[measure]].sum()
    grouped = placed.groupby(keys, dropna=False)
    sums, number = grouped[measure].sum(), grouped.ngroup()
    labels = pd.Series([_label(keys, values) for values in sums.index], dtype="object")
    order = sums.reset_index(drop=True).groupby(labels).sum().sort_values(ascending=False, kind="stable")
    top = [*order[order > 0].index]
    if len(top) > MAX_GROUPS:
        labels = labels.where(labels.isin(top[:MAX_GROUPS]), OTHERS)
        top = [*top[:MAX_GROUPS], OTHERS]
    table = placed.groupby(["period", number.map(labels)])[measure].sum().unstack(fill_value=0)
    return table[top]


def _label(keys: list[str], values: object) -> str:
    """A group's name: its values, and what is not known by the name of its column."""
    row = values if isinstance(values, tuple) else (values,)
    return ", ".join(_name(key, value) for key, value in zip(keys, row, strict=True))


def _name(key: str, value: object) -> str:
    return f"{key.replace('_', ' ')} not known" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _draw_levels(ax: Axes, changes: pd.DataFrame | None, first: pd.Timestamp, last: pd.Timestamp) -> None:
    """The mean level between changes, as steps."""
    if changes is None or changes.empty:
        return
    steps = changes[changes["period"].between(first, last, inclusive="left")]
    if steps.empty:
        return
    steps = steps.sort_values("period", kind="stable")
    edges = [first, *steps["period"], last]
    levels = [steps["before"].iloc[0], *steps["after"]]
    ax.stairs(
        levels,
        to_numbers(pd.Series(edges)),
        baseline=None,
        color="black",
        linewidth=1.6,
        zorder=3,
        label=LEVEL,
    )


def _draw_peaks(ax: Axes, peaks: pd.DataFrame | None, sums: pd.Series[int], unit: str) -> None:
    """A number above each peak, and beside the figure what it was."""
    if peaks is None:
        return
    known = peaks[peaks["period"].isin(sums.index)].head(MAX_PEAKS)
    middle = (to_numbers(known["period"]) + to_numbers(end_periods(known["period"], unit))) / 2
    wide, high = NUMBER_WIDTH * np.ptp(ax.get_xlim()), NUMBER_HEIGHT * ax.get_ylim()[1]
    taken: list[tuple[float, float]] = []
    look = text_style(ha="center", va="center", fontsize=9, fontweight="bold", zorder=4)
    for number, (row, x) in enumerate(zip(known.to_dict("records"), middle, strict=True), start=1):
        y = float(sums[row["period"]]) + high
        while any(abs(x - other) < wide and abs(y - height) < high for other, height in taken):
            y += high
        taken.append((x, y))
        ax.text(x, y, str(number), **look).set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 0.5})
        ax.plot(
            [], [], **_NUMBER, marker=f"${number}$", label=fit_words(_tell_peak(row, unit), 28, max_lines=5)
        )
    ax.set_ylim(0, max([ax.get_ylim()[1], *(y + high for _, y in taken)]))


def _tell_peak(row: dict[Any, Any], unit: str) -> str:
    usual = f"{row['ratio']:.1f} × the usual" if np.isfinite(row["ratio"]) else "usually none"
    words = f"{name_period(row['period'], unit)}: {count_noun(row['n_articles'], 'article')}, {usual}"
    what = row["events"] if isinstance(row["events"], str) else row["titles"]
    return f"{words}; {what}" if isinstance(what, str) else words


def _weights(sums: pd.Series[int], peaks: pd.DataFrame | None) -> pd.Series[int]:
    """How much was written in each period, with peaks before all others."""
    if peaks is None:
        return sums
    return sums + int(sums.max()) * sums.index.isin(peaks["period"]).astype("int64")


def _title(sums: pd.Series[int], unit: str, noun: str) -> str:
    first, last = (name_period(sums[sums > 0].index[n], unit) for n in (0, -1))
    top = sums[sums == sums.max()]
    much = count_noun(int(sums.sum()), noun)
    if first == last:
        return f"{much} {'on' if unit == 'day' else 'in'} {first}"
    most = f"most {'on' if unit == 'day' else 'in'} {name_period(top.index[0], unit)} ({top.iloc[0]:,})"
    most = most if len(top) == 1 else f"at most {top.iloc[0]:,} a {unit}"
    return f"{much} from {first} to {last}, {most}"


def _not_placed(total: int, placed: int, noun: str, unit: str) -> str:
    if placed == total:
        return "All could be placed."
    share = 100 * (total - placed) / total
    return f"Not drawn: {share:.0f} % ({count_noun(total - placed, noun)}) without a date, or with one too vague for one {unit}."


def _tell_marks(peaks: pd.DataFrame | None, changes: pd.DataFrame | None, sums: pd.Series[int]) -> str:
    words = ""
    n = 0 if peaks is None else int(peaks["period"].isin(sums.index).sum())
    if n:
        words += f" Numbered: {'the' if n <= MAX_PEAKS else f'{MAX_PEAKS} of {n}'} peaks, most extraordinary first."
    if changes is not None and len(changes):
        words += f" Line: mean level, with {count_noun(len(changes), 'change')}."
    return words
