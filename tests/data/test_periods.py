"""Periods: every label form of the sources, and the rules that hold for all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import PortalError
from data.periods import SNAPSHOT_MONTHS, YEAR_STARTS, Period, PeriodKind, Status, parse_period, year_ending

FINANCIAL, ACADEMIC, CALENDAR = PeriodKind.FINANCIAL_YEAR, PeriodKind.ACADEMIC_YEAR, PeriodKind.CALENDAR_YEAR
MARCH = PeriodKind.MARCH_SNAPSHOT


@pytest.mark.parametrize(
    ("label", "kind", "start", "end", "years", "status", "shown"),
    [
        ("2025", FINANCIAL, date(2024, 4, 1), date(2025, 3, 31), 1, None, "2024-25"),
        ("2025", ACADEMIC, date(2024, 9, 1), date(2025, 8, 31), 1, None, "2024/25"),
        ("202425", ACADEMIC, date(2024, 9, 1), date(2025, 8, 31), 1, None, "2024/25"),
        ("2023/24", ACADEMIC, date(2023, 9, 1), date(2024, 8, 31), 1, None, "2023/24"),
        ("2024-25 (OT)", FINANCIAL, date(2024, 4, 1), date(2025, 3, 31), 1, Status.FINAL, "2024-25"),
        ("2025 (prov)", ACADEMIC, date(2024, 9, 1), date(2025, 8, 31), 1, Status.PROVISIONAL, "2024/25"),
        ("2023 (Rev)", ACADEMIC, date(2022, 9, 1), date(2023, 8, 31), 1, Status.REVISED, "2022/23"),
        ("2021 (Final)", ACADEMIC, date(2020, 9, 1), date(2021, 8, 31), 1, Status.FINAL, "2020/21"),
        ("2024", CALENDAR, date(2024, 1, 1), date(2024, 12, 31), 1, None, "2024"),
        ("2014-16", CALENDAR, date(2014, 1, 1), date(2016, 12, 31), 3, None, "2014 to 2016"),
        ("2013/14-15/16", FINANCIAL, date(2013, 4, 1), date(2016, 3, 31), 3, None, "2013-14 to 2015-16"),
        ("2025", MARCH, date(2025, 3, 31), date(2025, 3, 31), 1, None, "31 March 2025"),
        ("2025", PeriodKind.SEPTEMBER_SNAPSHOT, date(2025, 9, 30), date(2025, 9, 30), 1, None, "30 September 2025"),
        ("2025", PeriodKind.JANUARY_SNAPSHOT, date(2025, 1, 31), date(2025, 1, 31), 1, None, "January 2025"),
        ("2024", PeriodKind.JUNE_SNAPSHOT, date(2024, 6, 30), date(2024, 6, 30), 1, None, "30 June 2024"),
        ("1999-00", FINANCIAL, date(1999, 4, 1), date(2000, 3, 31), 1, None, "1999-00"),
    ],
)
def test_every_label_form_becomes_a_start_and_an_end(
    label: str, kind: PeriodKind, start: date, end: date, years: int, status: Status | None, shown: str
) -> None:
    period, found = parse_period(label, kind)
    assert (period.start, period.end, period.years, found) == (start, end, years, status)
    assert period.label == shown


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("0", FINANCIAL),
        ("", FINANCIAL),
        ("20245", FINANCIAL),
        ("2024/26", ACADEMIC),
        ("2025 (draft)", ACADEMIC),
        ("2013/14-15/17", FINANCIAL),
        ("1066", CALENDAR),
        ("latest", CALENDAR),
    ],
)
def test_a_label_that_fits_no_form_is_refused_and_named(label: str, kind: PeriodKind) -> None:
    with pytest.raises(PortalError, match=label.split(" ")[0].replace("(", r"\(") or "''"):
        parse_period(label, kind)


kinds = st.sampled_from([*YEAR_STARTS, *SNAPSHOT_MONTHS])


@given(kinds, st.integers(1991, 2099))
def test_the_period_before_ends_the_day_before_a_year_starts_or_a_year_earlier(kind: PeriodKind, year: int) -> None:
    period = year_ending(kind, year)
    before = period.previous()
    assert before == year_ending(kind, year - 1)
    assert before < period
    if kind in YEAR_STARTS:
        assert (period.start - before.end).days == 1


@given(kinds, st.integers(1991, 2099), st.integers(1991, 2099))
def test_periods_sort_by_their_end(kind: PeriodKind, first: int, second: int) -> None:
    assert (year_ending(kind, first) < year_ending(kind, second)) == (first < second)


@given(kinds, st.integers(1991, 2099))
def test_start_year_and_end_year_labels_meet(kind: PeriodKind, year: int) -> None:
    one, _ = parse_period(str(year), kind)
    if kind is not PeriodKind.CALENDAR_YEAR:
        two, _ = parse_period(f"{year - 1}/{year % 100:02d}", kind)
        assert one == two


def test_months_and_quarters_step_by_one() -> None:
    month = Period(PeriodKind.MONTH, date(2022, 3, 1), date(2022, 3, 31))
    assert month.previous() == Period(PeriodKind.MONTH, date(2022, 2, 1), date(2022, 2, 28))
    quarter = Period(PeriodKind.QUARTER, date(2022, 4, 1), date(2022, 6, 30))
    assert quarter.previous() == Period(PeriodKind.QUARTER, date(2022, 1, 1), date(2022, 3, 31))
    assert month.label == "March 2022"
    assert quarter.label == "April to June 2022"
