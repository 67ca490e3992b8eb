"""What a new release has changed for one authority: the difference between two snapshots."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isnan

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.arrays import Integers
from models.benchmark import REASONS, Group, Standing, standing, standing_in
from models.release_pairs import Both, Cells, release_pair

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
    pair = release_pair(older, newer)
    changed, added = pair.changed(area.code), pair.added
    latest = [standing(release.snapshot, area, release.group) for release in (before, now)]
    # What is changed and what is new is looked up at once.
    old, new = _figures(before, area, changed[0]), _figures(now, area, changed[1].and_then(added[1]))
    revisions = [
        Revision(indicator, period, was, figure)
        for (indicator, period), was, figure in zip(_named(newer, changed[1]), old, new[: len(old)], strict=True)
    ]
    return Differences(
        new_indicators=tuple(one for one in newer.indicators if one.id not in older.position),
        gone_indicators=tuple(one for one in older.indicators if one.id not in newer.position),
        new_periods=_new_periods(older, newer, added, latest[0], new[len(old) :]),
        revised=tuple(one for one in revisions if one.is_revised),
        come_or_gone=tuple(one for one in revisions if not one.is_revised),
        new_editions=tuple(name for name in newer.editions if name not in older.editions),
        joined=tuple(code for code in now.group.codes if code not in before.group.codes),
        left=tuple(code for code in before.group.codes if code not in now.group.codes),
        turned=_turned(newer, pair.newest, changed, *latest),
    )


def _turned(newer: Snapshot, newest: Both, changed: Both, old: Standing, new: Standing) -> tuple[Revision, ...]:
    """Those of the newest figures that did not change, and whose band or verdict is another one all the same."""
    (was, _), now = newest
    moved = np.isin(newer.axis.rows(*now), newer.axis.rows(*changed[1]))
    flips = (old.band[was] != new.band[now.which]) | (old.comparison[was] != new.comparison[now.which])
    places = np.flatnonzero(flips & ~moved & ~np.isnan(new.value[now.which]))
    return tuple(
        Revision(indicator, period, before, figure)
        for (indicator, period), before, figure in zip(
            _named(newer, now.at(places)),
            _figures_at(old, was[places]),
            _figures_at(new, now.which[places]),
            strict=True,
        )
    )


def _new_periods(
    older: Snapshot, newer: Snapshot, added: Both, latest: Standing, figures: Sequence[Figure]
) -> tuple[NewPeriod, ...]:
    """Periods that only the later snapshot has, each beside the newest before it that the older one had."""
    before = zip(_figures_at(latest, added[0].which), added[0].periods(older), strict=True)
    return tuple(
        NewPeriod(indicator, period, figure, was, last)
        if last is not None and last.end < period.end
        else NewPeriod(indicator, period, figure, None)
        for (indicator, period), figure, (was, last) in zip(_named(newer, added[1]), figures, before, strict=True)
    )


def _named(snapshot: Snapshot, cells: Cells) -> list[tuple[Indicator, Period]]:
    """The indicators and periods of cells that the snapshot has."""
    indicators, periods = snapshot.indicators.all, snapshot.periods
    return [
        (indicators[which], periods[which][column])
        for which, column in zip(cells.which.tolist(), cells.columns.tolist(), strict=True)
    ]


def _figures(release: Release, area: Area, cells: Cells) -> list[Figure]:
    """The authority's figures in cells of one snapshot, all at once."""
    if not len(cells.which):
        return []
    return _figures_at(standing_in(release.snapshot, area, release.group, *cells), np.arange(len(cells.which)))


def _figures_at(found: Standing, places: Integers) -> list[Figure]:
    """Figures of an authority by their places in its standing."""
    parts = (part[places].tolist() for part in (found.value, found.reason, found.band, found.comparison))
    return [
        Figure(None, REASONS[reason], band, "") if isnan(value) else Figure(value, REASONS[reason], band, comparison)
        for value, reason, band, comparison in zip(*parts, strict=True)
    ]
