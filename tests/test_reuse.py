"""Shared text: planted copies, statements in other words, and what must not be found."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.paraphrases import find_paraphrases
from corpus_lib.passages import MIN_WORDS, find_passages
from corpus_lib.reuse import find_reuse
from corpus_lib.rows import Reuse
from corpus_lib.word_keys import MAX_SHARED, WORD, read_words

FERRY = (
    "The ferry between the two islands will stop running in March because nobody wants to pay for its repair. "
    "The owner said on Monday that the engine had failed twice since the autumn and that a new one would cost "
    "more than the boat itself. Islanders who work on the mainland now fear that they must move."
)
MARKET = (
    "Fishmongers at the old harbour market have asked the town to lower their rents. They say that fewer people "
    "come since the car park closed and that the stalls at the far end have stood empty for a year. The mayor "
    "promised an answer before the summer holidays begin."
)
LIBRARY = (
    "A library that lends tools instead of books has opened in a former bakery near the station. Members pay ten "
    "crowns a year and may borrow a drill, a ladder or a sewing machine for one week, said the volunteer who keeps "
    "the list of loans."
)
NO_ATTRIBUTIONS = pd.DataFrame()


def articles(*texts: str) -> pd.DataFrame:
    ids = [f"a{n}" for n in range(len(texts))]
    return pd.DataFrame(
        {"article_id": ids, "text": pd.Series(texts, dtype=object)}
    )  # halves of characters too


def attributed(*rows: tuple[str, str, str | None, str | None], table: pd.DataFrame) -> pd.DataFrame:
    """Attributions whose content is the given words of the article."""
    texts = dict(zip(table["article_id"], table["text"], strict=True))
    made = [
        (
            name,
            json.dumps([[texts[name].index(words), texts[name].index(words) + len(words)]]),
            speaker,
            country,
        )
        for name, words, speaker, country in rows
    ]
    return pd.DataFrame(made, columns=["article_id", "content_spans", "speaker", "speaker_country"])


def found(*texts: str) -> list[Reuse]:
    table = articles(*texts)
    rows = find_reuse(table, NO_ATTRIBUTIONS)
    for row in rows:
        check_spans(row, table)
    return rows


def check_spans(row: Reuse, table: pd.DataFrame) -> None:
    texts = dict(zip(table["article_id"], table["text"], strict=True))
    assert row.article_a < row.article_b
    assert row.text_a == texts[row.article_a][row.start_a : row.end_a]
    assert row.text_b == texts[row.article_b][row.start_b : row.end_b]
    for text in (row.text_a, row.text_b):
        words = list(WORD.finditer(text))
        assert words[0].start() == 0
        assert words[-1].end() == len(text)
    assert row.n_words == min(len(WORD.findall(row.text_a)), len(WORD.findall(row.text_b)))
    assert 0 < row.similarity <= 1


def numbered(n: int, start: int = 0) -> list[str]:
    """So many words, all different."""
    return [f"wort{i:04}" for i in range(start, start + n)]


def test_a_whole_copy_is_one_verbatim_passage():
    (row,) = found(FERRY, FERRY)
    assert (row.kind, row.similarity, row.speaker) == ("verbatim", 1.0, None)
    assert row.text_a == FERRY.removesuffix(".")
    assert row.n_words == len(FERRY.split())


def test_case_punctuation_and_quotation_marks_do_not_count():
    (row,) = found(
        'He said: "It’s the end, they told U.S. readers; nobody wants to pay for it."',
        "“IT'S THE END they told US readers, nobody wants to pay for it”, he said.".lower(),
    )
    assert row.kind == "verbatim"
    assert row.text_b.startswith("it's the end")
    assert row.text_b.endswith("pay for it")


def test_moved_paragraphs_are_found_each():
    rows = found("\n".join((FERRY, MARKET, LIBRARY)), "\n".join((LIBRARY, FERRY, MARKET)))
    assert [row.kind for row in rows] == ["verbatim", "verbatim"]
    assert rows[0].text_a == f"{FERRY}\n{MARKET}".removesuffix(".")
    assert rows[1].text_b == LIBRARY.removesuffix(".")


def test_one_word_in_ten_changed_is_one_near_passage():
    words = MARKET.split()
    changed = " ".join(word if n % 10 != 5 else "something" for n, word in enumerate(words))
    (row,) = found(f"{LIBRARY} {MARKET}", f"{changed} {FERRY}")
    assert row.kind == "near"
    assert row.text_a == MARKET.removesuffix(".")
    assert row.similarity == pytest.approx(1 - len(range(5, len(words), 10)) / len(words))


def test_a_passage_of_40_words_in_a_long_article():
    passage = " ".join(FERRY.split()[:40])
    long = [" ".join(numbered(3000, start)) for start in (0, 3000, 6000)]
    (row,) = found(f"{long[0]} {passage} {long[1]}", f"{long[2]} {passage}")
    assert row.text_a == row.text_b == passage
    assert row.n_words == 40


def test_an_inserted_clause_stays_within_the_passage():
    words = FERRY.split()
    (row,) = found(FERRY, " ".join([*words[:20], "as", "was", "feared", *words[20:]]))
    assert row.kind == "near"
    assert row.n_words == len(words)
    assert row.similarity == pytest.approx(len(words) / (len(words) + 3))


def test_a_short_run_is_none():
    words = numbered(40)
    one = " ".join([*words[:20], *FERRY.split()[: MIN_WORDS - 1]])
    two = " ".join([*FERRY.split()[: MIN_WORDS - 1], *words[20:]])
    assert found(one, two) == []
    assert len(found(one + " Because nobody", two.replace("March", "March because nobody"))) <= 1
    assert [row.n_words for row in found(FERRY, " ".join(FERRY.split()[:MIN_WORDS]))] == [MIN_WORDS]


@pytest.mark.parametrize(
    "phrase",
    [
        "the Asia-Pacific Economic Cooperation summit in San Francisco",
        "told reporters on Wednesday",
        "on the sidelines of the Group of Seven summit in Canada",
        "U.S. Secretary of State Antony Blinken and Chinese Foreign Minister Qin Gang in Beijing",
        "Danny Russel, vice president of the Asia Society Policy Institute in New York",
    ],
)
def test_names_titles_and_stock_phrases_are_none(phrase):
    assert found(f"{FERRY} {phrase}, somebody wrote.", f"Elsewhere {phrase}: {MARKET}") == []


def test_unrelated_articles_share_nothing():
    assert found(FERRY, MARKET, LIBRARY) == []


def test_the_seeds_copy_nothing_from_each_other(seeds):
    assert find_reuse(seeds.articles, NO_ATTRIBUTIONS) == []


def test_a_text_in_very_many_articles_links_each_with_the_next():
    n = MAX_SHARED + 10
    rows = found(*(f"{' '.join(numbered(30, 100 * i))} {LIBRARY}" for i in range(n)))
    assert len(rows) == n - 1
    few = found(*(f"{' '.join(numbered(30, 100 * i))} {LIBRARY}" for i in range(4)))
    assert len(few) == 6


def test_a_repeated_passage_is_reported_once():
    assert len(found(f"{FERRY} {MARKET} {FERRY}", FERRY)) == 1


words_of_few = st.lists(st.sampled_from(["the", "talks", "Ferry", "will", "end", "soon", "and"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(words_of_few.map(" ".join), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_articles_does_not_matter(texts, rng):
    table = articles(*texts, FERRY, f"{MARKET} {FERRY}")
    rows = find_reuse(table, NO_ATTRIBUTIONS)
    for row in rows:
        check_spans(row, table)
    order = rng.sample(range(len(table)), len(table))
    assert find_reuse(table.iloc[order], NO_ATTRIBUTIONS) == rows
    assert len(rows) == len(set(rows))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=80), max_size=4))
def test_no_text_raises(texts):
    table = articles(*texts)
    spans = [
        (name, json.dumps([[0, len(text)]]), "Wang", "CN")
        for name, text in zip(table["article_id"], texts, strict=True)
    ]
    told = pd.DataFrame(spans, columns=["article_id", "content_spans", "speaker", "speaker_country"])
    for row in find_reuse(table, told):
        check_spans(row, table)


@pytest.mark.parametrize(
    "text",
    [
        "the " * 100_000,
        "a.b’" * 50_000,
        "x" * 1_000_000,
        '"' * 100_001,
        "\ud800 " * 50_000,
        "w v " * 50_000,
        "." * 200_000,
        "!”" * 100_000,
    ],
)
def test_long_odd_texts_come_to_an_end(text):
    table = articles(text, text[:-7], "", "x")
    told = pd.DataFrame(
        [(name, f"[[0, {len(words)}]]", "Wang", "CN") for name, words in table.itertuples(index=False)],
        columns=["article_id", "content_spans", "speaker", "speaker_country"],
    )
    texts = dict(table.itertuples(index=False))
    assert all(texts[row.article_a][row.start_a : row.end_a] == row.text_a for row in find_reuse(table, told))


def test_words_of_different_texts_are_never_one_run():
    words = read_words(["a b", "", "a b"])
    assert (words.number < 0).sum() == 4
    assert len(set(words.number[words.number < 0])) == 4
    half = " ".join(FERRY.split()[:8]), " ".join(FERRY.split()[8:16])
    assert find_passages([*half, " ".join(half)]) == []


BALAKRISHNAN, BIDEN = "Vivian Balakrishnan", "Joe Biden"
SEED_STATEMENTS = [
    ("001", "Blinken’s “trip is essential, but not sufficient”", BALAKRISHNAN, "SG"),
    (
        "001",
        "its hope that the US would continue to be a significant power while finding ways to coexist with a rising China",
        "Singapore",
        "SG",
    ),
    ("001", "the need for mutual respect and strategic trust to be built over time", None, "SG"),
    (
        "001",
        "I’m hoping that, over the next several months, I’ll be meeting with Xi again and talking about legitimate "
        "differences we have but also how there’s areas we can get along,",
        BIDEN,
        "US",
    ),
    ("001", "he believed it to be more embarrassing than intentional", BIDEN, "US"),
    ("002", "“Blinken’s trip is important, but not enough,”", BALAKRISHNAN, "SG"),
    (
        "002",
        "the region wants the US to remain a power and find ways to coexist with a rising China",
        BALAKRISHNAN,
        "SG",
    ),
    (
        "002",
        "– There are fundamental differences in worldview, in values. And it takes time to build mutual respect and "
        "strategic trust.”",
        BALAKRISHNAN,
        "SG",
    ),
    (
        "002",
        "he hopes to meet with Xi Jinping again over the next few months and talk “about the legitimate differences "
        "that we have and also how to do it … to get along.”",
        BIDEN,
        "US",
    ),
    ("002", "“respect China’s core concerns”", "Wang Wenbin", "CN"),
    ("003", "There's been progress. It'll work out.", BIDEN, "US"),
]


def test_the_paraphrases_of_the_seeds(seeds):
    table = seeds.articles
    name = {
        path.rsplit("/", 1)[-1][:3]: row for path, row in zip(table["path"], table["article_id"], strict=True)
    }
    told = attributed(*((name[seed], *rest) for seed, *rest in SEED_STATEMENTS), table=table)
    rows = find_reuse(table, told)
    for row in rows:
        check_spans(row, table)
    assert {
        (row.kind, row.speaker, frozenset((row.text_a.split()[0], row.text_b.split()[0]))) for row in rows
    } == {
        ("paraphrase", BALAKRISHNAN, frozenset(("Blinken’s",))),
        ("paraphrase", BALAKRISHNAN, frozenset(("its", "the"))),
        ("paraphrase", BALAKRISHNAN, frozenset(("the", "And"))),
        ("paraphrase", BIDEN, frozenset(("I’m", "he"))),
    }
    assert len(rows) == 4


HARBOUR = "that the harbour needs deeper channels before larger grain ships can dock there"
HARBOUR_AGAIN = "Larger grain ships cannot be docking until the channels of our harbour are deeper"


def pair(
    one: str, who: tuple[str | None, str | None], two: str, other: tuple[str | None, str | None]
) -> list[Reuse]:
    table = articles(f"{FERRY} He said {one}.", f"{MARKET} “{two}” she said.")
    told = attributed(("a0", one, *who), ("a1", two, *other), table=table)
    return find_reuse(table, told)


KIM, LEE, UNKNOWN = ("Kim", "KR"), ("Lee", "KR"), (None, "KR")


@pytest.mark.parametrize(
    ("who", "other", "speaker"),
    [
        (KIM, KIM, "Kim"),
        (KIM, UNKNOWN, "Kim"),
        (("South Korea", "KR"), KIM, "Kim"),
        (KIM, LEE, None),
        (UNKNOWN, UNKNOWN, None),
        (KIM, (None, "JP"), None),
        (KIM, (None, None), None),
        (("Kim", None), ("Kim", None), "Kim"),
    ],
)
def test_who_may_be_one_speaker(who, other, speaker):
    again = HARBOUR_AGAIN.replace("cannot be docking until", "will be docking once")
    assert [row.speaker for row in pair(HARBOUR, who, again, other)] == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (HARBOUR, HARBOUR_AGAIN),  # one denies, the other does not
        (HARBOUR, "that the harbour master will retire when the new channels open"),
        (
            "that relations with our neighbours are good",
            "that relations with our neighbours have a long history of hope",
        ),
        (
            "former Foreign Minister Kang Kyung-wha of South Korea",
            "Foreign Minister Kang Kyung-wha, South Korea",
        ),
        ("we need a new bridge", "we need a new school"),
    ],
)
def test_other_statements_of_the_speaker_are_none(one, two):
    assert pair(one, KIM, two, KIM) == []


def test_copied_statements_are_no_paraphrases():
    table = articles(f"{FERRY} {MARKET}", f"{LIBRARY} {FERRY}")
    told = attributed(("a0", FERRY, *KIM), ("a1", FERRY, *KIM), table=table)
    assert [row.kind for row in find_reuse(table, told)] == ["verbatim"]


def test_a_short_statement_in_the_same_words_is_verbatim():
    (row,) = pair(
        "the harbour needs much deeper channels now", KIM, "The harbour needs “much deeper” channels now", KIM
    )
    assert (row.kind, row.similarity, row.speaker) == ("verbatim", 1.0, None)


def test_statements_within_one_article_are_not_compared():
    texts = [f"{HARBOUR}. {HARBOUR_AGAIN}."]
    told = pd.DataFrame(
        [(0, f"[[0, {len(texts[0])}]]", "Kim", "KR")],
        columns=["article", "content_spans", "speaker", "speaker_country"],
    )
    assert find_paraphrases(texts, told) == []


def test_attributions_of_unknown_articles_are_passed_over():
    told = pd.DataFrame(
        [("zzz", "[[0, 5]]", "Kim", "KR")],
        columns=["article_id", "content_spans", "speaker", "speaker_country"],
    )
    assert find_reuse(articles(FERRY), told) == []
    assert find_reuse(articles(), told) == []
