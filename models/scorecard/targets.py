"""Targets: met, not met, for the year's end, or not to be judged, and why."""

from dataclasses import dataclass
from enum import StrEnum

from data.returns.measures import Kind, Measure
from data.returns.targets import Target, TargetKind

# A target of a monthly count that is so many times the largest month, or more, is a whole year's: 17,000 contacts.
YEARLY_FROM = 4
_ROUNDING = 1e-9
_SIGNS = {TargetKind.BELOW: -1, TargetKind.AT_MOST: -1, TargetKind.ABOVE: 1, TargetKind.AT_LEAST: 1}


class Verdict(StrEnum):
    """How a month's figure stands to its target."""

    MET = "met"
    NOT_MET = "not met"
    FOR_THE_YEAR = "for the year's end"
    NEITHER = "not comparable"
    NO_FIGURE = "no figure"
    NONE = "no target"


@dataclass(frozen=True)
class Judged:
    """A target with its verdict. `sign` is 1 where the target is to be reached from below, -1 from above, 0 neither.

    `why` says why it cannot be judged, or for what it is meant; empty where met or not met says all.
    """

    target: Target
    verdict: Verdict
    sign: int
    why: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether it was met or not."""
        return self.verdict in (Verdict.MET, Verdict.NOT_MET)

    @property
    def line(self) -> float | None:
        """The value at which a chart of single months has its line; None for none, or for one of the whole year."""
        drawn = self.verdict in (Verdict.MET, Verdict.NOT_MET, Verdict.NEITHER, Verdict.NO_FIGURE)
        return self.target.value if drawn and self.target.upper is None else None


def judged(
    target: Target, measure: Measure | None, unit: str, sign: int, value: float | None, largest: float | None
) -> Judged:
    """A month's `value` against its target; `largest` is the largest of the months known, `sign` the polarity.

    `<`, `>` and ranges say themselves which side is wanted; a bare figure is judged by the measure's polarity, and
    where neither direction is better it is not comparable.
    """
    wanted = _SIGNS.get(target.kind, sign if target.kind is TargetKind.VALUE else 0)
    if target.kind is TargetKind.NONE:
        return Judged(target, Verdict.NONE, 0, target.reason)
    if target.kind is TargetKind.WORDS:
        return Judged(target, Verdict.NEITHER, 0, "the target is of no form that is known here")
    if target.kind is TargetKind.REFERENCE or target.value is None:
        return Judged(target, Verdict.NEITHER, 0, "the target is a comparator's figure and not a number")
    if target.unit == "%" and unit != "%":
        return Judged(target, Verdict.NEITHER, 0, "the target is a percentage and the figure is none")
    if why := _why_yearly(target, measure, largest):
        return Judged(target, Verdict.FOR_THE_YEAR, wanted, why)
    if value is None:
        return Judged(target, Verdict.NO_FIGURE, wanted, "there is no figure this month")
    if wanted == 0 and target.kind is not TargetKind.RANGE:
        return Judged(target, Verdict.NEITHER, 0, "neither a higher nor a lower figure is better in itself")
    return Judged(target, Verdict.MET if is_met(target, wanted, value) else Verdict.NOT_MET, wanted)


def is_met(target: Target, sign: int, value: float) -> bool:
    """Whether a value reaches a target that has one; what differs by rounding in binary arithmetic alone is equal."""
    line, upper = target.value or 0.0, target.upper
    if target.kind is TargetKind.RANGE and upper is not None:
        return min(line, upper) - _ROUNDING <= value <= max(line, upper) + _ROUNDING
    if target.kind in (TargetKind.BELOW, TargetKind.ABOVE):
        return (value - line) * sign > _ROUNDING
    return (value - line) * sign >= -_ROUNDING


def _why_yearly(target: Target, measure: Measure | None, largest: float | None) -> str:
    """Why a target is meant for the whole year; empty where it is not."""
    if target.cumulative or (measure is not None and measure.kind is Kind.CUMULATIVE):
        return "the figure counts from April, so its target is for the year's end"
    is_count = measure is not None and measure.kind is Kind.IN_PERIOD and measure.is_count
    if is_count and largest is not None and target.value is not None and target.value >= YEARLY_FROM * largest > 0:
        return "no month comes near the target, so it is read as the whole year's"
    return ""
