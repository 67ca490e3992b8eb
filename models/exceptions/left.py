"""Why an indicator is on neither list, so that nothing is passed over in silence."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from models.arrays import numbers_of
from models.benchmark import REASONS, Standing
from models.exceptions.evidence import Evidence


class WhyLeft(StrEnum):
    """The first of these that is so."""

    NEVER = "never published here"
    OLD = "too old"
    NEUTRAL = "neither direction is better"
    NO_FIGURE = "no figure"
    SIMILAR = "similar"
    CHANCE = "one of many"
    NOT_TESTED = "not tested"


def whys_left(evidence: Evidence) -> list[WhyLeft]:
    """Why no rule puts an indicator on a list, of each in the order of the standing, as though none were on one."""
    standing = evidence.assessment.standing
    conditions = {
        WhyLeft.NEVER: standing.slice.columns < 0,
        WhyLeft.OLD: evidence.old,
        WhyLeft.NEUTRAL: standing.signs == 0,
        WhyLeft.NO_FIGURE: np.isnan(standing.value),
        WhyLeft.SIMILAR: standing.comparison == "similar",
        WhyLeft.CHANCE: np.isin(standing.comparison, ("worse", "better")),
    }
    words = [*conditions, WhyLeft.NOT_TESTED]
    found = np.select([*conditions.values()], range(len(conditions)), default=len(conditions))
    return [words[code] for code in found.tolist()]


class LeftFigure(NamedTuple):
    """The figure of an indicator that is on neither list, with what its reason is said by.

    Each is what a `Benchmark` calls so, None where there is none; `period` where it was never published.
    """

    indicator: Indicator
    period: Period | None
    value: float | None
    low: float | None
    high: float | None
    mean: float | None
    reason: Missing
    rank: int
    ranked: int
    band: str
    comparison: str


def left_figures(standing: Standing, places: Sequence[int]) -> list[LeftFigure]:
    """The figures at places in a standing: most indicators are on neither list, and a third of a record is said."""
    at = np.array(places, dtype=np.int64)
    snapshot, which = standing.snapshot, standing.slice.which[at].tolist()
    periods = zip(which, standing.slice.columns[at].tolist(), strict=True)
    floats = np.array([standing.value, standing.interval.low, standing.interval.high, standing.neighbours.mean])
    words = (standing.rank, standing.ranked, standing.band, standing.comparison)
    columns = (
        [snapshot.indicators.all[index] for index in which],
        [snapshot.periods[index][column] if column >= 0 else None for index, column in periods],
        *numbers_of(floats[:, at]),
        [REASONS[reason] for reason in standing.reason[at].tolist()],
        *(one[at].tolist() for one in words),
    )
    return list(map(LeftFigure._make, zip(*columns, strict=True)))
