"""One indicator in one period over all authorities: figures, intervals, places and bands, as chart and map show."""

from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.plain import number, numbers
from app.records.published import release_of
from data.authorities import Area
from data.blocks import Origin
from data.indicators import Indicator
from data.missing import Missing
from data.periods import Period
from data.store import Snapshot
from models.intervals import or_published
from models.quarters import quarters
from models.spread import spread_of
from models.traits import intervals_of


class RankingRecord(TypedDict):
    """An authority that was open in the period. `rank` is the place among `ranked`, equal figures sharing one.

    Place 1 is the best; where neither direction is better, the highest. `band` is A to D, None where none are drawn;
    `quarter` is 1 for the lowest quarter of figures to 4 for the highest. `low` and `high` are the 95% interval.
    """

    indicator: str
    period: str
    period_end: str
    authority: str
    authority_code: str
    ons_code: str
    region: Annotated[str | None, Meta(description="The region that it lies in, by name.")]
    value: float | None
    missing_reason: str | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    method: str | None
    rank: int | None
    ranked: int
    band: str | None
    quarter: int | None
    joint_return: bool
    closed: str | None
    status: str | None
    release: str


RANKING_COLUMNS = tuple(RankingRecord.__annotations__)


def ranking_records(snapshot: Snapshot, indicator: Indicator, period: Period) -> list[RankingRecord]:
    """Every authority that was open, best first; those without a figure after them, with the reason, by name."""
    index = snapshot.position[indicator.id]
    column = snapshot.periods[index].index(period)
    which, columns = np.array([index]), np.array([column])
    found = snapshot.slice_of(which, columns)
    values, existed = found.values[0], found.existed[0]
    spread = spread_of(values, existed, indicator.sign, indicator.banded)
    published = [part[0] for part in snapshot.counts_of_all(which, columns)]
    counts = [numbers(part) for part in published]
    known = (np.where(np.isnan(values), np.nan, part) for part in published)
    interval, block = intervals_of([indicator] * len(values), *known), snapshot.block(indicator)
    if block.low is not None and block.high is not None:
        interval = or_published(interval, block.low[:, column], block.high[:, column])
    quarter = (quarters(values, existed) + 1).tolist()
    places = {
        area: (position, band or None)
        for area, position, band in zip(
            spread.areas.tolist(), spread.position.tolist(), spread.band.tolist(), strict=True
        )
    }
    without = np.flatnonzero(existed & np.isnan(values)).tolist()
    status = snapshot.statuses[index][column]
    said, release = str(status) if status else None, release_of(indicator, status)
    records: list[RankingRecord] = []
    for at in [*places, *sorted(without, key=lambda at: snapshot.areas[at].name)]:
        area, (rank, band) = snapshot.areas[at], places.get(at, (None, None))
        low, high = number(interval.low[at]), number(interval.high[at])
        records.append(
            {
                "indicator": indicator.id,
                "period": period.label,
                "period_end": period.end.isoformat(),
                "authority": area.name,
                "authority_code": area.code,
                "ons_code": area.ons_code,
                "region": region_name(snapshot, area),
                "value": number(values[at]),
                "missing_reason": Missing(int(found.reasons[0, at])).words or None,
                "numerator": counts[0][at],
                "denominator": counts[1][at],
                "low": low,
                "high": high,
                "method": str(interval.method[at]) if low is not None else None,
                "rank": rank,
                "ranked": len(places),
                "band": band,
                "quarter": quarter[at] or None,
                "joint_return": bool(found.origins[0, at] & Origin.JOINT),
                "closed": area.closed.isoformat() if area.closed else None,
                "status": said,
                "release": release,
            }
        )
    return records


def region_name(snapshot: Snapshot, area: Area) -> str | None:
    """The region of an area; None where it is in none."""
    region = snapshot.authorities.region_of(area)
    return region.name if region else None
