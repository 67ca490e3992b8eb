"""Excel workbooks: the values of their sheets as text, read as displayed. No formula is worked out, no macro is run."""

import io
import re
import warnings
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from data.errors import PortalError
from data.returns.cells import parse_cell
from data.returns.limits import (
    MEGABYTE,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_MERGED,
    MOST_PARTS,
    MOST_SHEETS,
    MOST_UNPACKED,
)
from data.returns.text_files import Line, Sheet, check_size

Merged = tuple[int, int, int]
"""Cells merged downwards: their column from 0, their first row and their last."""
SIGNATURE = b"PK\x03\x04"
BLOCK = 1 << 16
_DECIMALS = re.compile(r"0\.(0+)")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_UNSAVED = re.compile(rb"<f(?: [^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
# It warns of styles and rules that it leaves out, which are not read here anyway.
warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
# Whatever the parts below openpyxl raise for a workbook that is damaged or made to harm.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,  # of XML, whichever of two parsers openpyxl finds to read it with
    LookupError,
    ValueError,
    TypeError,
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
        unsaved, merged = _inspected(content, name)
        sheets = tuple(_sheets(content, name, merged))
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


def _inspected(content: bytes, name: str) -> tuple[str, Mapping[str, set[Merged]]]:
    """Refuse what unpacks to too much or defines entities; else the cell of a formula that was never worked out, empty
    for none, and of each part the cells that are merged downwards."""
    unsaved, total, strings = "", 0, 0
    merged: dict[str, set[Merged]] = defaultdict(set)
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
                    strings += block.count(b"<si>")
                    if strings > MOST_CELLS:
                        raise PortalError(f"{name} has more than {MOST_CELLS:,} texts; a return has far fewer.")
                    seen = tail + block
                    if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen or b"\x00" in block:
                        raise PortalError(f"{name} holds definitions that no Excel workbook has; it is not read.")
                    if not unsaved and "worksheets/" in part.filename and (match := _UNSAVED.search(seen)):
                        unsaved = _cell_before(seen, match.start())
                    if "worksheets/" in part.filename and len(merged[part.filename]) < MOST_MERGED:
                        merged[part.filename] |= set(_merged_downwards(seen))
                    tail = seen[-200:]
    return unsaved, merged


def _merged_downwards(seen: bytes) -> Iterator[Merged]:
    from openpyxl.utils import column_index_from_string

    for match in _MERGED.finditer(seen):
        if match[1] == match[3] and match[2] != match[4]:
            yield column_index_from_string(match[1].decode()) - 1, int(match[2]), int(match[4])


def _cell_before(seen: bytes, place: int) -> str:
    cells = re.findall(rb'<c r="([A-Z]{1,3}\d{1,7})"', seen[:place])
    return f"cell {cells[-1].decode()}" if cells else "in one of its cells"


def _sheets(content: bytes, name: str, merged: Mapping[str, set[Merged]]) -> Iterator[Sheet]:
    from openpyxl import load_workbook  # only needed here, for few files; it costs a seventh of a second

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False, keep_vba=False)
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
            carried = _Carried(merged.get(getattr(sheet, "_worksheet_path", ""), set()))
            for number, cells in enumerate(sheet.iter_rows(), 1):
                check_size(read := read + max(len(cells), 1), len(cells), name)
                if said := carried.into(number, _said(cells)):
                    # Empty rows part tables, as the empty lines of a text file do; one says as much as many.
                    if lines and lines[-1].number + 1 < number:
                        lines.append(Line(number - 1, ()))
                    lines.append(Line(number, said))
            if lines:
                yield Sheet(sheet.title, tuple(lines))
    finally:
        book.close()


class _Carried:
    """Words of merged cells, said again in each of the rows that they stand beside. A figure is not said twice."""

    def __init__(self, merged: set[Merged]) -> None:
        self._from = {(column, first): last for column, first, last in merged}
        self._words: dict[int, tuple[int, str]] = {}

    def into(self, number: int, said: tuple[str, ...]) -> tuple[str, ...]:
        """The cells of a row, with the words of the merged cells that reach down to it."""
        if not self._from or not said:
            return said
        for column, text in enumerate(said):
            if (column, number) in self._from and text and not parse_cell(text).has_figure:
                self._words[column] = (self._from[column, number], text)
        cells = list(said)
        for column, (last, text) in self._words.items():
            if number <= last and column < len(cells) and not cells[column]:
                cells[column] = text
        return tuple(cells)


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
