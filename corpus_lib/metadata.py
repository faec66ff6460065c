"""Title, byline, outlet, language and address of an article, each with the words it was read from.

Every field has a cascade: candidates come from named rules, the most trusted wins, and the rejected stay in
`evidence`. Nothing is filled in that the page does not give: a field without a candidate is null.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus_lib.lines import repair_line
from corpus_lib.outlets import find_mentions, find_outlet, find_signs, outlet_of_url
from corpus_lib.rows import Evidence, Line
from corpus_lib.written_dates import find_dates

#: How far the rules are trusted: an order, not a probability. The highest candidate of a field is chosen.
CONFIDENCE = {
    "markup_title": 0.9, "headline_line": 0.8,
    "markup_author": 0.9, "by_line": 0.8, "name_beside_date": 0.7, "named_in_disclaimer": 0.5,
    "page_address": 0.95, "markup_site": 0.9, "imprint": 0.85, "disclaimer": 0.8, "about_outlet": 0.75, "copyright": 0.7, "named_in_header": 0.4,
    "language_model": 0.9,
    "markup_address": 0.9, "share_line": 0.8,
}  # fmt: skip

_WORD = r"(?-i:[A-ZÀ-Þ])[\w’'.-]*"
_NAMES = rf"{_WORD}(?: (?:(?:de|van|von|bin|al|der|la|of|the|and|&) )?{_WORD}){{0,6}}"
_BY = re.compile(
    rf"(?i)^\W*(?:by|written by|reported by|story by|author:?|words by|analysis by|opinion by)\W+({_NAMES})"
)
_PERSON = re.compile(rf"(?i)^\W*({_NAMES})\W*$")
_DISCLAIMER_AUTHOR = re.compile(rf"(?i)(?:expressed|written) by (?:the author,? )?({_NAMES}) (?:are|is)\b")
_DISCLAIMER_OUTLET = re.compile(
    r"\b(?:opinions?|views?|position|policy|stance) of ((?:The )?[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,4})"
)
_ABOUT = re.compile(
    r"^((?:The )?[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,3}) (?:was (?:founded|established|launched)|is (?:the|a|an) )"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|[Cc]opyright)\W*(?:\d{4}(?:\s?[-–]\s?\d{4})?)?\W*(?:by )?((?:The )?[A-Z][\w’'&.-]*(?: [A-Z&][\w’'&.-]*){0,4})"
)
_HOUR = re.compile(
    r"(?i)\b\d{1,2}[:.]\d{2}(:\d\d)?( ?[ap]\.?m\b\.?)?|\b(updated|published|posted|on|at|gmt|ist|e[sd]?t|utc|bst)\b"
)
#: Longest line above an article, in words, in which an outlet's name stands for the page and not for a story.
MAX_HEADER_WORDS = 6


@dataclass(frozen=True)
class Metadata:
    """The chosen values, and every candidate."""

    values: dict[str, str | None]
    evidence: tuple[Evidence, ...]


class _Page:
    def __init__(self, raw: str, lines: Sequence[Line], stated: dict[str, str]) -> None:
        self.raw, self.lines, self.stated = raw, lines, stated
        kept = [line.line for line in lines if line.kept]
        self.first, self.last = (kept[0], kept[-1]) if kept else (len(lines), -1)

    def with_reason(self, *reasons: str) -> Iterator[Line]:
        return (line for line in self.lines if line.reason in reasons)

    def head(self) -> list[Line]:
        """The lines above the article and the first few of it."""
        return list(self.lines[: self.first + 3]) if self.last >= 0 else []


_Candidates = Iterator[tuple[str, str, int | None, int | None]]


def _titles(page: _Page) -> _Candidates:
    if "title" in page.stated:
        yield repair_line(page.stated["title"])[0], "markup_title", None, None
    for line in page.with_reason("title", "repeated_title"):
        yield repair_line(line.text)[0], "headline_line", line.raw_start, line.raw_end


def _bylines(page: _Page) -> _Candidates:
    if "byline" in page.stated:
        yield page.stated["byline"], "markup_author", None, None
    head = page.head()
    for place, line in enumerate(head):
        if line.reason != "byline":
            continue
        match = _BY.match(line.text)
        if match:
            yield _at(line, "by_line", *match.span(1))
        elif re.fullmatch(r"(?i)\W*by\W*", line.text):
            below = next((other for other in head[place + 1 :] if other.text.strip()), None)
            if below and _PERSON.match(below.text):
                yield _at(below, "by_line", *_PERSON.match(below.text).span(1))  # type: ignore[union-attr]
        else:
            yield from _beside_date(line)
    for line in page.with_reason("disclaimer"):
        for match in _DISCLAIMER_AUTHOR.finditer(line.text):
            yield _at(line, "named_in_disclaimer", *match.span(1))


def _beside_date(line: Line) -> _Candidates:
    blanked = line.text
    for date in find_dates(blanked):
        blanked = blanked[: date.start] + " " * (date.end - date.start) + blanked[date.end :]
    blanked = _HOUR.sub(lambda m: " " * len(m.group()), blanked)
    match = _PERSON.match(blanked) if blanked != line.text else None
    if match and not find_outlet(match[1]) and len(match[1].split()) >= 2:
        yield _at(line, "name_beside_date", match.start(1), match.start(1) + len(match[1].rstrip(" ,|-")))


def _at(line: Line, rule: str, start: int, end: int) -> tuple[str, str, int, int]:
    return line.text[start:end], rule, line.raw_start + start, line.raw_start + end


def _outlets(page: _Page) -> _Candidates:
    url = page.stated.get("url")
    if url and outlet_of_url(url):
        yield outlet_of_url(url).name, "page_address", None, None  # type: ignore[union-attr]
    if "outlet" in page.stated:
        yield page.stated["outlet"], "markup_site", None, None
    for mention in find_signs(page.raw):
        yield mention.outlet.name, "imprint", mention.start, mention.end
    yield from _outlets_of_notices(page)
    for line in page.lines[: page.first]:
        header = line.reason in ("before_article", "menu", "share_bar")
        for mention in (
            find_mentions(line.text) if header and len(line.text.split()) <= MAX_HEADER_WORDS else ()
        ):
            if mention.outlet.type != "wire":
                yield _at(line, "named_in_header", mention.start, mention.end)


def _outlets_of_notices(page: _Page) -> _Candidates:
    for reason, rule, pattern in (
        ("disclaimer", "disclaimer", _DISCLAIMER_OUTLET),
        ("about_outlet", "about_outlet", _ABOUT),
        ("copyright", "copyright", _COPYRIGHT),
    ):
        for line in page.with_reason(reason):
            for match in pattern.finditer(line.text):
                name = match[1].split(". ")[0].rstrip(".,")
                known = next((m for m in find_mentions(name) if m.start == 0), None)
                end = known.end if known else len(name)
                # A wire owns the copyright of what others print: it is credited, but it is not the outlet.
                if not (known and known.outlet.type == "wire"):
                    yield _at(line, rule, match.start(1), match.start(1) + end)


def _urls(page: _Page) -> _Candidates:
    if "url" in page.stated:
        yield page.stated["url"], "markup_address", None, None
    for line in page.lines:
        match = (
            re.search(r"https?://[^\s<>\"']+", line.text)
            if not line.kept and re.match(r"(?i)(read|share|source|url|link|permalink|https?:)", line.text)
            else None
        )
        if match:
            yield _at(line, "share_line", *match.span())


def _languages(page: _Page) -> _Candidates:
    text = "\n".join(line.text for line in page.lines if line.kept) or page.raw
    if sum(c.isalpha() for c in text[:5000]) >= 20:
        import py3langid

        yield py3langid.classify(text[:5000])[0], "language_model", None, None


#: The fields, each with the function that finds its candidates.
_FIELDS: tuple[tuple[str, Callable[[_Page], _Candidates]], ...] = (
    ("title", _titles), ("byline", _bylines), ("outlet", _outlets), ("url", _urls), ("language", _languages),
)  # fmt: skip


def read_metadata(raw: str, lines: Sequence[Line], *, stated: dict[str, str] | None = None) -> Metadata:
    """Title, byline, outlet, address and language of an article.

    Parameters
    ----------
    raw
        the raw text
    lines
        its lines as cleaning left them (`clean_text(raw).rows`)
    stated
        what the markup of the page states, where it has one

    Returns
    -------
    Metadata
        `.values` (None where the page does not say) and `.evidence` (all candidates)

    Examples
    --------
    >>> from corpus_lib.clean import clean_text
    >>> raw = "Talks resume\\nJane Doe 11:06, 2023/02/10\\nThe two sides met for talks in Vienna.\\nThe talks went on."
    >>> read_metadata(raw, clean_text(raw).rows).values["byline"]
    'Jane Doe'
    """
    page = _Page(raw, lines, stated or {})
    values: dict[str, str | None] = {"outlet_country": None, "outlet_type": None}
    evidence: list[Evidence] = []
    for field, candidates in _FIELDS:
        found = _choose(field, candidates(page), raw)
        evidence += found
        values[field] = next((e.value for e in found if e.chosen), None)
    outlet = find_outlet(values["outlet"]) if values["outlet"] else None
    if outlet:
        values |= {"outlet": outlet.name, "outlet_country": outlet.country, "outlet_type": outlet.type}
    return Metadata(values, tuple(evidence))


def _choose(
    field: str, candidates: Iterable[tuple[str, str, int | None, int | None]], raw: str
) -> list[Evidence]:
    found = []
    for value, rule, start, end in candidates:
        if value.strip():
            words = raw[start:end] if start is not None else None
            known = find_outlet(value) if field == "outlet" else None
            found.append(
                Evidence(
                    field,
                    known.name if known else value.strip(),
                    start,
                    end,
                    words,
                    rule,
                    CONFIDENCE[rule],
                    False,
                )
            )
    best = max(range(len(found)), key=lambda i: (found[i].confidence, -i), default=None)
    return [row._replace(chosen=i == best) for i, row in enumerate(found)]
