"""Outlets: one name for all spellings, with country and type, from `resources/outlets.csv`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from corpus_lib.resources import read_resource


class Outlet(NamedTuple):
    """A known outlet."""

    name: str
    country: str | None
    type: str | None


class OutletMention(NamedTuple):
    """Where a known outlet is named in a text."""

    start: int
    end: int
    outlet: Outlet


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"^the\s+", "", name.strip().casefold()))


@cache
def _by_key() -> dict[str, Outlet]:
    known: dict[str, Outlet] = {}
    for row in read_resource("outlets"):
        outlet = Outlet(row["name"], row["country"] or None, row["type"] or None)
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            known.setdefault(_key(name), outlet)
    return known


@cache
def _by_domain() -> dict[str, Outlet]:
    return {
        domain: _by_key()[_key(row["name"])]
        for row in read_resource("outlets")
        for domain in filter(None, row["domains"].split("|"))
    }


@cache
def _mention_pattern() -> re.Pattern[str]:
    names = {
        name
        for row in read_resource("outlets")
        for name in (row["name"], *row["aliases"].split("|"))
        if len(name) > 1
    }
    spellings = (
        re.sub(r"[\s\-]+", lambda _: r"[\s\-]?", re.escape(name).replace(r"\ ", " ").replace(r"\-", "-"))
        for name in names
    )
    return re.compile(
        r"(?<![\w-])(?:[Tt]he )?(?:" + "|".join(sorted(spellings, key=len, reverse=True)) + r")(?![\w-])"
    )


def find_outlet(name: str) -> Outlet | None:
    """The outlet that a name means, whatever its spelling; None when it is not in the table.

    >>> find_outlet("Al-Jazeera").name == find_outlet("aljazeera").name == "Al Jazeera"
    True
    """
    return _by_key().get(_key(name))


def outlet_of_url(url: str) -> Outlet | None:
    """The outlet that an address belongs to.

    >>> outlet_of_url("https://www.theguardian.com/world/2023/jun/18/x").name
    'The Guardian'
    """
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return None
    while host:
        if host in _by_domain():
            return _by_domain()[host]
        host = host.partition(".")[2]
    return None


def find_mentions(text: str) -> Iterator[OutletMention]:
    """The outlets named in a text, in order. Case counts: "Time" is a magazine, "time" is not.

    >>> [(m.outlet.name, m.start) for m in find_mentions("was quoted by Al-Jazeera as saying")]
    [('Al Jazeera', 14)]
    """
    for match in _mention_pattern().finditer(text):
        outlet = find_outlet(match.group())
        if outlet:
            yield OutletMention(match.start(), match.end(), outlet)


def find_signs(text: str) -> Iterator[OutletMention]:
    """Words of an imprint that give an outlet away where its name is not on the page.

    >>> list(find_signs("Talks resume."))
    []
    """
    for row in read_resource("outlets"):
        for sign in filter(None, row["signs"].split("|")):
            start = text.find(sign)
            if start >= 0:
                yield OutletMention(start, start + len(sign), _by_key()[_key(row["name"])])
