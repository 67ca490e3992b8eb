"""The change between two periods: Newcombe's published intervals, and the words."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.change_test import Counts, change_test
from models.intervals import byar, wilson

NAN = float("nan")


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0000),
    ],
)
def test_newcombe_s_method_10_as_published(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), table II."""
    found = change_test("proportion", Counts(*now), Counts(*before), np.int8(1), 1.0)
    assert float(found.low) == pytest.approx(low, abs=6e-5)
    assert float(found.high) == pytest.approx(high, abs=6e-5)


counts = st.integers(1, 3000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(deadline=None)
@given(st.sampled_from(["proportion", "rate"]), counts, counts)
def test_the_limits_by_their_formula(kind: str, now: tuple[int, int], before: tuple[int, int]) -> None:
    found = change_test(kind, Counts(*now), Counts(*before), np.int8(0), 100.0)
    one, two = (wilson(*pair) if kind == "proportion" else byar(*pair) for pair in (now, before))
    a, b = now[0] / now[1], before[0] / before[1]
    low = a - b - math.sqrt((a - float(one.low)) ** 2 + (float(two.high) - b) ** 2)
    high = a - b + math.sqrt((float(one.high) - a) ** 2 + (b - float(two.low)) ** 2)
    assert float(found.change) == pytest.approx(100 * (a - b), abs=1e-9)
    assert float(found.low) == pytest.approx(100 * low, abs=1e-9)
    assert float(found.high) == pytest.approx(100 * high, abs=1e-9)
    assert str(found.word) == ("higher" if low > 0 else "lower" if high < 0 else "no clear change")


@settings(deadline=None)
@given(st.sampled_from(["proportion", "rate"]), counts, counts)
def test_the_other_way_round_it_is_the_mirror_image(kind: str, now: tuple[int, int], before: tuple[int, int]) -> None:
    forward = change_test(kind, Counts(*now), Counts(*before), np.int8(1))
    backward = change_test(kind, Counts(*before), Counts(*now), np.int8(1))
    assert float(forward.low) == pytest.approx(-float(backward.high), abs=1e-9)
    words = {"better": "worse", "worse": "better", "no clear change": "no clear change"}
    assert str(backward.word) == words[str(forward.word)]


@pytest.mark.parametrize(
    ("polarity", "rise", "fall"), [(1, "better", "worse"), (-1, "worse", "better"), (0, "higher", "lower")]
)
def test_the_words(polarity: int, rise: str, fall: str) -> None:
    """295 of 336 after 240 of 330 (87.8 after 72.7), the reverse, and after 290 of 330 (87.9)."""
    now, before = Counts([295, 240, 295], [336, 330, 336]), Counts([240, 295, 290], [330, 336, 330])
    found = change_test("proportion", now, before, np.array([polarity] * 3, np.int8))
    assert found.word.tolist() == [rise, fall, "no clear change"]


def test_without_counts_nothing_is_tested() -> None:
    now, before = Counts([295, NAN, 5, 5], [336, 336, 4, 10]), Counts([NAN, 240, 3, 5], [330, 330, 10, 0])
    found = change_test(["proportion"] * 4, now, before, np.ones(4, np.int8))
    assert found.word.tolist() == ["not tested"] * 4
    assert np.isnan(found.change).all()
    assert str(change_test("none", Counts(5, 10), Counts(6, 10), np.int8(1)).word) == "not tested"


def test_rows_of_different_kinds() -> None:
    """A percentage, and a rate per 10,000: 400 of 50,000 is 80, after 300 of 50,000, 60."""
    kinds, per = np.array(["proportion", "rate"]), np.array([100.0, 10000.0])
    found = change_test(kinds, Counts([50, 400], [100, 50000]), Counts([40, 300], [100, 50000]), np.ones(2), per)
    np.testing.assert_allclose(found.change, [10, 20])
    assert found.word.tolist() == ["no clear change", "better"]
