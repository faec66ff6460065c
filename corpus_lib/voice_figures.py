"""Figures of voices: whose words fill the articles, who is quoted at what length, and who speaks about whom.

Colours are those of Okabe and Ito, and each comes with a hatch, so that grey copies can be read. Few articles
are said to be few, in the footer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.drawing import (
    MAX_ROWS,
    add_frame,
    count_noun,
    draw_nothing,
    fit_words,
    label_rows,
    make_axes,
    row_heights,
    row_labels,
    text_style,
    write_rows,
)
from corpus_lib.errors import InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Below so many articles a figure says that it describes these only; the reason is in `voice_profiles`.
MIN_ARTICLES = 10
#: Fewest statements of a side whose shares are shaded: with fewer, one statement moves a share by more than a tenth.
MIN_STATEMENTS = 10
#: Most speakers drawn: with two lines each they fill a page.
MAX_SPEAKERS = 25
AUTHOR, OTHERS, UNKNOWN = "the article's own voice", "other countries", "quoted, country not known"
#: Colour and hatch of each voice, from left to right.
VOICES = {
    AUTHOR: ("#DDDDDD", ""),
    "United States": ("#0072B2", ""),
    "China": ("#D55E00", "///"),
    "Taiwan": ("#009E73", "..."),
    OTHERS: ("#CC79A7", "xxx"),
    UNKNOWN: ("#999999", "ooo"),
}
#: Colour and hatch of each way of quoting.
QUOTES = {
    "direct": ("#0072B2", ""),
    "mixed": ("#E69F00", "///"),
    "indirect": ("#56B4E9", "..."),
}
#: Sides in the matrix, the unknown last, as rows and as columns.
_SIDES = {"United States": "United States", "China": "China", "Taiwan": "Taiwan", "other": "other", "": ""}
_SPEAKERS = _SIDES | {"": "country not known"}
_NAMED = _SIDES | {"other": "another country", "": "no country"}


def plot_voices(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """How much of each article is its own voice, and how much each side's, as shares of its words.

    Parameters
    ----------
    table
        from `share_voice` by side
    ax
        where to draw; new axes when not given

    Raises
    ------
    InputError
        when the table tells voices apart by something else

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a"], "title": "Talks", "voice": ["author", "quoted"], "side": [None, "China"],
    ...                       "n_attributions": [0, 2], "n_words": [75, 25], "share": [0.75, 0.25]})
    >>> [text.get_text() for text in plot_voices(table).get_legend().get_texts()]
    ["the article's own voice", 'China']
    """
    if "side" not in table:
        raise InputError("no column side", where="plot_voices", remedy="use share_voice(corpus, by='side')")
    if table.empty:
        return draw_nothing(ax, "No articles: no voices to show")
    part = (
        table["side"]
        .astype("object")
        .replace("other", OTHERS)
        .fillna(UNKNOWN)
        .where(table["voice"] == "quoted", AUTHOR)
    )
    shares = table.assign(part=part).pivot_table(
        index="article_id", columns="part", values="share", aggfunc="sum", sort=False
    )
    shares = shares.reindex(index=table["article_id"].unique(), columns=[*VOICES]).fillna(0.0)
    shares = shares.sort_values(AUTHOR, kind="stable")
    labels = row_labels(
        table.drop_duplicates("article_id").set_index("article_id", drop=False).loc[shares.index]
    )
    ax = make_axes(ax, max(row_heights(labels), 12))
    _draw_bars(ax, 100 * shares.loc[:, shares.any()], VOICES)
    ax.set_xlim(0, 100)
    label_rows(ax, labels)
    if len(labels) <= MAX_ROWS:
        write_rows(ax, np.flatnonzero(~shares.any(axis=1)).tolist(), "no words")
    words = table.groupby(part)["n_words"].sum()
    footer = f"n = {count_noun(len(shares), 'article')}, {count_noun(int(words.sum()), 'word')}, {count_noun(int(table['n_attributions'].sum()), 'statement')}. "
    footer += "What stands in no attribution is the article's own voice."
    return add_frame(
        ax, _title_of_voices(words), footer + _few(len(shares)), "share of the article's words (%)"
    )


def _draw_bars(ax: Axes, values: pd.DataFrame, looks: dict[str, tuple[str, str]]) -> None:
    left, many = np.zeros(len(values)), len(values) > MAX_ROWS
    for name, width in values.items():
        colour, hatch = looks[str(name)]
        look: dict[str, Any] = {"color": colour, "hatch": hatch, "edgecolor": "white"}
        look |= {"linewidth": 0.0, "height": 1.0} if many else {"linewidth": 0.5, "height": 0.7}
        ax.barh(range(len(values)), width, left=left, label=str(name), **look)
        left += width.to_numpy()
    if len(values.columns):
        ax.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8, frameon=False, handlelength=2.5)


def _title_of_voices(words: pd.Series[int]) -> str:
    total, quoted = int(words.sum()), words.drop(AUTHOR, errors="ignore")
    if not total:
        return "No article has words"
    if not quoted.sum():
        return "No article quotes anybody: all words are the articles’ own"
    share = 100 * quoted.sum() / total
    largest = str(quoted.sort_values(ascending=False, kind="stable").index[0])
    whose = "speakers of no known country" if largest == UNKNOWN else _the(largest)
    return f"Of the words {100 - share:.0f} % are the articles’ own; of the quoted {share:.0f} % the largest part comes from {whose}"


def _few(n_articles: int) -> str:
    return " So few articles: this describes them, not the press." if n_articles < MIN_ARTICLES else ""


def plot_speakers(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """The speakers who are quoted at greatest length, and how much of it in their own words.

    Parameters
    ----------
    table
        from `profile_speakers`; sources that are not resolved to a name are not drawn, but counted in the footer
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"speaker": ["Qin Gang"], "speaker_country": ["CN"], "speaker_role": ["minister"], "n_articles": [1],
    ...     "n_attributions": [2], "n_words": [30], "direct_words": [20], "mixed_words": [0], "indirect_words": [10]})
    >>> [label.get_text() for label in plot_speakers(table).get_yticklabels()]
    ['Qin Gang (CN), minister']
    """
    from matplotlib import ticker

    named = table[table["speaker"].notna()].sort_values("n_words", ascending=False, kind="stable")
    if named.empty:
        return draw_nothing(ax, "No speakers are named")
    drawn = named.head(MAX_SPEAKERS)
    who = drawn[["speaker", "speaker_country", "speaker_role"]].itertuples(index=False, name=None)
    labels = [fit_words(_describe(*names), 38, max_lines=2) for names in who]
    ax = make_axes(ax, max(row_heights(labels), 12))
    words = drawn[[f"{kind}_words" for kind in QUOTES]].set_axis([*QUOTES], axis=1)
    _draw_bars(ax, words.loc[:, words.any()], QUOTES)
    label_rows(ax, labels)
    longest = int(drawn["n_words"].max())
    ax.grid(visible=False)  # lines would run through the words beside the bars
    ax.set_xlim(0, 1.8 * max(longest, 1))
    ax.xaxis.set_major_locator(ticker.MaxNLocator(8, integer=True))
    ax.xaxis.set_major_formatter("{x:,.0f}")
    counts = drawn[["n_words", "n_attributions", "n_articles"]].itertuples(index=False, name=None)
    for row, (n_words, n, n_articles) in enumerate(counts):
        note = f"{count_noun(n, 'statement')}, {count_noun(n_articles, 'article')}"
        ax.annotate(
            note, (n_words, row), (4, 0), textcoords="offset points", va="center", fontsize=8, **text_style()
        )
    return add_frame(
        ax, _title_of_speakers(table, named), _footer_of_speakers(table, named), "words of the statements"
    )


def _describe(speaker: str, country: object, role: object) -> str:
    where = "country not known" if pd.isna(country) else country  # type: ignore[call-overload]
    what = "" if pd.isna(role) else f", {str(role).replace('_', ' ')}"  # type: ignore[call-overload]
    return f"{speaker} ({where}){what}"


def _title_of_speakers(table: pd.DataFrame, named: pd.DataFrame) -> str:
    longest, total = int(named["n_words"].iloc[0]), int(table["n_words"].sum())
    n_equal = int((named["n_words"] == longest).sum()) - 1
    also = f" (and {count_noun(n_equal, 'other')} as long)" if n_equal else ""
    return f"Of the named speakers {named['speaker'].iloc[0]} is quoted at greatest length{also}: {longest:,} of {total:,} attributed words"


def _footer_of_speakers(table: pd.DataFrame, named: pd.DataFrame) -> str:
    nameless = table[table["speaker"].isna()]
    footer = f"n = {count_noun(int(table['n_attributions'].sum()), 'statement')}, {count_noun(len(named), 'named speaker')}."
    if len(named) > MAX_SPEAKERS:
        footer += f" Drawn: the {MAX_SPEAKERS} with most words."
    if len(nameless):
        n, words = int(nameless["n_attributions"].sum()), int(nameless["n_words"].sum())
        footer += (
            f" Not drawn: {count_noun(n, 'statement')} ({count_noun(words, 'word')}) without a named speaker."
        )
    if named["n_articles"].max() < MIN_ARTICLES:
        footer += f" No speaker is in {MIN_ARTICLES} articles: one long quotation can decide the order."
    return footer


def plot_quoted_about(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Whose statements name whom: speakers' sides down, the sides that they name across.

    Parameters
    ----------
    table
        from `quoted_about`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"side": ["China"], "about": ["United States"], "n_attributions": [3], "n_articles": [2],
    ...                       "of_attributions": [4], "share": [0.75]})
    >>> plot_quoted_about(table).get_title(loc="left")
    '3 of 4 statements from China name the United States'
    """
    if table.empty:
        return draw_nothing(ax, "No statements: nobody is quoted")
    keyed = table.assign(**{name: table[name].astype("object").fillna("") for name in ("side", "about")})
    totals = keyed.drop_duplicates("side").set_index("side")["of_attributions"]
    ax = make_axes(ax, 22)
    columns = ["n_attributions", "n_articles", "share"]
    counts: dict[Any, Any] = keyed.set_index(["side", "about"])[columns].to_dict("index")
    for row, side in enumerate(_SPEAKERS):
        enough = totals.get(side, 0) >= MIN_STATEMENTS
        for column, about in enumerate(_NAMED):
            cell = counts.get((side, about), {"n_attributions": 0, "n_articles": 0, "share": 0.0})
            _draw_cell(ax, column, row, cell, shaded=enough)
    label_rows(
        ax,
        [f"{name}\n{count_noun(int(totals.get(side, 0)), 'statement')}" for side, name in _SPEAKERS.items()],
    )
    ax.set(xlim=(-0.5, len(_NAMED) - 0.5), ylim=(len(_SPEAKERS) - 0.5, -0.5))
    ax.set_xticks(range(len(_NAMED)), [*_NAMED.values()], fontsize=8, **text_style())
    ax.tick_params(axis="x", length=0)
    ax.grid(visible=False)
    ax.set_ylabel("speaker's side", fontsize=9)
    footer = f"n = {count_noun(int(totals.sum()), 'statement')}; one that names two sides counts for both. "
    footer += f"Darker: a larger share of the side's statements (shaded from {MIN_STATEMENTS} statements on)."
    if (keyed["n_articles"] < MIN_ARTICLES).any():
        footer += f" Cells of fewer than {MIN_ARTICLES} articles describe these, not the press."
    return add_frame(ax, _title_of_quoted(keyed, totals), footer, "named in the statement")


def _draw_cell(ax: Axes, column: int, row: int, cell: dict[str, Any], *, shaded: bool) -> None:
    from matplotlib.patches import Rectangle

    grey = 1 - 0.75 * cell["share"] * shaded
    look: dict[str, Any] = {"facecolor": str(round(grey, 3)), "edgecolor": "#CCCCCC", "linewidth": 1}
    ax.add_patch(Rectangle((column - 0.5, row - 0.5), 1, 1, **look))
    n = cell["n_attributions"]
    words = f"{n:,}\n{count_noun(cell['n_articles'], 'article')}" if n else "0"
    ax.text(
        column, row, words, ha="center", va="center", fontsize=8, color="white" if grey < 0.5 else "black"
    )


def _title_of_quoted(keyed: pd.DataFrame, totals: pd.Series[int]) -> str:
    counts = keyed.set_index(["side", "about"])["n_attributions"]
    parts = [
        f"{counts.get((side, other), 0):,} of {count_noun(int(totals[side]), 'statement')} from {_the(side)} name {_the(other)}"
        for side, other in (("United States", "China"), ("China", "United States"))
        if side in totals
    ]
    return ", ".join(parts) or "No statement is from the United States or China"


def _the(side: str) -> str:
    return "the United States" if side == "United States" else side
