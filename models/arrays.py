"""The array types that the computations speak in. A row is an indicator, a column an authority, NaN a missing value."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Words: TypeAlias = npt.NDArray[np.str_]
# Which of a few words something is: the places of all areas among them are kept in a byte each.
Codes: TypeAlias = npt.NDArray[np.int8]
# The polarity of each indicator: 1 where higher is better, -1 where lower is better, 0 where neither is (neutral).
Signs: TypeAlias = npt.NDArray[np.int8]


def numbers_of(figures: Floats) -> list[Any]:
    """Figures (k,) as records hold them, or rows (n, k) of them: None where one is missing."""
    found = figures.astype(object)
    found[np.isnan(figures)] = None
    numbers: list[Any] = found.tolist()
    return numbers


def without_noise(differences: Floats) -> Floats:
    """Differences of published decimals without the noise of binary subtraction (88 - 86.1 is 1.9)."""
    return np.round(differences, 9)
