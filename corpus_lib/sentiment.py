"""Sentiment towards a mention: how the words around it judge what it names.

Target sentiment in the sense of NewsMTSC (Hamborg and Donnay 2021): negative, neutral or positive towards one mention,
whoever speaks. The probabilities are the span model's; on news sentences about US politics it is right in four of five.
Sarcasm, and judgement that takes knowledge of the world, it does not see.
"""

from __future__ import annotations

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.span_scores import score_spans

#: The columns that are added, in the order of the model's outputs.
CLASSES = ("negative", "neutral", "positive")


def score_mentions(frame: pd.DataFrame, *, threads: int | None = None) -> pd.DataFrame:
    """How each text judges the mention in it.

    Parameters
    ----------
    frame
        columns `text` (a sentence) and `start`, `end` (the mention, in characters of the text); others stay
    threads
        threads for the model; all cores when not given

    Returns
    -------
    DataFrame
        the same rows with `negative`, `neutral`, `positive`: probabilities that add up to 1, null where the mention is
        empty

    Raises
    ------
    InputError
        when a column is missing

    Examples
    --------
    >>> text = "Critics called the governor reckless and unprepared."
    >>> scored = score_mentions(pd.DataFrame({"text": [text], "start": [15], "end": [27]}))
    >>> bool(scored["negative"][0] > 0.9)
    True
    """
    missing = {"text", "start", "end"} - set(frame.columns)
    if missing:
        raise InputError(
            f"the frame has no column {', '.join(sorted(missing))}", remedy="give text, start and end"
        )
    spans = [((int(start), int(end)),) for start, end in zip(frame["start"], frame["end"], strict=True)]
    scores = score_spans(list(frame["text"]), spans, threads=threads)["sentiment"].astype("float64")
    return frame.assign(**{name: scores[:, n] for n, name in enumerate(CLASSES)})
