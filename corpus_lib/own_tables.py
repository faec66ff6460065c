"""What the analyst's own tables say, for the stages that use it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from corpus_lib.aliases import Alias, aliases_from_rows
from corpus_lib.officials import Official, officials_from_rows

Rows = Iterable[Mapping[str, str]]


class OwnTables(NamedTuple):
    """The analyst's own rows, which win over the shipped ones."""

    officials: tuple[Official, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @property
    def digest(self) -> str:
        """What they add to the version of the stages: nothing when there are none.

        >>> OwnTables().digest, len(own_tables([], [{"alias": "Quad", "target": "", "country": ""}]).digest)
        ('', 13)
        """
        return "-" + hashlib.sha256(repr(self).encode()).hexdigest()[:12] if any(self) else ""


def own_tables(officials: Rows = (), targets: Rows = ()) -> OwnTables:
    """From the rows of `officials.csv` and of `targets.csv`.

    >>> own_tables([], [{"alias": "Big Four", "target": "Chinese banks", "country": "CN"}]).aliases[0].target
    'Chinese banks'
    """
    return OwnTables(officials_from_rows(officials), aliases_from_rows(targets))
