"""Running notebooks: what is written, and that nothing that went wrong is passed over."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from lxml import html
from nbformat import v4

from corpus_lib.errors import InputError, NotebookError
from corpus_lib.pages import POLICY, write_page
from corpus_lib.runner import run_notebooks

WARN = "import warnings\nwarnings.warn('few articles')"
PLOT = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2]);"
IN_WIDGET = """
import ipywidgets as W
from IPython.display import display
out = W.Output()
with out:
    {}
W.VBox([W.Label("stance"), out])
"""
#: What an article may hold, and how each piece would give itself away in the page.
HOSTILE = """
<script>document.title = "ran"</script><img src="x" onerror="document.title = 'ran'">
<img src="https://example.org/pixel.png"><img srcset="https://example.org/a.png 2x">
<a href="javascript:document.title='ran'">one</a><a href="java&#10;script:document.title='ran'">two</a>
<a href="https://example.org/article">kept</a><a href="02_next.ipynb">also kept</a>
<iframe src="https://example.org"></iframe><form action="https://example.org"><input></form>
<svg onload="document.title = 'ran'"><image href="https://example.org/x.svg"/><set attributeName="href"/></svg>
<style>@import "https://example.org/a.css";</style><p style="background: url(https://example.org/b.png)">text</p>
<meta http-equiv="refresh" content="0; url=https://example.org"><base href="https://example.org">
<link rel="stylesheet" href="https://example.org/c.css"><object data="https://example.org/o.swf"></object>
"""


def run(path: Path, reports: Path, **options: Any) -> Any:
    run_notebooks([path], reports=reports, parameters={}, **options)
    return nbformat.read(reports / path.name, as_version=4)


def code(nb: Any) -> list[Any]:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def test_copies_and_pages_are_written_and_the_notebook_is_left_alone(make_notebook, tmp_path):
    path = make_notebook("n = 1", "n + 1")
    before = path.read_bytes()
    seen: list[tuple[str, int, int]] = []
    [page] = run_notebooks(
        [path],
        reports=tmp_path / "reports",
        parameters={},
        on_progress=lambda p, done, total: seen.append((p.name, done, total)),
    )
    assert page == tmp_path / "reports" / "small.html"
    assert path.read_bytes() == before
    assert seen == [("small.ipynb", 0, 2), ("small.ipynb", 1, 2), ("small.ipynb", 2, 2)]
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == [
        "small.html",
        "small.ipynb",
        "small.ipynb",
    ]


def test_parameters_stand_in_a_cell_after_the_tagged_one(make_notebook, tmp_path):
    path = make_notebook("folder = 'seeds'", "print(folder)")
    run_notebooks([path], reports=tmp_path, parameters={"folder": Path("it's") / "mine", "n": 3})
    first, injected, last = code(nbformat.read(tmp_path / "small.ipynb", as_version=4))
    assert first.metadata.tags == ["parameters"]
    assert injected.metadata.tags == ["injected-parameters"]
    assert injected.source.endswith("\nn = 3")
    assert last.outputs[0].text == str(Path("it's") / "mine") + "\n"


@pytest.mark.parametrize("parameters", [{"f": object()}, {"f": float("nan")}, {"not a name": 1}])
def test_a_parameter_that_cannot_be_written_is_refused(make_notebook, tmp_path, parameters):
    with pytest.raises(InputError, match="cannot be handed"):
        run_notebooks([make_notebook("f = 1")], reports=tmp_path, parameters=parameters)


def test_cells_run_in_this_interpreter_in_the_notebooks_folder_and_draw(make_notebook, tmp_path, monkeypatch):
    monkeypatch.setenv("MPLBACKEND", "agg")
    fake = tmp_path / "share" / "kernels" / "python3"
    fake.mkdir(parents=True)
    (fake / "kernel.json").write_text(
        json.dumps({"argv": ["false"], "display_name": "p", "language": "python"})
    )
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "share"))
    nb = run(make_notebook("import os, sys\nprint(sys.executable)\nprint(os.getcwd())", PLOT), tmp_path / "r")
    where, plot = code(nb)
    assert where.outputs[0].text.splitlines() == [sys.executable, str(tmp_path / "notebooks")]
    assert [sorted(o.data) for o in plot.outputs] == [["image/png", "text/plain"]]


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("\n1 / 0", r"small.ipynb, cell \[2\] \(1 / 0\): ZeroDivisionError: division by zero"),
        (WARN, r"cell \[2\] \(import warnings\): .*UserWarning: few articles"),
        ("import sys\nprint('oh', file=sys.stderr)", r"cell \[2\] \(import sys\): oh"),
        ("import os\nos._exit(3)", r"cell \[2\] \(import os\): the kernel stopped"),
        (
            IN_WIDGET.format("1 / 0"),
            r"cell \[2\] \(import ipywidgets as W\): in its widget: ZeroDivisionError",
        ),
        (IN_WIDGET.format("import warnings; warnings.warn('few')"), r"in its widget: .*UserWarning: few"),
    ],
)
def test_whatever_went_wrong_is_named_and_the_copy_written(make_notebook, tmp_path, cell, message):
    path = make_notebook("a = 1\nprint('before')", cell)
    with pytest.raises(NotebookError, match=message):
        run_notebooks([path], reports=tmp_path, parameters={"a": 2})
    copy = nbformat.read(tmp_path / "small.ipynb", as_version=4)
    assert code(copy)[0].outputs[0].text == "before\n"
    assert (tmp_path / "small.html").is_file()


def test_a_cell_that_never_ends_is_stopped(make_notebook, tmp_path):
    with pytest.raises(NotebookError, match=r"cell \[2\] \(while True: pass\): not finished after 2 seconds"):
        run(make_notebook("a = 1", "while True: pass"), tmp_path, timeout=2)


def test_the_other_notebooks_run_when_one_fails(make_notebook, tmp_path):
    paths = [
        make_notebook("1 / 0", name="a.ipynb"),
        make_notebook("2", name="b.ipynb"),
        make_notebook("x", name="c.ipynb"),
    ]
    with pytest.raises(NotebookError, match=r"(?s)a.ipynb, .*ZeroDivision.*\nc.ipynb, .*NameError") as caught:
        run_notebooks(paths, reports=tmp_path / "r", parameters={})
    assert "b.ipynb" not in str(caught.value)
    assert (
        code(nbformat.read(tmp_path / "r" / "b.ipynb", as_version=4))[0].outputs[0].data["text/plain"] == "2"
    )


def test_two_run_at_a_time(make_notebook, tmp_path):
    meet = "import pathlib, time\npathlib.Path('{}').touch()\nwhile not pathlib.Path('{}').exists(): time.sleep(.05)"
    paths = [
        make_notebook(meet.format("a", "b"), name="a.ipynb"),
        make_notebook(meet.format("b", "a"), name="b.ipynb"),
    ]
    run_notebooks(paths, reports=tmp_path, parameters={}, timeout=30)


def test_what_is_no_notebook_is_refused(tmp_path, make_notebook):
    (tmp_path / "bad.ipynb").write_text("no notebook")
    with pytest.raises(InputError, match=r"bad.ipynb: cannot be read as a notebook"):
        run(tmp_path / "bad.ipynb", tmp_path / "r")
    with pytest.raises(InputError, match=r"two notebooks are called small.ipynb"):
        run_notebooks([make_notebook("1"), make_notebook("1")], reports=tmp_path, parameters={})


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl-C in another way")
def test_ctrl_c_ends_everything_at_once(make_notebook, tmp_path):
    source = "import os, pathlib, time\npathlib.Path('{0}.pid').write_text(str(os.getpid()))\ntime.sleep(60)"
    paths = [make_notebook(source.format(n), name=f"{n}.ipynb") for n in "ab"]
    program = (
        "import pathlib, signal, sys; from corpus_lib.runner import run_notebooks\n"
        # What was started in the background ignores Ctrl-C, and so does all that it starts.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "run_notebooks([pathlib.Path(p) for p in sys.argv[2:]], reports=pathlib.Path(sys.argv[1]), parameters={})"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "r"), *map(str, paths)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    pids = [paths[0].with_suffix(".pid"), paths[1].with_suffix(".pid")]
    _wait_for(lambda: all(p.exists() and p.read_text() for p in pids))
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert b"KeyboardInterrupt" in errors
    _wait_for(lambda: not any(_alive(int(p.read_text())) for p in pids))


def _wait_for(condition: Any) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Any:
    """A page of a notebook with figures, widgets, and an article that is markup."""
    folder = tmp_path_factory.mktemp("page")
    cells = [
        v4.new_markdown_cell("# Who said it?\n\n" + HOSTILE + "\n\n$E = mc^2$"),
        v4.new_code_cell(PLOT),
        v4.new_code_cell(f"from IPython.display import HTML, Javascript, SVG\nHTML({HOSTILE!r})"),
        v4.new_code_cell('SVG(\'<svg xmlns="http://www.w3.org/2000/svg" onload="document.title = 1"/>\')'),
        v4.new_code_cell("Javascript('document.title = \"ran\"')"),
        v4.new_code_cell("import pandas as pd\npd.DataFrame({'outlet': ['<script>x</script>']})"),
        v4.new_code_cell(
            IN_WIDGET.format("display(pd.DataFrame({'inside': [41]}))")
            + "W.VBox([W.Dropdown(options=['all', 'VN'], value='VN', description='Country:'), out])"
        ),
    ]
    nbformat.write(v4.new_notebook(cells=cells), folder / "hostile.ipynb")
    [written] = run_notebooks([folder / "hostile.ipynb"], reports=folder / "reports", parameters={})
    return html.document_fromstring(
        written.read_bytes(), parser=html.HTMLParser(encoding="utf-8", huge_tree=True)
    )


def test_the_page_asks_the_network_for_nothing(page):
    for element in page.iter(html.etree.Element):
        for name, value in element.attrib.items():
            if name in {"src", "srcset", "data", "poster", "background", "action"} or (
                name == "href" and element.tag != "a"
            ):
                assert value.startswith("data:image/"), (element.tag, name, value[:80])
    for css in [e.text_content() for e in page.iter("style")] + page.xpath("//@style"):
        assert not re.search(r"@import|url\((?!['\"]?data:)", css)


def test_nothing_in_the_page_can_run(page):
    assert page.find("head")[0].get("content") == POLICY
    assert list(page.iter("script", "iframe", "object", "embed", "form", "base", "link")) == []
    assert [e.get("http-equiv") for e in page.iter("meta") if e.get("http-equiv")] == [
        "Content-Security-Policy"
    ]
    assert [n for e in page.iter(html.etree.Element) for n in e.attrib if n.startswith("on")] == []
    assert {a.get("href") for a in page.iter("a")} >= {"https://example.org/article", "02_next.ipynb", None}
    assert not [a for a in page.xpath("//@href") if "script:" in a]


def test_the_page_shows_figures_tables_and_what_widgets_said(page):
    assert page.findtext(".//title") == "Who said it?"
    assert page.get("lang") == "en"
    assert any(i.get("src", "").startswith("data:image/png;base64,") for i in page.iter("img"))
    text = page.text_content()
    assert "<script>x</script>" in text
    assert "Country: VN" in text
    assert "41" in text
    assert "VBox(children" not in text


def test_a_page_of_a_notebook_without_cells(tmp_path):
    assert "<main>" in write_page(v4.new_notebook(), tmp_path / "empty.html").read_text("utf-8")
