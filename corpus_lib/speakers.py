"""Who the source of an attribution is, and for which country and in what role they speak on the article's day.

A source is a few words: a name, "he", "the Chinese official", "Beijing". Rules in an ordered table try in turn to say
whom they mean; the first that answers wins, and its name, or the reason why there is no answer, stays with the result.
A person's country and role come from the table of officials, else from the words beside the name. The rules know no
grammar: a pronoun goes to the speaker before it or to the person named last, which is right more often than not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from corpus_lib.antecedents import (
    antecedent,
    first_person,
    group_pronoun,
    holder,
    person_speaker,
    pronoun,
    relative,
)
from corpus_lib.bodies import DETERMINER, body, country, document, is_body, outlet, state
from corpus_lib.countries import STATE_KINDS, find_countries
from corpus_lib.officials import Official
from corpus_lib.roles import office_of, role_of
from corpus_lib.standing import Article, Source, Speaker, Work, nation_of

__all__ = ["RULES", "Speaker", "resolve_speakers"]

_Rule = Callable[[Source, Work], Speaker | None]

_VAGUE = re.compile(
    r"(?:q|a|question|answer|you|one|some|many|most|several|few|a few|others?|another|every(?:one|body)|some(?:one|body)|any(?:one|body)|"
    r"no one|nobody|those|these|all|people|both|critics|there|neither|what|this)(?:\s+(?:of them|people|others?))?$"
)
_DEFINITE = re.compile(r"(?:the|this|that|his|her|its|their|our)\s", re.IGNORECASE)
_PLURAL = re.compile(r"(?:.*[^s’'\W]s|people|police|men|women|media|spokesmen|spokespeople)$", re.IGNORECASE)
#: People whom a text means without naming them, and no people at large.
_INSIDERS = re.compile(
    r"(?:the|these|those|two|three|four|both) (?:people|persons?|sources?)\b|"
    r"(?:\w+ ){0,3}(?:people|persons?|sources?),? (?:who (?:is|are|were|was) )?(?:familiar|briefed|close|with (?:direct )?knowledge|involved)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?:both|each|neither|the two|the)\s+(?:sides?|countries|leaders|nations|governments|presidents|powers|men|women)$|both\s|(?:he|she|they|i|we) and\s"
)
#: Others beside a country, whose words are not that country's: "China's neighbouring countries", "US allies".
_OTHERS = re.compile(
    r"\s(?:countries|nations|states|neighbou?rs|allies|partners|rivals|critics|skeptics|sceptics)$"
)
_JOINED = re.compile(r"(?:[’']s?)?(?:, | and | & | or |-|/)(?:[\w.]+ ){0,3}$")

#: Words that count people, before the name of their country.
_QUANTITY = re.compile(
    r"(?:(?:some|many|most|several|few|all|more|other|fewer|these|those|hundreds|thousands|millions|scores|dozens|tens|majority|"
    r"number|half|lots?|crowds?|groups?|generations?|one|two|three|four|five|six|seven|eight|nine|ten|in|out|of|the|an?|"
    r"large|growing|than|ordinary|young|older|\d[\d,.]*%?|percent|million)\s+)+$",
    re.IGNORECASE,
)
#: Those of them that leave no doubt that people are meant: "the Chinese" are a state.
_MANY = re.compile(
    r"\b(?:some|many|most|several|few|all|more|other|fewer|these|those|\w+s of|majority of|number of|half|percent of|"
    r"in \w+|out of \w+|ordinary|young)\s",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?:\s[a-z][\w-]*){0,3}?\s(?:[a-z][\w-]*[^s\W]s|people|men|women|youth|children|elites)$"
)


def _several(source: Source, work: Work) -> Speaker | None:
    """Two persons or countries at once speak for a country only if it is the same one."""
    low = source.words.casefold()
    text = work.article.text
    figures = list(work.article.within(source.start, source.end))
    if any(a[2] is not b[2] and _JOINED.match(text[a[1] : b[0]]) for a, b in pairwise(figures)):
        countries = {work.article.standing(figure).country for _, _, figure in figures}
        return Speaker(None, countries.pop() if len(countries) == 1 else None, None, "plural_or_generic")
    states = [m for m in find_countries(source.core) if m.kind in STATE_KINDS]
    two = any(a.code != b.code and _JOINED.match(source.core[a.end : b.start]) for a, b in pairwise(states))
    vague = two or _PAIR.match(low) or _OTHERS.search(source.words)
    return Speaker(None, None, None, "plural_or_generic") if vague else None


def _named_person(source: Source, work: Work) -> Speaker | None:
    """The person whose name heads the source."""
    return person_speaker(source.figure, source, work) if source.figure else None


def _vague(source: Source, _: Work) -> Speaker | None:
    """Words that could be anybody."""
    if _VAGUE.match(source.words.casefold()):
        return Speaker(None, None, None, "plural_or_generic")
    return None


def _group(source: Source, _: Work) -> Speaker | None:
    """Many people of one country: "thousands of Chinese", "Canadian voters", "Americans". "The Chinese" are a state."""
    mention = next(find_countries(source.words), None)
    if mention is None or mention.kind not in {"demonym", "metonym"}:
        return None
    before, name, after = (
        source.words[: mention.start],
        source.words[mention.start : mention.end],
        source.words[mention.end :],
    )
    if before and not _QUANTITY.match(before):
        return None
    many = _MANY.search(before)
    if not after or after.startswith(" who "):
        plural = name.endswith(("ns", "ts")) and (
            mention.kind == "demonym" and before.casefold().strip() != "the"
        )
        if plural or (many and (mention.kind == "demonym" or name.endswith("s"))):
            return Speaker(None, mention.code, role_of(name) or "citizen", "group")
        return None
    head = after.rsplit(None, 1)[-1]
    role = role_of(after)
    body_like = is_body(head) or is_body(
        re.sub(r"(?:ies|s)$", lambda end: "y" if end.group() == "ies" else "", head)
    )
    if mention.kind != "demonym" or not _PEOPLE.match(after) or role not in {None, "citizen"} or body_like:
        return None
    return Speaker(None, mention.code, role, "group")


def _description(source: Source, work: Work) -> Speaker | None:
    """A person without a name: someone mentioned before, the holder of an office, or nobody we know."""
    head = source.core.rsplit(None, 1)[-1] if source.core.split() else ""
    role = role_of(source.words)
    if role is None or (is_body(head) and office_of(source.words) is None):
        return None
    nation = nation_of(source, work)
    plural = bool(_PLURAL.match(head)) or bool(
        re.match(r"(?:two|three|several|some|many)\s", source.words, re.IGNORECASE)
    )
    if not plural and (_DEFINITE.match(source.words) or not DETERMINER.match(source.words)):
        found = antecedent(source, work, nation) or holder(source, work, nation)
        if found:
            return found
    if "administration" in source.words.casefold() and nation is None:
        nation = "US"
    if _INSIDERS.match(source.words):
        return Speaker(None, nation, "other", "anonymous")
    if role == "official":
        role = "anonymous_official"
    official = role in {"anonymous_official", "spokesperson", "military", "minister", "legislator"}
    return Speaker(None, nation, role, "anonymous" if official or not plural else "plural_or_generic")


#: The rules in the order in which they are asked.
RULES: tuple[tuple[str, _Rule], ...] = (
    ("first_person", first_person),
    ("relative", relative),
    ("pronoun", pronoun),
    ("they", group_pronoun),
    ("several", _several),
    ("named_person", _named_person),
    ("vague", _vague),
    ("outlet", outlet),
    ("group", _group),
    ("country", country),
    ("state", state),
    ("description", _description),
    ("document", document),
    ("body", body),
)


def _resolve(source: Source, work: Work) -> Speaker:
    answers = (rule(source, work) for _, rule in RULES)
    return next(
        (answer for answer in answers if answer), Speaker(None, None, role_of(source.words), "unresolved")
    )


def resolve_speakers(
    text: str,
    sources: Sequence[tuple[int, int] | None],
    *,
    published: dt.date | None = None,
    outlet_country: str | None = None,
    officials: Sequence[Official] = (),
) -> list[Speaker]:
    """Whom each source of an article means, and for which country and in what role they speak.

    Parameters
    ----------
    text : str
        The article's text.
    sources : sequence of pairs of int, or None
        Where the source of each attribution stands in the text; None for an attribution without one.
    published : datetime.date, optional
        The article's day. Without it, offices are taken from the words beside a name, else the last one held.
    outlet_country : str, optional
        Country of the outlet, whose president is "the president".
    officials : sequence of Official
        Further officials, which win over the shipped ones.

    Returns
    -------
    list of Speaker
        One per source, in their order.

    Examples
    --------
    >>> text = "Chinese Foreign Ministry spokesman Wang Wenbin said no. The Chinese official said it twice."
    >>> for speaker in resolve_speakers(text, [(0, 46), (56, 76)]):
    ...     print(speaker.speaker, speaker.country, speaker.role, speaker.rule)
    Wang Wenbin CN spokesperson ...
    Wang Wenbin CN spokesperson definite_description
    """
    day = published.date() if isinstance(published, dt.datetime) else published
    work = Work(Article(text, day, outlet_country, officials), [], _resolve)
    found: list[Speaker] = []
    for span in sources:
        source = work.article.source(*span) if span else None
        if source is None or not source.words:
            found.append(Speaker(None, None, None, "no_source"))
            continue
        speaker = _resolve(source, work)
        work.done.append((source, speaker))
        found.append(speaker)
    return found
