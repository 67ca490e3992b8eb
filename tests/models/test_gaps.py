"""The gap in points and in children."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.gaps import gap_in_children, gap_in_points

HIGH, LOW, NEUTRAL = 1, -1, 0
NAN = float("nan")


def children(numerator: float, denominator: float, share: float, polarity: int) -> float:
    return float(gap_in_children(numerator, denominator, share, np.array(polarity, dtype=np.int8)))


def test_points_are_value_less_comparator() -> None:
    np.testing.assert_array_equal(gap_in_points([88.0, 90.0, NAN], [92.5, 80.5, 4.0]), [-4.5, 9.5, NAN])


@pytest.mark.parametrize(
    ("numerator", "denominator", "share", "polarity", "expected"),
    [
        (295, 336, 0.925, HIGH, 16),  # Southampton's health assessments: 336 x 0.925 = 310.8, so 311 - 295
        (304, 336, 0.807, HIGH, 0),  # its dental checks are above 80.7% already
        (60, 200, 0.255, LOW, -9),  # 200 x 0.255 = 51 exactly: 60 - 9
        (60, 200, 0.252, LOW, -10),  # 50.4 is only reached at 50
        (40, 200, 0.255, LOW, 0),
        (185, 200, 0.925, HIGH, 0),  # 200 x 0.925 is 185, whatever binary arithmetic says
        (450, 50000, 72.8 / 10000, NEUTRAL, -86),  # above: 364 children looked after at 72.8 per 10,000
        (300, 50000, 72.8 / 10000, NEUTRAL, 64),
        (364, 50000, 72.8 / 10000, NEUTRAL, 0),
        (NAN, 336, 0.9, HIGH, NAN),
        (295, NAN, 0.9, HIGH, NAN),
        (295, 336, NAN, LOW, NAN),
        (0, 0, 0.9, HIGH, NAN),
    ],
)
def test_children(numerator: float, denominator: float, share: float, polarity: int, expected: float) -> None:
    assert children(numerator, denominator, share, polarity) == pytest.approx(expected, nan_ok=True)


@settings(deadline=None)
@given(
    st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.integers(0, 1000).map(lambda thousandths: thousandths / 1000),
    st.sampled_from([HIGH, LOW]),
)
def test_the_change_reaches_the_target_and_one_child_less_does_not(
    counts: tuple[int, int], share: float, polarity: int
) -> None:
    numerator, denominator = counts
    gap = children(numerator, denominator, share, polarity)
    assert gap == math.trunc(gap)
    assert gap * polarity >= 0
    needed = round(share * 1000) * denominator  # in thousandths of a child, so in whole numbers
    assert (1000 * (numerator + int(gap)) - needed) * polarity >= 0
    if gap:
        assert (1000 * (numerator + int(gap) - polarity) - needed) * polarity < 0


def test_no_gap_is_a_plain_zero() -> None:
    assert math.copysign(1, children(310, 336, 0.9, HIGH)) == 1
    assert math.copysign(1, children(3, 336, 0.9, LOW)) == 1
