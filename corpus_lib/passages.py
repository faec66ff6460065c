"""Passages that two texts share, in the same words or nearly so.

Every run of `SEED` words is a key; two articles that hold the same key may share a passage there. All keys are
numbers in one array, sorted once, so that equal ones lie side by side: exact, and the same for two articles and for
ten thousand. That is why no MinHash is used: it compares whole articles, and one that shares a paragraph of forty
with another looks unlike it; on windows of 40 words it is slower and misses changed passages
(`tests/benchmarks/reuse.py` measures both).

Equal runs are carried on beyond single changed words, and runs that follow each other closely in both texts are
chained to one passage. Where it fails: a passage in which no six words in a row stayed the same is not seen, and
formulas with changing numbers (market reports, margins of error) look like copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from corpus_lib.word_keys import Numbers, Words, pair_equal, read_words

#: Words in a row that must be equal to start a comparison. Where one word in ten is changed, a passage of 40 words
#: always keeps 8 in a row and one of 20 words 6. With 5, three times as many pairs of articles meet by chance.
SEED = 6
#: Fewest words that make a passage. Read on the 599 articles of US media on China: from 12 words on nearly all runs
#: are copied sentences, statements or promo lines; runs of 9 to 11 words are often stock phrases ("on the sidelines of
#: the Group of 20 summit in Osaka").
MIN_WORDS = 12
#: Fewest of these that are not capitalised in both texts, unless there are twice `MIN_WORDS`: what is shared by
#: chance at 12 to 14 words is names with titles ("Dr. Anthony Fauci, director of the National Institute …": 5).
MIN_PLAIN = 8
#: Most words between two runs of one passage. Of articles with one word in ten changed, 53 % are found in one piece
#: with 8, 80 % with 12 and 83 % with 16; with 12 all passages below 0.86 were read, and only formulas were wrong.
MAX_GAP = 12
#: Least share of equal words in a passage: one word in ten changed gives 0.9, one in five 0.8, an added clause about
#: 0.75. Below it the runs are given one by one.
MIN_SIMILARITY = 0.7
#: Words that must be equal for a passage to go on beyond a few changed words.
MIN_NEXT = 3

_MULTIPLIER = np.uint64(6364136223846793005)  # Knuth's for 64 bits; any large odd number spreads the keys
#: What may lie between a run and the next: words skipped in one text and in the other.
_SKIPS = ((1, 1), (0, 1), (1, 0), (2, 2), (1, 2), (2, 1), (0, 2), (2, 0), (3, 3), (4, 4), (5, 5))
_FARTHEST = max(map(max, _SKIPS))


class Run(NamedTuple):
    """Equal words: `n` from place `a` and from place `b` on."""

    a: int
    b: int
    n: int


class Passage(NamedTuple):
    """A shared passage: which two texts, the spans in them, words of the shorter and share of equal words."""

    text_a: int
    start_a: int
    end_a: int
    text_b: int
    start_b: int
    end_b: int
    n_words: int
    similarity: float


def find_passages(texts: Sequence[str]) -> list[Passage]:
    """Passages that two of the texts share; case, punctuation and quotation marks do not count.

    Parameters
    ----------
    texts
        any strings

    Returns
    -------
    list of Passage
        `text_a < text_b` are places in `texts`; similarity 1 when the words are the same

    Examples
    --------
    >>> one = "He spoke. Talks will go on until both sides agree on how to keep the peace, they said."
    >>> two = "In Vienna: “talks will go on until both sides agree on how to keep the peace.”"
    >>> [(one[p.start_a : p.end_a], p.similarity) for p in find_passages([one, two])]
    [('Talks will go on until both sides agree on how to keep the peace', 1.0)]
    """
    words = read_words(texts)
    runs = _maximal_runs(words)
    number = words.number.tolist()  # single numbers are read faster from a list
    found = [
        passage
        for _, pair in groupby(runs, key=lambda run: (words.text[run.a], words.text[run.b]))
        for chain in _chain(_grow(number, pair))
        for passage in _passages(words, chain)
    ]
    return sorted(set(found))


def _maximal_runs(words: Words) -> list[Run]:
    """All maximal runs of equal words that hold a seed, by pair of texts."""
    a, b = _seeds(words)
    order = np.lexsort((a, b - a, words.text[b], words.text[a]))
    a, b = a[order], b[order]
    joined = (a[1:] == a[:-1] + 1) & (b[1:] == b[:-1] + 1)
    begins = np.flatnonzero(np.append(True, ~joined)[: len(a)])
    n = np.diff(np.append(begins, len(a))) + SEED - 1
    a, b = a[begins], b[begins]
    right = _equal_beyond(words.number, a + n, b + n, 1)
    left = _equal_beyond(words.number, a - 1, b - 1, -1)
    a, b, n = a - left, b - left, n + left + right
    same_pair = (words.text[a[1:]] == words.text[a[:-1]]) & (words.text[b[1:]] == words.text[b[:-1]])
    alone = ~(np.append(False, same_pair) | np.append(same_pair, False))[: len(a)]
    kept = np.flatnonzero((n >= MIN_WORDS) | ~alone | _goes_on(words.number, a, b, n))
    rows = zip(a[kept].tolist(), b[kept].tolist(), n[kept].tolist(), strict=True)
    return list(dict.fromkeys(Run(*row) for row in rows))


def _goes_on(number: Numbers, a: Numbers, b: Numbers, n: Numbers) -> NDArray[np.bool_]:
    """Whether a run may have a next one, for all runs at once: nine in ten are stock phrases that have none."""
    found = np.zeros(len(a), bool)
    for step, edge_a, edge_b in ((1, a + n, b + n), (-1, a - 1, b - 1)):
        for skip_a, skip_b in _SKIPS:
            equal = np.ones(len(a), bool)
            for i in range(MIN_NEXT):
                at_a = np.clip(edge_a + step * (skip_a + i), 0, len(number) - 1)
                at_b = np.clip(edge_b + step * (skip_b + i), 0, len(number) - 1)
                equal &= number[at_a] == number[at_b]
            found |= equal
    return found


def _seeds(words: Words) -> tuple[Numbers, Numbers]:
    """Places of two texts from which on the next `SEED` words are equal."""
    n = max(0, len(words.number) - SEED + 1)
    key = np.zeros(n, np.uint64)
    whole = np.ones(n, bool)
    for i in range(SEED):
        part = words.number[i : i + n]
        key = key * _MULTIPLIER + part.astype(np.uint64)
        whole &= part >= 0
    places = np.flatnonzero(whole)
    first, second = pair_equal(key[places], words.text[places])
    a, b = places[first], places[second]
    equal = np.ones(len(a), bool)
    for i in range(SEED):
        equal &= words.number[a + i] == words.number[b + i]
    return a[equal], b[equal]


def _equal_beyond(number: Numbers, a: Numbers, b: Numbers, step: int) -> Numbers:
    """How many words are equal from these places on; the separators end every run."""
    count = np.zeros(len(a), np.int64)
    active = np.arange(len(a))
    distance = 0
    while len(active):
        active = active[number[a[active] + distance] == number[b[active] + distance]]
        count[active] += 1
        distance += step
    return count


def _grow(number: Sequence[int], runs: Iterable[Run]) -> set[Run]:
    """The runs of a pair, and the shorter ones that carry them on beyond a changed word or two."""
    known = set(runs)
    for run in sorted(known):
        for step in (1, -1):
            further = _next_run(number, run, step)
            while further and further not in known:
                known.add(further)
                further = _next_run(number, further, step)
    return known


def _next_run(number: Sequence[int], run: Run, step: int) -> Run | None:
    """The maximal run that goes on a few words after this one, or that ends so before it."""
    a, b = (run.a + run.n, run.b + run.n) if step > 0 else (run.a - 1, run.b - 1)
    room_a, room_b = _room(number, a, step), _room(number, b, step)
    for skip_a, skip_b in _SKIPS:
        near_a, near_b = a + step * skip_a, b + step * skip_b
        if skip_a <= room_a and skip_b <= room_b and number[near_a] == number[near_b]:
            n = _equal_from(number, near_a, near_b, step)
            if n >= MIN_NEXT:
                back = _equal_from(number, near_a - step, near_b - step, -step)
                first = back if step > 0 else n - 1
                return Run(near_a - first, near_b - first, n + back)
    return None


def _room(number: Sequence[int], place: int, step: int) -> int:
    """How many words may be skipped before the text ends."""
    return next((i for i in range(_FARTHEST) if number[place + step * i] < 0), _FARTHEST)


def _equal_from(number: Sequence[int], a: int, b: int, step: int) -> int:
    n = 0
    while number[a] == number[b]:
        a, b, n = a + step, b + step, n + 1
    return n


def _chain(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs of one pair of texts, those together that follow each other closely in both."""
    chains: list[list[Run]] = []
    near: list[list[Run]] = []
    for run in sorted(runs):
        near = [chain for chain in near if run.a - _end(chain[-1]).a <= MAX_GAP]
        for chain in reversed(near):
            rest = _following(chain[-1], run)
            if rest is not None:
                chain.append(rest)
                break
        else:
            chains.append([run])
            near.append(chains[-1])
    return chains


def _end(run: Run) -> Run:
    return Run(run.a + run.n, run.b + run.n, 0)


def _following(last: Run, run: Run) -> Run | None:
    """What of the run follows the last one, or None when it does not follow it closely."""
    gap_a, gap_b = run.a - last.a - last.n, run.b - last.b - last.n
    overlap = max(0, -gap_a, -gap_b)
    n = run.n - overlap
    if n < MIN_NEXT or max(gap_a, gap_b) + overlap > MAX_GAP:
        return None
    return Run(run.a + overlap, run.b + overlap, n)


def _gap(run: Run, following: Run) -> int:
    return max(following.a - run.a, following.b - run.b) - run.n


def _passages(words: Words, chain: list[Run]) -> Iterator[Passage]:
    """The chain as one passage when enough of it is equal, or else its single runs."""
    first, last = 0, len(chain)
    while last - first > 1 and _gap(chain[last - 2], chain[last - 1]) > chain[last - 1].n:
        last -= 1
    while last - first > 1 and _gap(chain[first], chain[first + 1]) > chain[first].n:
        first += 1
    whole = _measure(words, chain[first:last])
    if whole and whole.similarity >= MIN_SIMILARITY:
        yield whole
    else:
        yield from filter(None, (_measure(words, [run]) for run in chain))


def _measure(words: Words, chain: list[Run]) -> Passage | None:
    """The passage from the first run to the last, or None when too few words are equal."""
    first, end = chain[0], _end(chain[-1])
    equal = list(chain)
    for run, following in pairwise(chain):
        a, b = _end(run)[:2]
        gap_a = words.number[a : following.a].tolist()
        gap_b = words.number[b : following.b].tolist()
        blocks = SequenceMatcher(None, gap_a, gap_b, autojunk=False).get_matching_blocks()
        equal += [Run(a + block.a, b + block.b, block.size) for block in blocks]
    n = sum(run.n for run in equal)
    names = sum(
        int(np.count_nonzero(words.capital[run.a : run.a + run.n] & words.capital[run.b : run.b + run.n]))
        for run in equal
    )
    if n < MIN_WORDS or (n - names < MIN_PLAIN and n < 2 * MIN_WORDS):
        return None
    shorter, longer = sorted((end.a - first.a, end.b - first.b))
    a, b = int(words.text[first.a]), int(words.text[first.b])
    span_a = int(words.start[first.a]), int(words.end[end.a - 1])
    span_b = int(words.start[first.b]), int(words.end[end.b - 1])
    return Passage(a, *span_a, b, *span_b, shorter, n / longer)
