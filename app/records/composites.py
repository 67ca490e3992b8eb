"""Several authorities taken as one, from the sums of their counts; as the page `/partnership` shows it."""

from collections.abc import Collection, Sequence
from typing import Annotated, TypedDict

import numpy as np
from msgspec import Meta

from app.records.plain import number, tidy
from callbacks.partnership_as_one import region_beyond
from data.authorities import Area
from data.store import Snapshot
from models.composite import Basis, Composite, CompositeStanding, composite_standing, composites
from models.field import Field

BASES = {
    Basis.REFUSED: "refused",
    Basis.POOLED: "sum of numerators over sum of denominators",
    Basis.ADDED: "sum",
    Basis.WEIGHTED: "rates weighted by children aged 0 to 17",
}


class CompositeRecord(TypedDict):
    """One indicator of several authorities taken as one. `value` is rounded as the source publishes, `exact` is not.

    None where it cannot be made of counts or too much of it is missing, and `sentence` says why; `missing` names who is
    not in it. `place` counts from the best among the `of` authorities with this one in its members' place; from the
    highest where neither direction is better. `comparison` is with England. `stale` figures are too old to count.
    """

    indicator: str
    title: str
    topic: str
    unit: str
    period: str
    authorities: Annotated[list[str], Meta(description="Who is taken as one.")]
    value: float | None
    exact: float | None
    numerator: float | None
    denominator: float | None
    low: float | None
    high: float | None
    method: str | None
    basis: str
    contributing: Annotated[list[str], Meta(description="Whose figures are in it, by name.")]
    missing: Annotated[list[str], Meta(description="Who is not in it, each with the reason.")]
    sentence: str
    england: float | None
    region: float | None
    comparison: Annotated[str, Meta(description="Beside England, by test where counts allow.")]
    place: Annotated[
        int | None,
        Meta(description="The place that it would have, from the best or the highest."),
    ]
    of: Annotated[int, Meta(description="Among how many authorities the place is.")]
    band: str | None
    stale: Annotated[bool, Meta(description="Whether the figure is too old to count.")]
    member_values: list[float | None]


def composite_records(
    snapshot: Snapshot, areas: Sequence[Area], year: int | None = None, indicators: Collection[str] | None = None
) -> list[CompositeRecord]:
    """Every indicator that has a period, in the snapshot's order; of `indicators` (ids) alone where they are given.

    Raises PortalError for fewer than two authorities, and for one beside its own successor.
    """
    asked = [at for at, one in enumerate(snapshot.indicators) if indicators is None or one.id in indicators]
    which = np.array(asked, dtype=np.int64)
    found = composites(Field(snapshot, snapshot.slice_of(which, snapshot.columns_in(year)[which])), areas)
    stands = composite_standing(found, region_beyond(snapshot, found.members))
    return [_record(found.row(at), stands, at) for at in np.flatnonzero(found.columns >= 0).tolist()]


def _record(made: Composite, stands: CompositeStanding, at: int) -> CompositeRecord:
    indicator = made.indicator
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "topic": indicator.topic,
        "unit": indicator.unit,
        "period": made.period.label,
        "authorities": [area.name for area in stands.found.members],
        "value": number(stands.value[at]),
        "exact": tidy(made.value),
        "numerator": made.numerator,
        "denominator": made.denominator,
        "low": made.low,
        "high": made.high,
        "method": made.method if made.low is not None else None,
        "basis": BASES[made.basis],
        "contributing": [area.name for area in made.contributing],
        "missing": [f"{area.name}: {why}" for area, why in made.missing],
        "sentence": made.sentence,
        "england": number(stands.england[at]),
        "region": number(stands.region[at]),
        "comparison": str(stands.comparison[at]),
        "place": int(stands.rank[at] or stands.from_highest[at]) or None,
        "of": int(stands.ranked[at]),
        "band": str(stands.band[at]) or None,
        "stale": bool(stands.old[at]),
        "member_values": [number(value) for value in stands.members[at].tolist()],
    }
