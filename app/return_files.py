"""Returns and their template as files: CSV for programs, an Excel workbook for people, both safe to open."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format

from app.spreadsheets import BYTE_ORDER_MARK, text
from data.returns.commentary import COLUMNS as COMMENTARY_COLUMNS
from data.returns.commentary import TITLE as COMMENTARY
from data.returns.content import Return
from data.returns.measures import load_local_measures
from data.returns.reading import XLSX
from data.returns.template import COLUMNS, template_sections
from data.returns.text_files import Line, Sheet

FIRST_TO_FILL, LAST_TO_FILL = "breakdown", "note"
WIDEST = 60
WORKBOOK = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ABOUT_COMMENTARY = (
    "for each section what its figures mean, and what is done next; others read it as it stands, so name nobody and no "
    "count of one to five"
)
ONE_SHEET = "Return"
LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


def return_as_csv(found: Return) -> bytes:
    """The lines of a return, its sheets one below the other; read again, they give the same figures."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    for number, sheet in enumerate(_sheets_with_figures(found)):
        if number:
            writer.writerows(([], [text(sheet.name)]))
        for cells in _in_place(sheet, found):
            writer.writerow([text(cell) for cell in cells])
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def return_as_workbook(found: Return) -> bytes:
    """The same as text on the sheets that it came on, each line where it stood; nothing in it is a formula."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, WORKBOOK) as book:
        # Text, so that Feb-22 stays as typed and no month becomes a date.
        as_text = book.add_format({"num_format": "@"})
        for sheet in _sheets_with_figures(found):
            name = _NOT_IN_SHEET_NAMES.sub(" ", sheet.name)[:LONGEST_SHEET_NAME].strip("' ")
            page = book.add_worksheet(name or ONE_SHEET)
            widest: dict[int, int] = {}
            for down, cells in enumerate(_in_place(sheet, found)):
                for across, cell in enumerate(cells):
                    if cell:
                        page.write_string(down, across, cell, as_text)
                        widest[across] = min(max(widest.get(across, 0), len(cell) + 2), WIDEST)
            for across, width in widest.items():
                page.set_column(across, across, width)
    return stream.getvalue()


def _sheets_with_figures(found: Return) -> Iterator[Sheet]:
    """The sheets that hold tables or commentary: what else a workbook holds is no part of the return."""
    named = {table.sheet for table in found.tables} | {told.sheet for told in found.commentary}
    return (sheet for sheet in found.sheets if sheet.name in named)


def _in_place(sheet: Sheet, found: Return) -> Iterator[tuple[str, ...]]:
    """The cells of each line, and an empty line wherever its number says that there were some."""
    place = 1
    for line in sheet.lines:
        if line.cells:
            for _ in range(line.number - place):
                yield ()
            yield line.cells
            place = line.number + (1 if found.format == XLSX else _height(line))


def _height(line: Line) -> int:
    """How many lines of a text file a line takes: a cell may have line breaks of its own."""
    return 1 + sum(len(cell.splitlines()) - 1 for cell in line.cells if cell)


def template_as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows below the template's headings, and below an empty line the commentary, a line a topic."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([text(row[column]) for column in COLUMNS] for row in rows)
    writer.writerows([(), COMMENTARY_COLUMNS])
    writer.writerows([section, "", ""] for section in template_sections(load_local_measures()))
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def template_as_workbook(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The same on two sheets, cells to be filled in marked, and on another what each column takes."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, WORKBOOK) as book:
        heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        # Text, so that Feb-22 stays as typed and no month becomes a date.
        as_text = book.add_format({"num_format": "@"})
        to_fill = book.add_format({"num_format": "@", "bg_color": "#FFF9DB", "border": 1, "border_color": "#D9D9D9"})
        sheet = book.add_worksheet("Return")
        names = list(COLUMNS)
        filled = range(names.index(FIRST_TO_FILL), names.index(LAST_TO_FILL) + 1)
        for across, name in enumerate(names):
            sheet.write_string(0, across, name, heading)
            longest = max([len(name), *(len(row[name]) for row in rows)], default=len(name))
            sheet.set_column(across, across, min(longest + 2, WIDEST), as_text)
            for down, row in enumerate(rows, 1):
                sheet.write_string(down, across, row[name], to_fill if across in filled else as_text)
        sheet.freeze_panes(1, names.index("title") + 1)
        _commentary(book, heading)
        about = book.add_worksheet("How to fill in")
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 90)
        for down, (name, told) in enumerate(COLUMNS.items()):
            about.write_string(down, 0, name, heading)
            about.write_string(down, 1, told)
        about.write_string(len(COLUMNS) + 1, 0, COMMENTARY, heading)
        about.write_string(len(COLUMNS) + 1, 1, ABOUT_COMMENTARY)
    return stream.getvalue()


def _commentary(book: xlsxwriter.Workbook, heading: Format) -> None:
    """The sheet of the commentary: a line a topic, its words to be filled in."""
    words = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "bg_color": "#FFF9DB", "border": 1})
    sheet = book.add_worksheet(COMMENTARY)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 2, 70)
    for across, name in enumerate(COMMENTARY_COLUMNS):
        sheet.write_string(0, across, name, heading)
    for down, section in enumerate(template_sections(load_local_measures()), 1):
        sheet.write_string(down, 0, section, words)
        for across in range(1, len(COMMENTARY_COLUMNS)):
            sheet.write_blank(down, across, None, words)
    sheet.freeze_panes(1, 1)
