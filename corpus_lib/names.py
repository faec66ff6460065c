"""Words of a text that may be names of persons.

A run of capitalised words is cut at titles, countries and the words that make names of bodies and places; one to four
words that are left may be a name. The word lists are in `resources/name_words.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from corpus_lib.countries import STATE_KINDS, CountryMention
from corpus_lib.resources import read_resource

Gender = Literal["female", "male"]

_CAPITALISED = r"(?:(?:[A-Z]\.){2,3}(?!\w)|[A-ZÀ-ÖØ-Þ][\w’'\-]*\.?)"
#: Capitalised words one after the other, with the particles of names between them. Ten at most bounds the work.
_RUN = re.compile(
    rf"(?<![\w@#]){_CAPITALISED}(?:[ \xa0](?:(?:de|von|van|der|den|bin|al|el|la|di|da|del)[ \xa0]){{0,2}}"
    rf"{_CAPITALISED}){{0,9}}"
)
_WORD = re.compile(rf"(?:(?:de|von|van|der|den|bin|al|el|la|di|da|del)[ \xa0]){{0,2}}{_CAPITALISED}")
#: A name in a run written one letter a word: t title, o word of an office, b word of a body, p plain, n name; N a name that ends there.
#: At most four words: longer runs are headlines.
_NAME = re.compile(r"(?<!n)(?:n{0,3}N|n{1,4}(?![nNb]))")
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
INITIAL = re.compile(r"(?:(?:[A-Z]\.)+|(?:Jr|Sr|St|[A-Z][a-z])\.)$")
_FEMALE = frozenset(
    {"Mrs", "Ms", "Miss", "Lady", "Dame", "Queen", "Princess", "Spokeswoman", "Congresswoman", "Chairwoman"}
)
_MALE = frozenset({"Mr", "Sir", "Lord", "King", "Prince", "Spokesman", "Congressman", "Pope"})


class Name(NamedTuple):
    """Words that may be a person's name, and the title before them."""

    start: int
    end: int
    words: tuple[str, ...]
    title: str


@cache
def name_words(kind: str) -> frozenset[str]:
    """A list of `resources/name_words.csv`.

    Parameters
    ----------
    kind : str
        Which list: title, office, body, short, plain, describing, female, male, family.

    Returns
    -------
    frozenset of str
        Its words.

    Examples
    --------
    >>> "Minister" in name_words("title")
    True
    """
    rows = read_resource("name_words")
    return frozenset(word for row in rows if row["kind"] == kind for word in row["words"].split("|"))


@cache
def word_letters() -> dict[str, str]:
    """The words that are no part of a name, each with the letter of its kind, as in `find_names`.

    Examples
    --------
    >>> word_letters()["Senator"]
    't'
    """
    return {word: kind[0] for kind in ("plain", "body", "office", "title") for word in name_words(kind)}


@cache
def _belongings() -> frozenset[str]:
    """Firms and schools of one word. At the end of a run they are these, and no family names: Boeing, Yale."""
    names = (name for row in read_resource("countries") for name in row["institutions"].split("|"))
    return frozenset(name for name in names if " " not in name)


def _is_given(words: list[re.Match[str]], shape: str) -> bool:
    """Whether the word before the last of those that `shape` stands for is a given name or an initial."""
    before = words[len(shape) - 1].group() if shape else ""
    return bool(
        shape[-1:] == "t" or before in name_words("female") | name_words("male") or INITIAL.match(before)
    )


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start]
    kept = before.rstrip(" \xa0“‘\"'(")
    return not kept or kept[-1] in ".!?:\n" or "\n" in before


def find_names(text: str, countries: list[CountryMention]) -> Iterator[Name]:
    """Words of a text that may be names of persons.

    Parameters
    ----------
    text : str
        Any text.
    countries : list of CountryMention
        The countries it names, whose words are no part of a name.

    Yields
    ------
    Name
        In order.

    Examples
    --------
    >>> [name.words for name in find_names("Secretary of State Antony Blinken met Qin Gang at Ford Motor Co.", [])]
    [('Antony', 'Blinken'), ('Qin', 'Gang')]
    """
    lower = set(re.findall(r"(?<![\w’'])[a-z]{2,}", text))
    taken = {
        at
        for mention in countries
        if mention.kind in STATE_KINDS or " " in text[mention.start : mention.end]
        for at in range(mention.start, mention.end)
    }
    for run in _RUN.finditer(text):
        words = list(_WORD.finditer(text, run.start(), run.end()))
        shape = ""
        fresh = _begins_sentence(text, run.start())
        for word in words:
            bare = _POSSESSIVE.sub("", word.group()).rstrip(".")
            letter = word_letters().get(bare, "n")
            if (
                word.start() in taken
                or (fresh and bare.casefold() in lower)
                or (word is words[-1] and bare in _belongings() and not _is_given(words, shape))
            ):
                letter = "p"
            elif (bare == "May" and shape[-1:] in {"n", "t"}) or (
                bare == "Jun" and shape[-1:] == "n" and words[len(shape) - 1].group() in name_words("family")
            ):
                letter = "n"
            ends = word.group().endswith((".", "’", "'", "’s", "'s")) and not INITIAL.match(word.group())
            fresh = ends and word.group().endswith(".") and letter != "t"
            shape += "N" if ends and letter == "n" else letter
        for name in _NAME.finditer(shape):
            kept = words[name.start() : name.end()]
            last = kept[-1].group()
            tail = last if INITIAL.match(last) else _POSSESSIVE.sub("", last).rstrip(".")
            parts = (*(word.group() for word in kept[:-1]), tail)
            before = words[name.start() - 1].group().rstrip(".") if name.start() else ""
            title = before if name.start() and shape[name.start() - 1] == "t" else ""
            yield Name(kept[0].start(), kept[-1].start() + len(tail), parts, title)


def gender_of(name: Name) -> Gender | None:
    """What a title or a given name tells of the gender.

    Parameters
    ----------
    name : Name
        From `find_names`.

    Returns
    -------
    str or None
        "female", "male", or None when neither tells.

    Examples
    --------
    >>> [gender_of(name) for name in find_names("Mrs. Ford met John Smith and Qin Gang.", [])]
    ['female', 'male', None]
    """
    given = name.words[0] if len(name.words) > 1 else ""
    if name.title in _FEMALE or given in name_words("female"):
        return "female"
    return "male" if name.title in _MALE or given in name_words("male") else None
