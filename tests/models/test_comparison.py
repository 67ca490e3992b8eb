"""Comparison words: which side of the interval the benchmark is on."""

import numpy as np
import pytest

from models.comparison import comparisons
from models.intervals import Interval, wilson

NAN = float("nan")


@pytest.mark.parametrize(
    ("low", "high", "benchmark", "polarity", "word"),
    [
        (55.0, 74.0, 50.0, 1, "better"),
        (55.0, 74.0, 50.0, -1, "worse"),
        (55.0, 74.0, 50.0, 0, "higher"),
        (55.0, 74.0, 80.0, 1, "worse"),
        (55.0, 74.0, 80.0, -1, "better"),
        (55.0, 74.0, 80.0, 0, "lower"),
        (55.0, 74.0, 60.0, 1, "similar"),
        (55.0, 74.0, 55.0, -1, "similar"),
        (55.0, 74.0, 74.0, 0, "similar"),
        (NAN, NAN, 60.0, 1, "not tested"),
        (55.0, 74.0, NAN, 1, "not tested"),
        (NAN, NAN, NAN, 0, "not tested"),
    ],
)
def test_the_word(low: float, high: float, benchmark: float, polarity: int, word: str) -> None:
    interval = Interval(np.array([low]), np.array([high]), np.array(["Wilson"]))
    assert comparisons(interval, benchmark, np.array([polarity], dtype=np.int8)).tolist() == [word]


def test_southampton_health_assessments() -> None:
    """295 of 336 is 87.8% with an interval of 83.9 to 90.9, so below 92.5: worse, where higher is better."""
    interval = wilson([295], [336])
    assert [round(100 * float(limit), 1) for limit in (interval.low[0], interval.high[0])] == [83.9, 90.9]
    assert comparisons(interval, 0.925, np.array([1], dtype=np.int8)).tolist() == ["worse"]
