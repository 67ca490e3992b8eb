"""What is said about a composite authority's figure: whose counts are in it, who is missing, why it is withheld."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.missing import Missing
from models.composite.members import ADDED, POOLED, REFUSED, Basis, Part


@dataclass(frozen=True)
class Brought:
    """What the members bring to a composite: each with its part and the publisher's reason."""

    found: tuple[tuple[Area, Part, Missing], ...]

    @cached_property
    def contributing(self) -> tuple[Area, ...]:
        """Those whose figures are in it."""
        return tuple([area for area, part, _ in self.found if part <= Part.COUNTED_WITH])

    @cached_property
    def missing(self) -> tuple[tuple[Area, str], ...]:
        """The others, each with why."""
        return tuple([(area, part.words(reason)) for area, part, reason in self.found if part > Part.COUNTED_WITH])

    @cached_property
    def named(self) -> str:
        """The names of those whose figures are in it."""
        return names(self.contributing)

    @cached_property
    def left_out(self) -> str:
        """The names of the others, each with why; empty where nobody is left out."""
        return listed([f"{area.name} ({why})" for area, why in self.missing])

    @cached_property
    def counted_with(self) -> str:
        """The names of those whose figures are in a joint return that another brings; empty where there is none."""
        joint = [area for area, part, _ in self.found if part is Part.COUNTED_WITH]
        return names(joint) if joint else ""


def names(areas: Sequence[Area]) -> str:
    """The areas' names as a sentence lists them; a comma before the last where a name has an `and` of its own."""
    *first, last = [area.name for area in areas] or [""]
    comma = "," if any(" and " in name for name in (*first, last)) else ""
    return f"{', '.join(first)}{comma} and {last}" if first else last


def listed(texts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)


def sentence(
    indicator: Indicator,
    basis: Basis,
    brought: Brought,
    numerator: float,
    denominator: float,
    is_withheld: bool,
    missing_share: float,
) -> str:
    """How a composite figure was made, or, where it `is_withheld`, why; in one sentence or a few.

    The counts are NaN where there are none.
    """
    if basis is REFUSED:
        return refusal(indicator)
    if is_withheld:
        return _withheld(basis, brought, missing_share)
    if basis is ADDED:
        made = f"The sum of the figures of {brought.named}."
    elif basis is POOLED:
        times = f"{indicator.per:,} × " if indicator.per > 1 else ""
        sum_over_sum = f"{times}{_count(numerator)} ÷ {_count(denominator)}"
        made = f"Pooled from the counts of {brought.named}: {sum_over_sum}."
    else:
        made = (
            f"The published rates of {brought.named}, weighted by their {_count(denominator)} children aged 0 to 17; "
            "the counts behind them are not published, so there is no interval."
        )
    if brought.counted_with:
        made += f" {brought.counted_with} made a joint return with another member, which is counted once."
    if brought.missing:
        made += f" Left out: {brought.left_out}, {_percent(missing_share)} of the whole."
    return made


def refusal(indicator: Indicator) -> str:
    """Why figures of its kind cannot be put together."""
    if indicator.unit == "%":
        return "Only percentages are published here, not the counts behind them, and percentages cannot be averaged."
    return f"No counts are published behind this figure ({indicator.unit}), so it cannot be put together."


def _withheld(basis: Basis, brought: Brought, missing_share: float) -> str:
    if not brought.missing:
        return "None of the members had anybody whom this indicator counts."
    if not brought.contributing:
        return f"No figure can be made for this period: {brought.left_out}."
    if basis is ADDED:
        return f"Withheld, because a sum would lack a part of the whole: {brought.left_out}."
    size = "of a size that is not known" if np.isnan(missing_share) else f"{_percent(missing_share)} of the whole"
    return f"Withheld, because too much is missing: {brought.left_out}, {size}."


def _count(number: float) -> str:
    return f"{number:,.12g}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
