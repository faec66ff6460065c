"""Relations: every two parties of a sentence in both orders, and what the model's numbers become."""

from __future__ import annotations

import time
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus_lib import relations
from corpus_lib.errors import InputError
from corpus_lib.labels import DIRECTIONS, EVENTS, HEADS, MODES, NO_EVENT, QUADS, SWAPPED, VOICES
from corpus_lib.language import split_sentences
from corpus_lib.load.document import Document
from corpus_lib.mentions import mention_rows
from corpus_lib.relation_rows import MAX_PARTIES, relation_rows
from corpus_lib.relations import (
    EVENT_FROM,
    MODE_WEIGHTS,
    QUOTED_FROM,
    intensities,
    read_pairs,
    score_event,
    score_pairs,
)
from corpus_lib.resources import read_resource
from corpus_lib.rows import Event, Mode, Quad, Voice
from corpus_lib.schema import check_table, make_table
from corpus_lib.stages import process_documents

PLAIN = "China condemned the United States."
CHINA, STATES = (0, 5), (20, 33)


def article(text):
    return {"article_id": "a", "text": text, "published": None, "published_earliest": None}


def rows_of(text, sentences=None, attributions=()):
    sentences = split_sentences([text])[0] if sentences is None else sentences
    found = mention_rows(article(text), sentences, attributions, threads=1)
    return relation_rows(article(text), sentences, found, threads=1)


# The classes, which stand in three places


def test_the_classes_are_the_same_in_the_model_the_rows_and_the_table_of_intensities():
    assert get_args(Event) == tuple(QUADS) == EVENTS[:NO_EVENT]
    assert EVENTS[NO_EVENT:] == ("NONE",)
    assert set(get_args(Quad)) == set(QUADS.values())
    assert get_args(Mode) == MODES
    assert set(MODE_WEIGHTS) == set(MODES)
    assert get_args(Voice) == VOICES
    table = [(row["event"], row["quad"]) for row in read_resource("events")]
    assert table == list(QUADS.items())


def test_intensities_have_the_sign_of_their_quadrant():
    assert set(intensities()) == set(QUADS)
    for event, quad in QUADS.items():
        assert 0 < intensities()[event] * (1 if quad.endswith("cooperation") else -1) <= 1, event


def test_directions_changed_over_are_those_of_the_other_order():
    for direction, other in zip(DIRECTIONS, SWAPPED, strict=True):
        assert DIRECTIONS[other] == direction.translate(str.maketrans("12", "21"))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("event", QUADS)
def test_a_score_is_the_intensity_times_the_weight_of_the_mode(event, mode):
    [row] = [row for row in read_resource("events") if row["event"] == event]
    assert score_event(event, mode) == pytest.approx(float(row["intensity"]) / 10 * MODE_WEIGHTS[mode])


def test_the_weights_of_modes():
    assert MODE_WEIGHTS["actual"] == 1
    assert MODE_WEIGHTS["denied"] == 0
    assert all(0 < MODE_WEIGHTS[mode] < 1 for mode in set(MODES) - {"actual", "denied"})
    assert score_event(None, None) is score_event("AID", None) is score_event(None, "actual") is None


# What the model's numbers become


@pytest.fixture
def asked(monkeypatch):
    """Answers as they are given below in place of the model's; what was asked is noted."""
    answers, noted = {}, []

    def score_spans(texts, spans, *, threads=None):  # noqa: ARG001 - as the real one is called
        noted.extend(zip(texts, spans, strict=True))
        heads = ("event", "directed", "mode", "voice")
        return {
            head: np.array([answers[pair][head] for pair in spans], np.float32).reshape(-1, len(HEADS[head]))
            for head in heads
        }

    monkeypatch.setattr(relations, "score_spans", score_spans)
    return answers, noted


def answer(happens, event, mode, directed, quoted):
    """Of an order: how likely anything happens, which event and which mode, attitudes, how likely it is quoted."""
    events = np.full(len(EVENTS), happens * 0.4 / (NO_EVENT - 1))
    events[EVENTS.index(event)], events[NO_EVENT] = happens * 0.6, 1 - happens
    return {
        "event": events,
        "mode": np.eye(len(MODES))[MODES.index(mode)],
        "directed": directed,
        "voice": (1 - quoted, quoted),
    }


def test_event_and_mode_are_of_the_asked_order_and_the_rest_is_the_mean_of_both(asked):
    answers, noted = asked
    answers[CHINA, STATES] = answer(0.8, "SANCTION", "planned", (0.1, 0.1, 0.1, 0.6, 0.1), 0.9)
    answers[STATES, CHINA] = answer(0.1, "AID", "denied", (0.3, 0.0, 0.1, 0.2, 0.4), 0.3)
    there, back = read_pairs([PLAIN, PLAIN], [(CHINA, STATES), (STATES, CHINA)])
    assert (there.event, there.mode) == ("SANCTION", "planned")
    assert there.event_probability == pytest.approx(0.8)
    assert there.directed == pytest.approx((0.2, 0.1, 0.05, 0.5, 0.15))
    assert there.quoted == back.quoted == pytest.approx(0.6)
    assert (back.event, back.mode) == (None, None)
    assert back.event_probability == pytest.approx(0.1)
    assert back.directed == pytest.approx([there.directed[n] for n in SWAPPED])
    assert len(noted) == 2, "each order is asked once"


@pytest.mark.parametrize(
    ("happens", "event"),
    [(EVENT_FROM - 0.01, None), (EVENT_FROM + 0.01, "YIELD"), (1.0, "YIELD"), (0.0, None)],
)
def test_an_event_counts_from_its_probability_on(asked, happens, event):
    """Although "none" is the likeliest single class just above it."""
    answers, _ = asked
    answers[CHINA, STATES] = answers[STATES, CHINA] = answer(happens, "YIELD", "alleged", (1, 0, 0, 0, 0), 0)
    [pair] = read_pairs([PLAIN], [(CHINA, STATES)])
    assert (pair.event, pair.mode) == ((event, "alleged") if event else (None, None))


def test_pairs_that_overlap_or_are_empty_are_not_asked(asked):
    _, noted = asked
    spans = [((0, 5), (4, 9)), ((4, 9), (0, 5)), ((0, 5), (0, 5)), ((3, 3), (6, 9)), ((0, 5), (7, 7))]
    spans += [((5, 0), (6, 9)), ((0, 9), (3, 5))]
    assert read_pairs([PLAIN] * len(spans), spans) == [None] * len(spans)
    assert noted == []


def test_what_the_model_cannot_read_together_is_none():
    far = f"China {'and so on ' * 200} the United States"
    at = far.index("United")
    found = read_pairs(
        [far, PLAIN, "\ud800 \udfff"], [((0, 5), (at, at + 13)), (CHINA, STATES), ((0, 1), (2, 3))]
    )
    assert found[0] is None
    assert found[1].event == "ACCUSE"
    assert found[2] is None or sum(found[2].directed) == pytest.approx(1, abs=1e-5)
    assert read_pairs([], []) == []


def test_the_plainest_sentence_and_its_other_order():
    there, back = read_pairs([PLAIN, PLAIN], [(CHINA, STATES), (STATES, CHINA)])
    assert there.event == "ACCUSE"
    assert there.mode in MODES
    assert np.argmax(there.directed) == 3
    assert sum(there.directed) == pytest.approx(1, abs=1e-5)
    assert back.directed == pytest.approx([there.directed[n] for n in SWAPPED], abs=1e-6)
    assert back.quoted == there.quoted


def test_a_pair_is_read_the_same_alone_and_among_others():
    texts = [PLAIN, "Japan praised the French plan.", PLAIN + " Tokyo was silent.", PLAIN]
    pairs = [(CHINA, STATES), ((0, 5), (18, 24)), (STATES, CHINA), (STATES, CHINA)]
    together = read_pairs(texts, pairs)
    assert together == [
        read_pairs([text], [pair], threads=1)[0] for text, pair in zip(texts, pairs, strict=True)
    ]


# The verb


def asked_frame():
    return pd.DataFrame(
        {
            "name": ["plain", "overlap", "empty"],
            "text": PLAIN,
            "actor_start": [0, 0, 3],
            "actor_end": [5, 25, 3],
            "target_start": [20, 20, 20],
            "target_end": [33, 33, 33],
        },
        index=[5, 7, 9],
    )


def test_score_pairs_keeps_the_rows_and_adds_what_is_said():
    frame = asked_frame()
    before = frame.copy(deep=True)
    scored = score_pairs(frame)
    pd.testing.assert_frame_equal(frame, before)
    new = ["event", "event_probability", "quad", "mode", "voice", "directed"]
    assert scored.columns.tolist() == [*before.columns, *new]
    pd.testing.assert_frame_equal(scored[before.columns], before)
    plain, *others = scored.to_dict("records")
    [pair] = read_pairs([PLAIN], [(CHINA, STATES)])
    assert (plain["event"], plain["quad"], plain["mode"]) == (pair.event, "verbal_conflict", pair.mode)
    assert plain["event_probability"] == pair.event_probability
    assert plain["directed"] == list(pair.directed)
    assert plain["voice"] == VOICES[int(pair.quoted >= QUOTED_FROM)]
    assert scored.loc[[7, 9], new].isna().all(axis=None)
    assert len(others) == 2
    nothing = score_pairs(frame.head(0))
    assert nothing.columns.tolist() == scored.columns.tolist()
    assert nothing.empty


def test_score_pairs_tells_author_from_quoted_and_no_event(asked):
    answers, _ = asked
    answers[CHINA, STATES] = answer(0.2, "AID", "actual", (1, 0, 0, 0, 0), 0.5)
    answers[STATES, CHINA] = answer(0.2, "AID", "actual", (1, 0, 0, 0, 0), 0.5)
    row = score_pairs(asked_frame().head(1)).iloc[0]
    assert row["voice"] == "quoted"
    assert row[["event", "quad", "mode"]].isna().all()
    assert row["event_probability"] == pytest.approx(0.2)


@pytest.mark.parametrize("column", ["text", "actor_start", "actor_end", "target_start", "target_end"])
def test_score_pairs_names_a_missing_column(column):
    with pytest.raises(InputError, match=f"no column {column}"):
        score_pairs(asked_frame().drop(columns=column))


# The rows of an article


def mention(target, country, start, *, sentence=0, rule="name", attribution=None, speaker=None):
    return {
        "sentence_id": sentence, "target": target, "target_country": country, "mention": target, "start": start,
        "end": start + len(target), "rule": rule, "attribution_id": attribution, "speaker_country": speaker,
    }  # fmt: skip


def pairs_of(found):
    return [(row["actor"], row["target"]) for row in found.rows]


def named(text, *names, **options):
    """Mentions of the given names and countries, in the order of the text."""
    return [mention(name, country, text.index(name), **options) for name, country in names]


def test_two_parties_have_two_rows_and_three_have_six():
    text = "China and Japan met France."
    found = relation_rows(
        article(text), [(0, len(text))], named(text, ("China", "CN"), ("Japan", "JP"), ("France", "FR"))
    )
    names = ("China", "Japan", "France")
    assert pairs_of(found) == [(one, two) for one in names for two in names if one != two]
    assert found.crowded == []


def test_one_country_is_no_pair_nor_are_two_bodies_but_a_body_and_a_country_are():
    text = "Xi of China met NATO and OPEC."
    found = relation_rows(
        article(text),
        [(0, len(text))],
        named(text, ("Xi", "CN"), ("China", "CN"), ("NATO", None), ("OPEC", None)),
    )
    assert set(pairs_of(found)) == {
        pair for one in ("Xi", "China") for two in ("NATO", "OPEC") for pair in ((one, two), (two, one))
    }
    assert all((row["actor_country"] is None) == (row["actor"] in ("NATO", "OPEC")) for row in found.rows)


@pytest.mark.parametrize(
    ("text", "words", "rule"),
    [
        ("Japan and NATO said US-China ties suffer.", "US-China ties", "relationship"),
        ("China and the United States met. NATO told both countries and Japan to talk.", "both countries", "pronoun"),
        ("Japan and NATO said bilateral ties suffer.", "bilateral ties", "relationship"),
    ],
)  # fmt: skip
def test_a_relationship_is_no_party(text, words, rule):
    sentences = split_sentences([text])[0]
    found = mention_rows(article(text), sentences, [])
    assert [row["rule"] for row in found if row["mention"] == words] == [rule]
    pairs = pairs_of(relation_rows(article(text), sentences, found))
    assert sorted(pairs[-2:]) == [("Japan", "NATO"), ("NATO", "Japan")]
    assert not [pair for pair in pairs if "relationship" in " ".join(pair)]


def test_of_a_party_the_first_mention_of_each_sentence_counts():
    text = "China met Japan; China left. Japan met China."
    sentences = [(0, 28), (29, 45)]
    mentions = [
        mention("China", "CN", 0), mention("Japan", "JP", 10), mention("China", "CN", 17),
        mention("Japan", "JP", 29, sentence=1), mention("China", "CN", 39, sentence=1),
    ]  # fmt: skip
    rows = relation_rows(article(text), sentences, mentions).rows
    assert [(row["sentence_id"], row["actor"], row["actor_start"], row["target_start"]) for row in rows] == [
        (0, "China", 0, 10), (0, "Japan", 10, 0), (1, "Japan", 29, 39), (1, "China", 39, 29),
    ]  # fmt: skip


def test_the_model_is_asked_about_the_sentence_alone(asked):
    answers, noted = asked
    text = "No. China condemned the United States. No."
    answers[CHINA, STATES] = answer(0.9, "ACCUSE", "actual", (0.1, 0.0, 0.1, 0.7, 0.1), 0.0)
    answers[STATES, CHINA] = answer(0.9, "ACCUSE", "actual", (0.1, 0.1, 0.0, 0.2, 0.6), 0.0)
    found = relation_rows(
        article(text),
        [(0, 3), (4, 38), (39, 42)],
        named(text, ("China", "CN"), ("United States", "US"), sentence=1),
    )
    assert set(noted) == {(PLAIN, (CHINA, STATES)), (PLAIN, (STATES, CHINA))}
    row = found.rows[0]
    assert [text[row[f"{side}_start"] : row[f"{side}_end"]] for side in ("actor", "target")] == [
        "China",
        "United States",
    ]
    # What the actor holds is the mean of direction 3 there and direction 4 back.
    assert row["direction_negative"] == pytest.approx((0.7 + 0.6) / 2)
    assert row["direction_positive"] == pytest.approx(0)
    assert found.rows[1]["direction_negative"] == pytest.approx((0.2 + 0.1) / 2)
    assert found.rows[1]["direction_positive"] == pytest.approx((0.1 + 0.1) / 2)
    assert (row["event"], row["quad"], row["mode"]) == ("ACCUSE", "verbal_conflict", "actual")
    assert row["score"] == pytest.approx(-0.2)


@pytest.mark.parametrize(
    ("of_actor", "of_target", "quoted", "voice", "inside"),
    [
        (None, None, 0.2, "author", None),
        (None, None, 0.8, "quoted", None),
        ("a:1", "a:1", 0.2, "author", None),
        ("a:1", "a:1", 0.8, "quoted", "a:1"),
        ("a:1", "a:2", 0.8, "quoted", "a:2"),
        (None, "a:2", 0.5, "quoted", "a:2"),
        ("a:1", None, 0.5, "quoted", "a:1"),
        ("a:1", None, 0.4, "author", None),
    ],
)
def test_a_relation_is_quoted_where_the_model_says_so_and_belongs_to_the_content_of_a_party(
    asked, of_actor, of_target, quoted, voice, inside
):
    """The target's comes first: here it is the actor's in the row of the other order."""
    answers, _ = asked
    for pair in ((CHINA, STATES), (STATES, CHINA)):
        answers[pair] = answer(0.1, "AID", "actual", (1, 0, 0, 0, 0), quoted)
    speakers = {"a:1": "JP", "a:2": "FR", None: None}
    mentions = [
        mention("China", "CN", 0, attribution=of_actor, speaker=speakers[of_actor]),
        mention("United States", "US", 20, attribution=of_target, speaker=speakers[of_target]),
    ]
    row, back = relation_rows(article(PLAIN), [(0, 34)], mentions).rows
    assert (row["voice"], row["attribution_id"], row["speaker_country"]) == (voice, inside, speakers[inside])
    assert back["voice"] == voice
    if of_actor and of_target:
        assert back["attribution_id"] == (of_actor if voice == "quoted" else None)


def test_of_a_pair_that_cannot_be_read_the_content_tells_the_voice():
    text = f"China {'and so on ' * 200} United States."
    for inside, voice in (("a:1", "quoted"), (None, "author")):
        mentions = [
            mention("China", "CN", 0, attribution=inside, speaker="JP"),
            mention("United States", "US", text.index("United"), attribution=inside, speaker="JP"),
        ]
        for row in relation_rows(article(text), [(0, len(text))], mentions).rows:
            assert row["event_probability"] is None
            assert (row["voice"], row["attribution_id"]) == (voice, inside)


def test_a_pair_that_cannot_be_read_has_a_row_without_answers():
    text = f"China {'and so on ' * 200} United States."
    rows = rows_of(text, [(0, len(text))]).rows
    assert [(row["actor"], row["target"]) for row in rows] == [
        ("China", "United States"),
        ("United States", "China"),
    ]
    empty = (
        "event",
        "quad",
        "event_probability",
        "mode",
        "score",
        "direction_positive",
        "direction_negative",
    )
    assert all(row[name] is None for row in rows for name in empty)
    assert {row["voice"] for row in rows} == {"author"}


LIST = ["China", "Japan", "France", "Brazil", "India", "Poland", "Kenya", "Chile", "Peru", "Spain"]


@pytest.mark.parametrize("number", [MAX_PARTIES, MAX_PARTIES + 1, len(LIST)])
def test_of_a_list_the_first_parties_are_taken_and_a_problem_says_so(number):
    places = ", ".join(f"{name} with its old towns" for name in LIST[:number])
    listed = f"The rivers of the table are of {places} and of nobody else."
    text = f"A list of places\nThe river was high in spring. {listed} {listed}\nChina met Japan.\n"
    rows = process_documents([Document("list.txt", "text", "utf-8", text, "0" * 64)], threads=1)
    of_lists = [row for row in rows["relations"] if row["sentence_id"] in (1, 2)]
    taken = set(LIST[:MAX_PARTIES])
    assert {row["actor"] for row in of_lists} == {row["target"] for row in of_lists} == taken
    assert len(of_lists) == 2 * MAX_PARTIES * (MAX_PARTIES - 1)
    assert len(rows["relations"]) == len(of_lists) + 2, "the sentence after the lists is read as well"
    problems = [(row["path"], row["stage"], row["rule"]) for row in rows["problems"]]
    if number <= MAX_PARTIES:
        assert problems == []
    else:
        assert problems == [("list.txt", "relations", "many_parties")]
        [problem] = rows["problems"]
        assert problem["detail"].startswith(f"sentences that name more than {MAX_PARTIES} parties: 2; ")
        assert problem["detail"].endswith("(first such sentence: 1)")
        assert problem["article_id"] == rows["articles"][0]["article_id"]


# The table of the seeds


@pytest.fixture(scope="module")
def table(seeds):
    """The table with the text of each article beside its rows."""
    texts = seeds.articles.set_index("article_id")["text"]
    return seeds.relations.assign(text=seeds.relations["article_id"].map(texts))


def test_the_seeds_have_relations_of_their_sentences(seeds, table):
    assert len(table) > 100
    check_table("relations", seeds.relations)
    sentences = seeds.sentences.set_index(["article_id", "sentence_id"])
    for row in table.itertuples():
        start, end = sentences.loc[(row.article_id, row.sentence_id), ["start", "end"]]
        for side in ("actor", "target"):
            a, b = getattr(row, f"{side}_start"), getattr(row, f"{side}_end")
            assert row.text[a:b] == getattr(row, f"{side}_mention")
            assert start <= a < b <= end
        assert row.actor_end <= row.target_start or row.target_end <= row.actor_start


def test_every_pair_stands_in_both_orders_and_none_within_a_country(table):
    place = ["article_id", "sentence_id"]
    for names in (["actor", "target"], ["actor_start", "target_start"], ["actor_country", "target_country"]):
        there = sorted(map(str, table[[*place, *names]].itertuples(index=False, name=None)))
        back = sorted(map(str, table[[*place, *names[::-1]]].itertuples(index=False, name=None)))
        assert there == back
    assert not table.duplicated([*place, "actor", "target"]).any()
    assert (table["actor"] != table["target"]).all()
    same = table["actor_country"].fillna("none") == table["target_country"].fillna("none")
    assert not same.any()


def test_mode_quad_and_score_follow_from_the_event(table):
    event = table["event"].notna()
    assert event.any()
    assert not event.all()
    for column in ("mode", "quad", "score"):
        assert (table[column].notna() == event).all(), column
    some = table[event]
    assert some["quad"].tolist() == [QUADS[name] for name in some["event"]]
    wanted = [
        intensities()[name] * MODE_WEIGHTS[mode]
        for name, mode in zip(some["event"], some["mode"], strict=True)
    ]
    assert some["score"].tolist() == pytest.approx(wanted)
    known = table["event_probability"].notna()
    assert ((table.loc[known, "event_probability"] >= EVENT_FROM) == event[known]).all()
    assert not event[~known].any()


def test_attitudes_are_probabilities(table):
    both = table[["direction_positive", "direction_negative"]].dropna()
    assert ((both >= 0) & (both <= 1)).all(axis=None)
    assert (both.sum(axis=1) <= 1 + 1e-5).all()


def test_the_parties_are_mentions_and_the_voice_is_theirs(seeds, table):
    mentions = {(row.article_id, row.start, row.end): row for row in seeds.mentions.itertuples()}
    for row in table.itertuples():
        actor, target = (
            mentions[row.article_id, getattr(row, f"{side}_start"), getattr(row, f"{side}_end")]
            for side in ("actor", "target")
        )
        assert (actor.target, target.target) == (row.actor, row.target)
        assert not row.actor.endswith("relationship")
        assert not row.target.endswith("relationship")
        said = next((side for side in (target, actor) if isinstance(side.attribution_id, str)), None)
        if said is not None and row.voice == "quoted":
            assert row.attribution_id == said.attribution_id
            assert str(row.speaker_country) == str(said.speaker_country)
        else:
            assert not isinstance(row.attribution_id, str)
            assert not isinstance(row.speaker_country, str)


def test_every_two_parties_of_a_sentence_have_rows(seeds, table):
    """Counted anew from the mentions."""
    wanted = set()
    mentions = seeds.mentions[~seeds.mentions["target"].str.endswith("relationship")]
    for (article_id, sentence), group in mentions.groupby(["article_id", "sentence_id"]):
        first = group.drop_duplicates("target").head(MAX_PARTIES)
        parties = list(zip(first["target"], first["target_country"].fillna(""), strict=True))
        wanted |= {(article_id, sentence, a, b) for a, x in parties for b, y in parties if x != y}
    assert (
        set(table[["article_id", "sentence_id", "actor", "target"]].itertuples(index=False, name=None))
        == wanted
    )


# Total over text

PIECES = st.sampled_from(
    ["China", "the US", "U.S.", "Xi Jinping", "NATO", "US-China ties", "Beijing’s", "Huawei", "she", "it",
     " ", "\n", ". ", ", ", "“", "”", '"', "«", "}", "\ud800", "\udfff", "\x00", "\u200b", "和", "condemned", "1"]
)  # fmt: skip
ANY = st.text(st.characters(exclude_categories=()), max_size=20)


@given(st.lists(st.one_of(PIECES, ANY), max_size=14).map(" ".join))
@settings(max_examples=60, deadline=None)
def test_no_text_raises(text):
    found = rows_of(text)
    assert check_table("relations", make_table("relations", found.rows)) is not None
    for row in found.rows:
        for side in ("actor", "target"):
            assert text[row[f"{side}_start"] : row[f"{side}_end"]] == row[f"{side}_mention"]
        assert (row["mode"] is None) == (row["event"] is None) == (row["quad"] is None)


@given(ANY, st.data())
@settings(max_examples=60, deadline=None)
def test_no_spans_raise(text, data):
    a, b, c, d = (data.draw(st.integers(0, len(text))) for _ in range(4))
    [pair] = read_pairs([text], [((a, b), (c, d))], threads=1)
    if pair:
        assert a < b <= c < d or c < d <= a < b
        assert sum(pair.directed) == pytest.approx(1, abs=1e-5)
        assert 0 <= pair.event_probability <= 1


def test_a_megabyte_in_one_sentence():
    filler = "and so on " * 50_000
    text = f"{filler}{PLAIN[:-1]} {filler}"
    started = time.perf_counter()
    rows = rows_of(text, [(0, len(text))]).rows
    assert time.perf_counter() - started < 30
    assert [(row["actor"], row["target"]) for row in rows] == [
        ("China", "United States"),
        ("United States", "China"),
    ]
    assert rows[0]["event"] == "ACCUSE"
    assert text[rows[0]["target_start"] : rows[0]["target_end"]] == "United States"


def test_nothing_given():
    assert relation_rows(article(""), [], []) == ([], [])
    assert rows_of("").rows == rows_of("No country is named here.").rows == rows_of(" \n").rows == []
