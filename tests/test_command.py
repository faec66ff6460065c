"""The command, from end to end, in a small project of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from corpus_lib import command
from corpus_lib.bundles import save_table
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.schema import TABLES, make_table

ARTICLE = "Talks resume\nMay 13, 2023\n\nSenior officials of the United States and China met in Vienna.\n"
PARAMETERS = 'folder = "../seeds"\nderived = "../data/derived"\nfigures = "../data/figures"'
USE = """
import corpus_lib as cl, pathlib
corpus = cl.build_corpus(folder, derived=derived)
pathlib.Path(figures).mkdir(parents=True, exist_ok=True)
_ = pathlib.Path(figures, "n.txt").write_text(str(len(corpus.articles)))
"""


@pytest.fixture
def small_project(make_notebook, tmp_path: Path, monkeypatch) -> Path:
    make_notebook(PARAMETERS, USE)
    for folder in ("seeds", "mine"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.txt").write_text(ARTICLE)
    (tmp_path / "mine" / "b.txt").write_text(ARTICLE.replace("Vienna", "Beijing"))
    (tmp_path / "mine" / "c.pages").write_text("a format that no reader takes")
    monkeypatch.chdir(tmp_path / "mine")
    return tmp_path


def corpus(monkeypatch, *arguments: str) -> int:
    """Run the command as the shell would; give back its exit status."""
    monkeypatch.setattr(sys, "argv", ["corpus", *arguments])
    with pytest.raises(SystemExit) as ended:
        command.main()
    return int(ended.value.code or 0)


def test_run_takes_the_seeds_and_says_where_everything_is(small_project, monkeypatch, capsys):
    assert corpus(monkeypatch, "run") == 0
    said = capsys.readouterr().out
    assert "articles   1\n" in said
    assert f"pages      {small_project / 'data' / 'reports'}\n" in said
    assert (small_project / "data" / "reports" / "small.html").is_file()
    assert (small_project / "data" / "derived" / "articles.parquet").exists()
    assert (small_project / "data" / "figures" / "n.txt").read_text() == "1"


def test_notebooks_runs_those_that_are_named(small_project, make_notebook, monkeypatch, capsys):
    make_notebook(PARAMETERS, "2", name="other.ipynb")
    assert corpus(monkeypatch, "notebooks", "oth", "--folder", ".") == 0
    assert [p.name for p in small_project.rglob("*.html")] == ["other.html"]
    assert "articles   2\n" in capsys.readouterr().out
    assert corpus(monkeypatch, "notebooks", "zz") == 1
    assert "no notebook's name begins with 'zz'" in capsys.readouterr().err


def test_run_takes_a_folder_and_other_places(small_project, monkeypatch, capsys):
    places = ["--derived", "d", "--figures", "f", "--reports", "r"]
    assert corpus(monkeypatch, "run", ".", *places) == 0
    assert "articles   2\nproblems   " in capsys.readouterr().out
    here = small_project / "mine"
    assert (here / "f" / "n.txt").read_text() == "2"
    assert (here / "r" / "small.html").is_file()
    assert (here / "d" / "articles.parquet").exists()
    assert not (small_project / "data").exists()


def test_build_writes_tables_only(small_project, monkeypatch, capsys):
    assert corpus(monkeypatch, "build", "--derived", "d") == 0
    assert "pages" not in capsys.readouterr().out
    assert [p.name for p in small_project.rglob("*.html")] == []


@pytest.mark.usefixtures("small_project")
def test_a_notebook_that_fails_is_one_message_after_the_summary(make_notebook, monkeypatch, capfd):
    make_notebook(PARAMETERS, "1 / 0", name="bad.ipynb")
    assert corpus(monkeypatch, "notebooks") == 1
    said = capfd.readouterr()
    assert "articles   1\n" in said.out
    assert "corpus: bad.ipynb, cell [2] (1 / 0): ZeroDivisionError: division by zero" in said.err
    assert "Traceback" not in said.err


@pytest.mark.usefixtures("small_project")
def test_check_names_what_would_not_be_read(monkeypatch, capsys):
    assert corpus(monkeypatch, "check", "a.txt") == 0
    assert corpus(monkeypatch, "check", ".") == 1
    said = capsys.readouterr().out
    assert "read       b.txt: text, " in said
    assert "not read   c.pages: " in said
    assert said.endswith("2 articles would be read, 1 could not.\n")


@pytest.fixture
def bundles(small_project: Path) -> Path:
    """The project's folder of figures, with one table and one that is damaged."""
    folder = small_project / "data" / "figures"
    nothing = Corpus({name: make_table(name, []) for name in TABLES})
    save_table(pd.DataFrame({"n": [1]}), "acts", caption="Acts.", corpus=nothing, folder=folder)
    (folder / "blame.json").write_text("{")
    return folder


def test_brief_writes_both_files_and_says_what_is_missing(bundles, monkeypatch, capsys):
    assert corpus(monkeypatch, "brief") == 0
    said = capsys.readouterr().out
    written = bundles.parent / "reports" / "brief.docx"
    assert said.startswith(
        f"brief      {written} and brief.md: 0 figures and 1 table. 1 thing is wrong: Left out: blame"
    )
    assert said.count("\n") == 1
    assert written.with_suffix(".md").read_text("utf-8").startswith("# How the press covers")


def test_brief_takes_a_folder_a_title_and_a_place(bundles, monkeypatch, capsys):
    (bundles / "blame.json").unlink()
    bundles.rename("mine")
    assert corpus(monkeypatch, "brief", "mine", "--title", "Talks", "--to", "b.docx") == 0
    assert (
        capsys.readouterr().out
        == "brief      b.docx and b.md: 0 figures and 1 table. Nothing was left out.\n"
    )
    assert Path("b.docx").is_file()
    assert Path("b.md").read_text("utf-8").startswith("# Talks\n")


@pytest.mark.usefixtures("small_project")
def test_brief_without_figures_is_one_clear_message(monkeypatch, capsys):
    assert corpus(monkeypatch, "brief") == 1
    said = capsys.readouterr().err
    assert "there are no figures to make a brief of. Remedy: run `corpus run` first.\n" in said
    assert "Traceback" not in said


@pytest.mark.usefixtures("small_project")
def test_a_missing_folder_is_one_clear_message(monkeypatch, capsys):
    assert corpus(monkeypatch, "run", "nowhere") == 1
    said = capsys.readouterr().err
    assert said == "corpus: nowhere: there is no such file or folder. Remedy: check the spelling.\n"


def test_the_project_is_the_nearest_one_else_that_of_the_package(small_project, project, tmp_path_factory):
    assert command.find_project(small_project / "mine") == small_project
    assert command.find_project(tmp_path_factory.mktemp("elsewhere")) == project


def test_without_a_project_the_remedy_is_given(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "__file__", str(tmp_path / "site-packages" / "corpus_lib" / "command.py"))
    with pytest.raises(InputError, match=r"Remedy: go to the project's folder"):
        command.find_project(tmp_path)


def test_help_loads_nothing_heavy():
    heavy = [
        "pandas",
        "spacy",
        "matplotlib",
        "nbclient",
        "nbconvert",
        "corpus_lib.corpus",
        "corpus_lib.build",
        "docx",
    ]
    program = f"import sys; import corpus_lib.command; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
