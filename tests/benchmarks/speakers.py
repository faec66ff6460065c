"""How often a source's country, name and role are read right: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/speakers.py`.

The judgements (`speaker_judgements.csv`: spans and labels, no texts) are on one source that `attribute` found in each of
200 articles, a hundred in each part. `tune` was judged before the speakers were resolved, by one reader, and the rules
were mended on it. `held` (drawn with seed 1871 from the other articles) was judged later by another reader, who had
seen neither the rules nor their answers, and was first measured after that: its figures are the ones to report.
The readers are language models, not people.

`country` is "none" where article and general knowledge tell no single one, so any answer is wrong there; it is "UN" and
"EU" for their bodies (the first reader wrote "none" for three of the United Nations, set to "UN" since the package has
that code). `speaker` and `role` are empty where unnamed or unclear, and then only the name is held against an answer.
Where `source_ok` is "no" the words are no source of that content: such rows are counted, and stay out of the other
figures. `note` begins with "doubtful" where the reader was unsure.

Every article is taken for one of a US outlet (most are; some are British) and as it stands, uncleaned. The peer is to
answer that country every time. A name is right when all words of the one are in the other, so "Border Protection"
passes for "Customs and Border Protection".
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
import math
import os
import re
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpus_lib.attribution import attribute
from corpus_lib.speakers import Speaker, resolve_speakers

JUDGEMENTS = Path(__file__).with_name("speaker_judgements.csv")
#: The rules were mended on the first, and not on the second.
PARTS = ("tune", "held")
#: Normal deviate of a 95 % interval.
DEVIATE = 1.96
#: Words that names of bodies carry or lack at will.
_LOOSE = frozenset({"the", "of", "us", "s", "mr", "ms"})


class Answer(NamedTuple):
    """A judged source, with what the package says of it (nothing when it finds no such source any more)."""

    judged: dict[str, str]
    given: Speaker | None


class Share(NamedTuple):
    """So many of so many."""

    hits: int
    n: int

    @property
    def value(self) -> float:
        """The share, 0 when there is nothing."""
        return self.hits / max(1, self.n)

    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval (1927), which stays within 0 and 1."""
        p, n, z = self.value, max(1, self.n), DEVIATE
        middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def load_articles(data: str | None) -> list[tuple[dict[str, str], dict[str, Any]]]:
    """Each judgement with its article, or none when the data are absent."""
    path = Path(data or "") / "corpora" / "us_media_china_2012_2020.jsonl.gz"
    if not data or not path.is_file():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        articles = {row["id"]: row for row in map(json.loads, file)}
    with JUDGEMENTS.open(encoding="utf-8") as file:
        return [(row, articles[row["id"]]) for row in csv.DictReader(file)]


def answer(pairs: Sequence[tuple[dict[str, str], dict[str, Any]]]) -> list[Answer]:
    """What the package says of each judged source, all sources of its article being resolved in order."""
    found = attribute([article["text"] for _, article in pairs])
    answers = []
    for n, (judged, article) in enumerate(pairs):
        rows = found[found["text_id"] == n]
        edges = zip(rows["source"], rows["source_start"], rows["source_end"], strict=True)
        spans = [(int(start), int(end)) if isinstance(source, str) else None for source, start, end in edges]
        day = dt.date.fromisoformat(article["date"]) if article["date"] else None
        speakers = resolve_speakers(article["text"], spans, published=day, outlet_country="US")
        shared = [_overlap(span, (int(judged["start"]), int(judged["end"]))) for span in spans]
        best = max(range(len(spans)), key=shared.__getitem__, default=None)
        answers.append(Answer(judged, speakers[best] if best is not None and shared[best] > 0 else None))
    return answers


def _overlap(one: tuple[int, int] | None, other: tuple[int, int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0]) if one else 0


def same_name(judged: str, given: str) -> bool:
    """Whether all words of one name are in the other; a surname alone is not enough for a full name.

    Examples
    --------
    >>> same_name("US Commerce Department", "Department of Commerce"), same_name("Han Jun", "Han")
    (True, False)
    """
    mine, theirs = _words(judged), _words(given)
    common = mine & theirs
    return common in (mine, theirs) and len(common) >= min(2, len(mine))


def _words(name: str) -> set[str]:
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return set(re.findall(r"\w+", bare.replace(".", ""))) - _LOOSE


def score(answers: Sequence[Answer]) -> dict[str, Share]:
    """The figures, as hits of how many."""
    pairs = [(row, given or Speaker(None, None, None, "not_found")) for row, given in answers]
    told = [(row["country"], given.country) for row, given in pairs if row["country"] != "none"]
    untold = [given.country for row, given in pairs if row["country"] == "none"]
    named = [(row["speaker"], given.speaker) for row, given in pairs]
    roles = [(row["role"], given.role) for row, given in pairs if row["role"]]
    right = sum(judged == given for judged, given in told)
    answered = sum(given is not None for _, given in told)
    same = sum(bool(judged and given and same_name(judged, given)) for judged, given in named)
    return {
        "country": Share(right, len(told)),
        "country_precision": Share(right, answered + sum(given is not None for given in untold)),
        "country_coverage": Share(answered, len(told)),
        "country_silence": Share(sum(given is None for given in untold), len(untold)),
        "name": Share(same, sum(bool(judged) for judged, _ in named)),
        "name_precision": Share(same, sum(given is not None for _, given in named)),
        "role": Share(sum(judged == given for judged, given in roles), len(roles)),
        "role_precision": Share(
            sum(judged == given for judged, given in roles), sum(given is not None for _, given in roles)
        ),
    }


def measure() -> dict[str, float]:
    """The shares of each part, as `floors.json` names them; none when the data are absent. Prints the tables."""
    pairs = load_articles(os.environ.get("CORPUS_LIB_DATA"))
    if not pairs:
        print(
            "speakers: skipped, CORPUS_LIB_DATA names no folder with corpora/us_media_china_2012_2020.jsonl.gz"
        )
        return {}
    answers = answer(pairs)
    found: dict[str, float] = {}
    for part in PARTS:
        shares = measure_part(part, [a for a in answers if a.judged["part"] == part])
        found |= {f"speakers_{name}_{part}": share.value for name, share in shares.items()}
    return found


def measure_part(part: str, answers: Sequence[Answer]) -> dict[str, Share]:
    """The figures of one part of the judgements. Prints its tables."""
    sources = [a for a in answers if a.judged["source_ok"] == "yes"]
    sure = [a for a in sources if not a.judged["note"].startswith("doubtful")]
    _print(f"{part}, sources", sources)
    _print(f"{part}, without the doubtful", sure)
    _print(f"{part}, peer, always US", [Answer(a.judged, Speaker(None, "US", None, "peer")) for a in sources])
    lost = sum(a.given is None for a in sources)
    print(
        f"{len(answers) - len(sources)} of {len(answers)} judged to be no source; {lost} not found any more"
    )
    return score(sources) | {"real_sources": Share(len(sources), len(answers))}


def _print(label: str, answers: Sequence[Answer]) -> None:
    print(f"speakers, {label}: {len(answers)}")
    for name, share in score(answers).items():
        if not share.n:
            continue
        low, high = share.interval()
        print(f"    {name:18}{share.value:6.3f}  [{low:.3f}, {high:.3f}]  {share.hits}/{share.n}")


def main() -> int:
    """Print the tables."""
    measure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
