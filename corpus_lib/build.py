"""Building a corpus from files.

A build looks at every file's bytes. What an earlier build of the same version made of the same bytes is taken from
the tables; only new and changed files go through the stages. A table of many articles is one file in this, but its
articles are dealt out to the processes like files.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

import pandas as pd

from corpus_lib.corpus import Corpus
from corpus_lib.load import (
    Document,
    find_files,
    holds_many,
    name_rows,
    read_bytes,
    read_events,
    read_file,
    read_officials,
    read_targets,
)
from corpus_lib.own_tables import OwnTables, own_tables
from corpus_lib.reading import Rows
from corpus_lib.reuse import find_reuse
from corpus_lib.rows import Problem
from corpus_lib.schema import TABLES, make_table
from corpus_lib.stages import process_documents
from corpus_lib.store import read_note, read_tables, write_tables
from corpus_lib.version import stage_version

#: Where tables go when nobody says otherwise.
DERIVED = "data/derived"
#: Articles in a batch: enough to keep a process busy for a second or two, few enough for a bar that moves.
BATCH = 50
#: From how many new articles on more than one process is worth its start.
MIN_PARALLEL = 100

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
Progress = Callable[[int, int], None]


def build_corpus(
    paths: Paths,
    *,
    derived: str | os.PathLike[str] = DERIVED,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> Corpus:
    """Read, clean and date the articles under the given paths.

    Parameters
    ----------
    paths
        a file, a folder, or several of them
    derived
        folder for the tables (Parquet); made when it is not there
    n_jobs
        processes to use; all cores when not given
    progress
        called with (articles done, articles to do) as the work goes on

    Returns
    -------
    Corpus
        rows are in the order of the files' paths

    Raises
    ------
    InputError
        when a path does not exist, or `derived` cannot be written

    Examples
    --------
    >>> import tempfile, pathlib
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("Talks resume\\nThe two sides met in Vienna.")
    >>> build_corpus(folder, derived=folder / ".derived")
    <Corpus: 1 articles, 0 problems>
    """
    folder = Path(derived)
    files, trouble = find_files(paths)
    officials, wrong_officials = read_officials(paths)
    targets, wrong_targets = read_targets(paths)
    _, wrong_events = read_events(paths)
    own = own_tables(officials, targets)
    sources, unread = _fingerprint_files(sorted(files, key=str))
    note = read_note(folder)
    version = stage_version() + own.digest
    known = _known_files(note, sources) if note.get("version") == version else {}
    listed = {sha: str(path) for sha, path in sources.items()}
    problems = [row._asdict() for row in (*trouble, *wrong_officials, *wrong_targets, *wrong_events, *unread)]
    if known and note.get("listed") == listed and note.get("outside") == problems:
        if progress:
            progress(len(sources), len(sources))
        return Corpus(read_tables(folder), version=version)

    new = {sha: path for sha, path in sources.items() if sha not in known}
    made, file_problems = _process_files(new, own, n_jobs, progress)
    old = read_tables(folder) if known else {name: make_table(name, []) for name in TABLES}
    wrong = {sha: known[sha] if sha in known else file_problems.get(sha, []) for sha in sources}
    tables, repeats = _assemble(old, made, listed)
    for sha in known.keys() & note.get("repeats", {}).keys() & listed.keys():
        repeats[sha] = note["repeats"][sha] + repeats.get(sha, [])
    rows = problems + [row | {"path": listed[sha]} for sha, rows in wrong.items() for row in rows]
    tables["problems"] = _problem_table([*rows, *_repetitions(repeats, listed)])
    tables["reuse"] = make_table(
        "reuse", [row._asdict() for row in find_reuse(tables["articles"], tables["attributions"])]
    )
    note = {"version": version, "files": wrong, "repeats": repeats, "listed": listed, "outside": problems}
    write_tables(folder, tables, note)
    return Corpus(tables, version=version)


def _known_files(note: Mapping[str, Any], sources: Mapping[str, Path]) -> dict[str, Any]:
    """The files that an earlier build made, with their problems; without those that held an article of a file now gone.

    That article is in no table: it was taken from the other file.
    """
    repeats: _Repeats = note.get("repeats", {})
    return {
        sha: rows
        for sha, rows in note["files"].items()
        if all(first in sources for *_, first in repeats.get(sha, ()))
    }


def _fingerprint_files(files: list[Path]) -> tuple[dict[str, Path], list[Problem]]:
    """The files by the hash of their bytes, the first of equal ones; problems for the unreadable and the repeated."""
    sources: dict[str, Path] = {}
    problems = []
    for path in files:
        read = read_bytes(path)
        if isinstance(read, Problem):
            problems.append(read)
        elif read[1] in sources:
            detail = f"the same bytes as {sources[read[1]]}, which was read; remove one of the two"
            problems.append(Problem(str(path), None, "load", "duplicate", detail))
        else:
            sources[read[1]] = path
    return sources, problems


_Problems = dict[str, list[dict[str, Any]]]
#: What is dealt out: a file of one article with the hash of its bytes, or an article of a table.
_Item = tuple[str, Path] | Document


def _process_files(
    sources: Mapping[str, Path],
    own: OwnTables,
    n_jobs: int | None,
    progress: Progress | None,
) -> tuple[list[Rows], _Problems]:
    """The rows of the new files by batch, and for each file its own problems."""
    items: list[_Item] = [(sha, path) for sha, path in sources.items() if not holds_many(path)]
    problems: _Problems = {sha: [] for sha in sources}
    for sha, path in sources.items():
        if holds_many(path):
            documents, wrong = _read_file(path, sha)
            items += documents
            problems[sha] += wrong
    batches = [items[i : i + BATCH] for i in range(0, len(items), BATCH)]
    made: list[Rows] = []
    jobs = n_jobs if len(items) >= MIN_PARALLEL else 1
    done = accumulate(map(len, batches))
    for rows, of_files in _run(batches, own, jobs):
        made.append(rows)
        for sha, found in of_files.items():
            problems[sha] += found
        if progress:
            progress(next(done), len(items))
    return made, problems


def _run(batches: list[list[_Item]], own: OwnTables, n_jobs: int | None) -> Iterator[tuple[Rows, _Problems]]:
    if n_jobs == 1:
        return (_process_batch(batch, own, None) for batch in batches)
    from joblib import Parallel, delayed

    results: Iterator[tuple[Rows, _Problems]] = Parallel(n_jobs=n_jobs or -1, return_as="generator")(
        delayed(_process_batch)(batch, own, 1) for batch in batches
    )
    return results


def _process_batch(batch: list[_Item], own: OwnTables, threads: int | None) -> tuple[Rows, _Problems]:
    documents: list[Document] = []
    problems: _Problems = {}
    for item in batch:
        if isinstance(item, Document):
            documents.append(item)
        else:
            sha, path = item
            found, problems[sha] = _read_file(path, sha)
            documents += found
    rows = process_documents(documents, own=own, threads=threads)
    of_article = {document.article_id: document.sha256 for document in documents}
    for row in rows.pop("problems"):
        problems.setdefault(of_article[row["article_id"]], []).append(row)
    return rows, problems


def _read_file(path: Path, sha: str) -> tuple[list[Document], list[dict[str, Any]]]:
    """The documents in a file, and its problems."""
    read = read_bytes(path)
    found = [read] if isinstance(read, Problem) else read_file(path, read[0], sha)
    documents = [item for item in found if isinstance(item, Document)]
    return documents, [item._asdict() for item in found if isinstance(item, Problem)]


#: By file, its articles that another file holds as well: the article's name, its place, and the hash of that file.
_Repeats = dict[str, list[tuple[str, int, str]]]


def _assemble(
    old: Mapping[str, pd.DataFrame], made: list[Rows], listed: Mapping[str, str]
) -> tuple[dict[str, pd.DataFrame], _Repeats]:
    """The tables of single articles: old rows of files that are still there, and new ones, ordered by path.

    Equal articles are in them once; the others are given besides.
    """
    new = make_table("articles", [row for rows in made for row in rows["articles"]])
    articles = pd.concat([old["articles"], new], ignore_index=True)
    articles = articles[articles["sha256"].isin(list(listed))].copy()
    articles["path"] = articles["sha256"].map(dict(listed)).astype(articles["path"].dtype)
    articles = articles.sort_values(["path", "position"], kind="stable", ignore_index=True)
    repeated = articles.duplicated("article_id")
    again, articles = articles[repeated], articles[~repeated].reset_index(drop=True)
    first = again["article_id"].map(articles.set_index("article_id")["sha256"])
    repeats: _Repeats = {}
    for sha, *which in zip(again["sha256"], again["article_id"], again["position"], first, strict=True):
        repeats.setdefault(sha, []).append((which[0], int(which[1]), which[2]))
    order = pd.Series(range(len(articles)), index=articles["article_id"])
    tables = {"articles": articles}
    for name in TABLES:
        if name not in ("articles", "problems", "reuse"):
            fresh = make_table(name, [row for rows in made for row in rows[name]])
            tables[name] = _in_order(pd.concat([old[name], fresh], ignore_index=True), order)
    return tables, repeats


def _problem_table(problems: list[dict[str, Any]]) -> pd.DataFrame:
    unique = {tuple(row.values()): row for row in problems}
    return make_table(
        "problems", sorted(unique.values(), key=lambda row: (row["path"] or "", row["stage"], row["rule"]))
    )


def _repetitions(repeats: _Repeats, listed: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A problem for each file with articles that another one holds as well; one for all the rows of a table."""
    for sha, rows in repeats.items():
        path = Path(listed[sha])
        others = sorted({listed[first] for *_, first in rows})
        if holds_many(path):
            which = (
                f"{len(rows):,} records ({name_rows(place for _, place, _ in rows)}) are also in {others[0]}"
            )
            detail = f"{which}{' and other files' if others[1:] else ''}; each was read once"
            article_id = None
        else:
            article_id = rows[0][0]
            detail = f"the same text as {others[0]}, which was read; remove one of the two"
        yield Problem(str(path), article_id, "load", "duplicate", detail)._asdict()


def _in_order(frame: pd.DataFrame, order: pd.Series[int]) -> pd.DataFrame:
    """Rows of known articles only, once each, in the order of the articles and otherwise as they were made."""
    place = frame["article_id"].map(order)
    frame = (
        frame[place.notna()].assign(_place=place).sort_values("_place", kind="stable").drop(columns="_place")
    )
    return frame.drop_duplicates(ignore_index=True)
