"""What a part of the benchmark hands on: lines of Markdown, and a verdict on each target that it measures."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Verdict:
    """One target beside what was measured. `least` where more is better; `target` says in words what is asked for."""

    what: str
    target: str
    measured: float
    limit: float
    unit: str = "times"
    least: bool = False

    @property
    def met(self) -> bool:
        """Whether the target is met by the measured figure itself, and not by what rounding makes of it."""
        return self.measured >= self.limit if self.least else self.measured <= self.limit

    @property
    def words(self) -> str:
        """The verdict as it stands in the report."""
        return "met" if self.met else "**not met**"

    @property
    def figure(self) -> str:
        """The measured figure with its unit."""
        shown = f"{self.measured * 100:.0f}%" if self.unit == "%" else f"{spelled(self.measured)} {self.unit}"
        return shown.strip()


@dataclass(frozen=True)
class Measured:
    """What one part found; `figures` are those that the plan past these machines (plan.py) reckons with."""

    lines: list[str] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def record(self) -> dict[str, Any]:
        """The same as JSON holds it."""
        return asdict(self)

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> "Measured":
        """What was kept as JSON."""
        return cls(list(record["lines"]), [Verdict(**each) for each in record["verdicts"]], record["figures"])


def spelled(value: float) -> str:
    """Three digits, as many as a measurement on a shared machine is worth."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def times(ours: Sequence[float], floor: Sequence[float]) -> float:
    """How many times the floor's median ours is."""
    return statistics.median(ours) / statistics.median(floor)


def centile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share (0 to 1) of the values do not exceed: the nearest-rank centile."""
    ordered = sorted(values)
    rank = max(1, -int(-share * len(ordered) // 1))
    return ordered[rank - 1]


def in_turn(repeats: int, *jobs: Callable[[], float]) -> list[list[float]]:
    """What each job measured, one after another and again from the first, so that other work falls on all alike.

    The first turn is thrown away.
    """
    turns = [[job() for job in jobs] for _ in range(repeats + 1)][1:]
    return [list(column) for column in zip(*turns, strict=True)]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table."""
    lines = [list(head), ["---"] * len(head), *map(list, rows)]
    return [f"| {' | '.join(cells)} |" for cells in lines]


def verdict_table(verdicts: Sequence[Verdict]) -> list[str]:
    """Targets, figures and verdicts."""
    rows = [(each.what, each.target, each.figure, each.words) for each in verdicts]
    return table(("what", "target", "measured", "verdict"), rows)
