"""Comparison words: does an authority's figure differ from a benchmark by more than chance?"""

import numpy as np
import numpy.typing as npt

from models.arrays import Signs, Words
from models.intervals import Interval
from models.sides import sides, table_of

_WORDS = table_of("similar", "not tested")


def comparisons(interval: Interval, benchmark: npt.ArrayLike, polarity: Signs) -> Words:
    """The word for each figure, from its 95% `interval`, the `benchmark` in its unit and the `polarity` (1, -1, 0).

    `similar` where the interval holds the benchmark (its limits included), otherwise `better` or `worse`, or `higher`
    or `lower` where polarity is neutral; `not tested` where there are no counts, and so no interval, or no benchmark.
    Benchmark and polarity broadcast to the interval. Source: OHID, Fingertips, comparison with a benchmark.
    """
    level = np.asarray(benchmark, dtype=np.float64)
    above, below = interval.low > level, interval.high < level
    inside = (interval.low <= level) & (level <= interval.high)
    return sides(above, below, inside, polarity, _WORDS)
