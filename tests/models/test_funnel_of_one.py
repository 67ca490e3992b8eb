"""The funnel of one indicator: made-up counts that can be worked out by hand, and the published ones naively."""

from math import asin, sin, sqrt

import numpy as np
import pytest

from data.store import Snapshot
from models.funnel import proportion_limits, rate_limits
from models.funnel_of_one import Funnel, funnel_of

NAN = float("nan")


def shares(snapshot: Snapshot, *numerators: float) -> Funnel | None:
    """A funnel of percentages of 100 children each."""
    indicator = snapshot.indicators.find("LACHealth%")
    counts = np.array(numerators)
    return funnel_of(indicator, counts, np.where(np.isnan(counts), NAN, 100.0))


def test_chance_explains_the_spread_of_ten_that_are_one_error_apart(snapshot: Snapshot) -> None:
    """45 and 55 of 100 about 50%: 1.00 standard errors either way, so phi is about 1: the plain funnel.

    Its 95% limits at 100 are 50 +- 1.959964 x 5, its 99.8% limits 50 +- 3.090232 x 5.
    """
    found = shares(snapshot, *[45.0, 55.0] * 5)
    assert found is not None
    assert found.average == 0.5
    assert found.phi == pytest.approx(1.0, abs=0.02)
    assert not found.is_widened
    inner, outer = (found.limits(100, confidence, widened=False) for confidence in (0.95, 0.998))
    assert (inner.low, inner.high) == pytest.approx((40.20018, 59.79982))
    assert (outer.low, outer.high) == pytest.approx((34.54884, 65.45116))
    assert found.sides(widened=False).tolist() == [0] * 10


def test_a_funnel_is_widened_by_what_lies_beyond_chance(snapshot: Snapshot) -> None:
    """30 and 70 of 100 are 4.1 errors from 50%: phi = ((asin sqrt .7 - asin sqrt .5) / .05)^2 = 16.9.

    tau^2 = (20 phi - 19) / (20 x 400 - 400); at 99.8% the widened limits hold them, the plain ones do not.
    """
    found = shares(snapshot, *[30.0, 70.0] * 10)
    assert found is not None
    phi = ((asin(sqrt(0.7)) - asin(sqrt(0.5))) / 0.05) ** 2
    tau_squared = (20 * phi - 19) / (20 * 400 - 400)
    assert (found.phi, found.tau_squared) == pytest.approx((phi, tau_squared))
    assert found.is_widened
    high = sin(asin(sqrt(0.5)) + 3.090232 * sqrt(0.05**2 + tau_squared)) ** 2 * 100
    assert found.limits(100, 0.998, widened=True).high == pytest.approx(high, abs=1e-4)
    assert found.sides(widened=False).tolist() == [-2, 2] * 10
    assert found.sides(widened=True).tolist() == [0] * 20


def test_one_that_lies_between_the_limits_is_told_from_one_beyond_both(snapshot: Snapshot) -> None:
    """61 of 100 lies between 59.8 and 65.5, and 80 beyond; the many at 50 hold the average there."""
    found = shares(snapshot, *[50.0] * 400, 61.0, 80.0, 20.0)
    assert found is not None
    assert found.sides(widened=False)[-3:].tolist() == [1, 2, -2]


@pytest.mark.parametrize("numerators", [[50.0] * 9, [50.0] * 9 + [NAN], [0.0] * 12, [101.0] * 12])
def test_no_funnel_from_too_few_or_from_nothing(snapshot: Snapshot, numerators: list[float]) -> None:
    assert shares(snapshot, *numerators) is None


@pytest.mark.parametrize("code", ["LACHealth%", "LAC", "LACDental%"])
def test_the_published_counts_give_the_limits_of_the_plain_funnel(snapshot: Snapshot, code: str) -> None:
    indicator = snapshot.indicators.find(code)
    block, at = snapshot.block(indicator), snapshot.latest_columns[snapshot.position[indicator.id]]
    assert block.numerators is not None
    assert block.denominators is not None
    counting = snapshot.are_authorities & ~np.isnan(block.values[:, at])
    numerators, denominators = (
        np.where(counting, array[:, at], NAN) for array in (block.numerators, block.denominators)
    )
    found = funnel_of(indicator, numerators, denominators)
    assert found is not None
    pairs = [(n, d) for n, d in zip(numerators.tolist(), denominators.tolist(), strict=True) if n >= 0 and d > 0]
    average = sum(n for n, _ in pairs) / sum(d for _, d in pairs)
    assert found.average == pytest.approx(average)
    southampton = found.areas.tolist().index(snapshot.area_position["852"])
    size = found.denominator[southampton]
    limits = (proportion_limits if indicator.unit == "%" else rate_limits)(average, size, confidence=0.998)
    ours = found.limits(size, 0.998, widened=False)
    assert (ours.low, ours.high) == pytest.approx((limits.low * indicator.per, limits.high * indicator.per))
    outside = (found.values > found.limits(found.denominator, 0.998, widened=True).high).sum()
    assert (found.sides(widened=True) == 2).sum() == outside
