"""Passages to read: each with its place and voice, and nothing of an article runs."""

from __future__ import annotations

import pandas as pd
import pytest
from lxml import html as lxml_html

import corpus_lib as cl
from corpus_lib.passage_views import MAX_PASSAGES, show_passages, show_words
from corpus_lib.queries import KINDS
from corpus_lib.stance_views import tell_voice

MARKUP = "<img src=x onerror=alert(1)> & \u202etfel 中文"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_shown_with_what_is_left_out(seeds, kind):
    rows = cl.select_passages(seeds, kind, words="the" if kind == "words" else "")
    view = show_passages(rows, seeds)
    assert f"{len(rows):,}" in str(view).splitlines()[-1]
    assert ("not shown" in str(view).splitlines()[-1]) == (kind != "articles")
    assert str(show_passages(rows.head(0), seeds)).splitlines()[-1].startswith("0 ")


def test_words_stand_between_what_is_before_and_after(seeds):
    matches = cl.find_words(seeds, "balloon")
    table = lxml_html.fromstring(show_words(matches, seeds, 3).html.split("<p>")[0])
    rows = table.findall(".//tbody/tr")
    assert len(rows) == 3
    for row, match in zip(rows, matches.to_dict("records"), strict=False):
        before, word, after, where, who = (cell.text_content() for cell in row.findall("td"))
        assert (before, word, after) == (match["before"], match["match"], match["after"])
        outlet = seeds.articles.set_index("article_id").loc[match["article_id"], "outlet"]
        assert where.startswith("outlet not known" if pd.isna(outlet) else outlet)
        assert who == tell_voice(match)


def test_who_says_it():
    assert tell_voice({"voice": "author", "speaker": None, "side": None}) == "the article's own voice"
    assert tell_voice({"speaker": None, "side": None}) == "quoted: speaker not known"


def test_dates_are_told_as_far_as_they_are_known(seeds):
    tables = dict(seeds.tables)
    for first, last, words in (
        ("2023-05-13", "2023-05-13", "13 May 2023"),
        ("2023-05-13", "2023-05-15", "between 13 May 2023 and 15 May 2023"),
        (None, None, "date not known"),
    ):
        days = {"published_earliest": pd.Timestamp(first), "published_latest": pd.Timestamp(last)}
        tables["articles"] = seeds.articles.assign(**days)
        corpus = type(seeds)(tables)
        assert words in str(show_words(cl.find_words(corpus, "balloon"), corpus, 1))


def test_nothing_of_an_article_runs(seeds):
    tables = dict(seeds.tables)
    tables["articles"] = seeds.articles.assign(text=MARKUP * 400, title=MARKUP, outlet=MARKUP)
    tables["attributions"] = seeds.attributions.assign(speaker=MARKUP, source=MARKUP)
    corpus = type(seeds)(tables)
    for kind in KINDS:
        rows = cl.select_passages(corpus, kind, words="onerror" if kind == "words" else "").head(MAX_PASSAGES)
        assert "<img" not in show_passages(rows, corpus).html
