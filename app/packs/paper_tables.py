"""Tables of a Word document: rows of headings that are repeated and read as such, rows that stay on one page."""

from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from app.packs.paper_styles import INNER
from app.packs.plain import in_a_line
from app.packs.slide_words import width_of
from app.packs.table_parts import fitted, parted
from layouts.tables import Table, shown
from layouts.theme import LIGHT

SIZE, SMALL = 9.0, 8.0
MANY_COLUMNS = 6
INCH = 2.54
ROOM_IN_CELL = 0.45
"""What a cell keeps free at its sides, together, in centimetres."""
NARROWEST, WIDEST = 1.4, 9.0
RULE = LIGHT.line[1:].upper()
WASH = LIGHT.wash[1:].upper()


def add_table(document: Any, table: Table) -> None:
    """A table under its caption, in several parts where it is too wide for the page."""
    for part in parted([table]):
        _add(document, part)


def _add(document: Any, table: Table) -> None:
    document.add_paragraph(in_a_line(table.caption), style="Caption")
    drawn = document.add_table(len(table.rows) + 1, len(table.columns))
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _dress(drawn, table)
    size, widths = _size(table), column_widths(table)
    # The grid is set once: python-docx looks the grid up for every cell that is asked for by its place.
    for column, width in zip(drawn._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Cm(width)
    rows = [
        [column.heading for column in table.columns],
        *([in_a_line(shown(cell)) for cell in row] for row in table.rows),
    ]
    for down, (row, words) in enumerate(zip(drawn._tbl.tr_lst, rows, strict=True)):
        _keep(row, is_heading=down == 0)
        for across, (cell, said) in enumerate(zip(row.tc_lst, words, strict=True)):
            cell.width = Cm(widths[across])
            is_bold = down == 0 or across == 0 or down - 1 == table.mark
            _fill(cell, said, size, is_bold, table.columns[across].is_number)
            if down == 0:
                _shade(cell)


def column_widths(table: Table) -> list[float]:
    """The widths of columns in centimetres, by what they hold, together as wide as the page at most."""
    size, wanted, least = _size(table), [], []
    for across, column in enumerate(table.columns):
        cells = [in_a_line(shown(row[across])) for row in table.rows]
        longest = max([width_of(words, size, across == 0) for words in cells], default=0.0)
        word = max(width_of(word, size, True) for word in [*column.heading.split(), ""])
        smallest = word * INCH + ROOM_IN_CELL
        wanted.append(min(max(longest * INCH + ROOM_IN_CELL, smallest, NARROWEST), WIDEST))
        least.append(min(max(smallest, NARROWEST), INNER / len(table.columns)))
    return fitted(wanted, least, INNER)


def _size(table: Table) -> float:
    return SIZE if len(table.columns) <= MANY_COLUMNS else SMALL


def _dress(drawn: Any, table: Table) -> None:
    """Rules below rows only, what is a heading said so, and a text alternative."""
    told = drawn._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
    look = told.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        told.append(look)
    for name in list(look.attrib):
        del look.attrib[name]
    for name, value in (
        ("val", "00A0"),
        ("firstRow", "1"),
        ("lastRow", "0"),
        ("firstColumn", "1"),
        ("lastColumn", "0"),
        ("noHBand", "1"),
        ("noVBand", "1"),
    ):
        look.set(qn(f"w:{name}"), value)
    layout = told.find(qn("w:tblLayout"))
    (layout if layout is not None else look).addprevious(borders)
    headings = ", ".join(column.heading for column in table.columns)
    alternative = f"{in_a_line(table.caption)}. {len(table.rows)} rows; columns: {headings}."
    for name, words in (("w:tblCaption", in_a_line(table.caption)), ("w:tblDescription", alternative)):
        said = OxmlElement(name)
        said.set(qn("w:val"), words)
        told.append(said)


def _keep(row: Any, is_heading: bool) -> None:
    properties = row.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if is_heading:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(cell: Any, words: str, size: float, bold: bool, is_number: bool) -> None:
    paragraph = Paragraph(cell.p_lst[0], cell)
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.space_before = Pt(1)
    paragraph.paragraph_format.line_spacing = 1.0
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = paragraph.add_run(words)
    run.font.size, run.font.bold = Pt(size), bold


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", WASH)):
        shade.set(qn(f"w:{name}"), value)
    cell.get_or_add_tcPr().append(shade)
