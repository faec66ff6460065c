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
    #: What the markup states: title, author, sitename, url, language.
    stated: dict[str, str] = field(default_factory=dict)

    @cached_property
    def article_id(self) -> str:
        """Name of the article: the first twelve hexadecimal digits of the SHA-256 of its raw text."""
        return hashlib.sha256(self.raw.encode("utf-8", "surrogatepass")).hexdigest()[:12]
