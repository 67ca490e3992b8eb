"""Every gap of one authority to its comparators, the worst first: as the page `/`, the board's list and `benchmark`."""

from collections.abc import Collection
from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.plain import number, numbers, reason_of, tidy
from data.authorities import Area
from data.store import Snapshot
from layouts.board.reasons import CERTAINTIES
from models.arrays import Flags, Floats, Integers
from models.assessment import Assessment, assess
from models.benchmark import Group
from models.priorities import (
    BETTER,
    ELSEWHERE,
    WORSE,
    Certainty,
    certainties,
    children_in_gap,
    distances,
    stale_places,
)

AHEAD = 3
"""The order of the worse side's certainties, the middle, and the better side's from the least certain."""


class GapRecord(TypedDict):
    """One indicator of one authority beside the comparators' mean.

    `place` counts from 1, the worst first: what is certainly worse, worse beyond chance, in England's worst quarter and
    not tested; then what chance could explain, from behind to ahead; then the better ones, the surest last; then what
    is not compared. Within each the gap of more children comes first. `gap_children` are the children who would have
    to change for the mean to be reached, 0 where it is reached; `children` how many stand between the figure and the
    mean on either side. `beyond_chance` holds the false discovery rate at 5% over all indicators of the authority,
    whichever are asked for; `adjusted_p_value` is Benjamini and Hochberg's. `stale` figures are too old to count.
    """

    place: Annotated[int, Meta(description="Its place on the whole list, 1 for the worst.")]
    indicator: str
    title: str
    topic: str
    unit: str
    polarity: str
    authority: str
    authority_code: str
    period: str | None
    value: float | None
    missing_reason: str | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    comparator: str
    mean: float | None
    median: float | None
    contributing: int
    of: Annotated[int, Meta(description="How many comparators there are.")]
    gap_points: float | None
    gap_children: float | None
    children: Annotated[float | None, Meta(description="Children between the figure and the mean, on either side.")]
    comparison: str
    p_value: float | None
    adjusted_p_value: float | None
    beyond_chance: bool
    side: Annotated[
        str | None,
        Meta(description="Worse or better; null where chance could explain it."),
    ]
    certainty: str | None
    stale: Annotated[bool, Meta(description="Whether the figure is too old to count.")]
    rank: int | None
    ranked: int
    band: str | None


GAP_COLUMNS = tuple(GapRecord.__annotations__)
SIDES = (WORSE, BETTER)


def gap_records(
    snapshot: Snapshot,
    area: Area,
    group: Group,
    year: int | None = None,
    indicators: Collection[str] | None = None,
    side: str = "",
) -> list[GapRecord]:
    """The gaps in each indicator's latest period, or in the one that ends in `year`; of `indicators` (ids) alone.

    `side` keeps the `worse` or the `better` ones. Places, and what chance leaves, are those of the whole list.
    """
    found = assess(snapshot, area, group, year)
    old = stale_places(found)
    sides = {name: np.where(old, ELSEWHERE, certainties(found, name)) for name in SIDES}
    every = _records(found, sides, old)
    order = [every[at] for at in worst_first(found, sides, old)]
    for place, record in enumerate(order, 1):
        record["place"] = place
    return [
        record
        for record in order
        if (indicators is None or record["indicator"] in indicators) and side in ("", record["side"])
    ]


def worst_first(found: Assessment, sides: dict[str, Integers], old: Flags) -> list[int]:
    """All places of the standing in the order of the list."""
    standing = found.standing
    compared: Flags = ~np.isnan(standing.gap_points) & (standing.signs != 0) & ~old
    towards = np.nan_to_num(standing.gap_points * standing.signs)
    distance = distances(found, compared)
    children = {name: _counted(found, name, sides[name]) for name in SIDES}
    is_worse, is_better = (sides[name] != ELSEWHERE for name in SIDES)
    level = np.select(
        [is_worse, is_better, compared],
        [sides[WORSE], 2 * AHEAD - sides[BETTER], np.full(len(towards), AHEAD)],
        default=2 * AHEAD + 1,
    )
    first = np.select([is_worse, is_better], [-children[WORSE], children[BETTER]], default=0.0)
    then = np.select([is_worse, is_better, compared], [-distance, distance, np.sign(towards) * distance], default=0.0)
    return [int(at) for at in np.lexsort((np.arange(len(level)), then, first, level))]


def _counted(found: Assessment, side: str, certainty: Integers) -> Floats:
    # As the lists of a board have it: what is not tested has no children that could be told from chance.
    return np.where(certainty == Certainty.NOT_TESTED, 0.0, np.nan_to_num(children_in_gap(found, side)))


def _records(found: Assessment, sides: dict[str, Integers], old: Flags) -> list[GapRecord]:
    standing, snapshot = found.standing, found.standing.snapshot
    area, group = standing.area, standing.group
    children = {name: numbers(children_in_gap(found, name)) for name in SIDES}
    p, adjusted = numbers(found.p), numbers(found.adjusted)
    records: list[GapRecord] = []
    for at, index in enumerate(standing.slice.which.tolist()):
        indicator, column = snapshot.indicators.all[index], int(standing.slice.columns[at])
        side = next((name for name in SIDES if sides[name][at] != ELSEWHERE), None)
        behind = standing.gap_points[at] * indicator.sign < 0 or not indicator.sign
        low = number(standing.interval.low[at])
        records.append(
            {
                "place": 0,
                "indicator": indicator.id,
                "title": indicator.title,
                "topic": indicator.topic,
                "unit": indicator.unit,
                "polarity": str(indicator.polarity),
                "authority": area.name,
                "authority_code": area.code,
                "period": snapshot.periods[index][column].label if column >= 0 else None,
                "value": number(standing.value[at]),
                "missing_reason": reason_of(standing.reason[at]),
                "numerator": number(standing.numerator[at]),
                "denominator": number(standing.denominator[at]),
                "low": low,
                "high": number(standing.interval.high[at]),
                "comparator": group.name,
                "mean": tidy(standing.neighbours.mean[at]),
                "median": tidy(standing.neighbours.median[at]),
                "contributing": int(standing.neighbours.contributing[at]),
                "of": len(group.codes),
                "gap_points": tidy(standing.gap_points[at]),
                "gap_children": number(standing.gap_children[at]),
                "children": children[WORSE if behind else BETTER][at],
                "comparison": str(standing.comparison[at]),
                "p_value": p[at],
                "adjusted_p_value": adjusted[at],
                "beyond_chance": bool(found.certain[at]),
                "side": side,
                "certainty": CERTAINTIES[Certainty(int(sides[side][at]))] if side else None,
                "stale": bool(old[at]),
                "rank": int(standing.rank[at]) or None,
                "ranked": int(standing.ranking.ranked[at]),
                "band": str(standing.band[at]) or None,
            }
        )
    return records
