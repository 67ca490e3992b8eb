"""The store: one snapshot, opened for reading. Everything that is shown comes through here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import orjson

from data.authorities import Area, AreaKind, Authorities, load_authorities
from data.blocks import Block
from data.cube import COUNTS, LIMITS, Kept, Shelf, open_cube
from data.editions import Edition
from data.errors import PortalError
from data.existence import existed
from data.faults import Fault
from data.indicators import Indicator, Indicators, indicator_from
from data.manifest import SourceFile
from data.missing import Missing
from data.periods import Period, PeriodKind, Status
from data.snapshot import CATALOGUE, FORMAT, OBSERVATIONS, Entry, current_id, previous_entry, read_file, snapshot_ids

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
    """An opened snapshot. Arrays are memory-mapped and read-only; `areas` is the axis of every matrix.

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
    def widths(self) -> np.ndarray:
        """How many periods each indicator has (indicators,)."""
        return np.array([len(periods) for periods in self.periods])

    @cached_property
    def offsets(self) -> np.ndarray:
        """Where each indicator's cells begin (indicators,)."""
        return np.concatenate([[0], np.cumsum(self.widths * len(self.areas))[:-1]])

    @cached_property
    def shelves(self) -> Mapping[tuple[str, str], Shelf]:
        """The counts and the published limits, which only some indicators have."""
        cells = (self.widths * len(self.areas)).tolist()
        kept = Kept(cells, self.counted, self.limited or (False,) * len(cells))
        return {names: kept.shelf(names, self.arrays, self.widths) for names in (COUNTS, LIMITS)}

    @cached_property
    def count_offsets(self) -> np.ndarray:
        """Where each indicator's cells begin in the arrays of counts; meaningless where it has none."""
        return self.shelves[COUNTS].offsets

    def block(self, indicator: Indicator) -> Block:
        """All figures of one indicator: views of the memory map, nothing copied."""
        index = self.position[indicator.id]
        shape = (len(self.areas), int(self.widths[index]))
        cells = slice(self.offsets[index], self.offsets[index] + shape[0] * shape[1])
        parts = {name: self.arrays[name][cells].reshape(shape) for name in ("values", "reasons", "origins", "rows")}
        for names, shelf in self.shelves.items():
            parts |= zip(names, shelf.block(index, shape), strict=False)
        return Block(periods=self.periods[index], statuses=self.statuses[index], **parts)

    @cached_property
    def latest_columns(self) -> np.ndarray:
        """For each indicator, the last period in which any authority has a figure; -1 for none (indicators,)."""
        columns = np.full(len(self.periods), -1)
        for index, indicator in enumerate(self.indicators):
            with_values = ~np.isnan(self.block(indicator).values[self.are_authorities]).all(axis=0)
            if with_values.any():
                columns[index] = int(np.flatnonzero(with_values)[-1])
        return columns

    def columns_in(self, year: int | None) -> np.ndarray:
        """The place of the period that ends in `year` for each indicator, -1 for none; of the latest for None."""
        if year is None:
            return self.latest_columns
        places = [{period.year: column for column, period in enumerate(periods)} for periods in self.periods]
        return np.array([place.get(year, -1) for place in places])

    def slice(self, year: int | None = None) -> Slice:
        """All indicators in the period that ends in `year`, or each in its latest, and the consecutive one before."""
        return self.slice_of(np.arange(len(self.periods)), self.columns_in(year))

    def slice_of(self, which: np.ndarray, columns: np.ndarray) -> Slice:
        """Chosen indicators (positions) in chosen periods (columns, -1 for none), and the consecutive ones before."""
        chosen = list(zip(which.tolist(), columns.tolist(), strict=True))
        previous = np.array([self._previous(index, column) for index, column in chosen], dtype=np.int64)
        return Slice(
            which=which,
            columns=columns,
            values=self._gather("values", which, columns),
            reasons=self._gather("reasons", which, columns),
            origins=self._gather("origins", which, columns),
            existed=self._existed(chosen),
            previous_columns=previous,
            previous_values=self._gather("values", which, previous),
        )

    def _previous(self, index: int, column: int) -> int:
        periods = self.periods[index]
        return column - 1 if column > 0 and periods[column - 1] == periods[column].previous() else -1

    def _gather(self, name: str, which: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """One column of each block as a matrix (indicators, areas); the word for absent where there is none."""
        across = np.arange(len(self.areas))[None, :] * self.widths[which][:, None]
        cells = self.offsets[which][:, None] + across + np.maximum(columns, 0)[:, None]
        return np.where(columns[:, None] >= 0, self.arrays[name][cells], ABSENT[name])

    def _existed(self, chosen: Sequence[tuple[int, int]]) -> np.ndarray:
        distinct = {self.periods[index][column] for index, column in chosen if column >= 0}
        place = {period: at for at, period in enumerate(distinct)}
        mask = existed(self.areas, tuple(distinct)).T & self.are_authorities
        nobody = np.zeros(len(self.areas), dtype=bool)
        rows = [mask[place[self.periods[index][column]]] if column >= 0 else nobody for index, column in chosen]
        return np.array(rows).reshape(len(chosen), len(self.areas))

    def values_of(self, which: np.ndarray, columns: np.ndarray, area: int | np.ndarray) -> np.ndarray:
        """Values of an area, of indicators each in a period of its own; NaN where the column is -1. All broadcast."""
        cells = self.offsets[which] + area * self.widths[which] + np.maximum(columns, 0)
        return np.where(columns >= 0, self.arrays["values"][cells], np.nan)

    def counts(self, which: np.ndarray, columns: np.ndarray, area: int) -> tuple[np.ndarray, np.ndarray]:
        """Numerators and denominators (indicators,) of one area in the given periods; NaN where there are none."""
        return self.shelves[COUNTS].figures(which, columns, np.array(area))

    def counts_of_all(self, which: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Numerators and denominators (indicators, areas) in the given periods; NaN where there are none."""
        return self.shelves[COUNTS].figures(which, columns, np.arange(len(self.areas)))

    def limits(self, which: np.ndarray, columns: np.ndarray, area: int) -> tuple[np.ndarray, np.ndarray]:
        """The publisher's 95% limits (indicators,) of one area in the given periods; NaN where it gives none."""
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
    place = folder / identity
    try:
        catalogue = orjson.loads(read_file(place, CATALOGUE))
    except orjson.JSONDecodeError:
        raise PortalError(f"The snapshot {identity} is damaged: {CATALOGUE} is cut short. Build it again.") from None
    if catalogue["format"] != FORMAT:
        raise PortalError(f"The snapshot {identity} has another format; build it again with this version.")
    return _opened(identity, place, cache, catalogue)


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


def _opened(identity: str, place: Path, cache: Path, catalogue: dict[str, list[dict[str, object]]]) -> Snapshot:
    authorities = load_authorities()
    areas = tuple(authorities.by_code(str(code)) for code in catalogue["areas"])
    entries = catalogue["indicators"]
    periods = tuple(tuple(_period(*row) for row in entry["periods"]) for entry in entries)  # type: ignore[attr-defined]
    counted, limited = (tuple(bool(entry.get(name)) for entry in entries) for name in ("counts", "limits"))
    sizes = [len(row) * len(areas) for row in periods]
    return Snapshot(
        id=identity,
        folder=place,
        authorities=authorities,
        areas=areas,
        indicators=Indicators(tuple(indicator_from(entry["definition"], CATALOGUE) for entry in entries)),  # type: ignore[arg-type]
        periods=periods,
        statuses=tuple(tuple(Status(s) if s else None for s in entry["statuses"]) for entry in entries),  # type: ignore[attr-defined]
        counted=counted,
        editions={str(entry["name"]): Edition(**entry) for entry in catalogue["editions"]},  # type: ignore[arg-type]
        faults=tuple(Fault(**{**entry, "years": tuple(entry["years"])}) for entry in catalogue["faults"]),  # type: ignore[arg-type]
        files=tuple(SourceFile(**entry) for entry in catalogue["files"]),  # type: ignore[arg-type]
        arrays=open_cube(place / OBSERVATIONS, cache / identity, Kept(sizes, counted, limited)),
        limited=limited,
    )


def _period(start: str, end: str, kind: str, years: int) -> Period:
    return Period(PeriodKind(kind), date.fromisoformat(start), date.fromisoformat(end), years)
