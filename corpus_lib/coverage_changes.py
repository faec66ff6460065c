"""Peaks of coverage and lasting changes of its level, found in the table of `count_coverage`.

Counts scatter the more the larger they are, so they are compared after the transform of Anscombe (1948), 2√(n + 3/8), by
which a Poisson count scatters with a standard deviation of about 1 at any level. A peak stands out from the periods before
it and from those after it (as Hampel's rule: running medians and a robust scatter; Pearson 2002). A change is a step to
another level that lasts (least squares with a price for each step, by ruptures; Killick et al. 2012). Both say that
something is unlike what surrounds it, not why: titles and reference events are there for that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import fsum, log, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

from corpus_lib.coverage import MIN_PERIODS, UNITS, count_articles, place_articles
from corpus_lib.errors import InputError
from corpus_lib.reference_events import list_events
from corpus_lib.word_keys import WORD, plain_word

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus_lib.corpus import Corpus

    Counts = NDArray[np.float64]

#: Periods on either side with which one is compared; by month half a year. A wave of news that lasts a few periods does not
#: fill them, and a level that began so long ago is what is usual now.
AROUND = 6
#: Periods on either side from which the scatter is taken. More than for the level, since the scatter of a dozen counts is
#: itself so uncertain that half of the series of overdispersed counts had a false peak.
AROUND_SCATTER = 24
#: Deviations from the level, in robust standard deviations, from which on a count is a peak, as usual with Hampel's rule.
#: Of 100 simulated series of 48 periods without a peak, at most 6 of Poisson counts had one, and 15 of counts with a
#: variance of up to 21 times the mean. Found in 100: at a level of 3, 48 peaks of 4 times the level and 88 of 6 times; at
#: 10, 16 of twice and 84 of 3 times; at 50, 36 of 1.5 times and 97 of twice.
PEAK_FROM = 3.0
#: Makes the median absolute deviation of normal noise its standard deviation.
MAD_TO_SD = 1.4826
#: A reference event up to so many days before a period is named with it: an event of a Friday is still news on Monday.
MAX_ECHO = 3
#: Periods that a level must last; what is shorter is a peak.
MIN_LENGTH = 3
#: Before steps are looked for, counts are drawn in to so many standard deviations from the median of five neighbours: else
#: a peak were two steps (Fearnhead and Rigaill 2019 bound outliers likewise). The median goes along with a real step.
CLIP, CLIP_WINDOW = 2.0, 5
#: Price of a step, times the variance and the logarithm of the number of periods: the modified BIC of Zhang and Siegmund
#: (2007). Of 100 simulated series without a change at most 2 of Poisson counts had one, and 7 (of 12 periods: 10) of counts
#: with a variance of up to 21 times the mean; the BIC's price of 2 gave 8, 19 and 20. Of 48 periods, a doubling was placed
#: within 2 periods in 67 of 100 at a level of 3 and 99 at 10, a rise by half in 15 and 65.
PRICE = 3.0
#: Most titles named with a peak; words added to the length of each by which its words' weight is divided, since one of a
#: single rare word explains little.
MAX_TITLES, EXTRA = 3, 3
#: What stands between names that a cell holds together.
JOIN, JOIN_TITLES = "; ", " · "

_PEAK = ["period", "unit", "n_articles", "expected", "ratio", "events", "titles", "article_ids"]
_CHANGE = ["period", "unit", "before", "after"]


def find_peaks(
    corpus: Corpus, coverage: pd.DataFrame, *, reference: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Periods with far more articles than the periods around them, and what they are about.

    Parameters
    ----------
    corpus
        from which the coverage was counted
    coverage
        from `count_coverage`; with groups each is judged by itself, and some of the groups may have been taken out
    reference
        events by which peaks are named, from `list_events`; the shipped ones when not given

    Returns
    -------
    DataFrame
        one row per peak, the one that stands out most first (in robust standard deviations): the columns by which the
        coverage was grouped, `period`, `unit`, `n_articles`, `expected` (the median of the `AROUND` periods before or
        after, whichever is more, for the days of the period that the corpus covers: its first and last are often cut
        off), `ratio` (of the two; null when none were expected), `events` (reference events in the period or up to
        `MAX_ECHO` days before it, joined by "; ", null when there are none), `titles` (up to three of its articles, those
        that share most with the others and least with all articles, joined by " · "), `article_ids` (joined by blanks).
        Nothing with fewer than `MIN_PERIODS` periods. Where nothing is expected 5 articles are a peak, where 1 is expected
        7, where 10 are expected 22, and more where the counts scatter much: fewer may be chance. A level that is younger
        than half of `AROUND` periods when the corpus ends cannot be told from a peak.

    Raises
    ------
    InputError
        when the table is not one of coverage

    Examples
    --------
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> find_peaks(corpus, cl.count_coverage(corpus)).empty  # five articles have no peak
    True
    """
    keys = _keys(coverage)
    first, last = corpus.articles["published_earliest"].min(), corpus.articles["published_latest"].max()
    found = [_peaks(series, first, last) for series in _series(coverage, keys)]
    peaks = pd.concat(found) if found else coverage.assign(expected=0.0, score=0.0).iloc[:0]
    peaks = peaks.sort_values(["score", "period"], ascending=[False, True], kind="stable", ignore_index=True)
    peaks["ratio"] = peaks["n_articles"] / peaks["expected"].where(peaks["expected"] > 0)
    peaks["events"] = _name_events(peaks, list_events(reference))
    peaks[["titles", "article_ids"]] = _articles_of(corpus, peaks, keys)
    return peaks.astype(dict.fromkeys(("events", "titles", "article_ids"), "str"))[[*keys, *_PEAK]]


def find_changes(coverage: pd.DataFrame) -> pd.DataFrame:
    """Periods from which on there are lastingly more or fewer articles than before.

    Parameters
    ----------
    coverage
        from `count_coverage`; with groups each is judged by itself

    Returns
    -------
    DataFrame
        one row per change, earliest first: the columns by which the coverage was grouped, `period` (the first of the new
        level, which lasts at least `MIN_LENGTH` periods), `unit`, `before` and `after` (mean articles a period from the
        change before to this one, and from this one to the next). Nothing with fewer than `MIN_PERIODS` periods

    Raises
    ------
    InputError
        when the table is not one of coverage

    Examples
    --------
    >>> months = pd.date_range("2019-01-01", periods=24, freq="MS", unit="us")
    >>> coverage = pd.DataFrame({"unit": "month", "period": months, "n_articles": [10] * 12 + [30] * 12})
    >>> find_changes(coverage)[["before", "after"]].to_numpy().tolist()
    [[10.0, 30.0]]
    """
    keys = _keys(coverage)
    rows = [change for series in _series(coverage, keys) for change in _changes(series, keys)]
    columns = [*keys, *_CHANGE]
    if not rows:
        return coverage.assign(before=0.0, after=0.0)[columns].iloc[:0].reset_index(drop=True)
    return pd.DataFrame(rows, columns=columns).sort_values("period", kind="stable", ignore_index=True)


def _keys(coverage: pd.DataFrame) -> list[str]:
    """The columns by which the coverage was grouped: those before its own."""
    missing = [name for name in ("unit", "period", "n_articles") if name not in coverage]
    if missing:
        raise InputError(
            f"no column {', '.join(missing)}", where="coverage", remedy="give a table from count_coverage"
        )
    return list(coverage.columns[: coverage.columns.get_loc("unit")])


def _series(coverage: pd.DataFrame, keys: list[str]) -> Iterator[pd.DataFrame]:
    """The placed periods of each group, in order, where they are enough."""
    placed = coverage[coverage["period"].notna()].sort_values("period", kind="stable")
    groups = placed.groupby(keys, dropna=False, sort=False) if keys else [((), placed)]
    for _, series in groups:
        if series["period"].duplicated().any():
            raise InputError(
                "a period has several rows", where="coverage", remedy="give a table from count_coverage"
            )
        if len(series) >= MIN_PERIODS:
            yield series


def _peaks(series: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The rows of a series that stand out, with what was expected and by how much they do."""
    counts = series["n_articles"].to_numpy(np.float64)
    covered = _covered(series, first, last)
    rates = counts / covered
    expected = _level(rates) * covered
    score = (_anscombe(counts) - _anscombe(expected)) / _scatter(_anscombe(rates), AROUND_SCATTER)
    return series.assign(expected=expected, score=score)[score >= PEAK_FROM]


def _covered(series: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> Counts:
    """The share of each period that lies between the corpus's first and last day."""
    spans = series["period"].dt.to_period(UNITS[series["unit"].iloc[0]]).dt
    start, end = spans.start_time.dt.normalize(), spans.end_time.dt.normalize()
    inside = (end.clip(upper=last.normalize()) - start.clip(lower=first.normalize())).dt.days + 1
    return np.asarray(inside.clip(lower=1) / ((end - start).dt.days + 1), np.float64)


def _level(rates: Counts) -> Counts:
    """What is usual: the median of the periods before or of those after, whichever is more.

    So the first periods of a higher level are no peak, nor the last. Where half of the periods have nothing, the median
    says no more than that, and their mean is taken.
    """
    blank = np.full(AROUND, np.nan)
    sides = sliding_window_view(np.concatenate([blank, rates, blank]), AROUND)
    levels = []
    for side in (sides[: len(rates)], sides[AROUND + 1 :]):
        enough = np.where(np.isnan(side).sum(axis=1, keepdims=True) <= AROUND // 2, side, 0.0)
        median = np.nanmedian(enough, axis=1)
        levels.append(np.where(median > 0, median, np.nanmean(enough, axis=1)))
    return np.asarray(np.maximum(*levels), np.float64)


def _scatter(values: Counts, around: int) -> Counts:
    """The standard deviation of values with so many on either side, from the differences of neighbours, robustly.

    Differences are hardly touched by steps and waves. It is at least that of Poisson counts, 1.
    """
    steps = np.abs(np.diff(values))
    size = min(2 * around, len(steps))
    starts = np.clip(np.arange(len(values)) - size // 2, 0, len(steps) - size)
    usual: Counts = np.median(sliding_window_view(steps, size)[starts], axis=1)
    return np.maximum(usual * MAD_TO_SD / sqrt(2), 1.0)


def _anscombe(counts: Counts) -> Counts:
    return 2 * np.sqrt(counts + 0.375)


def _name_events(peaks: pd.DataFrame, reference: pd.DataFrame) -> list[str | None]:
    """The reference events of each period and of the days before it."""
    if peaks.empty:
        return []
    ends = peaks["period"].dt.to_period(UNITS[peaks["unit"].iloc[0]]).dt.end_time
    since = peaks["period"] - pd.Timedelta(days=MAX_ECHO)
    return [
        JOIN.join(reference.loc[(reference["earliest"] <= end) & (reference["latest"] >= start), "event"])
        or None
        for start, end in zip(since, ends, strict=True)
    ]


def _articles_of(corpus: Corpus, peaks: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """The most typical titles of the articles of each peak, and these articles."""
    if peaks.empty:
        return pd.DataFrame(columns=["titles", "article_ids"], index=peaks.index, dtype="str")
    rows = count_articles(corpus, keys)
    rows["period"] = place_articles(rows, peaks["unit"].iloc[0])
    wanted = peaks[[*keys, "period"]].reset_index(names="peak")
    ids = wanted.merge(rows, on=[*keys, "period"]).groupby("peak")["article_id"].agg(list)
    titles = dict(zip(corpus.articles["article_id"], corpus.articles["title"].fillna(""), strict=True))
    known = Counter(word for title in titles.values() for word in _words(title))
    found = [
        (
            JOIN_TITLES.join(_typical([titles[one] for one in of_peak], known, len(titles))) or None,
            " ".join(of_peak),
        )
        for of_peak in (ids.get(peak, []) for peak in peaks.index)
    ]
    return pd.DataFrame(found, columns=["titles", "article_ids"], index=peaks.index)


def _typical(titles: Sequence[str], known: Counter[str], n_titles: int) -> Iterator[str]:
    """The titles that share most words with the other titles, rare words first; a word counts for one title only."""
    found = Counter(word for title in titles for word in _words(title))
    weights = {word: (n - 1) * log(n_titles / known[word]) for word, n in found.items()}
    left = {" ".join(title.split()): _words(title) for title in titles if title.split()}
    for _ in range(min(MAX_TITLES, len(left))):
        best = max(
            left, key=lambda title: fsum(weights[word] for word in left[title]) / (len(left[title]) + EXTRA)
        )
        yield best
        weights |= dict.fromkeys(left.pop(best), 0.0)


def _words(title: str) -> set[str]:
    return {plain_word(match.group()) for match in WORD.finditer(title)}


def _changes(series: pd.DataFrame, keys: list[str]) -> Iterator[dict[str, Any]]:
    counts = series["n_articles"].to_numpy(np.float64)
    bounds = [0, *_steps(_anscombe(counts)), len(counts)]
    means = [counts[start:end].mean() for start, end in pairwise(bounds)]
    for step, (before, after) in zip(bounds[1:-1], pairwise(means), strict=True):
        row = series.iloc[step]
        yield {name: row[name] for name in [*keys, "period", "unit"]} | {"before": before, "after": after}


def _steps(values: Counts) -> list[int]:
    """Where the mean of values with noise of about standard deviation 1 steps.

    KernelCPD with a linear kernel is PELT with the cost "l2", in compiled code.
    """
    from ruptures import KernelCPD

    noise = float(_scatter(values, len(values))[0])
    around = sliding_window_view(np.pad(values, CLIP_WINDOW // 2, mode="reflect"), CLIP_WINDOW)
    middle = np.median(around, axis=1)
    drawn_in = np.clip(values, middle - CLIP * noise, middle + CLIP * noise)
    search = KernelCPD(kernel="linear", min_size=MIN_LENGTH).fit(drawn_in.reshape(-1, 1))
    return [int(end) for end in search.predict(pen=PRICE * noise**2 * np.log(len(values)))[:-1]]
