"""How well cleaning finds the article: word 4-shingles of the kept text against the marked body of real pages.

    CORPUS_LIB_DATA=FOLDER python tests/benchmarks/cleaning.py

Precision and recall are averaged over the English pages, F1 is that of the averages. The thresholds of
`corpus_lib.page` and `corpus_lib.line_rules` were swept on the half called `tune`; `held` was only measured.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from corpus_lib.clean import clean_text

_WORD = re.compile(r"\w+")


def read_pages() -> list[dict[str, str]]:
    """The English pages of the development set, in a fixed random order; empty when it is not there."""
    path = Path(os.environ.get("CORPUS_LIB_DATA", "")) / "benchmarks" / "cleaning_dev.jsonl.gz"
    if not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        pages = [page for page in map(json.loads, file) if page["lang"] == "en"]
    random.Random(7).shuffle(pages)
    return pages


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Runs of four words, with how often each stands in the text."""
    words = _WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3))) if words else Counter()


def score_pages(pages: list[dict[str, str]], clean: Callable[[str], str]) -> tuple[float, float, float]:
    """Mean precision, mean recall, and F1 of the two."""
    precision = recall = 0.0
    for page in pages:
        kept, body = shingles(clean(page["text"])), shingles(page["body"])
        common = (kept & body).total()
        precision += common / kept.total() if kept else 0.0
        recall += common / body.total() if body else 1.0
    precision, recall = precision / len(pages), recall / len(pages)
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure() -> dict[str, float]:
    """F1 by part, as `floors.json` names them; prints the table."""
    pages = read_pages()
    if not pages:
        print("cleaning: skipped, CORPUS_LIB_DATA names no folder with benchmarks/cleaning_dev.jsonl.gz")
        return {}
    parts = {"tune": pages[: len(pages) // 2], "held": pages[len(pages) // 2 :], "all": pages}
    results = {}
    print(f"{'cleaning':<28}  P     R     F1")
    for part, chosen in parts.items():
        start = time.perf_counter()
        scores = score_pages(chosen, lambda raw: clean_text(raw).text)
        speed = len(chosen) / (time.perf_counter() - start)
        print(
            f"{part + f' ({len(chosen)} pages)':<28} {scores[0]:.3f} {scores[1]:.3f} {scores[2]:.3f}  {speed:.0f} pages/s"
        )
        results[f"cleaning_f1_{part}"] = scores[2]
    for name, clean in {"nothing done": str, "lines of 80 characters": _long_lines}.items():
        print(f"{name:<28} {' '.join(f'{score:.3f}' for score in score_pages(pages, clean))}")
    return results


def _long_lines(raw: str) -> str:
    return "\n".join(line for line in raw.split("\n") if len(line) >= 80)


if __name__ == "__main__":
    measure()
    sys.exit(0)
