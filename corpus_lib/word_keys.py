"""Words as numbers, and places with equal keys in pairs: what the comparisons of texts rest on.

A word is the same however it is cased and however its apostrophes and points are set: "U.S.", "US" and "us" are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Articles that may share a key and all be compared. A key in more of them (a promo line, a much printed wire story)
#: links each of them with the next one only, so the work stays linear and the story stays connected.
MAX_SHARED = 50

#: A word, with the apostrophes, points and thousands' commas inside it.
WORD = re.compile(r"[^\W_]+(?:(?:['’.]|,(?=\d))[^\W_]+)*")
_INNER = str.maketrans("", "", "'’.,")

Numbers = NDArray[np.int64]


class Words(NamedTuple):
    """The words of all texts in a row, with a separator before each text and after the last."""

    number: Numbers  # equal for equal words; below 0 and never equal for separators
    start: Numbers
    end: Numbers
    capital: NDArray[np.bool_]
    text: Numbers  # which text the word is in


def plain_word(word: str) -> str:
    """The word as it is compared.

    >>> plain_word("U.S"), plain_word("Blinken’s")
    ('us', 'blinkens')
    """
    return word.translate(_INNER).casefold()


def read_words(texts: Iterable[str]) -> Words:
    """The words of the texts as numbers, with their spans."""
    known: dict[str, int] = {}
    as_written: dict[str, int] = {}
    rows: list[NDArray[np.int64]] = []
    n = 0
    for n, text in enumerate(texts, 1):
        row = [(-n, 0, 0, 0, n - 1)]
        for word in WORD.finditer(text):
            raw = word.group()
            if raw not in as_written:
                as_written[raw] = known.setdefault(plain_word(raw), len(known))
            row.append((as_written[raw], word.start(), word.end(), not raw[0].islower(), n - 1))
        rows.append(np.array(row, np.int64))
    number, start, end, capital, place = np.concatenate([*rows, np.array([(-n - 1, 0, 0, 0, n)])]).T
    return Words(number.copy(), start.copy(), end.copy(), capital.astype(bool), place.copy())


def pair_equal(keys: NDArray[Any], owners: Numbers) -> tuple[Numbers, Numbers]:
    """Places of equal keys that belong to different owners, in pairs; each owner's first place of a key only.

    Parameters
    ----------
    keys, owners
        one of each per place; the owners ascend

    Returns
    -------
    two arrays
        the places, the smaller owner's first

    Examples
    --------
    >>> [places.tolist() for places in pair_equal(np.array([7, 8, 7, 7, 8]), np.array([0, 0, 0, 1, 2]))]
    [[0, 1], [3, 4]]
    """
    order = np.argsort(keys, kind="stable")
    same_key = keys[order[1:]] == keys[order[:-1]]
    order = order[np.append(True, ~(same_key & (owners[order[1:]] == owners[order[:-1]])))[: len(order)]]
    key = keys[order]
    group = np.cumsum(np.append(True, key[1:] != key[:-1])[: len(key)]) - 1
    shared = np.bincount(group)[group] if len(group) else group
    pairs = []
    left = np.flatnonzero(shared > 1)
    for step in range(1, MAX_SHARED):
        left = left[left + step < len(key)]
        left = left[key[left] == key[left + step]]
        pairs.append((order[left], order[left + step]))
        left = left[shared[left] <= MAX_SHARED]
    first, second = zip(*pairs, strict=True)
    return np.concatenate(first), np.concatenate(second)
