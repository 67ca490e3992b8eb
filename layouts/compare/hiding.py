"""What can be left out of a comparison: indicators of which there is nothing new, or nothing sure, to say."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from layouts.compare.cells import NOT_TESTED, is_unchanged
from models.benchmark import Benchmark

Kinds: TypeAlias = tuple[str, ...]
"""Words for what can be left out, in the order of HIDES."""


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


@lru_cache(64)
def kinds(hide: str) -> Kinds:
    """The kinds that an address leaves out, in one order; words that are no kind are passed over."""
    asked = hide.split(",")
    return tuple(kind for kind in HIDES if kind in asked)


def kinds_of(standing: Benchmark) -> Kinds:
    """The kinds that an indicator is of."""
    return tuple([kind for kind, hide in HIDES.items() if hide.rule(standing)])


def is_left_out(of: Iterable[str], hide: str) -> bool:
    """Whether an indicator of some kinds is left out by the address."""
    return any(kind in kinds(hide) for kind in of)


def toggled(hide: str, kind: str) -> str:
    """The part of the address with a kind left out, or shown again."""
    now = kinds(hide)
    return ",".join(other for other in HIDES if (other in now) != (other == kind))


def counted(counts: Mapping[Kinds, int]) -> dict[str, int]:
    """How many indicators are of each kind; `counts` are those of the same kinds."""
    return {kind: sum(count for of, count in counts.items() if kind in of) for kind in HIDES}
