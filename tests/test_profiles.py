"""Profiles: counts that are right on small tables, laws that hold on the seeds, inputs that stay as they are."""

import copy

import pandas as pd
import pytest

import corpus_lib as cl
from corpus_lib.corpus import Corpus
from corpus_lib.schema import TABLES, columns_of, make_table

VERBS = [
    cl.profile_outlets,
    cl.profile_texts,
    cl.summarise_cleaning,
    cl.count_credits,
    cl.date_coverage,
    cl.show_evidence,
]


def row(table, **values):
    return {
        c.name: None if c.nullable else {"int64": 0, "float64": 0.0, "bool": False}.get(c.dtype, "x")
        for c in columns_of(table)
    } | values


def article(article_id, **values):
    day = values.pop("day", None)
    dates = {
        "published": day,
        "published_earliest": day,
        "published_latest": day,
        "published_precision": "day",
    }
    return row(
        "articles", article_id=article_id, **(dates if day else {"published_precision": "unknown"}), **values
    )


def corpus_of(**rows):
    return Corpus({name: make_table(name, rows.get(name, [])) for name in TABLES})


@pytest.fixture
def small():
    articles = [
        article(
            "a",
            title="Talks",
            outlet="Xinhua",
            outlet_country="CN",
            outlet_type="agency",
            n_words=10,
            day=pd.Timestamp("2023-05-01"),
        ),
        article(
            "b",
            title="Balloon",
            outlet="Xinhua",
            outlet_country="CN",
            outlet_type="agency",
            n_words=20,
            day=pd.Timestamp("2023-03-01"),
        ),
        article("c", title="Visit", n_words=5),
    ]
    credited = [
        row("credits", article_id="a", credited_outlet="Reuters", kind="wire", text="(Reuters)"),
        row(
            "credits",
            article_id="a",
            credited_outlet="Reuters",
            kind="wire",
            text="Source:  Reuters",
            raw_start=9,
        ),
        row("credits", article_id="b", credited_outlet="Reuters", kind="wire", text="(Reuters)"),
        row("credits", article_id="c", credited_outlet="NHK", kind="cited", text="NHK said"),
    ]
    lines = [
        row("lines", article_id="a", text="Menu", reason="menu"),
        row("lines", article_id="a", text="Talks re sume", kept=True),
        row("lines", article_id="b", text="A b", kept=True),
        row("lines", article_id="c", text=" ", reason="blank"),
    ]
    return corpus_of(articles=articles, credits=credited, lines=lines)


@pytest.mark.parametrize("verb", VERBS, ids=lambda v: v.__name__)
def test_verbs_leave_their_input_alone_and_work_on_nothing(verb, seeds):
    before = copy.deepcopy(dict(seeds.tables))
    table = verb(seeds)
    for name, frame in seeds.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
    table.iloc[:, 0] = table.iloc[:, 0].iloc[::-1].to_numpy()
    for name, frame in seeds.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
    empty = verb(corpus_of())
    assert empty.empty
    assert empty.dtypes.equals(table.dtypes)


def test_outlets(small):
    table = cl.profile_outlets(small)
    assert table["outlet"].fillna("-").tolist() == ["Xinhua", "-"]
    xinhua = table.iloc[0]
    assert (xinhua["n_articles"], xinhua["n_words"], xinhua["n_credits"]) == (2, 30, 3)
    assert (xinhua["first_published"], xinhua["last_published"]) == (
        pd.Timestamp("2023-03-01"),
        pd.Timestamp("2023-05-01"),
    )
    assert table.iloc[1].isna()[["outlet", "outlet_country", "first_published"]].all()


def test_credits(small):
    table = cl.count_credits(small)
    assert table[["credited_outlet", "kind", "n_articles", "n_credits"]].values.tolist() == [
        ["Reuters", "wire", 2, 3],
        ["NHK", "cited", 1, 1],
    ]
    assert table["words"].tolist() == ["(Reuters) … Source: Reuters", "NHK said"]
    assert table["outlet"].isna().tolist() == [False, True]


def test_cleaning_counts_characters_without_blanks(small):
    table = cl.summarise_cleaning(small).set_index(["article_id", "kept"])
    assert table.loc[("a", True), "n_characters"] == len("Talksresume")
    assert table.loc[("a", False), "why"] == "a menu entry or a control of the page"
    assert table.loc[("a", False), "share"] == pytest.approx(4 / 15)
    assert pd.isna(table.loc[("c", False), "share"])


def test_cleaning_agrees_with_the_articles(seeds):
    table = cl.summarise_cleaning(seeds)
    removed = table[~table["kept"]].groupby("article_id")["share"].sum()
    expected = seeds.articles.set_index("article_id")["removed_share"]
    assert removed.reindex(expected.index).to_numpy() == pytest.approx(expected.to_numpy(), abs=0.02)
    assert table.loc[table["kept"], "why"].isna().all()
    assert table.loc[~table["kept"], "why"].notna().all()


def test_texts_warn_where_measures_do_not_hold():
    long = "The two sides met in Vienna on Wednesday. " * 20
    rows = [
        article("a", text=long, language="en", n_words=160, n_sentences=20),
        article("b", text=long, language="en", machine_translated=True, n_words=160, n_sentences=20),
        article("c", text=long, language="vi", n_words=160, n_sentences=20),
        article("d", text="Short.", language="en", n_words=1, n_sentences=0),
    ]
    table = cl.profile_texts(corpus_of(articles=rows))
    notes = table["note"].fillna("").tolist()
    assert notes[0] == ""
    assert "machine translation" in notes[1]
    assert "this is vi" in notes[2]
    assert "fewer than 100 words" in notes[3]
    assert table["words_per_sentence"].tolist()[:3] == [8.0] * 3
    assert table.iloc[3][["words_per_sentence", "reading_ease", "diversity"]].isna().all()


def test_dates_are_in_order_and_undated_ones_last(small):
    assert cl.date_coverage(small)["title"].tolist() == ["Balloon", "Talks", "Visit"]


def test_evidence_shows_the_chosen_value_first(seeds):
    table = cl.show_evidence(seeds)
    assert len(table) == len(seeds.evidence)
    some_chosen = table.groupby(["article_id", "field"])["chosen"].transform("any")
    first = table[some_chosen].drop_duplicates(["article_id", "field"])
    assert first["chosen"].all()
