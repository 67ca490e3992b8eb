"""The return's template as a file: CSV for programs, an Excel workbook for people, both safe to open."""

import csv
import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from app.spreadsheets import BYTE_ORDER_MARK, text
from data.returns.template import COLUMNS

FIRST_TO_FILL, LAST_TO_FILL = "breakdown", "note"
WIDEST = 60


def template_as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The rows below the template's headings."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([text(row[column]) for column in COLUMNS] for row in rows)
    return (BYTE_ORDER_MARK + stream.getvalue()).encode()


def template_as_workbook(rows: Sequence[Mapping[str, str]]) -> bytes:
    """The same on one sheet, cells to be filled in marked, and on another what each column takes."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
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
        about = book.add_worksheet("How to fill in")
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 90)
        for down, (name, told) in enumerate(COLUMNS.items()):
            about.write_string(down, 0, name, heading)
            about.write_string(down, 1, told)
    return stream.getvalue()
