"""Where a bundle comes from: the record beside each figure and table, from which anyone can make it again.

The record holds everything that a brief says of a figure (finding, caption, alternative text, articles, outlets,
filters, parameters), so that a brief can be written months later from the bundles alone. It holds no time of day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from corpus_lib.drawing import count_noun

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus


def describe_origin(
    words: Mapping[str, str | None], table: pd.DataFrame, corpus: Corpus, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """The record of a bundle: what was said of it, its articles and outlets, code version, parameters and data.

    >>> from corpus_lib.corpus import Corpus
    >>> from corpus_lib.schema import TABLES, make_table
    >>> nothing = Corpus({name: make_table(name, []) for name in TABLES}, version="1")
    >>> record = describe_origin({"name": "n", "caption": "None."}, pd.DataFrame({"a": [1]}), nothing, {})
    >>> list(record)
    ['name', 'caption', 'corpus', 'outlets', 'code_version', 'parameters', 'data']
    >>> record["data"]
    {'file': 'n.csv', 'n_rows': 1, 'columns': {'a': 'int64'}}
    """
    earliest, latest = corpus.articles["published_earliest"].min(), corpus.articles["published_latest"].max()
    return {
        **words,
        "corpus": {
            "fingerprint": corpus.fingerprint,
            "n_articles": len(corpus.articles),
            "filters": list(corpus.filters),
            "published_earliest": None if pd.isna(earliest) else earliest.date().isoformat(),
            "published_latest": None if pd.isna(latest) else latest.date().isoformat(),
        },
        "outlets": _count_outlets(corpus),
        "code_version": corpus.code_version,
        "parameters": dict(parameters),
        "data": {
            "file": f"{words['name']}.csv",
            "n_rows": len(table),
            "columns": {str(column): str(dtype) for column, dtype in table.dtypes.items()},
        },
    }


def _count_outlets(corpus: Corpus) -> list[dict[str, Any]]:
    """Outlets with their numbers of articles, most first; null is the outlet of those that name none."""
    counted = corpus.articles.groupby("outlet", dropna=False, as_index=False).agg(
        n_articles=("article_id", "size")
    )
    ordered = counted.sort_values(["n_articles", "outlet"], ascending=[False, True], kind="stable")
    return [
        {"outlet": None if pd.isna(outlet) else outlet, "n_articles": int(n)}
        for outlet, n in zip(ordered["outlet"], ordered["n_articles"], strict=True)
    ]


def name_source(corpus: Corpus) -> str:
    """The source in one line, as it stands below a caption.

    >>> from corpus_lib.corpus import Corpus
    >>> from corpus_lib.schema import TABLES, make_table
    >>> name_source(Corpus({name: make_table(name, []) for name in TABLES}, version="1"))
    'Source: 0 articles, corpus e3b0c44298fc, code 1.'
    """
    return f"Source: {count_noun(len(corpus.articles), 'article')}, corpus {corpus.fingerprint}, code {corpus.code_version}."
