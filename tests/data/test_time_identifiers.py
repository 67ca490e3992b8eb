"""The publisher's time identifiers: which period each names."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import PortalError
from data.periods import MONTHS, Period, PeriodKind, parse_period, year_ending
from data.time_identifiers import identified_kind, identified_period


@pytest.mark.parametrize(
    ("label", "identifier", "start", "end", "shown"),
    [
        ("202425", "Academic year", date(2024, 9, 1), date(2025, 8, 31), "2024/25"),
        ("2024", "Academic year", date(2024, 9, 1), date(2025, 8, 31), "2024/25"),
        ("2024/2025", "academic Year", date(2024, 9, 1), date(2025, 8, 31), "2024/25"),
        ("202425", "Financial year", date(2024, 4, 1), date(2025, 3, 31), "2024-25"),
        ("2025", "Calendar year", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("2025", "Reporting year", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("202425", "Reporting year", date(2025, 1, 1), date(2025, 12, 31), "2025"),
        ("202425", "Tax year", date(2024, 4, 6), date(2025, 4, 5), "2024-25"),
        ("202425", "Autumn term", date(2024, 9, 1), date(2024, 12, 31), "Autumn term 2024/25"),
        ("202425", "Spring term", date(2025, 1, 1), date(2025, 4, 30), "Spring term 2024/25"),
        ("202425", "Summer term", date(2025, 5, 1), date(2025, 8, 31), "Summer term 2024/25"),
        ("202425", "Autumn and spring term", date(2024, 9, 1), date(2025, 4, 30), "Autumn and spring terms 2024/25"),
        ("202425", "Academic year Q1", date(2024, 9, 1), date(2024, 11, 30), "Quarter 1 of 2024/25"),
        ("202425", "Academic year Q2", date(2024, 12, 1), date(2025, 2, 28), "Quarter 2 of 2024/25"),
        ("202425", "Financial year Q4", date(2025, 1, 1), date(2025, 3, 31), "January to March 2025"),
        ("2025", "Calendar year Q2", date(2025, 4, 1), date(2025, 6, 30), "April to June 2025"),
        ("202425", "Part 1 (April to September)", date(2024, 4, 1), date(2024, 9, 30), "April to September 2024"),
        ("202425", "Part 2 (October to March)", date(2024, 10, 1), date(2025, 3, 31), "October to March 2025"),
        ("2024", "February", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        ("2025", "Week 12", date(2025, 3, 17), date(2025, 3, 23), "Week 12 of 2025"),
        ("2025", "31 March", date(2025, 3, 31), date(2025, 3, 31), "31 March 2025"),
    ],
)
def test_a_row_is_in_one_period(label: str, identifier: str, start: date, end: date, shown: str) -> None:
    period = identified_period(label, identifier)
    assert (period.start, period.end, period.label) == (start, end, shown)
    assert period.kind is identified_kind(identifier)


@pytest.mark.parametrize(
    ("label", "identifier"),
    [
        ("2025", "Moon cycle"),
        ("2025", ""),
        ("2025", "Week 0"),
        ("2025", "Week 54"),
        ("2025", "Week 53"),  # 2025 has 52
        ("202425", "March"),
        ("202427", "Academic year"),
        ("soon", "Calendar year"),
        ("1066", "March"),
    ],
)
def test_what_names_no_period_is_refused(label: str, identifier: str) -> None:
    with pytest.raises(PortalError):
        identified_period(label, identifier)


@given(st.integers(1992, 2098), st.sampled_from([*MONTHS, *(f"Week {week}" for week in range(1, 53))]))
def test_months_and_weeks_follow_one_another(year: int, identifier: str) -> None:
    period = identified_period(str(year), identifier)
    assert (period.start - period.previous().end).days == 1


terms = st.sampled_from(["Autumn term", "Spring term", "Summer term", "Autumn and spring term"])


@given(st.integers(1992, 2098), terms)
def test_a_term_is_compared_with_that_of_the_year_before(year: int, identifier: str) -> None:
    before = identified_period(str(year - 1), identifier)
    assert identified_period(str(year), identifier).previous().label == before.label


def test_half_years_follow_one_another() -> None:
    second = identified_period("202425", "Part 2 (October to March)")
    assert second.previous() == identified_period("202425", "Part 1 (April to September)")


@pytest.mark.parametrize("kind", [PeriodKind.WEEK, PeriodKind.TERM, PeriodKind.MONTH])
def test_a_year_alone_names_no_part_of_it(kind: PeriodKind) -> None:
    with pytest.raises(PortalError, match="does not say which"):
        parse_period("2025", kind)


def test_a_tax_year_follows_a_tax_year() -> None:
    assert year_ending(PeriodKind.TAX_YEAR, 2025).previous() == Period(
        PeriodKind.TAX_YEAR, date(2023, 4, 6), date(2024, 4, 5)
    )
