"""Who a source is, for which country and in what role they speak: the seeds, small articles, and odd texts."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib.officials import Official, directory, officials_from_rows
from corpus_lib.people import describe
from corpus_lib.rows import Role
from corpus_lib.speakers import Speaker, resolve_speakers
from corpus_lib.spellings import family_names, is_misspelt, one_slip

BIDEN = ("Joe Biden", "US", "head_of_state")
BLINKEN = ("Antony Blinken", "US", "minister")
BALAKRISHNAN = ("Vivian Balakrishnan", "SG", "minister")
WANG_WENBIN = ("Wang Wenbin", "CN", "spokesperson")
RUSSEL = ("Daniel Russel", "US", "expert")
XI = ("Xi Jinping", "CN", "head_of_state")
CHINA = ("China", "CN", "official")
US = ("United States", "US", "official")
OFFICIAL = (None, "US", "anonymous_official")
NOBODY = (None, None, None)
ANALYSTS = (None, None, "expert")

#: Every source that a reader found in the seeds, by file: its words, the words that follow it in the text (enough to
#: find it), and who it is.
SEEDS: dict[str, list[tuple[str, str, tuple[str | None, str | None, str | None]]]] = {
    "000": [
        ("the US", ", it was right", US),
        ("China", ", it was simply", CHINA),
        ("Both sides", " made strong", NOBODY),
        ("the Chinese side", " stated", CHINA),
        ("US president Joe Biden", " didn't mention", BIDEN),
        ("he", " expressed his belief", BIDEN),
    ],
    "001": [
        ("both countries", " have expressed hopes", NOBODY),
        ("US President Joe Biden", " downplayed", BIDEN),
        ("Biden", " expressed his desire", BIDEN),
        ("Biden", " said.", BIDEN),
        ("Beijing", " is seeking", CHINA),
        ("Blinken", " outlined", BLINKEN),
        ("Singapore", " expressed its hope", ("Singapore", "SG", "official")),
        ("Singapore’s foreign minister Vivian Balakrishnan", " was quoted", BALAKRISHNAN),
        ("The foreign minister", " emphasized", BALAKRISHNAN),
        ("both China and the US", " have expressed", NOBODY),
    ],
    "002": [
        ("Neither side", " expects", NOBODY),
        ("Both countries", " are increasingly", NOBODY),
        ("Blinken", " said he would strive", BLINKEN),
        ("the head of the United States Department of State", ".", BLINKEN),
        ("Singapore Foreign Minister Vivian Balakrishnan", ", who said", BALAKRISHNAN),
        ("who", " said the region", BALAKRISHNAN),
        ("Balakrishnan", ". – There", BALAKRISHNAN),
        ("Chinese Foreign Ministry spokesman Wang Wenbin", " said", WANG_WENBIN),
        ("the Chinese official", " said", WANG_WENBIN),
        ("The Guardian", " recalls", ("The Guardian", "GB", "media")),
        ("the Biden administration", " has said", ("Biden administration", "US", "official")),
        (
            "Danny Russell, who was chief diplomat for East Asia during Barack Obama’s second term",
            ",",
            RUSSEL,
        ),
        ("Russell, now vice president of the Asia Society Policy Institute", ".", RUSSEL),
        ("Xi Jinping", " hinted", XI),
        ("Xi", " told Gates", XI),
        ("Biden", " told White House", BIDEN),
        ("he", " hopes to meet", BIDEN),
    ],
    "003": [
        ("A senior official with the Biden administration", " told", OFFICIAL),
        ("The official", " said", OFFICIAL),
        ("he", " told reporters", BIDEN),
        ("Both leaders", " agreed", NOBODY),
        ("The US", " said they agreed", US),
        ("they", " agreed that Blinken", NOBODY),
        ("Blinken", " tweeted", BLINKEN),
        ("he and Qin", " discussed", NOBODY),
        ("the US Department of Defense", " announced", ("US Department of Defense", "US", "official")),
        ("the US", " announced it had", US),
        ("China", " said the balloon", CHINA),
        ("The Chinese government", " criticized", CHINA),
    ],
    "004": [
        ("Nikkei Asia", " on 19 June", ("Nikkei Asia", "JP", "media")),
        ("Both sides", " also suggested", NOBODY),
        ("analysts from different institutions", " generally", ANALYSTS),
        (
            "current Vice President of Asia Policy on international security and Diplomacy Daniel Russel",
            " has commented",
            RUSSEL,
        ),
        ("Several analysts", " have", ANALYSTS),
        ("the official Chinese media Global Times", ", published", ("Global Times", "CN", "media")),
        ("The New York Times", " has also quoted", ("The New York Times", "US", "media")),
        (
            "Lee Kuan Yew School of Public Policy’s researcher Drew Thompson",
            "’s comment",
            ("Drew Thompson", "SG", "expert"),
        ),
        ("the Chinese", " indicated", CHINA),
    ],
}


def resolve(text: str, *sources: str | tuple[str, str], **options: object) -> list[Speaker]:
    """Resolve sources given by their words, each searched from where the one before ended; a pair adds what follows."""
    spans = []
    at = 0
    for source in sources:
        words, after = source if isinstance(source, tuple) else (source, "")
        at = text.index(words + after, at)
        spans.append((at, at + len(words)))
        at += len(words)
    return resolve_speakers(text, spans, **options)  # type: ignore[arg-type]


def who(
    text: str, *sources: str | tuple[str, str], **options: object
) -> tuple[str | None, str | None, str | None]:
    """Name, country and role of the last of the sources."""
    return resolve(text, *sources, **options)[-1][:3]


def seed_results(seeds) -> list[tuple[str, tuple[str | None, ...], Speaker, str]]:
    found = []
    for number, cases in SEEDS.items():
        article = next(row for row in seeds.articles.itertuples() if f"/{number}_" in row.path)
        spans = []
        for words, after, _ in cases:
            start = article.text.index(words + after)
            spans.append((start, start + len(words)))
        day = None if article.published != article.published else article.published.date()
        home = article.outlet_country if isinstance(article.outlet_country, str) else None
        speakers = resolve_speakers(article.text, spans, published=day, outlet_country=home)
        found += [
            (words, want, got, article.text) for (words, _, want), got in zip(cases, speakers, strict=True)
        ]
    return found


def test_the_speakers_of_the_seeds(seeds):
    wrong = [(words, want, got) for words, want, got, _ in seed_results(seeds) if got[:3] != want]
    assert wrong == []


def test_the_countries_of_the_seeds(seeds):
    resolvable = [(want[1], got.country) for _, want, got, _ in seed_results(seeds) if want[1]]
    assert len(resolvable) >= 40
    assert sum(want == got for want, got in resolvable) >= 0.95 * len(resolvable)


def test_a_speaker_points_at_the_words_it_was_read_from(seeds):
    for words, _, got, text in seed_results(seeds):
        assert (got.start is None) == (got.end is None)
        if got.start is not None:
            assert text[got.start : got.end].strip() == text[got.start : got.end] != ""
            assert text[got.start : got.end] != words or words in {"Blinken", "Biden"}


@pytest.mark.parametrize(
    ("text", "sources", "want"),
    [
        (
            "Jane Doe, a professor at Fudan University in Shanghai, said so.",
            ["Jane Doe"],
            ("Jane Doe", "CN", "expert"),
        ),
        ("Tom Roe, a spokesman for Huawei, said so.", ["Tom Roe"], ("Tom Roe", "CN", "spokesperson")),
        ("The chief executive, Jeff Roe, said so.", ["Jeff Roe"], ("Jeff Roe", None, "business")),
        ("Tom Roe, a farmer in Iowa, spoke. “No,” said Mr. Roe.", ["Mr. Roe"], ("Tom Roe", "US", "citizen")),
        ("Trump’s campaign said so.", ["Trump’s campaign"], ("Trump’s campaign", "US", "other")),
        ("A spokesman for President Xi Jinping said so.", ["A spokesman for President Xi Jinping"], (None, "CN", "spokesperson")),
        ("Analysts said so.", ["Analysts"], ANALYSTS),
        ("Chinese officials said so.", ["Chinese officials"], (None, "CN", "anonymous_official")),
        ("People familiar with the talks said so.", ["People familiar with the talks"], (None, None, "other")),
        ("American Airlines said so.", ["American Airlines"], ("American Airlines", None, None)),
        ("Voters in Georgia said so.", ["Voters in Georgia"], (None, None, "citizen")),
        ("Critics said so.", ["Critics"], NOBODY),
        ("Trump and Xi agreed.", ["Trump and Xi"], NOBODY),
        ("Washington and Beijing agreed.", ["Washington and Beijing"], NOBODY),
        ("A Pentagon report said so.", ["A Pentagon report"], (None, "US", None)),
        ("The Global Times wrote. The newspaper added it.", ["The Global Times", "The newspaper"], ("Global Times", "CN", "media")),
        (
            "China’s Ministry of Commerce said so. The ministry added it.",
            ["China’s Ministry of Commerce", "The ministry"],
            ("China’s Ministry of Commerce", "CN", "official"),
        ),
        ("In Beijing little changed. The government said so.", ["The government"], CHINA),
        ("The US ambassador to China said so.", ["The US ambassador to China"], (None, "US", "anonymous_official")),
        ("A Chinese analyst, Wu Xinbo, came. Wu said so.", [("Wu", " said")], ("Wu Xinbo", "CN", "expert")),
        ("Sen. Ann Roe, R-Texas, spoke. She said so.", ["She"], ("Ann Roe", "US", "legislator")),
        ("Sen. Ann Roe (R-Texas), who left, said so.", ["who"], ("Ann Roe", "US", "legislator")),
        ("Kenyan football federation president Nick Roe said so.", ["Kenyan football federation president Nick Roe"], ("Nick Roe", "KE", "other")),
    ],
)  # fmt: skip
def test_small_articles(text, sources, want):
    assert who(text, *sources) == want


@pytest.mark.parametrize(
    ("text", "sources", "want"),
    [
        # Capitals: the body WHO and the pronoun who, US and us.
        ("WHO said so.", ["WHO"], ("World Health Organization", "UN", "official")),
        ("On Monday the WHO said so.", ["the WHO"], ("World Health Organization", "UN", "official")),
        ("The WHO official said so.", ["The WHO official"], (None, "UN", "anonymous_official")),
        ("Pressed again, US said so.", ["US"], ("United States", "US", "official")),
        ("A French baker who left said so.", ["who"], (None, "FR", None)),
        ("THE MAN WHO SAID SO.", ["WHO"], (None, None, "citizen")),
        ("The said so.", ["The"], NOBODY),
        # Groups, which are not their country's government.
        ("Today thousands of Chinese protest.", ["thousands of Chinese"], (None, "CN", "citizen")),
        ("Many Americans think so.", ["Many Americans"], (None, "US", "citizen")),
        ("Six in 10 Americans think so.", ["Six in 10 Americans"], (None, "US", "citizen")),
        ("Americans think so.", ["Americans"], (None, "US", "citizen")),
        ("Chinese respondents think so.", ["Chinese respondents"], (None, "CN", "citizen")),
        ("Canadian voters think so.", ["Canadian voters"], (None, "CA", "citizen")),
        ("South Korean monitors said so.", ["South Korean monitors"], (None, "KR", None)),
        ("The Americans said so.", ["The Americans"], US),
        ("The Chinese said so.", ["The Chinese"], CHINA),
        ("Chinese officials said so.", ["Chinese officials"], (None, "CN", "anonymous_official")),
        ("Chinese authorities said so.", ["Chinese authorities"], CHINA),
        ("Chinese state media said so.", ["Chinese state media"], (None, "CN", "media")),
        ("A French baker said so.", ["A French baker"], (None, "FR", None)),
        # Nouns that open a sentence are no names; names do.
        ("The crowd grew. Crowds said so.", ["Crowds"], (None, None, "citizen")),
        ("Employers said so.", ["Employers"], (None, None, "business")),
        ("A future rose. Futures traders said so.", ["Futures traders"], (None, None, "business")),
        ("A future rose. Stock analysis said so. The stock fell.", ["Stock analysis"], NOBODY),
        ("Gnarfs said so.", ["Gnarfs"], ("Gnarfs", None, None)),
        # Bodies, well known or named in full before.
        ("The Fed said so.", ["The Fed"], ("Federal Reserve", "US", "official")),
        ("Fed up, Tom Roe left.", ["Fed up"], ("Fed up", None, None)),
        ("Customs and Border Protection said so.", ["Customs and Border Protection"], ("Customs and Border Protection", "US", "official")),
        ("UBS said so.", ["UBS"], ("UBS", "CH", "business")),
        ("The Gnarf Institute of Virology (GIV) opened. GIV said so.", [("GIV", " said")], ("Gnarf Institute of Virology", None, "expert")),
        ("The Gnarf Peace Pact (XYZ) failed. XYZ said so.", [("XYZ", " said")], ("XYZ", None, None)),
        ("Gnarf Airlines flew. Gnarf’s plan says so.", ["Gnarf’s"], ("Gnarf Airlines", None, None)),
        ("At the Apple Design Center all slept. Apple said so.", [("Apple", " said")], ("Apple", "US", "business")),
        ("Global carmaker Daimler said so.", ["Global carmaker Daimler"], ("Daimler", "DE", "business")),
        ("Chinese state TV said so.", ["Chinese state TV"], ("Chinese state TV", "CN", "official")),
        # "The country" is the one that its sentence opens with, and not one named later on.
        ("In China, 41 came from Italy. The country’s health commission said so.", ["The country’s health commission"], ("health commission", "CN", "official")),
        ("China blamed U.S. spies. The country’s foreign ministry told the American envoy.", ["The country’s foreign ministry"], ("foreign ministry", "CN", "official")),
        ("The city’s health commission said so.", ["The city’s health commission"], ("health commission", None, "official")),
        # Papers of whoever has just issued them.
        ("The Pentagon said in a statement it was so. More came, the statement said.", ["The Pentagon", "the statement"], ("Pentagon", "US", "official")),
        ("Tom Roe said in a statement it was so. More came, the report said.", ["Tom Roe", "the report"], NOBODY),
        ("The Pentagon said it was so. More came, the statement said.", ["The Pentagon", "the statement"], NOBODY),
        # What stands beside a name.
        ("Breitbart senior contributor Tom Roe said so.", ["Tom Roe"], ("Tom Roe", "US", "media")),
        ("Journalist Tom Roe said so.", ["Journalist Tom Roe"], ("Tom Roe", None, "media")),
        ("Tom Roe (R-South Gnarf) said so.", ["Tom Roe"], ("Tom Roe", "US", "legislator")),
        ("Tom Roe, an authority on viruses, said so.", ["Tom Roe"], ("Tom Roe", None, "expert")),
        ("Ann Roe, a senior adviser to the Garrison, New York-based Gnarf Research Institute, said so.", ["Ann Roe"], ("Ann Roe", "US", "expert")),
        ("Ann Roe, a senior adviser to the premier, said so.", ["Ann Roe"], ("Ann Roe", None, "official")),
        ("China knew. Its plan came from its vice farm minister, Han Jun. Han said so.", [("Han", " said")], ("Han Jun", "CN", "official")),
        ("On June 5 Tom Roe came. Jun said so.", ["Jun"], ("Jun", None, None)),
    ],
)  # fmt: skip
def test_bodies_groups_and_what_stands_beside_a_name(text, sources, want):
    assert who(text, *sources) == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("China is calm. Fences stand at the US-Mexican border, the government said.", "CN"),
        ("China is calm. Fences stand in Mexico, the government said.", "MX"),
    ],
)
def test_half_of_a_compound_is_no_country_of_a_government(text, want):
    assert resolve(text, "the government", outlet_country="US")[0].country == want


def test_what_somebody_is_about_does_not_name_them():
    assert who("The club that’s fighting Gnarf said so.", "The club that’s fighting Gnarf")[0] != "Gnarf"


def test_the_administration_is_american_in_an_american_outlet():
    assert who("The administration said so.", "The administration", outlet_country="US")[1] == "US"
    assert who("The administration said so.", "The administration", outlet_country="CN")[1] is None


def test_a_local_official_beside_another_country_is_not_taken_for_one_of_the_outlets():
    home = "Governor Ann Roe said so."
    abroad = "In Chile, Governor Ann Roe said so."
    assert who(home, "Governor Ann Roe", outlet_country="US") == ("Ann Roe", "US", "official")
    assert who(abroad, "Governor Ann Roe", outlet_country="US") == ("Ann Roe", None, "official")


@pytest.mark.parametrize(
    ("day", "role"),
    [
        (dt.date(2016, 5, 1), "official"),
        (dt.date(2019, 5, 1), "other"),
        (dt.date(2023, 5, 1), "minister"),
        (dt.date(2025, 6, 1), "other"),
        (None, "minister"),
    ],
)
def test_a_role_depends_on_the_day(day, role):
    assert who("Antony Blinken said so.", "Antony Blinken", published=day) == ("Antony Blinken", "US", role)


def test_a_misspelt_official_is_found_unless_the_article_speaks_against_it():
    assert who("US diplomat Anthony Blinkin said so.", "Anthony Blinkin") == BLINKEN
    assert who("Anthony Blinkin, a French baker, said so.", "Anthony Blinkin")[0] == "Anthony Blinkin"
    assert who("Eric Blinken said so.", "Eric Blinken")[0] == "Eric Blinken"


def test_an_ambiguous_family_name_is_the_person_introduced_last():
    text = "Wang Yi arrived. Wang said so. Then Wang Wenbin spoke. Wang said more."
    first, second = resolve(text, ("Wang", " said so"), ("Wang", " said more"))
    assert (first.speaker, second.speaker) == ("Wang Yi", "Wang Wenbin")
    assert text[second.start : second.end] in {"Wang Wenbin", "Wang Yi"}


def test_pronouns_agree_in_gender_and_prefer_the_last_speaker():
    text = "Mary Roe met John Poe, a senator. Ms. Roe said yes. He said no. “So be it,” she added."
    found = resolve(text, "Ms. Roe", "He", "she")
    assert [speaker.speaker for speaker in found] == ["Mary Roe", "John Poe", "Mary Roe"]
    assert found[1].rule == "pronoun"


def test_the_holder_of_an_office_comes_from_the_table():
    text = "The Chinese foreign minister said so."
    found = resolve(text, "The Chinese foreign minister", published=dt.date(2023, 3, 1))[0]
    assert (found.speaker, found.rule) == ("Qin Gang", "office_holder")
    assert resolve(text, "The Chinese foreign minister")[0].speaker is None
    home = resolve(
        "The president said so.", "The president", published=dt.date(2022, 3, 1), outlet_country="US"
    )
    assert home[0].speaker == "Joe Biden"


def test_rows_of_the_analyst_win():
    mine = Official("Antony Blinken", "CA", "citizen")
    assert who("Antony Blinken said so.", "Antony Blinken", officials=[mine]) == (
        "Antony Blinken",
        "CA",
        "citizen",
    )


def test_reasons_for_no_answer():
    assert resolve_speakers("", [None])[0].rule == "no_source"
    assert resolve("He said so.", "He")[0].rule == "pronoun_without_antecedent"
    assert resolve("Both sides spoke.", "Both sides")[0].rule == "plural_or_generic"
    assert resolve("Tom Roe spoke.", "Tom Roe")[0].rule == "no_country"
    assert resolve("Gnarf spoke.", "Gnarf")[0].rule == "no_country"


def test_officials_and_spellings():
    row = {"name": "Ann Lee", "country": "US", "role": "minister", "since": "2021-02", "until": "2022"}
    official = officials_from_rows([row])[0]
    assert (official.since, official.until) == (dt.date(2021, 2, 1), dt.date(2022, 12, 31))
    assert one_slip("russel", "russell")
    assert not one_slip("wang", "huang")
    assert is_misspelt(["danny", "russell"], ["daniel", "russel"])
    assert not is_misspelt(["lin", "yi"], ["liu", "yi"])
    assert family_names("Tsai Ing-wen") >= {"tsai"}
    assert directory().by_family("Jinping") == []
    assert describe("US President Xi", 13, 15)[0] == "US President"


ODD = st.text(alphabet=st.characters() | st.sampled_from(list("“”\"'’.,\n AXiBden")), max_size=300)


@given(ODD, st.lists(st.tuples(st.integers(0, 320), st.integers(0, 60)), max_size=6))
def test_any_text_gives_one_speaker_a_source(text, places):
    spans = [(min(start, len(text)), min(start + length, len(text))) for start, length in places]
    found = resolve_speakers(text, [None, *spans], published=dt.date(2023, 1, 1), outlet_country="US")
    assert len(found) == len(spans) + 1
    roles = set(Role.__args__)
    for speaker in found:
        assert speaker.rule
        assert speaker.role is None or speaker.role in roles
        assert speaker.start is None or 0 <= speaker.start < speaker.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    ["Joe Biden said. He said. ", "A", "“", "who ", "the official, ", "Wang Li Liu ", "a.", "Mr. Roe ", "’s ", "The ministry of "],
)  # fmt: skip
def test_long_texts_come_to_an_end(piece):
    text = piece * (240_000 // len(piece))
    spans = [(at, min(at + 30, len(text))) for at in range(0, len(text), len(text) // 50)]
    spans = [*spans, (0, len(text))]
    found = resolve_speakers(text, spans, published=dt.date(2023, 1, 1), outlet_country="US")
    assert len(found) == len(spans)
