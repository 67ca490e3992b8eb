"""Charts of a workbook, that read the cells beside them."""

from itertools import groupby
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs

from app.packs.chart_tables import decimals_of, number_format
from app.packs.native_charts import LONGEST_SUBTITLE, LONGEST_TITLE
from app.packs.native_series import ends_with_room
from app.packs.plain import in_a_line, shortened
from app.packs.roles import Look, look
from app.packs.scales import first_of_axis
from layouts.pack.content import ChartKind, PackChart, PackSeries
from layouts.theme import LIGHT

WIDTH, HEIGHT, HEIGHT_OF_A_BAR, ABOVE_AND_BELOW, MOST_HEIGHT = 540, 330, 22, 110, 900
"""In pixels."""
TYPEFACE = "Arial"
EMPTY_CELL = "$XFD$1"
"""The last cell of the first row, where nothing is written."""
SMALL, TEXT, LARGE = 9, 10, 11


def height_of(chart: PackChart) -> int:
    """How high a chart stands, in pixels: bars take the room that they need."""
    if chart.kind is ChartKind.LINES:
        return HEIGHT
    return min(max(HEIGHT, ABOVE_AND_BELOW + HEIGHT_OF_A_BAR * len(chart.categories) * len(chart.series)), MOST_HEIGHT)


def chart_for(book: Any, chart: PackChart, sheet: str, row: int) -> Any:
    """A chart of the table whose headings stand in `row` of a sheet: names in its first column, then a series each."""
    made = book.add_chart({"type": "bar" if chart.kind is ChartKind.BARS else "line"})
    last = row + len(chart.categories)
    for column, series in enumerate(chart.series, 1):
        made.add_series(
            {
                "name": _no_cell(in_a_line(series.name)[:200]),
                "categories": [sheet, row + 1, 0, last, 0],
                "values": _values(sheet, row, column, series),
                # What is drawn until the cells are read.
                "values_data": list(series.values),
                **(_bars(chart, series) if chart.kind is ChartKind.BARS else _line(chart, series)),
            }
        )
    _entitle(made, chart)
    _draw_axes(made, chart)
    made.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": _font(TEXT)})
    made.show_blanks_as("gap")
    made.show_na_as_empty_cell()
    made.set_chartarea({"border": {"none": True}})
    made.set_size({"width": WIDTH, "height": height_of(chart)})
    return made


def _values(sheet: str, row: int, column: int, series: PackSeries) -> list[str | int] | str:
    """The cells that a series reads. A reason would be drawn as zero: an empty cell is read in its place."""
    if None not in series.values:
        return [sheet, row + 1, column, row + len(series.values), column]
    quoted = quote_sheetname(sheet)
    parts = []
    for is_missing, run in groupby(range(len(series.values)), lambda place: series.values[place] is None):
        places = list(run)
        if is_missing:
            parts += [f"{quoted}!{EMPTY_CELL}"] * len(places)
        else:
            cells = xl_range_abs(row + 1 + places[0], column, row + 1 + places[-1], column)
            parts.append(f"{quoted}!{cells}")
    return f"=({','.join(parts)})" if len(parts) > 1 else f"={parts[0]}"


def _font(size: int, color: str = LIGHT.ink, bold: bool = False) -> dict[str, Any]:
    return {"name": TYPEFACE, "size": size, "color": color, "bold": bold}


def _entitle(made: Any, chart: PackChart) -> None:
    said = [shortened(chart.finding, LONGEST_TITLE), shortened(chart.subtitle, LONGEST_SUBTITLE)]
    words = "\n".join(part for part in said if part)
    made.set_title({"name": _no_cell(words), "name_font": _font(LARGE, bold=True)} if words else {"none": True})


def _draw_axes(made: Any, chart: PackChart) -> None:
    start = first_of_axis(chart)
    unit = "; ".join([chart.unit] * bool(chart.unit) + ["the axis does not start at zero"] * bool(start))
    is_bars = chart.kind is ChartKind.BARS
    figures: dict[str, Any] = {
        "num_format": number_format(chart.decimals),
        "num_font": _font(SMALL, LIGHT.muted),
        "name_font": _font(SMALL, LIGHT.muted),
        "major_gridlines": {"visible": not is_bars, "line": {"color": LIGHT.line, "width": 0.5}},
        "line": {"none": True},
    }
    if is_bars:
        figures["label_position"] = "none"  # every bar carries its figure
    if unit:
        figures["name"] = _no_cell(unit)
    if start is not None:
        figures["min"] = start
    names: dict[str, Any] = {"num_font": _font(SMALL), "label_position": "low", "line": {"color": LIGHT.muted}}
    if is_bars:
        names |= {"reverse": True, "interval_unit": 1}
    # xlsxwriter's x axis is the one across, which has the figures where bars lie.
    made.set_x_axis(figures if is_bars else names)
    made.set_y_axis(names if is_bars else figures)


def _labels(chart: PackChart, series: PackSeries) -> dict[str, Any]:
    """Figures as readers see them: where their decimals differ, as their cells print them."""
    decimals = {decimals_of(chart, series, place) for place in range(len(series.values))}
    printed = {"num_format": number_format(decimals.pop())} if len(decimals) == 1 else {}
    return {"value": True, "font": _font(SMALL), **printed}


def _no_cell(words: str) -> str:
    """xlsxwriter takes `Note!A1` for the address of a cell: a sign that is not seen keeps it words."""
    return words.replace("!", "!\u200b")


def _bars(chart: PackChart, series: PackSeries) -> dict[str, Any]:
    points = [_filled(look(series, place)) for place in range(len(series.values))]
    labels = {"data_labels": {**_labels(chart, series), "position": "outside_end"}, "gap": 45}
    return {**_filled(look(series)), "points": points, **labels}


def _filled(how: Look) -> dict[str, Any]:
    border = {"border": {"color": how.color, "width": 1}}
    if how.book_pattern is None:
        return {"fill": {"color": how.color}, **border}
    return {"pattern": {"pattern": how.book_pattern, "fg_color": how.color, "bg_color": LIGHT.paper}, **border}


def _line(chart: PackChart, series: PackSeries) -> dict[str, Any]:
    how = look(series)
    paint = {"fill": {"color": how.color}, "border": {"color": how.color}}
    places = [place for place, value in enumerate(series.values) if value is not None]
    shown = places[-1:] if chart.series.index(series) in ends_with_room(chart) else []
    custom = [{} if place in shown else {"delete": True} for place in range(len(series.values))]
    mark = "long_dash" if how.mark == "dash" else how.mark
    return {
        "line": {"color": how.color, "width": how.weight, "dash_type": how.book_dash},
        "marker": {"type": mark, "size": 6, **paint},
        "data_labels": {**_labels(chart, series), "position": "right", "custom": custom},
    }
