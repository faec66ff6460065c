"""What an analyst asks of a corpus: which kind of passages, and which of them.

A query is plain data: it can be compared, kept, and written as a line of Python that asks the same again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pandas as pd

from corpus_lib.errors import InputError


class Kind(NamedTuple):
    """A kind of passages: one of them and many, the column of their counts, and by which columns they can be chosen."""

    one: str
    many: str
    measure: str
    columns: tuple[str, ...]


_OF_ARTICLES = ("outlet", "outlet_country", "genre")
_OF_VOICES = ("voice", "side", "speaker")
#: What can be looked at. `side` is the side that the speaker speaks for, and a direction names the sides of actor and target.
KINDS = {
    "articles": Kind("article", "articles", "n_articles", _OF_ARTICLES),
    "words": Kind("match", "matches", "n_matches", _OF_ARTICLES + _OF_VOICES),
    "statements": Kind("statement", "statements", "n_statements", (*_OF_ARTICLES, "side", "speaker")),
    "acts": Kind(
        "act", "acts", "n_relations", (*_OF_ARTICLES, *_OF_VOICES, "direction", "target", "quad", "mode")
    ),
    "judgements": Kind("mention", "mentions", "n_mentions", (*_OF_ARTICLES, *_OF_VOICES, "target")),
}
#: First and last day of publication, the words to find, and whether these are a pattern.
_ALWAYS = ("since", "until", "words", "regex")

Values = tuple[str | None, ...]


@dataclass(frozen=True)
class Query:
    """Which passages are asked for.

    >>> Query.of("acts", outlet="Xinhua", quad=["material_conflict"], words="tariff").chosen
    {'outlet': ('Xinhua',), 'quad': ('material_conflict',)}
    """

    kind: str = "acts"
    #: Days of publication, as 2023-02-01; articles that may have come out outside them are left out.
    since: str | None = None
    until: str | None = None
    words: str = ""
    regex: bool = False
    #: Columns with the values that are wanted; None among them is what is not known.
    chosen: Mapping[str, Values] = field(default_factory=dict)

    @classmethod
    def of(cls, kind: str, **filters: Any) -> Query:
        """The query of the given filters, checked.

        Parameters
        ----------
        kind
            one of `KINDS`
        filters
            `since`, `until` (days, as 2023-02-01), `words` (text to find), `regex` (whether that is a pattern), and columns
            of the kind = a value, a list of values, or None for "not known"

        Raises
        ------
        InputError
            when there is no such kind, it has no such column, or a day is none

        Examples
        --------
        >>> Query.of("statements", quad="verbal_conflict")
        Traceback (most recent call last):
        corpus_lib.errors.InputError: statements cannot be chosen by 'quad'. Remedy: use one of outlet, ...
        """
        if kind not in KINDS:
            raise InputError(f"no kind of passages {kind!r}", remedy=f"use one of {', '.join(KINDS)}")
        known = KINDS[kind].columns
        for name in filters:
            if name not in (*known, *_ALWAYS):
                remedy = f"use one of {', '.join((*known, *_ALWAYS))}"
                raise InputError(f"{kind} cannot be chosen by {name!r}", remedy=remedy)
        chosen = {name: _values(filters[name]) for name in known if name in filters}
        since, until = (_day(filters.get(name), name) for name in ("since", "until"))
        words = str(filters.get("words") or "")
        if since and until and since > until:
            remedy = "give the earlier day first"
            raise InputError("the first day is after the last", where=f"{since} to {until}", remedy=remedy)
        return cls(kind, since, until, words, bool(filters.get("regex") and words), chosen)

    def arguments(self) -> dict[str, Any]:
        """The filters as they are given to `of`, without those that ask for nothing.

        >>> Query.of("acts", since="2023-2-4", voice="author").arguments()
        {'since': '2023-02-04', 'voice': 'author'}
        """
        always = {name: getattr(self, name) for name in _ALWAYS if getattr(self, name)}
        columns = {name: one[0] if len(one) == 1 else list(one) for name, one in self.chosen.items()}
        return always | columns

    def as_python(self, verb: str, **more: Any) -> str:
        """The line of Python that asks this of a corpus.

        >>> Query.of("acts", outlet=["Xinhua", None]).as_python("cl.explore", by="voice")
        "cl.explore(corpus, 'acts', outlet=['Xinhua', None], by='voice')"
        """
        given = self.arguments() | {name: value for name, value in more.items() if value is not None}
        return f"{verb}({', '.join(['corpus', repr(self.kind), *(f'{k}={v!r}' for k, v in given.items())])})"

    def in_words(self) -> str:
        """What is asked for, in words.

        >>> Query.of("acts", outlet=["Xinhua", None], since="2023-02-01").in_words()
        'acts from 1 Feb 2023 on; outlet: Xinhua or not known'
        """
        parts = [f"{name.replace('_', ' ')}: {_or(values)}" for name, values in self.chosen.items()]
        if self.words:
            parts.append(f"with the {'pattern' if self.regex else 'words'} “{self.words}”")
        return "; ".join([KINDS[self.kind].many + _span(self.since, self.until), *parts])


def _values(given: Any) -> Values:
    values = list(given) if isinstance(given, (list, tuple, set, frozenset)) else [given]
    return tuple(dict.fromkeys(None if value is None else str(value) for value in values))


def _day(given: Any, name: str) -> str | None:
    if given is None or given == "":
        return None
    try:
        return f"{pd.Timestamp(given):%Y-%m-%d}"
    except (ValueError, TypeError) as error:
        remedy = "write it as 2023-02-01"
        raise InputError("not a day", where=f"{name} {given!r}", remedy=remedy) from error


def _or(values: Values) -> str:
    return " or ".join("not known" if value is None else value.replace("_", " ") for value in values)


def _span(since: str | None, until: str | None) -> str:
    first, last = (f"{pd.Timestamp(d).day} {pd.Timestamp(d):%b %Y}" if d else "" for d in (since, until))
    if first and last:
        return f" from {first} to {last}"
    return f" from {first} on" if first else f" until {last}" if last else ""
