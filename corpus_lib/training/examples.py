"""Labelled sentences as the model reads them: a text, the spans that are judged in it, and what it should say.

Three kinds, told apart by the number of judged spans. None: the tags of attribution. One: the sentiment
towards it. Two: the event that the first does to the second, and the directed sentiment between them.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple

from corpus_lib.errors import InputError
from corpus_lib.labels import HEADS, SWAPPED

Span = tuple[int, int]
Row = Mapping[str, Any]
Split = Literal["train", "dev"]

#: What is put around the first and the second judged span.
MARKS = ((" « ", " » "), (" { ", " } "))
#: Painted in this order: a source inside a content (24 characters in 924 articles) stays a source.
KINDS = ("content", "cue", "source")
#: How often a PLOVER pair is shown in an epoch: there are 1,026 of them beside 12,340 directed pairs.
EVENT_REPEATS = 3

_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_LETTERS = re.compile(r"[\W_]+")


class Tagged(NamedTuple):
    """A source, cue or content, in characters of the example's text."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Example:
    """One input of the model, and what it should say of it."""

    text: str
    spans: tuple[Span, ...] = ()  # between their marks
    labels: Mapping[str, int] = field(default_factory=dict)  # head: class; none of a head that has no label
    soft: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # head: a teacher's logits
    tagged: tuple[Tagged, ...] = ()
    discard: tuple[Span, ...] = ()  # text that does not count


def mark(text: str, *spans: Span) -> Example:
    """Put the marks around one or two spans, which must not overlap.

    Returns
    -------
    Example
        without labels; its spans are the words between the marks.

    Examples
    --------
    >>> example = mark("The bank praised the union.", (17, 26), (0, 8))
    >>> example.text
    ' { The bank }  praised  « the union » .'
    >>> [example.text[start:end] for start, end in example.spans]
    ['the union', 'The bank']
    """
    marked, done = "", 0
    moved = list(spans)
    for place, (start, end) in sorted(enumerate(spans), key=lambda item: item[1]):
        before, after = MARKS[place]
        marked += text[done:start] + before
        moved[place] = (len(marked), len(marked) + end - start)
        marked += text[start:end] + after
        done = end
    return Example(marked + text[done:], tuple(moved))


def attribution_examples(row: Row) -> Iterator[Example]:
    """Give the paragraphs of an article with their sources, cues and contents.

    Parameters
    ----------
    row
        with `text`, `attributions` (each with lists of spans for source, cue, content) and `discard`.

    Examples
    --------
    >>> said = {"source": [[4, 7]], "cue": [[8, 12]], "content": [[13, 16], [18, 20]]}
    >>> row = {"text": "No.\\n\\nHe said so.", "attributions": [], "discard": []}
    >>> [example.text for example in attribution_examples(row)]
    ['No.', 'He said so.']
    """
    tagged = [
        Tagged(start, end, kind)
        for kind in KINDS
        for attribution in row["attributions"]
        for start, end in attribution[kind]
    ]
    for paragraph in _PARAGRAPH.finditer(row["text"]):
        at, to = paragraph.span()
        yield Example(
            paragraph.group(),
            tagged=tuple(
                Tagged(*_within(t.start, t.end, at, to), t.kind)
                for t in tagged
                if t.start < to and t.end > at
            ),
            discard=tuple(
                _within(start, end, at, to) for start, end in row["discard"] if start < to and end > at
            ),
        )


def sentiment_examples(row: Row) -> Iterator[Example]:
    """Give a sentence with its target: `sentence`, `start`, `end`, `label`.

    Examples
    --------
    >>> row = {"sentence": "Critics called it reckless.", "start": 15, "end": 17, "label": "negative"}
    >>> [(example.text, example.labels) for example in sentiment_examples(row)]
    [('Critics called  « it »  reckless.', {'sentiment': 0})]
    """
    example = mark(row["sentence"], (row["start"], row["end"]))
    yield replace(example, labels=_label("sentiment", row["label"]))


def directed_examples(row: Row) -> Iterator[Example]:
    """Give a sentence with two spans and the sentiment between them: `sentence`, `p`, `q`, `label`.

    Examples
    --------
    >>> row = {"sentence": "He thanked her.", "p": [0, 2], "q": [11, 14], "label": 1}
    >>> [(example.text, example.labels) for example in directed_examples(row)]
    [(' « He »  thanked  { her } .', {'directed': 1})]
    """
    labels = {} if row["label"] is None else {"directed": int(row["label"])}
    yield from (replace(e, labels=labels) for e in _pair(row["sentence"], row["p"], row["q"]))


def plover_examples(row: Row) -> Iterator[Example]:
    """Give a sentence with actor and target and the event between them: `sentence`, `source`, `target`, `root`.

    Examples
    --------
    >>> row = {"sentence": "He thanked her.", "source": [0, 2], "target": [11, 14], "root": "SUPPORT"}
    >>> [example.labels for example in plover_examples(row)]
    [{'event': 2}]
    >>> list(plover_examples(row | {"target": None}))
    []
    """
    labels = _label("event", row["root"])
    yield from (replace(e, labels=labels) for e in _pair(row["sentence"], row["source"], row["target"]))


#: How the files' names begin, and how their rows are read.
SETS: dict[str, Callable[[Row], Iterator[Example]]] = {
    "attribution": attribution_examples,
    "newsmtsc": sentiment_examples,
    "directed": directed_examples,
    "plover": plover_examples,
}


def read_examples(folder: Path, split: Split, sets: Iterable[str] = tuple(SETS)) -> list[Example]:
    """Read the labelled sets that a folder holds as JSON lines, plain or compressed.

    Parameters
    ----------
    folder
        with files named like `newsmtsc_dev.jsonl.gz`: the set comes first in the name.
    split
        `train` or `dev`, by the rows' field `split`; rows without that field are for training.
    sets
        which sets are wanted.

    Raises
    ------
    InputError
        when a set is not known or has no file.

    Examples
    --------
    >>> read_examples(Path("no such folder"), "train", ["plover"])
    Traceback (most recent call last):
    corpus_lib.errors.InputError: no such folder: no file plover*.jsonl. Remedy: ...
    """
    examples: list[Example] = []
    for name in sets:
        patterns = (f"{name}*.jsonl", f"{name}*.jsonl.gz") if name in SETS else ()
        files = [file for pattern in patterns for file in sorted(folder.glob(pattern))]
        if not files:
            raise InputError(
                f"no file {name}*.jsonl", where=str(folder), remedy="name the folder of the labelled sets"
            )
        rows = (row for file in files for row in read_rows(file))
        wanted = (row for row in rows if (row.get("split", "train") == "train") == (split == "train"))
        examples += [example for row in wanted for example in SETS[name](row)]
    return examples


def read_rows(file: Path) -> Iterator[Row]:
    """Give the rows of a file; an unpaired surrogate, which no tokenizer takes, becomes a question mark.

    Examples
    --------
    >>> list(read_rows(Path("/dev/null")))
    []
    """
    with (
        gzip.open(file, "rt", encoding="utf-8")
        if file.suffix == ".gz"
        else file.open(encoding="utf-8") as lines
    ):
        for line in lines:
            row = json.loads(line)
            yield {k: _SURROGATE.sub("?", v) if isinstance(v, str) else v for k, v in row.items()}


def enlarge(examples: Iterable[Example]) -> list[Example]:
    """Show events several times, and directed pairs with a sentiment also with their spans changed over.

    Examples
    --------
    >>> pair = replace(mark("He thanked her.", (0, 2), (11, 14)), labels={"directed": 1})
    >>> [(example.text, example.labels) for example in enlarge([pair])]
    [(' « He »  thanked  { her } .', {'directed': 1}), (' { He }  thanked  « her » .', {'directed': 2})]
    """
    larger: list[Example] = []
    for example in examples:
        larger += [example] * (EVENT_REPEATS if "event" in example.labels else 1)
        if example.labels.get("directed"):
            larger.append(change_over(example))
    return larger


def change_over(example: Example) -> Example:
    """The same pair, the other way round, with what is known of it then: only the directed sentiment.

    The marks are exchanged in place: they are of equal length.

    Examples
    --------
    >>> change_over(mark("He thanked her.", (0, 2), (11, 14))).text
    ' { He }  thanked  « her » .'
    """
    one, two = example.spans
    text = list(example.text)
    for (start, end), (before, after) in zip((two, one), MARKS, strict=True):
        text[start - len(before) : start], text[end : end + len(after)] = before, after
    directed = {h: SWAPPED[label] for h, label in example.labels.items() if h == "directed"}
    return replace(example, text="".join(text), spans=(two, one), labels=directed, soft={})


def leave_out(examples: Iterable[Example], others: Iterable[Example]) -> list[Example]:
    """Leave out the examples whose words are those of another, whatever is marked in them.

    Examples
    --------
    >>> leave_out([mark("He left.", (0, 2)), Example("She left.")], [Example("He left")])
    [Example(text='She left.', ...)]
    """
    known = {_words(example.text) for example in others}
    return [example for example in examples if _words(example.text) not in known]


def _within(start: int, end: int, at: int, to: int) -> Span:
    return max(start, at) - at, min(end, to) - at


def _label(head: str, name: str | None) -> dict[str, int]:
    return {} if name is None else {head: HEADS[head].index(name)}


def _pair(sentence: str, one: Span | None, two: Span | None) -> Iterator[Example]:
    """The marked sentence, when both spans are there and do not overlap (25 of 1,050 PLOVER pairs fail)."""
    if one and two and (one[1] <= two[0] or two[1] <= one[0]):
        yield mark(sentence, (one[0], one[1]), (two[0], two[1]))


def _words(text: str) -> str:
    return _NOT_LETTERS.sub(" ", text).strip().lower()
