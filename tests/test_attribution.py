"""Attribution: who says what in small articles, that every piece points at its words, and that no text stops the build.

The small articles are in `data/attribution_cases.toml`, known failures among them.
"""

import json
import tomllib
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus_lib.stages as stages
from corpus_lib import reading
from corpus_lib.attribution import attribute
from corpus_lib.language import split_sentences
from corpus_lib.load.document import Document
from corpus_lib.rows import Attribution
from corpus_lib.schema import check_table, make_table

CASES = tomllib.loads((Path(__file__).parent / "data" / "attribution_cases.toml").read_text("utf-8"))["case"]
TEXTS = [case["text"] for case in CASES]
TYPES = {
    "text_id": "int64", "sentence_id": "int64", "quote_type": "str",
    "source": "str", "source_start": "Int64", "source_end": "Int64",
    "cue": "str", "cue_start": "Int64", "cue_end": "Int64",
    "content": "str", "content_start": "int64", "content_end": "int64",
    "content_spans": "object", "rule": "str", "confidence": "float64",
}  # fmt: skip


def pieces(row, text):
    return [text[start:end] for start, end in row.content_spans]


def written(text):
    return [
        [
            "" if pd.isna(row.source) else row.source,
            "" if pd.isna(row.cue) else row.cue,
            pieces(row, text),
            row.quote_type,
            row.rule,
        ]
        for row in attribute([text]).itertuples()
    ]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["name"],
            marks=[pytest.mark.xfail(reason=case["known_failure"])] if "known_failure" in case else [],
        )
        for case in CASES
    ],
)
def test_who_says_what(case):
    assert written(case["text"]) == case["found"]


def check_rows(frame, texts):
    """What holds of every table of attributions."""
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == TYPES
    assert frame["text_id"].is_monotonic_increasing
    sentences = split_sentences(texts)
    for row in frame.itertuples():
        text = texts[row.text_id]
        for part in ("source", "cue", "content"):
            start, end = getattr(row, f"{part}_start"), getattr(row, f"{part}_end")
            assert pd.isna(start) == pd.isna(end) == pd.isna(getattr(row, part))
            assert pd.isna(start) or text[start:end] == getattr(row, part) != ""
        assert (row.content_start, row.content_end) == row.content_spans[0]
        end = 0
        for start, stop in row.content_spans:
            assert end <= start < stop <= len(text)
            end = stop
        within = [n for n, (a, b) in enumerate(sentences[row.text_id]) if a <= row.content_start < b]
        assert within == [row.sentence_id]
        assert 0 <= row.confidence <= 1
        assert row.quote_type in ("direct", "indirect", "mixed")
    for of_one in frame.groupby("text_id")["content_spans"]:
        spans = sorted(span for row in of_one[1] for span in row)
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), "two contents share words"


def same_but_text_id(one, other):
    pd.testing.assert_frame_equal(
        one.drop(columns="text_id").reset_index(drop=True),
        other.drop(columns="text_id").reset_index(drop=True),
    )


def test_rows_of_the_small_articles():
    frame = attribute(TEXTS)
    assert len(frame) > 40
    check_rows(frame, TEXTS)


def test_rows_of_the_seeds(seeds):
    texts = seeds.articles["text"].tolist()
    frame = attribute(texts)
    assert len(frame) > 50
    check_rows(frame, texts)
    of_text = [attribute([text]) for text in texts]
    same_but_text_id(frame, pd.concat(of_text))
    assert frame["text_id"].tolist() == [n for n, part in enumerate(of_text) for _ in range(len(part))]


def test_a_text_has_the_same_attributions_alone_and_among_others():
    frame = attribute(TEXTS)
    same_but_text_id(frame, pd.concat([attribute([text]) for text in TEXTS]))
    backwards = attribute(TEXTS[::-1])
    for n in range(len(TEXTS)):
        same_but_text_id(frame[frame["text_id"] == n], backwards[backwards["text_id"] == len(TEXTS) - 1 - n])


@pytest.mark.parametrize("texts", [[], [""], ["The river is wide."], ["", " \n ", "\ud800"]])
def test_no_rows_have_the_same_types(texts):
    frame = attribute(texts)
    assert frame.empty
    check_rows(frame, texts)


SAID = st.sampled_from(
    ["“We agreed,” ", "she said. ", "Q: ", "MR. PRICE: ", "\n", '"', "“", "”", "''", "‘no’ ", "the mayor ", "said that ",
     "the port is open ", "according to ", "— Anna Novak", ", ", ". ", "\u00a0", "«yes»", "6\" ", "\u2028", "\r"]
)  # fmt: skip


@given(st.lists(st.one_of(st.text(max_size=40), st.lists(SAID, max_size=25).map("".join)), max_size=3))
@settings(max_examples=60, deadline=None)
def test_total_over_text_and_rows_keep_to_their_description(texts):
    check_rows(attribute(texts), texts)


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, '"' * 5_001, "“" * 5_000, "a” " * 2_000, "Q: a\n" * 2_000, "\n" * 100_000]
)
def test_long_and_odd_texts(text):
    check_rows(attribute([text]), [text])


def test_half_of_a_surrogate_pair_is_replaced_by_one_character():
    text = "“We agreed,” \ud800she said. “Yes\udfff.”"
    check_rows(attribute([text]), [text.replace("\ud800", "\ufffd").replace("\udfff", "\ufffd")])


@pytest.mark.parametrize(
    ("unit", "least"),
    [
        ("the port is open and the mill is old. ", 0),
        ("“The dam will hold,” he said.\n", 500),
        ("“The dam will hold.\n", 0),
        ("“The dam will hold,” he said. ", 300),
    ],
)
def test_long_texts_come_to_an_end(unit, least):
    text = unit * 600
    found = attribute([text])
    check_rows(found, [text])
    assert len(found) >= least


# In the build

ARTICLES = {
    "a": "The harbour grows\nThe mayor said that the port would stay open in winter. “It will,” he said. “We promise.”",
    "b": "The bridge is old\nThe engineer warned that the bridge would not last. The captains did not believe him.",
    "c": "The ferry is late\nAccording to the captain, the ferry will come at noon. He denied that it was too old.",
}


def documents():
    return [
        Document(f"{name}.txt", "text", "utf-8", raw, name * 64, position=0) for name, raw in ARTICLES.items()
    ]


def of_article(rows, name):
    ids = {row["article_id"] for row in rows["articles"] if row["path"] == f"{name}.txt"}
    return [row for row in rows["attributions"] if row["article_id"] in ids]


def test_rows_of_the_build():
    rows = stages.process_documents(documents())
    check_table("attributions", make_table("attributions", rows["attributions"]))
    assert rows["problems"] == []
    ids = [row["attribution_id"] for row in rows["attributions"]]
    assert len(set(ids)) == len(ids) > 4
    assert set(rows["attributions"][0]) == {"article_id", *Attribution._fields}
    for article in rows["articles"]:
        mine = [row for row in rows["attributions"] if row["article_id"] == article["article_id"]]
        assert [row["attribution_id"] for row in mine] == [
            f"{article['article_id']}:{n}" for n in range(len(mine))
        ]
        assert 0 < sum(row["n_words"] for row in mine) <= article["n_words"]
        found = attribute([article["text"]])
        assert [row["content"] for row in mine] == found["content"].tolist()
        assert [json.loads(row["content_spans"]) for row in mine] == [
            [list(span) for span in spans] for spans in found["content_spans"]
        ]


def test_attributions_of_the_seeds(seeds):
    table = seeds.attributions
    check_table("attributions", table)
    assert table["attribution_id"].is_unique
    articles = seeds.articles.set_index("article_id")
    for article_id, rows in table.groupby("article_id"):
        text, n_words = articles.loc[article_id, ["text", "n_words"]]
        assert rows["n_words"].sum() <= n_words
        assert rows["n_words"].min() > 0
        for row in rows.itertuples():
            spans = json.loads(row.content_spans)
            assert spans[0] == [row.content_start, row.content_end]
            assert text[row.content_start : row.content_end] == row.content
            assert pd.isna(row.source_start) or text[row.source_start : row.source_end] == row.source


def fail_on_the_bridge(work):
    def failing(*args, **kwargs):
        if "bridge" in str(args[0]):
            raise ValueError("no bridge")
        return work(*args, **kwargs)

    return failing


@pytest.mark.parametrize(
    ("module", "function", "stage"),
    [(stages, "find_statements", "attribution"), (reading, "find_speakers", "speakers")],
)
def test_an_article_that_fails_is_a_problem_of_its_own(monkeypatch, module, function, stage):
    whole = stages.process_documents(documents())
    monkeypatch.setattr(module, function, fail_on_the_bridge(getattr(module, function)))
    rows = stages.process_documents(documents())
    assert [(row["path"], row["stage"], row["rule"]) for row in rows["problems"]] == [
        ("b.txt", stage, "failed")
    ]
    assert "no bridge" in rows["problems"][0]["detail"]
    assert len(rows["articles"]) == 3
    for name in "ac":
        assert of_article(rows, name) == of_article(whole, name) != []
    failed = of_article(rows, "b")
    if stage == "attribution":
        assert failed == []
    else:
        assert [row["content"] for row in failed] == [row["content"] for row in of_article(whole, "b")]
        assert {row["speaker_rule"] for row in failed} == {"failed"}
        assert {row["speaker"] for row in failed} == {None}
    check_table("attributions", make_table("attributions", rows["attributions"]))
