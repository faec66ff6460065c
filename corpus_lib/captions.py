"""Captions: photo credits, the lines they belong to, and captions that carry no credit.

A credit names a photographer or a picture agency. A caption without one gives itself away by its tense: picture desks
write in the present about what is to be seen, in the middle of a story told in the past.
"""

from __future__ import annotations

import re

from corpus_lib.page import Page
from corpus_lib.written_dates import find_dates

#: Longest line, in characters, that patterns are tried on; keeps their time bounded on hostile input.
MAX_PHRASE_CHARACTERS = 2000
#: Somebody is quoted, or a report referred to.
REPORTS = re.compile(r"[\"“”]|\b(said|says|told|according)\b")
_PHOTO_CREDIT = re.compile(
    r"(\b(photo(graph)?s?|image|picture|pic|file|video|screengrab|illustration|graphic|artwork)( ?(credits?|by|courtesy|source|via|from|copyright))?"
    r"( (of|by|from))?|credits?) ?[:/|]\s*\S"
    r"|\(\s*(ap|afp|reuters|getty|image|photo|file|credit|picture)[^)]{0,60}\)\W*$"
    r"|(getty images|shutterstock|istock|ap photo|afp photo|epa-efe|afp/getty|wikimedia commons|unsplash|pixabay|submitted photo"
    r"|file photo|handout|courtesy photo|/reuters|/afp|/ap|/epa|/xinhua|/getty|via ap|via reuters|via getty)\b[^a-z]*$"
    r"|© ?(reuters|afp|ap|getty|epa|[a-z .]+ / ?[a-z])|^(image|media) caption\b|^(above|pictured|in this (photo|image|file photo|picture)|file -|\(?file photo)\b"
    r"|\b(in this|is seen in this|this) (file |undated |[a-z]+ \d+ )?(photo|image|picture)\b.{0,80}$|^\d+ of \d+ ",
    re.IGNORECASE,
)
_CREDIT_ALONE = re.compile(r"\W*(photo|image|picture|credits?|source|file)\b.{0,60}", re.IGNORECASE)
_CAPTION_VERB = re.compile(
    r"(?<!to )\b(meets?|shakes?|shake hands|speaks?|walks?|poses?|attends?|arrives?|delivers?|gestures?|waves?|looks? on|stands?|sits?|flies|fly|listens?"
    r"|holds?|greets?|addresses|hugs?|departs?|boards?|leaves?|gathers?|march|marches|rides?|carry|carries|smiles?|pictured|seen)\b"
)
_PAST_VERB = re.compile(
    r"\b(was|were|had|said|told|met|held|went|took|came|spoke|saw|gave|made|began|sank|grew|fell|rose|\w{2,}ed)\b"
)


def is_photo_credit(page: Page, i: int) -> bool:
    """Names a photographer or picture agency where captions do, or stands right above such a line."""
    shape = page.shapes[i]
    if (
        shape.n_words <= 60
        and len(shape.text) <= MAX_PHRASE_CHARACTERS
        and not REPORTS.search(shape.text)
        and _PHOTO_CREDIT.search(shape.text)
    ):
        return True
    below = page.shapes[i + 1] if i + 1 < len(page.shapes) else None
    return bool(
        below and not shape.is_prose and shape.n_words <= 30 and below.n_words <= 8 and i > 0
        and _CREDIT_ALONE.fullmatch(below.text) and _PHOTO_CREDIT.search(below.text)
        and not page.is_headline(i)
    )  # fmt: skip


def is_scene(page: Page, i: int) -> bool:
    """A caption without a credit: one present-tense sentence about what is to be seen, in a story told in the past.

    Captions name no speaker and are short; a full date in a present-tense sentence, or a bare noun at its start, is
    the habit of picture desks. Fails on captions that tell the past.
    """
    shape, text = page.shapes[i], page.shapes[i].text
    if not (5 <= shape.n_words <= 25 and shape.ends_sentence and page.in_body(i)) or REPORTS.search(text):
        return False
    verb = _CAPTION_VERB.search(text)
    if (
        not verb
        or _PAST_VERB.search(text, text.find(" "))
        or re.search(r"\b(will|would|can|could|may|has|have|is|are|do|does|not)\b", text)
    ):
        return False
    dated = any(date.precision == "day" and date.has_year for date in find_dates(text))
    bare = (
        bool(
            re.match(
                r"(?!The |A |An |But |And |He |She |It |They |This |That )[A-Z][a-z]+ ([A-Z]?[a-z]+ )+", text
            )
        )
        and verb.start() < 60
    )
    near = [page.shapes[j].text for j in (i - 1, i + 1) if 0 <= j < len(page.shapes)]
    return (dated or bare) and len(near) == 2 and all(_PAST_VERB.search(other) for other in near)
