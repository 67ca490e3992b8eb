"""A pack as a presentation, read back."""

from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from app.packs.slides import as_slides
from layouts.pack.content import Block, Pack, PackSection
from tests.app.packs.office_packs import LONG, chart_figures, charts_of, office_pack, table_figures
from tests.layouts.pack.sample import bar_chart, sample_pack

EMU = 914400


@pytest.fixture(scope="module")
def pack() -> Pack:
    return office_pack()


@pytest.fixture(scope="module")
def deck(pack: Pack) -> Any:
    return Presentation(BytesIO(as_slides(pack)))


def shapes(deck: Any) -> list[Any]:
    return [shape for slide in deck.slides for shape in slide.shapes]


def test_slides_are_wide(deck: Any) -> None:
    assert round(deck.slide_width / deck.slide_height, 3) == round(16 / 9, 3)


def test_every_slide_has_a_title_of_its_own(deck: Any) -> None:
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert titles[:2] == ["Southampton: exceptions", "Contents"]
    assert titles[-1] == "Sources"


def test_charts_are_native_with_the_exact_figures(deck: Any, pack: Pack) -> None:
    drawn = [shape.chart for shape in shapes(deck) if shape.has_chart]
    for chart, told in zip(drawn, charts_of(pack), strict=True):
        plot = chart.plots[0]
        assert list(plot.categories) == list(told.categories)
        assert [series.name for series in plot.series] == [series.name for series in told.series]
        assert [tuple(series.values) for series in plot.series] == [series.values for series in told.series]


def test_the_workbook_behind_a_chart_has_the_same_figures(deck: Any, pack: Pack) -> None:
    for shape, told in zip([shape for shape in shapes(deck) if shape.has_chart], charts_of(pack), strict=True):
        sheet: Any = load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
        for column, series in enumerate(told.series, 2):
            cells = [sheet.cell(row, column).value for row in range(2, len(told.categories) + 2)]
            assert cells == list(series.values)


def test_every_figure_is_there_once(deck: Any, pack: Pack) -> None:
    of_charts = Counter(
        value
        for shape in shapes(deck)
        if shape.has_chart
        for series in shape.chart.plots[0].series
        for value in series.values
        if value is not None
    )
    assert of_charts == chart_figures(pack)
    words = Counter(cell.text for shape in shapes(deck) if shape.has_table for cell in shape.table.iter_cells())
    for value, times in table_figures(pack).items():
        assert words[f"{value:,.1f}".removesuffix(".0")] == times, value


def test_charts_and_tables_say_what_they_show(deck: Any, pack: Pack) -> None:
    told = [shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in shapes(deck) if shape.has_chart]
    assert all(chart.alternative in words for chart, words in zip(charts_of(pack), told, strict=True))
    assert "Isle of Wight: unreliable" in told[1]
    tables = [shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in shapes(deck) if shape.has_table]
    assert all("columns: " in words for words in tables)


def test_notes_say_all_and_where_from(deck: Any) -> None:
    slide = next(slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith("Placement stability"))
    notes = slide.notes_slide.notes_text_frame.text
    for words in (
        "1 · Placements · certain", "Southampton is worse.", "No neighbour is alike.", "A panel.", LONG.strip(),
        "DfE, LAIT",        "October 2026",
        "15 October 2026", "https://alongside.example/indicator?indicator=cla-placements", "suppressed",
    ):  # fmt: skip
        assert words in notes


def test_long_commentary_goes_on_over_slides(deck: Any) -> None:
    words = " ".join(
        shape.text_frame.text
        for slide in deck.slides
        if slide.shapes.title.text_frame.text.startswith("Placement stability")
        for shape in slide.shapes
        if shape.has_text_frame
    )
    assert " ".join(words.split()).count("planned by the panel") == 30


def test_every_run_is_in_english_as_it_is_written_here(deck: Any) -> None:
    for slide in deck.slides:
        for part in (slide._element, slide.notes_slide._element):
            for run in part.iter("{*}r", "{*}fld"):
                assert run.find("{*}rPr").get("lang") == "en-GB"


def test_a_slide_is_read_from_its_title_on(deck: Any) -> None:
    slide = next(slide for slide in deck.slides if slide.shapes.title.text_frame.text.startswith("Placement stability"))
    names = [shape.name for shape in slide.shapes]
    assert names[0].startswith("Title")
    assert names[1] == "Label"
    chart = next(place for place, name in enumerate(names) if name.startswith("Chart"))
    assert names.index("Missing figures") > chart
    assert names[-1] == "Source"


@pytest.mark.parametrize("content", [office_pack(), sample_pack(6)], ids=["office", "sample"])
def test_nothing_lies_beyond_a_slide_or_upon_another(content: Pack) -> None:
    deck: Any = Presentation(BytesIO(as_slides(content)))
    for slide in deck.slides:
        boxes = [(one.name, one.left, one.top, one.left + one.width, one.top + one.height) for one in slide.shapes]
        for place, (name, left, top, right, foot) in enumerate(boxes):
            assert left >= 0, name
            assert top >= 0, name
            assert right <= deck.slide_width, name
            assert foot <= deck.slide_height, name
            for other, a_left, a_top, a_right, a_foot in boxes[place + 1 :]:
                across, down = min(right, a_right) - max(left, a_left), min(foot, a_foot) - max(top, a_top)
                assert across <= EMU / 20 or down <= EMU / 20, (slide.shapes.title.text_frame.text, name, other)


def test_contents_lead_to_the_slides(deck: Any) -> None:
    runs = [run for paragraph in deck.slides[1].placeholders[1].text_frame.paragraphs for run in paragraph.runs]
    numbered = {run.text.split("\u2003")[1]: int(run.text.split("\u2003")[0]) for run in runs}
    assert (
        deck.slides[numbered["Four problems are shared"] - 1].shapes.title.text_frame.text == "Four problems are shared"
    )
    link = runs[0]._r.rPr.find("{*}hlinkClick")
    relation = link.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    assert deck.slides[1].part.related_part(relation) is deck.slides[2].part


def test_shapes_have_numbers_of_their_own(deck: Any) -> None:
    for slide in deck.slides:
        numbers = [shape.shape_id for shape in slide.shapes]
        assert len(set(numbers)) == len(numbers)


def test_a_mean_has_its_own_decimals_on_the_chart() -> None:
    chart = bar_chart()
    mean = replace(chart.series[0], decimals=(0, 2, 0, 0, 0, 0, 0))
    block = Block("b", "Bars", ("One.",), chart=replace(chart, decimals=0, series=(mean,)))
    pack = replace(office_pack(), sections=(PackSection("a", "A", "", (block,)),))
    deck: Any = Presentation(BytesIO(as_slides(pack)))
    drawn = next(shape.chart for shape in shapes(deck) if shape.has_chart)
    labels = {int(one.find("{*}idx").get("val")): one for one in drawn._chartSpace.iter("{*}dLbl")}
    assert {place: one.find("{*}numFmt").get("formatCode") for place, one in labels.items()} == {1: "#,##0.00"}
    sheet: Any = load_workbook(BytesIO(drawn.part.chart_workbook.xlsx_part.blob)).active
    assert [sheet.cell(row, 2).number_format for row in (2, 3)] == ["#,##0", "#,##0.00"]
