"""Whether articles that share text say whose it is, and whether those that name an outlet carry its text.

Shared passages (`reuse`) and credits are found apart from each other; here they are laid side by side. Neither
proves who wrote first: two articles may both carry a third one's text. That an outlet is credited but no passage
is shared can mean that the article tells it in words of its own, or that the corpus does not hold the article
that it means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from corpus_lib.profiles import MAX_EXAMPLES

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

BOTH, NOT_CREDITED, NOT_REUSED = "reused and credited", "reused, not credited", "credited, not reused"
#: What a row can say, in the order of the rows.
STATUSES = (BOTH, NOT_CREDITED, NOT_REUSED)
CREDITS = "credits the other"
_TYPES = {
    "article_id": "str",
    "title": "str",
    "outlet": "str",
    "other_id": "str",
    "other_title": "str",
    "other_outlet": "str",
    "status": "str",
    "credit": "str",
    "credited_outlet": "str",
    "credit_words": "str",
    "n_passages": "int64",
    "n_words": "int64",
    "kinds": "str",
}
#: Credited outlets of each article, with the crediting words.
Credited = dict[str | None, dict[str | None, list[str]]]


class _Article(NamedTuple):
    article_id: str | None
    title: str | None
    outlet: str | None


def compare_reuse(corpus: Corpus) -> pd.DataFrame:
    """Which articles share passages, and whether they credit one another.

    Returns
    -------
    DataFrame
        one row per article and other article with which it shares passages (so each pair stands twice, once for
        either article), and one per article and outlet that it credits without sharing a passage with any of the
        outlet's articles in the corpus; by status, most shared words first: `article_id`, `title`, `outlet`,
        `other_id` and `other_title` (null where an outlet is credited, not reused), `other_outlet`, `status` (one of
        `STATUSES`), `credit` ("credits the other", "credited by the other", "each credits the other" or "both
        credit the same outlet"; null where none does), `credited_outlet`, `credit_words` (up to three crediting
        passages), `n_passages`, `n_words` (of the passages), `kinds` (of the passages, the one with most words first)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> cl.compare_reuse(cl.build_corpus("seeds"))[["status", "n_passages"]].values.tolist()
    [['reused, not credited', 3], ['reused, not credited', 3]]
    """
    articles, credited = _articles(corpus), _credited(corpus)
    shared = dict(iter(corpus.reuse.groupby(["article_a", "article_b"], sort=False)))
    rows = [*_reused(articles, credited, shared), *_only_credited(articles, credited, set(shared))]
    table = pd.DataFrame(rows, columns=[*_TYPES]).astype(_TYPES)
    table["rank"] = table["status"].map({status: n for n, status in enumerate(STATUSES)})
    table["order"] = table["article_id"].map({article_id: n for n, article_id in enumerate(articles)})
    table = table.sort_values(
        ["rank", "n_words", "order", "other_outlet", "other_id"],
        ascending=[True, False, True, True, True],
        ignore_index=True,
    )
    return table[[*_TYPES]]


def _articles(corpus: Corpus) -> dict[str, _Article]:
    rows = corpus.articles[["article_id", "title", "outlet"]].itertuples(index=False, name=None)
    return {row[0]: _Article(*(None if pd.isna(value) else value for value in row)) for row in rows}


def _credited(corpus: Corpus) -> Credited:
    """For each article the outlets that it credits, in the order of the text, with the crediting words."""
    found: Credited = defaultdict(dict)
    rows = corpus.credits.sort_values("raw_start", kind="stable")[["article_id", "credited_outlet", "text"]]
    for article_id, outlet, words in rows.itertuples(index=False, name=None):
        found[article_id].setdefault(outlet, []).append(" ".join(words.split()))
    return found


def _reused(
    articles: Mapping[str, _Article], credited: Credited, shared: Mapping[Any, pd.DataFrame]
) -> Iterator[dict[str, Any]]:
    for pair, passages in shared.items():
        words = passages.groupby("kind")["n_words"].sum().sort_values(ascending=False, kind="stable")
        counts = {"n_passages": len(passages), "n_words": int(words.sum()), "kinds": ", ".join(words.index)}
        for one, other in (pair, reversed(pair)):
            yield (
                _row(articles[one], articles[other])
                | _credit(articles[one], articles[other], credited)
                | counts
            )


def _row(one: _Article, other: _Article) -> dict[str, Any]:
    return {
        **one._asdict(),
        "other_id": other.article_id,
        "other_title": other.title,
        "other_outlet": other.outlet,
    }


def _credit(one: _Article, other: _Article, credited: Credited) -> dict[str, Any]:
    """How the credits of two articles that share passages meet, if they do."""
    mine, theirs = credited.get(one.article_id, {}), credited.get(other.article_id, {})
    by_one, by_other = other.outlet in mine, one.outlet in theirs
    if by_one or by_other:
        way = (
            "each credits the other"
            if by_one and by_other
            else CREDITS
            if by_one
            else "credited by the other"
        )
        outlets = [other.outlet] * by_one + [one.outlet] * by_other
        words = [*mine.get(other.outlet, []), *theirs.get(one.outlet, [])]
    else:
        way, outlets = "both credit the same outlet", [outlet for outlet in mine if outlet in theirs]
        words = [text for outlet in outlets for text in (mine[outlet][0], theirs[outlet][0])]
    if not outlets:
        return {"status": NOT_CREDITED, "credit": None, "credited_outlet": None, "credit_words": None}
    return {"status": BOTH, "credit": way} | _words(outlets, words)


def _words(outlets: Iterable[str | None], words: Iterable[str]) -> dict[str, str]:
    names = dict.fromkeys(outlet for outlet in outlets if outlet)
    return {
        "credited_outlet": ", ".join(names),
        "credit_words": " … ".join([*dict.fromkeys(words)][:MAX_EXAMPLES]),
    }


def _only_credited(
    articles: Mapping[str, _Article], credited: Credited, pairs: Collection[Any]
) -> Iterator[dict[str, Any]]:
    """Credits of outlets, other than the article's own, that have articles here, none of which shares a passage."""
    published = {article.outlet for article in articles.values()}
    met = {(one, articles[other].outlet) for a, b in pairs for one, other in ((a, b), (b, a))}
    counts = {"n_passages": 0, "n_words": 0, "kinds": None}
    for one in articles.values():
        for outlet, words in credited.get(one.article_id, {}).items():
            if outlet in published and outlet != one.outlet and (one.article_id, outlet) not in met:
                row = _row(one, _Article(None, None, outlet)) | {"status": NOT_REUSED, "credit": CREDITS}
                yield row | _words([outlet], words) | counts
