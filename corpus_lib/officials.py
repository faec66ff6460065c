"""Holders of public office, and what they were on a given day, from `resources/officials.csv`.

One row is one person in one office, so a person's role depends on the day: a secretary of state was a deputy before
and is neither after. A name is found under every spelling in the table, and under small misspellings of these, as long
as the first letter and the family name fit.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from corpus_lib.resources import read_resource
from corpus_lib.rows import Role

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


class Official(NamedTuple):
    """A person in an office."""

    name: str
    country: str | None
    role: Role | None
    office: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    aliases: tuple[str, ...] = ()


class Person(NamedTuple):
    """A person of the table with all offices held, in the table's order."""

    name: str
    offices: tuple[Official, ...]

    @property
    def country(self) -> str | None:
        """The country of the first office that has one."""
        return next((office.country for office in self.offices if office.country), None)


def _day(text: str, *, last: bool) -> dt.date | None:
    """A date of which the day, or the month too, may be missing: the first or last day that it can mean."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if not parts:
        return None
    year, month, day = (*parts, *([0, 0]))[:3]
    month = month or (12 if last else 1)
    return dt.date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))


def officials_from_rows(rows: Iterable[Mapping[str, str]]) -> tuple[Official, ...]:
    """Officials from the rows of a table such as `resources/officials.csv`.

    Parameters
    ----------
    rows : iterable of mapping
        Rows with the columns name, aliases, country, role, office, since and until.

    Returns
    -------
    tuple of Official
        In the order of the rows.

    Examples
    --------
    >>> officials_from_rows([{"name": "Ann Lee", "country": "US", "role": "minister", "since": "2021-02"}])[0].since
    datetime.date(2021, 2, 1)
    """
    roles: dict[str, Role] = {role: role for role in get_args(Role)}
    return tuple(
        Official(
            name=row["name"],
            country=row.get("country") or None,
            role=roles.get(row.get("role") or ""),
            office=row.get("office") or "",
            since=_day(row.get("since") or "", last=False),
            until=_day(row.get("until") or "", last=True),
            aliases=tuple(filter(None, (row.get("aliases") or "").split("|"))),
        )
        for row in rows
    )


def in_office(office: Official, day: dt.date) -> bool:
    """Whether the office was held on a day.

    Parameters
    ----------
    office : Official
        A row of the table. One without dates is no matter of time, as with most experts.
    day : datetime.date
        The day.

    Returns
    -------
    bool
        True when the day lies within the bounds that are known.

    Examples
    --------
    >>> in_office(Official("Ann Lee", "US", "minister", since=dt.date(2021, 2, 1)), dt.date(2020, 1, 1))
    False
    """
    return (office.since or dt.date.min) <= day <= (office.until or dt.date.max)


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


def _letters(words: Sequence[str]) -> str:
    """The first letters of the given and the family name, which a slip seldom touches."""
    return words[0][:1] + words[-1][:1] if words else ""


class Directory:
    """Persons of the table by their names, full and short."""

    def __init__(self, officials: Sequence[Official]) -> None:
        grouped: dict[str, list[Official]] = {}
        self._by_country: dict[str, list[Official]] = {}
        for official in officials:
            self._by_country.setdefault(official.country or "", []).append(official)
            grouped.setdefault(official.name, []).append(official)
        self.persons = [Person(name, tuple(offices)) for name, offices in grouped.items()]
        self._by_name: dict[str, Person] = {}
        self._by_family: dict[str, list[Person]] = {}
        self._by_letters: dict[str, list[tuple[list[str], Person]]] = {}
        for person in self.persons:
            for name in (person.name, *(alias for office in person.offices for alias in office.aliases)):
                self._by_name.setdefault(fold(name), person)
                words = [fold(word) for word in name.split()]
                self._by_letters.setdefault(_letters(words), []).append((words, person))
            for family in family_names(person.name):
                self._by_family.setdefault(family, []).append(person)

    def offices(self, country: str) -> list[Official]:
        """All offices of a country."""
        return self._by_country.get(country, [])

    def by_name(self, name: str) -> Person | None:
        """The person of exactly this full name, in any spelling of the table."""
        return self._by_name.get(fold(name))

    def by_family(self, name: str) -> list[Person]:
        """All persons with this family name."""
        return self._by_family.get(fold(name), [])

    def by_near_name(self, name: str) -> Person | None:
        """The one person whose full name differs by a slip; None when several might be meant."""
        words = [fold(word) for word in name.split()]
        found: dict[str, Person] = {}
        for known, person in self._by_letters.get(_letters(words), []):
            if is_misspelt(words, known):
                found[person.name] = person
        return next(iter(found.values())) if len(found) == 1 else None


@cache
def shipped_officials() -> tuple[Official, ...]:
    """The officials of `resources/officials.csv`.

    Returns
    -------
    tuple of Official
        One per row.

    Examples
    --------
    >>> any(official.name == "Xi Jinping" for official in shipped_officials())
    True
    """
    return officials_from_rows(read_resource("officials"))


@lru_cache(maxsize=8)
def directory(extra: tuple[Official, ...] = ()) -> Directory:
    """The persons of the shipped table and of further rows, which win.

    Parameters
    ----------
    extra : tuple of Official
        Rows of the analyst. Where one has a name of the shipped table, the person is read from `extra` alone.

    Returns
    -------
    Directory
        Finds persons by name.

    Examples
    --------
    >>> directory().by_name("Xi Jinping").country
    'CN'
    """
    names = {fold(official.name) for official in extra}
    return Directory((*extra, *(row for row in shipped_officials() if fold(row.name) not in names)))
