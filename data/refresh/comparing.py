"""What a newer content would change of the live snapshot, indicator by indicator."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from data.authorities import Area, AreaKind
from data.blocks import Block
from data.build import Content
from data.existence import existed
from data.indicators import Indicator
from data.periods import Period
from data.refresh.building import datasets_of
from data.refresh.carrying import as_built
from data.store import Snapshot

LARGEST = 3
FAR = 0.5
"""A figure that moves by more than this share of what it was has moved far."""
ENOUGH = 20
"""Authorities with both figures, for the usual step from one period to the next to be known."""


@dataclass(frozen=True)
class Moved:
    """One published figure that another one replaces."""

    area: str
    period: str
    before: float
    now: float


@dataclass(frozen=True)
class Difference:
    """What changes in one indicator. Counts are of cells in periods that both have; `both` have a figure in both.

    `moved` are figures with another value, `far` those of them that moved by more than half of what they were, `came`
    and `went` figures where there was none and the reverse, `reasons` cells that are missing for another reason.
    `appeared` and `vanished` are authorities, open in both, with a row in the newest period and none in the newest
    before, and the reverse; `step` is the median ratio of the newest period to the newest before, 0 where not known.
    `missing_before` and `missing_now` are shares (0 to 1) of authorities without a figure in those two periods.
    """

    indicator: str
    title: str
    unit: str
    data_sets: tuple[str, ...]
    added: tuple[str, ...]
    withdrawn: tuple[str, ...]
    both: int
    moved: int
    far: int
    came: int
    went: int
    reasons: int
    statuses: tuple[str, ...]
    largest: tuple[Moved, ...]
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]
    step: float
    missing_before: float
    missing_now: float

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        counts = (self.moved, self.came, self.went, self.reasons)
        return not (any(counts) or self.added or self.withdrawn or self.statuses)


def differences(live: Snapshot, content: Content, names: Iterable[str]) -> tuple[Difference, ...]:
    """For each indicator that is read from one of the data sets, in the order of the content; new indicators too."""
    chosen = frozenset(names)
    return tuple(
        _difference(live, indicator, content.blocks[indicator.id])
        for indicator in content.indicators
        if not datasets_of(indicator).isdisjoint(chosen)
    )


def _difference(live: Snapshot, indicator: Indicator, now: Block) -> Difference:
    before = _before(live, indicator, now)
    shared = [period for period in now.periods if period in before.periods]
    old, new = _on(before, shared), _on(now, shared)
    had, has = ~np.isnan(old.values), ~np.isnan(new.values)
    moved = had & has & (old.values != new.values)
    change = np.abs(np.where(moved, new.values - old.values, 0.0))
    far = moved & (change > FAR * np.abs(old.values))
    newest = _newest(live.areas, before, now, has_steps=indicator.is_total or indicator.unit.startswith(("%", "rate")))
    return Difference(
        indicator=indicator.id,
        title=indicator.title,
        unit=indicator.unit,
        data_sets=tuple(sorted(datasets_of(indicator))),
        added=tuple(period.label for period in now.periods if period not in before.periods),
        withdrawn=tuple(period.label for period in before.periods if period not in now.periods),
        both=int((had & has).sum()),
        moved=int(moved.sum()),
        far=int(far.sum()),
        came=int((~had & has).sum()),
        went=int((had & ~has).sum()),
        reasons=int((~had & ~has & (old.reasons != new.reasons)).sum()),
        statuses=_statuses(old, new),
        largest=_largest(live.areas, old, new, change),
        **newest,
    )


def _before(live: Snapshot, indicator: Indicator, now: Block) -> Block:
    if indicator.id in live.position:
        return as_built(live.block(indicator), indicator)
    return _on(now, [])


def _on(block: Block, periods: list[Period]) -> Block:
    columns = [block.periods.index(period) for period in periods]
    return Block(
        periods=tuple(periods),
        statuses=tuple(block.statuses[column] for column in columns),
        values=block.values[:, columns],
        reasons=block.reasons[:, columns],
        origins=block.origins[:, columns],
        rows=block.rows[:, columns],
    )


def _statuses(old: Block, new: Block) -> tuple[str, ...]:
    pairs = zip(old.periods, old.statuses, new.statuses, strict=True)
    return tuple(
        f"{period.label}: {before or 'no status'} before, {now or 'no status'} now"
        for period, before, now in pairs
        if before != now
    )


def _largest(areas: tuple[Area, ...], old: Block, new: Block, change: np.ndarray) -> tuple[Moved, ...]:
    order = np.argsort(change, axis=None)[::-1][:LARGEST]
    cells = [np.unravel_index(place, change.shape) for place in order.tolist() if change.size]
    return tuple(
        Moved(
            areas[row].name, new.periods[column].label, float(old.values[row, column]), float(new.values[row, column])
        )
        for row, column in cells
        if change[row, column] > 0
    )


def _newest(areas: tuple[Area, ...], before: Block, now: Block, *, has_steps: bool) -> dict[str, Any]:
    """What is said of the newest period beside the newest that was live; of scores around nought no ratio is."""
    nothing = {"appeared": (), "vanished": (), "step": 0.0, "missing_before": 0.0, "missing_now": 0.0}
    authorities = np.array([area.kind is AreaKind.AUTHORITY for area in areas])
    first, last = _last(before, authorities), _last(now, authorities)
    if first is None or last is None:
        return dict(nothing)
    open_then, open_now = (
        existed(areas, [block.periods[column]])[:, 0] & authorities for block, column in ((before, first), (now, last))
    )
    open_in_both = open_then & open_now
    spoken_then, spoken_now = before.rows[:, first] > 0, now.rows[:, last] > 0
    old, new = before.values[:, first], now.values[:, last]
    both = authorities & ~np.isnan(old) & ~np.isnan(new) & (old > 0)
    stepped = has_steps and both.sum() >= ENOUGH and before.periods[first] != now.periods[last]
    return {
        "appeared": _names(areas, open_in_both & spoken_now & ~spoken_then),
        "vanished": _names(areas, open_in_both & spoken_then & ~spoken_now),
        "step": float(np.median(new[both] / old[both])) if stepped else 0.0,
        "missing_before": float(np.isnan(old[open_then]).mean()),
        "missing_now": float(np.isnan(new[open_now]).mean()),
    }


def _last(block: Block, authorities: np.ndarray) -> int | None:
    """The newest period in which an authority has a figure."""
    known = np.flatnonzero(~np.isnan(block.values[authorities]).all(axis=0))
    return int(known[-1]) if len(known) else None


def _names(areas: tuple[Area, ...], which: np.ndarray) -> tuple[str, ...]:
    return tuple(areas[row].name for row in np.flatnonzero(which).tolist())
