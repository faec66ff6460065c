"""The span model: it gives the numbers that its check file says, the same ones in any company, for every word once."""

import json

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib.labels import ANSWERING, HEADS
from corpus_lib.model import MAX_CHARACTERS, MAX_PIECES, MODEL, tag_texts
from corpus_lib.resources import read_model
from corpus_lib.tag_decoding import label_words

CHECK = json.loads(read_model("span-model.check.json"))
TAGGED = [case for case in CHECK["cases"] if "tags" in case]
MARKED = [case for case in CHECK["cases"] if "marked" in case]
SENTENCES = [
    "Ministers said that the talks had been frank.",
    "“The river is open,” the harbour master said. “We have waited since the spring.”",
    "The ferry runs daily.",
    "According to the embassy, no date has been set, but the visit will go ahead.",
    "x",
    "",
    "The governor believes that the dam will hold. " * 12,
    "Engineers, who had asked for a second bridge, denied that the first one was unsafe.",
]
#: More than 256 pieces, in sentences, in one sentence, and in words of several pieces.
LONG = {
    "sentences": "The minister said that the port would stay open. " * 60,
    "one sentence": "the port and the bridge and the mill " * 90,
    "long words": "reconciliationists antidisestablishmentarianism " * 200,
}


@pytest.fixture(scope="module")
def session():
    return onnxruntime.InferenceSession(read_model(MODEL), providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def tokenizer():
    from tokenizers import Tokenizer

    whole = Tokenizer.from_str(read_model("span-model.tokenizer.json").decode())
    whole.no_padding()
    whole.no_truncation()
    return whole


def inputs(ids, spans=()):
    """One text, its spans as lists of pieces."""
    marked = np.zeros((1, 2, len(ids)), np.float32)
    for n, pieces in enumerate(spans):
        marked[0, n, pieces] = 1
    return {"input_ids": np.array([ids], np.int64), "spans": marked}


def words(text, tagged):
    return [text[start:end] for start, end in zip(tagged.starts, tagged.ends, strict=True)]


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("case", TAGGED, ids=lambda case: case["text"][:20])
def test_tags_are_those_of_the_check_file(session, tokenizer, case):
    encoded = tokenizer.encode(case["text"])
    assert encoded.tokens == case["pieces"]
    assert session.run(["tags"], inputs(encoded.ids))[0][0].argmax(-1).tolist() == case["tags"]


@pytest.mark.parametrize("case", TAGGED, ids=lambda case: case["text"][:20])
def test_words_get_the_tags_of_the_check_file(case):
    """Pieces of these sentences are words, so kinds and beginnings follow from the tags."""
    tagged = tag_texts([case["text"]])[0]
    tags = np.array(case["tags"][1:-1])
    assert [word.casefold() for word in words(case["text"], tagged)] == case["pieces"][1:-1]
    assert tagged.kinds.argmax(1).tolist() == ((tags + 1) // 2).tolist()
    assert np.allclose(tagged.kinds.sum(1), 1, atol=1e-5)
    for kind, begin in enumerate((1, 3, 5)):
        assert ((tagged.begins[:, kind] > 0.5) == (tags == begin)).all()


def test_the_check_file_has_cases_of_all_heads():
    assert len(TAGGED) >= 2
    one, two = ([case for case in MARKED if bool(case["span_2"]) == pair] for pair in (False, True))
    assert one
    assert two
    for cases, heads in ((one, ANSWERING[1]), (two, ANSWERING[2])):
        assert all(set(case) & set(HEADS) == set(heads) for case in cases)


def test_the_model_asks_for_pieces_and_spans_and_answers_for_all_heads(session):
    asked = {given.name: (given.type, len(given.shape)) for given in session.get_inputs()}
    assert asked == {"input_ids": ("tensor(int64)", 2), "spans": ("tensor(float)", 3)}
    assert [output.name for output in session.get_outputs()] == list(HEADS)
    found = session.run(None, inputs([101, 7592, 102]))
    shapes = {head: (1, len(classes)) for head, classes in HEADS.items()} | {"tags": (1, 3, 7)}
    assert {head: value.shape for head, value in zip(HEADS, found, strict=True)} == shapes


@pytest.mark.parametrize("case", MARKED, ids=lambda case: case["text"][:20])
def test_heads_of_spans_give_the_logits_of_the_check_file(session, tokenizer, case):
    text = case["text"]
    for span, marks in ((case["span_1"], " « {} » "), (case["span_2"], " {{ {} }} ")):
        text = text.replace(span, marks.format(span), 1) if span else text
    assert text.split() == case["marked"].split()
    ids = case["input_ids"]
    assert tokenizer.encode(text).ids == ids
    heads = ANSWERING[2 if case["span_2"] else 1]
    found = session.run(heads, inputs(ids, case["span_pieces"]))
    for head, logits in zip(heads, found, strict=True):
        assert logits[0] == pytest.approx(case[head], abs=CHECK["tolerance"])


@pytest.mark.parametrize("case", MARKED, ids=lambda case: case["text"][:20])
def test_spans_make_a_difference(session, case):
    """Without its spans a sentence gets other numbers: the test above would see a wrong pooling."""
    heads = ANSWERING[2 if case["span_2"] else 1]
    found = session.run(heads, inputs(case["input_ids"]))
    far = [np.abs(logits[0] - case[head]).max() for head, logits in zip(heads, found, strict=True)]
    assert max(far) > CHECK["tolerance"]


def test_the_first_span_is_not_the_second(session):
    case = next(case for case in MARKED if case["span_2"])
    turned = inputs(case["input_ids"], case["span_pieces"][::-1])
    assert np.abs(session.run(["event"], turned)[0][0] - case["event"]).max() > CHECK["tolerance"]


def test_tags_do_not_depend_on_spans(session):
    case = next(case for case in MARKED if case["span_2"])
    with_spans, without = (
        session.run(["tags"], inputs(case["input_ids"], spans))[0] for spans in (case["span_pieces"], [])
    )
    assert (with_spans == without).all()


def test_guillemets_are_read_as_quotation_marks():
    """Around a span they are marks of its own, so in the text of an article they must not be."""
    one, other = tag_texts(["«The river is open», the master said.", "“The river is open”, the master said."])
    assert same(one, other)


def test_a_text_gets_the_same_numbers_alone_in_a_batch_in_any_order_and_with_more_threads():
    long_sentence = ("the port and the mill were open all year. " * 4).split()
    texts = SENTENCES * 5 + list(LONG.values()) + [" ".join(long_sentence[:n]) for n in range(1, 36)]
    alone = [tag_texts([text], threads=1)[0] for text in texts]
    for threads in (1, 2):
        for order in (
            range(len(texts)),
            range(len(texts) - 1, -1, -1),
            np.random.default_rng(1).permutation(len(texts)),
        ):
            found = tag_texts([texts[n] for n in order], threads=threads)
            for n, tagged in zip(order, found, strict=True):
                assert same(tagged, alone[n]), texts[n][:40]


@pytest.mark.parametrize("kind", LONG)
def test_in_long_texts_every_word_gets_one_tag_in_order_and_whole(kind, tokenizer):
    text = LONG[kind]
    assert len(tokenizer.encode(text, add_special_tokens=False).ids) > 2 * MAX_PIECES
    tagged = tag_texts([text])[0]
    assert words(text, tagged) == text.replace(".", " .").split()
    assert tagged.kinds.shape == (len(tagged.starts), 4)
    assert tagged.begins.shape == (len(tagged.starts), 3)


def test_a_long_text_is_cut_at_a_sentence():
    """The first part of it is as many whole sentences, of ten pieces each, as the model can read."""
    sentence = "The minister said that the port would stay open. "
    first, rest = (MAX_PIECES - 2) // 10, 5
    whole = tag_texts([sentence * (first + rest)])[0]
    apart = tag_texts([sentence * first, sentence * rest])
    assert np.array_equal(whole.kinds, np.concatenate([part.kinds for part in apart]))


def test_offsets_of_a_text_longer_than_the_tokenizer_sees_at_once():
    text = "the port is open. " * (MAX_CHARACTERS // 9)
    tagged = tag_texts([text])[0]
    assert (tagged.starts[1:] >= tagged.ends[:-1]).all()
    assert "".join(words(text, tagged)) == text.replace(" ", "")


def test_no_word_is_cut_where_the_tokenizers_part_ends():
    text = "x " * (MAX_CHARACTERS // 2 - 5) + "international bridge"
    assert words(text, tag_texts([text])[0])[-2:] == ["international", "bridge"]


ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@given(st.lists(ANY, max_size=4))
@settings(max_examples=60, deadline=None)
def test_total_over_text(texts):
    found = tag_texts(texts)
    assert len(found) == len(texts)
    for text, tagged in zip(texts, found, strict=True):
        assert all(word.strip() for word in words(text, tagged))
        assert (tagged.starts < tagged.ends).all()
        assert (tagged.starts[1:] >= tagged.ends[:-1]).all()
        assert np.isfinite(tagged.kinds).all()


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\ud800", "a\udfffb", "\x00", "\u200b", "“", "''", "中文报道"]
)
def test_odd_texts(text):
    tagged = tag_texts([text])[0]
    assert all(word in text for word in words(text, tagged))
    assert len(label_words([tagged])[0]) == len(tagged.starts)


def test_nothing_given():
    assert tag_texts([]) == []
    assert label_words([]) == []


def test_a_megabyte_of_one_letter():
    tagged = tag_texts(["x" * 1_000_000])[0]
    assert tagged.ends[-1] == 1_000_000
    assert len(tagged.starts) < 100


def test_thousands_of_marks_are_a_word_each():
    assert len(tag_texts(["“" * 12_000])[0].starts) == 12_000
