"""When an article came out, as far as its text tells, or the table of which it is a row.

Every date that is written in the text is a candidate. An ordered table of named rules says what each one is: the
date line of this article, of another story, of a comment, of an event in the story. The most trusted rule wins; the
candidates that lose are recorded with the rule under which they were met. Where no publication date is written, the
newest events that the text tells of bound it (`date_bounds`); a day is never made up. Nothing here reads the clock.

Fails on pages whose only date is that of the day on which they were copied, and on pages that show "3 hours ago".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus_lib.clean import clean_text
from corpus_lib.date_bounds import bound_date
from corpus_lib.date_candidates import MAX_LINE_WORDS, NEAR, Candidate, DatedPage
from corpus_lib.rows import Evidence, Line, Precision
from corpus_lib.stated_dates import StatedDate, read_both
from corpus_lib.written_dates import FIRST_YEAR, LAST_YEAR, WrittenDate

#: A headline or standfirst may be taken for the first lines of the article: so many.
HEAD_LINES = 3
#: Longest place name at the head of a dateline, in characters.
MAX_PLACE = 60

_PUBLISHED = re.compile(
    r"(?i)\b(published|posted|publié|publicado|publicerad|veröffentlicht|pubblicato|gepubliceerd|first (published|posted)"
    r"|written by|issued|created|date|đăng|erstellt|opublikowano|julkaistu)\b[^.!?\d]{0,40}$"
)
_UPDATED = re.compile(
    r"(?i)\b(updated?|last (modified|edited|changed|revis\w+|reviewed)|modified|actualizado|mis à jour|aktualisiert|revis(ed|ion)|corrected)\b[^.!?\d]{0,30}(\d?\d:\d\d[^.!?\d]{0,12})?$"
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


class _Rule(NamedTuple):
    """What a candidate is, the test for it, whether it can date the article, and which one of several does."""

    name: str
    test: Callable[[Candidate], bool]
    dates: bool = False
    pick: int = 0


def _belongs(met: Candidate) -> bool:
    return met.row.line <= met.page.end


def _refused(*reasons: str) -> Callable[[Candidate], bool]:
    return lambda met: met.row.reason in reasons


def _labelled(pattern: re.Pattern[str]) -> Callable[[Candidate], bool]:
    def test(met: Candidate) -> bool:
        shape = met.shape
        line = (
            met.row.reason is not None
            or not shape.is_prose
            or _COLON.search(met.row.text[max(0, met.start - 40) : met.start])
        )
        short = shape.n_words <= MAX_LINE_WORDS
        return _belongs(met) and bool(line) and short and bool(pattern.search(met.before))

    return test


def _in_caption(met: Candidate) -> bool:
    around = met.row.text[max(0, met.start - 60) : met.start + len(met.written.text) + 20]
    return met.row.reason == "caption" or (not met.short and bool(_PHOTO.search(around)))


def _fresh(met: Candidate) -> bool:
    return met.short and not _UPDATED.search(met.before)


def _under_headline(met: Candidate) -> bool:
    return met.page.head is not None and met.page.head <= met.row.line < met.page.first and _fresh(met)


def _over_headline(met: Candidate) -> bool:
    head = met.page.head
    return head is not None and head - NEAR <= met.row.line < head and _fresh(met)


def _starts_body(met: Candidate) -> bool:
    text = met.row.text
    ends = _DATELINE_END.match(text, met.start + len(met.written.text))
    return met.row.line == met.page.first and met.start < MAX_PLACE and bool(ends)


def _ends_headline(met: Candidate) -> bool:
    text = met.row.text
    tail = text[met.start + len(met.written.text) :].strip(" .")
    return (
        met.row.line <= met.page.first + HEAD_LINES
        and not tail
        and bool(_AFTER_STOP.search(text[: met.start][-40:]))
    )


def _in_text(met: Candidate) -> bool:
    page = met.page
    told = page.head is not None and page.head <= met.row.line <= page.last and met.shape.is_prose
    return met.row.kept or told


#: The cascade, most trusted first. A candidate is what the first rule that fits says.
RULES: tuple[_Rule, ...] = (
    _Rule("other_calendar", lambda m: m.written.calendar != "gregorian"),
    _Rule("no_year", lambda m: not m.written.has_year),
    _Rule("copyright", _refused("copyright")),
    _Rule("issue_list", _refused("issue_list")),
    _Rule("month_only", lambda m: m.written.precision == "month"),
    _Rule("quoted_post", lambda m: bool(_POST.search(m.row.text[max(0, m.start - 60) : m.start]))),
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


def date_text(
    raw: str,
    *,
    html: str | None = None,
    lines: Sequence[Line] | None = None,
    stated: str | None = None,
    updated: str | None = None,
) -> DateReading:
    """When the article in a raw text came out.

    Parameters
    ----------
    raw
        the text of a file, menus and all
    html
        the page's markup, where there is one: what it states goes before the text
    lines
        the rows of `clean_text(raw)`; computed when not given
    stated, updated
        the dates that a table states for the article, as written; they go before all others

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
    page = DatedPage(raw, clean_text(raw).rows if lines is None else lines)
    named = [(met, next(rule for rule in RULES if rule.test(met))) for met in page.met]
    said, rows = read_both(stated, updated)
    reading = _from_stated(said, named) if said else _from_page(page, named, html)
    return replace(reading, evidence=(*rows, *reading.evidence))


def _from_stated(said: StatedDate, named: _Named) -> DateReading:
    return DateReading(said.instant, said.precision, said.earliest, said.latest, said.rule, _evidence(named))


def _from_page(page: DatedPage, named: _Named, html: str | None) -> DateReading:
    """What the markup states, else what the text shows, else the bounds that its events set."""
    chosen = _choose(named)
    marked = _html_date(html) if html else None
    if marked:
        return _from_html(marked, named)
    if chosen:
        return _from_text(chosen, named)
    bounds = bound_date(page, [(met, rule.name) for met, rule in named])
    low, high = (_midnight(day) if day else None for day in (bounds.earliest, bounds.latest))
    precision: Precision = "range" if bounds.rule else "unknown"
    return DateReading(None, precision, low, high, bounds.rule, (*_evidence(named), *bounds.evidence))


_Named = list[tuple[Candidate, _Rule]]


def _choose(named: _Named) -> Candidate | None:
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


def _from_text(chosen: Candidate, named: _Named) -> DateReading:
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


def _evidence(named: _Named, *chosen: Candidate | None) -> tuple[Evidence, ...]:
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
