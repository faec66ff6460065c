"""The command `corpus`: from a folder of articles to tables, figures and pages, without opening a notebook.

It only connects the parts that do the work, and speaks to a person: a progress bar while it works, a short
summary at the end, and one sentence instead of a traceback when it cannot go on. Everything heavy is imported
inside the functions, so that `corpus --help` answers at once.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus_lib.errors import CorpusError, InputError, NotebookError

if TYPE_CHECKING:
    from rich.progress import Progress

    from corpus_lib.corpus import Corpus

app = typer.Typer(
    help="Study how the press covers US–China relations: articles in; tables, figures and pages out.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Folder = Annotated[
    Path | None, typer.Argument(help="Your folder of articles. Default: the five seed articles.")
]
Derived = Annotated[Path | None, typer.Option(help="Where the tables go. Default: data/derived.")]
Figures = Annotated[Path | None, typer.Option(help="Where the figures go. Default: data/figures.")]
Reports = Annotated[Path | None, typer.Option(help="Where the pages go. Default: data/reports.")]
FolderOption = Annotated[
    Path | None, typer.Option("--folder", help="Your folder of articles. Default: the seeds.")
]
Name = Annotated[str, typer.Argument(help="How the notebook's name begins. Default: all notebooks.")]
Bundles = Annotated[
    Path | None,
    typer.Argument(help="The folder of saved figures. Default: data/figures.", show_default=False),
]
Title = Annotated[str, typer.Option(help="The brief's title.", show_default=False)]
To = Annotated[
    Path | None,
    typer.Option(
        help="The Word document, PATH.docx. Default: reports/brief.docx beside the folder of figures."
    ),
]
Files = Annotated[list[Path], typer.Argument(help="Files or folders.")]


def main() -> None:
    """Run the command; end with one clear sentence, not with a traceback, when it cannot go on."""
    try:
        app()
    except CorpusError as error:
        print(f"corpus: {error}", file=sys.stderr)
        sys.exit(1)


@app.command()
def run(
    folder: Folder = None, derived: Derived = None, figures: Figures = None, reports: Reports = None
) -> None:
    """Build the corpus, run all notebooks, and write tables, figures and pages."""
    _run(_places(folder, derived, figures, reports), "")


@app.command()
def build(folder: Folder = None, derived: Derived = None) -> None:
    """Build the corpus only: read the articles and write the tables."""
    start = time.monotonic()
    places = _places(folder, derived)
    corpus = _build(places["folder"], places["derived"])
    _summarise(corpus, {"derived": places["derived"]}, time.monotonic() - start)


@app.command()
def notebooks(
    name: Name = "",
    folder: FolderOption = None,
    derived: Derived = None,
    figures: Figures = None,
    reports: Reports = None,
) -> None:
    """Run the notebooks, or those whose name begins with NAME: `corpus notebooks 02`."""
    _run(_places(folder, derived, figures, reports), name)


@app.command()
def check(files: Files) -> None:
    """Say which files would be read, and which not and why. Ends with status 1 when one would not."""
    from corpus_lib.load import read_columns, read_documents
    from corpus_lib.rows import Problem

    n_read = n_refused = 0
    rows: Counter[str] = Counter()
    for found in read_documents(files):
        if isinstance(found, Problem):
            n_refused += 1
            print(f"not read   {found.path}: {found.detail} [{found.rule}]")
        else:
            n_read += 1
            rows[found.path] += found.is_row
            if not found.is_row:
                print(f"read       {found.path}: {found.format}, {len(found.raw.split()):,} words")
    for path, n in rows.items():
        if n:
            columns = read_columns(Path(path)).items()
            known = "; ".join(f"{field} from {', '.join(names)}" for field, names in columns)
            print(f"read       {path}: {n:,} rows; {known}")
    print(f"{n_read} articles would be read, {n_refused} could not.")
    if n_refused:
        raise typer.Exit(1)


@app.command()
def brief(folder: Bundles = None, title: Title = "", to: To = None) -> None:
    """Put saved figures and tables into a brief: a Word document, and the same as Markdown."""
    from corpus_lib.brief import place_brief, plan_brief, save_brief

    bundles = folder or find_project(Path.cwd()) / "data" / "figures"
    plan = plan_brief(bundles, title=title)
    path = save_brief(plan, place_brief(bundles, to))
    print(f"brief      {path} and {path.with_suffix('.md').name}: {plan.in_words()}")


def find_project(start: Path) -> Path:
    """The project's folder: the nearest one above `start`, else above this package, with notebooks and seeds.

    >>> find_project(Path(__file__).parent).joinpath("seeds").is_dir()
    True
    """
    package = Path(__file__).resolve()
    for folder in (start.resolve(), *start.resolve().parents, *package.parents):
        if (folder / "notebooks").is_dir() and (folder / "seeds").is_dir():
            return folder
    raise InputError(
        "no folder with notebooks and seeds here or above",
        where=str(start),
        remedy="go to the project's folder first (cd)",
    )


def _places(
    folder: Path | None, derived: Path | None, figures: Path | None = None, reports: Path | None = None
) -> dict[str, Path]:
    """Every place that a run reads or writes, as a full path: notebooks work in another folder."""
    project = find_project(Path.cwd())
    articles = (folder or project / "seeds").resolve()
    if not articles.exists():
        raise InputError("there is no such file or folder", where=str(folder), remedy="check the spelling")
    data = project / "data"
    return {
        "folder": articles,
        "derived": (derived or data / "derived").resolve(),
        "figures": (figures or data / "figures").resolve(),
        "reports": (reports or data / "reports").resolve(),
        "notebooks": project / "notebooks",
    }


@contextmanager
def _progress() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield progress


def _build(folder: Path, derived: Path) -> Corpus:
    from corpus_lib.build import build_corpus

    with _progress() as progress:
        task = progress.add_task("articles", total=None)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        return build_corpus(folder, derived=derived, progress=show)


def _run(places: dict[str, Path], name: str) -> None:
    """Build, then run the notebooks: at the same time, two of them would write the same tables."""
    start = time.monotonic()
    found = sorted(places["notebooks"].glob(f"{name}*.ipynb"))
    if not found:
        where = str(places["notebooks"])
        raise InputError(f"no notebook's name begins with {name!r}", where=where, remedy="check the name")
    corpus = _build(places["folder"], places["derived"])
    failure = _run_notebooks(found, places)
    _summarise(corpus, places, time.monotonic() - start)
    if failure:
        raise failure


def _run_notebooks(found: list[Path], places: dict[str, Path]) -> NotebookError | None:
    """Run them; what went wrong is given back, so that the summary can come before it."""
    from corpus_lib.runner import run_notebooks

    with _progress() as progress:
        tasks = {path.resolve(): progress.add_task(path.stem, start=False, total=None) for path in found}

        def show(path: Path, done: int, total: int) -> None:
            if done == 0:
                progress.start_task(tasks[path])  # it has waited until now
            progress.update(tasks[path], completed=done, total=total)

        handed = {name: places[name] for name in ("folder", "derived", "figures")}
        try:
            run_notebooks(found, reports=places["reports"], parameters=handed, on_progress=show)
        except NotebookError as error:
            return error
    return None


def _summarise(corpus: Corpus, places: dict[str, Path], seconds: float) -> None:
    problems = len(corpus.problems)
    print(f"articles   {len(corpus.articles):,}")
    print(f"problems   {problems:,}" + (" (see the table problems, or notebook 01)" if problems else ""))
    names = {"derived": "tables", "figures": "figures", "reports": "pages"}
    for place in [p for p in names if p in places]:
        print(f"{names[place]:<10} {places[place]}")
    print(f"time       {seconds:.0f} s")
