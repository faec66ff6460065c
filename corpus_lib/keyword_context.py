"""Words in their context, with who says them there: the concordance of a corpus (Sinclair 1991), with voice.

Whether a word is the article's own or quoted is read from the attributions: a match belongs to the innermost statement in
whose content all of it stands, else to the author. (textacy's `keyword_in_context` tells no places, which this needs.)
"""

from __future__ import annotations

import json
import time
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.voice_profiles import sides_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus_lib.corpus import Corpus

#: Longest time that a search may take, in seconds. Words need a tenth of one for 5,000 articles; a pattern that backtracks
#: without end would otherwise hold the notebook.
MAX_SECONDS = 10.0
#: Characters shown before and after a match: two thirds of a line on each side.
CONTEXT = 60
#: Columns of a table of matches.
MATCHES = [
    *("article_id", "sentence_id", "before", "match", "after", "voice", "speaker", "speaker_country", "side"),
    *("start", "end"),
]


def find_words(corpus: Corpus, words: str, *, regex: bool = False) -> pd.DataFrame:
    """Every place where words or a pattern stand in the articles, with their context and who says them.

    Parameters
    ----------
    corpus
        from `build_corpus`
    words
        as they stand in the text, in capitals or not, also inside longer words; blanks match any blanks and line breaks
    regex
        take `words` as a regular expression (syntax of the package `regex`; in capitals or not)

    Returns
    -------
    DataFrame
        one row per match, in the order of the text: `article_id`, `sentence_id`, `before`, `match`, `after` (at most
        `CONTEXT` characters on each side, line breaks as blanks), `voice` (author, quoted), `speaker`, `speaker_country`,
        `side` (all null in the author's voice), `start`, `end` (in `articles.text`). Matches without a character are left out.

    Raises
    ------
    InputError
        when there are no words, the pattern cannot be read, or the search takes longer than `MAX_SECONDS`

    Examples
    --------
    >>> import corpus_lib as cl
    >>> found = find_words(cl.build_corpus("seeds"), "balloon")
    >>> bool(found["match"].str.lower().eq("balloon").all()), sorted(found["voice"].unique())
    (True, ['author', 'quoted'])
    """
    return Concordance(corpus).find(words, regex=regex)


class Concordance:
    """A corpus made ready for many searches: where statements begin and end is worked out once."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus, self.offsets = corpus, Offsets(corpus)

    def find(self, words: str, *, regex: bool = False) -> pd.DataFrame:
        """As `find_words`."""
        texts = self.corpus.articles["text"].tolist()
        places = [(n, *span) for n, spans in enumerate(_search(texts, words, regex)) for span in spans]
        number, start, end = (np.array([place[n] for place in places], dtype="int64") for n in range(3))
        found = pd.DataFrame(
            {
                "article_id": self.corpus.articles["article_id"].take(number).reset_index(drop=True),
                "before": [_flat(texts[n][max(0, a - CONTEXT) : a]) for n, a, _ in places],
                "match": [texts[n][a:b] for n, a, b in places],
                "after": [_flat(texts[n][b : b + CONTEXT]) for n, _, b in places],
                "start": start,
                "end": end,
            }
        )
        base = self.offsets.base[number]
        sentences = self.corpus.sentences.iloc[self.offsets.within(self.corpus.sentences, base + start)]
        found = found.assign(sentence_id=sentences["sentence_id"].to_numpy())
        found = pd.concat([found, self._said(base + start, base + end)], axis=1)
        text = dict.fromkeys(("before", "match", "after"), "str")
        return found.assign(side=sides_of(found["speaker_country"]))[MATCHES].astype(text)

    @cached_property
    def _statements(self) -> tuple[NDArray[np.int64], ...]:
        """The pieces of all statements in order: their rows, where they begin and end, and which one each lies in."""
        said = self.corpus.attributions
        pieces = [(n, *p) for n, spans in enumerate(said["content_spans"]) for p in json.loads(spans)]
        row, first, last = (np.array([piece[n] for piece in pieces], dtype="int64") for n in range(3))
        base = self.offsets.of(said.assign(start=0), "start")[row]
        order = np.lexsort((-last, base + first))
        row, first, last = row[order], (base + first)[order], (base + last)[order]
        return row, first, last, _enclosing(first, last)

    def _said(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> pd.DataFrame:
        """Voice and speaker of each span: those of the innermost statement that holds all of it."""
        row, first, last, around = self._statements
        at = np.searchsorted(first, start, side="right") - 1
        while (outside := (at >= 0) & (np.append(last, 0)[at] < end)).any():
            at[outside] = around[at[outside]]
        columns = ["speaker", "speaker_country"]
        found = self.corpus.attributions[columns].reindex(np.where(at >= 0, np.append(row, -1)[at], -1))
        voice = np.where(at >= 0, "quoted", "author")
        return found.reset_index(drop=True).assign(voice=voice).astype({"voice": "str"})


class Offsets:
    """Places in all texts of a corpus as single numbers: each text begins where the one before has ended."""

    def __init__(self, corpus: Corpus) -> None:
        lengths = corpus.articles["text"].str.len().to_numpy(dtype="int64")
        #: Where each article begins.
        self.base: NDArray[np.int64] = np.concatenate([[0], np.cumsum(lengths + 1)]).astype("int64")
        self._number = pd.Series(range(len(lengths)), index=corpus.articles["article_id"], dtype="int64")

    def of(self, rows: pd.DataFrame, column: str) -> NDArray[np.int64]:
        """The numbers of a column of places."""
        number = rows["article_id"].map(self._number).to_numpy(dtype="int64")
        return np.asarray(self.base[number] + rows[column].to_numpy(dtype="int64"))

    def within(self, spans: pd.DataFrame, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each place the position of the last of these spans, in the order of the text, that begins before it."""
        starts = self.of(spans, "start")
        return np.clip(np.searchsorted(starts, places, side="right") - 1, 0, None)


def _search(texts: list[str], words: str, regex: bool) -> list[list[tuple[int, int]]]:
    """The spans of the matches in each text."""
    import regex as engine

    if not words.strip():
        raise InputError("no words to find", remedy="give a word or a pattern")
    pattern = words if regex else r"\s+".join(engine.escape(word) for word in words.split())
    first = "" if regex else words.split()[0].casefold()  # most texts lack it, and need no search
    until = time.monotonic() + MAX_SECONDS
    try:
        compiled = engine.compile(pattern, engine.IGNORECASE | engine.VERSION1)
        return [
            [m.span() for m in compiled.finditer(text, timeout=max(until - time.monotonic(), 0.001)) if m[0]]
            if first in text.casefold()
            else []
            for text in texts
        ]
    except engine.error as error:
        where, remedy = f"pattern {words!r}", "mend it, or search without regex"
        raise InputError(f"cannot be read: {error}", where=where, remedy=remedy) from error
    except TimeoutError as error:
        where, remedy = f"pattern {words!r}", "use a simpler one, without repetitions inside repetitions"
        raise InputError(f"took longer than {MAX_SECONDS:.0f} seconds", where=where, remedy=remedy) from error


def _enclosing(first: NDArray[np.int64], last: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each span, in order of their starts, the one around it that starts last, or -1."""
    around, open_ = np.full(len(first), -1, dtype="int64"), list[int]()
    for n, (start, end) in enumerate(zip(first.tolist(), last.tolist(), strict=True)):
        while open_ and last[open_[-1]] <= start:
            open_.pop()
        # What only overlaps is passed over: the search goes on to the one that began before it.
        around[n] = open_[-1] if open_ else -1
        if end > start:
            open_.append(n)
    return around


def _flat(text: str) -> str:
    return text.replace("\n", " ")
