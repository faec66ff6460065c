"""Run notebooks from top to bottom, and say where one went wrong.

A notebook counts as run only when nothing in it went wrong *anywhere a reader would look*. nbclient raises
when a cell raises, but a widget's `Output` area swallows the traceback of a callback, and a warning is only
red text. So every output is looked at afterwards, in the cells and in the saved state of the widgets.

Each notebook gets a kernel of *this* interpreter, whatever kernels are installed on the computer. It works in
the notebook's own folder, as in JupyterLab. The values given as `parameters` go into a new cell after the one
tagged `parameters`. The kernel talks through files in a private folder (`ipc`);
only on Windows, which has no such files, through ports.
"""

from __future__ import annotations

import ast
import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus_lib.errors import InputError, NotebookError
from corpus_lib.pages import WIDGET_VIEW, widget_models, write_page

if TYPE_CHECKING:
    from traitlets.config import Config

#: Called after each cell: the notebook, how many of its code cells are done, and how many it has.
Progress = Callable[[Path, int, int], None]

#: Longest time one cell may take, in seconds. Building the corpus of 5 articles takes under 20; an hour
#: leaves room for some thousands, and a cell that waits for ever still ends.
CELL_TIMEOUT = 3600
#: Longest time a kernel may take to start. It needs about one second; a busy computer was seen to need 20.
START_TIMEOUT = 120


def run_notebooks(
    notebooks: Sequence[Path],
    *,
    reports: Path,
    parameters: Mapping[str, object],
    n_parallel: int = 2,
    timeout: float = CELL_TIMEOUT,
    on_progress: Progress | None = None,
) -> list[Path]:
    """Run the notebooks, `n_parallel` at a time; write a copy with results and an HTML page of each.

    Gives back the pages, in the order of the notebooks. The notebooks themselves stay as they are.

    Raises
    ------
    NotebookError
        when a cell or a widget ended in an error or a warning. Then all notebooks have been tried, and
        their copies written as far as they came.
    InputError
        when a notebook cannot be read, two have one name, or a parameter cannot be written as Python.

    Examples
    --------
    >>> import tempfile, nbformat, nbformat.v4 as v4
    >>> folder = Path(tempfile.mkdtemp())
    >>> cells = [v4.new_code_cell("n = 1", metadata={"tags": ["parameters"]}), v4.new_code_cell("n + 1")]
    >>> nbformat.write(v4.new_notebook(cells=cells), folder / "sum.ipynb")
    >>> [page] = run_notebooks([folder / "sum.ipynb"], reports=folder / "reports", parameters={"n": 41})
    >>> copy = nbformat.read(page.with_suffix(".ipynb"), as_version=4)
    >>> page.name, copy.cells[-1].outputs[0].data["text/plain"]
    ('sum.html', '42')
    """
    jobs = [_Job.read(Path(path).resolve(), parameters, timeout, on_progress) for path in notebooks]
    names = [job.path.name for job in jobs]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(
            f"two notebooks are called {min(twice)}", where=str(reports), remedy="give each its own name"
        )
    reports.mkdir(parents=True, exist_ok=True)
    with asyncio.Runner(loop_factory=_Loop) as runner:
        pages = runner.run(_run_all(jobs, reports, n_parallel))
    failed = [job for job in jobs if job.fault]
    if failed:
        raise NotebookError(
            "\n".join(f"{job.path.name}, {job.fault}" for job in failed),
            remedy=f"open the copy in {reports}, which shows the cell and its error, then mend the notebook",
        )
    return pages


class _Loop(asyncio.SelectorEventLoop):
    """The loop that can watch a kernel's sockets on every system, and leaves Ctrl-C alone.

    nbclient would take Ctrl-C to end one kernel, and the other notebooks would run on. Refused, it lets
    `asyncio.Runner` end them all.
    """

    def add_signal_handler(self, *_: Any) -> None:  # type: ignore[override]  # it takes whatever is offered
        raise RuntimeError("Ctrl-C belongs to asyncio.Runner")

    def remove_signal_handler(self, *_: Any) -> bool:
        raise RuntimeError("Ctrl-C belongs to asyncio.Runner")


async def _run_all(jobs: Sequence[_Job], reports: Path, n_parallel: int) -> list[Path]:
    free = asyncio.Semaphore(max(1, n_parallel))

    async def run(job: _Job) -> Path:
        async with free:
            await job.run()
            return await asyncio.to_thread(job.write, reports)

    return list(await asyncio.gather(*map(run, jobs)))


@dataclass
class _Job:
    """One notebook on its way: where it is, what it holds so far, and what went wrong."""

    path: Path
    nb: Any
    timeout: float
    on_progress: Progress | None
    at: int = 0
    done: int = 0
    fault: str = ""

    @classmethod
    def read(
        cls, path: Path, parameters: Mapping[str, object], timeout: float, on_progress: Progress | None
    ) -> _Job:
        import nbformat

        try:
            nb = nbformat.read(path, as_version=4)
        except (OSError, ValueError, nbformat.ValidationError) as error:
            raise InputError(
                f"cannot be read as a notebook ({type(error).__name__})",
                where=str(path),
                remedy="check the name, or save it again from JupyterLab",
            ) from error
        return cls(path, _with_parameters(nb, parameters), timeout, on_progress)

    async def run(self) -> None:
        from nbclient import NotebookClient
        from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

        self._tell()
        # A short name, because the path of a socket may have 107 characters at most.
        with tempfile.TemporaryDirectory(prefix="k-", ignore_cleanup_errors=True) as private:
            client = NotebookClient(
                self.nb,
                kernel_manager_class=_kernel_manager(),
                kernel_name="python3",
                config=_transport(private),
                timeout=self.timeout,
                startup_timeout=START_TIMEOUT,
                resources={"metadata": {"path": str(self.path.parent)}},
                on_cell_start=self._cell_starts,
                on_cell_executed=self._cell_ends,
            )
            try:
                await client.async_execute(env=_environment(private))
            except CellExecutionError:
                pass  # the cell holds the error now, and `_faults` finds it there
            except CellTimeoutError:
                self.fault = f"{_cell_name(self.nb, self.at)}: not finished after {self.timeout:g} seconds"
            except (DeadKernelError, RuntimeError) as error:
                self.fault = f"{_cell_name(self.nb, self.at)}: the kernel stopped ({error})"
        self.fault = self.fault or next(_faults(self.nb), "")

    def write(self, reports: Path) -> Path:
        import nbformat

        nbformat.write(self.nb, reports / self.path.name)
        return write_page(self.nb, reports / self.path.with_suffix(".html").name)

    def _cell_starts(self, *, cell_index: int, **_: Any) -> None:
        self.at = cell_index

    def _cell_ends(self, **_: Any) -> None:
        self.done += 1
        self._tell()

    def _tell(self) -> None:
        if self.on_progress:
            n_code = sum(c.cell_type == "code" and bool(c.source.strip()) for c in self.nb.cells)
            self.on_progress(self.path, self.done, n_code)


def _with_parameters(nb: Any, parameters: Mapping[str, object]) -> Any:
    """The notebook with the values in a new cell: after the one tagged `parameters`, else at the top."""
    from nbformat.v4 import new_code_cell

    if not parameters:
        return nb
    lines = [f"{name} = {_literal(name, value)}" for name, value in parameters.items()]
    cell = new_code_cell("\n".join(lines), metadata={"tags": ["injected-parameters"]})
    tagged = [i for i, c in enumerate(nb.cells) if "parameters" in c.metadata.get("tags", [])]
    nb.cells.insert(tagged[0] + 1 if tagged else 0, cell)
    return nb


def _literal(name: str, value: object) -> str:
    plain = str(value) if isinstance(value, Path) else value
    try:
        same = name.isidentifier() and ast.literal_eval(repr(plain)) == plain
    except (ValueError, SyntaxError):
        same = False
    if not same:
        where = f"parameter {name}"
        raise InputError(
            f"{value!r} cannot be handed to a notebook", where=where, remedy="give text or a number"
        )
    return repr(plain)


def _faults(nb: Any) -> Iterator[str]:
    """Every error and every word on stderr, in the cells and in the widgets that they show."""
    for index, cell in enumerate(nb.cells):
        for output in cell.get("outputs", []):
            yield from (f"{_cell_name(nb, index)}: {fault}" for fault in _fault_of([output]))
            view = output.get("data", {}).get(WIDGET_VIEW)
            for model in widget_models(nb, view["model_id"]) if view else ():
                held = model.get("state", {}).get("outputs", [])
                yield from (f"{_cell_name(nb, index)}: in its widget: {fault}" for fault in _fault_of(held))


def _fault_of(outputs: Iterable[Any]) -> Iterator[str]:
    for output in outputs:
        if output["output_type"] == "error":
            yield f"{output['ename']}: {output['evalue']}"
        elif output.get("name") == "stderr":
            lines = re.sub(r"\x1b\[[\d;]*m", "", "".join(output["text"])).strip().splitlines()
            yield next((line for line in lines if "Warning" in line), lines[0] if lines else "text on stderr")


def _cell_name(nb: Any, index: int) -> str:
    """Which cell, counted as JupyterLab does (`[3]`) in the notebook as stored, and how it begins."""
    code = [c for c in nb.cells[: index + 1] if c.cell_type == "code"]
    own = [c for c in code if "injected-parameters" not in c.metadata.get("tags", [])]
    first = next((line.strip() for line in nb.cells[index].source.splitlines() if line.strip()), "")
    return f"cell [{len(own)}] ({first})"


def _kernel_manager() -> type:
    """A manager whose only kernel is this interpreter, whatever is installed under the name python3."""
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    class ThisInterpreterSpecs(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
            argv = [
                sys.executable,
                "-Xfrozen_modules=off",
                "-m",
                "ipykernel_launcher",
            ]  # else debugpy complains
            argv += ["-f", "{connection_file}"]
            return KernelSpec(argv=argv, display_name=kernel_name, language="python")

    class ThisInterpreter(AsyncKernelManager):
        def _kernel_spec_manager_default(self) -> KernelSpecManager:
            return ThisInterpreterSpecs(parent=self)

    return ThisInterpreter


def _transport(private: str) -> Config:
    from traitlets.config import Config

    config = Config()
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
        config.KernelManager.ip = str(Path(private) / "k")  # absolute: else in the cwd
    return config


def _environment(private: str) -> dict[str, str]:
    """The kernel's environment: no MPLBACKEND (agg drops every figure unseen), no personal start-up files."""
    kept = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    return kept | {"IPYTHONDIR": str(Path(private) / "ipython")}
