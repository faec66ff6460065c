"""Figures of stance: where groups of articles stand on the scale, and what each article tells.

Conflict is orange and lies to the left, cooperation is blue and lies to the right (colours of Okabe and Ito), so a grey copy
can be read by the side. A quoted voice is hatched, or has a hollow marker. No mean is drawn from few articles: the row
says so, and gives the counts.
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

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Fewest articles for a mean; the reason is in `voice_profiles`.
MIN_ARTICLES = 10
#: The scale, as in `stance`, and the shade behind each step.
SCALE = {-1.0: "deterioration", -0.6: "strain", -0.2: "mixed", 0.2: "easing", 0.6: "thaw"}
_SHADES = ("#F3CDB2", "#FAE6D9", "#F4F4F4", "#DDEBF4", "#BBD9EA")
CONFLICT, COOPERATION = "#D55E00", "#0072B2"
#: Keyword arguments of every legend: beside the axes.
LEGEND: dict[str, Any] = {
    "loc": "upper left",
    "bbox_to_anchor": (1.0, 1.0),
    "fontsize": 8,
    "frameon": False,
    "handlelength": 2.5,
}
SIDES = "spans: conflict to the left, cooperation to the right"
HATCHES = {"author": "", "quoted": "////"}
OWN, QUOTED = "the article's own voice", "quoted voices"
#: Marker, colour and fill of each voice, where in its row it stands, and its name.
_MARKS = {
    "author": ("o", "#000000", "#000000", -0.2, OWN),
    "quoted": ("s", "#00684A", "#FFFFFF", 0.2, QUOTED),
    "all voices": ("D", "#000000", "#000000", 0.0, "all voices"),
}


def plot_stance(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Where groups of articles stand between deterioration and thaw, with intervals.

    Parameters
    ----------
    table
        from `estimate_stance`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": ["Xinhua"], "voice": ["author"], "value": [0.4], "low": [0.2], "high": [0.5],
    ...     "n_articles": [12], "n_spans": [40], "n_conflict": [8], "n_cooperation": [30], "enough": [True]})
    >>> plot_stance(table).get_title(loc="left")
    "Xinhua: easing (+0.40) in the article's own voice"
    """
    if table.empty:
        return draw_nothing(ax, "No spans: no stance to show")
    rows = _named(table)
    enough = rows[rows["enough"]].sort_values("value", kind="stable", ignore_index=True)
    names = list(dict.fromkeys([*enough["name"], *rows["name"]]))
    drawn = names[:MAX_ROWS]
    labels = [fit_words(name, 32, max_lines=2) for name in drawn]
    ax = make_axes(ax, len(labels) * 2.9 + 4)
    _draw_scale(ax, -1.1, -0.5)
    for least, name in SCALE.items():
        ax.text(least + 0.2, -0.8, name, ha="center", va="center", color="#444444", **text_style(fontsize=8))
    for row in rows[rows["name"].isin(drawn)].to_dict("records"):
        _draw_estimate(ax, row, drawn.index(row["name"]))
    label_rows(ax, labels)
    ax.grid(visible=False)
    ax.tick_params(axis="x", labelsize=8)
    ax.set(xlim=(-1.02, 1.02), ylim=(len(labels) - 0.4, -1.1))
    footer = f"n = {count_noun(int(table['n_spans'].sum()), 'span')}. Each article counts once; the interval comes from "
    footer += f"resampling articles and knows nothing of the model's errors. No mean of fewer than {MIN_ARTICLES} articles."
    title = _title_of_stance(enough[enough["name"].isin(drawn)])
    if len(names) > MAX_ROWS:
        footer += f" Drawn: {MAX_ROWS} of {len(names):,} rows."
        title = f"Of the {MAX_ROWS} rows drawn: {title}"
    return add_frame(
        ax,
        title,
        footer,
        "mean of articles, −1 conflict to +1 cooperation, with 95 % interval",
    )


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """The rows with the name of their group and their voice in words."""
    keys = [name for name in table.columns[: table.columns.get_loc("value")] if name != "voice"]
    table = table.assign(voice=table.get("voice", "all voices"))
    names = [
        ", ".join(
            _missing(str(key), voice) if pd.isna(value) else str(value)
            for key, value in zip(keys, group, strict=True)
        )
        for voice, *group in table[["voice", *keys]].itertuples(index=False, name=None)
    ]
    return table.assign(name=names if keys else "all articles")


def _missing(key: str, voice: str) -> str:
    """What it means that a span has no such value: the author speaks for no side, a judgement has no direction."""
    if key == "direction":
        return "the relationship itself"
    unknown = f"{key.replace('_', ' ')} not known"
    if key not in ("side", "speaker") or voice == "quoted":
        return unknown
    return OWN if voice == "author" else f"{OWN}, or {unknown}"


def _draw_scale(ax: Axes, top: float, bottom: float) -> None:
    """The steps of the scale as shades: in a strip above, and behind every row that stands on it."""
    look: dict[str, Any] = {"height": bottom - top, "linewidth": 0, "zorder": 0}
    ax.barh([(top + bottom) / 2] * len(SCALE), 0.4, left=[*SCALE], color=_SHADES, **look)


def _draw_estimate(ax: Axes, row: dict[Any, Any], at: int) -> None:
    """A marker with its interval and its counts, or why there is none."""
    voice, articles = row["voice"], count_noun(row["n_articles"], "article")
    marker, colour, fill, below, _ = _MARKS[voice]
    spans = count_noun(row["n_spans"], "span")
    place: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "va": "center", **text_style(fontsize=8)}
    if row["enough"]:
        value, low, high = row["value"], row["low"], row["high"]
        look: dict[str, Any] = {"fmt": marker, "color": colour, "markerfacecolor": fill}
        look |= {"markersize": 6, "capsize": 3, "linewidth": 1.3}
        _draw_scale(ax, at - 0.5 * (below <= 0), at + 0.5 * (below >= 0))
        reach = [[max(value - low, 0)], [max(high - value, 0)]]
        ax.errorbar([value], [at + below], xerr=reach, label=voice, **look)
        ax.annotate(f"{voice}: {articles}, {spans}", (1.01, at + below), **place)
    else:
        counts = f"{spans}: {row['n_conflict']:,} conflict, {row['n_cooperation']:,} cooperation"
        words = f"{voice}: {articles}: too few for a mean ({counts})"
        ax.annotate(words, (0.02, at + below), color="#555555", **place)


def _title_of_stance(enough: pd.DataFrame) -> str:
    if enough.empty:
        return f"No group has {MIN_ARTICLES} articles in one voice: too few for a mean"
    if enough["name"].nunique() == 1:
        rows = enough.itertuples()
        said = ", ".join(f"{_step(row.value)} ({format_value(row.value)}){_in_voice(row)}" for row in rows)
        return f"{enough['name'].iloc[0]}: {said}"
    apart = find_apart(enough)
    if apart is None:
        return tell_alike(enough, "group")
    first, last = (
        f"{row.name}{_in_voice(row)} ({_step(row.value)}, {format_value(row.value)})"
        for row in apart.itertuples(index=False)
    )
    return f"Clearly more conflictual: {first} than {last}"


def _in_voice(row: Any) -> str:
    return "" if OWN in row.name else f" in {_MARKS[row.voice][4]}"


def find_apart(means: pd.DataFrame) -> pd.DataFrame | None:
    """Of rows in the order of their values two whose intervals do not overlap: the outermost, or else others; or None.

    >>> means = pd.DataFrame({"value": [-0.01, 0.01], "low": [-0.5, -0.5], "high": [0.5, 0.5]})
    >>> find_apart(means) is None
    True
    """
    for first, last in ((0, -1), (int(means["high"].argmin()), int(means["low"].argmax()))):
        if means["high"].iloc[first] < means["low"].iloc[last]:
            return means.iloc[[first, last]]
    return None


def tell_alike(means: pd.DataFrame, noun: str) -> str:
    """A title for means whose intervals all overlap.

    >>> tell_alike(pd.DataFrame({"value": [-0.01, 0.01], "n_articles": [12, 10]}), "group")
    'No group differs clearly from another: 2 means of 10 to 12 articles, from −0.01 to +0.01'
    """
    articles, values = means["n_articles"], means["value"]
    n = " to ".join(f"{number:,}" for number in sorted({articles.min(), articles.max()}))
    reach = f"from {format_value(values.min())} to {format_value(values.max())}"
    return f"No {noun} differs clearly from another: {len(means):,} means of {n} articles, {reach}"


def format_value(value: Any) -> str:
    """A value with its sign; what rounds to nothing has none.

    >>> [format_value(value) for value in (-0.123, 0.001, 0.5)]
    ['−0.12', '0.00', '+0.50']
    """
    return f"{value:+.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"


def _step(value: Any) -> str:
    return [name for least, name in SCALE.items() if value >= least][-1]


def plot_article_stance(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Each article's spans of conflict and of cooperation, from the most conflictual article to the most cooperative.

    Parameters
    ----------
    table
        from `rate_articles`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"article_id": ["a", "a"], "title": "Talks", "voice": ["author", "quoted"],
    ...                       "n_spans": [3, 1], "n_conflict": [0, 1], "n_cooperation": [3, 0]})
    >>> [int(bar.get_width()) for bar in plot_article_stance(table).patches]
    [0, -1, 3, 0]
    """
    if table.empty:
        return draw_nothing(ax, "No articles: no stance to show")
    counts = ["n_spans", "n_conflict", "n_cooperation"]
    parts = table.groupby(["article_id", "voice"], sort=False)[counts].sum()
    total = parts.groupby(level=0, sort=False).sum()
    total = pd.concat([total[total["n_spans"] > 0], total[total["n_spans"] == 0]])
    labels = row_labels(
        table.drop_duplicates("article_id").set_index("article_id", drop=False).loc[total.index]
    )
    ax = make_axes(ax, max(row_heights(labels), 12))
    _draw_counts(ax, parts, total.index)
    label_rows(ax, labels)
    silent = np.flatnonzero(total["n_spans"] == 0).tolist()
    if len(labels) <= MAX_ROWS:
        write_rows(ax, silent, "no span")
        for row in silent:
            ax.get_yticklabels()[row].set_color("#888888")
    _finish_bars(ax, total)
    neither = int((total["n_spans"] - total["n_conflict"] - total["n_cooperation"]).sum())
    footer = f"n = {count_noun(len(total), 'article')}, {count_noun(int(total['n_spans'].sum()), 'span')}."
    footer += " In the order of the mean of their spans, both voices together."
    footer += f" {count_noun(len(silent), 'article')} without a span." if silent else ""
    footer += f" Not drawn: {count_noun(neither, 'span')} that are neither." if neither else ""
    return add_frame(ax, _title_of_articles(total), footer + few_articles(len(total)), SIDES)


def _draw_counts(ax: Axes, parts: pd.DataFrame, articles: pd.Index[str]) -> None:
    look: dict[str, Any] = {"edgecolor": "white", "linewidth": 0.5, "height": 0.7}
    if len(articles) > MAX_ROWS:
        look |= {"linewidth": 0.0, "height": 1.0}
    for sign, colour, side in (("conflict", CONFLICT, -1), ("cooperation", COOPERATION, 1)):
        base = np.zeros(len(articles), dtype="int64")
        for voice, hatch in HATCHES.items():
            of_voice = parts[parts.index.get_level_values("voice") == voice].droplevel("voice")
            width = side * of_voice[f"n_{sign}"].reindex(articles, fill_value=0).to_numpy()
            name = f"{sign}, {OWN if voice == 'author' else QUOTED}"
            ax.barh(range(len(articles)), width, left=base, label=name, color=colour, hatch=hatch, **look)
            base = base + width


def _finish_bars(ax: Axes, total: pd.DataFrame) -> None:
    from matplotlib import ticker

    reach = max(int(total[["n_conflict", "n_cooperation"]].max().max()), 1)
    ax.set_xlim(-1.05 * reach, 1.05 * reach)
    ax.axvline(0, color="#444444", linewidth=0.8)
    ax.xaxis.set_major_locator(ticker.MaxNLocator(8, integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):,.0f}")
    ax.legend(**LEGEND)


def _title_of_articles(total: pd.DataFrame) -> str:
    with_spans = total[total["n_spans"] > 0]
    if with_spans.empty:
        return "No article says how the two sides stand to each other"
    more = int((with_spans["n_conflict"] > with_spans["n_cooperation"]).sum())
    less = int((with_spans["n_conflict"] < with_spans["n_cooperation"]).sum())
    return (
        f"Of {count_noun(len(with_spans), 'article')} {more:,} tell more conflict, {less:,} more cooperation"
    )


def few_articles(n_articles: int) -> str:
    """What a footer adds when there are few articles.

    >>> few_articles(5)
    ' So few articles: this describes them, not the press.'
    """
    return " So few articles: this describes them, not the press." if n_articles < MIN_ARTICLES else ""
