"""The brief: what stands in it, that it can do nothing, and that damaged bundles do not end it."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import mistune
import pandas as pd
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from matplotlib.figure import Figure
from PIL import Image

import corpus_lib as cl
from corpus_lib import stance
from corpus_lib.brief_bundles import MAX_ROWS
from corpus_lib.brief_content import MAX_CELL, MAX_COLUMNS, METHOD
from corpus_lib.brief_word import COLUMN, MAX_HEIGHT
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.version import stage_version

CM = 360_000
#: Everything that could break out of its place, run, load, or stop the writer.
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "<script>alert(1)</script> &amp; <w:t>",
    "a | b ](http://x) ![c](http://y) `d` # e *f* _g_ ~~h~~ $i$ \\ | j",
    "- k",
    "12. l",
    "+ m",
    "bell \x07 null \x00 half \ud800 not a sign \ufffe",
    "turned \u202egnp.exe and \u2066on",
    "中文標題 العربية עברית",
    "two\nlines\r\nand\tmore\u2028",
    "{ MERGEFIELD x } { INCLUDEPICTURE http://x }",
)


def draw(title: str = "Found: 3 of 5", size: tuple[float, float] = (2, 1)) -> Any:
    """A small picture: what is drawn does not matter here."""
    ax = Figure(figsize=size).subplots()
    ax.set_title(title, loc="left")
    return ax


def save_picture(
    corpus: Corpus, folder: Path, name: str = "acts", caption: str = "Acts.", **more: Any
) -> Path:
    more = {"alt": "Bars.", "table": pd.DataFrame({"n": [1]}), **more}
    return cl.save_figure(
        more.pop("ax", None) or draw(), name, caption=caption, corpus=corpus, folder=folder, **more
    )


def save_rows(
    corpus: Corpus, folder: Path, name: str = "rows", table: pd.DataFrame | None = None, **more: Any
) -> Path:
    table = cl.profile_outlets(corpus) if table is None else table
    return cl.save_table(table, name, **{"caption": "Outlets.", **more}, corpus=corpus, folder=folder)


@pytest.fixture
def folder(seeds, tmp_path) -> Path:
    """A folder of two figures and a table."""
    place = tmp_path / "data" / "figures"
    save_picture(seeds, place, "acts", "Acts told.", alt="One bar a week.", parameters={"unit": "week"})
    save_picture(seeds, place, "blame", "Who blames whom.", alt="A matrix.", ax=draw("China most often"))
    save_rows(seeds, place, "outlets")
    return place


def write(folder: Path, **more: Any) -> tuple[Document, str]:
    path = cl.write_brief(folder, **more)
    return docx.Document(str(path)), path.with_suffix(".md").read_text("utf-8")


def said(document: Document) -> str:
    """All words of the document, tables included."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def headings(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name.startswith(("Heading", "Title"))]


def captions(document: Document) -> list[str]:
    return [p.text for p in document.paragraphs if p.style.name == "Caption"]


def headings_of(words: str) -> list[str]:
    return [line.lstrip("# ") for line in words.splitlines() if line.startswith("#")]


def test_both_files_hold_the_parts_in_order(folder):
    document, words = write(folder, title="Talks")
    parts = [
        *("Talks", "Findings", "Acts", "Blame", "Outlets", "Sources"),
        *("What the numbers mean, and what they do not", "Where each figure comes from"),
    ]
    assert headings(document) == parts
    assert headings_of(words) == parts
    assert captions(document)[:3] == [
        "Figure 1. Acts told.",
        "Figure 2. Who blames whom.",
        "Table 1. Outlets.",
    ]
    for caption in ("**Figure 1.** Acts told.", "**Figure 2.** Who blames whom.", "**Table 1.** Outlets."):
        assert caption in words
    found = [p.text for p in document.paragraphs if p.style.name == "List Bullet"]
    assert found == ["Found: 3 of 5 (Figure 1)", "China most often (Figure 2)", *METHOD]


def test_the_default_place_is_reports_beside_the_figures(folder):
    assert cl.write_brief(folder) == folder.parent / "reports" / "brief.docx"
    assert (folder.parent / "reports" / "brief.md").is_file()


def test_every_picture_says_what_it_shows_and_keeps_its_caption(folder):
    document, words = write(folder)
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes] == ["One bar a week.", "A matrix."]
    assert "![One bar a week.](../figures/acts.png)" in words
    assert "![A matrix.](../figures/blame.png)" in words
    for n, paragraph in enumerate(document.paragraphs):
        if paragraph._p.findall(f".//{qn('w:drawing')}"):
            assert paragraph.paragraph_format.keep_with_next
            assert document.paragraphs[n + 1].style.name == "Caption"


@pytest.mark.parametrize("size", [(4, 2), (1, 3)])
def test_pictures_fill_the_column_and_fit_the_page(size, seeds, tmp_path):
    path = save_picture(seeds, tmp_path / "f", ax=draw("x", size))
    with Image.open(path) as image:
        ratio = image.height / image.width
    [shape] = write(tmp_path / "f")[0].inline_shapes
    width, height = shape.width / CM, shape.height / CM
    assert width == pytest.approx(min(COLUMN, MAX_HEIGHT / ratio), abs=0.01)
    assert height == pytest.approx(width * ratio, rel=0.01)
    assert height <= MAX_HEIGHT + 0.1


def test_the_first_lines_say_which_articles(folder, seeds):
    document, words = write(folder)
    line = (
        f"5 articles, published 10 Feb 2023 to 20 Jun 2023 (corpus {seeds.fingerprint}). "
        f"Code version {seeds.code_version}."
    )
    assert document.paragraphs[1].text == line
    assert line in words
    assert not [p for p in document.paragraphs if p.style.name == "Intense Quote"]


def test_sources_are_counted_and_what_is_not_known_is_said(folder):
    document, words = write(folder)
    [table] = [t for t in document.tables if t.cell(0, 0).text == "Outlet"]
    assert [[c.text for c in row.cells] for row in table.rows][:3] == [
        ["Outlet", "Articles"],
        ["not known", "2"],
        ["Spotlight Nepal", "1"],
    ]
    assert "| not known | 2 |" in words


def test_where_each_figure_comes_from(folder, seeds):
    document, words = write(folder)
    rows = [
        [c.text.replace("\N{NO-BREAK SPACE}", " ") for c in row.cells] for row in document.tables[-1].rows
    ]
    days, codes = "10 Feb 2023 to 20 Jun 2023", [seeds.fingerprint, seeds.code_version]
    assert rows[1] == ["Figure 1", "acts", "5", days, *codes, "none", "unit = week"]
    assert [row[:2] for row in rows[2:]] == [["Figure 2", "blame"], ["Table 1", "outlets"]]
    assert "in the order of the names of their files" in said(document)
    assert "| unit = week |" in words


def test_the_method_note_keeps_to_the_code():
    assert f"{stance.DRAWS:,} new draws" in METHOD[1]
    assert f"Under {stance.MIN_ARTICLES} articles" in METHOD[1]


def test_tables_have_a_header_on_every_page_and_numbers_to_the_right(seeds, tmp_path):
    table = pd.DataFrame(
        {"n_words": [12345, 6], "share": [0.51234, None], "note": ["x" * 500, "b"], "none": None}
    )
    save_rows(seeds, tmp_path, table=table)
    document, words = write(tmp_path, path=tmp_path / "b.docx")
    grid = document.tables[0]
    rows = [[cell.text for cell in row.cells] for row in grid.rows]
    assert rows[0] == ["n words", "share", "note"], "an empty column is left out"
    assert [row[:2] for row in rows[1:]] == [["12,345", "0.512"], ["6", ""]]
    assert len(rows[1][2]) == MAX_CELL
    assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert grid.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    right = [
        cell.paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT for cell in grid.rows[1].cells
    ]
    assert right == [True, True, False]
    assert "| n words | share | note |\n| ---: | ---: | --- |\n| 12,345 | 0.512 | xx" in words
    assert "… and 1 more column in rows.csv." in said(document)


def test_long_and_wide_tables_are_cut_and_say_so(seeds, tmp_path):
    columns = {f"c{n}": range(30) for n in range(9)} | {"article_id": "a", "start": 1}
    save_rows(seeds, tmp_path, table=pd.DataFrame(columns))
    document, _ = write(tmp_path, path=tmp_path / "b.docx")
    grid = document.tables[0]
    assert (len(grid.rows), len(grid.columns)) == (MAX_ROWS + 1, MAX_COLUMNS)
    kept = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in grid.rows]
    assert kept == [True] + [False] * MAX_ROWS, "a long table may be divided, but not after its header"
    assert "… and 10 more rows and 5 more columns in rows.csv." in said(document)
    for table in document.tables:
        assert sum(column.width for column in table.columns) == pytest.approx(COLUMN * CM, rel=0.001)


def test_an_order_can_be_asked_for(folder):
    document, _ = write(folder, figures=["outlets", "blame"])
    assert headings(document)[2:4] == ["Outlets", "Blame"]
    assert captions(document)[:2] == ["Table 1. Outlets.", "Figure 1. Who blames whom."]
    assert "in the order that was asked for" in said(document)


def test_a_name_that_is_not_there_is_refused(folder):
    with pytest.raises(InputError, match=r"no figure 'blam'.* use some of acts, blame, outlets"):
        cl.write_brief(folder, figures=["acts", "blam"])
    assert not (folder.parent / "reports").exists()


def test_the_same_bundles_give_the_same_bytes(folder, tmp_path):
    first, second = (cl.write_brief(folder, tmp_path / place / "brief.docx") for place in "ab")
    for path in folder.iterdir():
        os.utime(path, (0, 0))
    third = cl.write_brief(folder, tmp_path / "c" / "brief.docx")
    for suffix in (".docx", ".md"):
        assert len({path.with_suffix(suffix).read_bytes() for path in (first, second, third)}) == 1
    with zipfile.ZipFile(first) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<dcterms:" not in file.read("docProps/core.xml")


def test_title_language_and_fonts(folder):
    document, _ = write(folder, title="  A title & more ")
    assert document.core_properties.title == "A title & more"
    assert document.core_properties.language == "en-GB"
    styles = document.styles.element
    assert {e.get(qn("w:val")) for e in styles.iter(qn("w:lang"))} == {"en-GB"}
    fonts = [fonts.attrib for fonts in styles.iter(qn("w:rFonts"))]
    assert {f[qn("w:ascii")] for f in fonts} == {"Arial"}
    assert all(qn("w:eastAsia") in f for f in fonts)


def test_other_articles_and_other_code_are_said(folder, seeds):
    some = seeds.where(outlet=["Spotlight Nepal"])
    save_picture(Corpus(some.tables, some.filters, "0ther"), folder, "coverage", "Coverage.")
    document, words = write(folder)
    articles, code = [p.text for p in document.paragraphs if p.style.name == "Intense Quote"]
    assert f"Corpus {seeds.fingerprint}: Figure 1, Figure 2, Table 1." in articles
    assert f"Corpus {some.fingerprint}: Figure 3." in articles
    assert f"Version {stage_version()}: Figure 1, Figure 2, Table 1. Version 0ther: Figure 3." in code
    assert f"> {articles}" in words
    assert document.paragraphs[1].text.startswith("5 articles, published 10 Feb 2023 to 20 Jun 2023 (corpus ")
    assert "; 1 article, published 13 May 2023 (corpus " in document.paragraphs[1].text
    assert f"Corpus {some.fingerprint}: 1 article" in "".join(captions(document))
    assert "only those where outlet = ['Spotlight Nepal']." in "".join(captions(document))


DAMAGE = {
    "blame.json is damaged: it is not JSON": lambda f: (f / "blame.json").write_bytes(b"\xff{"),
    "blame.json lacks what a brief must say (no 'kind')": lambda f: (f / "blame.json").write_text("{}"),
    "blame.json lacks what a brief must say (a value of": lambda f: (f / "blame.json").write_text("[1]"),
    "Its picture blame.png is missing": lambda f: (f / "blame.png").unlink(),
    "Its picture blame.png is damaged": lambda f: (f / "blame.png").write_bytes(
        (f / "blame.png").read_bytes()[:-40]
    ),
    "blame.json, which says where it comes from, is missing": lambda f: (f / "blame.json").unlink(),
    "blame.json cannot be read": lambda f: ((f / "blame.json").unlink(), (f / "blame.json").mkdir()),
}


@pytest.mark.parametrize("sentence", DAMAGE)
def test_a_damaged_figure_is_left_out_and_named(sentence, folder):
    DAMAGE[sentence](folder)
    document, words = write(folder)
    assert headings(document)[2:4] == ["Acts", "Outlets"]
    assert headings(document)[-1] == headings_of(words)[-1] == "What is missing from this brief"
    [fault] = [p.text for p in document.paragraphs if p.text.startswith("Left out: ")]
    assert fault.startswith("Left out: blame. ")
    assert sentence in fault
    assert "Save these again" in said(document)
    assert "Left out: blame" in words.splitlines()[-1]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("caption", None), ("corpus", []), ("outlets", [{"outlet": "A"}]), ("outlets", 3)),
        *(("parameters", [1]), ("data", {"n_rows": "many", "columns": {}}), ("code_version", None)),
        (
            "corpus",
            {
                "fingerprint": "f",
                "n_articles": 1,
                "filters": [],
                "published_earliest": "x",
                "published_latest": 1,
            },
        ),
    ],
)
def test_a_record_with_other_values_does_not_end_the_brief(key, value, folder):
    record = json.loads((folder / "blame.json").read_text("utf-8"))
    (folder / "blame.json").write_text(json.dumps({**record, key: value}))
    document, _ = write(folder)
    assert headings(document)[2] == "Acts"
    assert "blame.json lacks what a brief must say" in said(document)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Its data outlets.csv are missing"),
        (b"", "Its data outlets.csv are damaged"),
        (b'a,b\n"1', "Its data outlets.csv are damaged"),
        (b"a,b\n1,2\n", "Its data outlets.csv have other columns than outlets.json says"),
    ],
)
def test_a_table_without_its_data_is_left_out(content, sentence, folder):
    path = folder / "outlets.csv"
    path.unlink() if content is None else path.write_bytes(content)
    document, _ = write(folder)
    assert "Outlets" not in headings(document)
    assert sentence in said(document)


def test_a_figure_without_its_data_is_shown(folder):
    (folder / "acts.csv").unlink()
    document, _ = write(folder)
    assert "Acts" in headings(document)
    assert "acts is shown, but its data acts.csv are missing." in said(document)


def test_only_what_was_asked_for_is_missing(folder):
    (folder / "blame.png").unlink()
    assert "blame.png" not in said(write(folder, figures=["acts"])[0])
    assert "blame.png is missing" in said(write(folder, figures=["blame", "acts"])[0])
    with pytest.raises(InputError, match=r"no figures.*blame\.png is missing"):
        cl.write_brief(folder, figures=["blame"])


def test_nothing_to_show_is_an_error_with_a_remedy(tmp_path):
    with pytest.raises(InputError, match="run `corpus run` first"):
        cl.write_brief(tmp_path)
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(InputError, match=r"a\.json is damaged.*run `corpus run` first"):
        cl.write_brief(tmp_path)


def test_the_caption_of_a_bundle_is_never_replaced(folder):
    with pytest.raises(InputError, match="a bundle has this name"):
        cl.write_brief(folder, folder / "acts.docx")
    with pytest.raises(InputError, match=r"end it in \.docx"):
        cl.write_brief(folder, folder / "acts.doc")


def test_a_place_that_cannot_be_written(folder, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        cl.write_brief(folder, tmp_path / "file" / "b.docx")


@pytest.fixture
def hostile(seeds, tmp_path) -> Path:
    """A folder in which every text that can come from an article or a person is hostile."""
    place = tmp_path / "f"
    for n, text in enumerate(HOSTILE):
        save_picture(seeds, place, f"n{n:02}", f"{text} .", alt=f"{text} .", parameters={text: text})
    save_rows(seeds, place, table=pd.DataFrame({HOSTILE[2]: HOSTILE}, dtype=object))
    for text, path in zip([*HOSTILE, "Rows."], sorted(place.glob("*.json")), strict=True):
        record = json.loads(path.read_text("utf-8"))
        record |= {"title": text, "caption": text, "alt": text}
        record["corpus"]["filters"] = [text]
        record["outlets"] = [{"outlet": outlet, "n_articles": 1} for outlet in HOSTILE]
        path.write_text(json.dumps(record))  # half a surrogate stands there as \ud800
    return place


def test_a_document_of_hostile_texts_can_do_nothing(hostile):
    path = cl.write_brief(hostile, title=HOSTILE[1] + HOSTILE[6] + HOSTILE[7])
    with zipfile.ZipFile(path) as file:
        parts = {
            name: file.read(name).decode("utf-8")
            for name in file.namelist()
            if name.endswith((".xml", ".rels"))
        }
        assert not [name for name in file.namelist() if "vba" in name.lower() or "embed" in name.lower()]
    for name, part in parts.items():
        assert 'TargetMode="External"' not in part, name
        assert not re.search("<w:(hyperlink|object|attachedTemplate|altChunk)|/hyperlink", part), name
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", part), name
    assert [name for name in parts if "fldChar" in parts[name] or "instrText" in parts[name]] == []
    fields = [
        found for part in parts.values() for found in re.findall(r'<w:fldSimple w:instr="([^"]*)"', part)
    ]
    assert fields == [" PAGE "]
    document = docx.Document(str(path))
    shown = said(document)
    for text in (
        "<script>alert(1)</script> &amp; <w:t>",
        "中文標題 العربية עברית",
        "bell null half not a sign",
        HOSTILE[10],
    ):
        assert text in shown
    assert "'=HYPERLINK" in shown, "as in the CSV: pasted into a spreadsheet it is text"
    assert "two lines and more" in shown


def test_hostile_texts_stay_in_their_place_in_markdown(hostile):
    words = cl.write_brief(hostile, title="| # ` ](").with_suffix(".md").read_text("utf-8")
    page = mistune.html(words)  # with tables, struck text and bare addresses
    assert isinstance(page, str)
    tags = set(re.findall(r"</?([a-z0-9]+)", page))
    assert tags <= {
        *("h1", "h2", "h3", "p", "ul", "li", "img", "strong", "table", "thead", "tbody", "tr", "th", "td")
    }
    assert [
        src for src in re.findall(r'src="([^"]*)"', page) if not re.fullmatch(r"\.\./f/n\d\d\.png", src)
    ] == []
    assert page.count("<img") == len(HOSTILE)
    assert page.count("<li") == len(HOSTILE) + len(METHOD)
    assert page.count("<h1") == 1
    assert "<h1>| # ` ](</h1>" in page
    assert page.count("<h3") == len(HOSTILE) + 1
    assert page.count("<table") == 3
    assert page.count("<tr") == 3 * (len(HOSTILE) + 1) + 1


def test_addresses_of_pictures_are_escaped(seeds, tmp_path):
    save_picture(seeds, tmp_path / "a (b) c" / "figures")
    _, words = write(tmp_path / "a (b) c" / "figures", path=tmp_path / "b.docx")
    assert "](a%20%28b%29%20c/figures/acts.png)" in words


def test_a_picture_that_is_no_png_is_not_taken(folder):
    image = io.BytesIO()
    Image.new("RGB", (9, 9)).save(image, "GIF")
    (folder / "blame.png").write_bytes(image.getvalue())
    assert "Its picture blame.png is damaged" in said(write(folder)[0])


def test_a_corpus_without_dates(tmp_path, seeds):
    articles = seeds.articles.assign(published_earliest=pd.NaT, published_latest=pd.NaT)
    undated = Corpus({**seeds.tables, "articles": articles})
    save_picture(undated, tmp_path / "f")
    assert "published on days that are not known" in said(write(tmp_path / "f")[0])
