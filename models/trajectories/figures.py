"""A target by a date, and the dated figures that it is held against: published years, or the months of a return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from math import isfinite

import numpy as np

from data.blocks import Block
from data.indicators import Indicator
from data.periods import SNAPSHOT_MONTHS, Period, PeriodKind
from data.returns.measures import Kind, Measure
from models.intervals import PROPORTION, RATE
from models.scorecard.figures import MonthFigure
from models.traits import kinds_of

MONTHS_IN_YEAR = 12
MONTHS_APART = {PeriodKind.WEEK: 1, PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF_YEAR: 6}
PERCENTAGE = "%"
# What differs by less is the same figure but for binary arithmetic.
ROUNDING = 1e-9


class Measures(StrEnum):
    """What a figure is, so that figures of several dates can be held against one target."""

    LEVEL = "a level"
    TOTAL = "a month's part of the year's total"
    TO_DATE = "the year to date"
    ROLLING = "the last twelve months"


@dataclass(frozen=True)
class DatedTarget:
    """`value` to be reached on or before the month of `by`, from `baseline` on the day `since`, all in one unit.

    `sign` is 1 where it is to be reached from below, -1 from above (the polarity, or the side that the board gave), and
    0 where nobody has said. `adds_up` where figures grow from nothing to a year's total.
    """

    value: float
    by: date
    baseline: float
    since: date
    sign: int
    adds_up: bool = False

    def path_at(self, day: date) -> float:
        """Where the straight path stands in the month of a day: an even step a month from `since` to `by`.

        A baseline that reaches the target already has nowhere to go: its path is the target throughout.
        """
        if self.sign and not self.adds_up and self.is_reached_by(self.baseline):
            return self.value
        share = months_between(self.since, day) / max(months_between(self.since, self.by), 1)
        return self.baseline + (self.value - self.baseline) * min(max(share, 0.0), 1.0)

    def is_reached_by(self, figure: float) -> bool:
        """Whether a figure is at the target or beyond it."""
        return is_at_least(figure, self.value, self.sign)


def is_at_least(figure: float, level: float, sign: int) -> bool:
    """Whether a figure is at a level or on its wanted side."""
    return (figure - level) * sign >= -ROUNDING


@dataclass(frozen=True)
class DatedFigure:
    """One period's figure in the series' unit, None where there is none; its counts where they are known.

    `limits` are the publisher's own 95% limits, where it gives any.
    """

    period: Period
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    limits: tuple[float, float] | None = None

    @property
    def end(self) -> date:
        """The day on which the figure stands on the axis of time."""
        return self.period.end

    @property
    def is_counted(self) -> bool:
        """Whether a numerator and a denominator stand behind it."""
        known = self.value is not None and self.numerator is not None and self.denominator is not None
        return known and (self.denominator or 0.0) > 0 and (self.numerator or 0.0) >= 0


@dataclass(frozen=True)
class DatedFigures:
    """The figures of one indicator or row in order of time. `kind` is what a test takes them for (`kinds_of`).

    `per` is what a share or rate is per; `decimals` is how figures are printed. `on_a_day` where each is a count of one
    day, so that children who come and go between two days are not counted in it.
    """

    points: tuple[DatedFigure, ...]
    unit: str
    kind: str
    per: float
    decimals: int
    on_a_day: bool
    measures: Measures = Measures.LEVEL

    @cached_property
    def known(self) -> tuple[DatedFigure, ...]:
        """Those that have a value."""
        return tuple(point for point in self.points if point.value is not None)

    @cached_property
    def months_apart(self) -> int:
        """How many months lie between one period and the next."""
        kind = self.points[-1].period.kind if self.points else None
        return MONTHS_APART.get(kind, MONTHS_IN_YEAR) if kind else MONTHS_IN_YEAR

    @property
    def has_tests(self) -> bool:
        """Whether counts of children may be tested: a share or a rate of them."""
        return self.kind in (PROPORTION, RATE)

    def last_in_a_row(self, most: int) -> tuple[DatedFigure, ...]:
        """The newest figures with a value that follow one another without a hole, `most` at most, the newest last."""
        found: list[DatedFigure] = []
        for point in reversed(self.known):
            if len(found) == most or (found and point.period != found[-1].period.previous()):
                break
            found.append(point)
        return tuple(reversed(found))


def published_figures(indicator: Indicator, block: Block, area: int) -> DatedFigures:
    """The published figures of an area (its place on the block's axis), by the last day of their periods."""
    nothing = np.full(block.values.shape[1], np.nan)
    counts = [nothing if array is None else array[area] for array in (block.numerators, block.denominators)]
    limits = [nothing if array is None else array[area] for array in (block.low, block.high)]
    columns = (block.values[area], *counts, *limits)
    rows = zip(block.periods, *(array.tolist() for array in columns), strict=True)
    points = tuple(_published(period, *map(_number, numbers)) for period, *numbers in rows)
    return DatedFigures(
        points=points,
        unit=indicator.unit,
        kind=str(kinds_of([indicator])[0]),
        per=float(indicator.per),
        decimals=indicator.decimals,
        on_a_day=indicator.period in SNAPSHOT_MONTHS,
    )


def local_figures(
    figures: Mapping[Period, MonthFigure], measure: Measure | None, unit: str, per: float
) -> DatedFigures:
    """The months of a row of a local return (`Row.figures`, its measure and unit, `per_of` its series)."""
    points = tuple(_of_month(found) for _, found in sorted(figures.items()))
    tested = measure is not None and measure.of_children and per > 1
    kind = measure.kind if measure is not None else None
    adds = {Kind.CUMULATIVE: Measures.TO_DATE, Kind.ROLLING: Measures.ROLLING}
    is_part = measure is not None and measure.is_count and kind is Kind.IN_PERIOD
    return DatedFigures(
        points=points,
        unit=unit,
        kind=(PROPORTION if unit == PERCENTAGE else RATE) if tested else "none",
        per=per,
        decimals=max((found.decimals for found in figures.values()), default=0),
        on_a_day=kind is Kind.SNAPSHOT,
        measures=Measures.TOTAL if is_part else adds.get(kind, Measures.LEVEL) if kind else Measures.LEVEL,
    )


def months_between(first: date, last: date) -> int:
    """How many calendar months the month of one day is after that of another."""
    return (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month


def in_order(points: Sequence[DatedFigure]) -> tuple[DatedFigure, ...]:
    """Figures in order of time."""
    return tuple(sorted(points, key=lambda point: point.period))


def _of_month(found: MonthFigure) -> DatedFigure:
    counts = (found.cell.numerator, found.cell.denominator) if found.is_counted else (None, None)
    return DatedFigure(found.period, found.value, *counts)


def _published(
    period: Period,
    value: float | None,
    numerator: float | None,
    denominator: float | None,
    low: float | None,
    high: float | None,
) -> DatedFigure:
    limits = None if low is None or high is None else (low, high)
    return DatedFigure(period, value, numerator, denominator, limits)


def _number(value: float) -> float | None:
    return value if isfinite(value) else None
