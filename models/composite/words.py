"""What is said about a composite authority's figure: whose counts are in it, who is missing, why it is withheld."""

from collections.abc import Sequence

import numpy as np

from data.authorities import Area
from data.indicators import Indicator
from data.missing import Missing
from models.composite.members import Basis, Part

Found = Sequence[tuple[Area, Part, Missing]]


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
    found: Found,
    *,
    numerator: float,
    denominator: float,
    given: bool,
    missing_share: float,
) -> str:
    """How a composite figure was made, or, where none is `given`, why; in one sentence or a few.

    `found` has each member with what it brings. The counts are NaN where there are none.
    """
    if basis is Basis.REFUSED:
        return _refusal(indicator)
    contributing = names([area for area, part, _ in found if part <= Part.COUNTED_WITH])
    left_out = [f"{area.name} ({part.words(reason)})" for area, part, reason in found if part > Part.COUNTED_WITH]
    if not given:
        return _withheld(basis, contributing, left_out, missing_share)
    if basis is Basis.ADDED:
        made = f"The sum of the figures of {contributing}."
    elif basis is Basis.POOLED:
        times = f"{indicator.per:,} × " if indicator.per > 1 else ""
        sum_over_sum = f"{times}{_count(numerator)} ÷ {_count(denominator)}"
        made = f"Pooled from the counts of {contributing}: {sum_over_sum}."
    else:
        made = (
            f"The published rates of {contributing}, weighted by their {_count(denominator)} children aged 0 to 17; "
            "the counts behind them are not published, so there is no interval."
        )
    if joint := [area for area, part, _ in found if part is Part.COUNTED_WITH]:
        made += f" {names(joint)} made a joint return with another member, which is counted once."
    if left_out:
        made += f" Left out: {listed(left_out)}, {_percent(missing_share)} of the whole."
    return made


def _withheld(basis: Basis, contributing: str, left_out: Sequence[str], missing_share: float) -> str:
    missing = listed(left_out)
    if not left_out:
        return "None of the members had anybody whom this indicator counts."
    if not contributing:
        return f"No figure can be made for this period: {missing}."
    if basis is Basis.ADDED:
        return f"Withheld, because a sum would lack a part of the whole: {missing}."
    size = "of a size that is not known" if np.isnan(missing_share) else f"{_percent(missing_share)} of the whole"
    return f"Withheld, because too much is missing: {missing}, {size}."


def _refusal(indicator: Indicator) -> str:
    if indicator.unit == "%":
        return "Only percentages are published here, not the counts behind them, and percentages cannot be averaged."
    return f"No counts are published behind this figure ({indicator.unit}), so it cannot be put together."


def _count(number: float) -> str:
    return f"{number:,.12g}"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
