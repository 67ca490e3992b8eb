"""Charts that Word and PowerPoint draw themselves and readers can edit, with the pack's exact values behind them."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml.ns import qn
from pptx.util import Pt

from app.packs.archives import stamped
from app.packs.chart_tables import decimals_of, number_format
from app.packs.native_series import color, draw_bars, draw_lines, size_of_names
from app.packs.plain import in_a_line, shortened
from app.packs.scales import first_of_axis
from app.packs.slide_words import LINE, POINTS, lines_of, width_of
from layouts.pack.content import ChartKind, PackChart
from layouts.theme import LIGHT

LANGUAGE, TYPEFACE = "en-GB", "Arial"
KINDS = {ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED, ChartKind.LINES: XL_CHART_TYPE.LINE_MARKERS}
LONGEST_TITLE, LONGEST_SUBTITLE, LONGEST_NAME = 150, 150, 60
MOST_FOR_NAMES = 0.45
"""The most that names of bars take of a chart's width; a longer one goes on to a second line."""
MOST_FOR_TITLE = 0.5
ROOM_FOR_FIGURES, ABOVE_BARS = 0.25, 0.15
"""Beyond the longest bar, and above and below them, in inches."""
SHARE_OF_TITLE = 0.75
"""How much of a chart's width programs let a title take before they go on to the next line."""


def can_be_drawn(chart: PackChart | None) -> bool:
    """Whether there is anything to draw: a category and a figure."""
    return chart is not None and any(value is not None for series in chart.series for value in series.values)


def chart_data(chart: PackChart) -> CategoryChartData:
    """Categories, series and values as the chart's part holds them; None is a gap."""
    data = CategoryChartData(number_format=number_format(chart.decimals))
    data.categories = [in_a_line(category) for category in chart.categories]
    for series in chart.series:
        data.add_series(in_a_line(series.name), series.values)
    return data


def dress(
    drawn: Any, chart: PackChart, moment: datetime, room: Sequence[float], heading: str = "", size: float = 11
) -> None:
    """A chart as the portal draws it: roles' colours, patterns and dashes, one unit, faint grid, figures on it.

    `room` is its width and height in inches; `heading` is printed above it: a title that says the same is left out.
    """
    drawn.part.chart_workbook.update_from_xlsx_blob(workbook_behind(chart, moment))
    drawn.font.size, drawn.font.name = Pt(size), TYPEFACE
    drawn.font.color.rgb = color(LIGHT.ink)
    lines = _entitle(drawn, chart, heading, room[0], size)
    several = len(chart.series) > 1
    drawn.has_legend = several
    if several and drawn.legend is not None:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(size)
    _draw_axes(drawn, chart, size)
    if chart.kind is ChartKind.BARS:
        _give_room(drawn, chart, room, lines * (size + 1) * LINE / POINTS, size)
        draw_bars(drawn, chart, size)
    else:
        draw_lines(drawn, chart, size)
    _unframe(drawn)
    _say_language(drawn)


def workbook_behind(chart: PackChart, moment: datetime) -> bytes:
    """The workbook that opens where a reader edits the chart's data; nothing in it is taken for a formula."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": moment})
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 30)
        for down, category in enumerate(chart.categories, 1):
            sheet.write_string(down, 0, in_a_line(category))
        for across, series in enumerate(chart.series, 1):
            sheet.write_string(0, across, in_a_line(series.name))
            for down, value in enumerate(series.values, 1):
                if value is not None:
                    printed = number_format(decimals_of(chart, series, down - 1))
                    sheet.write_number(down, across, value, book.add_format({"num_format": printed}))
    return stamped(stream.getvalue(), moment)


def _entitle(drawn: Chart, chart: PackChart, heading: str, width: float, size: float) -> int:
    """What is seen, above the chart; returns how many lines it takes."""
    finding = shortened(chart.finding, LONGEST_TITLE)
    said = [(finding, True)] if finding and finding != shortened(heading.rstrip("."), LONGEST_TITLE) else []
    said += [(shortened(chart.subtitle, LONGEST_SUBTITLE), False)] if chart.subtitle else []
    drawn.has_title = bool(said)
    if not said:
        return 0
    frame = drawn.chart_title.text_frame
    for place, (words, bold) in enumerate(said):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = words
        run.font.bold, run.font.size = bold, Pt(size + 1 if bold else size)
        run.font.color.rgb = color(LIGHT.ink if bold else LIGHT.muted)
    drawn.chart_title.include_in_layout = False
    return sum(lines_of(words, width * SHARE_OF_TITLE, size + 1, True) for words, _ in said)


def _draw_axes(drawn: Chart, chart: PackChart, size: float) -> None:
    figures, names = drawn.value_axis, drawn.category_axis
    figures.major_gridlines.format.line.color.rgb = color(LIGHT.line)
    figures.major_gridlines.format.line.width = Pt(0.5)
    figures.format.line.fill.background()
    figures.tick_labels.number_format, figures.tick_labels.number_format_is_linked = (
        number_format(chart.decimals),
        False,
    )
    figures.tick_labels.font.size = Pt(size)
    figures.tick_labels.font.color.rgb = color(LIGHT.muted)
    start = first_of_axis(chart)
    if start is not None:
        figures.minimum_scale = start
    unit = "; ".join([chart.unit] * bool(chart.unit) + ["the axis does not start at zero"] * bool(start))
    figures.has_title = bool(unit)
    if unit:
        run = figures.axis_title.text_frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.bold = shortened(unit, LONGEST_NAME), Pt(size), False
        run.font.color.rgb = color(LIGHT.muted)
    names.format.line.color.rgb = color(LIGHT.muted)
    names.has_major_gridlines = False
    # Names stay at the edge of the chart where bars go below zero.
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.tick_labels.font.size = Pt(size_of_names(chart, size))
    if chart.kind is ChartKind.BARS:
        names.reverse_order = True  # the first bar at the top
        # Every bar carries its figure.
        figures.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        figures.has_major_gridlines = False
        _every_name(names)


def _every_name(axis: Any) -> None:
    """No name of a bar is left out where there are many."""
    every = etree.Element(qn("c:tickLblSkip"))
    every.set("val", "1")
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every)


def _give_room(drawn: Chart, chart: PackChart, room: Sequence[float], title: float, size: float) -> None:
    """The bars take what the title and the unit leave: by themselves programs leave them too little for their names."""
    area = drawn._chartSpace.find(f"{qn('c:chart')}/{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    longest = max(width_of(in_a_line(name), size_of_names(chart, size)) for name in chart.categories)
    width, height = room
    left = min((longest + 0.15) / width, MOST_FOR_NAMES)
    top = min((title + ABOVE_BARS) / height, MOST_FOR_TITLE)
    foot = (ABOVE_BARS + (size * LINE / POINTS if chart.unit else 0)) / height
    places = {"x": left, "y": top, "w": 1 - left - ROOM_FOR_FIGURES / width, "h": 1 - top - foot}
    for name in ("layoutTarget", "xMode", "yMode"):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", "inner" if name == "layoutTarget" else "edge")
    for name, value in places.items():
        etree.SubElement(manual, qn(f"c:{name}")).set("val", f"{value:.4f}")
    area.insert(0, layout)


def _unframe(drawn: Chart) -> None:
    """No frame and no ground of the chart's own: the page's is its ground."""
    space = drawn._chartSpace
    looks = etree.Element(qn("c:spPr"))
    etree.SubElement(looks, qn("a:noFill"))
    etree.SubElement(etree.SubElement(looks, qn("a:ln")), qn("a:noFill"))
    for old in space.findall(qn("c:spPr")):
        space.remove(old)
    space.find(qn("c:chart")).addnext(looks)


def _say_language(drawn: Chart) -> None:
    space = drawn._chartSpace
    spoken = etree.Element(qn("c:lang"))
    spoken.set("val", LANGUAGE)
    dated = space.find(qn("c:date1904"))
    if dated is not None:
        dated.addnext(spoken)
    else:
        space.insert(0, spoken)
    for written in space.iter(qn("a:defRPr"), qn("a:rPr"), qn("a:endParaRPr")):
        written.set("lang", LANGUAGE)
