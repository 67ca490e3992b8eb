"""Text files with columns: which encoding, which sign between columns, which lines; papers as extracted text too."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from data.errors import PortalError
from data.returns.limits import MOST_CELLS, MOST_CHARACTERS, MOST_COLUMNS

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
SAMPLED = 400
"""Lines that decide which sign stands between columns."""
MOST_CONTROL_SIGNS = 20
"""In a text that is still taken for one."""
_TOO_LONG = "field limit"
"""In what the reader says of a cell that is longer than it reads."""
PROSE = 200
"""Characters without a column between: a line so long is a paragraph of a paper."""


@dataclass(frozen=True)
class Line:
    """One line of a sheet: its number, from 1, and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """The lines of a file, or of one sheet of a workbook. `prose` where the text of a paper stands between tables."""

    name: str
    lines: tuple[Line, ...]
    prose: bool = False


def read_text(content: bytes, name: str) -> Sheet:
    """The lines of a text file. Raises PortalError, in a sentence, for what is no table in text."""
    text = decoded(content, name)
    delimiter = _delimiter(text, name)
    lines = tuple(_lines(text, delimiter, name))
    prose = delimiter == "\t" and any(len(line.cells) == 1 and len(line.cells[0]) > PROSE for line in lines)
    return Sheet("", lines, prose)


def decoded(content: bytes, name: str) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 by its mark, else UTF-8, else Windows' western code page."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return _decode(content, encoding, name)
    if guessed := _sixteen_bits(content):
        return _decode(content, guessed, name)
    if b"\x00" in content:
        raise PortalError(f"{name} is not a text file: it holds NUL bytes. Save the table as CSV or XLSX.")
    try:
        return _plain_text(content.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _decode(content, "cp1252", name)


def _sixteen_bits(content: bytes) -> str:
    """UTF-16 without its mark: every other byte of plain text is NUL."""
    start = content[:2000]
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > 0.7 * half and not start[::2].count(0):
        return "utf-16-le"
    if start[::2].count(0) > 0.7 * half and not start[1::2].count(0):
        return "utf-16-be"
    return ""


def _decode(content: bytes, encoding: str, name: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeError:
        raise PortalError(
            f"{name} is not text in any encoding known here. Save the table as CSV UTF-8 or XLSX."
        ) from None
    return _plain_text(text, name)


def _plain_text(text: str, name: str) -> str:
    if (
        "\x00" in text
        or sum(character < " " and character not in "\t\r\n\x0c\x0b" for character in text) > MOST_CONTROL_SIGNS
    ):
        raise PortalError(f"{name} is not a text file: it holds control signs. Save the table as CSV or XLSX.")
    return text


def _delimiter(text: str, name: str) -> str:
    """The sign between columns: the one that most lines have, and have equally often."""
    lines = [line for line in text.splitlines()[: SAMPLED * 20] if line.strip()]
    if not lines:
        raise PortalError(f"{name} is empty.")
    # Tabs between quotation marks are those of somebody's text.
    unquoted = "".join(text.split('"')[::2]) if text.count('"') % 2 == 0 else text
    tabbed = [line for line in unquoted.splitlines()[: SAMPLED * 20] if "\t" in line and line.strip()]
    if len(tabbed) >= 2 and max(line.count("\t") for line in tabbed) >= 1:
        return "\t"
    scores = {sign: _evenness(lines[:SAMPLED], sign) for sign in DELIMITERS}
    best = max(scores, key=lambda sign: scores[sign])
    if not scores[best]:
        raise PortalError(f"{name} has only one column: put commas or tabs between the columns.")
    return best


def _evenness(lines: list[str], sign: str) -> float:
    """How many lines have the sign as often as the most lines have it, weighed by how often that is."""
    counts = Counter(count for line in lines if (count := _outside_quotes(line, sign)))
    return max((lines_with * min(count, 30) for count, lines_with in counts.items()), default=0)


def _outside_quotes(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])


def _lines(text: str, delimiter: str, name: str) -> Iterator[Line]:
    # A stray quotation mark in a paper's tabbed text must not swallow the lines below it.
    stray = delimiter == "\t" and text.count('"') % 2
    stream = io.StringIO(text, newline="")
    reader = csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE if stray else csv.QUOTE_MINIMAL)
    read, before = 0, 0
    try:
        for cells in reader:
            # What a cell's own line breaks add to the count belongs to the line on which the row begins.
            number, before = before + 1, reader.line_num
            check_size(read := read + max(len(cells), 1), len(cells), name)
            yield Line(number, tuple(cell[:MOST_CHARACTERS] for cell in cells))
    except csv.Error as error:
        too_long = "a cell is far too long, perhaps for a quotation mark that is never closed"
        why = too_long if _TOO_LONG in str(error) else error
        raise PortalError(f"Line {reader.line_num} of {name} cannot be read as a table: {why}.") from None


def check_size(cells: int, columns: int, name: str) -> None:
    """Raises PortalError where a file has more cells, or a line more columns, than any return."""
    if cells > MOST_CELLS:
        raise PortalError(f"{name} has more than {MOST_CELLS:,} cells; a return has far fewer. Give the table alone.")
    if columns > MOST_COLUMNS:
        raise PortalError(f"{name} has more than {MOST_COLUMNS} columns; a return has far fewer. Give the table alone.")
