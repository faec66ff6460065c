"""One speaker's statement in two articles, in other words: cut short, translated back, retold.

Compared are the sentences of what is attributed. Two are held to be one statement when they share enough content
words, each weighed by how seldom it is among all statements, or when they are built alike ("the trip is essential
but not sufficient", "the trip is important but not enough"). Read on PolNeAR (924 articles, statements of 23
speakers); the benchmark gives the numbers. Where it fails: a statement of which no four content words are left, and two
statements about one thing that say different things of it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from math import log
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from corpus_lib.countries import country_names
from corpus_lib.word_keys import WORD, pair_equal, plain_word

#: Fewest content words that two statements share, and fewest of these that are not names. With three the finds
#: are about one subject ("a border wall") more often than one statement; names are shared by whoever speaks of them.
MIN_SHARED, MIN_PLAIN = 4, 3
#: Least weighed share of the longer statement's content words. Read on PolNeAR: of 68 pairs at 0.5 three in four are
#: one statement, at 0.6 nine in ten; the seeds' pairs have 0.69 to 0.87.
MIN_SHARE = 0.6
#: Least share of equal words in the same order, and fewest words, for statements that are built alike: the six-word
#: ones are formulas ("We need a new leader").
MIN_ORDER, MIN_WORDS = 0.7, 7
#: A content word counts as if it stood in 4 of 200 statements more, so that few statements give no extreme weights.
PRIOR, PRIOR_STATEMENTS = 4, 200
#: Words that deny: a statement with one and a statement without say different things.
DENIALS = frozenset(("no", "not", "never", "none", "neither", "nor", "nothing", "nobody", "cannot"))

_SENTENCE_END = re.compile(
    r"(?<!\b(?:Mr|Ms|Dr|St|No))(?<!\b(?:Mrs|Sen|Gov|Rep|Gen|Col))(?<!\b[A-Z])(?<![.?!])[.?!]++[”’\"')\]]*+\s+|\n"
)
#: Endings, not lemmas: spaCy's lemmas need the tagger, which reads 7,000 words a second.
_ENDING = re.compile(r"(?<=[^\W_]{3})(?:ies|ied|ions?|ings?|ed|es|ly|[sey])$")
_POSSESSIVE = re.compile("['’].*")
_DOUBLE = re.compile(r"([^\W\d_])\1$")


class Statement(NamedTuple):
    """A sentence of what is attributed."""

    article: int
    start: int
    end: int
    speaker: str | None
    country: str | None
    words: tuple[str, ...]
    stems: frozenset[str]  # of the content words
    names: frozenset[str]  # those that are capitalised
    denies: bool


class Paraphrase(NamedTuple):
    """Two statements that say the same; `similarity` is the larger of the two shares that the rules look at."""

    a: Statement
    b: Statement
    similarity: float
    speaker: str


def find_paraphrases(texts: Sequence[str], attributions: pd.DataFrame) -> list[Paraphrase]:
    """Statements of one speaker that two articles give in other words, the most similar first.

    Parameters
    ----------
    texts
        the articles' texts
    attributions
        rows with `article` (a place in `texts`), `content_spans`, `speaker`, `speaker_country`

    Returns
    -------
    list of Paraphrase

    Examples
    --------
    >>> texts = ["He hopes to meet Xi in the next months.", "“I’m hoping that next month I’ll be meeting Xi.”"]
    >>> rows = [(0, "[[3, 38]]", "Joe Biden", "US"), (1, "[[1, 46]]", "Joe Biden", "US")]
    >>> table = pd.DataFrame(rows, columns=["article", "content_spans", "speaker", "speaker_country"])
    >>> [(p.speaker, p.similarity) for p in find_paraphrases(texts, table)]
    [('Joe Biden', 1.0)]
    """
    statements = sorted(set(_statements(texts, attributions)), key=lambda s: (*s[:3], str(s.speaker)))
    frequency = Counter(stem for statement in statements for stem in statement.stems)
    n = len(statements) + PRIOR_STATEMENTS
    weights = {stem: log(n / (count + PRIOR)) for stem, count in frequency.items()}
    found = [
        Paraphrase(a, b, similarity, speaker)
        for a, b in _candidates(statements)
        if (speaker := _one_speaker(a, b)) and (similarity := _similarity(a, b, weights))
    ]
    return sorted(found, key=lambda pair: (-pair.similarity, pair.a[:3], pair.b[:3]))


def _statements(texts: Sequence[str], attributions: pd.DataFrame) -> Iterator[Statement]:
    columns = (attributions[name] for name in ("article", "content_spans", "speaker", "speaker_country"))
    for article, spans, *names in zip(*columns, strict=True):
        speaker, country = (name if isinstance(name, str) else None for name in names)
        for span in json.loads(spans):
            for start, end, words, stems, capital, denies in _sentences(texts[article], *span):
                yield Statement(article, start, end, speaker, country, words, stems, capital, denies)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[Any, ...]]:
    """The sentences of a piece, each from its first word to its last, with what is compared of it."""
    cuts = [cut.end() for cut in _SENTENCE_END.finditer(text, start, end)]
    for begin, stop in zip([start, *cuts], [*cuts, end], strict=True):
        found = list(WORD.finditer(text, begin, stop))
        raw = [word.group() for word in found]
        stems, names, name = set(), set(), False
        for word in found:
            # the rest of a name after its hyphen is small: Tsai Ing-wen
            name = not word.group()[0].islower() or (name and text[word.start() - 1] == "-")
            stem = stem_word(word.group())
            stems.add(stem)
            names |= {stem} if name else set()
        stems.discard("")
        if len(stems) > 1:
            denies = any(word.casefold() in DENIALS or word.endswith(("n't", "n’t")) for word in raw)
            words = tuple(map(plain_word, raw))
            yield found[0].start(), found[-1].end(), words, frozenset(stems), frozenset(names), denies


@cache
def _stop_words() -> frozenset[str]:
    """Words that say little by themselves; "us" stays, for it may be the country."""
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS - {"us"})


@lru_cache(100_000)
def stem_word(word: str) -> str:
    """The word without its ending, or nothing when it says little by itself.

    >>> [stem_word(word) for word in ("hopes", "Hoping", "cooperation", "cooperate", "Blinken’s", "would", "doesn’t")]
    ['hop', 'hop', 'cooperat', 'cooperat', 'blinken', '', '']
    """
    if word.endswith(("n't", "n’t")):
        return ""
    plain = plain_word(_POSSESSIVE.sub("", word))
    return "" if len(plain) < 2 or plain in _stop_words() else _DOUBLE.sub(r"\1", _ENDING.sub("", plain))


def _candidates(statements: list[Statement]) -> list[tuple[Statement, Statement]]:
    """Pairs of two articles that share at least two content words and a speaker or a country."""
    keys: dict[tuple[str, ...], int] = {}
    rows = [
        (keys.setdefault((kind, group, stem), len(keys)), place)
        for place, statement in enumerate(statements)
        for kind, group in (("speaker", statement.speaker), ("country", statement.country))
        if group
        for stem in sorted(statement.stems)
    ]
    key, owner = np.array(rows, np.int64).reshape(-1, 2).T
    first, second = pair_equal(key, owner)
    pairs, shared = np.unique(owner[first] * len(statements) + owner[second], return_counts=True)
    found = (divmod(pair, len(statements)) for pair in pairs[shared > 1].tolist())
    return [
        (statements[a], statements[b]) for a, b in found if statements[a].article != statements[b].article
    ]


def _one_speaker(a: Statement, b: Statement) -> str | None:
    """Who said both: the same speaker, or the one that is known when the other speaks for the same country."""
    if a.speaker == b.speaker:
        return a.speaker
    names = country_names()
    persons = {s.speaker for s in (a, b) if s.speaker and s.speaker != names.get(s.country or "")}
    return persons.pop() if len(persons) == 1 and a.country and a.country == b.country else None


def _similarity(a: Statement, b: Statement, weights: dict[str, float]) -> float | None:
    """How alike the statements are, or None when they are not held to be one."""
    if a.denies != b.denies:
        return None
    shared = a.stems & b.stems
    share = _weigh(shared, weights) / max(_weigh(a.stems, weights), _weigh(b.stems, weights))
    plain = len(shared - (a.names & b.names))
    order = _order(a.words, b.words) if plain else 0.0
    if (len(shared) >= MIN_SHARED and plain >= MIN_PLAIN and share >= MIN_SHARE) or order >= MIN_ORDER:
        return max(share, order)
    return None


def _weigh(stems: frozenset[str], weights: dict[str, float]) -> float:
    return sum(weights[stem] for stem in sorted(stems))


def _order(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """The share of words that are equal in the same order, 0 where it cannot reach `MIN_ORDER`."""
    shorter, longer = sorted((len(a), len(b)))
    if shorter < MIN_WORDS or (Counter(a) & Counter(b)).total() < MIN_ORDER * longer:
        return 0.0
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / longer
