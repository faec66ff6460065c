"""How often the sentiment towards a target is read right: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/sentiment.py`.

Macro-F1 over negative, neutral and positive on the two development parts of NewsMTSC (Hamborg and Donnay 2021), through
`score_mentions`; beside it what one gets for calling everything negative, the most frequent class of the training part.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from corpus_lib.sentiment import CLASSES, score_mentions

PARTS = ("dev_rw", "dev_mt")


def load_targets(data: str | None) -> list[dict[str, Any]]:
    """The labelled targets, or none when the data are absent."""
    path = Path(data or "") / "benchmarks" / "newsmtsc_dev.jsonl.gz"
    if not data or not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [row for row in map(json.loads, file) if row["split"] in PARTS]


def macro_f1(labels: Sequence[str], given: Sequence[str]) -> float:
    """Mean over the classes of F1, 0 to 1."""
    scores = []
    for name in CLASSES:
        hits = sum(a == b == name for a, b in zip(labels, given, strict=True))
        scores.append(2 * hits / max(1, labels.count(name) + given.count(name)))
    return sum(scores) / len(scores)


def measure() -> dict[str, float]:
    """Macro-F1 of each part; none when the data are absent."""
    rows = load_targets(os.environ.get("CORPUS_LIB_DATA"))
    if not rows:
        print("sentiment: skipped, CORPUS_LIB_DATA names no folder with newsmtsc_dev.jsonl.gz")
        return {}
    frame = score_mentions(pd.DataFrame(rows).rename(columns={"sentence": "text"}))
    frame["given"] = frame[list(CLASSES)].idxmax(axis=1)
    found = {}
    for part, chosen in frame.groupby("split"):
        labels = chosen["label"].tolist()
        found[f"sentiment_{part}"] = macro_f1(labels, chosen["given"].tolist())
        always = macro_f1(labels, ["negative"] * len(labels))
        print(
            f"sentiment {part}: macro-F1 {found[f'sentiment_{part}']:.3f} on {len(labels)}, always negative {always:.3f}"
        )
    return found


if __name__ == "__main__":
    sys.exit(not (measure() or True))
