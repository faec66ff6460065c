"""Events as the articles tell them: when each happened, when it was told, by whom; their chronicle; and their score over time.

An event is an act of one side towards another that a sentence tells (`find_acts`). Two articles that tell the same act
give two rows; the chronicle puts together what has the same direction and quadrant on the same day, which is a rule of
thumb and no proof that the two mean the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corpus_lib.coverage import choose_unit, place_in_periods, span_periods
from corpus_lib.reference_events import list_events
from corpus_lib.stance import estimate_stance
from corpus_lib.stance_spans import SPANS, find_acts
from corpus_lib.voice_profiles import OTHER

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: Longest interval of an event that still has a place in the chronicle, in days.
MAX_INTERVAL = 7
#: Events longer before the first article, or after the last one, are no part of a figure over time.
HISTORY = pd.Timedelta(days=366)
#: Most examples of time expressions that a rule shows.
MAX_EXAMPLES = 4
#: What stands between names that a cell holds together.
JOIN = "; "

_ARTICLE = ["article_id", "title", "outlet", "outlet_country", "published_earliest", "published_latest"]
_SPAN = [name for name in SPANS if name not in ("article_id", "kind", "value", "start", "end")]


def profile_times(corpus: Corpus) -> pd.DataFrame:
    """How the times in the articles are told, and how many of them are left open.

    Parameters
    ----------
    corpus
        from `build_corpus`

    Returns
    -------
    DataFrame
        one row per kind, rule and reason for leaving open, most frequent first: `kind`, `rule`, `left_open` (null where a
        value was given), `n`, `n_articles`, `words` (up to `MAX_EXAMPLES` different expressions)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> int(cl.profile_times(corpus)["n"].sum()) == len(corpus.time_expressions)
    True
    """
    keys = ["kind", "rule", "left_open"]
    table: pd.DataFrame = corpus.time_expressions.groupby(keys, dropna=False, as_index=False).agg(
        n=("text", "size"), n_articles=("article_id", "nunique"), words=("text", _examples)
    )
    table["words"] = table["words"].astype("str")
    return table.sort_values(["n", *keys], ascending=[False, True, True, True], ignore_index=True)


def _examples(words: pd.Series[str]) -> str:
    return JOIN.join(" ".join(str(text).split()) for text in words.drop_duplicates().head(MAX_EXAMPLES))


def collect_events(corpus: Corpus, *, others: bool = False) -> pd.DataFrame:
    """Every act that the articles tell, with the days on which it happened and was told.

    Parameters
    ----------
    corpus
        from `build_corpus`
    others
        also acts in which a country outside the sides takes part; without them those of the United States, China and Taiwan

    Returns
    -------
    DataFrame
        one row per sentence, actor's and target's side: `article_id`, `title`, `outlet`, `outlet_country`,
        `published_earliest`, `published_latest`, `sentence_id`, `actor`, `target`, their sides, `direction`, `event`, `quad`,
        `mode`, `score` (-1 conflict to 1 cooperation), `voice`, `speaker`, `side` (of the speaker), `event_earliest`,
        `event_latest`, `time_rule`, `told_as` (background, news, outlook), `sentence`, `lag_days` (from the event to the
        article, negative for what lay ahead; null unless both days are known)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> told = cl.collect_events(cl.build_corpus("seeds"))
    >>> bool(told["event"].notna().all())
    True
    """
    acts = find_acts(corpus)
    if not others:
        acts = acts[(acts["actor_side"] != OTHER) & (acts["target_side"] != OTHER)]
    told = acts[["article_id", *_SPAN]].merge(corpus.articles[_ARTICLE], on="article_id", how="left")
    known = (told["event_earliest"] == told["event_latest"]) & (
        told["published_earliest"].dt.normalize() == told["published_latest"].dt.normalize()
    )
    lag = (told["published_earliest"].dt.normalize() - told["event_earliest"]).dt.days
    told["lag_days"] = lag.where(known).astype("float64")
    return told[[*_ARTICLE, *_SPAN, "lag_days"]]


def list_chronicle(told: pd.DataFrame, reference: pd.DataFrame | None = None) -> pd.DataFrame:
    """What happened, day by day, with who told it and when.

    Parameters
    ----------
    told
        from `collect_events`
    reference
        events by which the days are named, from `list_events`; the shipped ones when not given

    Returns
    -------
    DataFrame
        one row per direction, quadrant and day (or interval of at most `MAX_INTERVAL` days), earliest first, of acts told
        as done: `earliest`, `latest`, `direction`, `quad`, `events` (classes, most told first), `n_articles`, `n_outlets`,
        `outlets`, `first_told`, `last_told` (days on which an article that tells it came out; null when not known),
        `reference` (reference events of these days), `example` (a sentence), `article_ids`

    Examples
    --------
    >>> import corpus_lib as cl
    >>> chronicle = cl.list_chronicle(cl.collect_events(cl.build_corpus("seeds")))
    >>> bool((chronicle["earliest"] <= chronicle["latest"]).all())
    True
    """
    done = told[(told["mode"] == "actual") & told["event_earliest"].notna() & told["event_latest"].notna()]
    done = done[(done["event_latest"] - done["event_earliest"]).dt.days < MAX_INTERVAL]
    keys = ["direction", "quad", "earliest", "latest"]
    named = list_events(reference)
    rows = [
        dict(zip(keys, group, strict=True)) | _happening(of_group, named)
        for group, of_group in _placed(done).groupby(keys, sort=False)
    ]
    columns = [
        "earliest",
        "latest",
        "direction",
        "quad",
        "events",
        "n_articles",
        "n_outlets",
        "outlets",
        "first_told",
        "last_told",
        "reference",
        "example",
        "article_ids",
    ]
    days = dict.fromkeys(("earliest", "latest", "first_told", "last_told"), "datetime64[us]")
    words = dict.fromkeys(
        ("direction", "quad", "events", "outlets", "reference", "example", "article_ids"), "str"
    )
    counts = dict.fromkeys(("n_articles", "n_outlets"), "int64")
    table = pd.DataFrame(rows, columns=columns).astype(days | words | counts)
    return table.sort_values(["earliest", "latest", "direction", "quad"], ignore_index=True)


def _placed(done: pd.DataFrame) -> pd.DataFrame:
    """The acts with the days under which they are listed.

    An act whose days are only bounded goes to the listed days of its kind that they overlap, when there is one such: to a
    single day, and what rests on nothing but its place in the article (`lead`) also to an interval.
    """
    days = done[["event_earliest", "event_latest"]].set_axis(["earliest", "latest"], axis=1)
    single, lead = days["earliest"] == days["latest"], done["time_rule"] == "lead"
    placed = [days[single]]
    for _, of_kind in done.groupby(["direction", "quad"]):
        one, first_lines = single[of_kind.index], lead[of_kind.index]
        for moved, listed in ((~one & ~first_lines, one), (~one & first_lines, one | ~first_lines)):
            alike = days.loc[of_kind.index]
            placed.append(_move(alike[moved], alike[listed].drop_duplicates()))
    return done.join(pd.concat(placed))


def _move(days: pd.DataFrame, listed: pd.DataFrame) -> pd.DataFrame:
    """Bounds replaced by the listed days that they overlap, where that is one."""
    first, last = listed["earliest"].to_numpy(), listed["latest"].to_numpy()
    rows = []
    for low, high in zip(days["earliest"].to_numpy(), days["latest"].to_numpy(), strict=True):
        near = ((first <= high) & (low <= last)).nonzero()[0]
        rows.append((first[near[0]], last[near[0]]) if len(near) == 1 else (low, high))
    moved = pd.DataFrame(rows, columns=days.columns, index=days.index)
    return moved.astype("datetime64[us]")


def _happening(rows: pd.DataFrame, named: pd.DataFrame) -> dict[str, object]:
    """Who tells it and when, and which reference events fall on its days."""
    low, high = rows["earliest"].iloc[0], rows["latest"].iloc[0]
    at = named[(named["earliest"] <= high) & (named["latest"] >= low)]
    outlets = rows["outlet"].dropna()
    own = rows.sort_values("voice", kind="stable")  # the author's voice first
    return {
        "events": JOIN.join(rows["event"].value_counts(sort=True).index),
        "n_articles": rows["article_id"].nunique(),
        "n_outlets": outlets.nunique(),
        "outlets": JOIN.join(outlets.value_counts().index) or None,
        "first_told": rows["published_earliest"].min(),
        "last_told": rows["published_latest"].max(),
        "reference": JOIN.join(at["event"]) or None,
        "example": own["sentence"].iloc[0],
        "article_ids": " ".join(rows["article_id"].drop_duplicates()),
    }


def score_periods(told: pd.DataFrame, *, unit: str = "auto") -> pd.DataFrame:
    """How cooperative or conflictual the events of each period are, by the day on which they happened.

    Parameters
    ----------
    told
        from `collect_events`
    unit
        day, week, month, quarter or year; "auto" takes what gives a readable number of periods

    Returns
    -------
    DataFrame
        one row per period from the first to the last, also those without events: `unit`, `period` (its first day; null for
        events that cannot be placed in one period, or lie more than `HISTORY` outside the time of the articles), `value` (mean of the articles' mean scores, all voices, -1 to 1),
        `low`, `high` (95 % interval from resampling articles), `n_articles`, `n_relations`, `enough` (whether there are
        `MIN_ARTICLES`; with fewer there is no value)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> scores = cl.score_periods(cl.collect_events(cl.build_corpus("seeds")))
    >>> bool(scores["enough"].any())  # five articles are too few
    False
    """
    first, last = told["published_earliest"].min() - HISTORY, told["published_latest"].max() + HISTORY
    near = (told["event_earliest"] >= first) & (told["event_latest"] <= last)
    low, high = (told[name].where(near) for name in ("event_earliest", "event_latest"))
    unit = choose_unit(low, high) if unit == "auto" else unit
    period = place_in_periods(low, high, unit)
    frame = told.assign(period=period, value=told["score"])
    found = estimate_stance(frame[frame["value"].notna()], by="period", pool_voices=True)
    every = pd.DataFrame({"period": span_periods(period, unit)})
    if period.isna().any():
        every = pd.concat([every, pd.DataFrame({"period": [pd.NaT]})], ignore_index=True)
    types = {"period": "datetime64[us]"}
    table = every.astype(types).merge(found.astype(types), on="period", how="left")
    table = table.rename(columns={"n_spans": "n_relations"}).assign(unit=unit)
    counts = ["n_articles", "n_relations"]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["enough"] = table["enough"].eq(True)
    return table[["unit", "period", "value", "low", "high", *counts, "enough"]]
