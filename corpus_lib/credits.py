"""Credits: whose reporting an article carries.

Four places say so: the line under a text ("Source: NHK"), the dateline of a wire, the note on who worked on it, and
sentences that pass on another outlet's report ("As reported by Nikkei Asia", "The Guardian recalls"). An article that
gives an outlet as its source and also speaks of it as of somebody else is a summary, not a reprint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from corpus_lib.outlets import Outlet, OutletMention, find_mentions, find_outlet
from corpus_lib.rows import Credit, CreditKind, Line

_SOURCE_LINE = re.compile(
    r"(?i)^\W*(?P<word>source|sources|courtesy|via|credit|with (?:agency )?inputs? from|(?:originally|first) (?:published|appeared) (?:on|in|at|by)"
    r"|this (?:article|story|piece|report) (?:was |is |has been )?(?:originally |first )?(?:published|republished|reproduced|appeared|reprinted) (?:on|in|at|by|from)"
    r"|republished (?:from|with permission from)|provided by|translated from|reprinted from)(?: of| from)?\s*[:–-]?\s*(?P<name>[^()\n]{2,80}?)[\s).]*$"
)
_DATELINE = re.compile(
    r"^(?:[A-Z][\w.,’' -]{1,40})?\(?(?P<name>AP|AFP|Reuters|REUTERS|Xinhua|UPI|ANI|PTI|IANS|TASS|Kyodo|Yonhap|Bloomberg|dpa|EFE)\)?\s*[-–—]+\s"
)
_DESK_NOTE = re.compile(r"^\W*\(?Reporting by [^.]+?(?:;|,)? ?[Ee]diting by ")
_BEFORE = re.compile(
    r"(?:\b[Aa]s )?(?:\b(?:first |was |were |been |also |originally )*(?:reported|quoted|cited|published|carried|revealed|told|interviewed)(?: (?:by|in|to|on))?"
    r"|\b[Aa]ccording to|\bciting|\b(?:interview|statement) (?:with|to)|\ba report (?:by|in|from)) (?:the |state broadcaster |state media |news agency |newspaper |outlet )*$"
)
_AFTER = re.compile(
    r"^(?:['’]s)?,? ?(?:(?:has|have|had|also|first|later|earlier|on \w+day|itself|newspaper|news agency|magazine|which|who) ?,?)*"
    r"(?:recalls?|recalled|reports?|reported|says|said|writes|wrote|quotes?|quoted|published|notes?|noted|cites?|cited|revealed|commented|argued|adds?|added|claimed)\b"
)
#: What stands where a source is named and names none.
_NOBODY = frozenset(
    {
        "link",
        "agencies",
        "agency",
        "internet",
        "google",
        "staff",
        "wire",
        "wires",
        "news desk",
        "web desk",
        "file",
    }
)
#: How many lines above the first paragraph can belong to the article.
NEAR = 8
#: Reasons of lines below which others' stories stand.
_OTHERS = frozenset({"related", "comments", "issue_list", "after_article"})
#: How many characters around a name are searched for the verb that makes it a credit.
AROUND = 60


def find_credits(lines: Sequence[Line], *, outlet: str | None = None) -> list[Credit]:
    """The outlets whose reporting an article carries or passes on.

    Parameters
    ----------
    lines
        the lines of the raw text as cleaning left them
    outlet
        who published it; an outlet does not credit itself

    Returns
    -------
    list of Credit
        in the order of the text; one row for each place that credits somebody

    Examples
    --------
    >>> from corpus_lib.clean import clean_text
    >>> raw = "The two sides met for talks in Vienna.\\nThe talks lasted for eight hours.\\nSource: NHK"
    >>> [(c.credited_outlet, c.kind, c.rule) for c in find_credits(clean_text(raw).rows)]
    [('NHK', 'reprint', 'source_line')]
    """
    found = [credit for line in _article_lines(lines) for credit in _in_line(line)]
    cited = {credit.credited_outlet for credit in found if credit.kind == "cited"}
    own = find_outlet(outlet) if outlet else None
    return [
        credit._replace(kind="summary")
        if credit.kind == "reprint" and credit.credited_outlet in cited
        else credit
        for credit in sorted(found, key=lambda credit: (credit.raw_start, credit.raw_end))
        if credit.credited_outlet not in (outlet, own and own.name)
    ]


def _article_lines(lines: Sequence[Line]) -> list[Line]:
    """Kept lines, and lines about the article that cleaning took from beside it; not those of other stories."""
    kept = [line.line for line in lines if line.kept]
    if not kept:
        return []
    below = takewhile(lambda line: line.reason not in _OTHERS, lines[kept[-1] + 1 :])
    near = [*lines[max(0, kept[0] - NEAR) : kept[-1] + 1], *below]
    return [line for line in near if line.kept or line.reason in ("source_note", "byline", "disclaimer")]


def _in_line(line: Line) -> Iterator[Credit]:
    if not line.kept:
        yield from _notes(line)
        return
    dateline = _DATELINE.match(line.text)
    if dateline:
        yield _credit(
            line, dateline.start("name"), dateline.end("name"), _named(dateline["name"]), "wire", "dateline"
        )
    for mention in find_mentions(line.text):
        cited = _citing_words(line.text, mention)
        if cited and mention.outlet.type != "government":
            yield _credit(line, *cited, mention.outlet, "cited", "cited_in_text")


def _notes(line: Line) -> Iterator[Credit]:
    source = _SOURCE_LINE.match(line.text) if line.reason != "byline" else None
    if source and source["name"].casefold() not in _NOBODY:
        start, end = line.text.find(line.text.strip()), len(line.text.rstrip())
        for name in re.split(r"\s*(?:/|,| and | & )\s*", source["name"]):
            outlet = (
                find_outlet(name) or next((m.outlet for m in find_mentions(name)), None) or _unknown(name)
            )
            if outlet:
                yield _credit(line, start, end, outlet, _kind(source["word"], outlet), "source_line")
    elif _DESK_NOTE.match(line.text):
        yield _credit(line, 0, len(line.text), _named("Reuters"), "wire", "desk_note")
    else:
        for mention in find_mentions(line.text):
            if mention.outlet.type == "wire":
                yield _credit(
                    line,
                    mention.start,
                    mention.end,
                    mention.outlet,
                    "wire",
                    "desk_note" if line.reason == "source_note" else "byline",
                )


def _kind(word: str, outlet: Outlet) -> CreditKind:
    if word.casefold().startswith("translated"):
        return "translation"
    return "wire" if outlet.type == "wire" else "reprint"


def _named(name: str) -> Outlet:
    return find_outlet(name) or Outlet(name, None, None)


def _unknown(name: str) -> Outlet | None:
    """An outlet that is not in the table, when the words look like a name."""
    words = name.split()
    return (
        Outlet(name, None, None)
        if 1 <= len(words) <= 5 and all(w[0].isupper() or w in ("of", "the") for w in words)
        else None
    )


def _citing_words(text: str, mention: OutletMention) -> tuple[int, int] | None:
    """The words that credit a named outlet: its name with the verb before or after it."""
    before = _BEFORE.search(text[max(0, mention.start - AROUND) : mention.start])
    if before:
        return max(0, mention.start - AROUND) + before.start(), mention.end
    after = _AFTER.match(text[mention.end : mention.end + AROUND])
    return (mention.start, mention.end + after.end()) if after else None


def _credit(line: Line, start: int, end: int, outlet: Outlet, kind: CreditKind, rule: str) -> Credit:
    return Credit(
        outlet.name,
        outlet.country,
        kind,
        line.raw_start + start,
        line.raw_start + end,
        line.text[start:end],
        rule,
    )
