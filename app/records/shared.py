"""What several authorities have on their lists together, as the page `/partnership` shows it."""

from math import isnan
from typing import Annotated, TypedDict

from msgspec import Meta

from layouts.board.reasons import CERTAINTIES
from layouts.partnership.facts import Facts, Row
from models.priorities import BETTER, WORSE


class SharedRecord(TypedDict):
    """One indicator that is on the lists of two authorities or more; by the portal's own rules, each told once.

    `side` is `worse` for a problem and `better` for a strength. `children` are those in the gaps of all who have it
    together, of the `counted` with counts. `well` does it well; `stands_for` are indicators alike that go with it.
    """

    place: int
    side: Annotated[str, Meta(description="A shared problem (`worse`) or a shared strength (`better`).")]
    indicator: str
    title: str
    topic: str
    unit: str
    authorities: Annotated[list[str], Meta(description="Who has it on their lists.")]
    authority_codes: list[str]
    certainty: str
    children: Annotated[float | None, Meta(description="The children in the gaps of all who have it together.")]
    counted: Annotated[int, Meta(description="How many of them have counts of children.")]
    well: list[str]
    stands_for: list[str]


class SharedFigureRecord(TypedDict):
    """One authority's figure on an indicator that is shared: whether it is on its list, and whom it could ring."""

    place: int
    side: Annotated[str, Meta(description="A shared problem (`worse`) or a shared strength (`better`).")]
    indicator: str
    authority: str
    authority_code: str
    on_list: bool
    period: str
    value: float | None
    missing_reason: str | None
    neighbours_mean: float | None
    gap_points: float | None
    comparison: str
    band: str | None
    ring: str | None
    ring_value: float | None


class AloneRecord(TypedDict):
    """What is on the list of one authority only, in its list's order, which has `listed_in_all` entries."""

    authority: str
    authority_code: str
    place: int
    indicator: str
    title: str
    topic: str
    unit: str
    period: str | None
    value: float | None
    gap_points: float | None
    children: Annotated[float | None, Meta(description="Children between the figure and the neighbours' mean.")]
    certainty: str
    listed_in_all: int


def alone_records(facts: Facts) -> list[AloneRecord]:
    """What each authority has on its list that nobody else has."""
    return [
        {
            "authority": one.area.name,
            "authority_code": one.area.code,
            "place": place,
            "indicator": row.indicator.id,
            "title": row.indicator.title,
            "topic": row.indicator.topic,
            "unit": row.indicator.unit,
            "period": row.period.label,
            "value": row.value,
            "gap_points": row.gap_points,
            "children": entry.children,
            "certainty": CERTAINTIES[entry.certainty],
            "listed_in_all": one.of,
        }
        for one in facts.alone
        for place, entry in enumerate(one.entries, 1)
        if (row := entry.row)
    ]


def shared_records(facts: Facts, side: str = "") -> list[SharedRecord]:
    """Shared problems in their order, then shared strengths; one side where asked."""
    return [_record(facts, row, place) for place, row in _rows(facts, side)]


def shared_figure_records(facts: Facts, side: str = "") -> list[SharedFigureRecord]:
    """The figures behind each shared problem and strength, an authority a record."""
    return [
        {
            "place": place,
            "side": row.side,
            "indicator": row.indicator.id,
            "authority": area.name,
            "authority_code": area.code,
            "on_list": cell.entry is not None,
            "period": cell.row.period.label,
            "value": cell.row.value,
            "missing_reason": cell.row.reason.words or None,
            "neighbours_mean": cell.row.mean,
            "gap_points": cell.row.gap_points,
            "comparison": cell.row.comparison,
            "band": cell.row.band or None,
            "ring": cell.ring.area.name if cell.ring else None,
            "ring_value": cell.ring.value if cell.ring else None,
        }
        for place, row in _rows(facts, side)
        for area, cell in zip(facts.areas, row.cells, strict=True)
    ]


def _rows(facts: Facts, side: str) -> list[tuple[int, Row]]:
    sides = {WORSE: facts.problems, BETTER: facts.strengths}
    return [(place, row) for name, rows in sides.items() if side in ("", name) for place, row in enumerate(rows, 1)]


def _record(facts: Facts, row: Row, place: int) -> SharedRecord:
    having = [area for area, cell in zip(facts.areas, row.cells, strict=True) if cell.entry]
    children = row.shared.children
    return {
        "place": place,
        "side": row.side,
        "indicator": row.indicator.id,
        "title": row.indicator.title,
        "topic": row.indicator.topic,
        "unit": row.indicator.unit,
        "authorities": [area.name for area in having],
        "authority_codes": [area.code for area in having],
        "certainty": CERTAINTIES[row.shared.certainty],
        "children": None if isnan(children) else children,
        "counted": row.shared.counted,
        "well": [area.name for area in row.well],
        "stands_for": list(row.stands_for),
    }
