"""Spellings of names: which two are the same name, and by which word a person is named for short."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache

from corpus_lib.resources import read_resource

#: Given names that stand for each other.
_SHORT_NAMES = {
    "tony": "anthony", "antony": "anthony", "danny": "daniel", "dan": "daniel", "joe": "joseph", "mike": "michael",
    "bill": "william", "bob": "robert", "rob": "robert", "jim": "james", "tom": "thomas", "dick": "richard",
    "rick": "richard", "chris": "christopher", "dave": "david", "steve": "steven", "stephen": "steven",
    "ben": "benjamin", "ed": "edward", "ted": "edward", "jeff": "jeffrey", "geoff": "jeffrey", "ken": "kenneth",
    "matt": "matthew", "nick": "nicholas", "tim": "timothy", "ron": "ronald", "don": "donald", "sam": "samuel",
    "charlie": "charles", "chuck": "charles", "larry": "lawrence", "kathy": "katherine", "kate": "katherine",
    "liz": "elizabeth", "sue": "susan", "greg": "gregory", "pete": "peter", "andy": "andrew", "jake": "jacob",
}  # fmt: skip
#: Shortest part of a name in which one wrong letter is taken for a slip. In shorter ones it makes another name: Lin, Liu.
MIN_SLIP = 5


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name without case, marks and signs, so that its spellings meet.

    Parameters
    ----------
    name : str
        Any words.

    Returns
    -------
    str
        The letters and digits, lower case.

    Examples
    --------
    >>> fold("Tsai Ing-wen") == fold("TSAI Ing Wen")
    True
    """
    plain = unicodedata.normalize("NFD", name).casefold()
    return "".join(char for char in plain if char.isalnum())


def one_slip(a: str, b: str) -> bool:
    """Whether two words are the same but for one letter left out, added, changed, or two that changed places.

    Parameters
    ----------
    a, b : str
        The words.

    Returns
    -------
    bool
        Equal words count too.

    Examples
    --------
    >>> one_slip("russel", "russell"), one_slip("russel", "rusel"), one_slip("wang", "huang")
    (True, True, False)
    """
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) > len(b):
        a, b = b, a
    at = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (
        a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :]
    )


@cache
def _first_families() -> frozenset[str]:
    rows = read_resource("name_words")
    return frozenset(
        fold(word) for row in rows if row["kind"] == "family" for word in row["words"].split("|")
    )


def is_family_first(name: str) -> bool:
    """Whether a full name seems to begin with the family name, as in Chinese, Korean and Vietnamese.

    >>> is_family_first("Xi Jinping"), is_family_first("Joseph Wu")
    (True, False)
    """
    words = name.split()
    return len(words) > 1 and fold(words[0]) in _first_families()


def family_names(name: str) -> set[str]:
    """The folded words by which a person is named for short: the family name, wherever it may stand.

    Parameters
    ----------
    name : str
        Full name.

    Returns
    -------
    set of str
        Folded words: the last, and the first too where that is a family name of East Asia.

    Examples
    --------
    >>> sorted(family_names("Xi Jinping")), sorted(family_names("Ursula von der Leyen"))
    (['jinping', 'xi'], ['leyen', 'vonderleyen'])
    """
    words = [word for word in name.split() if fold(word)]
    words = [word for word in words if fold(word) not in {"jr", "sr", "ii", "iii"}] or words
    if not words:
        return set()
    found = {fold(words[-1])}
    particle = next(
        (i for i, word in enumerate(words[1:], 1) if word.islower() or word in {"Van", "De"}), None
    )
    if particle:
        found.add(fold("".join(words[particle:])))
    if is_family_first(name):
        found.add(fold(words[0]))
    return found


def is_misspelt(name: Sequence[str], known: Sequence[str]) -> bool:
    """Whether a full name is another one with a slip in it, or with the short form of the given name.

    Parameters
    ----------
    name, known : sequence of str
        The folded words of the names.

    Returns
    -------
    bool
        True when the first letters agree and so do, within a slip each, the given and the family name.

    Examples
    --------
    >>> is_misspelt(["anthony", "blinken"], ["antony", "blinken"]), is_misspelt(["eric", "trump"], ["donald", "trump"])
    (True, False)
    """
    if min(len(name), len(known)) < 2 or name[0][:1] != known[0][:1]:
        return False
    family, other = name[-1], known[-1]
    slip = min(len(family), len(other)) >= MIN_SLIP and one_slip(family, other)
    a, b = (_SHORT_NAMES.get(word, word) for word in (name[0], known[0]))
    given = a == b or (min(len(a), len(b)) >= MIN_SLIP and one_slip(a, b))
    return given and (family == other or slip)
