"""The funnel of one indicator in one period: how far from the average chance alone would carry each authority."""

from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.plain import numbers
from data.indicators import Indicator
from data.periods import Period
from data.store import Snapshot
from models.funnel import ALARM
from models.funnel_of_one import funnel_of
from models.intervals import CONFIDENCE

SIDES = {
    -2: "below the 99.8% limit",
    -1: "below the 95% limit",
    0: "within",
    1: "above the 95% limit",
    2: "above the 99.8% limit",
}


class FunnelRecord(TypedDict):
    """An authority in the funnel: its figure by its counts beside the limits that chance sets for one of its size.

    `average` is all numerators over all denominators. Limits are the plain ones; `side` says where the figure lies by
    them, `widened_side` where it lies when they are widened because authorities differ by more than chance (`phi`).
    """

    indicator: str
    period: str
    authority: str
    authority_code: str
    numerator: float | None
    denominator: float | None
    value: Annotated[float | None, Meta(description="The figure by its counts, not rounded.")]
    average: float
    low_95: float | None
    high_95: float | None
    low_998: float | None
    high_998: float | None
    side: Annotated[str, Meta(description="Where the figure lies by the plain limits.")]
    widened_side: str
    is_widened: bool
    phi: float


FUNNEL_COLUMNS = tuple(FunnelRecord.__annotations__)


def funnel_records(snapshot: Snapshot, indicator: Indicator, period: Period) -> list[FunnelRecord]:
    """Every authority with counts, the largest denominator first; nobody where there are too few for a funnel."""
    index = snapshot.position[indicator.id]
    which, columns = np.array([index]), np.array([snapshot.periods[index].index(period)])
    chosen = snapshot.slice_of(which, columns)
    counting = chosen.existed[0] & ~np.isnan(chosen.values[0])
    numerators, denominators = (np.where(counting, part[0], np.nan) for part in snapshot.counts_of_all(which, columns))
    funnel = funnel_of(indicator, numerators, denominators)
    if funnel is None:
        return []
    inner, outer = (funnel.limits(funnel.denominator, confidence, widened=False) for confidence in (CONFIDENCE, ALARM))
    lines = zip(
        funnel.areas.tolist(),
        numbers(funnel.numerator),
        numbers(funnel.denominator),
        numbers(funnel.values),
        *(numbers(np.asarray(line)) for line in (inner.low, inner.high, outer.low, outer.high)),
        funnel.sides(widened=False).tolist(),
        funnel.sides(widened=True).tolist(),
        strict=True,
    )
    found: list[FunnelRecord] = [
        {
            "indicator": indicator.id,
            "period": period.label,
            "authority": snapshot.areas[at].name,
            "authority_code": snapshot.areas[at].code,
            "numerator": numerator,
            "denominator": denominator,
            "value": value,
            "average": funnel.average * funnel.per,
            "low_95": low,
            "high_95": high,
            "low_998": lowest,
            "high_998": highest,
            "side": SIDES[side],
            "widened_side": SIDES[widened],
            "is_widened": funnel.is_widened,
            "phi": funnel.phi,
        }
        for at, numerator, denominator, value, low, high, lowest, highest, side, widened in lines
    ]
    return sorted(found, key=lambda record: -(record["denominator"] or 0))
