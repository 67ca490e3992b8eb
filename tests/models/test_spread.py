"""The spread of all authorities: best first, closed ones left out, ties sharing a position, and the middle figure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bands import bands, quartile_edges
from models.quarters import quarters
from models.ranks import ranks
from models.spread import spread_of

NAN = float("nan")


@pytest.mark.parametrize(
    ("sign", "areas", "position"),
    [
        (1, [3, 0, 4, 1], [1, 2, 2, 4]),  # 9, 5, 5, 2: high is best
        (-1, [1, 0, 4, 3], [1, 2, 2, 4]),  # 2, 5, 5, 9: low is best
        (0, [3, 0, 4, 1], [1, 2, 2, 4]),  # neither: from the highest
    ],
)
def test_the_order_is_best_first(sign: int, areas: list[int], position: list[int]) -> None:
    values = np.array([5.0, 2.0, NAN, 9.0, 5.0, 7.0])
    existed = np.array([True, True, True, True, True, False])
    found = spread_of(values, existed, sign, banded=True)
    assert found.areas.tolist() == areas
    assert found.position.tolist() == position
    assert found.values.tolist() == values[areas].tolist()


def test_bands_need_forty_authorities_a_direction_and_the_publisher_s_consent() -> None:
    values, existed = np.arange(40.0), np.ones(40, dtype=bool)
    banded = spread_of(values, existed, -1, banded=True)
    assert "".join(banded.band) == "A" * 10 + "B" * 10 + "C" * 10 + "D" * 10
    assert banded.edges.tolist() == [9.75, 19.5, 29.25]
    for sign, allowed, some in ((0, True, existed), (-1, False, existed), (-1, True, values > 0)):
        found = spread_of(values, some, sign, allowed)
        assert set(found.band) == {""}
        assert found.edges.tolist() == []


def test_the_median_is_the_middle_figure_of_those_open() -> None:
    values = np.array([5.0, 2.0, NAN, 9.0, 6.0, 7.0])
    existed = np.array([True, True, True, True, True, False])
    assert spread_of(values, existed, 0, banded=True).median == 5.5


@given(
    st.lists(st.tuples(st.one_of(st.just(NAN), st.integers(0, 60).map(float)), st.booleans()), min_size=1, max_size=90),
    st.sampled_from([1, -1, 0]),
    st.booleans(),
)
def test_one_indicator_stands_as_it_does_among_all(rows: list[tuple[float, bool]], sign: int, banded: bool) -> None:
    values, existed = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    counting, signs = np.where(existed, values, np.nan)[None], np.array([sign], dtype=np.int8)
    ranking, letters = ranks(counting, signs), bands(counting, signs, np.array([not banded]))[0]
    position = ranking.rank[0] if sign else ranking.position_from_highest[0]
    found = spread_of(values, existed, sign, banded)
    assert sorted(found.areas.tolist()) == np.flatnonzero(~np.isnan(counting[0])).tolist()
    assert found.position.tolist() == sorted(position[found.areas].tolist()) == position[found.areas].tolist()
    assert found.band.tolist() == letters[found.areas].tolist()
    assert found.has_bands == bool((letters != "").any())
    assert found.quarter.tolist() == quarters(values, existed)[found.areas].tolist()
    assert np.array_equal(found.quartiles, quartile_edges(counting)[0], equal_nan=True)
