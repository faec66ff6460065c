"""Figures of spans: who acts how towards whom, and what counting words of feeling makes of the same sentences.

Conflict is orange and lies to the left, cooperation is blue and lies to the right; a quoted voice is hatched, and what did
not happen, or not yet, is pale. What counting words makes of a span has colours of its own (Okabe and Ito).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import numpy as np
import pandas as pd

from corpus_lib.drawing import (
    add_frame,
    count_noun,
    draw_nothing,
    fit_words,
    label_rows,
    make_axes,
    text_style,
)
from corpus_lib.rows import Event
from corpus_lib.stance_figures import (
    CONFLICT,
    COOPERATION,
    HATCHES,
    LEGEND,
    OWN,
    QUOTED,
    SIDES,
    few_articles,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Colour of each sign: full for what happened, pale for what is only planned, called for, threatened or alleged.
COLOURS = {"conflict": (CONFLICT, "#F5BE94"), "cooperation": (COOPERATION, "#A6CFE8")}
#: Event classes from top to bottom, from verbal cooperation to material conflict.
EVENTS = get_args(Event)
ATTITUDE = "attitude, no act"
#: Colour and hatch of what counting words of feeling makes of a span's sign: none that mean conflict, cooperation or a quoted
#: voice elsewhere.
AGREEMENTS = {"same": ("#009E73", ""), "neutral": ("#DDDDDD", ""), "opposite": ("#CC79A7", "xx")}


def plot_directions(spans: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What each side does to the other, and what they do together: spans by event class, voice and mode.

    Parameters
    ----------
    spans
        from `collect_stance`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> spans = pd.DataFrame({"article_id": "a", "direction": "China → United States", "event": ["ACCUSE", "CONSULT"],
    ...                       "mode": "actual", "value": [-1.0, 1.0], "voice": "author"})
    >>> plot_directions(spans).get_title(loc="left")
    'Conflict is 1 of 2 spans China → United States'
    """
    directed = spans[spans["direction"].notna()]
    drawn = directed[directed["value"] != 0]
    if drawn.empty:
        return draw_nothing(ax, "No acts of one side towards the other")
    drawn = drawn.assign(
        event=drawn["event"].astype("object").fillna(ATTITUDE),
        sign=np.where(drawn["value"] < 0, "conflict", "cooperation"),
        pale=drawn["mode"].notna() & (drawn["mode"] != "actual"),
    )
    events = [name for name in (*EVENTS, ATTITUDE) if name in set(drawn["event"])]
    directions = sorted(drawn["direction"].unique(), key=_arrow_order)
    ax = make_axes(ax, max(2.2 * len(events) + 5, 14))
    label_rows(ax, events)
    edge = _draw_directions(ax, drawn, directions, events)
    ax.set(xlim=(0, edge), ylim=(len(events) - 0.4, -1.6), xticks=[])
    ax.legend(**LEGEND)
    n_articles, silent = drawn["article_id"].nunique(), len(directed) - len(drawn)
    footer = f"n = {count_noun(len(drawn), 'span')} in {count_noun(n_articles, 'article')}."
    footer += " Pale: planned, called for, threatened or alleged; full colour: the rest."
    judged = len(spans) - len(directed)
    left = [f"{count_noun(silent, 'span')} denied, or a request without tone"] if silent else []
    left += [f"{count_noun(judged, 'judgement')} of the relationship itself"] if judged else []
    footer += f" Not drawn: {'; '.join(left)}." if left else ""
    return add_frame(ax, _title_of_directions(drawn, directions), footer + few_articles(n_articles), SIDES)


def _arrow_order(direction: str) -> tuple[bool, bool, str]:
    """The United States' acts first, what both do together last."""
    return "↔" in direction, not direction.startswith("United States"), direction


def _draw_directions(ax: Axes, drawn: pd.DataFrame, directions: list[str], events: list[str]) -> float:
    """A panel for each direction, from left to right; gives the right edge of the last."""
    counts = drawn.groupby(["direction", "sign", "event"]).size().groupby(level=[0, 1]).max()
    reach = {(name, sign): float(counts.get((name, sign), 0)) for name in directions for sign in COLOURS}
    pad = 0.09 * sum(reach.values())  # room for the numbers at the bars' ends
    least = 0.34 * (sum(reach.values()) + 2 * pad * len(directions))  # room for the names above
    edge = 0.0
    for direction in directions:
        before, after = (reach[direction, sign] + pad for sign in COLOURS)
        width = max(before + after, least)
        zero = edge + before + (width - before - after) / 2
        ax.vlines(zero, -0.6, len(events), color="#444444", linewidth=0.8)
        ax.axvline(edge, color="#CCCCCC", linewidth=0.8, linestyle=":")
        _draw_bars(ax, drawn[drawn["direction"] == direction], events, zero)
        name = fit_words(direction, 13, max_lines=3)
        ax.text(edge + width / 2, -1.05, name, ha="center", va="center", **text_style(fontsize=7.5))
        edge += width
    return edge


def _draw_bars(ax: Axes, of_direction: pd.DataFrame, events: list[str], zero: float) -> None:
    counts = of_direction.groupby(["sign", "voice", "pale", "event"]).size()
    for sign, colours in COLOURS.items():
        side, base = (-1 if sign == "conflict" else 1), np.zeros(len(events))
        for voice, hatch in HATCHES.items():
            name = f"{sign}, {OWN if voice == 'author' else QUOTED}"
            for pale, colour in enumerate(colours):
                width = [side * int(counts.get((sign, voice, bool(pale), event), 0)) for event in events]
                look: dict[str, Any] = {
                    "color": colour,
                    "hatch": hatch,
                    "edgecolor": "white",
                    "linewidth": 0.5,
                }
                label = "_" if pale or ax.get_legend_handles_labels()[1].count(name) else name
                ax.barh(range(len(events)), width, left=zero + base, height=0.7, label=label, **look)
                base = base + width
        look = {"ha": "right" if side < 0 else "left", "va": "center", "textcoords": "offset points"}
        for row in np.flatnonzero(base):
            words, at = f"{abs(base[row]):,.0f}", (zero + base[row], row)
            ax.annotate(words, at, (3 * side, 0), fontsize=8, **look)


def _title_of_directions(drawn: pd.DataFrame, directions: list[str]) -> str:
    one_way = [direction for direction in directions if "↔" not in direction]
    parts = []
    for direction in one_way or directions:
        of_direction = drawn[drawn["direction"] == direction]
        n = int((of_direction["sign"] == "conflict").sum())
        parts.append(f"{n:,} of {count_noun(len(of_direction), 'span')} {direction}")
    return f"Conflict is {', '.join(parts)}"


def plot_word_counting(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """How often counting words of feeling gives a span the same sign, the opposite one, or none.

    Parameters
    ----------
    table
        from `compare_word_counting`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": "a", "stance": ["conflict", "conflict"], "agreement": ["same", "opposite"]})
    >>> [int(bar.get_width()) for bar in plot_word_counting(table).patches]
    [50, 0, 50]
    """
    if table.empty:
        return draw_nothing(ax, "No spans: nothing to compare with counting words")
    counts = pd.crosstab(table["stance"], table["agreement"]).reindex(columns=[*AGREEMENTS], fill_value=0)
    ax = make_axes(ax, 9)
    totals, left = counts.sum(axis=1), np.zeros(len(counts))
    for name, (colour, hatch) in AGREEMENTS.items():
        width = (100 * counts[name] / totals).to_numpy()
        ax.barh(
            range(len(counts)), width, left=left, label=name, color=colour, hatch=hatch, edgecolor="white"
        )
        left = left + width
    labels = [
        f"{stance}: {count_noun(sum(of_stance), 'span')}\n"
        + ",\n".join(f"{n:,} {name}" for name, n in zip(counts.columns, of_stance, strict=True))
        for stance, *of_stance in counts.itertuples(name=None)
    ]
    label_rows(ax, labels)
    ax.grid(visible=False)
    ax.set_xlim(0, 100)
    ax.legend(title="word counting says", title_fontsize=8, **LEGEND)
    n_articles = table["article_id"].nunique()
    footer = f"n = {count_noun(len(table), 'span')} in {count_noun(n_articles, 'article')}, those that have a sign. "
    footer += "Counted with VADER, for comparison only: it knows no voice, actor or target."
    return add_frame(
        ax, _title_of_counting(counts), footer + few_articles(n_articles), "share of the spans (%)"
    )


def _title_of_counting(counts: pd.DataFrame) -> str:
    opposite = ", ".join(
        f"{row['opposite']:,} of {row.sum():,} of {stance}" for stance, row in counts.iterrows()
    )
    n = count_noun(int(counts.to_numpy().sum()), "span")
    return f"Counting words agrees with the stance of {counts['same'].sum():,} of {n}; it sees the opposite in {opposite}"
