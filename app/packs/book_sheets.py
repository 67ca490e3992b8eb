"""A sheet of a workbook: headings, sentences and tables below one another, charts beside the cells that they read."""

from collections.abc import Sequence
from typing import Any

from app.packs.block_slides import chart_alternative
from app.packs.book_charts import WIDTH, chart_for, height_of
from app.packs.chart_tables import chart_table, further_tables, number_format, says_reasons
from app.packs.native_charts import can_be_drawn
from app.packs.plain import in_a_line, text
from app.packs.slide_notes import source_of
from app.packs.slide_words import POINTS, lines_of
from layouts.pack.content import Block, PackChart, PackSection
from layouts.tables import Number, Table
from layouts.theme import LIGHT

FIRST_COLUMN, MOST_FIRST, OTHERS, MOST_OF_FIGURES, MOST_OF_WORDS = 26, 34, 12, 15, 40
"""Widths of columns, in signs."""
SENTENCE_COLUMNS = 8
"""Sentences run over so many columns."""
SIGN = 7 / 96 * 1.08
"""A sign of a column's width, in inches, and the share by which the workbook's typeface is narrower than reckoned."""
LINE_HEIGHT, PIXELS_OF_A_POINT, LONGEST_ROW = 13.0, 96 / POINTS, 400.0
DEFAULT_ROW = 20
"""A row of one line, in pixels."""
OFFSET = 12
PRINTED_WIDTH, PRINTED_HEIGHT, SMALLEST_SCALE = 740, 600, 25
"""What a page of A4 holds in pixels, with room for broader typefaces, and the smallest scale of a print."""
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
LONGEST_NAME = 31
TAKEN = ("history",)
"""A name that Excel keeps for itself."""


class Formats:
    """How cells look, each look made once."""

    def __init__(self, book: Any) -> None:
        self._book, self._numbers = book, dict[tuple[int, bool], Any]()
        base = {"font_name": "Arial", "font_size": 10, "font_color": LIGHT.ink, "valign": "top", "text_wrap": True}
        self._base = base
        self.title = book.add_format({**base, "bold": True, "font_size": 16, "text_wrap": False})
        self.heading = book.add_format({**base, "bold": True, "font_size": 13})
        self.answer = book.add_format({**base, "bold": True, "font_size": 11})
        self.words = book.add_format(base)
        self.small = book.add_format({**base, "font_size": 9, "font_color": LIGHT.muted})
        self.caption = book.add_format({**base, "bold": True, "font_color": LIGHT.muted})
        rule = {"bottom": 1, "bottom_color": LIGHT.line}
        self.head = book.add_format({**base, **rule, "indent": 1, "bold": True, "bg_color": LIGHT.wash})
        self.head_of_numbers = book.add_format({**base, **rule, "bold": True, "bg_color": LIGHT.wash, "align": "right"})
        self.name = book.add_format({**base, **rule, "bold": True})
        self.cell = book.add_format({**base, **rule, "indent": 1})
        self.reason = book.add_format({**base, **rule, "align": "right", "italic": True, "font_color": LIGHT.muted})
        self.link = book.add_format({**base, "font_color": LIGHT.us, "underline": 1, "text_wrap": False})

    def number(self, decimals: int, is_ours: bool) -> Any:
        """A figure with the decimals that readers see."""
        key = decimals, is_ours
        if key not in self._numbers:
            look = {**self._base, "bottom": 1, "bottom_color": LIGHT.line, "bold": is_ours, "align": "right"}
            self._numbers[key] = self._book.add_format({**look, "num_format": number_format(decimals)})
        return self._numbers[key]


def sheet_names(titles: Sequence[str], kept: Sequence[str] = ()) -> list[str]:
    """Names that Excel takes: 31 signs at most, none of them forbidden, no two alike, none of those that are kept."""
    used = {name.casefold() for name in (*kept, *TAKEN)}
    names = []
    for title in titles:
        words = in_a_line(text(title).translate(FORBIDDEN)).strip("' ") or "Section"
        name, number = words[:LONGEST_NAME].strip("' "), 1
        while not name or name.casefold() in used:
            number += 1
            name = f"{words[: LONGEST_NAME - len(f' {number}')].strip(chr(39) + ' ')} {number}"
        used.add(name.casefold())
        names.append(name)
    return names


class Page:
    """One sheet, written from the top down."""

    def __init__(self, book: Any, name: str, formats: Formats) -> None:
        self._book, self._formats, self._row = book, formats, 0
        self._heights: dict[int, float] = {}
        self._starts: list[int] = []
        self._right = 0.0
        self.name = name
        self.sheet = book.add_worksheet(name)
        self._widths = [FIRST_COLUMN, *[OTHERS] * (SENTENCE_COLUMNS - 1)]
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        self.sheet.set_footer("&L&A&RPage &P of &N")

    def print_by_blocks(self) -> None:
        """As many whole blocks on a printed page as fit; all columns and charts across one page."""
        across = max(self._right, sum(map(_pixels, self._widths)))
        scale = max(min(100, int(100 * PRINTED_WIDTH / across)), SMALLEST_SCALE)
        self.sheet.set_print_scale(scale)
        room, top, breaks = PRINTED_HEIGHT * 100 / scale, 0.0, []
        # The first block stays under the sheet's title.
        for start, end in zip(self._starts[1:], [*self._starts[2:], self._row], strict=False):
            if self._between(0, end) - top > room:
                breaks.append(start)
                top = self._between(0, start)
        self.sheet.set_h_pagebreaks(breaks)

    def begin(self) -> int:
        """A block begins, after a free row; returns its row."""
        self._row += 1
        self._starts.append(self._row)
        return self._row

    def _set_row(self, row: int, points: float) -> None:
        self._heights[row] = points * PIXELS_OF_A_POINT
        self.sheet.set_row(row, points)

    def _between(self, first: int, end: int) -> float:
        """How high rows are together, in pixels."""
        return sum(self._heights.get(row, DEFAULT_ROW) for row in range(first, end))

    @property
    def row(self) -> int:
        """The next free row."""
        return self._row

    def widen(self, tables: Sequence[Table]) -> None:
        """Columns as wide as the tables of this sheet need, before anything is written."""
        wide = max([SENTENCE_COLUMNS, *(len(table.columns) for table in tables)])
        self._widths = [_column_width(tables, across) for across in range(wide)]
        for across, width in enumerate(self._widths):
            self.sheet.set_column(across, across, width)

    def title(self, words: str) -> None:
        """The sheet's title in its first row, which stays when the sheet is scrolled."""
        self._set_row(0, 26)
        self.sheet.write_string(0, 0, in_a_line(words), self._formats.title)
        self.sheet.freeze_panes(1, 1)
        self._row = 1

    def say(self, words: str, look: Any, size: float = 10, bold: bool = False) -> None:
        """Words over several columns."""
        width = sum(self._widths[:SENTENCE_COLUMNS]) * SIGN
        lines = sum(lines_of(line, width, size, bold) for line in words.split("\n"))
        self._set_row(self._row, min(lines * size * 1.4 + 2, LONGEST_ROW))
        self.sheet.merge_range(self._row, 0, self._row, SENTENCE_COLUMNS - 1, "", look)
        self.sheet.write_string(self._row, 0, words, look)
        self._row += 1

    def skip(self, rows: int = 1) -> None:
        """Free rows."""
        self._row += rows

    def table(self, table: Table) -> int:
        """A table under its caption; returns the row of its headings."""
        self.say(in_a_line(table.caption), self._formats.caption, bold=True)
        head = self._row
        headings = [column.heading for column in table.columns]
        for across, column in enumerate(table.columns):
            look = self._formats.head_of_numbers if column.is_number else self._formats.head
            self.sheet.write_string(head, across, in_a_line(column.heading), look)
        self._set_row(head, self._height(headings, True))
        for down, row in enumerate(table.rows):
            self._write_row(head + 1 + down, row, table, down == table.mark)
        self._row = head + 1 + len(table.rows)
        return head

    def chart(self, chart: PackChart, head: int, alternative: str) -> None:
        """A chart beside the table whose headings stand in row `head`, and free rows below as far as it reaches."""
        made = chart_for(self._book, chart, self.name, head)
        across = len(chart.series) + 1
        where = {"description": alternative, "x_offset": OFFSET, "object_position": 2}
        self.sheet.insert_chart(head, across, made, where)
        self._right = max(self._right, sum(map(_pixels, self._widths[:across])) + WIDTH + 2 * OFFSET)
        while self._between(head, self._row) < height_of(chart):
            self._row += 1

    def _write_row(self, at: int, row: Sequence[str | Number], table: Table, is_ours: bool) -> None:
        looks = self._formats
        self._set_row(at, self._height([cell.text if isinstance(cell, Number) else cell for cell in row], is_ours))
        for across, cell in enumerate(row):
            if isinstance(cell, Number):
                self.sheet.write_number(at, across, cell.value, looks.number(cell.decimals, is_ours))
            elif across == 0 or is_ours:
                self.sheet.write_string(at, across, cell, looks.name)
            else:
                self.sheet.write_string(
                    at, across, cell, looks.reason if table.columns[across].is_number else looks.cell
                )

    def _height(self, cells: Sequence[str], bold: bool) -> float:
        lines = max(
            sum(
                lines_of(line, (self._widths[across] - 1) * SIGN, 10, bold or across == 0) for line in words.split("\n")
            )
            for across, words in enumerate(cells)
        )
        return max(min(lines * LINE_HEIGHT + 1, LONGEST_ROW), DEFAULT_ROW / PIXELS_OF_A_POINT)


def write_section(page: Page, section: PackSection, formats: Formats, told: Any) -> dict[str, int]:
    """A section's blocks; returns the row of each block's heading by its name."""
    page.widen([table for block in section.blocks for table in tables_of(block)])
    page.title(section.title)
    if section.sentence:
        page.say(section.sentence, formats.words)
    rows = {}
    for block in section.blocks:
        told(block.heading)
        rows[block.name] = page.begin()
        _block(page, block, formats)
    page.print_by_blocks()
    return rows


def tables_of(block: Block) -> list[Table]:
    """The table that a block's chart reads, and the others."""
    own = [chart_table(block, block.chart)] if block.chart is not None else []
    return [*own, *further_tables(block)]


def _block(page: Page, block: Block, formats: Formats) -> None:
    if block.label:
        page.say(in_a_line(block.label), formats.small, 9)
    page.say(in_a_line(block.heading), formats.heading, 13, True)
    for place, sentence in enumerate(block.sentences):
        page.say(sentence, formats.answer if place == 0 else formats.words, 11 if place == 0 else 10, place == 0)
    for place, table in enumerate(tables_of(block)):
        head = page.table(table)
        if place == 0 and block.chart is not None:
            if can_be_drawn(block.chart):
                page.chart(block.chart, head, chart_alternative(block.chart))
            if not says_reasons(table, block.chart):
                page.say(f"No figure: {'; '.join(block.chart.missing)}.", formats.small, 9)
    for note in block.notes:
        page.say(in_a_line(note.heading), formats.answer, 11, True)
        page.say(note.text, formats.words)
    for reference in block.references:
        page.say(f"Source: {source_of(reference)}", formats.small, 9)


def _column_width(tables: Sequence[Table], across: int) -> int:
    """How wide a column is for all tables that stand in it: one of words alone may be wider than one of figures."""
    having = [table for table in tables if across < len(table.columns)]
    lengths = [_length(row[across]) for table in having for row in table.rows]
    headings = [len(word) for table in having for word in table.columns[across].heading.split()]
    has_figures = any(table.columns[across].is_number for table in having)
    most = MOST_FIRST if across == 0 else MOST_OF_FIGURES if has_figures else MOST_OF_WORDS
    return max(FIRST_COLUMN if across == 0 else OTHERS, min(max([*lengths, *headings], default=0) + 2, most))


def _pixels(width: int) -> int:
    """A column's width in pixels."""
    return 7 * width + 5


def _length(cell: str | Number) -> int:
    return len(cell.text) if isinstance(cell, Number) else len(cell)
