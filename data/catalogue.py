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
PERIODS, STATUSES = "periods", "statuses"


@dataclass(frozen=True)
class Catalogue:
    """Areas; indicators, each with its periods and their statuses, and whether it has counts, and published limits.

    `questions` are sentences on figures that look odd, by indicator.
    """

    areas: tuple[Area, ...]
    indicators: Indicators
    periods: tuple[tuple[Period, ...], ...]
    statuses: tuple[tuple[Status | None, ...], ...]
    counted: tuple[bool, ...]
    limited: tuple[bool, ...]
    editions: Mapping[str, Edition]
    faults: tuple[Fault, ...]
    files: tuple[SourceFile, ...]
    questions: Mapping[str, Sequence[str]]


def read_catalogue(place: Path, authorities: Authorities) -> Catalogue:
    """The catalogue in a snapshot's folder. Raises PortalError where it is damaged, or of another format."""
    written = _parsed(place)
    entries = written["indicators"]
    periods, statuses = _read(written[PERIODS], _period), _read(written[STATUSES], _status)
    return Catalogue(
        areas=tuple(authorities.by_code(str(code)) for code in written["areas"]),
        indicators=Indicators(tuple(indicator_from(entry["definition"], CATALOGUE) for entry in entries)),
        periods=tuple(periods[entry[PERIODS]] for entry in entries),
        statuses=tuple(statuses[entry[STATUSES]] for entry in entries),
        counted=tuple(bool(entry.get("counts")) for entry in entries),
        limited=tuple(bool(entry.get("limits")) for entry in entries),
        editions={str(entry["name"]): Edition(**entry) for entry in written["editions"]},
        faults=tuple(Fault(**{**entry, "years": tuple(entry["years"])}) for entry in written["faults"]),
        files=tuple(SourceFile(**entry) for entry in written["files"]),
        questions=written.get("questions", {}),
    )


def _parsed(place: Path) -> dict[str, Any]:
    """The catalogue with the lists of periods and of statuses each once, and in each indicator only which they are.

    Most indicators share theirs with others. What is long is parsed and let go before anything is made that stays, so
    that it leaves no memory behind.
    """
    try:
        written = orjson.loads(read_file(place, CATALOGUE))
    except orjson.JSONDecodeError:
        raise PortalError(f"The snapshot {place.name} is damaged: {CATALOGUE} is cut short. Build it again.") from None
    if written["format"] != FORMAT:
        raise PortalError(f"The snapshot {place.name} has another format; build it again with this version.")
    for name in (PERIODS, STATUSES):
        numbers: dict[bytes, int] = {}
        for entry in written["indicators"]:
            entry[name] = numbers.setdefault(orjson.dumps(entry[name]), len(numbers))
        written[name] = [orjson.Fragment(text) for text in numbers]
    short = orjson.dumps(written)
    del written, entry
    parsed: dict[str, Any] = orjson.loads(short)
    return parsed


def _read(lists: Sequence[Sequence[Any]], read: Callable[[Any], Read]) -> list[tuple[Read, ...]]:
    return [tuple(read(part) for part in each) for each in lists]


def _period(row: tuple[str, str, str, int]) -> Period:
    start, end, kind, years = row
    return Period(PeriodKind(kind), date.fromisoformat(start), date.fromisoformat(end), years)


def _status(word: str) -> Status | None:
    return Status(word) if word else None
