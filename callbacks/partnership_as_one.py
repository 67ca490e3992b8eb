"""Several authorities taken as one: every figure that can be made of their counts, and where it would stand."""

from collections.abc import Mapping, Sequence

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.store import Slice, Snapshot
from layouts.partnership.facts import CompositeRow, TakenAsOne
from models.arrays import numbers_of
from models.composite import Basis, Composites, CompositeStanding, composite_standing, composites


def taken_as_one(snapshot: Snapshot, areas: Sequence[Area], chosen: Slice, addresses: Mapping[str, str]) -> TakenAsOne:
    """The composite of authorities in a slice's periods: what can be made, worst first, and why the rest cannot."""
    found = composites(snapshot, areas, chosen.which, chosen.columns)
    region = region_beyond(snapshot, areas)
    stands = composite_standing(found, chosen, region)
    there = np.flatnonzero(chosen.columns >= 0).tolist()
    is_made = ~np.isnan(found.value)
    records = {at: found.row(at) for at in there if is_made[at]}
    england, regional = numbers_of(stands.england), numbers_of(stands.region)
    members = [numbers_of(figures) for figures in stands.members.T]
    return TakenAsOne(
        rows=tuple(
            CompositeRow(
                made=records[at],
                address=addresses[records[at].indicator.id],
                value=float(stands.value[at]),
                england=england[at],
                region=regional[at],
                comparison=str(stands.comparison[at]),
                place=int(stands.rank[at] or stands.from_highest[at]),
                of=int(stands.ranked[at]),
                band=str(stands.band[at]),
                members=tuple([(area, figures[at]) for area, figures in zip(found.members, members, strict=True)]),
            )
            for at in stands.worst_first
        ),
        sums=tuple(record for record in records.values() if record.value is not None and record.basis is Basis.ADDED),
        refused=tuple(_refused(found, at) for at in there if not is_made[at]),
        region=region.name if region else "",
        old=_old(stands),
    )


def region_beyond(snapshot: Snapshot, areas: Sequence[Area]) -> Area | None:
    """The region that all are in, where others are in it too: a region is not compared with itself."""
    regions = {area.region for area in areas}
    code = regions.pop()
    if regions or not code:
        return None
    in_region = {area.code for area in snapshot.authorities.current if area.region == code}
    return snapshot.authorities.by_code(code) if in_region - {area.code for area in areas} else None


def _refused(found: Composites, at: int) -> tuple[Indicator, str, str]:
    """What could not be made: the kind of reason, and the sentence."""
    kind = "no counts" if found.basis[at] == Basis.REFUSED else "withheld"
    return found.snapshot.indicators.all[found.which[at]], kind, found.sentence(at)


def _old(stands: CompositeStanding) -> int:
    made = ~np.isnan(stands.value) & (stands.found.basis != Basis.ADDED)
    return int(np.count_nonzero(made & stands.old))
