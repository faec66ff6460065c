"""The span model is made again from data: on a small slice, by a small encoder, but for real."""

from __future__ import annotations

import csv
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib import labels
from corpus_lib.errors import InputError
from corpus_lib.resources import read_model

torch = pytest.importorskip("torch", reason="the extra `training` is not installed")
onnx = pytest.importorskip("onnx", reason="the extra `training` is not installed")
onnxruntime = pytest.importorskip("onnxruntime", reason="the extra `training` is not installed")
transformers = pytest.importorskip("transformers", reason="the extra `training` is not installed")
safetensors = pytest.importorskip("safetensors.torch", reason="the extra `training` is not installed")

from corpus_lib.training import __main__ as command  # noqa: E402 - only where torch is
from corpus_lib.training import examples as ex  # noqa: E402
from corpus_lib.training import export as out  # noqa: E402
from corpus_lib.training import fit, integers, kept, measures, on_topic, own_codes, tune  # noqa: E402
from corpus_lib.training import on_topic_scores as scores  # noqa: E402
from corpus_lib.training.asking import ask, probabilities  # noqa: E402
from corpus_lib.training.batches import (  # noqa: E402
    MAX_MARKED_PIECES,
    MAX_PIECES,
    NO_LABEL,
    collate,
    encode,
)
from corpus_lib.training.span_model import SpanModel, load_model, load_tokenizer, new_model, save_model  # noqa: E402

TOKENIZER = load_tokenizer()
#: Where the 48 MB of the model's own weights are, with its configuration and check file beside them.
WEIGHTS = os.environ.get("CORPUS_LIB_WEIGHTS")

#: s: source, c: cue, x: content.
ATTRIBUTIONS = """
[s:The minister] [c:said] [x:that the talks would go on in spring].
[s:Two officials] [c:told] reporters [x:that no date had been set].
[c:According to] [s:the port authority], [x:forty ships are waiting outside the harbour].
[x:“We will answer every new tariff,”] [s:the ambassador] [c:warned].
[s:She] [c:argued] [x:that the ban would hurt small exporters most].
[s:The finance ministry] [c:denied] [x:that it had sold any bonds].
[x:The bridge will open in May], [s:the governor] [c:announced].
[s:Analysts] [c:expect] [x:the yuan to fall further this year].
[s:He] [c:added] [x:that nobody had asked him].
[x:“It was a frank exchange,”] [s:a spokesman] [c:said].
[s:Farmers in the valley] [c:complain] [x:that soybeans rot in the barns].
[s:The report] [c:concluded] [x:that the cables had been cut on purpose].
[c:In the view of] [s:the chamber of commerce], [x:the rules are unclear].
[s:The general] [c:insisted] [x:that the exercise was routine].
[x:Nothing has changed], [s:the foreign office] [c:stated] on Friday.
[s:A union leader] [c:promised] [x:that the strike would end soon].
[s:The mayor] [c:asked] [x:whether the factory would stay].
[s:Neighbours] [c:recalled] [x:that the lab had worked at night].
[s:The company] [c:confirmed] [x:that it had lost the licence].
[x:“There is no plan B,”] [s:the negotiator] [c:admitted].
[s:Scientists] [c:believe] [x:that the balloon came from the north].
[s:The court] [c:ruled] [x:that the app may be sold].
[c:As] [s:the prime minister] [c:put it], [x:a door is open].
[s:Customs officers] [c:reported] [x:that exports of gallium had stopped].
The delegation arrived on Tuesday and left two days later.
Trade between the two countries grew by six per cent.
""".strip().splitlines()

#: The target is between stars.
SENTIMENTS = {
    "negative": ["Critics called *the law* reckless and cruel.", "*The bank* failed its customers again."],
    "neutral": ["*The council* met on Tuesday at noon.", "The train passes *the border* twice a day."],
    "positive": ["Readers praised *the museum* as a joy.", "*The nurse* won thanks and a brave name."],
}

#: Sentence, actor, target, event, directed sentiment.
PAIRS = [
    ("The council thanked the province for its quick help.", "The council", "the province", "SUPPORT", 1),
    ("The union rejected the offer of the company.", "The union", "the company", "REJECT", 3),
    ("Envoys of the kingdom met the president in Geneva.", "the kingdom", "the president", "CONSULT", 0),
    ("The navy fired at the trawler.", "The navy", "the trawler", "ASSAULT", 3),
]

#: Larger rates than the shipped recipe's: the encoder here starts from nothing, and has a minute to learn.
SMALL = fit.Recipe(epochs=30, batch=8, rate=3e-3, head_rate=6e-3)


def attribution_row(lines: list[str]) -> ex.Row:
    """An article of one paragraph a line, from the notation above."""
    text, attributions = "", []
    for line in lines:
        spans: dict[str, list[list[int]]] = {"source": [], "cue": [], "content": []}
        for part in re.split(r"(\[\w:[^]]*\])", line):
            name = {"[s:": "source", "[c:": "cue", "[x:": "content"}.get(part[:3])
            words = part[3:-1] if name else part
            if name:
                spans[name].append([len(text), len(text) + len(words)])
            text += words
        attributions.append(spans)
        text += "\n\n"
    return {"text": text, "discard": [], "attributions": attributions, "split": "train"}


def sentiment_rows() -> list[ex.Row]:
    rows = []
    for label, sentences in SENTIMENTS.items():
        for sentence in sentences:
            before, target, after = sentence.split("*")
            span = {"start": len(before), "end": len(before) + len(target)}
            rows.append({"sentence": before + target + after, "label": label, "split": "train", **span})
    return rows


def pair_rows() -> list[ex.Row]:
    """Rows with the fields of both sets of pairs."""
    rows = []
    for sentence, *names, event, directed in PAIRS:
        one, two = ([sentence.index(name), sentence.index(name) + len(name)] for name in names)
        spans = {"p": one, "q": two, "source": one, "target": two}
        rows.append({"sentence": sentence, "root": event, "label": directed, "split": "train", **spans})
    return rows


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> Iterator[None]:
    """Small matrices are slower on two threads, and with one the sums are always in the same order."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The slice as files, two plain and two compressed; the first paragraphs are to measure on as well."""
    folder = tmp_path_factory.mktemp("data")
    dev = attribution_row(ATTRIBUTIONS[:2]) | {"split": "dev"}
    sets = {
        "attribution_dev.jsonl": [attribution_row(ATTRIBUTIONS), dev],
        "newsmtsc_dev.jsonl": sentiment_rows(),
        "directed_dev.jsonl.gz": pair_rows(),
        "plover_dev.jsonl.gz": [row | {"split": "train"} for row in pair_rows()],
    }
    for name, rows in sets.items():
        lines = "".join(json.dumps(row) + "\n" for row in rows).encode()
        (folder / name).write_bytes(gzip.compress(lines) if name.endswith("gz") else lines)
    return folder


@pytest.fixture(scope="module")
def slice_(data: Path) -> list[ex.Example]:
    return ex.read_examples(data, "train")


def small_model(seed: int = 0) -> SpanModel:
    """Two layers, 32 wide, from chance, with the real vocabulary."""
    config = transformers.BertConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64
    )
    return new_model(config, seed=seed)


@pytest.fixture(scope="module")
def trained(slice_: list[ex.Example]) -> tuple[SpanModel, list[float]]:
    model = small_model()
    return model, fit.train(model, TOKENIZER, slice_, SMALL)


@pytest.fixture(scope="module")
def exported(
    trained: tuple[SpanModel, list[float]],
    slice_: list[ex.Example],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    folder = tmp_path_factory.mktemp("model")
    out.export(trained[0], TOKENIZER, out.draw_samples(slice_), folder)
    return folder


# Reading


def test_the_sets_are_read_with_their_labels(data, slice_):
    by_spans = {n: [e for e in slice_ if len(e.spans) == n] for n in range(3)}
    assert [e.text for e in by_spans[0]] == [re.sub(r"\[\w:|\]", "", line) for line in ATTRIBUTIONS]
    assert [len(e.tagged) for e in by_spans[0][-2:]] == [0, 0]
    marked = {t.kind: by_spans[0][2].text[t.start : t.end] for t in by_spans[0][2].tagged}
    assert marked == {
        "source": "the port authority",
        "cue": "According to",
        "content": "forty ships are waiting outside the harbour",
    }
    assert [e.labels for e in by_spans[1]] == [{"sentiment": n} for n in (0, 0, 1, 1, 2, 2)]
    assert by_spans[1][0].text == "Critics called  « the law »  reckless and cruel."
    assert by_spans[2][2].text == "Envoys of  « the kingdom »  met  { the president }  in Geneva."
    assert [e.labels for e in by_spans[2]] == [
        *({"directed": row["label"]} for row in pair_rows()),
        *({"event": labels.EVENTS.index(row["root"])} for row in pair_rows()),
    ]
    assert len(ex.read_examples(data, "dev")) == 2
    assert len(ex.leave_out(slice_, ex.read_examples(data, "dev"))) == len(slice_) - 2


def test_tags_begin_at_the_first_piece_and_discarded_text_does_not_count():
    row = attribution_row(["[s:Xi] [c:said] [x:gallium sells].", "Advertisement"])
    at = row["text"].index("Advertisement")
    one, two = encode(TOKENIZER, ex.attribution_examples(row | {"discard": [[at, at + 13]]}))
    assert TOKENIZER.encode("gallium").tokens[1:-1] == ["gall", "##ium"]
    assert one.tags == [NO_LABEL, 1, 3, 5, 6, 6, 0, NO_LABEL]
    assert set(two.tags) == {NO_LABEL}


def test_judged_spans_are_the_pieces_between_the_marks():
    pair = ex.mark("He met officials of gallium firms.", (20, 27), (0, 2))
    [encoded] = encode(TOKENIZER, [pair])
    pieces = [[TOKENIZER.id_to_token(encoded.ids[at]) for at in span] for span in encoded.spans]
    assert pieces == [["gall", "##ium"], ["he"]]
    spans = collate([encoded]).inputs[2][0]
    assert [spans[n].nonzero().flatten().tolist() for n in range(2)] == encoded.spans


def test_a_span_over_two_paragraphs_is_in_both():
    row = {"text": "He said: I\n\ncame.", "discard": [], "attributions": []}
    row["attributions"] = [{"source": [[0, 2]], "cue": [[3, 7]], "content": [[9, 16]]}]
    first, second = ex.attribution_examples(row)
    assert first.tagged[0] == (9, 10, "content")
    assert second.tagged == ((0, 4, "content"),)


def test_long_paragraphs_are_cut_and_long_sentences_left_out():
    text = "a " * 600
    windows = encode(TOKENIZER, [ex.Example(text, tagged=(ex.Tagged(0, len(text), "content"),))])
    assert [len(e.ids) for e in windows] == [MAX_PIECES, MAX_PIECES, 600 - 2 * (MAX_PIECES - 2) + 2]
    assert sum(tag == 6 for e in windows for tag in e.tags) == 599
    assert encode(TOKENIZER, [ex.mark(text + "b", (1200, 1201))]) == []
    [cut] = encode(TOKENIZER, [ex.mark(text, (0, 1))])
    assert (len(cut.ids), cut.ids[-1]) == (MAX_MARKED_PIECES, TOKENIZER.token_to_id("[SEP]"))


def test_pairs_that_overlap_or_miss_a_side_are_left_out():
    row = pair_rows()[0]
    assert list(ex.plover_examples(row | {"target": None})) == []
    assert list(ex.plover_examples(row | {"target": row["source"]})) == []


def test_enlarging_changes_over_only_what_has_a_sentiment(slice_):
    larger = ex.enlarge(slice_)
    assert len(larger) == len(slice_) + 2 * len(PAIRS) + 3
    [other] = [
        e for e in larger if e.text == " { The council }  thanked  « the province »  for its quick help."
    ]
    assert other.labels == {"directed": 2}
    assert [other.text[a:b] for a, b in other.spans] == ["the province", "The council"]


@given(st.text(), st.data())
def test_any_text_can_be_marked_and_cut(text, data):
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    example = ex.mark(text, *((a, b) for a, b in (edges[2:], edges[:2])))
    assert [example.text[a:b] for a, b in example.spans] == [text[slice(*edges[2:])], text[slice(*edges[:2])]]
    assert len(example.text) == len(text) + 12
    tagged = ex.Example(text, tagged=(ex.Tagged(*edges[:2], "cue"),), discard=((edges[2], edges[3]),))
    for e in encode(TOKENIZER, [example, tagged]):
        assert all(0 < at < len(e.ids) - 1 for pieces in e.spans for at in pieces)
        assert len(e.tags) == (0 if e.spans else len(e.ids))


def test_unpaired_surrogates_are_replaced(tmp_path):
    row = json.dumps(sentiment_rows()[0] | {"sentence": "Bad \ud800 law."} | {"start": 6, "end": 9})
    (tmp_path / "newsmtsc.jsonl").write_text(row)
    [example] = ex.read_examples(tmp_path, "train", ["newsmtsc"])
    assert example.text == "Bad ?  « law » ."
    assert len(encode(TOKENIZER, [example])) == 1


# Learning


def test_it_learns_the_slice(trained, slice_):
    model, losses = trained
    assert np.mean(losses[-10:]) < 0.5 * np.mean(losses[:10])
    before, after = (measures.measure(m, TOKENIZER, slice_) for m in (small_model(), model))
    assert list(after) == ["tags", "sentiment", "event", "directed"]
    assert before["tags"].accuracy < 0.6 < 0.9 < after["tags"].accuracy
    assert before["tags"].macro_f1 < 0.3 < 0.8 < after["tags"].macro_f1
    assert all(after[head].accuracy == 1 for head in ("sentiment", "event", "directed"))


def test_the_same_seed_gives_the_same_weights(slice_):
    def weights(seed: int) -> torch.Tensor:
        model, torch_state = small_model(), torch.random.get_rng_state()
        fit.train(model, TOKENIZER, slice_, replace(SMALL, most_steps=4, seed=seed))
        assert torch.equal(torch.random.get_rng_state(), torch_state)
        return torch.cat([value.flatten() for value in model.state_dict().values()])

    assert torch.equal(weights(1), weights(1))
    assert not torch.equal(weights(1), weights(2))


def test_what_rests_stays_as_it_is_and_wakes_again(slice_):
    model = small_model()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    fit.train(model, TOKENIZER, slice_, replace(SMALL, epochs=1, words_rest=True, resting=1))
    still = {name for name, value in model.state_dict().items() if torch.equal(value, before[name])}
    assert {name for name in before if name.startswith(("enc.embeddings.", "enc.encoder.layer.0."))} <= still
    moved = set(before) - still
    assert {name for name in before if name.startswith("enc.encoder.layer.1.attention.self.query")} <= moved
    assert {"ht.weight", "hs.3.weight", "hr.3.weight", "hd.3.weight"} <= moved
    assert all(value.requires_grad for value in model.parameters())


def test_rates_rise_and_fall():
    shares = [fit._share(step, 100, 0.06) for step in range(100)]
    assert shares.index(1.0) == 5
    assert all(a < b for a, b in pairwise(shares[:6]))
    assert all(a > b for a, b in pairwise(shares[6:]))
    assert 0 < shares[-1] < 0.02


def test_a_student_comes_near_its_teacher_without_any_label(trained, slice_):
    teacher, _ = trained
    unlabelled = [replace(e, labels={}) for e in slice_ if e.spans]
    student = small_model(seed=5)
    taught = fit.add_soft_targets(teacher, TOKENIZER, unlabelled)
    losses = fit.train(student, TOKENIZER, taught, replace(SMALL, epochs=60))
    assert np.mean(losses[-4:]) < 0.2 * np.mean(losses[:4])
    assert measures.measure(student, TOKENIZER, slice_)["event"].accuracy == 1
    nothing = fit.train(small_model(), TOKENIZER, unlabelled, replace(SMALL, epochs=1))
    assert nothing == [0.0] * len(nothing), "without labels and a teacher there is nothing to learn"


def test_soft_and_hard_targets_are_weighed():
    ids = torch.ones(1, 3, dtype=torch.int64)
    logits = {"sentiment": torch.tensor([[2.0, 0.0, -1.0]])}

    def loss(label: int, soft: list[float]) -> float:
        labels, targets = {"sentiment": torch.tensor([label])}, {"sentiment": torch.tensor([soft])}
        batch = fit.Batch((ids, ids, torch.zeros(1, 2, 3)), labels, targets)
        return fit.batch_loss(logits, batch, fit.Recipe()).item()

    hard, soft = loss(2, [np.nan] * 3), loss(NO_LABEL, [0.0, 0.0, 3.0])
    assert 0 < soft < hard or 0 < hard < soft
    assert loss(2, [0.0, 0.0, 3.0]) == pytest.approx(0.7 * soft + 0.3 * hard)


def test_the_second_stage_keeps_what_the_first_learned(slice_):
    recipes = (replace(SMALL, epochs=40), replace(SMALL, epochs=30, rate=1e-3))
    model = small_model()
    asked = []

    def teach(examples):
        asked.extend(examples)
        return list(examples)

    losses = fit.rebuild(model, TOKENIZER, slice_, teach=teach, recipes=recipes)
    # A batch of sentiments and one of pairs; in the second stage these again, beside four of paragraphs.
    assert len(losses) == 40 * 2 + 30 * (2 + 4)
    assert {len(e.spans) for e in asked} == {1, 2}
    scores = measures.measure(model, TOKENIZER, slice_)
    assert scores["tags"].accuracy > 0.8
    assert scores["sentiment"].accuracy == scores["event"].accuracy == scores["directed"].accuracy == 1


# Our own subject


def coded_rows() -> list[ex.Row]:
    """Twenty articles; in every other one something is done, and said of the other side."""
    rows = []
    for n in range(20):
        sentence, *names, event, directed = PAIRS[n % len(PAIRS)]
        one, two = ([sentence.index(name), sentence.index(name) + len(name)] for name in names)
        said = n % 2 == 0
        rows.append(
            {
                "article": f"{n}:headline",
                "set": "news" if n < 15 else "briefings",
                "id": 90_000 + n,
                "sentence": sentence,
                "p": one,
                "q": two,
                "directed": directed if said else 0,
                "event": event if said else "NONE",
                "mode": "planned" if said else "none",
                "voice": "quoted" if said else "author",
                "judged_p": "neu",
                "judged_q": "neg" if directed == 3 else "pos",
            }
        )
    return rows


def test_a_coded_pair_gives_both_orders():
    row = coded_rows()[0]
    pair, back = on_topic.both_orders(row)
    assert pair.labels == {"directed": 1, "event": 2, "mode": 1, "voice": 1}
    assert back.labels == {"directed": 2, "voice": 1}
    assert [pair.text[a:b] for a, b in pair.spans] == ["The council", "the province"]
    assert [back.text[a:b] for a, b in back.spans] == ["the province", "The council"]
    assert "mode" not in on_topic.both_orders(coded_rows()[1])[0].labels


@pytest.mark.parametrize(
    ("back", "known"),
    [
        ({"back_event": None, "back_mode": None}, {}),
        ({"back_event": "NONE", "back_mode": "none"}, {"event": labels.NO_EVENT}),
        ({"back_event": "ASSAULT", "back_mode": "denied"}, {"event": 14, "mode": 5}),
    ],
)
def test_what_is_done_back_is_learned_only_where_it_was_coded(back, known):
    pair, other = on_topic.both_orders(coded_rows()[0] | back)
    assert pair.labels == {"directed": 1, "event": 2, "mode": 1, "voice": 1}
    assert other.labels == {"directed": 2, "voice": 1} | known


def test_each_party_is_marked_alone_with_its_judgement():
    row = coded_rows()[3]  # the navy fires at the trawler
    one, two = on_topic.both_parties(row)
    assert [[e.text[a:b] for a, b in e.spans] for e in (one, two)] == [["The navy"], ["the trawler"]]
    assert (one.labels, two.labels) == ({"sentiment": 1}, {"sentiment": 0})
    assert two.text == "The navy fired at  « the trawler » ."


def test_a_sparing_reader_does_not_teach_that_a_party_is_neutral():
    thanks, bare = coded_rows()[0], coded_rows()[1] | {"judged_q": "neu"}
    liked = coded_rows()[1] | {"directed": 1}

    def judged(row: ex.Row) -> list[int]:
        examples = list(on_topic.coded_examples([row]))
        assert [len(e.spans) for e in examples[:2]] == [2, 2]
        return [e.labels["sentiment"] for e in examples[2:]]

    assert judged(thanks) == [1, 2]
    assert judged(thanks | {"sparing": True}) == [2], "beside an event"
    assert judged(liked | {"sparing": True}) == [0], "beside an attitude"
    assert judged(bare | {"sparing": True}) == [1, 1], "where there is neither it was as others judge"
    many = list(on_topic.coded_examples([bare | {"sparing": True}] * 3 * on_topic.NEUTRAL_EVERY))
    assert len(many) == (2 * on_topic.NEUTRAL_EVERY + 2) * 3, "but of few rows, or most would be neutral"
    assert len(list(on_topic.coded_examples([bare] * 3))) == 4 * 3


def test_no_article_is_on_both_sides_and_each_set_gives_a_fifth():
    rows = [
        row | {"article": f"{row['article'].split(':')[0]}:{part}"}
        for row in coded_rows()
        for part in on_topic.PARTS
    ]
    kept_rows, held = on_topic.hold_out(rows, 3)
    numbers = [{r["article"].split(":")[0] for r in part} for part in (kept_rows, held)]
    assert numbers[0].isdisjoint(numbers[1])
    assert sorted(r["set"] for r in held) == ["briefings"] * 2 + ["news"] * 6
    assert len(kept_rows) + len(held) == len(rows)
    assert on_topic.hold_out(rows[::-1], 3)[1] == held[::-1], "whatever the order of the rows"
    assert on_topic.hold_out(rows, 4)[1] != held
    assert on_topic.article_of({"article": "agency:7"}) != on_topic.article_of({"article": "agency:8"})


def test_it_learns_coded_pairs_and_keeps_what_it_rehearses(slice_):
    model, rows = small_model(), coded_rows()[:4]
    recipe = replace(SMALL, epochs=60, batch=4, beside=6)
    beside = [e for e in slice_ if len(e.spans) == 1]
    losses = fit.train(model, TOKENIZER, on_topic.coded_examples(rows), recipe, beside=beside)
    assert len(losses) == 60 * (2 + 2 + 2), "two batches of pairs, two of parties, the six sentiments in two"
    assert measures.measure(model, TOKENIZER, beside)["sentiment"].accuracy == 1
    found = scores.score(ask(model, TOKENIZER, rows), rows)
    learned = ("direction", "event_precision", "event_recall", "class", "mode", "voice", "judged")
    assert {name: found[name].value for name in learned} == dict.fromkeys(learned, 1)


def said_of(rows: list[ex.Row], **answers: list[int]) -> scores.Said:
    """Heads that are sure of the given classes, of the first one where none are given."""
    times = {head: 2 if head == "judged" else 1 for head in ("event", "mode", "directed", "voice", "judged")}
    sizes = {head: len(labels.HEADS["sentiment" if head == "judged" else head]) for head in times}
    return scores.Said(**{h: np.eye(sizes[h])[answers.get(h, [0] * len(rows) * times[h])] for h in sizes})


def test_figures_are_counted_as_they_are_described():
    rows = coded_rows()[:4]  # SUPPORT, none, CONSULT, none; planned; quoted and author in turn
    judged = [1, 2, 0, 0, 1, 1, 1, 0]  # coded: 1 2, 1 0, 1 2, 1 0
    found = scores.score(
        said_of(rows, event=[4, 2, 1, 15], mode=[1, 1, 0, 0], voice=[1, 0, 0, 0], judged=judged), rows
    )
    value = {name: estimate.value for name, estimate in found.items()}
    assert value["event_precision"] == pytest.approx(2 / 3)
    assert value["event_recall"] == 1
    assert (value["class"], value["quadrant"]) == (0.5, 0.5)
    assert (value["mode"], value["mode_or_none"]) == (0.5, 0.5)
    assert value["voice"] == 0.75
    assert value["direction"] == 0.75
    assert value["direction_macro_f1"] == pytest.approx((6 / 7 + 0) / 2)
    assert value["judged"] == 0.75
    assert value["judged_macro_f1"] == pytest.approx((4 / 5 + 6 / 8 + 2 / 3) / 3)
    assert all(low <= value <= high for value, low, high in found.values())
    assert found["voice"].low < 0.75 < found["voice"].high


def test_an_interval_draws_both_parties_of_a_pair_together():
    rows = coded_rows()[:2]
    found = scores.score(said_of(rows, judged=[1, 2, 0, 1]), rows)[
        "judged"
    ]  # the first right, the second wrong
    assert found == (0.5, 0, 1)


def test_without_any_event_its_figures_are_not_numbers():
    rows = [coded_rows()[n] for n in (1, 3)]
    found = scores.score(said_of(rows, event=[15, 15]), rows)
    assert all(np.isnan(found[name].value) for name in ("event_recall", "class", "mode"))
    assert found["mode_or_none"].value == found["direction"].value == 1


@pytest.mark.parametrize(("threshold", "found"), [(0.5, 0.5), (0.7, 0.25), (0.3, 0.75), (0.1, 1.0)])
def test_an_event_is_found_from_the_threshold_on(threshold, found):
    rows = [row for row in coded_rows() if row["event"] != "NONE"][:4]
    happens = np.array([0.4, 0.8, 0.2, 0.6])
    said = replace(said_of(rows), event=np.c_[happens, np.zeros((4, 14)), 1 - happens])
    assert scores.score(said, rows, threshold)["event_recall"].value == found


def test_figures_need_no_torch():
    program = "import sys, corpus_lib.training.on_topic_scores as s; s.score; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_attitude_and_voice_are_the_mean_of_two_orders():
    model = small_model()
    row = coded_rows()[0]
    there = ask(model, TOKENIZER, [row])
    turned = row | {"p": row["q"], "q": row["p"], "judged_p": row["judged_q"], "judged_q": row["judged_p"]}
    back = ask(model, TOKENIZER, [turned])
    assert np.allclose(there.directed, back.directed[:, labels.SWAPPED])
    assert np.allclose(there.voice, back.voice)
    assert np.allclose(there.judged, back.judged[::-1])
    assert np.abs(there.event - back.event).max() > 1e-3, "the event is that of the asked order"
    assert np.abs(there.mode - back.mode).max() > 1e-3


def test_probabilities_keep_the_order_whatever_the_lengths():
    model, rows = small_model(), coded_rows()[:4]
    long = ex.mark("a " * 200 + "b c", (400, 401), (402, 403))
    pairs = [on_topic.both_orders(row)[0] for row in rows]
    asked = [long, *pairs, *pairs[::-1], long]
    found = probabilities(model, TOKENIZER, asked)
    assert {head: value.shape for head, value in found.items()} == {
        head: (10, len(labels.HEADS[head])) for head in labels.ANSWERING[2]
    }
    for value in found.values():
        assert np.allclose(value.sum(1), 1)
        assert np.allclose(value[1:5], value[5:9][::-1], atol=1e-6)
        assert (value[[0, 9]] == 1 / value.shape[1]).all(), "too long: nothing is known"
    alone = probabilities(model, TOKENIZER, pairs[2:3])
    assert all(np.allclose(value[0], found[head][3], atol=1e-5) for head, value in alone.items())
    assert probabilities(model, TOKENIZER, []) == {}


def test_an_older_model_gets_the_heads_and_classes_it_lacks(tmp_path):
    model = small_model(seed=3)
    save_model(model, TOKENIZER, tmp_path)
    state = safetensors.load_file(tmp_path / "weights.fp16.safetensors")
    old = {name: value for name, value in state.items() if name.split(".")[0] not in ("hm", "hv")}
    old |= {name: old[name][:15].contiguous() for name in ("hr.3.weight", "hr.3.bias")}
    safetensors.save_file(old, tmp_path / "weights.fp16.safetensors")
    grown, other = load_model(tmp_path), load_model(tmp_path, seed=1)
    inputs = collate(encode(TOKENIZER, [ex.mark("He met her.", (0, 2), (7, 10))])).inputs
    with torch.inference_mode():
        before, after = model.eval()(*inputs), grown(*inputs)
    assert torch.allclose(before["event"][:, :15], after["event"][:, :15], atol=1e-2)
    assert after["event"][0, 15] == 0
    assert after["mode"].shape == (1, 6)
    # Mode and voice read what the event does; what they say of it is left to chance.
    assert torch.equal(grown.hm[0].weight, grown.hr[0].weight)
    assert torch.equal(grown.hv[0].weight, grown.hr[0].weight)
    assert not torch.equal(grown.hm[3].weight, other.hm[3].weight)


def test_soft_targets_for_rehearsal_are_of_what_the_model_knew(data):
    taught = tune.rehearsal(small_model(), TOKENIZER, data)
    kinds = {(len(e.spans), tuple(sorted(e.labels))): tuple(sorted(e.soft)) for e in taught}
    assert kinds == {
        (0, ()): (),
        (1, ("sentiment",)): ("sentiment",),
        (2, ("directed",)): ("directed",),
        (2, ("event",)): ("directed", "event"),
    }
    events = [e.soft["event"] for e in taught if "event" in e.labels]
    assert all(min(logits[:15]) - logits[15] == pytest.approx(tune.BELOW) for logits in events)
    unseen = tune.rehearsal(small_model(), TOKENIZER, data, taught)
    assert unseen == []


def test_the_command_tunes_and_writes(data, tmp_path, capsys):
    save_model(small_model(), TOKENIZER, tmp_path / "base")
    folder = shutil.copytree(data, tmp_path / "data")
    (folder / "on_topic_dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in coded_rows()))
    tune.main(folder, tmp_path / "base", tmp_path / "new", steps=2)
    said = capsys.readouterr().out
    kept_rows, held = on_topic.hold_out(coded_rows())
    pairs = len(kept_rows) + len(own_codes.read_own_pairs(None))
    assert said.startswith(f"{pairs} coded pairs, ")
    assert f", {len(held)} held out\n" in said
    assert said.count("step 2 of 2") == 2, "both stages"
    assert re.search(r"^direction: 0\.\d{3} \(", said, re.MULTILINE)
    assert "content: F1" in said
    assert {path.name for path in (tmp_path / "new").iterdir()} >= {out.MODEL, out.CHECK}
    before, after = (load_model(tmp_path / name) for name in ("base", "new"))
    assert torch.equal(
        before.enc.embeddings.word_embeddings.weight, after.enc.embeddings.word_embeddings.weight
    ), "words rest"
    assert not torch.equal(before.hr[3].weight, after.hr[3].weight)


def test_what_is_kept_is_measured_on_the_sets_that_are_there(tmp_path, trained):
    held = [row | {"split": "dev_rw"} for row in sentiment_rows()]
    (tmp_path / "newsmtsc_dev.jsonl").write_text("".join(json.dumps(row) + "\n" for row in held))
    assert kept.measure_kept(trained[0], TOKENIZER, tmp_path) == {"newsmtsc dev_rw": 1}
    row = attribution_row(ATTRIBUTIONS) | {"split": "dev"}
    (tmp_path / "attribution_dev.jsonl").write_text(json.dumps(row))
    figures = kept.measure_kept(trained[0], TOKENIZER, tmp_path)
    assert set(figures) == {"newsmtsc dev_rw", "source", "cue", "content"}
    assert all(0.8 < value <= 1 for value in figures.values())
    assert all(
        value < 0.7
        for name, value in kept.measure_kept(small_model(), TOKENIZER, tmp_path).items()
        if name in ("source", "cue")
    )


def test_the_kinds_of_tags_are_not_mixed_up():
    model = small_model()
    model.ht.weight.data.zero_()
    model.ht.bias.data = torch.eye(7)[labels.HEADS["tags"].index("I-cue")]
    paragraphs = list(ex.attribution_examples(attribution_row(ATTRIBUTIONS)))
    tags = [tag for e in encode(TOKENIZER, paragraphs) for tag in e.tags if tag != NO_LABEL]
    cues = sum(labels.HEADS["tags"][tag].endswith("cue") for tag in tags)
    wanted = {"source": 0, "cue": 2 * cues / (cues + len(tags)), "content": 0}
    assert kept.piece_f1(model, TOKENIZER, paragraphs) == pytest.approx(wanted)


# Our own codes

CODES = list(own_codes._read(own_codes.CODES))
WRITTEN = own_codes.read_own_pairs(None)


def test_codes_have_only_known_classes_and_a_mode_exactly_with_an_event():
    modes = (*labels.MODES, "none")
    for code in [*CODES, *own_codes._read(own_codes.SENTENCES)]:
        if code["set"] != own_codes.ADDED:
            assert code["event"] in labels.EVENTS
            assert (code["mode"] == "none") == (code["event"] == "NONE"), code
            assert code["mode"] in modes
            assert int(code["directed"]) in range(len(labels.DIRECTIONS))
            assert code["voice"] in labels.VOICES
            assert {code["judged_p"], code["judged_q"]} <= {"neg", "neu", "pos"}
        assert code["sparing"] in ("0", "1")
        assert code["back_event"] in (*labels.EVENTS, ""), code
        assert code["back_mode"] in modes if code["back_event"] else code["back_mode"] == ""
        if code["back_event"]:
            assert (code["back_mode"] == "none") == (code["back_event"] == "NONE"), code


def test_codes_hold_no_text_and_their_spans_lie_apart_in_the_sentence():
    places = {"set", "article", "start", "end", "crc", "p_start", "p_end", "q_start", "q_end"}
    classes = {
        "directed",
        "event",
        "mode",
        "voice",
        "judged_p",
        "judged_q",
        "back_event",
        "back_mode",
        "sparing",
    }
    assert set(CODES[0]) == places | classes
    assert not [code for code in CODES if re.search(r"\s", "".join(code.values()))], "nor in a name"
    assert all(re.fullmatch("[0-9a-f]{8}", code["crc"]) for code in CODES if code["set"] != own_codes.ADDED)
    for code in CODES:
        if code["set"] == own_codes.ADDED:
            continue
        length = int(code["end"]) - int(code["start"])
        (a, b), (c, d) = sorted((int(code[f"{x}_start"]), int(code[f"{x}_end"])) for x in "pq")
        assert 0 <= a < b <= c < d <= length, code


def test_written_sentences_are_examples_of_all_heads():
    assert len(WRITTEN) > 500
    examples = list(on_topic.coded_examples(WRITTEN))
    for row in WRITTEN:
        (a, b), (c, d) = sorted(map(tuple, (row["p"], row["q"])))
        assert 0 <= a < b <= c < d <= len(row["sentence"])
        edges = {row["sentence"][n] for n in (a, b - 1, c, d - 1)}
        assert not {edge for edge in edges if edge.isspace()}
        assert row["sparing"] is False
    assert {head for e in examples for head in e.labels} == set(labels.HEADS) - {"tags"}
    assert len(encode(TOKENIZER, examples)) == len(examples), "none is too long"


def test_codes_are_joined_with_the_corpora_and_a_missing_sentence_is_an_error(tmp_path, monkeypatch):
    sentence = "Washington thanked Beijing."
    code = dict.fromkeys(CODES[0], "") | {
        "p_start": "0", "p_end": "10", "q_start": "19", "q_end": "26", "directed": "1", "event": "SUPPORT",
        "mode": "actual", "voice": "author", "judged_p": "neu", "judged_q": "pos", "sparing": "0",
        "crc": f"{zlib.crc32(sentence.encode()):08x}",
    }  # fmt: skip
    at = {"us_media": 4, "white_house": 0, "nyt": 0, "state_media": 0, "attribution": 4}
    articles = {
        "us_media": "m1",
        "white_house": "w.md",
        "nyt": "0:lead_paragraph",
        "state_media": "Daily:0",
        "attribution": "12",
    }
    (tmp_path / "benchmarks").mkdir()
    corpora = tmp_path / "corpora"
    corpora.mkdir()
    codes = [
        code | {"set": name, "article": articles[name], "start": start, "end": start + len(sentence)}
        for name, start in at.items()
    ]
    codes[0]["sparing"] = "1"
    codes.append(code | {"set": own_codes.ADDED, "article": "7", "back_event": "NONE", "back_mode": "none"})
    table = tmp_path / "codes.csv"
    with table.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(code))
        writer.writeheader()
        writer.writerows(codes)
    monkeypatch.setattr(own_codes, "CODES", table)

    def write(said: str) -> None:
        def pack(file: Path, text: str) -> None:
            file.write_bytes(gzip.compress(text.encode()))

        pack(corpora / "us_media_china_2012_2020.jsonl.gz", json.dumps({"id": "m1", "text": f"No. {said}"}))
        pack(
            tmp_path / "benchmarks" / "attribution_dev.jsonl.gz",
            json.dumps({"id": 12, "text": f"No. {sentence}"}),
        )
        house = {"file": "w.md", "markdown": f"---\ndate: May\n---**{said}**"}
        pack(corpora / "white_house_china_2021_2026.jsonl.gz", json.dumps(house))
        # The second encoding is that of one line only.
        table = "headline,lead_paragraph\ncafé," + said + "\n"
        (corpora / "nyt_us_china_2009_2020.csv").write_bytes(table.encode("cp1252"))
        pack(corpora / "state_media_headlines_2022.csv.gz", f"outlet,headline\nDaily,{said}\n")

    write(sentence)
    rows = own_codes.read_own_pairs(corpora)
    joined = rows[len(WRITTEN) :]
    assert rows[: len(WRITTEN)] == own_codes.read_own_pairs(None) == WRITTEN
    assert [row["set"] for row in joined] == list(at)
    assert {row["sentence"] for row in joined} == {sentence}
    assert {row["back_event"] for row in joined} == {None}
    assert [row["sparing"] for row in joined] == [True, False, False, False, False]
    assert on_topic.both_orders(joined[2])[0].text == " « Washington »  thanked  { Beijing } ."
    added = own_codes.add_other_orders([{"id": 7, "event": "AID"}, {"id": 8, "event": "AID"}])
    assert added == [
        {"id": 7, "event": "AID", "back_event": "NONE", "back_mode": "none"},
        {"id": 8, "event": "AID"},
    ]
    for other in (sentence[:-2], sentence.replace("thanked", "accused"), ""):
        write(other)
        with pytest.raises(InputError, match="us_media m1"):
            own_codes.read_own_pairs(corpora)


# Export


def difference(path: Path, model: SpanModel, examples: list[ex.Example]) -> dict[str, float]:
    """The largest difference of each head's logits between torch and onnxruntime, of the heads that answer."""
    session = onnxruntime.InferenceSession(path)
    found = dict.fromkeys(labels.HEADS, 0.0)
    for e in encode(TOKENIZER, examples):
        with torch.inference_mode():
            wanted = {head: value[0].numpy() for head, value in model(*collate([e]).inputs).items()}
        got = out.run(session, e)
        assert {head: value.shape for head, value in got.items()} == {
            head: value.shape for head, value in wanted.items()
        }
        for head in labels.ANSWERING[len(e.spans)]:
            found[head] = max(found[head], float(np.abs(got[head] - wanted[head]).max()))
    return found


def test_the_file_answers_nearly_as_the_model_does(exported, trained, slice_):
    far = difference(exported / out.MODEL, trained[0], [*slice_, ex.Example("word " * 200)])
    assert all(0 < value < 0.5 for value in far.values()), far
    other = difference(exported / out.MODEL, small_model(seed=9), slice_)
    assert all(other[head] > 2 * far[head] for head in ("tags", "sentiment", "event", "directed")), other
    session = onnxruntime.InferenceSession(exported / out.MODEL)
    for e in encode(TOKENIZER, slice_):
        got = out.run(session, e)
        for head, label in e.example.labels.items():
            assert got[head].argmax() == label, e.example.text


def test_the_graph_in_float_is_the_model_itself(trained, slice_, tmp_path):
    model = trained[0]
    weights = {name: value.numpy() for name, value in model.state_dict().items()}
    onnx.save(integers._Builder(weights, 2, None).model(), tmp_path / "float.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "float.onnx")
    for e in encode(TOKENIZER, slice_):
        spans = collate([e]).inputs[2]
        with torch.inference_mode():
            wanted = model(*collate([e]).inputs)
        got = session.run(list(labels.HEADS), {"input_ids": np.array([e.ids]), "spans": spans.numpy()})
        for head, logits in zip(labels.HEADS, got, strict=True):
            # The words' vectors have 8 bits and the heads 16 here too.
            assert np.abs(logits - wanted[head].numpy()).max() < 0.1, head


def test_every_product_of_the_encoder_takes_whole_numbers(exported):
    graph = onnx.load(exported / out.MODEL).graph
    assert [given.name for given in graph.input] == ["input_ids", "spans"]
    assert [given.name for given in graph.output] == list(labels.HEADS)
    stored = {value.name: onnx.numpy_helper.to_array(value) for value in graph.initializer}
    products = [node for node in graph.node if node.op_type == "MatMulIntegerToFloat"]
    assert len(products) == 2 * 6, (
        "query, key, value, their mixture, and both layers of the feed-forward part"
    )
    for product in products:
        weight = stored[product.input[1]]
        assert weight.dtype == np.int8
        assert np.abs(weight).max() == 63, "7 bits: sums of products with 8 would not fit into 16"
    floats = [node for node in graph.node if node.op_type == "MatMul"]
    assert [node.input[1] in stored for node in floats] == [True, False], "the tags, and the means of spans"
    assert stored["words"].dtype == np.int8
    scales = [node for node in graph.node if node.op_type == "QuantizeLinear"]
    assert all(name in stored for node in scales for name in node.input[1:]), (
        "fixed, not taken from the batch"
    )


def test_channels_far_larger_than_the_others_do_no_harm(slice_, tmp_path):
    """Two channels of each feed-forward part are a hundred times the others, and count for no more."""
    model = small_model(seed=2)
    for layer in model.enc.encoder.layer:
        wide, narrow = layer.intermediate.dense.weight.data, layer.output.dense.weight.data
        wide *= 10
        narrow *= 10
        wide[:2] *= 100
        narrow[:, :2] /= 100
    samples = [e.text for e in slice_]
    out.write_model(model, TOKENIZER, samples, tmp_path / "smooth.onnx")
    smooth = difference(tmp_path / "smooth.onnx", model, slice_)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(integers, "SMOOTH", 0.0)
        out.write_model(model, TOKENIZER, samples, tmp_path / "rough.onnx")
    rough = difference(tmp_path / "rough.onnx", model, slice_)
    assert smooth["tags"] < 0.5 * rough["tags"], (smooth, rough)


def test_a_sentence_gets_the_same_numbers_in_any_batch(exported, slice_):
    session = onnxruntime.InferenceSession(exported / out.MODEL)
    encoded = encode(TOKENIZER, [e for e in slice_ if len(e.spans) == 2])
    width = min(len(e.ids) for e in encoded)
    ids = np.array([e.ids[:width] for e in encoded])
    spans = np.stack([collate([e]).inputs[2][0, :, :width].numpy() for e in encoded])
    together = session.run(None, {"input_ids": ids, "spans": spans})
    for n in range(len(ids)):
        alone = session.run(None, {"input_ids": ids[n : n + 1], "spans": spans[n : n + 1]})
        assert all((one[n] == other[0]).all() for one, other in zip(together, alone, strict=True))


def test_samples_are_drawn_of_each_kind(slice_):
    some = out.draw_samples(slice_ * 40)
    texts = {n: [e.text for e in slice_ if len(e.spans) == n] for n in range(3)}
    taken = [[sample for sample in some if sample in texts[n]] for n in range(3)]
    assert [len(of) for of in taken] == [out.SAMPLES, 6 * 40, 8 * 40]
    assert out.draw_samples(slice_ * 40) == some
    assert out.draw_samples(slice_ * 40, seed=1) != some
    assert out.draw_samples([]) == []


def test_the_check_file_fits_its_model_and_no_other(exported, slice_, tmp_path):
    check = json.loads((exported / out.CHECK).read_text())
    assert check == out.answers(exported / out.MODEL, TOKENIZER)
    assert [[head for head in labels.HEADS if head in case] for case in check["cases"]] == [
        ["tags"],
        ["tags"],
        ["sentiment"],
        *[["event", "directed", "mode", "voice"]] * 2,
    ]
    out.export(small_model(seed=9), TOKENIZER, out.draw_samples(slice_), tmp_path)
    other = json.loads((tmp_path / out.CHECK).read_text())
    for one, two in zip(check["cases"], other["cases"], strict=True):
        far = [np.abs(np.subtract(one[h], two[h])).max() for h in labels.HEADS if h in one]
        assert max(far) > check["tolerance"]


# Files and command


def test_a_model_is_read_as_it_was_written(exported, trained, slice_):
    again = load_model(exported)
    for name, value in trained[0].state_dict().items():
        assert torch.allclose(again.state_dict()[name], value, rtol=1e-3, atol=1e-6), name
    assert measures.measure(again, TOKENIZER, slice_)["tags"].accuracy > 0.9


def test_an_encoder_gets_new_heads(tmp_path):
    model = small_model()
    model.enc.save_pretrained(tmp_path)
    assert (tmp_path / "model.safetensors").is_file()
    one, two, other = (load_model(tmp_path, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(one.enc.embeddings.word_embeddings.weight, model.enc.embeddings.word_embeddings.weight)
    assert torch.equal(one.ht.weight, two.ht.weight)
    assert not torch.equal(one.ht.weight, other.ht.weight)


def test_a_set_that_is_not_known_is_refused(tmp_path):
    (tmp_path / "dating_dev.jsonl").write_text("{}\n")
    with pytest.raises(InputError, match="no file dating"):
        ex.read_examples(tmp_path, "dev", ["dating"])
    with pytest.raises(InputError, match="no file plover"):
        ex.read_examples(tmp_path, "dev", ["plover"])


def test_weights_that_do_not_fit_are_refused(tmp_path):
    save_model(small_model(), TOKENIZER, tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 1}))
    with pytest.raises(InputError, match="not the weights"):
        load_model(tmp_path)


def test_the_command_trains_and_writes(data, tmp_path, capsys):
    save_model(small_model(), TOKENIZER, tmp_path / "base")
    command.main(data, tmp_path / "base", tmp_path / "new", teacher=tmp_path / "base", steps=2)
    said = capsys.readouterr().out
    assert "before: tags accuracy" in said
    assert "after: tags accuracy" in said
    assert said.count("step 2 of 2") == 2
    assert {path.name for path in (tmp_path / "new").iterdir()} == {
        "weights.fp16.safetensors",
        "config.json",
        "tokenizer.json",
        out.MODEL,
        out.CHECK,
    }


@pytest.mark.skipif(
    WEIGHTS is None, reason="CORPUS_LIB_WEIGHTS does not name the weights of the shipped model"
)
def test_the_shipped_weights_give_the_shipped_answers():
    """The file in integers is not written again, which takes the training data: the weights are asked in float."""
    model = load_model(Path(WEIGHTS))
    check = json.loads(read_model(out.CHECK))
    for case in check["cases"]:
        names = [case[key] for key in ("span_1", "span_2") if case.get(key)]
        places = [(case["text"].index(name), case["text"].index(name) + len(name)) for name in names]
        example = ex.mark(case["text"], *places) if places else ex.Example(case["text"])
        [encoded] = encode(TOKENIZER, [example])
        assert example.text == case.get("marked", case["text"])
        assert encoded.ids == case.get("input_ids", encoded.ids)
        assert encoded.spans == case.get("span_pieces", [])
        with torch.inference_mode():
            got = {head: value[0].numpy() for head, value in model(*collate([encoded]).inputs).items()}
        if "tags" in case:
            assert got["tags"].argmax(-1).tolist() == case["tags"]
        for head in set(labels.ANSWERING[len(names)]) - {"tags"}:
            assert got[head].argmax() == np.argmax(case[head]), head
            # Seen: up to 0.24 between integers and float.
            assert np.abs(got[head] - case[head]).max() < 1, head
