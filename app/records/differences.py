"""What one snapshot has changed after another: every figure, and for one authority what it does to where it stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, TypedDict, overload

import numpy as np
from msgspec import Meta

from app.records.plain import number, tidy
from data.authorities import Area
from data.indicators import Indicator
from data.store import Snapshot
from models.changed_cells import KINDS, ChangedCells, changed_cells, words_of
from models.differences import Differences, Figure, NewPeriod, Revision


class DifferenceRecord(TypedDict):
    """One figure that is not the same in both snapshots.

    `kind`: `revised` where one value took another's place, `new` where a value came, `withdrawn` where one went,
    `reason` where it is missing for another reason.
    """

    kind: Annotated[str, Meta(description="`revised`, `new`, `withdrawn`, or missing for another `reason`.")]
    indicator: str
    title: str
    authority: str
    authority_code: str
    period: str
    period_end: str
    value_before: float | None
    value: float | None
    change: Annotated[float | None, Meta(description="The figure less that of the older snapshot.")]
    missing_reason_before: str | None
    missing_reason: str | None
    snapshot_before: str
    snapshot: str


class StandingChangeRecord(TypedDict):
    """One thing that has changed for one authority, as the page `/changes` lists it.

    `kind`: `new indicator`, `gone indicator`, `new period`, `revised`, `come or gone` (a value or a reason), `turned`
    (the same figure in another band or with another verdict, since those of others changed), `joined` and `left` (the
    neighbours), `new edition`. Bands and verdicts are those of each snapshot, against its own neighbours. A figure of a
    new period stands beside the newest before, which is of `period_before`.
    """

    kind: Annotated[str, Meta(description="What has changed.")]
    indicator: str | None
    title: str | None
    period: str | None
    period_before: str | None
    value_before: float | None
    value: float | None
    change: Annotated[float | None, Meta(description="The figure less the one that it is set beside.")]
    missing_reason_before: str | None
    missing_reason: str | None
    band_before: str | None
    band: str | None
    comparison_before: str | None
    comparison: str | None
    flips: bool
    neighbour: str | None
    edition: Annotated[str | None, Meta(description="The edition that is new or has changed.")]


DIFFERENCE_COLUMNS = tuple(DifferenceRecord.__annotations__)
STANDING_CHANGE_COLUMNS = tuple(StandingChangeRecord.__annotations__)


@dataclass(frozen=True)
class CellDifferences(Sequence[DifferenceRecord]):
    """All changed cells between two snapshots; a record is made when its page is."""

    older: str
    newer: str
    parts: tuple[ChangedCells, ...]

    @cached_property
    def ends(self) -> np.ndarray:
        """Where each indicator's changes end in the whole (parts,)."""
        return np.cumsum([len(part) for part in self.parts], dtype=np.int64)

    def __len__(self) -> int:
        return int(self.ends[-1]) if self.parts else 0

    @overload
    def __getitem__(self, at: int) -> DifferenceRecord: ...
    @overload
    def __getitem__(self, at: slice) -> list[DifferenceRecord]: ...
    def __getitem__(self, at: int | slice) -> DifferenceRecord | list[DifferenceRecord]:
        if isinstance(at, slice):
            return [self._record(place) for place in range(*at.indices(len(self)))]
        return self._record(range(len(self))[at])

    def _record(self, place: int) -> DifferenceRecord:
        part = int(np.searchsorted(self.ends, place, side="right"))
        cells = self.parts[part]
        at = place - (int(self.ends[part]) - len(cells))
        area, period = cells.area_axis[int(cells.areas[at])], cells.period_axis[int(cells.periods[at])]
        return {
            "kind": str(cells.kind[at]),
            "indicator": cells.indicator.id,
            "title": cells.indicator.title,
            "authority": area.name,
            "authority_code": area.code,
            "period": period.label,
            "period_end": period.end.isoformat(),
            "value_before": number(cells.before[at]),
            "value": number(cells.now[at]),
            "change": tidy(cells.now[at] - cells.before[at]),
            "missing_reason_before": words_of(int(cells.reason_before[at])),
            "missing_reason": words_of(int(cells.reason_now[at])),
            "snapshot_before": self.older,
            "snapshot": self.newer,
        }


def cell_differences(
    older: Snapshot,
    newer: Snapshot,
    indicators: Collection[str] | None = None,
    areas: Collection[Area] | None = None,
    kinds: Collection[str] = KINDS,
) -> CellDifferences:
    """Every figure that changed from one snapshot to a later one; of indicators (ids), areas and kinds alone."""
    return CellDifferences(older.id, newer.id, tuple(changed_cells(older, newer, indicators, areas, kinds)))


def standing_change_records(
    found: Differences, newer: Snapshot, group: str, editions: dict[str, str]
) -> list[StandingChangeRecord]:
    """All that has changed for an authority. `group` names its comparators, `editions` are titles of new ones."""
    return [
        *(_of_indicator("new indicator", one) for one in found.new_indicators),
        *(_of_indicator("gone indicator", one) for one in found.gone_indicators),
        *(_new_period(one) for one in found.new_periods),
        *(_revision("revised", one) for one in found.revised),
        *(_revision("come or gone", one) for one in found.come_or_gone),
        *(_revision("turned", one) for one in found.turned),
        *(_of_edition("new edition", editions.get(name, name), None) for name in found.new_editions),
        *(_of_edition("joined", group, newer.authorities.by_code(code).name) for code in found.joined),
        *(_of_edition("left", group, newer.authorities.by_code(code).name) for code in found.left),
    ]


def _blank(kind: str) -> StandingChangeRecord:
    return {
        "kind": kind,
        "indicator": None,
        "title": None,
        "period": None,
        "period_before": None,
        "value_before": None,
        "value": None,
        "change": None,
        "missing_reason_before": None,
        "missing_reason": None,
        "band_before": None,
        "band": None,
        "comparison_before": None,
        "comparison": None,
        "flips": False,
        "neighbour": None,
        "edition": None,
    }


def _of_indicator(kind: str, indicator: Indicator) -> StandingChangeRecord:
    return {**_blank(kind), "indicator": indicator.id, "title": indicator.title}


def _of_edition(kind: str, edition: str, neighbour: str | None) -> StandingChangeRecord:
    return {**_blank(kind), "edition": edition, "neighbour": neighbour}


def _new_period(one: NewPeriod) -> StandingChangeRecord:
    return {
        **_beside(_of_indicator("new period", one.indicator), one.before, one.now),
        "period": one.period.label,
        "period_before": one.before_period.label if one.before_period else None,
        "flips": one.flips,
    }


def _revision(kind: str, one: Revision) -> StandingChangeRecord:
    return {
        **_beside(_of_indicator(kind, one.indicator), one.before, one.now),
        "period": one.period.label,
        "period_before": one.period.label,
        "flips": one.flips,
    }


def _beside(record: StandingChangeRecord, before: Figure | None, now: Figure) -> StandingChangeRecord:
    had = before.value if before else None
    return {
        **record,
        "value_before": had,
        "value": now.value,
        "change": None if had is None or now.value is None else tidy(now.value - had),
        "missing_reason_before": before.reason.words or None if before else None,
        "missing_reason": now.reason.words or None,
        "band_before": before.band or None if before else None,
        "band": now.band or None,
        "comparison_before": before.comparison or None if before else None,
        "comparison": now.comparison or None,
    }
