"""Stale figures: those of a series that has stopped."""

from data.periods import PeriodKind, year_ending
from models.recency import YEARS_BEHIND, stale


def test_a_series_that_stopped_is_stale_beside_the_newest_of_its_kind() -> None:
    financial, academic = PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR
    assert YEARS_BEHIND == 3
    periods = [
        year_ending(financial, 2025),
        year_ending(financial, 2022),  # three years behind: it may still come
        year_ending(financial, 2021),
        year_ending(academic, 2021),  # the newest of its own kind
        year_ending(financial, 2021, years=3),  # a span is of its kind too
        None,
    ]
    assert stale(periods).tolist() == [False, False, True, False, True, False]


def test_without_any_period_nothing_is_stale() -> None:
    assert stale([None, None]).tolist() == [False, False]
