"""What a new release has changed for one authority: the difference between two snapshots."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.benchmark import Group, Standing, standing_in

UNTESTED = frozenset({"", "not tested"})
"""Words that stand where there is no verdict."""


@dataclass(frozen=True)
class Figure:
    """One figure as a snapshot has it: a value, or why there is none; its band and verdict, empty where there is none.

    The verdict is against the mean of the neighbours of that snapshot.
    """

    value: float | None
    reason: Missing
    band: str
    comparison: str


@dataclass(frozen=True)
class Revision:
    """A figure of one period that is in both snapshots and not the same in both."""

    indicator: Indicator
    period: Period
    before: Figure
    now: Figure

    @property
    def is_revised(self) -> bool:
        """Whether one published value has replaced another; if not, a value or a reason for none has come or gone."""
        return self.before.value is not None and self.now.value is not None

    @property
    def flips(self) -> bool:
        """Whether the band or the verdict is another one than before."""
        return (self.before.band, self.before.comparison) != (self.now.band, self.now.comparison)


@dataclass(frozen=True)
class NewPeriod:
    """A period that is new since the older snapshot, with the authority's figure; `crossed` beside the newest before.

    `before` is the figure of the newest period that the older snapshot had, which is `before_period`; both are None
    where it had none, or only later ones, so that a period of long ago is set beside nothing.
    """

    indicator: Indicator
    period: Period
    now: Figure
    before: Figure | None
    before_period: Period | None = None

    @property
    def crossed(self) -> bool:
        """Whether the authority stands in another quarter of England than at the newest period before."""
        return bool(self.before and self.before.band and self.now.band and self.before.band != self.now.band)

    @property
    def turned(self) -> bool:
        """Whether the verdict is another one than at the newest period before; both were tested."""
        said = {self.before.comparison, self.now.comparison} if self.before else set()
        return len(said) == 2 and not said & UNTESTED

    @property
    def flips(self) -> bool:
        """Whether the band or the verdict is another one."""
        return self.crossed or self.turned


@dataclass(frozen=True)
class Differences:
    """From one snapshot to a later one, for one authority; each list in the order of the indicators.

    `revised` are values replaced by others, `come_or_gone` the figures that came, went, or are missing for another
    reason. `joined` and `left` are codes of the neighbours that the same edition has now, and had. `turned` are figures
    of the newest period of both that are the same, and have another band or verdict since those of others are not.
    """

    new_indicators: tuple[Indicator, ...]
    gone_indicators: tuple[Indicator, ...]
    new_periods: tuple[NewPeriod, ...]
    revised: tuple[Revision, ...]
    come_or_gone: tuple[Revision, ...]
    new_editions: tuple[str, ...]
    joined: tuple[str, ...] = field(default=())
    left: tuple[str, ...] = field(default=())
    turned: tuple[Revision, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all has changed for the authority."""
        return not any(vars(self).values())


@dataclass(frozen=True)
class Release:
    """A snapshot and the neighbours that it gives the authority."""

    snapshot: Snapshot
    group: Group


def differences(before: Release, now: Release, area: Area) -> Differences:
    """What is new, gone or other in the later snapshot; both must know the authority."""
    older, newer = before.snapshot, now.snapshot
    shared = [indicator for indicator in newer.indicators if indicator.id in older.position]
    changed = _changed_cells(older, newer, area, shared)
    known = set(changed)
    same = [cell for cell in _newest_cells(older, newer, shared) if cell not in known]
    revisions, unmoved = (_beside(before, now, area, cells) for cells in (changed, same))
    return Differences(
        new_indicators=tuple(one for one in newer.indicators if one.id not in older.position),
        gone_indicators=tuple(one for one in older.indicators if one.id not in newer.position),
        new_periods=_new_periods(before, now, area, shared),
        revised=tuple(one for one in revisions if one.is_revised),
        come_or_gone=tuple(one for one in revisions if not one.is_revised),
        new_editions=tuple(name for name in newer.editions if name not in older.editions),
        joined=tuple(code for code in now.group.codes if code not in before.group.codes),
        left=tuple(code for code in before.group.codes if code not in now.group.codes),
        turned=tuple(one for one in unmoved if one.now.value is not None and one.flips),
    )


def _beside(before: Release, now: Release, area: Area, cells: Sequence["Cell"]) -> list[Revision]:
    """The figures of cells that both snapshots have."""
    pairs = zip(_figures(before, area, cells), _figures(now, area, cells), cells, strict=True)
    return [Revision(now.snapshot.indicators.find(name), period, old, new) for old, new, (name, period) in pairs]


Cell = tuple[str, Period]
"""An indicator's id and a period."""


def _changed_cells(older: Snapshot, newer: Snapshot, area: Area, shared: Sequence[Indicator]) -> list[Cell]:
    """Cells of periods that both snapshots have, in which the authority's figure or its reason is not the same."""
    found: list[Cell] = []
    for indicator in shared:
        old, new = (snapshot.block(snapshot.indicators.find(indicator.id)) for snapshot in (older, newer))
        periods = [period for period in new.periods if period in old.periods]
        places = [[block.periods.index(period) for period in periods] for block in (old, new)]
        rows = [older.area_position[area.code], newer.area_position[area.code]]
        values, reasons = (
            [getattr(block, name)[row, at] for block, row, at in zip((old, new), rows, places, strict=True)]
            for name in ("values", "reasons")
        )
        same = (values[0] == values[1]) | (np.isnan(values[0]) & np.isnan(values[1]) & (reasons[0] == reasons[1]))
        found += [(indicator.id, period) for period, is_same in zip(periods, same, strict=True) if not is_same]
    return found


def _newest_cells(older: Snapshot, newer: Snapshot, shared: Sequence[Indicator]) -> list[Cell]:
    """The newest period of each indicator that has figures, where it is the newest in both snapshots."""
    found: list[Cell] = []
    for indicator in shared:
        places = [(snapshot, snapshot.position[indicator.id]) for snapshot in (older, newer)]
        columns = [int(snapshot.latest_columns[at]) for snapshot, at in places]
        periods = {snapshot.periods[at][column] for (snapshot, at), column in zip(places, columns, strict=True)}
        if min(columns) >= 0 and len(periods) == 1:
            found.append((indicator.id, periods.pop()))
    return found


def _new_periods(before: Release, now: Release, area: Area, shared: Sequence[Indicator]) -> tuple[NewPeriod, ...]:
    older, newer = before.snapshot, now.snapshot
    found: list[Cell] = []
    newest: dict[str, Period] = {}
    for indicator in shared:
        known = older.periods[older.position[indicator.id]]
        latest = older.latest_columns[older.position[indicator.id]]
        added = [period for period in newer.periods[newer.position[indicator.id]] if period not in known]
        found += [(indicator.id, period) for period in added]
        if added and latest >= 0:
            newest[indicator.id] = known[latest]
    earlier = dict(zip(newest, _figures(before, area, list(newest.items())), strict=True))
    figures = zip(found, _figures(now, area, found), strict=True)
    return tuple(
        NewPeriod(newer.indicators.find(name), period, figure, earlier[name], newest[name])
        if name in newest and newest[name].end < period.end
        else NewPeriod(newer.indicators.find(name), period, figure, None)
        for (name, period), figure in figures
    )


def _figures(release: Release, area: Area, cells: Sequence[Cell]) -> list[Figure]:
    """The authority's figures in cells of one snapshot, all at once."""
    snapshot = release.snapshot
    if not cells:
        return []
    which = np.array([snapshot.position[name] for name, _ in cells], dtype=np.int64)
    columns = [snapshot.periods[at].index(period) for at, (_, period) in zip(which.tolist(), cells, strict=True)]
    found = standing_in(snapshot, area, release.group, which, np.array(columns, dtype=np.int64))
    return [_figure(found, at) for at in range(len(cells))]


def _figure(found: Standing, at: int) -> Figure:
    value = None if np.isnan(found.value[at]) else float(found.value[at])
    comparison = "" if value is None else str(found.comparison[at])
    return Figure(value, Missing(int(found.reason[at])), str(found.band[at]), comparison)
