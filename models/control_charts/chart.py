"""A control chart in figures: each month's value, and the centre and limits that belong to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from models.arrays import Flags, Floats, Integers, Words

# Limits from fewer months are drawn, but called provisional (as in the R package NHSRplotthedots).
PROVISIONAL_BELOW = 12

THREE_SIGMA = "three sigma"
EXACT = "exact"


class ChartKind(StrEnum):
    """The charts by the names that analysts know them by."""

    INDIVIDUALS = "XmR"
    PROPORTION = "p"
    RATE = "u"
    LANEY_PROPORTION = "p'"
    LANEY_RATE = "u'"


@dataclass(frozen=True)
class ControlChart:
    """Series of t months, time on the last axis: arrays are (..., t) but for `phase`, which is (t,).

    All figures are in the unit of `value`, NaN where missing. `lower` and `upper` are the process limits,
    `lower_two_thirds` and `upper_two_thirds` lie two thirds of the way to them. `sigma` is a third of the way from the
    centre to a limit, before the limits are held to what is possible. `limits` says how each month's were found: `three
    sigma`, `exact`, or an empty string where there are none. `sigma_z` is Laney's, NaN for an XmR chart. `points` is
    how many months the limits rest on. `phase` counts the process changes before each month.
    """

    kind: ChartKind
    value: Floats
    centre: Floats
    lower: Floats
    upper: Floats
    lower_two_thirds: Floats
    upper_two_thirds: Floats
    sigma: Floats
    limits: Words
    sigma_z: Floats
    points: Integers
    phase: Integers

    @property
    def provisional(self) -> Flags:
        """Where (..., t) the limits rest on fewer than 12 months and will move as months are added."""
        return self.points < PROVISIONAL_BELOW


def as_series(*series: npt.ArrayLike) -> tuple[Floats, ...]:
    """Series as arrays of one shape (..., t). Raises ValueError for a single number and for a series of no months."""
    arrays = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in series))
    if arrays[0].ndim == 0 or not arrays[0].shape[-1]:
        raise ValueError("A control chart needs a series of months.")
    return arrays


def basis_of(basis: npt.ArrayLike | None, present: Flags) -> Flags:
    """The months (..., t) on which limits rest: those with a figure, and of them those in `basis` where it is given."""
    return present if basis is None else present & np.asarray(basis, dtype=np.bool_)


def sigma_chart(
    kind: ChartKind,
    value: Floats,
    centre: Floats,
    sigma: Floats,
    points: Integers,
    possible: tuple[float, float],
    sigma_z: npt.ArrayLike = np.nan,
) -> ControlChart:
    """The chart whose limits lie three `sigma` either side of the centre, held to the `possible` range of values.

    `value` is (..., t); `centre`, `sigma` (above or at 0), `points` and `sigma_z` broadcast to it.
    """
    shape = value.shape
    centre, sigma = np.broadcast_to(centre, shape), np.broadcast_to(sigma, shape)
    least, most = possible
    limited = ~np.isnan(centre + sigma)
    return ControlChart(
        kind=kind,
        value=value,
        centre=centre,
        lower=np.maximum(centre - 3 * sigma, least),
        upper=np.minimum(centre + 3 * sigma, most),
        lower_two_thirds=np.maximum(centre - 2 * sigma, least),
        upper_two_thirds=np.minimum(centre + 2 * sigma, most),
        sigma=sigma,
        limits=np.where(limited, THREE_SIGMA, ""),
        sigma_z=np.broadcast_to(np.asarray(sigma_z, dtype=np.float64), shape),
        points=np.broadcast_to(points, shape),
        phase=np.zeros(shape[-1], dtype=np.int64),
    )


def joined(charts: Sequence[ControlChart]) -> ControlChart:
    """Charts of one kind, one for each phase in order of time, as one chart whose limits step where a phase begins.

    Raises ValueError where there is none, or where they differ in kind.
    """
    if len({chart.kind for chart in charts}) != 1:
        raise ValueError("The phases of a chart are all of one kind.")

    def together(name: str) -> npt.NDArray[np.float64]:
        return np.concatenate([getattr(chart, name) for chart in charts], axis=-1)

    return ControlChart(
        kind=charts[0].kind,
        value=together("value"),
        centre=together("centre"),
        lower=together("lower"),
        upper=together("upper"),
        lower_two_thirds=together("lower_two_thirds"),
        upper_two_thirds=together("upper_two_thirds"),
        sigma=together("sigma"),
        limits=np.concatenate([chart.limits for chart in charts], axis=-1),
        sigma_z=together("sigma_z"),
        points=np.concatenate([chart.points for chart in charts], axis=-1),
        phase=np.repeat(np.arange(len(charts)), [chart.value.shape[-1] for chart in charts]),
    )
