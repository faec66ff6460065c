"""Views: what stands in an article is shown and never run."""

from html.parser import HTMLParser

import pandas as pd
import pytest

import corpus_lib as cl
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.schema import TABLES, make_table

EVIL = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "</del></p><iframe src=//x>",
    "&lt;b&gt; $x$ $$y$$",
]
TAGS = {"div", "p", "b", "br", "del", "small", "table", "thead", "tbody", "tr", "th", "td"}


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def read(view):
    reader = Reader(view._repr_html_())
    assert reader.tags <= TAGS
    assert reader.attributes <= {"class", "style"}
    assert "mathjax_ignore" in view._repr_html_()
    assert "url(" not in view._repr_html_()
    return reader.text


@pytest.fixture
def evil(tmp_path):
    body = "\n".join(f"The two sides met in Vienna on Wednesday, {evil} they said." for evil in EVIL)
    (tmp_path / "evil.txt").write_text(
        f"{EVIL[0]} talks resume\n\n{body}\n\nPost a Comment\n{EVIL[1]}\n", "utf-8"
    )
    return cl.build_corpus(tmp_path / "evil.txt", derived=tmp_path / "derived")


def test_markup_in_an_article_is_shown_as_text(evil):
    text = read(cl.show_cleaning(evil))
    for piece in EVIL:
        assert piece in text
    for table in (evil.articles, evil.lines, evil.evidence):
        read(cl.show_table(table))


@pytest.mark.parametrize("piece", EVIL)
def test_markup_in_a_table_is_shown_as_text(piece):
    text = read(cl.show_table(pd.DataFrame({piece: [piece, [piece], {piece: piece}]})))
    assert text.count(piece) >= 3


def test_removed_lines_are_struck_through_with_the_reason(seeds):
    html = cl.show_cleaning(seeds)._repr_html_()
    lines = seeds.lines[seeds.lines["article_id"] == seeds.articles["article_id"].iloc[0]]
    removed = lines[~lines["kept"] & lines["text"].str.strip().ne("")]
    assert html.count("<del ") == len(removed)
    assert "[a photo caption or credit]" in html
    assert "[removed: a photo caption or credit]" in repr(cl.show_cleaning(seeds))


def test_every_line_of_every_article_is_shown(seeds):
    for article_id in seeds.articles["article_id"]:
        text = read(cl.show_cleaning(seeds, article_id))
        for line in seeds.lines.loc[seeds.lines["article_id"] == article_id, "text"]:
            assert line.strip() in text


def test_an_unknown_article_is_refused(seeds):
    with pytest.raises(InputError, match="no such article"):
        cl.show_cleaning(seeds, "nobody")


def test_no_articles():
    nothing = Corpus({name: make_table(name, []) for name in TABLES})
    assert read(cl.show_cleaning(nothing)) == "No articles."
    assert "0 rows" in read(cl.show_table(nothing.articles))
    assert repr(cl.show_table(nothing.articles)) == "no rows\n0 rows"


def test_long_texts_and_long_tables_are_clipped_and_say_so():
    frame = pd.DataFrame({"text": ["word " * 100] * 30})
    text = read(cl.show_table(frame, max_characters=20, max_rows=7))
    assert "word word word word…" in text
    assert "30 rows, of which 23 are not shown" in text
    assert text.count("word…") == 7


def test_cells_are_written_for_readers():
    frame = pd.DataFrame(
        {"day": [pd.Timestamp("2023-05-13"), pd.NaT], "n": [0.5, None], "kept": [True, False], "x": [None, 3]}
    )
    html = cl.show_table(frame)._repr_html_()
    for cell in (">2023-05-13<", ">0.50<", ">yes<", ">no<", "><"):
        assert cell in html
    assert "nan" not in html.lower()
    assert "nat" not in html.lower().replace("alternative", "")
