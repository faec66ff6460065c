"""Title, byline, outlet, address and language, with what they were read from."""

import pytest

from corpus_lib.clean import clean_text
from corpus_lib.metadata import read_metadata

BODY = "The talks in Vienna went on for eight hours on Wednesday.\nBoth sides agreed to keep the talks going in the months to come."


def read(raw, **stated):
    return read_metadata(raw, clean_text(raw).rows, stated=stated)


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("By\nJane Doe", "Jane Doe"),
        ("Jane Doe 11:06, 2023/02/10", "Jane Doe"),
        ("Ambassador Tran Duc Mau 11:06, 2023/02/10", "Ambassador Tran Duc Mau"),
        ("May 13, 2023, 8:09 a.m.", None),
        ("Reuters November 18, 2019 11:03 PM", None),
        ("Updated on May 13, 2023", None),
    ],
)
def test_bylines(head, byline):
    assert read(f"Talks in Vienna go on\n{head}\n{BODY}").values["byline"] == byline


@pytest.mark.parametrize(
    ("foot", "outlet"),
    [
        (
            "Disclaimer: The views are his own and do not reflect the opinions of The Hanoi Times.",
            "The Hanoi Times",
        ),
        ("© 2019 The New York Times Company", "The New York Times"),
        ("Copyright 2020 The Associated Press. All rights reserved.", None),
        (
            "The Morning Tide was founded in 2020 as an alternative to the media of the capital.",
            "The Morning Tide",
        ),
        ("Share this story", None),
    ],
)
def test_outlets(foot, outlet):
    assert read(f"Talks in Vienna go on\n{BODY}\n{foot}").values["outlet"] == outlet


def test_markup_goes_before_lines_and_the_loser_stays():
    found = read(f"Talks in Vienna go on\n{BODY}", title="Talks resume", url="https://www.nytimes.com/x")
    assert found.values["title"] == "Talks resume"
    assert found.values["outlet"] == "The New York Times"
    titles = [(row.value, row.rule, row.chosen) for row in found.evidence if row.field == "title"]
    assert titles == [
        ("Talks resume", "markup_title", True),
        ("Talks in Vienna go on", "headline_line", False),
    ]


def test_nothing_is_made_up():
    assert set(read("").values.values()) == {None}
    assert read("12345").values["language"] is None


def test_language():
    assert (
        read(
            "Die Gespräche in Wien dauerten acht Stunden, und beide Seiten wollen weiter verhandeln."
        ).values["language"]
        == "de"
    )
