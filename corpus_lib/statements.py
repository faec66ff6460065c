"""The statements of one text, from its paragraphs: one quotation over several of them, floating ones, speaker turns.

`tag_decoding` finds what belongs together within a paragraph; here is what needs more than one.

- A quotation that is not closed goes on where the next paragraph opens with a mark.
- A quotation without a source belongs to the speaker of the statement before (rule `floating_quotation`).
- `“…” — Mao Ning, spokesperson` names its source after a dash (rule `dash`).
- "X was quoted by OUTLET as saying that …" (rule `quoted_by`): X speaks, and the outlet only passes it on.
- Transcripts name the speaker in capitals before a colon; everything up to the next such name is said by them (rule
  `speaker_turn`). Such paragraphs can be datelines ("BEIJING: China said"), so it takes `MIN_TURNS` of them, and
  somebody who speaks twice or asks (Q).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from corpus_lib.model import Tagged
from corpus_lib.quotation_marks import Quotation, find_quotations
from corpus_lib.rows import QuoteType
from corpus_lib.tag_decoding import Group, Segment, group_segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus_lib.tag_decoding import Labels

Span = tuple[int, int]

#: Fewest speaker turns that make a text a transcript.
MIN_TURNS = 3
#: Longest source after a dash, in characters.
MAX_DASHED = 120

_start = attrgetter("start")
#: Shortest content after "was quoted by OUTLET as saying", in characters.
MIN_PASSED_ON = 12
#: Longest beginning of a word with hyphens that a content takes in.
MAX_WORD = 30

#: Sources that speak for the noun before them and for nothing in another paragraph.
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_HYPHENED = re.compile(r"(?:-\w+)+")
_HYPHENED_BEFORE = re.compile(r"(?:\w+-)+$")
_EDGES = re.compile(r"^[\s,;:—–-]+|[\s,;:—–-]+$")
_STOP = re.compile(r"[\s.]+$")
_QUOTED_BY = re.compile(
    r"(?P<cue>\b(?:was|were|is|are|has been|have been) (?:\w+ )?(?:quoted|cited) (?:by|in|on) [^\n,;.“\"]{2,60}? as "
    r"(?:saying|stating|warning|adding|telling))\b"
)
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
#: White House transcripts put blanks after a Q instead of a colon, and hard ones (U+00A0) after the colon.
_TURN = re.compile(r"\s*(?:(Q)\s{2,}|(Q|A|[A-Z][A-Z.'’-]+(?:\s[A-Z][A-Z.'’-]*){0,5})\s?:\s+)(?=\S)")
_DASHED = re.compile(rf"\s*[―—–-]+\s*((?:[A-Z]|the )[^\n]{{1,{MAX_DASHED}}}?)[\s.]*$")


class Statement(NamedTuple):
    """One attribution, as spans of characters of the text."""

    contents: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    quote_type: QuoteType
    rule: str
    confidence: float


class Paragraph(NamedTuple):
    """A paragraph with its quotations and what belongs together in it; offsets in characters of the text."""

    text: str
    start: int
    end: int
    tagged: Tagged
    quotations: list[Quotation]
    groups: list[Group]
    #: Where its sentences start.
    sentences: list[int]

    @property
    def goes_on(self) -> bool:
        """Whether it starts with an opening mark, as one that continues a quotation does."""
        return bool(self.quotations) and self.quotations[0].opened and self.quotations[0].start == self.start

    @property
    def stays_open(self) -> bool:
        """Whether its last quotation is not closed."""
        return bool(self.quotations) and not self.quotations[-1].closed


def read_paragraph(
    text: str, span: Span, tagged: Tagged, labels: Labels, sentence_starts: NDArray[np.int64]
) -> Paragraph:
    """A paragraph of the text, from its tagged words.

    Parameters
    ----------
    text, span
        the text, and where the paragraph is in it
    tagged, labels
        the paragraph's words and their kinds, offsets in characters of the paragraph
    sentence_starts
        where the sentences of the text start

    Examples
    --------
    >>> from corpus_lib.model import tag_texts
    >>> from corpus_lib.tag_decoding import label_words
    >>> tagged = tag_texts(["“Yes,” she said."])
    >>> read_paragraph("“Yes,” she said.", (0, 16), tagged[0], label_words(tagged)[0], np.array([0])).goes_on
    True
    """
    at, part = span[0], text[slice(*span)]
    quotations = [q._replace(start=at + q.start, end=at + q.end) for q in find_quotations(part)]
    tagged = tagged._replace(starts=tagged.starts + at, ends=tagged.ends + at)
    sentences = np.searchsorted(sentence_starts, tagged.starts, "right").tolist()
    groups = group_segments(tagged, labels, sentences, quotations)
    first, last = at + len(part) - len(part.lstrip()), at + len(part.rstrip())
    inside = sentence_starts[(sentence_starts > first) & (sentence_starts < last)].tolist()
    return Paragraph(text, first, last, tagged, quotations, groups, [first, *inside])


def read_statements(text: str, paragraphs: Sequence[Paragraph]) -> list[Statement]:
    """The statements of a text, in the order of their contents.

    Parameters
    ----------
    text
        the text
    paragraphs
        all its paragraphs

    Examples
    --------
    >>> read_statements("", [])
    []
    """
    turns = [_TURN.match(text, p.start, p.end) for p in paragraphs]
    names = [turn.group(turn.lastindex or 0) for turn in turns if turn]
    if len(names) < MIN_TURNS or (len(set(names)) == len(names) and "Q" not in names):
        return list(_join(paragraphs))
    first = next(n for n, turn in enumerate(turns) if turn)
    return [*_join(paragraphs[:first]), *_turns(paragraphs[first:], turns[first:])]


def _turns(paragraphs: Sequence[Paragraph], turns: Sequence[re.Match[str] | None]) -> Iterator[Statement]:
    speaking: Statement | None = None
    for paragraph, turn in zip(paragraphs, turns, strict=True):
        if turn:
            if speaking:
                yield speaking
            source = turn.span(turn.lastindex or 0)
            colon = paragraph.text.find(":", source[1], turn.end())
            cue = (colon, colon + 1) if colon >= 0 else None
            content = (turn.end(), paragraph.end)
            speaking = Statement((content,), cue, source, "direct", "speaker_turn", 1.0)
        elif speaking:
            more = (paragraph.start, paragraph.end)
            speaking = speaking._replace(contents=(*speaking.contents, more))
    if speaking:
        yield speaking


def _join(paragraphs: Sequence[Paragraph]) -> Iterator[Statement]:
    """The statements of paragraph after paragraph, a quotation that goes on joined to its beginning."""
    last: Statement | None = None
    open_mark = False
    for paragraph in paragraphs:
        statements = _with_quoted_by(paragraph, [_statement(paragraph, group) for group in paragraph.groups])
        if last and open_mark and paragraph.goes_on:
            last, statements = _continued(last, paragraph, statements)
        for statement in statements:
            if last:
                yield last
            last = _with_speaker_before(statement, last, paragraph)
        open_mark = paragraph.stays_open
    if last:
        yield last


def _with_quoted_by(paragraph: Paragraph, statements: list[Statement]) -> list[Statement]:
    """The statements, those of a sentence "X was quoted by OUTLET as saying …" replaced by what X said."""
    for match in _QUOTED_BY.finditer(paragraph.text, paragraph.start, paragraph.end):
        place = bisect_right(paragraph.sentences, match.start())
        start, end = [*paragraph.sentences, paragraph.end][place - 1 : place + 1]
        said_to = match.end() + len(_STOP.sub("", paragraph.text[match.end() : end]))
        content = _trimmed(paragraph.text, match.end(), said_to)
        source = _trimmed(paragraph.text, *_last_part(paragraph.text, start, match.start()))
        if content is None or source is None or content[1] - content[0] < MIN_PASSED_ON:
            continue  # the words stand before: “…”, X was quoted by OUTLET as saying
        said = Statement(
            (content,), match.span("cue"), source, _quote_type(paragraph, [content]), "quoted_by", 1.0
        )
        others = [s for s in statements if all(b <= start or end <= a for a, b in s.contents)]
        statements = sorted([*others, said])
    return statements


def _last_part(text: str, start: int, end: int) -> Span:
    """What stands after the last comma, the one at the end not counted."""
    return max(start, text.rfind(",", start, end - 2) + 1), end


def _continued(
    last: Statement, paragraph: Paragraph, statements: list[Statement]
) -> tuple[Statement, list[Statement]]:
    """The statement with the quotation that goes on in the paragraph, and the statements that are left."""
    quotation = paragraph.quotations[0]
    left = [s for s in statements if s.cue or not _within(s, quotation)]
    if not left or left[0].contents[0][0] >= quotation.end:
        return last._replace(contents=(*last.contents, (quotation.start, quotation.end))), left
    same = left[0]
    if same.cue is None:
        return last._replace(contents=(*last.contents, *same.contents)), left[1:]
    if last.cue is None or last.rule == "floating_quotation":
        return same._replace(contents=(*last.contents, *same.contents)), left[1:]
    return last, statements  # each has its own cue: two statements


def _within(statement: Statement, quotation: Quotation) -> bool:
    return all(quotation.start <= start and end <= quotation.end for start, end in statement.contents)


def _with_speaker_before(statement: Statement, last: Statement | None, paragraph: Paragraph) -> Statement:
    """A quotation that opens its paragraph, without source and cue, is said by whoever spoke last."""
    floats = statement.source is None and statement.cue is None and statement.quote_type == "direct"
    if not floats or statement.contents[0][0] > paragraph.start or not last or not last.source:
        return statement
    if paragraph.text[slice(*last.source)].casefold() in _RELATIVE:
        return statement
    return statement._replace(source=last.source, rule="floating_quotation")


def _statement(paragraph: Paragraph, group: Group) -> Statement:
    text, tagged = paragraph.text, paragraph.tagged

    def characters(segment: Segment) -> Span:
        return int(tagged.starts[segment.start]), int(tagged.ends[segment.end - 1])

    contents = tuple(_whole_words(text, *characters(c)) for c in group.contents)
    sizes = [c.end - c.start for c in group.contents]
    source = _trimmed(text, *characters(group.source)) if group.source else None
    rule = "quotation_marks" if all(c.marks_only for c in group.contents) else "tags"
    quote_type = _quote_type(paragraph, contents)
    dashed = _DASHED.match(text, contents[-1][1], paragraph.end)
    if source is None and group.cue is None and dashed and quote_type == "direct":
        source, rule = dashed.span(1), "dash"
    confidence = float(np.average([c.probability for c in group.contents], weights=sizes))
    return Statement(
        contents, characters(group.cue) if group.cue else None, source, quote_type, rule, confidence
    )


def _whole_words(text: str, start: int, end: int) -> Span:
    """The span with the rest of a word with hyphens at either edge."""
    before, after = (
        _HYPHENED_BEFORE.search(text[max(0, start - MAX_WORD) : start]),
        _HYPHENED.match(text, end),
    )
    return start - len(before.group()) if before else start, after.end() if after else end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """A source without commas and the like at its edges; None when nothing is left."""
    inside = _EDGES.sub("", text[start:end])
    at = text.find(inside, start)
    return (at, at + len(inside)) if any(map(str.isalnum, inside)) else None


def _quote_type(paragraph: Paragraph, contents: Sequence[Span]) -> QuoteType:
    words = [w.start() for a, b in contents for w in _WORD.finditer(paragraph.text, a, b)]
    last = [bisect_right(paragraph.quotations, word, key=_start) - 1 for word in words]
    quoted = sum(n >= 0 and word < paragraph.quotations[n].end for n, word in zip(last, words, strict=True))
    return "indirect" if not quoted else "direct" if quoted == len(words) else "mixed"
