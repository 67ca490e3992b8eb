"""Commentary below the figures or on its own sheet: each section's analysis, and what is done next."""

import io

import openpyxl
import pytest

from app.return_files import template_as_csv, template_as_workbook
from data.indicators import load_indicators
from data.returns.content import Return
from data.returns.limits import MOST_CHARACTERS, MOST_SECTIONS
from data.returns.measures import load_local_measures
from data.returns.reading import parse_return
from data.returns.template import template_rows, template_sections
from models.checking.check import check_return

FIGURES = "Indicator,Feb-22,Mar-22\nNumber of contacts,1511,1766\n"


def read(text: str) -> Return:
    return parse_return(text.encode(), "return.csv", load_indicators())


def told(found: Return) -> list[tuple[str, str, str]]:
    return [(each.section, each.analysis, each.action) for each in found.commentary]


@pytest.mark.parametrize(
    "headings",
    [
        "Section,Analysis,Action and next steps",
        "SECTION,Commentary,Actions",
        "section:,analysis,Next steps",
    ],
)
def test_commentary_below_the_figures(headings: str) -> None:
    found = read(f'{FIGURES}\n{headings}\nThe front door,"Contacts fell, again.",Watch\nCare,,"Recruit\ncarers"\n')
    assert told(found) == [("The front door", "Contacts fell, again.", "Watch"), ("Care", "", "Recruit\ncarers")]
    assert [each.line for each in found.commentary] == [5, 6]
    assert [series.name for series in found.series] == ["Number of contacts"]
    assert found.remarks == ()


def test_the_columns_may_stand_in_any_order() -> None:
    found = read(f"{FIGURES}\nAction and next steps,Section,Analysis\nWatch,The front door,Contacts fell\n")
    assert told(found) == [("The front door", "Contacts fell", "Watch")]


def test_figures_go_on_below_commentary() -> None:
    found = read(f"{FIGURES}\nCommentary\nSection,Analysis\nCare,All is well\n\nCare\n{FIGURES.replace('1511', '7')}")
    assert told(found) == [("Care", "All is well", "")]
    assert [series.own[0].cell.value for series in found.series] == [1511, 7]
    assert [table.title for table in found.tables] == ["", "Care"]


def test_tabs_within_commentary_are_no_columns() -> None:
    found = read(f'{FIGURES}\nSection,Analysis\nCare,"•\tOne\n•\tTwo\n•\tThree"\n')
    assert told(found) == [("Care", "• One\n• Two\n• Three", "")]
    assert found.series[0].own[1].cell.value == 1766


def test_commentary_on_a_sheet_of_its_own() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Indicator", "Feb-22"], ["Number of contacts", 1511]):
        sheet.append(row)
    words = book.create_sheet("Commentary")
    for row in (
        ["Section", "Analysis", "Action and next steps"],
        ["Care", "All is well", None],
        [None, "And so on", None],
    ):
        words.append(row)
    words.merge_cells("A2:A3")
    stream = io.BytesIO()
    book.save(stream)
    found = parse_return(stream.getvalue(), "return.xlsx", load_indicators())
    assert told(found) == [("Care", "All is well", ""), ("Care", "And so on", "")]
    assert {each.sheet for each in found.commentary} == {"Commentary"}


def test_what_is_too_long_or_of_no_section_is_said() -> None:
    found = read(f"{FIGURES}\nSection,Analysis\nCare,{'a' * (MOST_CHARACTERS + 1)}\n,Nobody knows of what\n")
    assert [remark.kind for remark in found.remarks] == ["commentary", "commentary"]
    assert len(found.commentary[0].analysis) == MOST_CHARACTERS
    many = "".join(f"Section {number},Words\n" for number in range(MOST_SECTIONS + 5))
    found = read(f"{FIGURES}\nSection,Analysis\n{many}")
    assert (len(found.commentary), len(found.remarks)) == (MOST_SECTIONS, 1)
    assert all(remark.message.endswith(".") for remark in found.remarks)


def test_the_template_asks_for_commentary_and_checks_clean() -> None:
    rows = template_rows(load_local_measures(), "Southampton", {})
    rows[0].update(period="Oct-22", value="1,477")
    sections = template_sections(load_local_measures())
    for content in (template_as_csv(rows), template_as_workbook(rows)):
        found = parse_return(content, "return", load_indicators())
        assert found.commentary == ()  # nothing is filled in yet
        assert [finding.message for finding in check_return(found)] == []
    filled = template_as_csv(rows).decode().replace(f"{sections[0]},,", f"{sections[0]},Contacts fell,Watch")
    assert told(read(filled)) == [(sections[0], "Contacts fell", "Watch")]
