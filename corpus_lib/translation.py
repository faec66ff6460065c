"""Whether a machine translated an article: signs of several kinds, or a note that says so.

The signs stand in `resources/translation_signs.csv`: full stops inside sentences, quotation marks that do not pair,
the dashes and word order of another language, misspelt names, the debris of collecting sites. Each alone happens to
people too, so the answer is true only where kinds come together; it is false only where a translator is named; and
null, the usual answer, says nothing either way. How many machine translations are found is **not known**: the signs
were drawn from one article, and no labelled texts were at hand. A fluent translation leaves none of these signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from corpus_lib.resources import read_resource
from corpus_lib.rows import Evidence, Line

#: Kinds of signs that must meet, and the sum of their weights (the heaviest of each kind). Of 1,746 texts of the
#: development data, as good as all written by people, 102 have one kind, one has two, and none has three.
MIN_KINDS, MIN_WEIGHT = 3, 1.0
#: Rules that suffice alone.
STATED = ("stated_machine", "stated_person")
#: Evidence rows of one rule: more say nothing new.
MAX_ROWS = 3


class _Sign(NamedTuple):
    rule: str
    kind: str
    value: str
    weight: float
    place: str
    pattern: re.Pattern[str]


@cache
def _signs() -> tuple[_Sign, ...]:
    return tuple(
        _Sign(row["rule"], row["kind"], row["value"], float(row["weight"]), row["place"],
              re.compile(row["pattern"], re.IGNORECASE))
        for row in read_resource("translation_signs")
    )  # fmt: skip


def judge_translation(
    text: str, *, lines: Sequence[Line], language: str | None
) -> tuple[bool | None, list[Evidence]]:
    """Whether a machine translated the article, and every sign of it.

    Parameters
    ----------
    text
        the cleaned text
    lines
        the lines of its raw text as cleaning left them (`clean_text(raw).rows`)
    language
        ISO 639-1 code; the signs are those of English, in other languages only a note counts

    Returns
    -------
    tuple
        True, False (a translator is named) or None (not judged), and the evidence

    Examples
    --------
    >>> from corpus_lib.clean import clean_text
    >>> cleaned = clean_text("The talks resumed in Vienna on Monday.\\nThis article was translated by Google Translate.")
    >>> answer, evidence = judge_translation(cleaned.text, lines=cleaned.rows, language="en")
    >>> answer, evidence[0].text
    (True, 'This article was translated by Google')
    """
    english = language in (None, "en")
    found = [
        (sign, line, match)
        for sign in _signs()
        if english or sign.rule in STATED
        for line, match in islice(_find(sign, lines), MAX_ROWS)
    ]
    answer = _weigh([sign for sign, _, _ in found]) if text.strip() else None
    return answer, [_as_evidence(sign, line, match, answer) for sign, line, match in found]


def _find(sign: _Sign, lines: Sequence[Line]) -> Iterator[tuple[Line, re.Match[str]]]:
    """Where a sign stands: on the whole page, or in what is the article's own (its text and its headline)."""
    for line in lines:
        if sign.place == "page" or line.kept or line.reason == "title":
            yield from ((line, match) for match in sign.pattern.finditer(line.text))


def _weigh(signs: Sequence[_Sign]) -> bool | None:
    rules = {sign.rule for sign in signs}
    if "stated_machine" in rules:
        return True
    if "stated_person" in rules:
        return False
    kinds: dict[str, float] = {}
    for sign in signs:
        kinds[sign.kind] = max(sign.weight, kinds.get(sign.kind, 0.0))
    return True if len(kinds) >= MIN_KINDS and sum(kinds.values()) >= MIN_WEIGHT else None


def _as_evidence(sign: _Sign, line: Line, match: re.Match[str], answer: bool | None) -> Evidence:
    start, end = line.raw_start + match.start(), line.raw_start + match.end()
    chosen = str(answer) == sign.value
    return Evidence(
        "machine_translated", sign.value, start, end, match.group(), sign.rule, sign.weight, chosen
    )
