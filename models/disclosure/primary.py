"""Primary suppression: small counts of unpublished data are masked for everyone but their owner.

A child can be recognised among 1 to 5. Published figures have had their publisher's rules applied to them, and are
shown as they are.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from models.arrays import Flags, Floats

# A masked count may be anything from the one to the other, and nothing that is shown may narrow that.
SMALLEST_MASKED = 1
LARGEST_MASKED = 5


class Zero(StrEnum):
    """What is done with counts of none. SHOWN: nobody is in them, and a reader knows that a masked count is not 0.
    MASKED: for what would say something of everybody (none of the children had their health assessed)."""

    SHOWN = "shown"
    MASKED = "masked"

    @property
    def least(self) -> int:
        """The smallest count that may stand behind a mask."""
        return SMALLEST_MASKED if self is Zero.SHOWN else 0


@dataclass(frozen=True)
class MaskedFigures:
    """Which parts of figures are hidden, all of one shape; the figure itself is hidden together with its numerator."""

    numerator: Flags
    denominator: Flags

    @property
    def value(self) -> Flags:
        """Which percentages, rates or counts are hidden: a percentage of a known denominator gives the numerator."""
        return self.numerator


def small(counts: npt.ArrayLike, zero: Zero = Zero.SHOWN) -> Flags:
    """Which counts are masked, any shape: those from 1 to 5, and 0 where `zero` is MASKED. NaN (no count) is not."""
    number = np.asarray(counts, dtype=np.float64)
    return (number >= zero.least) & (number <= LARGEST_MASKED)


def masked_figures(
    numerators: npt.ArrayLike, denominators: npt.ArrayLike, zero: Zero = Zero.SHOWN, *, part_of_whole: bool = True
) -> MaskedFigures:
    """What is hidden of figures with a numerator and a denominator (arrays of one shape, NaN where there is none).

    The numerator is hidden, and the figure with it, where it is small; where the denominator is; and, when the
    numerator is a `part_of_whole` (a percentage, not a rate of a population), where those who are *not* in it are few:
    298 of 300 shows the 2 by subtraction. A small denominator is hidden itself.
    """
    numerator, denominator = (np.asarray(counts, dtype=np.float64) for counts in (numerators, denominators))
    few = small(denominator, zero)
    hidden = small(numerator, zero) | few
    if part_of_whole:
        hidden |= small(denominator - numerator, zero)
    return MaskedFigures(hidden, few)


def as_seen(values: npt.ArrayLike, hidden: Flags, owned: npt.ArrayLike = False) -> Floats:
    """`values` as a viewer sees them, NaN where `hidden` and not the viewer's own (`owned` broadcasts to the shape)."""
    return np.where(hidden & ~np.asarray(owned, dtype=np.bool_), np.nan, np.asarray(values, dtype=np.float64))
