"""Every notebook, opened and run by the menu in a browser; and that what goes wrong there is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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
