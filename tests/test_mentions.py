"""Mentions: the targets of an article as rows, in whose voice they stand, and how the sentence judges them."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib import mentions as module
from corpus_lib import reading
from corpus_lib.build import build_corpus
from corpus_lib.language import split_sentences
from corpus_lib.load.document import Document
from corpus_lib.mentions import mention_rows
from corpus_lib.own_tables import own_tables
from corpus_lib.schema import check_table, make_table
from corpus_lib.stages import process_documents

RULES = {"name", "demonym", "capital", "metonym", "person", "alias", "pronoun", "relationship"}
JUDGED = ["negative", "neutral", "positive"]


def article(text):
    return {"article_id": "a", "text": text, "published": None, "published_earliest": None}


def rows_of(text, contents=(), **options):
    """The rows, with attributions of the given contents, each content a list of words in the text."""
    attributions = [
        {
            "attribution_id": f"a:{n}",
            "speaker_country": "JP",
            "content_spans": json.dumps(
                [[text.index(words), text.index(words) + len(words)] for words in parts]
            ),
        }
        for n, parts in enumerate(contents)
    ]
    return mention_rows(article(text), split_sentences([text])[0], attributions, threads=1, **options)


# The table of the seeds


@pytest.fixture(scope="module")
def table(seeds):
    """The table with the text of each article beside its rows."""
    texts = seeds.articles.set_index("article_id")["text"]
    return seeds.mentions.assign(text=seeds.mentions["article_id"].map(texts))


def test_the_words_are_where_they_are_said_to_be(seeds, table):
    assert len(table) > 100
    check_table("mentions", seeds.mentions)
    sentences = seeds.sentences.set_index(["article_id", "sentence_id"])
    for row in table.itertuples():
        assert row.text[row.start : row.end] == row.mention != ""
        start, end = sentences.loc[(row.article_id, row.sentence_id), ["start", "end"]]
        assert start <= row.start < row.end <= end
    assert set(table["rule"]) <= RULES


def test_mentions_stand_in_the_order_of_the_text_and_none_overlaps_another(seeds):
    assert seeds.mentions["article_id"].nunique() == 5
    for _, group in seeds.mentions.groupby("article_id"):
        assert (group["start"].to_numpy()[1:] >= group["end"].to_numpy()[:-1]).all()


def test_a_mention_is_quoted_exactly_inside_the_content_of_an_attribution(seeds, table):
    """Read anew from the contents, one by one."""
    contents = [
        (row.article_id, start, end, row.attribution_id, row.speaker_country)
        for row in seeds.attributions.itertuples()
        for start, end in json.loads(row.content_spans)
    ]
    for row in table.itertuples():
        around = {
            identifier: country
            for article_id, start, end, identifier, country in contents
            if article_id == row.article_id and start <= row.start and row.end <= end
        }
        if around:
            assert row.voice == "quoted"
            assert str(row.speaker_country) == str(around[row.attribution_id])
        else:
            assert row.voice == "author"
            assert pd.isna(row.attribution_id)
            assert pd.isna(row.speaker_country)
    assert set(table["voice"]) == {"author", "quoted"}


def test_judgements_are_probabilities_and_polarity_is_their_difference(table):
    judged = table[JUDGED]
    assert judged.notna().all(axis=None)
    assert ((judged >= 0) & (judged <= 1)).all(axis=None)
    assert np.allclose(judged.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(table["polarity"], judged["positive"] - judged["negative"], atol=1e-6)
    assert table["polarity"].nunique() > 50, "they are asked one by one"


def test_a_name_has_one_country(table):
    assert (table.groupby("target")["target_country"].nunique(dropna=False) == 1).all()
    assert table.loc[table["rule"] == "relationship", "target_country"].isna().all()


# Voice


@pytest.mark.parametrize(
    ("contents", "voices"),
    [
        ([], ["author", "author", "author"]),
        ([["that China is strong"]], ["author", "a:0", "author"]),
        ([["China is strong"]], ["author", "a:0", "author"]),
        ([["hina is strong"]], ["author", "author", "author"]),
        ([["that Chin"]], ["author", "author", "author"]),
        ([["France is weak"], ["that China is strong"]], ["author", "a:1", "a:0"]),
        ([["that China is strong", "France is weak"]], ["author", "a:0", "a:0"]),
        ([["China"]], ["author", "a:0", "author"]),
        ([[], ["Japan told us that China is strong and France is weak"]], ["a:1", "a:1", "a:1"]),
    ],
)
def test_quoted_is_what_lies_wholly_in_a_content(contents, voices):
    rows = rows_of("Japan told us that China is strong and France is weak.", contents)
    assert [row["mention"] for row in rows] == ["Japan", "China", "France"]
    assert [row["attribution_id"] or "author" for row in rows] == voices
    for row in rows:
        assert (row["voice"] == "quoted") == (row["attribution_id"] is not None)
        assert row["speaker_country"] == ("JP" if row["attribution_id"] else None)


# Judgement


def test_each_mention_is_asked_in_its_own_sentence(monkeypatch):
    asked = []

    def score_spans(texts, spans, *, threads=None):  # noqa: ARG001 - as the real one is called
        asked.extend(text[slice(*span)] + " | " + text for text, (span,) in zip(texts, spans, strict=True))
        return {"sentiment": np.array([[0.7, 0.2, 0.1], [np.nan] * 3, [0, 0, 1]], np.float32)}

    monkeypatch.setattr(module, "score_spans", score_spans)
    rows = rows_of("We left.  Japan met France.\n\nChina was glad.")
    assert asked == [
        "Japan | Japan met France.", "France | Japan met France.", "China | China was glad.",
    ]  # fmt: skip
    assert [row["sentence_id"] for row in rows] == [1, 1, 2]
    assert [row["polarity"] for row in rows] == [pytest.approx(-0.6), None, 1]
    assert [rows[1][name] for name in JUDGED] == [None] * 3, "what cannot be read is null"
    assert [row["negative"] for row in rows] == [pytest.approx(0.7), None, 0]


def test_a_mention_is_judged_the_same_alone_and_among_others():
    one, other = "Critics called China reckless.", "Everyone praised Japan."
    apart = [row for text in (one, other) for row in rows_of(text)]
    together = rows_of(f"{one} {other} {one}")
    assert [[row[name] for name in JUDGED] for row in together] == [
        [apart[n][name] for name in JUDGED] for n in (0, 1, 0)
    ]


def test_words_of_blame_are_no_praise():
    blamed, praised = rows_of("Critics called China reckless.\nReaders praised Japan as a joy.")
    assert blamed["polarity"] < 0 < praised["polarity"]


# The analyst's own tables

STORY = (
    "River talks go on\nMay 13, 2023\n"
    "The captains of the ferries met the Blue Barges on Wednesday, and China was glad of the river in winter. "
    "“The Blue Barges of France have waited for this day,” one of them said.\n"
)
OWN = "alias,target,country\nBlue Barges,Barge League,SK\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY, "utf-8")
    return tmp_path / "in"


def named(folder):
    corpus = build_corpus(folder, derived=folder.parent / "derived")
    assert corpus.problems.empty
    assert len(corpus) == 1
    rows = corpus.mentions[["mention", "target", "target_country", "rule"]]
    return list(rows.itertuples(index=False, name=None)), corpus


def test_own_targets_reach_the_table_and_the_relations(folder):
    shipped = [("China", "China", "CN", "name"), ("France", "France", "FR", "name")]
    assert named(folder)[0] == shipped
    (folder / "targets.csv").write_text(OWN, "utf-8")
    barges = ("Blue Barges", "Barge League", "SK", "alias")
    rows, corpus = named(folder)
    assert rows == [barges, shipped[0], barges, shipped[1]]
    assert {("Barge League", "China"), ("France", "Barge League")} <= set(
        zip(corpus.relations["actor"], corpus.relations["target"], strict=True)
    )
    (folder / "targets.csv").write_text(OWN + "China,,\n", "utf-8")
    assert named(folder)[0] == [barges, barges, shipped[1]], "without a target words are switched off"
    (folder / "targets.csv").unlink()
    assert named(folder)[0] == shipped


def test_own_officials_are_targets_of_their_country():
    own = own_tables([{"name": "Zuzana Borovska", "aliases": "", "country": "SK", "role": "minister", "office": "", "since": "", "until": ""}])  # fmt: skip
    text = "Zuzana Borovska opened the lock."
    assert [row["target"] for row in rows_of(text)] == []
    assert [(row["target"], row["target_country"]) for row in rows_of(text, own=own)] == [
        ("Zuzana Borovska", "SK")
    ]


# A stage that fails


@pytest.mark.parametrize(
    ("stage", "empty"), [("mentions", {"mentions", "relations"}), ("relations", {"relations"})]
)
def test_a_stage_that_fails_leaves_a_problem_and_the_other_tables(monkeypatch, stage, empty):
    work = {"mentions": "mention_rows", "relations": "relation_rows"}[stage]
    real = getattr(reading, work)

    def fail(given_, *args, **options):
        if "winter" in given_["text"]:
            raise ValueError("no ice")
        return real(given_, *args, **options)

    monkeypatch.setattr(reading, work, fail)
    other = (
        "Talks resume\nJapan and France met in the spring, and a captain said that China was glad of it.\n"
    )
    documents = [
        Document(f"{n}.txt", "text", "utf-8", text, str(n) * 64) for n, text in enumerate((STORY, other))
    ]
    rows = process_documents(documents, threads=1)
    first, second = (row["article_id"] for row in rows["articles"])
    [problem] = rows["problems"]
    assert (problem["path"], problem["article_id"], problem["stage"], problem["rule"]) == (
        "0.txt",
        first,
        stage,
        "failed",
    )
    assert problem["detail"].startswith("ValueError: no ice; ")
    for name in ("lines", "sentences", "attributions", "mentions", "relations"):
        of = {row["article_id"] for row in rows[name]}
        assert second in of, name
        assert (first in of) == (name not in empty), name


# Total over text

PIECES = st.sampled_from(
    ["China", "the US", "U.S.", "Xi Jinping", "NATO", "US-China ties", "Beijing’s", "Huawei", "she", "both sides",
     " ", "\n", ". ", ", ", "“", "”", '"', "«", "}", "\ud800", "\udfff", "\x00", "\u200b", "和", "praised", "1"]
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=()), max_size=20)


@given(st.lists(st.one_of(PIECES, ANY), max_size=14).map(" ".join), st.data())
@settings(max_examples=60, deadline=None)
def test_no_text_raises(text, data):
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    contents = [{"attribution_id": "a:0", "speaker_country": None, "content_spans": json.dumps([edges])}]
    rows = mention_rows(article(text), split_sentences([text])[0], contents, threads=1)
    assert check_table("mentions", make_table("mentions", rows)) is not None
    for row in rows:
        assert text[row["start"] : row["end"]] == row["mention"]
        inside = edges[0] <= row["start"] and row["end"] <= edges[1]
        assert (row["voice"] == "quoted") == inside
        assert row["negative"] is None or sum(row[name] for name in JUDGED) == pytest.approx(1, abs=1e-5)


def test_a_megabyte_with_mentions_far_apart():
    filler = "and so on " * 25_000
    text = f"China left {filler}, Japan stayed {filler}. France slept {filler} {filler}"
    rows = rows_of(text)
    assert [row["target"] for row in rows] == ["China", "Japan", "France"]
    assert all(text[row["start"] : row["end"]] == row["mention"] for row in rows)
    assert all(row["polarity"] is not None for row in rows)


def test_texts_that_name_nothing():
    assert rows_of("") == rows_of(" \n ") == rows_of("The river was high.") == rows_of("\ud800") == []
