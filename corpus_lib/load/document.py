"""What every reader gives: a document, or the reason why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property


class Unreadable(Exception):  # noqa: N818 - it never leaves the package: read_file turns it into a row of `problems`
    """A file that holds nothing that can be read: the rule that says so and what to do."""

    def __init__(self, rule: str, detail: str) -> None:
        self.rule, self.detail = rule, detail
        super().__init__(detail)


@dataclass(frozen=True)
class Document:
    """One article as it was found.

    >>> document = Document("a.txt", "text", "utf-8", "Talks resume.", "0" * 64)
    >>> len(document.article_id)
    12
    """

    path: str
    format: str
    encoding: str
    #: The text with everything that was on the page; spans called `raw_*` point into it.
    raw: str
    #: SHA-256 of the file's bytes.
    sha256: str
    position: int = 0
    #: For marked-up pages: the markup, for its metadata.
    html: str | None = None
    #: For marked-up pages: the article as the extractor found it in the markup.
    main_text: str | None = None
    #: What the markup or the columns state: title, byline, outlet, url; columns also language, published, updated, id.
    stated: dict[str, str] = field(default_factory=dict)
    #: Whether it is a row of a table: then all of `raw` is the article, with its headline (`stated["title"]`) above.
    is_row: bool = False

    @cached_property
    def article_id(self) -> str:
        """Name of the article: the first twelve hexadecimal digits of the SHA-256 of its raw text.

        Of a row, also of its outlet and date: the same headline of another outlet or day is another article.

        >>> row = Document("a.csv", "csv", "utf-8", "Talks resume.", "0" * 64, stated={"published": "2023"}, is_row=True)
        >>> row.article_id == Document("a.csv", "csv", "utf-8", "Talks resume.", "0" * 64).article_id
        False
        """
        where_and_when = [self.stated.get(key, "") for key in ("outlet", "published")] if self.is_row else []
        named = "\x1f".join([self.raw, *where_and_when])
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:12]
