"""What counting words of good and bad feeling says of the same sentences, and where it goes another way than the stance.

VADER (Hutto and Gilbert 2014), a list of words with a strength each and some rules, stands for this kind of method. It knows
no voice, no target and no actor: "China welcomed the sanctions on its rival" is positive, and "talks on the war" negative.
It is shown for comparison, never as a result.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.stance_spans import collect_stance

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: From which compound score on VADER's authors call a sentence positive, and below whose negative it is negative.
COMPOUND_FROM = 0.05


def compare_word_counting(corpus: Corpus, spans: pd.DataFrame | None = None) -> pd.DataFrame:
    """Each span's sentence as VADER counts it, beside the value that the span has.

    Parameters
    ----------
    corpus
        from `build_corpus`
    spans
        from `collect_stance`; made from the corpus when not given

    Returns
    -------
    DataFrame
        the spans that have a sign, in their order, with `compound` (VADER's score of the sentence, -1 to 1), `counted`
        ("negative", "neutral" or "positive", as its authors divide it), `stance` ("conflict" or "cooperation") and
        `agreement` ("same", "opposite", or "neutral" where VADER sees neither)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> table = cl.compare_word_counting(cl.build_corpus("seeds"))
    >>> set(table["agreement"]) <= {"same", "opposite", "neutral"}
    True
    """
    spans = collect_stance(corpus) if spans is None else spans
    spans = spans[spans["value"] != 0].reset_index(drop=True)
    compound = pd.Series([count_words_of_feeling(text) for text in spans["sentence"]], dtype="float64")
    sign = (compound >= COMPOUND_FROM).astype("int64") - (compound <= -COMPOUND_FROM).astype("int64")
    stance = (spans["value"] > 0).astype("int64") - (spans["value"] < 0).astype("int64")
    return spans.assign(
        compound=compound,
        counted=sign.map({-1: "negative", 0: "neutral", 1: "positive"}).astype("str"),
        stance=stance.map({-1: "conflict", 1: "cooperation"}).astype("str"),
        agreement=(sign * stance).map({-1: "opposite", 0: "neutral", 1: "same"}).astype("str"),
    )


def count_words_of_feeling(text: str) -> float:
    """VADER's compound score of a sentence, -1 to 1.

    >>> count_words_of_feeling("A great success.") > 0 > count_words_of_feeling("A terrible war.")
    True
    """
    return float(_vader().polarity_scores(text)["compound"])


@cache
def _vader() -> Any:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    return SentimentIntensityAnalyzer()
