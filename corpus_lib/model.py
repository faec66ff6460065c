"""The span model: which words of a text are a source, a cue or content. The one door to onnxruntime.

A small encoder (6 layers) of this project's own training; its card is `resources/span-model.card.md`. Its arithmetic is
in 8-bit integers, with scales fixed beforehand on texts of the training data: it is two to three times as fast as
floats. Only texts of equal length go into a batch, so nothing is padded, and a text gets the same numbers whatever
stands beside it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from corpus_lib.resources import read_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Most pieces of words that the model reads at once, its two marks included: it was trained on no more.
MAX_PIECES = 256
#: The file of the model.
MODEL = "span-model.onnx"
#: Pieces in a batch. Swept 512 to 4096: what fits into a core's cache is 9 % faster than the most.
BUDGET = 512
#: Characters that the tokenizer sees at once. It is linear, but its offsets take memory: 100 MB for a million.
MAX_CHARACTERS = 20_000

_PART = re.compile(rf"(?s).{{1,{MAX_CHARACTERS}}}(?=\s|$)|.{{1,{MAX_CHARACTERS}}}")
#: Guillemets were marks around judged spans when the model was trained; as curly marks they are quotation marks.
_AS_TRAINED = str.maketrans("«»", "“”")
#: Numbers of the marks `[CLS]` and `[SEP]` around a text.
FIRST, LAST = 101, 102
_ENDS = (".", "!", "?", "”", '"')


class Tagged(NamedTuple):
    """The words of a text, and what the model makes of them."""

    #: Where each word starts and ends, in characters: int arrays [words].
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    #: Probability of each word to be none, source, cue or content: float [words, 4]; rows add up to 1.
    kinds: NDArray[np.float32]
    #: Probability of each word to be the first of a source, a cue, a content: float [words, 3].
    begins: NDArray[np.float32]


class _Window(NamedTuple):
    """As much of a text as the model can read at once."""

    text: int
    ids: list[int]
    offsets: list[tuple[int, int]]
    words: list[int]


def tag_texts(texts: Sequence[str], *, threads: int | None = None) -> list[Tagged]:
    """Tag the words of each text as source, cue or content.

    Parameters
    ----------
    texts
        sentences or paragraphs, of any length; longer than `MAX_PIECES` are read in parts cut at a sentence's end
    threads
        threads to use; all cores when not given

    Returns
    -------
    list of Tagged
        one for each text, offsets in characters of that text

    Examples
    --------
    >>> text = "Ministers said that the talks had been frank."
    >>> tagged = tag_texts([text])[0]
    >>> [(text[a:b], k.argmax()) for a, b, k in zip(tagged.starts, tagged.ends, tagged.kinds)][:2]
    [('Ministers', np.int64(1)), ('said', np.int64(2))]
    """
    windows = list(_windows(texts))
    probabilities: list[NDArray[np.float32]] = [np.empty((0, 7), np.float32)] * len(windows)
    batches = list(make_batches([len(window.ids) for window in windows]))

    def run(batch: list[int]) -> None:
        ids = np.array([windows[n].ids for n in batch], np.int64)
        given = {"input_ids": ids, "spans": np.zeros((len(batch), 2, ids.shape[1]), np.float32)}
        for n, logits in zip(batch, load_session().run(["tags"], given)[0], strict=True):
            probabilities[n] = softmax(logits[1:-1])

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        list(pool.map(run, batches))
    return _by_word(len(texts), windows, probabilities)


def _windows(texts: Sequence[str]) -> Iterator[_Window]:
    """The pieces of all texts in windows, `[CLS]` and `[SEP]` around each."""
    tokenizer = load_tokenizer()
    parts = [
        (n, part.start(), readable(part.group().translate(_AS_TRAINED)))
        for n, text in enumerate(texts)
        for part in _PART.finditer(text)
    ]
    encoded = tokenizer.encode_batch([part for _, _, part in parts], add_special_tokens=False)
    for (n, at, _), found in zip(parts, encoded, strict=True):
        pieces = found.tokens
        start = 0
        while start < len(pieces):
            end = _cut(pieces, found.word_ids, start)
            yield _Window(
                n,
                [FIRST, *found.ids[start:end], LAST],
                [(at + a, at + b) for a, b in found.offsets[start:end]],
                found.word_ids[start:end],
            )
            start = end


def _cut(pieces: list[str], words: list[int], start: int) -> int:
    """Where a window that starts there ends: with the text, after a sentence's last mark, or between two words."""
    end = start + MAX_PIECES - 2
    if end >= len(pieces):
        return len(pieces)
    half = start + MAX_PIECES // 2
    for place in range(end, half, -1):
        if pieces[place - 1] in _ENDS:
            return place
    while end > half and words[end] == words[end - 1]:
        end -= 1
    return end


def make_batches(lengths: list[int]) -> Iterator[list[int]]:
    """Numbers of texts of equal length, the longest first, at most `BUDGET` pieces a batch.

    >>> list(make_batches([7, 9, 7]))
    [[1], [0, 2]]
    """
    batch: list[int] = []
    for n in sorted(range(len(lengths)), key=lambda n: -lengths[n]):
        if batch and (lengths[n] != lengths[batch[0]] or (len(batch) + 1) * lengths[n] > BUDGET):
            yield batch
            batch = []
        batch.append(n)
    if batch:
        yield batch


def _by_word(n: int, windows: list[_Window], probabilities: list[NDArray[np.float32]]) -> list[Tagged]:
    """Pieces joined to whole words: a word has the mean of its pieces, and begins as its first piece does."""
    parts: list[list[Tagged]] = [[] for _ in range(n)]
    for window, pieces in zip(windows, probabilities, strict=True):
        offsets = np.array(window.offsets, np.int64).reshape(-1, 2)
        words = np.array(window.words)
        first = np.flatnonzero(np.r_[True, words[1:] != words[:-1]])
        sizes = np.diff(np.r_[first, len(words)])
        means = np.add.reduceat(pieces, first, axis=0) / sizes[:, None]
        kinds = np.stack([means[:, 0], *(means[:, k : k + 2].sum(1) for k in (1, 3, 5))], axis=1)
        parts[window.text].append(
            Tagged(offsets[first, 0], offsets[first + sizes - 1, 1], kinds, pieces[first][:, [1, 3, 5]])
        )
    return [_joined(of_one) for of_one in parts]


def _joined(parts: list[Tagged]) -> Tagged:
    if not parts:
        nowhere = np.empty(0, np.int64)
        return Tagged(nowhere, nowhere, np.empty((0, 4), np.float32), np.empty((0, 3), np.float32))
    starts, ends, kinds, begins = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Tagged(starts, ends, kinds, begins)


def readable(text: str) -> str:
    """The text with half characters replaced, one for one.

    >>> readable("a\\ud800b")
    'a?b'
    """
    return text.encode("utf-8", "replace").decode()


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Probabilities along the last axis.

    >>> softmax(np.zeros(2, np.float32)).tolist()
    [0.5, 0.5]
    """
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True), np.float32)


@cache
def load_tokenizer() -> Any:
    """The model's tokenizer, which neither cuts nor pads.

    >>> load_tokenizer().encode("Talks", add_special_tokens=False).tokens
    ['talks']
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(read_model("span-model.tokenizer.json").decode())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


@cache
def load_session() -> Any:
    """The model's session with one thread a run: several batches run beside each other instead.

    >>> [given.name for given in load_session().get_inputs()]
    ['input_ids', 'spans']
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(read_model(MODEL), options, providers=["CPUExecutionProvider"])
