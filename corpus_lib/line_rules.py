"""Which lines of a page are not the article: an ordered table of small rules, each with the reason it writes.

A rule looks at one line and its page and says whether the line goes. The first rule that says so gives the
reason. Phrases that sites share ("Post a Comment", "Related stories") are data: `resources/line_phrases.csv`, with
what they tell of the lines around them (`effect`): `line` only itself, `end` that other stories may follow,
`barrier` that readers speak from here on. What rests on position and shape is a function here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from corpus_lib.captions import MAX_PHRASE_CHARACTERS, REPORTS, is_photo_credit, is_scene
from corpus_lib.lines import Shape
from corpus_lib.page import Page
from corpus_lib.resources import read_resource
from corpus_lib.written_dates import find_dates

#: Reasons whose phrases are also looked for in lines that read like prose: notices are written in sentences.
IN_PROSE = frozenset(
    {
        "donation",
        "cookie_notice",
        "disclaimer",
        "about_outlet",
        "copyright",
        "author_note",
        "newsletter",
        "account",
        "advertisement",
    }
)
#: Of these, the ones that stand under an article and not in it: "Wang Yi is the director …" is news further up.
AT_THE_FOOT = frozenset({"author_note", "about_outlet"})
#: Longest line, in words, that a phrase of another reason may remove.
MAX_LABEL_WORDS = 40
#: Longest line, in words, that can be the heading of a list or of the comments.
MAX_HEADING_WORDS = 10


class Rule(NamedTuple):
    """A reason for removing a line, the test for it, and what an analyst reads about it."""

    reason: str
    test: Callable[[Page, int], bool]
    why: str


@cache
def _phrases(reason: str) -> re.Pattern[str]:
    parts = [row["pattern"] for row in read_resource("line_phrases") if row["reason"] == reason]
    return re.compile("|".join(f"(?:{part})" for part in parts), re.IGNORECASE)


@cache
def effect_of(reason: str) -> str:
    """What a reason tells of the lines around it: `line`, `end` or `barrier`.

    >>> effect_of("comments"), effect_of("advertisement")
    ('barrier', 'line')
    """
    return next(
        (
            row["effect"]
            for row in read_resource("line_phrases")
            if row["reason"] == reason and row["effect"] != "line"
        ),
        "line",
    )


def _phrase_rule(reason: str) -> Callable[[Page, int], bool]:
    def says(page: Page, i: int) -> bool:
        shape = page.shapes[i]
        if len(shape.text) > MAX_PHRASE_CHARACTERS:
            return False
        limit = MAX_LABEL_WORDS if reason not in IN_PROSE else 3 * MAX_LABEL_WORDS
        if shape.text.startswith("—") and shape.n_words > 1:  # the signature under a quoted post
            return False
        if shape.n_words > limit or (
            shape.is_prose and reason not in IN_PROSE and shape.n_words > MAX_HEADING_WORDS
        ):
            return False
        if shape.is_prose and reason not in ("disclaimer", "copyright") and REPORTS.search(shape.text):
            return False
        if reason in AT_THE_FOOT and shape.is_prose and page.prose_below(i) > 1:
            return False
        return bool(_phrases(reason).fullmatch(shape.text))

    return says


def is_blank(page: Page, i: int) -> bool:
    """Nothing to read: no letter and no digit."""
    return not any(c.isalnum() for c in page.shapes[i].text)


#: Marks of a reader's comment, and how many of them, with prose between, make a discussion.
_COMMENT_MARK = re.compile(
    r"(?i)\W*(reply|log in to reply|reply to .{2,30}|report( abuse| comment)?|permalink|flag|upvote|\d+ (minutes?|hours?|days?|weeks?|months?|years?) ago"
    r"|.{0,40}\d{4},? (at )?\d{1,2}:\d\d ?([ap]\.?m\.?)?.{0,12}|.{2,30} says:)\W*"
)
MIN_COMMENTS = 3


def is_comment_mark(page: Page, i: int) -> bool:
    """The stamp of a reader's comment: at least two more like it follow, with sentences between them."""
    if page.shapes[i].n_words > 10 or not _COMMENT_MARK.fullmatch(page.shapes[i].text):
        return False
    marks, prose_since = 1, False
    for shape in page.shapes[i + 1 : i + 60]:
        if shape.is_prose:
            prose_since = True
        elif prose_since and shape.n_words <= 10 and _COMMENT_MARK.fullmatch(shape.text):
            marks, prose_since = marks + 1, False
    return marks >= MIN_COMMENTS


@cache
def _site_words() -> frozenset[str]:
    return frozenset(row["word"] for row in read_resource("site_words"))


def is_site_notice(page: Page, i: int) -> bool:
    """The site speaks to its reader: "you", "we" and at least two words of its own business, and nobody is quoted."""
    shape = page.shapes[i]
    if shape.n_words > 90 or REPORTS.search(shape.text):
        return False
    words = [w.casefold() for w in shape.words]
    return bool({"you", "your", "we", "our"} & set(words)) and len(_site_words() & set(words)) >= 2


def is_headline(page: Page, i: int) -> bool:
    """The headline: it stands in `articles.title`."""
    return page.headline == i


def is_repeated_title(page: Page, i: int) -> bool:
    """The headline once more."""
    return page.is_headline(i) and page.headline != i


#: How a date line that reads like a sentence begins.
_STAMP = re.compile(
    r"(?i)\W*((first |last )?(updated?|published|posted|modified|released|issued|reviewed)|by|written)\b"
)


def is_byline(page: Page, i: int) -> bool:
    """Who signs and when: a short line with a date or an hour and no sentence in it, or one around the headline."""
    shape = page.shapes[i]
    if shape.n_words > 25 or shape.text.startswith("—"):
        return False
    rest = shape.text
    dates = [d for d in find_dates(rest) if d.has_year or d.precision == "day"]
    for date in reversed(dates):
        rest = rest[: date.start] + " " + rest[date.end :]
    rest = re.sub(
        r"(?i)\b\d{1,2}[:.]\d{2}( ?[ap]\.?m\.?)?|\b(updated?|published|posted|modified|last|on|at|by|am|pm|gmt|ist|e[sd]?t|utc|bst)\b",
        " ",
        rest,
    )
    words = Shape(rest).n_words
    most = 3 if shape.is_prose and not _STAMP.match(shape.text) else 6
    return (bool(dates) and words <= most) or bool(re.fullmatch(r"(?i)\W*\d{1,2}:\d{2}.{0,20}", shape.text))


def is_menu_run(page: Page, i: int) -> bool:
    """A menu in one line: many names, hardly a lower-case word, no sentence. Not between the paragraphs of the article."""
    shape = page.shapes[i]
    return (
        shape.n_words >= 8
        and shape.lower_share < 0.35
        and not shape.ends_sentence
        and not page.in_body(i)
        and page.headline != i
    )


def is_capital_link(page: Page, i: int) -> bool:
    """A headline of another story, set in capitals between two paragraphs."""
    shape = page.shapes[i]
    return page.in_body(i) and shape.is_upper and shape.n_words >= 5 and not shape.ends_sentence


def is_list_of_names(page: Page, i: int) -> bool:
    """One of four or more lines in a row without a sentence among them: a widget, not a list of the article."""
    return (
        page.in_body(i)
        and not page.shapes[i].is_running
        and page.run_length(i) >= MIN_WIDGET_LINES
        and not page.follows_colon(i)
    )


#: From how many lines without a sentence a run counts as a widget. Swept 2 to 12 on half of the development pages.
MIN_WIDGET_LINES = 7


def is_repeated(page: Page, i: int) -> bool:
    """A paragraph that has already been read (pull quotes, pages pasted twice)."""
    return page.shapes[i].n_words >= 8 and page.first_seen(i) < i


def is_before(page: Page, i: int) -> bool:
    """Above the first paragraph."""
    return i < page.body[0]


def is_after(page: Page, i: int) -> bool:
    """Below the last paragraph."""
    return i >= page.body[1]


#: The rules in order. Phrases come first: they are what position and shape are then judged by.
RULES: tuple[Rule, ...] = (
    Rule("blank", is_blank, "an empty line, or one without a letter or digit"),
    Rule("shortcode", _phrase_rule("shortcode"), "code of a blog system or scraper, such as [ad_1]"),
    Rule("caption", is_photo_credit, "a photo caption or credit"),
    Rule("advertisement", _phrase_rule("advertisement"), "an advertisement or affiliate note"),
    Rule("share_bar", _phrase_rule("share_bar"), "buttons for sharing, printing, following"),
    Rule("comments", _phrase_rule("comments"), "the comment form or readers' comments"),
    Rule("comments", is_comment_mark, "the stamp of a reader's comment"),
    Rule("related", _phrase_rule("related"), "a link to, or a heading over, other stories"),
    Rule("menu", _phrase_rule("menu"), "a menu entry or a control of the page"),
    Rule("account", _phrase_rule("account"), "a log-in or subscription notice"),
    Rule("newsletter", _phrase_rule("newsletter"), "an invitation to a newsletter, app or channel"),
    Rule("donation", _phrase_rule("donation"), "a plea for support"),
    Rule("cookie_notice", _phrase_rule("cookie_notice"), "a cookie or privacy notice"),
    Rule("copyright", _phrase_rule("copyright"), "a copyright or licence notice"),
    Rule("tag_line", _phrase_rule("tag_line"), "topics and tags"),
    Rule("issue_list", _phrase_rule("issue_list"), "issues or imprint of a magazine"),
    Rule("about_outlet", _phrase_rule("about_outlet"), "how the site presents itself"),
    Rule("site_notice", is_site_notice, "the site speaking to its readers"),
    Rule("disclaimer", _phrase_rule("disclaimer"), "a disclaimer or note by the editors"),
    Rule("source_note", _phrase_rule("source_note"), "whose reporting it is (kept as a credit)"),
    Rule("author_note", _phrase_rule("author_note"), "a note about the author"),
    Rule("byline", _phrase_rule("byline"), "the byline or date line"),
    Rule("byline", is_byline, "the byline or date line"),
    Rule("title", is_headline, "the headline (it is in `title`)"),
    Rule("repeated_title", is_repeated_title, "the headline, repeated"),
    Rule("menu", is_menu_run, "a menu in one line"),
    Rule("before_article", is_before, "above the article: navigation, other headlines"),
    Rule("after_article", is_after, "below the article: other stories, comments, page foot"),
    Rule("capital_link", is_capital_link, "a link to another story, set in capitals"),
    Rule("caption", is_scene, "a photo caption told in the present tense"),
    Rule("widget", is_list_of_names, "a list of names or numbers without a sentence"),
    Rule("repeated", is_repeated, "a paragraph that stands in the text already"),
)
