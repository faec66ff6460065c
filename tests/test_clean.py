"""Cleaning: the laws, the seeds line by line, and single rules."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus_lib.clean import OUTSIDE_MARKUP, clean_text, judge_lines
from corpus_lib.line_rules import RULES, effect_of
from corpus_lib.lines import LINE_BREAK, repair_line, split_lines
from corpus_lib.resources import read_resource

SEEDS = sorted((Path(__file__).parents[1] / "seeds").glob("*.txt"))

#: Lines as pages have them, so that the laws are tried on menus, captions and prose in any order, not only on noise.
PIECES = [
    "Home World Business Opinion Sports Technology Videos",
    "Talks resume in Vienna",
    "By Jane Doe",
    "May 13, 2023, 8:09 a.m.",
    "The two sides met in Vienna on Wednesday and agreed to keep talking to each other.",
    "“We do anticipate visits in both directions over the coming months,” the official said.",
    "Photo: AP",
    "[ad_1]",
    "Related stories",
    "Post a Comment",
    "Source: NHK",
    "Minister walks out of the hall in Vienna on May 3, 2023.",
    "AN ENTIRELY DIFFERENT STORY IN CAPITALS",
    "Blinkenâ€™s\xa0visit &amp;amp; more of it, said the report on the visit.",
    "",
    "\t ",
    "会谈持续了八个小时。双方同意继续对话。",
]
TEXTS = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example("a\r\nb\x85c\u2028d")
def test_lines_and_line_breaks_rebuild_the_raw_text(raw):
    rows = clean_text(raw).rows
    place = 0
    for row in rows:
        between = raw[place : row.raw_start]
        assert between == "" or LINE_BREAK.fullmatch(between)
        assert raw[row.raw_start : row.raw_end] == row.text
        place = row.raw_end
    assert place == len(raw)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_kept_lines_repaired_are_the_text(raw):
    cleaned = clean_text(raw)
    assert "\n".join(repair_line(row.text)[0] for row in cleaned.rows if row.kept) == cleaned.text
    assert all((row.reason is None) == row.kept for row in cleaned.rows)
    assert {row.reason for row in cleaned.rows} <= {None, OUTSIDE_MARKUP, *(rule.reason for rule in RULES)}


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_cleaning_twice_changes_nothing(raw):
    once = clean_text(raw).text
    assert clean_text(once).text == once


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
@example("Trade &amp;amp;amp; talks")
def test_repairing_twice_changes_nothing(text):
    line = split_lines(text)[0].text
    repaired, name = repair_line(line)
    assert repair_line(repaired)[0] == repaired
    assert (name is None) == (repaired == line)
    assert not LINE_BREAK.search(repaired)


#: First and last words of what must be kept of each seed, how many lines, and what must be gone.
KEPT = {
    "000": (5, "For the relations between", "the US and China.", ["Other news", "game-changer", "Photo: AP", "TAG:", "Disclaimer"]),
    "001": (45, "United States Secretary of State", "during his visit.", ["Courtesy", "Comment", "Image Credit", "Qin Gang\n"]),
    "002": (22, "Neither side expects", "in San Francisco.", ["[ad_", "Source link"]),
    "003": (22, "Senior officials of", "lodged by China.\"", ["Source: NHK", "VOL.", "Latest", "meet in Bali, Indonesia", "spy balloon flies"]),
    "004": (6, "Bilateral relations between", "in conclusion.", ["Share This", "Tags:", "Socialnetic", "sponsor", "Videos World"]),
}  # fmt: skip


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.name[:3])
def test_seed_is_kept_whole_and_nothing_else(path):
    lines, first, last, gone = KEPT[path.name[:3]]
    cleaned = clean_text(path.read_text("utf-8"))
    assert cleaned.text.startswith(first)
    assert cleaned.text.endswith(last)
    assert cleaned.text.count("\n") + 1 == lines
    assert not [words for words in gone if words in cleaned.text]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[ad_1]", "shortcode"),
        ("Photo: AP", "caption"),
        ("Post a Comment", "comments"),
        ("Leave a comment", "comments"),
        ("Related articles", "related"),
        ("(Courtesy: Al-Jazeera)", "source_note"),
        ("Tags: #China #US #Blinken", "tag_line"),
        ("Advertisement", "advertisement"),
        ("Subscribe now", "menu"),
        ("© 2019 The New York Times Company", "copyright"),
        ("Share this story", "share_bar"),
    ],
)
def test_phrases_of_pages_go_with_their_reason(line, reason):
    assert judge_lines([line])[0] == reason


@pytest.mark.parametrize(
    "line",
    [
        "The US must give up the illusion of dealing with China from a position of strength, the official said.",
        "Wang Yi is the director of the office that prepared the visit, which began on Sunday.",
        "We must decide whether our cookies policy towards China is a policy at all, he said.",
        "The two sides met in Vienna on May 11, 2023.",
        "Firstly:",
        "a. that it will respect China's domestic affairs and,",
    ],
)
def test_lines_of_an_article_stay(line):
    around = "The two sides met in Vienna on Wednesday and agreed to keep talking to each other about it."
    assert (
        judge_lines([around, around + " Again.", line, around + " More.", around + " Still more."])[2] is None
    )


def test_the_last_words_of_an_article_stay():
    story = (
        "The two sides met in Vienna on Wednesday and agreed to keep talking.\nThe talks lasted for hours."
    )
    assert (
        clean_text(f"{story}\n\nHe declined.\n\nRelated stories\nIt was over.").text
        == f"{story}\nHe declined."
    )


def test_every_rule_says_why_and_every_phrase_has_a_rule():
    assert all(rule.why for rule in RULES)
    assert {row["reason"] for row in read_resource("line_phrases")} <= {rule.reason for rule in RULES}
    assert {effect_of(rule.reason) for rule in RULES} == {"line", "end", "barrier"}


def test_a_million_characters_in_one_line_do_not_hang():
    raw = "word " * 200_000 + "<script>alert(1)</script>" * 10
    assert len(clean_text(raw).rows) == 1


def test_markup_decides_where_there_is_some():
    story = "The two sides met in Vienna on Wednesday and agreed to keep talking to each other about it."
    raw = f"Menu\nTalks resume\n{story}\n{story} Again.\nOther story that reads like prose, but is not of the article."
    cleaned = clean_text(
        raw, main_text=f"Talks resume\n{story}\n{story} Again. " + "x" * 40, title="Talks resume"
    )
    assert [row.reason for row in cleaned.rows] == [OUTSIDE_MARKUP, "title", None, None, OUTSIDE_MARKUP]
