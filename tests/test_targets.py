"""What a text can judge: countries, leaders and relationships, mention by mention."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.countries import country_names
from corpus_lib.targets import find_targets


def named(text, **options):
    return [(text[t.start : t.end], t.target, t.country) for t in find_targets(text, **options)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("China and the U.S. met.", [("China", "China", "CN"), ("U.S.", "United States", "US")]),
        ("Beijing blamed Washington.", [("Beijing", "China", "CN"), ("Washington", "United States", "US")]),
        ("The White House thanked the Taiwanese side.", [("White House", "United States", "US"), ("Taiwanese", "Taiwan", "TW")]),
        ("US-China relations are at a low.", [("US-China relations", "China–US relationship", None)]),
        ("Sino-American trade ties suffer.", [("Sino-American trade ties", "China–US relationship", None)]),
        ("The rivalry between Washington and Beijing grows.", [("rivalry between Washington and Beijing", "China–US relationship", None)]),
        ("Tensions between the two countries rose.", [("Tensions between the two countries", "bilateral relationship", None)]),
        ("Bilateral ties have cooled.", [("Bilateral ties", "bilateral relationship", None)]),
        ("US President Joe Biden left; Biden was tired.", [("Joe Biden", "Joe Biden", "US"), ("Biden", "Joe Biden", "US")]),
        ("Chinese Foreign Ministry spokesman Wang Wenbin spoke.", [("Wang Wenbin", "Wang Wenbin", "CN")]),
    ],
)  # fmt: skip
def test_targets(text, found):
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "The Washington Post and American Airlines share a building.",
        "He told us to join us.",
        "The Spy Balloon Incident:",
        "Relations with the neighbours are good.",
        "They ate at the China Town, on Paris Hilton's bill.",
    ],
)
def test_what_names_no_target(text):
    assert named(text) == []


def test_a_bare_surname_means_the_holder_of_an_office_on_the_day():
    assert named("Blinken arrived in the morning.", published=dt.date(2023, 6, 18)) == [
        ("Blinken", "Antony Blinken", "US")
    ]


def test_targets_of_the_seeds(seeds):
    article = seeds.articles[seeds.articles["path"].str.contains("004_")].iloc[0]
    targets = find_targets(article["text"], published=article["published_earliest"].date())
    count = {
        name: sum(t.target == name for t in targets) for name in ("China", "United States", "Antony Blinken")
    }
    assert min(count.values()) >= 5
    assert targets[0].rule == "relationship"
    assert {t.country for t in targets} <= {*country_names(), None}


@settings(deadline=None, max_examples=80)
@given(st.text(st.characters(exclude_categories=())) | st.text("US-China Biden relations between the and. "))
def test_any_text_gives_targets_in_order_and_apart(text):
    end = 0
    for target in find_targets(text):
        assert end <= target.start < target.end <= len(text)
        end = target.end
