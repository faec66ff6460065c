"""Reuse beside credits: each pair from either side, and what the credits between them say."""

import copy
import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus_lib as cl
from corpus_lib.corpus import Corpus
from corpus_lib.reuse_profiles import STATUSES
from corpus_lib.schema import TABLES, columns_of, make_table

BOTH, NOT_CREDITED, NOT_REUSED = STATUSES


def row(table, **values):
    empty = {"int64": 0, "float64": 0.0, "bool": False}
    return {c.name: None if c.nullable else empty.get(c.dtype, "x") for c in columns_of(table)} | values


def corpus_of(outlets=None, shared=(), credited=()):
    """Articles with their outlets, passages (article, other, kind, words), credits (article, outlet, words)."""
    rows = {
        "articles": [
            row("articles", article_id=a, title=a.upper(), outlet=o) for a, o in (outlets or {}).items()
        ],
        "reuse": [row("reuse", article_a=a, article_b=b, kind=k, n_words=n) for a, b, k, n in shared],
        "credits": [
            row("credits", article_id=a, credited_outlet=outlet, text=text, kind="cited", raw_start=place)
            for place, (a, outlet, text) in enumerate(credited)
        ],
    }
    return Corpus({name: make_table(name, rows.get(name, [])) for name in TABLES})


def compared(*args):
    table = cl.compare_reuse(corpus_of(*args))
    return (
        table[["article_id", "other_id", "status", "credit", "credited_outlet"]].fillna("-").values.tolist()
    )


def test_the_input_stays_and_nothing_is_fine(seeds):
    before = copy.deepcopy(dict(seeds.tables))
    table = cl.compare_reuse(seeds)
    table.iloc[:, 0] = "changed"
    for name, frame in seeds.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
    empty = cl.compare_reuse(corpus_of())
    assert empty.empty
    assert empty.dtypes.to_dict() == table.dtypes.to_dict()


def test_a_pair_stands_once_for_each_of_its_articles():
    shared = [("a", "b", "near", 9), ("a", "b", "verbatim", 20), ("a", "b", "near", 12)]
    table = cl.compare_reuse(corpus_of({"b": None, "a": "NHK"}, shared))
    assert table["article_id"].tolist() == ["b", "a"]  # in the corpus's order
    assert table["status"].tolist() == [NOT_CREDITED] * 2
    first, second = table.to_dict("records")
    assert (first["other_id"], first["other_title"], first["other_outlet"]) == ("a", "A", "NHK")
    assert (second["title"], second["outlet"]) == ("A", "NHK")
    assert pd.isna([first["outlet"], first["credit"], first["credited_outlet"], first["credit_words"]]).all()
    assert (first["n_passages"], first["n_words"], first["kinds"]) == (3, 41, "near, verbatim")


def test_one_credits_the_other():
    outlets, shared = {"a": "Xinhua", "b": "NHK"}, [("a", "b", "near", 9)]
    assert compared(outlets, shared, [("a", "NHK", "Source: NHK")]) == [
        ["a", "b", BOTH, "credits the other", "NHK"],
        ["b", "a", BOTH, "credited by the other", "NHK"],
    ]
    assert compared(outlets, shared, [("a", "NHK", "x"), ("b", "Xinhua", "y"), ("b", "CNN", "z")]) == [
        ["a", "b", BOTH, "each credits the other", "NHK, Xinhua"],
        ["b", "a", BOTH, "each credits the other", "Xinhua, NHK"],
    ]


def test_both_credit_a_third():
    credited = [("a", "Reuters", "(Reuters)"), ("b", "Reuters", "Reuters  said"), ("a", "CNN", "told CNN")]
    table = cl.compare_reuse(corpus_of({"a": None, "b": None}, [("a", "b", "near", 9)], credited))
    assert table["credit"].tolist() == ["both credit the same outlet"] * 2
    assert table["credited_outlet"].tolist() == ["Reuters"] * 2
    assert table["credit_words"].tolist() == ["(Reuters) … Reuters said", "Reuters said … (Reuters)"]


def test_credits_of_others_do_not_count():
    outlets = {"a": None, "b": None, "c": "NHK"}
    shared = [("a", "b", "near", 9)]
    assert [line[2] for line in compared(outlets, shared, [("a", "CNN", "x"), ("b", "BBC", "y")])] == [
        NOT_CREDITED
    ] * 2
    assert [line[2] for line in compared({"a": None, "b": None}, shared, [("c", "NHK", "x")])] == [
        NOT_CREDITED
    ] * 2


def test_credited_not_reused():
    outlets = {"a": "CNN", "b": "NHK", "c": "NHK", "d": "Xinhua"}
    credited = [
        ("a", "NHK", "NHK said"),  # shares a passage with one of NHK's articles
        ("a", "Xinhua", "Xinhua said"),
        ("a", "Xinhua", "Xinhua said"),
        ("a", "Reuters", "(Reuters)"),  # of which the corpus holds nothing
        ("d", "Xinhua", "(Xinhua)"),  # its own outlet
        ("d", "NHK", "NHK also said"),
    ]
    table = cl.compare_reuse(corpus_of(outlets, [("a", "b", "near", 9)], credited))
    only = table[table["status"] == NOT_REUSED]
    assert only[["article_id", "other_outlet", "credit_words"]].values.tolist() == [
        ["a", "Xinhua", "Xinhua said"],
        ["d", "NHK", "NHK also said"],
    ]
    assert only[["other_id", "other_title", "kinds"]].isna().all(axis=None)
    assert (only["n_passages"].tolist(), only["n_words"].tolist()) == ([0, 0], [0, 0])
    assert table["status"].tolist() == [BOTH, BOTH, NOT_REUSED, NOT_REUSED]


def test_seeds(seeds):
    table = cl.compare_reuse(seeds)
    assert table["n_passages"].sum() == 2 * len(seeds.reuse)
    assert table["n_words"].sum() == 2 * seeds.reuse["n_words"].sum()
    assert set(table["status"]) <= set(STATUSES)


OUTLETS = st.sampled_from(["NHK", "Xinhua", "<script>$x$</script>", None])
PAIRS = st.sampled_from([*itertools.combinations("abcd", 2)])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(OUTLETS, min_size=4, max_size=4),
    st.lists(st.tuples(PAIRS, st.sampled_from(["near", "verbatim"]), st.integers(1, 99)), max_size=6),
    st.lists(
        st.tuples(st.sampled_from("abcd"), OUTLETS.filter(bool), st.text("ab $<", min_size=1)), max_size=6
    ),
)
def test_rows_agree_with_the_tables(outlets, shared, credited):
    corpus = corpus_of(
        dict(zip("abcd", outlets, strict=True)), [(*pair, kind, n) for pair, kind, n in shared], credited
    )
    table = cl.compare_reuse(corpus)
    pairs = {pair for pair, _, _ in shared}
    reused = table[table["status"] != NOT_REUSED]
    both_ways = pairs | {(b, a) for a, b in pairs}
    assert sorted(zip(reused["article_id"], reused["other_id"], strict=True)) == sorted(both_ways)
    assert reused["n_words"].sum() == 2 * sum(n for _, _, n in shared)
    assert (table["status"] == NOT_CREDITED).tolist() == table["credit"].isna().tolist()
    assert table["credit"].isna().tolist() == table["credited_outlet"].isna().tolist()
    known = set(zip(corpus.credits["article_id"], corpus.credits["credited_outlet"], strict=True))
    only = table[table["status"] == NOT_REUSED]
    assert set(zip(only["article_id"], only["other_outlet"], strict=True)) <= known
    assert (only["outlet"].fillna("") != only["other_outlet"]).all()
    assert not only.duplicated(["article_id", "other_outlet"]).any()


@pytest.mark.parametrize("order", ["abcd", "dcba"])
def test_the_order_of_the_articles_does_not_change_what_is_said(order):
    shared, credited = [("a", "b", "near", 9), ("c", "d", "near", 9)], [("a", "NHK", "x")]
    assert sorted(compared(dict.fromkeys(order, "NHK"), shared, credited)) == sorted(
        compared(dict.fromkeys("abcd", "NHK"), shared, credited)
    )
