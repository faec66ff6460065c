"""Scores of marked spans: those of the check file, the same in any company, for any text."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib import span_scores
from corpus_lib.errors import InputError
from corpus_lib.labels import ANSWERING, HEADS, SWAPPED
from corpus_lib.model import softmax
from corpus_lib.resources import read_model
from corpus_lib.sentiment import CLASSES, score_mentions
from corpus_lib.span_scores import MAX_MARKED_PIECES, score_spans

CHECK = json.loads(read_model("span-model.check.json"))
JUDGED = [case for case in CHECK["cases"] if "span_1" in case]


def place(text, words):
    return text.index(words), text.index(words) + len(words)


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: case["text"][:20])
def test_scores_are_those_of_the_check_file(case):
    text = case["text"]
    names = [name for name in (case["span_1"], case["span_2"]) if name]
    found = score_spans([text], [tuple(place(text, name) for name in names)])
    assert set(found) == set(ANSWERING[len(names)])
    for head, scores in found.items():
        asked = softmax(np.array(case[head], np.float32))
        assert np.abs(scores[0] - asked).max() < CHECK["tolerance"]
        assert scores[0].argmax() == asked.argmax()


@pytest.fixture
def given_to_the_model(monkeypatch):
    """What the model is given, call by call; it answers as ever."""
    real, noted = span_scores.load_session(), []

    class Session:
        def run(self, heads, inputs):
            noted.append(inputs)
            return real.run(heads, inputs)

    monkeypatch.setattr(span_scores, "load_session", Session)
    return noted


@pytest.mark.parametrize("case", JUDGED, ids=lambda case: case["text"][:20])
def test_the_model_is_given_the_pieces_of_the_check_file(given_to_the_model, case):
    text = case["text"]
    score_spans([text], [tuple(place(text, name) for name in (case["span_1"], case["span_2"]) if name)])
    [inputs] = given_to_the_model
    assert inputs["input_ids"].tolist() == [case["input_ids"]]
    found = [np.flatnonzero(row).tolist() for row in inputs["spans"][0]]
    assert found == [*case["span_pieces"], []][:2]


def test_of_a_long_text_as_much_is_read_before_the_span_as_after_it(given_to_the_model):
    filler = "and so on " * 300
    text = f"{filler}Critics called the governor reckless. {filler}"
    score_spans([text], [(place(text, "the governor"),)])
    [inputs] = given_to_the_model
    inside = np.flatnonzero(inputs["spans"][0, 0])
    assert inputs["input_ids"].shape == (1, MAX_MARKED_PIECES)
    assert abs(inside[0] - (MAX_MARKED_PIECES - 1 - inside[-1])) <= 1
    assert len(inside) == 2


def test_what_cannot_be_read_leaves_the_others_their_rows():
    text = "The union rejected the offer of the company."
    far = f"The union {'and so on ' * MAX_MARKED_PIECES} the company"
    pairs = [tuple(place(words, name) for name in ("The union", "the company")) for words in (far, text)]
    [alone] = score_spans([text], pairs[1:])["event"]
    found = score_spans([far, text, far, text], pairs * 2)["event"]
    assert np.isnan(found[[0, 2]]).all()
    assert (found[[1, 3]] == alone).all()


def test_the_check_file_has_cases_of_both_kinds():
    assert {case["span_2"] is None for case in JUDGED} == {True, False}


def test_a_text_gets_the_same_scores_alone_and_among_others():
    texts = [
        f"The {noun} praised the plan of the {other}."
        for noun in ("mayor", "union")
        for other in ("port", "mill", "guild of bakers")
    ]
    spans = [(place(text, "The mayor" if "mayor" in text else "The union"),) for text in texts]
    together = score_spans(texts, spans)["sentiment"]
    for n, (text, of_text) in enumerate(zip(texts, spans, strict=True)):
        assert (score_spans([text], [of_text], threads=1)["sentiment"][0] == together[n]).all()


def test_a_pair_gets_the_same_scores_alone_and_among_others():
    text = "The union rejected the offer of the company, and the mayor asked the port for more time."
    names = ["The union", "the company", "the mayor", "the port"]
    pairs = [(place(text, one), place(text, two)) for one in names for two in names if one != two]
    texts = [text, "No. " * 3 + text] * len(pairs)
    moved = [(pair, tuple((a + 12, b + 12) for a, b in pair)) for pair in pairs]
    spans = [spans for both in moved for spans in both]
    together = score_spans(texts, spans)
    for head, scores in together.items():
        assert scores.shape == (len(texts), len(HEADS[head]))
        assert np.allclose(scores.sum(1), 1, atol=1e-5)
    backwards = score_spans(texts[::-1], spans[::-1], threads=1)
    for n in range(len(texts)):
        alone = score_spans([texts[n]], [spans[n]], threads=1)
        for head, scores in together.items():
            assert (alone[head][0] == scores[n]).all()
            assert (backwards[head][-1 - n] == scores[n]).all()


def test_the_order_of_the_two_spans_counts():
    text = "The union rejected the offer of the company."
    one, two = place(text, "The union"), place(text, "the company")
    found = score_spans([text, text], [(one, two), (two, one)])["directed"]
    assert np.abs(found[0] - found[1]).max() > 0.1
    assert np.abs(found[0] - found[1][list(SWAPPED)]).max() < np.abs(found[0] - found[1]).max()


@pytest.mark.parametrize("words", [0, 300, 20_000])
def test_what_stands_around_the_span_is_read_in_a_long_text(words):
    filler = "and so on " * words
    text = f"{filler}Critics called the governor reckless and unprepared. {filler}"
    scores = score_spans([text], [(place(text, "the governor"),)])["sentiment"]
    assert scores[0].argmax() == 0


def test_spans_that_cannot_be_read_have_no_scores():
    far = f"The union {'and so on ' * MAX_MARKED_PIECES} the company"
    text = "The union rejected the offer."
    pairs = score_spans(
        [far, text],
        [(place(far, "The union"), place(far, "the company")), (place(text, "The union"), (4, 4))],
    )
    assert set(pairs) == set(ANSWERING[2])
    assert all(np.isnan(scores).all() for scores in pairs.values())
    assert np.isnan(score_spans([text, ""], [((3, 3),), ((0, 0),)])["sentiment"]).all()
    assert score_spans([], [])["sentiment"].shape == (0, 3)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=())), st.data())
def test_no_text_raises(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    scores = score_spans([text], [((start, end),)])["sentiment"][0]
    assert np.isnan(scores).all() or abs(scores.sum() - 1) < 1e-5
    if re.search(r"[a-z]", text[start:end]):
        assert not np.isnan(scores).any()


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters(exclude_categories=())), st.data())
def test_no_text_raises_for_pairs(text, data):
    a, b, c, d = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    found = score_spans([text, text], [((a, b), (c, d)), ((c, d), (a, b))])
    readable = all(re.search(r"[a-z]", text[start:end]) for start, end in ((a, b), (c, d)))
    for scores in found.values():
        for row in scores:
            assert np.isnan(row).all() or abs(row.sum() - 1) < 1e-5
            assert not (readable and np.isnan(row).any())


def test_a_megabyte_around_a_pair_is_read_near_it():
    text = "China condemned the United States."
    pair = (place(text, "China"), place(text, "United States"))
    far = "and so on " * 50_000 + text + " and so on" * 50_000
    at = far.index(text)
    there = tuple((a + at, b + at) for a, b in pair)
    one, other = (score_spans([words], [spans]) for words, spans in ((text, pair), (far, there)))
    assert one["event"].argmax() == other["event"].argmax()


def test_mentions_keep_their_rows_and_get_probabilities():
    blamed, praised = "Critics called the governor reckless.", "Everyone praised the mayor for her courage."
    frame = pd.DataFrame(
        {
            "name": ["governor", "mayor"],
            "text": [blamed, praised],
            "start": [15, praised.index("the mayor")],
            "end": [27, praised.index("the mayor") + 9],
        },
        index=[5, 7],
    )
    before = frame.copy(deep=True)
    scored = score_mentions(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert scored.columns.tolist() == ["name", "text", "start", "end", *CLASSES]
    assert scored.index.tolist() == [5, 7]
    assert scored[list(CLASSES)].idxmax(axis=1).tolist() == ["negative", "positive"]
    assert np.allclose(scored[list(CLASSES)].sum(axis=1), 1)
    assert score_mentions(frame.head(0)).empty
    with pytest.raises(InputError, match="no column end"):
        score_mentions(frame.drop(columns="end"))


def test_spans_outside_the_text_have_no_scores():
    text = "China met us."
    for span in ((20, 33), (9, 14), (-3, 5)):
        assert np.isnan(score_spans([text], [(span,)])["sentiment"]).all()
        assert np.isnan(score_spans([text], [((0, 5), span)])["event"]).all()
