"""Figures of judgement and blame: how each side is judged in whose voice, and who blames whom.

Both are matrices. What is judged negatively is orange, positively blue (colours of Okabe and Ito), and blame is grey; the
number stands in every cell, so a grey copy can be read. A cell of few articles has no colour, only its counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

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
from corpus_lib.stance_figures import (
    CONFLICT,
    COOPERATION,
    MIN_ARTICLES,
    OWN,
    few_articles,
    find_apart,
    format_value,
    tell_alike,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Order of sides, speakers and blamers; what is not listed comes after.
ORDER = ["United States", "China", "Taiwan", "other", "relationship", "the article itself", OWN]
#: The heading of each kind of blame, and how the title tells which cell comes up most often: the verb and the pair.
KINDS = {
    "accusation": ("accusations:\none side accuses another", "accusations come", "from {0} against {1}"),
    "conflict told": ("other conflict:\nwho tells it of whom", "other conflict is told", "of {1} by {0}"),
}
#: Most cells that the title names when they come up equally often.
MAX_TIES = 2
#: Blamers that are no side, as in `blame`; an accusation has none of these.
ARTICLE = "the article itself"
UNKNOWN = "quoted, side not known"
#: Sides whose names in words differ from those in the tables.
NAMES = {"other": "other countries and bodies", "relationship": "the relationship"}
#: From which value on a cell has its full colour: beyond it lie hardly any means of articles.
FULL_FROM = 0.5
#: Part of the full colour that is mixed in, so that black print can be read on it.
STRENGTH = 0.75


def plot_judgements(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """How each target is judged by each voice: targets down, voices across.

    Parameters
    ----------
    table
        from `estimate_stance(collect_judgements(corpus), by=["target_side", "side"])`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"target_side": ["China"], "side": [None], "voice": ["author"], "value": [-0.2], "low": [-0.3],
    ...                       "high": [-0.1], "n_articles": [12], "n_spans": [60], "n_conflict": [20], "n_cooperation": [8],
    ...                       "enough": [True]})
    >>> plot_judgements(table).get_title(loc="left")
    "The only mean: China, in the article's own voice (−0.20)"
    """
    if table.empty:
        return draw_nothing(ax, "No mentions: nobody is judged")
    side = table["side"].astype("object").fillna(UNKNOWN)
    cells = table.assign(
        row=table["target_side"],
        column=side.where(table["voice"] == "quoted", OWN),
    )
    rows, columns = _in_order(cells["row"]), _in_order(cells["column"], [OWN])
    found: dict[Any, Any] = cells.set_index(["row", "column"]).to_dict("index")
    ax = make_axes(ax, 5.5 * len(rows) + 4)
    for down, row in enumerate(rows):
        for across, column in enumerate(columns):
            _draw_judgement(ax, across, down, found.get((row, column)))
    _name_cells(
        ax,
        rows,
        [*range(len(columns))],
        [
            column if column in (OWN, UNKNOWN) else f"quoted: {NAMES.get(column, column)}"
            for column in columns
        ],
    )
    ax.set_ylabel("target", fontsize=9)
    footer = (
        f"n = {count_noun(int(table['n_spans'].sum()), 'mention')}. Mean of articles' means of mentions: "
    )
    footer += f"−1 negative, 0 neutral, +1 positive; full colour from ±{FULL_FROM}. "
    footer += "Below each mean stands its 95 % interval. "
    footer += f"Cells of fewer than {MIN_ARTICLES} articles have no mean and no colour."
    return add_frame(ax, _title_of_judgements(cells), footer, "voice")


def _in_order(names: Iterable[str], first: list[str] | None = None) -> list[str]:
    order = [*(first or []), *ORDER]
    return sorted(set(names), key=lambda name: (order.index(name) if name in order else len(order), name))


def _name_cells(ax: Axes, rows: list[str], places: Sequence[float], columns: list[str]) -> None:
    width = max(80 // len(columns), 12)  # letters of a column's share of the figure
    label_rows(ax, [fit_words(NAMES.get(name, name), 18, max_lines=3) for name in rows])
    ax.set(xlim=(-0.5, places[-1] + 0.51), ylim=(len(rows) - 0.5, -0.5))
    ax.set_xticks(
        places, [fit_words(NAMES.get(n, n), width, max_lines=3) for n in columns], **text_style(fontsize=8)
    )
    ax.tick_params(axis="x", length=0)
    ax.spines[:].set_visible(False)
    ax.grid(visible=False)


def _draw_judgement(ax: Axes, across: int, down: int, cell: dict[Any, Any] | None) -> None:
    if cell is None:
        _draw_cell(ax, across, down, "white", "none")
        return
    articles = count_noun(cell["n_articles"], "article")
    if cell["enough"]:
        interval = f"{format_value(cell['low'])} to {format_value(cell['high'])}"
        words = f"{interval}\n{count_noun(cell['n_spans'], 'mention')}\n{articles}"
        _draw_cell(ax, across, down, _mixed(cell["value"]), words, large=format_value(cell["value"]))
        return
    negative, positive = cell["n_conflict"], cell["n_cooperation"]
    neutral = cell["n_spans"] - negative - positive
    words = f"{negative:,} neg · {neutral:,} neutral ·\n{positive:,} pos in {articles}"
    _draw_cell(ax, across, down, "white", words)


def _mixed(value: float) -> tuple[float, float, float]:
    """White at 0, more of the sign's colour the farther from it."""
    from matplotlib.colors import to_rgb

    part = STRENGTH * min(abs(value) / FULL_FROM, 1.0)
    red, green, blue = (1 - part + part * c for c in to_rgb(CONFLICT if value < 0 else COOPERATION))
    return red, green, blue


def _draw_cell(
    ax: Axes, across: float, down: float, colour: Any, words: str, *, large: str = "", strong: bool = False
) -> None:
    from matplotlib.patches import Rectangle

    look: dict[str, Any] = {"facecolor": colour, "edgecolor": "#CCCCCC", "linewidth": 1}
    ax.add_patch(Rectangle((across - 0.5, down - 0.5), 1, 1, **look))
    style = text_style(ha="center", va="center")
    if large:
        ax.text(across, down - 0.27, large, fontsize=11, fontweight="bold", **style)
    grey = "black" if large or strong else "#444444"
    ax.text(across, down + (0.14 if large else 0), words, fontsize=7.5, color=grey, **style)


def _title_of_judgements(cells: pd.DataFrame) -> str:
    enough = cells[cells["enough"]].sort_values("value", kind="stable", ignore_index=True)
    if enough.empty:
        return f"No target is judged in {MIN_ARTICLES} articles by one voice: too few for a mean"
    apart = find_apart(enough) if len(enough) > 1 else enough
    if apart is None:
        return tell_alike(enough, "cell")
    said = [f"{_the(row.row)}, {_by(row.column)} ({format_value(row.value)})" for row in apart.itertuples()]
    how = "Judged clearly worse" if len(said) > 1 else "The only mean"
    return f"{how}: {', than '.join(said)}"


def _by(column: object) -> str:
    named = {OWN: "in the article's own voice", UNKNOWN: "by quoted voices of no known side"}
    return named.get(str(column), f"by voices quoted from {_the(column)}")


def _the(side: object) -> str:
    """A side as it stands in a sentence."""
    named = {"United States": "the United States", UNKNOWN: "quoted voices of no known side", **NAMES}
    return named.get(str(side), str(side))


def plot_blame(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Who blames whom: blamers down, the blamed across, accusations beside other conflict that is told.

    Parameters
    ----------
    table
        from `count_blame`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"kind": ["accusation"], "blamer": ["China"], "blamed": ["United States"], "n_articles": [3], "n_spans": [4]})
    >>> " ".join(plot_blame(table).get_title(loc="left").split())
    'Accusations come most often from China against the United States: in 3 articles'
    """
    if table.empty:
        return draw_nothing(ax, "No blame: nobody is accused")
    rows, blamed = _in_order(table["blamer"]), _in_order(table["blamed"])
    kinds = [kind for kind in KINDS if kind in set(table["kind"])]
    found: dict[Any, Any] = table.set_index(["kind", "blamer", "blamed"]).to_dict("index")
    most = int(table["n_articles"].max())
    ax = make_axes(ax, 3.5 * len(rows) + 8)
    places = [panel * (len(blamed) + 0.4) + n for panel in range(len(kinds)) for n in range(len(blamed))]
    columns = [(kind, other) for kind in kinds for other in blamed]
    for at, (kind, other) in zip(places, columns, strict=True):
        for down, blamer in enumerate(rows):
            if kind == "conflict told" or (blamer not in (ARTICLE, UNKNOWN) and blamer != other):
                _draw_blame(ax, at, down, found.get((kind, blamer, other)), most)
    for panel, kind in enumerate(kinds):
        middle = panel * (len(blamed) + 0.4) + (len(blamed) - 1) / 2
        ax.text(middle, -0.75, KINDS[kind][0], ha="center", va="center", **text_style(fontsize=9))
    _name_cells(ax, rows, places, [other for _, other in columns])
    ax.set_ylim(len(rows) - 0.5, -1.0)
    ax.set_ylabel("who blames", fontsize=9)
    footer = f"n = {count_noun(int(table['n_spans'].sum()), 'span')}, at most {count_noun(most, 'article')} in a cell. "
    footer += f"Darker: more articles (shaded from {MIN_ARTICLES} articles on). Blank: cannot be. "
    footer += "What is planned, threatened, alleged or called for counts too, only what is denied does not."
    return add_frame(ax, _title_of_blame(table), footer + few_articles(most), "who is blamed")


def _draw_blame(ax: Axes, across: float, down: float, cell: dict[Any, Any] | None, most: int) -> None:
    if cell is None:
        _draw_cell(ax, across, down, "white", "0")
        return
    n_articles = cell["n_articles"]
    shade = 1 - 0.4 * n_articles / most if n_articles >= MIN_ARTICLES else 1.0
    words = f"{count_noun(cell['n_spans'], 'span')}\n{count_noun(n_articles, 'article')}"
    _draw_cell(ax, across, down, str(round(shade, 3)), words, strong=shade < 1)


def _title_of_blame(table: pd.DataFrame) -> str:
    """Which cells of each kind are in the most articles, which are seldom those with the most spans."""
    parts = []
    for kind, of_kind in table.groupby("kind", sort=True):
        _, verb, pair = KINDS[str(kind)]
        most = int(of_kind["n_articles"].max())
        tops = of_kind[of_kind["n_articles"] == most].sort_values(["blamer", "blamed"])
        articles = count_noun(most, "article") + (" each" if len(tops) > 1 else "")
        if len(tops) > MAX_TIES:
            parts.append(f"{verb} most often in {len(tops):,} pairs alike: in {articles}")
            continue
        said = [pair.format(_the(row.blamer), _the(row.blamed)) for row in tops.itertuples()]
        parts.append(f"{verb} most often {' and '.join(said)}: in {articles}")
    title = "; ".join(parts)
    return title[0].upper() + title[1:]
