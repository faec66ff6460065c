"""Whether the words around a time expression look ahead or back.

The verb nearest before the expression decides; where the expression opens its clause, or no verb is before it, the first
verb after it. Words in a quotation that is closed tell nothing of what stands outside it. What verbs there are, and what
they tell, is in `times.verbs`.
"""

from __future__ import annotations

import re
from typing import Literal

from corpus_lib.times.verbs import DONE, HABIT, NO_VERB, SIGN

#: "plan" is a plan told in the past, which may be over ("was to meet on Friday"); "arranged" is one without its verb ("talks
#: set for Friday"), which is ahead of the article's day unless a year may pass; "habit" is each such day.
Tense = Literal["past", "ahead", "plan", "arranged", "habit"]

#: How far around the expression a verb is looked for, in characters: a clause, and no end of a long line.
BEFORE, AFTER = 140, 90

_SIGN, _NO_VERB, _HABIT, _DONE = (re.compile(pattern) for pattern in (SIGN, NO_VERB, HABIT, DONE))
#: Right before a verb means at most so many characters before it: an adverb.
_ADVERB = 15
#: Words right before the expression that settle it: what comes, what begins, and what ends, with it.
_SURE = re.compile(
    r"\b(?:no later than|due|deadline (?:of|is)|[Aa]head of|(?:go|going|goes|get|heads?|heading) into|(?:plans?|strategy|schedule|agenda|forecasts?|outlook|tickets|hopes) for)(?: (?:on|at|the|in|next))? ?$"
)
_LIMIT = re.compile(
    r"\b(?:as (?:early|soon) as|[Ss]tarting|[Bb]eginning|effective)(?: (?:on|at|the|in|next))? ?$"
)
_AHEAD_BEFORE = re.compile(r"\b(?:[Bb]y|[Uu]ntil)(?: (?:the|early|late))? ?$")
_SO_LATE = re.compile(r"\b(?:[Aa]s (?:recently|late) as|[Ss]ince|[Bb]ack)(?: (?:on|in|the))? ?$")
_TOLD = re.compile(
    r"[a-z]{2}ed [Bb]y $|\b(?:was|were|had|went|remained|stayed|lasted|grew|served|lived|did(?:n['’]t)?|could(?:n['’]t)?|not)\b[^;]{0,60}$"
)
#: The expression opens a clause: what stands before it tells of something else.
_OPENS = re.compile(
    r"(?:^|[;:—] ?|, (?:and |but |so )?|\b(?:and|but|that|because|as|when|while) )(?:on|in|by|[Oo]n the (?:morning|evening|night) of)(?: (?:late|early))? ?$"
)
#: A day that tells which event is meant ("Monday's ruling", "a Monday ruling").
_OWNING = re.compile(r"['’]s$|\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) [A-Z][a-z]+..?$")
#: Where a sentence ends; where a clause begins that tells of the noun before the expression.
_ENDS = re.compile(r"[.;!?”\"]|$")
_BESIDE = re.compile(r",? (?:that|which|who|whose|whom|where|when|after|before|until) ")
_SAID = re.compile(r"\b(?:said|says|that) $")
_HELPER = re.compile(r"\b(?:is|are|be|been|'re|'s|not|also|now) $")
_STRONG_PAST = re.compile(
    r"(?:was|were|said|[a-z]{2,16}ed|died|met|held|since)(?: (?:on|in|late|early|the))? ?$"
)
#: Closed quotations, and one whose beginning stands before.
_QUOTED = re.compile(
    r"“[^”]{0,200}”|^[^“”]{0,200}”|^[^\"“”]{0,200}[.,!?]\"|\"[^\"]{0,200}\"|``[^`']{0,200}''"
)


def read_tense(
    text: str, start: int, end: int, sentence: tuple[int, int], beside: Tense | None = None
) -> Tense | None:
    """Whether an expression lies ahead or back, as told by the words of its sentence; None where nothing tells.

    Parameters
    ----------
    text, start, end, sentence
        the expression's place, and its sentence's
    beside
        the tense of the expression before it in the sentence, which holds where no verb stands before

    Examples
    --------
    >>> text = "The ministers, who met on Monday, will meet again on Friday."
    >>> [read_tense(text, text.index(day), text.index(day) + 6, (0, len(text))) for day in ("Monday", "Friday")]
    ['past', 'ahead']
    """
    before = _QUOTED.sub("it", text[max(sentence[0], start - BEFORE) : start])
    after = text[end : min(sentence[1], end + AFTER)]
    if _SO_LATE.search(before) or (_DONE.match(after) and _OWNING.search(text[max(0, start - 6) : end + 2])):
        return "past"
    signs = _signs(before)
    last = _kind(signs[-1]) if signs else None
    if _AHEAD_BEFORE.search(before):
        return _limited(before, after, last)
    if _SURE.search(before):
        return "ahead"
    if _LIMIT.search(before):
        return "ahead" if last == "ahead" else "arranged"
    if signs:
        return _tense_after(after) if _opens(before, after) else _settle(signs[-1], before, after)
    return "habit" if _HABIT.search(before) else beside or _tense_after(after)


def _limited(before: str, after: str, last: str | None) -> Tense:
    """The tense of what is told to end "by Friday"."""
    if last in (None, "so") or _opens(before, after):
        told = _tense_after(after)
        if told or last in (None, "so"):
            return told or "arranged"
    if last == "past":
        return "past" if _TOLD.search(before) else "arranged"
    return "plan" if last == "plan" else "ahead"


def _opens(before: str, after: str) -> bool:
    """Whether an expression opens its clause ("said that on Friday it", "said Friday's talks")."""
    if _ENDS.match(after):
        return False
    return bool(_OPENS.search(before) or (after.startswith(("'s ", "’s ")) and _SAID.search(before)))


def _signs(text: str) -> list[re.Match[str]]:
    return [sign for sign in _SIGN.finditer(text) if not _NO_VERB.search(sign.group())]


def _kind(sign: re.Match[str]) -> str:
    return (sign.lastgroup or "").rstrip("2")


def _settle(sign: re.Match[str], before: str, after: str) -> Tense | None:
    """The tense of a verb before an expression."""
    kind = _kind(sign)
    if kind in ("so", "ahead") and _HABIT.search(before[max(0, sign.start() - _ADVERB) : sign.end()]):
        return "habit"
    if kind == "so":
        return None
    if kind == "arranged":
        earlier = [_kind(other) for other in _signs(before[: sign.start()])]
        told = earlier and earlier[-1] == "plan"
        return "plan" if told or _tense_after(after) == "past" else "arranged"
    noun = sign.group().startswith("plans ") and before[: sign.start()].endswith("ed ")
    told_before = kind == "named" and "past" in [_kind(other) for other in _signs(before[: sign.start()])]
    if noun or told_before:
        return "plan"
    return "past" if kind == "past" else "plan" if kind == "plan" else "ahead"


def _tense_after(after: str) -> Tense | None:
    """The tense of the first verb after an expression; "On Friday he planned to leave" is told in the past."""
    sign = None if _BESIDE.match(after) else next(iter(_signs(after)), None)
    if sign is None or _kind(sign) == "so":
        return None
    if _kind(sign) == "plan":
        return "plan"
    told = re.match(r"[a-z]{2,16}ed\b", sign.group()) and not _HELPER.search(after[: sign.start()])
    return "ahead" if _kind(sign) in ("ahead", "arranged", "named") and not told else "past"


def is_strong_past(text: str, start: int) -> bool:
    """Whether the verb right before an expression is in the past.

    >>> is_strong_past("He died on May 3", 11)
    True
    """
    return bool(_STRONG_PAST.search(text[max(0, start - 30) : start]))
