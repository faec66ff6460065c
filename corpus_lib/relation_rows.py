"""Relations of an article: every two parties of a sentence, in both orders, with what the model says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, permutations
from typing import Any, NamedTuple

from corpus_lib.labels import QUADS
from corpus_lib.relations import QUOTED_FROM, Pair, read_pairs, score_event
from corpus_lib.rows import Relation
from corpus_lib.statements import Span
from corpus_lib.targets import is_relationship

Row = dict[str, Any]

#: Most parties of a sentence that are taken in pairs. A sentence that names more is a list, in which hardly anybody acts
#: on anybody; the number of pairs grows with the square.
MAX_PARTIES = 8


class RelationRows(NamedTuple):
    """The rows of `relations` of an article."""

    rows: list[Row]
    #: Sentences of which only the first `MAX_PARTIES` parties were taken.
    crowded: list[int]


def relation_rows(
    article: Mapping[str, Any],
    sentences: Sequence[Span],
    mentions: Sequence[Mapping[str, Any]],
    *,
    threads: int | None = None,
) -> RelationRows:
    """The rows of `relations` of an article.

    Two parties are two targets of different countries, or of which one is an international body; a relationship is no
    party. Of a party that a sentence names several times the first mention counts.

    Parameters
    ----------
    article
        a row of `articles`
    sentences
        the spans of its sentences
    mentions
        its rows of `mentions`, in the order of the text
    threads
        threads for the span model; all cores when not given

    Examples
    --------
    >>> from corpus_lib.mentions import mention_rows
    >>> text = "China condemned the United States."
    >>> article = {"article_id": "a", "text": text, "published": None, "published_earliest": None}
    >>> rows = relation_rows(article, [(0, 34)], mention_rows(article, [(0, 34)], [])).rows
    >>> [(row["actor"], row["target"], row["event"]) for row in rows]
    [('China', 'United States', 'ACCUSE'), ('United States', 'China', None)]
    """
    pairs: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []
    crowded: list[int] = []
    for sentence, of_sentence in groupby(mentions, key=lambda row: row["sentence_id"]):
        parties = list(_parties(of_sentence))
        if len(parties) > MAX_PARTIES:
            crowded.append(sentence)
        pairs += [
            (actor, target)
            for actor, target in permutations(parties[:MAX_PARTIES], 2)
            if actor["target_country"] != target["target_country"]
        ]
    texts, spans = [], []
    for actor, target in pairs:
        start, end = sentences[actor["sentence_id"]]
        texts.append(article["text"][start:end])
        spans.append(
            ((actor["start"] - start, actor["end"] - start), (target["start"] - start, target["end"] - start))
        )
    found = read_pairs(texts, spans, threads=threads)
    return RelationRows(
        [
            {"article_id": article["article_id"]} | _row(actor, target, pair)
            for (actor, target), pair in zip(pairs, found, strict=True)
        ],
        crowded,
    )


def _parties(mentions: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The first mention of each party of a sentence."""
    seen: set[str] = set()
    for mention in mentions:
        if not is_relationship(mention["target"]) and mention["target"] not in seen:
            seen.add(mention["target"])
            yield mention


def _row(actor: Mapping[str, Any], target: Mapping[str, Any], pair: Pair | None) -> Row:
    said = next((party for party in (target, actor) if party["attribution_id"]), None)
    quoted = pair.quoted >= QUOTED_FROM if pair else said is not None
    event = pair.event if pair else None
    mode = pair.mode if pair else None
    return Relation(
        sentence_id=actor["sentence_id"],
        actor=actor["target"],
        actor_country=actor["target_country"],
        actor_mention=actor["mention"],
        actor_start=actor["start"],
        actor_end=actor["end"],
        target=target["target"],
        target_country=target["target_country"],
        target_mention=target["mention"],
        target_start=target["start"],
        target_end=target["end"],
        event=event,  # type: ignore[arg-type]
        quad=QUADS[event] if event else None,  # type: ignore[arg-type]
        event_probability=pair.event_probability if pair else None,
        mode=mode,  # type: ignore[arg-type]
        score=score_event(event, mode),
        direction_positive=pair.directed[1] if pair else None,
        direction_negative=pair.directed[3] if pair else None,
        voice="quoted" if quoted else "author",
        attribution_id=said["attribution_id"] if said and quoted else None,
        speaker_country=said["speaker_country"] if said and quoted else None,
    )._asdict()
