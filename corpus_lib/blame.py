"""Blame: whom the articles name as responsible for the tension, in whose voice, and who accuses whom.

Two kinds of spans carry blame. An *accusation* is an act in the text: one side criticises, blames or accuses another
(the event ACCUSE); the accuser blames the accused, whoever tells it. A *conflict told* is any other act of conflict but a
request that a voice asserts of a side: in the author's voice the article names the side that acts, in a quoted voice the
speaker does. What is planned, threatened, alleged or called for counts like what was done (the column `mode` tells them
apart); what is denied is no blame. Whether blame is deserved is not asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from corpus_lib.stance_spans import find_acts

if TYPE_CHECKING:
    from corpus_lib.corpus import Corpus

#: Who blames when the article does so in its own words.
ARTICLE = "the article itself"
#: Who blames when nobody was found who said it.
UNKNOWN = "quoted, side not known"
#: Events that are blame by themselves, and events that a side is blamed for. A request is neither.
ACCUSES = ("ACCUSE",)
BLAMED_FOR = ("REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")


def collect_blame(corpus: Corpus) -> pd.DataFrame:
    """Every span that blames a side.

    Returns
    -------
    DataFrame
        columns of `collect_stance`, with `kind` "accusation" or "conflict told", and before them `blamer` (a side, "the
        article itself", or "quoted, side not known") and `blamed` (a side)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> spans = cl.collect_blame(cl.build_corpus("seeds"))
    >>> set(spans["kind"]) <= {"accusation", "conflict told"}
    True
    """
    acts = find_acts(corpus)
    accusations = acts[acts["event"].isin(ACCUSES)]
    accusations = accusations.assign(
        kind="accusation", blamer=accusations["actor_side"], blamed=accusations["target_side"]
    )
    told = acts[acts["event"].isin(BLAMED_FOR)]
    speaker = told["side"].where(told["voice"] == "quoted", ARTICLE).fillna(UNKNOWN)
    told = told.assign(kind="conflict told", blamer=speaker, blamed=told["actor_side"])
    spans = pd.concat([accusations, told]).sort_index(ignore_index=True)
    return spans[["blamer", "blamed", *[name for name in acts.columns if name not in ("blamer", "blamed")]]]


def count_blame(spans: pd.DataFrame) -> pd.DataFrame:
    """Who blames whom, how often and in how many articles.

    Parameters
    ----------
    spans
        from `collect_blame`

    Returns
    -------
    DataFrame
        one row per kind, blamer and blamed, most articles first: `kind`, `blamer`, `blamed`, `n_articles`, `n_spans`,
        `example` (the first such sentence)

    Examples
    --------
    >>> import corpus_lib as cl
    >>> list(cl.count_blame(cl.collect_blame(cl.build_corpus("seeds"))))
    ['kind', 'blamer', 'blamed', 'n_articles', 'n_spans', 'example']
    """
    table: pd.DataFrame = spans.groupby(["kind", "blamer", "blamed"], as_index=False).agg(
        n_articles=("article_id", "nunique"), n_spans=("article_id", "size"), example=("sentence", "first")
    )
    return table.sort_values(
        ["n_articles", "n_spans", "kind", "blamer", "blamed"],
        ascending=[False, False, True, True, True],
        ignore_index=True,
    )
