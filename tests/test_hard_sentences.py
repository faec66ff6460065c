"""Sentences that are hard to read for a machine, coded by hand: the file is whole and holds what it promises.

Written for this project; no sentence is from an article. A row is one sentence with one ordered pair of parties, so a
sentence has several rows where it has several pairs or is read in both orders. `event`, `mode`, `voice` and `directed`
follow the codebook of the relations: 0 neither, 1 the actor is positive to the target, 2 the target to the actor,
3 the actor is negative to the target, 4 the target to the actor.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

KINDS = {
    "negation", "modality", "mode", "passive", "two_events", "quotation", "nested_quotation", "third_party",
    "metonym", "pronoun", "nominal", "sarcasm", "background", "headline", "positive",
}  # fmt: skip
EVENTS = {
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
MODES = {"actual", "planned", "called_for", "threatened", "alleged", "denied"}
#: The same attitude with the two parties changed over.
MIRRORED = {"0": "0", "1": "2", "2": "1", "3": "4", "4": "3"}

with (Path(__file__).parent / "data" / "hard_sentences.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))


def place(words, text):
    """Where words stand in a text, whole: the first time, as a string is found and as a word is."""
    found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)
    assert found, f"{words} is not in {text}"
    assert found.start() == text.index(words), f"{words} begins inside another word of {text}"
    return found.span()


def test_values_are_of_the_codebook():
    for row in ROWS:
        assert row["kind"] in KINDS, row
        assert row["event"] in EVENTS | {""}, row
        assert row["mode"] in (MODES if row["event"] else {""}), row
        assert row["voice"] in {"author", "quoted"}, row
        assert row["directed"] in MIRRORED, row
        assert None not in {*row, *row.values()}, row


def test_the_parties_stand_in_the_text_and_apart():
    for row in ROWS:
        (start, end), (other, last) = place(row["actor"], row["text"]), place(row["target"], row["text"])
        assert end <= other or last <= start, row


def test_a_pair_has_one_row_and_its_mirror_agrees():
    rows = {(row["text"], row["actor"], row["target"]): row for row in ROWS}
    assert len(rows) == len(ROWS)
    both = [(row, rows[key]) for (text, a, b), row in rows.items() if (key := (text, b, a)) in rows]
    assert len(both) >= 20
    for row, mirror in both:
        mutual = row["event"] and mirror["event"] and mirror["directed"] == row["directed"] != "0"
        assert mutual or mirror["directed"] == MIRRORED[row["directed"]], row
    kinds = {text: {row["kind"] for row in ROWS if row["text"] == text} for text, _, _ in rows}
    assert all(len(found) == 1 for found in kinds.values())


def test_there_is_enough_of_every_kind():
    assert len({row["text"] for row in ROWS}) >= 80
    assert sum(row["event"] == "" for row in ROWS) >= 15
    assert {row["mode"] for row in ROWS} == MODES | {""}
    assert set(Counter(row["kind"] for row in ROWS)) == KINDS
    assert min(Counter(row["kind"] for row in ROWS).values()) >= 3
    assert {row["known_failure"] for row in ROWS if row["kind"] == "sarcasm"} <= {"sarcasm", "irony"}
