"""When what an article tells happened: bounds for every statement and every relation, from the times told around it.

A time stands beside an act, beside the reporting word ("said on Wednesday") or in neither; which of them it dates is told
by where it stands. A statement's time does not date what the statement is about, but bounds it. What no time is told for
keeps open bounds, unless the first lines tell it as the news. Every result names its rule. Sentences are read without
their grammar: of several times in one the nearest counts, and every "and", "which" or "after" between makes it farther.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from corpus_lib.known_events import Days, find_known
from corpus_lib.rows import TimeExpression, ToldAs
from corpus_lib.statements import Span
from corpus_lib.timeline import Timeline, When, find_nearest, stands_in

Row = Mapping[str, Any]

#: What happened at most so many days before the article came out is its news; what is older is background. A weekly
#: magazine tells of a week; in news style a weekday without a date is one of the last six days.
NEWS_DAYS = dt.timedelta(days=7)
#: An act told in the first lines without a time is that of the day, or of the days before (time zones, morning papers).
LEAD_DAYS = dt.timedelta(days=2)
#: How many sentences are the first lines.
LEAD_SENTENCES = 2
#: Acts that are not told as done.
AHEAD_MODES = frozenset({"planned", "threatened", "called_for"})
#: Acts that are done by saying so.
SPEECH_ACTS = frozenset({"ACCUSE", "REJECT", "REQUEST", "SUPPORT", "THREATEN"})
#: Rules of times that lie within a week before an article, whatever its date.
_RECENT = frozenset({"weekday_past", "today", "yesterday", "day_before_yesterday"})

_SINCE = re.compile(r"(?i)\b(?:since|after|following)\W+(?:the\s)?$")
_UNTIL = re.compile(r"(?i)\b(?:until|till)\W+(?:the\s)?$")
_BEFORE = re.compile(r"(?i)\b(?:before|until|till|ahead of|prior to|by)\W+(?:the\s)?$")


class _Statement(NamedTuple):
    """A statement, when it was made, and the pieces of what it says."""

    row: Row
    said: When
    contents: Sequence[Sequence[int]]


def date_statements(timeline: Timeline, attributions: Iterable[Row]) -> list[When]:
    """When each statement was made.

    Parameters
    ----------
    timeline
        the article
    attributions
        its rows of `attributions`

    Returns
    -------
    list of When
        rule `said`: by a time beside the reporting words; `said_before`: as the same speaker's statement before it in the
        paragraph; `article`: not after the article

    Examples
    --------
    >>> from corpus_lib.times import find_times
    >>> text = "Wang said on Wednesday that China would respond in June."
    >>> day = dt.date(2023, 5, 13)
    >>> timeline = Timeline(text, [(0, 56)], day, day, find_times(text, [(0, 56)], day, day))
    >>> row = {"sentence_id": 0, "source": "Wang", "source_start": 0, "source_end": 4, "cue_start": 5, "cue_end": 9,
    ...        "content_start": 23, "content_end": 55, "content_spans": "[[23, 55]]", "speaker": "Wang"}
    >>> when = date_statements(timeline, [row])[0]
    >>> str(when.earliest), when.rule
    ('2023-05-10', 'said')
    """
    found: list[When] = []
    before: tuple[Row, When] | None = None
    for row in attributions:
        when = _beside_cue(timeline, row)
        if when is None and before and _goes_on(timeline, *before, row):
            when = before[1]._replace(rule="said_before")
        found.append(when or When(None, timeline.last, "article"))
        before = row, found[-1]
    return found


def _beside_cue(timeline: Timeline, row: Row) -> When | None:
    """The time nearest to the reporting words that does not stand in what is said."""
    inside = json.loads(row["content_spans"])
    words = "cue" if row["cue_start"] is not None else "source"
    start, end = row[f"{words}_start"], row[f"{words}_end"]
    if start is None:
        return None
    sentence = next((n for n, (a, b) in enumerate(timeline.sentences) if a <= start < b), -1)
    free = [t for t in timeline.dated.get(sentence, ()) if not stands_in(t, inside)]
    time = find_nearest(timeline.text, free, (start, end))
    if time is None or (time.earliest and timeline.last and time.earliest > timeline.last):
        return None
    return When(time.earliest, time.latest, "said")


def _goes_on(timeline: Timeline, earlier: Row, when: When, row: Row) -> bool:
    """Whether a statement goes on with the one before it: the same speaker, in the same paragraph or the next."""
    speaker = row["speaker"] or row["source"]
    same = speaker is not None and speaker == (earlier["speaker"] or earlier["source"])
    apart = timeline.paragraphs[row["sentence_id"]] - timeline.paragraphs[earlier["sentence_id"]]
    return when.rule in ("said", "said_before") and same and apart <= 1


def date_relations(
    timeline: Timeline, relations: Iterable[Row], attributions: Sequence[Row], said: Sequence[When]
) -> list[When]:
    """When what each relation tells happened.

    Parameters
    ----------
    timeline
        the article
    relations, attributions
        its rows of the tables of these names
    said
        from `date_statements`, one for each attribution

    Returns
    -------
    list of When
        rules: `beside` (a time in the sentence), `since` and `before` (its bound), `spoken` (the act is the statement
        itself), `statement` (not after the statement), `known` (an event of `known_events`), `lead` (told first,
        as news), `ahead` (not yet done when the article came out), `plan` (not done on the day that the time dates),
        `article` (not after the article)

    Examples
    --------
    >>> from corpus_lib.times import find_times
    >>> text = "Since Nixon went to China in 1972, Washington has sold arms to Taiwan."
    >>> day = dt.date(2023, 5, 13)
    >>> timeline = Timeline(text, [(0, 69)], day, day, find_times(text, [(0, 69)], day, day))
    >>> row = {"sentence_id": 0, "actor_start": 6, "actor_end": 11, "target_start": 20, "target_end": 25,
    ...        "mode": "actual", "voice": "author", "attribution_id": None, "event": "CONSULT"}
    >>> when = date_relations(timeline, [row], [], [])[0]
    >>> str(when.earliest), when.rule, when.told_as
    ('1972-01-01', 'beside', 'background')
    """
    spans = [json.loads(row["content_spans"]) for row in attributions]
    statements = {
        row["attribution_id"]: _Statement(row, when, of_one)
        for row, when, of_one in zip(attributions, said, spans, strict=True)
    }
    contents = [span for of_one in spans for span in of_one]
    found = []
    for row in relations:
        statement = statements.get(row["attribution_id"])
        when = _of_relation(timeline, row, statement, contents)
        found.append(when._replace(told_as=when.told_as or _told_as(timeline, when)))
    return found


def _of_relation(
    timeline: Timeline, row: Row, statement: _Statement | None, contents: Sequence[Sequence[int]]
) -> When:
    span = min(row["actor_start"], row["target_start"]), max(row["actor_end"], row["target_end"])
    times = timeline.dated.get(row["sentence_id"], [])
    if statement:
        times = [t for t in times if stands_in(t, statement.contents)]
    else:  # what is said elsewhere does not date it; what is said of one of its ends can
        ends = row["actor_start"], row["target_start"]
        elsewhere = [c for c in contents if not any(c[0] <= end < c[1] for end in ends)]
        times = [t for t in times if not stands_in(t, elsewhere)]
    time = find_nearest(timeline.text, times, span)
    if time is not None:
        return _by_time(timeline, row, time)
    known = _known(timeline, row, span)
    if known:
        return When(*known, "known")
    if statement:
        return _by_statement(timeline, row, statement.row, statement.said)
    if row["mode"] in AHEAD_MODES:
        return When(timeline.first, None, "ahead", "outlook")
    return _by_place(timeline, row)


def _by_time(timeline: Timeline, row: Row, time: TimeExpression) -> When:
    """The bounds that a time beside an act gives it."""
    before = timeline.text[max(0, time.start - 24) : time.start]
    recent = time.rule in _RECENT
    if row["mode"] in AHEAD_MODES:
        return _planned(timeline, time, before, recent)
    if _SINCE.search(before):
        return When(time.earliest, timeline.last, "since")
    if _BEFORE.search(before):
        return When(None, time.latest, "before")
    latest = time.latest
    if latest and timeline.last and time.earliest and time.earliest <= timeline.last:
        latest = min(latest, timeline.last)  # what is told as done was done when it was told
    return When(time.earliest, latest, "beside", "news" if recent else None)


def _planned(timeline: Timeline, time: TimeExpression, before: str, recent: bool) -> When:
    """The bounds of an act that is not told as done: a time that has passed dates the plan, a later one the act."""
    past = bool(time.latest and timeline.first and time.latest < timeline.first)
    if past or recent:
        return When(time.earliest, None, "plan", "outlook" if recent else None)
    if _UNTIL.search(before):
        return When(time.earliest, None, "since", "outlook")
    later: ToldAs | None = (
        "outlook" if time.latest and timeline.last and time.latest > timeline.last else None
    )
    if _BEFORE.search(before):
        return When(timeline.first, time.latest, "before", later)
    return When(time.earliest, time.latest, "beside", later)


def _known(timeline: Timeline, row: Row, span: Span) -> Days | None:
    """The days of the known event in whose wording an act stands: the last one before the article came out."""
    if row["mode"] in AHEAD_MODES or timeline.last is None:
        return None
    start, end = timeline.sentences[row["sentence_id"]]
    worded = [
        event.days
        for event in find_known(timeline.text[start:end])
        if event.start + start < span[1] and span[0] < event.end + start
    ]
    return max((days for days in worded if days[0] <= timeline.last), default=None)


def _by_statement(timeline: Timeline, row: Row, statement: Row, said: When) -> When:
    """An act told in a statement without a time: the statement itself, or something before it, or something to come."""
    source = statement["source_start"], statement["source_end"]
    speaks = source[0] is not None and source[0] <= row["actor_start"] < source[1]
    if speaks and row["event"] in SPEECH_ACTS:
        return said._replace(rule="spoken")
    if row["mode"] in AHEAD_MODES:
        return When(said.earliest or timeline.first, None, "ahead", "outlook")
    return When(None, said.latest, "statement")


def _by_place(timeline: Timeline, row: Row) -> When:
    """An act that the author tells without a time: the news of the first lines, or anything up to the article."""
    number = row["sentence_id"]
    timed = number in timeline.timed  # "recently", or a time that belongs to something else
    if number < LEAD_SENTENCES and timeline.first and not timed:
        return When(timeline.first - LEAD_DAYS, timeline.last, "lead", "news")
    return When(None, timeline.last, "article")


def _told_as(timeline: Timeline, when: When) -> ToldAs | None:
    """News, background or outlook, where the bounds decide it."""
    first, last = timeline.first, timeline.last
    if first is None or last is None:
        return None
    if when.earliest and when.earliest > last:
        return "outlook"
    if when.rule == "since":
        return "background" if when.earliest and when.earliest < first - NEWS_DAYS else None
    if when.latest and when.latest < first - NEWS_DAYS:
        return "background"
    inside = when.earliest and when.latest and when.earliest >= last - NEWS_DAYS and when.latest <= first
    return "news" if inside else None
