"""The published figures that a return is held against: the authority's, its neighbours', its region's, England's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from data.authorities import Area
from data.editions import NEWEST, TITLES
from data.errors import PortalError
from data.indicators import Indicator
from data.periods import Period
from data.returns.content import Figure, Who
from data.store import Snapshot
from models.averages import neighbour_average

# From when on papers could use an edition of the neighbours.
ISSUED = {"2021": date(2021, 4, 1), "2025": date(2025, 5, 1)}
POPULATION = "children-aged-0-to-17-population"


@dataclass(frozen=True)
class Comparator:
    """Whose published figures: an area by its code, or the neighbours of one edition."""

    code: str = ""
    edition: str = ""


class Published:
    """One snapshot as seen by one authority. `area` None: only figures of named areas can be looked up."""

    def __init__(self, snapshot: Snapshot, area: Area | None) -> None:
        self.snapshot = snapshot
        self.area = area
        self.region = snapshot.authorities.region_of(area) if area else None
        self._years = lru_cache(maxsize=None)(self._read)

    def indicator(self, identity: str) -> Indicator | None:
        """The published indicator with this id, if the snapshot has it."""
        at = self.snapshot.position.get(identity)
        return None if at is None else self.snapshot.indicators.all[at]

    def comparator(self, figure: Figure, edition: str = NEWEST) -> Comparator | None:
        """Whose published figure a figure of a return states; None where the return does not say whose return it is."""
        if figure.who is Who.NEIGHBOURS:
            return Comparator(edition=edition) if self.area else None
        if figure.area:
            return Comparator(figure.area)
        if figure.region:
            return Comparator(self.region.code) if self.region else None
        return Comparator(self.area.code) if self.area else None

    def name(self, whose: Comparator) -> str:
        """The comparator as a sentence names it."""
        if whose.edition:
            return f"the statistical neighbours ({whose.edition} edition)"
        return self.snapshot.authorities.by_code(whose.code).name

    def years(self, identity: str, whose: Comparator) -> Mapping[int, float]:
        """The published values of an indicator by the year in which their period ends."""
        return self._years(identity, whose)

    def value(self, identity: str, whose: Comparator, year: int) -> float | None:
        """One published value, or None where there is none."""
        return self.years(identity, whose).get(year)

    def period(self, identity: str, year: int) -> Period | None:
        """The indicator's period that ends in a year."""
        at = self.snapshot.position[identity]
        return next((period for period in self.snapshot.periods[at] if period.year == year), None)

    def period_words(self, identity: str, year: int) -> str:
        """The label of that period: `2020-21`, `31 March 2021`."""
        period = self.period(identity, year)
        return period.label if period else str(year)

    def counts(self, identity: str, year: int) -> tuple[float, float] | None:
        """Numerator and denominator of the authority's own published figure, NaN where one is missing; None without."""
        indicator = self.indicator(identity)
        if indicator is None or self.area is None:
            return None
        block = self.snapshot.block(indicator)
        row = self.snapshot.area_position.get(self.area.code)
        column = next((at for at, period in enumerate(block.periods) if period.year == year), None)
        if block.numerators is None or block.denominators is None or row is None or column is None:
            return None
        return float(block.numerators[row, column]), float(block.denominators[row, column])

    def source(self, identity: str, year: int) -> str:
        """Where an expected figure is from, as findings say it."""
        indicator = self.indicator(identity)
        title = indicator.title if indicator else identity
        return f"published: {title}, {self.period_words(identity, year)} (snapshot {self.snapshot.id})"

    def population(self, day: date) -> float | None:
        """The authority's children aged 0 to 17 by the newest estimate made for a day before this one."""
        if self.area is None or self.indicator(POPULATION) is None:
            return None
        years = self.years(POPULATION, Comparator(self.area.code))
        known = [year for year in years if year <= day.year]
        return years[max(known)] if known else None

    def _read(self, identity: str, whose: Comparator) -> Mapping[int, float]:
        indicator = self.indicator(identity)
        if indicator is None:
            return {}
        block = self.snapshot.block(indicator)
        values = self._values(block.values, whose)
        if values is None:
            return {}
        return {
            period.year: float(value)
            for period, value in zip(block.periods, values, strict=True)
            if not np.isnan(value) and period.years == 1
        }

    def _values(self, values: np.ndarray, whose: Comparator) -> np.ndarray | None:
        rows = self.snapshot.area_position
        if whose.code:
            return values[rows[whose.code]] if whose.code in rows else None
        if self.area is None:
            return None
        try:
            neighbours = self.snapshot.edition(whose.edition).of(self.area.code, self.area.name)
        except PortalError:
            return None
        return neighbour_average(values[[rows[code] for code, _ in neighbours]].T.astype(np.float64)).mean


def editions_at(first: date, last: date) -> tuple[str, ...]:
    """The editions of the neighbours that a paper could rightly use between two days, the older one first."""
    names = sorted(TITLES, key=lambda name: ISSUED.get(name, date.max))
    found = []
    for day in (first, last):
        before = [name for name in names if ISSUED.get(name, date.max) <= day]
        found.append(before[-1] if before else names[0])
    return tuple(dict.fromkeys(found))
