"""Phases: limits are calculated anew where the process is known to have changed, and nowhere else."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.errors import PortalError
from models.arrays import Integers
from models.control_charts.chart import ControlChart, as_series, joined


@dataclass(frozen=True)
class ProcessChange:
    """A change to how the work is done: `month` is the position of the first month under it, `reason` what changed.

    The reason is what makes it a change of process. A run of good or bad months is a signal, and never a reason.
    """

    month: int
    reason: str


def phase_numbers(changes: Sequence[ProcessChange], months: int) -> Integers:
    """How many process changes lie behind each of the `months` (t,): 0 before the first, then 1, and so on.

    `changes` may come in any order. Raises PortalError for a change without a reason, for one outside the series or at
    its first month, and for two in one month.
    """
    phase = np.zeros(months, dtype=np.int64)
    for change in changes:
        if not change.reason.strip():
            raise PortalError(
                f"The process change at month {change.month + 1} has no reason: limits are recalculated only for a "
                "documented change, so say what changed."
            )
        if not 0 < change.month < months:
            raise PortalError(
                f"The process change at month {change.month + 1} ({change.reason}) does not divide the series of "
                f"{months} months: choose a month after the first and up to the last."
            )
        phase[change.month :] += 1
    if len({change.month for change in changes}) < len(changes):
        raise PortalError("Two process changes fall in one month: describe them as one.")
    return phase


def in_phases(
    chart: Callable[..., ControlChart], changes: Sequence[ProcessChange], *series: npt.ArrayLike
) -> ControlChart:
    """The chart of `series` (each (..., t)) with centre and limits recalculated from each process change on.

    `chart` is the function of one phase, such as `p_chart` or `functools.partial(p_chart, per=100)`, and takes the
    series in order: values, or numerator and denominator. No moving range and no rule reaches from one phase into the
    next. Raises PortalError for changes that `phase_numbers` refuses.
    """
    arrays = as_series(*series)
    months = arrays[0].shape[-1]
    phase_numbers(changes, months)
    edges = [0, *sorted(change.month for change in changes), months]
    return joined([chart(*(array[..., start:end] for array in arrays)) for start, end in itertools.pairwise(edges)])
