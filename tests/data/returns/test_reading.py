"""Files of every layout become series; nothing else is taken for a table."""

import io
from datetime import date

import openpyxl
import pytest

from data.errors import PortalError
from data.indicators import load_indicators
from data.papers import FOLDER as PAPERS
from data.returns.content import Layout, Return, Who
from data.returns.measures import Measures, folded, load_local_measures
from data.returns.reading import parse_return, read_return


def read(text: str, name: str = "return.csv") -> Return:
    return parse_return(text.encode(), name, load_indicators())


def test_a_scorecard_of_months() -> None:
    found = read_return(PAPERS / "scorecard_2022_11.csv", load_indicators())
    assert (found.authority, len(found.tables), len(found.series)) == ("852", 5, 38)
    assert {series.name for series in found.series if series.measure is None} == set()
    row = next(series for series in found.series if series.line == 10)
    assert (len(row.own), len(row.comparators), row.target.value) == (9, 4, 90)
    first = row.own[0].cell
    assert (first.value, first.numerator, first.denominator) == (95, 287, 300)
    assert [figure.who for figure in row.comparators] == [Who.OWN, Who.NEIGHBOURS, Who.AREA, Who.AREA]
    assert found.series[1].under_review
    assert found.tables[1].title == "Purposeful Direct Contact"


def test_a_paper_as_extracted_text() -> None:
    prose = "The Panel notes how responsibilities are discharged. " * 10
    text = f"# Performance\n\n{prose}\n\nIndicator\tFeb-22\tMar-22\nNumber of contacts\t1511\t1766\n\n{prose}\n"
    found = read(text, "paper.txt")
    assert [(series.name, series.own[1].cell.value) for series in found.series] == [("Number of contacts", 1766)]


def test_years_with_the_authority_beside_national() -> None:
    found = read("CLA 1yr+,2023,,2024,\n% Expected,LA,Nat,LA,Nat\nKS2: RWM,44,36,24,(34)\n")
    assert found.tables[0].layout is Layout.PAIRS
    row = found.series[0]
    assert [(figure.period.year, figure.cell.value) for figure in row.own if figure.period] == [(2023, 44), (2024, 24)]
    assert [(figure.area, figure.cell.value) for figure in row.comparators] == [("970", 36), ("970", 34)]
    assert row.comparators[1].cell.bracketed


def test_a_year_a_row() -> None:
    found = read("FTE Year,SCC,National\n20,9.1,9.4\n21,10.3 (provisional),TBC\n")
    row = found.series[0]
    assert found.tables[0].layout is Layout.YEARS
    assert row.measure is not None
    assert (row.measure.id, [figure.line for figure in row.own]) == ("fixed-term-exclusions", [2, 3])


def test_the_template_is_gathered_by_indicator_and_breakdown() -> None:
    found = read(
        "authority,indicator,breakdown,period,value,numerator,denominator\n"
        "Portsmouth,cla,,Apr-26,400,,\nPortsmouth,cla,In area,Apr-26,300,,\n"
        "Portsmouth,cla-reviews,,Apr-26,,287,300\nPortsmouth,cla,,May-26,,,\n"
    )
    assert found.authority == "851"
    assert [(series.key, len(series.own)) for series in found.series] == [
        (("cla", ""), 1),
        (("cla", "in area"), 1),
        (("cla-reviews", ""), 1),
    ]
    assert found.series[2].own[0].cell.has_counts


def test_a_row_of_counts_is_not_taken_for_years() -> None:
    found = read("Indicator,Feb-22,Mar-22\nNumber of contacts,2022,2021\nNumber of referrals in the month,2019,2020\n")
    assert len(found.tables) == 1
    assert [figure.cell.value for figure in found.series[0].own] == [2022, 2021]


def test_rows_below_a_title_go_on_with_their_table() -> None:
    found = read("Indicator,Feb-22\n\nFront door\nNumber of contacts,5\n\nCare\nNumber of care leavers,7\n")
    assert [series.own[0].cell.value for series in found.series] == [5, 7]


def test_a_workbook_is_read_as_it_is_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Indicator", date(2026, 2, 1), "Mar-26", "Target"])
    sheet.append(["Percentage of CLA children with an up-to-date review", 0.957, "96% (288/300)", 0.95])
    sheet["B2"].number_format = "0%"
    sheet["D2"].number_format = "0%"
    sheet["B1"].number_format = "mmm-yy"
    sheet.append(["Number of contacts", 1477.0, 1784, None])
    second = book.create_sheet("Care")
    second.append(["Indicator", "Feb-26"])
    second.append(["Number of care leavers", 251])
    stream = io.BytesIO()
    book.save(stream)
    found = parse_return(stream.getvalue(), "return.xlsx", load_indicators())
    assert [figure.cell.value for figure in found.series[0].own] == [96, 96]
    assert found.series[0].own[0].heading == "Feb-26"
    assert found.series[0].target.value == 95
    assert [(series.sheet, series.own[0].cell.value) for series in found.series[1:]] == [("Sheet", 1477), ("Care", 251)]


def test_what_cannot_be_placed_is_said() -> None:
    found = read("Indicator,Feb-22,Smarch-22\nNumber of contacts,5,6\n,7,\nRate of CLA per 10,000,5,6\n")
    assert [remark.kind for remark in found.remarks] == ["heading", "name", "columns"]
    assert [series.name for series in found.series] == ["Number of contacts"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "return.csv is empty."),
        (b"%PDF-1.7 ", "is a PDF"),
        (b"\xd0\xcf\x11\xe0 ", "old Excel file"),
        (b"a b c\nd e f", "only one column"),
        (b"a,b\nc,d", "has no table that is known here"),
        (b"a,b\n" * 3_000_000, "larger than 10 MB"),
        (b"a,b\n" * 150_000, "more than 200,000 cells"),
        (b"PK\x03\x04 and so on", "damaged or is no Excel workbook"),
    ],
)
def test_a_refusal_is_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(PortalError) as refused:
        parse_return(content, "return.csv")
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")


def test_names_are_compared_without_case_signs_and_footnotes() -> None:
    assert folded("% of CLA  with an up–to–date review*") == folded("Percentage of CLA with an up-to-date review")
    assert folded("Re-referrals UNDER REVIEW") == folded("re-referrals")


def test_local_measures_belong_together() -> None:
    indicators = load_indicators()
    measures = Measures(load_local_measures(), indicators)
    published = {indicator.id: indicator for indicator in indicators}
    for measure in measures.all:
        assert measures.find(measure.title) is measure
        if measure.published:
            known = published[measure.published]
            assert known.unit == measure.unit or (known.is_total and measure.is_count), measure.id
        if measure.counts_in or measure.at_most:
            assert measure.is_percentage, measure.id
        if measure.part_of:
            assert measure.is_count, measure.id
    found = measures.find("LACHealth%")
    assert found is not None
    assert found.published == "percentage-of-cla-having-health-checks"


def test_a_cohort_in_the_heading_is_the_denominator() -> None:
    found = read(
        "Measure,2019 (OC2 cohort of 124),2020 (n = 114)\nEnglish and maths at 4 or above,17 (13.7%),32 (28.1%)\n"
    )
    cells = [figure.cell for figure in found.series[0].own]
    assert [(cell.value, cell.numerator, cell.denominator) for cell in cells] == [(13.7, 17, 124), (28.1, 32, 114)]
    assert [figure.period.year for figure in found.series[0].own if figure.period] == [2019, 2020]


def test_headings_that_are_years_with_words() -> None:
    found = read(
        "Present Category,2020 Number of Pupils,2020 % of Pupils\n95% and above,577,65.6%\nless than 90%,183,20.8%\n"
    )
    assert [table.layout for table in found.tables] == [Layout.CATEGORIES]
    assert [row.cells[1].value for row in found.tables[0].rows] == [577, 183]
