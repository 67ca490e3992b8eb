"""Tables on slides: what does not fit goes on to the next slide under the same headings."""

from dataclasses import replace
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.slide import Slide
from pptx.util import Inches, Pt

from app.packs.plain import in_a_line, shortened
from app.packs.slide_deck import EDGE, INNER, describe
from app.packs.slide_words import LINE, POINTS, lines_of, width_of
from app.packs.table_parts import fitted
from layouts.tables import Table, shown

SIZE, SMALL = 12.0, 10.0
ACROSS, DOWN = 0.08, 0.04
"""Space within a cell at each side, in inches."""
MANY_COLUMNS = 6
NARROWEST, WIDEST, WIDEST_OF_FEW, FEW = 0.85, 4.5, 8.0, 3
LONGEST_CELL = 600
"""Longer text of a cell is cut on a slide; the paper and the workbook hold it whole."""


def below(table: Table, first: float, others: float) -> list[Table]:
    """A table by slides: rows that fit in `first` inches, then in `others`; nothing on the first where no row fits."""
    heights = row_heights(table)
    pages: list[tuple[int, int]] = []
    start, left = 0, first - heights[0]
    for place, height in enumerate(heights[1:]):
        if height > left and (place > start or not pages):
            pages.append((start, place))
            start, left = place, others - heights[0]
        left -= height
    pages.append((start, len(table.rows)))
    return [_rows(table, start, end) for start, end in pages]


def height_of(table: Table) -> float:
    """How high a table stands, in inches."""
    return sum(row_heights(table))


def row_heights(table: Table) -> list[float]:
    """The heights of the row of headings and of the others, in inches."""
    size, widths = _size(table), column_widths(table)
    rows = [[column.heading for column in table.columns], *([_words(cell) for cell in row] for row in table.rows)]
    return [
        max(
            lines_of(words, width - 2 * ACROSS, size, down == 0 or across == 0)
            for across, (words, width) in enumerate(zip(row, widths, strict=True))
        )
        * size
        * LINE
        / POINTS
        + 2 * DOWN
        for down, row in enumerate(rows)
    ]


def column_widths(table: Table) -> list[float]:
    """The widths of columns in inches, by what they hold, together as wide as the slide at most."""
    size = _size(table)
    widest = WIDEST_OF_FEW if len(table.columns) <= FEW else WIDEST
    wanted, least = [], []
    for across, column in enumerate(table.columns):
        cells = [_words(row[across]) for row in table.rows]
        longest = max([width_of(words, size, across == 0) for words in cells], default=0.0)
        heading = max(width_of(word, size, True) for word in [*column.heading.split(), ""])
        wanted.append(min(max(longest, heading, NARROWEST) + 2 * ACROSS + 0.05, widest))
        # A heading's longest word stays whole, within reason.
        least.append(min(max(heading + 2 * ACROSS + 0.05, NARROWEST), INNER / len(table.columns)))
    return fitted(wanted, least, INNER)


def draw(slide: Slide, table: Table, top: float, whole: str) -> Any:
    """A native table at so many inches from the top; `whole` is the caption that its alternative says."""
    heights, widths = row_heights(table), column_widths(table)
    place = (Inches(EDGE), Inches(top), Inches(sum(widths)), Inches(sum(heights)))
    frame: Any = slide.shapes.add_table(len(table.rows) + 1, len(table.columns), *place)
    drawn = frame.table
    drawn.first_col = False
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = Inches(width)
    for row, height in zip(drawn.rows, heights, strict=True):
        row.height = Inches(height)
    size = _size(table)
    for across, column_of in enumerate(table.columns):
        _fill(drawn.cell(0, across), column_of.heading, size, True, column_of.is_number)
    for down, cells in enumerate(table.rows):
        for across, cell in enumerate(cells):
            is_ours = down == table.mark or across == 0
            _fill(drawn.cell(down + 1, across), _words(cell), size, is_ours, table.columns[across].is_number)
    headings = ", ".join(column.heading for column in table.columns)
    describe(frame, f"Table: {whole}", f"{whole}. {len(table.rows)} rows; columns: {headings}.")
    return frame


def _fill(cell: Any, words: str, size: float, bold: bool, is_number: bool) -> None:
    cell.margin_left = cell.margin_right = Inches(ACROSS)
    cell.margin_top = cell.margin_bottom = Inches(DOWN)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold = words, Pt(size), bold
    paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT


def _size(table: Table) -> float:
    return SIZE if len(table.columns) <= MANY_COLUMNS else SMALL


def _words(cell: Any) -> str:
    return shortened(in_a_line(shown(cell)), LONGEST_CELL)


def _rows(table: Table, start: int, end: int) -> Table:
    mark = table.mark - start if table.mark is not None and start <= table.mark < end else None
    return replace(table, rows=table.rows[start:end], mark=mark)
