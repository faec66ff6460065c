"""What kind of text an article is: news, analysis, opinion, interview, explainer or statement.

Plain signs come first: labels, disclaimers, notes on the author, speaker turns, datelines. They stand in
`resources/genre_signs.csv`, each with the place where it counts. Where a text carries none, its own voice decides,
that is what stands outside quotations: news attributes and does not judge, opinion judges and does not attribute.
Between the two the answer is null. The words of the voice are in `resources/voice_words.csv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice
from typing import NamedTuple, cast

from corpus_lib.resources import read_resource
from corpus_lib.rows import Evidence, Genre, Line

#: How far the rules that are no patterns are trusted, on the scale of `genre_signs.csv`.
CONFIDENCE = {"government_outlet": 0.7, "question_headings": 0.65, "many_headings": 0.55, "own_voice": 0.5}
#: Signs below this give way to doubt: another genre's sign that comes so near leaves the genre open.
WEAK, MARGIN_OF_WEAK = 0.7, 0.2
#: Lines of the article in which a dateline may stand, and lines around its end that may tell who wrote it.
HEAD, FOOT = 3, 6
#: Characters of a line that the signs of head and foot are sought in: they stand at its beginning.
REACH = 400
#: A label is a line of at most so many words; in a longer run of such lines it is an entry of a menu.
LABEL_WORDS, LONGEST_RUN = 3, 3
#: Cleaning takes a headline that asks for a sentence, and one with a label for a link to another article: where no
#: title was found, the first line is one up to so many words.
HEADLINE_WORDS = 20
#: Headings have at most so many words; an explainer has at least so many that ask, or that end in a colon.
HEADING_WORDS, MIN_HEADINGS = 12, 4
#: Shortest text, in words, whose own voice is judged: below it one verb moves the rates too much.
MIN_WORDS = 120
#: News has at least so many reporting words in 1,000, and so many more than judging words and first persons.
#: Swept 6-10 and 0-8 on articles whose address tells the genre: 122 of 145 news and 3 of 39 opinion pieces pass.
NEWS_REPORTING, NEWS_MARGIN = 8.0, 4.0
#: And it dates what happened by the day of the week: so many days in 1,000 words. Of the judged articles that report
#: enough, nearly all news has them; essays, explainers and columns that quote much mostly have none.
NEWS_DAYS = 1.0
#: Opinion has at most so many, and so many fewer. Swept 4-20 and 0-8 there: 27 of 39 pass, and 1 of 145 news.
OPINION_REPORTING, OPINION_MARGIN = 6.0, 4.0

_HEADLINES = frozenset({"title", "repeated_title"})
_MARKED = re.compile(r"[“\"][^“”\"\n]*(?:[”\"]|$)", re.MULTILINE)
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")


class _Sign(NamedTuple):
    rule: str
    genre: str
    confidence: float
    place: str
    least: int
    pattern: re.Pattern[str]


class _Found(NamedTuple):
    """A sign of a genre: its rule, and where it stands in a line."""

    genre: str
    rule: str
    line: Line | None
    start: int
    end: int
    trust: float | None = None

    @property
    def confidence(self) -> float:
        return CONFIDENCE[self.rule] if self.trust is None else self.trust


@cache
def _signs() -> tuple[_Sign, ...]:
    return tuple(
        _Sign(row["rule"], row["genre"], float(row["confidence"]), row["place"], int(row["least"]),
              re.compile(row["pattern"], re.IGNORECASE))
        for row in read_resource("genre_signs")
    )  # fmt: skip


@cache
def _voice_words() -> dict[str, re.Pattern[str]]:
    kinds: dict[str, list[str]] = {}
    for row in read_resource("voice_words"):
        kinds.setdefault(row["kind"], []).append(row["pattern"])
    return {
        kind: re.compile(rf"\b(?:{'|'.join(words)})\b", 0 if kind == "first_person" else re.IGNORECASE)
        for kind, words in kinds.items()
    }


@dataclass(frozen=True)
class _Page:
    """The lines of an article by the places in which signs count."""

    text: str
    lines: Sequence[Line]
    title: str | None
    byline: str | None

    @cached_property
    def kept(self) -> list[Line]:
        return [line for line in self.lines if line.kept and line.text.strip()]

    @cached_property
    def head(self) -> list[Line]:
        last = self.kept[:HEAD][-1].line if self.kept else -1
        return [line for line in self.lines if line.line <= last and line.text.strip()]

    @cached_property
    def headline(self) -> str | None:
        """The title; where none was found, the first line of the page if it is short and no menu."""
        first = self.head[0] if self.head else None
        short = first and first.reason in (None, "related") and len(first.text.split()) <= HEADLINE_WORDS
        return self.title or (first.text if first and short else None)

    @cached_property
    def foot(self) -> list[Line]:
        if not self.kept:
            return []
        after = [line for line in self.lines if line.line > self.kept[-1].line and line.text.strip()]
        return self.kept[-FOOT:] + after[:FOOT]

    @cached_property
    def labels(self) -> list[Line]:
        """Short lines of the head that are no menu."""
        found: list[Line] = []
        run: list[Line] = []
        for line in [*self.head, None]:
            if line and line.reason not in _HEADLINES and len(line.text.split()) <= LABEL_WORDS:
                run.append(line)
                continue
            found += run if len(run) <= LONGEST_RUN else []
            run = []
        return found

    def at(self, place: str) -> Iterator[tuple[str, Line | None, int]]:
        """What is searched for the signs of a place, with the line it stands in and where it starts there."""
        if place == "title":
            yield from self._stated(self.headline)
        elif place == "byline":
            yield from self._stated(self.byline)
        elif place == "label":
            yield from ((line.text.strip(" \t:|–—-"), line, _indent(line)) for line in self.labels)
        elif place == "any":
            yield from ((line.text, line, 0) for line in self.lines)
        else:
            yield from (
                (line.text[:REACH], line, 0) for line in (self.head if place == "head" else self.foot)
            )

    def _stated(self, value: str | None) -> Iterator[tuple[str, Line | None, int]]:
        if value:
            line = next((line for line in self.head if value in line.text), None)
            yield value, line, line.text.find(value) if line else 0

    def line_at(self, offset: int) -> tuple[Line | None, int]:
        """The raw line that a character of the text comes from, and its place there (0 in a repaired line)."""
        kept = [line for line in self.lines if line.kept]
        number = self.text.count("\n", 0, offset)
        if number >= len(kept):
            return None, 0
        line = kept[number]
        return line, 0 if line.repair else offset - (self.text.rfind("\n", 0, offset) + 1)


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip(" \t:|–—-"))


def read_genre(
    text: str,
    *,
    lines: Sequence[Line],
    title: str | None,
    byline: str | None,
    outlet_type: str | None,
    quoted: Sequence[tuple[int, int]] = (),
) -> tuple[Genre | None, list[Evidence]]:
    """The genre of an article, and every sign of one.

    Parameters
    ----------
    text
        the cleaned text
    lines
        the lines of its raw text as cleaning left them (`clean_text(raw).rows`)
    title, byline
        the headline and who signs, None where not known
    outlet_type
        kind of outlet, as in `resources/outlets.csv`
    quoted
        spans of `text` that are attributed to a source; what stands in quotation marks is left out anyway

    Returns
    -------
    tuple
        the genre (None when the signs do not suffice) and the evidence, the most trusted chosen

    Examples
    --------
    >>> from corpus_lib.clean import clean_text
    >>> cleaned = clean_text("BEIJING (Reuters) - The talks resumed on Monday.\\nBoth sides met for eight hours.")
    >>> genre, evidence = read_genre(cleaned.text, lines=cleaned.rows, title=None, byline=None, outlet_type=None)
    >>> genre, evidence[0].rule, evidence[0].text
    ('news', 'wire_dateline', 'BEIJING (Reuters)')
    """
    page = _Page(text, lines, title, byline)
    found = [*_read_signs(page), *_read_headings(page), *_read_voice(page, quoted)]
    if outlet_type == "government":
        found.append(_Found("statement", "government_outlet", None, 0, 0))
    best = _best(found)
    evidence = [_as_evidence(row, chosen=i == best) for i, row in enumerate(found)]
    return (cast(Genre, found[best].genre) if best is not None else None), evidence


def _best(found: Sequence[_Found]) -> int | None:
    """Place of the most trusted sign; None when it is weak and another one speaks for another genre."""
    if not found:
        return None
    best = max(range(len(found)), key=lambda i: (found[i].confidence, -i))
    trust = found[best].confidence
    rivals = any(row.genre != found[best].genre and row.confidence >= trust - MARGIN_OF_WEAK for row in found)
    return None if trust < WEAK and rivals else best


def _as_evidence(found: _Found, *, chosen: bool) -> Evidence:
    line, words = found.line, None
    start = end = None
    if line:
        start, end = line.raw_start + found.start, line.raw_start + found.end
        words = line.text[found.start : found.end]
    return Evidence("genre", found.genre, start, end, words, found.rule, found.confidence, chosen)


def _read_signs(page: _Page) -> Iterator[_Found]:
    for sign in _signs():
        match = sign.pattern.fullmatch if sign.place == "label" else sign.pattern.search
        hits = ((line, offset, hit) for words, line, offset in page.at(sign.place) if (hit := match(words)))
        first = list(islice(hits, sign.least))
        if len(first) == sign.least:
            line, offset, hit = first[0]
            yield _Found(
                sign.genre, sign.rule, line, offset + hit.start(), offset + hit.end(), sign.confidence
            )


def _read_headings(page: _Page) -> Iterator[_Found]:
    for rule, mark in (("question_headings", "?"), ("many_headings", ":")):
        headings = [
            line
            for line in page.kept
            if line.text.rstrip(" *_").endswith(mark) and len(line.text.split()) <= HEADING_WORDS
        ]
        if len(headings) >= MIN_HEADINGS:
            yield _Found("explainer", rule, headings[0], 0, len(headings[0].text))


def _read_voice(page: _Page, quoted: Sequence[tuple[int, int]]) -> Iterator[_Found]:
    unmarked = _blank(page.text, [match.span() for match in _MARKED.finditer(page.text)])
    own = _blank(unmarked, quoted)
    n_words = sum(1 for _ in _WORD.finditer(page.text))
    if n_words < MIN_WORDS:
        return
    # Reporting words and days belong to attributions as well; judging counts only in the article's own voice.
    hits = {
        kind: list(pattern.finditer(unmarked if kind in ("reporting", "weekday") else own))
        for kind, pattern in _voice_words().items()
    }
    reporting = 1000 * len(hits["reporting"]) / n_words
    judging = 1000 * (len(hits["judging"]) + len(hits["first_person"])) / n_words
    # A headline that asks promises an answer of the author's own: no plain news.
    asks = (page.headline or "").rstrip().endswith("?")
    dated = not asks and 1000 * len(hits["weekday"]) / n_words >= NEWS_DAYS
    if dated and reporting >= NEWS_REPORTING and reporting - judging >= NEWS_MARGIN:
        genre, first = "news", hits["reporting"][0]
    elif reporting <= OPINION_REPORTING and judging - reporting >= OPINION_MARGIN:
        genre, first = "opinion", (hits["judging"] or hits["first_person"])[0]
    else:
        return
    line, start = page.line_at(first.start())
    length = len(line.text) if line and line.repair else len(first.group())
    yield _Found(genre, "own_voice", line, start, start + length)


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with spaces in the spans: nothing moves."""
    pieces, place = [], 0
    for start, end in sorted(spans):
        start, end = max(start, place), min(end, len(text))
        if start < end:
            pieces += [text[place:start], re.sub(r"[^\n]", " ", text[start:end])]
            place = end
    return "".join([*pieces, text[place:]])
