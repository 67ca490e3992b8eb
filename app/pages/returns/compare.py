"""What changed between two versions of a return, as the viewer sees both."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, request

from app.forms import drawn
from app.pages.returns.desk import Desk, address
from app.pages.returns.words import compared, day
from callbacks.sight import NOT_THERE, NotSeen
from data.errors import PortalError
from models.return_changes import Change, Part, changes

MOST_SHOWN = 500


@dataclass(frozen=True)
class ChangedRow:
    """What changed in one row."""

    title: str
    changes: tuple[Change, ...]


def add(pages: Blueprint, desk: Desk) -> None:
    """Add the address to a blueprint."""

    @pages.get("/<int:return_id>/compare")
    def compare(return_id: int) -> Response:
        sight = desk.sight()
        versions = sight.of_return(return_id)
        if len(versions) < 2:
            raise PortalError(f"There is only one version of {versions[0].title} that you can see.")
        after = sight.one(return_id, asked_number("to", versions[0].number))
        earlier = next((seen.number for seen in versions if seen.number < after.number), versions[-1].number)
        before = sight.one(return_id, asked_number("from", earlier))
        if before.id == after.id:
            raise PortalError("A version is not compared with itself; choose two.")
        sight.note([before, after], request.path)
        found = changes(sight.figures(before), sight.figures(after), masked=after.masked or before.masked)
        figures = [change for change in found.all if change.part is not Part.COMMENTARY]
        return drawn(
            "returns_compare.html",
            before=before,
            after=after,
            addresses=(address(before), address(after)),
            versions=[(str(seen.number), f"Version {seen.number}, {day(seen.created)}") for seen in versions],
            summary=compared(found, before.number, after.number),
            rows=_rows(figures[:MOST_SHOWN]),
            left_out=max(0, len(figures) - MOST_SHOWN),
            commentary=[change for change in found.all if change.part is Part.COMMENTARY],
        )


def asked_number(name: str, otherwise: int) -> int:
    """The number of a version that an address asks for. Raises NotSeen for what is no number, as for one not there."""
    text = request.args.get(name, "").strip()
    if not text:
        return otherwise
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotSeen(NOT_THERE)
    return int(text)


def _rows(found: Sequence[Change]) -> list[ChangedRow]:
    grouped = groupby(found, key=lambda change: (change.table, change.row))
    return [ChangedRow(f"{table}: {row}" if table else row, tuple(group)) for (table, row), group in grouped]
