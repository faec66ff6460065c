"""From examples to the numbers that the model takes: pieces, span masks, labels, batches."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from corpus_lib.labels import ANSWERING, HEADS
from corpus_lib.training.examples import Example, Span

#: A label that does not count: of padding, of discarded text, of a head that has no label.
NO_LABEL = -100
#: Most pieces of a paragraph for tags, and of a sentence with marks. A longer paragraph is cut into several.
MAX_PIECES, MAX_MARKED_PIECES = 256, 160
#: Batches' worth of shuffled examples that are sorted by length together: little padding, and still chance.
POOL = 32


@dataclass(frozen=True, slots=True)
class Encoded:
    """An example in pieces; a long paragraph gives several."""

    example: Example
    ids: list[int]
    spans: list[list[int]]  # the pieces of each judged span
    tags: list[int]  # a label for each piece; NO_LABEL where it does not count


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes into the model, and what should come out of the heads that answer."""

    inputs: tuple[Tensor, Tensor, Tensor]  # input_ids, attention_mask, spans
    labels: dict[str, Tensor]  # classes, or NO_LABEL
    soft: dict[str, Tensor]  # a teacher's logits, or not-a-numbers


def encode(tokenizer: Tokenizer, examples: Iterable[Example]) -> list[Encoded]:
    """Cut examples into pieces.

    Parameters
    ----------
    tokenizer
        that neither cuts nor fills up (see `load_tokenizer`).
    examples
        of any kind.

    Returns
    -------
    list of Encoded
        without the marked sentences that are so long that a judged span would be cut off.

    Examples
    --------
    >>> from corpus_lib.training.examples import Tagged, mark
    >>> from corpus_lib.training.span_model import load_tokenizer
    >>> tokenizer = load_tokenizer()
    >>> said = (Tagged(0, 2, "source"), Tagged(3, 7, "cue"), Tagged(8, 16, "content"))
    >>> [HEADS["tags"][tag] for tag in encode(tokenizer, [Example("He said it works.", tagged=said)])[0].tags[1:-1]]
    ['B-source', 'B-cue', 'B-content', 'I-content', 'O']
    >>> encode(tokenizer, [mark("He left her.", (0, 2), (8, 11))])[0].spans
    [[2], [6]]
    """
    examples = list(examples)
    encodings = tokenizer.encode_batch([example.text for example in examples])
    return [
        cut
        for example, encoding in zip(examples, encodings, strict=True)
        for cut in (_marked(example, encoding) if example.spans else _windows(example, encoding))
    ]


def collate(group: Sequence[Encoded], device: torch.device | str = "cpu") -> Batch:
    """Fill up encoded examples with the same number of judged spans to one length.

    Examples
    --------
    >>> short = Encoded(Example("a"), [101, 7, 102], [], [NO_LABEL, 0, NO_LABEL])
    >>> long = Encoded(Example("a b"), [101, 7, 8, 102], [], [NO_LABEL, 3, 4, NO_LABEL])
    >>> batch = collate([short, long])
    >>> batch.inputs[1].tolist(), batch.labels["tags"].tolist()
    ([[1, 1, 1, 0], [1, 1, 1, 1]], [[-100, 0, -100, -100], [-100, 3, 4, -100]])
    """
    length = max(len(e.ids) for e in group)
    ids = torch.zeros(len(group), length, dtype=torch.int64)
    mask = torch.zeros_like(ids)
    spans = torch.zeros(len(group), 2, length)
    tags = torch.full_like(ids, NO_LABEL)
    for row, e in enumerate(group):
        ids[row, : len(e.ids)] = torch.tensor(e.ids)
        mask[row, : len(e.ids)] = 1
        tags[row, : len(e.tags)] = torch.tensor(e.tags)
        for place, pieces in enumerate(e.spans):
            spans[row, place, pieces] = 1
    heads = ANSWERING[len(group[0].spans)]
    labels = {head: tags if head == "tags" else _labels(group, head) for head in heads}
    soft = {head: _soft(group, head) for head in heads if head != "tags"}
    return Batch(
        (ids.to(device), mask.to(device), spans.to(device)),
        {head: value.to(device) for head, value in labels.items()},
        {head: value.to(device) for head, value in soft.items()},
    )


def draw_batches(encoded: Iterable[Encoded], size: int, chance: random.Random) -> list[list[Encoded]]:
    """Deal encoded examples into batches of one kind and of like length, in an order left to chance.

    Examples
    --------
    >>> one, two = Encoded(Example("a"), [7], [], [0]), Encoded(Example("b"), [7, 8], [[1]], [])
    >>> sorted(len(group) for group in draw_batches([one, two, one], 2, random.Random(0)))
    [1, 2]
    """
    kinds: defaultdict[int, list[Encoded]] = defaultdict(list)
    for e in encoded:
        kinds[len(e.spans)].append(e)
    groups: list[list[Encoded]] = []
    for _, kind in sorted(kinds.items()):
        chance.shuffle(kind)
        for pool in _chunks(kind, size * POOL):
            groups += _chunks(sorted(pool, key=lambda e: len(e.ids)), size)
    chance.shuffle(groups)
    return groups


def _marked(example: Example, encoding: Encoding) -> Iterator[Encoded]:
    ids = encoding.ids
    if len(ids) > MAX_MARKED_PIECES:
        ids = [*ids[: MAX_MARKED_PIECES - 1], ids[-1]]
    offsets = encoding.offsets[: len(ids) - 1]
    spans = [
        [at for at, (start, end) in enumerate(offsets) if span[0] <= start and start < end <= span[1]]
        for span in example.spans
    ]
    # The first piece stands for the whole text, and an empty span would have no mean.
    if all(spans) and all(span[1] <= offsets[-1][1] for span in example.spans):
        yield Encoded(example, ids, spans, [])


def _windows(example: Example, encoding: Encoding) -> Iterator[Encoded]:
    first, *ids, last = encoding.ids
    tags = _tags(example, encoding.offsets[1:-1])
    for at in range(0, max(len(ids), 1), MAX_PIECES - 2):
        cut = slice(at, at + MAX_PIECES - 2)
        yield Encoded(example, [first, *ids[cut], last], [], [NO_LABEL, *tags[cut], NO_LABEL])


def _tags(example: Example, offsets: Sequence[Span]) -> list[int]:
    """One label for each piece: B on the first of a span, I on the others, O outside."""
    labels = [0] * len(offsets)
    for start, end, kind in example.tagged:
        begin = HEADS["tags"].index(f"B-{kind}")
        for order, at in enumerate(_touching(offsets, start, end)):
            labels[at] = begin + min(order, 1)
    for start, end in example.discard:
        for at in _touching(offsets, start, end):
            labels[at] = NO_LABEL
    return labels


def _touching(offsets: Sequence[Span], start: int, end: int) -> list[int]:
    return [at for at, (a, b) in enumerate(offsets) if a < end and b > start]


def _labels(group: Sequence[Encoded], head: str) -> Tensor:
    return torch.tensor([e.example.labels.get(head, NO_LABEL) for e in group])


def _soft(group: Sequence[Encoded], head: str) -> Tensor:
    none = (float("nan"),) * len(HEADS[head])
    return torch.tensor([e.example.soft.get(head, none) for e in group])


def _chunks(items: list[Encoded], size: int) -> list[list[Encoded]]:
    return [items[at : at + size] for at in range(0, len(items), size)]
