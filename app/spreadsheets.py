"""A chart's figures as a file: CSV for programs, an Excel workbook for people, the same figures in both."""

import csv
import io
from collections.abc import Mapping

import xlsxwriter
from markupsafe import Markup

from layouts.charts.card import Chart
from layouts.tables import Cell, Number

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDEST_COLUMN = 60
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads a CSV in the reader's own code page."""


def as_csv(chart: Chart, notes: Mapping[str, str]) -> bytes:
    """The table of a chart, then `notes` (source, snapshot, address) as further columns of every row."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*(text(column.heading) for column in chart.table.columns), *notes])
    for row in chart.table.rows:
        writer.writerow([*(plain(cell) for cell in row), *(text(note) for note in notes.values())])
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def as_workbook(chart: Chart, notes: Mapping[str, str]) -> bytes:
    """The table of a chart on one sheet, and on another what it says and where it is from."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        formats = {
            decimals: book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")})
            for decimals in {cell.decimals for row in chart.table.rows for cell in row if isinstance(cell, Number)}
        }
        sheet = book.add_worksheet("Figures")
        for across, column in enumerate(chart.table.columns):
            sheet.write_string(0, across, column.heading, heading)
            sheet.set_column(across, across, width(chart, across))
        for down, row in enumerate(chart.table.rows, 1):
            for across, cell in enumerate(row):
                if isinstance(cell, Number):
                    sheet.write_number(down, across, cell.value, formats[cell.decimals])
                else:
                    sheet.write_string(down, across, words(cell))
        sheet.freeze_panes(1, 1)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 20)
        about.set_column(1, 1, 110, book.add_format({"text_wrap": True, "valign": "top"}))
        said = {"Finding": chart.finding, "What is shown": chart.subtitle, "Table": chart.table.caption, **notes}
        for down, (name, note) in enumerate(said.items()):
            about.write_string(down, 0, name, heading)
            about.write_string(down, 1, note)
    return stream.getvalue()


def plain(cell: Cell) -> str | float:
    """A cell as CSV holds it: a whole number without a point, text that no spreadsheet takes for a formula."""
    if isinstance(cell, Number):
        return int(cell.value) if float(cell.value).is_integer() else cell.value
    return text(words(cell))


def text(said: str) -> str:
    """Text that a spreadsheet leaves alone: an apostrophe before what it would take for a formula."""
    return f"'{said}" if said.startswith(FORMULA_STARTS) else said


def words(cell: str) -> str:
    """A cell's words, without its markup."""
    return cell.striptags() if isinstance(cell, Markup) else cell


def width(chart: Chart, across: int) -> int:
    """How wide a column is, in characters, so that its longest cell can be read."""
    cells = (row[across] for row in chart.table.rows)
    lengths = [len(cell.text) if isinstance(cell, Number) else len(words(cell)) for cell in cells]
    heading = len(chart.table.columns[across].heading)
    return min(max([min(heading, 24), *lengths]) + 2, WIDEST_COLUMN)
