"""A histogram holds every figure once, in columns of whole published steps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.histogram import MOST_COLUMNS, histogram_of


def test_a_column_for_each_figure_where_there_are_few() -> None:
    found = histogram_of(np.array([3.0, 5.0, 5.0, 6.0]), decimals=0)
    assert (found.starts.tolist(), found.width) == ([3, 4, 5, 6], 1)
    assert found.counts.tolist() == [1, 0, 2, 1]
    assert found.ends.tolist() == found.middles.tolist() == [3, 4, 5, 6]


def test_columns_of_five_begin_at_round_figures() -> None:
    """From 51 to 164 in at most 30 columns: 113 / 29 = 3.9 steps, so 5 of them; 60 belongs to 60 to 64."""
    found = histogram_of(np.array([51.0, 59, 60, 64, 65, 164]), decimals=0)
    assert found.width == 5
    assert (found.starts[0], found.ends[0], found.middles[0]) == (50, 54, 52)
    assert found.counts[:4].tolist() == [1, 1, 2, 1]


@given(st.lists(st.integers(-5000, 5000), min_size=1, max_size=160), st.integers(0, 2))
def test_every_figure_is_held_once_by_the_column_that_says_so(values: list[int], decimals: int) -> None:
    figures = np.array(values) / 10**decimals
    found = histogram_of(figures, decimals)
    assert found.counts.sum() == len(values)
    assert len(found.counts) <= MOST_COLUMNS + 1
    naive = [0] * len(found.counts)
    for value in figures.tolist():
        at = int(found.columns_of(np.array([value]))[0])
        assert found.starts[at] - found.step / 2 <= value + 1e-9
        assert value <= found.ends[at] + found.step / 2 + 1e-9
        naive[at] += 1
    assert naive == found.counts.tolist()


@pytest.mark.parametrize("value", [0.0, 100.0, -0.5])
def test_one_figure_has_one_column(value: float) -> None:
    assert histogram_of(np.array([value] * 3), decimals=1).counts.tolist() == [3]
