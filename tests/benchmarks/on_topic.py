"""How well pairs are read in sentences about the US and China: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/on_topic.py`.

Three measurements, by name: `pairs` (party spans given), `raw` (the same pairs from the articles' own text, so that what
is lost on the way can be seen) and `hard` (tests/data/hard_sentences.csv, written for this package).

The pairs are a random fifth of the articles of `on_topic_dev`, which the model was not trained on
(`corpus_lib.training.on_topic.hold_out`). Language models coded them by reading, under a written codebook; no person
did. Two such readings of one sentence agree on 91 to 95 of a hundred codes: that is the ceiling. Intervals (95 %) come
from drawing articles with replacement.
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from corpus_lib.attribution import find_statements
from corpus_lib.labels import NO_EVENT, SWAPPED
from corpus_lib.language import split_sentences
from corpus_lib.mentions import mention_rows
from corpus_lib.relation_rows import relation_rows
from corpus_lib.relations import EVENT_FROM, score_pairs
from corpus_lib.span_scores import score_spans
from corpus_lib.training.on_topic import hold_out, read_pairs
from corpus_lib.training.on_topic_scores import Said, score
from corpus_lib.voices import attribution_rows, find_speakers

HARD = Path(__file__).parents[1] / "data" / "hard_sentences.csv"
#: The figures that are reported, in order.
FIGURES = [
    "direction",
    "direction_macro_f1",
    "event_precision",
    "event_recall",
    "quadrant",
    "class",
    "mode",
    "voice",
    "judged",
    "judged_macro_f1",
]


def load_held(data: str | None) -> list[Any]:
    """The held pairs, or none when the data are absent."""
    folder = Path(data or "") / "benchmarks"
    return hold_out(read_pairs(folder))[1] if data and folder.is_dir() else []


def ask(rows: Sequence[Any]) -> Said:
    """What the shipped model says of the pairs, in both orders, and of their parties."""
    texts = [row["sentence"] for row in rows]
    spans = [(tuple(row["p"]), tuple(row["q"])) for row in rows]
    there = score_spans(texts, spans)
    back = score_spans(texts, [(q, p) for p, q in spans])
    parties = score_spans([t for t in texts for _ in range(2)], [(span,) for pair in spans for span in pair])
    return Said(
        event=there["event"].astype(float),
        mode=there["mode"].astype(float),
        directed=(there["directed"] + back["directed"][:, list(SWAPPED)]).astype(float) / 2,
        voice=(there["voice"] + back["voice"]).astype(float) / 2,
        judged=parties["sentiment"].astype(float),
    )


def measure_pairs(rows: Sequence[Any]) -> dict[str, float]:
    """The figures of the held pairs, spans given."""
    said = ask(rows)
    figures = score(said, rows, EVENT_FROM)
    print(
        f"on topic: {len(rows)} held pairs of {len({row['article'] for row in rows})} articles and headlines"
    )
    for name in FIGURES:
        value, low, high = figures[name]
        print(f"on topic {name}: {value:.3f} ({low:.3f} to {high:.3f})")
    neutral = sum(row["directed"] == 0 for row in rows) / len(rows)
    print(f"on topic direction, always neutral: {neutral:.3f}")
    events = np.array([row["event"] != "NONE" for row in rows])
    happens = 1 - said.event[:, NO_EVENT]
    for recall in (0.70, 0.76, 0.82):
        least = np.sort(happens[events])[int((1 - recall) * events.sum())]
        print(
            f"on topic event precision at recall {recall:.2f}: {events[happens >= least].mean():.3f} (from {least:.2f})"
        )
    return {f"on_topic_{name}": figures[name].value for name in FIGURES}


def measure_raw(rows: Sequence[Any], data: str) -> dict[str, float]:
    """How many of the held pairs the tables hold when nothing is given but the article, and how well."""
    path = Path(data) / "corpora" / "us_media_china_2012_2020.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = {row["id"]: row for row in map(json.loads, file)}
    fate: Counter[str] = Counter()
    found: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []
    for article_id in sorted({row["article"] for row in rows if row["set"] == "us_media"}):
        text = articles[article_id]["text"]
        relations = _relations(text)
        for row in (row for row in rows if row["article"] == article_id):
            at = text.find(row["sentence"])
            if at < 0:
                fate["sentence not in the text as it stands"] += 1
                continue
            pair = _find(relations, at, row)
            if isinstance(pair, str):
                fate[pair] += 1
            else:
                fate["found"] += 1
                found.append((row, *pair))
    total = sum(fate.values())
    print(f"on topic from raw text: {total} pairs; " + ", ".join(f"{k} {v}" for k, v in fate.most_common()))
    right = Counter()
    for row, there, back in found:
        event = (there["event"] is None) == (row["event"] == "NONE")
        right["event or none"] += event
        right["event class or none"] += (there["event"] or "NONE") == row["event"]
        right["voice"] += there["voice"] == row["voice"]
        right["direction"] += _direction(there, back) == row["directed"]
    for name, n in right.items():
        print(f"on topic from raw text, {name}: {n / len(found):.3f} of the {len(found)} found")
    return {"on_topic_raw_found": fate["found"] / total}


def _relations(text: str) -> list[dict[str, Any]]:
    article = {"article_id": "a", "text": text, "published": None, "published_earliest": None}
    article |= dict.fromkeys(("outlet", "outlet_country", "title", "byline"))
    sentences = split_sentences([text])[0]
    statements = find_statements([text], [sentences])[0]
    attributions = attribution_rows(article, statements, find_speakers(article, statements), sentences)
    return relation_rows(article, sentences, mention_rows(article, sentences, attributions)).rows


def _find(relations: list[dict[str, Any]], at: int, row: Any) -> tuple[dict[str, Any], dict[str, Any]] | str:
    """The two rows of a coded pair, or why they are not there."""
    (a, b), (c, d) = ((at + start, at + end) for start, end in (row["p"], row["q"]))
    here = [r for r in relations if r["actor_start"] >= at and r["actor_end"] <= at + len(row["sentence"])]
    there = [r for r in here if r["actor_start"] < b and a < r["actor_end"]]
    both = [r for r in there if r["target_start"] < d and c < r["target_end"]]
    back = [
        r
        for r in here
        if r["actor_start"] < d and c < r["actor_end"] and r["target_start"] < b and a < r["target_end"]
    ]
    if both and back:
        return both[0], back[0]
    return "pair not taken" if there else "party not found, or another mention of it taken"


def _direction(there: dict[str, Any], back: dict[str, Any]) -> int:
    chances = np.array(
        [
            0.0,
            there["direction_positive"],
            back["direction_positive"],
            there["direction_negative"],
            back["direction_negative"],
        ]
    )
    chances[0] = 1 - chances.sum()
    return int(chances.argmax())


def measure_hard() -> dict[str, float]:
    """How many of the hard sentences are read as they were written, by kind."""
    with HARD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    frame = score_pairs(pd.DataFrame([_spans(row) for row in rows]))
    right: dict[str, list[bool]] = {}
    for row, (_, said) in zip(rows, frame.iterrows(), strict=True):
        event = said["event"] if isinstance(said["event"], str) else ""
        direction = int(np.argmax(said["directed"]))
        right.setdefault(row["kind"], []).append(event == row["event"])
        right.setdefault("all: event or none", []).append(bool(event) == bool(row["event"]))
        right.setdefault("all: event class or none", []).append(event == row["event"])
        right.setdefault("all: direction", []).append(direction == int(row["directed"]))
        if row["event"] and event:
            right.setdefault("all: mode, where there is an event", []).append(said["mode"] == row["mode"])
        right.setdefault("all: voice", []).append(said["voice"] == row["voice"])
    for name, hits in right.items():
        print(f"hard sentences, {name}: {sum(hits)} of {len(hits)}")
    return {
        "hard_event_or_none": np.mean(right["all: event or none"]),
        "hard_direction": np.mean(right["all: direction"]),
    }


def _spans(row: dict[str, str]) -> dict[str, Any]:
    text, spans = row["text"], {}
    for party in ("actor", "target"):
        start = text.index(row[party])
        spans |= {f"{party}_start": start, f"{party}_end": start + len(row[party])}
    return {"text": text} | spans


def measure(which: Sequence[str] = ("pairs", "hard")) -> dict[str, float]:
    """The figures asked for; of pairs and raw none when the data are absent."""
    data = os.environ.get("CORPUS_LIB_DATA")
    rows = load_held(data)
    found: dict[str, float] = measure_hard() if "hard" in which else {}
    if not rows or data is None:
        print("on topic: skipped, CORPUS_LIB_DATA names no folder with on_topic_dev.jsonl.gz")
        return found
    if "pairs" in which:
        found |= measure_pairs(rows)
    if "raw" in which:
        found |= measure_raw(rows, data)
    return found


if __name__ == "__main__":
    measure(sys.argv[1:] or ("pairs", "raw", "hard"))
