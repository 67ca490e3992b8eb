"""A snapshot's catalogue as it is read: what its figures are of, and everything of it that is no figure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import orjson

from data.authorities import Area, Authorities
from data.editions import Edition
from data.errors import PortalError
from data.faults import Fault
from data.indicators import Indicators, indicator_from
from data.manifest import SourceFile
from data.periods import Period, PeriodKind, Status
from data.snapshot import CATALOGUE, FORMAT, read_file

Read = TypeVar("Read")


@dataclass(frozen=True)
class Catalogue:
    """Areas; indicators, each with its periods and their statuses, and whether it has counts, and published limits."""

    areas: tuple[Area, ...]
    indicators: Indicators
    periods: tuple[tuple[Period, ...], ...]
    statuses: tuple[tuple[Status | None, ...], ...]
    counted: tuple[bool, ...]
    limited: tuple[bool, ...]
    editions: Mapping[str, Edition]
    faults: tuple[Fault, ...]
    files: tuple[SourceFile, ...]


def read_catalogue(place: Path, authorities: Authorities) -> Catalogue:
    """The catalogue in a snapshot's folder. Raises PortalError where it is damaged, or of another format."""
    try:
        written = orjson.loads(read_file(place, CATALOGUE))
    except orjson.JSONDecodeError:
        raise PortalError(f"The snapshot {place.name} is damaged: {CATALOGUE} is cut short. Build it again.") from None
    if written["format"] != FORMAT:
        raise PortalError(f"The snapshot {place.name} has another format; build it again with this version.")
    entries = written["indicators"]
    return Catalogue(
        areas=tuple(authorities.by_code(str(code)) for code in written["areas"]),
        indicators=Indicators(tuple(indicator_from(entry["definition"], CATALOGUE) for entry in entries)),
        periods=_shared(entries, "periods", _period),
        statuses=_shared(entries, "statuses", _status),
        counted=tuple(bool(entry.get("counts")) for entry in entries),
        limited=tuple(bool(entry.get("limits")) for entry in entries),
        editions={str(entry["name"]): Edition(**entry) for entry in written["editions"]},
        faults=tuple(Fault(**{**entry, "years": tuple(entry["years"])}) for entry in written["faults"]),
        files=tuple(SourceFile(**entry) for entry in written["files"]),
    )


def _shared(
    entries: Sequence[Mapping[str, Any]], name: str, read: Callable[[Any], Read]
) -> tuple[tuple[Read, ...], ...]:
    """A list of each indicator, read. Equal lists are one and the same: most indicators share theirs with others."""
    found: dict[bytes, tuple[Read, ...]] = {}
    written = [orjson.dumps(entry[name]) for entry in entries]
    for entry, text in zip(entries, written, strict=True):
        if text not in found:
            found[text] = tuple(read(part) for part in entry[name])
    return tuple(found[text] for text in written)


def _period(row: tuple[str, str, str, int]) -> Period:
    start, end, kind, years = row
    return Period(PeriodKind(kind), date.fromisoformat(start), date.fromisoformat(end), years)


def _status(word: str) -> Status | None:
    return Status(word) if word else None
