"""What the pair heads say of coded pairs, and how well, with intervals."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_lib.labels import EVENTS, HEADS, NO_EVENT, QUADS
from corpus_lib.training.examples import Row
from corpus_lib.training.on_topic import article_of, both_orders, both_parties

Floats = NDArray[np.float64]
Classes = NDArray[np.intp]

_QUADRANTS = (*dict.fromkeys(QUADS.values()), None)
#: Draws of articles for an interval, and its ends.
DRAWS, ENDS = 1000, (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Said:
    """What the heads say of pairs: probabilities of the classes, one row a pair."""

    event: Floats
    mode: Floats
    directed: Floats  # mean of both orders
    voice: Floats  # mean of both orders
    judged: Floats  # of each pair the first party, then the second


class Estimate(NamedTuple):
    """A figure and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def score(said: Said, rows: Sequence[Row], threshold: float = 0.5, *, seed: int = 0) -> dict[str, Estimate]:
    """Compare with the codes; the intervals come from drawing articles with replacement.

    Parameters
    ----------
    said
        what the heads say of the rows.
    rows
        coded pairs.
    threshold
        probability from which on there is an event.
    seed
        of the draws.

    Returns
    -------
    dict of str to Estimate
        shares between 0 and 1. Quadrant, class and `mode` are over the pairs coded with an event;
        `mode_or_none` is over all, and wrong also where event or none is.

    Examples
    --------
    >>> row = {"sentence": "He thanked her.", "p": [0, 2], "q": [11, 14], "directed": 1, "event": "SUPPORT"}
    >>> row |= {"mode": "actual", "voice": "author", "judged_p": "neu", "judged_q": "pos", "article": "1"}
    >>> said = Said(*[np.full((1, n), 1 / n) for n in (16, 6, 5, 2)], np.full((2, 3), 1 / 3))
    >>> score(said, [row])["event_recall"].value
    1.0
    """
    tables = _comparisons(said, rows, threshold)
    articles = [article_of(row) for row in rows]
    places = {name: n for n, name in enumerate(dict.fromkeys(articles))}
    belongs = np.array([places[name] for name in articles])
    chance = random.Random(seed)
    value = _figures(tables, np.ones(len(rows)))
    draws = []
    for _ in range(DRAWS):
        times = np.bincount(chance.choices(range(len(places)), k=len(places)), minlength=len(places))
        draws.append(_figures(tables, times[belongs].astype(float)))
    return {name: _estimate(value[name], [draw[name] for draw in draws]) for name in value}


class _Compared(NamedTuple):
    """Codes and answers of some rows, as numbers of classes."""

    of: Classes  # which rows
    coded: Classes
    answered: Classes
    classes: int


def _comparisons(said: Said, rows: Sequence[Row], threshold: float) -> dict[str, _Compared]:
    labels = [tuple(example.labels for example in both_orders(row)) for row in rows]
    everyone = np.arange(len(rows))
    event = _of(labels, "event")
    some = np.flatnonzero(event != NO_EVENT)
    best = said.event[:, :NO_EVENT].argmax(1)
    happens = said.event[:, NO_EVENT] <= 1 - threshold
    mode = np.array([there.get("mode", len(HEADS["mode"])) for there, _ in labels])
    modes, quadrants = said.mode.argmax(1), np.array([_QUADRANTS.index(QUADS.get(name)) for name in EVENTS])

    def compared(of: Classes, coded: Classes, answered: Classes) -> _Compared:
        return _Compared(of, coded[of], answered[of], int(max(coded.max(), answered.max(), 1)) + 1)

    parties = [party.labels["sentiment"] for row in rows for party in both_parties(row)]
    return {
        "direction": compared(everyone, _of(labels, "directed"), said.directed.argmax(1)),
        "event": compared(everyone, (event != NO_EVENT).astype(np.intp), happens.astype(np.intp)),
        "quadrant": compared(some, quadrants[event], quadrants[best]),
        "class": compared(some, event, best),
        "mode": compared(some, mode, modes),
        "mode_or_none": compared(everyone, mode, np.where(happens, modes, len(HEADS["mode"]))),
        "voice": compared(everyone, _of(labels, "voice"), said.voice.argmax(1)),
        "judged": _Compared(
            np.repeat(everyone, 2), np.array(parties, np.intp), said.judged.argmax(1), len(HEADS["sentiment"])
        ),
    }


def _of(labels: Sequence[tuple[Mapping[str, int], ...]], head: str) -> Classes:
    return np.array([there[head] for there, *_ in labels])


def _figures(tables: dict[str, _Compared], weights: Floats) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, (of, coded, answered, classes) in tables.items():
        counts = np.bincount(coded * classes + answered, weights[of], classes**2).reshape(classes, classes)
        right = counts.diagonal()
        if name == "event":
            figures["event_precision"] = _share(right[1], counts[:, 1].sum())
            figures["event_recall"] = _share(right[1], counts[1].sum())
        else:
            figures[name] = _share(right.sum(), counts.sum())
        if name not in ("event", "quadrant"):
            f1 = 2 * right / np.maximum(counts.sum(0) + counts.sum(1), 1e-9)
            occur = counts.sum(1) > 0
            figures[f"{name}_macro_f1"] = _share(f1[occur].sum(), occur.sum())
    return figures


def _share(part: float, whole: float) -> float:
    """Not a number where there is nothing to take a share of, as in a draw without any event."""
    return float(part / whole) if whole else float("nan")


def _estimate(value: float, draws: list[float]) -> Estimate:
    known = [draw for draw in draws if draw == draw]
    low, high = np.percentile(known, ENDS) if known else (float("nan"), float("nan"))
    return Estimate(value, float(low), float(high))
