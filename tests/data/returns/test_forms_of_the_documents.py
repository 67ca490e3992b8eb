"""Returns of every kind in the papers: a few transcribed lines of each, and what is held of them."""

import io
from datetime import date

import openpyxl
import pytest

from data.indicators import load_indicators
from data.periods import PeriodKind, Status
from data.returns.content import Layout, Return, Series
from data.returns.measures import Kind
from data.returns.reading import parse_return
from data.returns.targets import TargetKind
from models.checking.check import check_return


def read(text: str) -> Return:
    return parse_return(text.encode(), "return.csv", load_indicators())


def named(found: Return, name: str, breakdown: str = "") -> Series:
    return next(each for each in found.series if each.name == name and each.breakdown == breakdown)


SCORECARD = """\
Indicator,Feb-22,Mar-22,Apr-22,Target,Southampton 20/21,Statistical Neighbours,South East,England
Percentage of re-referrals within 12 months UNDER REVIEW,28% (91/315),28% (91/323),21% (59/272),23%,22%,28%,23%,N/A
Number of Early Help assessments completed,101,134,106,TBC,N/A,N/A,N/A,N/A
"Rates of Single Assessments completed per 10,000",,,64,700 (accumulative),672,637,554,518
Number of contacts,1511,1766,1664,<17K,17661,N/A,N/A,N/A
Percentage of CLA placed in IFA placements as at the end of the month,24% (138/561),24% (138/563),,<36%,N/A,36%,38%,36%
Percentage of CLA at end of month with 3 or more placements during the year,26% (147/561),,,<10%,N/A,N/A,N/A,N/A
"""


def test_months_with_counts_targets_and_last_years_comparators() -> None:
    found = read(SCORECARD)
    row = found.series[0]
    assert row.under_review
    assert [(figure.cell.numerator, figure.cell.denominator) for figure in row.own][:1] == [(91, 315)]
    assert [figure.cell.value for figure in row.comparators] == [22, 28, 23, None]
    assert row.comparators[3].cell.reason == "not applicable"
    own = found.series[2].comparators[0]
    assert own.period is not None
    assert (own.period.kind, own.period.end) == (PeriodKind.FINANCIAL_YEAR, date(2021, 3, 31))


def test_targets_of_the_odd_forms() -> None:
    targets = [series.target for series in read(SCORECARD).series]
    kinds = [(target.kind, target.value, target.unit, target.cumulative) for target in targets]
    assert kinds == [
        (TargetKind.VALUE, 23, "%", False),
        (TargetKind.NONE, None, "", False),
        (TargetKind.VALUE, 700, "", True),
        (TargetKind.BELOW, 17_000, "", False),
        (TargetKind.BELOW, 36, "%", False),
        (TargetKind.BELOW, 10, "%", False),
    ]
    assert targets[1].reason == "to be confirmed"


def test_what_counts_from_april() -> None:
    row = read(SCORECARD).series[2]
    assert row.measure is not None
    assert row.measure.kind is Kind.CUMULATIVE
    assert [figure.cell.value for figure in row.own] == [None, None, 64]


def test_academic_years_beside_national_with_provisional_years_in_brackets() -> None:
    found = read(
        ",2019,,2020,,2024,,2025,\nMeasure CLA 1yr+,LA,Nat,LA,Nat,LA,Nat,LA,Nat\n"
        "% 9-5 English,16.7,16.0,12.2,(16.0),6.8,17,18.8,(17)\n% 9-5 (E&M),6.7,7.0,4.9,(7.0),2.3,9.0,15.6,(9.0)\n"
    )
    assert found.tables[0].layout is Layout.PAIRS
    row = found.series[0]
    assert [figure.cell.value for figure in row.own] == [16.7, 12.2, 6.8, 18.8]
    assert [figure.cell.bracketed for figure in row.comparators] == [False, True, False, True]
    assert found.series[1].measure is not None


def test_a_small_cohort() -> None:
    found = read(
        "KS4\nMeasure,% of 1yr+ pupils,% of all pupils\n"
        "%9-5 English,24.0,18.2\n%9-5 Maths,16.0,12.1\n% 5 GCSEs 3+,,32.3\n"
    )
    assert found.tables[0].layout is Layout.CATEGORIES
    values = [[cell.value for cell in row.cells[1:]] for row in found.tables[0].rows]
    assert values == [[24, 18.2], [16, 12.1], [None, 32.3]]


def test_a_quarter_against_the_same_quarter_of_last_year() -> None:
    found = read(
        '"Quarter 2 (2022/23): July, August, September 2022"\nIndicator,2022/23,2021/22\n'
        "Total number of enquires,45,58\nApprovals within the Q (ADM decision),6,4\n"
    )
    periods = [figure.period for figure in found.series[0].own]
    assert [(period.kind, period.start) for period in periods if period] == [
        (PeriodKind.QUARTER, date(2022, 7, 1)),
        (PeriodKind.QUARTER, date(2021, 7, 1)),
    ]
    assert [figure.cell.value for figure in found.series[0].own] == [45, 58]


def test_provisional_then_revised() -> None:
    found = read("FTE Year,SCC,National\n20,9.1,9.4\n21,10.3 (provisional),TBC\n")
    assert [figure.cell.status for figure in found.series[0].own] == [None, Status.PROVISIONAL]
    found = read("Indicator,Feb-22,Mar-22\nNumber of contacts,1511 [p],1766 (revised)\n")
    assert [figure.cell.status for figure in found.series[0].own] == [Status.PROVISIONAL, Status.REVISED]


ROLLING = (
    "Indicator,"
    + ",".join(f"{month}-22" for month in "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
    + ",Jan-23\nNumber of contacts,"
    + ",".join(["10"] * 13)
    + "\nNumber of contacts (rolling 12 months),"
    + "," * 11
    + "{dec},{jan}\nNumber of contacts - cumulative,,,,10,20,30,40,50,60,70,80,{ytd},100\n"
)


def test_rolling_twelve_months_and_counts_from_april_are_held_apart_from_the_months() -> None:
    found = read(ROLLING.format(dec="120", jan="120", ytd="90"))
    rows = [(series.measure.id, series.measure.kind, series.measure.sums) for series in found.series if series.measure]
    assert rows == [
        ("contacts", Kind.IN_PERIOD, ""),
        ("contacts-rolling", Kind.ROLLING, "contacts"),
        ("contacts-cumulative", Kind.CUMULATIVE, "contacts"),
    ]
    assert [finding.message for finding in check_return(found)] == []


def test_a_rolling_figure_has_to_be_the_sum_of_its_months() -> None:
    found = check_return(read(ROLLING.format(dec="121", jan="120", ytd="90")))
    assert [(finding.column, finding.stated, finding.expected) for finding in found] == [("Dec-22", "121", "120")]
    assert "12 months" in found[0].message
    found = check_return(read(ROLLING.format(dec="120", jan="120", ytd="91")))
    assert [(finding.column, finding.stated, finding.expected) for finding in found] == [("Dec-22", "91", "90")]


@pytest.mark.parametrize(
    ("name", "breakdown"),
    [
        ("Number of CLA at the end of the month - in area", "in area"),
        ("Number of CLA at the end of the month (out of area)", "out of area"),
        ("Number of CLA at the end of the month: Year 11", "Year 11"),
        ("Number of CLA at the end of the month, Pathways Through Care", "Pathways Through Care"),
        ("of which in area", "in area"),
        ("Percentage of CLA children with an up-to-date review – Jigsaw", "Jigsaw"),
    ],
)
def test_a_breakdown_in_a_rows_name(name: str, breakdown: str) -> None:
    found = read(f'Indicator,Feb-22\nNumber of CLA at the end of the month,561\n"{name}",300\n')
    row = found.series[1]
    assert row.measure is not None
    assert (row.measure.id in ("cla", "cla-reviews"), row.breakdown) == (True, breakdown)


def test_what_stands_behind_a_name_without_being_a_part() -> None:
    for name in (
        "Number of CLA at the end of the month (rolling 12 months)",
        "Number of contacts (per 10,000)",
        "Boats",
    ):
        assert read(f'Indicator,Feb-22\n"{name}",300\n').series[0].measure is None


@pytest.mark.parametrize(
    "heading", ["Breakdown", "Year group", "Service", "Team", "Attendance band", "Destination", "Grade"]
)
def test_a_column_of_breakdowns(heading: str) -> None:
    found = read(
        f"Indicator,{heading},Feb-22,Mar-22\nNumber of care leavers,,20,21\nNumber of care leavers,11,8,9\n"
        "Number of care leavers,12,12,12\n"
    )
    assert [(series.key, series.own[0].cell.value) for series in found.series] == [
        (("care-leavers", ""), 20),
        (("care-leavers", "11"), 8),
        (("care-leavers", "12"), 12),
    ]
    assert found.remarks == ()
    assert [finding.message for finding in check_return(found)] == []


def test_the_service_that_answers_for_an_indicator_is_no_breakdown() -> None:
    found = read("Indicator,Service,Feb-22\nNumber of contacts,CRS,20\nNumber of care leavers,PTC,8\n")
    assert [series.breakdown for series in found.series] == ["", ""]


def test_breakdowns_of_the_papers_as_categories() -> None:
    found = read(
        "Fixed term exclusions 2021/2022\nNo of pupils receiving FTE,,Incidents,No of days\n"
        "In area,14,25,37.5 (+24.5)\nOut of area,25,80,135(+26.0)\nTotal,39,105,172.5(+50.5)\n\n"
        "Grades\n,Outstanding,Good,Requires Improvement,Inadequate\n"
        "Final grade after moderation,2 (1%),87 (51%),71 (43%),9 (5%)\n\n"
        'KS5: number of pupils 54\nDestination,Number\nEducation,38\nNEET,"14 (UAM, EOTAS, YOI)"\n'
    )
    assert [table.layout for table in found.tables] == [Layout.CATEGORIES] * 3
    first = found.tables[0].rows[0]
    assert (first.name, first.cells[3].value, first.cells[3].change) == ("In area", 37.5, 24.5)
    grade = found.tables[1].rows[0].cells[1]
    assert (grade.value, grade.share) == (2, 1)


def test_a_name_merged_over_rows_of_a_workbook_is_that_of_each() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Indicator", "Breakdown", "Feb-22", "Mar-22"],
        ["Number of care leavers", None, 20, 21],
        [None, "In area", 12, 12],
        [None, "Out of area", 8, 9],
        ["Number of contacts", None, 1511, None],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("C5:C6")
    sheet.append([None, None, None, 3])
    stream = io.BytesIO()
    book.save(stream)
    found = parse_return(stream.getvalue(), "return.xlsx", load_indicators())
    keys = [(series.key, series.own[0].cell.value) for series in found.series]
    assert keys == [
        (("care-leavers", ""), 20),
        (("care-leavers", "in area"), 12),
        (("care-leavers", "out of area"), 8),
        (("contacts", ""), 1511),
    ]
    # A figure is not said twice, and a row without a name is still said to have none.
    assert [remark.kind for remark in found.remarks] == ["name"]
