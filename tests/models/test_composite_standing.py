"""Where a composite would stand: counted over by hand among the published figures of all other authorities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import Snapshot
from models.composite import Basis, CompositeStanding, composite_standing, composites
from models.composite.standing import as_published
from models.field import field_in

NAMES = ("Southampton", "Hampshire", "Portsmouth", "Isle of Wight")


@pytest.fixture(scope="module")
def stands(snapshot: Snapshot) -> CompositeStanding:
    members = [snapshot.authorities.find(name) for name in NAMES]
    region = snapshot.authorities.region_of(members[0])
    return composite_standing(composites(field_in(snapshot), members), region)


def test_the_place_is_that_among_all_others(snapshot: Snapshot, stands: CompositeStanding) -> None:
    at = snapshot.position[snapshot.indicators.find("LACHealth%").id]
    chosen = snapshot.slice()
    members = {snapshot.authorities.find(name).code for name in NAMES}
    others = [
        value
        for area, value, existed in zip(snapshot.areas, chosen.values[at], chosen.existed[at], strict=True)
        if existed and area.code not in members and not np.isnan(value)
    ]
    value = stands.value[at]
    assert value == round(stands.found.value[at]), "published without decimals"
    assert stands.ranked[at] == len(others) + 1
    assert stands.rank[at] == 1 + sum(other > value for other in others), "a higher figure is better"
    quartile = np.quantile([*others, value], 0.25)
    assert (stands.band[at] == "D") == (value <= quartile)


def test_the_word_is_that_of_its_interval_against_england(snapshot: Snapshot, stands: CompositeStanding) -> None:
    at = snapshot.position[snapshot.indicators.find("LACHealth%").id]
    assert stands.found.interval.high[at] < stands.england[at]
    assert stands.comparison[at] == "worse"


def test_sums_have_no_place(stands: CompositeStanding) -> None:
    sums = stands.found.basis == Basis.ADDED
    assert sums.any()
    assert not stands.rank[sums].any()
    assert not stands.from_highest[sums].any()
    assert set(stands.band[sums]) == {""}
    assert np.isnan(stands.england[sums]).all(), "nor are they compared with England's total"
    assert not set(np.flatnonzero(sums)) & set(stands.worst_first)


def test_the_worst_is_first_and_neutral_ones_are_last(stands: CompositeStanding) -> None:
    order = np.array(stands.worst_first)
    signed = stands.signs[order] != 0
    assert signed[: signed.sum()].all(), "those with a better direction come first"
    share = (stands.rank / np.maximum(stands.ranked, 1))[order[signed]]
    assert (np.diff(share) <= 0).all()
    assert not stands.old[order].any()


@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_a_published_figure_is_left_as_it_is(whole: int, decimals: int) -> None:
    value = whole / 10**decimals
    assert as_published(np.array([value]), np.array([decimals]))[0] == pytest.approx(value, abs=1e-9)


def test_a_half_goes_up() -> None:
    found = as_published(np.array([87.5, 87.4999, 2.675, np.nan]), np.array([0, 0, 2, 0]))
    np.testing.assert_array_equal(found, [88, 87, 2.68, np.nan])
