"""An executed notebook as one HTML page that opens anywhere, asks the network for nothing, and runs nothing.

nbconvert's page loads MathJax, require.js and the widgets from three content networks, and it passes on
whatever HTML a cell showed: the text of an article with `<img onerror=…>` in it would run in the reader's
browser. So the page is made in three steps: widgets give way to what they say (`_plain_cells`), nbconvert
renders the rest, and every element and attribute that could run or load something is taken out (`_disarm`).
The policy in the page's head (`POLICY`) tells the browser to refuse all the same things once more.

The rule of thumb: what a reader could only reach by clicking stays (links), what would act by itself goes. It
fails where a table is drawn by a script (itables): it stays empty, so a notebook should show a plain table.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WIDGET_STATE = "application/vnd.jupyter.widget-state+json"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"

#: What the browser may do with the page: show pictures that are in it, and apply its styles. Nothing else.
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:"

#: Elements that run, load or send something.
_ACTING = [
    *("script", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "applet"),
    *("base", "link", "form", "audio", "video", "source", "track", "animate", "set"),
]
#: Attributes that run, load or send something on any element. Those that begin with "on" do so too.
_ACTING_ATTRIBUTES = {
    "srcset",
    "srcdoc",
    "ping",
    "background",
    "poster",
    "action",
    "formaction",
    "attributename",
}
_LAYOUT = "main { max-width: 70rem; margin: 0 auto; } main img { max-width: 100%; height: auto; }"


def write_page(nb: Any, path: Path) -> Path:
    """Write the executed notebook as one HTML page, pictures included, and give back its path.

    >>> import tempfile, nbformat.v4 as v4
    >>> nb = v4.new_notebook(cells=[v4.new_markdown_cell("# Who published what? <script>alert(1)</script>")])
    >>> page = write_page(nb, Path(tempfile.mkdtemp()) / "profile.html").read_text("utf-8")
    >>> "Who published what?" in page, "<script" in page
    (True, False)
    """
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(embed_images=True, mathjax_url="", require_js_url="", jupyter_widgets_base_url="")
    named = {"metadata": {"name": _title(nb, path)}}
    rendered, _ = exporter.from_notebook_node(_plain_cells(nb), resources=named)
    path.write_text(_disarm(rendered), "utf-8")
    return path


def widget_models(nb: Any, model_id: str) -> Iterator[dict[str, Any]]:
    """The model of a widget and those of all widgets in it, each once, in the order of the screen.

    >>> import nbformat.v4 as v4
    >>> state = {"a": {"model_name": "VBoxModel", "state": {"children": ["IPY_MODEL_b"]}},
    ...          "b": {"model_name": "LabelModel", "state": {"value": "5 articles"}}}
    >>> nb = v4.new_notebook(metadata={"widgets": {WIDGET_STATE: {"state": state}}})
    >>> [model["model_name"] for model in widget_models(nb, "a")]
    ['VBoxModel', 'LabelModel']
    """
    models = nb.metadata.get("widgets", {}).get(WIDGET_STATE, {}).get("state", {})
    waiting, seen = [model_id], set()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in models:
            continue
        seen.add(name)
        yield models[name]
        state = models[name].get("state", {})
        inside = [str(child).removeprefix("IPY_MODEL_") for child in state.get("children", [])]
        shown = (_view(output) for output in state.get("outputs", []))
        waiting.extend(reversed([*inside, *filter(None, shown)]))


def _title(nb: Any, path: Path) -> str:
    headings = (re.match(r"#\s+(.+)", c.source) for c in nb.cells if c.cell_type == "markdown")
    return next((h[1] for h in headings if h), path.stem)


def _plain_cells(nb: Any) -> Any:
    """A copy of the notebook with what each widget says and holds in place of the widget."""
    plain = copy.deepcopy(nb)
    for cell in plain.cells:
        if "outputs" in cell:
            cell.outputs = [shown for output in cell.outputs for shown in _plain_outputs(nb, output)]
    plain.metadata.pop("widgets", None)
    return plain


def _plain_outputs(nb: Any, output: Any) -> list[Any]:
    from nbformat import from_dict
    from nbformat.v4 import new_output

    model_id = _view(output)
    if model_id is None:
        return [output]
    states = [model.get("state", {}) for model in widget_models(nb, model_id)]
    note = ["[Controls, as they stood. To use them, open the notebook in JupyterLab.]", *map(_words, states)]
    held = [from_dict(o) for state in states for o in state.get("outputs", []) if _view(o) is None]
    return [new_output("stream", name="stdout", text="\n".join(filter(None, note)) + "\n"), *held]


def _view(output: Any) -> str | None:
    """The model of the widget that an output shows, if it shows one."""
    view = output.get("data", {}).get(WIDGET_VIEW)
    return view["model_id"] if view else None


def _words(state: dict[str, Any]) -> str:
    """What a widget says: its label and its value, without markup."""
    value = state.get("value", "")
    labels, index = state.get("_options_labels"), state.get("index")
    if labels and index is not None:
        chosen = index if isinstance(index, (list, tuple)) else [index]
        value = ", ".join(labels[i] for i in chosen)
    words = " ".join(re.sub(r"<[^>]*>", " ", str(value)).split())
    label = str(state.get("description", "") or "")
    return f"{label.rstrip(':')}: {words}" if label and words else label or words


def _disarm(page: str) -> str:
    """The page without anything that runs by itself or asks for something from outside."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)  # figures pass lxml's usual bound
    tree = html.document_fromstring(page.encode("utf-8"), parser=parser)
    for element in list(tree.iter(*_ACTING)):
        if element.getparent() is not None:
            element.drop_tree()
    for meta in list(tree.iter("meta")):
        if meta.get("http-equiv"):
            meta.drop_tree()
    for style in list(tree.body.iter("style")):
        if _loads(style.text_content()):
            style.drop_tree()
    for element in tree.iter(html.etree.Element):
        for name in [n for n, value in element.attrib.items() if not _harmless(element.tag, n, value)]:
            del element.attrib[name]
    head = tree.find("head")
    head.insert(0, html.fromstring(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'))
    head.append(html.fromstring(f"<style>{_LAYOUT}</style>"))
    return str(html.tostring(tree, encoding="unicode", doctype="<!DOCTYPE html>"))


def _loads(css: str) -> bool:
    return re.search(r"@import|expression\s*\(|\\|url\s*\(\s*(?!['\"]?data:)", css, re.I) is not None


def _harmless(tag: str, name: str, value: str) -> bool:
    name = name.lower().split(":")[-1]
    if name.startswith("on") or name in _ACTING_ATTRIBUTES:
        return False
    if name == "style":
        return not _loads(value)
    if name not in {"src", "href", "data"}:
        return True
    address = re.sub(r"[\x00-\x20]", "", value).lower()  # browsers skip these inside "java\nscript:"
    if tag in {"a", "area"}:
        return re.match(r"https?:|mailto:|[^:]*([/?#]|$)", address) is not None
    return address.startswith(("data:image/", "#"))
