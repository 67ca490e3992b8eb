"""What a pack is made from: the facts of the Board page, the course of each exception, and what was asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.missing import Missing
from layouts.board.facts import Facts
from layouts.partnership.facts import Facts as Partnership
from models.scorecard.rows import Row

EXCEPTIONS, STRENGTHS, FURTHER, ACTIONS, SHARED, RULES, LEFT = (
    "exceptions", "strengths", "further", "actions", "partnership", "rules", "left",
)  # fmt: skip
SECTIONS: Mapping[str, str] = {
    EXCEPTIONS: "What needs a look",
    STRENGTHS: "Strengths",
    FURTHER: "Further exceptions",
    ACTIONS: "Actions and recommendations",
    SHARED: "What the partnership shares",
    RULES: "How the list is made",
    LEFT: "On neither list",
}
USUAL = (EXCEPTIONS, STRENGTHS, ACTIONS, RULES)
"""The sections of a pack that nobody has chosen sections for: what a board reads in one meeting."""


@dataclass(frozen=True)
class Course:
    """A published figure over its last periods, oldest first, beside its comparators; None where there is none.

    `reasons` are why the authority has no figure in a period, PRESENT where it has; `contributing` is how many
    neighbours are in each mean.
    """

    labels: tuple[str, ...]
    us: tuple[float | None, ...]
    reasons: tuple[Missing, ...]
    neighbours: tuple[float | None, ...]
    contributing: tuple[int, ...]
    region: tuple[float | None, ...]
    england: tuple[float | None, ...]


@dataclass(frozen=True)
class Months:
    """A row of a local return over its last months, oldest first, in the row's unit; `target` where it has a line."""

    row: Row
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    target: float | None


@dataclass(frozen=True)
class PackFacts:
    """All of it. `courses` and `months` are by key; `sections` are in their order, `most` exceptions are shown whole.

    `address` makes the pack again, `origin` is where the portal is (`https://alongside.example`).
    `partnership` is there where its section is asked for.
    """

    board: Facts
    courses: Mapping[str, Course]
    months: Mapping[str, Months]
    sections: tuple[str, ...]
    most: int
    as_of: datetime
    address: str
    origin: str
    region: str
    comparators: str
    partnership: Partnership | None = None
