"""Shrinkage: one posterior by hand, the moments by plain loops, and what must hold of any."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.shrinkage import shrink

NAN = float("nan")


def naive_strength(kind: str, pairs: list[tuple[float, float]]) -> float:
    """K by the moment equations, one authority at a time."""
    total, k = sum(n for _, n in pairs), len(pairs)
    m = sum(r for r, _ in pairs) / total
    squares = sum(n * (r / n - m) ** 2 for r, n in pairs)
    room = total - sum(n**2 for _, n in pairs) / total
    if kind == "rate":
        tau_squared = max(0.0, (squares - m * (k - 1)) / room)
        return m / tau_squared if tau_squared else math.inf
    chance = m * (1 - m)
    rho = min(1.0, max(0.0, (squares - chance * (k - 1)) / (chance * (room - (k - 1))))) if chance else 0.0
    return (1 - rho) / rho if rho else math.inf


def test_one_authority_by_hand() -> None:
    """(87 + .24461 x 92.6) / (280 + 92.6) is .2943: the mean and strength of repeat child protection plans in 2025."""
    rng = np.random.default_rng(2025)
    n = np.full((1, 151), 280.0)
    r = rng.binomial(280, rng.beta(0.24461 * 92.6, 0.75539 * 92.6, n.shape)).astype(np.float64)
    found = shrink("proportion", r, n)
    m, strength = float(found.average[0]), float(found.strength[0])
    assert m == pytest.approx(0.24461, abs=0.01)
    assert strength == pytest.approx(92.6, rel=0.3)
    assert found.estimate[0, 0] == pytest.approx((r[0, 0] + m * strength) / (280 + strength))


def test_the_strength_of_rates_is_found_again() -> None:
    """500 authorities whose rates come from a gamma distribution of shape 20 and rate 4000: K = 4000, average .005."""
    rng = np.random.default_rng(7)
    n = rng.uniform(5000, 50000, (1, 500))
    x = rng.poisson(n * rng.gamma(20, 1 / 4000, n.shape)).astype(np.float64)
    found = shrink("rate", x, n)
    assert found.average[0] == pytest.approx(0.005, rel=0.05)
    assert found.strength[0] == pytest.approx(4000, rel=0.2)


@settings(deadline=None)
@given(
    st.sampled_from(["proportion", "rate"]),
    st.lists(st.integers(2, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=12),
)
def test_every_estimate_by_plain_loops(kind: str, pairs: list[tuple[int, int]]) -> None:
    r, n = (np.array([column], float) for column in zip(*pairs, strict=True))
    found = shrink(kind, r, n)
    strength = naive_strength(kind, pairs)
    m = r.sum() / n.sum()
    if strength > 1e9:
        # As good as infinite: which side of 0 the variance falls on is a matter of rounding.
        assert found.strength[0] > 1e8
        np.testing.assert_allclose(found.estimate[0], m, atol=1e-5)
        return
    assert found.strength[0] == pytest.approx(strength, rel=1e-6, abs=1e-9)
    expected = [(x + m * strength) / (of + strength) for x, of in pairs]
    np.testing.assert_allclose(found.estimate[0], expected, rtol=1e-6, atol=1e-9)
    for x, of, estimate in zip(r[0], n[0], found.estimate[0], strict=True):
        assert min(x / of, m) - 1e-9 <= estimate <= max(x / of, m) + 1e-9


def test_where_authorities_are_alike_all_are_the_average() -> None:
    found = shrink("proportion", np.array([[10.0, 20.0, 30.0]]), np.array([[100.0, 200.0, 300.0]]))
    assert found.strength[0] == math.inf
    np.testing.assert_allclose(found.estimate, 0.1)


def test_all_at_none_or_all() -> None:
    found = shrink("proportion", np.array([[0.0, 0.0], [50.0, 70.0]]), np.array([[50.0, 70.0], [50.0, 70.0]]))
    assert found.estimate.tolist() == [[0.0, 0.0], [1.0, 1.0]]


def test_authorities_that_are_each_all_or_none_are_left_as_they_are() -> None:
    found = shrink("proportion", np.array([[0.0, 50.0, 0.0, 50.0]]), np.full((1, 4), 50.0))
    assert found.strength[0] == 0.0
    assert found.estimate[0].tolist() == [0.0, 1.0, 0.0, 1.0]


def test_missing_counts_weigh_nothing() -> None:
    r, n = np.array([[10.0, 60.0, 20.0]]), np.array([[100.0, 200.0, 150.0]])
    with_gaps = shrink("proportion", np.array([[10.0, NAN, 60.0, 20.0, 5.0]]), np.array([[100, 90, 200, 150, 0.0]]))
    without = shrink("proportion", r, n)
    np.testing.assert_allclose(with_gaps.estimate[0, [0, 2, 3]], without.estimate[0])
    assert np.isnan(with_gaps.estimate[0, [1, 4]]).all()


def test_one_authority_alone_is_not_shrunk() -> None:
    found = shrink("rate", np.array([[10.0, NAN], [NAN, NAN]]), np.array([[100.0, 100.0], [100.0, NAN]]))
    assert np.isnan(found.estimate).all()
    assert np.isnan(found.strength).all()


def test_a_mean_is_not_shrunk() -> None:
    with pytest.raises(ValueError, match="not a mean"):
        shrink("mean", np.ones((1, 2)), np.ones((1, 2)))
