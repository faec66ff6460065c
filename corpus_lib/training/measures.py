"""How often a head says what the label says."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import NamedTuple

import torch
from tokenizers import Tokenizer
from torch import Tensor

from corpus_lib.labels import HEADS
from corpus_lib.training.batches import NO_LABEL, collate, draw_batches, encode
from corpus_lib.training.examples import Example
from corpus_lib.training.span_model import SpanModel

#: Examples at once where nothing is learned. The numbers do not depend on it.
READING_BATCH = 32


class Score(NamedTuple):
    """How well a head does, on how many labels (for tags: pieces)."""

    accuracy: float
    macro_f1: float
    labels: int


def measure(model: SpanModel, tokenizer: Tokenizer, examples: Iterable[Example]) -> dict[str, Score]:
    """Compare what the model says with the labels.

    Returns
    -------
    dict of str to Score
        for each head that has labels. Macro-F1 is the mean over the classes that occur.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> measure(new_model(TINY), load_tokenizer(), [Example("He left.")])["tags"].labels
    3
    """
    counts = {head: torch.zeros(len(names), len(names), dtype=torch.int64) for head, names in HEADS.items()}
    with torch.inference_mode():
        for group in draw_batches(encode(tokenizer, examples), READING_BATCH, random.Random(0)):
            batch = collate(group, model.ht.weight.device)
            out = model(*batch.inputs)
            for head, labels in batch.labels.items():
                counted = labels != NO_LABEL
                pairs = torch.stack([labels[counted], out[head].argmax(-1)[counted]]).cpu()
                counts[head].index_put_((pairs[0], pairs[1]), torch.ones_like(pairs[0]), accumulate=True)
    return {head: _score(table) for head, table in counts.items() if table.sum()}


def _score(table: Tensor) -> Score:
    """From a table of labels (rows) against answers (columns)."""
    right = table.diagonal().double()
    f1 = 2 * right / (table.sum(0) + table.sum(1)).clamp(min=1)
    total = int(table.sum())
    return Score(float(right.sum()) / total, float(f1[table.sum(1) > 0].mean()), total)
