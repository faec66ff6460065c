"""Whether the words around a time expression look ahead or back.

The verb nearest before the expression in its sentence decides; where none is before it, the first one after it. A verb in
-ed after "will be" or "is to be" belongs to these. Irregular past forms are listed, regular ones told by their ending.
"""

from __future__ import annotations

import re
from typing import Literal

Tense = Literal["past", "ahead"]

#: How far around the expression a verb is looked for, in characters: a clause, and no end of a long line.
BEFORE, AFTER = 140, 90

_VERB = r"(?:[a-z]{1,8}ly )?(?:be |have |been |being )?[a-z]{1,20}"
_MODAL = rf"(?:will|shall|[Ww]on['’]t|['’]ll|would|should|may|might|must)\b(?! have\b)(?: not)?(?: (?:also|now|then|soon))?(?: {_VERB})?"
_MEANT = (
    r"(?:plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|schedul(?:es|ed|ing)|set|due|expect(?:s|ed|ing)?|hop(?:es|ed|ing)|want(?:s|ed)?|agreed|vow(?:s|ed)"
    r"|prepar(?:es|ed|ing)|ready|going|slated|poised|likely|about|pledged|promised|are|is|wait(?:s|ing)|arranged|invited|ordered|aim(?:s|ed|ing)?)"
    rf"(?: (?:of|for|on|as early|again))? to {_VERB}"
)
#: "Is due on", "begins", "has called a": what is fixed for a day to come, said without "will".
_FIXED = (
    r"(?:scheduled|due|slated|(?<!than[ -])expected|planned|planning|tentatively|looms?|no later than|deadline|is|are|(?:is|are) closed) (?:for|on|in|at|by|of|between|early|late|next)\b"
    r"|(?:upcoming|forthcoming|looms|intends|prepares|expects|takes effect|goes into effect|(?:begin|open|end|arrive|leave|meet|travel|depart|resume"
    r"|expire|reconvene|convene|face)s)\b"
    r"|(?:scheduled|(?:has|have) (?:called|set)) (?:an?|the|its|his|her|their|for)\b"
)
_PAST = (
    r"(?:was|were|had|did|said|told|made|took|came|went|gave|saw|met|held|began|got|left|won|lost|killed|shot|struck|spoke|wrote|"
    r"led|put|sent|fell|rose|hit|cut|fled|flew|found|became|broke|brought|bought|sold|sought|thought|kept|paid|stood|spent|grew|drew|"
    r"threw|chose|ran|read|heard|died|quoted|published|dated|since|ago|[a-z]{2,16}[a-z]ed)\b"
)
_SIGN = re.compile(rf"(?<![a-z])(?:(?P<ahead>{_MODAL}|{_MEANT}|{_FIXED})|(?P<past>{_PAST}))")
#: Words right before the expression that settle it: always, or unless the sentence is told in the past ("had left by Friday").
_LIMIT = re.compile(
    r"\b(?:as (?:early|soon) as|no later than|starting|beginning|effective|due|deadline (?:of|is)|ahead of)(?: (?:on|at|the|in|next))? ?$"
)
_AHEAD_BEFORE = re.compile(r"\b(?:[Bb]y|[Uu]ntil)(?: (?:the|early|late))? ?$")
_TOLD = re.compile(
    r"\b(?:was|were|had|went|remained|stayed|lasted|grew|served|lived|did(?:n['’]t)?|not)\b[^,;]{0,60}$"
)
_HELPER = re.compile(r"\b(?:is|are|be|been|'re|'s|not|also|now) $")
_STRONG_PAST = re.compile(
    r"(?:was|were|said|[a-z]{2,16}ed|died|met|held|since)(?: (?:on|in|late|early|the))? ?$"
)
_NO_VERB = re.compile(r"(?:need|seed|feed|speed|exceed|proceed|succeed|hundred|indeed|united|allied|embed)$")


def read_tense(text: str, start: int, end: int, sentence: tuple[int, int]) -> Tense | None:
    """Whether an expression lies ahead or back, as told by the words of its sentence; None where nothing tells.

    >>> text = "The ministers, who met on Monday, will meet again on Friday."
    >>> [read_tense(text, text.index(day), text.index(day) + 6, (0, len(text))) for day in ("Monday", "Friday")]
    ['past', 'ahead']
    """
    before = text[max(sentence[0], start - BEFORE) : start]
    after = text[end : min(sentence[1], end + AFTER)]
    signs = _signs(before)
    if _AHEAD_BEFORE.search(before):
        told = _tense_after(after) if not signs else "past" if _TOLD.search(before) else "ahead"
        return told or "ahead"
    if _LIMIT.search(before):
        return "ahead"
    if signs:
        return "ahead" if signs[-1]["ahead"] else "past"
    return _tense_after(after)


def _signs(text: str) -> list[re.Match[str]]:
    return [sign for sign in _SIGN.finditer(text) if not _NO_VERB.search(sign.group())]


def _tense_after(after: str) -> Tense | None:
    """The tense of the first verb after an expression; "On Friday he planned to leave" is told in the past."""
    sign = next(iter(_signs(after)), None)
    if sign is None:
        return None
    told = re.match(r"[a-z]{2,16}ed\b", sign.group()) and not _HELPER.search(after[: sign.start()])
    return "ahead" if sign["ahead"] and not told else "past"


def is_strong_past(text: str, start: int) -> bool:
    """Whether the verb right before an expression is in the past.

    >>> is_strong_past("He died on May 3", 11)
    True
    """
    return bool(_STRONG_PAST.search(text[max(0, start - 30) : start]))
