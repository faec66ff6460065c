"""Persons named in a text: full names, short names that go back to them, and the words that describe them.

No model reads the text. A run of capitalised words is cut at titles, countries and the words that make names of
bodies; what is left may be a name. A single name goes back to the full name that introduced it last, else to one that
comes later, else to the one holder of the table who was in office. It errs on things that look like persons (a firm
called after its founder); so only names that something speaks for are `certain`: the table, a title, a description, a
given name, a later mention by the family name alone.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from corpus_lib.countries import CountryMention, find_country
from corpus_lib.names import INITIAL, Gender, Name, find_names, gender_of, name_words, word_letters
from corpus_lib.officials import Directory, Person, in_office
from corpus_lib.roles import office_of, role_of, same_office
from corpus_lib.spellings import family_names, fold, is_misspelt

#: How far before and after a name its description is read, in characters.
REACH = 180
#: Persons of one family name that are compared. No article has more; lists of names do.
MAX_NAMESAKES = 20
_LINK = frozenset({"of", "for", "the", "to", "on", "at", "in", "&"})
_BREAK = re.compile(r"[;:!?\n“”\"(—]|,\s")
_OPENS = re.compile(r"(?:\b(?:an?|the|its|his|her|their|one)|\w[’']s)\s", re.IGNORECASE)
_END = re.compile(r"[;:!?“”\"\n—]|(?<=[a-z])\.\s|(?<=[a-z])\.$|\s[–-]\s")
_PARTY = re.compile(r"\s*[,(]\s*([RDI]-[A-Z][\w.]*)")
_FROM = re.compile(r"\s+(?:of|from|at|with)\s+(?=(?:the\s+)?[A-Z])")
_PLACED = re.compile(r"^(?:an?|the)\s.*\s(?:at|of|for|with|from)\s(?:the\s)?[A-Z]")
#: A town and its state in one: "the Garrison, New York-based institute".
_TOWN_BASED = re.compile(r"(?<=\w), (?=(?:[A-Z][\w.]+ )?[A-Z][\w.]*-based\s)")
_GOES_ON = re.compile(
    r"(?:an?|now|currently|who is|who was|who (?:has |now )?(?:serve|work|teach|head|lead|direct)\w*|and now)\s",
    re.IGNORECASE,
)


@dataclass(eq=False)
class Figure:
    """A person of one article, with every place that names the person."""

    name: str
    known: Person | None = None
    gender: Gender | None = None
    certain: bool = False
    full: list[tuple[int, int]] = field(default_factory=list)
    mentions: list[tuple[int, int]] = field(default_factory=list)


def _before(text: str, start: int) -> str:
    """The title and description that lead up to a name, or the phrase that it stands in apposition to."""
    lead = text[max(0, start - REACH) : start]
    if lead.endswith(", "):
        clause = _BREAK.split(lead[:-2])[-1]
        phrase = clause[next((match.start() for match in _OPENS.finditer(clause)), len(clause)) :]
        return phrase if role_of(phrase) else ""
    kept: list[str] = []
    for word in reversed(_BREAK.split(lead)[-1].split()):
        ends = word.endswith(".") and not INITIAL.match(word) and word_letters().get(word[:-1]) != "t"
        low = word.casefold()
        fits = word[:1].isupper() or "-" in low or low in _LINK or low in name_words("describing")
        fits = fits or low.capitalize() in name_words("body") or role_of(low) is not None
        if not fits or (ends and "." not in word[:-1]) or (not kept and low in _LINK):
            break
        kept.append(word)
    while kept and kept[-1].casefold() in _LINK:
        kept.pop()
    return " ".join(reversed(kept))


def _after(text: str, end: int) -> str:
    """The apposition, party or body that follows a name."""
    rest = text[end : end + REACH]
    party = _PARTY.match(rest)
    if party:
        return party.group(1)
    rest = _END.split(rest, maxsplit=1)[0]
    if _FROM.match(rest):
        return rest.split(",")[0].strip()
    if not rest.startswith(","):
        return ""
    parts = _TOWN_BASED.sub(" ", rest[1:]).split(", ")
    if re.match(r"\s*\d\d$", parts[0]):
        parts = parts[1:]
    first = parts[0].strip() if parts else ""
    word = first.split(" ", 1)[0]
    opens = word.casefold() in {"a", "an", "the", "who", "one", "now", "then"} | name_words("describing")
    if (
        not first
        or not (opens or word.endswith(("’s", "'s")) or role_of(word))
        or not (role_of(first) or _PLACED.search(first) or (word in {"a", "an"} and find_country(first)))
    ):
        return ""
    more = [part for part in parts[1:] if _GOES_ON.match(part) and role_of(part)]
    return ", ".join([first, *more])


def describe(text: str, start: int, end: int) -> tuple[str, str]:
    """The words that say who a named person is.

    Parameters
    ----------
    text : str
        The article's text.
    start, end : int
        Where the name stands in it.

    Returns
    -------
    tuple of str
        The words before the name and those after it; "" where there are none.

    Examples
    --------
    >>> text = "Chinese Foreign Ministry spokesman Wang Wenbin, a former envoy, said"
    >>> describe(text, text.index("Wang"), text.index(", a"))
    ('Chinese Foreign Ministry spokesman', 'a former envoy')
    """
    return _before(text, start), _after(text, end)


class Cast:
    """The persons of one article, by where they are named."""

    def __init__(
        self, text: str, countries: list[CountryMention], table: Directory, day: dt.date | None
    ) -> None:
        self._text, self._table, self._day = text, table, day
        self._named: dict[str, Figure] = {}
        self._families: dict[str, list[Figure]] = {}
        places: list[tuple[int, int, Figure]] = []
        singles: list[tuple[Name, Figure | None]] = []
        for name in find_names(text, countries):
            if len(set(name.words)) > 1 and name.words[1:] != ("Jr.",):
                name, figure = self._full_name(name)
                figure.full.append((name.start, name.end))
                self._note(figure, name)
                places.append((name.start, name.end, figure))
            else:
                singles.append((name, self._by_family(name)))
        for name, before in singles:
            found = before or self._by_family(name) or self._from_table(name)
            if found is None and name.title:
                found = self._new(name.words[0], None)
            if found:
                found.certain = True
                self._note(found, name)
                places.append((name.start, name.end, found))
        #: Start, end and person of each mention, in order.
        self.places = sorted(places, key=lambda place: place[:2])

    def _new(self, name: str, known: Person | None) -> Figure:
        figure = Figure(known.name if known else name, known, certain=known is not None)
        self._register(figure, figure.name)
        return figure

    def _full_name(self, name: Name) -> tuple[Name, Figure]:
        """The person of a full name, and the name without a word too many beside one that the table knows."""
        shorter = [
            name._replace(words=name.words[1:], start=name.start + len(name.words[0]) + 1),
            name._replace(words=name.words[:-1], end=name.end - len(name.words[-1]) - 1),
        ]
        for part in [name, *(shorter if len(name.words) > 2 else [])]:
            words = " ".join(part.words)
            known = self._table.by_name(words)
            if known:
                return part, self._known(known, words)
        words = " ".join(name.words)
        figure = self._named.get(fold(words)) or self._near(name)
        if figure is None:
            known = self._near_in_table(words, name)
            figure = self._known(known, words) if known else self._new(words, None)
        self._register(figure, words)
        return name, figure

    def _known(self, person: Person, words: str) -> Figure:
        """The person of the table in this article, who may be written in a way of its own here."""
        figure = self._named.get(fold(person.name)) or self._new(person.name, person)
        self._register(figure, words)
        return figure

    def _register(self, figure: Figure, name: str) -> None:
        if fold(name) in self._named:
            return
        self._named[fold(name)] = figure
        for family in family_names(name):
            figures = self._families.setdefault(family, [])
            if figure not in figures:
                figures.append(figure)

    def _near(self, name: Name) -> Figure | None:
        """A person of this article with nearly this name: with or without the middle one, or misspelt."""
        words = [fold(word) for word in name.words]
        for figure in self._families.get(words[-1], [])[-MAX_NAMESAKES:]:
            if is_misspelt(words, [fold(word) for word in figure.name.split()]):
                return figure
        return None

    def _near_in_table(self, words: str, name: Name) -> Person | None:
        """A person of the table with nearly this name, unless what stands beside it speaks against it."""
        known = self._table.by_near_name(words)
        if known is None:
            return None
        said = [part for part in describe(self._text, name.start, name.end) if part]
        countries = {find_country(part) for part in said} - {None}
        roles = {role_of(part) for part in said} & {"business", "citizen", "media"}
        return None if roles or (countries and known.country not in countries) else known

    def _by_family(self, name: Name) -> Figure | None:
        """The person introduced last whom a family name can mean."""
        found = [
            f
            for f in self._families.get(fold(name.words[0]), [])[-MAX_NAMESAKES:]
            if f.gender in (None, gender_of(name)) or gender_of(name) is None
        ]
        return max(found, key=lambda figure: figure.full[-1:], default=None)

    def _from_table(self, name: Name) -> Figure | None:
        """The one holder of the table whom a family name without a full name can mean on the day."""
        day = self._day
        found = [
            person
            for person in self._table.by_family(name.words[0])
            if day is None or any(in_office(office, day) for office in person.offices)
        ]
        if len(found) > 1 and name.title:
            titled = office_of(f"{name.title} ")
            found = [p for p in found if any(same_office(titled, office_of(o.office)) for o in p.offices)]
        if len(found) != 1:
            return None
        return self._named.get(fold(found[0].name)) or self._new(found[0].name, found[0])

    def _note(self, figure: Figure, name: Name) -> None:
        figure.mentions.append((name.start, name.end))
        figure.gender = figure.gender or gender_of(name)
        if not figure.certain:
            given = name.words[0] in name_words("female") | name_words("male")
            figure.certain = given or bool(name.title) or any(describe(self._text, name.start, name.end))
