"""Every gap of one authority to its comparators, the worst first: as the page `/`, the board's list and `benchmark`."""

from collections.abc import Collection, Sequence
from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.plain import DECIMALS, numbers, reason_of
from data.authorities import Area
from data.store import Snapshot
from layouts.board.reasons import CERTAINTIES
from models.arrays import Flags, Floats, Integers
from models.assessment import Assessment, assess
from models.benchmark import Group, Standing
from models.priorities import (
    BETTER,
    ELSEWHERE,
    WORSE,
    Certainty,
    certainties,
    children_in_gap,
    distances,
    priorities,
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
    *,
    one_of_each: bool = False,
) -> list[GapRecord]:
    """The gaps in each indicator's latest period, or in the one that ends in `year`; of `indicators` (ids) alone.

    `side` keeps the `worse` or the `better` ones; `one_of_each` those that stand on the page's lists. Places, and what
    chance leaves, are those of the whole list.
    """
    found = assess(snapshot, area, group, year)
    old, chosen = stale_places(found), found.standing.slice.which.tolist()
    sides = {name: np.where(old, ELSEWHERE, certainties(found, name)) for name in SIDES}
    shown = leading(found) if one_of_each else None
    kept = [
        (place, at)
        for place, at in enumerate(worst_first(found, sides, old), 1)
        if (indicators is None or snapshot.indicators.all[chosen[at]].id in indicators)
        and (not side or sides[side][at] != ELSEWHERE)
        and (shown is None or at in shown)
    ]
    return _records(found, sides, old, kept)


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


def leading(found: Assessment) -> frozenset[int]:
    """The places of the indicators on the page's two lists: of those that tell one story the first alone."""
    lists = priorities(found)
    return frozenset(one.at for one in (*lists.worse, *lists.better))


def _counted(found: Assessment, side: str, certainty: Integers) -> Floats:
    # As the lists of a board have it: what is not tested has no children that could be told from chance.
    return np.where(certainty == Certainty.NOT_TESTED, 0.0, np.nan_to_num(children_in_gap(found, side)))


def _records(
    found: Assessment, sides: dict[str, Integers], old: Flags, kept: Sequence[tuple[int, int]]
) -> list[GapRecord]:
    """The records of `kept`: the place on the list, and the place in the standing."""
    standing, snapshot = found.standing, found.standing.snapshot
    area, group = standing.area, standing.group
    children = {name: numbers(children_in_gap(found, name)) for name in SIDES}
    figures = {name: numbers(array) for name, array in _figures(found).items()}
    means = {name: numbers(np.round(array, DECIMALS)) for name, array in _means(standing).items()}
    records: list[GapRecord] = []
    for place, at in kept:
        index, column = int(standing.slice.which[at]), int(standing.slice.columns[at])
        indicator = snapshot.indicators.all[index]
        side = next((name for name in SIDES if sides[name][at] != ELSEWHERE), None)
        behind = standing.gap_points[at] * indicator.sign < 0 or not indicator.sign
        records.append(
            {
                "place": place,
                "indicator": indicator.id,
                "title": indicator.title,
                "topic": indicator.topic,
                "unit": indicator.unit,
                "polarity": str(indicator.polarity),
                "authority": area.name,
                "authority_code": area.code,
                "period": snapshot.periods[index][column].label if column >= 0 else None,
                "value": figures["value"][at],
                "missing_reason": reason_of(standing.reason[at]),
                "numerator": figures["numerator"][at],
                "denominator": figures["denominator"][at],
                "low": figures["low"][at],
                "high": figures["high"][at],
                "comparator": group.name,
                "mean": means["mean"][at],
                "median": means["median"][at],
                "contributing": int(standing.neighbours.contributing[at]),
                "of": len(group.codes),
                "gap_points": means["gap_points"][at],
                "gap_children": figures["gap_children"][at],
                "children": children[WORSE if behind else BETTER][at],
                "comparison": str(standing.comparison[at]),
                "p_value": figures["p_value"][at],
                "adjusted_p_value": figures["adjusted_p_value"][at],
                "beyond_chance": bool(found.certain[at]),
                "side": side,
                "certainty": CERTAINTIES[Certainty(int(sides[side][at]))] if side else None,
                "stale": bool(old[at]),
                "rank": int(standing.rank[at]) or None,
                "ranked": int(standing.ranked[at]),
                "band": str(standing.band[at]) or None,
            }
        )
    return records


def _figures(found: Assessment) -> dict[str, Floats]:
    standing = found.standing
    return {
        "value": standing.value,
        "numerator": standing.numerator,
        "denominator": standing.denominator,
        "low": standing.interval.low,
        "high": standing.interval.high,
        "gap_children": standing.gap_children,
        "p_value": found.p,
        "adjusted_p_value": found.adjusted,
    }


def _means(standing: Standing) -> dict[str, Floats]:
    average = standing.neighbours
    return {"mean": average.mean, "median": average.median, "gap_points": standing.gap_points}
