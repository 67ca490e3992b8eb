"""Composite authorities: several authorities taken as one, from the sums of their counts."""

from models.composite.members import Basis, Part
from models.composite.pooling import (
    MAXIMUM_MISSING_SHARE,
    Composite,
    Composites,
    composite_in,
    composite_over_periods,
    composites,
)

__all__ = [
    "MAXIMUM_MISSING_SHARE",
    "Basis",
    "Composite",
    "Composites",
    "Part",
    "composite_in",
    "composite_over_periods",
    "composites",
]
