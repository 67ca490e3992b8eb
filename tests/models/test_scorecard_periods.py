"""Years and quarters of a return, with their comparators of the same period."""

import pytest

from data.periods import PeriodKind, year_ending
from data.returns.content import Who
from models.scorecard.periods import OWN, PeriodTable, Whose, other_tables, period_tables
from tests.models.scorecard_of_papers import paper, return_of

ENGLAND = Whose(Who.AREA, "970")
YEAR_2025 = year_ending(PeriodKind.CALENDAR_YEAR, 2025)


def table(slug: str, at: int = 0) -> PeriodTable:
    return period_tables(paper(slug))[at]


def test_key_stage_2_stands_beside_england_year_by_year() -> None:
    """documents/002: 39 against 35 in 2018, no national figure in 2020 and 2021, 18 against 35 in 2025."""
    (ks2,) = table("attainment-2025").rows
    assert [period.label for period in table("attainment-2025").periods] == [str(year) for year in range(2018, 2026)]
    assert ks2.latest == YEAR_2025
    assert ks2.compared == (ENGLAND, -17)
    cell = ks2.cell(ENGLAND, year_ending(PeriodKind.CALENDAR_YEAR, 2020))
    assert cell is not None
    assert (cell.value, cell.reason) == (None, "not applicable")


def test_a_provisional_year_keeps_its_brackets() -> None:
    """18.8 against (17): 1.8 above."""
    english = table("attainment-2025", 1).rows[0]
    beside = english.cell(ENGLAND, YEAR_2025)
    assert beside is not None
    assert beside.bracketed
    assert english.compared == (ENGLAND, pytest.approx(1.8))


def test_a_monthly_return_has_no_table_of_periods() -> None:
    assert period_tables(paper("scorecard")) == ()
    assert other_tables(paper("scorecard")) == ()


def test_audits_are_tables_of_categories() -> None:
    assert [found.title for found in other_tables(paper("audits"))] == ["Audits by service", "Grades"]
    assert period_tables(paper("audits")) == ()


def test_what_of_a_template_is_not_monthly_stands_apart() -> None:
    lines = (
        "authority,indicator,period,value\n852,referrals,May-26,310\n852,referrals,Jun-26,300\n852,ks2-rwm,2024/25,40%"
    )
    (found,) = period_tables(return_of(lines))
    assert [row.key for row in found.rows] == ["ks2-rwm"]
    assert found.rows[0].whose == (OWN,)


def test_a_comparator_without_a_year_is_said_to_have_none() -> None:
    lines = "Indicator,2023/24,2024/25,England\nPercentage of care leavers in EET,50%,55%,54%"
    (found,) = period_tables(return_of(lines))
    assert found.has_undated
    assert found.rows[0].cell(ENGLAND, None) is not None
    assert found.rows[0].compared == (ENGLAND, 1)


def test_every_paper_is_shown_whole() -> None:
    """Each row of figures stands in the scorecard or in a table of periods, and each other table as it is."""
    for slug in ("virtual-school-2022", "foster-carer-recruitment", "annual-report-2024-25", "virtual-school-2021"):
        found = paper(slug)
        shown = [row for part in period_tables(found) for row in part.rows]
        with_figures = [series for series in found.series if any(figure.cell.text.strip() for figure in series.own)]
        assert len(shown) == len(with_figures), slug


def test_the_share_beside_a_count_is_what_a_percentage_states() -> None:
    """`18 (15.8%)` for English and maths at 5 or above in 2020, as Hampshire prints it."""
    rows = [row for part in period_tables(paper("virtual-school-2021")) for row in part.rows]
    both = next(row for row in rows if row.key == "ks4-5-both")
    assert both.stated(OWN, year_ending(PeriodKind.CALENDAR_YEAR, 2020)) == 15.8
