"""Arrays as plain values: nothing is None, and what was divided is without the noise of binary division."""

from math import isnan

import numpy as np

from data.missing import Missing

DECIMALS = 10
"""More than any source has."""


def number(value: float) -> float | None:
    """One figure, None where there is none."""
    return None if isnan(value) else float(value)


def numbers(values: np.ndarray) -> list[float | None]:
    """A line of figures, None where there is none."""
    # Only NaN differs from itself.
    return [value if value == value else None for value in values.tolist()]


def tidy(value: float | None) -> float | None:
    """A mean or a share of published decimals."""
    return None if value is None or isnan(value) else round(float(value), DECIMALS)


def reason_of(code: int) -> str | None:
    """The words of a reason's code; None where there is a value."""
    return Missing(int(code)).words or None
