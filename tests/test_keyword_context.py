"""Words in context: where they stand, in which sentence, and in whose voice."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from corpus_lib import keyword_context
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.keyword_context import MATCHES, find_words
from corpus_lib.schema import TABLES, make_table


def one_article(text: str, statements: list[list[list[int]]]) -> Corpus:
    """A corpus of one article of one sentence, with statements by "S0", "S1" … of the US."""
    tables = {name: make_table(name, []) for name in TABLES}
    tables["articles"] = pd.DataFrame({"article_id": ["a"], "text": [text]}).astype("str")
    tables["sentences"] = pd.DataFrame(
        {"article_id": ["a"], "sentence_id": [0], "start": [0], "end": [len(text)]}
    )
    said = {"content_spans": [json.dumps(spans) for spans in statements]}
    rows = pd.DataFrame(said, dtype="str").assign(article_id="a", speaker_country="US")
    tables["attributions"] = rows.assign(speaker=[f"S{n}" for n in range(len(rows))])
    return Corpus(tables)


def test_matches_stand_where_they_are_said_to(seeds):
    texts = dict(zip(seeds.articles["article_id"], seeds.articles["text"], strict=True))
    found = find_words(seeds, "china")
    assert [*found] == MATCHES
    assert len(found) == sum(text.lower().count("china") for text in texts.values()) > 50
    sentences = seeds.sentences.set_index(["article_id", "sentence_id"])
    for row in found.to_dict("records"):
        text = texts[row["article_id"]]
        assert text[row["start"] : row["end"]] == row["match"]
        assert text[: row["start"]].replace("\n", " ").endswith(row["before"])
        assert text[row["end"] :].replace("\n", " ").startswith(row["after"])
        sentence = sentences.loc[(row["article_id"], row["sentence_id"])]
        assert sentence["start"] <= row["start"] < sentence["end"]


def test_voice_is_that_of_the_statement_around_the_match(seeds):
    spans: dict[str, list[tuple[int, int]]] = {}
    for row in seeds.attributions.to_dict("records"):
        spans.setdefault(row["article_id"], []).extend(json.loads(row["content_spans"]))
    found = find_words(seeds, r"\w+", regex=True)
    inside = [
        any(a <= row["start"] and row["end"] <= b for a, b in spans.get(row["article_id"], []))
        for row in found.to_dict("records")
    ]
    assert (found["voice"] == "quoted").tolist() == inside
    assert 0 < sum(inside) < len(inside)
    assert found.loc[found["voice"] == "author", ["speaker", "speaker_country", "side"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("word", "speaker"),
    [("out", None), ("one", "S0"), ("two", "S1"), ("six", "S0"), ("ten", "S2"), ("end", None)],
)
def test_the_innermost_statement_speaks(word, speaker):
    text = "out one two six ten end"  # S0 around S1; S2 begins inside S0 and ends outside it
    corpus = one_article(text, [[[4, 15]], [[8, 11]], [[12, 19]]])
    if word == "six":  # held by both S0 and S2: the one that begins last
        speaker = "S2"
    found = find_words(corpus, word)
    assert found["speaker"].fillna("none").tolist() == [speaker or "none"]
    assert found["voice"].tolist() == ["quoted" if speaker else "author"]


def test_a_match_that_reaches_out_of_a_statement_is_the_authors():
    assert find_words(one_article("he said yes, then left", [[[8, 11]]]), "yes, then")["voice"].tolist() == [
        "author"
    ]


def test_a_statement_in_pieces():
    corpus = one_article("“Trade,” he said, “is good.”", [[[1, 7], [19, 27]]])
    assert find_words(corpus, "trade")["voice"].tolist() == ["quoted"]
    assert find_words(corpus, "he said")["voice"].tolist() == ["author"]


@pytest.mark.parametrize(
    ("words", "regex", "matches"),
    [
        ("TRADE   war", False, ["trade\nwar", "Trade war"]),
        ("war.", False, []),
        ("war.", True, ["war "]),
        (r"\b", True, []),
        ("$5 (net)", False, ["$5 (net)"]),
        ("中国", False, ["中国"]),
    ],
)
def test_what_is_found(words, regex, matches):
    corpus = one_article("trade\nwar and Trade war costs $5 (net) 中国", [])
    assert find_words(corpus, words, regex=regex)["match"].tolist() == matches or matches == ["war "]
    if matches == ["war "]:
        assert find_words(corpus, words, regex=regex)["match"].tolist() == ["war ", "war "]


def test_nothing_to_search_in():
    tables = {name: make_table(name, []) for name in TABLES}
    assert find_words(Corpus(tables), "trade").empty
    assert find_words(one_article("", []), "trade").empty


@pytest.mark.parametrize(("words", "regex"), [("", False), ("  ", True), ("(", True), ("[z-a]", True)])
def test_what_cannot_be_searched(words, regex):
    with pytest.raises(InputError):
        find_words(one_article("trade", []), words, regex=regex)


def test_a_pattern_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(keyword_context, "MAX_SECONDS", 0.1)
    with pytest.raises(InputError, match="longer than"):
        find_words(one_article("a" * 200 + "!", []), r"(a|aa)+$", regex=True)
