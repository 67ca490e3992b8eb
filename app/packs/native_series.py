"""Bars and lines of a chart that Word and PowerPoint draw: roles by colour, pattern, dash and mark, figures on them."""

from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from app.packs.chart_tables import decimals_of, number_format
from app.packs.roles import Look, look
from app.packs.scales import first_of_axis
from layouts.pack.content import ChartKind, PackChart, PackSeries, Role
from layouts.theme import LIGHT

GAP_WIDTH = 45
MANY_BARS, VERY_MANY_BARS = 10, 16
"""From so many bars on, their names and figures are printed smaller."""
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


def size_of_names(chart: PackChart, size: float) -> float:
    if chart.kind is ChartKind.LINES or len(chart.categories) < MANY_BARS:
        return size
    return size - 2 if len(chart.categories) < VERY_MANY_BARS else size - 3


def draw_bars(drawn: Chart, chart: PackChart, size: float) -> None:
    plot = drawn.plots[0]
    plot.gap_width = GAP_WIDTH
    plot.vary_by_categories = False
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value, labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    labels.number_format, labels.number_format_is_linked = number_format(chart.decimals), False
    labels.font.size = Pt(size_of_names(chart, size))
    labels.font.color.rgb = color(LIGHT.ink)
    for series, told in zip(plot.series, chart.series, strict=True):
        series.invert_if_negative = False
        _fill(series.format, look(told))
        for place, value in enumerate(told.values):
            if value is not None and len(set(told.roles)) > 1:
                _fill(series.points[place].format, look(told, place))
            if value is not None and decimals_of(chart, told, place) != chart.decimals:
                _print_otherwise(series.points[place], decimals_of(chart, told, place), size_of_names(chart, size))


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


def draw_lines(drawn: Chart, chart: PackChart, size: float) -> None:
    near, with_room = NEAR * _span(chart), ends_with_room(chart)
    for place, (series, told) in enumerate(zip(drawn.plots[0].series, chart.series, strict=True)):
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
        for at in _labelled(told, [one for one in chart.series if one is not told], near):
            if at != _last(told) or place in with_room:
                _label(series.points[at], how, decimals_of(chart, told, at), size, at == _last(told))


def _span(chart: PackChart) -> float:
    values = [value for series in chart.series for value in series.values if value is not None]
    return max(values) - min([first_of_axis(chart) or 0.0, *values])


def _last(series: PackSeries) -> int:
    return max(place for place, value in enumerate(series.values) if value is not None)


def ends_with_room(chart: PackChart) -> set[int]:
    """Which lines carry their last figure: ours, and others' that are not printed over one before."""
    order = sorted(range(len(chart.series)), key=lambda place: chart.series[place].roles[:1] != (Role.US,))
    near, printed, kept = NEAR * _span(chart), list[float](), set[int]()
    for place in order:
        last = next((value for value in reversed(chart.series[place].values) if value is not None), None)
        if last is not None and all(abs(last - other) >= near for other in printed):
            printed.append(last)
            kept.add(place)
    return kept


def _labelled(series: PackSeries, others: list[PackSeries], near: float) -> list[int]:
    """Which points carry their figure: our last, and our first where no other line is near; others' last."""
    places = [place for place, value in enumerate(series.values) if value is not None]
    if not places:
        return []
    first, value = places[0], series.values[places[0]]
    beside = (other.values[first] for other in others)
    is_free = all(value is None or one is None or abs(one - value) > 2 * near for one in beside)
    return sorted({first, places[-1]}) if series.roles[:1] == (Role.US,) and is_free else places[-1:]


def _label(point: Any, how: Look, decimals: int, size: float, is_last: bool) -> None:
    label = point.data_label
    label.font.size, label.font.bold = Pt(size), how.weight > 2
    label.font.color.rgb = color(how.color if how.color != LIGHT.others else LIGHT.muted)
    label.position = XL_LABEL_POSITION.RIGHT if is_last else XL_LABEL_POSITION.ABOVE
    _print(label, decimals)


def _print_otherwise(point: Any, decimals: int, size: float) -> None:
    """A bar's figure with other decimals than its neighbours' figures."""
    label = point.data_label
    label.font.size = Pt(size)
    label.font.color.rgb = color(LIGHT.ink)
    label.position = XL_LABEL_POSITION.OUTSIDE_END
    _print(label, decimals)


def _print(label: Any, decimals: int) -> None:
    shown = label._get_or_add_dLbl()
    printed = etree.Element(qn("c:numFmt"))
    printed.set("formatCode", number_format(decimals))
    printed.set("sourceLinked", "0")
    # The order of the schema: before how the label is filled and written.
    first = next(child for child in shown if child.tag in {qn("c:spPr"), qn("c:txPr"), qn("c:dLblPos")})
    first.addprevious(printed)
