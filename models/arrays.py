"""The array types that the computations speak in. A row is an indicator, a column an authority, NaN a missing value."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Words: TypeAlias = npt.NDArray[np.str_]
# The polarity of each indicator: 1 where higher is better, -1 where lower is better, 0 where neither is (neutral).
Signs: TypeAlias = npt.NDArray[np.int8]


def numbers_of(figures: Floats) -> list[float | None]:
    """Figures (k,) as records hold them: None where one is missing."""
    # What is missing is not itself; asking numpy of each one takes ten times as long.
    return [figure if figure == figure else None for figure in figures.tolist()]
