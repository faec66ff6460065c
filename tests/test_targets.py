"""What a text can judge: countries, leaders and relationships, mention by mention."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.aliases import Alias, aliases_from_rows, find_aliases, shipped_aliases
from corpus_lib.countries import country_names
from corpus_lib.senses import in_headline
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
        "They met in Washington on Tuesday, near Beijing and outside Moscow.",
        "She flew to Beijing, bound for Seoul.",
        "The Royal Bank of Canada rose; Captain America fell.",
        "Beijing Capital Airport was shut in the Spanish flu, wrote the American Journal of Rivers.",
        "Ethiopian Airlines flew from Addis Ababa.",
        "Washington (CNN) The senator left. A man in Washington, D.C., stayed.",
        "Beijing, May 3 (Xinhua) -- The rain went on.\nBeijing — The rain went on.",
        "A Beijing court sentenced him; Beijing residents and the Washington think tank saw it.",
        "The Washington-based club of Seattle, Washington.",
        "George Washington crossed Lake Washington in Washington state.",
        "Bank of America, American Express and China Mobile fell; Air China and the Bank of China rose.",
        "The China Garden restaurant and a Chinese restaurant sold French fries and Chinese dumplings.",
        "China Daily, the South China Morning Post and USA Today wrote of the East China Sea.",
        "The Paris Agreement was signed; after Paris, all were glad of the Paris rulebook.",
        "China Mobile and China Construction Bank fell, China Eastern Airlines Ltd rose, and US Steel grew.",
        "The Paris Climate goals were hard to meet.",
        "The ministry said no. They said it was late. He left. Both sides agreed.",
        "The company said it would leave, and she raised its price.",
    ],
)
def test_what_names_no_target(text):
    assert named(text) == []


@pytest.mark.parametrize(
    ("headline", "countries"),
    [
        ("China Hits US Chip Makers With Duties", ["China", "US"]),
        ("Chinese Electric Vehicles Face New Tariffs", ["Chinese"]),
        ("China Warns Trump Today", ["China"]),
        ("US Insurance Tariffs Anger Beijing", ["US", "Beijing"]),
        ("China Cuts Its U.S. Treasury Holdings", ["China", "U.S."]),
        ("U.S. Airlines Cut Flights as Chinese Airlines Grow", ["U.S.", "Chinese"]),
        ("China Cancels High-Level Talks With U.S.", ["China", "U.S."]),
        ("U.S. Envoy Says Deal With China Is Near", ["U.S.", "China"]),
        ("China Rejects Demands of Barack Obama", ["China", "Barack Obama"]),
        ("U.S. President Joe Biden Visits China", ["Joe Biden", "China"]),
        ("China’s Xi Jinping Warns U.S. Over Taiwan", ["Xi Jinping", "U.S.", "Taiwan"]),
        ("China Mobile and Air China Meet Apple Inc", []),
        ("China’s Shopping List Grows", ["China"]),
    ],
)
def test_countries_of_a_headline(headline, countries):
    body = "\nThe rain went on for days."
    assert [words for words, *_ in named(headline)] == countries
    assert [words for words, *_ in named(headline + body)] == countries


def test_a_country_beside_common_words_with_capitals_is_no_firm():
    text = "The paper wrote that Chinese Electric Vehicles Face Tariffs, and China Orders Apple Daily Cuts."
    assert [words for words, *_ in named(text)] == ["Chinese", "China"]


def test_a_person_whom_only_headlines_name_is_none_and_one_of_the_text_is_one():
    headline = "U.S. Senator Zebedee Barge in Fiji\n"
    assert [words for words, *_ in named(headline)] == ["U.S.", "Fiji"]
    assert ("Barge", "Zebedee Barge", "US") in named(f"{headline}The senator, Mr. Barge, was late.")


@pytest.mark.parametrize(
    ("text", "place", "is_one"),
    [
        ("", 0, True),
        ("China Hits Back at U.S. With Tariffs", 6, True),
        ("China hits back at U.S. with tariffs", 6, False),
        ("Rain goes on\nChina Hits Back\nRain goes on", 14, True),
        ("Rain goes on\nChina Hits Back\nRain goes on", 30, False),
    ],
)
def test_headlines_are_told_line_by_line(text, place, is_one):
    assert in_headline(text, place) is is_one


@pytest.mark.parametrize(
    "text",
    [
        "Leaders in Beijing were silent.",
        "Nobody had trust in Beijing.",
        "They spoke of the breakthrough in Beijing’s policy.",
        "The anger at Beijing grew.",
        "Beijing courts the islands.",
        "He visited Beijing.",
    ],
)
def test_a_capital_that_is_a_government(text):
    assert ("Beijing", "China", "CN") in named(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("NATO and the WTO met the EU.", [("NATO", "NATO", None), ("WTO", "World Trade Organization", None), ("EU", "European Union", "EU")]),
        ("THEY ASK WHO PAYS. The WHO does.", [("WHO", "World Health Organization", None)]),
        ("Huawei Technologies sued; Republicans cheered.", [("Huawei Technologies", "Huawei", "CN"), ("Republicans", "Republican Party", "US")]),
        ("The Communist Party and the PLA thanked Congress.", [("Communist Party", "China", "CN"), ("PLA", "China", "CN"), ("Congress", "United States", "US")]),
        ("China’s foreign ministry said no. The ministry was firm.", [("China", "China", "CN"), ("ministry", "China", "CN")]),
    ],
)  # fmt: skip
def test_bodies(text, found):
    assert named(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xi Jinping left. He was tired.", ("He", "Xi Jinping", "CN")),
        ("Hillary Clinton said she would go.", ("she", "Hillary Clinton", "US")),
        ("China said on Monday that it would stay.", ("it", "China", "CN")),
        ("Washington has raised its tariffs.", ("its", "United States", "US")),
        ("China and the US met. Both sides were glad.", ("Both sides", "China–US relationship", None)),
        ("China and the US met. Ties between the two countries are good.", ("Ties between the two countries", "China–US relationship", None)),
    ],
)  # fmt: skip
def test_what_goes_back_to_a_target(text, found):
    assert named(text)[-1] == found


@pytest.mark.parametrize(
    "text",
    [
        "Joe Biden met Xi Jinping. Then he left.",
        "Joe Biden said she would go.",
        "Xi Jinping said she would go.",
        "It was said of Joe Biden and of Xi Jinping. Then he left.",
        "Joe Biden said: “The man was here. He left.”",
        "Joe Biden met Liu He.",
        "China passed it.",
        "China saw the ship lose its way.",
        "In China it rained, and its roads were wet.",
        "China, the US and Japan met. Both sides were glad.",
        "China’s ministry asked Japan’s ministry; the ministry was shut.",
    ],
)
def test_pronouns_that_could_mean_several_are_left(text):
    assert [t for t in find_targets(text) if text[t.start : t.end].islower()] == []
    assert [t for t in find_targets(text) if t.rule == "pronoun"] == []


def test_the_analysts_aliases_win_and_can_switch_words_off():
    rows = [
        {"alias": "the Big Four", "target": "Chinese banks", "country": "CN"},
        {"alias": "Huawei", "target": "", "country": ""},
        {"alias": "Beijing", "target": "Beijing’s leaders", "country": "CN"},
        {"alias": "Joe Biden", "target": "Biden", "country": ""},
        {"alias": "Air China", "target": "Air China", "country": "CN"},
        {"alias": "ASEAN", "target": ""},
    ]
    text = "Joe Biden, the Big Four, Huawei, ASEAN and ZTE flew Air China from Japan, said Beijing."
    assert named(text, aliases=aliases_from_rows(rows)) == [
        ("Joe Biden", "Biden", None),
        ("the Big Four", "Chinese banks", "CN"),
        ("ZTE", "ZTE", "CN"),
        ("Air China", "Air China", "CN"),
        ("Japan", "Japan", "JP"),
        ("Beijing", "Beijing’s leaders", "CN"),
    ]
    assert ("Huawei", "Huawei", "CN") in named(text)


def test_an_own_name_of_a_relationship_is_one():
    own = aliases_from_rows(
        [{"alias": "the world’s key tie", "target": "China–US relationship", "country": ""}]
    )
    (target,) = find_targets("They spoke of the world's key tie.", aliases=own)
    assert (target.target, target.country, target.rule) == ("China–US relationship", None, "relationship")


def test_an_own_name_of_a_country_has_its_code():
    rows = [
        {"alias": "the Dragon", "target": "China", "country": ""},
        {"alias": "the Eagle", "target": "United States"},
        {"alias": "the Bear", "target": "Russia", "country": "CN"},
        {"alias": "Quad", "target": "Quad", "country": ""},
    ]
    own = aliases_from_rows(rows)
    assert [alias.country for alias in own] == ["CN", "US", "CN", None]
    assert named("He saw the Dragon.", aliases=own) == [("the Dragon", "China", "CN")]


def test_words_switched_off_close_all_of_their_words():
    own = [Alias("New China Daily Beijing Review", None)]
    assert named("She read New China Daily Beijing Review there, said Beijing.", aliases=own) == [
        ("Beijing", "China", "CN")
    ]
    assert named("She read New China Daily Beijing Review there.", aliases=own) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Japan’s Ministry of Defense protested. The ministry added more.", ["ministry"]),
        ("China’s foreign ministry said no. Japan’s Ministry of Defense protested. The ministry added more.", []),
        ("China’s foreign ministry said no. The Ministry of Commerce was shut. The ministry added more.", []),
        ("China’s foreign ministry said no. The trade ministry was shut. The ministry added more.", []),
        ("China’s foreign ministry said no. Their ministry was shut. The ministry added more.", []),
        ("China’s foreign ministry said no. A ministry aide left. The ministry added more.", ["ministry"]),
        ("China’s Ministry of Defence said no. The defense ministry was firm.", ["defense ministry"]),
        ("China’s foreign ministry said no. The Ministry of Foreign Affairs left. The ministry added.", ["ministry"]),
    ],
)  # fmt: skip
def test_a_ministry_goes_back_to_the_only_one_named(text, found):
    assert [text[t.start : t.end] for t in find_targets(text) if t.rule == "metonym"] == found


def test_words_switched_off_stay_in_a_longer_target():
    off = [Alias("China", None)]
    assert named("US-China ties suffer; China and Chinese firms too.", aliases=off) == [
        ("US-China ties", "China–US relationship", None),
        ("Chinese", "China", "CN"),
    ]


def test_the_longest_alias_counts_whole_words_and_any_apostrophe():
    aliases = [
        Alias("People's Bank", "bank"),
        Alias("People's", "people"),
        Alias("Sen.", None),
        Alias("", "x"),
    ]
    text = "The People’s Bank, People’s-only, XPeople’s, Sen. Lee."
    assert [(m.start, m.end) for m in find_aliases(text, aliases)] == [(4, 17), (19, 27), (45, 49)]


def test_the_shipped_aliases_are_well_formed():
    known = {}
    for alias in shipped_aliases():
        assert alias.alias == alias.alias.strip() != ""
        assert alias.country in {*country_names(), None}
        assert alias.target or not alias.country
        if alias.target:
            assert known.setdefault(alias.target, alias.country) == alias.country
    names = [alias.alias for alias in shipped_aliases()]
    assert len(set(names)) == len(names)


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


_WORDS = "China Beijing US he it its said both sides in the ministry WHO Huawei , . “ ” Joe Biden"


@settings(deadline=None, max_examples=80)
@given(
    st.text(st.characters(exclude_categories=()))
    | st.text("US-China Biden relations between the and. ")
    | st.lists(st.sampled_from([*_WORDS.split(), "\n"])).map(" ".join)
)
def test_any_text_gives_targets_in_order_and_apart(text):
    end = 0
    for target in find_targets(text, aliases=[Alias("said", "speech"), Alias("the", None)]):
        assert end <= target.start < target.end <= len(text)
        end = target.end


@pytest.mark.parametrize(
    "words",
    [
        "China said it ",
        "He ",
        "ministry ",
        "China’s ministry. The ministry ",
        "China Steel ",
        "U.S. Envoy Says ",
        "Xi Jinping he ",
        "“",
        "in Beijing, ",
        "Both sides ",
    ],
)
def test_long_texts_come_to_an_end(words):
    """In no time when it is linear, in minutes when it grows with the square."""
    text = words * (240_000 // len(words))
    found = find_targets(text)
    assert all(0 <= one.end <= other.start for one, other in pairwise(found))
