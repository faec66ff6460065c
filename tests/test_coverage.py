"""Coverage over time, its peaks and its changes."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
import ruptures
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib import coverage, coverage_changes
from corpus_lib.corpus import Corpus
from corpus_lib.coverage import COUNTS, UNITS, choose_unit, count_coverage, place_in_periods, span_periods
from corpus_lib.coverage_changes import find_changes, find_peaks
from corpus_lib.errors import InputError
from corpus_lib.schema import TABLES, make_table

NOTHING = {name: make_table(name, []) for name in TABLES}


def table_of(name, rows):
    """Rows of a table that have only the columns that matter here."""
    frame = NOTHING[name].reindex(range(len(rows)))
    given = pd.DataFrame(rows)
    for column in given:
        frame[column] = given[column].astype(NOTHING[name][column].dtype)
    return frame


def corpus_of(articles, mentions=(), relations=()):
    """Articles as (first day, last day, outlet, title), mentions as (article, country), relations as (article, actor,
    target, event)."""
    names = ["published_earliest", "published_latest", "outlet", "title"]
    rows = [
        {"article_id": f"a{n}", "n_words": 100, **dict(zip(names, row, strict=False))}
        for n, row in enumerate(articles)
    ]
    named = [{"article_id": article, "target_country": country} for article, country in mentions]
    pairs = [
        dict(zip(["article_id", "actor_country", "target_country", "event"], row, strict=True))
        for row in relations
    ]
    tables = {"articles": rows, "mentions": named, "relations": pairs}
    return Corpus(NOTHING | {name: table_of(name, of_one) for name, of_one in tables.items() if of_one})


def corpus_by_month(counts, start="2018-01", titles=None):
    """So many articles in each month, on its first and its last day by turns."""
    articles = []
    for n, (month, count) in enumerate(
        zip(pd.period_range(start, periods=len(counts), freq="M"), counts, strict=True)
    ):
        for k in range(count):
            day = month.start_time if k % 2 == 0 else month.end_time.normalize()
            title = titles[n][k] if titles and n in titles else f"Weather {n} {k}"
            articles.append((day, day, "Outlet", title))
    return corpus_of(articles)


def series_of(counts, unit="month"):
    return pd.DataFrame(
        {
            "unit": unit,
            "period": pd.period_range("2001-01", periods=len(counts), freq=UNITS[unit]).start_time.as_unit(
                "us"
            ),
            "n_articles": counts,
        }
    )


def test_an_article_counts_where_both_its_days_lie():
    corpus = corpus_of(
        [
            ("2023-05-01", "2023-05-31"),
            ("2023-05-03", "2023-05-03"),
            ("2023-05-31", "2023-06-01"),
            ("2023-08-09", "2023-08-10"),
            (None, "2023-05-01"),
            ("2023-05-01", None),
            (None, None),
        ]
    )
    by_month = count_coverage(corpus, unit="month")
    assert by_month["period"].dt.strftime("%Y-%m-%d").tolist() == [
        "2023-05-01",
        "2023-06-01",
        "2023-07-01",
        "2023-08-01",
        np.nan,
    ]
    assert by_month["n_articles"].tolist() == [2, 0, 0, 1, 4]
    assert by_month["n_words"].tolist() == [200, 0, 0, 100, 400]
    assert count_coverage(corpus, unit="year")["n_articles"].tolist() == [4, 3]
    assert count_coverage(corpus, unit="day")["n_articles"].tolist() == [1, 6]


def test_weeks_begin_on_monday():
    sunday_and_monday = pd.to_datetime(pd.Series(["2023-05-07", "2023-05-08"])).astype("datetime64[us]")
    placed = place_in_periods(sunday_and_monday, sunday_and_monday, "week")
    assert placed.dt.strftime("%Y-%m-%d").tolist() == ["2023-05-01", "2023-05-08"]


def test_groups_have_the_same_periods_and_their_own_undated():
    corpus = corpus_of(
        [
            ("2023-01-05", "2023-01-05", "A"),
            ("2023-03-05", "2023-03-05", "B"),
            (None, None, "B"),
            ("2023-02-05", "2023-02-05", None),
        ],
        mentions=[("a0", "CN"), ("a0", None), ("a3", "US")],
        relations=[("a1", "US", "CN", "ACCUSE"), ("a1", "US", "CN", None)],
    )
    table = count_coverage(corpus, by="outlet", unit="month")
    assert list(table) == ["outlet", "unit", "period", *COUNTS]
    assert table["outlet"].fillna("?").tolist() == ["A"] * 3 + ["B"] * 4 + ["?"] * 3
    assert table["n_articles"].tolist() == [1, 0, 0, 0, 0, 1, 1, 0, 1, 0]
    assert table["n_mentions"].tolist() == [2, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    assert table["n_relations"].sum() == 1


def test_by_side_counts_articles_that_mention_it():
    corpus = corpus_of(
        [
            ("2023-01-05", "2023-01-05", "A"),
            ("2023-01-06", "2023-01-06", "B"),
            ("2023-02-05", "2023-02-05", "B"),
        ],
        mentions=[("a0", "CN"), ("a0", "HK"), ("a0", "US"), ("a1", "TW"), ("a1", None), ("a1", "FR")],
        relations=[("a0", "US", "CN", "ACCUSE"), ("a0", "CN", "HK", "CONSULT"), ("a0", "US", "CN", None)],
    )
    table = count_coverage(corpus, by=["side"], unit="month").set_index(["side", "period"])
    january = table.xs(pd.Timestamp("2023-01-01"), level="period")
    assert january["n_articles"].to_dict() == {
        "China": 1,
        "Taiwan": 1,
        "United States": 1,
        "other": 1,
        np.nan: 1,
    }
    assert january.loc[["China", "United States"], "n_mentions"].tolist() == [2, 1]
    assert january.loc[["China", "United States"], "n_relations"].tolist() == [2, 1]  # one within China: once
    assert table["n_mentions"].sum() == 6
    both = count_coverage(corpus, by=["outlet", "side"], unit="year")
    assert both.groupby("outlet")["n_mentions"].sum().to_dict() == {"A": 3, "B": 3}


DAY = st.one_of(st.none(), st.dates(pd.Timestamp("2019-11-01").date(), pd.Timestamp("2021-02-01").date()))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(DAY, DAY, st.sampled_from(["A", "B", None])), min_size=1, max_size=12),
    st.sampled_from(["auto", *UNITS]),
    st.sampled_from([None, "outlet"]),
)
def test_the_sum_is_the_corpus_and_there_are_no_gaps(articles, unit, by):
    corpus = corpus_of(articles, mentions=[(f"a{n}", "CN") for n in range(len(articles))])
    before = {name: frame.copy(deep=True) for name, frame in corpus.tables.items()}
    table = count_coverage(corpus, by=by, unit=unit)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, corpus.tables[name])
    assert table[COUNTS[:3]].sum().tolist() == [len(articles), 100 * len(articles), len(articles)]
    assert table["period"].dtype == "datetime64[us]"
    assert not table.duplicated([*([by] if by else []), "period"]).any()
    for _, of_group in table.groupby(by, dropna=False) if by else [(None, table)]:
        periods = of_group["period"].dropna()
        ordinals = periods.dt.to_period(UNITS[table["unit"].iloc[0]]).map(lambda period: period.ordinal)
        assert (ordinals.diff().dropna() == 1).all()
        assert not of_group.loc[of_group["period"].isna(), "n_articles"].eq(0).any()


def test_no_article_no_row():
    table = count_coverage(Corpus(NOTHING), by="outlet")
    assert list(table) == ["outlet", "unit", "period", *COUNTS]
    assert table.empty
    assert find_peaks(Corpus(NOTHING), table).empty
    assert find_changes(table).empty


@pytest.mark.parametrize(
    ("first", "last", "unit"),
    [
        ("2022-08-01", "2022-08-03", "day"),
        ("2022-08-01", "2022-12-28", "day"),
        ("2022-08-01", "2022-12-29", "week"),
        ("2020-01-01", "2022-12-31", "month"),
        ("2009-01-01", "2020-12-31", "month"),
        ("1990-01-01", "2020-12-31", "quarter"),
        ("1960-01-01", "2020-12-31", "year"),
        ("1800-01-01", "2020-12-31", "year"),
    ],
)
def test_auto_takes_a_readable_number_of_periods(first, last, unit):
    days = pd.Series(pd.date_range(first, last, unit="us"))
    assert choose_unit(days, days) == unit


def test_auto_takes_a_longer_unit_when_days_are_not_known():
    months = pd.Series(pd.date_range("2022-01-01", periods=14, freq="MS", unit="us"))
    ends = months + pd.offsets.MonthEnd()
    days = pd.Series(pd.date_range("2022-01-01", "2023-02-28", unit="us"))
    assert choose_unit(days, days) == "week"
    assert choose_unit(pd.concat([days[:10], months]), pd.concat([days[:10], ends])) == "month"


def test_wrong_requests_are_refused(monkeypatch):
    corpus = corpus_by_month([2, 2])
    with pytest.raises(InputError, match=r"no unit 'decade'.*use auto or one of day"):
        count_coverage(corpus, unit="decade")
    for by in ("mood", "n_words", ["outlet", "period"]):
        with pytest.raises(InputError, match=r"cannot count by.*use side, or one of"):
            count_coverage(corpus, by=by)
    with pytest.raises(InputError, match="no column unit, period, n_articles"):
        find_changes(pd.DataFrame({"x": [1]}))
    with pytest.raises(InputError, match="a period has several rows"):
        find_changes(pd.concat([series_of([1] * 20)] * 2))
    monkeypatch.setattr(coverage, "MAX_ROWS", 10)
    with pytest.raises(InputError, match="1 groups with 59 periods each are too many"):
        count_coverage(corpus, unit="day")


def test_span_of_nothing_is_empty():
    assert span_periods(pd.Series([pd.NaT], dtype="datetime64[us]"), "month").empty


PELOSI = [
    "Pelosi lands in Taipei",
    "Pelosi leaves Taipei",
    "  China condemns Pelosi\nin Taipei ",
    "Rice prices rise",
]


def test_a_peak_is_named_by_its_titles_and_events():
    counts = [4] * 24
    counts[7] = 24
    titles = {7: [*(PELOSI[:3] * 7), *PELOSI[3:], *PELOSI[3:], None]}
    corpus = corpus_by_month(counts, start="2022-01", titles=titles)
    (peak,) = find_peaks(corpus, count_coverage(corpus, unit="month")).to_dict("records")
    assert peak["period"] == pd.Timestamp("2022-08-01")
    assert (peak["unit"], peak["n_articles"], peak["expected"], peak["ratio"]) == ("month", 24, 4, 6)
    assert peak["events"].split("; ")[0] == "Pelosi in Taiwan"
    assert set(peak["titles"].split(" · ")[:2]) < {
        "Pelosi lands in Taipei",
        "Pelosi leaves Taipei",
        "China condemns Pelosi in Taipei",
    }
    assert len(peak["titles"].split(" · ")) == 3
    assert peak["article_ids"].split() == [f"a{n}" for n in range(28, 52)]


def test_an_event_of_the_days_before_is_named():
    corpus = corpus_by_month([1, 1, 1, 1, 1, 1, 30, 1, 1, 1, 1, 1, 1, 1])
    table = count_coverage(corpus, unit="month")

    def named(day):
        own = pd.DataFrame({"event": ["Talks"], "earliest": [day], "latest": [day]})
        return find_peaks(corpus, table, reference=own)["events"].tolist()

    assert named("2018-06-28") == named("2018-07-01") == named("2018-07-31") == ["Talks"]
    assert named("2018-06-27") == named("2018-08-01") == [np.nan]


def test_a_period_cut_off_is_judged_by_its_days():
    """Ten articles in each month are usual; ten in the three days with which the corpus ends are not."""
    months = [
        (f"{day:%Y-%m-%d}",) * 2
        for month in pd.period_range("2020-01", periods=14, freq="M")
        for day in pd.date_range(month.start_time, periods=10)
    ]
    last = [("2021-03-01",) * 2] * 9 + [("2021-03-03",) * 2]
    corpus = corpus_of([*months, *last])
    table = count_coverage(corpus, unit="month")
    (peak,) = find_peaks(corpus, table).to_dict("records")
    assert peak["period"] == pd.Timestamp("2021-03-01")
    assert peak["expected"] == pytest.approx(10 * 3 / 31)
    assert peak["ratio"] == pytest.approx(31 / 3)
    whole = corpus_of([*months, *last, ("2021-03-31", "2021-03-31")])
    assert find_peaks(whole, count_coverage(whole, unit="month")).empty


@pytest.mark.parametrize(("level", "fewest"), [(0, 5), (1, 7), (10, 22)])
def test_it_takes_so_many_to_be_a_peak(level, fewest):
    for count, found in ((fewest - 1, 0), (fewest, 1)):
        corpus = corpus_by_month([max(level, 1), *[level] * 8, count, *[level] * 8, max(level, 1)])
        peaks = find_peaks(corpus, count_coverage(corpus, unit="month"))
        assert len(peaks) == found, count


def test_no_ratio_where_nothing_is_expected():
    corpus = corpus_by_month([1, *[0] * 8, 9, *[0] * 8, 1])
    assert find_peaks(corpus, count_coverage(corpus, unit="month"))["ratio"].isna().tolist() == [True]


@pytest.mark.parametrize(
    "counts", [[3, 3, 3, 3, 40, 3, 3, 3, 3, 3, 3], [2] * 12 + [30] * 12, list(range(0, 72, 3))]
)
def test_few_periods_steps_and_growth_are_no_peaks(counts):
    corpus = corpus_by_month(counts)
    assert find_peaks(corpus, count_coverage(corpus, unit="month")).empty


def test_the_most_extraordinary_peak_comes_first():
    counts = [4] * 30
    counts[5], counts[20] = 20, 60
    corpus = corpus_by_month(counts)
    peaks = find_peaks(corpus, count_coverage(corpus, unit="month"))
    assert peaks["n_articles"].tolist() == [60, 20]


def test_groups_are_judged_by_themselves():
    quiet, loud = corpus_by_month([3] * 20), corpus_by_month([3] * 10 + [30] + [3] * 9)
    articles = pd.concat([quiet.articles.assign(outlet="Quiet"), loud.articles.assign(outlet="Loud")])
    articles = articles.assign(article_id=[f"b{n}" for n in range(len(articles))])
    corpus = Corpus(NOTHING | {"articles": articles.reset_index(drop=True)})
    table = count_coverage(corpus, by="outlet", unit="month")
    peaks = find_peaks(corpus, table)
    assert peaks["outlet"].tolist() == ["Loud"]
    ids = set(peaks["article_ids"].iloc[0].split())
    assert set(corpus.articles.set_index("article_id").loc[list(ids), "outlet"]) == {"Loud"}
    assert len(ids) == 30
    assert find_peaks(corpus, table[table["outlet"] == "Quiet"]).empty


def test_titles_of_any_kind():
    titles = {9: ["中美关系", "", " ", None, "\U0001f600", "الصين", "x" * 5000, "a · b", *["中美关系"] * 12]}
    corpus = corpus_by_month([1] * 9 + [20] + [1] * 9, titles=titles)
    (found,) = find_peaks(corpus, count_coverage(corpus, unit="month"))["titles"]
    assert found.startswith("中美关系 · ")
    untitled = corpus_by_month([1] * 9 + [20] + [1] * 9, titles={9: [None] * 20})
    assert find_peaks(untitled, count_coverage(untitled, unit="month"))["titles"].isna().all()


def test_a_change_is_where_the_level_steps():
    rng = np.random.default_rng(1)
    counts = [*rng.poisson(10, 20), *rng.poisson(30, 15), *rng.poisson(12, 20)]
    changes = find_changes(series_of(counts))
    assert changes["period"].dt.strftime("%Y-%m").tolist() == ["2002-09", "2003-12"]
    assert changes["before"].tolist() == [np.mean(counts[:20]), np.mean(counts[20:35])]
    assert changes["after"].tolist() == [np.mean(counts[20:35]), np.mean(counts[35:])]
    assert list(changes) == ["period", "unit", "before", "after"]


def test_a_peak_is_no_change():
    counts = [10] * 40
    counts[20], counts[21] = 90, 70
    assert find_changes(series_of(counts)).empty


def test_a_last_period_that_is_cut_off_is_no_change():
    assert find_changes(series_of([700] * 30 + [200])).empty
    assert find_changes(series_of([200] + [700] * 30)).empty


def test_few_periods_have_no_change():
    assert find_changes(series_of([1] * 5 + [90] * 6)).empty
    assert len(find_changes(series_of([1] * 6 + [90] * 6))) == 1


def test_changes_by_group():
    up, flat = series_of([5] * 12 + [50] * 12), series_of([5] * 24)
    table = pd.concat([up.assign(outlet="Up"), flat.assign(outlet="Flat")])[["outlet", *up.columns]]
    assert find_changes(table)["outlet"].tolist() == ["Up"]


@pytest.mark.parametrize("level", [0.3, 3, 10, 100])
def test_false_alarms_are_rare(level):
    """Of 100 series of Poisson counts without peak and change at most 5 have one: see the constants for more figures."""
    rng = np.random.default_rng(0)
    series = [series_of(rng.poisson(level, 48)) for _ in range(100)]
    assert sum(not find_changes(one).empty for one in series) <= 5
    first, last = pd.Timestamp("2001-01-01"), pd.Timestamp("2004-12-31")
    assert sum(not coverage_changes._peaks(one, first, last).empty for one in series) <= 5


def test_the_compiled_search_is_pelt():
    rng = np.random.default_rng(2)
    for low, high in itertools.product((3, 10), (6, 20)):
        values = np.concatenate([rng.poisson(low, 20), rng.poisson(high, 20)]).astype(float).reshape(-1, 1)
        pelt = ruptures.Pelt(model="l2", min_size=3, jump=1).fit_predict(values, pen=40)
        assert ruptures.KernelCPD(kernel="linear", min_size=3).fit_predict(values, pen=40) == pelt


def test_a_few_strays_do_not_choose_the_unit():
    days = pd.Series(pd.date_range("2022-03-01", periods=100, unit="us").repeat(10))
    stray = pd.Series(pd.to_datetime(["2001-01-01"] * 4)).astype("datetime64[us]")
    with_strays = pd.concat([stray, days], ignore_index=True)
    assert choose_unit(days, days) == choose_unit(with_strays, with_strays) == "day"
    many = pd.concat([stray, days[::10]], ignore_index=True)
    assert choose_unit(many, many) == "quarter"
