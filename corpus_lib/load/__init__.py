"""Reading: from the analyst's files to documents. The only place that opens them.

A reader is a function from a file's bytes to the documents in it; `READERS` says which one takes which ending. A new
format is one module with one such function, and one line here. What cannot be read becomes a `Problem`, never an
exception: the other files go on.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path

from corpus_lib.errors import InputError
from corpus_lib.load.document import Document, Unreadable
from corpus_lib.load.records import MAX_RECORD_BYTES, find_columns, name_rows
from corpus_lib.load.user_tables import (
    EVENTS,
    OFFICIALS,
    TARGETS,
    read_events,
    read_officials,
    read_targets,
)
from corpus_lib.rows import Problem

#: Which module of this package reads files with which ending.
READERS = {
    ".txt": "text", ".text": "text", ".md": "text", "": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".csv": "records", ".tsv": "records", ".jsonl": "records", ".ndjson": "records",
    ".csv.gz": "records", ".tsv.gz": "records", ".jsonl.gz": "records", ".ndjson.gz": "records",
}  # fmt: skip
#: Largest file of one article that is read, in bytes. The longest article met in development has 0.1 MB, a saved page with its scripts 3 MB.
MAX_BYTES = 20_000_000
#: Names that are not the analyst's articles.
IGNORED_NAMES = frozenset(
    {OFFICIALS, TARGETS, EVENTS, "readme.md", "readme.txt", "license", "thumbs.db", "desktop.ini"}
)

__all__ = [
    "MAX_BYTES",
    "READERS",
    "Document",
    "find_files",
    "holds_many",
    "name_rows",
    "read_columns",
    "read_events",
    "read_file",
    "read_officials",
    "read_targets",
]


def find_files(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> tuple[list[Path], list[Problem]]:
    """The files under the given files and folders, sorted, and what could not be looked into.

    Hidden files, files named README and links that lead out of a folder are passed over.

    Raises
    ------
    InputError
        when a path does not exist

    Examples
    --------
    >>> from corpus_lib.load import find_files
    >>> find_files([])
    ([], [])
    """
    given = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    files: dict[Path, None] = {}
    problems: list[Problem] = []
    for path in map(Path, given):
        if not path.exists():
            raise InputError(
                "there is no such file or folder",
                where=str(path),
                remedy="check the spelling, and where you started from",
            )
        if path.is_file():
            files[path] = None
            continue
        found, trouble = _walk(path)
        files.update(dict.fromkeys(found))
        problems += trouble
    return list(files), problems


def _walk(folder: Path) -> tuple[list[Path], list[Problem]]:
    found: list[Path] = []
    problems: list[Problem] = []

    def refused(error: OSError) -> None:
        detail = f"the folder cannot be opened ({error.strerror}); give yourself permission to read it"
        problems.append(Problem(str(error.filename), None, "load", "no_permission", detail))

    root = folder.resolve()
    for where, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where) / name
            if name.startswith(".") or name.casefold() in IGNORED_NAMES:
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(root):
                problems.append(
                    Problem(
                        str(path),
                        None,
                        "load",
                        "link_outside",
                        "the link leads out of the folder and was not followed",
                    )
                )
                continue
            found.append(path)
    return found, problems


def read_bytes(path: Path) -> tuple[bytes, str] | Problem:
    """A file's bytes and their SHA-256, or why it was not read.

    >>> from pathlib import Path
    >>> read_bytes(Path("no/such/file.txt")).rule
    'unreadable'
    """
    try:
        size = path.stat().st_size
        limit = MAX_RECORD_BYTES if holds_many(path) else MAX_BYTES
        if size > limit:
            detail = f"the file has {size / 1e6:.0f} MB, the limit is {limit / 1e6:.0f} MB; split it into its articles"
            return Problem(str(path), None, "load", "too_large", detail)
        data = path.read_bytes()
    except OSError as error:
        rule = "no_permission" if isinstance(error, PermissionError) else "unreadable"
        return Problem(
            str(path),
            None,
            "load",
            rule,
            f"the file cannot be opened ({error.strerror}); check its permissions",
        )
    return data, hashlib.sha256(data).hexdigest()


def _reader(path: Path) -> str | None:
    """The module that reads the file; the ending of a packed file has two parts."""
    name = path.name.lower()
    packed = next((ending for ending in READERS if ending.endswith(".gz") and name.endswith(ending)), None)
    return READERS.get(packed or path.suffix.lower())


def holds_many(path: Path) -> bool:
    """Whether a file is a table, with an article in each row.

    >>> holds_many(Path("headlines.CSV.gz")), holds_many(Path("article.txt"))
    (True, False)
    """
    return _reader(path) == "records"


def read_columns(path: Path) -> dict[str, tuple[str, ...]]:
    """How the columns of a table are understood: for each field the columns that give it, the surest first.

    Empty for a file that is no table or cannot be read; `read_documents` says why.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp(), "export.csv")
    >>> _ = path.write_text("Headline;Full text;Likes\\nTalks resume;They met.;3\\n")
    >>> read_columns(path)
    {'title': ('Headline',), 'text': ('Full text',)}
    """
    found = read_bytes(path)
    if isinstance(found, Problem) or not holds_many(path):
        return {}
    try:
        return find_columns(path, found[0])
    except Unreadable:
        return {}


def read_file(path: Path, data: bytes, sha256: str) -> list[Document | Problem]:
    """The documents in a file, given its bytes; a `Problem` where there is none.

    >>> from pathlib import Path
    >>> [document.raw for document in read_file(Path("note.txt"), b"Talks resume.", "0" * 64)]
    ['Talks resume.']
    """
    module = _reader(path)
    if module is None:
        known = ", ".join(sorted(ending for ending in READERS if ending))
        return [
            Problem(
                str(path),
                None,
                "load",
                "unknown_format",
                f"files ending in {path.suffix} are not read; save it as one of {known}",
            )
        ]
    if not data.strip():
        return [Problem(str(path), None, "load", "empty", "the file is empty; save the article again")]
    try:
        return list(import_module(f"{__name__}.{module}").read(path, data, sha256))
    except Unreadable as error:
        return [Problem(str(path), None, "load", error.rule, error.detail)]


def read_documents(
    paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
) -> Iterator[Document | Problem]:
    """All documents under the given paths, and a `Problem` for each thing that could not be read, one after the other.

    >>> list(read_documents([]))
    []
    """
    files, problems = find_files(paths)
    yield from problems
    for path in files:
        read = read_bytes(path)
        if isinstance(read, Problem):
            yield read
        else:
            yield from read_file(path, *read)
