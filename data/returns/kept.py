"""A return as it is kept: the lines of its file, cell by cell as they were typed, read anew whenever they are wanted.

Nothing that the portal made of them is kept, so that a return that was kept years ago is read by today's rules, and can
be given out again as a file. `form` numbers the shape of what is kept:

    {"form": 1, "file": "scorecard.csv", "format": "text",
     "sheets": [{"name": "", "prose": false, "lines": [[1, "Indicator", "Feb-22"], [2, "Contacts", "1,511"]]}]}
"""

from collections.abc import Mapping, Sequence
from typing import Any

from data.errors import PortalError
from data.indicators import Indicators
from data.returns.content import Return
from data.returns.reading import of_sheets
from data.returns.text_files import Line, Sheet

FORM = 1


def as_plain(found: Return) -> dict[str, Any]:
    """The return as JSON can hold it. Lines are lists: the number of the line, then its cells."""
    return {
        "form": FORM,
        "file": found.file,
        "format": found.format,
        "sheets": [
            {"name": sheet.name, "prose": sheet.prose, "lines": [[line.number, *line.cells] for line in sheet.lines]}
            for sheet in found.sheets
        ],
    }


def from_plain(plain: Mapping[str, Any], indicators: Indicators | None = None) -> Return:
    """The return that was kept. `indicators` as for `read_return`. Raises PortalError for a form unknown here."""
    return of_sheets(sheets_of(plain), plain["file"], plain["format"], indicators)


def sheets_of(plain: Mapping[str, Any]) -> tuple[Sheet, ...]:
    """The lines of the return that was kept. Raises PortalError for a form unknown here."""
    if plain.get("form") != FORM:
        raise PortalError(
            f"This return was kept in form {plain.get('form')!r}, which this version of the portal does not read "
            f"(it reads form {FORM}). Upload the file again, or use the version that kept it."
        )
    return tuple(Sheet(sheet["name"], _lines(sheet["lines"]), sheet["prose"]) for sheet in plain["sheets"])


def _lines(kept: Sequence[Sequence[Any]]) -> tuple[Line, ...]:
    return tuple(Line(number, tuple(cells)) for number, *cells in kept)
