"""Ranks against counting how many are better."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from models.ranks import ranks

HIGH, LOW, NEUTRAL = 1, -1, 0
MATRICES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=20),
    elements=st.one_of(st.just(np.nan), st.integers(0, 8).map(float), st.floats(-1e3, 1e3)),
)


@pytest.mark.parametrize(
    ("polarity", "rank"),
    [
        (HIGH, [4, 2, 0, 2, 1]),  # 5 is best, the two 3s share second place, third place is left out
        (LOW, [1, 2, 0, 2, 4]),
        (NEUTRAL, [0, 0, 0, 0, 0]),
    ],
)
def test_ties_share_the_better_position(polarity: int, rank: list[int]) -> None:
    ranking = ranks(np.array([[1.0, 3.0, np.nan, 3.0, 5.0]]), np.array([polarity], dtype=np.int8))
    assert ranking.rank.tolist() == [rank]
    assert ranking.ranked.tolist() == [4]
    assert ranking.position_from_highest.tolist() == [[4, 2, 0, 2, 1]]


def test_nobody_to_rank() -> None:
    ranking = ranks(np.full((1, 3), np.nan), np.array([HIGH], dtype=np.int8))
    assert ranking.rank.tolist() == [[0, 0, 0]]
    assert ranking.ranked.tolist() == [0]


def test_no_authorities() -> None:
    assert ranks(np.empty((2, 0)), np.array([HIGH, LOW], dtype=np.int8)).rank.shape == (2, 0)


@settings(deadline=None)
@given(MATRICES, st.lists(st.sampled_from([HIGH, LOW, NEUTRAL]), min_size=20, max_size=20))
def test_a_rank_is_one_more_than_how_many_are_better(values: np.ndarray, signs: list[int]) -> None:
    polarity = np.array(signs[: len(values)], dtype=np.int8)
    ranking = ranks(values, polarity)
    for row, line in enumerate(values.tolist()):
        known = [value for value in line if value == value]
        assert ranking.ranked[row] == len(known)
        for column, value in enumerate(line):
            higher, lower = (sum(other > value for other in known), sum(other < value for other in known))
            missing = value != value
            best = {HIGH: higher + 1, LOW: lower + 1, NEUTRAL: 0}[signs[row]]
            assert ranking.rank[row, column] == (0 if missing else best)
            assert ranking.position_from_highest[row, column] == (0 if missing else higher + 1)
