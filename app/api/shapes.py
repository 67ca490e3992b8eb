"""What the records of published figures are, member by member. What each member means is in `meanings.py`."""

from typing import Literal, TypedDict

Band = Literal["A", "B", "C", "D"]
Comparison = Literal["better", "similar", "worse", "not tested"]
PolarityWords = Literal["higher is better", "lower is better", "neutral"]


class AuthorityRecord(TypedDict):
    """An authority, a region or England, by its names and codes."""

    code: str
    name: str
    kind: Literal["authority", "region", "country"]
    type: str | None
    region: str | None
    ons_code: str
    ons_codes: list[str]
    opened: str | None
    closed: str | None
    predecessors: list[str]
    successors: list[str]


class IndicatorRecord(TypedDict):
    """What is measured: one definition."""

    indicator: str
    title: str
    topic: str
    cohort: str | None
    unit: str
    polarity: PolarityWords
    decimals: int
    period: str
    made: str
    source_code: str
    link: str | None


class TableRow(TypedDict):
    """Where one authority stands on one indicator."""

    indicator: str
    title: str
    topic: str
    unit: str
    polarity: PolarityWords
    source_code: str
    period: str | None
    value: float | None
    missing_reason: str | None
    numerator: float | None
    denominator: float | None
    neighbours_mean: float | None
    neighbours_median: float | None
    neighbours_contributing: int | None
    region: float | None
    england: float | None
    rank: int | None
    ranked: int | None
    band: Band | None
    previous_period: str | None
    previous_value: float | None
    change: float | None


class Interval(TypedDict):
    """What the figure may be, chance allowed for."""

    low: float
    high: float
    confidence: float
    method: str


class NeighbourFigures(TypedDict):
    """The group that a figure is compared with, and where its middle is."""

    edition: str
    title: str
    mean: float | None
    median: float | None
    contributing: int
    of: int


class Gap(TypedDict):
    """How far a figure is from its neighbours' mean."""

    points: float | None
    children: float | None


class BenchmarkRecord(TypedDict):
    """One figure with everything that is known of it."""

    indicator: str
    title: str
    unit: str
    authority: str
    authority_code: str
    ons_code: str
    period: str
    value: float | None
    missing_reason: str | None
    numerator: float | None
    denominator: float | None
    period_start: str
    period_end: str
    joint_return: bool
    interval: Interval | None
    neighbours: NeighbourFigures
    region: float | None
    england: float | None
    rank: int | None
    ranked: int | None
    band: Band | None
    previous_period: str | None
    change: float | None
    previous: float | None
    comparison: Comparison
    gap: Gap
    source: str
    release: str
    link: str | None
    notes: list[str]
    snapshot: str


class NeighbourRecord(TypedDict):
    """One neighbour of an authority."""

    position: int
    code: str
    ons_code: str
    name: str
    closeness: str
    distance: float | None
    stability: str | None
