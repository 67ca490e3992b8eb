"""Reader of the published statistical neighbours: ten authorities for each, with a closeness grade."""

from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from data.authorities import Authorities
from data.editions import CLOSENESS, TITLES, Edition
from data.errors import PortalError
from data.sources.reading import existing_file

EDITIONS = {"2025": "lait/sn_may_2025.xlsx", "2021": "lait/sn_april_2021.xlsx"}
HEADER = "LA num"
COUNT = 10
NO_NEIGHBOURS = "-"  # an authority that is newer than the edition


def read_edition(folder: Path, name: str, authorities: Authorities) -> Edition:
    """Read one edition's workbook. Raises PortalError for a file that is none, an unknown code or an unknown grade."""
    path = existing_file(folder / EDITIONS[name])
    rows = _rows(path)
    start = next((index for index, row in enumerate(rows) if row and row[0] == HEADER), None)
    if start is None:
        raise PortalError(f"{path.name} has no header row that begins with '{HEADER}'.")
    columns = [index for index, text in enumerate(rows[start]) if isinstance(text, str) and text.startswith("SN")]
    firsts = [index for index in columns if rows[start][index] != "SNP"]
    if len(firsts) != COUNT:
        raise PortalError(f"{path.name} should list {COUNT} neighbours; its header has {len(firsts)}.")
    neighbours = {}
    for number, row in enumerate(rows[start + 1 :], start + 2):
        if row and row[0] is not None and row[firsts[0]] != NO_NEIGHBOURS:
            code = authorities.by_code(str(row[0])).code
            neighbours[code] = tuple(_pair(row, index, path.name, number, authorities) for index in firsts)
    return Edition(name, TITLES[name], path.name, neighbours)


def _rows(path: Path) -> list[tuple[object, ...]]:
    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError):
        raise PortalError(f"{path.name} is not an Excel workbook that can be read.") from None
    return list(workbook.worksheets[0].iter_rows(values_only=True))


def _pair(row: tuple[object, ...], index: int, file: str, number: int, authorities: Authorities) -> tuple[str, str]:
    grade = str(row[index + 1]).strip().capitalize()
    if grade not in CLOSENESS:
        raise PortalError(f"{file}, row {number}: '{row[index + 1]}' is no closeness grade that is known.")
    try:
        return authorities.by_code(str(row[index])).code, grade
    except PortalError as error:
        raise PortalError(f"{file}, row {number}: {error}") from None
