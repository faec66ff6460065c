"""What stands in one article: its persons, what each of them is on its day, and the words of a source taken apart.

A person of the table has a role for every day; which office counts is decided by the day, and without one by the
words beside the name. For all others these words are everything: "a researcher at the Lee Kuan Yew School".
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from corpus_lib.countries import STATE_KINDS, CountryMention, find_countries, find_country
from corpus_lib.names import name_words
from corpus_lib.officials import Official, Person, directory, in_office
from corpus_lib.outlets import find_mentions
from corpus_lib.people import Cast, Figure, describe
from corpus_lib.roles import office_of, role_of
from corpus_lib.rows import Role

#: How far back an antecedent may stand, in characters: about three paragraphs.
REACH = 1500
#: Descriptions of one person that are read. The first mentions introduce; later ones repeat.
MAX_DESCRIBED = 4
#: Longest source that is read, in characters. A longer one is a sentence with its head at the start.
MAX_SOURCE = 400
_CUT = re.compile(
    r"[,;:(—–\[]|\s(?-i:(?!WHO\b))(?:who|that|which|whose|with|at|in|from|to|by|near|under|about|close|familiar|quoted|involved|briefed|"
    r"based|of|for|on|and)(?=\s|$)",
    re.IGNORECASE,
)
#: A name is the head of its phrase when nothing but these follow it there.
_NAME_ENDS = re.compile(
    r"(?:[’']s?)?\s*(?:$|[,;:(\[—–-]|\s(?:who|of|at|from|with|in|for|himself|herself|that|told|on|and (?!\w+[’']s)))"
)
#: A phrase that speaks of somebody near to the person named, and not of the person.
_NEAR_NAME = re.compile(
    r"\s(?:for|to|of|with|by|from|about|against|like|under|near|between|than|on|in|at)\s(?:the\s)?(?:former\s)?((?:[A-Z][\w.]*\s|and\s)*)$"
)


#: Signs between sentences, as far as one can tell without reading abbreviations.
_STOPS = (". ", "\n", "? ", "! ")
#: Countries of one sentence that are read.
MAX_NAMED = 9
#: Words that go back to the country named last.
_THE_COUNTRY = re.compile(r"(?:the|that|this)\s(?:country|nation|kingdom|republic)[’']s\s", re.IGNORECASE)
#: A member of a party by party and state, which only the American press writes so: R-Texas, D-N.M.
_PARTY_AND_STATE = re.compile(r"(?<!\w)[RDI]-[A-Z]")

#: What the words beside a name may make of a person of the table who is in no office. An interview makes nobody a host.
_OUT_OF_OFFICE = frozenset({"expert", "business", "legislator", "official", "minister", "military"})


class Speaker(NamedTuple):
    """Whom a source resolves to: name, country, role, the rule or the reason, and the other words it was read from."""

    speaker: str | None
    country: str | None
    role: Role | None
    rule: str
    start: int | None = None
    end: int | None = None


class Standing(NamedTuple):
    """What a person is on the article's day, whether the table or a description says so, and all descriptions."""

    country: str | None
    role: Role | None
    office: str | None
    rule: str
    said: str


class Source(NamedTuple):
    """The words of a source, its core (the phrase up to its first preposition), and the person who heads it."""

    start: int
    end: int
    words: str
    core: str
    figure: Figure | None


class Article:
    """An article with its persons."""

    def __init__(
        self, text: str, day: dt.date | None, outlet_country: str | None, officials: Sequence[Official]
    ) -> None:
        self.text, self.day, self.outlet_country = text, day, outlet_country
        self.table = directory(tuple(officials))
        self.countries = list(find_countries(text))
        self.cast = Cast(text, self.countries, self.table, day)
        self._standings: dict[int, Standing] = {}
        self._quotations = _quotations(text)

    def standing(self, figure: Figure) -> Standing:
        """What a person is: from the table, else from all descriptions in the article."""
        known = self._standings.get(id(figure))
        if known is None:
            known = self._standings[id(figure)] = self._read(figure)
        return known

    def _read(self, figure: Figure) -> Standing:
        spots = (figure.full or []) + figure.mentions
        parts = [
            part
            for spot in dict.fromkeys(spots[:MAX_DESCRIBED])
            for part in describe(self.text, *spot)
            if part
        ]
        words = " ".join(parts).casefold()
        roles = [role for role in map(role_of, parts) if role is not None]
        said = next((role for role in roles if role != "other"), roles[0] if roles else None)
        if figure.known:
            return self._from_table(figure.known, parts, said)
        if said == "expert":
            parts = [_institution(part) or part for part in parts]
        country = next(filter(None, map(find_country, parts)), None)
        if country is None and said in {"minister", "head_of_state"} and parts[0].startswith("its "):
            mention = self.country_before(spots[0][0], REACH)
            country = mention.code if mention else None
        if country is None and any(map(_PARTY_AND_STATE.search, parts)):
            country = "US"
        outlet = (
            next((m.outlet for part in parts for m in find_mentions(part)), None)
            if said in (None, "media")
            else None
        )
        if outlet and not country:
            country, said = outlet.country, "media"
        office = next(filter(None, map(office_of, parts)), None)
        return Standing(country, said, office, "description" if country else "no_country", words)

    def _from_table(self, person: Person, parts: list[str], said: Role | None) -> Standing:
        words = " ".join(parts).casefold()
        offices = [office for office in person.offices if self.day is None or in_office(office, self.day)]
        told = {office_of(part) for part in parts} - {None}
        fitting = [office for office in offices if office_of(office.office) in told]
        held = max(fitting or offices, key=lambda office: office.since or dt.date.min, default=None)
        if held is None:
            role = said if said in _OUT_OF_OFFICE else "other"
            return Standing(person.country, role, next(iter(told), None), "table", words)
        return Standing(
            held.country or person.country, held.role or said, office_of(held.office), "table", words
        )

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, Figure]]:
        """The mentions of persons between two places, in order."""
        places = self.cast.places
        for at in range(bisect_left(places, start, key=lambda place: place[0]), len(places)):
            if places[at][1] > end:
                return
            yield places[at]

    def before(self, start: int, reach: int) -> Iterator[tuple[int, int, Figure]]:
        """The mentions of persons before a place, the nearest first."""
        places = self.cast.places
        for at in range(bisect_left(places, start, key=lambda place: place[0]) - 1, -1, -1):
            if places[at][0] < start - reach:
                return
            yield places[at]

    def country_before(self, start: int, reach: int) -> CountryMention | None:
        """The country or government named last before a place; no half of a compound, such as "US-Mexican"."""
        at = bisect_left(self.countries, start, key=lambda mention: mention.start)
        near = (self.countries[i] for i in range(at - 1, -1, -1) if self.countries[i].kind in STATE_KINDS)
        last = next((mention for mention in near if not self._in_compound(mention)), None)
        return last if last and last.start >= start - reach else None

    def _in_compound(self, mention: CountryMention) -> bool:
        before, after = (
            self.text[max(0, mention.start - 2) : mention.start],
            self.text[mention.end : mention.end + 2],
        )
        return bool(re.search(r"\w[-–]$", before) or re.match(r"[-–][A-Z]", after))

    def names_country(self, start: int) -> bool:
        """Whether the name of a country or body stands at a place, and no pronoun: US, WHO."""
        at = bisect_left(self.countries, start, key=lambda mention: mention.start)
        return at < len(self.countries) and self.countries[at].start == start

    def country_meant(self, start: int, end: int) -> str | None:
        """What "the country" means: the country that opens its sentence, else the last sentence that names one.

        A country that the sentence names later on is another one: "the country’s ministry summoned the US envoy".
        """
        last = self.country_before(start, REACH)
        if last is None:
            return None
        opens = max(self.text.rfind(sign, max(0, last.start - REACH), last.start) for sign in _STOPS)
        first = bisect_left(self.countries, max(0, opens), key=lambda mention: mention.start)
        near = [
            m for m in self.countries[first : first + MAX_NAMED] if m.start < start and m.kind in STATE_KINDS
        ]
        later = self.beside(start, end, after=True)
        return next((m.code for m in near if m.code not in later), None)

    def beside(self, start: int, end: int, *, after: bool = False) -> set[str]:
        """The countries named in the sentence around a place, or in what of it follows."""
        opens = max(self.text.rfind(sign, max(0, start - REACH), start) for sign in _STOPS)
        closes = [self.text.find(sign, end, end + REACH) for sign in _STOPS]
        until = min((at for at in closes if at >= 0), default=end + REACH)
        since = end if after else max(0, opens)
        first = bisect_left(self.countries, since, key=lambda mention: mention.start)
        last = bisect_left(self.countries, until, key=lambda mention: mention.start)
        return {mention.code for mention in self.countries[first:last]}

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """The words that the article writes without a capital."""
        return frozenset(re.findall(r"(?<![\w’'])[a-z]{2,}", self.text))

    def quoted(self, at: int) -> bool:
        """Whether a place stands in quotation marks."""
        index = bisect_left(self._quotations, (at + 1,)) - 1
        return index >= 0 and at < self._quotations[index][1]

    def source(self, start: int, end: int) -> Source:
        """The words of a source without the signs around them, its core, and the person it names."""
        end = min(end, len(self.text), start + MAX_SOURCE)
        while start < end and not self.text[start].isalnum():
            start += 1
        words = re.sub(r"(?:[’'](?:s|S)?)?[\s\W]*$", "", self.text[start:end])
        source = Source(start, start + len(words), words, _core(words), None)
        return source._replace(figure=self._named(source))

    def _named(self, source: Source) -> Figure | None:
        """The person whose name heads the source."""
        for start, end, figure in self.within(source.start, source.end):
            before = f" {self.text[source.start : start]}"
            near = _NEAR_NAME.search(before)
            titles = near and all(word.rstrip(".") in name_words("title") for word in near.group(1).split())
            if _NAME_ENDS.match(self.text[end : source.end]) and not titles:
                return figure
        return None


class Work(NamedTuple):
    """An article, and what has been resolved in it so far."""

    article: Article
    done: list[tuple[Source, Speaker]]
    resolve: Callable[[Source, Work], Speaker]


def nation_of(source: Source, work: Work) -> str | None:
    """The country that the source's words name, or go back to, else that of a person in them: Trump’s campaign."""
    country = find_country(source.words)
    if country is None and _THE_COUNTRY.match(source.words):
        return work.article.country_meant(source.start, source.end)
    if country or any(m.kind in STATE_KINDS for m in find_countries(source.core)):
        return country
    figures = (figure for _, _, figure in work.article.within(source.start, source.end))
    return next(filter(None, (work.article.standing(figure).country for figure in figures)), None)


def repeated(found: tuple[Source, Speaker], rule: str) -> Speaker:
    """The result of a source before, for another one that goes back to it."""
    source, speaker = found
    return speaker._replace(rule=rule, start=source.start, end=source.end)


def _institution(words: str) -> str | None:
    """The university or think tank in a description: where a scholar works tells more than what he studies."""
    return next((words[m.start : m.end] for m in find_countries(words) if m.kind == "institution"), None)


def _quotations(text: str) -> list[tuple[int, int]]:
    """Where words stand in quotation marks, paragraph by paragraph; a mark without its partner closes at the end."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in re.finditer(r"[“”\"\n]", text):
        sign = mark.group()
        if opened is None:
            opened = mark.end() if sign in '“"' else None
        elif sign != "“":
            spans.append((opened, mark.start()))
            opened = None
    return spans


def _core(words: str) -> str:
    """A phrase up to its first preposition or comma; those inside a body's name belong to it."""
    for cut in _CUT.finditer(words):
        before, after = words[: cut.start()].rsplit(None, 1)[-1:], words[cut.end() :].lstrip()
        inside = (
            cut.group().strip() in {"of", "for", "on", "and"} and after.removeprefix("the ")[:1].isupper()
        )
        if not (inside and before and before[0][:1].isupper()):
            return words[: cut.start()] or words
    return words
