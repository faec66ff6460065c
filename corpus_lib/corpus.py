"""The corpus: articles and what is known of them, and parts of it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from corpus_lib.errors import InputError
from corpus_lib.schema import keys_of
from corpus_lib.version import stage_version


@dataclass(frozen=True)
class Corpus:
    """Articles and what is known of them, as plain DataFrames (columns: see `data/README.md`).

    >>> from corpus_lib.schema import TABLES, make_table
    >>> corpus = Corpus({name: make_table(name, []) for name in TABLES})
    >>> corpus
    <Corpus: 0 articles, 0 problems>
    """

    tables: Mapping[str, pd.DataFrame]
    #: What was asked for with `where`, in words.
    filters: tuple[str, ...] = field(default=())
    #: Version of the stages and of the analyst's own tables; that of the stages when not given.
    version: str = field(default="")

    def __repr__(self) -> str:
        narrowed = f", where {' and '.join(self.filters)}" if self.filters else ""
        return f"<Corpus: {len(self.articles)} articles, {len(self.problems)} problems{narrowed}>"

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def articles(self) -> pd.DataFrame:
        """One row per article."""
        return self.tables["articles"]

    @property
    def lines(self) -> pd.DataFrame:
        """One row per line of the raw text, kept or removed."""
        return self.tables["lines"]

    @property
    def evidence(self) -> pd.DataFrame:
        """Every candidate for every metadata value."""
        return self.tables["evidence"]

    @property
    def credits(self) -> pd.DataFrame:
        """Whose reporting the articles carry."""
        return self.tables["credits"]

    @property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence."""
        return self.tables["sentences"]

    @property
    def attributions(self) -> pd.DataFrame:
        """Who said what: one row per attribution."""
        return self.tables["attributions"]

    @property
    def time_expressions(self) -> pd.DataFrame:
        """Words that say when, with the days that they mean."""
        return self.tables["time_expressions"]

    @property
    def mentions(self) -> pd.DataFrame:
        """Targets that the articles name, in whose voice, and how they are judged."""
        return self.tables["mentions"]

    @property
    def relations(self) -> pd.DataFrame:
        """Who does what to whom, and with what attitude: one row per actor, target and sentence."""
        return self.tables["relations"]

    @property
    def reuse(self) -> pd.DataFrame:
        """Passages that two articles share."""
        return self.tables["reuse"]

    @property
    def problems(self) -> pd.DataFrame:
        """What could not be done."""
        return self.tables["problems"]

    @cached_property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that are the same for the same articles, whatever their order and place."""
        return hashlib.sha256("\n".join(sorted(self.articles["article_id"])).encode()).hexdigest()[:12]

    @property
    def code_version(self) -> str:
        """Version of the stages that made the tables, and of the analyst's own tables where there are any."""
        return self.version or stage_version()

    def where(self, **equals: object) -> Corpus:
        """The articles whose columns have the given values, with all that belongs to them.

        Parameters
        ----------
        equals
            column of `articles` = a value, a list of values, or None for "not known"

        Raises
        ------
        InputError
            when there is no such column

        Examples
        --------
        >>> from corpus_lib.schema import TABLES, make_table
        >>> Corpus({name: make_table(name, []) for name in TABLES}).where(outlet_country="VN")
        <Corpus: 0 articles, 0 problems, where outlet_country = 'VN'>
        """
        chosen = pd.Series(True, index=self.articles.index)
        for column, value in equals.items():
            if column not in self.articles:
                raise InputError(
                    f"articles have no column {column!r}",
                    remedy=f"use one of {', '.join(self.articles.columns)}",
                )
            values = self.articles[column]
            chosen &= (
                values.isna()
                if value is None
                else values.isin(list(value) if isinstance(value, (list, tuple, set)) else [value])
            )
        ids = self.articles.loc[chosen, "article_id"]
        tables = {
            name: frame[frame[keys_of(name)].isin(list(ids)).all(axis=1)].reset_index(drop=True)
            for name, frame in self.tables.items()
        }
        filters = (*self.filters, *(f"{column} = {value!r}" for column, value in equals.items()))
        return Corpus(tables, filters, self.version)
