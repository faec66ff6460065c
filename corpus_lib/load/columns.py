"""Which column of a table is what, told by its name, and what a row then says.

Every archive names its columns in its own way, but the words are few. A name is compared without case, spaces and
punctuation; where several columns have a name for the same thing, each row takes the first of them that it fills, in
the order of `FIELDS`. Columns with other names are not used.

Fails on tables without a line of names, and on names that mean something else in them: a column "article" that holds
a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

#: What a row can say, each with the names of its columns, the surest first.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "head", "hed", "heading", "articletitle", "headlinemain"),
    "text": ("fulltext", "text", "body", "articletext", "articlebody", "bodytext", "maintext", "content", "articlecontent", "story", "article"),
    "markdown": ("markdown",),
    "lead": ("leadparagraph", "lead", "lede", "abstract", "summary", "snippet", "standfirst", "description"),
    "published": (
        "published", "publishedat", "publishedon", "publishedtime", "publisheddate", "pubdate", "publishdate", "publicationdate",
        "datepublished", "dateofpublication", "date", "articledate", "loaddate", "datetime", "datetext", "timestamp", "day",
    ),
    "updated": (
        "updated", "updatedat", "updatedtime", "updateddate", "dateupdated", "lastupdated", "modified", "modifiedat", "modifiedtime",
        "modifieddate", "datemodified", "lastmodified",
    ),
    "outlet": ("outlet", "outletname", "newspaper", "publication", "publicationtitle", "publicationname", "publisher", "media", "medium", "medianame", "sitename", "source", "sourcename"),
    "url": ("url", "link", "weburl", "sourceurl", "articleurl", "permalink", "href"),
    "byline": ("byline", "author", "authors", "authorname", "reporter"),
    "language": ("language", "lang"),
    "id": ("id", "articleid", "documentid", "docid", "uuid"),
}  # fmt: skip
#: Any of these gives a row its text.
TEXTS = ("text", "markdown", "lead", "title")
#: How tables say that a cell is empty: R, pandas, spreadsheets.
_MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "nat", "none", "null"})
#: Names under which archives keep the words of a thing that has parts.
_MAIN = ("main", "original", "name", "title", "text")
#: A thing in a thing is looked into so many times: an author in a list has a name.
_DEPTH = 3

Columns = dict[str, tuple[str, ...]]


class RowText(NamedTuple):
    """What a row says: its raw text, and by field what else stands in it."""

    raw: str
    stated: dict[str, str]


def match_columns(names: Iterable[str]) -> Columns:
    """The columns that are understood: for each field those whose name says so, the surest first.

    >>> match_columns(["Headline", "Pub. Date", "Full Text", "abstract", "likes"])
    {'title': ('Headline',), 'text': ('Full Text',), 'lead': ('abstract',), 'published': ('Pub. Date',)}
    """
    given: dict[str, str] = {}
    for name in names:
        given.setdefault("".join(c for c in name.casefold() if c.isalnum()), name)
    found = {field: tuple(given[key] for key in known if key in given) for field, known in FIELDS.items()}
    return {field: columns for field, columns in found.items() if columns}


def read_row(row: Mapping[str, Any], columns: Columns) -> RowText | None:
    """What a row says, or None when it holds no text.

    The raw text is the headline, a blank line and the text. A lead that the text does not begin with goes before it;
    a row with nothing but a headline has that for its text.

    Examples
    --------
    >>> row = {"head": "Talks resume", "abstract": "They met.", "body": "The two sides met.", "paper": "NYT"}
    >>> read_row(row, match_columns(row))
    RowText(raw='Talks resume\\n\\nThey met.\\n\\nThe two sides met.', stated={'title': 'Talks resume'})
    >>> read_row({"head": " "}, match_columns(["head"]))
    """
    said = {field: _first(row, names, "\n" if field in TEXTS else ", ") for field, names in columns.items()}
    text = said.pop("text", "")
    markdown = said.pop("markdown", "")
    body = _with_lead(text or _plain_markdown(markdown), said.pop("lead", ""))
    title = " ".join(said.get("title", "").split())
    head, _, rest = body.partition("\n")
    if title and _key(head) == _key(title):
        body = rest.strip()
    raw = "\n\n".join(part for part in (title, body) if part)
    stated = {field: value for field, value in (said | {"title": title}).items() if value}
    return RowText(raw, stated) if raw else None


def open_markdown(row: dict[str, Any]) -> dict[str, Any]:
    """The row with what the head of its Markdown states as columns of its own.

    >>> open_markdown({"markdown": "---\\ndate: 2023-05-13\\n---\\nTalks resume."})
    {'date': '2023-05-13', 'markdown': 'Talks resume.'}
    """
    name = match_columns(row).get("markdown", ("",))[0]
    page = row.get(name)
    if not isinstance(page, str) or not page.startswith("---"):
        return row
    import yaml  # type: ignore[import-untyped]

    head, fence, body = page[3:].partition("\n---")
    try:
        # This loader makes nothing but text: a date stays as it is written.
        stated = yaml.load(head, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return row
    if not fence or not isinstance(stated, dict):
        return row
    return {str(key): value for key, value in stated.items()} | row | {name: body.strip("-").strip()}


def _first(row: Mapping[str, Any], names: Iterable[str], joint: str) -> str:
    """The first of these columns that is filled."""
    return next((value for name in names if (value := _plain(row.get(name), joint))), "")


def _plain(value: Any, joint: str, depth: int = _DEPTH) -> str:
    """A value as text; of a list all, of a thing with parts the part that names it."""
    if isinstance(value, dict) and depth:
        parts = [value[name] for name in _MAIN if value.get(name)] or list(value.values())
        return next((text for part in parts if (text := _plain(part, joint, depth - 1))), "")
    if isinstance(value, list) and depth:
        return joint.join(text for part in value if (text := _plain(part, joint, depth - 1)))
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return ""
    # Half characters, which JSON can hold, fit into no table; a null character means nothing.
    text = str(value).replace("\0", "").encode("utf-8", "replace").decode("utf-8").strip()
    return "" if text.casefold() in _MISSING else text


def _with_lead(text: str, lead: str) -> str:
    repeated = _key(text).startswith(_key(lead).rstrip(".…"))
    return text if repeated else "\n\n".join(part for part in (lead, text) if part)


def _key(text: str) -> str:
    return "".join(text.split()).casefold()


def _plain_markdown(markdown: str) -> str:
    """The text of a page in Markdown, one block a line."""
    if not markdown:
        return ""
    import mistune

    from corpus_lib.load.html import visible_text

    return visible_text(str(mistune.html(markdown)))
