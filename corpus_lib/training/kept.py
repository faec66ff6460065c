"""How well the model still does what it could before: sentiment, directed sentiment, attribution."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch
from tokenizers import Tokenizer

from corpus_lib.labels import HEADS
from corpus_lib.training.batches import NO_LABEL, collate, encode
from corpus_lib.training.examples import KINDS, SETS, Example, read_rows
from corpus_lib.training.measures import READING_BATCH, measure
from corpus_lib.training.span_model import SpanModel

#: Set, its parts that nothing is trained on, and the head that answers.
PARTS = (
    ("newsmtsc", "dev_rw", "sentiment"),
    ("newsmtsc", "dev_mt", "sentiment"),
    ("directed", "valid", "directed"),
)


def measure_kept(model: SpanModel, tokenizer: Tokenizer, folder: Path) -> dict[str, float]:
    """Give macro-F1 on the parts held back of the other sets, and the F1 of source, cue and content by pieces.

    Parameters
    ----------
    model, tokenizer
        what is asked.
    folder
        of the labelled sets; a set that it lacks is left out.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> measure_kept(new_model(TINY), load_tokenizer(), Path("no such folder"))
    {}
    """
    figures: dict[str, float] = {}
    for name, part, head in PARTS:
        if examples := read_part(folder, name, part):
            figures[f"{name} {part}"] = measure(model, tokenizer, examples)[head].macro_f1
    if paragraphs := read_part(folder, "attribution", "dev"):
        figures |= piece_f1(model, tokenizer, paragraphs)
    return figures


def read_part(folder: Path, name: str, part: str) -> list[Example]:
    """Read the rows of one split of a set.

    Examples
    --------
    >>> read_part(Path("no such folder"), "newsmtsc", "dev_rw")
    []
    """
    files = [*sorted(folder.glob(f"{name}*.jsonl")), *sorted(folder.glob(f"{name}*.jsonl.gz"))]
    rows = (row for file in files for row in read_rows(file))
    return [example for row in rows if row.get("split", "train") == part for example in SETS[name](row)]


def piece_f1(model: SpanModel, tokenizer: Tokenizer, paragraphs: Iterable[Example]) -> dict[str, float]:
    """Give the F1 of each kind of tag over pieces, where the first and the others of a span are alike.

    Examples
    --------
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> sorted(piece_f1(new_model(TINY), load_tokenizer(), [Example("He left.")]))
    ['content', 'cue', 'source']
    """
    kinds = torch.tensor([0, *(1 + KINDS.index(tag[2:]) for tag in HEADS["tags"][1:])])
    counts = torch.zeros(len(KINDS) + 1, len(KINDS) + 1)
    encoded = sorted(encode(tokenizer, paragraphs), key=lambda e: len(e.ids))
    with torch.inference_mode():
        for at in range(0, len(encoded), READING_BATCH):
            batch = collate(encoded[at : at + READING_BATCH], model.ht.weight.device)
            labels = batch.labels["tags"]
            counted = labels != NO_LABEL
            answers = model(*batch.inputs)["tags"].argmax(-1)[counted].cpu()
            places = (kinds[labels[counted].cpu()], kinds[answers])
            counts.index_put_(places, torch.ones(len(answers)), accumulate=True)
    f1 = 2 * counts.diagonal() / (counts.sum(0) + counts.sum(1)).clamp(min=1)
    return {kind: float(f1[n + 1]) for n, kind in enumerate(KINDS)}
