"""How sure one figure is: its rank's interval, the test of its change, its trend, and whom its verdict hangs on."""

from collections.abc import Sequence
from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.plain import number, numbers, reason_of, tidy
from data.authorities import Area
from data.indicators import Indicator
from data.periods import Period
from data.store import Snapshot
from models.benchmark import Group, standing_in
from models.chance import change_over, places_of, recent_trend
from models.contributions import contributions
from models.sensitivity import NOT_TESTED, REGION, sensitivity
from models.series import unbroken


class CertaintyRecord(TypedDict):
    """What chance leaves open of one figure.

    `rank_low` is the better end of the 95% interval of its rank among the `rank_of` authorities with counts.
    `change_low` and `change_high` are the 95% interval of its change by the counts, and `change_word` says whether it
    is more than chance. `trend` stands on the last five periods, those in `trend_periods`.
    """

    indicator: str
    authority: str
    authority_code: str
    period: str
    value: float | None
    missing_reason: str | None
    rank: int | None
    ranked: int
    rank_low: int | None
    rank_high: int | None
    rank_of: int | None
    previous_period: str | None
    change: float | None
    change_low: float | None
    change_high: float | None
    change_word: str
    trend: str
    trend_periods: list[str]


class ContributionRecord(TypedDict):
    """One comparator's figure, how far it is from their mean, and what the mean would be without it."""

    indicator: str
    period: str
    comparator: str
    comparator_code: str
    value: float | None
    missing_reason: str | None
    deviation: float | None
    mean_without: float | None
    mean: float | None


class SensitivityRecord(TypedDict):
    """The verdict on one figure by one way of choosing comparators: each edition, the modelled list, the region.

    `depends` says whether two tested verdicts on this figure differ.
    """

    indicator: str
    authority: str
    authority_code: str
    period: str
    value: float | None
    comparator: str
    comparator_value: float | None
    contributing: Annotated[int, Meta(description="How many of the comparators have a figure.")]
    verdict: Annotated[str, Meta(description="Beside this comparator, by test where counts allow.")]
    depends: bool


CERTAINTY_COLUMNS = tuple(CertaintyRecord.__annotations__)
CONTRIBUTION_COLUMNS = tuple(ContributionRecord.__annotations__)
SENSITIVITY_COLUMNS = tuple(SensitivityRecord.__annotations__)
NOBODY = Group("nobody", "nobody", ())


def certainty_record(snapshot: Snapshot, indicator: Indicator, area: Area, period: Period) -> CertaintyRecord:
    """What chance leaves open of an authority's figure in one period."""
    index = snapshot.position[indicator.id]
    block, at = snapshot.block(indicator), snapshot.area_position[area.code]
    column = snapshot.periods[index].index(period)
    which, columns = np.array([index]), np.array([column])
    row = standing_in(snapshot, area, NOBODY, which, columns)
    chosen = row.slice
    counting = chosen.existed[0] & ~np.isnan(chosen.values[0])
    numerators, denominators = (np.where(counting, part[0], np.nan) for part in snapshot.counts_of_all(which, columns))
    places = places_of(indicator, numerators, denominators, at)
    axis = unbroken(block.periods)
    trend = recent_trend(indicator, block, at, [block.column(each) for each in axis[: axis.index(period) + 1]])
    before = block.previous_column(column)
    change = change_over(indicator, block, at, column, before)
    return {
        "indicator": indicator.id,
        "authority": area.name,
        "authority_code": area.code,
        "period": period.label,
        "value": number(row.value[0]),
        "missing_reason": reason_of(row.reason[0]),
        "rank": int(row.rank[0]) or None,
        "ranked": int(row.ranked[0]),
        "rank_low": places.low if places else None,
        "rank_high": places.high if places else None,
        "rank_of": places.of if places else None,
        "previous_period": block.periods[before].label if before is not None else None,
        "change": tidy(row.change[0]),
        "change_low": number(change.low[0]) if change else None,
        "change_high": number(change.high[0]) if change else None,
        "change_word": str(change.word[0]) if change else NOT_TESTED,
        "trend": trend.word,
        "trend_periods": [block.periods[each].label for each in trend.places],
    }


def contribution_records(
    snapshot: Snapshot, indicator: Indicator, group: Group, period: Period
) -> list[ContributionRecord]:
    """What each comparator adds to the mean, in the group's order."""
    block, column = snapshot.block(indicator), snapshot.periods[snapshot.position[indicator.id]].index(period)
    rows = [snapshot.area_position[code] for code in group.codes]
    values = block.values[rows, column]
    found = contributions(values)
    known = values[~np.isnan(values)]
    mean = tidy(float(known.sum()) / len(known)) if len(known) else None
    return [
        {
            "indicator": indicator.id,
            "period": period.label,
            "comparator": snapshot.areas[row].name,
            "comparator_code": snapshot.areas[row].code,
            "value": number(value),
            "missing_reason": reason_of(block.reasons[row, column]),
            "deviation": number(found.deviation[place]),
            "mean_without": number(found.without[place]),
            "mean": mean,
        }
        for place, (row, value) in enumerate(zip(rows, values.tolist(), strict=True))
    ]


def sensitivity_records(
    snapshot: Snapshot,
    area: Area,
    groups: Sequence[Group],
    indicators: Sequence[Indicator],
    year: int | None = None,
) -> list[SensitivityRecord]:
    """The verdicts on indicators in their latest period, or that which ends in `year`, by each group and the region."""
    which = np.array([snapshot.position[indicator.id] for indicator in indicators], dtype=np.int64)
    columns = snapshot.columns_in(year)[which]
    kept = columns >= 0
    standing = standing_in(snapshot, area, groups[0] if groups else NOBODY, which[kept], columns[kept])
    found = sensitivity(standing, groups)
    records: list[SensitivityRecord] = []
    for at, (index, column) in enumerate(zip(which[kept].tolist(), columns[kept].tolist(), strict=True)):
        comparators = zip(found.lenses, numbers(found.comparator[at]), found.contributing[at].tolist(), strict=True)
        for place, (lens, value, contributing) in enumerate(comparators):
            if lens == REGION and not area.region:
                continue
            records.append(
                {
                    "indicator": snapshot.indicators.all[index].id,
                    "authority": area.name,
                    "authority_code": area.code,
                    "period": snapshot.periods[index][column].label,
                    "value": number(standing.value[at]),
                    "comparator": lens,
                    "comparator_value": tidy(value),
                    "contributing": contributing,
                    "verdict": str(found.verdict[at, place]),
                    "depends": bool(found.changes[at]),
                }
            )
    return records
