"""What a model in training says of marked sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from tokenizers import Tokenizer

from corpus_lib.labels import ANSWERING, HEADS, SWAPPED
from corpus_lib.training.batches import collate, encode
from corpus_lib.training.examples import Example, Row
from corpus_lib.training.measures import READING_BATCH
from corpus_lib.training.on_topic import both_orders, both_parties
from corpus_lib.training.on_topic_scores import Floats, Said
from corpus_lib.training.span_model import SpanModel


def ask(model: SpanModel, tokenizer: Tokenizer, rows: Sequence[Row]) -> Said:
    """Ask the model about pairs, each in both orders, and about each of their parties.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> row = {"sentence": "He thanked her.", "p": [0, 2], "q": [11, 14], "directed": 1, "event": "SUPPORT"}
    >>> row |= {"mode": "actual", "voice": "author", "judged_p": "neu", "judged_q": "pos"}
    >>> ask(new_model(TINY), load_tokenizer(), [row]).event.shape
    (1, 16)
    """
    pairs = [both_orders(row) for row in rows]
    there = probabilities(model, tokenizer, [pair for pair, _ in pairs])
    back = probabilities(model, tokenizer, [other for _, other in pairs])
    parties = [party for row in rows for party in both_parties(row)]
    return Said(
        event=there["event"],
        mode=there["mode"],
        directed=(there["directed"] + back["directed"][:, SWAPPED]) / 2,
        voice=(there["voice"] + back["voice"]) / 2,
        judged=probabilities(model, tokenizer, parties)["sentiment"],
    )


def probabilities(model: SpanModel, tokenizer: Tokenizer, marked: Sequence[Example]) -> dict[str, Floats]:
    """Give the probability of each class for each example, by head; of one that is too long, all alike.

    Parameters
    ----------
    model, tokenizer
        what is asked.
    marked
        examples with one span each, or with two spans each.

    Examples
    --------
    >>> from corpus_lib.training.examples import mark
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> pairs = [mark("He thanked her.", (0, 2), (11, 14)), mark("a " * 200 + "b c", (400, 401), (402, 403))]
    >>> probabilities(new_model(TINY), load_tokenizer(), pairs)["voice"][1].tolist()
    [0.5, 0.5]
    """
    heads = ANSWERING[len(marked[0].spans)] if marked else ()
    found = {head: np.full((len(marked), len(HEADS[head])), 1 / len(HEADS[head])) for head in heads}
    encoded = [(n, e) for n, example in enumerate(marked) for e in encode(tokenizer, [example])]
    encoded.sort(key=lambda item: len(item[1].ids))
    with torch.inference_mode():
        for at in range(0, len(encoded), READING_BATCH):
            places, group = zip(*encoded[at : at + READING_BATCH], strict=True)
            out = model(*collate(group, model.ht.weight.device).inputs)
            for head in heads:
                found[head][list(places)] = out[head].double().softmax(-1).cpu().numpy()
    return found
