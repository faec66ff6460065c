"""Profiles: what is in the corpus, in small tables that one can read.

Every verb takes a corpus and returns a new table; none changes its input, draws or writes. A missing value
stays null: words such as "outlet not stated" are put in by figures and views, never here. Nothing is
averaged over articles: each row is one article, one outlet, or one pair of outlets, with the number of
articles behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corpus_lib.language import MIN_WORDS, measure_text
from corpus_lib.line_rules import RULES

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: Most examples of crediting words given for a pair of outlets: enough to judge the rule, short enough to
#: read.
MAX_EXAMPLES = 3


def profile_outlets(corpus: Corpus) -> pd.DataFrame:
    """Who published the articles.

    Returns
    -------
    DataFrame
        one row per outlet (one for all articles whose outlet is not stated), most articles first: `outlet`,
        `outlet_country`, `outlet_type`, `n_articles`, `n_words`, `first_published` and `last_published`
        (the earliest and latest day on which one of its articles can have come out, where that is known), `n_credits` (passages
        in which it credits another outlet)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> cl.profile_outlets(cl.build_corpus("seeds")).columns[:4].tolist()
    ['outlet', 'outlet_country', 'outlet_type', 'n_articles']
    """
    articles = corpus.articles
    n_credits = corpus.credits.groupby("article_id").size()
    counted = articles.assign(n_credits=articles["article_id"].map(n_credits).fillna(0).astype("int64"))
    table: pd.DataFrame = counted.groupby("outlet", dropna=False, as_index=False, sort=False).agg(
        outlet_country=("outlet_country", "first"),
        outlet_type=("outlet_type", "first"),
        n_articles=("article_id", "size"),
        n_words=("n_words", "sum"),
        first_published=("published_earliest", "min"),
        last_published=("published_latest", "max"),
        n_credits=("n_credits", "sum"),
    )
    return table.sort_values(["n_articles", "outlet"], ascending=[False, True], ignore_index=True)


def profile_texts(corpus: Corpus) -> pd.DataFrame:
    """How long, how hard to read and how varied each article is.

    Returns
    -------
    DataFrame
        one row per article, in the corpus's order: `article_id`, `title`, `outlet`, `n_words`,
        `n_sentences`, `words_per_sentence`, `reading_ease` (Flesch, higher is easier), `school_grade`
        (Flesch-Kincaid, years of school), `diversity` (MTLD, words), `note` (why the measures are missing
        or should not be compared)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> cl.profile_texts(cl.build_corpus("seeds"))["reading_ease"].notna().sum()
    np.int64(5)
    """
    articles = corpus.articles
    measured = [measure_text(text) for text in articles["text"]]
    table: pd.DataFrame = articles[["article_id", "title", "outlet", "n_words", "n_sentences"]].copy()
    table["words_per_sentence"] = table["n_words"] / table["n_sentences"].where(table["n_sentences"] > 0)
    for name in ("reading_ease", "school_grade", "diversity"):
        table[name] = pd.Series([m[name] for m in measured], index=table.index, dtype="float64")
    notes = [
        _note(row.language, row.machine_translated, m["reading_ease"] is None)
        for row, m in zip(articles.itertuples(), measured, strict=True)
    ]
    table["note"] = pd.Series(notes, index=table.index, dtype="str")
    return table.reset_index(drop=True)


def _note(language: object, machine_translated: object, unmeasured: bool) -> str | None:
    notes = []
    if unmeasured:
        notes.append(f"not measured: fewer than {MIN_WORDS} words, or no English words")
    if isinstance(language, str) and language != "en":
        notes.append(f"the measures are for English, this is {language}")
    if not pd.isna(machine_translated) and machine_translated:  # type: ignore[call-overload]
        notes.append("machine translation: measures the translator, not the writer")
    return "; ".join(notes) or None


def summarise_cleaning(corpus: Corpus) -> pd.DataFrame:
    """What cleaning kept and what it removed, by reason.

    Returns
    -------
    DataFrame
        one row per article and reason, most characters first within an article: `article_id`, `title`,
        `kept`, `reason` (null for what was kept), `why` (the reason in words), `n_lines`, `n_characters`
        (without blanks), `share` (of the raw text's characters without blanks, 0 to 1)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> table = cl.summarise_cleaning(cl.build_corpus("seeds"))
    >>> table.groupby("article_id")["share"].sum().round(6).unique().tolist()
    [1.0]
    """
    lines = corpus.lines
    characters = lines["text"].str.replace(r"\s+", "", regex=True).str.len()
    table = (
        lines[["article_id", "kept", "reason"]]
        .assign(n_characters=characters.fillna(0).astype("int64"))
        .groupby(["article_id", "kept", "reason"], dropna=False, as_index=False, sort=False)
        .agg(n_lines=("n_characters", "size"), n_characters=("n_characters", "sum"))
    )
    total = table.groupby("article_id")["n_characters"].transform("sum")
    table["share"] = table["n_characters"] / total.where(total > 0)
    table["why"] = table["reason"].map(_reasons_in_words()).astype("str")
    table = _with_titles(table, corpus, "title").sort_values(
        ["order", "kept", "n_characters"], ascending=[True, False, False], ignore_index=True, kind="stable"
    )
    return table[["article_id", "title", "kept", "reason", "why", "n_lines", "n_characters", "share"]]


def _reasons_in_words() -> dict[str, str]:
    return {rule.reason: rule.why for rule in reversed(RULES)}  # the first rule of a reason names it


def _with_titles(table: pd.DataFrame, corpus: Corpus, *columns: str) -> pd.DataFrame:
    articles = corpus.articles[["article_id", *columns]].assign(order=range(len(corpus.articles)))
    return table.merge(articles, on="article_id", how="left")


def count_credits(corpus: Corpus) -> pd.DataFrame:
    """Whose reporting the articles carry.

    Returns
    -------
    DataFrame
        one row per outlet, credited outlet and kind, most articles first: `outlet`, `outlet_country`,
        `credited_outlet`, `credited_country`, `kind`, `n_articles`, `n_credits` (passages), `words` (up to
        three of the crediting passages)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> cl.count_credits(cl.build_corpus("seeds"))["credited_outlet"].isna().any()
    np.False_
    """
    keys = ["outlet", "outlet_country", "credited_outlet", "credited_country", "kind"]
    credited = _with_titles(corpus.credits, corpus, "outlet", "outlet_country").sort_values(
        ["order", "raw_start"]
    )
    table: pd.DataFrame = credited.groupby(keys, dropna=False, as_index=False, sort=False).agg(
        n_articles=("article_id", "nunique"), n_credits=("article_id", "size"), words=("text", _examples)
    )
    table["words"] = table["words"].astype("str")
    order = ["n_articles", "n_credits", "outlet", "credited_outlet", "kind"]
    return table.sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)


def _examples(passages: pd.Series[str]) -> str:
    return " … ".join(" ".join(str(words).split()) for words in passages.drop_duplicates().head(MAX_EXAMPLES))


def date_coverage(corpus: Corpus) -> pd.DataFrame:
    """When the articles came out, and how exactly that is known.

    Returns
    -------
    DataFrame
        one row per article, earliest first and undated ones last: `article_id`, `title`, `outlet`,
        `published`, `earliest` and `latest` (days, inclusive; null when nothing is known), `precision`,
        `rule`

    Examples
    --------
    >>> import corpus_lib as cl
    >>> cl.date_coverage(cl.build_corpus("seeds")).shape
    (5, 8)
    """
    names = {
        "published_earliest": "earliest",
        "published_latest": "latest",
        "published_precision": "precision",
        "published_rule": "rule",
    }
    table = corpus.articles[["article_id", "title", "outlet", "published", *names]].rename(columns=names)
    return table.sort_values(["earliest", "latest", "title"], ignore_index=True, kind="stable")


def show_evidence(corpus: Corpus) -> pd.DataFrame:
    """Why each metadata value was chosen, and what was rejected.

    Returns
    -------
    DataFrame
        one row per candidate, by article and column, the chosen one first: `article_id`, `title`, `field`
        (the column of `articles`), `value`, `chosen`, `words` (that it was read from; null when read from
        markup), `rule`, `confidence` (0 to 1: an order of trust, not a probability)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> evidence = cl.show_evidence(cl.build_corpus("seeds"))
    >>> evidence[evidence["chosen"]].groupby(["article_id", "field"])["value"].nunique().max()
    np.int64(1)
    """
    table = _with_titles(corpus.evidence.rename(columns={"text": "words"}), corpus, "title")
    table = table.sort_values(
        ["order", "field", "chosen", "confidence"],
        ascending=[True, True, False, False],
        ignore_index=True,
        kind="stable",
    )
    return table[["article_id", "title", "field", "value", "chosen", "words", "rule", "confidence"]]
