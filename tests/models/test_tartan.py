"""The tartan beside the bands of one year at a time."""

import numpy as np
import pytest

from data.store import Snapshot
from models.benchmark import published_group, standing
from models.tartan import NO_BAND, NO_FIGURE, NO_PERIOD, YEARS, tartan


@pytest.mark.parametrize("name", ["Southampton", "Dorset", "Westmorland and Furness"])
@pytest.mark.parametrize("year", [2016, 2022, 2025])
def test_a_year_of_the_tartan_is_that_years_standing(snapshot: Snapshot, name: str, year: int) -> None:
    area = snapshot.authorities.find(name)
    found = tartan(snapshot, area)
    group = published_group(snapshot.edition("2025"), area)
    then = standing(snapshot, area, group, year)
    at = found.years.index(year)
    expected = np.where(then.band != "", then.band, np.where(np.isnan(then.value), NO_FIGURE, NO_BAND))
    expected = np.where(then.slice.columns < 0, NO_PERIOD, expected)
    np.testing.assert_array_equal(found.codes[:, at], expected)


def test_it_ends_with_the_newest_year_that_has_bands_or_with_the_one_asked_for(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    found = tartan(snapshot, area)
    assert len(found.years) == YEARS == found.codes.shape[1]
    assert len(found.codes) == len(snapshot.indicators)
    newest = max(
        periods[-1].year for one, periods in zip(snapshot.indicators, snapshot.periods, strict=True)
        if periods and one.sign and one.banded
    )  # fmt: skip
    assert found.years[-1] == newest
    assert tartan(snapshot, area, 2020).years == tuple(range(2009, 2021))


def test_figures_without_a_better_direction_have_no_letter(snapshot: Snapshot) -> None:
    codes = tartan(snapshot, snapshot.authorities.find("Southampton")).codes
    neutral = snapshot.position["children-looked-after-rate-per-10-000"]
    assert set(codes[neutral].tolist()) <= {NO_BAND, NO_FIGURE, NO_PERIOD}
