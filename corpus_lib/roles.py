"""What a description says of a person: the role, and the office, from `resources/role_words.csv`.

"Chinese Foreign Ministry spokesman" is a spokesperson, "an aide to the president" an official and no president: the
last word before the first preposition counts before the rest. What one has been counts for nothing now.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple, get_args

from corpus_lib.countries import find_countries
from corpus_lib.resources import read_resource
from corpus_lib.rows import Role

#: Longest description that is read. What says who somebody is stands at its start.
MAX_DESCRIPTION = 300
#: Roles that the head of a phrase settles, whatever follows: an aide to a president, a professor of government.
_SETTLED = frozenset({"spokesperson", "expert", "official", "media", "citizen", "legislator", "military"})
_PREPOSITION = re.compile(
    r"\s(?:to|for|of|with|at|in|from|on|by|near|who|that|which|whose|under|about)\s", re.IGNORECASE
)
_PAST = re.compile(
    r"\b(?:former(?:ly)?|ex-|one-?time|retired|previously|who (?:had )?(?:was|served|headed|led|worked|held|oversaw|ran)|"
    r"late|served as|was (?:the|a|an)|outgoing)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*")
#: What a president presides over, when it stands before the word.
_CLUB = re.compile(
    r"(?:federation|association|union|club|council|company|university|bank|board|senate|chamber|foundation|institute|society|"
    r"group|league|college|party)(?:[’']s)?\s$"
)
#: Whom a place of research employs, and the place: an adviser there is no state's.
_RESEARCH = re.compile(
    r"(?:advis[eo]r|counsell?or|scientist)s? (?:to|at|of|with|for) (?:the |a |an )?(?:[\w&’'.,-]+ ){0,8}?"
    r"(?:University|Institute|Institution|College|think[ -]tank|research (?:group|cent(?:er|re)))\b"
)
#: A member of Congress, by party and state: R-Texas.
_MEMBER = re.compile(r"(?<!\w)[RDI]-[A-Z]")
_SEGMENT = re.compile(r",\s|;\s|\s(?=now\b)|\s(?=who is\b)|\s(?=currently\b)", re.IGNORECASE)
#: Offices that texts name in several ways, the most exact first. An office of the table and a description are the same
#: when they have the same entry here.
_OFFICES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (office, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE))
    for office, pattern in (
        ("spokesperson", r"spokes(?:man|woman|person)|press secretary"),
        ("ambassador", r"ambassador|envoy"),
        (
            "deputy",
            r"(?:deputy|assistant|under|vice)[ -](?:\w+ )?(?:secretary|minister|premier|chair\w*|director|advis[eo]r)|undersecretary",
        ),
        ("vice president", r"vice[ -]president"),
        ("national security adviser", r"(?:national )?security advis[eo]r"),
        ("trade representative", r"trade representative"),
        (
            "secretary of state",
            r"secretary of state|head of the (?:\S+ ){0,3}(?:department of state|state department)|"
            r"(?:top|chief|senior) (?:us|u\.s\.|american) diplomat|(?:us|u\.s\.|american?)(?:[’']s)? (?:top|chief) diplomat",
        ),
        ("foreign minister", r"(?:foreign|external affairs) minister|minister (?:of|for) (?:foreign|external) affairs|fm"),
        ("defence minister", r"(?:secretary|minister) (?:of|for) (?:national )?defen[sc]e|defen[sc]e (?:secretary|minister)|pentagon chief"),
        ("finance minister", r"treasury secretary|secretary of the treasury|finance minister|treasury chief|minister of finance"),
        ("commerce minister", r"(?:commerce|trade) (?:secretary|minister)|(?:secretary|minister) of commerce"),
        ("attorney general", r"attorney general"),
        ("speaker", r"(?:house )?speaker"),
        ("prime minister", r"prime minister|premier"),
        ("top diplomat", r"(?:top|chief) (?:\S+ )?diplomat"),
        ("governor", r"governor"),
        ("senator", r"senator|sen\."),
        ("chancellor", r"chancellor"),
        ("chief executive", r"chief executive"),
        ("president", r"president|(?:paramount|supreme|chinese|china[’']s) leader"),
    )
)  # fmt: skip
#: Offices that a vaguer word may mean.
_MEANS = {"top diplomat": {"foreign minister", "secretary of state"}}


class _Words(NamedTuple):
    """The phrases that begin with one word, and the rank of each phrase's role."""

    pattern: re.Pattern[str]
    ranks: dict[str, int]


@cache
def _ranked() -> tuple[Role, ...]:
    known: dict[str, Role] = {role: role for role in get_args(Role)}
    return tuple(known[row["role"]] for row in read_resource("role_words"))


@cache
def _phrases() -> dict[str, _Words]:
    """Phrases by their first word. A plural counts as the word: an s is taken off, other plurals are in the table."""
    by_word: dict[str, dict[str, int]] = {}
    for rank, row in enumerate(read_resource("role_words")):
        for phrase in row["words"].split("|"):
            by_word.setdefault(_first(phrase), {}).setdefault(phrase, rank)
    found = {}
    for word, ranks in by_word.items():
        longest = sorted(ranks, key=len, reverse=True)
        options = "|".join(map(re.escape, longest))
        found[word] = _Words(re.compile(rf"({options})s?(?![\w])"), ranks)
    return found


def _first(phrase: str) -> str:
    match = _WORD.match(phrase)
    return match.group() if match else ""


def _find_roles(words: str, until: int | None = None) -> list[Role]:
    """The roles of the phrases that start before `until`, in order; at each place the longest phrase is read."""
    low = words.casefold()
    phrases = _phrases()
    found: list[Role] = ["legislator"] if _MEMBER.search(words[:until]) else []
    end = 0
    for word in _WORD.finditer(low):
        if until is not None and word.start() >= until:
            break
        if word.start() < end:
            continue
        entry = phrases.get(word.group()) or phrases.get(word.group().removesuffix("s"))
        match = entry.pattern.match(low, word.start()) if entry else None
        if entry is None or match is None:
            continue
        end = match.end()
        club = match.group(1) == "president" and not (
            _of_a_state(words[end:]) and not _CLUB.search(low[: match.start()])
        )
        found.append("other" if club else _ranked()[entry.ranks[match.group(1)]])
    return found


def _highest(roles: list[Role]) -> Role | None:
    return min(roles, key=_ranked().index, default=None)


def _of_a_state(rest: str) -> bool:
    """Whether "president" is followed by nothing, a name, or a country, and not by a club."""
    body = re.match(r"(?:\s+and\s+[\w-]+)?,?\s+(?:of|at|for|emeritus)(?:\s+the)?\s*", rest)
    if body is None:
        return True
    mention = next(find_countries(rest[body.end() :]), None)
    return mention is not None and mention.start == 0 and mention.kind == "name"


def _read_segment(segment: str) -> Role | None:
    head = _PREPOSITION.split(f"{segment} ", maxsplit=1)[0]
    roles = _find_roles(segment, len(head))
    if _RESEARCH.search(segment):
        return "expert"
    if roles and roles[-1] in _SETTLED and "president" not in head.casefold():
        return roles[-1]
    return _highest(_find_roles(segment) + roles)


@lru_cache(maxsize=4096)
def role_of(description: str) -> Role | None:
    """The role that a description gives a person.

    Parameters
    ----------
    description : str
        Words that say who somebody is.

    Returns
    -------
    str or None
        A role of `rows.Role`; "other" when the words tell only what one has been; None when they tell nothing.

    Examples
    --------
    >>> role_of("Singapore’s foreign minister"), role_of("an aide to the president")
    ('minister', 'official')
    >>> role_of("a former senator, now a fellow at Brookings"), role_of("former Secretary of State")
    ('expert', 'other')
    """
    words = description[:MAX_DESCRIPTION].replace("'", "’")
    segments = [part for part in _SEGMENT.split(words) if part.strip()]
    present = [part for part in segments if not _PAST.search(part)]
    role = next((role for role in map(_read_segment, present) if role and role != "other"), None)
    if role:
        return role
    past = len(present) < len(segments) and any(map(_find_roles, segments))
    return "other" if past or any(map(_find_roles, present)) else None


@lru_cache(maxsize=16384)
def office_of(words: str) -> str | None:
    """The office that words name, under one name for its variants.

    Parameters
    ----------
    words : str
        An office of the table, or a description.

    Returns
    -------
    str or None
        None when they name none that is known by several names.

    Examples
    --------
    >>> office_of("the head of the United States Department of State"), office_of("Minister of Foreign Affairs")
    ('secretary of state', 'foreign minister')
    """
    return next((office for office, pattern in _OFFICES if pattern.search(words[:MAX_DESCRIPTION])), None)


def same_office(wanted: str | None, held: str | None) -> bool:
    """Whether a holder of one office can be meant by the name of the other.

    Parameters
    ----------
    wanted : str or None
        Office as a text names it, by `office_of`.
    held : str or None
        Office of a person, by `office_of`.

    Returns
    -------
    bool
        False when either is None.

    Examples
    --------
    >>> same_office("top diplomat", "foreign minister"), same_office("president", "vice president")
    (True, False)
    """
    return wanted is not None and (wanted == held or held in _MEANS.get(wanted, set()))
