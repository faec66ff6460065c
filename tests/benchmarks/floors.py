"""All quality measurements against their floors: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/floors.py`.

`floors.json` holds the least that each number may be. Exit code 1 when one is below, 0 otherwise; without the data
there is nothing to measure, and it says so.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import attribution
import cleaning
import dating
import genre
import on_topic
import pages
import reuse
import sentiment
import speakers
import times

FLOORS = Path(__file__).with_name("floors.json")


def measure_all() -> dict[str, float]:
    """Every number that has a floor, from the development data."""
    found: dict[str, float] = {}
    for benchmark in (cleaning, pages, attribution, speakers, reuse, genre, sentiment, on_topic, times):
        found |= benchmark.measure()
    texts = dating.load_pages(os.environ.get("CORPUS_LIB_DATA"))
    for part, chosen in dating.split_pages(texts).items() if texts else ():
        scores = dating.measure(chosen, dating.read_day)
        print(f"dating {part}: " + ", ".join(f"{name} {value:.3f}" for name, value in scores.items()))
        found |= {f"dating_{name}_{part}": value for name, value in scores.items()}
    return found


def main() -> int:
    """Print what is measured, and what is below its floor."""
    found = measure_all()
    if not found:
        print("floors: skipped, CORPUS_LIB_DATA names no folder with the development data")
        return 0
    floors: dict[str, float] = json.loads(FLOORS.read_text("utf-8"))
    below = [
        f"{name}: {found.get(name)} is below {floor}"
        for name, floor in floors.items()
        if found.get(name, -1.0) < floor
    ]
    print("\n".join(below) or f"{len(floors)} of {len(floors)} numbers are at or above their floors")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
