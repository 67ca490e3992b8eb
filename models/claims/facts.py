"""What is published of one indicator for one authority: its own figure and its comparators', in any period."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.benchmark import Benchmark, Group, benchmark, published_group
from models.claims.parts import OWN, Comparator, Whom
from models.claims.rounding import decimals_of

WHOLE = 100.0
ANY = 9
Rows: TypeAlias = dict[tuple[str, Period, str], Benchmark]
"""What was looked up for an authority, by indicator, period and edition."""


@dataclass(frozen=True)
class Found:
    """A published figure: `exact` is the same from its counts, None where there are none; `reason` why it is missing.

    `contributing` says how many of the neighbours a mean is of.
    """

    value: float | None
    exact: float | None = None
    reason: Missing = Missing.PRESENT
    numerator: float | None = None
    denominator: float | None = None
    contributing: int | None = None

    def decimals(self, indicator: Indicator) -> int:
        """The decimals it is published with; a mean of neighbours is computed here, and has as many as one likes."""
        if self.contributing is not None or self.value is None:
            return ANY
        return max(indicator.decimals, decimals_of(self.value))


@dataclass(frozen=True)
class Facts:
    """Reads the snapshot. `opposite`: figures are what is left over from 100%. `rows` are shared within one answer."""

    snapshot: Snapshot
    indicator: Indicator
    area: Area
    edition: str
    opposite: bool = False
    rows: Rows = field(default_factory=dict)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """The periods that the indicator has figures in, oldest first."""
        return self.snapshot.periods[self._at]

    @property
    def latest(self) -> Period | None:
        """The latest period in which any authority has a figure."""
        column = int(self.snapshot.latest_columns[self._at])
        return self.periods[column] if column >= 0 else None

    @property
    def _at(self) -> int:
        return self.snapshot.position[self.indicator.id]

    def row(self, period: Period, edition: str = "") -> Benchmark:
        """Everything that is known of the figure; without neighbours where the edition lists none."""
        key = (self.indicator.id, period, edition or self.edition)
        if key not in self.rows:
            listed = self.snapshot.edition(key[2])
            known = self.area.code in listed.neighbours
            group = published_group(listed, self.area) if known else Group(listed.name, listed.title, ())
            self.rows[key] = benchmark(self.snapshot, self.indicator, self.area, group, period)
        return self.rows[key]

    def found(self, period: Period, whom: Comparator = OWN, edition: str = "") -> Found:
        """The figure of the authority itself or of a comparator."""
        found = self._found(period, whom, edition)
        if not self.opposite or found.value is None:
            return found
        exact = None if found.exact is None else WHOLE - found.exact
        left = None if found.denominator is None or found.numerator is None else found.denominator - found.numerator
        return Found(WHOLE - found.value, exact, found.reason, left, found.denominator, found.contributing)

    def _found(self, period: Period, whom: Comparator, edition: str) -> Found:
        row = self.row(period, edition)
        if whom.whom is Whom.OWN:
            return Found(
                row.value, self._exact(row.numerator, row.denominator), row.reason, row.numerator, row.denominator
            )
        if whom.whom is Whom.NEIGHBOURS:
            return Found(row.mean, contributing=row.contributing, reason=_missing(row.mean))
        if whom.whom is Whom.ENGLAND:
            return Found(row.england, reason=_missing(row.england))
        if whom.area is None:
            return Found(row.region, reason=_missing(row.region))
        return self._of_area(period, whom.area)

    def _of_area(self, period: Period, area: Area) -> Found:
        which, columns = np.array([self._at]), np.array([self.periods.index(period)])
        place = self.snapshot.area_position[area.code]
        value = float(self.snapshot.values_of(which, columns, place)[0])
        counts = self.snapshot.counts(which, columns, place)
        numerator, denominator = (None if np.isnan(count[0]) else float(count[0]) for count in counts)
        if np.isnan(value):
            return Found(None, reason=Missing.NOT_AVAILABLE)
        return Found(value, self._exact(numerator, denominator), Missing.PRESENT, numerator, denominator)

    def _exact(self, numerator: float | None, denominator: float | None) -> float | None:
        if numerator is None or not denominator or self.indicator.per == 1:
            return None
        return numerator / denominator * self.indicator.per


def _missing(value: float | None) -> Missing:
    return Missing.NOT_AVAILABLE if value is None else Missing.PRESENT
