"""Observations: every published figure of every area, missing ones with their reason, from the memory map by page.

What is asked for is a box of areas and periods for each indicator. Boxes follow one another in the order of the
snapshot (indicators, then areas, then periods), so that a page is the same whenever it is asked for and costs what it
holds, wherever it lies.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, TypedDict, overload

import numpy as np
from msgspec import Meta

from app.records.plain import numbers
from app.records.published import release_of
from data.authorities import Area
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period, Status
from data.snapshot import ORIGIN_WORDS
from data.store import Snapshot


class ObservationRecord(TypedDict):
    """One figure: an indicator, an area and a period, as published, or the reason why there is no value.

    `source` says which of the portal's sources has the figure (LAIT, EES, or both where they agree; `joint return`
    where several authorities make one); `release` what was published when, and how settled it is.
    """

    indicator: str
    authority: str
    period: str
    cohort: str | None
    value: float | None
    numerator: float | None
    denominator: float | None
    missing_reason: str | None
    status: str | None
    source: Annotated[str | None, Meta(description="Which of the portal's sources has it; null where none does.")]
    release: str
    authority_code: str
    ons_code: str
    period_start: str
    period_end: str
    period_kind: str


OBSERVATION_COLUMNS = tuple(ObservationRecord.__annotations__)
REASONS = tuple(reason.words or None for reason in sorted(Missing))

Keeps = Callable[[Period, Status | None], bool]
"""Whether a period with its status is asked for."""


@dataclass(frozen=True)
class Box:
    """The cells of one indicator (a position) that are asked for: areas and periods (columns), or `cells` of these.

    `cells` are places in areas by periods, row by row; None for all of them.
    """

    index: int
    areas: np.ndarray
    columns: np.ndarray
    cells: np.ndarray | None

    @property
    def size(self) -> int:
        """How many figures it holds."""
        return len(self.areas) * len(self.columns) if self.cells is None else len(self.cells)


@dataclass(frozen=True)
class Observations(Sequence[ObservationRecord]):
    """All figures that are asked for; none is looked at before its page is."""

    snapshot: Snapshot
    boxes: tuple[Box, ...]

    @cached_property
    def ends(self) -> np.ndarray:
        """Where each box ends in the whole (boxes,)."""
        return np.cumsum([box.size for box in self.boxes], dtype=np.int64)

    def __len__(self) -> int:
        return int(self.ends[-1]) if self.boxes else 0

    @overload
    def __getitem__(self, at: int) -> ObservationRecord: ...
    @overload
    def __getitem__(self, at: slice) -> list[ObservationRecord]: ...
    def __getitem__(self, at: int | slice) -> ObservationRecord | list[ObservationRecord]:
        if isinstance(at, slice):
            start, stop, step = at.indices(len(self))
            return self._page(start, stop) if step == 1 else [self[place] for place in range(start, stop, step)]
        place = range(len(self))[at]
        return self._page(place, place + 1)[0]

    def _page(self, start: int, stop: int) -> list[ObservationRecord]:
        found: list[ObservationRecord] = []
        first = int(np.searchsorted(self.ends, start, side="right"))
        for box, end in zip(self.boxes[first:], self.ends[first:].tolist(), strict=True):
            begin = end - box.size
            if begin >= stop:
                break
            found += _records(self.snapshot, box, max(start - begin, 0), min(stop - begin, box.size))
        return found


def observations(
    snapshot: Snapshot,
    indicators: Sequence[Indicator] | None = None,
    areas: Collection[Area] | None = None,
    keeps: Keeps | None = None,
    *,
    missing: bool | None = None,
    latest: bool = False,
) -> Observations:
    """The figures of indicators and areas (all for None), in the snapshot's order whatever the order of asking.

    `keeps` tells which periods; `latest` takes each indicator's last period in which any authority has a figure;
    `missing` takes only figures without a value, or only those with one.
    """
    asked = snapshot.indicators if indicators is None else indicators
    which = sorted({snapshot.position[indicator.id] for indicator in asked})
    codes = None if areas is None else {area.code for area in areas}
    rows = np.array([at for at, area in enumerate(snapshot.areas) if codes is None or area.code in codes], np.int64)
    boxes = (_box(snapshot, index, rows, _columns(snapshot, index, keeps, latest), missing) for index in which)
    return Observations(snapshot, tuple(box for box in boxes if box.size))


def _columns(snapshot: Snapshot, index: int, keeps: Keeps | None, latest: bool) -> np.ndarray:
    periods, statuses = snapshot.periods[index], snapshot.statuses[index]
    if keeps is None and not latest:
        return np.arange(len(periods))
    newest = int(snapshot.latest_columns[index]) if latest else -1
    found = [
        column
        for column, (period, status) in enumerate(zip(periods, statuses, strict=True))
        if (not latest or column == newest) and (keeps is None or keeps(period, status))
    ]
    return np.array(found, dtype=np.int64)


def _box(snapshot: Snapshot, index: int, areas: np.ndarray, columns: np.ndarray, missing: bool | None) -> Box:
    if missing is None:
        return Box(index, areas, columns, None)
    reasons = snapshot.block(snapshot.indicators.all[index]).reasons[areas[:, None], columns[None, :]].ravel()
    return Box(index, areas, columns, np.flatnonzero((reasons != Missing.PRESENT) == missing))


def _records(snapshot: Snapshot, box: Box, start: int, stop: int) -> list[ObservationRecord]:
    """The records of one box from one place up to another."""
    indicator = snapshot.indicators.all[box.index]
    cells = np.arange(start, stop) if box.cells is None else box.cells[start:stop]
    areas, columns = box.areas[cells // len(box.columns)], box.columns[cells % len(box.columns)]
    block = snapshot.block(indicator)
    numerators, denominators = (_counts(part, areas, columns) for part in (block.numerators, block.denominators))
    periods = {column: _period_part(snapshot, box.index, column) for column in set(columns.tolist())}
    names = {place: _area_part(snapshot.areas[place]) for place in set(areas.tolist())}
    cohort = indicator.cohort or None
    found: list[ObservationRecord] = []
    for area, column, value, numerator, denominator, reason, origin in zip(
        areas.tolist(),
        columns.tolist(),
        numbers(block.values[areas, columns]),
        numerators,
        denominators,
        block.reasons[areas, columns].tolist(),
        block.origins[areas, columns].tolist(),
        strict=True,
    ):
        (name, code, ons_code), (label, status, release, first, last, kind) = names[area], periods[column]
        found.append(
            {
                "indicator": indicator.id,
                "authority": name,
                "period": label,
                "cohort": cohort,
                "value": value,
                "numerator": numerator,
                "denominator": denominator,
                "missing_reason": REASONS[reason],
                "status": status,
                "source": ORIGIN_WORDS[origin] or None,
                "release": release,
                "authority_code": code,
                "ons_code": ons_code,
                "period_start": first,
                "period_end": last,
                "period_kind": kind,
            }
        )
    return found


def _counts(part: np.ndarray | None, areas: np.ndarray, columns: np.ndarray) -> list[float | None]:
    return [None] * len(areas) if part is None else numbers(part[areas, columns])


def _area_part(area: Area) -> tuple[str, str, str]:
    return area.name, area.code, area.ons_code


def _period_part(snapshot: Snapshot, index: int, column: int) -> tuple[str, str | None, str, str, str, str]:
    period, status = snapshot.periods[index][column], snapshot.statuses[index][column]
    release = release_of(snapshot.indicators.all[index], status)
    said = str(status) if status else None
    return period.label, said, release, period.start.isoformat(), period.end.isoformat(), str(period.kind)
