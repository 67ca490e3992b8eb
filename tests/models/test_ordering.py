"""The worst come first, by how far or by how surely."""

import numpy as np

from models.intervals import Interval
from models.ordering import by_certainty, by_gap

NAN = np.nan


def test_gaps_are_measured_against_the_spread_of_authorities() -> None:
    gap = np.array([-4.0, -4.0, 3.0, 9.0, NAN, 1.0])
    quartiles = np.array([[0, 5, 10], [0, 5, 40], [0, 5, 10], [0, 5, 10], [0, 5, 10], [5, 5, 5]], dtype=float)
    polarity = np.array([1, 1, -1, 0, 1, 1], dtype=np.int8)
    # 4 of 10 worse; 3 of 10 worse (low is good, above); 4 of 40 worse; neutral; no gap; no spread to measure by.
    assert by_gap(gap, quartiles, polarity).tolist() == [0, 2, 1, 3, 4, 5]


def test_what_is_surely_worse_comes_first_and_surely_better_last() -> None:
    value = np.array([50.0, 50.0, 50.0, 50.0, 50.0, 50.0])
    interval = Interval(
        low=np.array([45.0, 40.0, 45.0, 45.0, NAN, 45.0]),
        high=np.array([55.0, 60.0, 55.0, 55.0, NAN, 55.0]),
        method=np.array(["Wilson"] * 6),
    )
    comparator = np.array([60.0, 60.0, 40.0, 40.0, 60.0, 50.0])
    polarity = np.array([1, 1, 1, 0, 1, 1], dtype=np.int8)
    # Below by 2 half widths; below by 1; above by 2 (better); neutral; no interval; exactly at the comparator.
    assert by_certainty(value, interval, comparator, polarity).tolist() == [0, 1, 5, 2, 3, 4]


def test_equals_stay_in_their_order() -> None:
    gap, quartiles = np.full(3, -1.0), np.tile([0.0, 1.0, 2.0], (3, 1))
    assert by_gap(gap, quartiles, np.ones(3, dtype=np.int8)).tolist() == [0, 1, 2]
