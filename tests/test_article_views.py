"""The reader: nothing of the text is lost or doubled, every mark is where the tables say, and nothing runs."""

from __future__ import annotations

import json

import pandas as pd
import pytest
from lxml import html as lxml_html

from corpus_lib.article_marks import SIDE_LOOKS, Mark, find_marks, rows_of
from corpus_lib.article_views import _paragraphs, show_article
from corpus_lib.errors import InputError
from corpus_lib.voice_profiles import side_of

HOSTILE = (
    "<script>alert(1)</script> & <img src=x onerror=\"alert(2)\"> said “=HYPERLINK('x')” \u202emirrored\u202c 中国外交部\n"
    "</p></div><b>bold</b> javascript:alert(3) مرحبا \x07 end\n"
)


def tree(markup: str):
    return lxml_html.fromstring(f"<div>{markup}</div>")


def body(markup: str):
    """The paragraphs of the article itself, without notes."""
    page = tree(markup)
    for note in list(page.iter()):
        if note.get("class") == "note":
            note.drop_tree()
    return [p for p in page.findall("p") if not p.findall("small")]


def test_every_character_stands_once_and_in_order(seeds):
    for article in seeds.articles.to_dict("records"):
        view = show_article(seeds, article["article_id"])
        shown = "\n".join(p.text_content() for p in body(view.html))
        assert shown == article["text"]


def test_marks_cut_anywhere_lose_nothing():
    text = "one two\nthree four five"
    marks = [
        Mark(a, b, f"x{a}{b}", "told", "<i class='note'>n</i>")
        for a in range(0, 22, 3)
        for b in range(a + 1, 23, 4)
    ]
    paragraphs = _paragraphs(text, marks, (2, 12))
    assert [p.text_content() for p in body("".join(f"<p>{p}</p>" for p in paragraphs))] != []
    plain = [tree(p) for p in paragraphs]
    for paragraph in plain:
        for note in paragraph.findall(".//i"):
            note.drop_tree()
    assert "\n".join(p.text_content() for p in plain) == text


def test_marks_outside_the_text_are_left_out():
    assert _paragraphs("Talks", [Mark(3, 9, "x"), Mark(4, 4, "x"), Mark(-1, 2, "x")], None) == ["Talks"]


def test_quoted_words_have_the_look_of_their_side(seeds):
    for article_id in seeds.articles["article_id"]:
        page = tree(show_article(seeds, article_id).html)
        looks = dict.fromkeys(SIDE_LOOKS.values(), "")
        for p in page.findall("p"):
            for span in p.findall("span"):
                for look in looks:
                    if look in span.get("style", ""):
                        looks[look] += span.text_content()
        said = seeds.attributions[seeds.attributions["article_id"] == article_id]
        text = seeds.articles.set_index("article_id").loc[article_id, "text"]
        for row in said.to_dict("records"):
            look = SIDE_LOOKS[side_of(row["speaker_country"])]
            for start, end in json.loads(row["content_spans"]):
                assert text[start:end].replace("\n", "") in looks[look]


def test_the_passage_that_was_asked_for_is_pointed_out_once(seeds):
    acts = seeds.relations[seeds.relations["event"].notna()].head(12)
    for row in acts.to_dict("records"):
        start, end = row["actor_start"], row["actor_end"]
        page = tree(show_article(seeds, row["article_id"], chosen=(start, end)).html)
        [first] = page.find_class("chosen")
        assert row["actor_mention"].startswith(first.text_content())
        assert "border-top:2px" in first.get("style")
    assert len(acts) == 12
    assert not tree(show_article(seeds, acts["article_id"].iloc[0]).html).find_class("chosen")


def test_acts_targets_and_dates_are_told(seeds):
    article_id = seeds.articles["article_id"].iloc[2]
    view = show_article(seeds, article_id)
    acts = seeds.relations[(seeds.relations["article_id"] == article_id) & seeds.relations["event"].notna()]
    times = seeds.time_expressions[seeds.time_expressions["article_id"] == article_id]
    hovers = " · ".join(span.get("title") or "" for span in tree(view.html).iter("span"))
    for row in acts.to_dict("records"):
        assert f"{row['actor']} → {row['target']}: {row['event']}, {row['mode'].replace('_', ' ')}" in hovers
    assert f"Who does what to whom ({len(acts)})" in view.html
    assert f"Dates in this article ({len(times)})" in view.html
    assert hovers.count("date: ") >= len(times) > 3
    mentions = seeds.mentions[
        (seeds.mentions["article_id"] == article_id) & (seeds.mentions["polarity"].abs() >= 0.5)
    ]
    signs = [sup.text_content() for sup in tree(view.html).iter("sup")]
    assert sorted(signs) == sorted("+" if polarity > 0 else "−" for polarity in mentions["polarity"])


def test_removed_lines_stand_in_their_places_with_their_reason(seeds):
    for article_id in seeds.articles["article_id"]:
        lines = seeds.lines[
            (seeds.lines["article_id"] == article_id) & (seeds.lines["text"].str.strip() != "")
        ]
        page = tree(show_article(seeds, article_id, removed=True).html)
        gone = [d.text_content() for d in page.iter("del")]
        assert gone == lines.loc[~lines["kept"], "text"].tolist()
        order = [bool(p.findall(".//del")) for p in page.findall("p") if "margin" in (p.get("style") or "")]
        assert order == (~lines["kept"]).tolist()
        kept = "\n".join(p.text_content() for p in body(show_article(seeds, article_id, removed=True).html))
        assert kept == seeds.articles.set_index("article_id").loc[article_id, "text"]
        assert not list(tree(show_article(seeds, article_id).html).iter("del"))
        assert "[removed: " in str(show_article(seeds, article_id, removed=True))


def test_in_a_terminal_speakers_stand_before_their_words(seeds):
    article = seeds.articles[seeds.articles["path"].str.contains("002_")].iloc[0]
    view = str(show_article(seeds, article["article_id"]))
    assert "[Wang Wenbin, CN, spokesperson: “The US must give up the illusion" in view


def test_the_head_tells_what_is_known(seeds):
    known = seeds.articles.iloc[2]
    view = str(show_article(seeds, known["article_id"]))
    assert view.splitlines()[0] == known["title"]
    assert f"(rule {known['published_rule']})" in view
    unknown = dict(seeds.tables)
    columns = ["title", "outlet", "published_earliest", "published_latest", "genre", "byline", "url"]
    unknown["articles"] = seeds.articles.assign(**dict.fromkeys(columns))
    head = str(show_article(type(seeds)(unknown), known["article_id"])).splitlines()[:2]
    assert head[0] == "(no title)"
    assert head[1].startswith("outlet not known")
    assert "date not known" in head[1]


def test_nothing_of_an_article_runs(seeds):
    tables = dict(seeds.tables)
    first = seeds.articles["article_id"].iloc[0]
    tables["articles"] = seeds.articles.assign(
        text=HOSTILE * 3, title=HOSTILE, outlet=HOSTILE, byline='"><script>', url="javascript:alert(4)"
    )
    for name in ("attributions", "mentions", "relations", "time_expressions", "credits", "lines"):
        frame = tables[name]
        words = [
            c
            for c in ("speaker", "source", "target", "actor", "text", "credited_outlet", "left_open")
            if c in frame
        ]
        tables[name] = frame.assign(**dict.fromkeys(words, HOSTILE))
    corpus = type(seeds)(tables)
    for removed in (False, True):
        page = tree(show_article(corpus, first, removed=removed, chosen=(0, 40)).html)
        tags = {e.tag for e in page.iter()}
        assert tags <= {
            "div",
            "h3",
            "p",
            "small",
            "br",
            "span",
            "sup",
            "del",
            "b",
            "details",
            "summary",
            "table",
            "thead",
            "tbody",
            "tr",
            "th",
            "td",
        }
        assert {a for e in page.iter() for a in e.attrib} <= {"style", "title", "class"}
        assert not any("url(" in (e.get("style") or "") for e in page.iter())


def test_no_articles_and_no_such_article(seeds):
    assert str(show_article(seeds.where(article_id=[]))) == "No articles."
    with pytest.raises(InputError):
        show_article(seeds, "nonsense")


def test_an_article_without_anything(seeds):
    empty = {name: frame.head(0) for name, frame in seeds.tables.items()}
    empty["articles"] = seeds.articles.head(1).assign(text="")
    view = show_article(type(seeds)(empty))
    assert "Who does what to whom (0)" in view.html
    assert find_marks(rows_of(type(seeds)(empty), seeds.articles["article_id"].iloc[0])) == []
    assert isinstance(pd.Series(view.text).iloc[0], str)
