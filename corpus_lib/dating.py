"""When an article came out, as far as its text tells.

Every date that is written in the text is a candidate. An ordered table of named rules says what each one is: the
date line of this article, of another story, of a comment, of an event in the story. The most trusted rule wins; the
candidates that lose are recorded with the rule under which they were met. Where no publication date is written, the
newest events that the text tells of bound it (`_Interval`); a day is never made up. Nothing here reads the clock.

Fails on pages whose only date is that of the day on which they were copied, and on pages that show "3 hours ago".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal, NamedTuple

from corpus_lib.clean import clean_text
from corpus_lib.lines import Shape
from corpus_lib.resources import read_resource
from corpus_lib.schema import Evidence, Line, Precision
from corpus_lib.written_dates import FIRST_YEAR, LAST_YEAR, WrittenDate, find_dates, settle_order

#: A text without a date line comes out at most so many days after the newest day that it tells of as past, when
#: that day's year is the newest year in it. Of 79 such articles of US media on China, 49 % came out within 1 day,
#: 70 % within 7, 86 % within 30, 87 % within 60; without the condition on the year, 68 % within 30.
MAX_LAG = 30
#: What is told as ahead with its date comes within so many days.
MAX_AHEAD = 365
#: An event told as under way: a day before (departure, time zones) to a day after (the next morning's paper).
MARGIN = dt.timedelta(days=1)
#: A date line stands at most so many words long.
MAX_LINE_WORDS = 25
#: From so many words on, a line that reads like a sentence tells of an event.
MIN_SENTENCE = 8
#: How many lines above the headline, or below the last paragraph, a date line still belongs to the article.
NEAR = 6
#: The headline, its repetition and the first paragraphs tell what is under way; further down, background.
LEAD_LINES = 5
#: A headline or standfirst may be taken for the first lines of the article: so many.
HEAD_LINES = 3
#: Longest place name at the head of a dateline, in characters.
MAX_PLACE = 60
#: Longest piece of a sentence in which an event is looked for, in characters: keeps the search linear.
MAX_SENTENCE = 500

_PUBLISHED = re.compile(
    r"(?i)\b(published|posted|publié|publicado|publicerad|veröffentlicht|pubblicato|gepubliceerd|first (published|posted)"
    r"|written by|issued|created|date|đăng|erstellt|opublikowano|julkaistu)\b[^.!?\d]{0,40}$"
)
_UPDATED = re.compile(
    r"(?i)\b(updated?|last (modified|edited|changed|revis\w+|reviewed)|modified|actualizado|mis à jour|aktualisiert|revis(ed|ion)|corrected)\b[^.!?\d]{0,30}(\d?\d:\d\d[^.!?\d]{0,12})?$"
)
_AHEAD = re.compile(
    r"(?i)\b(will|shall|(is|are|being) (now )?(expected|scheduled|set|due|planned|slated|poised|likely)|upcoming|coming|looming|may come|invited to|next (month|week)|ahead of)\b"
)
_UNREAL = re.compile(
    r"(?i)\b(scheduled|deadline|expected|expires?|would|could|proposed|planned|slated|due)\b"
    r"|\b(by|before|until|till|through|ahead of|later than|end of)\W*$"
)
_UNDER_WAY = re.compile(
    r"(?i)\b(begins?|began|starts?|started|arriv(es?|ed|ing)|lands?|landed|embark(s|ed)|kicks? off|visits|meets?"
    r"|holds?|met|wraps? up|(two|three|four)[- ]days?|is in|opens?|opened|closes|shoots? down|signs|concludes?)\b"
)
_TOLD_BACK = re.compile(
    r"(?i)\b(last (year|month|november|june|week)|years? ago|months? ago|since|in (19|20)\d\d|earlier this year|anniversary"
    r"|first scheduled)\b"
)
_AFTER_STOP = re.compile(r"[?!.”\"]\s+(?:[A-Z][a-z]{2,8},?\s)?$")
_COLON = re.compile(r":\s{0,3}(?:\w{3,9},?\s)?$")
_POST = re.compile(r"\(@\w{1,30}\)\s*$")
_PHOTO = re.compile(r"\b(FILE|[Pp]hoto|[Pp]ictured?|[Ii]mage)\b")
_DATELINE_END = re.compile(r"[\s,]{0,3}(\([A-Z]|[—–-]{1,2}\s)")
_CREDIT = re.compile(r"(?i)\b(as )?(reported|according to|published|said) (by|in|to)\b[^.!?]{0,80}\bon $")


@dataclass(frozen=True)
class DateReading:
    """When a text came out: the best day or instant, the days between which it lies, and why.

    >>> DateReading().precision
    'unknown'
    """

    published: dt.datetime | None = None
    precision: Precision = "unknown"
    earliest: dt.datetime | None = None
    latest: dt.datetime | None = None
    rule: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class _Met:
    """A candidate, where it stands on the page, and what stands before it."""

    written: WrittenDate
    row: Line
    page: _Page

    @property
    def start(self) -> int:
        return self.written.start - self.row.raw_start

    @cached_property
    def before(self) -> str:
        """What is written before it: in its line, or (when it begins the line) in the line above."""
        text = self.row.text[max(0, self.start - 80) : self.start]
        above = self.page.above(self.row.line)
        label = above if len(text.split()) < 2 and len(above) < 30 else ""
        return f"{label} {text}".rstrip(" :|-–—,") + " "

    @cached_property
    def clause(self) -> str:
        """The sentence up to the date."""
        return re.split(r"[.!?;]\s", self.row.text[max(0, self.start - 200) : self.start])[-1]

    @property
    def full(self) -> bool:
        return self.written.date is not None and self.written.has_year

    @cached_property
    def short(self) -> bool:
        shape = Shape(self.row.text)
        if self.row.reason in ("byline", "source_note", "author_note"):
            return shape.n_words <= MAX_LINE_WORDS and not (shape.is_prose and shape.n_words >= MIN_SENTENCE)
        return shape.n_words <= MAX_LINE_WORDS // 2 and not shape.is_prose

    @property
    def ahead_of_body(self) -> bool:
        return self.row.line < self.page.first


class _Page:
    """The lines of a page: the headline, the first and the last line of the article, the dates."""

    def __init__(self, raw: str, rows: Sequence[Line]) -> None:
        self.rows = rows
        kept = [row.line for row in rows if row.kept]
        self.first, self.last = (kept[0], kept[-1]) if kept else (len(rows), len(rows))
        heads = [r.line for r in rows if r.reason in ("title", "repeated_title") and r.line <= self.first]
        self.head = heads[-1] if heads else None
        ends = [
            r.line for r in rows if r.line > self.last and r.reason in ("related", "comments", "issue_list")
        ]
        self.end = min([*ends, self.last + NEAR])
        self.met = tuple(self._meet(raw))

    def _meet(self, raw: str) -> Iterator[_Met]:
        found = settle_order(find_dates(raw), raw)
        place = 0
        for date in found:
            while place + 1 < len(self.rows) and self.rows[place + 1].raw_start <= date.start:
                place += 1
            yield _Met(date, self.rows[place], self)

    def above(self, line: int) -> str:
        """The nearest line above that is not blank."""
        return next((r.text for r in reversed(self.rows[max(0, line - 3) : line]) if r.text.strip()), "")


class _Rule(NamedTuple):
    """What a candidate is, the test for it, whether it can date the article, and which one of several does."""

    name: str
    test: Callable[[_Met], bool]
    dates: bool = False
    pick: int = 0


def _belongs(met: _Met) -> bool:
    return met.row.line <= met.page.end


def _refused(*reasons: str) -> Callable[[_Met], bool]:
    return lambda met: met.row.reason in reasons


def _labelled(pattern: re.Pattern[str]) -> Callable[[_Met], bool]:
    def test(met: _Met) -> bool:
        shape = Shape(met.row.text)
        line = met.row.reason is not None or not shape.is_prose or _COLON.search(met.row.text[: met.start])
        short = shape.n_words <= MAX_LINE_WORDS
        return _belongs(met) and bool(line) and short and bool(pattern.search(met.before))

    return test


def _in_caption(met: _Met) -> bool:
    around = met.row.text[max(0, met.start - 60) : met.start + len(met.written.text) + 20]
    return met.row.reason == "caption" or (not met.short and bool(_PHOTO.search(around)))


def _fresh(met: _Met) -> bool:
    return met.short and not _UPDATED.search(met.before)


def _under_headline(met: _Met) -> bool:
    return met.page.head is not None and met.page.head <= met.row.line < met.page.first and _fresh(met)


def _over_headline(met: _Met) -> bool:
    head = met.page.head
    return head is not None and head - NEAR <= met.row.line < head and _fresh(met)


def _starts_body(met: _Met) -> bool:
    text = met.row.text
    ends = _DATELINE_END.match(text, met.start + len(met.written.text))
    return met.row.line == met.page.first and met.start < MAX_PLACE and bool(ends)


def _ends_headline(met: _Met) -> bool:
    text = met.row.text
    tail = text[met.start + len(met.written.text) :].strip(" .")
    return (
        met.row.line <= met.page.first + HEAD_LINES
        and not tail
        and bool(_AFTER_STOP.search(text[: met.start][-40:]))
    )


def _in_text(met: _Met) -> bool:
    page = met.page
    told = page.head is not None and page.head <= met.row.line <= page.last and Shape(met.row.text).is_prose
    return met.row.kept or told


#: The cascade, most trusted first. A candidate is what the first rule that fits says.
RULES: tuple[_Rule, ...] = (
    _Rule("other_calendar", lambda m: m.written.calendar != "gregorian"),
    _Rule("no_year", lambda m: not m.written.has_year),
    _Rule("copyright", _refused("copyright")),
    _Rule("issue_list", _refused("issue_list")),
    _Rule("month_only", lambda m: m.written.precision == "month"),
    _Rule("quoted_post", lambda m: bool(_POST.search(m.row.text[: m.start]))),
    _Rule("caption", _in_caption),
    _Rule("page_modified", lambda m: m.row.line > m.page.last and bool(_UPDATED.search(m.before))),
    _Rule("published_label", _labelled(_PUBLISHED), True),
    _Rule("headline_line", _under_headline, True),
    _Rule("above_headline", _over_headline, True, -1),
    _Rule("updated_label", _labelled(_UPDATED), True),
    _Rule("dateline", _starts_body, True),
    _Rule("after_headline", _ends_headline, True),
    _Rule("line_above", lambda m: m.ahead_of_body and m.short, True, -1),
    _Rule("line_within", lambda m: m.row.line <= m.page.last and m.short, True),
    _Rule("line_below", lambda m: _belongs(m) and m.short, True),
    _Rule("comment", _refused("comments")),
    _Rule("other_story", lambda m: m.row.line > m.page.last),
    _Rule("credit", lambda m: bool(_CREDIT.search(m.clause))),
    _Rule("in_text", _in_text),
    _Rule("elsewhere", lambda _: True),
)
#: Rules that need no headline nearby: short lines with so many different days are a list of stories.
_ALONE = frozenset({"line_within", "line_below"})
LIST_DAYS = 3
_ORDER = {rule.name: i for i, rule in enumerate(RULES)}


def date_text(raw: str, *, html: str | None = None, lines: Sequence[Line] | None = None) -> DateReading:
    """When the article in a raw text came out.

    Parameters
    ----------
    raw
        the text of a file, menus and all
    html
        the page's markup, where there is one: what it states goes before the text
    lines
        the rows of `clean_text(raw)`; computed when not given

    Returns
    -------
    DateReading
        `.evidence` holds every date that the text shows, chosen or not

    Examples
    --------
    >>> page = "Talks resume\\nMay 13, 2023, 8:09 a.m.\\nThe two sides met in Vienna on May 11, 2023.\\nThe talks lasted eight hours."
    >>> reading = date_text(page)
    >>> str(reading.published), reading.precision, reading.rule
    ('2023-05-13 08:09:00', 'minute', 'headline_line')
    >>> [(e.value, e.rule, e.chosen) for e in reading.evidence][1]
    ('2023-05-11', 'in_text', False)
    """
    page = _Page(raw, clean_text(raw).rows if lines is None else lines)
    named = [(met, next(rule for rule in RULES if rule.test(met))) for met in page.met]
    chosen = _choose(named)
    stated = _html_date(html) if html else None
    if stated:
        return _from_html(stated, named)
    if chosen:
        return _from_text(chosen, named)
    return _bounded(page, named)


_Named = list[tuple[_Met, _Rule]]


def _choose(named: _Named) -> _Met | None:
    able = [(met, rule) for met, rule in named if rule.dates and met.full]
    for rule in RULES:
        met = [m for m, r in able if r is rule]
        if met and (rule.name not in _ALONE or len({m.written.date for m in met}) < LIST_DAYS):
            return met[rule.pick]
    return None


def _html_date(html: str) -> dt.datetime | None:
    from htmldate import find_date

    try:
        # Without bounds htmldate would look at today's date.
        stated = find_date(
            html, original_date=True, min_date=f"{FIRST_YEAR}-01-01", max_date=f"{LAST_YEAR}-12-31"
        )
    except (ValueError, TypeError):  # markup that lxml does not read
        return None
    return dt.datetime.fromisoformat(stated) if stated else None


def _from_html(stated: dt.datetime, named: _Named) -> DateReading:
    """The stated day; the text adds the time of day where it shows the same day."""
    same = [m for m, rule in named if rule.dates and m.written.time and m.written.date == stated.date()]
    instant = _instant(same[0].written) if same else stated
    row = Evidence("published", instant.isoformat(), None, None, None, "html_date", 1.0, True)
    return DateReading(
        instant, "minute" if same else "day", stated, stated, "html_date", (row, *_evidence(named, None))
    )


def _from_text(chosen: _Met, named: _Named) -> DateReading:
    rule = next(rule for met, rule in named if met is chosen)
    days = sorted(_midnight(d) for d in (chosen.written.date, chosen.written.other) if d)
    evidence = _evidence(named, chosen)
    if len(days) > 1:
        return DateReading(None, "range", days[0], days[1], rule.name, evidence)
    precision: Precision = "minute" if chosen.written.time else "day"
    return DateReading(_instant(chosen.written), precision, days[0], days[0], rule.name, evidence)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())


def _instant(written: WrittenDate) -> dt.datetime:
    assert written.date
    return dt.datetime.combine(written.date, written.time or dt.time())


def _evidence(named: _Named, *chosen: _Met | None) -> tuple[Evidence, ...]:
    return tuple(_row(met.written, rule, any(met is c for c in chosen)) for met, rule in named)


def _row(written: WrittenDate, rule: _Rule, chosen: bool) -> Evidence:
    confidence = round(1 - (_ORDER[rule.name] + 1) / (len(RULES) + 1), 2) if rule.dates else 0.0
    return Evidence(
        "published", _iso(written), written.start, written.end, written.text, rule.name, confidence, chosen
    )


def _iso(written: WrittenDate) -> str:
    if written.date is None:
        return written.text
    if not written.has_year:
        return written.date.strftime("--%m-%d")
    if written.precision == "month":
        return written.date.isoformat()[:7]
    if written.other:
        return "/".join(sorted((written.date.isoformat(), written.other.isoformat())))
    return _instant(written).isoformat(timespec="minutes") if written.time else written.date.isoformat()


class _Bound(NamedTuple):
    """What a text tells of one event: it lies behind ("past"), before ("ahead") or around it ("under_way")."""

    side: Literal["past", "ahead", "under_way"]
    earliest: dt.date
    latest: dt.date
    rule: str
    start: int
    end: int
    text: str
    event: str = ""

    def evidence(self, value: str, rule: str, chosen: bool) -> Evidence:
        return Evidence("published", value, self.start, self.end, self.text, rule, 0.05 * chosen, chosen)


def _bounded(page: _Page, named: _Named) -> DateReading:
    """The interval that the events told leave open, when no publication date is written."""
    events = _reference_bounds(page)
    bounds = [*_written_bounds(named), *events]
    found = _interval(bounds, _newest_year(page))
    rows = [b.evidence(f"{b.earliest}/{b.latest}", f"{b.rule}_{b.side}", False) for b in events]
    if found is None:
        return DateReading(evidence=(*_evidence(named), *rows))
    earliest, latest, rule, decided = found
    rows.append(decided.evidence(f"{earliest or '..'}/{latest or '..'}", rule, True))
    low, high = (_midnight(d) if d else None for d in (earliest, latest))
    return DateReading(None, "range", low, high, rule, (*_evidence(named), *rows))


_Interval = tuple[dt.date | None, dt.date | None, str, _Bound]


def _interval(bounds: list[_Bound], newest_year: int) -> _Interval | None:
    past = max((b for b in bounds if b.side == "past"), key=lambda b: b.earliest, default=None)
    low = past.earliest if past else dt.date(FIRST_YEAR, 1, 1)
    far = low + dt.timedelta(days=MAX_AHEAD)
    ahead = min(
        (b for b in bounds if b.side == "ahead" and low <= b.latest and (not past or b.latest <= far)),
        key=lambda b: b.latest,
        default=None,
    )
    high = ahead.latest if ahead else dt.date(LAST_YEAR, 12, 31)
    fresh = past is not None and past.rule == "newest_day" and past.earliest.year >= newest_year
    lag_end = low + dt.timedelta(days=MAX_LAG) if fresh else high
    under_way = [
        b for b in bounds if b.side == "under_way" and b.latest >= low and b.earliest <= min(high, lag_end)
    ]
    if under_way:
        first, last = min(b.earliest for b in under_way), max(b.latest for b in under_way)
        return max(low, first), min(high, last), "event_under_way", under_way[0]
    if past:
        known = fresh or ahead is not None
        return low, min(high, lag_end) if known else None, past.rule, past
    if ahead:
        return high - dt.timedelta(days=MAX_AHEAD), high, "event_ahead", ahead
    return None


def _newest_year(page: _Page) -> int:
    text = " ".join(row.text for row in page.rows if row.kept)
    return max((int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text) if int(y) <= LAST_YEAR), default=0)


def _written_bounds(named: _Named) -> Iterator[_Bound]:
    for met, rule in named:
        day, written = met.written.date, met.written
        if day is None or not written.has_year or written.other or rule.name not in _BOUNDING:
            continue
        month = written.precision == "month"
        last = (day + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1) if month else day
        place = (written.start, written.end, written.text)
        if rule.name == "comment" or _AHEAD.search(met.clause):
            yield _Bound("ahead", day, last, "written_day", *place)
        elif not _UNREAL.search(met.clause):
            yield _Bound("past", day, last, "newest_month" if month else "newest_day", *place)


#: Candidates that say when something happened, so that the text came out later.
_BOUNDING = frozenset({"in_text", "credit", "caption", "quoted_post", "month_only", "comment"})


@cache
def _reference_events() -> dict[re.Pattern[str], list[tuple[dt.date, dt.date]]]:
    """The events by their pattern: a visit that came twice has two intervals under one."""
    events: dict[re.Pattern[str], list[tuple[dt.date, dt.date]]] = {}
    for row in read_resource("reference_events"):
        days = dt.date.fromisoformat(row["earliest"]), dt.date.fromisoformat(row["latest"])
        events.setdefault(re.compile(row["pattern"]), []).append(days)
    return events


def _reference_bounds(page: _Page) -> list[_Bound]:
    """What the text tells of the events listed in `resources/reference_events.csv`."""
    told = [row for row in page.rows if row.kept or row.reason in ("title", "repeated_title")]
    bounds: list[_Bound] = []
    for n, row in enumerate(told):
        place = row.raw_start
        for sentence in re.split(r"(?<=[.!?] )", row.text):
            bounds += _of_sentence(sentence[:MAX_SENTENCE], place, n < LEAD_LINES)
            place += len(sentence)
    under_way = {b.event for b in bounds if b.side == "under_way"}
    return [b for b in bounds if b.side == "under_way" or b.event not in under_way]


def _of_sentence(text: str, offset: int, lead: bool) -> Iterator[_Bound]:
    for pattern, times in _reference_events().items():
        match = pattern.search(text)
        if not match:
            continue
        place = (offset + match.start(), offset + match.end(), match.group(), pattern.pattern)
        near = text[max(0, match.start() - 40) : match.end() + 40]
        if lead and _UNDER_WAY.search(match.group()) and not _TOLD_BACK.search(near):
            for first, last in times:
                yield _Bound("under_way", first - MARGIN, last + MARGIN, "event", *place)
        elif _AHEAD.search(text[: match.end()]):
            yield _Bound("ahead", times[-1][0], times[-1][1], "event", *place)
        elif not _UNREAL.search(near):
            yield _Bound("past", times[0][0], times[0][1], "event", *place)
