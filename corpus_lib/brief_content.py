"""What a brief says, in which order: the findings in words, then in figures and tables, then sources and method.

Every sentence is made from the records of the bundles, so that nothing in the brief can disagree with them. What a
reader must know before comparing two figures (other articles, another version of the code) stands at the top.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

import pandas as pd

from corpus_lib.brief_blocks import Block, Figure, Grid, Heading, Items, Paragraph, plain
from corpus_lib.brief_bundles import AGAIN, MAX_ROWS, Bundle, Origin, Picture, Rows
from corpus_lib.drawing import count_noun, format_day
from corpus_lib.stance_figures import MIN_ARTICLES

#: Most columns of a table on a page 16 cm wide: with more, words break after every few letters.
MAX_COLUMNS = 6
#: Longest cell and longest list of parameters, in characters: about four lines of a column.
MAX_CELL = 160
#: Columns that lead to a place in a text, for programs.
_PLACES = ("_id", "_ids", "_start", "_end", "start", "end")
#: A blank at which no line is broken.
_JOIN = "\N{NO-BREAK SPACE}"
NOT_KNOWN = "not known"

#: What the numbers mean and what they do not: what a reader of a brief needs who has not read the README.
METHOD = (
    "The articles are those that were collected; they are not the press. A share of 40 % is a share of these articles, and "
    "how they were collected decides what it says about anything else.",
    f"An interval holds 95 % of the means of 2,000 new draws of the articles, with replacement; each article counts "
    f"once, however long it is. Under {MIN_ARTICLES} articles no mean is given, and figures show the single articles instead. "
    "An interval knows which articles there are. It does not know how often the model errs.",
    "Acts, stance and judgements are read sentence by sentence by a model. It learned from sentences that language models "
    "coded under a written codebook; no person coded them. It has the direction of an attitude right in about three "
    "cases of four. Trust sums over many articles; a single sentence is a place to look, not a finding.",
    "To tell of conflict is not to be in conflict: what articles say in their own voice and what they quote is counted apart. "
    "Counts of blame say who blames whom, not who is right.",
    "An attribution is everything that an article ascribes to somebody, also what is hoped or feared. A share of "
    "words is room in these articles, not influence.",
    "Dates are those that the texts show. An article or an act without a day of its own stays without; each figure "
    "says how many. An event drawn beside a peak is not its cause.",
    "Missing is missing: an outlet, country or genre that a text does not show is left empty, and empty is not "
    "“other”. An article in one outlet can carry another's reporting.",
)


def compose(title: str, bundles: Sequence[Bundle], faults: Sequence[str], order: str) -> list[Block]:
    """The blocks of a brief; `order` says how its figures are ordered, `faults` what was left out."""
    labelled = list(zip(_labels(bundles), bundles, strict=True))
    blocks: list[Block] = [Heading(title, 0), Paragraph(_scope(bundles), "Subtitle")]
    blocks += [Paragraph(text, "Intense Quote") for text in _differences(labelled)]
    findings = tuple(f"{b.finding} ({label})" for label, b in labelled if b.finding)
    blocks += [Heading("Findings"), *([Items(findings)] if findings else [])]
    blocks += [block for label, bundle in labelled for block in _show(label, bundle)]
    blocks += [Heading("Sources"), *_sources(bundles)]
    blocks += [Heading("What the numbers mean, and what they do not"), Items(METHOD)]
    blocks += [Heading("Where each figure comes from"), Paragraph(order), _origins(labelled)]
    if faults:
        blocks += [Heading("What is missing from this brief"), Paragraph(AGAIN), Items(tuple(faults))]
    return blocks


def _labels(bundles: Sequence[Bundle]) -> list[str]:
    """Figures and tables are counted apart.

    >>> _labels([])
    []
    """
    figures, tables = itertools.count(1), itertools.count(1)
    return [
        f"Figure {next(figures)}" if isinstance(bundle.content, Picture) else f"Table {next(tables)}"
        for bundle in bundles
    ]


def _scope(bundles: Sequence[Bundle]) -> str:
    """Which articles, of which time, and which code, in one line."""
    corpora = {bundle.origin.fingerprint: bundle.origin for bundle in bundles}
    versions = sorted({bundle.origin.code_version for bundle in bundles})
    parts = [
        f"{count_noun(origin.n_articles, 'article')}, published {_time(origin)} (corpus {name})"
        for name, origin in corpora.items()
    ]
    return f"{'; '.join(parts)}. Code version{'s' * (len(versions) > 1)} {', '.join(versions)}."


def _time(origin: Origin) -> str:
    if origin.earliest is None or origin.latest is None:
        return "on days that are not known"
    first, last = (format_day(pd.Timestamp(day)) for day in (origin.earliest, origin.latest))
    return first if first == last else f"{first} to {last}"


def _differences(labelled: Sequence[tuple[str, Bundle]]) -> Iterator[str]:
    """What forbids to compare two figures: other articles, another version of the code."""
    if corpora := _grouped(labelled, lambda origin: f"Corpus {origin.fingerprint}"):
        yield f"Not all figures and tables are made from the same articles; do not compare numbers across them. {corpora}"
    if versions := _grouped(labelled, lambda origin: f"Version {origin.code_version}"):
        yield (
            "Not all figures and tables are made by the same version of the code; differences between them can come "
            f"from that alone. {versions}"
        )


def _grouped(labelled: Sequence[tuple[str, Bundle]], of: Callable[[Origin], str]) -> str:
    """Which figures share a value; nothing to say when all do."""
    groups: dict[str, list[str]] = {}
    for label, bundle in labelled:
        groups.setdefault(of(bundle.origin), []).append(label)
    said = [f"{value}: {', '.join(labels)}." for value, labels in groups.items()]
    return " ".join(said) if len(said) > 1 else ""


def _show(label: str, bundle: Bundle) -> Iterator[Block]:
    yield Heading(bundle.name.replace("-", " ").capitalize(), 2)
    if isinstance(bundle.content, Picture):
        yield Figure(bundle.content, bundle.alt, label, bundle.caption)
    else:
        yield _table(label, bundle, bundle.content)


def _table(label: str, bundle: Bundle, rows: Rows) -> Grid:
    places = choose_columns(rows)
    kinds = [rows.dtypes[place] for place in places]
    cells = tuple(
        tuple(_cell(row[place], kind) for place, kind in zip(places, kinds, strict=True))
        for row in rows.cells
    )
    header = tuple(plain(rows.columns[place].replace("_", " "), MAX_CELL) for place in places)
    numbers = frozenset(n for n, kind in enumerate(kinds) if _is_number(kind))
    return Grid(header, cells, numbers, label, bundle.caption, _left_out(bundle.name, rows, len(places)))


def choose_columns(rows: Rows) -> list[int]:
    """Places of the columns to show: not those for programs, not those that are empty, and not too many.

    >>> choose_columns(Rows(("article_id", "title", "note"), ("str", "str", "str"), (("a", "Talks", ""),), 1))
    [1]
    """
    told = [
        place
        for place, name in enumerate(rows.columns)
        if not name.endswith(_PLACES) and (any(row[place] for row in rows.cells) or not rows.cells)
    ]
    return (told or list(range(len(rows.columns))))[:MAX_COLUMNS]


def _left_out(name: str, rows: Rows, n_columns: int) -> str:
    more_rows, more_columns = rows.n_rows - len(rows.cells), len(rows.columns) - n_columns
    more = [
        count_noun(n, noun) for n, noun in ((more_rows, "more row"), (more_columns, "more column")) if n > 0
    ]
    return f"… and {' and '.join(more)} in {name}.csv." if more else f"All of it is in {name}.csv."


def _is_number(dtype: str) -> bool:
    return dtype.lower().startswith(("int", "uint", "float"))


def _cell(text: str, dtype: str) -> str:
    """A cell as it is printed: numbers in three figures or whole, everything else as it stands, cut where it is long.

    >>> _cell("0.51234", "float64"), _cell("12345", "int64"), _cell("", "float64"), _cell("Talks", "str")
    ('0.512', '12,345', '', 'Talks')
    """
    if not _is_number(dtype):
        return plain(text, MAX_CELL)
    try:
        number = float(text)
        return f"{number:,.0f}" if abs(number) >= 100 or number.is_integer() else f"{number:.3g}"
    except (ValueError, OverflowError):  # empty, or no number after all
        return plain(text, MAX_CELL)


def _sources(bundles: Sequence[Bundle]) -> Iterator[Block]:
    """The outlets of each collection of articles, with their numbers of articles."""
    corpora = {bundle.origin.fingerprint: bundle.origin for bundle in bundles}
    yield Paragraph(
        "The outlets of the articles that figures and tables were made from, as the articles name them."
    )
    for name, origin in corpora.items():
        caption = f"Corpus {name}: {count_noun(origin.n_articles, 'article')}, published {_time(origin)}"
        caption += f"; only those where {' and '.join(origin.filters)}." if origin.filters else "."
        rest = origin.outlets[MAX_ROWS:]
        rows = tuple(
            (plain(outlet or NOT_KNOWN, MAX_CELL), f"{n:,}") for outlet, n in origin.outlets[:MAX_ROWS]
        )
        more = sum(n for _, n in rest)
        note = (
            f"… and {count_noun(len(rest), 'more outlet')} with {count_noun(more, 'article')}."
            if rest
            else ""
        )
        yield Grid(("Outlet", "Articles"), rows, frozenset({1}), "", caption, note)


def _origins(labelled: Sequence[tuple[str, Bundle]]) -> Grid:
    header = ("Figure", "Files", "Articles", "Published", "Corpus", "Code", "Filters", "Parameters")
    rows = tuple((_unbroken(label), bundle.name, *_origin(bundle.origin)) for label, bundle in labelled)
    return Grid(header, rows, frozenset({2}))


def _origin(origin: Origin) -> tuple[str, ...]:
    parameters = "; ".join(f"{name} = {value}" for name, value in origin.parameters.items())
    return (
        f"{origin.n_articles:,}",
        _unbroken(_time(origin)).replace(f"to{_JOIN}", "to "),
        origin.fingerprint,
        origin.code_version,
        plain(" and ".join(origin.filters) or "none", MAX_CELL),
        plain(parameters or "none", MAX_CELL),
    )


def _unbroken(text: str) -> str:
    return text.replace(" ", _JOIN)
