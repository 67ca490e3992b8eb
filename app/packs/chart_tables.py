"""The table of a chart, and the tables of a block that say more than its chart."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from layouts.numbers import MINUS
from layouts.pack.content import Block, ChartKind, PackChart, PackSeries
from layouts.tables import Column, Number, Table

NO_FIGURE = "no figure"
NAMES = {ChartKind.BARS: "Authority or group", ChartKind.LINES: "Period"}
"""What the categories of a chart are."""


def printed(value: float, decimals: int) -> str:
    """A figure as charts and spreadsheets print it: half away from zero, by its digits."""
    rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded + 0:,f}".replace("-", MINUS)


def number_format(decimals: int) -> str:
    """How a spreadsheet or a chart prints figures with so many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def decimals_of(chart: PackChart, series: PackSeries, place: int) -> int:
    """How a series' figure at a place is printed."""
    if not series.decimals:
        return chart.decimals
    return series.decimals[place] if len(series.decimals) == len(series.values) else series.decimals[0]


def table_of(chart: PackChart) -> Table:
    """A row a category, a column a series; where there is no figure stands its reason."""
    named = f" ({chart.unit})" if chart.unit else ""
    columns = (Column(NAMES[chart.kind]), *(Column(f"{series.name}{named}", True) for series in chart.series))
    rows = tuple(
        (category, *(_cell(chart, series, place) for series in chart.series))
        for place, category in enumerate(chart.categories)
    )
    return Table(chart.finding, columns, rows)


def chart_table(block: Block, chart: PackChart) -> Table:
    """The block's own table of its chart where it has one, in the order of the chart; else one made of the chart."""
    return next((table for table in block.tables if _is_of(table, chart)), table_of(chart))


def says_reasons(table: Table, chart: PackChart) -> bool:
    """Whether the reasons of all that is missing from a chart stand in its table."""
    cells = {cell for row in table.rows for cell in row if isinstance(cell, str)}
    return all(line.partition(": ")[2] in cells for line in chart.missing)


def further_tables(block: Block) -> tuple[Table, ...]:
    """The tables of a block without those that have no figure but what its chart shows already."""
    if block.chart is None:
        return block.tables
    chart = block.chart
    shown = Counter(value for series in chart.series for value in series.values if value is not None)
    return tuple(
        table for table in block.tables if not _is_of(table, chart) and (_has_words(table) or _figures(table) - shown)
    )


def _is_of(table: Table, chart: PackChart) -> bool:
    """Whether a table has a row a category and a column a series, with the chart's figures in their places."""
    if len(table.columns) != len(chart.series) + 1 or len(table.rows) != len(chart.categories):
        return False
    return all(
        value == (cell.value if isinstance(cell, Number) else None)
        for across, series in enumerate(chart.series, 1)
        for value, cell in zip(series.values, (row[across] for row in table.rows), strict=True)
    )


def _has_words(table: Table) -> bool:
    """Whether more than the names of its rows is words."""
    return not _figures(table) or not all(column.is_number for column in table.columns[1:])


def _figures(table: Table) -> Counter[float]:
    return Counter(cell.value for row in table.rows for cell in row if isinstance(cell, Number))


def _cell(chart: PackChart, series: PackSeries, place: int) -> str | Number:
    value = series.values[place]
    if value is not None:
        decimals = decimals_of(chart, series, place)
        return Number(printed(value, decimals), value, decimals)
    return reason(chart, series.name, chart.categories[place])


def reason(chart: PackChart, series: str, category: str) -> str:
    """Why a value is missing, as `chart.missing` says it: `Hampshire 2024: unreliable` or `Hampshire: unreliable`."""
    whose = (f"{series} {category}", f"{category} {series}", category)
    for name in whose:
        for line in chart.missing:
            if line.startswith(f"{name}: "):
                return line.removeprefix(f"{name}: ")
    return NO_FIGURE
