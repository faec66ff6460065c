"""Reading one article: who says what, when, whom it names, and who does what to whom, as rows of the tables.

Used when a corpus is built and when lines are put back. Total over text: a stage that fails leaves a row in `problems`, and
the other stages go on without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from corpus_lib.event_times import date_relations, date_statements
from corpus_lib.mentions import mention_rows
from corpus_lib.own_tables import OwnTables
from corpus_lib.relation_rows import MAX_PARTIES, RelationRows, relation_rows
from corpus_lib.rows import Problem, TimeExpression
from corpus_lib.speakers import Speaker
from corpus_lib.statements import Span, Statement
from corpus_lib.timeline import Timeline
from corpus_lib.times import find_times
from corpus_lib.voices import attribution_rows, find_speakers

T = TypeVar("T")
Row = dict[str, Any]
Rows = dict[str, list[Row]]

#: The tables that an article's text gives rows of.
OF_TEXT = ("sentences", "attributions", "time_expressions", "mentions", "relations")
_UNRESOLVED = Speaker(None, None, None, "failed", None, None)
NO_TABLES = OwnTables()


class Guard(NamedTuple):
    """Where an article's problems go."""

    path: str
    article_id: str
    problems: list[Problem]

    def attempt(self, stage: str, work: Callable[[], T], otherwise: T) -> T:
        """The work's result. Whatever an article does to a stage, the run goes on and a row says so."""
        try:
            return work()
        except Exception as error:
            detail = f"{type(error).__name__}: {error}; this stage was left out for the article"
            self.report(stage, "failed", detail)
            return otherwise

    def report(self, stage: str, rule: str, detail: str) -> None:
        """A row of `problems`."""
        self.problems.append(Problem(self.path, self.article_id, stage, rule, detail))


def read_article(
    article: Mapping[str, Any],
    sentences: Sequence[Span],
    statements: Sequence[Statement],
    guard: Guard,
    *,
    own: OwnTables = NO_TABLES,
    threads: int | None = None,
) -> Rows:
    """The rows that an article's text gives.

    Parameters
    ----------
    article
        a row of `articles`, None where something is not known
    sentences, statements
        of its text
    guard
        where its problems go
    own
        the analyst's own tables
    threads
        threads for the span model; all cores when not given

    Returns
    -------
    dict
        rows of the tables `OF_TEXT`

    Examples
    --------
    >>> text = "China condemned the United States on Monday."
    >>> day = dt.datetime(2023, 5, 13)
    >>> article = {"article_id": "a", "text": text, "published": day, "published_earliest": day,
    ...            "published_latest": day, "outlet_country": None}
    >>> rows = read_article(article, [(0, 44)], [], Guard("a.txt", "a", []))
    >>> [(row["event"], str(row["event_earliest"]), row["time_rule"]) for row in rows["relations"][:1]]
    [('ACCUSE', '2023-05-08', 'beside')]
    """
    key = {"article_id": article["article_id"]}
    speakers = guard.attempt(
        "speakers",
        lambda: find_speakers(article, statements, own.officials),
        [_UNRESOLVED] * len(statements),
    )
    attributions = attribution_rows(article, statements, speakers, sentences)
    nothing: list[Row] = []
    mentions = guard.attempt(
        "mentions", lambda: mention_rows(article, sentences, attributions, own, threads=threads), nothing
    )
    relations = _relations(article, sentences, mentions, guard, threads)
    times = _times(article, sentences, guard)
    timeline = Timeline(article["text"], sentences, *_days(article), times)
    guard.attempt("event_times", lambda: _date(timeline, attributions, relations), None)
    return {
        "sentences": [
            key | {"sentence_id": n, "start": start, "end": end} for n, (start, end) in enumerate(sentences)
        ],
        "attributions": attributions,
        "time_expressions": [key | time._asdict() for time in times],
        "mentions": mentions,
        "relations": relations,
    }


def _relations(
    article: Mapping[str, Any],
    sentences: Sequence[Span],
    mentions: list[Row],
    guard: Guard,
    threads: int | None,
) -> list[Row]:
    found = guard.attempt(
        "relations",
        lambda: relation_rows(article, sentences, mentions, threads=threads),
        RelationRows([], []),
    )
    if found.crowded:
        detail = (
            f"sentences that name more than {MAX_PARTIES} parties: {len(found.crowded)}; of these only the first"
            f" {MAX_PARTIES} were taken in pairs (first such sentence: {found.crowded[0]})"
        )
        guard.report("relations", "many_parties", detail)
    return found.rows


def _days(article: Mapping[str, Any]) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which the article can have come out."""
    bounds = article["published_earliest"], article["published_latest"]
    first, last = (day.date() if day else None for day in bounds)
    return first, last


def _times(article: Mapping[str, Any], sentences: Sequence[Span], guard: Guard) -> list[TimeExpression]:
    nothing: list[TimeExpression] = []
    return guard.attempt("times", lambda: find_times(article["text"], sentences, *_days(article)), nothing)


def _date(timeline: Timeline, attributions: list[Row], relations: list[Row]) -> None:
    """Put the days of the statements and relations into their rows."""
    said = date_statements(timeline, attributions)
    for row, when in zip(attributions, said, strict=True):
        row.update(said_earliest=when.earliest, said_latest=when.latest, said_rule=when.rule)
    for row, when in zip(relations, date_relations(timeline, relations, attributions, said), strict=True):
        row.update(
            event_earliest=when.earliest,
            event_latest=when.latest,
            time_rule=when.rule,
            told_as=when.told_as,
        )
