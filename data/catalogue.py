"""A snapshot's catalogue as it is read: what its figures are of, and everything of it that is no figure.

As it is written, it says the periods of each indicator one by one. It is read in short, with each once: so it is kept
beside the unpacked figures.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
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

Part = TypeVar("Part")
PERIODS, STATUSES = "periods", "statuses"
EACH, LISTS = "each", "lists"
SHORT_FORM = 1
"""Which form the short catalogue has: another number makes all that are kept anew."""


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


def read_catalogue(short: bytes, authorities: Authorities) -> Catalogue:
    """What a short catalogue says."""
    written = orjson.loads(short)
    entries = written["indicators"]
    periods = _lists(written[PERIODS], [_period(*row) for row in written[PERIODS][EACH]])
    statuses = _lists(written[STATUSES], [_status(word) for word in written[STATUSES][EACH]])
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


def short_catalogue(place: Path, unpacked: Path) -> bytes:
    """The catalogue of the snapshot in the folder `place`, in short: as it was kept in `unpacked`, or made.

    Raises PortalError where it is damaged, or of another format.
    """
    return _kept(place, unpacked) or _shortened(place)


def keep_catalogue(short: bytes, place: Path, unpacked: Path) -> None:
    """Keep it in `unpacked` for whoever opens the snapshot next. Where it cannot be kept it is made again."""
    if _kept(place, unpacked):
        return
    beside = unpacked / f".{CATALOGUE}.{os.getpid()}"
    with suppress(OSError):
        beside.write_bytes(_mark(place, short) + short)
        beside.replace(unpacked / CATALOGUE)


def _shortened(place: Path) -> bytes:
    """The catalogue with each period, and each list of them, once, and so with the statuses.

    Most indicators share theirs with others. What is long is so read once for each snapshot, and leaves no memory
    behind in the processes that serve it.
    """
    try:
        written = orjson.loads(read_file(place, CATALOGUE))
    except orjson.JSONDecodeError:
        raise PortalError(f"The snapshot {place.name} is damaged: {CATALOGUE} is cut short. Build it again.") from None
    if written["format"] != FORMAT:
        raise PortalError(f"The snapshot {place.name} has another format; build it again with this version.")
    for name in (PERIODS, STATUSES):
        parts: dict[bytes, int] = {}
        lists: dict[tuple[int, ...], int] = {}
        for entry in written["indicators"]:
            numbers = tuple([parts.setdefault(orjson.dumps(part), len(parts)) for part in entry[name]])
            entry[name] = lists.setdefault(numbers, len(lists))
        written[name] = {EACH: [orjson.Fragment(part) for part in parts], LISTS: list(lists)}
    return orjson.dumps(written)


def _kept(place: Path, unpacked: Path) -> bytes:
    """The short form that is kept of this very catalogue; empty where there is none."""
    with suppress(OSError):
        mark, end, short = (unpacked / CATALOGUE).read_bytes().partition(b"\n")
        if mark + end == _mark(place, short):
            return short
    return b""


def _mark(place: Path, short: bytes) -> bytes:
    """The line that tells what is kept from that of another catalogue, of one that was changed, and from a part."""
    found = (place / CATALOGUE).stat()
    return f"{SHORT_FORM} {found.st_size} {found.st_mtime_ns} {len(short)}\n".encode()


def _lists(written: Mapping[str, Any], each: Sequence[Part]) -> list[tuple[Part, ...]]:
    return [tuple([each[number] for number in numbers]) for numbers in written[LISTS]]


def _period(start: str, end: str, kind: str, years: int) -> Period:
    return Period(PeriodKind(kind), date.fromisoformat(start), date.fromisoformat(end), years)


def _status(word: str) -> Status | None:
    return Status(word) if word else None
