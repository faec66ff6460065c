"""What several tests share: the project's folder, its seeds as a corpus, and small notebooks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from corpus_lib.build import build_corpus
from corpus_lib.corpus import Corpus

MakeNotebook = Callable[..., Path]


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's folder."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def seeds(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The corpus of the seed articles, built once; no verb changes it."""
    return build_corpus(project / "seeds", derived=tmp_path_factory.mktemp("derived"))


@pytest.fixture
def make_notebook(tmp_path: Path) -> MakeNotebook:
    """Write a notebook of the given code cells, the first one tagged `parameters`; give back its path."""

    def make(*sources: str, name: str = "small.ipynb") -> Path:
        cells = [v4.new_code_cell(source) for source in sources]
        cells[0].metadata["tags"] = ["parameters"]
        path = tmp_path / "notebooks" / name
        path.parent.mkdir(exist_ok=True)
        nbformat.write(v4.new_notebook(cells=[v4.new_markdown_cell("# A small one"), *cells]), path)
        return path

    return make
