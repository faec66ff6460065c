"""Cleaning: which lines of a raw text are the article, and why every other line is not.

The rules (`line_rules`) run over the page; the lines that are left are a smaller page, on which they run again until
nothing more goes. So cleaning a cleaned text changes nothing, and no line is ever rewritten beyond the repairs that
`lines.repair` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus_lib.line_rules import RULES, effect_of
from corpus_lib.lines import repair_line, same_key, split_lines
from corpus_lib.page import Page
from corpus_lib.rows import Line
from corpus_lib.schema import make_table

if TYPE_CHECKING:
    import pandas as pd
#: Fewest letters of a main text that is trusted; a failed extraction leaves a cookie notice or nothing.
MIN_MAIN_TEXT = 200
#: Reason of lines that the extractor of a marked-up page left out.
OUTSIDE_MARKUP = "outside_markup"


@dataclass(frozen=True)
class CleanText:
    """A cleaned text: `text`, and the rows of `lines` that it came from."""

    text: str
    rows: tuple[Line, ...]

    @property
    def lines(self) -> pd.DataFrame:
        """The `lines` table of this text, without `article_id`."""
        frame = make_table("lines", [{"article_id": "", **row._asdict()} for row in self.rows])
        return frame.drop(columns="article_id")


def clean_text(
    raw: str, *, main_text: str | None = None, title: str | None = None, is_row: bool = False
) -> CleanText:
    """The article in a raw text.

    Parameters
    ----------
    raw
        the text of a file, menus and all
    main_text
        for a page with markup: the article as an extractor found it; lines that are not in it go, and
        among the others only what is known by its wording
    title
        its headline, as the markup states it, or the table
    is_row
        it comes from a table: then all of it is the article, and only what is known by its wording goes; a headline alone
        is its text

    Returns
    -------
    CleanText
        `.text` (one paragraph a line; "" when there is no sentence in `raw`) and `.lines`

    Examples
    --------
    >>> page = "Home World Sports\\nTalks resume\\nThe two sides met in Vienna on Wednesday.\\nThe talks lasted eight hours.\\nPost a Comment"
    >>> cleaned = clean_text(page)
    >>> print(cleaned.text)
    The two sides met in Vienna on Wednesday.
    The talks lasted eight hours.
    >>> list(cleaned.lines.query("not kept").reason)
    ['before_article', 'title', 'comments']
    """
    raw_lines = split_lines(raw)
    repaired = [repair_line(line.text) for line in raw_lines]
    texts = [text for text, _ in repaired]
    outside = _outside(texts, main_text)
    headline = repair_line(title or "")[0]
    if is_row and same_key(raw) == same_key(headline):
        reasons = outside  # a headline alone: nothing to take away from it
    else:
        known = any(outside) or is_row
        reasons = _judge_until_stable(texts, outside, headline if known else None)
    rows = tuple(
        Line(n, line.start, line.end, line.text, reason is None, reason, repair if reason is None else None)
        for n, (line, (_, repair), reason) in enumerate(zip(raw_lines, repaired, reasons, strict=True))
    )
    kept = [text for (text, _), reason in zip(repaired, reasons, strict=True) if reason is None]
    return CleanText("\n".join(kept), rows)


def _outside(texts: list[str], main_text: str | None) -> list[str | None]:
    """The reason `outside_markup` for every line that the extractor did not take for the article."""
    inside = same_key(main_text or "")
    if len(inside) < MIN_MAIN_TEXT:
        return [None] * len(texts)
    return [None if (key := same_key(text)) and key in inside else OUTSIDE_MARKUP for text in texts]


def _judge_until_stable(texts: list[str], reasons: list[str | None], title: str | None) -> list[str | None]:
    while True:
        alive = [i for i, reason in enumerate(reasons) if reason is None]
        judged = judge_lines([texts[i] for i in alive], title)
        for i, reason in zip(alive, judged, strict=True):
            reasons[i] = reason
        if not any(judged):
            return reasons


def judge_lines(texts: list[str], title: str | None = None) -> list[str | None]:
    """One round of all rules over the lines of a page: a reason for each line that goes, None for the others.

    >>> judge_lines(["[ad_1]", "The visit begins on Sunday."])
    ['shortcode', None]
    """
    page = Page(texts, {rule.reason: effect_of(rule.reason) for rule in RULES}, title)
    for rule in RULES:
        for i, reason in enumerate(page.reasons):
            if (reason is None or rule.reason == "title") and rule.test(page, i):
                page.reasons[i] = rule.reason
    return page.reasons
