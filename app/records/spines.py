"""Every indicator's spread beside one authority's figure: what the spine charts of its page are drawn from."""

from collections.abc import Collection
from typing import Annotated, TypedDict

from msgspec import Meta

from app.records.plain import tidy
from data.authorities import Area
from data.store import Snapshot
from models.benchmark import Group, standing
from models.spine import Centre, Extreme, SpineRow, spine_rows


class SpineRecord(TypedDict):
    """One indicator over the authorities that have a figure, and where one of them stands on its scale.

    `worst` and `best` are the lowest and the highest where neither direction is better, and `worst_at` and `best_at`
    name who has them. Places are from -1, the worse end, over 0, the centre, to 1, the better end; figures that are far
    out lie beyond. None where there is no scale, and `undrawn` says why. `verdict` compares with the centre.
    """

    indicator: str
    title: str
    topic: str
    unit: str
    period: str
    centre: str
    value: float | None
    missing_reason: str | None
    authorities: Annotated[int, Meta(description="How many authorities have a figure.")]
    worst: float | None
    worst_at: list[str]
    first_quartile: float | None
    third_quartile: float | None
    best: float | None
    best_at: list[str]
    neighbours_mean: float | None
    region: float | None
    england: float | None
    verdict: Annotated[str, Meta(description="Beside what stands in the centre, by test where counts allow.")]
    undrawn: str | None
    place: Annotated[float | None, Meta(description="The authority's place on the scale.")]
    neighbours_place: float | None
    region_place: float | None
    england_place: float | None


def spine_records(
    snapshot: Snapshot,
    area: Area,
    group: Group,
    centre: Centre,
    year: int | None = None,
    indicators: Collection[str] | None = None,
) -> list[SpineRecord]:
    """Every indicator that has a period, in the snapshot's order; of `indicators` (ids) alone."""
    places = [at for at, one in enumerate(snapshot.indicators) if indicators is None or one.id in indicators]
    return [_record(row) for row in spine_rows(standing(snapshot, area, group, year), centre, places)]


def _record(row: SpineRow) -> SpineRecord:
    found = row.standing
    return {
        "indicator": found.indicator.id,
        "title": found.indicator.title,
        "topic": found.indicator.topic,
        "unit": found.indicator.unit,
        "period": found.period.label,
        "centre": str(row.centre),
        "value": found.value,
        "missing_reason": found.reason.words or None,
        "authorities": row.authorities,
        "worst": row.worst.value if row.worst else None,
        "worst_at": _holders(row.worst),
        "first_quartile": tidy(row.quartiles[0]) if row.quartiles else None,
        "third_quartile": tidy(row.quartiles[1]) if row.quartiles else None,
        "best": row.best.value if row.best else None,
        "best_at": _holders(row.best),
        "neighbours_mean": tidy(found.mean),
        "region": found.region,
        "england": found.england,
        "verdict": row.verdict,
        "undrawn": str(row.undrawn) or None,
        "place": row.us,
        "neighbours_place": row.neighbours,
        "region_place": row.region,
        "england_place": row.england,
    }


def _holders(extreme: Extreme | None) -> list[str]:
    return [area.name for area in extreme.holders] if extreme else []
