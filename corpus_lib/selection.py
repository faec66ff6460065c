"""Passages of a corpus, chosen by who speaks, about whom, when and with what words; and how many of them there are over time.

A passage is what an analyst can look at and count: an article, a match of words, a statement, an act or a judgement. All
kinds have the columns of their article beside their own, so that one filter means the same for each.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from corpus_lib.coverage import choose_unit, fill_gaps, place_articles, span_periods
from corpus_lib.errors import InputError
from corpus_lib.keyword_context import Concordance, find_words
from corpus_lib.queries import Query
from corpus_lib.stance_spans import collect_judgements, find_acts
from corpus_lib.voice_profiles import sides_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corpus_lib.corpus import Corpus

#: Columns of `articles` that every passage has, in front and behind.
OF_ARTICLE = ["article_id", "title", "outlet", "outlet_country", "genre"]
OF_ARTICLE_DATES = ["published", "published_earliest", "published_latest"]


def select_passages(corpus: Corpus, kind: str = "acts", **filters: Any) -> pd.DataFrame:
    """The passages of a kind that fit the filters.

    Parameters
    ----------
    corpus
        from `build_corpus`
    kind
        articles, words (matches of `words`), statements (`corpus.attributions`), acts (as `collect_events`, of all sides) or
        judgements (as `collect_judgements`)
    filters
        `since`, `until`: days of publication, as 2023-02-01 (an article that may have come out outside them is left out);
        `words`: text that must stand in the passage, with `regex=True` a pattern (as `find_words`); and columns = a value,
        a list of values, or None for "not known": `outlet`, `outlet_country`, `genre`; for all but articles `side` and
        `speaker` (who is quoted); for words, acts and judgements `voice`; for acts and judgements `target`; for acts
        `direction`, `quad` and `mode`

    Returns
    -------
    DataFrame
        one row per passage, in the order of the corpus: `article_id`, `title`, `outlet`, `outlet_country`, `genre`, what the
        kind has of its own, `published`, `published_earliest`, `published_latest`, and where the passage stands in
        `articles.text` (`start`, `end`)

    Raises
    ------
    InputError
        when there is no such kind, it has no such column, a day is none, or a pattern cannot be read

    Examples
    --------
    >>> import corpus_lib as cl
    >>> acts = select_passages(cl.build_corpus("seeds"), "acts", voice="quoted", direction="China → United States")
    >>> set(acts["voice"]), len(acts) > 1
    ({'quoted'}, True)
    """
    return Finder(corpus).select(Query.of(kind, **filters))


class Finder:
    """The passages of a corpus; each kind is collected once, however many queries are asked."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._concordance = Concordance(corpus)
        self.offsets = self._concordance.offsets
        self._kinds: dict[str, pd.DataFrame] = {}
        self._matches: tuple[tuple[str, bool], pd.DataFrame] = (("", False), _no_matches(corpus))

    def passages(self, kind: str) -> pd.DataFrame:
        """All passages of a kind; of words, those found last."""
        if kind == "words":
            return self._with_article(self._matches[1])
        if kind not in self._kinds:
            self._kinds[kind] = self._with_article(_COLLECTORS[kind](self.corpus))
        return self._kinds[kind]

    def matches(self, words: str, regex: bool) -> pd.DataFrame:
        """Where the words stand, as `find_words`; nothing when there are none."""
        if self._matches[0] != (words, regex):
            found = self._concordance.find(words, regex=regex) if words.strip() else _no_matches(self.corpus)
            self._matches = (words, regex), found
        return self._matches[1]

    def select(self, query: Query) -> pd.DataFrame:
        """The passages that fit the query."""
        matches = self.matches(query.words, query.regex)
        rows = self.passages(query.kind)
        fits = np.ones(len(rows), dtype=bool)
        if query.since:
            fits &= rows["published_earliest"].ge(pd.Timestamp(query.since)).to_numpy()
        if query.until:
            fits &= rows["published_latest"].dt.normalize().le(pd.Timestamp(query.until)).to_numpy()
        for name, values in query.chosen.items():
            fits &= _is_one_of(rows[name], values)
        if query.words.strip() and query.kind != "words":
            fits &= self.hold(rows, matches)
        return rows[fits].reset_index(drop=True)

    def hold(self, spans: pd.DataFrame, inner: pd.DataFrame) -> NDArray[np.bool_]:
        """Whether each span holds one of the others, which stand in the order of the text."""
        first, last = (self.offsets.of(inner, name) for name in ("start", "end"))
        at = np.searchsorted(first, self.offsets.of(spans, "start"))
        soonest = np.minimum.accumulate(np.append(last, np.iinfo("int64").max)[::-1])[::-1]
        return np.asarray(soonest[at] <= self.offsets.of(spans, "end"))

    def lie_in(self, inner: pd.DataFrame, spans: pd.DataFrame) -> NDArray[np.bool_]:
        """Whether each of the first spans lies in one of the others."""
        order = np.argsort(first := self.offsets.of(spans, "start"), kind="stable")
        reach = np.maximum.accumulate(self.offsets.of(spans, "end")[order])
        at = np.searchsorted(first[order], self.offsets.of(inner, "start"), side="right") - 1
        return np.asarray(np.append(reach, -1)[at] >= self.offsets.of(inner, "end"))

    def _with_article(self, own: pd.DataFrame) -> pd.DataFrame:
        articles = self.corpus.articles[OF_ARTICLE + OF_ARTICLE_DATES]
        at = pd.Index(articles["article_id"]).get_indexer(own["article_id"])
        of_rows = articles.take(at).reset_index(drop=True)
        own = own.reset_index(drop=True).drop(columns=[*articles], errors="ignore")
        parts = [of_rows[OF_ARTICLE], own.drop(columns=["start", "end"]), of_rows[OF_ARTICLE_DATES]]
        return pd.concat([*parts, own[["start", "end"]]], axis=1)


def _is_one_of(values: pd.Series[Any], wanted: Sequence[str | None]) -> NDArray[np.bool_]:
    fits = values.isin([value for value in wanted if value is not None])
    return np.asarray((fits | values.isna()) if None in wanted else fits, dtype=bool)


def _no_matches(corpus: Corpus) -> pd.DataFrame:
    return find_words(corpus.where(article_id=[]), "none")


def _articles(corpus: Corpus) -> pd.DataFrame:
    articles = corpus.articles
    own = ["n_words", "language", "machine_translated", "published_precision"]
    return articles[["article_id", *own]].assign(start=0, end=articles["text"].str.len())


def _statements(corpus: Corpus) -> pd.DataFrame:
    """Statements with what is said in one column, from their first to their last word."""
    said = corpus.attributions
    pieces = [json.loads(spans) for spans in said["content_spans"]]
    spans = pd.DataFrame(
        {"start": [min(a for a, _ in p) for p in pieces], "end": [max(b for _, b in p) for p in pieces]},
        dtype="int64",
    )
    texts = dict(zip(corpus.articles["article_id"], corpus.articles["text"], strict=True))
    words = [texts[n][a:b] for n, a, b in zip(said["article_id"], spans["start"], spans["end"], strict=True)]
    own = ["attribution_id", "sentence_id", "quote_type", "speaker", "speaker_country", "speaker_role"]
    frame = said[["article_id", *own, "source", "cue"]].assign(side=sides_of(said["speaker_country"]))
    return pd.concat([frame.assign(statement=pd.Series(words, dtype="str")), spans], axis=1)


_COLLECTORS = {
    "articles": _articles,
    "statements": _statements,
    "acts": find_acts,
    "judgements": collect_judgements,
}


def count_passages(
    passages: pd.DataFrame, *, measure: str = "n_articles", by: str | None = None, unit: str = "auto"
) -> pd.DataFrame:
    """How many passages came out in each period.

    Parameters
    ----------
    passages
        from `select_passages`
    measure
        what the column of counts is called; "n_articles" counts the articles that hold them, any other name the passages
    by
        a column of the passages; null is what is not known
    unit
        as in `count_coverage`

    Returns
    -------
    DataFrame
        as `count_coverage` gives it, for `plot_coverage`: one row per group and period without gaps: `by`, `unit`, `period` (its
        first day; null, and last, for what cannot be placed in one), and the counts

    Raises
    ------
    InputError
        when there is no such column or unit

    Examples
    --------
    >>> import corpus_lib as cl
    >>> acts = cl.select_passages(cl.build_corpus("seeds"), "acts")
    >>> bool(count_passages(acts, measure="n_relations", by="voice")["n_relations"].sum() == len(acts))
    True
    """
    if by is not None and by not in passages:
        remedy = f"use one of {', '.join(passages.columns)}"
        raise InputError(f"passages have no column {by!r}", where="count_passages", remedy=remedy)
    keys = [] if by is None else [by]
    rows = passages.drop_duplicates(["article_id", *keys]) if measure == "n_articles" else passages
    if unit == "auto":
        once = rows.drop_duplicates("article_id")
        unit = choose_unit(once["published_earliest"], once["published_latest"])
    placed = rows.assign(period=place_articles(rows, unit))
    found = placed.groupby([*keys, "period"], dropna=False).size().rename(measure).reset_index()
    groups = rows[keys].drop_duplicates().sort_values(keys) if keys else pd.DataFrame(index=range(1))
    table = fill_gaps(found, groups, span_periods(placed["period"], unit), [measure])
    return table.assign(unit=unit)[[*keys, "unit", "period", measure]]
