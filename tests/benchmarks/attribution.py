"""How well attributions are found: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/attribution.py`.

On the 84 development articles of PolNeAR (Newell et al. 2018), all text outside its `discard` spans. Four figures, as
precision, recall and F1 in per cent:

- content words: words inside some content, found and marked;
- content overlap: contents of an attribution matched one to one, Jaccard index of their words at least a half;
- attribution: the matched ones whose sources share a word (or both have none);
- direct pieces: each stretch of a direct quotation on its own, matched in the same way; with source: its source as well.

The peer, in the same run: textacy's direct quotations, a paragraph at a time (it refuses whole articles with an odd
number of quotation marks).
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

WORD = re.compile(r"\w+(?:['’]\w+)?")
Spans = list[tuple[int, int]]


class Found(NamedTuple):
    """One attribution, as spans of characters."""

    content: Spans
    source: Spans
    direct: bool


Finder = Callable[[Sequence[str]], list[list[Found]]]


def load_articles(data: str | None, split: str = "dev") -> list[dict[str, Any]]:
    """The articles of a split, or none when the data are absent."""
    path = Path(data or "") / "benchmarks" / "attribution_dev.jsonl.gz"
    if not data or not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [a for a in map(json.loads, file) if a["split"] == split]


def find_ours(texts: Sequence[str]) -> list[list[Found]]:
    """What this library finds."""
    from corpus_lib.attribution import attribute

    found: list[list[Found]] = [[] for _ in texts]
    for row in attribute(texts).itertuples():
        source = [(int(row.source_start), int(row.source_end))] if isinstance(row.source, str) else []
        found[row.text_id].append(
            Found([(a, b) for a, b in row.content_spans], source, row.quote_type == "direct")
        )
    return found


def find_with_textacy(texts: Sequence[str]) -> list[list[Found]]:
    """What textacy's direct quotations finds, a paragraph at a time."""
    import spacy
    from textacy.extract import triples

    from corpus_lib.language import MODELS

    name = next(m for m in MODELS if spacy.util.is_package(m))
    nlp = spacy.load(name, exclude=["ner"])
    pieces = [(n, p.start(), p.group()) for n, text in enumerate(texts) for p in re.finditer(r"[^\n]+", text)]
    found: list[list[Found]] = [[] for _ in texts]
    for (n, at, _), doc in zip(pieces, nlp.pipe(text for _, _, text in pieces), strict=True):
        try:
            quotes = list(triples.direct_quotations(doc))
        except Exception:  # "ambiguous boundaries": the paragraph is lost
            continue
        for quote in quotes:
            speakers = [(at + token.idx, at + token.idx + len(token)) for token in quote.speaker]
            content = (at + quote.content.start_char, at + quote.content.end_char)
            found[n].append(Found([content], speakers, True))
    return found


def score(articles: Sequence[dict[str, Any]], found: Sequence[Sequence[Found]]) -> dict[str, float]:
    """The figures, in per cent, for the attributions found."""
    counts: dict[str, list[int]] = {}

    def count(name: str, hits: int, given: int, marked: int) -> None:
        total = counts.setdefault(name, [0, 0, 0])
        for n, value in enumerate((hits, given, marked)):
            total[n] += value

    for article, ours in zip(articles, found, strict=True):
        words = [w.span() for w in WORD.finditer(article["text"])]
        dropped = _words(words, article["discard"])
        gold = [
            Found([tuple(s) for s in a["content"]], [tuple(s) for s in a["source"]], a["kind"] == "direct")
            for a in article["attributions"]
        ]
        theirs, mine = _as_words(words, gold, dropped), _as_words(words, ours, dropped)
        all_theirs = set().union(*(t[0] for t in theirs)) if theirs else set()
        all_mine = set().union(*(m[0] for m in mine)) if mine else set()
        count("content_words", len(all_theirs & all_mine), len(all_mine), len(all_theirs))
        pairs = _match([t[0] for t in theirs], [m[0] for m in mine])
        count("content_overlap", len(pairs), len(mine), len(theirs))
        right = sum(_same_source(theirs[t][1], mine[m][1]) for t, m in pairs)
        count("attribution", right, len(mine), len(theirs))
        theirs, mine = (
            _as_words(
                words, [Found([s], f.source, True) for f in side if f.direct for s in f.content], dropped
            )
            for side in (gold, ours)
        )
        pairs = _match([t[0] for t in theirs], [m[0] for m in mine])
        count("direct_pieces", len(pairs), len(mine), len(theirs))
        right = sum(_same_source(theirs[t][1], mine[m][1]) for t, m in pairs)
        count("direct_with_source", right, len(mine), len(theirs))
    scores = {}
    for name, (hits, given, marked) in counts.items():
        precision, recall = hits / max(1, given), hits / max(1, marked)
        f1 = 2 * hits / max(1, given + marked)
        scores |= {name: 100 * f1, f"{name}_p": 100 * precision, f"{name}_r": 100 * recall}
    return scores


def _words(words: Sequence[tuple[int, int]], spans: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(n for n, (a, b) in enumerate(words) if any(s < b and a < e for s, e in spans))


def _as_words(
    words: Sequence[tuple[int, int]], attributions: Sequence[Found], dropped: frozenset[int]
) -> list[tuple[frozenset[int], frozenset[int]]]:
    both = [(_words(words, a.content) - dropped, _words(words, a.source)) for a in attributions]
    return [(content, source) for content, source in both if content]


def _match(theirs: Sequence[frozenset[int]], mine: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    """One to one, the best pairs first, Jaccard index at least a half."""
    scored = [
        (len(t & m) / len(t | m), n, k)
        for n, t in enumerate(theirs)
        for k, m in enumerate(mine)
        if not t.isdisjoint(m)
    ]
    pairs: list[tuple[int, int]] = []
    left, right = set(range(len(theirs))), set(range(len(mine)))
    for value, n, k in sorted(scored, reverse=True):
        if value >= 0.5 and n in left and k in right:
            pairs.append((n, k))
            left.remove(n)
            right.remove(k)
    return pairs


def _same_source(theirs: frozenset[int], mine: frozenset[int]) -> bool:
    return not theirs.isdisjoint(mine) or not (theirs or mine)


def measure() -> dict[str, float]:
    """Our figures on the development articles; none when the data are absent."""
    articles = load_articles(os.environ.get("CORPUS_LIB_DATA"))
    if not articles:
        return {}
    scores = score(articles, find_ours([a["text"] for a in articles]))
    print(
        "attribution: "
        + ", ".join(f"{name} {value:.1f}" for name, value in scores.items() if name[-2] != "_")
    )
    return {f"attribution_{name}": value for name, value in scores.items() if name[-2] != "_"}


def main() -> int:
    """Print the figures and the speed, ours beside textacy's."""
    articles = load_articles(os.environ.get("CORPUS_LIB_DATA"))
    if not articles:
        print("skipped: CORPUS_LIB_DATA is unset, or has no benchmarks/attribution_dev.jsonl.gz")
        return 0
    warnings.simplefilter("ignore")
    texts = [a["text"] for a in articles]
    print(f"{len(articles)} articles; F1 (precision / recall), and articles a second with everything loaded")
    for label, finder in (("corpus_lib", find_ours), ("textacy", find_with_textacy)):
        finder(texts[:2])
        started = time.perf_counter()
        found = finder(texts)
        speed = len(texts) / (time.perf_counter() - started)
        scores = score(articles, found)
        names = [name for name in scores if name[-2] != "_"]
        figures = [f"{n} {scores[n]:.1f} ({scores[n + '_p']:.1f} / {scores[n + '_r']:.1f})" for n in names]
        print(f"{label:11} " + " · ".join(figures) + f" · {speed:.1f} articles/s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
