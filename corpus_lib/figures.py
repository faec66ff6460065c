"""Figures: each takes a finished table and, if wanted, an `ax`, and returns the Axes. None makes means of
articles, writes a file or shows a window.

What they share: the title says what the figure shows, the footer from how much; colours are those of Okabe
and Ito, and every colour comes with a marker, a hatch or a line style, so that grey copies can be read.
Titles of articles are broken over up to three lines; above `MAX_ROWS` articles their names would be a wall of
print, and are left out. Words come from the press: a `$` is a dollar sign, not a formula, and a character
that no font here can draw is replaced by a count, never by a box.
"""

from __future__ import annotations

import math
import re
import textwrap
from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Most articles (or outlets) drawn with their names. At 60 rows of two lines a figure is a page of 20 inches.
MAX_ROWS = 60
#: Most outlets on each side of the diagram of credits. With 57 (599 articles) the arrows hid one another.
MAX_OUTLETS = 40
#: Most reasons of removal told apart in one bar: as many colours as there are, less one for kept and one
#: for others.
MAX_REASONS = 5
#: The remaining reasons, in one.
OTHER = "other reasons"
#: What stands for a missing outlet, in figures only.
NO_OUTLET = "(outlet not stated)"
#: Fonts that hold Chinese, Japanese and Korean, looked for in this order.
CJK_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans",
    "SimHei",
)
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
#: Colour, line style and curvature of each kind of credit, the strongest dependence first.
KINDS = {
    "wire": ("#D55E00", "solid", 0.0),
    "reprint": ("#0072B2", (0, (6, 2)), 0.05),
    "translation": ("#CC79A7", (0, (6, 2, 1, 2)), -0.05),
    "summary": ("#009E73", (0, (3, 2)), 0.1),
    "cited": ("#666666", (0, (1, 1.5)), -0.1),
}
#: What `plot_texts` can show, and how its axis is called.
MEASURES = {
    "reading_ease": "reading ease (Flesch; higher is easier)",
    "school_grade": "reading level (Flesch-Kincaid; years of school)",
    "diversity": "lexical diversity (MTLD; words)",
    "words_per_sentence": "sentence length (words a sentence)",
    "n_words": "length (words)",
    "n_sentences": "length (sentences)",
}


@cache
def _fonts() -> tuple[tuple[str, ...], frozenset[int]]:
    """Font families to draw with, and the characters that they hold."""
    from matplotlib import font_manager as fm

    installed = {font.name for font in fm.fontManager.ttflist}
    families = ("DejaVu Sans", *[name for name in CJK_FONTS if name in installed][:1])
    held: set[int] = set()
    for family in families:
        held.update(fm.get_font(fm.findfont(family)).get_charmap())
    return families, frozenset(held)


def _words(text: object, width: int | None = None, max_lines: int | None = None) -> str:
    """The text as it can be drawn, broken into lines of at most `width` characters.

    >>> _words("US   China\\t$5 \\U000f0000\\U000f0001 talks", width=12).splitlines()
    ['US China $5', '[2\\xa0signs]', 'talks']
    """
    held, plain = _fonts()[1], " ".join(str(text).split())
    runs = [(drawable, "".join(run)) for drawable, run in groupby(plain, lambda c: ord(c) in held)]
    shown = "".join(run if drawable else f"[{len(run)}\N{NO-BREAK SPACE}signs]" for drawable, run in runs)
    if width is None:
        return shown
    return textwrap.fill(shown, width, break_on_hyphens=False, max_lines=max_lines, placeholder=" …")


def _style(**more: Any) -> dict[str, Any]:
    return {"parse_math": False, "fontfamily": list(_fonts()[0]), **more}


def _axes(ax: Axes | None, n_rows: float) -> Axes:
    """The given axes, or new ones of a size at which `n_rows` lines of names do not touch."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(11, 2.4 + 0.135 * n_rows), layout="constrained")[1]


def _frame(ax: Axes, title: str, footer: str, xlabel: str = "") -> Axes:
    """Title, axis label and footer, broken to the width of the figure."""
    ax.set_title(_words(title, 66), loc="left", fontsize=11, fontweight="bold", **_style())
    ax.set_xlabel(_words(xlabel), fontsize=9, **_style())
    ax.annotate(
        _words(f"{footer} Source: corpus_lib, from the articles themselves.", 92),
        xy=(0, 0),
        xycoords="axes fraction",
        xytext=(0, -46 if xlabel else -30),
        textcoords="offset points",
        va="top",
        fontsize=8,
        color="#444444",
        **_style(),
    )
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def _nothing(ax: Axes | None, title: str) -> Axes:
    """A figure that says there is nothing to draw."""
    ax = _axes(ax, 0)
    ax.set(xticks=[], yticks=[])
    ax.text(0.5, 0.5, "nothing to draw", ha="center", va="center", color="#444444", transform=ax.transAxes)
    return _frame(ax, title, "n = 0.")


def _label_rows(ax: Axes, labels: list[str]) -> None:
    """Rows from top to bottom, named when there are not too many."""
    ax.set_ylim(len(labels) - 0.4, -0.6)
    if len(labels) > MAX_ROWS:
        ax.set_yticks([])
        ax.set_ylabel(f"{len(labels):,} articles, one a row", fontsize=9)
    else:
        ax.set_yticks(range(len(labels)), labels, fontsize=8, **_style())
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", color="#EEEEEE", linewidth=0.8)
        ax.set_axisbelow(True)


def _say(ax: Axes, rows: Iterable[int], words: str) -> None:
    """Words in place of a mark, at the side of the rows that have none."""
    for row in rows:
        place: dict[str, Any] = {"xy": (0.01, row), "xycoords": ("axes fraction", "data"), "va": "center"}
        ax.annotate(words, **place, fontsize=8, color="#666666")


def _marker_size(n_rows: int) -> int:
    return 7 if n_rows <= MAX_ROWS else 2


def _row_labels(table: pd.DataFrame) -> list[str]:
    titles = table["title"].where(table["title"].notna(), "(no title) " + table["article_id"].astype("str"))
    return [_words(title, 50, max_lines=3) for title in titles]


def _height(labels: list[str]) -> float:
    """Lines of print that the rows need: the tallest label sets the height of all."""
    tallest = max(label.count("\n") + 1 for label in labels)
    return len(labels) * (tallest + 0.7) if len(labels) <= MAX_ROWS else 24


def _plural(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _day(day: pd.Timestamp) -> str:
    return f"{day.day} {day:%b %Y}"


def plot_publication_dates(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """When the articles came out: a dot where the day is known, a bar over the days that are possible,
    an arrowhead where only the first or the last possible day is known.

    Parameters
    ----------
    table
        from `date_coverage`: one row per article, dates as days
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a"], "title": ["Talks resume"], "earliest": [pd.Timestamp("2023-05-13")]})
    >>> plot_publication_dates(table.assign(latest=table["earliest"])).get_title(loc="left")
    '1 article came out on 13 May 2023'
    """
    if table.empty:
        return _nothing(ax, "No articles: no publication dates to show")
    n_bounds = table[["earliest", "latest"]].notna().sum(axis=1)
    dated, open_ended, undated = (table[n_bounds == n] for n in (2, 1, 0))
    rows = (
        pd.concat([dated, open_ended, undated]) if len(table) <= MAX_ROWS else pd.concat([dated, open_ended])
    )
    labels = _row_labels(rows)
    ax = _axes(ax, _height(labels))
    _draw_dates(ax, dated, open_ended)
    _label_rows(ax, labels)
    _say(ax, range(len(dated) + len(open_ended), len(rows)), "no date found")
    footer = f"n = {_plural(len(table), 'article')}; {len(undated):,} without a date"
    footer += f", {len(open_ended):,} with only a first or a last possible day." if len(open_ended) else "."
    xlabel = "publication date (day)" if len(dated) + len(open_ended) else ""
    return _frame(ax, _title_of_dates(dated, table), footer + _longest_gap(dated, open_ended), xlabel)


def _draw_dates(ax: Axes, dated: pd.DataFrame, open_ended: pd.DataFrame) -> None:
    from matplotlib import dates

    if dated.empty and open_ended.empty:
        ax.set_xticks([])
        return
    tools: Any = dates  # matplotlib leaves them untyped
    start, end = tools.date2num(dated["earliest"]), tools.date2num(dated["latest"])
    rows, exact = np.arange(len(dated)), (dated["earliest"] == dated["latest"]).to_numpy()
    size = _marker_size(len(dated) + len(open_ended))
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
            days, places = tools.date2num(open_ended.loc[known, column]), len(dated) + np.flatnonzero(known)
            ax.plot(days, places, marker, color="#009E73", markersize=size, label=label)
            start = end = np.concatenate([start, end, days])
    margin = max(15.0, 0.04 * (end.max() - start.min()))
    ax.set_xlim(start.min() - margin, end.max() + margin)
    locator = tools.AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(tools.ConciseDateFormatter(locator))
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8, frameon=False)


def _title_of_dates(dated: pd.DataFrame, table: pd.DataFrame) -> str:
    n, missing = len(table), len(table) - len(dated)
    if dated.empty:
        return f"No day of publication is known for any of {_plural(n, 'article')}"
    first, last = dated["earliest"].min(), dated["latest"].max()
    when = f"on {_day(first)}" if first == last else f"between {_day(first)} and {_day(last)}"
    half = table[["earliest", "latest"]].notna().sum(axis=1).eq(1).any()
    rest = (
        f"; {missing:,} of {n:,} without a date{' or with one bound only' if half else ''}" if missing else ""
    )
    return f"{_plural(len(dated), 'article')} came out {when}{rest}"


def _longest_gap(dated: pd.DataFrame, open_ended: pd.DataFrame) -> str:
    """The longest stretch in which no dated article can have come out, in words."""
    spans = dated.sort_values("earliest")
    reached = spans["latest"].cummax().shift()
    gaps = (spans["earliest"] - reached).dropna()
    if len(open_ended) or gaps.empty or gaps.max() <= pd.Timedelta(days=1):
        return ""
    at = gaps.to_numpy().argmax() + 1
    days, after, before = gaps.max().days - 1, reached.iloc[at], spans["earliest"].iloc[at]
    return f" Longest gap without a dated article: {_plural(days, 'day')}, between {_day(after)} and {_day(before)}."


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
        return _nothing(ax, "No articles: no texts to measure")
    rows = table.sort_values(measure, ascending=False, kind="stable")
    if len(rows) > MAX_ROWS:
        rows = rows[rows[measure].notna()]
    values, warned = rows[measure].astype("float64"), rows["note"].notna().to_numpy()
    labels = _row_labels(rows)
    ax = _axes(ax, _height(labels))
    places, size = np.arange(len(rows)), _marker_size(len(rows))
    ax.plot(values[~warned], places[~warned], "o", color="#0072B2", markersize=size)
    ax.plot(values[warned], places[warned], "D", color="#D55E00", markerfacecolor="white", markersize=size)
    _label_rows(ax, labels)
    _say(ax, places[values.isna()], "not measured")
    known = values.dropna()
    name = xlabel.split(" (")[0].capitalize()
    title = f"{name} runs from {known.min():,.0f} to {known.max():,.0f}"
    title = title if len(known) > 1 else f"{name}: {_plural(len(known), 'article')} measured"
    footer = f"n = {_plural(len(table), 'article')}, {len(known):,} measured."
    if warned.any():
        footer += f" Hollow: {_plural(int(warned.sum()), 'article')} with a warning (column note)."
    return _frame(ax, title, footer, xlabel)


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
        return _nothing(ax, "No articles: nothing was cleaned")
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
    labels = _row_labels(titles)
    ax = _axes(ax, max(_height(labels), 12))
    _draw_bars(ax, 100 * drawn)
    _label_rows(ax, labels)
    kept = table.loc[table["kept"], "n_characters"].sum() / max(1, table["n_characters"].sum())
    title = f"Cleaning kept {100 * kept:.0f} % of the characters"
    title += (
        f"; most of the rest was {re.split('[:(]', str(top[0]))[0].strip()}"
        if top
        else "; it removed nothing"
    )
    footer = f"n = {_plural(len(shares), 'article')}; characters without blanks, of the raw texts."
    if len(drawn) < len(shares):
        footer += f" Drawn: the {len(drawn)} that lost most."
    return _frame(ax, title, footer, "share of the raw text (%)")


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
        ax.barh(range(len(percent)), width, left=left, label=_words(part, 30).replace("`", ""), **look)
        left += width.to_numpy()
    ax.set_xlim(0, 100)
    ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8, frameon=False, handlelength=2.5)


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
        return _nothing(ax, "No outlet credits another one")
    pairs = table.assign(outlet=table["outlet"].fillna(NO_OUTLET))
    outlets, credited = (
        list(pairs[side].drop_duplicates()[:MAX_OUTLETS]) for side in ("outlet", "credited_outlet")
    )
    drawn = pairs[pairs["outlet"].isin(outlets) & pairs["credited_outlet"].isin(credited)]
    place = {name: row for row, name in enumerate(outlets)}
    near = drawn["outlet"].map(place).groupby(drawn["credited_outlet"]).mean()  # fewer crossings
    credited = list(near.sort_values(kind="stable").index)
    n_rows = max(len(outlets), len(credited))
    ax = _axes(ax, 2.5 * n_rows)
    left, right = _draw_nodes(ax, outlets, 0.0, n_rows), _draw_nodes(ax, credited, 1.0, n_rows)
    pair = drawn[["outlet", "credited_outlet", "kind", "n_articles"]]
    for outlet, other, kind, n in pair.itertuples(index=False, name=None):
        _draw_arrow(ax, left[outlet], right[other], kind, n)
    _draw_legend(ax, [kind for kind in KINDS if (drawn["kind"] == kind).any()])
    n_named = table["outlet"].nunique()
    parts = [_plural(n_named, "outlet")] if n_named else []
    parts += ["articles that state no outlet"] if table["outlet"].isna().any() else []
    who = " and ".join(parts)
    title = f"{who[0].upper()}{who[1:]} (left) credit {_plural(pairs['credited_outlet'].nunique(), 'outlet')} (right)"
    footer = f"n = {_plural(len(pairs), 'pair')} of outlets, by kind; a thicker arrow: more articles."
    footer += f" {len(pairs) - len(drawn):,} pairs not drawn." if len(drawn) < len(pairs) else ""
    return _frame(ax, title, footer)


def _draw_nodes(ax: Axes, names: list[str], x: float, n_rows: int) -> dict[str, tuple[float, float]]:
    """Names in a column, spread over the height of the longer column; gives where each one's dot is."""
    step = n_rows / len(names)
    places = {name: (x, (row + 0.5) * step) for row, name in enumerate(names)}
    ax.plot([x] * len(names), [y for _, y in places.values()], "o", color="black", markersize=5)
    for name, (_, y) in places.items():
        side, shift = ("left", 0.03) if x else ("right", -0.03)
        ax.text(x + shift, y, _words(name, 42, max_lines=2), ha=side, va="center", fontsize=9, **_style())
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
