"""The picture of the explorer: passages by period, or acts by their two dates; and what stands where in it."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from corpus_lib.coverage import UNITS, place_articles
from corpus_lib.coverage_figures import plot_coverage
from corpus_lib.drawing import format_day
from corpus_lib.event_figures import plot_event_dates
from corpus_lib.queries import KINDS
from corpus_lib.selection import count_passages
from corpus_lib.time_axes import name_period, to_numbers

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

#: Dots an inch on the screen: some 750 for the width of a figure.
DPI = 100
#: How near to a mark a click must be, in dots.
NEAR = 14


class Part(NamedTuple):
    """Some of the passages drawn: which ones, what they are called, and their first and last day when it is a bar."""

    mask: NDArray[np.bool_]
    name: str
    first: pd.Timestamp | None = None
    last: pd.Timestamp | None = None


@dataclass(frozen=True)
class Drawn:
    """A picture with what is needed to save it and to find what was clicked."""

    ax: Axes
    #: The table drawn.
    table: pd.DataFrame
    png: bytes
    #: For those who cannot see it.
    alt: str
    #: The passages at a place (shares of width and height); None where there is nothing.
    find: Callable[[float, float], Part | None]
    #: The passages of each bar by its name, in order; nothing where there are no bars.
    bars: Mapping[str, Part]


def draw_coverage(
    rows: pd.DataFrame, kind: str, *, measure: str, by: str | None, events: pd.DataFrame | None = None
) -> Drawn:
    """Passages by period of publication, as `plot_coverage` draws what `count_passages` counts.

    Parameters
    ----------
    rows, kind
        passages and their kind
    measure, by
        as for `count_passages`
    events
        reference events to draw

    Examples
    --------
    >>> import corpus_lib as cl
    >>> acts = cl.select_passages(cl.build_corpus("seeds"), "acts")
    >>> drawn = draw_coverage(acts, "acts", measure="n_relations", by="voice")
    >>> drawn.png[1:4], drawn.find(0.0, 0.0)
    (b'PNG', None)
    """
    table = count_passages(rows, measure=measure, by=by)
    ax = plot_coverage(table, measure=measure, events=events)
    png = _draw(ax)
    unit = str(table["unit"].iloc[0]) if len(table) else "day"
    number, starts = pd.factorize(place_articles(rows, unit), sort=True)
    days = pd.DatetimeIndex(starts)
    ends = days.to_period(UNITS[unit]).end_time
    bars = [
        Part(number == n, name_period(first, unit), first, last)
        for n, (first, last) in enumerate(zip(days, ends, strict=True))
    ]

    def find(x: float, y: float) -> Part | None:
        day = _to_data(ax, x, y)[0]
        inside = [bar for bar in bars if to_numbers(bar.first) <= day <= to_numbers(bar.last)]
        return inside[0] if inside and _inside(ax, x, y) else None

    split = f", stacked by {by.replace('_', ' ')}" if by else ""
    what = f"Bars: {KINDS[kind].many} by {unit} of publication{split}."
    return Drawn(ax, table, png, f"{_words(ax)} {what}", find, {bar.name: bar for bar in bars})


def draw_event_dates(rows: pd.DataFrame) -> Drawn:
    """Acts by the day they happened and the day they were told, as `plot_event_dates`.

    Parameters
    ----------
    rows
        passages of the kind "acts"

    Examples
    --------
    >>> import corpus_lib as cl
    >>> acts = cl.select_passages(cl.build_corpus("seeds"), "acts")
    >>> draw_event_dates(acts).bars
    {}
    """
    ax = plot_event_dates(rows)
    png = _draw(ax)
    days = rows[["event_earliest", "event_latest", "published_earliest", "published_latest"]]
    numbers = days.apply(lambda column: to_numbers(column.dt.normalize()))
    places = np.column_stack([numbers.iloc[:, :2].mean(axis=1), numbers.iloc[:, 2:].mean(axis=1)])
    places[numbers.isna().any(axis=1)] = np.nan

    def find(x: float, y: float) -> Part | None:
        apart = np.hypot(*(ax.transData.transform(places) - _to_dots(ax, x, y)).T)
        if not (apart <= NEAR).any():
            return None
        nearest = int(np.nanargmin(apart))
        event, told = (format_day(pd.Timestamp(days.iloc[nearest, n])) for n in (0, 2))  # type: ignore[arg-type]
        name = f"happened {event}, told {told}"
        return Part((places == places[nearest]).all(axis=1), name)

    what = "Marks: acts by the day they happened and the day they were told."
    return Drawn(ax, rows, png, f"{_words(ax)} {what}", find, {})


def _draw(ax: Axes) -> bytes:
    """The figure as PNG, taken out of pyplot: figures that stay there fill the memory."""
    from matplotlib import pyplot as plt
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure: Any = ax.figure
    plt.close(figure)
    figure.set_dpi(DPI)
    held = io.BytesIO()
    canvas: Any = FigureCanvasAgg(figure)
    canvas.print_png(held, pil_kwargs={"compress_level": 1})  # `savefig` would draw it twice
    return held.getvalue()


def _words(ax: Axes) -> str:
    """What the figure says of itself: its title, and below the axis what could not be placed."""
    return " ".join(f"{ax.get_title(loc='left')}. {ax.get_xlabel().capitalize()}.".split())


def _to_dots(ax: Axes, x: float, y: float) -> tuple[float, float]:
    """A place in the picture, in shares from the upper left corner, as matplotlib counts: in dots from the lower left one."""
    figure: Any = ax.figure
    return x * figure.bbox.width, (1 - y) * figure.bbox.height


def _to_data(ax: Axes, x: float, y: float) -> Any:
    return ax.transData.inverted().transform(_to_dots(ax, x, y))


def _inside(ax: Axes, x: float, y: float) -> bool:
    return bool(ax.bbox.contains(*_to_dots(ax, x, y)))
