"""How long the whole analysis takes beside its models alone: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/speed.py`.

The whole is everything from the raw text to the relations, on one thread, for 200 development articles. Its models are
the span model and the sentence splitter: what they were asked during that run is asked again by itself, with nothing
around it. Then the articles a second of `build_corpus` on all cores, for 100 and for 1,000 files (articles repeated
under other titles, so that none is taken for a duplicate).
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from corpus_lib import model, span_scores
from corpus_lib.build import build_corpus
from corpus_lib.language import split_sentences
from corpus_lib.load.document import Document
from corpus_lib.stages import process_documents

ARTICLES = 200
SIZES = (100, 1000)
#: Articles in a batch, as in a build.
BATCH = 32


class _Recorder:
    """The model's session, which notes what it is asked."""

    def __init__(self, session: Any) -> None:
        self.session, self.asked = session, []

    def run(self, heads: Any, given: Any) -> Any:
        self.asked.append((heads, given))
        return self.session.run(heads, given)


def load_articles(data: str | None) -> list[dict[str, Any]]:
    """The articles, or none when the data are absent."""
    path = Path(data or "") / "corpora" / "us_media_china_2012_2020.jsonl.gz"
    if not data or not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def raw(article: dict[str, Any], n: int = 0) -> str:
    """An article as a file would hold it; `n` makes it another one."""
    return f"{article['title']}{f' ({n})' if n else ''}\n{article['date'] or ''}\n{article['text']}"


def measure_whole(articles: list[dict[str, Any]]) -> None:
    """The whole on one thread against its models alone."""
    documents = [
        Document(f"{n}.txt", "text", "utf-8", raw(a), hashlib.sha256(raw(a).encode()).hexdigest())
        for n, a in enumerate(articles)
    ]
    process_documents(documents[:2], threads=1)
    recorder = _Recorder(model.load_session())
    model.load_session = span_scores.load_session = lambda: recorder  # type: ignore[assignment]
    start = time.perf_counter()
    batches = [documents[n : n + BATCH] for n in range(0, len(documents), BATCH)]
    rows = [process_documents(batch, threads=1) for batch in batches]
    whole = time.perf_counter() - start
    texts = [[article["text"] for article in of_batch["articles"]] for of_batch in rows]
    start = time.perf_counter()
    for heads, given in recorder.asked:
        recorder.session.run(heads, given)
    for of_batch in texts:
        split_sentences(of_batch)
    alone = time.perf_counter() - start
    mentions, relations = (sum(len(r[table]) for r in rows) for table in ("mentions", "relations"))
    print(
        f"speed: {len(articles)} articles on one thread: {whole:.1f} s, models alone {alone:.1f} s, ratio {whole / alone:.2f};"
        f" {mentions} mentions, {relations} relations"
    )


def measure_growth(articles: list[dict[str, Any]]) -> None:
    """Articles a second of a build, small and large."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for n in range(size):
                article = articles[n % len(articles)]
                (folder / f"{n:05}.txt").write_text(raw(article, n // len(articles)), encoding="utf-8")
            start = time.perf_counter()
            corpus = build_corpus(folder, derived=folder / ".derived")
            took = time.perf_counter() - start
        print(
            f"speed: build of {len(corpus)} articles: {took:.0f} s, {len(corpus) / took:.1f} a second on {os.cpu_count()} cores"
        )


if __name__ == "__main__":
    found = load_articles(os.environ.get("CORPUS_LIB_DATA"))
    if not found:
        sys.exit("speed: skipped, CORPUS_LIB_DATA names no folder with us_media_china_2012_2020.jsonl.gz")
    measure_whole(found[:ARTICLES])
    if "growth" in sys.argv[1:]:
        measure_growth(found)
