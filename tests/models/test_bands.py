"""Bands: edges against pandas, letters against a plain second implementation, ties at the edge."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from models.bands import MINIMUM_AUTHORITIES, bands, quartile_edges

HIGH, LOW, NEUTRAL = 1, -1, 0
# Whole and decimal percentages, as published, so that ties are common; a fifth missing.
CELLS = st.one_of(
    st.just(np.nan), *[st.integers(0, 30).map(float)] * 2, *[st.integers(0, 400).map(lambda n: n / 10)] * 2
)


def letters(values: list[float], polarity: int, flagged: bool = False) -> list[str]:
    found = bands(np.array([values]), np.array([polarity], dtype=np.int8), np.array([flagged]))
    return [str(letter) for letter in found[0]]


def naive(values: list[float], polarity: int, flagged: bool) -> list[str]:
    known = pd.Series(values).dropna()
    if polarity == NEUTRAL or flagged or len(known) < 40:
        return [""] * len(values)
    first, second, third = (known.quantile(share, interpolation="linear") for share in (0.25, 0.5, 0.75))
    letters = []
    for value in values:
        if value != value:
            letters.append("")
        elif value <= first:
            letters.append("A" if polarity == LOW else "D")
        elif value <= second:
            letters.append("B" if polarity == LOW else "C")
        elif value <= third:
            letters.append("C" if polarity == LOW else "B")
        else:
            letters.append("D" if polarity == LOW else "A")
    return letters


def test_forty_one_authorities_by_hand() -> None:
    """Values 0 to 40: the quartiles are the values at 10, 20 and 30, and belong to the lower side."""
    values = [float(value) for value in range(41)]
    assert quartile_edges(np.array([values])).tolist() == [[10.0, 20.0, 30.0]]
    assert letters(values, LOW) == ["A"] * 11 + ["B"] * 10 + ["C"] * 10 + ["D"] * 10
    assert letters(values, HIGH) == ["D"] * 11 + ["C"] * 10 + ["B"] * 10 + ["A"] * 10


def test_edges_between_values_are_interpolated() -> None:
    """Four values: a quarter of the way from first to last is place 0.75, so 1 + 0.75 x (3 - 1) = 2.5, and so on."""
    assert quartile_edges(np.array([[7.0, 1.0, 3.0, np.nan, 4.0]])).tolist() == [[2.5, 3.5, 4.75]]


def test_all_alike_are_all_on_the_lower_side() -> None:
    assert set(letters([12.3] * 50, LOW)) == {"A"}
    assert set(letters([12.3] * 50, HIGH)) == {"D"}


def test_ties_at_an_edge_share_a_letter() -> None:
    """50 authorities, the first quartile at place 12.25 inside twenty tied values: all twenty are on its lower side."""
    values = [1.0] * 5 + [5.0] * 20 + [8.0] * 25
    assert letters(values, LOW)[:25] == ["A"] * 25
    assert letters(values, HIGH)[:25] == ["D"] * 25


@pytest.mark.parametrize(
    ("known", "polarity", "flagged", "lettered"),
    [
        (MINIMUM_AUTHORITIES, LOW, False, True),
        (MINIMUM_AUTHORITIES - 1, LOW, False, False),
        (MINIMUM_AUTHORITIES, NEUTRAL, False, False),
        (MINIMUM_AUTHORITIES, HIGH, True, False),
    ],
)
def test_who_gets_a_letter(known: int, polarity: int, flagged: bool, lettered: bool) -> None:
    values = [float(value) for value in range(known)] + [np.nan] * 5
    found = letters(values, polarity, flagged)
    assert all(found[:known]) is lettered
    assert found[known:] == [""] * 5


def test_rows_do_not_meet() -> None:
    values = np.vstack([np.arange(50.0), np.full(50, np.nan), np.arange(50.0)])
    found = bands(values, np.array([HIGH, HIGH, LOW], dtype=np.int8), np.zeros(3, dtype=bool))
    assert found.dtype == np.dtype("<U1")
    assert found[0, 49] == "A"
    assert set(found[1]) == {""}
    assert found[2, 49] == "D"
    assert np.isnan(quartile_edges(values)[1]).all()


@settings(deadline=None)
@given(
    arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(38, 90)), elements=CELLS),
    st.lists(st.tuples(st.sampled_from([HIGH, LOW, NEUTRAL]), st.booleans()), min_size=3, max_size=3),
)
def test_as_the_plain_implementation_says(values: np.ndarray, kinds: list[tuple[int, bool]]) -> None:
    rows = len(values)
    polarity = np.array([sign for sign, _ in kinds[:rows]], dtype=np.int8)
    flagged = np.array([flag for _, flag in kinds[:rows]])
    found = bands(values, polarity, flagged)
    for row in range(rows):
        assert found[row].tolist() == naive(values[row].tolist(), int(polarity[row]), bool(flagged[row]))


@pytest.mark.parametrize("decimals", [0, 1, 12])
def test_edges_are_those_of_pandas_to_the_last_digit(decimals: int) -> None:
    generator = np.random.default_rng(decimals)
    values = np.round(generator.normal(50, 20, size=(300, 160)), decimals)
    values[generator.random(values.shape) < 0.2] = np.nan
    expected = pd.DataFrame(values).quantile([0.25, 0.5, 0.75], axis=1, interpolation="linear").T.to_numpy()
    np.testing.assert_array_equal(quartile_edges(values), expected)
