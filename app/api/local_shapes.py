"""What the records of boards and checks are, member by member. What each member means is in `meanings.py`."""

from typing import Literal, TypedDict


class ExceptionRecord(TypedDict):
    """One entry of a board's list: an exception or a strength."""

    place: int
    side: Literal["worse", "better"]
    key: str
    title: str
    topic: str
    unit: str
    period: str
    value: float | None
    missing_reason: str | None
    numerator: float | None
    denominator: float | None
    neighbours_mean: float | None
    neighbours_contributing: int | None
    gap_points: float | None
    children: float | None
    certainty: str
    rules: str
    pinned: bool
    why: str
    who_to_ring: str | None
    target: str | None
    stands_for: str
    source: str


class LeftRecord(TypedDict):
    """An indicator that is on neither list of a board, and why."""

    title: str
    topic: str
    period: str
    figure: str
    why: str


class FindingRecord(TypedDict):
    """What the check met in a return, where, and what to do about it."""

    row: int | None
    column: str
    severity: Literal["error", "warning", "note"]
    kind: str
    stated: str
    expected: str
    source: str
    message: str
    indicator: str
    sheet: str


class Understood(TypedDict):
    """What a statement was understood to say."""

    indicator: str
    title: str
    unit: str
    cohort: str | None
    authority: str | None
    period: str | None
    period_assumed: bool
    sure: str
    score: float
    decided_by: list[str]
    said_in: str
    opposite: bool
    others: list[str]
    words: str
    notes: list[str]


class Part(TypedDict):
    """One part of a statement, held against what is published."""

    part: str
    kind: str
    of: str
    text: str
    stated: float | str | None
    stated_text: str
    found: float | str | None
    found_text: str | None
    verdict: Literal["right", "wrong", "not found"]
    notes: list[str]
    indicator: str
    period: str | None
    source: str
    release: str | None


class Unread(TypedDict):
    """What was not understood."""

    text: str
    why: str
    candidates: list[str]


class ClaimAnswer(TypedDict):
    """A statement compared with what is published."""

    understood: Understood | None
    parts: list[Part]
    statements: list[Understood]
    not_understood: list[Unread]
    left_aside: list[str]
