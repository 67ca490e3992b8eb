"""Quarters of all figures, against a loop over numpy's own quantiles."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.bands import bands
from models.quarters import quarters

value = st.one_of(st.just(float("nan")), st.integers(0, 9).map(float))


def test_eight_figures_are_two_in_each_quarter() -> None:
    values = np.array([8.0, 7, 6, 5, 4, 3, 2, 1, np.nan, 100])
    existed = np.array([True] * 9 + [False])
    assert quarters(values, existed).tolist() == [3, 3, 2, 2, 1, 1, 0, 0, -1, -1]


@given(st.lists(st.tuples(value, st.booleans()), min_size=1, max_size=60))
def test_a_quarter_is_how_many_quartiles_lie_below(rows: list[tuple[float, bool]]) -> None:
    values, existed = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    known = [number for number, there in rows if there and number == number]
    edges = np.quantile(known, [0.25, 0.5, 0.75]).tolist() if known else []
    naive = [sum(number > edge for edge in edges) if there and number == number else -1 for number, there in rows]
    assert quarters(values, existed).tolist() == naive


@given(st.lists(st.integers(0, 99).map(float), min_size=40, max_size=60))
def test_quarters_are_the_bands_where_there_are_bands(figures: list[float]) -> None:
    values = np.array(figures)
    letters = bands(values[None, :], np.array([-1], dtype=np.int8), np.array([False]))[0]
    assert ["ABCD"[quarter] for quarter in quarters(values, np.ones(len(values), dtype=bool))] == letters.tolist()
