"""Putting removed lines back: what cleaning took away is in `lines`, so an analyst who disagrees can have it again."""

from __future__ import annotations

from typing import Any

import pandas as pd

from corpus_lib.attribution import find_statements
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.language import split_sentences
from corpus_lib.lines import count_visible, count_words, repair_line
from corpus_lib.mentions import mention_rows
from corpus_lib.reuse import find_reuse
from corpus_lib.schema import make_table
from corpus_lib.voices import attribution_rows, find_speakers


def restore_lines(
    corpus: Corpus, *, reason: str | None = None, article_id: str | None = None, line: int | None = None
) -> Corpus:
    """The corpus with some removed lines put back where they stood.

    Parameters
    ----------
    corpus
        a corpus; it stays as it is
    reason
        put back the lines that this rule removed; all rules when not given
    article_id, line
        only in this article, only this line of it

    Returns
    -------
    Corpus
        with `text`, `n_words`, `n_sentences`, `removed_share`, `lines`, `sentences`, `attributions` and `mentions`
        (without the analyst's own officials) and `reuse` made anew; the other columns are what they were

    Raises
    ------
    InputError
        when no removed line fits

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from corpus_lib.build import build_corpus
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> _ = (folder / "a.txt").write_text("The talks went on for hours.\\nPhoto: AP\\nBoth sides agreed to meet again.")
    >>> corpus = build_corpus(folder, derived=folder / ".derived")
    >>> print(restore_lines(corpus, reason="caption").articles["text"][0])
    The talks went on for hours.
    Photo: AP
    Both sides agreed to meet again.
    """
    lines = corpus.lines
    back = ~lines["kept"] & (lines["reason"] != "blank")
    for column, value in {"reason": reason, "article_id": article_id, "line": line}.items():
        if value is not None:
            back &= lines[column] == value
    if not back.any():
        raise InputError(
            "no removed line fits", remedy="look at corpus.lines for the reasons and lines there are"
        )
    repairs = lines.loc[lines["kept"] | back, "text"].map(repair_line)
    lines = lines.assign(
        kept=lines["kept"] | back,
        reason=lines["reason"].mask(back),
        repair=lines["repair"].mask(back, repairs.str[1]),
    )
    texts = repairs.str[0].groupby(lines["article_id"]).agg("\n".join)
    return _with_texts(corpus, lines.astype(corpus.lines.dtypes), texts)


def _with_texts(corpus: Corpus, lines: pd.DataFrame, texts: pd.Series[str]) -> Corpus:
    articles = corpus.articles.assign(text=corpus.articles["article_id"].map(texts).fillna(""))
    spans = split_sentences(list(articles["text"]))
    visible = lines["text"].map(count_visible)
    kept = visible.where(lines["kept"], 0).groupby(lines["article_id"]).sum()
    whole = visible.groupby(lines["article_id"]).sum().clip(lower=1)
    articles = articles.assign(
        n_words=articles["text"].map(count_words),
        n_sentences=[len(of_one) for of_one in spans],
        removed_share=articles["article_id"].map(1 - kept / whole),
    )
    sentences = [
        {"article_id": article_id, "sentence_id": n, "start": start, "end": end}
        for article_id, of_one in zip(articles["article_id"], spans, strict=True)
        for n, (start, end) in enumerate(of_one)
    ]
    articles = articles.astype(corpus.articles.dtypes)
    attributed, mentioned = _voices(articles, spans)
    attributions = make_table("attributions", attributed)
    changed = {
        "articles": articles,
        "lines": lines,
        "sentences": make_table("sentences", sentences),
        "attributions": attributions,
        "mentions": make_table("mentions", mentioned),
        "reuse": make_table("reuse", [row._asdict() for row in find_reuse(articles, attributions)]),
    }
    return Corpus({**corpus.tables, **changed}, corpus.filters)


def _voices(
    articles: pd.DataFrame, spans: list[list[tuple[int, int]]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of `attributions` and of `mentions`."""
    plain = articles.astype(object).where(articles.notna(), None)
    known = [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]
    attributed: list[dict[str, Any]] = []
    mentioned: list[dict[str, Any]] = []
    for article, found, of_one in zip(
        known, find_statements(list(articles["text"]), spans), spans, strict=True
    ):
        rows = attribution_rows(article, found, find_speakers(article, found), of_one)
        attributed += rows
        mentioned += mention_rows(article, of_one, rows)
    return attributed, mentioned
