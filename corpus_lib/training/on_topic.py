"""Pairs in sentences about the United States and China, coded under a codebook, and what is held out of them.

Language-model readers coded them, not people. Each sentence has one pair. Both of its orders are examples for the heads
of pairs, and each of its parties is one for the head of sentiment.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from corpus_lib.errors import InputError
from corpus_lib.labels import EVENTS, MODES, NO_EVENT, VOICES
from corpus_lib.training.examples import Example, Row, change_over, mark, read_rows

#: Share of the articles that is held out: a fifth.
HELD = 5
#: Parts of an article as they stand after its number, `12:headline`; in `agency:12` the number is the article's.
PARTS = ("headline", "lead_paragraph")
#: How the files' names begin.
NAME = "on_topic"
#: One in so many sparingly coded rows without event or attitude gives its neutral parties.
NEUTRAL_EVERY = 3
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


def both_orders(row: Row) -> tuple[Example, Example]:
    """Give a coded pair as it is, and the other way round.

    The event and its mode are what `p` does to `q`; what `q` does to `p` is known only where it was coded too. The voice
    is that of the relation, so it holds for both orders.

    Parameters
    ----------
    row
        with `sentence`, `p`, `q`, `directed`, `event`, `mode`, `voice`, and perhaps `back_event`, `back_mode`.

    Examples
    --------
    >>> row = {"sentence": "He thanked her.", "p": [0, 2], "q": [11, 14], "directed": 1, "event": "SUPPORT"}
    >>> there, back = both_orders(row | {"mode": "actual", "voice": "author"})
    >>> there.labels
    {'directed': 1, 'voice': 0, 'event': 2, 'mode': 0}
    >>> back.text, back.labels
    (' { He }  thanked  « her » .', {'directed': 2, 'voice': 0})
    """
    one, two = _spans(row)
    voice = {"voice": VOICES.index(row["voice"])}
    directed = {"directed": int(row["directed"])}
    pair = replace(
        mark(row["sentence"], one, two), labels=directed | voice | _event(row["event"], row["mode"])
    )
    back = change_over(pair)
    done = _event(row["back_event"], row["back_mode"]) if row.get("back_event") else {}
    return pair, replace(back, labels=dict(back.labels) | voice | done)


def both_parties(row: Row) -> tuple[Example, Example]:
    """Give each party of a coded pair with how the sentence puts it.

    Parameters
    ----------
    row
        with `sentence`, `p`, `q`, `judged_p`, `judged_q`.

    Examples
    --------
    >>> row = {"sentence": "He thanked her.", "p": [0, 2], "q": [11, 14], "judged_p": "neu", "judged_q": "pos"}
    >>> [(example.text, example.labels) for example in both_parties(row)]
    [(' « He »  thanked her.', {'sentiment': 1}), ('He thanked  « her » .', {'sentiment': 2})]
    """
    one, two = (
        replace(mark(row["sentence"], span), labels={"sentiment": _JUDGED.index(row[judged])})
        for span, judged in zip(_spans(row), ("judged_p", "judged_q"), strict=True)
    )
    return one, two


def coded_examples(rows: Iterable[Row]) -> Iterator[Example]:
    """Give the pairs in both orders, and their parties, as examples to train on.

    Of rows whose judgements were coded sparingly (`sparing`) a neutral party is left out where there is an event or an
    attitude: others would have coded some of these as good or bad. Of their other neutral parties one row in
    `NEUTRAL_EVERY` gives its own, so that the shares of the three judgements stay about as in the other rows.

    Examples
    --------
    >>> list(coded_examples([]))
    []
    """
    for n, row in enumerate(rows):
        yield from both_orders(row)
        bare = row["event"] == EVENTS[NO_EVENT] and row["directed"] == 0 and n % NEUTRAL_EVERY == 0
        for party in both_parties(row):
            if bare or not row.get("sparing") or party.labels["sentiment"] != _JUDGED.index("neu"):
                yield party


def _event(event: str, mode: str) -> dict[str, int]:
    """The labels of an event and, where there is one, of its mode."""
    found = {"event": EVENTS.index(event)}
    return found if event == EVENTS[NO_EVENT] else found | {"mode": MODES.index(mode)}


def _spans(row: Row) -> tuple[tuple[int, int], tuple[int, int]]:
    (a, b), (c, d) = row["p"], row["q"]
    return (a, b), (c, d)
