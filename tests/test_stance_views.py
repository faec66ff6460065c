"""Views of stance: articles that open into their spans, and the sentences behind any table of spans."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pandas as pd
import pytest

import corpus_lib as cl
from corpus_lib import stance_views
from corpus_lib.build import build_corpus
from corpus_lib.errors import InputError
from corpus_lib.schema import TABLES, make_table
from corpus_lib.stance_views import show_spans, show_stance

#: Tags that run or load something, and the attributes by which others do.
_ACTIVE = {"script", "img", "iframe", "link", "object", "style", "svg", "a", "form"}


class _Reader(HTMLParser):
    """Every tag with its attributes, and whether all that open also close."""

    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader.tags


def plain(html):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A corpus whose texts hold markup and formulas."""
    folder = tmp_path_factory.mktemp("hostile")
    body = (
        "China condemned the <b>United States</b> over $x$ and <img src=x onerror=y> on Monday in Beijing.\n"
        "The old town was quiet on that day, and the shops in it were closed until the evening.\n"
    )
    (folder / "a.txt").write_text(f"China <i>condemns</i> the United States\n{body}")
    quiet = "The river rose by two metres in a week, and the farmers moved their sheep to the hills.\n"
    (folder / "b.txt").write_text(f"A flood in the valley\n{quiet}The rain then stopped for some days.\n")
    return build_corpus(folder, derived=folder / ".derived")


def test_every_article_opens_into_its_spans_in_the_order_of_the_table(seeds):
    view = show_stance(seeds)
    rated = cl.rate_articles(seeds).drop_duplicates("article_id")
    titles = re.findall(r"<summary>.*?<b>(.*?)</b>", view.html)
    assert [unescape(title) for title in titles] == list(rated["title"])
    n = len(cl.collect_stance(seeds))
    assert view.html.count("<p style=") == n
    assert str(view).count("· value ") == n
    assert "<details open" not in view.html
    assert str(view).endswith("\n5 articles")
    tags = read(view.html)
    assert not {tag for tag, _ in tags} & _ACTIVE
    assert {name for _, attributes in tags for name in attributes} == {"style"}


def test_the_counts_and_the_bars_are_those_of_the_table(seeds):
    view = show_stance(seeds)
    rated = cl.rate_articles(seeds)
    total = rated.groupby("article_id", sort=False)[["n_spans", "n_conflict", "n_cooperation"]].sum()
    counts = re.findall(r"(\d+) conflict · (\d+) cooperation(?: · (\d+) neither)?", view.html)
    assert [(int(a), int(b)) for a, b, _ in counts] == [
        (row.n_conflict, row.n_cooperation) for row in total.itertuples()
    ]
    neither = total["n_spans"] - total["n_conflict"] - total["n_cooperation"]
    assert [int(c or 0) for *_, c in counts] == list(neither)
    widths = [float(width) for width in re.findall(r"height:.8em;width:([\d.]+)ch", view.html)]
    most = total[["n_conflict", "n_cooperation"]].max(axis=None)
    drawn = [sum(widths[n : n + 2]) for n in range(0, len(widths), 2)]
    expected = [n for row in total.itertuples() for n in (row.n_conflict, row.n_cooperation)]
    assert drawn == pytest.approx([stance_views._BAR * n / most for n in expected], abs=0.02)
    first = rated.head(2).set_index("voice")["n_conflict"]
    assert widths[:2] == pytest.approx([7 * first["quoted"] / most, 7 * first["author"] / most], abs=0.01)


def test_every_mark_stands_on_the_words_that_the_tables_name(seeds):
    spans = cl.collect_stance(seeds)
    acts = spans[spans["kind"] == "act"]
    keys = ["article_id", "sentence_id", "actor", "target"]
    pairs = acts.merge(seeds.relations, on=keys, how="left", suffixes=("", "_there"))
    shown = str(show_spans(acts, len(acts), corpus=seeds)).splitlines()[0:-1:2]
    assert len(shown) == len(pairs) == len(acts)
    for line, row in zip(shown, pairs.itertuples(), strict=True):
        marks = dict(re.findall(r"\[(actor|target): ([^\]]*)\]", line))
        assert marks == {"actor": row.actor_mention, "target": row.target_mention}
        assert re.sub(r"\[(?:actor|target): ([^\]]*)\]", r"\1", line) == row.sentence.replace("\n", " ")


def test_judged_mentions_are_marked_as_targets(seeds):
    judged = cl.collect_judgements(seeds)
    lines = str(show_spans(judged, len(judged), corpus=seeds)).splitlines()[0:-1:2]
    assert all("[target: " in line and "[actor: " not in line for line in lines)


def test_what_is_known_of_a_span_stands_below_it(seeds):
    spans = cl.collect_stance(seeds)
    view = str(show_spans(spans, len(spans)))
    assert "judgement of China–US relationship · value −1.00 · quoted: Xi Jinping (China)" in view
    assert "(United States ↔ China) · CONSULT, planned · value +0.50 · the article's own voice" in view
    assert "China → United States · COERCE, alleged" in view  # not twice
    assert "quoted: speaker not known" in view
    assert not re.search(r"\bnan\b", view)
    assert "called_for" not in view
    assert "called for" in view


def test_one_article_is_shown_opened(seeds):
    article = seeds.articles.iloc[2]
    view = show_stance(seeds, article["article_id"])
    assert view.html.count("<details open>") == 1
    assert view.html.count("<details") == 1
    assert str(view).splitlines()[0].startswith(f"{article['title']} (")
    assert str(view).endswith("\n1 article")
    with pytest.raises(InputError, match="no such article"):
        show_stance(seeds, "nobody")


def test_what_is_not_shown_is_counted(seeds, monkeypatch):
    spans = cl.collect_stance(seeds)
    assert str(show_spans(spans)).endswith(f"{len(spans)} spans, of which {len(spans) - 20} are not shown")
    assert str(show_spans(spans.head(3), 2)).endswith("3 spans, of which 1 is not shown")
    assert str(show_spans(spans.head(1))).endswith("1 span")
    assert str(show_spans(spans, 0)) == f"{len(spans)} spans, of which {len(spans)} are not shown"
    monkeypatch.setattr(stance_views, "MAX_ARTICLES", 2)
    monkeypatch.setattr(stance_views, "MAX_SPANS", 3)
    view = show_stance(seeds)
    assert view.html.count("<details") == 2
    assert view.html.count("<p style=") == 6
    assert "5 articles, of which 3 are not shown" in view.html
    ids = cl.rate_articles(seeds)["article_id"].unique()[:2]
    for n in spans.groupby("article_id").size()[list(ids)]:
        assert f"<p>{n} spans, of which {n - 3} are not shown</p>" in view.html
        assert f"{n} spans, of which {n - 3} are not shown" in str(view)


def test_blame_and_word_counting_say_what_they_are_about(seeds):
    blame = cl.collect_blame(seeds)
    view = show_spans(blame, len(blame), corpus=seeds)
    assert view.html.count("conflict told: the article itself blames China") >= 1
    assert not re.search(r"\bnan\b", str(view))
    counted = cl.compare_word_counting(seeds)
    opposite = counted[counted["agreement"] == "opposite"]
    assert str(show_spans(opposite, 99)).count("(opposite)") == len(opposite) > 0
    told = seeds.articles.set_index("article_id")["title"][blame["article_id"].iloc[0]]
    assert told in str(show_spans(blame, 1, corpus=seeds))


def test_markup_of_an_article_is_shown_and_not_run(hostile):
    spans = cl.collect_stance(hostile)
    assert len(spans) >= 1
    for view in (show_stance(hostile), show_spans(spans, corpus=hostile), show_spans(spans)):
        html = view._repr_html_()
        assert not {tag for tag, _ in read(html)} & _ACTIVE
        assert "&lt;img src=x onerror=y&gt;" in html
        assert "mathjax_ignore" in html
        assert "<img src=x" in plain(html)
    assert "China &lt;i&gt;condemns" in show_stance(hostile).html


def test_hostile_values_in_any_column_are_escaped():
    bad = "<script>alert(1)</script>"
    row = dict.fromkeys(
        ("article_id", "actor", "target", "direction", "event", "mode", "speaker", "side"), bad
    )
    row |= {"sentence_id": 0, "kind": bad, "value": 0.5, "voice": "quoted", "sentence": bad}
    row |= {"blamer": bad, "blamed": bad, "counted": bad, "agreement": bad}
    html = show_spans(pd.DataFrame([row])).html
    assert not {tag for tag, _ in read(html)} & _ACTIVE
    assert html.count("&lt;script&gt;") >= 10


def test_an_article_without_a_span_comes_last_and_pale(hostile):
    view = show_stance(hostile)
    first, last = re.findall(r"<details.*?</details>", view.html, flags=re.S)
    assert "opacity:.65" in last.split(">")[0]
    assert "<b>(no title)</b>" in last
    assert "no span" in last
    assert "opacity:.65" not in first.split(">")[0]
    assert str(view).splitlines()[-2:] == ["(no title) (no span)", "2 articles"]


def test_marks_end_with_the_sentence_and_do_not_overlap():
    row = {
        "article_id": "a",
        "sentence_id": 0,
        "actor": None,
        "target": "t",
        "sentence": "One two",
        "value": 0.0,
    }
    row |= {"kind": "mention", "voice": "author"}
    marks = [(0, 3, "actor"), (1, 2, "target"), (4, 9, "target"), (9, 12, "target")]
    html, text = stance_views._span(row, {("a", 0, "", "t"): marks}, "")
    assert text.splitlines()[0] == "[actor: One] [target: two]"
    assert plain(html).startswith("One two mention of t")


def test_markup_within_a_mark_is_escaped():
    row = {
        "article_id": "a",
        "sentence_id": 0,
        "actor": None,
        "target": "t",
        "sentence": "<img> & two",
        "value": 0.0,
    }
    row |= {"kind": "mention", "voice": "author"}
    html, text = stance_views._span(row, {("a", 0, "", "t"): [(0, 7, "target")]}, "")
    assert "&lt;img&gt; &amp;</span> two" in html
    assert text.startswith("[target: <img> &] two")


def test_an_empty_corpus_and_an_empty_table():
    empty = cl.Corpus({name: make_table(name, []) for name in TABLES})
    assert str(show_stance(empty)) == "0 articles"
    assert str(show_spans(cl.collect_stance(empty), corpus=empty)) == "0 spans"
    assert str(show_spans(cl.collect_stance(empty))) == "0 spans"


def test_events_show_when_they_happened(seeds):
    told = cl.collect_events(seeds)
    met = told[told["sentence"].str.contains("Tsai met the Speaker")]
    assert "happened 5 Apr 2023 (known, background)" in str(cl.show_spans(met, corpus=seeds))
    ahead = told[told["time_rule"] == "ahead"].head(1)
    assert " to … (ahead, outlook)" in str(cl.show_spans(ahead, corpus=seeds))
    open_ended = ahead.assign(event_earliest=pd.NaT, event_latest=pd.NaT)
    assert "happened" not in str(cl.show_spans(open_ended, corpus=seeds))
