"""Relations: who does what to whom in a sentence, whether it happened, with what attitude, and who says so.

For a pair of parties the span model names the event that the first does to the second (a class of PLOVER, Halterman et
al. 2023, or none), how it stands in the sentence (its mode), the attitude between the two (directed sentiment, Park et
al. 2021) and whose voice asserts it. It learned this from sentences about the United States and China that language
models coded by reading, under a written codebook; no person coded them.

The score of an event is the intensity of its class, from -10 to 10 in the manner of Goldstein (1992), divided by 10, times
the weight of its mode. The intensities (resources/events.csv) are those of the corresponding root categories of CAMEO;
REQUEST, which joins appeals (3) and demands (-5), and ASSAULT, which joins assaults (-9) and fights (-10), have the mean of
the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.labels import EVENTS, MODES, NO_EVENT, QUADS, SWAPPED, VOICES
from corpus_lib.resources import read_resource
from corpus_lib.span_scores import Span, score_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Probability from which on an event counts as one.
EVENT_FROM = 0.6
#: Probability from which on a relation counts as asserted by somebody quoted. That both parties stand in an attribution is
#: not enough: what an article says that somebody plans or fears is attributed, and asserted by the article. On 315 coded
#: pairs in articles the model alone has the voice right in 89 %, with every such pair counted as quoted in 83 %.
QUOTED_FROM = 0.5
#: How much of an event's intensity counts. What is planned, threatened or alleged may or may not be so: half. What is
#: only called for is another's wish: a quarter. What is denied, or said not to have happened, is nothing.
MODE_WEIGHTS = {
    "actual": 1.0,
    "planned": 0.5,
    "threatened": 0.5,
    "alleged": 0.5,
    "called_for": 0.25,
    "denied": 0.0,
}
_SPANS = ("actor_start", "actor_end", "target_start", "target_end")


class Pair(NamedTuple):
    """What the model says of an actor and a target."""

    event: str | None
    #: That the actor does anything to the target.
    event_probability: float
    mode: str | None
    #: Of the directions, in the order of `labels.DIRECTIONS`; 1 is the actor.
    directed: tuple[float, ...]
    #: That somebody quoted asserts the relation.
    quoted: float


@cache
def intensities() -> dict[str, float]:
    """The intensity of each event class, from -1 (conflict) to 1 (cooperation).

    >>> intensities()["AGREE"], intensities()["ASSAULT"]
    (0.4, -0.95)
    """
    return {row["event"]: float(row["intensity"]) / 10 for row in read_resource("events")}


def score_event(event: str | None, mode: str | None) -> float | None:
    """The score of an event: its intensity times the weight of its mode.

    >>> score_event("SANCTION", "actual"), score_event("SANCTION", "threatened"), score_event(None, None)
    (-0.4, -0.2, None)
    """
    return None if event is None or mode is None else intensities()[event] * MODE_WEIGHTS[mode]


def read_pairs(
    texts: Sequence[str], pairs: Sequence[tuple[Span, Span]], *, threads: int | None = None
) -> list[Pair | None]:
    """What each text says of a pair: what the first span does to the second.

    Attitude and voice do not depend on who is called the actor: they are asked in both orders, and the mean is taken.

    Parameters
    ----------
    texts
        sentences
    pairs
        for each text the spans of actor and target
    threads
        threads for the model; all cores when not given

    Returns
    -------
    list of Pair or None
        None where the two overlap, are empty, or are too far apart for the model

    Examples
    --------
    >>> [pair] = read_pairs(["China condemned the United States."], [((0, 5), (20, 33))])
    >>> pair.event, pair.mode
    ('ACCUSE', 'actual')
    """
    turned = [(target, actor) for actor, target in pairs]
    apart = [n for n, ((a, b), (c, d)) in enumerate(pairs) if a < b <= c < d or c < d <= a < b]
    asked = list(dict.fromkeys((texts[n], order[n]) for n in apart for order in (pairs, turned)))
    scores = score_spans([text for text, _ in asked], [pair for _, pair in asked], threads=threads)
    place = {question: n for n, question in enumerate(asked)}
    found: list[Pair | None] = [None] * len(texts)
    for n in apart:
        there, back = place[texts[n], pairs[n]], place[texts[n], turned[n]]
        if not np.isnan(scores["event"][there]).any():
            found[n] = _pair({head: values[[there, back]] for head, values in scores.items()})
    return found


def _pair(scores: dict[str, NDArray[np.float32]]) -> Pair:
    """From the scores of both orders, the asked one first."""
    event = scores["event"][0]
    happens = 1 - float(event[NO_EVENT])
    directed = (scores["directed"][0] + scores["directed"][1][list(SWAPPED)]) / 2
    there_is = happens >= EVENT_FROM
    return Pair(
        event=EVENTS[int(event[:NO_EVENT].argmax())] if there_is else None,
        event_probability=happens,
        mode=MODES[int(scores["mode"][0].argmax())] if there_is else None,
        directed=tuple(directed.tolist()),
        quoted=float(scores["voice"][:, VOICES.index("quoted")].mean()),
    )


def score_pairs(frame: pd.DataFrame, *, threads: int | None = None) -> pd.DataFrame:
    """What each text says of an actor and a target.

    Parameters
    ----------
    frame
        columns `text` (a sentence) and `actor_start`, `actor_end`, `target_start`, `target_end` (the two, in characters
        of the text); others stay
    threads
        threads for the model; all cores when not given

    Returns
    -------
    DataFrame
        the same rows with `event` (a class of PLOVER, null when the actor does nothing to the target),
        `event_probability` (that it does anything), `quad`, `mode` (null without an event), `voice` (`author` or
        `quoted`) and `directed` (five probabilities: neutral, actor to target positive, target to actor positive, actor
        to target negative, target to actor negative); all null where a span is empty or outside the text, or the two
        overlap or cannot be read together

    Raises
    ------
    InputError
        when a column is missing

    Examples
    --------
    >>> text = "China condemned the United States."
    >>> asked = pd.DataFrame({"text": [text], "actor_start": 0, "actor_end": 5, "target_start": 20, "target_end": 33})
    >>> score_pairs(asked)[["event", "quad", "mode", "voice"]].iloc[0].tolist()
    ['ACCUSE', 'verbal_conflict', 'actual', 'author']
    """
    missing = {"text", *_SPANS} - set(frame.columns)
    if missing:
        raise InputError(
            f"the frame has no column {', '.join(sorted(missing))}",
            remedy=f"give text and {', '.join(_SPANS)}",
        )
    spans = [tuple(int(value) for value in row) for row in frame[list(_SPANS)].itertuples(index=False)]
    found = read_pairs(list(frame["text"]), [((a, b), (c, d)) for a, b, c, d in spans], threads=threads)

    def column(values: list[object], dtype: str = "str") -> pd.Series[str]:
        return pd.Series(values, index=frame.index, dtype=dtype)

    return frame.assign(
        event=column([pair and pair.event for pair in found]),
        event_probability=column([pair.event_probability if pair else None for pair in found], "float64"),
        quad=column([QUADS[pair.event] if pair and pair.event else None for pair in found]),
        mode=column([pair and pair.mode for pair in found]),
        voice=column([VOICES[int(pair.quoted >= QUOTED_FROM)] if pair else None for pair in found]),
        directed=column([list(pair.directed) if pair else None for pair in found], "object"),
    )
