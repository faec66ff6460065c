"""From documents to rows: all stages of one batch of articles, in order, as a pure function.

Nothing here looks across articles, so a batch can run in another process, or be taken from the tables of an earlier
run. A stage that fails on an article leaves a row in `problems`; the other stages and the other articles go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus_lib.attribution import find_statements
from corpus_lib.clean import CleanText, clean_text
from corpus_lib.credits import find_credits
from corpus_lib.dating import DateReading, date_text
from corpus_lib.genre import read_genre
from corpus_lib.language import split_sentences
from corpus_lib.lines import count_visible, count_words
from corpus_lib.metadata import Metadata, read_metadata
from corpus_lib.own_tables import OwnTables
from corpus_lib.reading import NO_TABLES, Guard, Rows, read_article
from corpus_lib.rows import Article, Credit, Evidence, Genre, Line
from corpus_lib.schema import TABLES
from corpus_lib.statements import Span, Statement
from corpus_lib.translation import judge_translation

if TYPE_CHECKING:
    from corpus_lib.load.document import Document


class _Draft(NamedTuple):
    """An article on its way: what the stages of the single article made of it."""

    document: Document
    lines: tuple[Line, ...]
    #: Its row of `articles`, filled in by the later stages.
    article: dict[str, Any]
    evidence: list[Evidence]
    credits: list[Credit]
    guard: Guard


def process_documents(
    documents: Sequence[Document], *, own: OwnTables = NO_TABLES, threads: int | None = None
) -> Rows:
    """The rows of all tables for a batch of documents.

    Parameters
    ----------
    documents
        articles as the readers gave them
    own
        the analyst's own tables, whose rows win over the shipped ones
    threads
        threads for the span model; all cores when not given

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
    drafts = [_read(document) for document in documents]
    texts = [draft.article["text"] for draft in drafts]
    sentences = split_sentences(texts)
    rows: Rows = {table: [] for table in TABLES}
    for draft, spans, statements in zip(
        drafts, sentences, _statements(drafts, sentences, threads), strict=True
    ):
        key = {"article_id": draft.document.article_id}
        draft.article["n_sentences"] = len(spans)
        _judge(draft, [span for statement in statements for span in statement.contents])
        rows["articles"].append(draft.article)
        rows["lines"] += [key | row._asdict() for row in draft.lines]
        rows["evidence"] += [key | row._asdict() for row in draft.evidence]
        rows["credits"] += [key | row._asdict() for row in draft.credits]
        read = read_article(draft.article, spans, statements, draft.guard, own=own, threads=threads)
        for table, of_article in read.items():
            rows[table] += of_article
        rows["problems"] += [row._asdict() for row in draft.guard.problems]
    return rows


def _read(document: Document) -> _Draft:
    """Clean and date the article, and read what the page says about it."""
    draft = _Draft(document, (), {}, [], [], Guard(document.path, document.article_id, []))
    title = document.stated.get("title")
    cleaned = draft.guard.attempt(
        "clean",
        lambda: clean_text(document.raw, main_text=document.main_text, title=title, is_row=document.is_row),
        CleanText("", ()),
    )
    if cleaned.rows and not cleaned.text:
        detail = "no sentence of an article was found; what the file holds stands in `lines` with the reason for each line"
        draft.guard.report("clean", "no_article", detail)
    unknown = DateReading(None, "unknown", None, None, None, ())
    date = draft.guard.attempt(
        "dating",
        lambda: date_text(
            document.raw,
            html=document.html,
            lines=cleaned.rows,
            stated=document.stated.get("published"),
            updated=document.stated.get("updated"),
        ),
        unknown,
    )
    fields = ("title", "byline", "outlet", "outlet_country", "outlet_type", "url", "language")
    metadata = draft.guard.attempt(
        "metadata",
        lambda: read_metadata(document.raw, cleaned.rows, stated=document.stated),
        Metadata(dict.fromkeys(fields), ()),
    )
    no_credits: list[Credit] = []
    draft.credits.extend(
        draft.guard.attempt(
            "credits", lambda: find_credits(cleaned.rows, outlet=metadata.values["outlet"]), no_credits
        )
    )
    draft.evidence.extend((*metadata.evidence, *date.evidence))
    draft.article.update(_article(document, cleaned, date, metadata))
    return draft._replace(lines=tuple(cleaned.rows))


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
        genre=None,
        n_words=count_words(cleaned.text),
        n_sentences=0,
        removed_share=1 - kept / max(1, count_visible(document.raw)),
        text=cleaned.text,
    )._asdict()


def _statements(
    drafts: Sequence[_Draft], sentences: Sequence[Sequence[Span]], threads: int | None
) -> list[list[Statement]]:
    """Who says what, all articles at once; one by one when one of them is too much for it."""
    texts = [draft.article["text"] for draft in drafts]
    try:
        return find_statements(texts, sentences, threads=threads)
    except Exception:
        return [
            _statements_of_one(draft, spans, threads) for draft, spans in zip(drafts, sentences, strict=True)
        ]


def _statements_of_one(draft: _Draft, spans: Sequence[Span], threads: int | None) -> list[Statement]:
    text: str = draft.article["text"]
    nothing: list[Statement] = []
    return draft.guard.attempt(
        "attribution", lambda: find_statements([text], [spans], threads=threads)[0], nothing
    )


def _judge(draft: _Draft, quoted: list[Span]) -> None:
    """Genre, and whether a machine translated it: both need to know what is quoted."""
    article = draft.article
    no_genre: tuple[Genre | None, list[Evidence]] = (None, [])
    unjudged: tuple[bool | None, list[Evidence]] = (None, [])
    genre, signs = draft.guard.attempt(
        "genre",
        lambda: read_genre(
            article["text"],
            lines=draft.lines,
            title=article["title"],
            byline=article["byline"],
            outlet_type=article["outlet_type"],
            quoted=quoted,
        ),
        no_genre,
    )
    translated, marks = draft.guard.attempt(
        "translation",
        lambda: judge_translation(article["text"], lines=draft.lines, language=article["language"]),
        unjudged,
    )
    article.update(genre=genre, machine_translated=translated)
    draft.evidence.extend((*signs, *marks))
