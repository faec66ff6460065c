"""How well time expressions are found and read: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/times.py [speed]`.

On TempEval-3's news articles: expressions of kind DATE and TIME, found (relaxed: overlapping, one to one) and found with
the right value. Forms are tuned on one half of the articles (drawn by a fixed seed), the other half is held back.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpus_lib.times import read_times

#: Seed of the halves. Never change it: the tuning was done on the first half that it gives.
SEED = 20
KINDS = ("DATE", "TIME")


class Pair(NamedTuple):
    """A marked expression and the row that overlaps it; one of them may be missing."""

    article: int
    marked: dict[str, Any] | None
    row: Any


def load_articles(data: str | None) -> list[dict[str, Any]]:
    """The articles, or none when the data are absent."""
    path = Path(data or "") / "benchmarks" / "timex_dev.jsonl.gz"
    if not data or not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def split_articles(articles: Sequence[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The halves."""
    order = list(range(len(articles)))
    random.Random(SEED).shuffle(order)
    half = len(articles) // 2
    return {"tune": [articles[i] for i in order[:half]], "held": [articles[i] for i in order[half:]]}


def match(articles: Sequence[dict[str, Any]]) -> list[Pair]:
    """The marked expressions and the rows, one to one where they overlap."""
    days = [dt.date.fromisoformat(article["dct"][:10]) for article in articles]
    times = read_times([article["text"] for article in articles], days)
    times = times[times["kind"].isin(["date", "time"])]
    by_text = {n: list(rows.itertuples()) for n, rows in times.groupby("text_id")}
    pairs = []
    for n, article in enumerate(articles):
        rows = by_text.get(n, [])
        for marked in article["timexes"]:
            if marked["type"] in KINDS:
                row = next((r for r in rows if r.start < marked["end"] and marked["start"] < r.end), None)
                if row is not None:
                    rows.remove(row)
                pairs.append(Pair(n, marked, row))
        pairs += [Pair(n, None, row) for row in rows]
    return pairs


def score(pairs: Sequence[Pair]) -> dict[str, float]:
    """Precision, recall and F1 of the places; F1 of places with their values."""
    n_marked = sum(pair.marked is not None for pair in pairs)
    n_rows = sum(pair.row is not None for pair in pairs)
    both = [pair for pair in pairs if pair.marked and pair.row is not None]
    right = sum(pair.marked["value"] == pair.row.value for pair in both if pair.marked)
    total = max(1, n_marked + n_rows)
    return {
        "relaxed_precision": len(both) / max(1, n_rows),
        "relaxed_recall": len(both) / max(1, n_marked),
        "relaxed_f1": 2 * len(both) / total,
        "value_f1": 2 * right / total,
    }


def show_groups(pairs: Sequence[Pair]) -> None:
    """By the annotators' kind, and by our rule: how many, found, and right."""
    for kind in KINDS:
        of_kind = [pair for pair in pairs if pair.marked and pair.marked["type"] == kind]
        found = [pair for pair in of_kind if pair.row is not None]
        right = sum(pair.marked["value"] == pair.row.value for pair in found if pair.marked)
        print(f"    {kind:24} marked {len(of_kind):4}  found {len(found):4}  right {right:4}")
    with_row = [pair for pair in pairs if pair.row is not None]
    given = Counter(pair.row.rule for pair in with_row)
    found_of = Counter(pair.row.rule for pair in with_row if pair.marked)
    right_of = Counter(
        pair.row.rule for pair in with_row if pair.marked and pair.marked["value"] == pair.row.value
    )
    for rule, n in given.most_common():
        print(f"    {rule:24} given  {n:4}  found {found_of[rule]:4}  right {right_of[rule]:4}")


def measure() -> dict[str, float]:
    """The numbers that have floors, from the development data; also printed."""
    articles = load_articles(os.environ.get("CORPUS_LIB_DATA"))
    if not articles:
        return {}
    found: dict[str, float] = {}
    for name, part in split_articles(articles).items():
        scores = score(match(part))
        print(f"times {name}: " + ", ".join(f"{key} {value:.3f}" for key, value in scores.items()))
        found |= {f"times_{key}_{name}": value for key, value in scores.items()}
    return found


def compare_speed(articles: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Texts a second of processor time of `read_times` and of dateparser's search, on the same texts, one thread."""
    from dateparser.search import search_dates

    days = [dt.datetime.fromisoformat(article["dct"][:10]) for article in articles]
    texts = [article["text"] for article in articles]
    for warm in ("They met on Friday.", "They met on 2020-01-02."):  # compiles the patterns of both
        read_times([warm], days[:1])
        search_dates(warm, languages=["en"])
    started = time.process_time()
    read_times(texts, days)
    ours = len(texts) / (time.process_time() - started)
    started = time.process_time()
    for text, day in zip(texts, days, strict=True):
        search_dates(text, languages=["en"], settings={"RELATIVE_BASE": day})
    theirs = len(texts) / (time.process_time() - started)
    return {"ours": ours, "dateparser": theirs, "ratio": ours / theirs}


def main() -> int:
    """Print the tables."""
    articles = load_articles(os.environ.get("CORPUS_LIB_DATA"))
    if not articles:
        print("skipped: CORPUS_LIB_DATA is unset, or has no benchmarks/timex_dev.jsonl.gz")
    elif sys.argv[1:] == ["speed"]:
        print(", ".join(f"{name} {value:.1f}" for name, value in compare_speed(articles).items()))
    else:
        measure()
        for name, part in split_articles(articles).items():
            print(name)
            show_groups(match(part))
    return 0


if __name__ == "__main__":
    sys.exit(main())
