"""Stance: where articles and speakers see the relationship between two sides, from deterioration to thaw.

A value is a mean of articles: each article counts once, whatever its length, since its sentences are no independent
witnesses. The interval comes from drawing articles with replacement (Efron and Tibshirani 1993) and knows nothing of the
model's errors. The author's voice and quoted voices are never pooled unless that is asked for. What is counted are the
spans of `stance_spans`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.stance_spans import collect_stance
from corpus_lib.voice_profiles import MIN_ARTICLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus_lib.corpus import Corpus

#: The scale: from which value on a mean has which name. Steps of 0.4 from -1 to 1; a value of 0.2 means that of ten acts
#: told as done six are cooperation and four are conflict.
SCALE = {-1.0: "deterioration", -0.6: "strain", -0.2: "mixed", 0.2: "easing", 0.6: "thaw"}
#: Draws of articles for an interval, and the seed of the draws.
DRAWS, SEED = 2000, 0
CONFIDENCE = 0.95


def estimate_stance(
    spans: Corpus | pd.DataFrame, *, by: str | Sequence[str] = (), pool_voices: bool = False
) -> pd.DataFrame:
    """The mean stance of groups of articles, with its interval.

    Parameters
    ----------
    spans
        from `collect_stance` or `collect_judgements`, or a corpus, whose `collect_stance` is then taken; to group by what
        articles have, such as the outlet, give the corpus or join the column first
    by
        columns of the spans or, with a corpus, of `articles`; none for all together
    pool_voices
        count author and quoted voice together, which says little about either

    Returns
    -------
    DataFrame
        one row per group: the columns of `by`, `voice` (unless pooled), `value` (mean of the articles' means, -1 to 1),
        `low`, `high` (95 % interval from resampling articles, seed `SEED`), `stance` (its name on the scale), `n_articles`,
        `n_spans`, of these `n_conflict` (value below 0) and `n_cooperation` (above 0), `enough` (whether there are
        `MIN_ARTICLES`; with fewer there is no value)

    Raises
    ------
    InputError
        when there is no such column

    Examples
    --------
    >>> import corpus_lib as cl
    >>> table = cl.estimate_stance(cl.build_corpus("seeds"), by="outlet_country")
    >>> bool(table["enough"].any()), bool(table["value"].notna().any())  # five articles are too few
    (False, False)
    """
    by = [by] if isinstance(by, str) else list(by)
    frame = spans if isinstance(spans, pd.DataFrame) else _joined(spans, by)
    missing = [name for name in by if name not in frame]
    if missing:
        raise InputError(
            f"no column {', '.join(missing)}",
            where="estimate_stance",
            remedy=f"use one of {', '.join(frame.columns)}",
        )
    keys = [*by, *(["voice"] if not pool_voices and "voice" not in by else [])]
    rows = [
        dict(zip(keys, group if isinstance(group, tuple) else (group,), strict=True)) | _estimate(of_group)
        for group, of_group in (frame.groupby(keys, dropna=False, sort=True) if keys else [((), frame)])
    ]
    numbers = [
        "value",
        "low",
        "high",
        "stance",
        "n_articles",
        "n_spans",
        "n_conflict",
        "n_cooperation",
        "enough",
    ]
    return pd.DataFrame(rows, columns=[*keys, *numbers]).astype(
        {"value": "float64", "low": "float64", "high": "float64", "stance": "str", "enough": "bool"}
    )


def rate_articles(corpus: Corpus, spans: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each article on the scale, from the most conflictual to the most cooperative by all its spans, in any voice.

    Parameters
    ----------
    corpus
        from `build_corpus`
    spans
        from `collect_stance`; made from the corpus when not given

    Returns
    -------
    DataFrame
        one row per article and voice, also where it has no span (`value` null), most conflictual article first:
        `article_id`, `title`, `outlet`, `published`, `voice`, `value` (mean of its spans), `n_spans`, `n_conflict`,
        `n_cooperation`

    Examples
    --------
    >>> import corpus_lib as cl
    >>> cl.rate_articles(cl.build_corpus("seeds"))["article_id"].nunique()
    5
    """
    spans = collect_stance(corpus) if spans is None else spans
    articles = corpus.articles[["article_id", "title", "outlet", "published"]]
    found = spans.groupby(["article_id", "voice"]).agg(
        value=("value", "mean"),
        n_spans=("value", "size"),
        n_conflict=("value", lambda values: int((values < 0).sum())),
        n_cooperation=("value", lambda values: int((values > 0).sum())),
    )
    every = articles.merge(pd.DataFrame({"voice": ["author", "quoted"]}, dtype="str"), how="cross")
    table = every.merge(found, left_on=["article_id", "voice"], right_index=True, how="left")
    counts = ["n_spans", "n_conflict", "n_cooperation"]
    table[counts] = table[counts].fillna(0).astype("int64")
    order = table["article_id"].map(spans.groupby("article_id")["value"].mean())
    return (
        table.assign(order=order)
        .sort_values(["order", "article_id", "voice"], na_position="last", ignore_index=True)
        .drop(columns="order")
    )


def name_stance(value: float) -> str | None:
    """The name of a value on the scale; None for no value.

    >>> [name_stance(value) for value in (-1, -0.3, 0, 0.2, 1, float("nan"))]
    ['deterioration', 'strain', 'mixed', 'easing', 'thaw', None]
    """
    return None if np.isnan(value) else [name for least, name in SCALE.items() if value >= least][-1]


def _joined(corpus: Corpus, by: Sequence[str]) -> pd.DataFrame:
    """The spans of a corpus with the columns of articles that are asked for."""
    spans = collect_stance(corpus)
    wanted = [name for name in by if name not in spans and name in corpus.articles]
    return spans.merge(corpus.articles[["article_id", *wanted]], on="article_id", how="left")


def _estimate(spans: pd.DataFrame) -> dict[str, object]:
    means = spans.groupby("article_id")["value"].mean().to_numpy()
    enough = len(means) >= MIN_ARTICLES
    value, low, high = _interval(means) if enough else (np.nan, np.nan, np.nan)
    return {
        "value": value,
        "low": low,
        "high": high,
        "stance": name_stance(value),
        "n_articles": len(means),
        "n_spans": len(spans),
        "n_conflict": int((spans["value"] < 0).sum()),
        "n_cooperation": int((spans["value"] > 0).sum()),
        "enough": enough,
    }


def _interval(means: NDArray[np.float64]) -> tuple[float, float, float]:
    from scipy.stats import bootstrap

    drawn = bootstrap(
        (means,),
        np.mean,
        n_resamples=DRAWS,
        batch=100,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(SEED),
    )
    return float(means.mean()), float(drawn.confidence_interval.low), float(drawn.confidence_interval.high)
