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
from typing import NamedTuple

from corpus_lib.countries import STATE_KINDS, country_names, find_countries, find_country
from corpus_lib.officials import Official, in_office
from corpus_lib.outlets import find_mentions
from corpus_lib.people import Figure, name_words
from corpus_lib.roles import office_of, role_of, same_office
from corpus_lib.rows import Role
from corpus_lib.standing import Article, Source


class Speaker(NamedTuple):
    """Whom a source resolves to: name, country, role, the rule or the reason, and the other words it was read from."""

    speaker: str | None
    country: str | None
    role: Role | None
    rule: str
    start: int | None = None
    end: int | None = None


class _Work(NamedTuple):
    """An article, and what has been resolved in it so far."""

    article: Article
    done: list[tuple[Source, Speaker]]


_Rule = Callable[[Source, _Work], Speaker | None]

#: How far back an antecedent may stand, in characters: about three paragraphs.
REACH = 1500
#: How far back the source before may stand for "I" or "they" to be taken up from it, in characters: about a paragraph.
NEAR = 600
_FIRST = frozenset("i we me us my our myself ourselves i’m i’ve".split())
_GENDERS = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
}
_THEY = frozenset("they them their theirs themselves".split())
_IT = frozenset("it its itself".split())
_RELATIVE = frozenset("who which that whom whose".split())
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
    "government authorities administration regime side ministry campaign military team union movement company firm "
    "organization site website industry".split()
)
_DOCUMENT = re.compile(
    r"(?:report|statement|study|survey|poll|article|document|e-?mail|letter|memo|paper|filing|complaint|book|tweet|post|"
    r"data|figure|ruling|indictment|opinion|transcript|text|commentary|editorial|op-ed|headline|rumou?r|story|sign|"
    r"caption|release|speech|law|stud(?:ies)|statistic|record|message|stor(?:ies)|announcement|communiqué)s?$",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\b(?:the|an?|some|many|several|one|two|those|other|\w+[’']s)(?:\s|$)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<!\S)[A-Z]\w*(?:\s[A-Z]\w*){0,5}(?=\s[a-z]+$|$)")
_PAPER = re.compile(
    r"(?:the|this) (?:newspaper|paper|news agency|magazine|agency|broadcaster|daily|outlet|channel|network|editorial|tabloid)$"
)
_PAIR = re.compile(
    r"(?:both|each|neither|the two|the)\s+(?:sides?|countries|leaders|nations|governments|presidents|powers|men|women)$|both\s"
)
_JOINED = re.compile(r"(?:[’']s?)?(?:, | and | & | or |-|/)(?:[\w.]+ ){0,3}$")
#: Roles that "the official" may go back to.
_OFFICIALS = frozenset({"official", "minister", "spokesperson", "military", "anonymous_official"})


def _person(figure: Figure, source: Source, work: _Work, spot: tuple[int, int] | None = None) -> Speaker:
    """The result for a person. What the source says of its speaker itself fills what nothing else tells."""
    standing = work.article.standing(figure)
    country, role, rule = standing.country, standing.role, standing.rule
    if spot is None and not figure.known:
        country = country or find_country(source.words)
        role = role or role_of(source.words)
        rule = "description" if country else "no_country"
    if spot is None and figure.full and figure.full[0][0] != source.start and len(source.words.split()) < 2:
        spot = figure.full[0]
    return Speaker(figure.name, country, role, rule, *(spot or (None, None)))


def _nation(source: Source, work: _Work) -> str | None:
    """The country that the source's words name, else that of a person in them: Trump’s campaign is American."""
    country = find_country(source.words)
    if country or any(m.kind in STATE_KINDS for m in find_countries(source.core)):
        return country
    figures = (figure for _, _, figure in work.article.within(source.start, source.end))
    return next(filter(None, (work.article.standing(figure).country for figure in figures)), None)


def _again(found: tuple[Source, Speaker], rule: str) -> Speaker:
    source, speaker = found
    return speaker._replace(rule=rule, start=source.start, end=source.end)


def _last(work: _Work, source: Source, reach: int) -> tuple[Source, Speaker] | None:
    """The resolved source before this one."""
    done = [
        pair
        for pair in work.done[-3:]
        if pair[0].start < source.start and pair[0].start >= source.start - reach
    ]
    return done[-1] if done else None


def _first_person(source: Source, work: _Work) -> Speaker | None:
    """ "I" in a quotation is whoever is quoted; outside, the article's author."""
    if source.words.casefold() not in _FIRST:
        return None
    found = _last(work, source, NEAR)
    if found and found[1].speaker and work.article.quoted(source.start):
        return _again(found, "first_person")
    return Speaker(None, None, None, "first_person")


def _relative(source: Source, work: _Work) -> Speaker | None:
    """ "who" is the phrase right before it."""
    if source.words.casefold() not in _RELATIVE:
        return None
    text, start = work.article.text, source.start
    for begin, end, figure in work.article.before(start, 120):
        if re.fullmatch(r"\s*,?\s*|,[^.,;:\n“”\"]{1,80},\s*", text[end:start]):
            return _person(figure, source, work, (begin, end))
        break
    clause = re.split(r"[.;:\n“”\"—]\s?|,\s(?=\S+\s)", text[max(0, start - 120) : start].rstrip(", "))[-1]
    phrases = [*_OPENS.finditer(clause), *([] if _OPENS.search(clause) else _CAPITALS.finditer(clause))]
    if not phrases:
        return Speaker(None, None, None, "pronoun_without_antecedent")
    words = clause[phrases[-1].start() :]
    begin = text.rindex(words, 0, start)
    inner = _resolve(work.article.source(begin, begin + len(words)), work)
    return inner._replace(start=begin, end=begin + len(words))


def _pronoun(source: Source, work: _Work) -> Speaker | None:
    """ "he" is the speaker before, if no other fitting person has come between; else the person named last."""
    gender = _GENDERS.get(source.words.casefold())
    if gender is None:
        return None
    article = work.article
    last = _last(work, source, REACH)
    for begin, end, figure in article.before(source.start, REACH):
        if last and begin <= last[0].end:
            break
        if figure.certain and figure.gender in (None, gender) and _is_subject(article, begin, end):
            return _person(figure, source, work, (begin, end))._replace(rule="pronoun")
    if last and _may_be(last, gender):
        return _again(last, "pronoun")
    for begin, end, figure in article.before(source.start, REACH):
        if figure.certain and figure.gender in (None, gender) and not article.quoted(begin):
            return _person(figure, source, work, (begin, end))._replace(rule="pronoun")
    return Speaker(None, None, None, "pronoun_without_antecedent")


def _may_be(found: tuple[Source, Speaker], gender: str) -> bool:
    source, speaker = found
    figure_gender = source.figure.gender if source.figure else None
    single = source.figure is not None or speaker.speaker is not None or speaker.rule == "anonymous"
    body = speaker.rule in {"country", "body", "outlet", "document"}
    return single and not body and figure_gender in (None, gender)


def _is_subject(article: Article, begin: int, end: int) -> bool:
    """Whether a name opens its clause and a verb follows: what a later pronoun most often takes up."""
    text = article.text
    follows = re.match(r"(?:,[^,.\n]{1,80},)?\s+([a-z]+)", text[end : end + 100])
    before = text[max(0, begin - 40) : begin]
    opens = not re.search(
        r"\b(?:with|to|by|of|and|for|from|about|against|between|on|than|that)\s(?:[A-Z]\w*\.?\s)*$", before
    )
    joins = {"and", "or", "to", "in", "on", "at", "of", "for", "with", "from", "by"}
    return bool(follows and opens and follows.group(1) not in joins and not article.quoted(begin))


def _they(source: Source, work: _Work) -> Speaker | None:
    """ "they" and "it" are the body, country or group of the source before."""
    low = source.words.casefold()
    if low not in _THEY | _IT:
        return None
    last = _last(work, source, REACH)
    groups = (
        {"body", "anonymous", "plural_or_generic"}
        if low in _THEY
        else {"body", "country", "outlet", "document"}
    )
    if last and last[1].rule in groups:
        return _again(last, "pronoun" if last[1].country or last[1].speaker else "plural_or_generic")
    return Speaker(None, None, None, "plural_or_generic" if low in _THEY else "pronoun_without_antecedent")


def _several(source: Source, work: _Work) -> Speaker | None:
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


def _named_person(source: Source, work: _Work) -> Speaker | None:
    """The person whose name heads the source."""
    return _person(source.figure, source, work) if source.figure else None


def _vague(source: Source, _: _Work) -> Speaker | None:
    """Words that could be anybody."""
    if _VAGUE.match(source.words.casefold()):
        return Speaker(None, None, None, "plural_or_generic")
    return None


def _outlet(source: Source, work: _Work) -> Speaker | None:
    """An outlet named in the source, or the one named last where the source is "the newspaper"."""
    mention = next(iter(find_mentions(source.core)), None)
    if mention:
        rest = source.core[mention.end :].strip(" ’'s")
        if not rest or role_of(rest) == "media" or _DOCUMENT.search(rest) or rest[:1].isupper():
            return Speaker(mention.outlet.name, mention.outlet.country, "media", "outlet")
    if not _PAPER.match(source.words.casefold()):
        return None
    since = max(0, source.start - REACH)
    *_, last = [None, *find_mentions(work.article.text[since : source.start])]
    if last is None:
        return Speaker(None, None, "media", "pronoun_without_antecedent")
    return Speaker(
        last.outlet.name, last.outlet.country, "media", "outlet", since + last.start, since + last.end
    )


def _antecedent(source: Source, work: _Work, country: str | None) -> Speaker | None:
    """The person or unnamed speaker before whom a description fits."""
    office, role = office_of(source.words), role_of(source.words)
    roles = _OFFICIALS if role == "official" and not office else {role}
    spoken = [
        (pair[0].start, pair, None)
        for pair in work.done[-6:]
        if pair[0].figure is None
        and pair[1].role in roles
        and country in (None, pair[1].country)
        and not office
    ]
    named = []
    for begin, end, figure in work.article.before(source.start, 4 * REACH):
        standing = work.article.standing(figure) if figure.certain else None
        if standing is None or (country and standing.country != country):
            continue
        if same_office(office, standing.office) if office else standing.role in roles:
            named.append((begin, (begin, end), figure))
            break
    best = max([*spoken, *named], key=lambda found: found[0], default=None)
    if best is None:
        return None
    if best[2] is not None:
        return _person(best[2], source, work, best[1])._replace(rule="definite_description")
    return _again(best[1], "definite_description")


def _holder(source: Source, work: _Work, country: str | None) -> Speaker | None:
    """The one person of the table who held the office on the day."""
    day, office = work.article.day, office_of(source.words)
    country = country or work.article.outlet_country
    if day is None or office is None or country is None:
        return None
    found = [
        held
        for person in work.article.table.persons
        for held in person.offices
        if held.country == country and same_office(office, office_of(held.office)) and in_office(held, day)
    ]
    names = {held.name for held in found}
    return Speaker(found[0].name, country, found[0].role, "office_holder") if len(names) == 1 else None


def _description(source: Source, work: _Work) -> Speaker | None:
    """A person without a name: someone mentioned before, the holder of an office, or nobody we know."""
    head = source.core.rsplit(None, 1)[-1] if source.core.split() else ""
    role = role_of(source.words)
    if role is None or head.casefold() in _BODIES or _is_body(head) or _DOCUMENT.match(head):
        return None
    country = _nation(source, work)
    plural = bool(_PLURAL.match(head)) or bool(
        re.match(r"(?:two|three|several|some|many)\s", source.words, re.IGNORECASE)
    )
    if not plural and (_DEFINITE.match(source.words) or not _DETERMINER.match(source.words)):
        found = _antecedent(source, work, country) or _holder(source, work, country)
        if found:
            return found
    if "administration" in source.words.casefold() and country is None:
        country = "US"
    if role == "official":
        role = "anonymous_official"
    official = role in {"anonymous_official", "spokesperson", "military", "minister", "legislator"}
    return Speaker(None, country, role, "anonymous" if official or not plural else "plural_or_generic")


def _is_body(head: str) -> bool:
    return head.rstrip(".") in name_words("body") or (head[:1].isupper() and not role_of(head))


def _country(source: Source, _: _Work) -> Speaker | None:
    """A country or its government."""
    mention = next((m for m in find_countries(source.core) if m.kind in {"name", "demonym", "capital"}), None)
    if mention is None or not _GOVERNMENT.match(source.core[mention.end :]):
        return None
    if _DETERMINER.sub("", source.core[: mention.start].strip() + " ", count=1).strip():
        return None
    return Speaker(country_names()[mention.code], mention.code, "official", "country")


def _state(source: Source, work: _Work) -> Speaker | None:
    """ "the government" is that of the country named last."""
    if not re.fullmatch(
        r"the (?:central |federal )?(?:government|authorities|regime|administration|state)",
        source.words.casefold(),
    ):
        return None
    mentions = (
        m for m in reversed(work.article.countries) if m.end <= source.start and m.kind in STATE_KINDS
    )
    last = next(mentions, None)
    if last is None or last.start < source.start - REACH:
        return Speaker(
            None,
            work.article.outlet_country,
            "official",
            "outlet_country" if work.article.outlet_country else "no_country",
        )
    return Speaker(country_names()[last.code], last.code, "official", "country", last.start, last.end)


def _document(source: Source, work: _Work) -> Speaker | None:
    """A paper of somebody: its country, if a government's."""
    if not _DOCUMENT.search(source.core):
        return None
    return Speaker(None, _nation(source, work), None, "document")


def _body(source: Source, work: _Work) -> Speaker | None:
    """A body by its name, or by the last word of it where it was named before."""
    core = _DETERMINER.sub("", source.core, count=1).strip()
    head = core.rsplit(None, 1)[-1] if core else ""
    country, role = _nation(source, work), role_of(source.core)
    alike = [
        pair
        for pair in work.done
        if pair[1].rule == "body" and pair[1].speaker and pair[1].speaker.endswith(core)
    ]
    if alike and country in (None, alike[-1][1].country):
        return _again(alike[-1], "body")
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
    ("first_person", _first_person),
    ("relative", _relative),
    ("pronoun", _pronoun),
    ("they", _they),
    ("several", _several),
    ("named_person", _named_person),
    ("vague", _vague),
    ("outlet", _outlet),
    ("country", _country),
    ("state", _state),
    ("description", _description),
    ("document", _document),
    ("body", _body),
)


def _resolve(source: Source, work: _Work) -> Speaker:
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
    work = _Work(Article(text, day, outlet_country, officials), [])
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
