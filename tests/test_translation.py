"""Machine translation: which signs there are, that they must come together, and when to say nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.clean import clean_text
from corpus_lib.rows import Line
from corpus_lib.translation import judge_translation

STORY = "The talks in Vienna went on for eight hours on Wednesday, and both sides agreed to go on.\nThe minister said that a new round was planned before the winter, and that the port would stay open."
#: Debris of several kinds, a line each: what a machine or a collecting site leaves.
DEBRIS = {
    "stop": "The envoy feared that the quarrel could grow into a trade one. dispute over the port.",
    "marks": "“The port will stay open for all ships, said the mayor of the town. “We have waited long enough for it.”",
    "dash": "“The bridge is long, but not wide,” notes the captain. – There are many carts on it at noon.”",
    "foreign": "The paper «Evening River» printed the whole letter of the mayor on its first page.",
    "name": "Anthony Blinken came to the town in the evening and left it again in the morning.",
    "wording": "The head of the State Department came to the town, The Evening River recalls.",
    "scraper": "[ad_1]",
}


def judge(raw, language="en"):
    cleaned = clean_text(raw)
    answer, evidence = judge_translation(cleaned.text, lines=cleaned.rows, language=language)
    for row in evidence:
        assert row.field == "machine_translated"
        assert raw[row.raw_start : row.raw_end] == row.text
        assert row.chosen == (row.value == str(answer))
    return answer, evidence


def with_debris(*kinds):
    return "\n".join(["Talks in Vienna go on for a day", STORY, *(DEBRIS[kind] for kind in kinds)])


@pytest.mark.parametrize("kind", DEBRIS)
def test_one_kind_is_seen_but_does_not_suffice(kind):
    answer, evidence = judge(with_debris(kind))
    assert answer is None
    assert evidence
    assert not any(row.chosen for row in evidence)


@pytest.mark.parametrize(
    ("kinds", "answer"),
    [
        (("stop", "marks", "dash"), True),
        (("stop", "wording", "name", "scraper"), True),
        (("marks", "foreign", "wording"), True),
        (("stop", "marks"), None),
        (("name", "scraper", "wording"), None),
        ((), None),
    ],
)
def test_kinds_must_come_together(kinds, answer):
    assert judge(with_debris(*kinds))[0] is answer


def test_many_signs_of_one_kind_are_one_kind():
    stops = "\n".join(DEBRIS["stop"].replace("envoy", who) for who in ("envoy", "mayor", "captain", "pilot"))
    answer, evidence = judge(f"Talks in Vienna go on for a day\n{STORY}\n{stops}")
    assert answer is None
    assert 1 <= len(evidence) <= 3


@pytest.mark.parametrize(
    ("note", "answer"),
    [
        ("This article was translated by Google Translate.", True),
        ("Machine translated from the Chinese original", True),
        ("(Translated with DeepL)", True),
        ("This text has been automatically translated.", True),
        ("Translated by Jane Doe", False),
        ("(Translated from the Chinese by Jane Doe; edited by John Roe)", False),
        ("The menu, as translated by Google, promised a husband and wife lung slice.", None),
        ("The report says that machine translation is used by the police of the town.", None),
    ],
)
def test_notes(note, answer):
    raw = f"Talks in Vienna go on for a day\n{STORY}\n{note}"
    assert judge(raw)[0] is answer
    assert judge(raw, language="de")[0] is answer


def test_a_note_of_a_machine_outweighs_a_named_editor():
    raw = f"Talks in Vienna go on for a day\n{STORY}\nTranslated by Jane Doe\nThis article was machine translated."
    answer, evidence = judge(raw)
    assert answer is True
    assert {row.rule: row.chosen for row in evidence} == {"stated_machine": True, "stated_person": False}


def test_the_signs_are_those_of_english():
    raw = with_debris("stop", "marks", "dash", "foreign")
    assert judge(raw, language="ru") == (None, [])
    assert judge(raw, language=None)[0] is True


def test_what_people_write_is_no_sign():
    prose = "Firms such as Acme Inc. said so; prices rose by 2 p.m. local time.\n“We go on,” she said. “We stay.”\n“This is the first part of it.\n“And this is the second.”\nThe talks – the third so far – went well. — Reuters"
    assert judge(f"Talks in Vienna go on for a day\n{STORY}\n{prose}")[1] == []


def test_seeds(project):
    for path in sorted((project / "seeds").glob("0*.txt")):
        raw = path.read_bytes().decode("utf-8")
        assert judge(raw)[0] is (True if path.name.startswith("002") else None)
    raw = next((project / "seeds").glob("002_*")).read_bytes().decode("utf-8")
    without_scraper = raw.replace("[ad_1]", "").replace("[ad_2]", "").replace("Source link", "")
    assert judge(without_scraper)[0] is True


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="aB“”«. –\n\ud800[_1]st", max_size=300))
def test_total_over_text(text):
    for rows in ([], [Line(0, 0, len(text), text, True, None, None)]):
        _, evidence = judge_translation(text, lines=rows, language=None)
        assert all(text[row.raw_start : row.raw_end] == row.text for row in evidence)


@pytest.mark.parametrize(
    "piece", ["“", "“a ", "a. b ", "aaaa. ", ", The A ", "this article was ", "translated ", "a", "”b"]
)
def test_one_long_line_comes_to_an_end(piece):
    text = piece * (400_000 // len(piece))
    lines = [Line(0, 0, len(text), text, True, None, None)]
    assert judge_translation(text, lines=lines, language="en")[0] in (None, True)
