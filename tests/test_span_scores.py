"""Scores of marked spans: those of the check file, the same in any company, for any text."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.errors import InputError
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
    if case["span_2"] is None:
        found = score_spans([text], [(place(text, case["span_1"]),)])
    else:
        found = score_spans([text], [(place(text, case["span_1"]), place(text, case["span_2"]))])
    assert set(found) == ({"sentiment"} if case["span_2"] is None else {"event", "directed"})
    for head, scores in found.items():
        asked = softmax(np.array(case[head], np.float32))
        assert np.abs(scores[0] - asked).max() < CHECK["tolerance"]
        assert scores[0].argmax() == asked.argmax()


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


def test_the_order_of_the_two_spans_counts():
    text = "The union rejected the offer of the company."
    one, two = place(text, "The union"), place(text, "the company")
    found = score_spans([text, text], [(one, two), (two, one)])["directed"]
    assert np.abs(found[0] - found[1]).max() > 0.1


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
    assert np.isnan(pairs["event"]).all()
    assert np.isnan(pairs["directed"]).all()
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


def test_mentions_keep_their_rows_and_get_probabilities():
    text = "Critics called the governor reckless, but the mayor was praised by everyone for her courage."
    frame = pd.DataFrame(
        {
            "name": ["governor", "mayor"],
            "text": text,
            "start": [15, text.index("the mayor")],
            "end": [27, text.index("the mayor") + 9],
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
