"""How often the genre is read right from the text alone: `CORPUS_LIB_DATA=FOLDER python tests/benchmarks/genre.py`.

The judgements (`genre_judgements.csv`, ids only) were made by one reader (a language model, not a person), who read the beginning, the middle and the
end of each article, before any rule was run on it. Rules and thresholds were set on the part `tune`. The part `reread`
was held back until the rules stood (precision 0.842, coverage 0.826); then its errors were read and the rules changed
once more. `held` was only measured after that. "other" fits no genre, so any answer is wrong there. Statements (the
White House) are easy and many, so the press stands by itself.
"""

from __future__ import annotations

import csv
import gzip
import importlib.util
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from corpus_lib.clean import clean_text
from corpus_lib.genre import read_genre
from corpus_lib.metadata import read_metadata

JUDGEMENTS = Path(__file__).with_name("genre_judgements.csv")
_SAID = re.compile(r"\b(?:said|says|told|according to|tweeted|wrote)\b")


class Judged(NamedTuple):
    """An article's raw text with what a reader took it for."""

    id: str
    raw: str
    label: str
    part: str


def load_articles(data: str | None) -> list[Judged]:
    """The judged articles, or none when the data are absent."""
    press = Path(data or "") / "corpora" / "us_media_china_2012_2020.jsonl.gz"
    office = Path(data or "") / "corpora" / "white_house_china_2021_2026.jsonl.gz"
    if not data or not press.is_file() or not office.is_file():
        return []
    raws = {row["id"]: f"{row['title']}\n\n{row['text']}" for row in _read(press)}
    raws |= {row["file"]: _unmark(row["file"], row["markdown"]) for row in _read(office)}
    with JUDGEMENTS.open(encoding="utf-8") as file:
        return [Judged(row["id"], raws[row["id"]], row["label"], row["part"]) for row in csv.DictReader(file)]


def _read(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _unmark(name: str, markdown: str) -> str:
    """A statement as a page shows it: a headline (from the file's name) and paragraphs, without the header."""
    body = markdown.split("\n---\n", 1)[-1]
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", re.sub(r"[*\\]", "", body))]
    headline = re.sub(r"^\d{4}-\d\d-\d\d-|\.md$", "", name).replace("-", " ").capitalize()
    return "\n\n".join([headline, *filter(None, paragraphs)])


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """What the article attributes: as the package finds it, or sentences with a reporting word until it can."""
    if importlib.util.find_spec("corpus_lib.attribution"):
        from corpus_lib.attribution import attribute

        spans = attribute([text])["content_spans"]
        return [
            (start, end) for row in spans for start, end in (json.loads(row) if isinstance(row, str) else row)
        ]
    return [match.span() for match in re.finditer(r"[^.!?\n]+[.!?]?", text) if _SAID.search(match.group())]


def read(raw: str, *, attributed: bool = True) -> str | None:
    """The genre that the package gives a raw text."""
    cleaned = clean_text(raw)
    known = read_metadata(raw, cleaned.rows).values
    return read_genre(
        cleaned.text,
        lines=cleaned.rows,
        title=known["title"],
        byline=known["byline"],
        outlet_type=known["outlet_type"],
        quoted=quoted_spans(cleaned.text) if attributed else (),
    )[0]


def score(answers: Sequence[tuple[str, str | None]]) -> tuple[float, float]:
    """Share of answers that are right, and share answered, of pairs of label and answer."""
    answered = [(label, given) for label, given in answers if given]
    right = sum(label == given for label, given in answered)
    return right / max(1, len(answered)), len(answered) / max(1, len(answers))


def measure() -> dict[str, float]:
    """Precision and coverage by part, press and statements apart, as `floors.json` names them; prints the table."""
    articles = load_articles(os.environ.get("CORPUS_LIB_DATA"))
    if not articles:
        print("genre: skipped, CORPUS_LIB_DATA names no folder with the development data")
        return {}
    found: dict[str, float] = {}
    for part in ("tune", "reread", "held"):
        for kind in ("press", "statements"):
            chosen = [a for a in articles if a.part == part and (a.label == "statement") == (kind != "press")]
            answers = [(a.label, read(a.raw)) for a in chosen]
            if not answers:
                continue
            precision, coverage = score(answers)
            print(
                f"{part} {kind}: {len(answers)} articles, precision {precision:.3f}, coverage {coverage:.3f}"
            )
            print("   ", ", ".join(f"{a}>{b} {n}" for (a, b), n in sorted(Counter(answers).items(), key=str)))
            name = f"{part}" if kind == "press" else f"{part}_statements"
            found |= {f"genre_precision_{name}": precision, f"genre_coverage_{name}": coverage}
    return found


def main() -> int:
    """Print the table."""
    measure()
    return 0


if __name__ == "__main__":
    sys.exit(main())
