"""Credits: whose reporting it is, and whose it is not."""

import pytest

from corpus_lib.clean import clean_text
from corpus_lib.credits import find_credits
from corpus_lib.outlets import find_mentions, find_outlet, find_signs, outlet_of_url

STORY = "The two sides met in Vienna on Wednesday and agreed to keep talking.\nThe talks lasted more than eight hours."


def credits_of(raw, outlet=None):
    return [(c.credited_outlet, c.kind, c.rule) for c in find_credits(clean_text(raw).rows, outlet=outlet)]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("Source: NHK", ("NHK", "reprint", "source_line")),
        ("(Courtesy: Al-Jazeera)", ("Al Jazeera", "reprint", "source_line")),
        ("Source: AFP", ("Agence France-Presse", "wire", "source_line")),
        ("With inputs from PTI", ("Press Trust of India", "wire", "source_line")),
        (
            "This story was originally published by The Conversation.",
            ("The Conversation", "reprint", "source_line"),
        ),
        ("(Reporting by Jane Doe; Editing by John Roe)", ("Reuters", "wire", "desk_note")),
        (
            "As reported by Nikkei Asia on 19 June 2023, the talks went on.",
            ("Nikkei Asia", "cited", "cited_in_text"),
        ),
        (
            "It was the first visit since 2018, The Guardian recalls.",
            ("The Guardian", "cited", "cited_in_text"),
        ),
        (
            "The visit mattered, he was quoted by Al-Jazeera as saying.",
            ("Al Jazeera", "cited", "cited_in_text"),
        ),
        (
            "The New York Times has also quoted a researcher on it.",
            ("The New York Times", "cited", "cited_in_text"),
        ),
        (
            "A person familiar with the matter told Reuters about the plan.",
            ("Reuters", "cited", "cited_in_text"),
        ),
        (
            "According to the Wall Street Journal, no date was set for it.",
            ("The Wall Street Journal", "cited", "cited_in_text"),
        ),
    ],
)
def test_a_line_that_credits(line, credit):
    assert credits_of(f"{STORY}\n{line}") == [credit]


@pytest.mark.parametrize(
    "line",
    [
        "The White House said that the visit would go on as planned.",
        "It was the time of the year when the independent experts say little.",
        "He bought a copy of The New York Times before he left for the airport.",
        "Source link",
        "The guardian of the treaty recalls what was agreed on.",
    ],
)
def test_a_line_that_credits_nobody(line):
    assert credits_of(f"{STORY}\n{line}") == []


def test_a_wire_dateline():
    assert credits_of(f"VIENNA (AP) — {STORY}") == [("Associated Press", "wire", "dateline")]


def test_a_source_that_is_spoken_of_as_of_another_is_summarised():
    raw = f"{STORY}\nThe visit mattered, he was quoted by Al-Jazeera as saying.\n(Courtesy: Aljazeera)"
    assert [(name, kind) for name, kind, _ in credits_of(raw)] == [
        ("Al Jazeera", "cited"),
        ("Al Jazeera", "summary"),
    ]


def test_an_outlet_does_not_credit_itself():
    assert credits_of(f"{STORY}\nSource: NHK World", outlet="NHK") == []


def test_other_stories_credit_nobody():
    assert credits_of(f"{STORY}\nRelated stories\nSource: NHK reports on a storm") == []


def test_spellings_are_one_outlet():
    names = {
        find_outlet(name).name
        for name in ("Al-Jazeera", "Al Jazeera", "aljazeera", "AL JAZEERA", "Al-Jazeera English")
    }
    assert names == {"Al Jazeera"}
    assert find_outlet("New York Times") == find_outlet("The New York Times")
    assert find_outlet("A paper nobody knows") is None


def test_addresses_and_imprints_name_outlets():
    assert outlet_of_url("https://edition.cnn.com/2023/x").name == "CNN"
    assert outlet_of_url("not an address at all ://[") is None
    assert outlet_of_url("https://example.org") is None
    assert [m.outlet.name for m in find_signs("VOL. 16 Publisher and Editor: Keshab Prasad Poudel")] == [
        "Spotlight Nepal"
    ]


def test_names_inside_other_words_are_not_outlets():
    assert [
        m.outlet.name for m in find_mentions("NHKs and RTs, a CBSE school, the times are hard, EFEs")
    ] == []
