"""What was typed into the fields of a board's forms, each read in one way and refused in one sentence."""

import math
from datetime import date

from flask import request

from data.errors import PortalError
from models.board.kinds import Audience, Section, Status

LONGEST_LINE = 200
LONGEST_WHY = 1000
LONGEST_TEXT = 5000
FIRST_YEAR, LAST_YEAR = 2000, 2999
CHANGED_PAGE = "This form is not as the page has it; open the page again."


def typed(name: str) -> str:
    """A field as it was sent, without the space around it, with one kind of line end."""
    return request.form.get(name, "").replace("\r\n", "\n").replace("\r", "\n").strip()


def line(name: str, what: str, required: bool = True) -> str:
    """A field of one line."""
    return _checked(" ".join(typed(name).split()), what, LONGEST_LINE, required)


def text(name: str, what: str, longest: int = LONGEST_TEXT, required: bool = True) -> str:
    """A field of several lines."""
    return _checked(typed(name), what, longest, required)


def why(required: bool = True) -> str:
    """The reason for what is done."""
    return text(
        "why", "the reason, in a sentence that whoever reads the history will understand", LONGEST_WHY, required
    )


def day(name: str, what: str) -> date:
    """A day as date fields give it."""
    found = day_or_none(name, what)
    if found is None:
        raise PortalError(f"Give {what}.")
    return found


def day_or_none(name: str, what: str) -> date | None:
    """The same for a field that may be empty."""
    if not (given := typed(name)):
        return None
    try:
        found = date.fromisoformat(given)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise PortalError(f"Give {what} as year, month and day, such as 2026-11-22.")
    return found


def number(name: str, what: str) -> float:
    """A figure; a comma may stand between thousands, and a sign of its unit after it."""
    found = number_or_none(name, what)
    if found is None:
        raise PortalError(f"Give {what}.")
    return found


def number_or_none(name: str, what: str) -> float | None:
    """The same for a field that may be empty."""
    if not (given := typed(name)):
        return None
    try:
        found = float(given.replace(",", "").removesuffix("%").removeprefix("£"))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise PortalError(f"Give {what} as a number, such as 84.5.")
    return found


def version(name: str = "version") -> int:
    """The version that a form was made from."""
    given = typed(name)
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        raise PortalError(CHANGED_PAGE)
    return int(given)


def audience() -> Audience:
    """Whom something is for."""
    try:
        return Audience(typed("audience") or Audience.BOARD)
    except ValueError:
        raise PortalError(CHANGED_PAGE) from None


def section() -> Section:
    """Which section of the commentary."""
    found = next((each for each in Section if each.slug == typed("section")), None)
    if found is None:
        raise PortalError(CHANGED_PAGE)
    return found


def status() -> Status:
    """How an action is to stand."""
    if not typed("status"):
        raise PortalError("Choose how the action stands from now on.")
    try:
        return Status(typed("status"))
    except ValueError:
        raise PortalError(CHANGED_PAGE) from None


def _checked(given: str, what: str, longest: int, required: bool) -> str:
    if required and not given:
        raise PortalError(f"Give {what}.")
    if len(given) > longest:
        raise PortalError(f"Give {what} in {longest:,} characters at most; these are {len(given):,}.")
    if not all(part.isprintable() for part in given.replace("\t", " ").split("\n")):
        raise PortalError(f"Give {what} without signs that cannot be seen.")
    return given
