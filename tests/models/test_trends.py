"""The trends of many indicators at once are those of each by itself."""

import numpy as np

from data.periods import PeriodKind, year_ending
from data.store import Snapshot
from models.field import field_in
from models.trend_test import POINTS
from models.trends import trends_of


def test_dental_checks_have_been_rising_for_five_years(snapshot: Snapshot) -> None:
    # docs/methods-uncertainty.md: 242/356, 254/374, 268/401, 316/389, 304/336 give a chi-square of 62.55.
    at = snapshot.position["percentage-of-cla-having-dental-checks"]
    area = snapshot.authorities.find("Southampton")
    found = trends_of(snapshot, area, np.array([at]), snapshot.latest_columns[[at]])
    assert found.word.tolist() == ["increasing and getting better"]
    assert round(float(found.chi_square[0]), 2) == 62.55


def test_up_to_an_earlier_year_there_are_too_few_and_without_a_period_none(snapshot: Snapshot) -> None:
    at = snapshot.position["social-worker-instability-3-or-more-social-workers-during-the-year"]
    area = snapshot.authorities.find("Southampton")
    assert len(snapshot.periods[at]) < POINTS
    found = trends_of(snapshot, area, np.array([at, at]), np.array([snapshot.latest_columns[at], -1]))
    assert found.word.tolist() == ["cannot be calculated"] * 2


def test_spans_of_years_that_overlap_have_no_trend(snapshot: Snapshot) -> None:
    spans = [
        index
        for index, periods in enumerate(snapshot.periods)
        if periods and periods[-1].years > 1 and len(periods) >= POINTS
    ]
    assert spans
    area = snapshot.authorities.find("Southampton")
    found = trends_of(snapshot, area, np.array(spans), snapshot.latest_columns[spans])
    assert set(found.word.tolist()) == {"cannot be calculated"}
    assert year_ending(PeriodKind.CALENDAR_YEAR, 2022, years=3).previous().years == 3, "a span follows a span"


def test_trends_of_all_areas_in_a_field_are_those_of_each_area(snapshot: Snapshot) -> None:
    field = field_in(snapshot)
    rows = np.arange(len(field.slice.which))
    for name in ("Southampton", "Derby", "City of London", "England"):
        area = snapshot.authorities.find(name)
        alone = trends_of(snapshot, area, field.slice.which, field.slice.columns)
        found = field.trend_words(rows, snapshot.area_position[area.code])
        assert found.tolist() == alone.word.tolist()
        assert len(set(found.tolist())) > 3
