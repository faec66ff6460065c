"""Attribution: who said what. Source, cue and content of everything that an article reports of others' words.

The terms and the definition are those of PolNeAR (Newell, Margolin and Ruths 2018, "An attribution relations corpus
for political news") and of PARC 3.0 (Pareti 2016): direct and indirect quotations, and also beliefs and intentions
that a text ascribes to somebody. The span model tags the words (`model`), `tag_decoding` joins them within a
paragraph, `statements` across paragraphs; here every piece is given back as characters of the text.

What fails: nested attributions ("he said that she had agreed") count as one; a source in another paragraph is found
only for quotations in marks.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from corpus_lib.language import replace_halves, split_sentences
from corpus_lib.model import tag_texts
from corpus_lib.statements import Span, Statement, read_paragraph, read_statements
from corpus_lib.tag_decoding import label_words

if TYPE_CHECKING:
    import pandas as pd

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


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

    texts = [replace_halves(text) for text in texts]
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
        "sentence_id": bisect_right(sentences, statement.contents[0][0], key=itemgetter(0)) - 1,
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
    tagged = tag_texts(flat, threads=threads)
    read = iter(zip(tagged, label_words(tagged), strict=True))
    found = []
    for text, spans, of_text in zip(texts, paragraphs, sentences, strict=True):
        starts = np.array([a for a, _ in of_text], np.int64)
        parts = [read_paragraph(text, span, *next(read), starts) for span in spans]
        found.append(read_statements(text, parts))
    return found
