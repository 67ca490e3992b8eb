"""Contributions to an average: worked out by hand, and the average taken again without each."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.contributions import contributions

NAN = float("nan")


def test_what_each_adds_and_what_the_average_would_be_without_it() -> None:
    """10, 20 and 60 have a mean of 30; without 10 it is 40, without 20 it is 35, without 60 it is 15."""
    found = contributions(np.array([10.0, NAN, 20.0, 60.0]))
    assert found.deviation.tolist() == pytest.approx([-20, NAN, -10, 30], nan_ok=True)
    assert found.without.tolist() == pytest.approx([40, NAN, 35, 15], nan_ok=True)


def test_one_alone_leaves_no_average_and_nobody_has_none() -> None:
    alone = contributions(np.array([NAN, 5.0]))
    assert alone.deviation[1] == 0
    assert isnan(alone.without[1])
    nobody = contributions(np.array([NAN, NAN]))
    assert np.isnan(nobody.deviation).all()
    assert np.isnan(nobody.without).all()


@given(st.lists(st.one_of(st.just(NAN), st.integers(-100, 100).map(float)), min_size=1, max_size=12))
def test_the_average_taken_again_is_the_same(values: list[float]) -> None:
    found = contributions(np.array(values))
    for at, value in enumerate(values):
        others = [other for place, other in enumerate(values) if place != at and not isnan(other)]
        if isnan(value) or not others:
            assert isnan(found.without[at])
        else:
            assert found.without[at] == pytest.approx(sum(others) / len(others), abs=1e-8)
