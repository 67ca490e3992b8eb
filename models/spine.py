"""The spine chart: every indicator on a scale of its own, a comparator in the middle and the better side at the right.

Entry: `spine_rows(standing)` gives one SpineRow for each indicator of a standing that has a period, in its order, or
for the `places` that are asked for. `layouts.charts.spine` draws them: `spine_table(rows, selection, caption)`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.authorities import Area
from data.missing import Missing
from models.arrays import Flags, Floats, Integers, Signs, Words
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
        """Values (k,) as places: 0 at the centre, 1 at the better end and -1 at the worse, further out beyond them."""
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
    found = standing_spines(standing, centre)
    at = {
        name: found.places(values)
        for name, values in {
            "us": standing.value,
            "neighbours": standing.neighbours.mean,
            "region": standing.region,
            "england": standing.england,
            "low": standing.interval.low,
            "high": standing.interval.high,
            "first": found.edges[:, 0],
            "third": found.edges[:, 2],
            "lowest": found.lowest,
            "highest": found.highest,
        }.items()
    }
    verdicts = standing.comparison if centre is Centre.NEIGHBOURS else _against_england(standing)
    wanted = range(len(standing.value)) if places is None else places
    columns = standing.slice.columns
    return tuple(_row(standing, found, at, verdicts, centre, place) for place in wanted if columns[place] >= 0)


def standing_spines(standing: Standing, centre: Centre) -> Spines:
    """The scales of all indicators of a standing."""
    traits = standing.field.traits
    middle = standing.neighbours.mean if centre is Centre.NEIGHBOURS else standing.england
    beside = np.column_stack([standing.neighbours.mean, standing.region, standing.england])
    return spines_on(standing.field.extents, middle, beside, traits.signs, traits.totals)


def _row(
    standing: Standing,
    found: Spines,
    at: dict[str, Floats],
    verdicts: Words,
    centre: Centre,
    place: int,
) -> SpineRow:
    snapshot, area = standing.snapshot, standing.area
    spots = {name: _number(values[place]) for name, values in at.items()}
    counting = np.where(standing.slice.existed[place], standing.slice.values[place], np.nan)
    low = _extreme(standing, counting, float(found.lowest[place]), spots["lowest"])
    high = _extreme(standing, counting, float(found.highest[place]), spots["highest"])
    is_reversed = found.direction[place] < 0
    region = snapshot.authorities.by_code(area.region) if area.region else None
    reasons = standing.slice.reasons[place]
    return SpineRow(
        standing=standing.row(place),
        centre=centre,
        undrawn=Undrawn(str(found.undrawn[place])),
        verdict=str(verdicts[place]),
        authorities=int(found.authorities[place]),
        worst=high if is_reversed else low,
        best=low if is_reversed else high,
        quartiles=None if low is None else (float(found.edges[place, 0]), float(found.edges[place, 2])),
        middle=_left_to_right(spots["first"], spots["third"]),
        interval=_left_to_right(spots["low"], spots["high"]),
        us=spots["us"],
        neighbours=spots["neighbours"],
        region=spots["region"],
        england=spots["england"],
        region_area=region,
        region_reason=Missing(int(reasons[snapshot.area_position[region.code]])) if region else Missing.NOT_APPLICABLE,
        england_reason=Missing(int(reasons[snapshot.area_position[snapshot.authorities.england.code]])),
    )


def _reach(centre: Floats, figures: Floats) -> Floats:
    """How far the furthest of the figures (k, c) is from the centre (k,); 0 where there is none."""
    away = np.abs(figures - centre[:, None])
    return np.asarray(np.where(np.isnan(away), 0.0, away).max(axis=1, initial=0.0))


def _against_england(standing: Standing) -> Words:
    words = comparisons(standing.tested, standing.england, standing.signs)
    return np.where(np.isnan(standing.value), NOT_TESTED, words)


def _extreme(standing: Standing, values: Floats, value: float, place: float | None) -> Extreme | None:
    if np.isnan(value):
        return None
    return Extreme(value, tuple(standing.snapshot.areas[at] for at in np.flatnonzero(values == value)), place)


def _left_to_right(first: float | None, second: float | None) -> tuple[float, float] | None:
    return None if first is None or second is None else (min(first, second), max(first, second))


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
