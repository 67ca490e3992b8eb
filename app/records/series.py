"""One indicator over its periods: several authorities beside their neighbours' mean, the region and England."""

from collections.abc import Sequence
from typing import Annotated, TypedDict

from msgspec import Meta

from app.records.plain import number, numbers, reason_of, tidy
from data.authorities import Area
from data.blocks import Block
from data.indicators import Indicator
from data.store import Snapshot
from models.benchmark import Group
from models.chance import intervals_over
from models.series import average_over_periods
from models.succession import stitched


class SeriesRecord(TypedDict):
    """One figure of a course. `who` says whose: an authority, its region, England, or the mean of its neighbours.

    A mean has the authority's name and code, how many neighbours published (`contributing` of `of`), and no counts.
    """

    indicator: str
    who: str
    authority: str
    authority_code: str
    period: str
    period_end: str
    value: float | None
    missing_reason: str | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    median: float | None
    contributing: Annotated[int | None, Meta(description="How many have a figure; null for one that is no mean.")]
    of: Annotated[int | None, Meta(description="How many the mean is of; null for one that is no mean.")]
    status: str | None


class LineageRecord(TypedDict):
    """One figure of an area through the authorities that covered it: whose it is, and whether a break lies before it.

    `pooled` figures are made of the counts of several authorities, and are not rounded as published ones are.
    """

    indicator: str
    period: str
    period_end: str
    authorities: Annotated[list[str], Meta(description="Whose figure stands for the area.")]
    authority_codes: list[str]
    value: float | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    at_break: bool
    pooled: bool


SERIES_COLUMNS = tuple(SeriesRecord.__annotations__)
LINEAGE_COLUMNS = tuple(LineageRecord.__annotations__)
NOBODY = "nobody among the neighbours published one"


def series_records(
    snapshot: Snapshot, indicator: Indicator, groups: Sequence[tuple[Area, Group]]
) -> list[SeriesRecord]:
    """For each authority its own course and its neighbours' mean, then their regions and England; by period."""
    block = snapshot.block(indicator)
    found: list[SeriesRecord] = []
    for area, group in groups:
        found += _figures(snapshot, indicator, block, area)
        found += _means(snapshot, indicator, block, area, group)
    regions = dict.fromkeys(region for area, _ in groups if (region := snapshot.authorities.region_of(area)))
    for area in (*regions, snapshot.authorities.england):
        found += _figures(snapshot, indicator, block, area)
    return found


def _figures(snapshot: Snapshot, indicator: Indicator, block: Block, area: Area) -> list[SeriesRecord]:
    at = snapshot.area_position[area.code]
    interval = intervals_over(indicator, block, at)
    nothing = [None] * len(block.periods)
    numerators, denominators = (
        nothing if counts is None else numbers(counts[at]) for counts in (block.numerators, block.denominators)
    )
    reasons = block.reasons[at].tolist()
    values, low, high = numbers(block.values[at]), numbers(interval.low), numbers(interval.high)
    return [
        {
            "indicator": indicator.id,
            "who": str(area.kind),
            "authority": area.name,
            "authority_code": area.code,
            "period": period.label,
            "period_end": period.end.isoformat(),
            "value": values[column],
            "missing_reason": reason_of(reasons[column]),
            "numerator": numerators[column],
            "denominator": denominators[column],
            "low": low[column],
            "high": high[column],
            "median": None,
            "contributing": None,
            "of": None,
            "status": _status(block, column),
        }
        for column, period in enumerate(block.periods)
    ]


def _means(snapshot: Snapshot, indicator: Indicator, block: Block, area: Area, group: Group) -> list[SeriesRecord]:
    average = average_over_periods(block, [snapshot.area_position[code] for code in group.codes])
    return [
        {
            "indicator": indicator.id,
            "who": f"mean of {group.name}",
            "authority": area.name,
            "authority_code": area.code,
            "period": period.label,
            "period_end": period.end.isoformat(),
            "value": tidy(average.mean[column]),
            "missing_reason": None if average.contributing[column] else NOBODY,
            "numerator": None,
            "denominator": None,
            "low": None,
            "high": None,
            "median": tidy(average.median[column]),
            "contributing": int(average.contributing[column]),
            "of": average.of,
            "status": _status(block, column),
        }
        for column, period in enumerate(block.periods)
    ]


def _status(block: Block, column: int) -> str | None:
    status = block.statuses[column]
    return str(status) if status else None


def lineage_records(snapshot: Snapshot, indicator: Indicator, areas: Sequence[Area]) -> list[LineageRecord]:
    """The course of an area through its predecessors and successors, where they covered the same ground."""
    found = stitched(snapshot, areas, indicator)
    generations = [generation.members for generation in found.lineage.generations]
    return [
        {
            "indicator": indicator.id,
            "period": period.label,
            "period_end": period.end.isoformat(),
            "authorities": [area.name for area in generations[int(found.generation[at])]],
            "authority_codes": [area.code for area in generations[int(found.generation[at])]],
            "value": number(found.value[at]),
            "numerator": number(found.numerator[at]),
            "denominator": number(found.denominator[at]),
            "low": number(found.interval.low[at]),
            "high": number(found.interval.high[at]),
            "at_break": bool(found.at_break[at]),
            "pooled": bool(found.pooled[at]),
        }
        for at, period in enumerate(found.periods)
    ]
