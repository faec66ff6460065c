"""Stance, judgements, blame: what is counted, how often, in whose voice, and when there is no mean."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

import corpus_lib as cl
from corpus_lib import stance, stance_spans
from corpus_lib.blame import ARTICLE, UNKNOWN
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.rows import Article
from corpus_lib.schema import TABLES, check_table, columns_of, make_table
from corpus_lib.voice_profiles import MIN_ARTICLES
from corpus_lib.word_counting import count_words_of_feeling

TEXT = "The two governments quarrelled. They met. They will meet again. It was said to be good. The end."
#: Where its sentences are.
PLACES = [match.span() for match in re.finditer(r"\S[^.]*\.", TEXT)]


def blank(table, **values):
    """A row of a table: the given values, and for the others something of the right type."""
    empty = {"str": "", "int64": 0, "Int64": 0, "float64": 0.0, "bool": False, "boolean": False}
    row = {c.name: None if c.nullable else empty.get(c.dtype) for c in columns_of(table)}
    return row | values


def article(article_id, **more):
    assert set(Article._fields) == {c.name for c in columns_of("articles")}
    return blank("articles", article_id=article_id, text=TEXT, published_precision="unknown", **more)


def relation(article_id="a", sentence_id=0, actor="US", target="CN", event="SANCTION", mode="actual", **more):
    quads = {row["event"]: row["quad"] for row in stance_rows("events")}
    voice = {"voice": "author", "direction_positive": 0.0, "direction_negative": 0.0}
    return blank(
        "relations",
        **voice
        | {
            "article_id": article_id,
            "sentence_id": sentence_id,
            "actor": actor,
            "actor_country": actor,
            "target": target,
            "target_country": target,
            "event": event,
            "quad": quads.get(event),
            "mode": mode if event else None,
            "event_probability": 0.9 if event else 0.1,
        }
        | more,
    )


def stance_rows(name):
    from corpus_lib.resources import read_resource

    return read_resource(name)


def mention(article_id="a", sentence_id=0, target="China", country="CN", judged="neutral", **more):
    chances = {name: 0.8 if name == judged else 0.1 for name in ("negative", "neutral", "positive")}
    polarity = chances["positive"] - chances["negative"]
    known = {"rule": "name", "voice": "author", "target": target, "target_country": country}
    row = {"article_id": article_id, "sentence_id": sentence_id, "polarity": polarity}
    return blank("mentions", **known | row | chances | more)


def corpus_of(articles=("a",), relations=(), mentions=(), attributions=()):
    sentences = [
        {"article_id": one, "sentence_id": n, "start": start, "end": end}
        for one in articles
        for n, (start, end) in enumerate(PLACES)
    ]
    rows = {
        "articles": [article(one) for one in articles],
        "sentences": sentences,
        "relations": relations,
        "mentions": mentions,
        "attributions": attributions,
    }
    return Corpus({name: check_table(name, make_table(name, rows.get(name, []))) for name in TABLES})


def values(corpus):
    return cl.collect_stance(corpus)["value"].tolist()


# Spans


@pytest.mark.parametrize(
    ("event", "mode", "value"),
    [
        ("SANCTION", "actual", -1.0),
        ("CONSULT", "actual", 1.0),
        ("AID", "planned", 0.5),
        ("ASSAULT", "threatened", -0.5),
        ("COERCE", "alleged", -0.5),
        ("YIELD", "called_for", 0.25),
        ("ACCUSE", "denied", 0.0),
    ],
)
def test_an_act_counts_by_its_side_of_the_scale_and_its_mode(event, mode, value):
    assert [v + 0.0 for v in values(corpus_of(relations=[relation(event=event, mode=mode)]))] == [value]


@pytest.mark.parametrize(
    ("tone", "value"), [({}, 0.0), ({"direction_negative": 0.8}, -1.0), ({"direction_positive": 0.6}, 1.0)]
)
def test_a_request_counts_by_its_tone(tone, value):
    assert values(corpus_of(relations=[relation(event="REQUEST", **tone)])) == [value]


def test_an_attitude_without_an_act_counts_and_silence_does_not():
    spans = cl.collect_stance(
        corpus_of(
            relations=[
                relation(event=None, direction_negative=0.7),
                relation(sentence_id=1, event=None, direction_negative=0.4),
                relation(sentence_id=2, event=None),
            ]
        )
    )
    assert spans[["kind", "value", "sentence_id"]].values.tolist() == [["attitude", -1.0, 0]]


def test_several_rows_of_the_same_sides_in_a_sentence_are_one_span_the_surest():
    spans = cl.collect_stance(
        corpus_of(
            relations=[
                relation(actor_country="US", actor="Joe Biden", event="CONSULT", event_probability=0.6),
                relation(actor="US", event="THREATEN", event_probability=0.8),
                relation(sentence_id=1, event="AID"),
                relation(actor="HK", target="US", event="ACCUSE"),
            ]
        )
    )
    assert sorted(spans[["sentence_id", "event", "direction"]].values.tolist()) == [
        [0, "ACCUSE", "China → United States"],
        [0, "THREATEN", "United States → China"],
        [1, "AID", "United States → China"],
    ]


def test_what_both_do_together_is_one_span():
    both = [relation(event="CONSULT"), relation(actor="CN", target="US", event="CONSULT")]
    each = [relation(1 * "a", 1, event="ACCUSE"), relation("a", 1, actor="CN", target="US", event="ACCUSE")]
    spans = cl.collect_stance(corpus_of(relations=both + each))
    assert spans["direction"].tolist() == [
        "United States ↔ China",
        "United States → China",
        "China → United States",
    ]


def test_two_meetings_of_different_pairs_in_a_sentence_stay_two():
    pairs = [("US", "CN"), ("CN", "US"), ("US", "JP"), ("JP", "US")]
    acts = stance_spans.find_acts(
        corpus_of(relations=[relation(actor=a, target=b, event="CONSULT") for a, b in pairs])
    )
    assert sorted(acts["direction"]) == ["United States ↔ China", "other ↔ United States"]


def test_visits_to_two_countries_are_not_made_together():
    acts = stance_spans.find_acts(
        corpus_of(
            relations=[relation(target=one, target_country=one, event="CONSULT") for one in ("CN", "JP")]
        )
    )
    assert sorted(acts["direction"]) == ["United States → China", "United States → other"]


def test_other_sides_and_bodies_of_no_country_are_left_out():
    others = [
        relation(actor="US", target="JP"),
        relation(actor="TW", target="CN"),
        relation(actor="NATO", actor_country=None, target="CN"),
        relation(actor="HK", target="CN"),
    ]
    assert values(corpus_of(relations=others)) == []
    taiwan = cl.collect_stance(corpus_of(relations=others), between=("Taiwan", "China"))
    assert taiwan["direction"].tolist() == ["Taiwan → China"]
    assert stance_spans.find_acts(corpus_of(relations=others))["actor_side"].notna().all()


def test_the_relationship_is_judged_where_it_is_named():
    named = [
        mention(target="China–US relationship", country=None, judged="negative", rule="relationship"),
        mention(
            sentence_id=1,
            target="bilateral relationship",
            country=None,
            judged="positive",
            rule="relationship",
        ),
        mention(
            sentence_id=2,
            target="China–Japan relationship",
            country=None,
            judged="negative",
            rule="relationship",
        ),
        mention(
            sentence_id=3, target="China–US relationship", country=None, judged="neutral", rule="relationship"
        ),
        mention(
            sentence_id=4, target="China–US relationship", country=None, judged="negative", rule="pronoun"
        ),
        mention(sentence_id=4, target="United States", country="US"),
        mention(sentence_id=4),
    ]
    corpus = corpus_of(mentions=named)
    spans = cl.collect_stance(corpus)
    assert spans[["sentence_id", "kind", "value"]].values.tolist() == [
        [0, "judgement", -1.0],
        [1, "judgement", 1.0],
    ]
    judged = cl.collect_judgements(corpus)
    sides = ["relationship"] * 4 + ["United States", "China"]
    assert judged["target_side"].tolist() == sides, "both sides together are no target"
    assert judged["value"].tolist() == [-1, 1, -1, 0, 0, 0]


def test_a_relationship_without_names_is_theirs_only_where_both_are_named():
    named = [
        mention(target="bilateral relationship", country=None, judged="negative", rule="relationship"),
        mention(sentence_id=1),
        mention(sentence_id=1, target="Japan", country="JP"),
    ]
    assert values(corpus_of(mentions=named)) == []


def test_what_the_model_could_not_read_is_not_counted():
    unread = mention(target="China–US relationship", country=None, rule="relationship")
    unread |= dict.fromkeys(("negative", "neutral", "positive", "polarity"))
    assert values(corpus_of(mentions=[unread])) == []


def test_of_two_attitudes_the_stronger_counts():
    weak = relation(event=None, direction_positive=0.55)
    strong = relation(actor="HK", actor_country="HK", target="US", event=None, direction_negative=0.95)
    other = relation(actor="CN", target="US", event=None, direction_positive=0.6)
    assert sorted(values(corpus_of(relations=[weak, other, strong]))) == [-1.0, 1.0]


def test_only_two_different_sides_can_be_asked_for():
    for between in (("US", "CN"), ("China", "China")):
        with pytest.raises(InputError, match="not two sides"):
            cl.collect_stance(corpus_of(), between=between)


def test_a_span_has_its_sentence_and_its_speaker(seeds):
    spans = cl.collect_stance(seeds)
    texts = dict(zip(seeds.articles["article_id"], seeds.articles["text"], strict=True))
    assert list(spans) == stance_spans.SPANS
    assert all(
        texts[row.article_id][row.start : row.end] == row.sentence for row in spans.itertuples(index=False)
    )
    assert len(spans) > 20
    assert spans.loc[spans["voice"] == "author", "speaker"].isna().all()
    assert spans["value"].between(-1, 1).all()
    order = spans["article_id"].map({a: n for n, a in enumerate(seeds.articles["article_id"])})
    assert order.is_monotonic_increasing


def test_a_speaker_is_named_with_the_side_spoken_for():
    said = blank("attributions", attribution_id="a:0", article_id="a", quote_type="direct", speaker="Wang Yi")
    acts = [
        relation(voice="quoted", attribution_id="a:0", speaker_country="CN"),
        relation(sentence_id=1, voice="quoted"),
    ]
    spans = cl.collect_stance(corpus_of(relations=acts, attributions=[said]))
    assert spans["speaker"].tolist()[0] == "Wang Yi"
    assert spans["side"].fillna("").tolist() == ["China", ""]


def test_nothing_gives_empty_tables_with_columns():
    corpus = corpus_of()
    assert list(cl.collect_stance(corpus)) == stance_spans.SPANS
    assert cl.collect_judgements(corpus).empty
    assert cl.estimate_stance(corpus, by="outlet").empty
    assert cl.count_blame(cl.collect_blame(corpus)).empty
    assert cl.compare_word_counting(corpus).empty
    assert cl.rate_articles(corpus)["n_spans"].tolist() == [0, 0]


# Estimates


def many(n, values=(-1.0,), per_article=1, **more):
    """Spans of n articles, whose values go round."""
    return pd.DataFrame(
        [
            {"article_id": f"a{i}", "voice": "author", "value": values[i % len(values)], "outlet": "X"} | more
            for i in range(n)
            for _ in range(per_article)
        ]
    )


def test_below_the_minimum_there_is_no_mean():
    few, enough = cl.estimate_stance(many(MIN_ARTICLES - 1)), cl.estimate_stance(many(MIN_ARTICLES))
    assert few[["value", "low", "high"]].isna().all(axis=None)
    assert few["stance"].isna().all()
    assert (few["enough"].item(), few["n_articles"].item()) == (False, MIN_ARTICLES - 1)
    assert enough["value"].item() == -1
    assert (enough["enough"].item(), enough["stance"].item()) == (True, "deterioration")


def test_an_article_counts_once_however_many_spans_it_has():
    spans = pd.concat([many(10, [1.0]), many(1, per_article=99)])
    table = cl.estimate_stance(spans)
    assert table["n_spans"].item() == 109
    assert table["n_articles"].item() == 10
    assert table["value"].item() == pytest.approx((9 + (1 - 99) / 100) / 10)
    assert (table["n_conflict"].item(), table["n_cooperation"].item()) == (99, 10)


def test_the_interval_holds_the_value_narrows_with_articles_and_is_the_same_again():
    mixed = [-1.0, 1.0]
    small, large = cl.estimate_stance(many(12, mixed)), cl.estimate_stance(many(300, mixed))
    for table in (small, large):
        assert (table["low"] < table["value"]).all()
        assert (table["value"] < table["high"]).all()
    assert (large["high"] - large["low"]).item() < 0.5 * (small["high"] - small["low"]).item()
    assert large["high"].item() == pytest.approx(1.96 / np.sqrt(300), rel=0.15)
    uneven = many(30, [-1.0, -0.43, 0.11, 0.57, 0.92, 0.05, -0.71])
    pd.testing.assert_frame_equal(cl.estimate_stance(uneven), cl.estimate_stance(uneven), rtol=0)


def test_what_is_neither_conflict_nor_cooperation_counts_as_neither():
    table = cl.estimate_stance(many(12, [0.0, 0.0, 1.0]))
    assert (table["n_spans"].item(), table["n_conflict"].item(), table["n_cooperation"].item()) == (12, 0, 4)


def test_voices_are_apart_unless_asked_for():
    spans = pd.concat([many(10), many(10, [1.0], voice="quoted")])
    apart = cl.estimate_stance(spans)
    assert apart[["voice", "value"]].values.tolist() == [["author", -1.0], ["quoted", 1.0]]
    together = cl.estimate_stance(spans, pool_voices=True)
    assert "voice" not in together
    assert together["value"].item() == 0
    assert cl.estimate_stance(spans, by="voice", pool_voices=True)["voice"].tolist() == ["author", "quoted"]


def test_groups_keep_what_is_not_known():
    spans = many(3).assign(outlet=["X", None, "X"])
    table = cl.estimate_stance(spans, by=["outlet"])
    assert table["outlet"].fillna("").tolist() == ["X", ""]
    with pytest.raises(InputError, match="no column colour"):
        cl.estimate_stance(spans, by="colour")


def test_a_corpus_can_be_grouped_by_columns_of_its_articles(seeds):
    table = cl.estimate_stance(seeds, by=["outlet_country", "direction"])
    assert set(table["outlet_country"].dropna()) <= set(seeds.articles["outlet_country"].dropna())
    assert table["n_spans"].sum() == len(cl.collect_stance(seeds))
    assert not table["enough"].any()


@pytest.mark.parametrize(
    ("value", "name"), [(-0.61, "deterioration"), (-0.6, "strain"), (0.19, "mixed"), (0.6, "thaw")]
)
def test_names_on_the_scale(value, name):
    assert stance.name_stance(value) == name


def test_articles_are_rated_from_conflict_to_cooperation():
    acts = [relation("a", event="AID"), relation("b", event="ASSAULT"), relation("b", 1, event="CONSULT")]
    rated = cl.rate_articles(corpus_of(("a", "b", "c"), relations=acts))
    assert rated["article_id"].tolist() == ["b", "b", "a", "a", "c", "c"]
    first = rated.iloc[0]
    assert (first["value"], first["n_spans"], first["n_conflict"], first["n_cooperation"]) == (0, 2, 1, 1)
    assert rated.iloc[4]["value"] != rated.iloc[4]["value"], "an article without spans has no value"


# Blame


def test_blame_is_the_accusers_or_that_of_the_voice_that_tells():
    acts = [
        relation(actor="CN", target="US", event="ACCUSE"),
        relation(sentence_id=1, actor="CN", target="US", event="COERCE"),
        relation(sentence_id=2, actor="US", event="SANCTION", voice="quoted", speaker_country="CN"),
        relation(sentence_id=3, actor="US", event="MOBILIZE", voice="quoted"),
        relation(sentence_id=4, actor="US", event="ASSAULT", mode="denied"),
        relation("b", 0, actor="US", event="REQUEST"),
        relation("b", 1, actor="US", event="AID"),
    ]
    spans = cl.collect_blame(corpus_of(("a", "b"), relations=acts))
    assert spans[["kind", "blamer", "blamed"]].values.tolist() == [
        ["accusation", "China", "United States"],
        ["conflict told", ARTICLE, "China"],
        ["conflict told", "China", "United States"],
        ["conflict told", UNKNOWN, "United States"],
    ]
    both = [relation(event="ACCUSE", mode="denied", event_probability=0.95), relation(event="ACCUSE")]
    assert len(cl.collect_blame(corpus_of(relations=both))) == 1, "a denied act hides none that was done"
    third = [relation(actor=one, actor_country=one, event="ACCUSE") for one in ("JP", "IN")]
    assert len(cl.collect_blame(corpus_of(relations=third))) == 2
    counts = cl.count_blame(spans)
    assert counts["n_spans"].sum() == len(spans)
    assert counts["example"].tolist()[0] in TEXT


# Counting words


def test_word_counting_is_compared_span_by_span(monkeypatch):
    scores = {"The": 0.5, "They": -0.5, "It": 0.0}
    monkeypatch.setattr(
        "corpus_lib.word_counting.count_words_of_feeling", lambda text: scores[text.split()[0]]
    )
    acts = [
        relation(event="AID"),
        relation(sentence_id=1, event="AID"),
        relation(sentence_id=3, event="AID"),
        relation(sentence_id=4, event="ASSAULT", mode="denied"),
        relation("b", event="ASSAULT"),
        relation("b", 1, event="ASSAULT"),
    ]
    table = cl.compare_word_counting(corpus_of(("a", "b"), relations=acts))
    assert table["agreement"].tolist() == ["same", "opposite", "neutral", "opposite", "same"]
    assert table["counted"].tolist() == ["positive", "negative", "neutral", "positive", "negative"]


def test_words_of_feeling_are_counted_by_vader():
    assert count_words_of_feeling("") == 0
    assert count_words_of_feeling("War, hate and murder.") < -0.5
