"""Figures and targets for the tests of trajectories, a line each."""

from collections.abc import Sequence
from datetime import date

from data.periods import PeriodKind, year_ending
from data.returns.months import month_of
from models.scorecard.figures import unbroken
from models.trajectories import DatedFigure, DatedFigures, DatedTarget, Measures

MARCH = PeriodKind.MARCH_SNAPSHOT
NOW = date(2025, 11, 30)


def target(
    value: float = 10.0,
    by: date = date(2027, 3, 31),
    baseline: float = 16.0,
    since: date = date(2023, 3, 31),
    sign: int = -1,
) -> DatedTarget:
    """From 16 at 31 March 2023 to 10 or less by March 2027: 1.5 a year."""
    return DatedTarget(value, by, baseline, since, sign)


def yearly(
    values: Sequence[float | None],
    last: int = 2025,
    of: float | None = None,
    kind: str = "none",
    unit: str = "%",
    on_a_day: bool = True,
    period: PeriodKind = MARCH,
) -> DatedFigures:
    """Yearly figures, the newest for `last`; with `of` in every denominator, percentages are `kind` and have counts."""
    first = last - len(values) + 1
    points = tuple(
        DatedFigure(
            year_ending(period, first + at),
            value,
            None if of is None or value is None else value * of / 100,
            of,
        )
        for at, value in enumerate(values)
    )
    return DatedFigures(points, unit, kind, 100.0 if unit == "%" else 1.0, 0, on_a_day)


def monthly(
    values: Sequence[float | None],
    year: int = 2022,
    month: int = 4,
    unit: str = "number",
    what: Measures = Measures.LEVEL,
) -> DatedFigures:
    """Figures of months in a row from one on."""
    first = month_of(year, month)
    index = year * 12 + month - 1 + len(values) - 1
    months = unbroken(first, month_of(index // 12, index % 12 + 1))
    points = tuple(DatedFigure(one, value) for one, value in zip(months, values, strict=True))
    return DatedFigures(points, unit, "none", 100.0 if unit == "%" else 1.0, 0, False, what)
