"""What can be left out of a comparison: indicators of which there is nothing new, or nothing sure, to say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from layouts.compare.cells import NOT_TESTED, is_unchanged
from models.benchmark import Benchmark


@dataclass(frozen=True)
class Hide:
    """One kind of indicator to leave out: in a word or two, why, and which; `rule` looks at the chosen authority."""

    words: str
    because: str
    rule: Callable[[Benchmark], bool]


HIDES = {
    "unchanged": Hide("unchanged", "unchanged since the period before", is_unchanged),
    "similar": Hide("similar", "similar to the average", lambda row: row.comparison == "similar"),
    "untested": Hide("not tested", "not tested", lambda row: row.comparison == NOT_TESTED),
}


def kinds(hide: str) -> tuple[str, ...]:
    """The kinds that an address leaves out, in one order; words that are no kind are passed over."""
    asked = hide.split(",")
    return tuple(kind for kind in HIDES if kind in asked)


def is_left_out(standing: Benchmark, hide: str) -> bool:
    """Whether an indicator is of a kind that the address leaves out."""
    return any(HIDES[kind].rule(standing) for kind in kinds(hide))


def toggled(hide: str, kind: str) -> str:
    """The part of the address with a kind left out, or shown again."""
    now = kinds(hide)
    return ",".join(other for other in HIDES if (other in now) != (other == kind))


def counted(standings: Sequence[Benchmark]) -> dict[str, int]:
    """How many indicators are of each kind."""
    return {kind: sum(hide.rule(row) for row in standings) for kind, hide in HIDES.items()}
