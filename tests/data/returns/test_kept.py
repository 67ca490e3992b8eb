"""A return is kept as the lines of its file, and comes back equal: from plain data, and from the files given out."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.return_files import return_as_csv, return_as_workbook, template_as_csv, template_as_workbook
from data.errors import PortalError
from data.indicators import load_indicators
from data.papers import FOLDER
from data.returns.content import Return
from data.returns.kept import FORM, as_plain, from_plain
from data.returns.measures import load_local_measures
from data.returns.reading import parse_return, read_return
from data.returns.template import template_rows
from models.disclosure.of_returns import for_others

PAPERS = sorted(FOLDER.glob("*.csv"))
INDICATORS = load_indicators()


def again(found: Return) -> Return:
    """The return after it was JSON."""
    return from_plain(json.loads(json.dumps(as_plain(found))), INDICATORS)


def figures(found: Return) -> list[Any]:
    """What a return says, wherever in the file it stands."""
    said = [
        (each.name, each.measure, each.breakdown, each.target.value, figure.who, figure.area, figure.period, value)
        for each in found.series
        for figure in (*each.own, *each.comparators)
        for value in [(figure.cell.kind, figure.cell.value, figure.cell.numerator, figure.cell.reason)]
    ]
    tables = [(table.layout, table.title, [row.name for row in table.rows]) for table in found.tables]
    return [said, tables, [(told.section, told.analysis, told.action) for told in found.commentary]]


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_comes_back_equal(path: Path) -> None:
    found = read_return(path, INDICATORS)
    assert again(found) == found
    masked = for_others(found)
    assert again(masked) == masked


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_a_paper_is_given_out_with_the_same_figures(path: Path) -> None:
    whole = read_return(path, INDICATORS)
    for found in (whole, for_others(whole)):
        for content in (return_as_csv(found), return_as_workbook(found)):
            assert figures(parse_return(content, path.name, INDICATORS)) == figures(found)


def test_a_filled_template_comes_back_equal() -> None:
    rows = template_rows(load_local_measures(), "Southampton", {})
    for number, row in enumerate(rows):
        row.update(period="Oct-22", value=str(number + 10), note="=1+1 is no formula here")
    for content in (template_as_csv(rows), template_as_workbook(rows)):
        found = parse_return(content, "return", INDICATORS)
        assert again(found) == found
        assert [row.name for row in again(found).tables[0].rows][:1] == ["Southampton"]
        for given_out in (return_as_csv(found), return_as_workbook(found)):
            assert figures(parse_return(given_out, "return", INDICATORS)) == figures(found)


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cc"]), max_size=12)
CELLS = st.one_of(
    WORDS, st.sampled_from(["95% (287/300)", "TBC", "N/A", "1,477", "c", "", "-1.42", "=1+1", "@x", "9,1"])
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_any_cells_come_back_as_typed(rows: list[list[str]]) -> None:
    lines = [["Indicator", "Feb-26", "Mar-26", "Target"], *(["Number of contacts", *row] for row in rows)]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    found = parse_return(text.encode(), "return.csv", INDICATORS)
    assert again(found) == found
    assert [[*line.cells] for line in again(found).sheets[0].lines] == lines


def test_no_cell_that_is_given_out_is_a_formula() -> None:
    text = 'Indicator,Feb-26\n=HYPERLINK("x"),5\nNumber of contacts,+cmd|x\n@SUM(A1),-2+3\n'
    found = parse_return(text.encode(), "return.csv", INDICATORS)
    for line in return_as_csv(found).decode("utf-8-sig").splitlines():
        assert not line.startswith(("=", "+", "-", "@"))
        assert ",+" not in line
        assert ",-" not in line


def test_a_form_that_is_unknown_is_refused_in_a_sentence() -> None:
    plain = as_plain(read_return(PAPERS[0], INDICATORS))
    assert plain["form"] == FORM
    with pytest.raises(PortalError) as refused:
        from_plain(plain | {"form": FORM + 1}, INDICATORS)
    assert f"form {FORM + 1}" in str(refused.value)
