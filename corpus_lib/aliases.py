"""Words for targets that no table of countries or persons has: firms, parties, international bodies.

They stand in `resources/targets.csv`, in the form in which an analyst writes rows of their own: words, the target that
they mean, its country. A row without a target says that the words name none, and so keeps "China" in "Air China" from
being read as a country; outlets with a country in their name are such words too. Case counts: "who" is no organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from corpus_lib.countries import STATE_KINDS, country_names, find_countries
from corpus_lib.resources import read_resource

#: One for one, so that places stay: apostrophes, hyphens and blanks in any spelling.
_PLAIN = (("’", "'"), ("‘", "'"), ("‐", "-"), ("‑", "-"), ("–", "-"), ("\xa0", " "), ("\n", " "))
#: After a word in capitals a short name may be a common word: TRUMP ASKS WHO PAYS.
_SHOUTED = re.compile(r"(?<!\w)(?!THE\b)[A-Z]{2,}\s$")
#: Longest name that is also a common word in capitals, in characters.
_SHORT = 4


class Alias(NamedTuple):
    """Words and what they mean; without a target they mean nothing that is judged."""

    alias: str
    target: str | None
    country: str | None = None


class AliasMention(NamedTuple):
    """Where an alias stands."""

    start: int
    end: int
    alias: Alias


def aliases_from_rows(rows: Iterable[Mapping[str, str]]) -> tuple[Alias, ...]:
    """Aliases from the rows of a table such as `resources/targets.csv`.

    Parameters
    ----------
    rows
        rows with the columns alias, target and country

    Returns
    -------
    tuple of Alias
        in the order of the rows; an empty target is null, and a target that is the name of a country has its code

    Examples
    --------
    >>> aliases_from_rows([{"alias": "Zhongnanhai", "target": "China", "country": ""}])
    (Alias(alias='Zhongnanhai', target='China', country='CN'),)
    >>> aliases_from_rows([{"alias": "the Big Four", "target": "Chinese banks", "country": "CN"}])
    (Alias(alias='the Big Four', target='Chinese banks', country='CN'),)
    """
    codes = {name: code for code, name in country_names().items()}
    return tuple(
        Alias(row["alias"], target, row.get("country") or codes.get(target or ""))
        for row in rows
        if row["alias"].strip()
        for target in [row.get("target") or None]
    )


@cache
def shipped_aliases() -> tuple[Alias, ...]:
    """The aliases of `resources/targets.csv`, and the outlets whose name holds a country's.

    Returns
    -------
    tuple of Alias
        one per row, and one for each spelling of an outlet

    Examples
    --------
    >>> [alias.country for alias in shipped_aliases() if alias.alias == "Huawei"]
    ['CN']
    """
    rows = aliases_from_rows(read_resource("targets"))
    known = {row.alias for row in rows}
    return (*rows, *(Alias(name, None) for name in _outlets() if name not in known))


def _outlets() -> Iterator[str]:
    """Names of outlets with a country in them, but for governments: the White House is one, and its own outlet."""
    for row in read_resource("outlets"):
        for name in filter(None, (row["name"], *row["aliases"].split("|"))):
            states = [mention for mention in find_countries(name) if mention.kind in STATE_KINDS]
            if row["type"] != "government" and states and name != name[slice(*states[0][:2])]:
                yield name


def plain(text: str) -> str:
    """The text with one spelling of apostrophes, hyphens and blanks, and every place as it was.

    Examples
    --------
    >>> plain("China’s US–Japan")
    "China's US-Japan"
    """
    for sign, common in _PLAIN:
        text = text.replace(sign, common)
    return text


def find_aliases(text: str, aliases: Sequence[Alias]) -> Iterator[AliasMention]:
    """The aliases in a text, in order; of those that overlap the first, and of these the longest.

    Parameters
    ----------
    text
        any text
    aliases
        what to look for; of the same words twice, the first counts

    Yields
    ------
    AliasMention
        start, end and alias

    Examples
    --------
    >>> found = find_aliases("Huawei read China Daily.", shipped_aliases())
    >>> [(mention.start, mention.alias.alias, mention.alias.target) for mention in found]
    [(0, 'Huawei', 'Huawei'), (12, 'China Daily', None)]
    """
    pattern, meanings = _pattern(tuple(aliases))
    if not meanings:
        return
    even = plain(text)
    for match in pattern.finditer(even):
        words, start = match.group(), match.start()
        shouted = (
            len(words) <= _SHORT and words.isupper() and _SHOUTED.search(even, max(0, start - 20), start)
        )
        if not shouted:
            yield AliasMention(start, match.end(), meanings[words])


@lru_cache(maxsize=8)
def _pattern(aliases: tuple[Alias, ...]) -> tuple[re.Pattern[str], dict[str, Alias]]:
    """A pattern of all aliases, sorted by their first character for speed, and what each means."""
    meanings: dict[str, Alias] = {}
    by_first: dict[str, list[str]] = {}
    for alias in aliases:
        words = plain(alias.alias)
        if words.strip() and words not in meanings:
            meanings[words] = alias
            by_first.setdefault(words[0], []).append(words)
    parts = []
    for first, group in by_first.items():
        rests = [
            re.escape(words[1:]) + (r"(?![\w$])" if words[-1].isalnum() else "")
            for words in sorted(group, key=len, reverse=True)
        ]
        head = re.escape(first)
        parts.append(rf"{head}(?<![\w@#]{head})(?:{'|'.join(rests)})")
    return re.compile("|".join(parts)), meanings
