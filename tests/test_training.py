"""The span model is made again from data: on a small slice, by a small encoder, but for real."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus_lib.errors import InputError

torch = pytest.importorskip("torch", reason="the extra `training` is not installed")
onnxruntime = pytest.importorskip("onnxruntime", reason="the extra `training` is not installed")
transformers = pytest.importorskip("transformers", reason="the extra `training` is not installed")
safetensors = pytest.importorskip("safetensors.torch", reason="the extra `training` is not installed")
pytest.importorskip("onnx", reason="the extra `training` is not installed")

from corpus_lib.training import __main__ as command  # noqa: E402 - only where torch is
from corpus_lib.training import examples as ex  # noqa: E402
from corpus_lib.training import export as out  # noqa: E402
from corpus_lib.training import fit, labels, measures, on_topic, tune  # noqa: E402  # noqa: E402
from corpus_lib.training import on_topic_scores as scores  # noqa: E402
from corpus_lib.training.batches import (  # noqa: E402
    MAX_MARKED_PIECES,
    MAX_PIECES,
    NO_LABEL,
    collate,
    encode,
)
from corpus_lib.training.integers import write_tags_model  # noqa: E402
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
def exported(trained: tuple[SpanModel, list[float]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    out.export(trained[0], TOKENIZER, folder)
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
                "before": "He spoke." if said else "",
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
    assert pair.labels == {"directed": 1, "event": 2, "mode": 1, "voice": 1, "judged": 1}
    assert back.labels == {"directed": 2, "voice": 1, "judged": 2}
    assert [back.text[a:b] for a, b in back.spans] == ["the province", "The council"]
    assert "mode" not in on_topic.both_orders(coded_rows()[1])[0].labels
    longer, _ = on_topic.both_orders(row, context=True)
    assert longer.text == "He spoke. " + pair.text
    assert [longer.text[a:b] for a, b in longer.spans] == ["The council", "the province"]


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
    assert len(losses) == 60 * (2 + 2), "two batches of pairs, and the six sentiments in two"
    assert measures.measure(model, TOKENIZER, beside)["sentiment"].accuracy == 1
    found = scores.score(scores.ask(model, TOKENIZER, rows), rows)
    assert {
        name: found[name].value for name in ("direction", "event_precision", "event_recall", "class")
    } == {
        "direction": 1,
        "event_precision": 1,
        "event_recall": 1,
        "class": 1,
    }
    assert found["mode"].value == found["judged"].value == found["voice"].value == 1


def said_of(rows: list[ex.Row], **answers: list[int]) -> scores.Said:
    sizes = {"event": 16, "mode": 6, "directed": 5, "voice": 2, "judged_p": 3, "judged_q": 3}
    return scores.Said(**{h: np.eye(size)[answers.get(h, [0] * len(rows))] for h, size in sizes.items()})


def test_figures_are_counted_as_they_are_described():
    rows = coded_rows()[:4]  # SUPPORT, none, CONSULT, none; planned; quoted and author in turn
    found = scores.score(said_of(rows, event=[4, 2, 1, 15], mode=[1, 1, 0, 0], voice=[1, 0, 0, 0]), rows)
    value = {name: estimate.value for name, estimate in found.items()}
    assert value["event_precision"] == pytest.approx(2 / 3)
    assert value["event_recall"] == 1
    assert (value["class"], value["quadrant"]) == (0.5, 0.5)
    assert (value["mode"], value["mode_or_none"]) == (0.5, 0.5)
    assert value["voice"] == 0.75
    assert value["direction"] == 0.75
    assert value["direction_macro_f1"] == pytest.approx((6 / 7 + 0) / 2)
    assert all(low <= value <= high for value, low, high in found.values())
    assert found["voice"].low < 0.75 < found["voice"].high


def test_the_mean_of_two_orders_mirrors_the_second():
    model = small_model()
    row = coded_rows()[0]
    there = scores.ask(model, TOKENIZER, [row]).directed
    turned = row | {"p": row["q"], "q": row["p"], "judged_p": row["judged_q"], "judged_q": row["judged_p"]}
    back = scores.ask(model, TOKENIZER, [turned]).directed
    assert np.allclose(there, back[:, labels.SWAPPED])


def test_an_older_model_gets_the_heads_and_classes_it_lacks(tmp_path):
    model = small_model(seed=3)
    save_model(model, TOKENIZER, tmp_path)
    state = safetensors.load_file(tmp_path / "weights.fp16.safetensors")
    old = {name: value for name, value in state.items() if name.split(".")[0] not in ("hm", "hv", "hj")}
    old |= {name: old[name][:15].contiguous() for name in ("hr.3.weight", "hr.3.bias")}
    safetensors.save_file(old, tmp_path / "weights.fp16.safetensors")
    grown = load_model(tmp_path)
    inputs = collate(encode(TOKENIZER, [ex.mark("He met her.", (0, 2), (7, 10))])).inputs
    with torch.inference_mode():
        before, after = model.eval()(*inputs), grown(*inputs)
    assert torch.allclose(before["event"][:, :15], after["event"][:, :15], atol=1e-2)
    assert after["event"][0, 15] == 0
    # A party is judged at first as a target is: span 2 does not count yet.
    assert torch.allclose(after["sentiment"], after["judged"], atol=1e-5)


def test_soft_targets_for_rehearsal_are_of_what_the_model_knew(data):
    taught = tune.rehearsal(small_model(), TOKENIZER, data)
    assert {tuple(sorted(e.soft)) for e in taught} == {
        (),
        ("sentiment",),
        ("directed", "sentiment")[:1],
        ("directed", "event"),
    }
    events = [e.soft["event"] for e in taught if "event" in e.labels]
    assert all(min(logits[:15]) - logits[15] == pytest.approx(tune.BELOW) for logits in events)
    unseen = tune.rehearsal(small_model(), TOKENIZER, data, taught)
    assert unseen == []


def test_the_command_tunes_and_writes(data, tmp_path, capsys):
    save_model(small_model(), TOKENIZER, tmp_path / "base")
    for row in coded_rows():
        with (data / "on_topic_dev.jsonl").open("a") as lines:
            lines.write(json.dumps(row) + "\n")
    tune.main(data, tmp_path / "base", tmp_path / "new", seeds=[0, 1], steps=2)
    said = capsys.readouterr().out
    assert said.count("step 2 of 2") == 2
    assert "direction: " in said
    assert "content: F1" in said
    assert load_model(tmp_path / "new").hj[3].out_features == 3


def test_balance_weighs_rare_classes_more(slice_):
    weights = fit._class_weights(encode(TOKENIZER, slice_), 0.5)["directed"]
    assert weights[1] > weights[3], "one pair is positive, two are negative"
    assert fit._class_weights(encode(TOKENIZER, slice_), 0.0) == {}


# Export


def difference(path: Path, model: SpanModel, groups: list[list[ex.Example]]) -> float:
    """The largest difference of a logit between torch and onnxruntime, over groups of examples."""
    session = onnxruntime.InferenceSession(path)
    found = 0.0
    for group in groups:
        inputs = collate(encode(TOKENIZER, group)).inputs
        with torch.inference_mode():
            wanted = model(*inputs)
        got = out.run(session, inputs)
        assert {head: value.shape for head, value in got.items()} == {
            head: tuple(value.shape) for head, value in wanted.items()
        }
        found = max(found, *(np.abs(got[head] - wanted[head].numpy()).max() for head in labels.HEADS))
    return found


def test_the_exported_files_answer_as_the_model_does(exported, trained, slice_):
    tags, sentiment, pairs = ([e for e in slice_ if len(e.spans) == n] for n in range(3))
    groups = [tags[:1], tags[:7], tags, sentiment, pairs[:1], pairs, [ex.Example("word " * 200)]]
    assert difference(exported / out.FLOAT, trained[0], groups) < 1e-4
    # Seen: 0.04 in 8 bits, 0.25 in 4 bits.
    assert 0 < difference(exported / out.INT8, trained[0], groups) < 0.1
    assert difference(exported / out.FLOAT, small_model(seed=9), groups[:1]) > 0.3
    sizes = [(exported / name).stat().st_size for name in (out.INT8, out.FLOAT)]
    assert sizes[0] < 0.4 * sizes[1]


def test_a_sentence_gets_the_same_numbers_in_any_batch(exported, slice_):
    session = onnxruntime.InferenceSession(exported / out.INT8)
    tags = [e for e in slice_ if not e.spans]
    one, many = (
        out.run(session, collate(encode(TOKENIZER, group)).inputs)["tags"][0] for group in (tags[:1], tags)
    )
    assert np.abs(one - many[: len(one)]).max() < 1e-4


def test_the_tags_in_integers_are_nearly_the_models_and_alike_in_any_batch(trained, slice_, tmp_path):
    model, texts = trained[0], [e.text for e in slice_ if e.tagged]
    write_tags_model(model, TOKENIZER, texts, tmp_path / "tags.onnx")
    session = onnxruntime.InferenceSession(tmp_path / "tags.onnx")
    ids = [e.ids for e in encode(TOKENIZER, [ex.Example(text) for text in texts])]
    width = min(map(len, ids))
    rows = np.array([row[:width] for row in ids])
    together = session.run(["tags"], {"input_ids": rows})[0]
    alone = [session.run(["tags"], {"input_ids": rows[n : n + 1]})[0][0] for n in range(len(rows))]
    assert all((one == other).all() for one, other in zip(together, alone, strict=True))
    with torch.no_grad():
        given_ = torch.tensor(rows)
        no_spans = torch.zeros(len(rows), 2, width)
        asked = model.eval()(given_, torch.ones_like(given_), no_spans)["tags"].numpy()
    assert (together.argmax(-1) == asked.argmax(-1)).mean() > 0.97
    assert 0 < np.abs(together - asked).max() < 1


def test_the_check_file_fits_its_model_and_no_other(exported, tmp_path):
    check = json.loads((exported / out.CHECK).read_text())
    assert check == out.answers(exported / out.INT8, TOKENIZER)
    assert [("tags" in case, "sentiment" in case, "event" in case) for case in check["cases"]] == [
        (True, False, False),
        (True, False, False),
        (False, True, False),
        (False, True, True),
        (False, True, True),
    ]
    out.export(small_model(seed=9), TOKENIZER, tmp_path)
    other = json.loads((tmp_path / out.CHECK).read_text())
    far = [
        np.abs(np.subtract(a["sentiment"], b["sentiment"])).max() > check["tolerance"]
        for a, b in zip(check["cases"], other["cases"], strict=True)
        if "sentiment" in a
    ]
    assert far == [True] * 3


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
        out.FLOAT,
        out.INT8,
        out.CHECK,
        "span-model.tags.onnx",
    }


@pytest.mark.skipif(
    WEIGHTS is None, reason="CORPUS_LIB_WEIGHTS does not name the weights of the shipped model"
)
def test_the_shipped_weights_give_the_shipped_answers(tmp_path):
    model, folder = load_model(Path(WEIGHTS)), Path(WEIGHTS).parent
    out.to_onnx(model, tmp_path / out.FLOAT)
    out.quantise(tmp_path / out.FLOAT, tmp_path / out.INT8)
    sessions = [onnxruntime.InferenceSession(tmp_path / name) for name in (out.FLOAT, out.INT8)]
    check = json.loads((folder / "span-model.check.json").read_text("utf-8"))
    for case in check["cases"]:
        names = [case[key] for key in ("span_1", "span_2") if case.get(key)]
        places = [(case["text"].index(name), case["text"].index(name) + len(name)) for name in names]
        example = ex.mark(case["text"], *places) if places else ex.Example(case["text"])
        [encoded] = encode(TOKENIZER, [example])
        inputs = collate([encoded]).inputs
        assert example.text == case.get("marked", case["text"])
        assert encoded.ids == case.get("input_ids", encoded.ids)
        assert encoded.spans == case.get("span_pieces", [])
        with torch.inference_mode():
            answers = [{head: value.numpy() for head, value in model(*inputs).items()}]
        for got in [*answers, *(out.run(session, inputs) for session in sessions)]:
            if "tags" in case:
                assert got["tags"][0].argmax(-1).tolist() == case["tags"]
            for head in {"sentiment", "event", "directed"} & set(case):
                assert np.abs(got[head][0][: len(case[head])] - case[head]).max() < check["tolerance"], head
