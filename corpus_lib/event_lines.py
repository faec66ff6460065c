"""Reference events in a figure with a calendar: thin lines, with names above the data.

Names crowd where much happens. They stand in rows above the data, where adjustText moves them apart; it is given the
number of its steps, not a time, so that the same figure comes out on every computer. A name that finds no room is left
out, its line stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.drawing import count_noun, fit_words, text_style
from corpus_lib.time_axes import GREY, to_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

#: Most reference events named: more names than that, at 24 letters a line, fill three rows and begin to hide each other.
MAX_EVENTS = 9
#: Letters in a line of an event's name.
NAME_WIDTH = 24
#: Height of a name of two lines, in points, with the room around it.
NAME_HEIGHT = 26
#: Names in a row: at 1.6 inches each that is what 5 inches hold.
NAMES_A_ROW = 3
#: Most of the figure's height that names may take.
MOST_HEADROOM = 0.4
#: Steps that adjustText may take; a dozen crowded names are apart after fewer than 100.
STEPS = 300


def find_events(
    events: pd.DataFrame | None, first: pd.Timestamp, last: pd.Timestamp, weights: pd.Series[Any]
) -> pd.DataFrame:
    """The reference events to be drawn, at most `MAX_EVENTS`, in order, with `n_events`: how many fall into the time shown.

    Parameters
    ----------
    events
        from `list_events`: `event`, `earliest`, `latest`
    first, last
        days, inclusive
    weights
        how much was written, by the first day of its period, in order; those events are drawn in whose periods it was
        most, and of equals those far apart

    Examples
    --------
    >>> day = pd.Timestamp("2023-02-04")
    >>> events = pd.DataFrame({"event": ["balloon"], "earliest": [day], "latest": [pd.NaT]})
    >>> find_events(events, day, day, pd.Series([3], index=[day]))[["event", "n_events"]].values.tolist()
    [['balloon', 1]]
    """
    if events is None:
        return pd.DataFrame({"event": [], "earliest": [], "latest": [], "n_events": []})
    low, high = events["earliest"].fillna(events["latest"]), events["latest"].fillna(events["earliest"])
    inside = events.assign(earliest=low, latest=high)[(low <= last) & (high >= first)]
    inside = inside.sort_values("earliest", kind="stable", ignore_index=True)
    starts = weights.index.to_numpy()
    begin = np.maximum(np.searchsorted(starts, inside["earliest"].to_numpy(), side="right") - 1, 0)
    end = np.maximum(np.searchsorted(starts, inside["latest"].to_numpy(), side="right"), begin + 1)
    most = [float(weights.iloc[i:j].max()) for i, j in zip(begin, end, strict=True)]
    spread = [int(f"{n:016b}"[::-1], 2) for n in range(len(inside))]  # of equals, those far apart first
    order = np.lexsort((np.array(spread), -np.array(most, dtype="float64")))
    return inside.assign(n_events=len(inside)).iloc[np.sort(order[:MAX_EVENTS])]


def draw_events(ax: Axes, found: pd.DataFrame) -> None:
    """A thin line at the first day of each event."""
    for day in found["earliest"]:
        look: dict[str, Any] = {"color": GREY, "linewidth": 0.7, "linestyle": (0, (4, 2)), "zorder": 0.5}
        ax.axvline(to_numbers(day), **look)


def tell_events(found: pd.DataFrame, rule: str) -> str:
    """What a footer says of the lines.

    >>> tell_events(pd.DataFrame({"event": ["balloon"], "n_events": [20]}), "those in the busiest weeks")
    ' Thin lines: first day of 1 of 20 reference events, those in the busiest weeks (of equals, far apart); named where there is room.'
    """
    if found.empty:
        return ""
    n = int(found["n_events"].iloc[0])
    words = f" Thin lines: first day of {count_noun(n, 'reference event')}"
    if len(found) < n:
        words = (
            f" Thin lines: first day of {len(found)} of {n:,} reference events, {rule} (of equals, far apart)"
        )
    return f"{words}; named where there is room."


def name_events(ax: Axes, found: pd.DataFrame) -> None:
    """The names of the events in rows above the data, apart from each other. Call it last: it needs the final size."""
    if found.empty:
        return
    from adjustText import adjust_text

    figure = ax.get_figure(root=True)
    assert figure is not None, "axes that are drawn into stand in a figure"
    figure.draw_without_rendering()
    n_rows = min(len(found), 1 + len(found) // NAMES_A_ROW)
    row = NAME_HEIGHT * figure.dpi / 72 / ax.bbox.height
    row = min(row, MOST_HEADROOM / n_rows)
    _make_headroom(ax, n_rows * row)
    left, right = ax.get_xlim()
    texts, targets = [], np.clip(to_numbers(found["earliest"]), left, right)
    look = text_style(
        fontsize=7.5, color="#333333", ha="left", va="center", multialignment="left", linespacing=1.05
    )
    for n, (name, x) in enumerate(zip(found["event"], targets, strict=True)):
        y = 1 - row * (n % n_rows + 0.5)
        text = ax.text(
            x, y, fit_words(name, NAME_WIDTH, max_lines=2), transform=ax.get_xaxis_transform(), **look
        )
        text.set_in_layout(False)
        text.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.0})
        texts.append(text)
    heights = [text.get_position()[1] for text in texts]
    line: dict[str, Any] = {"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "zorder": 1}
    _, arrows = adjust_text(
        texts,
        ax=ax,
        target_x=targets,
        target_y=heights,
        iter_lim=STEPS,
        avoid_self=False,
        prevent_crossings=False,
        expand=(1.03, 1.1),
        arrowprops=line,
    )
    _drop_overlaps(ax, texts, arrows, 1 - n_rows * row)


def _make_headroom(ax: Axes, share: float) -> None:
    """Room above the data, as a share of the height, without ticks in it."""
    bottom, top = ax.get_ylim()
    ticks = [tick for tick in ax.get_yticks() if min(bottom, top) <= tick <= max(bottom, top)]
    labels = [label.get_text() for label in ax.get_yticklabels()]
    if len(labels) != len(ticks) or not any(labels):
        ax.set_yticks(ticks)
    ax.set_ylim(bottom, bottom + (top - bottom) / (1 - share))


def _drop_overlaps(ax: Axes, texts: list[Text], arrows: list[Any], floor: float) -> None:
    """Take out every name that still covers another one or the data."""
    kept: list[Any] = []
    lowest = ax.transAxes.transform((0, floor))[1]
    for text in texts:
        box = text.get_window_extent()
        if box.y0 < lowest - 2 or any(box.overlaps(other) for other in kept):
            text.remove()
            for arrow in [arrow for arrow in arrows if arrow.patchA is text]:
                arrow.remove()
        else:
            kept.append(box)
