"""Figures of events: when they happened against when they were told, and the chronicle of what happened.

Conflict is orange with a triangle, cooperation blue with a circle, as in the figures of stance; what is only said is
hollow, what is done is filled. Events of long ago would squeeze all others: they stand at the edge, with their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.drawing import (
    add_frame,
    count_noun,
    draw_nothing,
    fit_words,
    format_day,
    label_rows,
    make_axes,
    text_style,
)
from corpus_lib.stance_figures import CONFLICT, COOPERATION, LEGEND
from corpus_lib.time_axes import GREY, draw_undated, show_calendar, show_days, to_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Marker, colour, whether it is filled, and name of each quadrant.
LOOKS = {
    "verbal_conflict": ("v", CONFLICT, False, "verbal conflict"),
    "material_conflict": ("v", CONFLICT, True, "material conflict"),
    "verbal_cooperation": ("o", COOPERATION, False, "verbal cooperation"),
    "material_cooperation": ("o", COOPERATION, True, "material cooperation"),
}
#: What the classes of events are called in a label.
PLAIN = {
    "AGREE": "agreement",
    "CONSULT": "talks",
    "SUPPORT": "support",
    "COOPERATE": "cooperation",
    "AID": "aid",
    "YIELD": "concession",
    "REQUEST": "request",
    "ACCUSE": "accusation",
    "REJECT": "refusal",
    "THREATEN": "threat",
    "PROTEST": "protest",
    "SANCTION": "sanction",
    "MOBILIZE": "show of force",
    "COERCE": "coercion",
    "ASSAULT": "attack",
}
#: Most acts drawn one by one, with their intervals; of more, those of the same two days are one mark.
MAX_SINGLE = 300
#: Turns in which the quadrants are drawn when there are many marks: all at once, the last would cover the first.
TURNS = 8
#: Longest interval, in days, whose middle is still drawn as a date.
MAX_INTERVAL = 31
#: Time shown before the first and after the last article, in days: a year.
MARGIN = 365
#: Days before an article of which its events are news, as in `event_times`.
NEWS_DAYS = 7
#: Most happenings drawn: with two lines each they fill a page.
MAX_HAPPENINGS = 24


def plot_event_dates(told: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """When events happened (across) against when they were told (up): above the diagonal background, below it outlook.

    Parameters
    ----------
    told
        from `collect_events`
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> day = pd.Timestamp("2023-02-04")
    >>> told = pd.DataFrame({"quad": ["verbal_conflict"], "told_as": ["news"], "event_earliest": [day], "event_latest": [day]})
    >>> plot_event_dates(told.assign(published_earliest=day, published_latest=day)).get_title(loc="left")
    'News 100 %, background 0 %, outlook 0 % of the 1 act set in time'
    """
    if told.empty:
        return draw_nothing(ax, "No events are told")
    bounds = ["event_earliest", "event_latest", "published_earliest", "published_latest"]
    days = told[bounds].apply(lambda column: column.dt.normalize())
    known = days.notna().all(axis=1)
    wide = known & _is_wide(days)
    footer = f"n = {count_noun(len(told), 'act')}."
    if not known.all():
        footer += f" Not drawn: {count_noun(int((~known).sum()), 'act')} without a day of the event or of the article."
    title = _title_of_lags(told)
    if wide.any():
        footer += (
            f" No mark: {count_noun(int(wide.sum()), 'act')} with bounds more than {MAX_INTERVAL} days apart."
        )
    if (known & ~wide).sum() == 0:
        return draw_undated(ax, title, footer)
    ax = make_axes(ax, 34)
    rows = _with_places(told, days)[known]
    single = len(rows) <= MAX_SINGLE
    exact = rows[~wide[known]]
    left, right = _window(exact)
    _draw_regions(ax, exact, left, right)
    if single:
        _draw_intervals(ax, rows)
    _draw_acts(ax, exact[exact["x"].between(left, right)], single)
    _tell_edges(ax, exact, left, right)
    ax.legend(**LEGEND)
    mark = " Thin bars: all possible days."
    mark = mark if single else " One mark for acts of the same two days; larger: more of them."
    return add_frame(ax, title, footer + mark, "day of the event")


def _is_wide(days: pd.DataFrame) -> pd.Series[bool]:
    event = (days["event_latest"] - days["event_earliest"]).dt.days
    published = (days["published_latest"] - days["published_earliest"]).dt.days
    return (event > MAX_INTERVAL) | (published > MAX_INTERVAL)


def _with_places(told: pd.DataFrame, days: pd.DataFrame) -> pd.DataFrame:
    """The quadrants with the acts' days in numbers: `x` and `y` in the middle of their bounds."""
    places: pd.DataFrame = days.apply(to_numbers).set_axis(["x0", "x1", "y0", "y1"], axis=1)
    places["x"], places["y"] = (places["x0"] + places["x1"]) / 2, (places["y0"] + places["y1"]) / 2
    return places.assign(quad=told["quad"])


def _window(exact: pd.DataFrame) -> tuple[float, float]:
    """First and last day of the events shown: those told, at most `MARGIN` days around the articles."""
    least = max(10.0, 0.04 * float(np.ptp(exact["y"])))
    left = max(exact["x"].min() - least, exact["y"].min() - MARGIN)
    right = min(exact["x"].max() + least, exact["y"].max() + MARGIN)
    return min(left, exact["y"].min() - least), max(right, exact["y"].max() + least)


def _draw_regions(ax: Axes, exact: pd.DataFrame, left: float, right: float) -> None:
    """The diagonal, the week of news above it, and the names of what lies on both sides."""
    low, high = float(exact["y"].min()), float(exact["y"].max())
    margin = max(5.0, 0.03 * (high - low))
    room = 0.13 * (high - low + 2 * margin)  # two lines of print above and below the marks
    ends = np.array([left, right])
    ax.fill_between(
        ends, ends, ends + NEWS_DAYS, color="#E8E8E8", linewidth=0, zorder=0, label="news: told within a week"
    )
    ax.plot(ends, ends, color=GREY, linewidth=0.8, zorder=1, label="told on the same day")
    show_calendar(ax, left, right)
    show_days(ax)
    ax.set_ylim(low - margin - room, high + margin + room)
    ax.set_ylabel("day of publication", fontsize=9)


def _draw_intervals(ax: Axes, rows: pd.DataFrame) -> None:
    look: dict[str, Any] = {"color": "#AAAAAA", "linewidth": 0.8, "zorder": 1.5}
    of_event, of_article = rows[rows["x1"] > rows["x0"]], rows[rows["y1"] > rows["y0"]]
    ax.hlines(of_event["y"], of_event["x0"], of_event["x1"], **look)
    ax.vlines(of_article["x"], of_article["y0"], of_article["y1"], **look)


def _draw_acts(ax: Axes, drawn: pd.DataFrame, single: bool) -> None:
    """One mark an act, or one for all acts of a quadrant and the same two days."""
    counts = drawn.groupby(["quad", "x", "y"]).size().rename("n").reset_index()
    for turn in range(1 if single else TURNS):
        for quad, (marker, colour, filled, name) in LOOKS.items():
            of_quad = counts[counts["quad"] == quad].iloc[turn :: 1 if single else TURNS]
            look: dict[str, Any] = {"marker": marker, "edgecolors": colour, "zorder": 2}
            look |= {"facecolors": colour if filled else "none", "rasterized": not single}
            look |= {"alpha": 0.85, "linewidths": 1.2} if single else {"alpha": 0.4, "linewidths": 0.7}
            ax.scatter(of_quad["x"], of_quad["y"], s=34 if single else 9 * np.sqrt(of_quad["n"]), **look)
            if turn == 0:  # one look in the legend, whatever the sizes are
                fill = colour if filled else "none"
                ax.plot([], [], marker, color=colour, markerfacecolor=fill, markersize=6, label=name)


def _tell_edges(ax: Axes, exact: pd.DataFrame, left: float, right: float) -> None:
    """The names of the two regions, with the number of acts beyond the edge and marks on it."""
    older, later = exact[exact["x"] < left], exact[exact["x"] > right]
    look: dict[str, Any] = text_style(fontsize=8, color="#333333", transform=ax.transAxes)
    words = "background: happened earlier"
    if len(older):
        words += f"\n◀ {len(older):,} more, from {_year(older['x0'].min())} on"
    ax.text(0.012, 0.985, words, ha="left", va="top", **look)
    words = "outlook: still to come"
    if len(later):
        words = f"{words}\n{len(later):,} more, until {_year(later['x1'].max())} ▶"
    ax.text(0.988, 0.015, words, ha="right", va="bottom", **look)
    for beyond, edge, marker in ((older, left, "<"), (later, right, ">")):
        heights = beyond["y"].unique()
        ax.plot([edge] * len(heights), heights, marker, color=GREY, markersize=3, clip_on=False, alpha=0.4)


def _year(day: float) -> int:
    return int(np.datetime64(int(day), "D").astype("datetime64[Y]").astype("int64")) + 1970


def _title_of_lags(told: pd.DataFrame) -> str:
    kinds = told["told_as"].value_counts()
    n = int(kinds.sum())
    if not n:
        return f"None of {count_noun(len(told), 'act')} can be placed before or after its article"
    news, background, outlook = (100 * kinds.get(kind, 0) / n for kind in ("news", "background", "outlook"))
    shares = f"News {news:.0f} %, background {background:.0f} %, outlook {outlook:.0f} %"
    return f"{shares} of the {count_noun(n, 'act')} set in time"


def plot_chronicle(chronicle: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """What happened, in order: the day of each happening, when it was first and last told, and by whom.

    Parameters
    ----------
    chronicle
        from `list_chronicle`; of more than `MAX_HAPPENINGS`, those that most articles tell are drawn
    ax
        where to draw; new axes when not given

    Examples
    --------
    >>> day = pd.Timestamp("2023-02-04")
    >>> row = {"earliest": day, "latest": day, "direction": "US → China", "quad": "material_conflict", "events": "ASSAULT",
    ...        "n_articles": 3, "n_outlets": 1, "outlets": "Xinhua", "first_told": day, "last_told": day, "reference": None}
    >>> plot_chronicle(pd.DataFrame([row])).get_yticklabels()[0].get_text()
    '4 Feb 2023, US → China\\nattack'
    """
    if chronicle.empty:
        return draw_nothing(ax, "No happenings: no event has a day of its own")
    rows = chronicle.sort_values("n_articles", ascending=False, kind="stable").head(MAX_HAPPENINGS)
    rows = rows.sort_values(["earliest", "latest"], kind="stable", ignore_index=True)
    ax = make_axes(ax, 3 * len(rows) + 5)
    label_rows(ax, [_label(row) for row in rows.to_dict("records")])
    n_older = _draw_happenings(ax, rows)
    for at, row in enumerate(rows.to_dict("records")):
        place: dict[str, Any] = {"xy": (1.01, at), "xycoords": ("axes fraction", "data"), "va": "center"}
        ax.annotate(_who(row), **place, **text_style(fontsize=8))
    ax.set_ylim(len(rows) - 0.4, -2.1)  # the legend's two lines stand above the first row
    ax.legend(loc="upper left", ncols=3, fontsize=8, frameon=False, borderaxespad=0.2)
    footer = f"n = {count_noun(len(chronicle), 'happening')}: acts told as done, of one direction and kind on the same days."
    if len(rows) < len(chronicle):
        footer += f" Drawn: the {MAX_HAPPENINGS} that most articles tell."
    footer += f" At the left edge: {n_older:,} of longer ago." if n_older else ""
    return add_frame(ax, _title_of_chronicle(chronicle), footer, "day it happened, and days it was told")


def _label(row: dict[Any, Any]) -> str:
    first, last = row["earliest"], row["latest"]
    start = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else format_day(first)
    day = format_day(last) if first == last else f"{start}–{format_day(last)}"
    classes = [PLAIN.get(name, name.lower()) for name in str(row["events"]).split("; ")]
    what = row["reference"] if isinstance(row["reference"], str) else ", ".join(classes)
    return f"{fit_words(day + ', ' + row['direction'], 40, 1)}\n{fit_words(what, 40, 1)}"


def _who(row: dict[Any, Any]) -> str:
    outlets = count_noun(row["n_outlets"], "outlet") if row["n_outlets"] else "outlet not known"
    n = f"{count_noun(row['n_articles'], 'article')}, {outlets}"
    return fit_words(f"{n}: {row['outlets']}" if isinstance(row["outlets"], str) else n, 26, max_lines=2)


def _draw_happenings(ax: Axes, rows: pd.DataFrame) -> int:
    """Marks and lines of all rows; gives back how many happened before the time shown."""
    start, end = to_numbers(rows["earliest"]), to_numbers(rows["latest"])
    first, last = to_numbers(rows["first_told"].dt.normalize()), to_numbers(rows["last_told"].dt.normalize())
    days, at = np.concatenate([start, end, first, last]), np.arange(len(rows))
    days = days[~np.isnan(days)]
    left = max(days.min(), np.nanmin([*first, days.max()]) - MARGIN)
    margin = max(3.0, 0.04 * (days.max() - left))
    show_calendar(ax, left - margin, days.max() + margin)
    older = end < left
    middle = np.where(older, left - margin, (start + end) / 2)
    since, until = np.fmin(first, middle), np.fmax(np.fmax(first, last), middle)
    ax.hlines(at, since, until, color="#AAAAAA", linewidth=1.0, zorder=1)
    ax.hlines(at[~older], start[~older], end[~older], color="black", linewidth=2.5, zorder=1.5)
    for side, marker, colour in (("conflict", "v", CONFLICT), ("cooperation", "o", COOPERATION)):
        of_side = rows["quad"].str.endswith(side).to_numpy(dtype=bool, na_value=False)
        for chosen, shape in ((of_side & ~older, marker), (of_side & older, "<")):
            if chosen.any():  # an empty line counts as one at the figure's corner, and leaves room for it
                named: dict[str, Any] = {"label": side} if shape == marker else {}
                look: dict[str, Any] = {"color": colour, "markersize": 9, "clip_on": False, "zorder": 2}
                ax.plot(middle[chosen], at[chosen], shape, **look, **named)
    look = {"color": "black", "zorder": 3, "linestyle": "none"}
    ax.plot(first, at, marker="o", markerfacecolor="white", markersize=4.5, label="first told", **look)
    ax.plot(last, at, marker="|", markersize=9, markeredgewidth=1.6, label="last told", **look)
    return int(older.sum())


def _title_of_chronicle(chronicle: pd.DataFrame) -> str:
    top = chronicle.sort_values("n_articles", ascending=False, kind="stable").iloc[0]
    words = count_noun(len(chronicle), "happening")
    if top["n_articles"] == 1:
        return f"{words}, each told by one article"
    return (
        f"{words}; told by most articles ({top['n_articles']:,}): {_label(dict(top)).replace(chr(10), ', ')}"
    )
