"""A pack as a workbook, read back."""

import re
from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.packs.book_sheets import sheet_names
from app.packs.workbook import as_book
from layouts.pack.content import Pack
from tests.app.packs.archive_contents import texts_of
from tests.app.packs.office_packs import chart_figures, charts_of, office_pack, table_figures

ROW_OF_CELLS = re.compile(r"\$([A-Z]+)\$(\d+)(?::\$[A-Z]+\$(\d+))?")


@pytest.fixture(scope="module")
def pack() -> Pack:
    return office_pack()


@pytest.fixture(scope="module")
def archive(pack: Pack) -> bytes:
    return as_book(pack)


@pytest.fixture(scope="module")
def book(archive: bytes) -> Any:
    return load_workbook(BytesIO(archive))


def cells(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def read(sheet: Any, reference: str) -> tuple[float | None, ...]:
    """What the cells of a chart's reference hold, in its order."""
    found: list[float | None] = []
    assert sheet.max_column < 100  # so the last column is empty
    for column, first, last in ROW_OF_CELLS.findall(reference):
        if column == "XFD":
            found.append(None)
            continue
        found += [sheet[f"{column}{row}"].value for row in range(int(first), int(last or first) + 1)]
    return tuple(found)


def test_a_sheet_a_section(book: Any) -> None:
    assert book.sheetnames == [
        "Contents", "Worse than the neighbours", "All of them a b c in a title of", "History 2", "Sources", "About"
    ]  # fmt: skip


def test_charts_read_the_exact_figures_from_the_cells_beside_them(book: Any, pack: Pack) -> None:
    sheet = book["Worse than the neighbours"]
    for chart, told in zip(sheet._charts, charts_of(pack), strict=True):
        assert [read(sheet, one.val.numRef.f) for one in chart.series] == [series.values for series in told.series]
        assert [read(sheet, one.cat.strRef.f) for one in chart.series] == [told.categories] * len(told.series)
        assert sheet.cell(chart.anchor._from.row + 1, 1).value in ("Period", "Authority or group")


def test_every_figure_is_a_number_once(book: Any, pack: Pack) -> None:
    numbers = Counter(cell.value for cell in cells(book) if isinstance(cell.value, int | float))
    assert numbers == chart_figures(pack) + table_figures(pack)


def test_figures_have_the_decimals_that_readers_see(book: Any) -> None:
    formats = {cell.value: cell.number_format for cell in cells(book) if isinstance(cell.value, int | float)}
    assert formats[200.5] == "#,##0.0"
    assert formats[3001] == "#,##0"


def test_a_missing_figure_says_why_in_its_cell(book: Any) -> None:
    words = Counter(cell.value for cell in cells(book))
    assert words["suppressed to protect children's identities"] == 1
    assert words["suppressed"] == 8  # rows 0, 5 … 35 of the table of forty
    assert words["not collected"] == 1


def test_nothing_is_a_formula(book: Any) -> None:
    assert {cell.data_type for cell in cells(book)} <= {"n", "s"}


def test_sources_and_about(book: Any, pack: Pack) -> None:
    rows = [[cell.value for cell in row][:5] for row in book["Sources"].iter_rows(min_row=3)]
    assert rows[0] == ["Figure", "Source", "Release", "Date", "Address"]
    address = "https://alongside.example/scorecard?version=3"
    assert rows[2] == ["Scorecard", "Southampton", "version 3", "1 November 2026", address]
    about = {row[0].value: row[1].value for row in book["About"].iter_rows(min_row=4)}
    assert about["Snapshot"] == pack.snapshot
    assert about["As of"] == "22 November 2026, 10:15"
    assert about["Rules"] == "The portal's own"


def test_contents_lead_to_every_block(book: Any, pack: Pack) -> None:
    for cell in (cell for cell in cells(book) if cell.hyperlink):
        sheet, _, place = cell.hyperlink.location.rpartition("!")
        target = book[sheet.strip("'").replace("''", "'")][place].value
        below = book[sheet.strip("'")].cell(int(place[1:]) + 1, 1).value
        assert cell.value.strip() in (target, below)


def test_sheets_are_read_and_printed_well(book: Any) -> None:
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.column_dimensions["A"].width > 20


def test_charts_say_what_they_show(archive: bytes, pack: Pack) -> None:
    drawn = texts_of(archive, "xl/drawings/drawing")
    told = re.findall(r'descr="([^"]*)"', drawn)
    assert [chart.alternative.split("'")[0] in words for chart, words in zip(charts_of(pack), told, strict=True)] == [
        True,
        True,
    ]


@given(st.lists(st.text(max_size=50), max_size=8))
def test_names_of_sheets_are_names_that_excel_takes(titles: list[str]) -> None:
    names = sheet_names(titles, ("Contents",))
    assert len({name.casefold() for name in (*names, "Contents", "History")}) == len(titles) + 2
    for name in names:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
