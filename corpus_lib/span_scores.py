"""Scores of marked spans from the span model: how one is judged, or what one does to another."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from corpus_lib.labels import ANSWERING, HEADS
from corpus_lib.model import FIRST, LAST, load_session, load_tokenizer, make_batches, readable, softmax

if TYPE_CHECKING:
    from numpy.typing import NDArray

Span = tuple[int, int]

#: Most pieces of words that the model reads at once, its two marks included: it was trained on no more.
MAX_MARKED_PIECES = 160
#: What it was trained to see around the first and the second span.
_MARKS = ((" « ", " » "), (" { ", " } "))


def score_spans(
    texts: Sequence[str], spans: Sequence[tuple[Span, ...]], *, threads: int | None = None
) -> dict[str, NDArray[np.float32]]:
    """How each text judges a span, or what its first span does to its second.

    Parameters
    ----------
    texts
        sentences; of longer texts, what stands around the spans is read, `MAX_MARKED_PIECES` pieces
    spans
        for each text one span, or for each text two that do not overlap, in characters
    threads
        threads to use; all cores when not given

    Returns
    -------
    dict
        head to probabilities, float [texts, classes], classes in the order of `labels.HEADS`: `sentiment` for one
        span, `event`, `directed`, `mode` and `voice` for two; not-a-number where a span is empty or outside its text,
        or the two are too far apart

    Examples
    --------
    >>> text = "Critics called the governor reckless and unprepared."
    >>> score_spans([text], [((15, 27),)])["sentiment"].argmax()
    np.int64(0)
    """
    heads = ANSWERING[len(spans[0]) if spans else 1]
    scores = {head: np.full((len(texts), len(HEADS[head])), np.nan, np.float32) for head in heads}
    read = [_marked_pieces(text, of_text) for text, of_text in zip(texts, spans, strict=True)]
    usable = [(n, *pieces) for n, pieces in enumerate(read) if pieces]

    def run(batch: list[int]) -> None:
        ids = np.array([usable[n][1] for n in batch], np.int64)
        inside = np.zeros((len(batch), 2, ids.shape[1]), np.float32)
        for row, n in enumerate(batch):
            for side, pieces in enumerate(usable[n][2]):
                inside[row, side, pieces] = 1
        given = {"input_ids": ids, "spans": inside}
        for head, logits in zip(heads, load_session().run(heads, given), strict=True):
            scores[head][[usable[n][0] for n in batch]] = softmax(logits)

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        list(pool.map(run, make_batches([len(ids) for _, ids, _ in usable])))
    return scores


def _marked_pieces(text: str, spans: tuple[Span, ...]) -> tuple[list[int], list[list[int]]] | None:
    """The pieces around the marked spans, `[CLS]` and `[SEP]` around them, and which of them are each span's."""
    if not all(0 <= start < end <= len(text) for start, end in spans):
        return None
    marked, places, done = "", [(0, 0)] * len(spans), 0
    for side, (start, end) in sorted(enumerate(spans), key=lambda item: item[1]):
        before, after = _MARKS[side]
        marked += text[done:start] + before
        places[side] = (len(marked), len(marked) + end - start)
        marked += text[start:end] + after
        done = end
    # Four characters a piece are few: what is farther from the spans than this can never be read.
    reach = MAX_MARKED_PIECES * 40
    first, last = min(places)[0], max(place[1] for place in places)
    cut = max(0, first - reach)
    found = load_tokenizer().encode(
        readable((marked + text[done:])[cut : last + reach]), add_special_tokens=False
    )
    inside = [
        [n for n, (a, b) in enumerate(found.offsets) if start <= cut + a and cut + b <= end]
        for start, end in places
    ]
    if not all(inside):
        return None
    low, high = min(map(min, inside)) - 1, max(map(max, inside)) + 2
    spare = MAX_MARKED_PIECES - 2 - (high - low)
    if spare < 0:
        return None
    low = max(0, min(low - spare // 2, len(found.ids) - (MAX_MARKED_PIECES - 2)))
    ids = found.ids[low : low + MAX_MARKED_PIECES - 2]
    return [FIRST, *ids, LAST], [[1 + n - low for n in pieces] for pieces in inside]
