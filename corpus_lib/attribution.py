"""Attribution: who said what. Source, cue and content of everything that an article reports of others' words.

The terms and the definition are those of PolNeAR (Newell, Margolin and Ruths 2018, "An attribution relations corpus
for political news") and of PARC 3.0 (Pareti 2016): direct and indirect quotations, and also beliefs and intentions
that a text ascribes to somebody. The span model tags the words (`model`), `tag_decoding` joins them within a
paragraph; here quotations that run over several paragraphs are joined, statements without a source get that of the
statement before, and every piece is given back as characters of the text.

What fails: nested attributions ("he said that she had agreed") count as one; a source in another paragraph is found
only for quotations in marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpus_lib.language import split_sentences
from corpus_lib.model import Tagged, tag_texts
from corpus_lib.quotation_marks import Quotation, find_quotations
from corpus_lib.rows import QuoteType
from corpus_lib.tag_decoding import Group, Segment, group_segments

if TYPE_CHECKING:
    import pandas as pd

Span = tuple[int, int]

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_WORD = re.compile(r"\w+(?:['’-]\w+)*")


class Statement(NamedTuple):
    """One attribution, as spans of characters of the text."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    quote_type: QuoteType
    rule: str
    confidence: float


def attribute(texts: Sequence[str]) -> pd.DataFrame:
    """Who says what in each text.

    Parameters
    ----------
    texts
        articles, paragraphs or sentences; no text makes it fail

    Returns
    -------
    DataFrame
        one row per attribution, in the order of the texts and of the contents: `text_id` (place in `texts`),
        `sentence_id` (of the sentence in which the content starts), `quote_type` (direct: all words of the content in
        quotation marks, mixed: some, indirect: none), `source`, `cue`, `content` (its first piece), each with
        `_start` and `_end` in characters of the text (null when there is no source or cue), `content_spans` (all
        pieces, as a list of pairs), `rule`, `confidence` (mean probability of the tags of the content, 0 to 1)

    Examples
    --------
    >>> found = attribute(["“We agreed,” she said. “That is all.”", "Nothing was said."])
    >>> found[["text_id", "source", "cue", "content", "quote_type"]].iloc[0].tolist()
    [np.int64(0), 'she', 'said', '“We agreed,”', 'direct']
    >>> found["content_spans"].tolist()
    [[(0, 12), (23, 37)]]
    """
    import pandas as pd

    sentences = split_sentences(texts)
    rows = [
        {"text_id": n, **describe(text, statement, of_text)}
        for n, (text, of_text, found) in enumerate(
            zip(texts, sentences, find_statements(texts, sentences), strict=True)
        )
        for statement in found
    ]
    types = {"text_id": "int64", "sentence_id": "int64", "content_start": "int64", "content_end": "int64"}
    types |= {f"{part}_{edge}": "Int64" for part in ("source", "cue") for edge in ("start", "end")}
    types |= {"content_spans": "object", "confidence": "float64"}
    return pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=types.get(name, "str")) for name in _COLUMNS}
    )


_COLUMNS = (
    "text_id", "sentence_id", "quote_type", "source", "source_start", "source_end", "cue", "cue_start", "cue_end",
    "content", "content_start", "content_end", "content_spans", "rule", "confidence",
)  # fmt: skip


def describe(text: str, statement: Statement, sentences: Sequence[Span]) -> dict[str, object]:
    """A statement as a row: its spans and the words that stand there.

    >>> statement = Statement(((0, 10),), (15, 19), (11, 14), "indirect", "tags", 0.9)
    >>> describe("Talks help she said.", statement, [(0, 20)])["source"]
    'she'
    """
    row: dict[str, object] = {
        "sentence_id": int(np.searchsorted([a for a, _ in sentences], statement.contents[0][0], "right")) - 1,
        "quote_type": statement.quote_type,
    }
    for part, span in (
        ("source", statement.source),
        ("cue", statement.cue),
        ("content", statement.contents[0]),
    ):
        start, end = span or (None, None)
        row |= {part: text[start:end] if span else None, f"{part}_start": start, f"{part}_end": end}
    return row | {
        "content_spans": list(statement.contents),
        "rule": statement.rule,
        "confidence": round(statement.confidence, 4),
    }


def find_statements(
    texts: Sequence[str], sentences: Sequence[Sequence[Span]], *, threads: int | None = None
) -> list[list[Statement]]:
    """The statements of each text, in the order of their contents.

    Parameters
    ----------
    texts, sentences
        texts, and the spans of each one's sentences
    threads
        threads for the model; all cores when not given

    Returns
    -------
    list of lists of Statement

    Examples
    --------
    >>> text = "According to the embassy, no date has been set."
    >>> [[text[slice(*s.source)] for s in of_one] for of_one in find_statements([text], [[(0, len(text))]])]
    [['the embassy']]
    """
    paragraphs = [[p.span() for p in _PARAGRAPH.finditer(text)] for text in texts]
    flat = [text[a:b] for text, spans in zip(texts, paragraphs, strict=True) for a, b in spans]
    tagged = iter(tag_texts(flat, threads=threads))
    found = []
    for text, spans, of_text in zip(texts, paragraphs, sentences, strict=True):
        starts = np.array([a for a, _ in of_text], np.int64)
        parts = [_Paragraph.read(text, span, next(tagged), starts) for span in spans]
        found.append(list(_join(parts)))
    return found


class _Paragraph(NamedTuple):
    """A paragraph with its quotations and groups; offsets in characters of the text."""

    text: str
    span: Span
    tagged: Tagged
    quotations: list[Quotation]
    groups: list[Group]

    @staticmethod
    def read(text: str, span: Span, tagged: Tagged, sentence_starts: np.ndarray) -> _Paragraph:
        at = span[0]
        quotations = [
            q._replace(start=at + q.start, end=at + q.end) for q in find_quotations(text[slice(*span)])
        ]
        tagged = tagged._replace(starts=tagged.starts + at, ends=tagged.ends + at)
        sentences = np.searchsorted(sentence_starts, tagged.starts, "right").tolist()
        return _Paragraph(text, span, tagged, quotations, group_segments(tagged, sentences, quotations))

    def characters(self, segment: Segment) -> Span:
        return int(self.tagged.starts[segment.start]), int(self.tagged.ends[segment.end - 1])

    def statement(self, group: Group) -> Statement:
        contents = tuple(self.characters(c) for c in group.contents)
        sizes = [c.end - c.start for c in group.contents]
        return Statement(
            contents,
            self.characters(group.cue) if group.cue else None,
            self.characters(group.source) if group.source else None,
            self.quote_type(contents),
            "quotation_marks" if all(c.marks_only for c in group.contents) else "tags",
            float(np.average([c.probability for c in group.contents], weights=sizes)),
        )

    def quote_type(self, contents: Sequence[Span]) -> QuoteType:
        words = [a + w.start() for a, b in contents for w in _WORD.finditer(self.text[a:b])]
        quoted = sum(any(q.start <= w < q.end for q in self.quotations) for w in words)
        return "indirect" if not quoted else "direct" if quoted == len(words) else "mixed"


def _join(paragraphs: Sequence[_Paragraph]) -> Iterator[Statement]:
    """The statements of all paragraphs of a text, those of one quotation over several paragraphs joined."""
    waiting: Statement | None = None
    open_quotation = False
    for paragraph in paragraphs:
        statements = [paragraph.statement(group) for group in paragraph.groups]
        goes_on = (
            open_quotation
            and bool(paragraph.quotations)
            and paragraph.quotations[0].start == _first(paragraph)
        )
        for n, statement in enumerate(statements):
            first_here = (
                n == 0
                and bool(paragraph.quotations)
                and statement.contents[0][0] <= paragraph.quotations[0].start
            )
            if waiting and goes_on and first_here and statement.cue is None:
                waiting = waiting._replace(contents=(*waiting.contents, *statement.contents))
                continue
            if waiting:
                yield waiting
            if statement.source is None and statement.quote_type == "direct" and waiting and waiting.source:
                statement = statement._replace(source=waiting.source, rule="floating_quotation")
            waiting = statement
        last = paragraph.quotations[-1] if paragraph.quotations else None
        open_quotation = bool(last and not last.closed)
    if waiting:
        yield waiting


def _first(paragraph: _Paragraph) -> int:
    start, end = paragraph.span
    text = paragraph.text[start:end]
    return start + len(text) - len(text.lstrip())
