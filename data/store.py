"""The store: one snapshot, opened for reading. Everything that is shown comes through here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from data.authorities import Area, AreaKind, Authorities, load_authorities
from data.axis import Axis
from data.blocks import Block
from data.catalogue import keep_catalogue, read_catalogue, short_catalogue
from data.cube import COUNTS, KNOWN, LIMITS, TALLY, Kept, Shelf, open_cube
from data.editions import Edition
from data.errors import PortalError
from data.existence import existed
from data.faults import Fault
from data.indicators import Indicator, Indicators
from data.manifest import SourceFile
from data.missing import Missing
from data.periods import Period, Status
from data.snapshot import OBSERVATIONS, Entry, current_id, previous_entry, read_file, snapshot_ids

Made = TypeVar("Made")
# What a cell reads as in a period that an indicator does not have.
ABSENT = {"values": np.nan, "reasons": Missing.NOT_AVAILABLE, "origins": 0}


@dataclass(frozen=True)
class Slice:
    """Indicators, each in one period of its own: matrices (indicators, areas), and which period that is.

    `which` are positions on the axis of indicators; `columns` is the place on each one's axis of periods, -1 where it
    has none, and `previous_columns` that of the consecutive period before. `existed` says which authorities were open
    on some day of the period: those that count in ranks and bands.
    """

    which: np.ndarray
    columns: np.ndarray
    values: np.ndarray
    reasons: np.ndarray
    origins: np.ndarray
    existed: np.ndarray
    previous_columns: np.ndarray
    previous_values: np.ndarray


@dataclass(frozen=True)
class Earlier:
    """The snapshot that was live before another, and from when on it was."""

    snapshot: "Snapshot"
    since: datetime


class SnapshotsBefore(Protocol):
    """The snapshots that were live before one, as `data.past` opens them."""

    @property
    def noted(self) -> tuple[Entry, ...]:
        """The lines of the history, the newest first."""

    @property
    def since(self) -> Entry | None:
        """When the one became live."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The others, each once."""

    @property
    def digest(self) -> str:
        """What tells one past from another."""

    def earlier(self, identity: str) -> Earlier:
        """One of the others."""


@dataclass(frozen=True)
class Snapshot:
    """An opened snapshot. Arrays are memory-mapped and read-only: a row is a period of an indicator, a column an area.

    `earlier` is the one before it, where it was asked for and is on disk; `past` the way to all from before.
    """

    id: str
    folder: Path
    authorities: Authorities
    areas: tuple[Area, ...]
    indicators: Indicators
    periods: tuple[tuple[Period, ...], ...]
    statuses: tuple[tuple[Status | None, ...], ...]
    counted: tuple[bool, ...]
    editions: Mapping[str, Edition]
    faults: tuple[Fault, ...]
    files: tuple[SourceFile, ...]
    questions: Mapping[str, Sequence[str]]
    arrays: Mapping[str, np.ndarray]
    earlier: Earlier | None = None
    past: "SnapshotsBefore | None" = None
    limited: tuple[bool, ...] = ()

    @property
    def release(self) -> str:
        """Its id, with those of the ones before it: what an answer about changes between them depends on."""
        before = f"{self.id}-after-{self.earlier.snapshot.id}" if self.earlier else self.id
        return f"{before}-{self.past.digest}" if self.past and self.past.digest else before

    @cached_property
    def kept(self) -> dict[str, Any]:
        """Room for what models compute of this snapshot alone: it goes when the snapshot does."""
        return {}

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """What is made of this snapshot alone, made when it is first asked for and kept by its name."""
        if name not in self.kept:
            self.kept[name] = make()
        made: Made = self.kept[name]
        return made

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Where each indicator stands on the axis of indicators, by id."""
        return {indicator.id: index for index, indicator in enumerate(self.indicators)}

    @cached_property
    def area_position(self) -> Mapping[str, int]:
        """Where each area stands on the axis of areas, by code."""
        return {area.code: index for index, area in enumerate(self.areas)}

    @cached_property
    def are_authorities(self) -> np.ndarray:
        """A mask (areas,) of the areas that make returns."""
        return np.array([area.kind is AreaKind.AUTHORITY for area in self.areas])

    @cached_property
    def axis(self) -> Axis:
        """Where the periods of each indicator stand among the rows of the matrices."""
        return Axis(self.periods)

    @cached_property
    def shelves(self) -> Mapping[tuple[str, str], Shelf]:
        """The counts and the published limits, which only some indicators have."""
        widths = self.axis.widths.tolist()
        kept = Kept(widths, self.counted, self.limited or (False,) * len(widths), self.are_authorities.tolist())
        return {names: kept.shelf(names, self.arrays) for names in (COUNTS, LIMITS)}

    def block(self, indicator: Indicator) -> Block:
        """All figures of one indicator: views of the memory map, nothing copied."""
        index = self.position[indicator.id]
        first, width = int(self.axis.starts[index]), int(self.axis.widths[index])
        parts = {name: self.arrays[name][first : first + width].T for name in ("values", "reasons", "origins", "rows")}
        for names, shelf in self.shelves.items():
            parts |= zip(names, shelf.block(index, width), strict=False)
        return Block(periods=self.periods[index], statuses=self.statuses[index], **parts)

    @cached_property
    def latest_columns(self) -> np.ndarray:
        """For each indicator, the last period in which any authority has a figure; -1 for none (indicators,)."""
        return self.axis.last(self.arrays[KNOWN] > 0)

    def authorities_with(self, indicator: Indicator) -> np.ndarray:
        """How many authorities have a figure, in each of an indicator's periods."""
        index = self.position[indicator.id]
        first = int(self.axis.starts[index])
        return self.arrays[KNOWN][first : first + int(self.axis.widths[index])]

    @property
    def tally(self) -> np.ndarray:
        """How many cells there are of each reason (reasons,); of Missing.PRESENT those with a figure."""
        return self.arrays[TALLY]

    def columns_in(self, year: int | None) -> np.ndarray:
        """The place of the period that ends in `year` for each indicator, -1 for none; of the latest for None."""
        return self.latest_columns if year is None else self.axis.columns_in(year)

    def slice(self, year: int | None = None) -> Slice:
        """All indicators in the period that ends in `year`, or each in its latest, and the consecutive one before."""
        return self.slice_of(np.arange(len(self.periods)), self.columns_in(year))

    def slice_of(self, which: np.ndarray, columns: np.ndarray) -> Slice:
        """Chosen indicators (positions) in chosen periods (columns, -1 for none), and the consecutive ones before."""
        rows, previous = self.axis.rows(which, columns), self.axis.before(which, columns)
        patterns, pattern_of = self._openings
        return Slice(
            which=which,
            columns=columns,
            values=self._gather("values", rows),
            reasons=self._gather("reasons", rows),
            origins=self._gather("origins", rows),
            existed=patterns[pattern_of[self.axis.numbers(which, columns)]] & (rows >= 0)[:, None],
            previous_columns=previous,
            previous_values=self._gather("values", self.axis.rows(which, previous)),
        )

    def _gather(self, name: str, rows: np.ndarray) -> np.ndarray:
        """Rows as a matrix (indicators, areas); the word for absent where the row is -1."""
        found: np.ndarray = self.arrays[name][rows]
        found[rows < 0] = ABSENT[name]
        return found

    @cached_property
    def _openings(self) -> tuple[np.ndarray, np.ndarray]:
        """Which authorities were open together (patterns, areas), and which pattern is that of each distinct period.

        There are few patterns, however many periods: authorities open and close on a few days of a century.
        """
        open_in = existed(self.areas, self.axis.distinct).T & self.are_authorities
        place: dict[bytes, int] = {}
        pattern_of = np.array([place.setdefault(row.tobytes(), len(place)) for row in open_in], dtype=np.int32)
        patterns = np.frombuffer(b"".join(place), dtype=bool).reshape(len(place), len(self.areas))
        return patterns, pattern_of

    def values_of(self, which: np.ndarray, columns: np.ndarray, area: int | np.ndarray) -> np.ndarray:
        """Values of an area, of indicators each in a period of its own; NaN where the column is -1. All broadcast."""
        rows = self.axis.rows(which, columns)
        return np.where(rows >= 0, self.arrays["values"][rows, area], np.nan)

    def was_open(self, which: np.ndarray, columns: np.ndarray, area: int | np.ndarray) -> np.ndarray:
        """Whether an area was an authority and open on some day of the periods; False where the column is -1."""
        patterns, pattern_of = self._openings
        return np.asarray((columns >= 0) & patterns[pattern_of[self.axis.numbers(which, columns)], area])

    def counts(self, which: np.ndarray, columns: np.ndarray, area: int | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Numerators and denominators (indicators,) of one area in the given periods, (indicators, areas) of several.

        NaN where there are none.
        """
        return self.shelves[COUNTS].figures(which, columns, np.array(area))

    def counts_of_all(self, which: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Numerators and denominators (indicators, areas) in the given periods; NaN where there are none."""
        return self.shelves[COUNTS].figures(which, columns, np.arange(len(self.areas)))

    def limits(self, which: np.ndarray, columns: np.ndarray, area: int | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The publisher's 95% limits (indicators,) of one area in the given periods, (indicators, areas) of several.

        NaN where it gives none.
        """
        return self.shelves[LIMITS].figures(which, columns, np.array(area))

    def edition(self, name: str) -> Edition:
        """A published edition of the statistical neighbours by its year."""
        if name not in self.editions:
            known = ", ".join(self.editions)
            raise PortalError(f"There is no edition '{name}' of the statistical neighbours; there are {known}.")
        return self.editions[name]

    def file(self, name: str) -> bytes:
        """A further file of the snapshot, such as the context profile or the reconciliation."""
        return read_file(self.folder, name)


def open_snapshot(folder: Path, cache: Path, identity: str | None = None) -> Snapshot:
    """Open a snapshot below `folder`, the live one where no id is given.

    Its figures are unpacked below `cache` the first time it is opened. Raises PortalError when there is none (of that
    id), when it is damaged, or when its format is another one.
    """
    on_disk = snapshot_ids(folder)
    if identity is not None and identity not in on_disk:
        known = ", ".join(on_disk) or "none"
        raise PortalError(f"There is no snapshot {identity} in {folder}; there are: {known}.")
    identity = identity or current_id(folder)
    if identity is None:
        raise PortalError(f"There is no snapshot in {folder}; `portal build --sources DIR` makes one.")
    place, unpacked, authorities = folder / identity, cache / identity, load_authorities()
    short = short_catalogue(place, unpacked)
    found = read_catalogue(short, authorities)
    are_authorities = [area.kind is AreaKind.AUTHORITY for area in found.areas]
    kept = Kept([len(periods) for periods in found.periods], found.counted, found.limited, are_authorities)
    arrays = open_cube(place / OBSERVATIONS, unpacked, kept)
    keep_catalogue(short, place, unpacked)
    return Snapshot(id=identity, folder=place, authorities=authorities, arrays=arrays, **vars(found))


def open_with_earlier(folder: Path, cache: Path) -> Snapshot:
    """The live snapshot, and with it the one that was live before, if it is on disk and can be read."""
    snapshot, entry = open_snapshot(folder, cache), previous_entry(folder)
    if entry is None:
        return snapshot
    try:
        return replace(snapshot, earlier=Earlier(open_snapshot(folder, cache, entry.id), entry.since))
    except PortalError:
        # A damaged older one must not keep the live one from being served.
        return snapshot
