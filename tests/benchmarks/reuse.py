"""How much planted reuse is found, what is found among unrelated articles, and how long it takes.

`CORPUS_LIB_DATA=FOLDER python tests/benchmarks/reuse.py [planted] [minhash] [unrelated] [time]`

Planted: articles of US media on China are copied whole; with their paragraphs in another order; with one word in ten
changed; with 20 or 40 words standing in another article; with 40 such words of which four are changed. A copy is
found when 90 % of its words lie in passages of the right two articles, and exact when one passage begins and ends
where it does, to two words. Of the changed copies, those are not exact whose first or last three words were changed.

Unrelated: read by eye. Of 122 passages in 500 articles of PolNeAR nearly all are true reuse: quotations, wire
sentences, an outlet's standing notes. Between PolNeAR (2015 and 2016) and the articles on China there are 553,000
pairs of articles and 7 passages, all true. Formulas are the false ones: market reports, margins of error.
Paraphrases, with PolNeAR's own attributions and speakers read from surnames: of 68 pairs at a share of 0.5 about
three in four were one statement, at 0.6 about nine in ten; the others were about one subject.

MinHash (datasketch) on whole articles finds no passage of 40 words, and on windows of 40 words it takes six times as
long as `find_passages` and finds a third of those with four words changed. So there is one way for every size.
"""

from __future__ import annotations

import gzip
import json
import os
import random
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from corpus_lib.passages import Passage, find_passages
from corpus_lib.reuse import find_reuse
from corpus_lib.word_keys import WORD

SEED = 6
US, POLNEAR = "corpora/us_media_china_2012_2020", "benchmarks/attribution_dev"
#: Copies of each kind.
COPIES = 60
#: A copy counts as found from this share of its words on.
COVERED = 0.9


class Copy(NamedTuple):
    """A text with something of a donor in it: where in the text the copied words stand."""

    text: str
    start: int
    end: int


def load(data: str | None, name: str) -> list[str]:
    """The texts of a set, or none when the data are absent."""
    path = Path(data or "") / f"{name}.jsonl.gz"
    if not data or not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def change(text: str, rng: random.Random) -> str:
    """One word in ten replaced by another word of the text, at places drawn by chance."""
    words = list(WORD.finditer(text))
    pieces, end = [], 0
    for word in sorted(rng.sample(words, len(words) // 10), key=lambda word: word.start()):
        other = word.group()
        while other.casefold() == word.group().casefold():
            other = rng.choice(words).group()
        pieces += [text[end : word.start()], other]
        end = word.end()
    return "".join([*pieces, text[end:]])


def cut(text: str, n: int, rng: random.Random) -> str:
    """A passage of that many words, from anywhere in the text."""
    words = list(WORD.finditer(text))
    first = rng.randrange(len(words) - n)
    return text[words[first].start() : words[first + n - 1].end()]


def put(passage: str, host: str, rng: random.Random) -> Copy:
    """The passage between two words of another article."""
    place = rng.choice(list(WORD.finditer(host))).start()
    return Copy(f"{host[:place]}{passage} {host[place:]}", place, place + len(passage))


def shuffle(text: str, rng: random.Random) -> str:
    """The paragraphs in another order."""
    lines = [line for line in text.split("\n") if line.strip()]
    return "\n".join(rng.sample(lines, len(lines)))


KINDS: dict[str, Callable[[str, str, random.Random], Copy]] = {
    "whole": lambda donor, _, __: Copy(donor, 0, len(donor)),
    "moved": lambda donor, _, rng: Copy(moved := shuffle(donor, rng), 0, len(moved)),
    "tenth_changed": lambda donor, _, rng: Copy(changed := change(donor, rng), 0, len(changed)),
    "20_words": lambda donor, host, rng: put(cut(donor, 20, rng), host, rng),
    "40_words": lambda donor, host, rng: put(cut(donor, 40, rng), host, rng),
    "40_words_changed": lambda donor, host, rng: put(change(cut(donor, 40, rng), rng), host, rng),
}


def plant(texts: Sequence[str]) -> list[tuple[str, int, Copy]]:
    """Copies of every kind: the kind, which text the donor is, and the copy."""
    rng = random.Random(SEED)
    able = [n for n, text in enumerate(texts) if len(WORD.findall(text)) > 150]
    return [
        (kind, donor, make(texts[donor], texts[host], rng))
        for kind, make in KINDS.items()
        for donor, host in (rng.sample(able, 2) for _ in range(COPIES))
    ]


def covered(copy: Copy, spans: list[tuple[int, int]]) -> float:
    """The share of the copied words that lie in the spans."""
    words = [word.span() for word in WORD.finditer(copy.text, copy.start, copy.end)]
    hit = sum(any(start <= a and b <= end for start, end in spans) for a, b in words)
    return hit / len(words)


def exact(copy: Copy, spans: list[tuple[int, int]]) -> bool:
    """Whether one span begins and ends where the copy does, to two words."""

    def apart(a: int, b: int) -> int:
        return len(WORD.findall(copy.text[min(a, b) : max(a, b)]))

    return any(apart(start, copy.start) <= 2 and apart(end, copy.end) <= 2 for start, end in spans)


def measure(data: str | None = os.environ.get("CORPUS_LIB_DATA")) -> dict[str, float]:
    """Share of the planted copies found, and found with the right span, by kind."""
    texts = load(data, US)
    if not texts:
        return {}
    planted = plant(texts)
    spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for p in find_passages([*texts, *(copy.text for _, _, copy in planted)]):
        spans.setdefault((p.text_a, p.text_b), []).append((p.start_b, p.end_b))
    found: dict[str, list[bool]] = {}
    for n, (kind, donor, copy) in enumerate(planted, len(texts)):
        there = spans.get((donor, n), [])
        found.setdefault(f"reuse_{kind}", []).append(covered(copy, there) >= COVERED)
        if kind != "moved":
            found.setdefault(f"reuse_{kind}_exact", []).append(exact(copy, there))
    return {name: sum(values) / len(values) for name, values in found.items()}


def by_minhash(texts: Sequence[str], *, window: int | None) -> set[tuple[int, int]]:
    """Pairs of texts that datasketch's MinHash LSH finds alike: whole texts, or windows of so many words.

    Shingles of 3 words, 128 permutations, threshold 0.5; windows overlap by half.
    """
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.5, num_perm=128)
    pairs = set()
    for n, text in enumerate(texts):
        words = [word.casefold() for word in WORD.findall(text)]
        size = window or len(words) or 1
        for first in range(0, max(1, len(words) - size // 2), max(1, size // 2)):
            part = words[first : first + size]
            shingles = {" ".join(part[i : i + 3]).encode() for i in range(max(1, len(part) - 2))}
            sketch = MinHash(num_perm=128)
            sketch.update_batch(shingles)
            pairs |= {(other[0], n) for other in lsh.query(sketch) if other[0] != n}
            lsh.insert((n, first), sketch)
            if not window:
                break
    return pairs


def compare_minhash(data: str | None) -> None:
    """Print which planted pairs each way finds, and its seconds."""
    texts = load(data, US)
    planted = plant(texts)
    everything = [*texts, *(copy.text for _, _, copy in planted)]
    ways: dict[str, Callable[[], set[tuple[int, int]]]] = {
        "find_passages": lambda: {(p.text_a, p.text_b) for p in find_passages(everything)},
        "MinHash, whole articles": lambda: by_minhash(everything, window=None),
        "MinHash, windows of 40 words": lambda: by_minhash(everything, window=40),
    }
    for name, way in ways.items():
        begin = time.perf_counter()
        pairs = way()
        seconds = time.perf_counter() - begin
        found = {
            kind: sum((donor, n) in pairs for n, (k, donor, _) in enumerate(planted, len(texts)) if k == kind)
            for kind in KINDS
        }
        shares = "  ".join(f"{kind} {n / COPIES:.2f}" for kind, n in found.items())
        print(f"{name}: {seconds:.1f} s, {len(everything)} articles, {len(pairs)} pairs\n  {shares}")


def look(data: str | None) -> None:
    """Print what is found in 500 articles of PolNeAR, and between it and the articles on China, to be judged by eye."""
    rng = random.Random(SEED)
    other, china = load(data, POLNEAR), load(data, US)
    print("500 articles of 2015 and 2016:")
    show(rng.sample(other, 500), lambda _: True)
    print("\nbetween 924 articles of 2015 and 2016 and 599 on China:")
    show([*other, *china], lambda p: p.text_a < len(other) <= p.text_b)


def show(texts: Sequence[str], wanted: Callable[[Passage], bool]) -> None:
    """Print the passages, the shortest first."""
    found = sorted(filter(wanted, find_passages(texts)), key=lambda p: p.n_words)
    print(f"{len(found)} passages of {len({(p.text_a, p.text_b) for p in found})} pairs")
    for p in found:
        a, b = texts[p.text_a][p.start_a : p.end_a], texts[p.text_b][p.start_b : p.end_b]
        print(
            f"{p.n_words:5} {p.similarity:.2f}  {a[:150]!r}"
            + (f"\n{'':12}{b[:150]!r}" if p.similarity < 1 else "")
        )


def made_up(texts: Sequence[str], n: int) -> list[str]:
    """The texts, and so many made from them that there are `n`: pieces of 5 to 9 words from all of them, mixed.

    They have the words of the news but hold no copies of 12 words; every piece stands in several of them, so there is
    more to compare than in as many real articles.
    """
    rng = random.Random(SEED)
    words = " ".join(texts).split()
    pieces, first = [], 0
    while first < len(words):
        size = rng.randint(5, 9)
        pieces.append(" ".join(words[first : first + size]))
        first += size
    return [*texts, *(" ".join(rng.choices(pieces, k=110)) for _ in range(n - len(texts)))][:n]


def time_it(data: str | None) -> None:
    """Print processor seconds and peak memory for 1,000 to 10,000 articles with 20 statements each, of 2,000 speakers."""
    rng = random.Random(SEED)
    real = [*load(data, POLNEAR), *load(data, US)]
    rng.shuffle(real)
    for n in (1000, 3000, 10_000):
        texts = made_up(real, n)
        articles = pd.DataFrame({"article_id": [f"{i:05}" for i in range(n)], "text": texts})
        rows = [
            (name, *statement(text, rng))
            for name, text in articles.itertuples(index=False)
            for _ in range(20)
        ]
        table = pd.DataFrame(rows, columns=["article_id", "content_spans", "speaker", "speaker_country"])
        begin = time.process_time()
        found = find_reuse(articles, table)
        seconds = time.process_time() - begin
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(
            f"{n:6} articles {seconds:7.1f} s {1000 * seconds / n:6.2f} ms each {peak:5.2f} GiB {len(found):6} rows"
        )


def statement(text: str, rng: random.Random) -> tuple[str, str, str]:
    """About 20 words of the text as somebody's; the first speakers speak most."""
    start = rng.randrange(max(1, len(text) - 120))
    return (
        json.dumps([[start, min(len(text), start + 120)]]),
        f"Speaker {int(2000 * rng.random() ** 3)}",
        "US",
    )


def main(parts: Sequence[str]) -> int:
    """Print what is asked for, or all."""
    data = os.environ.get("CORPUS_LIB_DATA")
    if not load(data, US):
        print("skipped: CORPUS_LIB_DATA is unset, or has no corpora")
        return 0
    if not parts or "planted" in parts:
        print("\n".join(f"{name:32}{value:.3f}" for name, value in measure(data).items()))
    for name, step in (("minhash", compare_minhash), ("unrelated", look), ("time", time_it)):
        if not parts or name in parts:
            step(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
