"""Holders of public office, and what they were on a given day, from `resources/officials.csv`.

One row is one person in one office, so a person's role depends on the day: a secretary of state was a deputy before
and is neither after. A name is found under every spelling in the table, and under small misspellings of these, as long
as the first letter and the family name fit.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from corpus_lib.resources import read_resource
from corpus_lib.rows import Role
from corpus_lib.spellings import family_names, fold, is_family_first, is_misspelt

#: Countries whose people the English press calls by the first word of their names.
FAMILY_FIRST = frozenset({"CN", "HK", "KP", "KR", "MO", "SG", "TW"})


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


def _table_families(person: Person) -> set[str]:
    """The family name alone where the country leaves no doubt which word it is."""
    if person.country in FAMILY_FIRST and is_family_first(person.name):
        return {fold(person.name.split()[0])}
    return family_names(person.name)


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
            for family in _table_families(person):
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
