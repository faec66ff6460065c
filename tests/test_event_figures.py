"""Figures of events: what stands where, what is told of what is not drawn, and that nothing overlaps."""

import warnings

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.container import ErrorbarContainer
from test_coverage_figures import HOSTILE, assert_apart, title, words

from corpus_lib.event_figures import (
    LOOKS,
    MAX_HAPPENINGS,
    MAX_SINGLE,
    PLAIN,
    plot_chronicle,
    plot_event_dates,
)
from corpus_lib.rows import Event
from corpus_lib.score_figures import plot_event_scores
from corpus_lib.time_axes import MAX_PERIODS, to_numbers

DAY = pd.Timestamp("2023-02-04")
DAYS = ["event_earliest", "event_latest", "published_earliest", "published_latest"]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def told_of(lags, kinds=None):
    """Acts told on 4 February 2023 and the days after, so many days after they happened."""
    published = DAY + pd.to_timedelta(range(len(lags)), unit="D")
    happened = published - pd.to_timedelta(lags, unit="D")
    quads = [[*LOOKS][n % len(LOOKS)] for n in range(len(lags))]
    table = pd.DataFrame(dict(zip(DAYS, (happened, happened, published, published), strict=True)))
    kinds = kinds or ["background" if lag > 7 else "outlook" if lag < 0 else "news" for lag in lags]
    return table.astype("datetime64[us]").assign(quad=quads, told_as=kinds)


def chronicle_of(n, **more):
    days = pd.Series(DAY + pd.to_timedelta(range(n), unit="D")).astype("datetime64[us]")
    row = {"direction": f"US → {HOSTILE}", "events": "ASSAULT; CONSULT", "n_outlets": 2, "outlets": HOSTILE}
    quads = [[*LOOKS][k % len(LOOKS)] for k in range(n)]
    table = pd.DataFrame(
        {"earliest": days, "latest": days, "first_told": days, "last_told": days + pd.Timedelta(days=9)}
    )
    return table.assign(quad=quads, n_articles=range(1, n + 1), reference=None, **row | more)


def scores_of(values, *, n_articles=12, undated=0):
    periods = pd.Series(pd.date_range("2020-01-01", periods=len(values), freq="MS", unit="us"))
    value = pd.Series(values, dtype="float64")
    n = value.notna() * n_articles
    table = pd.DataFrame({"period": periods, "value": value, "low": value - 0.1, "high": value + 0.1})
    table = table.assign(n_articles=n, n_relations=2 * n, enough=value.notna())
    if undated:
        last = {"period": pd.NaT, "n_articles": undated, "n_relations": undated, "enough": False}
        table = pd.concat(
            [table, pd.DataFrame([last]).astype({"period": "datetime64[us]"})], ignore_index=True
        )
    return table.assign(unit="month")


def marks(ax):
    return [
        place
        for scatter in ax.collections
        if hasattr(scatter, "get_sizes")
        for place in scatter.get_offsets().tolist()
        if len(scatter.get_sizes())
    ]


def test_event_dates_stand_where_they_happened_and_were_told():
    ax = plot_event_dates(told_of([0, 30, -5]))
    day = to_numbers(DAY)
    assert sorted(marks(ax)) == sorted([[day, day], [day + 1 - 30, day + 1], [day + 2 + 5, day + 2]])
    assert title(ax) == "News 33 %, background 33 %, outlook 33 % of the 3 acts set in time"
    assert "background: happened earlier" in words(ax)
    assert "outlook: still to come" in words(ax)
    assert len({(look[0], look[1], look[2]) for look in LOOKS.values()}) == len(LOOKS)


def test_events_of_long_ago_stand_at_the_edge():
    ax = plot_event_dates(told_of([0, 1, 18600, -4000]))
    assert ax.get_xlim()[0] == pytest.approx(to_numbers(DAY) - 365)
    assert "1 more, from 1972 on" in words(ax)
    assert "1 more, until 2034" in words(ax)
    assert len(marks(ax)) == 2


def test_acts_without_a_day_or_with_vague_bounds_are_told():
    table = told_of([0, 0, 0, 0])
    table.loc[1, "event_earliest"] = pd.NaT
    table.loc[2, ["event_earliest", "event_latest"]] = [
        pd.Timestamp("1990-01-01"),
        pd.Timestamp("2035-12-31"),
    ]
    ax = plot_event_dates(table)
    assert len(marks(ax)) == 2
    assert "Not drawn: 1 act without a day" in words(ax)
    assert "No mark: 1 act with bounds more than 31 days apart" in words(ax)
    table.loc[3, "published_latest"] += pd.Timedelta(days=99)
    assert "No mark: 2 acts with bounds" in words(plot_event_dates(table))
    vague = plot_event_dates(table.iloc[[1, 2]])
    assert "no dates to draw" in words(vague)
    unplaced = plot_event_dates(table.assign(told_as=None))
    assert title(unplaced) == "None of 4 acts can be placed before or after its article"


def test_many_acts_of_the_same_days_are_one_mark():
    table = pd.concat([told_of([0, 1])] * MAX_SINGLE, ignore_index=True)
    ax = plot_event_dates(table)
    assert len(marks(ax)) == 2
    assert "One mark for acts of the same two days" in words(ax)


def test_every_class_of_events_has_plain_words():
    assert set(PLAIN) == set(Event.__args__)


def test_the_chronicle_is_in_order_and_says_who_told_it():
    table = chronicle_of(3, direction="US → China", outlets="Xinhua; Reuters")
    table.loc[1, "reference"] = "Balloon shot down"
    ax = plot_chronicle(table.iloc[::-1])
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[0] == "4 Feb 2023, US → China\nattack, talks"
    assert labels[1] == "5 Feb 2023, US → China\nBalloon shot down"
    assert words(ax).count("2 outlets: Xinhua; Reuters") == 3
    assert title(ax) == "3 happenings; told by most articles (3): 6 Feb 2023, US → China, attack, talks"
    lines = {line.get_label(): line.get_xdata().tolist() for line in ax.lines}
    assert lines["last told"] == [to_numbers(DAY) + n for n in (9, 10, 11)]
    longer = plot_chronicle(table.assign(latest=table["latest"] + pd.Timedelta(days=2)))
    assert longer.get_yticklabels()[0].get_text().startswith("4–6 Feb 2023, US → China\n")
    silent = plot_chronicle(table.assign(n_outlets=0, outlets=None))
    assert "outlet not known" in words(silent)


def test_of_a_long_chronicle_the_most_told_are_drawn():
    ax = plot_chronicle(chronicle_of(MAX_HAPPENINGS + 5))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert len(labels) == MAX_HAPPENINGS
    assert labels[0].startswith("9 Feb 2023")  # the first five are told by fewest
    assert f"Drawn: the {MAX_HAPPENINGS}" in words(ax)


def test_a_happening_of_long_ago_stands_at_the_left_edge():
    table = chronicle_of(3)
    table.loc[0, ["earliest", "latest"]] = pd.Timestamp("1972-02-28")
    ax = plot_chronicle(table)
    assert ax.get_xlim()[0] > to_numbers(DAY) - 400
    assert "At the left edge: 1 of longer ago" in words(ax)


def test_scores_are_means_with_intervals_and_no_line_crosses_a_gap():
    ax = plot_event_scores(scores_of([-0.4, -0.3, None, None, None, 0.3], undated=7))
    bars = {box.get_label(): box for box in ax.containers if isinstance(box, ErrorbarContainer)}
    assert bars["clearly conflict"].lines[0].get_ydata().tolist() == [-0.4, -0.3]
    assert bars["clearly cooperation"].lines[0].get_ydata().tolist() == [0.3]
    line = next(line for line in ax.lines if len(line.get_xdata()) == 6)
    assert line.get_ydata()[2:5].tolist() == pytest.approx([float("nan")] * 3, nan_ok=True)
    assert title(ax) == "Clearly more conflictual: January 2020 (−0.40) than June 2020 (+0.30)"
    assert "no events" in words(ax)
    assert "7 of 79 events in no single month" in ax.get_xlabel()


def test_few_articles_have_a_hollow_mark_and_their_number():
    table = scores_of([-0.4, 0.0]).assign(enough=[True, False], n_articles=[12, 4])
    ax = plot_event_scores(table)
    hollow = next(line for line in ax.lines if line.get_label() == "too few articles for a mean")
    assert (hollow.get_markerfacecolor(), len(hollow.get_xdata())) == ("white", 1)
    assert "n = 4" in words(ax)
    assert title(ax) == "January 2020: conflict (−0.40)"
    none = plot_event_scores(table.assign(enough=False))
    assert title(none) == "No month has events of 10 articles: too few for a mean"


def test_of_very_many_periods_those_with_most_events_are_drawn():
    table = scores_of([0.1, *[None] * MAX_PERIODS, *[0.1] * 20])
    ax = plot_event_scores(table)
    assert "Not drawn: 24 events before or after" in words(ax)
    assert ax.get_xlim()[0] > to_numbers(pd.Timestamp("2029-01-01"))


def test_nothing_to_draw():
    assert title(plot_event_dates(told_of([]))).startswith("No events")
    assert title(plot_chronicle(chronicle_of(1).head(0))).startswith("No happenings")
    assert title(plot_event_scores(scores_of([]))).startswith("No events")
    undated = plot_event_scores(scores_of([], undated=3))
    assert title(undated) == "No event can be placed in one month"
    assert "n = 3 events" in words(undated)


@pytest.mark.parametrize("n", [1, 5, 60, 400])
@pytest.mark.parametrize(
    ("plot", "table_of"),
    [
        (plot_event_dates, lambda n: told_of([(k % 7) ** 5 - 9 for k in range(n)])),
        (plot_chronicle, chronicle_of),
        (
            plot_event_scores,
            lambda n: scores_of([(k % 9 - 4) / 5 if k % 5 else None for k in range(n)], undated=1),
        ),
    ],
)
def test_nothing_is_cut_and_nothing_overlaps(plot, table_of, n):
    table = table_of(n)
    before = table.copy(deep=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert_apart(plot(table))
    _, given = plt.subplots()
    assert plot(table, ax=given) is given
    pd.testing.assert_frame_equal(table, before)
