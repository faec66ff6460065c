"""One JupyterLab and one browser for all tests of this package, and a page for each test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser.lab_server import Lab, lay_out_project, serve_lab
from browser.notebook_page import NotebookPage
from browser.watched_page import WatchedPage, find_chromium, open_page, start_chromium

OpenNotebook = Callable[[str], NotebookPage]

# All live as long as the package's tests and no longer: while the browser runs, this thread has a running event loop,
# and tests that start one of their own (those of the runner) could not.


@pytest.fixture(scope="package", autouse=True)
def chromium() -> str:
    """The path of a browser; without one all tests here are skipped, before anything is started or built for them."""
    path = find_chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail("no Chromium or Chrome is installed: apt-get install -y chromium")
    if path is None:
        pytest.skip("no Chromium or Chrome is installed (Debian: apt-get install chromium)")
    return path


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with start_chromium(chromium) as started:
        yield started


@pytest.fixture(scope="package")
def lab(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab on copies of the notebooks and seeds."""
    folder = tmp_path_factory.mktemp("lab")
    with serve_lab(lay_out_project(project, folder / "root"), folder) as served:
        yield served


@pytest.fixture
def page(browser: Browser) -> Iterator[WatchedPage]:
    with open_page(browser) as opened:
        yield opened


@pytest.fixture
def open_notebook(
    page: WatchedPage, lab: Lab, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[OpenNotebook]:
    """Open a notebook by its path from the root; in the end it is pictured as the test left it, and its kernel ended."""
    opened: list[NotebookPage] = []

    def open_(path: str) -> NotebookPage:
        opened.append(NotebookPage(lab, page, path).open())
        return opened[-1]

    yield open_
    folder = Path(os.environ.get("CORPUS_LIB_SCREENSHOTS") or tmp_path)
    if opened:
        opened[-1].screenshots(folder, re.sub(r"\W+", "-", request.node.name).strip("-"))
    lab.shut_kernels_down()


@pytest.fixture
def open_cells(lab: Lab, open_notebook: OpenNotebook) -> Callable[..., NotebookPage]:
    """Open a new notebook of the given code cells."""
    return lambda *sources: open_notebook(lab.write_notebook("small.ipynb", *sources))
