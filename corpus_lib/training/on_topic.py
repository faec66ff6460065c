"""Pairs in sentences about the United States and China, coded under a codebook, and what is held out of them.

Language-model readers coded them, not people. Each sentence has one pair; both of its orders are examples.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus_lib.errors import InputError
from corpus_lib.training.examples import Example, Row, change_over, mark, read_rows
from corpus_lib.training.labels import EVENTS, HEADS, MODES, NO_EVENT

#: Share of the articles that is held out: a fifth.
HELD = 5
#: Parts of an article as they stand after its number, `12:headline`; in `agency:12` the number is the article's.
PARTS = ("headline", "lead_paragraph")
#: How the files' names begin.
NAME = "on_topic"
#: The judgements as the rows have them, in the order of the head's outputs.
_JUDGED = ("neg", "neu", "pos")


def read_pairs(folder: Path) -> list[Row]:
    """Read the coded pairs that a folder holds as JSON lines, plain or compressed.

    Raises
    ------
    InputError
        when there is no such file.

    Examples
    --------
    >>> read_pairs(Path("no such folder"))
    Traceback (most recent call last):
    corpus_lib.errors.InputError: no such folder: no file on_topic*.jsonl. Remedy: ...
    """
    files = [
        *sorted(folder.glob(f"{NAME}*.jsonl")),
        *sorted(folder.glob(f"{NAME}*.jsonl.gz")),
    ]
    if not files:
        raise InputError(
            f"no file {NAME}*.jsonl", where=str(folder), remedy="name the folder of the labelled sets"
        )
    return [row for file in files for row in read_rows(file)]


def hold_out(rows: Iterable[Row], seed: int = 0) -> tuple[list[Row], list[Row]]:
    """Part rows into four fifths and a fifth, so that no article is in both; a fifth of each `set`.

    An article's headline and its lead paragraph, `12:headline` and `12:lead_paragraph`, are one article.

    Examples
    --------
    >>> rows = [{"set": "news", "article": f"{n}:{part}"} for n in range(10) for part in PARTS]
    >>> kept, held = hold_out(rows)
    >>> len(kept), len(held), {article_of(row) for row in kept} & {article_of(row) for row in held}
    (16, 4, set())
    """
    rows = list(rows)
    sets: dict[str, str] = {}
    for row in rows:
        sets.setdefault(article_of(row), row["set"])
    chance = random.Random(seed)
    held: set[str] = set()
    for name in sorted(set(sets.values())):
        articles = sorted(article for article, of in sets.items() if of == name)
        chance.shuffle(articles)
        held.update(articles[: round(len(articles) / HELD)])
    return (
        [row for row in rows if article_of(row) not in held],
        [row for row in rows if article_of(row) in held],
    )


def article_of(row: Row) -> str:
    """Give the article that a row is from, whichever part of it.

    Examples
    --------
    >>> article_of({"article": "12:headline"}), article_of({"article": "agency:12"})
    ('12', 'agency:12')
    """
    article, _, part = str(row["article"]).rpartition(":")
    return article if part in PARTS else str(row["article"])


def both_orders(row: Row, *, context: bool = False) -> tuple[Example, Example]:
    """Give a coded pair as it is, and the other way round.

    The event and its mode are known only for what `p` does to `q`. The voice is that of the relation, so it
    holds for both orders.

    Parameters
    ----------
    row
        with `sentence`, `p`, `q`, `directed`, `event`, `mode`, `voice`, `judged_p`, `judged_q`, `before`.
    context
        whether the text before the sentence goes with it.

    Examples
    --------
    >>> row = {"sentence": "He thanked her.", "p": [0, 2], "q": [11, 14], "directed": 1, "event": "SUPPORT"}
    >>> row |= {"mode": "actual", "voice": "author", "judged_p": "neu", "judged_q": "pos", "before": "So."}
    >>> there, back = both_orders(row)
    >>> there.labels
    {'directed': 1, 'voice': 0, 'judged': 1, 'event': 2, 'mode': 0}
    >>> back.text, back.labels
    (' { He }  thanked  « her » .', {'directed': 2, 'voice': 0, 'judged': 2})
    """
    lead = f"{row['before']} " if context and row["before"] else ""
    one, two = ((start + len(lead), end + len(lead)) for start, end in (row["p"], row["q"]))
    pair = mark(lead + row["sentence"], one, two)
    event = EVENTS.index(row["event"])
    shared = {"directed": int(row["directed"]), "voice": HEADS["voice"].index(row["voice"])}
    there = shared | {"judged": _JUDGED.index(row["judged_p"]), "event": event}
    if event != NO_EVENT:
        there["mode"] = MODES.index(row["mode"])
    pair = replace(pair, labels=there)
    back = change_over(pair)
    other = dict(back.labels) | {"voice": shared["voice"], "judged": _JUDGED.index(row["judged_q"])}
    return pair, replace(back, labels=other)


def coded_examples(rows: Iterable[Row], *, back: bool = True, context: bool = False) -> Iterator[Example]:
    """Give the pairs as examples to train on, in both orders or in one.

    Examples
    --------
    >>> list(coded_examples([]))
    []
    """
    for row in rows:
        pair, other = both_orders(row, context=context)
        yield pair
        if back:
            yield other
