"""All files of a trained model: its weights, the file for onnxruntime, and what that file must answer."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession
from tokenizers import Tokenizer

from corpus_lib.labels import ANSWERING
from corpus_lib.training.batches import Encoded, encode
from corpus_lib.training.examples import Example, mark
from corpus_lib.training.integers import MODEL, write_model
from corpus_lib.training.span_model import SpanModel, save_model

#: Texts of each kind (paragraphs, sentences with one mark, with two) on which the scales of the integers are fixed. With
#: ten times as many the tags agreed no better with those in float.
SAMPLES = 400
#: What the file must answer: its name.
CHECK = "span-model.check.json"
#: Farthest a logit may be from the check file's. Machines differ in the second decimal, since whole numbers are
#: added up in other ways; a wrong file differs before the point.
TOLERANCE = 0.2
#: What the check file asks: texts, and the judged spans in them.
CHECKED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ('The ministry said on Monday that the talks had been "open and useful".', ()),
    ("According to two officials, no date has been set for the visit.", ()),
    ("Farmers called the new tariff short-sighted and unfair.", ("the new tariff",)),
    ("The council thanked the province for its quick help.", ("The council", "the province")),
    ("The union turned down the offer of the company.", ("The union", "the company")),
)


def export(model: SpanModel, tokenizer: Tokenizer, samples: Sequence[str], folder: Path) -> None:
    """Write all files of a model: weights, configuration, tokenizer, the file for onnxruntime, the check.

    Parameters
    ----------
    model, tokenizer
        what is written
    samples
        texts on which the scales of the integers are fixed
    folder
        where the files go

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> with TemporaryDirectory() as folder:
    ...     export(new_model(TINY), load_tokenizer(), ["He said so."], Path(folder))
    ...     len(list(Path(folder).iterdir()))
    5
    """
    save_model(model, tokenizer, folder)
    write_model(model, tokenizer, samples, folder / MODEL)
    check = answers(folder / MODEL, tokenizer)
    (folder / CHECK).write_text(json.dumps(check, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def draw_samples(examples: Iterable[Example], *, seed: int = 0) -> list[str]:
    """Draw texts on which the scales of the integers are fixed: `SAMPLES` of each kind that the model reads.

    Examples
    --------
    >>> draw_samples([Example("He left.")])
    ['He left.']
    """
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    for example in examples:
        kinds[len(example.spans)].append(example.text)
    chance = random.Random(seed)
    return [
        text for _, texts in sorted(kinds.items()) for text in chance.sample(texts, min(SAMPLES, len(texts)))
    ]


def answers(path: Path, tokenizer: Tokenizer) -> dict[str, Any]:
    """Ask a file for onnxruntime the sentences of the check, and note questions and answers.

    Returns
    -------
    dict
        `tolerance` and `cases`, ready for JSON.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / MODEL
    ...     write_model(new_model(TINY), load_tokenizer(), ["He said so."], path)
    ...     [case.keys() for case in answers(path, load_tokenizer())["cases"]][0]
    dict_keys(['text', 'tags', 'pieces'])
    """
    session = InferenceSession(path)
    return {"tolerance": TOLERANCE, "cases": [_case(session, tokenizer, *asked) for asked in CHECKED]}


def run(session: InferenceSession, encoded: Encoded) -> Mapping[str, NDArray[np.float32]]:
    """Give the logits of each head for one example, from onnxruntime.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from corpus_lib.training.span_model import TINY, load_tokenizer, new_model
    >>> [encoded] = encode(load_tokenizer(), [Example("He left.")])
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / MODEL
    ...     write_model(new_model(TINY), load_tokenizer(), ["He said so."], path)
    ...     run(InferenceSession(path), encoded)["tags"].shape
    (5, 7)
    """
    spans = np.zeros((1, 2, len(encoded.ids)), np.float32)
    for place, pieces in enumerate(encoded.spans):
        spans[0, place, pieces] = 1
    heads = [output.name for output in session.get_outputs()]
    found = session.run(heads, {"input_ids": np.array([encoded.ids], np.int64), "spans": spans})
    return {head: logits[0] for head, logits in zip(heads, found, strict=True)}


def _case(
    session: InferenceSession, tokenizer: Tokenizer, text: str, names: tuple[str, ...]
) -> dict[str, Any]:
    places = [(text.index(name), text.index(name) + len(name)) for name in names]
    example = mark(text, *places) if names else Example(text)
    [encoded] = encode(tokenizer, [example])
    out = run(session, encoded)
    if not names:
        pieces = [tokenizer.id_to_token(piece) for piece in encoded.ids]
        return {"text": text, "tags": out["tags"].argmax(-1).tolist(), "pieces": pieces}
    return {
        "text": text,
        "span_1": names[0],
        "span_2": names[1] if len(names) > 1 else None,
        "marked": example.text,
        "input_ids": encoded.ids,
        "span_pieces": encoded.spans,
        **{head: [round(float(logit), 3) for logit in out[head]] for head in ANSWERING[len(names)]},
    }
