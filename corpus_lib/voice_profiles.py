"""Who speaks in the articles, how much of them, and about whom.

A voice is either the article's own (`author`) or that of somebody it quotes (`quoted`); voices are measured in
words, because one statement can be a word or a page. The article's own voice is what stands in no attribution, so
a statement that was not found counts there. A speaker who is not resolved stays null and is counted like any other:
to drop these would make the known ones look larger than they are.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from corpus_lib.countries import STATE_KINDS, find_countries
from corpus_lib.errors import InputError

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: The sides of US-China relations, by country code. Hong Kong and Macau are counted with China, which speaks for
#: them abroad; Taiwan is counted by itself, because the press writes about it as a party of its own.
SIDES = {"US": "United States", "CN": "China", "HK": "China", "MO": "China", "TW": "Taiwan"}
#: All other countries, and bodies of several (EU, UN).
OTHER = "other"
#: What `share_voice` can tell quoted voices apart by.
BREAKDOWNS = ("side", "speaker_role", "speaker_country", "quote_type", "named")
#: Fewest articles for a mean over articles. With fewer, each article moves the mean by more than a tenth of its own
#: share: the mean cannot be told from the peculiarity of one article.
MIN_ARTICLES = 10
#: Most words of the example of a speaker's statements: about two lines of print.
MAX_EXAMPLE = 20
_QUOTE_TYPES = ("direct", "mixed", "indirect")


def side_of(country: object) -> str | None:
    """The side of US-China relations that a country is on.

    Parameters
    ----------
    country
        ISO 3166-1 alpha-2 code, or null

    Returns
    -------
    str or None
        "United States", "China" (with Hong Kong and Macau), "Taiwan", "other" for any other country; None when the
        country is not known

    Examples
    --------
    >>> [side_of(country) for country in ("US", "HK", "TW", "VN", None)]
    ['United States', 'China', 'Taiwan', 'other', None]
    """
    return SIDES.get(country, OTHER) if isinstance(country, str) else None


def sides_of(countries: pd.Series[str]) -> pd.Series[str]:
    """The side of each country of a column, as `side_of`; null where the country is.

    >>> sides_of(pd.Series(["US", None, "HK"], dtype="str")).tolist()
    ['United States', nan, 'China']
    """
    return countries.map({code: side_of(code) for code in countries.dropna().unique()}).astype("str")


def profile_speakers(corpus: Corpus) -> pd.DataFrame:
    """Who is quoted, how often and at what length.

    Returns
    -------
    DataFrame
        one row per speaker (a name that speaks for two countries has one for each), and one for each country and
        role of the sources that were not resolved to a name (such as unnamed officials of the United States), most
        words first: `speaker` (null when not resolved), `speaker_country` (where a statement does not tell it, the
        speaker's most frequent one), `side`, `speaker_role` (the speaker's most frequent one), `named` (whether the
        speaker is resolved), `n_articles`, `n_attributions`, of these `n_direct`, `n_mixed` and `n_indirect`, `n_words`, of these `direct_words`,
        `mixed_words` and `indirect_words` (words of such statements), `share` (of all attributed words, 0 to 1),
        `example` (the first words of the longest statement)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> cl.profile_speakers(cl.build_corpus("seeds"))["n_words"].is_monotonic_decreasing
    True
    """
    said = corpus.attributions.sort_values("n_words", ascending=False, kind="stable")
    speaker, country, role = (said[name] for name in ("speaker", "speaker_country", "speaker_role"))
    counted = said.assign(
        speaker_country=country.fillna(_most_frequent(speaker, country)),
        speaker_role=role.where(speaker.isna(), _most_frequent(speaker, role)),
        **{f"n_{kind}": (said["quote_type"] == kind).astype("int64") for kind in _QUOTE_TYPES},
        **{f"{kind}_words": said["n_words"].where(said["quote_type"] == kind, 0) for kind in _QUOTE_TYPES},
    )
    keys = ["speaker", "speaker_country", "speaker_role"]
    table: pd.DataFrame = counted.groupby(keys, dropna=False, as_index=False, sort=False).agg(
        n_articles=("article_id", "nunique"),
        n_attributions=("n_words", "size"),
        **{f"n_{kind}": (f"n_{kind}", "sum") for kind in _QUOTE_TYPES},
        n_words=("n_words", "sum"),
        **{f"{kind}_words": (f"{kind}_words", "sum") for kind in _QUOTE_TYPES},
        example=("content", "first"),
    )
    total = table["n_words"].sum()
    table["share"] = table["n_words"] / (total or float("nan"))
    table.insert(2, "side", sides_of(table["speaker_country"]))
    table.insert(4, "named", table["speaker"].notna())
    table["example"] = pd.Series([_first_words(text) for text in table.pop("example")], dtype="str")
    return table.sort_values(["n_words", *keys], ascending=[False, True, True, True], ignore_index=True)


def _most_frequent(speaker: pd.Series[str], values: pd.Series[str]) -> pd.Series[str]:
    """For each row its speaker's most frequent value, the first of the alphabet where several are."""
    pairs = pd.DataFrame({"speaker": speaker, "value": values}).dropna()
    counts = Counter(pairs.itertuples(index=False, name=None))
    found: dict[str, str] = {}
    for name, value in sorted(counts, key=lambda pair: (-counts[pair], pair)):
        found.setdefault(name, value)
    return pd.Series([found.get(name) for name in speaker], index=speaker.index, dtype="str")


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:MAX_EXAMPLE]) + (" …" if len(words) > MAX_EXAMPLE else "")


def share_voice(corpus: Corpus, *, by: str = "side") -> pd.DataFrame:
    """How much of each article is its own voice, and how much is that of whom it quotes.

    Parameters
    ----------
    corpus
        from `build_corpus`
    by
        what to tell the quoted voices apart by: "side" (see `side_of`), "speaker_role", "speaker_country",
        "quote_type" or "named" (whether the speaker is resolved to a name)

    Returns
    -------
    DataFrame
        by article in the corpus's order, first its own voice, then the quoted ones, most words first: `article_id`,
        `title`, `outlet`, `voice` ("author" or "quoted"), the column named by `by` (null for the author, and where
        it is not known), `n_attributions`, `n_words`, `share` (of the article's words; the shares of an article add up to 1, and are null
        when it has no words)

    Raises
    ------
    InputError
        when `by` is none of these

    Examples
    --------
    >>> import corpus_lib as cl
    >>> table = cl.share_voice(cl.build_corpus("seeds"), by="quote_type")
    >>> table.groupby("article_id")["share"].sum().round(6).unique().tolist()
    [1.0]
    """
    if by not in BREAKDOWNS:
        raise InputError(
            "no such breakdown", where=f"by {by!r}", remedy=f"use one of {', '.join(BREAKDOWNS)}"
        )
    said = corpus.attributions.assign(
        side=sides_of(corpus.attributions["speaker_country"]),
        named=corpus.attributions["speaker"].notna().astype("boolean"),
    )
    quoted: pd.DataFrame = said.groupby(["article_id", by], dropna=False, as_index=False, sort=False).agg(
        n_attributions=("n_words", "size"), n_words=("n_words", "sum")
    )
    articles = corpus.articles[["article_id", "title", "outlet"]].assign(order=range(len(corpus.articles)))
    said_words = corpus.articles["article_id"].map(quoted.groupby("article_id")["n_words"].sum())
    own_words = corpus.articles["n_words"] - said_words.astype("float64").fillna(0)
    author = articles[["article_id"]].assign(
        voice=pd.Series("author", index=articles.index, dtype="str"),
        **{by: pd.Series(None, index=articles.index, dtype=said[by].dtype)},
        n_attributions=0,
        n_words=own_words.clip(lower=0).astype("int64"),
    )
    quoted["voice"] = pd.Series("quoted", index=quoted.index, dtype="str")
    table = pd.concat([author, quoted]).merge(articles, on="article_id", how="inner")
    total = table.groupby("article_id")["n_words"].transform("sum")
    table["share"] = table["n_words"] / total.where(total > 0)
    table = table.sort_values(
        ["order", "voice", "n_words", by], ascending=[True, True, False, True], ignore_index=True
    )
    return table[["article_id", "title", "outlet", "voice", by, "n_attributions", "n_words", "share"]]


def total_voice(table: pd.DataFrame) -> pd.DataFrame:
    """How much of all articles together is their own voice, and how much is that of whom they quote.

    Parameters
    ----------
    table
        from `share_voice`

    Returns
    -------
    DataFrame
        one row per voice, the articles' own first, then most words first: `voice`, the column that `share_voice` was asked
        for, `n_articles` (in which it has words), `n_attributions`, `n_words`, `share` (of all words: a long
        article counts more), `mean_share` (of all articles' shares: an article counts once, with 0 where the voice
        is absent), `enough` (whether it is found in `MIN_ARTICLES` articles; if not, the means describe these
        articles only)

    Raises
    ------
    InputError
        when the table is not one of `share_voice`

    Examples
    --------
    >>> import corpus_lib as cl
    >>> table = cl.total_voice(cl.share_voice(cl.build_corpus("seeds")))
    >>> table["voice"].iloc[0], table["share"].sum().round(6), table["enough"].any()
    ('author', np.float64(1.0), np.False_)
    """
    by = [name for name in table.columns if name in BREAKDOWNS]
    if len(by) != 1 or not {"voice", "n_attributions", "n_words", "share"} <= set(table.columns):
        raise InputError(
            "not a table of voices", where="total_voice", remedy="give it a table of share_voice"
        )
    keys = ["voice", *by]
    found = table.assign(n_articles=(table["n_words"] > 0).astype("int64"))
    total: pd.DataFrame = found.groupby(keys, dropna=False, as_index=False, sort=False).agg(
        n_articles=("n_articles", "sum"),
        n_attributions=("n_attributions", "sum"),
        n_words=("n_words", "sum"),
        mean_share=("share", "sum"),
    )
    n_articles = table.loc[table["share"].notna(), "article_id"].nunique()
    total.insert(5, "share", total["n_words"] / (total["n_words"].sum() or float("nan")))
    total["mean_share"] = total["mean_share"] / (n_articles or float("nan"))
    total["enough"] = total["n_articles"] >= MIN_ARTICLES
    return total.sort_values(["voice", "n_words", *by], ascending=[True, False, True], ignore_index=True)


def quoted_about(corpus: Corpus) -> pd.DataFrame:
    """Who is quoted about whom: the side of the speaker, and the sides that the statement names.

    A statement names a side when a word for one of its countries or their governments stands in it ("China",
    "Beijing", "the White House"); universities and towns do not count. A pronoun is not followed, so a statement about "them" names nobody.

    Returns
    -------
    DataFrame
        one row per side of the speaker and side named, by side, most statements first: `side` (null when the
        speaker's country is not known), `about` (null for statements that name none), `n_attributions` (a statement
        that names two sides counts in both), `n_articles`, `n_mentions`, `of_attributions` (all statements of the
        speaker's side, each counted once), `share` (`n_attributions` of these)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> table = cl.quoted_about(cl.build_corpus("seeds"))
    >>> table.loc[table["side"] == "China", "about"].iloc[0]
    'United States'
    """
    texts = dict(zip(corpus.articles["article_id"], corpus.articles["text"], strict=True))
    said = corpus.attributions[["article_id", "attribution_id", "speaker_country", "content_spans"]]
    rows = [
        (article_id, attribution_id, side_of(country), about, n)
        for article_id, attribution_id, country, spans in said.itertuples(index=False, name=None)
        for about, n in _named_sides(texts[article_id], json.loads(spans)).items()
    ]
    names = ["article_id", "attribution_id", "side", "about", "n_mentions"]
    types = dict.fromkeys(names[:-1], "str") | {"n_mentions": "int64"}
    named = pd.DataFrame(rows, columns=names).astype(types)
    table: pd.DataFrame = named.groupby(["side", "about"], dropna=False, as_index=False, sort=False).agg(
        n_attributions=("n_mentions", "size"),
        n_articles=("article_id", "nunique"),
        n_mentions=("n_mentions", "sum"),
    )
    each = named.drop_duplicates("attribution_id")["side"].fillna("").value_counts()
    table["of_attributions"] = table["side"].fillna("").map(each).astype("int64")
    table["share"] = table["n_attributions"] / table["of_attributions"]
    rank = {side: n for n, side in enumerate([*SIDES.values(), OTHER])}
    table["rank"], table["about_rank"] = table["side"].map(rank), table["about"].map(rank)
    table = table.sort_values(
        ["rank", "n_attributions", "about_rank"], ascending=[True, False, True], ignore_index=True
    )
    return table.drop(columns=["rank", "about_rank"])


def _named_sides(text: str, spans: list[tuple[int, int]]) -> Counter[str | None]:
    """How often each side is named in the pieces of a statement; one null with no mentions when none is."""
    words = " … ".join(text[start:end] for start, end in spans)
    sides = Counter(side_of(m.code) for m in find_countries(words) if m.kind in STATE_KINDS)
    return sides or Counter({None: 0})
