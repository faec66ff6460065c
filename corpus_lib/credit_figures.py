"""The diagram of credits: from each outlet to those whose reporting it carries."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.drawing import add_frame, count_noun, draw_nothing, fit_words, make_axes, text_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Most outlets on each side of the diagram of credits. With 57 (599 articles) the arrows hid one another.
MAX_OUTLETS = 40
#: What stands for a missing outlet, in figures only.
NO_OUTLET = "(outlet not stated)"
#: Colour, line style and curvature of each kind of credit, the strongest dependence first.
KINDS = {
    "wire": ("#D55E00", "solid", 0.0),
    "reprint": ("#0072B2", (0, (6, 2)), 0.05),
    "translation": ("#CC79A7", (0, (6, 2, 1, 2)), -0.05),
    "summary": ("#009E73", (0, (3, 2)), 0.1),
    "cited": ("#666666", (0, (1, 1.5)), -0.1),
}


def plot_credits(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Which outlets carry whose reporting: an arrow from the outlet to the one that it credits.

    Parameters
    ----------
    table
        from `count_credits`; of more than `MAX_OUTLETS` outlets on a side, the first ones are drawn
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": [None], "credited_outlet": ["Al Jazeera"], "kind": ["summary"], "n_articles": [1]})
    >>> [text.get_text() for text in plot_credits(table).texts][:2]
    ['(outlet not stated)', 'Al Jazeera']
    """
    if table.empty:
        return draw_nothing(ax, "No outlet credits another one")
    pairs = table.assign(outlet=table["outlet"].fillna(NO_OUTLET))
    outlets, credited = (
        list(pairs[side].drop_duplicates()[:MAX_OUTLETS]) for side in ("outlet", "credited_outlet")
    )
    drawn = pairs[pairs["outlet"].isin(outlets) & pairs["credited_outlet"].isin(credited)]
    place = {name: row for row, name in enumerate(outlets)}
    near = drawn["outlet"].map(place).groupby(drawn["credited_outlet"]).mean()  # fewer crossings
    credited = list(near.sort_values(kind="stable").index)
    n_rows = max(len(outlets), len(credited))
    ax = make_axes(ax, 2.5 * n_rows)
    left, right = _draw_nodes(ax, outlets, 0.0, n_rows), _draw_nodes(ax, credited, 1.0, n_rows)
    pair = drawn[["outlet", "credited_outlet", "kind", "n_articles"]]
    for outlet, other, kind, n in pair.itertuples(index=False, name=None):
        _draw_arrow(ax, left[outlet], right[other], kind, n)
    _draw_legend(ax, [kind for kind in KINDS if (drawn["kind"] == kind).any()])
    n_named = table["outlet"].nunique()
    parts = [count_noun(n_named, "outlet")] if n_named else []
    parts += ["articles that state no outlet"] if table["outlet"].isna().any() else []
    who = " and ".join(parts)
    title = f"{who[0].upper()}{who[1:]} (left) credit {count_noun(pairs['credited_outlet'].nunique(), 'outlet')} (right)"
    footer = f"n = {count_noun(len(pairs), 'pair')} of outlets, by kind; a thicker arrow: more articles."
    footer += f" {len(pairs) - len(drawn):,} pairs not drawn." if len(drawn) < len(pairs) else ""
    return add_frame(ax, title, footer)


def _draw_nodes(ax: Axes, names: list[str], x: float, n_rows: int) -> dict[str, tuple[float, float]]:
    """Names in a column, spread over the height of the longer column; gives where each one's dot is."""
    step = n_rows / len(names)
    places = {name: (x, (row + 0.5) * step) for row, name in enumerate(names)}
    ax.plot([x] * len(names), [y for _, y in places.values()], "o", color="black", markersize=5)
    for name, (_, y) in places.items():
        side, shift = ("left", 0.03) if x else ("right", -0.03)
        ax.text(
            x + shift, y, fit_words(name, 42, max_lines=2), ha=side, va="center", fontsize=9, **text_style()
        )
    ax.set(xlim=(-0.75, 1.75), ylim=(n_rows, 0), xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    return places


def _draw_arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], kind: str, n: int) -> None:
    colour, line, bend = KINDS[kind]
    look = {"arrowstyle": "-|>", "color": colour, "linestyle": line, "linewidth": 1.0 + 0.4 * math.log2(n)}
    look |= {
        "connectionstyle": f"arc3,rad={bend}",
        "shrinkA": 5,
        "shrinkB": 5,
        "zorder": 9 - [*KINDS].index(kind),
    }
    ax.annotate("", xy=end, xytext=start, arrowprops=look)


def _draw_legend(ax: Axes, kinds: list[str]) -> None:
    from matplotlib.lines import Line2D

    styles: dict[str, tuple[Any, ...]] = {kind: KINDS[kind] for kind in kinds}
    lines = [Line2D([], [], color=style[0], linestyle=style[1], label=kind) for kind, style in styles.items()]
    ax.legend(
        handles=lines,
        loc="upper center",
        bbox_to_anchor=(0.5, 0.0),
        ncols=len(lines),
        fontsize=8,
        frameon=False,
        handlelength=4,
    )
