"""Targets: the countries, governments, leaders and the relationship itself that a text can judge, mention by mention.

A country is meant by its name, an adjective, a capital or an institution of its government (`countries`), where these
do not name a town or a firm (`senses`); a leader by every mention of a name (`people`), also without title; a
relationship by "US-China ties" or "relations between the two countries"; firms, parties and international bodies by a
table (`aliases`). Pronouns are followed where they are nearly sure (`pronouns`). Of words that overlap the analyst's own
are taken first, then the relationship, the person, the table, the country; the country in a person's title ("US
President Joe Biden") is no target of its own.

What fails: "they", "the island" and most of "it" are not followed, and a town is a government where nothing beside it
tells.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from corpus_lib.aliases import Alias, AliasMention, find_aliases, shipped_aliases
from corpus_lib.countries import STATE_KINDS, CountryMention, country_names, find_countries
from corpus_lib.officials import Official
from corpus_lib.people import Figure, describe
from corpus_lib.pronouns import PAIR, ministries, neuter, personal, two_before
from corpus_lib.roles import role_of
from corpus_lib.senses import in_headline, states_meant
from corpus_lib.standing import Article

_RELATION = r"(?:relations?(?:hips?)?|ties|rivalry|tensions?|rapprochement|détente|thaw|rift|competition)"
#: After two joined countries: US-China relations, US-Chinese diplomatic ties.
_AFTER_PAIR = re.compile(rf"[^\S\n]+(?:\w+[^\S\n]+)?{_RELATION}\b", re.IGNORECASE)
_JOINT = re.compile(r"\s?[-‐‑–—/]\s?$")
#: Before two joined countries: relations between the US and China.
_BEFORE_PAIR = re.compile(rf"\b{_RELATION}\s+(?:between|of)\s+(?:the\s+)?$", re.IGNORECASE)
_AND = re.compile(r"(?:[’']s)?\s+and\s+(?:the\s+)?$")
#: Without their names.
_UNNAMED = re.compile(
    rf"\bbilateral\s+(?:\w+\s+)?{_RELATION}\b|"
    rf"\b{_RELATION}\s+between\s+(?:(?:the|these|both|our)\s+)?(?:two\s+)?(?:countries|nations|sides|powers|governments|capitals|superpowers)\b",
    re.IGNORECASE,
)
#: The last word of a relationship's name.
RELATIONSHIP = "relationship"
#: Names of countries in the name of a relationship, where the full one is long.
_SHORT = {"US": "US", "GB": "UK", "KR": "South Korea", "KP": "North Korea"}
#: Longest way from a relation's noun to the first of its two countries, in characters.
REACH = 40
#: Mentions of a person that are looked at for one outside headlines.
MAX_MENTIONS = 4


class Target(NamedTuple):
    """Where a text names something that it can judge."""

    start: int
    end: int
    #: Its one name for all mentions.
    target: str
    #: The country it belongs to, ISO 3166-1 alpha-2; null for a relationship and most international bodies.
    country: str | None
    #: What kind of words name it: name, demonym, capital, metonym, person, relationship, alias, pronoun.
    rule: str


def is_relationship(target: str) -> bool:
    """Whether the name of a target is that of a relationship.

    >>> is_relationship("China–US relationship"), is_relationship("China")
    (True, False)
    """
    return target.endswith(f" {RELATIONSHIP}")


def find_targets(
    text: str,
    *,
    published: dt.date | None = None,
    officials: Sequence[Official] = (),
    aliases: Sequence[Alias] = (),
) -> list[Target]:
    """The mentions of countries, leaders, bodies and relationships in a text.

    Parameters
    ----------
    text
        an article
    published
        its day, by which a bare surname means the holder of an office
    officials
        the analyst's own rows, which win over the shipped ones
    aliases
        the analyst's own words for targets, which win over everything shipped; without a target they switch words off

    Returns
    -------
    list of Target
        in the order of the text, none overlapping another

    Examples
    --------
    >>> text = "US President Joe Biden said US-China ties were tense, and Beijing agreed."
    >>> [(text[t.start : t.end], t.target, t.country) for t in find_targets(text)]
    [('Joe Biden', 'Joe Biden', 'US'), ('US-China ties', 'China–US relationship', None), ('Beijing', 'China', 'CN')]
    """
    article = Article(text, published, None, officials)
    named = [mention for mention in article.countries if mention.kind in STATE_KINDS]
    own = list(find_aliases(text, aliases))
    shipped = list(find_aliases(text, shipped_aliases()))
    taken = _Taken(
        (mention.start, mention.end) for mention in (*own, *shipped) if mention.alias.target is None
    )
    found = [target for target in _aliases(own) if taken.add(target)]
    persons = list(_persons(article))
    titles = _titles(text, persons)
    candidates = chain(_relationships(text, named), persons, _untitled(_aliases(shipped), titles))
    found += [target for target in candidates if taken.allows(target) and taken.add(target)]
    states = [state for state in states_meant(text, named, article.countries) if taken.allows(state)]
    found += [
        target
        for target in chain(_untitled(map(_state, states), titles), _referred(article, states))
        if taken.add(target)
    ]
    return sorted(found)


class _Taken:
    """The places that targets hold already, and those that words without a target close."""

    def __init__(self, closed: Iterable[tuple[int, int]]) -> None:
        self._closed = _merged(closed)
        self._held: list[tuple[int, int]] = []

    def allows(self, words: Target | CountryMention) -> bool:
        """Whether they are no part of words without a target."""
        at = bisect_left(self._closed, (words.start + 1,)) - 1
        return at < 0 or words.end > self._closed[at][1]

    def add(self, target: Target) -> bool:
        """Whether a target overlaps none before; it is held from now on."""
        at = bisect_left(self._held, (target.start, target.end))
        free = (at == 0 or self._held[at - 1][1] <= target.start) and (
            at == len(self._held) or target.end <= self._held[at][0]
        )
        if free:
            insort(self._held, (target.start, target.end))
        return free


def _merged(closed: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Intervals in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(closed):
        if merged and start < merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return merged


def _aliases(mentions: Iterable[AliasMention]) -> Iterator[Target]:
    for start, end, alias in mentions:
        if alias.target is not None:
            rule = RELATIONSHIP if is_relationship(alias.target) else "alias"
            yield Target(start, end, alias.target, alias.country, rule)


def _pair_name(codes: Iterable[str]) -> str:
    return "–".join(_SHORT.get(code, country_names()[code]) for code in sorted(codes)) + f" {RELATIONSHIP}"


def _relationships(text: str, states: Sequence[CountryMention]) -> Iterator[Target]:
    for one, other in pairwise(states):
        if one.code == other.code:
            continue
        between = text[one.end : other.start]
        name = _pair_name((one.code, other.code))
        after = _AFTER_PAIR.match(text, other.end)
        before = _BEFORE_PAIR.search(text[max(0, one.start - REACH) : one.start])
        if after and _JOINT.fullmatch(between):
            yield Target(one.start, after.end(), name, None, "relationship")
        elif before and _AND.fullmatch(between):
            start = max(0, one.start - REACH) + before.start()
            yield Target(start, other.end, name, None, "relationship")
    for match in _UNNAMED.finditer(text):
        codes = two_before(states, match.start())
        name = _pair_name(codes) if codes else f"bilateral {RELATIONSHIP}"
        yield Target(match.start(), match.end(), name, None, "relationship")


def _persons(article: Article) -> Iterator[Target]:
    """Persons whom the table knows, or of whom the text says whose they are and what; other capitals can be headings."""
    for start, end, figure in article.within(0, len(article.text)):
        target = _person(article, figure)
        if target:
            yield Target(start, end, *target, "person")


def _person(article: Article, figure: Figure) -> tuple[str, str | None] | None:
    """The name and country of a person who can be a target."""
    if not figure.known and (
        any(word.isupper() and len(word) > 3 for word in figure.name.split())
        or all(in_headline(article.text, start) for start, _ in figure.mentions[:MAX_MENTIONS])
    ):
        return None
    standing = article.standing(figure)
    told = standing.country and (standing.role or figure.gender)
    return (figure.name, standing.country) if figure.known or told else None


def _state(mention: CountryMention) -> Target:
    return Target(mention.start, mention.end, country_names()[mention.code], mention.code, mention.kind)


def _titles(text: str, persons: Iterable[Target]) -> list[tuple[int, int]]:
    """Where the titles of these persons stand."""
    return sorted(
        (person.start - len(title) - 1, person.start)
        for person in persons
        if (title := _title(text, person.start, person.end))
    )


def _title(text: str, start: int, end: int) -> str:
    """The title before a name; in a headline its last country and office, for verbs have capitals there too."""
    title = describe(text, start, end)[0]
    if title and in_headline(text, start):
        last = next(reversed(list(find_countries(title))), None)
        office = role_of(title.split()[-1]) or title.endswith(("’s", "'s"))
        return title[last.start :] if last and office else ""
    return title


def _untitled(targets: Iterable[Target], titles: Sequence[tuple[int, int]]) -> Iterator[Target]:
    """Those that are not in the title of a person."""
    for target in targets:
        at = bisect_left(titles, (target.start + 1,)) - 1
        if at < 0 or target.end > titles[at][1]:
            yield target


def _referred(article: Article, states: Sequence[CountryMention]) -> Iterator[Target]:
    """What goes back to a country or person named before."""
    for start, end, state in (*neuter(article.text, states), *ministries(article.text, states)):
        rule = "metonym" if end - start > len("its") else "pronoun"
        yield Target(start, end, country_names()[state.code], state.code, rule)
    for start, end, figure in personal(article):
        target = _person(article, figure)
        if target:
            yield Target(start, end, *target, "pronoun")
    for match in PAIR.finditer(article.text):
        codes = two_before(states, match.start())
        if codes:
            yield Target(match.start(), match.end(), _pair_name(codes), None, "pronoun")
