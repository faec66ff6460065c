"""The explorer without a browser: what each control changes, what is said, and what is saved."""

from __future__ import annotations

import datetime as dt
import json

import pandas as pd
import pytest
from matplotlib.collections import PathCollection

import corpus_lib as cl
from corpus_lib.errors import InputError
from corpus_lib.queries import KINDS
from corpus_lib.widgets.tables import MAX_ROWS, readable


@pytest.fixture
def explorer(seeds, tmp_path):
    return cl.explore(seeds, folder=tmp_path)


def listed(explorer) -> int:
    return len(explorer.listed)


def shown(explorer) -> list[str]:
    """Labels of the controls that can be seen."""
    return [c.description for c in explorer.controls.all if c.layout.display != "none"]


def test_it_opens_on_all_acts(explorer, seeds):
    acts = cl.select_passages(seeds, "acts")
    assert listed(explorer) == len(acts)
    assert explorer.found.value.startswith(f"<b>{len(acts)} acts in ")
    assert explorer.picture.png[:4] == b"\x89PNG"
    assert f" of {len(acts)} acts in no single week." in explorer.picture.alt
    assert len(explorer.table.df) == min(len(acts), MAX_ROWS)
    assert explorer.message.value == ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_own_controls_and_can_be_split_by_each(explorer, kind):
    explorer.controls.words.value = "china"
    explorer.controls.kind.value = kind
    assert explorer.message.value == ""
    assert listed(explorer) > 0
    assert ("Quadrant" in shown(explorer)) == (kind == "acts")
    assert ("Voice" in shown(explorer)) == (kind in ("acts", "words", "judgements"))
    for _, by in explorer.by.options:
        before = explorer.picture.png
        explorer.by.value = by
        assert explorer.message.value == ""
        assert (explorer.picture.png != before) == bool(by)
    assert explorer.trouble.outputs == ()


def test_a_control_narrows_the_rows_and_redraws(explorer, seeds):
    before = explorer.picture.png
    explorer.controls.columns["voice"].value = ("quoted",)
    assert listed(explorer) == len(cl.select_passages(seeds, "acts", voice="quoted"))
    assert explorer.picture.png != before
    explorer.controls.columns["quad"].value = ("verbal_conflict",)
    rows = cl.select_passages(seeds, "acts", voice="quoted", quad="verbal_conflict")
    assert listed(explorer) == len(rows)
    explorer.controls.clear.click()
    assert listed(explorer) == len(cl.select_passages(seeds, "acts"))


def test_names_are_typed_and_wrong_ones_told(explorer, seeds):
    target = cl.select_passages(seeds, "acts")["target"].iloc[0]
    explorer.controls.columns["target"].value = target.upper()
    assert set(explorer.listed["target"]) == {target}
    n = listed(explorer)
    explorer.controls.columns["target"].value = "Atlantis"
    assert "nobody is called" in explorer.message.value
    assert listed(explorer) == n
    explorer.controls.columns["target"].value = ""
    assert explorer.message.value == ""


def test_the_slider_and_the_two_days_are_one_filter(explorer):
    controls = explorer.controls
    last = len(controls.dates.options) - 1
    controls.dates.index = (1, last)
    start = controls.since.value
    assert start is not None
    assert controls.until.value is None
    assert (explorer.rows["published_earliest"] >= pd.Timestamp(start)).all()
    controls.since.value = start - dt.timedelta(days=400)
    assert controls.dates.index == (0, last)
    controls.until.value = start - dt.timedelta(days=500)
    assert "the first day is after the last" in explorer.message.value
    controls.since.value = controls.until.value = None
    assert explorer.query.arguments() == {}


def test_undated_articles_are_said_to_be_left_out(seeds, tmp_path):
    undated = seeds.articles["published_earliest"].isna()
    tables = dict(seeds.tables)
    days = seeds.articles[["published_earliest", "published_latest"]].mask(pd.Series([True, *[False] * 4]))
    tables["articles"] = seeds.articles.assign(**days)
    assert not undated.iloc[0]
    explorer = cl.explore(type(seeds)(tables), "articles", since="2023-01-01", folder=tmp_path)
    assert "Left out: 1 article without a date." in explorer.found.value


def test_a_bar_is_chosen_by_name_or_by_a_click(explorer):
    name, bar = next(iter(explorer.drawn.bars.items()))
    explorer.part.value = name
    assert listed(explorer) == bar.mask.sum() < len(explorer.rows)
    assert f"period='{name}'" in explorer.python.value
    assert (
        f"since='{bar.first:%Y-%m-%d}', until='{bar.last:%Y-%m-%d}'" in explorer.python.value.splitlines()[1]
    )
    explorer.part.value = ""
    assert listed(explorer) == len(explorer.rows)
    ax = explorer.drawn.ax
    width, height = ax.figure.bbox.size
    x, y = ax.transData.transform((bar.first.timestamp() / 86400 + 0.5, 1))
    explorer._click(x / width, 1 - y / height)
    assert explorer.part.value == name
    explorer._click(x / width, 0.99)  # below the axes, under the bar: all again
    assert explorer.part.value == ""
    explorer._click(x / width, 1 - y / height)
    explorer._click(0.0, 0.0)  # beside the axes: all again
    assert explorer.part.value == ""


def test_a_point_is_chosen_by_a_click(explorer):
    explorer.picture_of.value = "happened"
    assert explorer.message.value == ""
    ax = explorer.drawn.ax
    width, height = ax.figure.bbox.size
    offsets = next(
        c.get_offsets() for c in ax.collections if isinstance(c, PathCollection) and len(c.get_offsets())
    )
    x, y = ax.transData.transform(offsets[0])
    explorer._click(x / width, 1 - y / height)
    assert 0 < listed(explorer) < len(explorer.rows)
    assert "happened" in explorer.found.value


def test_a_row_opens_its_article_at_the_passage(explorer, seeds):
    explorer.table.selected_rows = [2]
    assert explorer.row.value == 3
    row = explorer.listed.iloc[2]
    title = seeds.articles.set_index("article_id").loc[row["article_id"], "title"]
    assert title in explorer.article.html
    assert 'class="chosen"' in explorer.article.html
    before = explorer.article.html
    explorer.removed.value = True
    assert explorer.article.html != before
    explorer.controls.columns["voice"].value = ("author",)
    assert explorer.article.html == ""
    assert explorer.row.value == 0


def test_rows_as_sentences_and_words_in_context(explorer):
    explorer.shown.value = "words"
    assert "Type the words" in explorer.sentences.value
    explorer.controls.words.value = "balloon"
    assert "<b><bdi>balloon</bdi></b>" in explorer.sentences.value
    inside = explorer._finder.lie_in(explorer._finder.matches("balloon", False), explorer.listed)
    assert 0 < inside.sum() < len(inside), "some stand in no act"
    assert f"<p>{inside.sum()} matches" in explorer.sentences.value
    explorer.shown.value = "sentences"
    assert "span" in explorer.sentences.value
    assert explorer.table.layout.display == "none"
    explorer.controls.kind.value = "articles"
    assert "articles</p>" in explorer.sentences.value


def test_a_bad_pattern_is_told_and_the_view_stays(explorer):
    n = listed(explorer)
    explorer.controls.regex.value = True
    explorer.controls.words.value = "("
    assert "cannot be read" in explorer.message.value
    assert listed(explorer) == n


def test_the_line_of_python_shows_the_same(seeds, explorer):
    explorer.controls.columns["voice"].value = ("quoted",)
    explorer.controls.words.value = "the"
    explorer.by.value = "side"
    explorer.count.value = "articles"
    explorer.events.value = True
    explorer.order.value = "oldest"
    explorer.part.value = next(iter(explorer.drawn.bars))
    explorer.shown.value = "sentences"  # the last change: it has to be told as well
    assert "show='sentences'" in explorer.python.value
    again = eval(explorer.python.value.splitlines()[0], {"cl": cl, "corpus": seeds})
    assert again.python.value == explorer.python.value
    assert again.picture.png == explorer.picture.png
    assert again.found.value == explorer.found.value
    rows = eval(explorer.python.value.splitlines()[1], {"cl": cl, "corpus": seeds})
    assert sorted(rows["start"]) == sorted(explorer.listed["start"])


@pytest.mark.parametrize(
    "options",
    [{"picture": "cinema"}, {"count": "sheep"}, {"order": "random"}, {"show": "off"}, {"period": "May 1900"}],
)
def test_what_cannot_be_shown(seeds, options):
    with pytest.raises(InputError):
        cl.explore(seeds, **options)


def test_saving(explorer, tmp_path):
    explorer.controls.columns["voice"].value = ("quoted",)
    explorer.name.value = "quoted-acts"
    explorer.save_picture.click()
    explorer.save_rows.click()
    assert explorer.message.value == ""
    names = {path.name for path in tmp_path.iterdir()}
    assert {f"quoted-acts.{end}" for end in ("png", "svg", "csv", "md", "json")} <= names
    assert {f"quoted-acts-rows.{end}" for end in ("csv", "md", "json")} <= names
    assert len(pd.read_csv(tmp_path / "quoted-acts-rows.csv")) == listed(explorer)
    record = json.loads((tmp_path / "quoted-acts.json").read_text("utf-8"))
    assert record["parameters"]["query"] == explorer.python.value.splitlines()[0]
    assert "quoted-acts-rows.csv" in explorer.saved.value
    explorer.name.value = "../escape"
    explorer.save_rows.click()
    assert "letters, digits and hyphens" in explorer.message.value


def test_an_empty_corpus_can_be_explored(seeds, tmp_path):
    explorer = cl.explore(seeds.where(article_id=[]), folder=tmp_path)
    for kind in KINDS:
        explorer.controls.kind.value = kind
        assert explorer.message.value == ""
        assert explorer.trouble.outputs == ()
    assert explorer.found.value.startswith("<b>0 mentions in 0 articles of 0</b>")


def test_figures_do_not_pile_up(explorer):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    explorer.by.value = "voice"
    explorer.picture_of.value = "happened"
    assert plt.get_fignums() == before


def test_every_control_has_a_label(explorer):
    import ipywidgets as widgets

    waiting, seen = [explorer], []
    while waiting:
        widget = waiting.pop()
        waiting.extend(getattr(widget, "children", ()))
        if (
            isinstance(widget, widgets.DOMWidget)
            and hasattr(widget, "description")
            and not hasattr(widget, "children")
        ):
            seen.append(widget)
    unnamed = [type(w) for w in seen if not w.description and not isinstance(w, widgets.HTML)]
    assert unnamed == []
    assert len(seen) > 25


def test_the_table_shows_markup_as_text():
    rows = pd.DataFrame(
        {"title": ["<img src=x onerror=alert(1)>"], "outlet": ["=HYPERLINK(1)"], "n_words": [1]}
    )
    assert readable(rows, "articles")["title"].tolist() == ["<img src=x onerror=alert(1)>"]
    from corpus_lib.widgets.tables import make_table

    assert make_table(rows, "articles")._dt_args.get("allow_html") is not True
