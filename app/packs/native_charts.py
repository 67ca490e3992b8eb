"""Charts that Word and PowerPoint draw themselves and readers can edit, with the pack's exact values behind them."""

from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from app.packs.archives import stamped
from app.packs.chart_tables import number_format
from app.packs.plain import in_a_line, shortened
from app.packs.roles import Look, look
from app.packs.scales import first_of_axis
from app.packs.slide_words import width_of
from layouts.pack.content import ChartKind, PackChart, PackSeries, Role
from layouts.theme import LIGHT

LANGUAGE, TYPEFACE = "en-GB", "Arial"
KINDS = {ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED, ChartKind.LINES: XL_CHART_TYPE.LINE_MARKERS}
LONGEST_TITLE, LONGEST_SUBTITLE, LONGEST_NAME = 150, 150, 60
GAP_WIDTH = 45
MANY_BARS, VERY_MANY_BARS = 10, 16
"""From so many bars on, their names and figures are printed smaller."""
MOST_FOR_NAMES = 0.45
"""The most that names of bars take of a chart's width; a longer one goes on to a second line."""
ROOM_FOR_FIGURES = 0.25
"""Beyond the longest bar, in inches."""
NEAR = 0.06
"""Last figures of lines nearer than this share of the axis would be printed over one another."""
DASHES = {
    "solid": MSO_LINE_DASH_STYLE.SOLID,
    "sysDot": MSO_LINE_DASH_STYLE.ROUND_DOT,
    "dashDot": MSO_LINE_DASH_STYLE.DASH_DOT,
    "dash": MSO_LINE_DASH_STYLE.DASH,
    "lgDash": MSO_LINE_DASH_STYLE.LONG_DASH,
}
PATTERNS = {
    "pct50": MSO_PATTERN_TYPE.PERCENT_50,
    "wdUpDiag": MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL,
    "dkHorz": MSO_PATTERN_TYPE.DARK_HORIZONTAL,
    "openDmnd": MSO_PATTERN_TYPE.OUTLINED_DIAMOND,
}


def color(hexadecimal: str) -> RGBColor:
    """A token as these libraries take colours."""
    painted: RGBColor = RGBColor.from_string(hexadecimal.removeprefix("#").upper())
    return painted


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


def dress(drawn: Any, chart: PackChart, moment: datetime, width: float, heading: str = "", size: float = 11) -> None:
    """A chart as the portal draws it: roles' colours, patterns and dashes, one unit, faint grid, figures on it.

    `width` is the chart's, in inches. `heading` is what is printed above it: a title that says the same is left out.
    """
    drawn.part.chart_workbook.update_from_xlsx_blob(workbook_behind(chart, moment))
    drawn.font.size, drawn.font.name = Pt(size), TYPEFACE
    drawn.font.color.rgb = color(LIGHT.ink)
    _entitle(drawn, chart, heading, size)
    several = len(chart.series) > 1
    drawn.has_legend = several
    if several and drawn.legend is not None:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(size)
    _draw_axes(drawn, chart, size)
    if chart.kind is ChartKind.BARS:
        _give_room(drawn, chart, width, size)
    if chart.kind is ChartKind.BARS:
        _draw_bars(drawn, chart, size)
    else:
        _draw_lines(drawn, chart, size)
    _unframe(drawn)
    _say_language(drawn)


def workbook_behind(chart: PackChart, moment: datetime) -> bytes:
    """The workbook that opens where a reader edits the chart's data; nothing in it is taken for a formula."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": moment})
        printed = book.add_format({"num_format": number_format(chart.decimals)})
        sheet = book.add_worksheet("Sheet1")
        sheet.set_column(0, 0, 30)
        for down, category in enumerate(chart.categories, 1):
            sheet.write_string(down, 0, in_a_line(category))
        for across, series in enumerate(chart.series, 1):
            sheet.write_string(0, across, in_a_line(series.name))
            for down, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(down, across, value, printed)
    return stamped(stream.getvalue(), moment)


def _entitle(drawn: Chart, chart: PackChart, heading: str, size: float) -> None:
    finding = shortened(chart.finding, LONGEST_TITLE)
    said = [(finding, True)] if finding and finding != shortened(heading.rstrip("."), LONGEST_TITLE) else []
    said += [(shortened(chart.subtitle, LONGEST_SUBTITLE), False)] if chart.subtitle else []
    drawn.has_title = bool(said)
    if not said:
        return
    frame = drawn.chart_title.text_frame
    for place, (words, bold) in enumerate(said):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = words
        run.font.bold, run.font.size = bold, Pt(size + 1 if bold else size)
        run.font.color.rgb = color(LIGHT.ink if bold else LIGHT.muted)
    drawn.chart_title.include_in_layout = False


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
    names.tick_labels.font.size = Pt(_size_of_names(chart, size))
    if chart.kind is ChartKind.BARS:
        names.reverse_order = True  # the first bar at the top
        # Every bar carries its figure.
        figures.tick_label_position = XL_TICK_LABEL_POSITION.NONE
        figures.has_major_gridlines = False
        _every_name(names)


def _size_of_names(chart: PackChart, size: float) -> float:
    if chart.kind is ChartKind.LINES or len(chart.categories) < MANY_BARS:
        return size
    return size - 2 if len(chart.categories) < VERY_MANY_BARS else size - 3


def _every_name(axis: Any) -> None:
    """No name of a bar is left out where there are many."""
    every = etree.Element(qn("c:tickLblSkip"))
    every.set("val", "1")
    axis._element.find(qn("c:noMultiLvlLbl")).addprevious(every)


def _give_room(drawn: Chart, chart: PackChart, width: float, size: float) -> None:
    """The bars take what the title and the unit leave: by themselves programs leave them too little for their names."""
    area = drawn._chartSpace.find(f"{qn('c:chart')}/{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    longest = max(width_of(in_a_line(name), _size_of_names(chart, size)) for name in chart.categories)
    left = min((longest + 0.15) / width, MOST_FOR_NAMES)
    places = {"x": left, "y": 0.15, "w": 1 - left - ROOM_FOR_FIGURES / width, "h": 0.78}
    for name in ("layoutTarget", "xMode", "yMode"):
        etree.SubElement(manual, qn(f"c:{name}")).set("val", "inner" if name == "layoutTarget" else "edge")
    for name, value in places.items():
        etree.SubElement(manual, qn(f"c:{name}")).set("val", f"{value:.4f}")
    area.insert(0, layout)


def _draw_bars(drawn: Chart, chart: PackChart, size: float) -> None:
    plot = drawn.plots[0]
    plot.gap_width = GAP_WIDTH
    plot.vary_by_categories = False
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = number_format(chart.decimals), False
    labels.font.size = Pt(_size_of_names(chart, size))
    labels.font.color.rgb = color(LIGHT.ink)
    for series, told in zip(plot.series, chart.series, strict=True):
        series.invert_if_negative = False
        if len(set(told.roles)) <= 1:
            _fill(series.format, look(told))
            continue
        for place, value in enumerate(told.values):
            if value is not None:
                _fill(series.points[place].format, look(told, place))


def _fill(format_: Any, drawn: Look) -> None:
    if drawn.pattern is None:
        format_.fill.solid()
        format_.fill.fore_color.rgb = color(drawn.color)
    else:
        format_.fill.patterned()
        format_.fill.pattern = PATTERNS[drawn.pattern]
        format_.fill.fore_color.rgb = color(drawn.color)
        format_.fill.back_color.rgb = color(LIGHT.paper)
    format_.line.color.rgb = color(drawn.color)
    format_.line.width = Pt(1)


def _draw_lines(drawn: Chart, chart: PackChart, size: float) -> None:
    printed: list[float] = []
    # Ours is drawn and labelled as it comes; others' last figures where there is room for them.
    order = sorted(range(len(chart.series)), key=lambda place: chart.series[place].roles[:1] != (Role.US,))
    near = NEAR * _span(chart)
    for place in order:
        series, told = drawn.plots[0].series[place], chart.series[place]
        how = look(told)
        series.smooth = False
        series.format.line.color.rgb = color(how.color)
        series.format.line.width = Pt(how.weight)
        series.format.line.dash_style = DASHES[how.dash]
        series.marker.style = XL_MARKER_STYLE.from_xml(how.mark)
        series.marker.size = 7 if how.weight > 2 else 6
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = color(how.color)
        series.marker.format.line.color.rgb = color(how.color)
        for at in _labelled(told):
            value = told.values[at]
            if value is not None and all(abs(value - other) >= near for other in printed if at == _last(told)):
                _label(series.points[at], how, chart.decimals, size, at == _last(told))
                if at == _last(told):
                    printed.append(value)


def _span(chart: PackChart) -> float:
    values = [value for series in chart.series for value in series.values if value is not None]
    return max(values) - min([first_of_axis(chart) or 0.0, *values])


def _last(series: PackSeries) -> int:
    return max(place for place, value in enumerate(series.values) if value is not None)


def _labelled(series: PackSeries) -> list[int]:
    """Which points carry their figure: our first and last, others' last."""
    places = [place for place, value in enumerate(series.values) if value is not None]
    if not places:
        return []
    return sorted({places[0], places[-1]}) if series.roles[:1] == (Role.US,) else places[-1:]


def _label(point: Any, how: Look, decimals: int, size: float, is_last: bool) -> None:
    label = point.data_label
    label.font.size, label.font.bold = Pt(size), how.weight > 2
    label.font.color.rgb = color(how.color if how.color != LIGHT.others else LIGHT.muted)
    label.position = XL_LABEL_POSITION.RIGHT if is_last else XL_LABEL_POSITION.ABOVE
    shown = label._get_or_add_dLbl()
    printed = etree.Element(qn("c:numFmt"))
    printed.set("formatCode", number_format(decimals))
    printed.set("sourceLinked", "0")
    # The order of the schema: before how the label is filled and written.
    first = next(child for child in shown if child.tag in {qn("c:spPr"), qn("c:txPr"), qn("c:dLblPos")})
    first.addprevious(printed)


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
