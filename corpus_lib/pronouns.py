"""Words that go back to a target named before: "he", "it", "the two countries", "the ministry".

Only what is nearly sure is followed; everything else is left alone, for a wrong target is worse than none. "He" and
"she" go back to the one person near whom they fit, as with speakers (`antecedents`); "it" to a country that opens the
same clause, with no other name between; "the two countries" to the only two named shortly before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from corpus_lib.antecedents import pronoun
from corpus_lib.countries import CountryMention
from corpus_lib.names import Gender, name_words
from corpus_lib.people import Figure
from corpus_lib.standing import Article, Source, Speaker, Work

#: How far back a person may stand for a pronoun, in characters: about two sentences.
NEAR = 250
#: How far back the two countries of "the two countries" may stand, in characters: about two sentences.
PAIR_REACH = 300
_PERSONAL = re.compile(r"(?<![\w’'@-])(?:[Hh]e|[Ss]he|[Hh]im|[Hh]is|[Hh]er)(?![\w-])")
#: "He" after a word with a capital is a name: Liu He.
_NAME_BEFORE = re.compile(r"[A-Z][a-z]+\s$")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
#: From a country that opens its clause to "it": small words only, none of which brings in another thing.
_IT = re.compile(
    rf"(?:[’']s\s(?:government|leaders|leadership|side))?"
    rf"(?:\s(?!(?:its?|the|an?|this|these|those|each|another|one|his|her)\b)([a-z]+|{_DAY})){{1,8}}"
    rf"\s(?:(its)|it(?!\s(?:seems|appears|takes|is|was|has been)\b))\b"
)
#: Words after which a new clause begins, and "it" is no object: "passed it" goes back to something else.
_BEFORE_CLAUSE = frozenset(("said", "says", "say", "announced", "insisted", "warned", "vowed", "added", "denied", "claimed", "argued", "believes", "believed", "thinks", "hopes", "hoped", "that", "if", "when", "while", "because", "as", "though", "although", "whether", "where", "until", "unless", "since", "before", "after", "once", "what"))  # fmt: skip
_OPENS = re.compile(r"(?:^|[.!?]”?\s|\n)[“\"]?(?:[Tt]he\s)?$")
PAIR = re.compile(
    r"\b(?:both|(?:the|these|our)\s(?:world’s\s|world's\s)?two(?:\s(?:biggest|largest|great))?)\s"
    r"(?:countries|nations|sides|powers|governments|capitals|superpowers|economies)\b",
    re.IGNORECASE,
)
_MINISTRY = re.compile(r"[Mm]inistry\b(\sof\b(?:\s(?:the\s)?(?:[Nn]ational\s)?(\w{1,20}))?)?")
_KIND = re.compile(r"\b(foreign|defen[cs]e|commerce|finance|trade|health|interior)\s$", re.IGNORECASE)
#: A word before a ministry that can make it another one; "a ministry official" is of the one named before.
_OTHER = re.compile(r"(?<!\w)(?!(?:the|an?)\s)[\w’'.-]{1,30}\s$", re.IGNORECASE)
#: Whose ministries a text has named: the first mention of each country by its code, and null for one of unknown owner.
_Owners = dict[str | None, CountryMention | None]
_MARKS = re.compile(r"[“”\"\n]")
_OF = frozenset({" ", "’s ", "'s "})


class StateReference(NamedTuple):
    """Words that stand for a country, and which."""

    start: int
    end: int
    meant: CountryMention


class PersonReference(NamedTuple):
    """Words that stand for a person, and whom."""

    start: int
    end: int
    meant: Figure


def _unresolved(_: Source, __: Work) -> Speaker:
    return Speaker(None, None, None, "unresolved")


def personal(article: Article) -> Iterator[PersonReference]:
    """The pronouns of persons, with whom they mean.

    Examples
    --------
    >>> article = Article("Xi Jinping met Ann Lee. He smiled.", None, None, ())
    >>> [(reference.start, reference.meant.name) for reference in personal(article)]
    [(24, 'Xi Jinping')]
    """
    work = Work(article, [], _unresolved)
    starts = {start: figure for start, _, figure in article.cast.places}
    for match in _PERSONAL.finditer(article.text):
        start, end = match.span()
        figure = _only_one(article, match)
        if figure is None:
            continue
        spoken = pronoun(Source(start, end, match.group(), match.group(), None), work)
        since = spoken.start if spoken else None
        near = since is not None and start - since <= NEAR and starts.get(since) is figure
        if since is not None and near and _in_one_voice(article, since, start):
            yield PersonReference(start, end, figure)


def _gender(figure: Figure) -> Gender | None:
    """What the article or the given name in the table tells of a person's gender."""
    given = figure.name.split(" ", 1)[0]
    if figure.gender or not figure.known:
        return figure.gender
    return "female" if given in name_words("female") else "male" if given in name_words("male") else None


def _only_one(article: Article, match: re.Match[str]) -> Figure | None:
    """The one person near whom a pronoun can mean; "she" needs a sign that the person is a woman."""
    start, words = match.start(), match.group()
    if words[0].isupper() and _NAME_BEFORE.search(article.text, max(0, start - 20), start):
        return None
    gender = "female" if words.casefold() in {"she", "her"} else "male"
    near = {figure.name: figure for _, _, figure in article.before(start, NEAR)}
    fitting = [figure for figure in near.values() if _gender(figure) in (None, gender)]
    sure = len(fitting) == 1 and (gender == "male" or _gender(fitting[0]) == "female")
    return fitting[0] if sure else None


def _in_one_voice(article: Article, since: int, start: int) -> bool:
    """Whether no quotation begins or ends on the way to a pronoun in one, and the name stands in none."""
    if article.quoted(start):
        return not _MARKS.search(article.text, since, start)
    return not article.quoted(since)


def neuter(text: str, states: Sequence[CountryMention]) -> Iterator[StateReference]:
    """ "It" and "its" of a country that opens the clause.

    Examples
    --------
    >>> from corpus_lib.countries import find_countries
    >>> text = "China said on Monday it would stay. Japan saw the ship lose its way."
    >>> [text[slice(*reference[:2])] for reference in neuter(text, list(find_countries(text)))]
    ['it']
    """
    for state in states:
        match = _IT.match(text, state.end)
        if not match or not _OPENS.search(text[max(0, state.start - 8) : state.start]):
            continue
        if match.group(2) or match.group(1) in _BEFORE_CLAUSE or match.group(1).endswith("day"):
            yield StateReference(match.end() - (3 if match.group(2) else 2), match.end(), state)


def two_before(states: Sequence[CountryMention], start: int) -> tuple[str, str] | None:
    """The codes of the only two countries that are named shortly before a place; None when there are more or fewer.

    Examples
    --------
    >>> from corpus_lib.countries import find_countries
    >>> two_before(list(find_countries("China and the US met.")), 22)
    ('CN', 'US')
    """
    last = bisect_left(states, start, key=lambda state: state.start)
    codes: set[str] = set()
    for at in range(last - 1, -1, -1):
        if states[at].start < start - PAIR_REACH or len(codes) > 2:
            break
        codes.add(states[at].code)
    one, *others = sorted(codes) or [""]
    return (one, others[0]) if len(others) == 1 else None


def ministries(text: str, states: Sequence[CountryMention]) -> Iterator[StateReference]:
    """ "The foreign ministry", where the text has said whose, and never another one's.

    Examples
    --------
    >>> from corpus_lib.countries import find_countries
    >>> text = "China’s foreign ministry said no. The ministry was firm."
    >>> [text[slice(*reference[:2])] for reference in ministries(text, list(find_countries(text)))]
    ['ministry']
    """
    owners = {state.end: state for state in states}
    known: dict[str, _Owners] = {"": {}}
    for match in _MINISTRY.finditer(text):
        kind, start = _ministry(text, match)
        before = text[max(0, start - 4) : start]
        link = next((link for link in _OF if before.endswith(link) and start - len(link) in owners), None)
        owner = owners[start - len(link)] if link else None
        if owner or _is_new(text, match, kind, start, known):
            for key in {kind, ""}:
                known.setdefault(key, {}).setdefault(owner and owner.code, owner)
        elif before.casefold() == "the " and not match[1] and len(known[kind]) == 1:
            yield from (StateReference(start, match.end(), owner) for owner in known[kind].values() if owner)


def _is_new(text: str, match: re.Match[str], kind: str, start: int, known: Mapping[str, _Owners]) -> bool:
    """Whether a ministry of which nothing says whose it is can be another than those before."""
    if kind:
        return kind not in known
    return bool(match[1] or _OTHER.search(text, max(0, start - 40), start))


def _ministry(text: str, match: re.Match[str]) -> tuple[str, int]:
    """Of what a ministry is, "" where that is not said, and where its words begin."""
    if match[1]:
        named = _KIND.match(f"{match[2]} ")
        return _kind(named), match.start()
    named = _KIND.search(text, max(0, match.start() - 12), match.start())
    return _kind(named), named.start() if named else match.start()


def _kind(named: re.Match[str] | None) -> str:
    return named[1].casefold().replace("defence", "defense") if named else ""
