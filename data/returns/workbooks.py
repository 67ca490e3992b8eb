"""Excel workbooks: the values of their sheets as text, read as displayed. No formula is worked out, no macro is run."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from data.errors import PortalError
from data.returns.limits import MEGABYTE, MOST_CHARACTERS, MOST_PARTS, MOST_SHEETS, MOST_UNPACKED
from data.returns.text_files import Line, Sheet, check_size

SIGNATURE = b"PK\x03\x04"
BLOCK = 1 << 16
_DECIMALS = re.compile(r"0\.(0+)")
_UNSAVED = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
# Whatever the parts below openpyxl raise for a workbook that is damaged or made to harm.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    AssertionError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
)


def read_workbook(content: bytes, name: str) -> tuple[Sheet, ...]:
    """The visible sheets of a workbook that hold text. Raises PortalError, in a sentence, for any other file."""
    try:
        unsaved = _inspected(content, name)
        sheets = tuple(_sheets(content, name))
    except BROKEN:
        raise PortalError(
            f"{name} is damaged or is no Excel workbook (XLSX). Open it in Excel and save it again."
        ) from None
    if unsaved:
        raise PortalError(
            f"{name} has a formula whose result was never saved ({unsaved}). Open it in Excel, let it work out, save "
            "it."
        )
    if not sheets:
        raise PortalError(f"{name} has no visible sheet with a table.")
    return sheets


def _inspected(content: bytes, name: str) -> str:
    """Refuse what unpacks to too much or defines entities; else the cell of a formula that was never worked out."""
    unsaved, total = "", 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise PortalError(f"{name} has more than {MOST_PARTS} parts; a return has far fewer.")
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise PortalError(f"{name} unpacks to more than {MOST_UNPACKED // MEGABYTE} MB; a return is far smaller.")
        if any(part.flag_bits & 1 for part in parts):
            raise PortalError(f"{name} is protected by a password. Save it without one.")
        if not any(part.filename == "xl/workbook.xml" for part in parts):
            raise PortalError(f"{name} is an archive, but no Excel workbook (XLSX).")
        for part in parts:
            if not part.filename.endswith((".xml", ".rels")):
                continue
            tail = b""
            with archive.open(part) as stream:
                while block := stream.read(BLOCK):
                    total += len(block)
                    if total > MOST_UNPACKED:
                        raise PortalError(f"{name} unpacks to more than {MOST_UNPACKED // MEGABYTE} MB.")
                    seen = tail + block
                    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or b"\x00" in block:
                        raise PortalError(f"{name} holds definitions that no Excel workbook has; it is not read.")
                    if not unsaved and "worksheets/" in part.filename and (match := _UNSAVED.search(seen)):
                        unsaved = _cell_before(seen, match.start())
                    tail = seen[-200:]
    return unsaved


def _cell_before(seen: bytes, place: int) -> str:
    cells = re.findall(rb'<c r="([A-Z]{1,3}\d{1,7})"', seen[:place])
    return f"cell {cells[-1].decode()}" if cells else "in one of its cells"


def _sheets(content: bytes, name: str) -> Iterator[Sheet]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False)
    try:
        if len(book.sheetnames) > MOST_SHEETS:
            raise PortalError(f"{name} has more than {MOST_SHEETS} sheets; a return has fewer.")
        read = 0
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            # What the sheet says of its own size may be wrong, or made to harm.
            sheet.reset_dimensions()
            lines: list[Line] = []
            for number, cells in enumerate(sheet.iter_rows(), 1):
                check_size(read := read + max(len(cells), 1), len(cells), name)
                if said := _said(cells):
                    lines.append(Line(number, said))
            if lines:
                yield Sheet(sheet.title, tuple(lines))
    finally:
        book.close()


def _said(cells: Sequence[Any]) -> tuple[str, ...]:
    """The cells of a row as text, without the empty ones at its end."""
    said = [_displayed(cell.value, getattr(cell, "number_format", "") or "") for cell in cells]
    while said and not said[-1].strip():
        said.pop()
    return tuple(said)


def _displayed(value: object, form: str) -> str:
    """A cell's value as the sheet shows it: 95% for 0.95 in a percentage's format, Feb-22 for a date in it."""
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case str():
            return value[:MOST_CHARACTERS]
        case datetime() | date():
            return value.strftime("%b-%y") if value.day == 1 else value.strftime("%d/%m/%Y")
        case time() | timedelta():
            return str(value)
        case int() | float():
            return _number(float(value), form)
        case _:
            return str(value)[:MOST_CHARACTERS]


def _number(value: float, form: str) -> str:
    shown = form.split(";")[0]
    decimals = len(match[1]) if (match := _DECIMALS.search(shown)) else 0
    if "%" in shown:
        return f"{value * 100:.{decimals}f}%"
    if decimals:
        return f"{value:.{decimals}f}"
    # Fifteen digits are what Excel itself holds; the rest is noise of binary fractions.
    return f"{value:.15g}" if abs(value) < 1e15 else repr(value)
