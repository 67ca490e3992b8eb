"""The spread of all authorities: best first, closed ones left out, ties sharing a position, and the middle figure."""

import numpy as np
import pytest

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
