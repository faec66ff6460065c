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
    REACH,
    Work,
    antecedent,
    first_person,
    group_pronoun,
    holder,
    nation_of,
    person_speaker,
    pronoun,
    relative,
    repeated,
    state,
)
from corpus_lib.countries import STATE_KINDS, country_names, find_countries, find_country
from corpus_lib.officials import Official
from corpus_lib.outlets import find_mentions
from corpus_lib.people import name_words
from corpus_lib.roles import role_of
from corpus_lib.rows import Role
from corpus_lib.standing import Article, Source, Speaker

__all__ = ["RULES", "Speaker", "resolve_speakers"]

_Rule = Callable[[Source, Work], Speaker | None]

_VAGUE = re.compile(
    r"(?:you|one|some|many|most|several|few|a few|others?|another|every(?:one|body)|some(?:one|body)|any(?:one|body)|"
    r"no one|nobody|those|these|all|people|both|critics|there|neither|what|this)(?:\s+(?:of them|people|others?))?$"
)
_DEFINITE = re.compile(r"(?:the|this|that|his|her|its|their|our)\s", re.IGNORECASE)
_DETERMINER = re.compile(
    r"^(?:the|an?|this|that|these|those|his|her|its|their|our|one|another|some|many|several|other|both|two)\s+",
    re.IGNORECASE,
)
_PLURAL = re.compile(r"(?:.*[^s’'\W]s|people|police|men|women|media|spokesmen|spokespeople)$", re.IGNORECASE)
_GOVERNMENT = re.compile(
    r"(?:[’']s?)?\s*(?:(?:central|federal)\s+)?(?:government|side|authorities|leadership|regime|leaders|officialdom)?$"
)
#: Lower-case heads of phrases that name a body.
_BODIES = frozenset(
    [
        "government",
        "authorities",
        "administration",
        "regime",
        "side",
        "ministry",
        "campaign",
        "military",
        "team",
        "union",
        "movement",
        "company",
        "firm",
        "organization",
        "site",
        "website",
        "industry",
    ]
)
_DOCUMENT = re.compile(
    r"(?:report|statement|study|survey|poll|article|document|e-?mail|letter|memo|paper|filing|complaint|book|tweet|post|"
    r"data|figure|ruling|indictment|opinion|transcript|text|commentary|editorial|op-ed|headline|rumou?r|story|sign|"
    r"caption|release|speech|law|stud(?:ies)|statistic|record|message|stor(?:ies)|announcement|communiqué)s?$",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?:the|this) (?:newspaper|paper|news agency|magazine|agency|broadcaster|daily|outlet|channel|network|editorial|tabloid)$"
)
_PAIR = re.compile(
    r"(?:both|each|neither|the two|the)\s+(?:sides?|countries|leaders|nations|governments|presidents|powers|men|women)$|both\s"
)
_JOINED = re.compile(r"(?:[’']s?)?(?:, | and | & | or |-|/)(?:[\w.]+ ){0,3}$")


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
    return Speaker(None, None, None, "plural_or_generic") if two or _PAIR.match(low) else None


def _named_person(source: Source, work: Work) -> Speaker | None:
    """The person whose name heads the source."""
    return person_speaker(source.figure, source, work) if source.figure else None


def _vague(source: Source, _: Work) -> Speaker | None:
    """Words that could be anybody."""
    if _VAGUE.match(source.words.casefold()):
        return Speaker(None, None, None, "plural_or_generic")
    return None


def _outlet(source: Source, work: Work) -> Speaker | None:
    """An outlet named in the source, or the one named last where the source is "the newspaper"."""
    mention = next(iter(find_mentions(source.core)), None)
    if mention:
        rest = source.core[mention.end :].strip(" ’'s")
        if not rest or role_of(rest) == "media" or _DOCUMENT.search(rest) or rest[:1].isupper():
            state = mention.outlet.type == "government"
            name, country = (
                mention.outlet.name.removeprefix("The ") if state else mention.outlet.name,
                mention.outlet.country,
            )
            return Speaker(name, country, "official" if state else "media", "body" if state else "outlet")
    if not _PAPER.match(source.words.casefold()):
        return None
    since = max(0, source.start - REACH)
    *_, last = [None, *find_mentions(work.article.text[since : source.start])]
    if last is None:
        return Speaker(None, None, "media", "pronoun_without_antecedent")
    return Speaker(
        last.outlet.name, last.outlet.country, "media", "outlet", since + last.start, since + last.end
    )


def _description(source: Source, work: Work) -> Speaker | None:
    """A person without a name: someone mentioned before, the holder of an office, or nobody we know."""
    head = source.core.rsplit(None, 1)[-1] if source.core.split() else ""
    role = role_of(source.words)
    if role is None or head.casefold() in _BODIES or _is_body(head) or _DOCUMENT.match(head):
        return None
    country = nation_of(source, work)
    plural = bool(_PLURAL.match(head)) or bool(
        re.match(r"(?:two|three|several|some|many)\s", source.words, re.IGNORECASE)
    )
    if not plural and (_DEFINITE.match(source.words) or not _DETERMINER.match(source.words)):
        found = antecedent(source, work, country) or holder(source, work, country)
        if found:
            return found
    if "administration" in source.words.casefold() and country is None:
        country = "US"
    if role == "official":
        role = "anonymous_official"
    official = role in {"anonymous_official", "spokesperson", "military", "minister", "legislator"}
    return Speaker(None, country, role, "anonymous" if official or not plural else "plural_or_generic")


def _is_body(head: str) -> bool:
    word = head.rstrip(".")
    return word.capitalize() in name_words("body") or (head[:1].isupper() and not role_of(head))


def _country(source: Source, _: Work) -> Speaker | None:
    """A country or its government."""
    mention = next((m for m in find_countries(source.core) if m.kind in {"name", "demonym", "capital"}), None)
    if mention is None or not _GOVERNMENT.match(source.core[mention.end :]):
        return None
    if _DETERMINER.sub("", source.core[: mention.start].strip() + " ", count=1).strip():
        return None
    return Speaker(country_names()[mention.code], mention.code, "official", "country")


def _document(source: Source, work: Work) -> Speaker | None:
    """A paper of somebody: its country, if a government's."""
    if not _DOCUMENT.search(source.core):
        return None
    return Speaker(None, nation_of(source, work), None, "document")


def _body_role(core: str) -> Role | None:
    """A body without a telling word is a state's, if it is called after one, or a firm that the table knows."""
    kinds = {mention.kind for mention in find_countries(core)}
    if kinds & STATE_KINDS:
        return "official"
    return "business" if "institution" in kinds else None


def _body(source: Source, work: Work) -> Speaker | None:
    """A body by its name, or by the last word of it where it was named before."""
    core = _DETERMINER.sub("", source.core, count=1).strip()
    head = core.rsplit(None, 1)[-1] if core else ""
    country, role = nation_of(source, work), role_of(source.core)
    alike = [
        pair
        for pair in work.done
        if pair[1].rule == "body" and pair[1].speaker and pair[1].speaker.endswith(core)
    ]
    if alike and country in (None, alike[-1][1].country):
        return repeated(alike[-1], "body")
    if any(word[:1].isupper() for word in core.split()):
        return Speaker(
            core, country, role or ("official" if country else None), "body" if country else "no_country"
        )
    if head.casefold() not in _BODIES and head.capitalize() not in name_words("body"):
        return None
    since = max(0, source.start - 2 * REACH)
    pattern = rf"(?:\b[A-Z][\w.’'-]*\s){{1,5}}{re.escape(head.capitalize())}\b"
    *_, named = [None, *re.finditer(pattern, work.article.text[since : source.start])]
    if named is None:
        return Speaker(core, country, role, "body" if country else "no_country")
    name = _DETERMINER.sub("", named.group(), count=1)
    return Speaker(
        name, find_country(name), role_of(name) or role, "body", since + named.start(), since + named.end()
    )


#: The rules in the order in which they are asked.
RULES: tuple[tuple[str, _Rule], ...] = (
    ("first_person", first_person),
    ("relative", relative),
    ("pronoun", pronoun),
    ("they", group_pronoun),
    ("several", _several),
    ("named_person", _named_person),
    ("vague", _vague),
    ("outlet", _outlet),
    ("country", _country),
    ("state", state),
    ("description", _description),
    ("document", _document),
    ("body", _body),
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
