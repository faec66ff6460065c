"""A JupyterLab of its own: it reads and writes nothing of the user's set-up, and only copies of the project's files.

with serve_lab(lay_out_project(repository, folder / "root"), folder / "lab") as lab:
    ...
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import v4

#: Longest wait for anything, in seconds. The longest, for a whole notebook, took 18 on a busy computer with two cores;
#: ten times that is no burden, because only a failure waits so long.
TIMEOUT = float(os.environ.get("CORPUS_LIB_BROWSER_TIMEOUT", "180"))
#: How often the server is asked whether it is there, in seconds.
POLL = 0.1
#: What differs from JupyterLab's defaults. Nothing is fetched or saved unasked; all cells stand in the page, seen or not.
SETTINGS: dict[str, dict[str, object]] = {
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "docmanager-extension/plugin": {"autosave": False},
    "notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False},
}


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: its address and token, the folder that it shows, and where it logs."""

    url: str
    token: str
    root: Path
    log: Path

    def shut_kernels_down(self) -> None:
        """Closing a page leaves its kernel running: give its memory back."""
        for session in self._ask("GET", "api/sessions"):
            self._ask("DELETE", f"api/sessions/{session['id']}")

    def write_notebook(self, name: str, *sources: str) -> str:
        """Write a notebook of these code cells; give back its path from the root."""
        notebook = v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        path = self.root / "notebooks" / name
        nbformat.write(notebook, path)
        return path.relative_to(self.root).as_posix()

    def _ask(self, method: str, what: str) -> Any:
        headers = {"Authorization": f"token {self.token}"}
        request = urllib.request.Request(f"{self.url}{what}", headers=headers, method=method)
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            return json.loads(answer.read() or b"null")


def lay_out_project(repository: Path, root: Path) -> Path:
    """Copies of the notebooks and seeds, with room for what the notebooks write; the tables are built already."""
    from corpus_lib.build import build_corpus

    for name in ("notebooks", "seeds"):
        shutil.copytree(repository / name, root / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (root / "data" / "figures").mkdir(parents=True)
    build_corpus(root / "seeds", derived=root / "data" / "derived")
    return root


@contextmanager
def serve_lab(root: Path, private: Path) -> Iterator[Lab]:
    """JupyterLab on the loopback address, showing `root`; settings and log lie in the folder `private`."""
    token = secrets.token_hex(16)
    environment = _set_up(private) | {"JUPYTER_TOKEN": token}
    log = private / "lab.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            _command(root),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=root,
        )
    try:
        yield Lab(_wait_for_address(process, private, log), token, root, log)
    finally:
        process.terminate()  # the server then ends its kernels
        try:
            process.wait(TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _command(root: Path) -> Sequence[str]:
    options = [
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.port=0",  # whichever is free
        f"--ServerApp.root_dir={root}",
        "--ServerApp.terminals_enabled=False",
        "--LabApp.extension_manager=readonly",
        "--LabApp.news_url=None",
    ]
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [sys.executable, "-m", "jupyterlab", *options, *(["--allow-root"] if is_root else [])]


def _set_up(private: Path) -> dict[str, str]:
    """Write settings and a kernel of this interpreter; give back the environment in which they are found, and no others."""
    for name, values in SETTINGS.items():
        path = private / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    spec = private / "share" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "Python 3", "language": "python"}))
    # With MPLBACKEND=agg a notebook shows no figure, and says nothing of it.
    personal = ("JUPYTER", "IPYTHON", "MPLBACKEND")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(personal)}
    return kept | {
        "JUPYTER_PATH": str(private / "share"),
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
        "IPYTHONDIR": str(private / "ipython"),
    }


def _wait_for_address(process: subprocess.Popen[bytes], private: Path, log: Path) -> str:
    """The address that the server writes down once it listens."""
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        for path in (private / "runtime").glob("jpserver-*.json"):
            try:
                return str(json.loads(path.read_text("utf-8"))["url"])
            except ValueError:
                pass  # it is being written
        try:
            ended = process.wait(POLL)
        except subprocess.TimeoutExpired:
            continue
        raise RuntimeError(f"jupyter lab ended with {ended}:\n{log.read_text('utf-8')}")
    raise TimeoutError(f"jupyter lab did not start in {TIMEOUT:g} s:\n{log.read_text('utf-8')}")
