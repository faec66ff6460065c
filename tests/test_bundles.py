"""Bundles: all five files, the same bytes again, nothing that a spreadsheet would run."""

import json

import pandas as pd
import pytest
from matplotlib import pyplot as plt

import corpus_lib as cl
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.schema import TABLES, make_table

FILES = {"dates.png", "dates.svg", "dates.csv", "dates.md", "dates.json"}


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def save(corpus, folder, name="dates", table=None, caption="Publication dates.", alt="Dots in rows.", **more):
    table = cl.date_coverage(corpus) if table is None else table
    ax = cl.plot_publication_dates(cl.date_coverage(corpus))
    return cl.save_figure(
        ax, name, table=table, caption=caption, alt=alt, corpus=corpus, folder=folder, **more
    )


def test_a_bundle_is_five_files(seeds, tmp_path):
    path = save(seeds, tmp_path / "new" / "folder", parameters={"measure": "days"})
    assert path == tmp_path / "new" / "folder" / "dates.png"
    assert {file.name for file in path.parent.iterdir()} == FILES
    assert path.read_bytes().startswith(b"\x89PNG")
    assert "<svg" in path.with_suffix(".svg").read_text("utf-8")
    words = path.with_suffix(".md").read_text("utf-8")
    assert "Publication dates." in words
    assert "Dots in rows." in words
    record = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert record["kind"] == "figure"
    assert record["title"] == "5 articles came out between 10 Feb 2023 and 20 Jun 2023"
    assert (record["caption"], record["alt"]) == ("Publication dates.", "Dots in rows.")
    assert record["outlets"][0] == {"outlet": None, "n_articles": 2}
    assert sum(outlet["n_articles"] for outlet in record["outlets"]) == 5
    assert record["corpus"]["fingerprint"] == seeds.fingerprint
    assert record["corpus"]["n_articles"] == 5
    assert record["corpus"]["published_earliest"] == "2023-02-10"
    assert record["code_version"] == seeds.code_version
    assert record["parameters"] == {"measure": "days"}
    assert list(record["data"]["columns"]) == list(cl.date_coverage(seeds).columns)


def test_the_image_is_fit_for_print(seeds, tmp_path):
    image = plt.imread(save(seeds, tmp_path))
    assert image.shape[1] > 2100, "7 inches at 300 dots an inch"


def test_the_same_figure_gives_the_same_bytes(seeds, tmp_path):
    first, second = save(seeds, tmp_path / "a"), save(seeds, tmp_path / "b")
    for file in FILES:
        assert (first.parent / file).read_bytes() == (second.parent / file).read_bytes(), file


def test_the_data_come_back(seeds, tmp_path):
    path = save(seeds, tmp_path)
    back = pd.read_csv(path.with_suffix(".csv"), parse_dates=["earliest"])
    table = cl.date_coverage(seeds)
    assert back.columns.tolist() == table.columns.tolist()
    assert back["title"].tolist() == table["title"].tolist()
    assert back["earliest"].tolist() == table["earliest"].tolist()


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_cells_that_a_spreadsheet_would_run_are_made_text(first, seeds, tmp_path):
    evil = f'{first}HYPERLINK("http://x","y")'
    table = pd.DataFrame({evil: ["a", "b"], "title": [evil, None], "change": [-1.5, 2.0]})
    before = table.copy(deep=True)
    path = save(seeds, tmp_path, table=table)
    back = pd.read_csv(path.with_suffix(".csv"))
    assert back.columns[0].startswith("'")
    assert back["title"].iloc[0].startswith("'")
    assert back["change"].tolist() == [-1.5, 2.0]
    pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("name", ["", "a b", "../up", "a/b", "a.b", "-a", "a-", "é", "a\n", "x" * 101])
def test_names_of_other_signs_are_refused(name, seeds, tmp_path):
    with pytest.raises(InputError, match="letters, digits and hyphens"):
        save(seeds, tmp_path, name=name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("missing", ["caption", "alt"])
def test_a_figure_without_words_is_refused(missing, seeds, tmp_path):
    with pytest.raises(InputError, match="caption and alternative text"):
        save(seeds, tmp_path, **{missing: " "})


def test_no_articles(tmp_path):
    nothing = Corpus({name: make_table(name, []) for name in TABLES})
    record = json.loads(save(nothing, tmp_path).with_suffix(".json").read_text("utf-8"))
    assert record["corpus"]["published_earliest"] is None
    assert record["data"]["n_rows"] == 0
    assert record["outlets"] == []


def save_rows(corpus, folder, table=None, name="dates", caption="Publication dates."):
    table = cl.date_coverage(corpus) if table is None else table
    return cl.save_table(table, name, caption=caption, corpus=corpus, folder=folder)


def test_a_table_is_a_bundle_without_pictures(seeds, tmp_path):
    save(seeds, tmp_path)
    drawn = (tmp_path / "dates.csv").read_bytes()
    path = save_rows(seeds, tmp_path)
    assert path == tmp_path / "dates.csv"
    assert path.read_bytes() == drawn, "the same as of the figure"
    assert {file.name for file in tmp_path.iterdir()} == {"dates.csv", "dates.md", "dates.json"}
    words = path.with_suffix(".md").read_text("utf-8")
    assert "Publication dates." in words
    assert "Alternative text" not in words
    record = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert (record["kind"], record["title"], record["alt"]) == ("table", None, None)
    assert record["data"]["n_rows"] == 5


def test_a_table_needs_a_name_and_a_caption(seeds, tmp_path):
    with pytest.raises(InputError, match=r"table name '../up': letters, digits and hyphens"):
        save_rows(seeds, tmp_path / "f", name="../up")
    with pytest.raises(InputError, match="table dates: caption is needed"):
        save_rows(seeds, tmp_path / "f", caption=" ")
    assert not (tmp_path / "f").exists()


def test_texts_that_no_file_holds_do_not_stop_a_table(seeds, tmp_path):
    table = pd.DataFrame({"a": ["=half \ud800", None]}, dtype=object, index=[0, 0])
    path = save_rows(seeds, tmp_path, table, caption="Half \ud800.")
    assert path.read_text("utf-8-sig") == 'a\n\'=half ?\n""\n'
    assert "Half ?." in path.with_suffix(".md").read_text("utf-8")
