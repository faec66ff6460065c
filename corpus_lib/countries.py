"""Countries named in a text, and the one that a phrase speaks for, from `resources/countries.csv`.

A country goes by many words: its name, an adjective, its capital, a ministry, a government. All of them stand in one
table, in a column for each kind. A text is read once: at each capital letter the next word is looked up, and the
longest entry that begins with it wins. So "South Korean" is never "Korean", and an entry without a country ("South
China Sea") keeps its words from being read as one. Only written capitals count: "us" is a pronoun, "US" is a country.

Names that are more often something else (Georgia, Jordan) count only in a text that names the country in another way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from corpus_lib.resources import read_resource

CountryKind = Literal["name", "demonym", "capital", "metonym", "institution", "place"]

#: The kinds that mean the country itself or its government. Universities, firms and towns only tell where one belongs.
STATE_KINDS: frozenset[CountryKind] = frozenset({"name", "demonym", "capital", "metonym"})
#: Columns of the table and the kind of mention that their entries make. Where two rows share an entry, the first
#: column wins: Brussels is the Union's metonym and stands in no other column.
_COLUMNS: tuple[tuple[str, CountryKind], ...] = (
    ("name", "name"),
    ("aliases", "name"),
    ("demonyms", "demonym"),
    ("capital", "capital"),
    ("metonyms", "metonym"),
    ("institutions", "institution"),
    ("places", "place"),
    ("doubtful", "name"),
)
#: What stands for a character of an entry in a text: any blank, either apostrophe, any of the hyphens.
_VARIANTS = {" ": r"[\s\xa0]", "’": "[’']", "-": "[-‐‑–]"}
_WORD = re.compile(r"(?<![\w@#])[^\W\d_][^\W_]*")
#: Words after which a country is the other side of the matter: an ambassador to China does not speak for China.
_OTHER_SIDE = re.compile(
    r"\b(?:ambassador|envoy|representative|adviser|advisor|expert|specialist|scholar|authority|professor|book|report|desk|"
    r"policy|policies|relations|talks|visit|trip|mission|exports|sanctions|tariffs|war|author|correspondent|work\w*|views?|"
    r"studies|affairs|focus\w*|specializ\w+|specialis\w+|deal\w*|trade|trading|opposition|threats?|writes)\s+"
    r"(?:\w+\s+)?(?:to|on|for|with|against|about|toward|towards|in|and)\s+(?:the\s+)?(?:\w+\s+and\s+)?$",
    re.IGNORECASE,
)
#: Words that turn the name before them into a subject of study: a China expert need not be Chinese.
_SUBJECT = re.compile(
    r"\s+(?:\w+\s+)?(?:expert|specialist|scholar|analyst|watcher|hand|hawk|desk|director|correspondent|policy|program|"
    r"programme|studies|center|centre|researcher|affairs|strategist|economist|adviser|advisor|bureau chief|initiative|"
    r"relations|ties|talks|trade|war|deal)s?\b",
    re.IGNORECASE,
)


class CountryMention(NamedTuple):
    """Where a country is named in a text, and by what kind of word."""

    start: int
    end: int
    code: str
    kind: CountryKind


class _Entry(NamedTuple):
    code: str
    kind: CountryKind
    doubtful: bool


def _key(words: str) -> str:
    return re.sub(r"\s+", " ", words).replace("'", "’").translate(str.maketrans("‐‑–", "---"))


@cache
def _entries() -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    for column, kind in _COLUMNS:
        for row in read_resource("countries"):
            for words in filter(None, row[column].split("|")):
                entries.setdefault(_key(words), _Entry(row["code"], kind, column == "doubtful"))
    return entries


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each first word, a pattern of the entries that begin with it, the longest first."""
    by_word: dict[str, list[str]] = {}
    for words in _entries():
        match = _WORD.match(words)
        if match:
            by_word.setdefault(match.group(), []).append(words)
    return {
        first: re.compile(
            "(?:"
            + "|".join(
                "".join(_VARIANTS.get(char, re.escape(char)) for char in words)
                for words in sorted(group, key=len, reverse=True)
            )
            + r")(?![\w$])"
        )
        for first, group in by_word.items()
    }


@cache
def country_names() -> dict[str, str]:
    """The English name of each country by its code.

    Returns
    -------
    dict of str to str
        ISO 3166-1 alpha-2 codes, with EU and UN, and the names.

    Examples
    --------
    >>> country_names()["KR"]
    'South Korea'
    """
    return {row["code"]: row["name"] for row in read_resource("countries") if row["code"]}


def _is_pronoun(text: str, start: int, words: str) -> bool:
    """Whether "US" or "WHO" is the pronoun in a line of capitals: JOIN US TODAY."""
    if words not in {"US", "WHO"}:
        return False
    before = re.search(r"([A-Z]+)\s$", text[max(0, start - 20) : start])
    return bool(before and len(before.group(1)) > 1 and before.group(1) != "THE")


def find_countries(text: str) -> Iterator[CountryMention]:
    """The countries named in a text, in order, with where they stand.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    CountryMention
        Start, end, code and kind of word. Mentions do not overlap.

    Examples
    --------
    >>> [(m.code, m.kind, text[m.start:m.end]) for text in ["The Pentagon told us that South Korean ships left."]
    ...  for m in find_countries(text)]
    [('US', 'metonym', 'Pentagon'), ('KR', 'demonym', 'South Korean')]
    """
    found: list[tuple[CountryMention, bool]] = []
    end = 0
    patterns = _patterns()
    for word in _WORD.finditer(text):
        pattern = patterns.get(word.group())
        match = pattern.match(text, word.start()) if pattern and word.start() >= end else None
        if not match:
            continue
        end = match.end()
        entry = _entries()[_key(match.group())]
        if entry.code and not _is_pronoun(text, match.start(), match.group()):
            found.append((CountryMention(match.start(), end, entry.code, entry.kind), entry.doubtful))
    certain = {mention.code for mention, doubtful in found if not doubtful}
    yield from (mention for mention, doubtful in found if not doubtful or mention.code in certain)


def _speaks(words: str, mention: CountryMention) -> bool:
    """Whether the phrase can speak for the country, and not only about it."""
    if _OTHER_SIDE.search(words[max(0, mention.start - 60) : mention.start]):
        return False
    return mention.kind != "name" or not _SUBJECT.match(words[mention.end : mention.end + 40])


def _joined(words: str, first: CountryMention, second: CountryMention) -> bool:
    """Whether two mentions are one pair: US-China, the US and China."""
    between = words[first.end : second.start].strip()
    return between in {"-", "–", "—", "/", "and", "and the", "&", "or", "’s and", "'s and"}


def find_country(words: str) -> str | None:
    """The country that a phrase speaks for: the first one named that is not merely its subject.

    Parameters
    ----------
    words : str
        A phrase that says who somebody is, such as a source.

    Returns
    -------
    str or None
        ISO 3166-1 alpha-2 code, EU or UN; None when the phrase names no country, or several as equals.

    Examples
    --------
    >>> find_country("Chinese Foreign Ministry spokesman"), find_country("the US ambassador to China")
    ('CN', 'US')
    >>> find_country("a China expert"), find_country("both the US and China"), find_country("they told us")
    (None, None, None)
    """
    mentions = list(find_countries(words))
    speaking = [mention for mention in mentions if _speaks(words, mention)]
    chosen = next((m for m in speaking if m.kind in STATE_KINDS), next(iter(speaking), None))
    if chosen is None:
        return None
    partner = next((m for m in mentions if m.start >= chosen.end), None)
    if partner and partner.code != chosen.code and _joined(words, chosen, partner):
        return None
    return chosen.code
