"""Targets: the countries, governments, leaders and the relationship itself that a text can judge, mention by mention.

A country is meant by its name, an adjective, a capital or an institution of its government (`countries`); a leader by
every mention of a name (`people`), also without title; a relationship by "US-China ties" or "relations between the two
countries". Of words that overlap the relationship is taken first, then the person, then the country; the country in a
person's title ("US President Joe Biden") is no target of its own.

What fails: pronouns are not followed, and "Washington" is a government unless the table of countries knows better.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from corpus_lib.countries import STATE_KINDS, CountryMention, country_names
from corpus_lib.officials import Official
from corpus_lib.people import describe
from corpus_lib.standing import Article

_RELATION = r"(?:relations?(?:hips?)?|ties|rivalry|tensions?|rapprochement|détente|thaw|rift|competition)"
#: After two joined countries: US-China relations, US-Chinese diplomatic ties.
_AFTER_PAIR = re.compile(rf"\s+(?:\w+\s+)?{_RELATION}\b", re.IGNORECASE)
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
#: Names of countries in the name of a relationship, where the full one is long.
_SHORT = {"US": "US", "GB": "UK", "KR": "South Korea", "KP": "North Korea"}
#: Longest way from a relation's noun to the first of its two countries, in characters.
REACH = 40


class Target(NamedTuple):
    """Where a text names something that it can judge."""

    start: int
    end: int
    #: Its one name for all mentions.
    target: str
    #: The country it belongs to, ISO 3166-1 alpha-2; null for a relationship.
    country: str | None
    #: What kind of words name it: name, demonym, capital, metonym, person, relationship.
    rule: str


def find_targets(
    text: str, *, published: dt.date | None = None, officials: Sequence[Official] = ()
) -> list[Target]:
    """The mentions of countries, leaders and relationships in a text.

    Parameters
    ----------
    text
        an article
    published
        its day, by which a bare surname means the holder of an office
    officials
        the analyst's own rows, which win over the shipped ones

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
    states = [mention for mention in article.countries if mention.kind in STATE_KINDS]
    found: list[Target] = []
    for target in (*_relationships(text, states), *_persons(article), *_states(text, states, article)):
        if all(target.end <= other.start or other.end <= target.start for other in found):
            found.append(target)
    return sorted(found)


def _relationships(text: str, states: Sequence[CountryMention]) -> Iterator[Target]:
    for one, other in pairwise(states):
        if one.code == other.code:
            continue
        between = text[one.end : other.start]
        name = "–".join(_SHORT.get(code, country_names()[code]) for code in sorted((one.code, other.code)))
        after = _AFTER_PAIR.match(text, other.end)
        before = _BEFORE_PAIR.search(text[max(0, one.start - REACH) : one.start])
        if after and _JOINT.fullmatch(between):
            yield Target(one.start, after.end(), f"{name} relationship", None, "relationship")
        elif before and _AND.fullmatch(between):
            start = max(0, one.start - REACH) + before.start()
            yield Target(start, other.end, f"{name} relationship", None, "relationship")
    for match in _UNNAMED.finditer(text):
        yield Target(match.start(), match.end(), "bilateral relationship", None, "relationship")


def _persons(article: Article) -> Iterator[Target]:
    """Persons whom the table knows, or of whom the text says whose they are; other capitals can be headings."""
    for start, end, figure in article.within(0, len(article.text)):
        country = article.standing(figure).country
        if figure.known or country:
            yield Target(start, end, figure.name, country, "person")


def _states(text: str, states: Sequence[CountryMention], article: Article) -> Iterator[Target]:
    """Countries, but for those in a person's title."""
    titles = [
        (start - len(before) - 1, start)
        for start, end, _ in article.within(0, len(text))
        if (before := describe(text, start, end)[0])
    ]
    for mention in states:
        if not any(start <= mention.start and mention.end <= end for start, end in titles):
            yield Target(
                mention.start, mention.end, country_names()[mention.code], mention.code, mention.kind
            )
