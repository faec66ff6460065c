"""Coverage over time: how many articles, words, mentions and relations each period has, without gaps.

An article belongs to a period when all days on which it can have come out lie in it: an article of "May 2023" counts in
that month though its day is not known. What fits into no single period is counted apart and never spread over several.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.voice_profiles import sides_of

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: The units and how pandas calls them, from the finest to the coarsest; weeks begin on Monday, as in ISO 8601.
UNITS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q-DEC", "year": "Y-DEC"}
#: Numbers of periods that can be read: with fewer than a dozen there is no level to see a change against, and more than 150
#: are closer than 1 mm on a page. From 12 days to 150 years some unit gives a number between the two; twelve years are
#: shown by month.
MIN_PERIODS, MAX_PERIODS = 12, 150
#: Share of what is dated that may lie outside them at either end: a wrongly read year must not make months of days.
STRAYS = 0.005
#: A unit must find a place for this share of the dated articles before a coarser one is tried (articles that are dated to
#: the month only have none in days): with a tenth left out a period can lack no more than the usual noise of counts.
MIN_PLACED = 0.9
#: Most rows of a table: about 100 MB. More come only from a misread year, or from days by group of thousands.
MAX_ROWS = 1_000_000
#: What is counted.
COUNTS = ["n_articles", "n_words", "n_mentions", "n_relations"]
#: The first and last day on which an article can have come out.
_BOUNDS = ["published_earliest", "published_latest"]


def count_coverage(
    corpus: Corpus, *, by: str | Sequence[str] | None = None, unit: str = "auto"
) -> pd.DataFrame:
    """How much the articles of each period hold.

    Parameters
    ----------
    corpus
        from `build_corpus`
    by
        columns of `articles`, or "side" for the side of the target country (`side_of`): then an article counts for every
        side that it mentions, `n_mentions` are the mentions of that side, and `n_relations` those in which it is actor or
        target; null is what is on no side, such as a relationship or a body of several countries
    unit
        day, week (from Monday), month, quarter or year; "auto" takes the finest with at most `MAX_PERIODS` periods

    Returns
    -------
    DataFrame
        one row per group and period, earliest first, from the first to the last period of the corpus, also where there is
        nothing: the columns of `by`, `unit`, `period` (its first day; null, and last, for articles that cannot be placed
        in one), `n_articles`, `n_words`, `n_mentions`, `n_relations` (those with an event). Without "side" the sum over all
        rows is the corpus.

    Raises
    ------
    InputError
        when there is no such column or unit, or when the table had more than `MAX_ROWS` rows

    Examples
    --------
    >>> import corpus_lib as cl
    >>> coverage = count_coverage(cl.build_corpus("seeds"), by="outlet_country", unit="year")
    >>> int(coverage["n_articles"].sum())
    5
    """
    keys = [by] if isinstance(by, str) else list(dict.fromkeys(by or ()))
    rows = count_articles(corpus, keys)
    if unit == "auto":
        unit = choose_unit(corpus.articles["published_earliest"], corpus.articles["published_latest"])
    every = span_periods(place_articles(corpus.articles, unit), unit)
    counted = rows.assign(period=place_articles(rows, unit), n_articles=1).groupby(
        [*keys, "period"], dropna=False, as_index=False
    )
    found = counted[COUNTS].sum()
    groups = rows[keys].drop_duplicates().sort_values(keys) if keys else pd.DataFrame(index=range(1))
    if len(groups) * len(every) > MAX_ROWS:
        raise InputError(
            f"{len(groups)} groups with {len(every)} periods each are too many",
            where="count_coverage",
            remedy="take a longer unit or a column with fewer values",
        )
    return fill_gaps(found, groups, every, COUNTS).assign(unit=unit)[[*keys, "unit", "period", *COUNTS]]


def fill_gaps(
    found: pd.DataFrame, groups: pd.DataFrame, every: pd.DatetimeIndex, counts: Sequence[str]
) -> pd.DataFrame:
    """Every period of every group in order, and the row of what a group has in no period, where it has such.

    `found` has the columns of the groups, `period` and the `counts` of the periods that have any; `groups` has a row for each
    group (one without columns when there are none); `every` holds all periods in order.

    >>> day = pd.to_datetime(["2023-05-01", "2023-06-01"]).as_unit("us")
    >>> found = pd.DataFrame({"period": day[:1], "n_articles": [3]})
    >>> fill_gaps(found, pd.DataFrame(index=range(1)), day, ["n_articles"])["n_articles"].tolist()
    [3, 0]
    """
    keys = [*groups.columns]
    numbered = groups.assign(order=range(len(groups)))
    placed = numbered.merge(pd.DataFrame({"period": every}), how="cross")
    undated = found.loc[found["period"].isna(), [*keys, "period"]]
    undated = undated.merge(numbered, on=keys) if keys else undated.assign(order=0)
    table = pd.concat([placed, undated], ignore_index=True) if len(undated) else placed
    table = table.sort_values(["order", "period"], ignore_index=True, kind="stable")
    table = table.merge(found, on=[*keys, "period"], how="left")
    return table.assign(**{name: table[name].fillna(0).astype("int64") for name in counts})


def count_articles(corpus: Corpus, keys: Sequence[str]) -> pd.DataFrame:
    """What each article holds, by group.

    Parameters
    ----------
    corpus
        from `build_corpus`
    keys
        as `by` of `count_coverage`

    Returns
    -------
    DataFrame
        one row per article, with "side" one per article and side that it mentions: `article_id`, the keys,
        `published_earliest`, `published_latest`, `n_words`, `n_mentions`, `n_relations`

    Examples
    --------
    >>> import corpus_lib as cl
    >>> count_articles(cl.build_corpus("seeds"), ["outlet_country"]).shape
    (5, 7)
    """
    columns = [name for name in keys if name != "side"]
    known = [str(name) for name in corpus.articles if name not in ("article_id", *_BOUNDS, *COUNTS)]
    wrong = [name for name in columns if name not in known]
    if wrong:
        raise InputError(
            f"cannot count by {', '.join(map(repr, wrong))}",
            where="count_coverage",
            remedy=f"use side, or one of {', '.join(known)}",
        )
    relations = corpus.relations[corpus.relations["event"].notna()]
    articles = corpus.articles[["article_id", *columns, *_BOUNDS, "n_words"]]
    if "side" in keys:
        counts = _count_sides(corpus.mentions, relations)
        return counts.merge(articles, on="article_id")[["article_id", *keys, *_BOUNDS, *COUNTS[1:]]]
    ids = articles["article_id"]
    return articles.assign(
        n_mentions=ids.map(corpus.mentions["article_id"].value_counts()).fillna(0).astype("int64"),
        n_relations=ids.map(relations["article_id"].value_counts()).fillna(0).astype("int64"),
    )


def _count_sides(mentions: pd.DataFrame, relations: pd.DataFrame) -> pd.DataFrame:
    """Mentions and relations by article and side; a relation counts once for each of its two sides."""
    ends = [
        pd.DataFrame({"article_id": relations["article_id"], "side": sides_of(relations[f"{end}_country"])})
        for end in ("actor", "target")
    ]
    related = pd.concat(ends).reset_index(names="relation").drop_duplicates()
    named = pd.DataFrame({"article_id": mentions["article_id"], "side": sides_of(mentions["target_country"])})
    keys = ["article_id", "side"]
    counts = [
        rows.groupby(keys, dropna=False).size().rename(name)
        for name, rows in (("n_mentions", named), ("n_relations", related))
    ]
    table = counts[0].reset_index().merge(counts[1].reset_index(), on=keys, how="outer")
    return table.assign(**{name: table[name].fillna(0).astype("int64") for name in COUNTS[2:]})


def choose_unit(earliest: pd.Series[pd.Timestamp], latest: pd.Series[pd.Timestamp]) -> str:
    """The unit that gives a number of periods which can be read.

    Parameters
    ----------
    earliest, latest
        first and last day of each article or event (null when not known)

    Returns
    -------
    str
        the finest unit with `MIN_PERIODS` to `MAX_PERIODS` periods (but for a few strays) that finds a place for `MIN_PLACED` of what has both
        days, or else the one of these that places most; days for less than `MIN_PERIODS` days, years for more than
        `MAX_PERIODS` years

    Examples
    --------
    >>> days = pd.Series(pd.date_range("2020-01-01", "2023-12-31", unit="us"))
    >>> choose_unit(days, days), choose_unit(days[:40], days[:40])
    ('month', 'day')
    """
    placed = {unit: place_in_periods(earliest, latest, unit) for unit in UNITS}
    first, last = _span(earliest, latest)
    numbers = {unit: _number_of_periods(first, last, unit) for unit in UNITS}
    readable = [unit for unit in UNITS if MIN_PERIODS <= numbers[unit] <= MAX_PERIODS]
    if not readable:
        return "year" if numbers["day"] > MAX_PERIODS else "day"
    shares = {unit: float(placed[unit].notna().sum()) for unit in readable}
    dated = float((earliest.notna() & latest.notna()).sum())
    enough = [unit for unit in readable if shares[unit] >= MIN_PLACED * dated]
    return enough[0] if enough else max(readable, key=shares.__getitem__)


def _span(earliest: pd.Series[pd.Timestamp], latest: pd.Series[pd.Timestamp]) -> tuple[Any, Any]:
    """The first and the last day, but for a few strays; null when none is known."""
    starts, ends = (days.dropna().sort_values(ignore_index=True) for days in (earliest, latest))
    if starts.empty or ends.empty:
        return pd.NaT, pd.NaT
    return starts.iloc[int(STRAYS * len(starts))], ends.iloc[-1 - int(STRAYS * len(ends))]


def _number_of_periods(first: pd.Timestamp, last: pd.Timestamp, unit: str) -> int:
    if pd.isna(first) or pd.isna(last):
        return 0
    return int(last.to_period(UNITS[unit]).ordinal - first.to_period(UNITS[unit]).ordinal + 1)


def place_in_periods(
    earliest: pd.Series[pd.Timestamp], latest: pd.Series[pd.Timestamp], unit: str
) -> pd.Series[pd.Timestamp]:
    """The period in which both days lie.

    Parameters
    ----------
    earliest, latest
        first and last day of each article or event (null when not known)
    unit
        day, week, month, quarter or year

    Returns
    -------
    Series of datetime64[us]
        first day of the period; null when a day is not known, or when the two lie in different periods

    Raises
    ------
    InputError
        when there is no such unit

    Examples
    --------
    >>> earliest = pd.Series(pd.to_datetime(["2023-05-10", "2023-05-31"])).astype("datetime64[us]")
    >>> latest = pd.Series(pd.to_datetime(["2023-05-11", "2023-06-01"])).astype("datetime64[us]")
    >>> place_in_periods(earliest, latest, "month").dt.strftime("%d %B").tolist()
    ['01 May', nan]
    """
    if unit not in UNITS:
        raise InputError(f"no unit {unit!r}", remedy=f"use auto or one of {', '.join(UNITS)}")
    low, high = (
        days.dt.to_period(UNITS[unit]).dt.start_time.astype("datetime64[us]") for days in (earliest, latest)
    )
    return low.where(low == high)


def place_articles(articles: pd.DataFrame, unit: str) -> pd.Series[pd.Timestamp]:
    """The period in which each article came out, as `place_in_periods`, from a table with their first and last days.

    Examples
    --------
    >>> days = pd.to_datetime(pd.Series(["2023-05-10"])).astype("datetime64[us]")
    >>> place_articles(pd.DataFrame({"published_earliest": days, "published_latest": days}), "year").dt.month.tolist()
    [1]
    """
    return place_in_periods(articles["published_earliest"], articles["published_latest"], unit)


def span_periods(period: pd.Series[pd.Timestamp], unit: str) -> pd.DatetimeIndex:
    """Every period from the first to the last of these, also those between in which there is nothing.

    Parameters
    ----------
    period
        from `place_in_periods`
    unit
        the unit of these periods

    Returns
    -------
    DatetimeIndex
        their first days in order; empty when there is no period

    Examples
    --------
    >>> span_periods(pd.Series(pd.to_datetime(["2023-05-01", None, "2023-02-01"])), "month").month.tolist()
    [2, 3, 4, 5]
    """
    first, last = period.min(), period.max()
    if pd.isna(first):
        return pd.DatetimeIndex([], dtype="datetime64[us]")
    return pd.period_range(first, last, freq=UNITS[unit]).start_time.as_unit("us")
