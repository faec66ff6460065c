"""Mentions of an article: its targets, in whose voice they stand, and how the sentence judges them."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from corpus_lib.own_tables import OwnTables
from corpus_lib.rows import Mention
from corpus_lib.span_scores import score_spans
from corpus_lib.statements import Span
from corpus_lib.targets import find_targets

Row = dict[str, Any]

_NO_TABLES = OwnTables()


def mention_rows(
    article: Mapping[str, Any],
    sentences: Sequence[Span],
    attributions: Sequence[Mapping[str, Any]],
    own: OwnTables = _NO_TABLES,
    *,
    threads: int | None = None,
) -> list[Row]:
    """The rows of `mentions` of an article.

    Parameters
    ----------
    article
        a row of `articles`, None where something is not known
    sentences
        the spans of its sentences
    attributions
        its rows of `attributions`
    own
        the analyst's own tables, whose rows win over the shipped ones
    threads
        threads for the span model; all cores when not given

    Examples
    --------
    >>> article = {"article_id": "a", "text": "Critics called China reckless.", "published": None, "published_earliest": None}
    >>> row = mention_rows(article, [(0, 30)], [])[0]
    >>> row["target"], row["voice"], row["polarity"] < -0.5
    ('China', 'author', True)
    """
    text, published = article["text"], article["published"] or article["published_earliest"]
    day = published.date() if published else None
    targets = find_targets(text, published=day, officials=own.officials, aliases=own.aliases)
    starts = [start for start, _ in sentences]
    voices = sorted(
        (start, end, row["attribution_id"], row["speaker_country"])
        for row in attributions
        for start, end in json.loads(row["content_spans"])
    )
    places = [max(0, bisect_right(starts, target.start) - 1) for target in targets]
    scores = score_spans(
        [text[slice(*sentences[place])] for place in places],
        [((t.start - starts[n], t.end - starts[n]),) for t, n in zip(targets, places, strict=True)],
        threads=threads,
    )["sentiment"]
    rows = []
    for target, place, judged in zip(targets, places, scores.tolist(), strict=True):
        at = bisect_right(voices, target.start, key=lambda voice: voice[0]) - 1
        quoted = voices[at] if at >= 0 and target.end <= voices[at][1] else None
        negative, neutral, positive = (None if value != value else value for value in judged)
        row = Mention(
            sentence_id=place,
            target=target.target,
            target_country=target.country,
            mention=text[target.start : target.end],
            start=target.start,
            end=target.end,
            rule=target.rule,
            voice="quoted" if quoted else "author",
            attribution_id=quoted[2] if quoted else None,
            speaker_country=quoted[3] if quoted else None,
            negative=negative,
            neutral=neutral,
            positive=positive,
            polarity=None if positive is None or negative is None else positive - negative,
        )
        rows.append({"article_id": article["article_id"]} | row._asdict())
    return rows
