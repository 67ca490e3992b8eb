"""A statement on an indicator of terms, months or weeks: the newest that the day or the year it names holds."""

from datetime import date

import pytest

from data.periods import PeriodKind
from data.time_identifiers import identified_period
from models.claims.when import When, resolved


@pytest.mark.parametrize(
    ("identifier", "label", "year", "day", "expected"),
    [
        ("Autumn term", "202425", 2023, None, "Autumn term 2023/24"),
        ("Autumn term", "202425", None, None, "Autumn term 2024/25"),
        ("March", "2025", 2025, date(2025, 1, 31), "January 2025"),
        ("Week 12", "2025", None, date(2025, 3, 16), "Week 11 of 2025"),
        ("Part 2 (October to March)", "202425", 2024, None, "April to September 2024"),
    ],
)
def test_a_part_of_a_year_is_the_newest_that_is_over_by_then(
    identifier: str, label: str, year: int | None, day: date | None, expected: str
) -> None:
    latest = identified_period(label, identifier)
    when = When("then", 0, 4, year, None, day=day)
    assert latest.kind is not PeriodKind.CALENDAR_YEAR
    assert resolved(when, latest.kind, latest).label == expected
