"""A brief as a Word document: A4, one column, pictures with alternative text, tables with repeated headers.

The document can do nothing: it holds no link, no macro, no reference to anything outside itself, and one field, the
number of the page. It holds no time of day either, so that the same brief gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from corpus_lib.brief_blocks import Block, Figure, Grid, Heading, Items, Paragraph, plain

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph as WordParagraph

#: Size of the page and its margins, in cm: A4 with a column of 16 cm, 25.7 cm high, which holds two pictures of 10.8 cm
#: with heading and caption (five articles, one a row).
PAGE_WIDTH, PAGE_HEIGHT, SIDES, ENDS = 21.0, 29.7, 2.5, 2.0
COLUMN = PAGE_WIDTH - 2 * SIDES
#: Tallest picture, in cm: the page holds two lines of heading above it and eight of caption below.
MAX_HEIGHT = 20.0
#: A font that Windows and macOS have (elsewhere one of the same widths takes its place), and one for Chinese.
FONT, EAST_ASIAN_FONT = "Arial", "Microsoft YaHei"
#: Sizes of print, in points. Body text as offices write it; a table of eight columns fits the page at 7.5.
SIZES = {
    "Normal": 10,
    "Title": 22,
    "Subtitle": 10,
    "Heading 1": 14,
    "Heading 2": 11,
    "Caption": 9,
    "Intense Quote": 10,
}
SMALL, SMALLEST = 8.5, 7.5
#: From so many columns on a table is set in the smallest print.
MANY_COLUMNS = 6
#: A table of at most so many rows is not divided between two pages; of a longer one only the header stays with its row.
SHORT = 10
#: Width of a letter of print in cm, for each of its points: Arial's digits have 0.56 of the size, capitals and bold more.
LETTER = 0.6 * 2.54 / 72
#: White on both sides of a cell's text, in cm.
CELL_MARGINS = 0.25
#: Longest word that is kept whole, and longest text that widens its column, in letters.
MAX_WORD, MAX_LINE = 14, 40
INK = "1F2A44"
#: Where Word breaks a line: at blanks and after hyphens.
_WORD_ENDS = re.compile(r"[ -]")
#: What a zip file says when it does not know the time: its earliest day.
NO_TIME = (1980, 1, 1, 0, 0, 0)


def write_word(title: str, blocks: Iterable[Block]) -> bytes:
    """The Word document, as the bytes of its file.

    >>> write_word("Title", [Heading("Title", 0), Paragraph("Text.")])[:2]
    b'PK'
    """
    import docx

    document = docx.Document()
    _set_page(document)
    _set_styles(document)
    _set_properties(document, plain(title))
    for block in blocks:
        _write(document, block)
    for root in (document.styles.element, document.element):
        _size_all_scripts(root)
    return _pack(document)


def _write(document: Document, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(plain(block.text), block.level)
        case Paragraph():
            paragraph = document.add_paragraph(plain(block.text), block.style)
            paragraph.paragraph_format.keep_with_next = block.style == "Normal"  # it introduces what follows
        case Items():
            for text in block.texts:
                document.add_paragraph(plain(text), "List Bullet")
        case Figure():
            _write_figure(document, block)
        case Grid():
            _write_grid(document, block)


def _write_figure(document: Document, block: Figure) -> None:
    from docx.shared import Cm

    picture = block.picture
    width = min(COLUMN, MAX_HEIGHT * picture.width / picture.height)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True  # the caption stays below its picture
    shape = paragraph.add_run().add_picture(io.BytesIO(picture.data), width=Cm(width))
    shape._inline.docPr.set("descr", plain(block.alt))
    _write_caption(document, block.label, block.caption)


def _write_caption(document: Document, label: str, caption: str) -> WordParagraph:
    paragraph = document.add_paragraph(style="Caption")
    if label:
        paragraph.add_run(f"{plain(label)}. ").bold = True
    paragraph.add_run(plain(caption))
    return paragraph


def _write_grid(document: Document, block: Grid) -> None:
    from docx.shared import Pt

    if block.caption:
        _write_caption(document, block.label, block.caption).paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(block.header))
    size = SMALLEST if len(block.header) >= MANY_COLUMNS else SMALL
    rows = [block.header, *block.rows]
    for n, row in enumerate(rows):
        for place, (cell, text) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _write_cell(cell, text, size=Pt(size), bold=n == 0, right=place in block.numbers)
            keep = n == 0 or (len(rows) <= SHORT and n < len(rows) - 1)
            cell.paragraphs[0].paragraph_format.keep_with_next = keep
    _rule_table(table)
    _set_widths(table, share_width(rows, size))
    document.add_paragraph().add_run(plain(block.note)).font.size = Pt(SMALL)


def _write_cell(cell: _Cell, text: str, *, size: int, bold: bool, right: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = size // 5
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(plain(text))
    run.font.size, run.bold = size, bold


def _rule_table(table: Table) -> None:
    """Thin rules between the rows; rows that are not torn apart; the header again on every page."""
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="A6ADBB"))
    table.autofit = False
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w=str(round(CELL_MARGINS / 2 / 2.54 * 1440)), type="dxa"))
    layout = table._tbl.tblPr.find(
        _tag("w:tblLayout")
    )  # the schema wants the one before it, the other after it
    layout.addprevious(borders)
    layout.addnext(margins)
    for n, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(_element("w:cantSplit"))
        if n == 0:
            properties.append(_element("w:tblHeader"))


def _set_widths(table: Table, widths: Sequence[float]) -> None:
    from docx.shared import Cm

    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = column.width


def share_width(rows: Sequence[Sequence[str]], size: float) -> list[float]:
    """Widths of a table's columns in cm, for print of `size` points; together they are as wide as the text.

    Each column holds its longest word unbroken; what is left goes to those whose cells need several lines.

    >>> [round(width, 1) for width in share_width([["Figure 1", "one two three four five six seven"]], 8)]
    [2.5, 13.5]
    """
    words, lines = [], []
    for column in zip(*rows, strict=True):
        words.append(min(MAX_WORD, max(len(word) for text in column for word in _WORD_ENDS.split(text))))
        lines.append(min(MAX_LINE, max(map(len, column))))
    least = [word * LETTER * size + CELL_MARGINS for word in words]
    wanted = [max(line, word) - word + 1 for line, word in zip(lines, words, strict=True)]
    spare = max(0.0, COLUMN - sum(least))
    widths = [low + spare * want / sum(wanted) for low, want in zip(least, wanted, strict=True)]
    return [width * COLUMN / sum(widths) for width in widths]


def _set_page(document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    [page] = document.sections
    page.page_width, page.page_height = Cm(PAGE_WIDTH), Cm(PAGE_HEIGHT)
    page.left_margin = page.right_margin = Cm(SIDES)
    page.top_margin = page.bottom_margin = Cm(ENDS)
    footer = page.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer._p.append(_element("w:fldSimple", instr=" PAGE "))


def _set_styles(document: Document) -> None:
    """Fonts that are there, for every script; sizes and colours of a brief; British English."""
    from docx.shared import Pt, RGBColor

    names = {"ascii": FONT, "hAnsi": FONT, "cs": FONT, "eastAsia": EAST_ASIAN_FONT}
    for fonts in list(document.styles.element.iter(_tag("w:rFonts"))):
        fonts.getparent().replace(fonts, _element("w:rFonts", **names))
    for language in document.styles.element.iter(_tag("w:lang")):
        language.set(_tag("w:val"), "en-GB")
        language.set(_tag("w:eastAsia"), "zh-CN")
    for name, size in SIZES.items():
        style: Any = document.styles[name]
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(INK)
            style.font.italic = False
    caption: Any = document.styles["Caption"]
    caption.font.bold = False
    caption.paragraph_format.space_after = Pt(8)
    for spread in list(document.styles["Subtitle"].element.iter(_tag("w:spacing"))):
        spread.getparent().remove(spread)


def _size_all_scripts(root: Any) -> None:
    """Arabic and Hebrew as large as everything else: Word keeps a second size for them."""
    for size in list(root.iter(_tag("w:sz"))):
        for other in size.getparent().findall(_tag("w:szCs")):
            size.getparent().remove(other)
        size.addnext(_element("w:szCs", val=size.get(_tag("w:val"))))


def _set_properties(document: Document, title: str) -> None:
    """Title and language; no author and no times, which would differ between two equal briefs."""
    properties = document.core_properties
    properties.title, properties.language = title, "en-GB"
    properties.author, properties.comments = "corpus_lib", ""
    core = document.part.package.part_related_by(_CORE).element
    for name in ("dcterms:created", "dcterms:modified"):
        for moment in list(core.iter(_tag(name))):
            core.remove(moment)
    for setting in document.settings.element.iter(_tag("w:compatSetting")):
        if setting.get(_tag("w:name")) == "compatibilityMode":
            setting.set(_tag("w:val"), "15")  # else Word opens it as a document of an old version


_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def _tag(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(name)


def _element(name: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    element = OxmlElement(name)
    for attribute, value in attributes.items():
        element.set(_tag(f"w:{attribute}"), value)
    return element


def _pack(document: Document) -> bytes:
    """The document's parts in a zip file without times."""
    made, kept = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(kept, "w") as file:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, NO_TIME)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            file.writestr(entry, parts.read(part))
    return kept.getvalue()
