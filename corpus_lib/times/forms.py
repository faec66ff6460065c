"""Where an English text says when: an ordered table of named forms, the most telling first.

A place that one form has taken is closed to those after it, so that "May 3, 2020" is no bare year and "two-day" in "every
two-day" no length. Some forms exist only to close a place: "Black Friday", "a 45-year-old" and "Resolution 1874" say no
time. What a form means is found elsewhere (`times.resolving`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpus_lib.rows import TimeKind
from corpus_lib.times.words import (
    DAY,
    GAP,
    LONG_UNIT,
    MOD,
    MONTH,
    MONTH_ALONE,
    MONTHS,
    NUMBER,
    PART,
    SEASON,
    SHORT_WEEKDAY,
    UNIT,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    Parts,
)
from corpus_lib.written_dates import WrittenDate, find_dates, settle_order


class Found(NamedTuple):
    """An expression: its form, its place, and the words that tell what it means."""

    form: str
    kind: TimeKind
    start: int
    end: int
    parts: Parts
    written: WrittenDate | None = None
    clock: Parts | None = None  # a time of day beside the day


class _Form(NamedTuple):
    name: str
    kind: TimeKind | None  # None: says no time, and closes the place
    near: (
        str | None
    )  # the core (of _CORES) without which it cannot stand there; None where it is looked for everywhere
    pattern: str


_ZONE = r"(?:[ECMP][SD]?T|GMT|UTC|BST|IST|JST|KST|HKT|SGT|CET|CEST|AE[SD]T|(?:local|Beijing|Eastern|Pacific|Central|Moscow|London|Washington|Tokyo|Hong[ ]Kong|standard|daylight|Greenwich[ ]Mean)(?:[ ](?:standard|daylight|Standard|Daylight))?[ ][Tt]ime)"
_HALF = r"(?:[ap]\.?m\b\.?|[AP]\.?M\b\.?)"
_OLD = r"(?:[ -]old|[ -]of[ -]age)"
_WHICH = r"(?P<which>[Ll]ast|[Nn]ext|[Tt]his[ ](?:past|coming)|[Tt]his|[Tt]hat|[Tt]he[ ](?:previous|following|next|same|past|coming)|[Pp]ast|[Cc]oming|[Pp]revious|[Ff]ollowing)"
_OF_YEAR = r"(?:,?[ ](?:(?:of|in)[ ])?(?P<which_year>(?:last|this|next|that|the[ ]same|the[ ]following|the[ ]next|the[ ]previous)[ ]year)\b)"
_MODDED = rf"(?:(?P<mod>[Ee]arly|[Ll]ate|[Mm]id|[Mm]iddle|[Tt]he[ ](?:end|beginning|start|middle|close)[ ]of|{MOD})(?:[ -]|[ ]in[ ])(?:the[ ])?)?"
_ABOUT = r"(?:(?P<about>(?:[Mm]ore|[Ll]ess)[ ]than|[Oo]ver|[Nn]early|[Aa]lmost|[Aa]bout|[Aa]round|[Ss]ome|[Aa]t[ ]least|[Jj]ust|[Rr]oughly|[Bb]arely|[Uu]p[ ]to)[ ])?"
_NUMBER = rf"(?P<n>(?i:{NUMBER}))"
_YEAR = rf"(?P<y>{YEAR})"
_QUANTITY = r"(?:people|persons|troops|soldiers|men|women|children|miles?|km|kilometers|kilometres|meters|metres|feet|pounds|tons|tonnes|acres|dollars|euros|yuan|yen|percent|per[ ]cent|points|votes|jobs|homes|houses|workers|employees|students|companies|firms|cases|deaths|members|victims|passengers|cars|vehicles|square|calories|troop|million|billion|others|years|days|hours|delegates|refugees|migrants|nuclear|warheads|missiles|tariff[ ]lines|copies|pages|words|shares)"
_NUMBERED = r"(?:Resolution|resolution|Boeing|Airbus|Article|Section|Flight|Route|Room|No\.|Nos\.|number|Number|Chapter|Rule|Order|Law|Act|Title|Form|Bill|Highway|Model|Mark|Apollo|Windows|Office|channel|Channel|US\$|C\$|A\$|HK\$|RMB|Rs\.|EUR|USD|S&P|Russell|Nasdaq|FTSE|CSI|Nikkei|page|pp?\.|area[ ]code|Unit|unit|Case|case|Docket|Document|document)"
_THE_PAPER = r"(?:Times|Post|News|Herald|Mail|Express|Telegraph|Star|Mirror|Journal|Tribune|Sun|Independent|Night[ ]Live|Night[ ]Football|Morning[ ]Herald|Evening[ ]Post|Review|Magazine|Today|World)"
_HOLIDAY = r"(?:Thanksgiving(?:[ ]Day)?|Christmas(?:[ ](?:Day|Eve))?|New[ ]Year['’]s[ ](?:Day|Eve)|Good[ ]Friday|Easter(?:[ ](?:Sunday|Monday))?|Independence[ ]Day|the[ ]Fourth[ ]of[ ]July|Labou?r[ ]Day|Memorial[ ]Day|Veterans[ ]Day|Columbus[ ]Day|Halloween|Valentine['’]s[ ]Day|Martin[ ]Luther[ ]King(?:[ ]Jr\.)?[ ]Day|Election[ ]Day|Inauguration[ ]Day|May[ ]Day|Boxing[ ]Day)"
_LUNAR = r"(?:(?:the[ ])?(?:Lunar|Chinese)[ ]New[ ]Year|(?:the[ ])?Spring[ ]Festival|(?:the[ ])?Mid-Autumn[ ]Festival|Ramadan|Eid[ ]al-(?:Fitr|Adha)|Passover|Rosh[ ]Hashanah|Yom[ ]Kippur|Diwali|Hanukkah|(?:the[ ])?Dragon[ ]Boat[ ]Festival)"
_BEFORE_MONTH = r"(?<=[a-z][ ])|(?<=['’]s[ ])|(?<=[–—-])|(?<=\n)|(?<=[.!?”\"][ ])|(?<=\d[ ])|^"
_AGAIN = r"(?:,?[ ](?P<part>(?i:" + PART + r"))\b)?"

_FORMS = (
    # no time
    _Form("age", None, "age", rf"(?i)\b{NUMBER}[ -](?:day|week|month|year)s?{_OLD}\b|\b(?:aged?|ages)[ ]\d{{1,3}}(?:[ ](?:to|and|or)[ ]\d{{1,3}})?\b(?:[ ]years)?"),
    _Form("name", None, "name", rf"\b(?:Black|Bloody|Super|Ash|Cyber|Giving|Palm|Fat|Casual|Freaky|Joe)[ ]{WEEKDAY}\b|\b{WEEKDAY}[ ](?:the[ ]13th|{_THE_PAPER}|Morning[ ][A-Z][a-z]+)\b|\b(?:USA|China|Russia|Africa|Asia|India)[ ](?:Today|TODAY|Daily)\b|\bFox[ ]News[ ]Sunday\b|\b(?:[Cc]opyright|©)(?:[ ]©)?[ ]{YEAR}\b|\b[A-Z][a-z]{{1,15}}(?:['’]s)?[ ](?:Daily|Weekly|Monthly|Quarterly)\b|\b(?:The|the)[ ](?:Daily|Weekly|Monthly|Quarterly)\b|\bDaily[ ][A-Z][a-z]{{2,12}}\b|\bCentury[ ][A-Z]"),
    _Form("share", None, "unit", r"\b(?:[Tt]hree|[Oo]ne|[Aa])[- ]quarters?[ ]of\b"),
    _Form("numbered", None, "digit", rf"\b{_NUMBERED}[ ]?\d{{2,5}}\b|[$£€¥#]\d{{4}}\b|\b\d{{4}}[ ]{_QUANTITY}\b|\b\d{{1,3}}(?:,\d{{3}}){{1,4}}\b|(?<![\d-])\d{{3}}[ .-]\d{{3}}[ .-]\d{{4}}\b|\(\d{{3}}\)[ ]?\d{{3}}-\d{{4}}|\b\d{{3}}-\d{{4}}\b"),
    # written dates
    _Form("month_day", "date", "month", rf"(?:\b{SHORT_WEEKDAY},?[ ](?:the[ ])?)?(?:\b(?P<which>[Ll]ast|[Nn]ext|[Tt]his)[ ])?\b(?P<month>{MONTH})(?:\.(?=\d))?[ ]?(?P<d>{DAY})(?:st|nd|rd|th)?(?:(?:[ ]?[-–—][ ]?|[ ](?:to|and|or|through)[ ]|,[ ](?=\d{{1,2}}[ ]and))(?P<d2>{DAY})(?:st|nd|rd|th)?)?\b(?:,?{GAP}{_YEAR}\b|,?[ ]['’](?P<yy>\d\d)\b|{_OF_YEAR})?(?!\d|[:.,]\d|%|[ ]?{_HALF})"),
    _Form("month_day", "date", "month", rf"(?:\b{SHORT_WEEKDAY},?[ ](?:the[ ])?)?(?<![\d:.,$-])\b(?:the[ ])?(?P<d>{DAY})(?:st|nd|rd|th)?(?:(?:[ ]?[-–—][ ]?|[ ](?:to|and|or)[ ])(?P<d2>{DAY})(?:st|nd|rd|th)?)?(?:[ ]of)?[ -](?P<month>{MONTH})(?:[ ,-]{{1,2}}{_YEAR}\b|{_OF_YEAR})?(?![\w])"),
    _Form("month_year", "date", "month", rf"\b{_MODDED}(?P<month>{MONTH})(?:,?{GAP}(?:of[ ])?|[-/]){_YEAR}\b(?!-\d)"),
    _Form("quarter", "date", "quarter", rf"(?i)\b(?:(?P<which>last|next|this)[ ]year['’]s[ ])?(?:the[ ])?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)[ -](?P<half>quarter)\b(?:(?:,?[ ](?:of|in)?[ ]?(?:the[ ]year[ ])?(?:fiscal[ ])?{_YEAR}\b)|{_OF_YEAR}|(?P<of>[ ]of[ ]the[ ]year))?"),
    _Form("quarter", "date", "quarter", rf"(?i)\b(?:(?P<which>last|next|this)[ ]year['’]s[ ])?(?:the[ ])?(?P<q>first|second|third|fourth|1st|2nd|3rd|4th)[ -](?P<half>half)\b(?:(?:,?[ ](?:of|in)?[ ]?(?:the[ ]year[ ])?(?:fiscal[ ])?{_YEAR}\b)|{_OF_YEAR}|(?P<of>[ ]of[ ]the[ ]year))"),
    _Form("quarter", "date", "digit", rf"\b(?P<half>Q|H(?=[12]))(?P<q>[1-4])\b(?:(?:[ ](?:of[ ])?|/|-)?{_YEAR}\b|[ ]?['’](?P<yy>\d\d)\b)?"),
    _Form("season", "date", "season", rf"\b{_MODDED}(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?:[ ](?:past|coming))?|[Tt]hat|[Tt]he[ ](?:previous|following|next|past))[ ])?(?:the[ ])?(?P<season>{SEASON})(?:(?:[ ]of)?[ ]{_YEAR}\b|{_OF_YEAR})"),
    _Form("season", "date", "season", rf"\b{_MODDED}(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?:[ ](?:past|coming))?|[Tt]hat|[Tt]he[ ](?:previous|following|next|past))[ ](?P<season>{SEASON})\b"),
    _Form("season", "date", "season", rf"\b(?:in|by|until|since|during|before|after|of)[ ](?:the[ ])?{_MODDED}(?P<season>spring|summer|autumn|winter)\b(?![ ](?:of|up|to|from|in|for[ ]the|home|camp|school|training|games|olympics)\b)"),
    _Form("fiscal_year", "date", "digit", rf"\b(?:[Ff]iscal(?:[ ]year)?[ ]|FY[ ]?){_YEAR}\b|\bFY[ ]?['’]?(?P<yy>\d\d)\b"),
    _Form("decade", "date", "digit", rf"\b{_MODDED}(?P<decade>1[5-9]\d|20\d)0['’]?s\b|(?<!\w)(?:(?P<mod2>early|late|mid)[ -])?(?:the[ ])?['’](?P<short>\d)0s\b"),
    _Form("century", "date", "century", r"\b(?P<n>1\d|2[01])(?:th|st)[- ][Cc]entury\b|\b(?P<which>[Tt]his|[Ll]ast|[Nn]ext)[ ]century\b"),
    _Form("year_range", "date", "digit", rf"(?<![\w.,$/-]){_YEAR}[-–—/](?P<y2>\d{{2}}(?:\d\d)?)(?![\w/-]|[.,]\d)"),
    # times of day
    _Form("clock", "time", "digit", rf"(?<![\d:.,$-])\b(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<min>[0-5]\d))?[ ]?(?P<half>{_HALF})(?:,?[ ]{_ZONE})?(?:[ ]\((?:[\w.: ]{{1,12}}[ ])?{_ZONE}\))?"),
    _Form("clock", "time", "digit", rf"(?:(?<=[Aa]t[ ])|(?<=[Bb]y[ ])|(?<=til[ ])|(?<=rom[ ])|(?<=to[ ])|(?<=out[ ])|(?<=ound[ ])|(?<=ore[ ])|(?<=ter[ ])|(?<=\d[ ])|(?<=\d,[ ])|(?<=day[ ])|(?<=day,[ ]))(?P<h>[01]?\d|2[0-3]):(?P<min>[0-5]\d)(?:[ ]?hours)?(?![:.]?\d|[-/]\d)(?:[ ]{_ZONE})?(?:[ ]\((?:[\w.: ]{{1,12}}[ ])?{_ZONE}\))?"),
    _Form("clock", "time", "digit", rf"(?<![\d:.,$/-])\b(?P<h>[01]?\d|2[0-3])[:.](?P<min>[0-5]\d)(?:[ ]?hours\b|[ ]{_ZONE})"),
    _Form("clock", "time", "digit", rf"\b(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)[ ]{_ZONE}"),
    _Form("clock", "time", None, r"\b(?P<word>(?<![Hh]igh )[Nn]oon|[Mm]idday|[Mm]idnight)\b"),
    # days by name
    _Form("part_of_day", "time", "part", rf"\b(?P<deictic>[Tt]onight|[Ll]ast[ ](?:night|evening)|[Tt]his[ ](?:morning|afternoon|evening)|[Oo]vernight|(?:[Yy]esterday|[Tt]omorrow)[ ](?:{PART}))\b"),
    _Form("deictic_day", "date", "deictic", r"\b(?:[Ee]arl(?:y|ier)[ ]|[Ll]ate(?:r)?[ ])?(?P<deictic>[Tt]he[ ]day[ ](?:before[ ]yesterday|after[ ]tomorrow)|[Tt]oday|TODAY|[Yy]esterday|[Tt]omorrow)\b"),
    _Form("holiday", "date", "holiday", rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)[ ](?:year['’]s[ ])?)?(?P<holiday>{_HOLIDAY})\b(?![ ](?:season|shopping|trees?|part(?:y|ies)|gifts?|sales|cards?|break|presents?|lights|eggs?|carols?|dinner)\b)(?:,?[ ](?:(?:of|in)[ ])?{_YEAR}\b|{_OF_YEAR})?"),
    _Form("weekday_set", "set", "weekday", rf"\b(?:[Ee](?:very|ach)[ ](?P<day>{WEEKDAY})(?:[ ]{PART})?|(?:on[ ])?(?P<days>{WEEKDAY})s)\b"),
    _Form("weekday", "date", "weekday", rf"\b(?:[Ee]arly[ ](?:on[ ])?|[Ll]ate[ ](?:on[ ])?)?(?:(?![Pp]ast|[Pp]rev|[Ff]ollow){_WHICH}[ ])?(?P<day>{WEEKDAY})\b(?:[ ]the[ ](?P<d>{DAY})(?:st|nd|rd|th)\b)?{_AGAIN}(?:[ ](?P<week>last|next|this)[ ]week\b)?"),
    _Form("other_calendar", "date", "festival", rf"\b(?:(?:[Ll]ast|[Nn]ext|[Tt]his)[ ](?:year['’]s[ ])?)?{_LUNAR}\b"),
    _Form("month", "date", "month", rf"\b{_MODDED}(?P<month>{MONTH_ALONE}){_OF_YEAR}"),
    # lengths told from a day on
    _Form("ago", "date", "unit", rf"\b{_ABOUT}{_NUMBER}(?:[ ](?:more|full|long|short))?[ ](?P<unit>{UNIT})s?[ ](?P<ago>ago|from[ ]now|hence|earlier|later|before|after(?:wards?)?|prior|previously)\b"),
    _Form("vague_ago", "date", "unit", rf"\b(?P<unit>{UNIT})s[ ](?P<ago>ago|from[ ]now|hence|earlier|later|before|after(?:wards?)?)\b"),
    _Form("recent", "date", "recent", rf"\b(?:(?P<recent>[Rr]ecent)|(?P<coming>[Cc]oming|[Uu]pcoming))[ ](?:{UNIT})s\b"),
    _Form("past_span", "duration", "unit", rf"\b(?:the|these|this|its|his|their|for|in|over|during|within)[ ](?:the[ ])?(?P<which>past|last|previous|next|coming|preceding|following|first|final)[ ](?:{_NUMBER}[ ](?P<unit>{UNIT})s?|(?P<units>{UNIT})s)\b"),
    _Form("past_span", "duration", "unit", rf"\b(?:in|over|during|for|within|of)[ ]the[ ](?P<which>past|last|next|coming)[ ](?P<unit>{LONG_UNIT})\b(?!s|[ ](?:of|in)\b)|\b[Tt]he[ ](?P<which2>past|coming)[ ](?P<unit2>{LONG_UNIT})\b(?!s)"),
    _Form("this_span", "date", "unit", rf"\b(?:(?P<mod>[Ee]arl(?:y|ier)|[Ll]ate(?:r)?|[Mm]id|[Ll]ate|[Tt]he[ ](?:end|beginning|start)[ ]of)(?:[ -]|[ ]in[ ]))?(?![Tt]he[ ]next)(?:[Tt]he[ ])?(?P<which>[Ll]ast|(?<![Tt]he[ ])[Nn]ext|[Tt]his(?:[ ](?:past|coming))?|[Cc]urrent|[Pp]ast|[Cc]oming)[ ](?:fiscal[ ]|calendar[ ]|academic[ ])?(?P<unit>{LONG_UNIT})\b(?<!this[ ]day)(?<!This[ ]day)(?!s|[- ]long|[ ](?:or[ ]so))"),
    _Form("weekend", "date", "unit", r"\b(?<=[Tt]he )weekend\b(?!s|[- ](?:of|trip|getaway))"),
    _Form("year_end", "date", "the_end", r"\b[Tt]he[ ](?P<mod>end|beginning|start|middle)[ ]of[ ]the[ ](?P<unit>week|month|quarter|year|decade|century)\b"),
    _Form("story", "date", "unit", rf"\b(?:(?P<mod>[Ee]arl(?:y|ier)|[Ll]ate(?:r)?)[ ](?:in[ ]|on[ ])?)?(?P<which>[Tt]hat|[Tt]hat[ ]same|[Tt]he[ ]very[ ]same|[Tt]he[ ]same|[Tt]he[ ](?:very[ ])?(?:next|following|previous|preceding))[ ](?P<unit>{LONG_UNIT})\b(?!s)"),
    _Form("story", "date", "part", rf"\b(?:(?P<mod>[Ee]arl(?:y|ier)|[Ll]ate(?:r)?)[ ](?:in[ ]|on[ ])?)?(?P<which>[Tt]hat|[Tt]hat[ ]same|[Tt]he[ ]very[ ]same|[Tt]he[ ]same|[Tt]he[ ](?:very[ ])?(?:next|following|previous|preceding))[ ](?P<part>{PART})\b(?!s)"),
    _Form("story", "date", "unit", rf"\b(?P<which>[Tt]he)[ ](?P<unit>{LONG_UNIT})[ ](?P<beside>before|earlier|after|later)\b(?=[.,;:)\n]|$)"),
    _Form("near_event", "date", "unit", rf"\b(?<!in[ ])[Tt]he[ ](?:(?P<n>(?i:{NUMBER}))[ ])?(?P<unit>{UNIT})s?[ ](?:before|after|leading[ ]up[ ]to|prior[ ]to|following)\b"),
    _Form("in_n", "date", "unit", rf"\b(?P<how>[Ii]n|[Ww]ithin)[ ](?:the[ ]next[ ])?{_ABOUT}{_NUMBER}(?:[ ](?:more|short))?[ ](?P<unit>{UNIT})s?(?:['’]?[ ]time)?\b(?!-|[ ](?:of|or)\b)"),
    # months and years alone
    _Form("month", "date", "month", rf"\b{_MODDED}(?:{_WHICH}[ ])(?P<month>{MONTH_ALONE})(?:{_OF_YEAR})?(?!\w|[ ](?:[A-Z][a-z]+(?<!Summit)[ ]said))"),
    _Form("month", "date", "month", rf"\b{_MODDED[:-1]}(?P<month>{MONTH_ALONE})(?!\w)"),
    _Form("month", "date", "month", rf"\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Tt]he|[Dd]uring|[Oo]f|[Ff]rom|[Bb]efore|[Aa]fter|[Ee]arly|[Ll]ate|[Tt]hroughout)[ ]{_MODDED}(?P<month>{MONTH_ALONE})(?!\w|-[a-z])"),
    _Form("month", "date", "month", rf"(?:{_BEFORE_MONTH})\b(?!May\b){_MODDED}(?P<month>{MONTH_ALONE})(?!\w|-[a-z]|[ ][A-Z])"),
    _Form("month", "date", "month", rf"\b(?:Mid|Early|Late|Last)[- ](?P<month>{MONTH_ALONE})(?!\w)"),
    _Form("year", "date", "digit", rf"(?<![\w.,$£€¥/:#+-])(?:(?P<mod>[Ee]arly|[Ll]ate|[Mm]id|[Tt]he[ ](?:end|beginning|start|middle|close)[ ]of)(?:[ -]|[ ]in[ ]|[ ]of[ ]))?{_YEAR}(?![\w%$]|[.,:/]\d|-\d|-nCoV|['’]\d|[ ](?:{_QUANTITY})\b|,\d)"),
    # repetitions, lengths, and what says no more than past, present or future
    _Form("set", "set", "unit", rf"(?i)\b(?P<every>every|each)[ ](?:(?P<other>other|second)[ ]|{_NUMBER}[ ])?(?P<unit>{UNIT})s?\b"),
    _Form("set", "set", "unit", rf"(?i)\b(?:once|twice|times|hours|days)[ ](?:a|an|each|per)[ ](?P<unit>{UNIT})\b"),
    _Form("set", "set", "adverb", r"(?<![-\w])(?P<adverb>daily|weekly|biweekly|monthly|quarterly|annual|annually|yearly|nightly|hourly)\b(?!-)"),
    _Form("duration", "duration", "unit", rf"\b{_ABOUT}{_NUMBER}(?:[ -](?:more|full|straight|consecutive|long|additional|extra))?[ -](?P<unit>{UNIT}|second(?=s))(?:s|[- ]long)?\b"),
    _Form("duration", "duration", "unit", r"\b(?:for|over|in|after|of)[ ](?:the[ ])?(?P<unit>days|weeks|months|years|decades|centuries)\b"),
    _Form("duration", "duration", "unit", r"\b(?P<unit>day|week|month|year|decade)s?-long\b"),
    _Form("now", "date", None, r"\b(?:[Nn]ow(?![ -]*(?:that\b|famous|infamous|defunct|former))|[Cc]urrently|[Aa]t[ ]present|[Aa]t[ ](?:the[ ]moment|this[ ](?:moment|time))|[Nn]owadays|[Tt]hese[ ]days)\b"),
    _Form("past", "date", "lately", r"\b(?:[Rr]ecently|[Ll]ately|(?:in[ ])?the[ ](?:recent[ ])?past)\b(?![ ]\w{1,12}s?\b(?<=month|onths|years|weeks|.days|ecade))"),
    _Form("future", "date", "future", r"\b(?:(?:[Tt]he[ ])?(?:near|foreseeable|immediate|not-too-distant)[ ]future|[Tt]he[ ]future|(?<=\w )future)\b"),
)  # fmt: skip


#: Words or signs that every form of a kind holds, and how far its longer pattern reaches before and after them, at most,
#: in characters: it is tried only there, which takes a third of the time.
_CORES = {
    "unit": (r"[Mm]inute|[Hh]our|[Dd]ay|[Ww]eek|[Ff]ortnight|[Mm]onth|[Qq]uarter|[Hh]alf|[Yy]ear|[Dd]ecade|[Cc]entur|seconds|\b[Aa]ge", 50, 30),
    "age": (r"old\b|[ -]of[ -]age|\b[Aa]ge", 30, 20),
    "quarter": (r"[Qq]uarter|[Hh]alf", 40, 50),
    "century": (r"[Cc]entury", 20, 10),
    "recent": (r"[Rr]ecent|[Cc]oming", 10, 20),
    "the_end": (r"(?:end|beginning|start|middle)[ ]of[ ]the", 10, 30),
    "name": (r"[nsdri]day\b|T[Oo][Dd][Aa][Yy]|Daily|Weekly|Monthly|Quarterly|opyright|©|Century", 25, 30),
    "holiday": (r"Thanksgiving|Christmas|New[ ]Y|Friday|Easter|Day\b|July|Hallow", 50, 50),
    "festival": (r"New[ ]Year|Festival|Ramadan|Eid|Passover|Rosh|Yom|Diwali|Hanukkah", 40, 15),
    "lately": (r"[Rr]ecently|[Ll]ately|\bpast", 15, 15),
    "future": (r"future", 25, 5),
    "adverb": (r"ly\b|annual", 12, 5),
    "month": ("|".join(short for month in MONTHS for short in (month[:3], month[:3].upper())), 45, 50),
    "weekday": ("|".join(short for day in WEEKDAYS for short in (day[:3], day[:3].upper())), 40, 30),
    "digit": (r"\d", 35, 50),
    "season": (SEASON, 45, 35),
    "part": (r"[Nn]ight|[Mm]orning|[Aa]fternoon|[Ee]vening", 35, 15),
    "deictic": (r"[Tt]oday|TODAY|[Yy]esterday|[Tt]omorrow", 25, 15),
}  # fmt: skip


@cache
def _patterns() -> tuple[tuple[_Form, re.Pattern[str]], ...]:
    return tuple((form, re.compile(form.pattern)) for form in _FORMS)


@cache
def _cores() -> dict[str, tuple[re.Pattern[str], int, int]]:
    return {name: (re.compile(pattern), before, after) for name, (pattern, before, after) in _CORES.items()}


def _windows(text: str, core: re.Pattern[str], before: int, after: int) -> list[tuple[int, int]]:
    """The stretches around a core, none touching another."""
    windows: list[tuple[int, int]] = []
    for hit in core.finditer(text):
        start, end = max(0, hit.start() - before), hit.end() + after
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


#: What a date in the digits of any form, or in another language or calendar, holds at least.
_OTHER_DATE = re.compile(
    r"\d[-/.][ ]?\d{1,2}[-/.][ ]?\d\d|\d\s?[年년]|tháng|20[5-9]\d|\d\.?[ ](?:de[ ])?\w{3,12}\.?[ ](?:del?[ ])?(?:19|20)\d\d"
)


_ENGLISH_MONTH = re.compile(rf"\b{MONTH}")
#: Forms whose pattern begins with a preposition that is no part of the expression.
_WITH_PREPOSITION = ("season", "past_span", "duration", "month", "weekday_set", "past")
_PREPOSITION = re.compile(
    r"\n|(?i:in|by|until|since|during|before|after|of|on|for|over|within|from|throughout|the(?=[ ](?:{MONTH})))[ ](?!(?:a|an)[ ])"
)


def find_forms(text: str, *, order: str | None = None) -> list[Found]:
    """The time expressions of a text, in order, none inside another.

    Parameters
    ----------
    text
        any string
    order
        `month_first` or `day_first`: how dates such as 03/04/2020 are written; as the text tells when not given

    Examples
    --------
    >>> [(found.form, found.kind) for found in find_forms("At 9 a.m. Friday a 45-year-old left for two days.")]
    [('clock', 'time'), ('weekday', 'date'), ('duration', 'duration')]
    """
    taken = bytearray(len(text))
    found = []
    for hit in _hits(text, order):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"x" * (hit.end - hit.start)
            if hit.form:
                found.append(hit)
    return sorted(found, key=lambda hit: hit.start)


def _hits(text: str, order: str | None) -> Iterator[Found]:
    if _OTHER_DATE.search(text):
        yield from _written(text, order)
    windows: dict[str | None, list[tuple[int, int]]] = {None: [(0, len(text))]}
    windows |= {name: _windows(text, *core) for name, core in _cores().items()}
    for form, pattern in _patterns():
        for window in windows[form.near]:
            for match in pattern.finditer(text, *window):
                yield _found(text, form, match)


def _found(text: str, form: _Form, match: re.Match[str]) -> Found:
    start, end = match.span()
    if form.name in _WITH_PREPOSITION:
        start = _trimmed(text, start, end)
    parts = Parts({key: word for key, word in match.groupdict().items() if word})
    return Found(form.name if form.kind else "", form.kind or "date", start, end, parts)


def _trimmed(text: str, start: int, end: int) -> int:
    """Where an expression starts without the preposition that its pattern needs before it."""
    first = _PREPOSITION.match(text, start, end)
    return first.end() if first else start


def _written(text: str, order: str | None) -> Iterator[Found]:
    """Dates in digits, in other languages and calendars; English ones are left to the forms of their own."""
    for date in settle_order(find_dates(text), text):
        if not date.has_year or (date.calendar == "gregorian" and _ENGLISH_MONTH.search(date.text)):
            continue
        if date.date and date.other and order:
            first = int(re.split(r"\D+", date.text)[0] or 0)
            month_first = order == "month_first"
            fits = (date.date.month == first) == month_first
            date = WrittenDate(date.start, date.end, date.text, date.date if fits else date.other, "day")
        yield Found("written_date", "date", date.start, date.end, Parts(), date)
