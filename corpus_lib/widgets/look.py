"""How the answer to a query is shown: what is drawn, counted, told apart and listed, and in which order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from corpus_lib.errors import InputError

#: What the picture can show.
PICTURES = {"published": "when they were published", "happened": "when it happened, when it was told"}
#: What can be counted.
COUNTS = ("passages", "articles")
#: How the rows can be shown.
SHOWN = {"table": "Table", "sentences": "Sentences", "words": "Words in context"}
#: Orders of rows: what they are called, by which column, and whether from the smallest on.
ORDERS = {
    "newest": ("newest first", "published_latest", False),
    "oldest": ("oldest first", "published_earliest", True),
    "corpus": ("as in the corpus", None, True),
}


@dataclass(frozen=True)
class Look:
    """How a query is shown: what is not the default is told in the line of Python."""

    by: str | None = None
    picture: str = "published"
    count: str = "passages"
    events: bool = False
    period: str | None = None
    order: str = "newest"
    show: str = "table"

    def arguments(self) -> dict[str, Any]:
        """What differs from the default.

        >>> Look(by="voice", show="table").arguments()
        {'by': 'voice'}
        """
        default = asdict(Look())
        return {name: value for name, value in asdict(self).items() if value != default[name]}

    def check(self) -> None:
        """Refuse what cannot be shown.

        >>> Look(order="random").check()
        Traceback (most recent call last):
        corpus_lib.errors.InputError: explore: no order 'random'. Remedy: use one of newest, oldest, corpus.
        """
        known = {"picture": PICTURES, "count": COUNTS, "order": ORDERS, "show": SHOWN}
        for name, values in known.items():
            if getattr(self, name) not in values:
                remedy = f"use one of {', '.join(values)}"
                raise InputError(f"no {name} {getattr(self, name)!r}", where="explore", remedy=remedy)
