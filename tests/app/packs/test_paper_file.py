"""A pack as a Word document, read back."""

from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from lxml import etree
from openpyxl import load_workbook

from app.packs.paper import as_paper
from layouts.pack.content import Pack
from tests.app.packs.archive_contents import texts_of
from tests.app.packs.office_packs import chart_figures, charts_of, office_pack, table_figures

CHART = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return office_pack()


@pytest.fixture(scope="module")
def archive(pack: Pack) -> bytes:
    return as_paper(pack)


@pytest.fixture(scope="module")
def document(archive: bytes) -> Any:
    return Document(BytesIO(archive))


def chart_parts(document: Any) -> list[Any]:
    """In the order in which they are shown."""
    relations = [one.get(f"{{{CHART.rpartition('/')[0]}}}id") for one in document.element.iter("{*}chart")]
    return [document.part.related_parts[relation] for relation in relations]


def points(element: Any, count: int) -> tuple[float | None, ...]:
    values: list[float | None] = [None] * count
    for point in element.iter("{*}pt"):
        values[int(point.get("idx"))] = float(point.find("{*}v").text)
    return tuple(values)


def test_headings_can_be_walked(document: Any, pack: Pack) -> None:
    walked = [
        (one.style.name, one.text) for one in document.paragraphs if one.style.name.startswith(("Title", "Heading"))
    ]
    assert walked[0] == ("Title", pack.title)
    blocks = [block.heading for section in pack.sections for block in section.blocks]
    assert [text for style, text in walked if style == "Heading 2"] == blocks
    assert [text for style, text in walked if style == "Heading 1"] == [
        *(one.title for one in pack.sections),
        "Sources",
    ]


def test_charts_are_native_with_the_exact_figures(document: Any, pack: Pack) -> None:
    for part, told in zip(chart_parts(document), charts_of(pack), strict=True):
        drawn = [points(one.find("{*}val"), len(told.categories)) for one in etree.fromstring(part.blob).iter("{*}ser")]
        assert drawn == [series.values for series in told.series]
        relation = etree.fromstring(part.blob).find("{*}externalData")
        assert relation is not None
        book = part.rels[relation.values()[0]].target_part
        sheet: Any = load_workbook(BytesIO(book.blob)).active
        assert [sheet.cell(row, 2).value for row in range(2, len(told.categories) + 2)] == list(told.series[0].values)


def test_every_figure_is_in_a_table_once(document: Any, pack: Pack) -> None:
    words = Counter(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    decimals = [(chart.decimals, series.values) for chart in charts_of(pack) for series in chart.series]
    expected = Counter(f"{value:,.{places}f}" for places, values in decimals for value in values if value is not None)
    expected += Counter(f"{value:,.1f}".removesuffix(".0") for value in table_figures(pack).elements())
    assert sum(expected.values()) == sum(chart_figures(pack).values()) + sum(table_figures(pack).values())
    assert {text: words[text] for text in expected} == dict(expected)


def test_a_missing_figure_says_why(document: Any) -> None:
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    assert {
        "suppressed to protect children's identities",
        "unreliable, from too few children",
        "not collected",
    } <= cells


def test_tables_say_what_is_a_heading_and_what_they_show(document: Any) -> None:
    for table in document.tables:
        rows = table._tbl.tr_lst
        assert rows[0].trPr.find("{*}tblHeader") is not None
        assert all(row.trPr.find("{*}cantSplit") is not None for row in rows)
        assert len(list(table._tbl.iter("{*}tblHeader"))) == 1
        told = table._tbl.tblPr.find("{*}tblDescription")
        assert "columns: " in told.values()[0]


def test_charts_say_what_they_show(document: Any, pack: Pack) -> None:
    told = [one.get("descr") for one in document.element.iter("{*}docPr")]
    assert all(chart.alternative in words for chart, words in zip(charts_of(pack), told, strict=True))


def test_the_document_speaks_english_and_knows_its_title(document: Any, archive: bytes, pack: Pack) -> None:
    assert document.core_properties.title == pack.title
    assert document.core_properties.language == "en-GB"
    assert 'w:lang w:val="en-GB"' in texts_of(archive, "word/styles.xml")


def test_contents_are_full_before_they_are_brought_up_to_date(document: Any, pack: Pack) -> None:
    listed = [one.text for one in document.paragraphs if one.style.name in ("List", "List 2")]
    blocks = [title for section in pack.sections for title in (section.title, *(one.heading for one in section.blocks))]
    assert listed == [*blocks, "Sources"]
    body = document.element
    assert any("TOC" in (one.text or "") for one in body.iter("{*}instrText"))
    places = {name for one in body.iter("{*}bookmarkStart") for name in one.values()}
    assert {one.values()[0] for one in body.iter("{*}hyperlink")} <= places


def test_pages_are_numbered(document: Any) -> None:
    fields = [one.text.strip() for one in document.sections[0].footer._element.iter("{*}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_sources_are_listed(document: Any) -> None:
    last = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert last[0] == ["Figure", "Source", "Release", "Date", "Address"]
    assert [row[3] for row in last[1:]] == ["15 October 2026", "1 November 2026"]
