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
from models.composite.standing import CompositeStanding, composite_standing

__all__ = [
    "MAXIMUM_MISSING_SHARE",
    "Basis",
    "Composite",
    "CompositeStanding",
    "Composites",
    "Part",
    "composite_in",
    "composite_over_periods",
    "composite_standing",
    "composites",
]
