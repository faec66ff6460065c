"""A notebook open in JupyterLab, used as a reader uses it: by its menus, labels, keys and mouse."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, expect

from browser.lab_server import TIMEOUT, Lab
from browser.watched_page import SCREEN, WatchedPage

expect.set_options(timeout=TIMEOUT * 1000)

#: Errors and warnings. JupyterLab 4.6 marks both as stderr.
RED = ", ".join(f'[data-mime-type="application/vnd.jupyter.{kind}"]' for kind in ("stderr", "error"))
#: Where the number of a code cell stands.
PROMPT = ".jp-CodeCell .jp-InputArea-prompt"
#: A figure is wider than this, in dots; a picture that did not load has a width of 0, and what stands for it a few.
MIN_WIDTH = 100
#: Height of a screenshot, in dots: two screens, which can still be read when it is shown as a whole.
SHEET = 3000
#: What a widget says that could not be drawn, or is not yet.
UNDRAWN = re.compile("Error displaying widget|Click to show javascript error|Loading widget")


@dataclass
class NotebookPage:
    """A notebook and the page that shows it; `path` is counted from the root of the server."""

    lab: Lab
    watched: WatchedPage
    path: str

    def __post_init__(self) -> None:
        self.page = self.watched.page
        self.outputs = self.page.locator(".jp-CodeCell .jp-Cell-outputArea")
        self.red = self.page.locator(".jp-Notebook").locator(RED)
        self.in_log = self.page.locator(".jp-LogConsoleStatusItem")
        cells = nbformat.read(self.lab.root / self.path, as_version=4).cells
        self.sources = [cell.source for cell in cells if cell.cell_type == "code"]

    def open(self) -> NotebookPage:
        """Open it, and wait for its kernel."""
        self.page.goto(f"{self.lab.url}lab/tree/{self.path}?token={self.lab.token}&reset")
        self._wait_for_idle()
        return self

    def run_all(self) -> NotebookPage:
        """Choose *Run > Run All Cells*, and wait until the kernel is done with all of them, or with the first error."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        expect(self.page.locator(PROMPT).first).not_to_have_text("[ ]:")
        self.settle()
        return self

    def prompts(self) -> list[str]:
        """The numbers beside the code cells, such as "[1]:"; "[*]:" while one runs."""
        return self.page.locator(PROMPT).all_inner_texts()

    def output(self, containing: str) -> Locator:
        """What the code cell with these words shows."""
        [at] = [n for n, source in enumerate(self.sources) if containing in source]
        return self.page.locator(".jp-CodeCell").nth(at).locator(".jp-Cell-outputArea")

    def settle(self) -> None:
        """Wait until all that was asked of the kernel is done, and all that it sent is drawn."""
        self.watched.settle()
        self._wait_for_idle()
        expect(self.page.get_by_text("Loading widget")).to_have_count(0)
        loaded = "() => [...document.querySelectorAll('.jp-OutputArea-output img')].every(i => i.complete)"
        self.page.wait_for_function(loaded)

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a list by the words shown."""
        self.page.get_by_label(label, exact=True).select_option(label=option)

    def type(self, label: str, text: str) -> None:
        """Type into an empty text box, and press Enter."""
        box = self.page.get_by_label(label, exact=True)
        box.fill("")
        box.press_sequentially(text)
        box.press("Enter")

    def press_slider(self, label: str, key: str, *, times: int = 1, upper: bool = False) -> None:
        """Press a key on the lower or upper handle of a range slider."""
        handle = self.slider(label).get_by_role("slider").nth(int(upper))
        handle.focus()
        for _ in range(times):
            handle.press(key)

    def drag_slider(self, label: str, share: float, *, upper: bool = False) -> None:
        """Drag the lower or upper handle of a range slider to a share of its width."""
        handle, track = self.slider(label).get_by_role("slider").nth(int(upper)), self.slider(label)
        handle.scroll_into_view_if_needed()
        at, along = handle.bounding_box(), track.locator(".noUi-base").bounding_box()
        assert at
        assert along
        y = at["y"] + at["height"] / 2
        self.page.mouse.move(at["x"] + at["width"] / 2, y)
        self.page.mouse.down()
        self.page.mouse.move(along["x"] + share * along["width"], y, steps=8)
        self.page.mouse.up()

    def slider(self, label: str) -> Locator:
        """The slider with this label; its handles have the role "slider"."""
        return self.page.locator(".widget-slider").filter(has=self.page.get_by_text(label, exact=True))

    def click_row(self, number: int, table: Locator | None = None) -> None:
        """Click a row of a table, counted from 1 as they are shown; without a table, the last one of the notebook."""
        shown = self.page.locator(".jp-Cell-outputArea table:visible").last if table is None else table
        shown.locator("tbody tr").nth(number - 1).locator("td").first.click()

    @contextmanager
    def changes(self, picture: Locator) -> Iterator[None]:
        """What is done inside must draw the picture anew, once, and in the same place."""
        before = picture.get_attribute("src")
        yield
        expect(picture).not_to_have_attribute("src", before or "")
        expect(picture).to_have_count(1)
        expect(picture).to_have_js_property("complete", True)
        self.settle()
        assert picture.evaluate("image => image.naturalWidth") > MIN_WIDTH

    def saved(self, name: str) -> bytes:
        """A file below the root, such as "data/figures/explored.csv"."""
        return (self.lab.root / name).read_bytes()

    def problems(self) -> list[str]:
        """All that a reader would see go wrong, and all that goes wrong unseen, in words."""
        self.settle()
        return [
            *(f"red: {text}" for text in self.red.all_inner_texts()),
            *(f"log: {text}" for text in self._log()),
            *(f"widget: {text}" for text in self.page.get_by_text(UNDRAWN).all_inner_texts()),
            *(f"picture not loaded: {source}" for source in self._empty_pictures()),
            *(f"asked for {address}" for address in self.watched.requests),
            *(f"console: {error}" for error in self.watched.errors),
        ]

    def assert_clean(self) -> None:
        """Nothing went wrong, seen or unseen."""
        problems = self.problems()
        assert not problems, "\n".join(problems)

    def screenshots(self, folder: Path, name: str) -> list[Path]:
        """The notebook from top to bottom, in as many pictures as it needs."""
        folder.mkdir(parents=True, exist_ok=True)
        self.page.set_viewport_size({"width": SCREEN["width"], "height": SHEET})
        scroller = self.page.locator(".jp-WindowedPanel-outer")
        whole, sheet = scroller.evaluate("e => [e.scrollHeight, e.clientHeight]")
        paths = []
        for number, top in enumerate(range(0, whole, sheet), start=1):
            scroller.evaluate("(e, top) => { e.scrollTop = top }", top)
            paths.append(folder / f"{name}-{number}.png")
            scroller.screenshot(path=paths[-1], animations="disabled")
        self.page.set_viewport_size(SCREEN)
        return paths

    def _wait_for_idle(self) -> None:
        # The toolbar says "idle" before there is a kernel; the bar below does not.
        expect(self.page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$"))).to_be_visible()

    def _log(self) -> list[str]:
        """What a callback prints or raises outside an `Output`: it goes to a console that is closed."""
        if not self.in_log.is_visible():
            return []
        self.in_log.click()
        entries = self.page.locator(".jp-LogConsolePanel .jp-OutputArea-output")
        expect(entries.first).to_be_visible()
        return entries.all_inner_texts()

    def _empty_pictures(self) -> list[str]:
        look = "(all, least) => all.filter(i => i.naturalWidth <= least).map(i => i.src.slice(0, 80))"
        found: list[str] = self.outputs.locator("img").evaluate_all(look, MIN_WIDTH)
        return found


def measure_redraw(area: Locator, act: Callable[[], None], *, start: str = "change") -> float:
    """Milliseconds from an event at a control, caused by `act`, to the next picture loaded inside `area`.

    Measured by the clock of the browser, so that the way to and from this program does not count. `start` is the
    event of the control: "change" of a list or text box, "click" of a picture, "pointerup" or "keydown" of a slider.
    """
    watch = """(area, [start, timeout]) => {
        area.redraw = new Promise((resolve, reject) => {
            let begun;
            const begin = () => { begun = performance.now(); };
            const end = (event) => {
                if (event.target.tagName !== "IMG" || begun === undefined) return;
                resolve(performance.now() - begun);
                document.removeEventListener(start, begin, true);
                area.removeEventListener("load", end, true);
            };
            document.addEventListener(start, begin, { capture: true, once: true });
            area.addEventListener("load", end, true);
            setTimeout(() => reject(new Error(`no "${start}", or no picture after it`)), timeout);
        });
    }"""
    area.evaluate(watch, [start, TIMEOUT * 1000])
    act()
    return float(area.evaluate("area => area.redraw"))
