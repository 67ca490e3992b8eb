"""Which chart suits a figure, by the kind of data it is, and why in words."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from models.arrays import Floats, Integers
from models.control_charts.attributes import (
    Counts,
    laney_p_chart,
    laney_u_chart,
    p_chart,
    proportions,
    rates,
    u_chart,
)
from models.control_charts.chart import ChartKind, ControlChart, as_series
from models.control_charts.individuals import individuals_chart
from models.control_charts.overdispersion import chance_limit
from models.control_charts.phases import ProcessChange, in_phases, phase_numbers


class DataKind(StrEnum):
    """What a monthly figure is."""

    PROPORTION = "proportion"  # children with an outcome, of the children it could have been: visits made of visits due
    RATE = "rate"  # events in the month for each unit of exposure: missing episodes per 100 children looked after
    COUNT = "count"  # events in the month, without what they are out of: referrals
    MEASUREMENT = "measurement"  # an average, a duration, a cost or a score
    STOCK = "stock"  # how many there are on a day: children looked after at the end of the month
    CUMULATIVE = "cumulative"  # the year to date, which grows from month to month
    ROLLING = "rolling"  # the last twelve months, of which the next month keeps eleven


@dataclass(frozen=True)
class Choice:
    """The chart for a series, None where a chart would mislead; `why`, and a `caution` or an empty string."""

    kind: ChartKind | None
    why: str
    caution: str = ""


_NO_CHART = {
    DataKind.CUMULATIVE: "A figure for the year to date holds every month before it, so it rises whatever happens: "
    "chart the single months instead, and project the year's end.",
    DataKind.ROLLING: "A figure for the last twelve months shares eleven of them with the month before, so runs appear "
    "by themselves: chart the single months instead.",
}
_INDIVIDUALS = {
    DataKind.COUNT: Choice(
        ChartKind.INDIVIDUALS,
        "XmR, because these are counts without anything that they are out of, so only their own movement from month to "
        "month tells what chance gives.",
    ),
    DataKind.MEASUREMENT: Choice(
        ChartKind.INDIVIDUALS,
        "XmR, because this is a measurement and not a count, so only its own movement from month to month tells what "
        "chance gives.",
    ),
    DataKind.STOCK: Choice(
        ChartKind.INDIVIDUALS,
        "XmR, because this is how many there are on a day, so only its own movement from month to month tells what "
        "chance gives.",
        "Most of those counted were counted the month before, so the figure moves slowly, the limits are narrow and "
        "long runs are usual: read a signal as a drift, and look at those who came and those who left.",
    ),
}


def choose_chart(
    kind: DataKind,
    value: npt.ArrayLike,
    numerator: npt.ArrayLike | None = None,
    denominator: npt.ArrayLike | None = None,
    changes: Sequence[ProcessChange] = (),
) -> Choice:
    """The chart for one series (t,) of `value` with its counts where it has them, and why.

    Proportions take p and rates u where every month that has a value has its counts too, otherwise XmR. They take
    Laney's p' or u' where sigma z, within the phases that `changes` make, is higher than chance gives one time in 20
    (`chance_limit`). Counts, measurements and stocks take XmR; figures for the year to date and for the last twelve
    months have no chart. Raises PortalError for changes that `phase_numbers` refuses.
    """
    (values,) = as_series(value)
    phase = phase_numbers(changes, len(values))
    if kind in _NO_CHART:
        return Choice(None, _NO_CHART[kind])
    if kind in _INDIVIDUALS:
        return _INDIVIDUALS[kind]
    known = ~np.isnan(values)
    if numerator is None or denominator is None:
        return _without_counts("no month has a numerator and a denominator")
    counted = proportions if kind is DataKind.PROPORTION else rates
    without = int(np.count_nonzero(known & np.isnan(counted(numerator, denominator).value)))
    if without:
        return _without_counts(f"{without} of {int(known.sum())} months have no numerator and denominator")
    return _by_overdispersion(kind, *chance_limit(_scores(counted, numerator, denominator, phase), phase))


def control_chart(
    kind: DataKind,
    value: npt.ArrayLike,
    numerator: npt.ArrayLike | None = None,
    denominator: npt.ArrayLike | None = None,
    per: float = 1.0,
    possible: tuple[float, float] | None = None,
    changes: Sequence[ProcessChange] = (),
) -> tuple[Choice, ControlChart | None]:
    """The chart that suits one series (t,), in the unit of `value`, which the counts make when multiplied by `per`.

    `possible` holds the limits of an XmR chart to what the figure can be, such as (1, 4) for a score; by default 0 to
    `per` for a proportion, anything for a measurement, and 0 or more for the others. `changes` divide the series into
    phases. No chart (None) where the choice says so. Raises as `choose_chart`.
    """
    choice = choose_chart(kind, value, numerator, denominator, changes)
    if choice.kind is None:
        return choice, None
    if choice.kind is ChartKind.INDIVIDUALS or numerator is None or denominator is None:
        held = _possible(kind, per) if possible is None else possible
        return choice, in_phases(functools.partial(individuals_chart, possible=held), changes, value)
    of_counts = {
        ChartKind.PROPORTION: p_chart,
        ChartKind.RATE: u_chart,
        ChartKind.LANEY_PROPORTION: laney_p_chart,
        ChartKind.LANEY_RATE: laney_u_chart,
    }[choice.kind]
    return choice, in_phases(functools.partial(of_counts, per=per), changes, numerator, denominator)


def _possible(kind: DataKind, per: float) -> tuple[float, float]:
    if kind is DataKind.MEASUREMENT:
        return -np.inf, np.inf
    return 0.0, per if kind is DataKind.PROPORTION else np.inf


def _without_counts(why: str) -> Choice:
    return Choice(
        ChartKind.INDIVIDUALS,
        f"XmR, because {why}, so only the figure's own movement from month to month tells what chance gives.",
    )


def _by_overdispersion(kind: DataKind, widening: float, chance: float) -> Choice:
    share = kind is DataKind.PROPORTION
    counted = "children with an outcome out of those counted" if share else "events for each unit of exposure"
    if widening > chance:
        return Choice(
            ChartKind.LANEY_PROPORTION if share else ChartKind.LANEY_RATE,
            f"{'p' if share else 'u'}' (Laney), because these are {counted} and they vary from month to month by more "
            f"than their numbers explain: sigma z is {widening:.2f}, where chance alone stays under {chance:.2f}.",
        )
    return Choice(
        ChartKind.PROPORTION if share else ChartKind.RATE,
        f"{'p' if share else 'u'}, because these are {counted}"
        + (
            "."
            if np.isnan(widening)
            else f", and they vary no more than their numbers explain (sigma z {widening:.2f})."
        ),
    )


def _scores(
    counted: Callable[[Floats, Floats], Counts], numerator: npt.ArrayLike, denominator: npt.ArrayLike, phase: Integers
) -> Floats:
    x, n = as_series(numerator, denominator)
    parts = [counted(x[phase == number], n[phase == number]).scores for number in range(int(phase.max(initial=0)) + 1)]
    return np.concatenate(parts)
