"""Voices of an article: its statements with their speakers, as rows of the table `attributions`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from corpus_lib.attribution import describe
from corpus_lib.lines import count_words
from corpus_lib.officials import Official
from corpus_lib.rows import Attribution
from corpus_lib.speakers import Speaker, resolve_speakers
from corpus_lib.statements import Span, Statement


def find_speakers(
    article: Mapping[str, Any], statements: Sequence[Statement], officials: tuple[Official, ...] = ()
) -> list[Speaker]:
    """The speaker of each statement, as of the day of the article.

    Parameters
    ----------
    article
        a row of `articles`, None where something is not known
    statements
        of its text
    officials
        the analyst's own rows of officials, which win over the shipped ones

    Examples
    --------
    >>> article = {"text": "Xi agreed.", "published": None, "published_earliest": None, "outlet_country": None}
    >>> find_speakers(article, [Statement(((3, 9),), None, (0, 2), "indirect", "tags", 1.0)])[0].country
    'CN'
    """
    published = article["published"] or article["published_earliest"]
    return resolve_speakers(
        article["text"],
        [statement.source for statement in statements],
        published=published.date() if published else None,
        outlet_country=article["outlet_country"],
        officials=officials,
    )


def attribution_rows(
    article: Mapping[str, Any],
    statements: Sequence[Statement],
    speakers: Sequence[Speaker],
    sentences: Sequence[Span],
) -> list[dict[str, Any]]:
    """The rows of `attributions` of an article.

    Parameters
    ----------
    article
        a row of `articles`
    statements, speakers
        of its text, one speaker a statement
    sentences
        the spans of its sentences

    Examples
    --------
    >>> attribution_rows({"article_id": "a", "text": ""}, [], [], [])
    []
    """
    text, article_id = article["text"], article["article_id"]
    rows = []
    for number, (statement, speaker) in enumerate(zip(statements, speakers, strict=True)):
        row = describe(text, statement, sentences) | {
            "attribution_id": f"{article_id}:{number}",
            "content_spans": json.dumps(statement.contents),
            "n_words": sum(count_words(text[start:end]) for start, end in statement.contents),
            "speaker": speaker.speaker,
            "speaker_country": speaker.country,
            "speaker_role": speaker.role,
            "speaker_rule": speaker.rule,
            "speaker_start": speaker.start,
            "speaker_end": speaker.end,
        }
        rows.append({"article_id": article_id} | Attribution(**row)._asdict())  # type: ignore[arg-type]
    return rows
