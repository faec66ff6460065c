"""How quickly the explorer answers in a browser: from a control's change to the new picture, measured by the browser's clock.

    python tests/benchmarks/explorer.py FOLDER DERIVED

FOLDER holds articles, DERIVED the tables built from them (they are brought up to date first, which can take minutes).
JupyterLab and a headless Chromium run on this computer. Between two changes it waits until everything is drawn, as a
person does who looks at the picture. Told besides: how long opening takes, where the kernel's time goes, and its memory.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser.lab_server import lay_out_project, serve_lab
from browser.notebook_page import NotebookPage, measure_redraw
from browser.watched_page import find_chromium, open_page, start_chromium

from corpus_lib.build import build_corpus

#: Rounds through all changes.
ROUNDS = 3
CHANGES = {
    "Quadrant": ["verbal conflict", "material conflict", "all"],
    "Voice": ["quoted", "author", "all"],
    "Split by": ["voice", "genre", "direction", "outlet", "nothing"],
    "Count": ["articles", "acts"],
    "Genre": ["news", "opinion", "all"],
    "Picture": ["when it happened, when it was told", "when they were published"],
}
WORDS = ["tariff", "Huawei", ""]
OPEN = "import corpus_lib as cl\ncorpus = cl.build_corpus({!r}, derived={!r})\ncorpus"
EXPLORE = "explorer = cl.explore(corpus)\nexplorer"
MEMORY = """import resource
print("kernel MB", round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3))"""
PARTS = """import time
def timed(act):
    start = time.perf_counter()
    given = act()
    return given, f"{1000 * (time.perf_counter() - start):.0f} ms"
rows, select = timed(lambda: explorer._finder.select(explorer.query))
_, picture = timed(explorer._make_picture)
_, listing = timed(explorer._list)
print("kernel: select", select, "· count and draw", picture, "· list", listing)"""


def main() -> None:
    """Measure, and print a line for each kind of change."""
    folder, derived = (str(Path(name).resolve()) for name in sys.argv[1:3])
    print(f"articles: {len(build_corpus(folder, derived=derived).articles):,}")
    chromium = find_chromium()
    assert chromium, "no Chromium: apt-get install chromium"
    with tempfile.TemporaryDirectory() as held:
        root = lay_out_project(Path(__file__).parents[2], Path(held) / "root")
        with (
            serve_lab(root, Path(held)) as lab,
            start_chromium(chromium) as browser,
            open_page(browser) as page,
        ):
            sources = (OPEN.format(folder, derived), EXPLORE, PARTS, MEMORY)
            notebook = NotebookPage(lab, page, lab.write_notebook("explore.ipynb", *sources)).open()
            print(f"opening: {_open(notebook):.2f} s from Shift+Enter to the first picture")
            times = _change(notebook)
            for name, of_one in times.items():
                print(
                    f"{name:10} {len(of_one):3}  median {statistics.median(of_one):4.0f} ms  most {max(of_one):4.0f} ms"
                )
            every = sorted(time for of_one in times.values() for time in of_one)
            print(
                f"all        {len(every):3}  median {statistics.median(every):4.0f} ms"
                f"  95th percentile {every[int(0.95 * len(every))]:4.0f} ms"
            )
            for words in ("timed(act)", "ru_maxrss"):
                _run_cell(notebook, words)
                print(notebook.output(words).inner_text().strip())
            lab.shut_kernels_down()


def _run_cell(notebook: NotebookPage, containing: str) -> None:
    at = next(n for n, source in enumerate(notebook.sources) if containing in source)
    cell = notebook.page.locator(".jp-CodeCell").nth(at)
    cell.locator(".jp-InputArea-prompt").click()
    notebook.page.keyboard.press("Shift+Enter")
    notebook.page.wait_for_function(
        "([n]) => /\\[\\d+\\]/.test(document.querySelectorAll('.jp-CodeCell .jp-InputArea-prompt')[n].innerText)",
        arg=[at],
    )
    notebook.settle()


def _open(notebook: NotebookPage) -> float:
    _run_cell(notebook, "build_corpus")
    cell = notebook.page.locator(".jp-CodeCell").nth(1)
    cell.locator(".jp-InputArea-prompt").click()
    start = time.perf_counter()
    notebook.page.keyboard.press("Shift+Enter")
    picture = cell.locator("img")
    picture.wait_for()
    notebook.page.wait_for_function(
        "document.querySelectorAll('.jp-CodeCell')[1].querySelector('img').naturalWidth > 100"
    )
    took = time.perf_counter() - start
    notebook.settle()
    return took


def _change(notebook: NotebookPage) -> dict[str, list[float]]:
    area = notebook.output("cl.explore")
    times: dict[str, list[float]] = {name: [] for name in (*CHANGES, "Find")}
    for _ in range(ROUNDS):
        for label, options in CHANGES.items():
            for option in options:
                times[label].append(
                    measure_redraw(area, lambda label=label, option=option: notebook.choose(label, option))
                )
                notebook.settle()
        for words in WORDS:
            times["Find"].append(measure_redraw(area, lambda words=words: notebook.type("Find", words)))
            notebook.settle()
    return times


if __name__ == "__main__":
    main()
