"""Sources that are no persons: outlets, countries and their governments, ministries and other bodies, papers.

A government goes by its country's name, whatever it is called: Beijing, the Chinese side, the government. A body keeps
its own name, and a later "the ministry" goes back to it.
"""

from __future__ import annotations

import re
from functools import cache

from corpus_lib.countries import STATE_KINDS, country_names, find_countries, find_country
from corpus_lib.names import name_words
from corpus_lib.outlets import find_mentions
from corpus_lib.roles import role_of
from corpus_lib.rows import Role
from corpus_lib.standing import REACH, Source, Speaker, Work, nation_of, repeated

#: Bodies before a source that it may go back to. Further back than some fifty sources nobody remembers.
MAX_BODIES = 50
#: Words that open a phrase and are no part of a name.
DETERMINER = re.compile(
    r"^(?:the|an?|this|that|these|those|his|her|its|their|our|one|another|some|many|several|other|both|two)\s+",
    re.IGNORECASE,
)
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
        "pentagon",
        "pla",
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
#: What a government calls itself, without its country.
_STATE = re.compile(
    r"(?:the |local |central |federal |state )*(?:government|authorities|regime|state|police|"
    r"(?:foreign|defen[sc]e|commerce|health|finance) ministry)"
)


#: How far back the full name of a body may stand whose short name a source is, in characters: most of an article.
_FAR = 6000
#: Words that open a phrase without being part of a body's name.
_OPENING = re.compile(
    r"(?:the|that|this)\s(?:country|nation|state|city|world|company|island|province|kingdom|republic)[’']s\s",
    re.IGNORECASE,
)
#: Words that make the full name of a body, which no event and no product of it has.
_FULL = re.compile(
    r"(?:University|Institute|Institution|College|School|Academy|Bank|Group|Corp|Inc|Ltd|Co|Company|Holdings|Airlines|Airways|"
    r"Motors?|Association|Cent(?:er|re)|Foundation|Council|Society|Technologies|Electronics|Systems|Industries|Capital|"
    r"Securities|Partners|Advisors|Research|Economics|Analytics)\b"
)
#: What leads up to a name in its phrase: "global automaker Daimler".
_LED = re.compile(
    r"^(?:[\w.-]+\s){0,4}(?!(?:that|who|which|where|of|for|and|the|to|on|in|at|by|de|del|di|von|van|al|el|la)\s)[a-z][\w-]*[a-z]\s(?=[A-Z])"
)
#: Rules whose speakers put out reports and surveys.
_ISSUERS = frozenset({"body", "country", "outlet", "no_country", "home_country"})
_ARTICLES = frozenset({"the", "a", "an"})


def is_body(head: str) -> bool:
    """Whether the last word of a phrase means a body and no person."""
    if head.casefold() in _BODIES or _DOCUMENT.match(head):
        return True
    word = head.rstrip(".")
    return word.capitalize() in name_words("body") or (head[:1].isupper() and not role_of(head))


def outlet(source: Source, work: Work) -> Speaker | None:
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


def country(source: Source, _: Work) -> Speaker | None:
    """A country or its government."""
    mention = next((m for m in find_countries(source.core) if m.kind in {"name", "demonym", "capital"}), None)
    if mention is None or not _GOVERNMENT.match(source.core[mention.end :]):
        return None
    if DETERMINER.sub("", source.core[: mention.start].strip() + " ", count=1).strip():
        return None
    return Speaker(country_names()[mention.code], mention.code, "official", "country")


def _issued(source: Source, work: Work) -> Speaker | None:
    """Whoever has just issued "the statement": the speaker before, where the text says that it was in one."""
    phrase = re.fullmatch(r"(?:the|this|that) (\w+)", source.words, re.IGNORECASE)
    if phrase is None:
        return None
    paper = re.escape(phrase.group(1).casefold())
    said = re.compile(rf"\b(?:an?|its|his|her|their)\s(?:[\w-]+\s){{0,2}}{paper}\b", re.IGNORECASE)
    for found in reversed(work.done[-3:]):
        near = source.start - found[0].start < 2 * REACH and found[1].speaker is not None
        bearer = paper in {"statement", "tweet", "letter", "post", "message"} or found[1].rule in _ISSUERS
        if (
            near
            and bearer
            and said.search(work.article.text, max(0, found[0].start - 100), found[0].end + 150)
        ):
            return repeated(found, "document")
    return None


def document(source: Source, work: Work) -> Speaker | None:
    """A paper of somebody: whoever has just issued it, else its country, if a government's."""
    if not _DOCUMENT.search(source.core):
        return None
    issuer = _issued(source, work)
    if issuer:
        return issuer
    return Speaker(None, nation_of(source, work), None, "document")


def _body_role(core: str) -> Role | None:
    """A body without a telling word is a state's, if it is called after one, or a firm that the table knows."""
    kinds = {mention.kind for mention in find_countries(core)}
    if kinds & STATE_KINDS:
        return "official"
    return "business" if "institution" in kinds else None


@cache
def _short_names() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in name_words("short"))


def _initials(words: list[str]) -> str:
    return "".join(word[0] for word in words if word[:1].isupper())


def _full_name(core: str, source: Source, work: Work) -> tuple[str, tuple[int, int]] | None:
    """The name of a body that one word is short for, as the article has it before, and where it stands there.

    Short are initials, "(ASPI)" behind the name, and the first word of a name that ends in University or the like.
    """
    text, since = work.article.text, max(0, source.start - _FAR)
    at = text.find(f"({core})", since, source.start)
    if core.isupper() and at > 0:
        words = list(re.finditer(r"[^\s,;:.“”\"()]+", text[max(0, at - 120) : at]))[-8:]
        for first in range(len(words) - 1, -1, -1):
            run = [word.group() for word in words[first:]]
            if run[0][:1].isupper() and _initials(run) == core.replace(".", ""):
                start = max(0, at - 120) + words[first].start()
                return text[start:at].rstrip(), (start, at - 1)
    if not core[:1].isupper() or core.isupper() or next(find_countries(core), None):
        return None
    pattern = re.compile(rf"\b{re.escape(core)}(?:\s[A-Z][\w’-]*){{1,4}}")
    for match in pattern.finditer(text, since, source.start):
        if _FULL.search(match.group()):
            return match.group(), match.span()
    return None


def _is_common(core: str, source: Source, work: Work) -> bool:
    """Whether the one capital of a phrase is the one that opens a sentence: "Crowds", "Stock futures"."""
    first, *others = core.split()
    before = work.article.text[max(0, source.start - 3) : source.start].rstrip(' “"‘(')
    opens = not before or before[-1] in ".!?\n:" or "\n" in before
    if not opens or any(not word.islower() for word in others) or next(find_countries(first), None):
        return False
    low = first.casefold()
    return low in work.article.lower_words or (
        low.endswith("s") and (low[:-1] in work.article.lower_words or role_of(low) is not None)
    )


def _is_short_for(core: str, head: str, name: str) -> bool:
    """Whether a phrase can stand for a body named before: by its end, or by the word that heads it."""
    return name.endswith(core) or (core == head and core.islower() and core in name.casefold().split())


def body(source: Source, work: Work) -> Speaker | None:
    """A body by its name, or by the last word of it where it was named before."""
    core = _OPENING.sub("", source.core, count=1)
    core = DETERMINER.sub("", core, count=1).strip()
    if core.casefold() in _ARTICLES:
        return None
    head = core.rsplit(None, 1)[-1] if core else ""
    country, role = nation_of(source, work), role_of(source.core)
    named = [pair for pair in work.done[-MAX_BODIES:] if pair[1].rule == "body" and pair[1].speaker]
    alike = [pair for pair in named if _is_short_for(core, head, pair[1].speaker or "")]
    if alike and country in (None, alike[-1][1].country):
        return repeated(alike[-1], "body")
    if any(word[:1].isupper() for word in core.split()):
        one = re.match(r"an?\s", source.core, re.IGNORECASE) and head.islower() and not is_body(head)
        if one or _is_common(core, source, work):
            return Speaker(None, country, role, "plural_or_generic")
        name = _LED.sub("", core, count=1)
        name = core if name in name_words("plain") | name_words("body") or name.isupper() else name
        return _named_body(name, country, source, work)
    if head.casefold() not in _BODIES and head.capitalize() not in name_words("body"):
        return None
    since = max(0, source.start - 2 * REACH)
    pattern = rf"(?:\b[A-Z][\w.’'-]*\s){{1,5}}{re.escape(head.capitalize())}\b"
    *_, last = [None, *re.finditer(pattern, work.article.text[since : source.start])]
    if last is None and head == "administration" and work.article.outlet_country == "US":
        country = country or "US"
    if last is None:
        return Speaker(core, country, role, "body" if country else "no_country")
    name = DETERMINER.sub("", last.group(), count=1)
    return Speaker(
        name, find_country(name), role_of(name) or role, "body", since + last.start(), since + last.end()
    )


def _named_body(core: str, country: str | None, source: Source, work: Work) -> Speaker:
    """A body by its name, in full where the article or the table of short names has it so."""
    spot: tuple[int, int] | tuple[None, None] = (None, None)
    name = _short_names().get(core, core)
    found = _full_name(core, source, work) if " " not in core and name == core else None
    if found:
        name, spot = found
    country = country or find_country(name)
    role = role_of(source.core) or role_of(name)
    role = _body_role(name) or _body_role(core) if role in (None, "citizen") else role
    return Speaker(name, country, role, "body" if country else "no_country", *spot)


def state(source: Source, work: Work) -> Speaker | None:
    """The speaker for "the government" and "the ministry": the country named last, else the outlet's.

    Parameters
    ----------
    source : Source
        Any source.
    work : Work
        The article and what is resolved.

    Returns
    -------
    Speaker or None
        None when the source is something else.
    """
    if not _STATE.fullmatch(source.words.casefold()):
        return None
    mention = work.article.country_before(source.start, REACH)
    if mention:
        return Speaker(
            country_names()[mention.code], mention.code, "official", "country", mention.start, mention.end
        )
    home = work.article.outlet_country
    name = country_names().get(home) if home else None
    return Speaker(name, home, "official", "home_country" if home else "no_country")
