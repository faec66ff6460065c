"""Every notebook, opened and run by the menu in a browser; and that what goes wrong there is noticed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import expect

from browser.conftest import OpenNotebook
from browser.notebook_page import MIN_WIDTH, NotebookPage, measure_redraw

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
OpenCells = Callable[..., NotebookPage]


@pytest.mark.parametrize("name", [path.name for path in NOTEBOOKS])
def test_a_notebook_runs_to_its_end_and_shows_everything(open_notebook: OpenNotebook, name: str):
    notebook = open_notebook(f"notebooks/{name}").run_all()
    notebook.assert_clean()
    assert notebook.prompts() == [f"[{n}]:" for n in range(1, len(notebook.sources) + 1)]
    for source, output in zip(notebook.sources, notebook.outputs.all(), strict=True):
        if "cl.plot_" in source:
            expect(output.locator("img")).to_have_count(1)
            assert output.locator("img").evaluate("image => image.naturalWidth") > MIN_WIDTH
        if "cl.show_table(" in source:
            expect(output.locator("table")).to_be_visible()
        if "cl.explore(" in source:  # what is not trusted or not installed is shown as its name only
            expect(output.locator(".jupyter-widgets img")).to_be_visible()


#: One cell for each thing that can go wrong, and how it must be reported. The error comes last: it ends the run.
FAULTS = {
    """
    import ipywidgets as W
    def count(_):
        time.sleep(0.5)  # the report must be waited for
        raise ValueError("in a callback")
    button = W.Button(description="Count")
    button.on_click(count)
    button
    """: r"log: (?s:.*)ValueError: in a callback",
    "print('few articles', file=sys.stderr)": "red: few articles",
    "HTML('<img src=http://example.org/x.png>')": "picture not loaded: http://example.org/x.png",
    "HTML('<script src=https://example.org/x.js></script>')": "asked for https://example.org/x.js",
    """
    class Torn(anywidget.AnyWidget):
        _esm = "function render() { throw new Error('torn') }; export default { render }"
    Torn()
    """: "console: (?s:.*)torn",
    """
    class Unknown(W.DOMWidget):
        _model_module = traitlets.Unicode("no-such-module").tag(sync=True)
        _view_name = traitlets.Unicode("NoSuchView").tag(sync=True)
    Unknown()
    """: "widget: .*javascript error",
    """
    view = {"version_major": 2, "version_minor": 0, "model_id": "nothing"}
    display({"application/vnd.jupyter.widget-view+json": view}, raw=True)
    """: "widget: Error displaying widget",
    "Javascript('throw new Error(1)')": "red: Javascript Error",
    """
    out = W.Output()
    with out:
        warnings.warn("few dates")
    out
    """: "red: .*UserWarning: few dates",
    "1 / 0": "red: (?s:.*)ZeroDivisionError",
}
IMPORTS = "import sys, time, warnings, anywidget, traitlets\nfrom IPython.display import HTML, Javascript"


def test_whatever_goes_wrong_is_reported(open_cells: OpenCells):
    notebook = open_cells(IMPORTS, *map(dedent, FAULTS), "2").run_all()
    notebook.page.get_by_role("button", name="Count", exact=True).click()
    problems = notebook.problems()
    for cell, report in FAULTS.items():
        assert any(re.match(report, problem) for problem in problems), (cell, problems)
    assert "asked for http://example.org/x.png" in problems
    assert notebook.prompts()[-1] == "[ ]:"
    with pytest.raises(AssertionError, match="few articles"):
        notebook.assert_clean()


WIDGETS = """
    import time, pandas as pd, ipywidgets as W
    from itables.widget import ITable
    from matplotlib import pyplot as plt
    from pathlib import Path

    colour = W.Dropdown(options=["red", "blue"], description="Colour")
    words = W.Text(description="Words", continuous_update=False)
    years = W.IntRangeSlider(value=(0, 10), max=10, description="Years", continuous_update=False)
    table = ITable(pd.DataFrame({"title": ["Talks", "Tariffs"]}), select="single")
    said, out = W.HTML(), W.Output()

    def draw(_=None):
        time.sleep(0.2)
        fig, ax = plt.subplots(figsize=(3, 2), dpi=100)
        plt.close(fig)
        ax.barh(0, years.value[1] - years.value[0], left=years.value[0], color=colour.value)
        ax.set_title(words.value)
        with out:
            out.clear_output(wait=True)
            display(fig)
        said.value = f"{colour.value}, {words.value}, {years.value}"
        Path("../data/figures/said.txt").write_text(said.value)

    draw()
    for control in (colour, words, years):
        control.observe(draw, "value")
    table.observe(lambda change: setattr(said, "value", f"row {change['new']}"), "selected_rows")
    W.VBox([colour, words, years, out, table, said])
"""


def test_widgets_are_used_as_a_reader_does(open_cells: OpenCells):
    notebook = open_cells("ready = 1", dedent(WIDGETS)).run_all()
    app = notebook.output("ITable")
    picture = app.locator("img")
    with notebook.changes(picture):
        notebook.choose("Colour", "blue")
    with notebook.changes(picture):
        notebook.type("Words", "trade")
    with notebook.changes(picture):
        notebook.press_slider("Years", "ArrowRight", times=2)
    expect(app.get_by_text("blue, trade, (2, 10)")).to_be_visible()
    with notebook.changes(picture):
        notebook.drag_slider("Years", 0.6, upper=True)
    expect(app.get_by_text("blue, trade, (2, 6)")).to_be_visible()
    assert notebook.saved("data/figures/said.txt") == b"blue, trade, (2, 6)"
    notebook.click_row(2)
    expect(app.get_by_text("row [1]")).to_be_visible()
    # The drawing waits 200 ms before it begins; how long it takes after that is nobody's business here.
    assert measure_redraw(app, lambda: notebook.choose("Colour", "red")) > 200
    assert measure_redraw(app, lambda: notebook.type("Words", "talks")) > 200
    notebook.assert_clean()
