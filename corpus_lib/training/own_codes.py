"""Codes of this package's own: pairs in the development corpora, contrast sentences, and the other order of coded pairs.

Language models made them by reading, under the codebook of `on_topic_dev`, each sentence once; no person coded them. Of 320
pairs that two readers coded, 94 % have the same direction (Krippendorff's alpha 0.91) and 94 % the same event (0.89); of
280 pairs of `on_topic_dev` coded again unseen, 93 % (0.89) and 92 % (0.86). Judgements of the parties were coded more sparingly by
the first readers than there (alpha 0.64; `sparing`), so of their rows a neutral judgement beside an event or an attitude
is not learned from.

`own_codes.csv` holds no text: `start` and `end` are the sentence's place in the article as `_texts` reads it and `crc` is its
checksum (CRC-32), the other spans are in the sentence. Rows of the set `on_topic_dev` only add what `q` does to `p`. `own_sentences.csv` holds sentences that
were written for this purpose: scenes in variants that differ by negation, modality, voice or by who acts.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ftfy

from corpus_lib.errors import InputError
from corpus_lib.training.examples import Row

CODES, SENTENCES = (Path(__file__).with_name(f"own_{name}.csv") for name in ("codes", "sentences"))
#: The set of rows that add to rows of another.
ADDED = "on_topic_dev"
_MARKUP = re.compile(r"[*_#\\]+")
_WRAP = re.compile(r"(?<=[^\n])\n(?=[^\n])")


def read_own_pairs(corpora: Path | None) -> list[Row]:
    """Read the coded pairs with their sentences.

    Parameters
    ----------
    corpora
        folder of the development corpora; without it only the contrast sentences are read

    Returns
    -------
    list of dict
        as `on_topic.read_pairs` gives them, with `back_event` and `back_mode` (what `q` does to `p`; null when not coded)
        and `sparing` (see `on_topic.coded_examples`)

    Raises
    ------
    InputError
        when a coded sentence is not where its code says

    Examples
    --------
    >>> row = read_own_pairs(None)[0]
    >>> sorted(set(row) - {"sentence"})[:4]
    ['article', 'back_event', 'back_mode', 'directed']
    """
    texts = _texts(corpora) if corpora else {}
    rows: list[Row] = [_row(code, code["sentence"]) for code in _read(SENTENCES)]
    for code in _read(CODES):
        if code["set"] == ADDED or corpora is None:
            continue
        text = texts.get((code["set"], code["article"]), "")
        sentence = text[int(code["start"]) : int(code["end"])]
        if f"{zlib.crc32(sentence.encode()):08x}" != code["crc"]:
            raise InputError(
                "a coded sentence is not in its article",
                where=f"{code['set']} {code['article']}",
                remedy="use the development corpora that the codes were made on",
            )
        rows.append(_row(code, sentence))
    return rows


def add_other_orders(rows: list[Row]) -> list[Row]:
    """Add to rows of `on_topic_dev` what `q` does to `p`, where it was coded.

    Examples
    --------
    >>> add_other_orders([{"id": -1, "event": "AID"}])
    [{'id': -1, 'event': 'AID'}]
    """
    known = {code["article"]: _back(code) for code in _read(CODES) if code["set"] == ADDED}
    return [dict(row) | known.get(str(row["id"]), {}) for row in rows]


def _read(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _row(code: dict[str, str], sentence: str) -> dict[str, Any]:
    return {
        "set": code["set"],
        "article": code["article"],
        "sentence": sentence,
        "p": [int(code["p_start"]), int(code["p_end"])],
        "q": [int(code["q_start"]), int(code["q_end"])],
        "directed": int(code["directed"]),
        **{name: code[name] for name in ("event", "mode", "voice", "judged_p", "judged_q")},
        **_back(code),
        "sparing": code["sparing"] == "1",
    }


def _back(code: dict[str, str]) -> dict[str, str | None]:
    return {name: code[name] or None for name in ("back_event", "back_mode")}


def _texts(corpora: Path) -> dict[tuple[str, str], str]:
    """The articles of the corpora as they were coded, by set and article."""
    texts: dict[tuple[str, str], str] = {}
    for row in _json_lines(corpora / "us_media_china_2012_2020.jsonl.gz"):
        texts["us_media", row["id"]] = ftfy.fix_text(row["text"])
    for row in _json_lines(corpora.parent / "benchmarks" / "attribution_dev.jsonl.gz"):
        texts["attribution", str(row["id"])] = row["text"]
    for row in _json_lines(corpora / "white_house_china_2021_2026.jsonl.gz"):
        body = row["markdown"].split("---", 2)[-1]
        texts["white_house", row["file"]] = _MARKUP.sub("", _WRAP.sub(" ", body))
    raw = (corpora / "nyt_us_china_2009_2020.csv").read_bytes()
    for n, row in enumerate(csv.DictReader(io.StringIO("\n".join(map(_decode, raw.split(b"\n")))))):
        for part in ("headline", "lead_paragraph"):
            texts["nyt", f"{n}:{part}"] = ftfy.fix_text(row[part] or "")
    with gzip.open(corpora / "state_media_headlines_2022.csv.gz", "rt", encoding="utf-8") as lines:
        for n, row in enumerate(csv.DictReader(io.StringIO(lines.read()))):
            texts["state_media", f"{row['outlet']}:{n}"] = ftfy.fix_text(row["headline"]).strip()
    return texts


def _json_lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _decode(line: bytes) -> str:
    """The file mixes two encodings, line by line."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
