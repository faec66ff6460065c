"""Time across a figure: the calendar below it, the periods in it, and stretches in which nothing came out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from corpus_lib.drawing import add_frame, count_noun, fit_words, format_day, make_axes, text_style
from corpus_lib.stance_figures import LEGEND

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Length of each unit, and how pandas calls the periods (weeks begin on Monday).
UNITS = {
    "day": (pd.DateOffset(days=1), "D"),
    "week": (pd.DateOffset(days=7), "W-SUN"),
    "month": (pd.DateOffset(months=1), "M"),
    "quarter": (pd.DateOffset(months=3), "Q"),
    "year": (pd.DateOffset(years=1), "Y"),
}
#: Most periods across one figure: at 120, a bar is a twentieth of an inch wide.
MAX_PERIODS = 120
#: Shortest stretch without articles that is marked, as a share of the axis: the words fill about a twelfth.
LONG_GAP = 0.1
#: Most bars drawn one by one: 1,500 hatched ones take five seconds; as one area a group, a figure of 1,000 took a quarter of one.
MAX_BARS = 100
#: Days of which each has a tick.
SHORT = 8
#: Fewest periods across a figure: a single one would fill it.
MIN_PERIODS = 6
#: Longest interval, in days, by which the axis is made: a month is a date, "between 1990 and 2035" is none.
MAX_INTERVAL = 31
#: Largest share of all that may be left out of a figure at either end, and how much of the width the rest must fill without
#: these to be let stand: a wrongly read year would leave the other years a corner.
STRAYS, SQUEEZE = 0.005, 0.5
#: Colour and hatch of what is certain and of what is only possible.
CERTAIN, POSSIBLE = ("#0072B2", ""), ("#DDDDDD", "////")
GREY = "#666666"
LEVEL = "mean level"


class Counts(NamedTuple):
    """Articles by period, as they were drawn."""

    unit: str
    first: pd.Timestamp
    last: pd.Timestamp
    counts: pd.Series[int]
    note: str


def to_numbers(days: Any) -> Any:
    """Days as matplotlib counts them.

    >>> float(to_numbers(pd.Timestamp("1970-01-02")))
    1.0
    """
    from matplotlib import dates

    tools: Any = dates  # matplotlib leaves them untyped
    return tools.date2num(days)


def show_calendar(ax: Axes, first: float, last: float) -> None:
    """A calendar from the first to the last day (`to_numbers`), with few enough dates that they do not touch."""
    from matplotlib import dates

    tools: Any = dates
    ax.set_xlim(first, last)
    short = last - first <= SHORT  # no hours: dates are days
    locator = tools.DayLocator() if short else tools.AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(tools.ConciseDateFormatter(locator))
    ax.tick_params(axis="x", labelsize=8)
    ax.xaxis.get_offset_text().set_fontsize(8)


def name_period(period: pd.Timestamp, unit: str) -> str:
    """A period in words.

    >>> name_period(pd.Timestamp("2023-05-01"), "month")
    'May 2023'
    """
    words = {
        "month": f"{period:%B %Y}",
        "quarter": f"{period.year} Q{period.quarter}",
        "year": f"{period.year}",
    }
    day = format_day(period)
    return words.get(unit, f"the week of {day}" if unit == "week" else day)


def draw_bars(ax: Axes, bars: pd.DataFrame, looks: Sequence[tuple[str, str]], unit: str) -> None:
    """Stacked bars, periods down and groups across the table; the calendar ends with the last one."""
    left = to_numbers(bars.index)
    width = to_numbers(end_periods(bars.index.to_series(), unit)) - left
    base = np.zeros(len(bars))
    for (group, height), (colour, hatch) in zip(bars.items(), looks, strict=True):
        look: dict[str, Any] = {"facecolor": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0.3}
        named: dict[str, Any] = {"label": fit_words(group, 22, max_lines=2)} if len(bars.columns) > 1 else {}
        if bars.size > MAX_BARS:
            edges, top = [*left, left[-1] + width[-1]], base + height.to_numpy()
            low, high = np.append(base, base[-1]), np.append(top, top[-1])
            ax.fill_between(edges, low, high, step="post", zorder=2, **look, **named)
        else:
            ax.bar(left, height, width=0.92 * width, bottom=base, align="edge", zorder=2, **look, **named)
        base = base + height.to_numpy()
    show_periods(ax, left[0], left[-1] + width[-1], len(bars))


def show_periods(ax: Axes, first: float, last: float, n_periods: int) -> None:
    """A calendar of so many periods, with room beside them when they are few."""
    room = max(MIN_PERIODS - n_periods, 0) * (last - first) / n_periods / 2
    show_calendar(ax, first - room, last + room)


def choose_period(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """The shortest unit of which at most `MAX_PERIODS` cover the days.

    >>> choose_period(pd.Timestamp("2023-01-01"), pd.Timestamp("2023-07-31"))
    'week'
    """
    lengths = {"day": 1, "week": 7, "month": 30, "quarter": 91}
    fitting = (unit for unit, days in lengths.items() if (last - first).days / days <= MAX_PERIODS)
    return next(fitting, "year")


def start_periods(days: pd.Series[pd.Timestamp], unit: str) -> pd.Series[pd.Timestamp]:
    """The first day of each day's period."""
    return days.dt.to_period(UNITS[unit][1]).dt.start_time.astype("datetime64[us]")


def end_periods(periods: pd.Series[pd.Timestamp], unit: str) -> pd.Series[pd.Timestamp]:
    """The first day after each period."""
    return periods + UNITS[unit][0]


def find_gaps(periods: pd.Series[pd.Timestamp], counts: pd.Series[Any], unit: str) -> pd.DataFrame:
    """Runs of periods with nothing that are long enough to be marked: `first` day and the `last`, exclusive.

    >>> months = pd.Series(pd.date_range("2023-01-01", periods=4, freq="MS"))
    >>> find_gaps(months, pd.Series([1, 0, 0, 1]), "month").astype("str").values.tolist()
    [['2023-02-01', '2023-04-01']]
    """
    ends, empty = end_periods(periods, unit), counts.eq(0)
    run = empty.ne(empty.shift()).cumsum()
    gaps = pd.DataFrame({"first": periods[empty], "last": ends[empty]}).groupby(run[empty])
    table: pd.DataFrame = gaps.agg({"first": "min", "last": "max"})
    least = LONG_GAP * (ends.max() - periods.min()) if len(periods) else pd.Timedelta(0)
    return table[(table["last"] - table["first"]) >= least].reset_index(drop=True)


def mark_gaps(ax: Axes, gaps: pd.DataFrame, words: str, height: float) -> None:
    """A pale band over each gap, and words in the middle of it."""
    for first, last in gaps.itertuples(index=False, name=None):
        left, right = to_numbers(first), to_numbers(last)
        ax.axvspan(left, right, color="#F2F2F2", linewidth=0, zorder=0)
        look = text_style(ha="center", va="center", fontsize=8, color=GREY)
        text = ax.text((left + right) / 2, height, words, **look)
        text.set_bbox({"facecolor": "#F2F2F2", "edgecolor": "none", "pad": 1.0})


def find_span(days: pd.Series[pd.Timestamp], counts: Any = 1) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day to draw: without the few strays at either end that would squeeze all others.

    Parameters
    ----------
    days
        days or periods, none missing
    counts
        how many each one stands for

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["1999-01-01", *["2023-05-01"] * 300, "2023-06-01"]))
    >>> [f"{day:%Y-%m}" for day in find_span(days)]
    ['2023-05', '2023-05']
    """
    table = pd.DataFrame({"day": days, "n": counts}).groupby("day")["n"].sum()
    upto = table.cumsum() / table.sum()
    inner = table[(upto > STRAYS) & (upto - table / table.sum() < 1 - STRAYS)].index
    first, last = table.index.min(), table.index.max()
    if len(inner) and (inner.max() - inner.min()) < SQUEEZE * (last - first):
        return inner.min(), inner.max()
    return first, last


def draw_counts(ax: Axes, earliest: pd.Series[pd.Timestamp], latest: pd.Series[pd.Timestamp]) -> Counts:
    """Bars of the articles of each period: those that came out in it, and on top of them those that may have.

    Parameters
    ----------
    earliest, latest
        first and last possible day of each article, neither missing

    Examples
    --------
    >>> from matplotlib import pyplot as plt
    >>> days = pd.Series(pd.to_datetime(["2023-05-01", "2023-05-01", "2023-05-03"]))
    >>> draw_counts(plt.subplots()[1], days, days).counts.tolist()
    [2, 0, 1]
    """
    near = (latest - earliest).dt.days < MAX_INTERVAL
    near = near if near.any() else ~near
    first, last = find_span(pd.concat([earliest[near], latest[near]]))
    unit = choose_period(first, last)
    begin, end = start_periods(earliest, unit), start_periods(latest, unit)
    across = start_periods(pd.Series([first, last]), unit)
    periods = pd.date_range(across[0], across[1], freq=UNITS[unit][0], unit="us")
    certain = begin.eq(end) & begin.between(periods[0], periods[-1])
    sure = begin[certain].value_counts().reindex(periods, fill_value=0)
    loose = begin.ne(end) & begin.le(periods[-1]) & end.ge(periods[0])
    steps = np.bincount(np.searchsorted(periods, begin[loose]), minlength=len(periods) + 1)
    steps -= np.bincount(np.searchsorted(periods, end[loose], side="right"), minlength=len(periods) + 1)
    maybe = pd.Series(np.cumsum(steps)[:-1], index=periods)
    bars = pd.DataFrame({"came out then": sure, "may have come out then": maybe})
    bars = bars if maybe.any() else bars.iloc[:, :1]
    draw_bars(ax, bars, [CERTAIN, POSSIBLE][: len(bars.columns)], unit)
    gaps = find_gaps(periods.to_series().reset_index(drop=True), (sure + maybe).reset_index(drop=True), unit)
    top = max(float((sure + maybe).max()), 1.0)
    mark_gaps(ax, gaps, "no articles", 0.5 * top)
    ax.set_ylim(0, 1.05 * top)
    show_counts(ax, "articles")
    n_loose, n_out = int(loose.sum()), len(begin) - int(certain.sum()) - int(loose.sum())
    note = (
        f" Pale: {count_noun(n_loose, 'article')} whose possible days lie in several {unit}s, drawn in each."
        if n_loose
        else ""
    )
    note += f" Not drawn: {count_noun(n_out, 'article')} outside the time shown." if n_out else ""
    final = periods[-1] + UNITS[unit][0] - pd.Timedelta(days=1)
    return Counts(unit, periods[0], final, sure, note)


def show_days(ax: Axes) -> None:
    """Days along the vertical axis, each with its year."""
    from matplotlib import dates

    tools: Any = dates
    ax.yaxis.set_major_locator(tools.AutoDateLocator(minticks=3, maxticks=8))
    ax.yaxis.set_major_formatter(lambda day, _: format_day(tools.num2date(day)))
    ax.tick_params(axis="y", labelsize=8)


def draw_undated(ax: Axes | None, title: str, footer: str) -> Axes:
    """A figure that says that nothing has a place in time."""
    ax = make_axes(ax, 0)
    ax.set(xticks=[], yticks=[])
    look = text_style(ha="center", va="center", color="#444444")
    ax.text(0.5, 0.5, "no dates to draw", transform=ax.transAxes, **look)
    return add_frame(ax, title, footer)


def show_counts(ax: Axes, name: str) -> None:
    """Whole numbers up the axis, with faint lines, and the legend beside."""
    from matplotlib import ticker

    ax.yaxis.set_major_locator(ticker.MaxNLocator(6, integer=True))
    ax.yaxis.set_major_formatter("{x:,.0f}")
    ax.tick_params(axis="y", labelsize=8)
    ax.set_ylabel(name, fontsize=9)
    ax.grid(axis="y", color="#EEEEEE", linewidth=0.8)
    ax.set_axisbelow(True)
    show_legend(ax)


def show_legend(ax: Axes) -> None:
    """A legend beside the axes, when there is something to name: bars first."""
    from matplotlib.lines import Line2D

    handles, labels = ax.get_legend_handles_labels()
    if handles:
        order = sorted(
            range(len(handles)), key=lambda n: (isinstance(handles[n], Line2D), labels[n] == LEVEL)
        )
        ax.legend([handles[n] for n in order], [labels[n] for n in order], **LEGEND)
