"""Who may import whom, and what a notebook may hold. A new module must be given its place in `LAYERS`."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "corpus_lib"

#: Layer: (its modules, the layers whose modules these may import besides their own).
LAYERS: dict[str, tuple[set[str], set[str]]] = {
    "base": ({"errors", "rows", "schema"}, set()),
    "analysis": (
        {
            "captions",
            "clean",
            "credits",
            "date_bounds",
            "date_candidates",
            "dating",
            "language",
            "line_rules",
            "lines",
            "metadata",
            "outlets",
            "page",
        }
        | {
            "resources",
            "written_dates",
            "attribution",
            "genre",
            "quotation_marks",
            "statements",
            "sources",
            "speakers",
            "antecedents",
            "bodies",
            "countries",
            "names",
            "officials",
            "people",
            "roles",
            "spellings",
            "standing",
            "span_scores",
            "tag_decoding",
            "translation",
            "model",
            "labels",
            "relations",
            "sentiment",
            "targets",
            "aliases",
            "senses",
            "pronouns",
        }
        | {"times", "timeline", "event_times", "known_events", "stated_dates"}
        | {"reuse", "passages", "paraphrases", "word_keys"},
        {"base"},
    ),
    "load": ({"load"}, {"base"}),
    "store": ({"store"}, {"base"}),
    "build": (
        {
            "version",
            "own_tables",
            "voices",
            "mentions",
            "relation_rows",
            "reading",
            "stages",
            "corpus",
            "build",
            "restore",
            "reference_events",
        },
        {"base", "analysis", "load", "store"},
    ),
    "summaries": (
        {"profiles", "voice_profiles", "reuse_profiles", "stance_spans", "stance", "blame", "word_counting"}
        | {"coverage", "coverage_changes", "told_events"}
        | {"queries", "keyword_context", "selection"},
        {"base", "analysis", "build"},
    ),
    "figures": (
        {"drawing", "figures", "credit_figures", "voice_figures", "stance_figures", "bundles", "provenance"}
        | {
            "blame_figures",
            "span_figures",
            "time_axes",
            "event_lines",
            "coverage_figures",
            "event_figures",
            "score_figures",
        },
        {"base"},
    ),
    "carriers": (
        {"brief", "brief_blocks", "brief_bundles", "brief_content", "brief_markdown", "brief_word"},
        {"base", "figures"},
    ),
    "views": (
        {"views", "text_views", "stance_views", "passage_views", "article_marks", "article_views"},
        {"base", "analysis", "build", "summaries", "figures"},
    ),
    "widgets": ({"widgets"}, {"base", "build", "summaries", "figures", "views"}),
    "notebooks": ({"runner", "pages"}, {"base"}),
    "training": ({"training"}, {"base", "analysis"}),
    "command": ({"command"}, {"base", "load", "build", "notebooks", "carriers"}),
}
#: Modules outside `load` that open files, and which files these are.
OPENS = {
    "training": "the labelled sets and weights that a person names",
    "store": "the tables, which it wrote itself",
    "resources": "the word lists of the package",
    "version": "the package's own code, for its version",
    "brief_bundles": "the bundles, which `bundles` wrote",
}
MAX_LINES = 300
HEAVY = ["spacy", "textacy", "matplotlib", "ipywidgets"]

MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def layer_of(name: str) -> str | None:
    return next((layer for layer, (modules, _) in LAYERS.items() if name in modules), None)


def module_name(path: Path) -> str:
    """The first part of the name inside the package: `load` for `corpus_lib/load/html.py`."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def nodes_at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes except those under `if TYPE_CHECKING`, which are for the type checker only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from nodes_at_run_time(node)


def imported(tree: ast.AST) -> set[str]:
    """Full names of everything imported."""
    names: set[str] = set()
    for node in nodes_at_run_time(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "write imports with their full name"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def ours(tree: ast.AST) -> set[str]:
    """Modules of this package that are imported."""
    return {name.split(".")[1] for name in imported(tree) if name.startswith("corpus_lib.")}


def opened(tree: ast.AST) -> bool:
    """Whether a file's content is read: `open(…)`, `….open(…)`, `….read_text(…)`, `….read_bytes(…)`."""
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(isinstance(c, ast.Name) and c.id == "open" for c in calls) or any(
        isinstance(c, ast.Attribute)
        and c.attr in {"open", "read_text", "read_bytes", "read_parquet", "read_csv"}
        for c in calls
    )


def breaches(name: str, tree: ast.AST) -> list[str]:
    """Imports that the module's layer does not allow."""
    layer = layer_of(name)
    if layer is None:
        return [f"{name} has no layer: give it its place in LAYERS"]
    allowed = LAYERS[layer][1] | {layer}
    return [f"{name} imports {other}" for other in sorted(ours(tree)) if layer_of(other) not in allowed]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_module(path):
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    name = module_name(path)
    assert breaches(name, tree) == []
    assert not any(n == "corpus_lib" for n in imported(tree)), "import the module, not the whole package"
    if name != "load" and name not in OPENS:
        assert not opened(tree), "only load/ opens the analyst's files"
    assert len(source.splitlines()) < MAX_LINES
    at_top = imported(ast.Module([n for n in tree.body if isinstance(n, (ast.Import, ast.ImportFrom))], []))
    heavy = set(HEAVY) - ({"ipywidgets"} if layer_of(name) == "widgets" else set())
    assert not {n.split(".")[0] for n in at_top} & heavy, "import the heavy packages inside functions"


def test_the_rules_catch_what_they_are_for():
    assert breaches("errors", ast.parse("import corpus_lib.schema")) == []
    assert breaches("schema", ast.parse("from corpus_lib.clean import clean_text")) == [
        "schema imports clean"
    ]
    assert breaches("clean", ast.parse("def f():\n    from corpus_lib import store")) == [
        "clean imports store"
    ]
    assert breaches("figures", ast.parse("from corpus_lib.profiles import x")) == ["figures imports profiles"]
    assert breaches("command", ast.parse("import corpus_lib.widgets")) == ["command imports widgets"]
    assert breaches("novel", ast.parse("")) != []
    assert opened(ast.parse("Path(name).read_text()"))


def test_nothing_imports_widgets():
    assert not [layer for layer, (_, below) in LAYERS.items() if "widgets" in below]


def test_importing_the_package_is_cheap():
    program = f"import sys, corpus_lib; dir(corpus_lib); print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook(path):
    nb = nbformat.read(path, as_version=4)
    code = [cell for cell in nb.cells if cell.cell_type == "code"]
    assert nb.cells[0].cell_type == "markdown", "the first cell asks the question"
    assert 15 <= len(nb.cells) <= 30
    assert nb.metadata.kernelspec.name == "python3"
    assert "widgets" not in nb.metadata
    assert [c.source for c in code if c.outputs or c.execution_count] == [], "stored without outputs"
    assert [c.source for c in code if "parameters" in c.metadata.get("tags", [])] != []
    for cell in code:
        tree = ast.parse(cell.source)
        assert {name.split(".")[0] for name in imported(tree)} <= {"corpus_lib"}
        assert ours(tree) == set(), "import corpus_lib as cl, and nothing below it"
        banned = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While)
        assert not any(isinstance(node, banned) for node in ast.walk(tree))
        assert 1 <= len(cell.source.splitlines()) <= 8
