"""Change and its words."""

import numpy as np
import pytest

from models.change import change, directions

NAN = float("nan")


def test_change_is_now_less_before() -> None:
    np.testing.assert_array_equal(
        change(np.array([88.0, 17.0, NAN, 4.0]), np.array([90.0, 17.0, 3.0, NAN])), [-2.0, 0.0, NAN, NAN]
    )


@pytest.mark.parametrize(
    ("value", "previous", "polarity", "word"),
    [
        (90.0, 88.0, 1, "better"),
        (88.0, 90.0, 1, "worse"),
        (90.0, 88.0, -1, "worse"),
        (88.0, 90.0, -1, "better"),
        (90.0, 88.0, 0, "higher"),
        (88.0, 90.0, 0, "lower"),
        (88.0, 88.0, 1, "no change"),
        (88.0, 88.0, 0, "no change"),
        (NAN, 88.0, 1, ""),
        (88.0, NAN, 0, ""),
        (NAN, NAN, -1, ""),
    ],
)
def test_the_word_follows_polarity(value: float, previous: float, polarity: int, word: str) -> None:
    found = directions(np.array([value]), np.array([previous]), np.array([polarity], dtype=np.int8))
    assert found.tolist() == [word]


def test_one_polarity_for_a_row_of_authorities() -> None:
    values, previous = np.array([[1.0, 2.0], [1.0, 2.0]]), np.array([[2.0, 1.0], [2.0, 1.0]])
    found = directions(values, previous, np.array([[1], [-1]], dtype=np.int8))
    assert found.tolist() == [["worse", "better"], ["better", "worse"]]
