"""What a source goes back to: the antecedents of pronouns and of descriptions such as "the Chinese official".

A pronoun goes to the speaker before it, unless a fitting person has opened a clause since; a description to the last
person whom it fits, else to the one holder of the office in the table. That is right more often than not, and knows
nothing of grammar; the place of the antecedent stays with the result, so that it can be checked.
"""

from __future__ import annotations

import re

from corpus_lib.countries import find_country
from corpus_lib.officials import in_office
from corpus_lib.people import Figure
from corpus_lib.roles import office_of, role_of, same_office
from corpus_lib.spellings import is_family_first
from corpus_lib.standing import REACH, Article, Source, Speaker, Standing, Work, repeated

#: How far back the source before may stand for "I" or "they" to be taken up from it, in characters: about a paragraph.
NEAR = 600
_FIRST = frozenset(["i", "we", "me", "us", "my", "our", "myself", "ourselves", "i’m", "i’ve"])
_GENDERS = {
    "he": "male",
    "him": "male",
    "his": "male",
    "himself": "male",
    "she": "female",
    "her": "female",
    "hers": "female",
}
_THEY = frozenset(["they", "them", "their", "theirs", "themselves"])
_IT = frozenset(["it", "its", "itself"])
_RELATIVE = frozenset(["who", "which", "that", "whom", "whose"])
_OPENS = re.compile(r"\b(?:the|an?|some|many|several|one|two|those|other|\w+[’']s)(?:\s|$)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<!\S)[A-Z]\w*(?:\s[A-Z]\w*){0,5}(?=\s[a-z]+$|$)")
#: Roles that hold too many people for a description to mean the last of them: its head must be in the person's own.
_TELLING_LITTLE = frozenset({"other", "citizen"})
#: Roles in which somebody without a country speaks for the outlet's: the press gives the nation of foreigners.
_HOME_ROLES = frozenset({"official", "legislator", "military", "minister", "head_of_state"})
#: Words that make an official a state's: a firm has advisers and chiefs too.
_SERVES = re.compile(
    r"\b(?:ministry|department|mayor|governor|gov\.|administration|white house|police|secretary|attorney general|judge|"
    r"commissioner|prosecutor|sheriff|federal|u\.s\.|state|county|city|justice|president)\b"
)
#: Roles that "the official" may go back to. Ministers go by their office.
_OFFICIALS = frozenset({"official", "spokesperson", "military", "anonymous_official"})


def person_speaker(
    figure: Figure, source: Source, work: Work, spot: tuple[int, int] | None = None
) -> Speaker:
    """The result for a person. What the source says of its speaker itself fills what nothing else tells."""
    standing = work.article.standing(figure)
    country, role, rule = standing.country, standing.role, standing.rule
    if spot is None and not figure.known:
        country = country or find_country(source.words)
        role = role or role_of(source.words)
        rule = "description" if country else "no_country"
    home = work.article.outlet_country
    state = role in {"legislator", "military"} or (role in _HOME_ROLES and _SERVES.search(standing.said))
    first = (figure.full or figure.mentions or [(source.start, source.end)])[0]
    abroad = country is None and home and state and work.article.beside(*first) - {home}
    if country is None and home and state and not abroad and not is_family_first(figure.name):
        country, rule = home, "home_country"
    if spot is None and figure.full and figure.full[0][0] != source.start and len(source.words.split()) < 2:
        spot = figure.full[0]
    return Speaker(figure.name, country, role, rule, *(spot or (None, None)))


def _last(work: Work, source: Source, reach: int) -> tuple[Source, Speaker] | None:
    """The resolved source before this one."""
    done = [
        pair
        for pair in work.done[-3:]
        if pair[0].start < source.start and pair[0].start >= source.start - reach
    ]
    return done[-1] if done else None


def first_person(source: Source, work: Work) -> Speaker | None:
    """ "I" in a quotation is whoever is quoted; outside, the article's author."""
    if source.words.casefold() not in _FIRST or work.article.names_country(source.start):
        return None
    found = _last(work, source, NEAR)
    if found and found[1].speaker and work.article.quoted(source.start):
        return repeated(found, "first_person")
    return Speaker(None, None, None, "first_person")


def relative(source: Source, work: Work) -> Speaker | None:
    """ "who" is the phrase right before it."""
    if source.words.casefold() not in _RELATIVE or work.article.names_country(source.start):
        return None
    text, start = work.article.text, source.start
    for begin, end, figure in work.article.before(start, 120):
        if re.fullmatch(r"(?:\s\([^)\n]{1,40}\))?,?\s*|,[^.,;:\n“”\"]{1,80},\s*", text[end:start]):
            return person_speaker(figure, source, work, (begin, end))
        break
    clause = re.split(r"[.;:\n“”\"—]\s?|,\s(?=\S+\s)", text[max(0, start - 120) : start].rstrip(", "))[-1]
    phrases = [*_OPENS.finditer(clause), *([] if _OPENS.search(clause) else _CAPITALS.finditer(clause))]
    if not phrases:
        return Speaker(None, None, None, "pronoun_without_antecedent")
    words = clause[phrases[-1].start() :]
    begin = text.rindex(words, 0, start)
    inner = work.resolve(work.article.source(begin, begin + len(words)), work)
    return inner._replace(start=begin, end=begin + len(words))


def pronoun(source: Source, work: Work) -> Speaker | None:
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
            return person_speaker(figure, source, work, (begin, end))._replace(rule="pronoun")
    if last and _may_be(last, gender):
        return repeated(last, "pronoun")
    for begin, end, figure in article.before(source.start, REACH):
        if figure.certain and figure.gender in (None, gender) and not article.quoted(begin):
            return person_speaker(figure, source, work, (begin, end))._replace(rule="pronoun")
    return Speaker(None, None, None, "pronoun_without_antecedent")


def _may_be(found: tuple[Source, Speaker], gender: str) -> bool:
    source, speaker = found
    known = source.figure.gender if source.figure else _GENDERS.get(source.words.casefold())
    single = source.figure is not None or speaker.speaker is not None or speaker.rule == "anonymous"
    body = speaker.rule in {"country", "body", "outlet", "document"}
    return single and not body and known in (None, gender)


def _is_subject(article: Article, begin: int, end: int) -> bool:
    """Whether a name opens its clause and a verb follows: what a later pronoun most often takes up."""
    text = article.text
    follows = re.match(r"(?:,[^,.\n]{1,80},|\s\([^)\n]{1,40}\))?\s+([a-z]+)", text[end : end + 130])
    before = text[max(0, begin - 40) : begin]
    opens = not re.search(
        r"\b(?:with|to|by|of|and|for|from|about|against|between|on|than|that)\s(?:[A-Z]\w*\.?\s)*$", before
    )
    joins = {"and", "or", "to", "in", "on", "at", "of", "for", "with", "from", "by"}
    return bool(follows and opens and follows.group(1) not in joins and not article.quoted(begin))


def group_pronoun(source: Source, work: Work) -> Speaker | None:
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
        return repeated(last, "pronoun" if last[1].country or last[1].speaker else "plural_or_generic")
    return Speaker(None, None, None, "plural_or_generic" if low in _THEY else "pronoun_without_antecedent")


def _fits(source: Source, standing: Standing, country: str | None) -> bool:
    """Whether a description can mean a person of this standing."""
    if country and standing.country != country:
        return False
    office, role = office_of(source.words), role_of(source.words)
    if office:
        return same_office(office, standing.office)
    if role in _TELLING_LITTLE:
        head = source.core.rsplit(None, 1)[-1].casefold()
        return standing.role == role and head in standing.said
    return standing.role in (_OFFICIALS if role == "official" else {role})


def antecedent(source: Source, work: Work, country: str | None) -> Speaker | None:
    """The person or unnamed speaker before whom a description fits.

    Parameters
    ----------
    source : Source
        A description, such as "the Chinese official".
    work : Work
        The article and what is resolved.
    country : str or None
        The country that the description names.

    Returns
    -------
    Speaker or None
        None when nobody before fits.
    """
    article = work.article
    named: tuple[int, int, Figure] | None = None
    for place in article.before(source.start, 4 * REACH):
        if place[2].certain and _fits(source, article.standing(place[2]), country):
            named = place
            break
    role = role_of(source.words)
    roles = _OFFICIALS if role == "official" else {role}
    for found in reversed(work.done[-6:]):
        spoken = found[0].figure is None and found[1].rule == "anonymous" and found[1].role in roles
        if spoken and country in (None, found[1].country) and (named is None or found[0].start > named[0]):
            return repeated(found, "definite_description")
    unnamed = _introduced(source, work, named[0] if named else 0)
    if unnamed is not None or named is None:
        return unnamed
    return person_speaker(named[2], source, work, named[:2])._replace(rule="definite_description")


def _introduced(source: Source, work: Work, since: int) -> Speaker | None:
    """Somebody without a name, "a senior official", of whom the text has spoken in between."""
    head = source.core.rsplit(None, 1)[-1].casefold()
    since = max(since, source.start - REACH)
    pattern = rf"\b(?:an?|one)\s(?:[^\s.,;:]+\s){{0,5}}?{re.escape(head)}\b(?:\s(?:with|at|in|of|for|from)\s[^.,;:]{{1,40}})?"
    *_, last = [None, *re.finditer(pattern, work.article.text[since : source.start], re.IGNORECASE)]
    role = role_of(source.words)
    if last is None or office_of(source.words) not in (None, "spokesperson"):
        return None
    shown = "anonymous_official" if role == "official" else role
    begin, end = since + last.start(), since + last.end()
    return Speaker(None, find_country(last.group()), shown, "definite_description", begin, end)


def holder(source: Source, work: Work, country: str | None) -> Speaker | None:
    """The one person of the table who held the office on the day.

    Parameters
    ----------
    source : Source
        A description, such as "the secretary of state".
    work : Work
        The article, with its day and the country of its outlet.
    country : str or None
        The country that the description names; the outlet's where it names none.

    Returns
    -------
    Speaker or None
        None when the day is not known, or not exactly one person fits.
    """
    day, office = work.article.day, office_of(source.words)
    country = country or work.article.outlet_country
    if day is None or office is None or country is None:
        return None
    role = role_of(source.words)
    offices = [held for held in work.article.table.offices(country) if held.role == role]
    found = [held for held in offices if same_office(office, office_of(held.office)) and in_office(held, day)]
    names = {held.name for held in found}
    return Speaker(found[0].name, country, found[0].role, "office_holder") if len(names) == 1 else None
