"""Text that two articles share: the same words, nearly the same words, or one speaker's statement in other words.

The rows do not depend on the order of the articles, and there is nothing to set: the same rules serve two articles
and ten thousand. What two articles share is no proof that one took it from the other; both may hold it from a third.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from corpus_lib.paraphrases import Paraphrase, find_paraphrases
from corpus_lib.passages import Passage, find_passages
from corpus_lib.rows import Reuse, ReuseKind


def find_reuse(articles: pd.DataFrame, attributions: pd.DataFrame) -> list[Reuse]:
    """Passages that two articles share, and statements that they give in other words.

    Parameters
    ----------
    articles
        rows with `article_id`, each once, and `text`
    attributions
        who said what in them: rows with `article_id`, `content_spans`, `speaker`, `speaker_country`; may be empty

    Returns
    -------
    list of Reuse
        sorted by the articles and the place in the first. A near passage holds the runs of equal words in it, a
        paraphrase is given where the statements are not part of a shared passage already

    Examples
    --------
    >>> texts = [
    ...     "He spoke. Talks will go on until both sides agree on how to keep the peace, they said.",
    ...     "In Vienna: “talks will go on until both sides agree on how to keep the peace.”",
    ... ]
    >>> articles = pd.DataFrame({"article_id": ["one", "two"], "text": texts})
    >>> for row in find_reuse(articles, pd.DataFrame()):
    ...     print(row.kind, row.n_words, row.text_b)
    verbatim 14 talks will go on until both sides agree on how to keep the peace
    """
    articles = articles.sort_values("article_id")
    ids, texts = articles["article_id"].tolist(), articles["text"].tolist()
    passages = find_passages(texts)
    statements: list[Paraphrase] = []
    if len(attributions):
        place = attributions["article_id"].map({name: n for n, name in enumerate(ids)})
        known = attributions.assign(article=place)[place.notna()].astype({"article": int})
        statements = _outside(find_paraphrases(texts, known), passages)
    rows = [
        *(
            _row(ids, texts, passage, "verbatim" if passage.similarity == 1 else "near")
            for passage in passages
        ),
        *(_statement_row(ids, texts, pair) for pair in statements),
    ]
    return sorted(rows, key=lambda row: (row.article_a, row.article_b, row.start_a, row.start_b, row.end_a))


def _outside(pairs: Iterable[Paraphrase], passages: Iterable[Passage]) -> list[Paraphrase]:
    """Pairs of statements neither of which is part of a passage or a better pair of the same two articles."""
    taken: dict[tuple[int, int], list[Passage]] = defaultdict(list)
    for passage in passages:
        taken[passage.text_a, passage.text_b].append(passage)
    found = []
    for pair in pairs:
        statement, others = _as_passage(pair), taken[pair.a.article, pair.b.article]
        if not any(_overlap(statement, other) for other in others):
            others.append(statement)
            found.append(pair)
    return found


def _as_passage(pair: Paraphrase) -> Passage:
    spans = (*pair.a[:3], *pair.b[:3])
    return Passage(*spans, min(len(pair.a.words), len(pair.b.words)), pair.similarity)


def _overlap(one: Passage, other: Passage) -> bool:
    """Whether they overlap in either article."""
    in_a = one.start_a < other.end_a and other.start_a < one.end_a
    in_b = one.start_b < other.end_b and other.start_b < one.end_b
    return in_a or in_b


def _row(
    ids: list[str], texts: list[str], passage: Passage, kind: ReuseKind, speaker: str | None = None
) -> Reuse:
    a, start_a, end_a, b, start_b, end_b, n_words, similarity = passage
    text_a, text_b = texts[a][start_a:end_a], texts[b][start_b:end_b]
    side_a, side_b = (ids[a], start_a, end_a, text_a), (ids[b], start_b, end_b, text_b)
    return Reuse(*side_a, *side_b, kind, n_words, similarity, speaker)


def _statement_row(ids: list[str], texts: list[str], pair: Paraphrase) -> Reuse:
    """The statements as a row; they may also be the same words, too few of them to be a shared passage."""
    if pair.a.words == pair.b.words:
        return _row(ids, texts, _as_passage(pair), "verbatim")
    return _row(ids, texts, _as_passage(pair), "paraphrase", pair.speaker)
