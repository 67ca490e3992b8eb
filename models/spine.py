"""The spine chart: every indicator on a scale of its own, a comparator in the middle and the better side at the right.

Entry: `spine_rows(standing)` gives one SpineRow for each indicator of a standing that has a period, in its order, or
for the `places` that are asked for. `layouts.charts.spine` draws them: `spine_table(rows, selection, caption)`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.authorities import Area
from data.missing import Missing
from models.arrays import Flags, Floats, Integers, Signs, Words, numbers_of
from models.bands import MINIMUM_AUTHORITIES
from models.benchmark import Benchmark, Standing
from models.comparison import comparisons
from models.extents import Extents, extents_of

NOT_TESTED = "not tested"


class Centre(StrEnum):
    """What stands in the middle of every scale, and what the comparison word compares with."""

    NEIGHBOURS = "neighbours"
    ENGLAND = "england"


class Undrawn(StrEnum):
    """Why a row has no bars; empty where it has."""

    DRAWN = ""
    TOTAL = "total"
    FEW = "few"
    NO_CENTRE = "no centre"
    NO_SPREAD = "no spread"


@dataclass(frozen=True)
class Spines:
    """The scales of k indicators; arrays are (k,) but `edges`, the three quartiles (k, 3). NaN where there is none.

    `reach` is how far the scale goes to either side of `centre`, in the indicator's unit. `direction` is -1 where lower
    is better, so that better is at the right, else 1. `authorities` counts those with a figure. `undrawn` are words of
    Undrawn.
    """

    centre: Floats
    reach: Floats
    direction: Signs
    lowest: Floats
    highest: Floats
    edges: Floats
    authorities: Integers
    undrawn: Words

    def places(self, values: Floats) -> Floats:
        """Values (k,), or rows of them (n, k), as places: 0 at the centre, 1 at the better end and -1 at the worse.

        Further out beyond them.
        """
        away: Floats = (values - self.centre) * self.direction
        drawn: Flags = self.undrawn == Undrawn.DRAWN
        return np.asarray(np.divide(away, self.reach, out=np.full(away.shape, np.nan), where=drawn))


def spines(values: Floats, centre: Floats, beside: Floats, signs: Signs, totals: Flags) -> Spines:
    """The scale of each of k indicators over m authorities.

    `values` (k, m) is NaN where missing or not open, `centre` (k,) the figure in the middle, `beside` (k, c) further
    figures that must find room. The scale reaches to both sides as far as the further of the lowest and the highest
    authority is from the centre, so that the longer tail fills its side (as in Fingertips, OHID). Authorities that are
    far out (beyond three times the middle half) do not stretch it, unless there is nothing else to draw. No scale for a
    total, for fewer than MINIMUM_AUTHORITIES figures, without a centre, or where all figures are the same.
    """
    return spines_on(extents_of(values), centre, beside, signs, totals)


def spines_on(extents: Extents, centre: Floats, beside: Floats, signs: Signs, totals: Flags) -> Spines:
    """The same where it is known already how far the figures go."""
    reach = _reach(centre, np.column_stack([extents.inner_lowest, extents.inner_highest, beside]))
    reach = np.where(reach > 0, reach, _reach(centre, np.column_stack([extents.lowest, extents.highest])))
    conditions = [totals, extents.authorities < MINIMUM_AUTHORITIES, np.isnan(centre), ~(reach > 0)]
    reasons = [Undrawn.TOTAL, Undrawn.FEW, Undrawn.NO_CENTRE, Undrawn.NO_SPREAD]
    undrawn = np.select(conditions, [str(reason) for reason in reasons], default=str(Undrawn.DRAWN))
    direction = np.where(signs < 0, -1, 1).astype(np.int8)
    return Spines(
        centre, reach, direction, extents.lowest, extents.highest, extents.edges, extents.authorities, undrawn
    )


@dataclass(frozen=True)
class Extreme:
    """One end of an indicator's spread: the figure, who has it, and its place on the scale (None without a scale)."""

    value: float
    holders: tuple[Area, ...]
    place: float | None


@dataclass(frozen=True)
class SpineRow:
    """One indicator: the figures beside each other, and where each stands on the row's scale.

    `standing` is the authority's own record. `worst` and `best` are the lowest and the highest where neither direction
    is better; None where nobody has a figure. `quartiles` are the first and the third in the indicator's unit and
    `middle` their places, left to right. Places are None where there is no scale or no figure; those beyond -1 and 1
    are off the scale. `verdict` compares with the centre.
    """

    standing: Benchmark
    centre: Centre
    undrawn: Undrawn
    verdict: str
    authorities: int
    worst: Extreme | None
    best: Extreme | None
    quartiles: tuple[float, float] | None
    middle: tuple[float, float] | None
    interval: tuple[float, float] | None
    us: float | None
    neighbours: float | None
    region: float | None
    england: float | None
    region_area: Area | None
    region_reason: Missing
    england_reason: Missing


def spine_rows(
    standing: Standing, centre: Centre = Centre.NEIGHBOURS, places: Sequence[int] | None = None
) -> tuple[SpineRow, ...]:
    """The rows of a spine chart: of `places` in the standing those that have a period, in their order; all for None."""
    snapshot, chosen = standing.snapshot, standing.slice
    wanted = np.arange(len(chosen.columns)) if places is None else np.array(places, dtype=np.int64)
    at = wanted[chosen.columns[wanted] >= 0]
    found = _spines_at(standing, centre, at)
    verdicts = standing.comparison if centre is Centre.NEIGHBOURS else _against_england(standing)
    region = snapshot.authorities.by_code(standing.area.region) if standing.area.region else None
    columns = zip(
        standing.records(at.tolist()),
        _spots(standing, found, at),
        *_extremes(standing, found, at),
        found.edges[:, [0, 2]].tolist(),
        found.undrawn.tolist(),
        found.authorities.tolist(),
        verdicts[at].tolist(),
        _reasons(standing, at, region),
        _reasons(standing, at, snapshot.authorities.england),
        strict=True,
    )
    return tuple(
        [
            SpineRow(
                standing=record,
                centre=centre,
                undrawn=Undrawn(undrawn),
                verdict=verdict,
                authorities=authorities,
                worst=worst,
                best=best,
                quartiles=None if worst is None else (quartiles[0], quartiles[1]),
                middle=_left_to_right(spots["first"], spots["third"]),
                interval=_left_to_right(spots["low"], spots["high"]),
                us=spots["us"],
                neighbours=spots["neighbours"],
                region=spots["region"],
                england=spots["england"],
                region_area=region,
                region_reason=of_region,
                england_reason=of_england,
            )
            for record, spots, worst, best, quartiles, undrawn, authorities, verdict, of_region, of_england in columns
        ]
    )


def _spines_at(standing: Standing, centre: Centre, at: Integers) -> Spines:
    """The scales of the indicators at places in a standing."""
    traits = standing.field.traits
    neighbours, region, england = (one[at] for one in (standing.neighbours.mean, standing.region, standing.england))
    middle = neighbours if centre is Centre.NEIGHBOURS else england
    beside = np.column_stack([neighbours, region, england])
    return spines_on(standing.field.extents.of(at), middle, beside, traits.signs[at], traits.totals[at])


def _spots(standing: Standing, found: Spines, at: Integers) -> Iterator[dict[str, float | None]]:
    """Where each figure of a row stands on its scale, by name, of the rows at places in the standing."""
    figures = {
        "us": standing.value,
        "neighbours": standing.neighbours.mean,
        "region": standing.region,
        "england": standing.england,
        "low": standing.interval.low,
        "high": standing.interval.high,
    }
    edges = {"first": found.edges[:, 0], "third": found.edges[:, 2]}
    spots = found.places(np.array([*(one[at] for one in figures.values()), *edges.values()]))
    return (dict(zip((*figures, *edges), row, strict=True)) for row in numbers_of(spots.T))


def _extremes(standing: Standing, found: Spines, at: Integers) -> tuple[list[Extreme | None], list[Extreme | None]]:
    """The worst and the best of each row: the lowest and the highest, or the other way round."""
    chosen, is_reversed = standing.slice, found.direction < 0
    counting = np.where(chosen.existed[at], chosen.values[at], np.nan)
    worst, best = (
        np.where(is_reversed, *ends) for ends in ((found.highest, found.lowest), (found.lowest, found.highest))
    )
    first, second = (_ends(standing, counting, ends, found.places(ends)) for ends in (worst, best))
    return first, second


def _ends(standing: Standing, counting: Floats, values: Floats, spots: Floats) -> list[Extreme | None]:
    """One end of each row's spread, with all who have it; None where nobody has a figure."""
    areas, holders = standing.snapshot.areas, [list[Area]() for _ in values]
    for row, area in np.argwhere(counting == values[:, None]).tolist():
        holders[row].append(areas[area])
    figures = zip(numbers_of(values), holders, numbers_of(spots), strict=True)
    return [None if value is None else Extreme(value, tuple(who), spot) for value, who, spot in figures]


def _reasons(standing: Standing, at: Integers, area: Area | None) -> list[Missing]:
    """Why an area has no figure in each row."""
    if area is None:
        return [Missing.NOT_APPLICABLE] * len(at)
    reasons = standing.slice.reasons[at, standing.snapshot.area_position[area.code]]
    return [Missing(reason) for reason in reasons.tolist()]


def _reach(centre: Floats, figures: Floats) -> Floats:
    """How far the furthest of the figures (k, c) is from the centre (k,); 0 where there is none."""
    away = np.abs(figures - centre[:, None])
    return np.asarray(np.where(np.isnan(away), 0.0, away).max(axis=1, initial=0.0))


def _against_england(standing: Standing) -> Words:
    words = comparisons(standing.tested, standing.england, standing.signs)
    return np.where(np.isnan(standing.value), NOT_TESTED, words)


def _left_to_right(first: float | None, second: float | None) -> tuple[float, float] | None:
    return None if first is None or second is None else (min(first, second), max(first, second))
