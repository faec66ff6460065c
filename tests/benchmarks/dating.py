"""How often the publication day is read right from the text alone: `python tests/benchmarks/dating.py`.

Rules are tuned on one half of the pages (drawn by a fixed seed), the other half is held back.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus_lib.dating import date_text
from corpus_lib.written_dates import find_dates

#: Seed of the halves. Never change it: the tuning was done on the first half that it gives.
SEED = 20
Reader = Callable[[str], str | None]


def read_day(text: str) -> str | None:
    """The day that `date_text` gives."""
    published = date_text(text).published
    return published.date().isoformat() if published else None


def first_day(text: str) -> str | None:
    """The baseline: the first full date in the text."""
    return next(
        (d.date.isoformat() for d in find_dates(text) if d.date and d.has_year and d.precision != "month"),
        None,
    )


def load_pages(data: str | None) -> list[dict[str, Any]]:
    """The pages, or none when the data are absent."""
    path = Path(data or "") / "benchmarks" / "dating_dev.jsonl.gz"
    if not data or not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def split_pages(pages: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The halves and the whole."""
    order = list(range(len(pages)))
    random.Random(SEED).shuffle(order)
    half = len(pages) // 2
    return {
        "tune": [pages[i] for i in order[:half]],
        "held": [pages[i] for i in order[half:]],
        "all": pages,
    }


def measure(pages: list[dict[str, Any]], reader: Reader) -> dict[str, float]:
    """Share of pages dated right, share of answers that are right, share answered."""
    answers = [(reader(page["text"]), page["date"]) for page in pages]
    right = sum(given == date for given, date in answers)
    answered = sum(given is not None for given, _ in answers)
    n = max(1, len(answers))
    return {"accuracy": right / n, "precision": right / max(1, answered), "coverage": answered / n}


def main() -> int:
    """Print the table."""
    pages = load_pages(os.environ.get("CORPUS_LIB_DATA"))
    if not pages:
        print("skipped: CORPUS_LIB_DATA is unset, or has no benchmarks/dating_dev.jsonl.gz")
        return 0
    print(f"{'pages':6}{'n':>5}  {'reader':18}accuracy precision coverage")
    for name, part in split_pages(pages).items():
        for label, reader in (("date_text", read_day), ("first date in text", first_day)):
            found = measure(part, reader)
            print(f"{name:6}{len(part):5}  {label:18}" + "".join(f"{value:9.3f}" for value in found.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
