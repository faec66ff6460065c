"""What all figures share: size and frame, titles and footers, labels that fit, and characters that fonts have."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Width of a figure in inches. In a brief's column of 6.3 inches (16 cm) its letters of 8 points come out at 6.9.
WIDTH = 7.3
#: Most articles (or outlets) drawn with their names. At 30 rows of two lines a figure fills a page.
MAX_ROWS = 30
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


@cache
def _fonts() -> tuple[tuple[str, ...], frozenset[int]]:
    """Font families to draw with, and the characters that they hold both in plain and in bold letters."""
    from matplotlib import font_manager as fm

    families = ("DejaVu Sans", *(_find_cjk_font() or _find_cjk_font(look_again=True)))
    held: set[int] = set()
    for family in families:
        weights = [fm.FontProperties(family=family, weight=weight) for weight in ("normal", "bold")]
        plain, bold = (fm.get_font(fm.findfont(weight)).get_charmap() for weight in weights)
        held.update(plain.keys() & bold.keys())
    return families, frozenset(held)


def _find_cjk_font(*, look_again: bool = False) -> list[str]:
    """The first of `CJK_FONTS` that is installed; matplotlib remembers fonts, and knows a new one only when it looks again."""
    from matplotlib import font_manager as fm

    if look_again:
        for path in {*fm.findSystemFonts()} - {font.fname for font in fm.fontManager.ttflist}:
            with suppress(OSError, RuntimeError, ValueError):  # a damaged font is none
                fm.fontManager.addfont(path)
    installed = {font.name for font in fm.fontManager.ttflist}
    return [name for name in CJK_FONTS if name in installed][:1]


def fit_words(text: object, width: int | None = None, max_lines: int | None = None) -> str:
    """The text as it can be drawn, broken into lines of at most `width` characters.

    >>> fit_words("US   China\\t$5 \\U000f0000\\U000f0001 talks", width=12).splitlines()
    ['US China $5', '[2\\xa0signs]', 'talks']
    """
    held, plain = _fonts()[1], " ".join(str(text).split())
    runs = [(drawable, "".join(run)) for drawable, run in groupby(plain, lambda c: ord(c) in held)]
    shown = "".join(run if drawable else f"[{len(run)}\N{NO-BREAK SPACE}signs]" for drawable, run in runs)
    if width is None:
        return shown
    return textwrap.fill(shown, width, break_on_hyphens=False, max_lines=max_lines, placeholder=" …")


def text_style(**more: Any) -> dict[str, Any]:
    """Keyword arguments of every text: fonts that are there, and no formulas."""
    return {"parse_math": False, "fontfamily": list(_fonts()[0]), **more}


def make_axes(ax: Axes | None, n_rows: float) -> Axes:
    """The given axes, or new ones of a size at which `n_rows` lines of names do not touch."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(WIDTH, 2.4 + 0.135 * n_rows), layout="constrained")[1]


def add_frame(ax: Axes, title: str, footer: str, xlabel: str = "") -> Axes:
    """Title, axis label and footer, broken to the width of the figure and beginning where its labels begin."""
    from matplotlib.transforms import ScaledTranslation

    room = _room_of_labels(ax)
    look = text_style(fontsize=10.5, fontweight="bold")
    text = ax.set_title(fit_words(title, 68), loc="left", **look)
    figure = ax.get_figure(root=True)
    assert figure is not None, "axes that are drawn into stand in a figure"
    text.set_transform(text.get_transform() + ScaledTranslation(-room / 72, 0, figure.dpi_scale_trans))
    ax.set_xlabel(fit_words(xlabel, 80), fontsize=8.5, **text_style())
    ax.annotate(
        fit_words(f"{footer} Source: corpus_lib, from the articles themselves.", 100),
        xy=(0, 0),
        xycoords="axes fraction",
        xytext=(-room, -46 if xlabel else -30),
        textcoords="offset points",
        va="top",
        fontsize=7.5,
        color="#444444",
        **text_style(),
    )
    ax.spines[["top", "right"]].set_visible(False)
    legend = ax.get_legend()
    for label in [] if legend is None else [*legend.get_texts(), legend.get_title()]:
        label.set(**text_style())
    return ax


def _room_of_labels(ax: Axes) -> float:
    """Points from the axes' left edge to the beginning of its labels."""
    box = ax.yaxis.get_tightbbox()
    return 0.0 if box is None else max(0.0, (ax.bbox.x0 - box.x0) * 72 / ax.figure.dpi)


def draw_nothing(ax: Axes | None, title: str) -> Axes:
    """A figure that says there is nothing to draw."""
    ax = make_axes(ax, 0)
    ax.set(xticks=[], yticks=[])
    ax.text(0.5, 0.5, "nothing to draw", ha="center", va="center", color="#444444", transform=ax.transAxes)
    return add_frame(ax, title, "n = 0.")


def label_rows(ax: Axes, labels: list[str]) -> None:
    """Rows from top to bottom, named when there are not too many."""
    ax.set_ylim(len(labels) - 0.4, -0.6)
    if len(labels) > MAX_ROWS:
        ax.set_yticks([])
        ax.set_ylabel(f"{len(labels):,} articles, one a row", fontsize=9)
    else:
        ax.set_yticks(range(len(labels)), labels, fontsize=8, **text_style())
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", color="#EEEEEE", linewidth=0.8)
        ax.set_axisbelow(True)


def write_rows(ax: Axes, rows: Iterable[int], words: str) -> None:
    """Words in place of a mark, at the side of the rows that have none."""
    for row in rows:
        place: dict[str, Any] = {"xy": (0.01, row), "xycoords": ("axes fraction", "data"), "va": "center"}
        ax.annotate(words, **place, fontsize=8, color="#666666")


def marker_size(n_rows: int) -> int:
    """Size of a dot for so many rows, in points."""
    return 7 if n_rows <= MAX_ROWS else 2


def row_labels(table: pd.DataFrame) -> list[str]:
    """The articles' titles, broken and cut to fit beside their rows."""
    titles = table["title"].where(table["title"].notna(), "(no title) " + table["article_id"].astype("str"))
    return [fit_words(title, 40, max_lines=3) for title in titles]


def row_heights(labels: list[str]) -> float:
    """Lines of print that the rows need: the tallest label sets the height of all."""
    tallest = max(label.count("\n") + 1 for label in labels)
    return len(labels) * (tallest + 0.7) if len(labels) <= MAX_ROWS else 24


def count_noun(n: int, noun: str) -> str:
    """A number with its noun.

    >>> count_noun(2, "article")
    '2 articles'
    """
    return f"{n:,} {noun if n == 1 else name_many(noun)}"


def name_many(noun: str) -> str:
    """Several of it.

    >>> name_many("act"), name_many("match")
    ('acts', 'matches')
    """
    return f"{noun}es" if noun.endswith("ch") else f"{noun}s"


def format_day(day: pd.Timestamp) -> str:
    """A day as briefs write it.

    >>> format_day(pd.Timestamp("2023-06-18"))
    '18 Jun 2023'
    """
    return f"{day.day} {day:%b %Y}"
