"""Voices: who speaks, how much, and about whom; sums that add up, and nulls that stay."""

import copy
import functools
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corpus_lib as cl
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.schema import TABLES, columns_of, make_table
from corpus_lib.voice_profiles import BREAKDOWNS, MAX_EXAMPLE, MIN_ARTICLES, side_of

HOSTILE = "<script>alert($5)</script> $x$ \U000f0000"
VERBS = {
    "profile_speakers": cl.profile_speakers,
    "quoted_about": cl.quoted_about,
    **{f"share_voice by {by}": functools.partial(cl.share_voice, by=by) for by in BREAKDOWNS},
    **{
        f"total_voice by {by}": lambda corpus, by=by: cl.total_voice(cl.share_voice(corpus, by=by))
        for by in BREAKDOWNS
    },
}


def row(table, **values):
    empty = {"int64": 0, "float64": 0.0, "bool": False}
    return {c.name: None if c.nullable else empty.get(c.dtype, "x") for c in columns_of(table)} | values


def corpus_of(articles=(), statements=()):
    """A corpus of articles (id, text, words) and statements (article, its words in the text, and columns)."""
    texts = {article_id: text for article_id, text, _ in articles}
    rows = []
    for number, (article_id, words, columns) in enumerate(statements):
        pieces = [words] if isinstance(words, str) else words
        starts = [texts[article_id].index(piece) for piece in pieces]
        spans = [(start, start + len(piece)) for start, piece in zip(starts, pieces, strict=True)]
        made = {"attribution_id": f"{article_id}:{number}", "content": pieces[0], "quote_type": "indirect"}
        made |= {"content_spans": json.dumps(spans), "n_words": sum(len(p.split()) for p in pieces)}
        rows.append(row("attributions", article_id=article_id, **made | columns))
    made = [row("articles", article_id=a, text=text, n_words=n, title=a.upper()) for a, text, n in articles]
    tables = {"articles": made, "attributions": rows}
    return Corpus({name: make_table(name, tables.get(name, [])) for name in TABLES})


US = {"speaker": "Joe Biden", "speaker_country": "US", "speaker_role": "head_of_state"}
CN = {"speaker": "Qin Gang", "speaker_country": "CN", "speaker_role": "minister"}
UNNAMED = {"speaker_country": "US", "speaker_role": "anonymous_official"}


@pytest.fixture
def small():
    articles = [
        (
            "b",
            "China must listen to Beijing and Taipei. Talks help us. The White House is calm today, he said.",
            20,
        ),
        ("a", "America threatens Hong Kong. We want peace. " + HOSTILE, 10),
        ("c", "Nobody speaks here.", 3),
        ("d", "", 0),
    ]
    statements = [
        ("b", "China must listen to Beijing and Taipei", US | {"quote_type": "direct"}),
        ("b", "Talks help us", US | {"quote_type": "mixed", "speaker_role": "other"}),
        ("b", ["The White House", "today"], UNNAMED),
        ("a", "America threatens Hong Kong", CN),
        ("a", "We want peace", {}),
    ]
    return corpus_of(articles, statements)


@pytest.mark.parametrize("verb", VERBS.values(), ids=[*VERBS])
def test_verbs_leave_their_input_alone_and_work_on_nothing(verb, seeds):
    before = copy.deepcopy(dict(seeds.tables))
    table = verb(seeds)
    table.iloc[:, 0] = table.iloc[:, 0].iloc[::-1].to_numpy()
    for name, frame in seeds.tables.items():
        pd.testing.assert_frame_equal(frame, before[name])
    empty = verb(corpus_of())
    assert empty.empty
    assert empty.dtypes.to_dict() == table.dtypes.to_dict()


def test_sides():
    codes = ["US", "CN", "HK", "MO", "TW", "EU", "??", None, pd.NA, float("nan")]
    sides = ["United States", "China", "China", "China", "Taiwan", "other", "other", None, None, None]
    assert [side_of(code) for code in codes] == sides


def test_speakers(small):
    table = cl.profile_speakers(small)
    assert table["speaker"].fillna("-").tolist() == ["Joe Biden", "Qin Gang", "-", "-"]
    assert table["n_words"].tolist() == [10, 4, 4, 3]
    assert table["named"].tolist() == [True, True, False, False]
    biden, _, unnamed, unknown = table.to_dict("records")
    assert [biden[f"n_{kind}"] for kind in ("direct", "mixed", "indirect")] == [1, 1, 0]
    assert [biden[f"{kind}_words"] for kind in ("direct", "mixed", "indirect")] == [7, 3, 0]
    assert (biden["n_articles"], biden["n_attributions"], biden["side"]) == (1, 2, "United States")
    assert biden["share"] == pytest.approx(10 / 21)
    assert biden["example"] == "China must listen to Beijing and Taipei"
    assert (unnamed["speaker_country"], unnamed["speaker_role"]) == ("US", "anonymous_official")
    assert pd.isna([unknown[name] for name in ("speaker_country", "speaker_role", "side")]).all()


def test_a_speaker_is_one_row_with_the_most_frequent_country_and_role():
    text = "one two three four five six"
    said = [{"speaker": "World Bank", "speaker_country": None, "speaker_role": "other"}] * 2
    said += [{"speaker": "World Bank", "speaker_country": "UN", "speaker_role": "expert"}]
    said += [
        {"speaker": "Ministry", "speaker_country": code, "speaker_role": "official"} for code in ("CN", "TW")
    ]
    said += [{"speaker": None, "speaker_country": None, "speaker_role": role} for role in ("expert", None)]
    table = cl.profile_speakers(corpus_of([("a", text, 6)], [("a", "one", names) for names in said]))
    keys = table[["speaker", "speaker_country", "speaker_role", "n_attributions"]].fillna("-").values.tolist()
    assert keys[0] == ["World Bank", "UN", "other", 3]
    assert keys[1:3] == [["Ministry", "CN", "official", 1], ["Ministry", "TW", "official", 1]]
    assert sorted(keys[3:]) == [["-", "-", "-", 1], ["-", "-", "expert", 1]]


def test_the_example_is_the_beginning_of_the_longest_statement():
    text = " ".join(f"w{n}" for n in range(MAX_EXAMPLE + 1))
    corpus = corpus_of([("a", text, 21)], [("a", "w1 w2", US), ("a", text, US), ("a", "w3", US)])
    assert cl.profile_speakers(corpus)["example"].tolist() == [text.rsplit(" ", 1)[0] + " …"]


def test_voices_of_an_article(small):
    table = cl.share_voice(small)
    rows = table[["article_id", "voice", "side", "n_attributions", "n_words"]].fillna("-").values.tolist()
    assert rows == [
        ["b", "author", "-", 0, 6],
        ["b", "quoted", "United States", 3, 14],
        ["a", "author", "-", 0, 3],
        ["a", "quoted", "China", 1, 4],
        ["a", "quoted", "-", 1, 3],
        ["c", "author", "-", 0, 3],
        ["d", "author", "-", 0, 0],
    ]
    assert table["share"].tolist()[:3] == pytest.approx([0.3, 0.7, 0.3])
    assert pd.isna(table["share"].iloc[-1])
    named = cl.share_voice(small, by="named")
    assert named.loc[named["article_id"] == "b", "named"].astype("object").fillna("-").tolist() == [
        "-",
        True,
        False,
    ]


def test_more_words_attributed_than_counted_leave_no_negative_voice():
    table = cl.share_voice(corpus_of([("a", "one two three", 2)], [("a", "one two three", US)]))
    assert table["n_words"].tolist() == [0, 3]
    assert table["share"].tolist() == [0.0, 1.0]


def test_voices_of_all_articles(small):
    table = cl.total_voice(cl.share_voice(small)).set_index(["voice", "side"])
    author, quoted = table.loc[("author", float("nan"))], table.loc[("quoted", "United States")]
    assert (author["n_articles"], author["n_words"]) == (3, 12)  # the article without words has no voice
    assert (quoted["n_articles"], quoted["n_attributions"], quoted["n_words"]) == (1, 3, 14)
    assert quoted["share"] == pytest.approx(14 / 33)
    assert quoted["mean_share"] == pytest.approx(0.7 / 3)
    assert table[["share", "mean_share"]].sum().tolist() == pytest.approx([1.0, 1.0])
    assert not table["enough"].any()


@pytest.mark.parametrize(("n", "enough"), [(MIN_ARTICLES - 1, False), (MIN_ARTICLES, True)])
def test_how_many_articles_are_enough(n, enough):
    articles = [(f"a{i}", "He said yes indeed.", 4) for i in range(n)]
    rare = ("a0", "indeed", CN)
    corpus = corpus_of(articles, [*[(a, "yes", US) for a, _, _ in articles], rare])
    table = cl.total_voice(cl.share_voice(corpus)).set_index("side")
    assert table["enough"].to_dict()["United States"] is enough
    assert not table.loc["China", "enough"]


def test_wrong_breakdowns_and_tables_are_refused(small):
    with pytest.raises(InputError, match="speaker_role"):
        cl.share_voice(small, by="article_id")
    with pytest.raises(InputError, match="share_voice"):
        cl.total_voice(cl.profile_speakers(small))


def test_quoted_about(small):
    table = cl.quoted_about(small).fillna("-")
    counts = table[["side", "about", "n_attributions", "n_articles", "n_mentions", "of_attributions"]]
    assert counts.values.tolist() == [
        ["United States", "United States", 1, 1, 1, 3],
        ["United States", "China", 1, 1, 2, 3],
        ["United States", "Taiwan", 1, 1, 1, 3],
        ["United States", "-", 1, 1, 0, 3],
        ["China", "United States", 1, 1, 1, 1],
        ["China", "China", 1, 1, 1, 1],
        ["-", "-", 1, 1, 0, 1],
    ]
    assert table["share"].tolist() == pytest.approx([1 / 3] * 4 + [1.0] * 3)


def test_towns_and_universities_are_no_side_and_pieces_are_read_apart():
    text = "Harvard and Shanghai are far. White as walls. House of cards"
    said = [("a", "Harvard and Shanghai are far", US), ("a", ["White", "House"], US)]
    table = cl.quoted_about(corpus_of([("a", text, 9)], said))
    assert table["about"].isna().all()
    assert table["n_attributions"].tolist() == [2]


def test_seeds_add_up(seeds):
    words = int(seeds.attributions["n_words"].sum())
    assert cl.profile_speakers(seeds)["n_words"].sum() == words
    assert cl.profile_speakers(seeds)["share"].sum() == pytest.approx(1.0)
    for by in BREAKDOWNS:
        table = cl.share_voice(seeds, by=by)
        assert table.groupby("article_id")["n_words"].sum().to_dict() == dict(
            zip(seeds.articles["article_id"], seeds.articles["n_words"], strict=True)
        )
        assert cl.total_voice(table)["n_words"].sum() == seeds.articles["n_words"].sum()
    about = cl.quoted_about(seeds)
    assert about.drop_duplicates("side")["of_attributions"].sum() == len(seeds.attributions)
    assert about["share"].between(0, 1).all()


SAID = st.fixed_dictionaries(
    {
        "speaker": st.sampled_from(["Joe Biden", HOSTILE, None]),
        "speaker_country": st.sampled_from(["US", "CN", "TW", "VN", None]),
        "speaker_role": st.sampled_from(["official", "other", None]),
        "quote_type": st.sampled_from(["direct", "mixed", "indirect"]),
        "n_words": st.integers(0, 40),
    }
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abc"), SAID), max_size=12), st.sampled_from(BREAKDOWNS))
def test_nothing_is_lost_or_counted_twice(statements, by):
    articles = [(name, f"US and China {HOSTILE}", n) for name, n in (("a", 0), ("b", 30), ("c", 500))]
    corpus = corpus_of(articles, [(a, "US and China", names) for a, names in statements])
    words = sum(names["n_words"] for _, names in statements)
    speakers = cl.profile_speakers(corpus)
    assert speakers["n_words"].sum() == words
    assert speakers["n_attributions"].sum() == len(statements)
    assert speakers[["n_direct", "n_mixed", "n_indirect"]].sum().sum() == len(statements)
    assert not speakers.duplicated(["speaker", "speaker_country", "speaker_role"]).any()
    table = cl.share_voice(corpus, by=by)
    quoted = table[table["voice"] == "quoted"]
    assert (quoted["n_words"].sum(), quoted["n_attributions"].sum()) == (words, len(statements))
    assert (table["voice"] == "author").sum() == 3
    sums = table.groupby("article_id")["share"].sum(min_count=1).dropna()
    assert sums.tolist() == pytest.approx([1.0] * len(sums))
    total = cl.total_voice(table)
    assert total["n_words"].sum() == table["n_words"].sum()
    assert total["mean_share"].sum() == pytest.approx(1.0)
    about = cl.quoted_about(corpus)
    assert about.drop_duplicates("side")["of_attributions"].sum() == len(statements)
    assert about["about"].notna().all()
