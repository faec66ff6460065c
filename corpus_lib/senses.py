"""Whether words that name a country mean it: or a town, a firm, a dish.

"Beijing" is a government in "Beijing agreed" and a town in "they met in Beijing". What stands beside the words tells:
before a town "in" or a verb of motion, after it its state, its streets or its games. That errs where a preposition has
two senses; "in" after a word such as leaders or trust is taken for the government. A capital that gave a treaty its name
("Paris agreement") means that treaty in the whole article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus_lib.countries import CountryMention

#: How far beside a mention its sense is read, in characters.
REACH = 60
#: How far a line is read to either side for a headline, in characters. No headline is longer.
LINE = 200
#: In a headline common words have capitals too: "China Hits US Steel Makers", "Chinese Airlines Resume Flights". So only
#: these tell a firm there; "China Mobile" and other names without them stand in the table of targets.
_FIRM_IN_HEADLINE = re.compile(
    r"[ \xa0](?:(?:[A-Z][\w&’'.-]*[ \xa0]){0,2}(?:Corp|Inc|Ltd|LLC|Airways)|Evergrande|Vanke|Idol|Buffet|Wok|Bistro)\b"
)
#: In other lines capitals make names; but where a headline goes on in small letters ("Chinese Electric Vehicles, he said")
#: a common word that another capital follows names no firm.
_FIRM_AFTER = re.compile(
    r"[ \xa0](?:(?:[A-Z][\w&’'.-]*[ \xa0]){0,2}(?:Corp|Inc|Ltd|LLC|Holdings|Airlines?|Airways|Journal|Tribune|Herald|Television|League)|"
    r"(?:Mobile|Motors?|Electric|Insurance|Steel)(?![ \xa0][A-Z])|Telecom|Unicom|Radio|Post|Daily|Times|Idol|Buffet|Gardens?|Wok|"
    r"Kitchen|Palace|Inn|Caf[eé]|Grill|Bistro|Restaurant|Hotel|Pharmaceuticals?|Marathon|Ballet|Tower|Petroleum|Evergrande|"
    r"Vanke|Construction Bank)\b"
)
#: A word without a capital that no headline in title case has.
_SMALL = re.compile(
    r"(?<![\w’'.&@#-])(?!(?:an?|the|and|but|or|nor|for|of|on|to|in|as|at|by|with|from|over|into|up|off|out|per|via|vs?|"
    r"than|that|if|is|so)(?!\w))[a-zà-öø-ÿ]"
)
#: "Bank of China" is a firm, "the central bank of China" and "the Export-Import Bank of the United States" are not.
_FIRM_BEFORE = re.compile(
    r"(?:(?<!Central )\bBank of|\bVoice of|\bUniversity of|\bCaptain|\bMiss|\bAir|\bPayPal|\bToyota|\bHonda)\s$"
)
_WARE = re.compile(
    r"\s(?:food|cuisine|restaurants?|takeout|takeaway|noodles?|dumplings?|dish(?:es)?|cooking|zodiac|dressing|bulldogs?|cabinets?|"
    r"dolls?|plates?|teacups?|sandwich(?:es)?|literature class(?:es)?)\b"
)
_BASED = re.compile(r"[-‐‑–\s]based\b")
_IN = re.compile(
    r"\b(?:in|near|outside|inside|around|across|throughout|southeast of|northeast of|southwest of|northwest of|north of|south of|"
    r"east of|west of|suburban|downtown|city of|capital of|capital,?)\s(?:the\s|central\s|downtown\s)?$",
    re.IGNORECASE,
)
#: "in" after these leads to a government.
_POWER_IN = re.compile(
    r"\b(?:leaders?|leadership|governments?|officials?|authorities|regimes?|policy-?makers|lawmakers|rulers?|elites?|politicians?|"
    r"powers?|hawks|confidence|trust|faith|belie(?:f|v\w+)|distrust|mistrust|disappoint\w+|those|counterparts?|masters|communists?|"
    r"allies|friends?|critics|partners?|change|administration|interested)\sin\s$",
    re.IGNORECASE,
)
_MOTION = re.compile(
    r"\b(?:fl(?:y|ies|ew|own|ying)|travel\w*|head(?:ed|ing|s)?|arriv\w+|return\w*|land(?:ed|ing|s)?|went|go(?:es|ing)?|mov(?:ed?|ing)|"
    r"drove|bound|en route|rushed|flights?|jetted)\s(?:\w+\s)?(?:to|for|from|into|via)\s$|"
    r"\b(?:report\w*|writes?|writing|dispatch|live|speaking|broadcast\w*|phone)\s(?:\w+\s)?from\s$",
    re.IGNORECASE,
)
_TOWN_BEFORE = re.compile(r"\b(?:Mount|Lake|Fort|Port|State of|County of|New)\s$")
_TOWN_AFTER = re.compile(
    r"(?:[’']s)?\s(?:Olympics?|Games|Winter|Summer|meetings?|summit|conference|residents?|streets?|suburbs?|restaurants?|hotels?|"
    r"(?:Capital\s|International\s)*[Aa]irport|offices?|bureau|headquarters|courts?\s[a-z]+ed|hospitals?|district|neighbou?rhoods?|area|[Mm]etro\w*|subway|correspondent|"
    r"think[ -]tanks?|apartment|home|venue|Zoo|Square|Street|Avenue|Boulevard|County|State|Monument|Mall|University|Accords?|"
    r"Redskins|Nationals|Capitals|Wizards|Commanders|Mystics|Consensus|bureau chief)\b"
)
_DATELINE = re.compile(
    r"(?:,\s[A-Z][a-z]{2,8}\.?\s\d{1,2})?\s?(?:\((?=[A-Z])[^)\n]{2,30}\)|(?:--|[—–-])\s(?=[“\"A-Z]))"
)
_TREATY = re.compile(r"\b([A-Z]\w+)\s(?:climate\s)?(?:[Aa]greement|[Aa]ccords?|[Pp]rotocol|[Cc]limate)\b")
#: Their capitals stand for governments too often to be lost to a treaty.
_SPOKEN_OF = frozenset({"CN", "US", "TW", "RU"})


def states_meant(
    text: str, states: Sequence[CountryMention], countries: Sequence[CountryMention]
) -> Iterator[CountryMention]:
    """The mentions that mean a country or its government.

    Parameters
    ----------
    text
        an article
    states
        mentions of countries in it, in order
    countries
        these with the places and institutions, in order

    Yields
    ------
    CountryMention
        those of `states` that mean a country

    Examples
    --------
    >>> from corpus_lib.countries import find_countries
    >>> text = "They met in Beijing. Beijing agreed, the head of Air China said."
    >>> found = list(find_countries(text))
    >>> [mention.start for mention in states_meant(text, found, found)]
    [21]
    """
    treaties = {match.group(1) for match in _TREATY.finditer(text)}
    for mention in states:
        if _is_firm(text, mention):
            continue
        town = mention.kind == "capital" and (
            (mention.code not in _SPOKEN_OF and text[mention.start : mention.end] in treaties)
            or _is_town(text, mention, countries)
        )
        if not town:
            yield mention


def in_headline(text: str, start: int) -> bool:
    """Whether a place stands in a headline in title case, where capitals tell nothing.

    >>> in_headline("China Hits Back at U.S.", 0), in_headline("China hits back at the U.S.", 0)
    (True, False)
    """
    opens = text.rfind("\n", max(0, start - LINE), start) + 1 or max(0, start - LINE)
    closes = text.find("\n", start, start + LINE)
    return not _SMALL.search(text, opens, closes if closes >= 0 else start + LINE)


def _is_firm(text: str, mention: CountryMention) -> bool:
    """Whether the words belong to the name of a firm or a ware, or tell where a firm sits."""
    before, after = (
        text[max(0, mention.start - REACH) : mention.start],
        text[mention.end : mention.end + REACH],
    )
    if mention.kind not in {"name", "demonym"} or _BASED.match(after):
        return bool(_BASED.match(after))
    if not after[1:2].isupper():
        follows = _WARE
    else:
        follows = _FIRM_IN_HEADLINE if in_headline(text, mention.start) else _FIRM_AFTER
    return bool(follows.match(after) or _FIRM_BEFORE.search(before))


def _is_town(text: str, mention: CountryMention, countries: Sequence[CountryMention]) -> bool:
    """Whether a capital is the town and not the government in it."""
    before, after = (
        text[max(0, mention.start - REACH) : mention.start],
        text[mention.end : mention.end + REACH],
    )
    opens = not before.strip(' \t“"') or before.endswith("\n")
    if opens and _DATELINE.match(after):
        return True
    if _TOWN_AFTER.match(after) or _TOWN_BEFORE.search(before) or _MOTION.search(before):
        return True
    if _IN.search(before) and not _POWER_IN.search(before) and after[:2] not in {"’s", "'s"}:
        return True
    at = bisect_left(countries, mention.start, key=lambda other: other.start)
    follows = countries[at + 1] if at + 1 < len(countries) else None
    leads = countries[at - 1] if at else None
    state_follows = follows is not None and (
        text[mention.end : follows.start] == ", "
        and (follows.kind == "place" or (follows.code == mention.code and follows.kind == "name"))
    )
    town_leads = leads is not None and leads.kind == "place" and text[leads.end : mention.start] == ", "
    return state_follows or town_leads
