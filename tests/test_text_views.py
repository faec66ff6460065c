"""Views of texts: whose voice is whose, statements in their context, shared passages side by side."""

from __future__ import annotations

import re

import pytest

import corpus_lib as cl
from corpus_lib.build import build_corpus
from corpus_lib.errors import InputError
from corpus_lib.text_views import MAX_STATEMENTS, show_reuse, show_statements


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A corpus whose texts hold markup and formulas."""
    folder = tmp_path_factory.mktemp("hostile")
    body = "The minister said that the <b>talks</b> about $x$ and <img src=x onerror=y> would go on for a week in Vienna."
    (folder / "a.txt").write_text(
        f"Talks <i>resume</i>\n{body}\nBoth sides then met again in the old town.\n"
    )
    return build_corpus(folder, derived=folder / ".derived")


def plain(html):
    return re.sub(r"<[^>]*>", "", html.replace("<br>", "\n"))


def test_statements_of_one_speaker_and_their_rules(seeds):
    view = str(show_statements(seeds, speaker="Joe Biden"))
    n = int((seeds.attributions["speaker"] == "Joe Biden").sum())
    assert n >= 5
    assert view.endswith(f"{n} statements")
    assert "rules tags and table" in view


def test_statements_without_a_source_and_a_list_of_values(seeds):
    assert "source not named" in str(show_statements(seeds, source=None))
    none = str(show_statements(seeds, speaker=[]))
    assert none == "0 statements"
    two = str(show_statements(seeds, speaker_country=["SG", "GB"]))
    assert "Vivian Balakrishnan" in two
    assert "The Guardian" in two


def test_statements_of_an_unknown_column(seeds):
    with pytest.raises(InputError, match="no column 'speakr'"):
        show_statements(seeds, speakr="Xi Jinping")


def test_more_statements_than_are_shown(seeds):
    n = len(seeds.attributions)
    assert n > MAX_STATEMENTS
    assert str(show_statements(seeds)).endswith(
        f"{n} statements, of which {n - MAX_STATEMENTS} are not shown"
    )


def test_shared_passages_stand_side_by_side_with_shared_words_bold(seeds):
    view = show_reuse(seeds, kind="paraphrase")
    assert "Vivian Balakrishnan" in view.html
    assert "<b>mutual </b>" in view.html
    assert "<b>important, </b>" not in view.html
    assert show_reuse(seeds, kind="verbatim").text == "No shared passages."


def test_markup_of_an_article_is_shown_and_not_run(hostile):
    assert len(hostile.attributions) == 1
    for view in (show_statements(hostile),):
        html = view._repr_html_()
        assert "<img" not in html
        assert "<b>talks" not in html
        assert "&lt;b&gt;talks" in html
        assert "mathjax_ignore" in html


def test_an_empty_corpus():
    from corpus_lib.schema import TABLES, make_table

    empty = cl.Corpus({name: make_table(name, []) for name in TABLES})
    assert [str(show_statements(empty)), str(show_reuse(empty))] == [
        "0 statements",
        "No shared passages.",
    ]
