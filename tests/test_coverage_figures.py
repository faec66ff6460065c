"""Figure of coverage and what all figures with a calendar share: bars, gaps, levels, peaks, and events' names apart."""

import itertools
import warnings

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.container import BarContainer

from corpus_lib import event_lines
from corpus_lib.coverage_figures import MAX_GROUPS, MAX_PEAKS, OTHERS, plot_coverage
from corpus_lib.errors import InputError
from corpus_lib.event_lines import MAX_EVENTS, find_events
from corpus_lib.figures import plot_publication_dates
from corpus_lib.time_axes import choose_period, draw_counts, find_gaps

HOSTILE = "$5bn 中美关系 \U000f0000 الصين meet for the first time in Beijing"
MONTHS = pd.Series(pd.date_range("2022-01-01", periods=24, freq="MS", unit="us"))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def title(ax):
    return " ".join(ax.get_title(loc="left").split())


def words(ax):
    return " ".join(" ".join(text.get_text().split()) for text in [*ax.texts, ax.xaxis.label])


def bars(ax):
    return [box for box in ax.containers if isinstance(box, BarContainer)]


def coverage_of(counts, *, unplaced=0):
    rows = [(period, n) for period, n in zip(MONTHS[: len(counts)], counts, strict=True)] + [
        (pd.NaT, unplaced)
    ]
    table = pd.DataFrame(rows, columns=["period", "n_articles"]).astype({"period": "datetime64[us]"})
    more = {"n_words": 100 * table["n_articles"], "n_mentions": 5, "n_relations": 2 * table["n_articles"]}
    return table.assign(unit="month", **more)[["unit", "period", "n_articles", *more]]


def grouped_coverage(names, n=3):
    parts = [coverage_of([n + k, 1, 2], unplaced=1).assign(outlet=name) for k, name in enumerate(names)]
    table = pd.concat(parts, ignore_index=True)
    return table[["outlet", *table.columns.drop("outlet")]]


def events_of(days):
    days = pd.to_datetime(pd.Series(days)).astype("datetime64[us]")
    names = [f"{HOSTILE} {n}" for n in range(len(days))]
    return pd.DataFrame({"event": names, "earliest": days, "latest": days + pd.Timedelta(days=2)})


def peaks_of(periods):
    rows = [(period, 5, 1.0, 5.0, None, HOSTILE) for period in periods]
    return pd.DataFrame(rows, columns=["period", "n_articles", "expected", "ratio", "events", "titles"])


def assert_apart(ax):
    """That no text is cut off or covers another one."""
    ax.figure.canvas.draw()
    page, texts = ax.figure.bbox, [*ax.texts, ax._left_title, ax.xaxis.label, ax.yaxis.label]
    texts += ax.get_legend().get_texts() if ax.get_legend() else []
    for axis, limits in ((ax.xaxis, ax.get_xlim()), (ax.yaxis, ax.get_ylim())):
        ticks = axis.get_major_ticks()
        texts += [tick.label1 for tick in ticks if min(limits) <= tick.get_loc() <= max(limits)]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text().strip()]
    for name, box in boxes:
        assert box.x0 >= page.x0 - 2, name
        assert box.x1 <= page.x1 + 2, name
        assert box.y0 >= page.y0 - 2, name
        assert box.y1 <= page.y1 + 2, name
    for (name, box), (other, beside) in itertools.combinations(boxes, 2):
        assert not box.padded(-1).overlaps(beside.padded(-1)), (name, other)


def test_bars_are_the_table_and_what_has_no_place_is_told():
    ax = plot_coverage(coverage_of([3, 0, 7], unplaced=2))
    assert [bar.get_height() for bar in bars(ax)[0]] == [3, 0, 7]
    assert title(ax) == "10 articles from January 2022 to March 2022, most in March 2022 (7)"
    assert ax.get_xlabel() == "publication date (month); 2 of 12 articles in no single month"
    assert "Not drawn: 17 % (2 articles)" in words(ax)
    assert ax.get_legend() is None
    whole = plot_coverage(coverage_of([3, 4]))
    assert "All could be placed." in words(whole)


def test_groups_are_stacked_largest_first_and_the_rest_is_in_one():
    names = [None, *(f"Outlet {n} {HOSTILE}" for n in range(MAX_GROUPS + 2))]
    ax = plot_coverage(grouped_coverage(names))
    stacks = bars(ax)
    assert len(stacks) == MAX_GROUPS + 1
    assert stacks[-1].get_label() == OTHERS
    assert len({box[0].get_hatch() for box in stacks}) == len(stacks)
    top = [bar.get_y() + bar.get_height() for bar in stacks[-1]]
    assert (
        top == grouped_coverage(names).dropna(subset="period").groupby("period")["n_articles"].sum().tolist()
    )
    few = plot_coverage(grouped_coverage([None, "Xinhua"]))
    assert [box.get_label() for box in bars(few)] == ["Xinhua", "outlet not known"]


def test_other_measures():
    ax = plot_coverage(coverage_of([3, 4]), measure="n_relations")
    assert (ax.get_ylabel(), [bar.get_height() for bar in bars(ax)[0]]) == ("acts told", [6, 8])
    assert title(ax).startswith("14 acts from")
    with pytest.raises(InputError, match="n_words"):
        plot_coverage(coverage_of([3]), measure="beauty")
    with pytest.raises(InputError, match="number of articles"):
        plot_coverage(coverage_of([3]), measure="n_words", changes=pd.DataFrame())


def test_long_gaps_are_marked_and_short_ones_are_not():
    counts = [4, 4, 0, 4, *[0] * 8, 4, 4]
    ax = plot_coverage(coverage_of(counts))
    assert words(ax).count("no articles") == 1
    gaps = find_gaps(MONTHS[: len(counts)], pd.Series(counts), "month")
    assert gaps.astype("str").to_numpy().tolist() == [["2022-05-01", "2023-01-01"]]


def test_levels_are_steps_and_peaks_are_numbered():
    changes = pd.DataFrame({"period": [MONTHS[2]], "unit": "month", "before": [2.0], "after": [6.0]})
    table = coverage_of([2, 2, 6, 6, 9])
    ax = plot_coverage(table, changes=changes, peaks=peaks_of([MONTHS[4], MONTHS[3]]))
    steps = next(patch for patch in ax.patches if patch.get_label() == "mean level")
    assert steps.get_data().values.tolist() == [2.0, 6.0]
    assert [text.get_text() for text in ax.texts[:2]] == ["1", "2"]
    assert [text.get_position()[1] > n for text, n in zip(ax.texts, (9, 6), strict=False)] == [True, True]
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend[1].startswith("May 2022: 5 articles, 5.0 ×")
    assert "with 1 change" in words(ax)
    many = plot_coverage(coverage_of([5] * 12), peaks=peaks_of(MONTHS[:12]))
    assert f"{MAX_PEAKS} of 12 peaks" in words(many)


def test_numbers_of_peaks_side_by_side_stand_above_each_other():
    days = pd.Series(pd.date_range("2023-01-01", periods=120, freq="D", unit="us"))
    table = pd.DataFrame({"unit": "day", "period": days, "n_articles": 1}).assign(
        n_articles=[1] * 60 + [9] * 3 + [1] * 57
    )
    assert_apart(plot_coverage(table, peaks=peaks_of(days[60:63])))


def test_nothing_to_draw():
    assert title(plot_coverage(coverage_of([]).head(0))).startswith("No articles")
    ax = plot_coverage(coverage_of([], unplaced=4))
    assert title(ax) == "No article can be placed in one month"
    assert "n = 4 articles" in words(ax)
    one = plot_coverage(coverage_of([1]))
    assert title(one) == "1 article in January 2022"


@pytest.mark.parametrize("n_events", [0, 1, 5, 30])
@pytest.mark.parametrize("counts", [[1], [3, 0, 5, 2], [9, 3] * 12])
def test_nothing_is_cut_and_nothing_overlaps(counts, n_events):
    days = [MONTHS[0] + pd.Timedelta(days=k % 7 + 20 * (k // 7)) for k in range(n_events)]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot_coverage(
            coverage_of(counts, unplaced=3), events=events_of(days), peaks=peaks_of(MONTHS[:5])
        )
        assert_apart(ax)
    shown = [text for text in ax.texts if "$5bn" in text.get_text()]
    assert bool(shown) == bool(n_events)


def test_events_are_those_of_the_time_shown_and_of_many_those_where_most_was_written():
    days = pd.date_range("2022-01-15", periods=40, freq="15D", unit="us")
    weights = pd.Series([1] * 20 + [9] * 4, index=MONTHS)
    found = find_events(events_of(days), MONTHS[0], pd.Timestamp("2023-12-31"), weights)
    assert len(found) == MAX_EVENTS
    assert set(found["n_events"]) == {40}
    busy = days[days >= MONTHS[20]]
    assert set(busy) <= set(found["earliest"])
    assert found["earliest"].min() < MONTHS[10]  # the others are spread, not the first ones only
    outside = find_events(events_of(["2020-01-01", "2025-01-01"]), MONTHS[0], MONTHS[23], weights)
    assert outside.empty


def test_a_name_without_room_goes_with_its_leader(monkeypatch):
    monkeypatch.setattr(event_lines, "STEPS", 1)
    monkeypatch.setattr(event_lines, "NAMES_A_ROW", 100)  # all in one row, from one day
    ax = plot_coverage(coverage_of([2, 5, 3]), events=events_of(["2022-02-01"] * MAX_EVENTS))
    shown = [text for text in ax.texts if "$5bn" in text.get_text()]
    assert 1 <= len(shown) < MAX_EVENTS
    assert_apart(ax)
    assert sum(line.get_linestyle() == "--" for line in ax.lines) == MAX_EVENTS


def test_names_stand_at_the_same_place_each_time():
    days = ["2022-02-01", "2022-02-02", "2022-02-03", "2022-03-01"]
    places = []
    for _ in range(2):
        ax = plot_coverage(coverage_of([2, 5, 3]), events=events_of(days))
        places.append([text.get_position() for text in ax.texts])
    assert places[0] == places[1]


def test_articles_with_several_possible_periods_stand_pale_on_top():
    _, ax = plt.subplots()
    earliest = pd.Series(pd.to_datetime(["2023-05-01", "2023-05-03", "1990-01-01", "2023-05-02"]))
    latest = pd.Series(pd.to_datetime(["2023-05-01", "2023-05-03", "2035-01-01", "2023-05-03"]))
    drawn = draw_counts(ax, earliest, latest)
    sure, maybe = bars(ax)
    assert drawn.unit == "day"
    assert [bar.get_height() for bar in sure] == [1, 0, 1]
    assert [bar.get_height() for bar in maybe] == [1, 2, 2]
    assert [bar.get_y() for bar in maybe] == [1, 0, 1]
    assert "Pale: 2 articles" in drawn.note


@pytest.mark.parametrize(
    ("days", "unit"), [(10, "day"), (212, "week"), (1500, "month"), (4380, "quarter"), (40000, "year")]
)
def test_periods_get_longer_with_the_time(days, unit):
    first = pd.Timestamp("2012-01-01")
    assert choose_period(first, first + pd.Timedelta(days=days)) == unit


def test_many_publication_dates_are_bars():
    days = pd.Series(pd.date_range("2023-01-01", periods=100, freq="D", unit="us"))
    table = pd.DataFrame({"article_id": "a", "title": HOSTILE, "earliest": days, "latest": days})
    table.loc[:4, ["earliest", "latest"]] = pd.NaT
    table.loc[5, "latest"] = pd.NaT
    ax = plot_publication_dates(table, events=events_of(["2023-02-04", "2031-01-01"]))
    assert sum(bar.get_height() for bar in bars(ax)[0]) == 94
    assert "6 of 100 articles cannot be placed" in ax.get_xlabel()
    assert "5 without a date, 1 with only" in words(ax)
    assert "first day of 1 reference event" in words(ax)
    assert_apart(ax)
    none = pd.Series(pd.NaT, index=table.index, dtype="datetime64[us]")
    undated = plot_publication_dates(table.assign(earliest=none, latest=none))
    assert "no dates to draw" in words(undated)


def test_few_publication_dates_have_events_above_their_rows():
    days = pd.Series(pd.to_datetime(["2023-01-15", "2023-02-20"]))
    table = pd.DataFrame({"article_id": "a", "title": HOSTILE, "earliest": days, "latest": days})
    ax = plot_publication_dates(table, events=events_of(["2023-02-04"]))
    name = next(text for text in ax.texts if "$5bn" in text.get_text())
    first_row = ax.transData.transform((0, -0.5))[1]
    assert name.get_window_extent().y0 > first_row
    assert len(ax.get_yticks()) == 2
    assert_apart(ax)


def test_strays_are_counted_and_not_drawn():
    periods = pd.date_range("2022-01-01", periods=20, freq="MS", unit="us")
    table = pd.DataFrame({"unit": "month", "period": periods, "n_articles": 50})
    old = pd.DataFrame({"unit": "month", "period": pd.to_datetime(["1999-01-01"]), "n_articles": [4]})
    peak = pd.DataFrame(
        {
            "period": pd.to_datetime(["1999-01-01"]),
            "n_articles": 4,
            "ratio": float("nan"),
            "events": None,
            "titles": None,
        }
    )
    ax = plot_coverage(pd.concat([old, table], ignore_index=True), peaks=peak)
    assert title(ax).startswith("1,000 articles from January 2022")
    assert "not drawn: 4" in words(ax)
    assert "Numbered" not in words(ax)
    assert "not drawn" not in words(plot_coverage(table, peaks=peak))


def test_groups_of_many_periods_are_told_apart_by_hatches_too():
    months = pd.date_range("2010-01-01", periods=60, freq="MS").astype("datetime64[us]")
    table = pd.concat(
        [
            pd.DataFrame({"voice": v, "unit": "month", "period": months, "n_articles": 3})
            for v in ("author", "quoted")
        ]
    )
    ax = plot_coverage(table.reset_index(drop=True))
    fills = [area for area in ax.collections if area.get_label() in ("author", "quoted")]
    assert [bool(area.get_hatch()) for area in fills] == [False, True]
    for area in fills:  # a hatch is drawn in the colour of the edge: in that of the face it could not be seen
        assert area.get_edgecolor().tolist() == [[1, 1, 1, 1]]
        assert area.get_facecolor().tolist() != [[1, 1, 1, 1]]
