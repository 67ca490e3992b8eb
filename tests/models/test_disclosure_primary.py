"""Small counts: small tables beside plain loops."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.disclosure import LARGEST_MASKED, SMALLEST_MASKED, Zero, as_seen, masked_figures, small

NAN = float("nan")


def test_the_limits_are_those_of_the_publishers_rule() -> None:
    assert (SMALLEST_MASKED, LARGEST_MASKED) == (1, 5)


@pytest.mark.parametrize(
    ("zero", "masked"),
    [
        (Zero.SHOWN, [False, True, True, True, True, True, False, False]),
        (Zero.MASKED, [True, True, True, True, True, True, False, False]),
    ],
)
def test_counts_of_one_to_five_are_small(zero: Zero, masked: list[bool]) -> None:
    assert small([0, 1, 2, 3, 4, 5, 6, NAN], zero).tolist() == masked


@pytest.mark.parametrize(
    ("numerator", "denominator", "figure_hidden", "denominator_hidden"),
    [
        (287, 300, False, False),  # 13 were not in it
        (3, 300, True, False),
        (298, 300, True, False),  # 300 - 298 = 2 would be shown
        (300, 300, False, False),  # nobody was left out
        (0, 300, False, False),
        (2, 4, True, True),
        (0, 4, True, True),
        (6, 11, True, False),  # 11 - 6 = 5
        (6, 12, False, False),
        (NAN, 300, False, False),
        (NAN, NAN, False, False),
    ],
)
def test_a_figure_is_hidden_with_its_numerator(
    numerator: float, denominator: float, figure_hidden: bool, denominator_hidden: bool
) -> None:
    found = masked_figures([numerator], [denominator])
    assert found.numerator.tolist() == found.value.tolist() == [figure_hidden]
    assert found.denominator.tolist() == [denominator_hidden]


def test_a_rate_of_a_population_leaves_nobody_out() -> None:
    assert not masked_figures([298.0], [300.0], part_of_whole=False).value[0]


def test_the_owner_sees_what_is_masked_for_others() -> None:
    values, hidden = np.array([[3.0, 20.0], [4.0, 9.0]]), np.array([[True, False], [True, False]])
    owned = np.array([[True], [False]])
    np.testing.assert_array_equal(as_seen(values, hidden), [[NAN, 20], [NAN, 9]])
    np.testing.assert_array_equal(as_seen(values, hidden, owned), [[3, 20], [NAN, 9]])


COUNTS = st.one_of(st.just(NAN), st.integers(0, 12).map(float))


@settings(deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS)), st.sampled_from(list(Zero)), st.booleans())
def test_masking_as_plain_python_says(pairs: list[tuple[float, float]], zero: Zero, part_of_whole: bool) -> None:
    found = masked_figures([n for n, _ in pairs], [d for _, d in pairs], zero, part_of_whole=part_of_whole)
    first = 1 if zero is Zero.SHOWN else 0
    for at, (numerator, denominator) in enumerate(pairs):
        few = not math.isnan(denominator) and first <= denominator <= 5
        hide = few or (not math.isnan(numerator) and first <= numerator <= 5)
        if part_of_whole and not math.isnan(numerator + denominator):
            hide = hide or first <= denominator - numerator <= 5
        assert (found.value[at], found.denominator[at]) == (hide, few)
