"""Putting removed lines back: what cleaning took away is in `lines`, so an analyst who disagrees can have it again."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from corpus_lib.attribution import find_statements
from corpus_lib.corpus import Corpus
from corpus_lib.errors import InputError
from corpus_lib.language import split_sentences
from corpus_lib.lines import count_visible, count_words, repair_line
from corpus_lib.reading import OF_TEXT, Guard, Rows, read_article
from corpus_lib.reuse import find_reuse
from corpus_lib.schema import make_table


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
        of the articles with such lines `text`, `n_words`, `n_sentences`, `removed_share`, `lines`, `sentences`,
        `attributions`, `time_expressions`, `mentions` and `relations` (without the analyst's own tables) are made anew, and `reuse` of all;
        the other columns and articles are what they were

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
    text = corpus.articles["article_id"].map(texts).fillna("").astype("str")
    changed = text != corpus.articles["text"]
    known = corpus.articles.assign(text=text)[changed]
    spans = split_sentences(list(known["text"]))
    read = _read_again(known, spans)
    visible = lines["text"].map(count_visible)
    kept = visible.where(lines["kept"], 0).groupby(lines["article_id"]).sum()
    whole = visible.groupby(lines["article_id"]).sum().clip(lower=1)
    articles = corpus.articles.assign(
        text=text,
        n_words=text.map(count_words),
        n_sentences=corpus.articles["n_sentences"].mask(
            changed, pd.Series([len(of_one) for of_one in spans], index=known.index)
        ),
        removed_share=corpus.articles["article_id"].map(1 - kept / whole),
    ).astype(corpus.articles.dtypes)
    tables = {
        name: _replace(corpus.tables[name], make_table(name, read[name]), known["article_id"], articles)
        for name in OF_TEXT
    }
    problems = pd.concat([corpus.problems, make_table("problems", read["problems"])])
    tables["problems"] = problems.drop_duplicates(ignore_index=True)
    reused = find_reuse(articles, tables["attributions"])
    changed_tables = {"articles": articles, "lines": lines, **tables}
    changed_tables["reuse"] = make_table("reuse", [row._asdict() for row in reused])
    return replace(corpus, tables={**corpus.tables, **changed_tables})


def _replace(
    old: pd.DataFrame, new: pd.DataFrame, anew: pd.Series[str], articles: pd.DataFrame
) -> pd.DataFrame:
    """The rows of a table with those of some articles made anew, in the order of the articles."""
    places = {article_id: n for n, article_id in enumerate(articles["article_id"])}
    rows = pd.concat([old[~old["article_id"].isin(anew)], new])
    return rows.sort_values(
        "article_id", key=lambda ids: ids.map(places), kind="stable", ignore_index=True
    ).astype(old.dtypes)


def _read_again(articles: pd.DataFrame, spans: list[list[tuple[int, int]]]) -> Rows:
    """The rows that the texts of these articles give."""
    plain = articles.astype(object).where(articles.notna(), None)
    known = [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False, name=None)]
    statements = find_statements(list(articles["text"]), spans)
    rows: Rows = {name: [] for name in (*OF_TEXT, "problems")}
    for article, found, of_one in zip(known, statements, spans, strict=True):
        guard = Guard(article["path"], article["article_id"], [])
        for table, of_article in read_article(article, of_one, found, guard).items():
            rows[table] += of_article
        rows["problems"] += [row._asdict() for row in guard.problems]
    return rows
