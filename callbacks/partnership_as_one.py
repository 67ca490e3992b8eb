"""Several authorities taken as one: every figure that can be made of their counts, and where it would stand."""

from collections.abc import Mapping, Sequence

import numpy as np

from data.authorities import Area
from data.store import Snapshot
from layouts.partnership.facts import CompositeRow, Refused, TakenAsOne
from models.arrays import Integers, numbers_of
from models.composite import Basis, Composites, CompositeStanding, composite_standing, composites
from models.field import Field


def taken_as_one(field: Field, areas: Sequence[Area], addresses: Mapping[str, str]) -> TakenAsOne:
    """The composite of authorities in a field's periods: what can be made, worst first, and why the rest cannot."""
    found = composites(field, areas)
    region = region_beyond(field.snapshot, areas)
    stands = composite_standing(found, region)
    is_made, order = ~np.isnan(found.value), np.array(stands.worst_first, dtype=np.int64)
    tested = order[stands.signs[order] != 0]
    return TakenAsOne(
        count=len(order),
        comparisons=tuple(stands.comparison[tested].tolist()),
        region=region.name if region else "",
        old=_old(stands),
        make_rows=lambda: _rows(stands, order, addresses),
        make_sums=lambda: tuple(found.records(np.flatnonzero(is_made & (found.basis == Basis.ADDED)))),
        make_refused=lambda: _refused(found, np.flatnonzero((found.columns >= 0) & ~is_made)),
    )


def _rows(stands: CompositeStanding, order: Integers, addresses: Mapping[str, str]) -> tuple[CompositeRow, ...]:
    found = stands.found
    made = found.records(order)
    members = numbers_of(stands.members[order])
    return tuple(
        map(
            CompositeRow,
            made,
            [addresses[one.indicator.id] for one in made],
            stands.value[order].tolist(),
            numbers_of(stands.england[order]),
            numbers_of(stands.region[order]),
            stands.comparison[order].tolist(),
            np.where(stands.rank > 0, stands.rank, stands.from_highest)[order].tolist(),
            stands.ranked[order].tolist(),
            stands.band[order].tolist(),
            [tuple(zip(found.members, figures, strict=True)) for figures in members],
        )
    )


def region_beyond(snapshot: Snapshot, areas: Sequence[Area]) -> Area | None:
    """The region that all are in, where others are in it too: a region is not compared with itself."""
    regions = {area.region for area in areas}
    code = regions.pop()
    if regions or not code:
        return None
    in_region = {area.code for area in snapshot.authorities.current if area.region == code}
    return snapshot.authorities.by_code(code) if in_region - {area.code for area in areas} else None


def _refused(found: Composites, places: Integers) -> tuple[Refused, ...]:
    """What could not be made: the kind of reason, and the sentence."""
    kinds = np.where(found.basis[places] == Basis.REFUSED, "no counts", "withheld").tolist()
    return tuple(zip(found.indicators(places), kinds, found.sentences(places), strict=True))


def _old(stands: CompositeStanding) -> int:
    made = ~np.isnan(stands.value) & (stands.found.basis != Basis.ADDED)
    return int(np.count_nonzero(made & stands.old))
