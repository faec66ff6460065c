"""Marks in an article's text: who says it, whom it names, who does what to whom, and when; each with what is known of it.

Colours are those of Okabe and Ito, thin enough for black and for white letters; every side has a line of its own kind as well,
so that a grey print can be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from corpus_lib.drawing import format_day
from corpus_lib.views import Row, text_of
from corpus_lib.voice_profiles import OTHER, side_of

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: How the words of each side look; None where the side is not known.
SIDE_LOOKS: dict[str | None, str] = {
    "United States": "background:#56b4e938;border-bottom:2px solid #0072b2",
    "China": "background:#d55e002e;border-bottom:2px dashed #d55e00",
    "Taiwan": "background:#cc79a733;border-bottom:3px double #cc79a7",
    OTHER: "background:#009e732b;border-bottom:2px dotted #009e73",
    None: "background:#88888826;border-bottom:1px solid #888888",
}
TARGET_LOOK = "font-weight:600"
PARTY_LOOK = "font-weight:600;outline:1px dotted currentColor"
DATE_LOOK = "text-decoration:underline dotted;text-underline-offset:3px"
CHOSEN_LOOK = "background:#f0e44277;border-top:2px solid #e69f00;border-bottom:2px solid #e69f00"
#: How far positive minus negative must be from zero for a sign beside the target.
SIGN_FROM = 0.5


class Mark(NamedTuple):
    """A stretch of the text, its look, what is told of it on hovering, and what stands behind it (HTML)."""

    start: int
    end: int
    look: str
    told: str = ""
    after: str = ""


#: The rows that belong to an article, by the name of their table.
Rows = Mapping[str, Sequence[Row]]


def rows_of(corpus: Corpus, article_id: str) -> Rows:
    """What was read from an article, and its lines.

    >>> import corpus_lib as cl
    >>> sorted(rows_of(cl.build_corpus("seeds"), "no such article"))
    ['attributions', 'credits', 'lines', 'mentions', 'relations', 'time_expressions']
    """
    tables = {name: corpus.tables[name] for name in ("lines", "credits", *_MARKED)}
    return {
        name: frame[frame["article_id"] == article_id].to_dict("records") for name, frame in tables.items()
    }


def find_marks(rows: Rows) -> list[Mark]:
    """All marks of an article, statements first.

    Examples
    --------
    >>> import corpus_lib as cl
    >>> corpus = cl.build_corpus("seeds")
    >>> marks = find_marks(rows_of(corpus, corpus.articles["article_id"].iloc[0]))
    >>> any("says" in mark.told for mark in marks)
    True
    """
    return [mark for name, make in _MARKED.items() for row in rows[name] for mark in make(row)]


def tell_speaker(row: Row) -> str:
    """Who speaks: the name or the source's own words, the country and the role.

    >>> tell_speaker({"speaker": "Wang Yi", "source": "he", "speaker_country": "CN", "speaker_role": "minister"})
    'Wang Yi, CN, minister'
    """
    source = text_of(row, "source")
    who = text_of(row, "speaker") or (f"“{source}”" if source else "somebody not named")
    known = [text_of(row, "speaker_country"), text_of(row, "speaker_role").replace("_", " ")]
    return ", ".join([who, *filter(None, known)])


def tell_relation(row: Row) -> str:
    """Who does what to whom, how it is told, and when it happened."""
    what = ", ".join(
        filter(None, (text_of(row, name).replace("_", " ") for name in ("event", "mode", "quad")))
    )
    score: str = "" if pd.isna(row["score"]) else f"score {row['score']:+.2f}"
    days = tell_days(row["event_earliest"], row["event_latest"])
    when = f"happened {days} ({text_of(row, 'time_rule')})" if days else "day not known"
    parts = (f"{row['actor']} → {row['target']}: {what or 'no act'}", score, f"voice: {row['voice']}", when)
    return ", ".join(filter(None, parts))


def tell_time(row: Row) -> str:
    """What a time in the text means, or why it is left open."""
    days = tell_days(row["earliest"], row["latest"]) or text_of(row, "value")
    rule = text_of(row, "rule").replace("_", " ")
    if row["kind"] in ("duration", "set"):
        return f"{row['kind']}: {text_of(row, 'value') or 'left open'}"
    return f"{days} (rule {rule})" if days else f"left open: {text_of(row, 'left_open') or rule}"


def tell_days(first: Any, last: Any) -> str:
    """Days in words; nothing when neither is known.

    >>> tell_days(pd.Timestamp("2023-02-03"), pd.Timestamp("2023-02-09")), tell_days(pd.NaT, pd.NaT)
    ('3 Feb 2023 to 9 Feb 2023', '')
    """
    low, high = ("" if pd.isna(day) else format_day(day) for day in (first, last))
    if low and high:
        return low if low == high else f"{low} to {high}"
    return f"from {low} on" if low else f"until {high}" if high else ""


def _of_statement(row: Row) -> Iterator[Mark]:
    look = SIDE_LOOKS[side_of(row["speaker_country"])]
    who = tell_speaker(row)
    pieces = sorted(json.loads(row["content_spans"]))
    for n, (start, end) in enumerate(pieces, start=1):
        note = f'<small class="note" style="opacity:.75"> [{escape(who)}]</small>' if n == len(pieces) else ""
        yield Mark(start, end, look, f"{who} says ({row['quote_type']})", note)


def _of_mention(row: Row) -> Iterator[Mark]:
    value: Any = row["polarity"]
    polarity = float("nan") if pd.isna(value) else float(value)
    judged = f", judged {polarity:+.2f} (−1 negative to +1 positive)" if polarity == polarity else ""
    sign = f'<sup class="note">{"+" if polarity > 0 else "−"}</sup>' if abs(polarity) >= SIGN_FROM else ""
    yield Mark(row["start"], row["end"], TARGET_LOOK, f"target: {row['target']}{judged}", sign)


def _of_relation(row: Row) -> Iterator[Mark]:
    if text_of(row, "event"):
        told = tell_relation(row)
        for part in ("actor", "target"):
            yield Mark(row[f"{part}_start"], row[f"{part}_end"], PARTY_LOOK, told)


def _of_time(row: Row) -> Iterator[Mark]:
    yield Mark(row["start"], row["end"], DATE_LOOK, f"date: {tell_time(row)}")


_MARKED = {
    "attributions": _of_statement,
    "mentions": _of_mention,
    "relations": _of_relation,
    "time_expressions": _of_time,
}
