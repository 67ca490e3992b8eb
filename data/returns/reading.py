"""Reading a return's file, whatever it is: `read_return(path)` gives plain data, or one sentence about why not."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from data.errors import PortalError
from data.indicators import Indicators
from data.returns.commentary import found_commentary
from data.returns.content import Return
from data.returns.limits import MEGABYTE, MOST_BYTES, MOST_LINES
from data.returns.measures import Measures, load_local_measures
from data.returns.series import made_return
from data.returns.tables import found_tables
from data.returns.text_files import Sheet, read_text
from data.returns.workbooks import SIGNATURE, read_workbook

XLSX, TEXT = "XLSX", "text"
# How files begin that people take for tables.
OTHERS = (
    (b"\xd0\xcf\x11\xe0", "is an old Excel file or protected by a password; save it as XLSX without one"),
    (b"%PDF", "is a PDF; give the table as CSV or XLSX"),
    (b"\x89PNG", "is a picture; give the table as CSV or XLSX"),
    (b"\xff\xd8\xff", "is a picture; give the table as CSV or XLSX"),
    (b"GIF8", "is a picture; give the table as CSV or XLSX"),
    (b"\x1f\x8b", "is packed; unpack it first"),
    (b"PAR1", "is a Parquet file; give the table as CSV or XLSX"),
    (b"{\\rtf", "is a Word file; give the table as CSV or XLSX"),
)


LONGEST_NAME = 80
NO_NAME = "The file"


def read_return(path: Path, indicators: Indicators | None = None) -> Return:
    """Read the file at a path. Raises PortalError, in one sentence, for whatever is no return."""
    return parse_return(file_content(path), path.name, indicators)


def file_content(path: Path) -> bytes:
    """The bytes of a file, no more of them than a return can have."""
    try:
        if path.is_dir():
            raise PortalError(f"{path} is a folder; name a file.")
        if not path.is_file():
            raise PortalError(f"There is no file {path}.")
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError):
        raise PortalError(f"{path} cannot be read.") from None
    return content


def parse_return(content: bytes, name: str, indicators: Indicators | None = None) -> Return:
    """Read the content of a file called `name`. `indicators` are the published ones, which returns may name too."""
    name = shown_name(name)
    if not content.strip():
        raise PortalError(f"{name} is empty.")
    if len(content) > MOST_BYTES:
        raise PortalError(f"{name} is larger than {MOST_BYTES // MEGABYTE} MB; a return is far smaller.")
    for start, what in OTHERS:
        if content.startswith(start):
            raise PortalError(f"{name} {what}.")
    packed = content.startswith(SIGNATURE)
    sheets: tuple[Sheet, ...] = read_workbook(content, name) if packed else (read_text(content, name),)
    if sum(len(sheet.lines) for sheet in sheets) > MOST_LINES:
        raise PortalError(f"{name} has more than {MOST_LINES:,} lines; a return has far fewer. Give the table alone.")
    return of_sheets(sheets, name, XLSX if packed else TEXT, indicators)


def shown_name(name: str) -> str:
    """A file's name as a sentence may say it: no folders, one line, nothing unseen, and not long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    said = " ".join("".join(sign for sign in last if sign.isprintable()).split()) or NO_NAME
    half = LONGEST_NAME // 2
    return said if len(said) <= LONGEST_NAME else f"{said[: half - 1]}…{said[-half:]}"


def of_sheets(sheets: tuple[Sheet, ...], name: str, form: str, indicators: Indicators | None = None) -> Return:
    """The return that the lines of a file make, whichever file they were read from. Raises PortalError for none."""
    told, others = found_commentary(sheets)
    tables, remarks = found_tables(others)
    if not tables:
        raise PortalError(
            f"{name} has no table that is known here: a first row with Indicator, months such as Feb-22, Target, "
            "and comparators; or the columns of `portal template`."
        )
    made = made_return(name, form, tables, (*remarks, *told.remarks), _measures(indicators))
    return replace(made, commentary=told.commentary, sheets=sheets)


@lru_cache(maxsize=2)
def _measures(indicators: Indicators | None) -> Measures:
    return Measures(load_local_measures(), indicators or ())
