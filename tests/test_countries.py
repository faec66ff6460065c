"""Countries in texts: names, adjectives, capitals and ministries, and what only looks like one of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib.countries import country_names, find_countries, find_country
from corpus_lib.resources import read_resource

PHRASES = [
    ("Chinese Foreign Ministry spokesman", "CN"),
    ("the US Department of Defense", "US"),
    ("a senior official with the Biden administration", "US"),
    ("South Korean", "KR"),
    ("North Korea’s state television", "KP"),
    ("Korean officials", "KR"),
    ("U.S. officials", "US"),
    ("the Pentagon", "US"),
    ("Beijing", "CN"),
    ("People's Republic of China", "CN"),
    ("the People’s Liberation Army", "CN"),
    ("Zhongnanhai", "CN"),
    ("Taiwan’s Mainland Affairs Council", "TW"),
    ("the Hong Kong government", "HK"),
    ("a Georgian diplomat", "GE"),
    ("the Kremlin", "RU"),
    ("Brussels", "EU"),
    ("the UN Security Council", "UN"),
    ("the U.S. ambassador to China", "US"),
    ("China’s ambassador to the United States", "CN"),
    ("Lee Kuan Yew School of Public Policy’s researcher", "SG"),
    ("a China expert at Georgetown University", "US"),
    ("the U.S. Embassy in Beijing", "US"),
    ("Australian Strategic Policy Institute", "AU"),
    ("Türkiye", "TR"),
    ("Côte d'Ivoire", "CI"),
    ("the Communist Party of Vietnam", "VN"),
    ("Republic of Korea", "KR"),
    ("Republic of China", "TW"),
    ("the Fed", "US"),
    ("an analyst at Bank of America", "US"),
    ("Deutsche Bank economist", "DE"),
    ("the Chinese CDC", "CN"),
    ("U.S. Customs and Border Protection", "US"),
    ("China’s National Health Commission", "CN"),
]
NOT_COUNTRIES = [
    "they told us",
    "JOIN US TODAY",
    "ABOUT US",
    "Georgia",
    "Michael Jordan",
    "American Airlines",
    "the South China Sea",
    "Indian Ocean",
    "African Americans",
    "Latin American leaders",
    "New England",
    "the Vietnam War",
    "Indianapolis",
    "Chinatown",
    "Fed up with it",
    "FedEx",
    "WE WHO STAY",
    "a China expert",
    "both the US and China",
    "US-China ties",
    "an expert on Russia",
    "Hong Kong dollar",
    "polish the turkey on china",
    "@China",
    "",
    "U",
    "\ud83d\ude00 \udc80",
]


@pytest.mark.parametrize(("phrase", "code"), PHRASES)
def test_a_phrase_speaks_for_a_country(phrase, code):
    assert find_country(phrase) == code


@pytest.mark.parametrize("phrase", NOT_COUNTRIES)
def test_a_phrase_that_speaks_for_none(phrase):
    assert find_country(phrase) is None


def test_mentions_point_at_their_words():
    text = (
        "In Washington, South Korean and U.S. envoys met; THE US said China’s navy left the South China Sea."
    )
    assert [(text[m.start : m.end], m.code, m.kind) for m in find_countries(text)] == [
        ("Washington", "US", "capital"),
        ("South Korean", "KR", "demonym"),
        ("U.S.", "US", "name"),
        ("US", "US", "name"),
        ("China", "CN", "name"),
    ]


def test_a_doubtful_name_counts_beside_a_certain_one():
    assert [m.code for m in find_countries("Voters in Georgia went to the polls.")] == []
    assert [m.code for m in find_countries("Tbilisi said that Georgia would vote.")] == ["GE", "GE"]


def test_the_table_is_complete_and_consistent():
    rows = read_resource("countries")
    codes = [row["code"] for row in rows if row["code"]]
    assert len(codes) == len(set(codes))
    assert len(codes) >= 193 + len(["TW", "HK", "MO", "XK", "PS", "EU", "UN"])
    assert all(len(code) == 2 and code.isupper() for code in codes)
    assert country_names()["CN"] == "China"
    wrong = [
        (row["code"], words)
        for row in rows
        for column in ("name", "aliases", "demonyms", "capital")
        for words in filter(None, row[column].split("|"))
        if row["code"]
        and not row["doubtful"]
        and [m.code for m in find_countries(words)] not in ([row["code"]], [])
    ]
    assert wrong == []
    assert all(isinstance(row, dict) and None not in row for row in rows), "a row has too many columns"


@given(st.text(alphabet=st.characters() | st.sampled_from("USChina.’'- \n"), max_size=200))
def test_no_text_raises_and_mentions_are_in_order(text):
    mentions = list(find_countries(text))
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    find_country(text)


@pytest.mark.parametrize("piece", ["US and China ", "A", "U.S.", "The People’s Republic of ", "South ", "’"])
def test_long_lines_come_to_an_end(piece):
    text = piece * (400_000 // len(piece))
    assert all(text[m.start : m.end].strip() for m in find_countries(text))
    find_country(text)
