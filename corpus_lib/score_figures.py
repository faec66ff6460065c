"""Figure of the events' score over time: by the day on which they happened, not by the day on which they were told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.drawing import add_frame, count_noun, draw_nothing, make_axes, text_style
from corpus_lib.stance_figures import (
    CONFLICT,
    COOPERATION,
    LEGEND,
    MIN_ARTICLES,
    find_apart,
    format_value,
    tell_alike,
)
from corpus_lib.time_axes import (
    GREY,
    MAX_PERIODS,
    draw_undated,
    end_periods,
    find_gaps,
    mark_gaps,
    name_period,
    show_periods,
    to_numbers,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Most periods whose numbers of articles are written beside their marks: more would touch.
MAX_NUMBERED = 24
#: Most means with an interval of their own: of more, the intervals are one ribbon.
MAX_INTERVALS = 60
#: Shares of the events between which the time shown lies when it would be longer than `MAX_PERIODS`: a treaty of 1972 told
#: in passing must not squeeze the rest.
TAILS = (0.05, 0.95)
#: Share of a usual period's events with which a period at the edge still belongs to the time shown.
SOME = 0.1
#: Height of the strip of bars below, as a share of the scale, and the gap above it.
STRIP, SPACE = 0.22, 0.06


def plot_event_scores(scores: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Mean score of the events of each period with its interval, and below it the number of articles.

    Parameters
    ----------
    scores
        from `score_periods`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> table = pd.DataFrame({"unit": "month", "period": [pd.Timestamp("2023-02-01")], "value": [-0.3], "low": [-0.5],
    ...                       "high": [-0.1], "n_articles": [12], "n_relations": [20], "enough": [True]})
    >>> plot_event_scores(table).get_title(loc="left")
    'February 2023: conflict (−0.30)'
    """
    if scores["n_relations"].sum() == 0:
        return draw_nothing(ax, "No events: no scores to show")
    unit, total = str(scores["unit"].iloc[0]), int(scores["n_relations"].sum())
    placed = scores[scores["period"].notna()].sort_values("period", ignore_index=True)
    n_undated = total - int(placed["n_relations"].sum())
    footer = f"n = {count_noun(total, 'event')}; {n_undated:,} in no single {unit}."
    if n_undated == total:
        return draw_undated(ax, f"No event can be placed in one {unit}", footer)
    rows = _time_shown(placed)
    ax = make_axes(ax, 26)
    starts, ends = to_numbers(rows["period"]), to_numbers(end_periods(rows["period"], unit))
    show_periods(ax, starts[0], ends[-1], len(rows))
    reach = _draw_means(ax, rows, (starts + ends) / 2)
    _draw_numbers(ax, rows, starts, ends, reach)
    mark_gaps(ax, find_gaps(rows["period"], rows["n_relations"], unit), "no events", 0.5 * reach)
    ax.legend(**LEGEND)
    footer += f" Each article counts once in a {unit}; the 95 % interval comes from resampling articles and knows nothing of the model's errors."
    footer += f" No mean of fewer than {MIN_ARTICLES} articles; no line across {unit}s without one."
    left_out = int(placed["n_relations"].sum() - rows["n_relations"].sum())
    footer += f" Not drawn: {count_noun(left_out, 'event')} before or after." if left_out else ""
    xlabel = f"day of the event ({unit}); {n_undated:,} of {count_noun(total, 'event')} in no single {unit}"
    return add_frame(ax, _title(rows, unit), footer, xlabel)


def _time_shown(placed: pd.DataFrame) -> pd.DataFrame:
    """All periods; of very many those between the `TAILS`, and next to them those in which much happened without a break."""
    n = placed["n_relations"].to_numpy()
    if len(n) <= MAX_PERIODS:
        return placed
    first, last = np.searchsorted(n.cumsum(), np.array(TAILS) * n.sum())
    by_size = np.sort(n)
    usual = by_size[np.searchsorted(by_size.cumsum(), n.sum() / 2)]  # of the period of the middle event
    much = n >= SOME * usual
    while first > 0 and much[first - 1]:
        first -= 1
    while last < len(n) - 1 and much[last + 1]:
        last += 1
    return placed.iloc[first : last + 1].reset_index(drop=True)


def _draw_means(ax: Axes, rows: pd.DataFrame, x: Any) -> float:
    """Means with intervals, and hollow marks where there are too few articles; gives back how far the scale goes."""
    enough = rows["enough"].to_numpy(dtype=bool)
    value, low, high = (
        rows[name].where(rows["enough"]).astype("float64") for name in ("value", "low", "high")
    )
    far = float(np.nanmax(np.abs([*low, *high, 0.4])))
    reach = min(1.0, np.ceil(far * 5) / 5)
    ax.axhspan(0, reach, color="#E9F2F8", linewidth=0, zorder=0)
    ax.axhspan(-reach, 0, color="#FCF0E8", linewidth=0, zorder=0)
    ax.axhline(0, color="#444444", linewidth=0.8, zorder=1)
    ax.plot(x, value, color=GREY, linewidth=1.0, zorder=2)
    whole = value.notna().to_numpy()
    many = whole.sum() > MAX_INTERVALS
    if many:
        ax.fill_between(x, low, high, color="#999999", alpha=0.35, linewidth=0, zorder=1.5)
    for marker, colour, chosen, name in (
        ("o", COOPERATION, (low > 0).to_numpy(), "clearly cooperation"),
        ("v", CONFLICT, (high < 0).to_numpy(), "clearly conflict"),
        ("D", "black", whole & ~((low > 0) | (high < 0)).to_numpy(), "not clearly either"),
    ):
        reach_of = [(value - low)[chosen].clip(lower=0), (high - value)[chosen].clip(lower=0)]
        look: dict[str, Any] = {"fmt": marker, "color": colour, "markersize": 2.5 if many else 5}
        look |= {"elinewidth": 0 if many else 1.2, "capsize": 0 if many else 2}
        if chosen.any():
            ax.errorbar(x[chosen], value[chosen], yerr=reach_of, zorder=3, label=name, **look)
    few = ~enough & rows["n_articles"].gt(0).to_numpy()
    if few.any():
        size = 5 if len(rows) <= MAX_PERIODS else 2.5
        look = {"color": "#999999", "markerfacecolor": "white", "markersize": size, "linestyle": "none"}
        ax.plot(
            x[few], np.zeros(few.sum()), marker="s", label="too few articles for a mean", zorder=2.5, **look
        )
    return float(reach)


def _draw_numbers(ax: Axes, rows: pd.DataFrame, starts: Any, ends: Any, reach: float) -> None:
    """Bars of the numbers of articles in a strip below the scale, and the ticks of both."""
    top, base = -reach * (1 + 2 * SPACE), -reach * (1 + 2 * SPACE + 2 * STRIP)
    most = max(int(rows["n_articles"].max()), 1)
    height = (top - base) * rows["n_articles"] / most
    edges = [*starts, ends[-1]]
    ax.stairs(base + height, edges, baseline=base, fill=True, color="#888888", zorder=2)
    ticks = np.linspace(-reach, reach, 5)
    ax.set_yticks(
        [*ticks, top, base], [*(format_value(tick) for tick in ticks), f"{most:,}", "0"], fontsize=8
    )
    ax.set_ylim(base, reach)
    ax.set_ylabel("articles     conflict ← mean score → cooperation", fontsize=9)
    if len(rows) <= MAX_NUMBERED:
        few = rows["n_articles"].gt(0) & ~rows["enough"].astype(bool)
        for x, n in zip((starts + ends)[few] / 2, rows.loc[few, "n_articles"], strict=True):
            words = f"n = {n}" if len(rows) <= MAX_NUMBERED / 2 else str(n)
            ax.text(x, 0.06 * reach, words, **text_style(ha="center", va="bottom", fontsize=7.5, color=GREY))


def _title(rows: pd.DataFrame, unit: str) -> str:
    means = rows[rows["enough"].astype(bool)].sort_values("value", kind="stable")
    if means.empty:
        return f"No {unit} has events of {MIN_ARTICLES} articles: too few for a mean"
    names = [name_period(period, unit) for period in means["period"]]
    if len(means) == 1:
        step = _step(means.iloc[0])
        return f"{names[0][0].upper()}{names[0][1:]}: {step} ({format_value(means['value'].iloc[0])})"
    apart = find_apart(means)
    if apart is None:
        return tell_alike(means, unit)
    low, high = (
        f"{name_period(row['period'], unit)} ({format_value(row['value'])})"
        for row in apart.to_dict("records")
    )
    return f"Clearly more conflictual: {low} than {high}"


def _step(row: pd.Series[Any]) -> str:
    if row["low"] <= 0 <= row["high"]:
        return "neither clearly conflict nor clearly cooperation"
    return "cooperation" if row["low"] > 0 else "conflict"
