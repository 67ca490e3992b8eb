"""The matrix as a table to take away: the same figures, each in a cell of its own."""

from data.indicators import Indicator
from data.missing import Missing
from layouts import numbers
from layouts.charts.card import Chart
from layouts.compare import cells, words
from layouts.compare.cells import Mean
from layouts.compare.comparison import Comparison
from layouts.compare.matrix import BETTER, Row
from layouts.tables import Cell, Column, Number, Table, average_in_table, count_in_table, in_table
from models.benchmark import Benchmark

MATRIX = "matrix"


def matrix_chart(comparison: Comparison, with_rows: bool = True) -> Chart:
    """The matrix with its finding; the page draws the rows itself and needs none in the table."""
    caption = caption_of(comparison)
    table = matrix_table(comparison, caption) if with_rows else Table(caption, (), ())
    return Chart(MATRIX, finding_of(comparison), caption, None, table, " ".join(comparison.sources))


def finding_of(comparison: Comparison) -> str:
    """What the figures say, as a title."""
    name = comparison.columns.authorities[0]
    return words.answer(comparison.topic, name, comparison.ours).removesuffix(".")


def caption_of(comparison: Comparison) -> str:
    """Who, beside whom, by which neighbours, when."""
    names = (*comparison.columns.authorities, *(f"{name}, mean" for name, _ in comparison.columns.means))
    return words.caption(comparison.topic, names, comparison.group_title, comparison.selection.year)


def matrix_table(comparison: Comparison, caption: str) -> Table:
    """A row an indicator: what it is, each authority's figure with all that its cell says, the comparators."""
    columns = comparison.columns
    of_each = [
        column
        for name in columns.authorities
        for column in (
            Column(name, True),
            Column(f"{name}, change", True),
            Column(f"{name}, band or place"),
            Column(f"{name}, against the average"),
        )
    ]
    of_means = [
        column
        for name in (*(name for name, _ in columns.means), columns.group)
        for column in (Column(f"{name}, mean", True), Column(f"{name}, published", True))
    ]
    headings = (
        *(Column(heading) for heading in ("Indicator", "Topic", "Unit", "Period", "Status", "Direction")),
        *of_each,
        *of_means,
        *(Column(columns.region, True), Column("England", True)),
        *(Column("Source codes"), Column("Notes")),
    )
    return Table(caption, headings, tuple(_row(row) for row in comparison.rows))


def _row(row: Row) -> tuple[Cell, ...]:
    ours = row.standings[0]
    indicator = ours.indicator
    about = (indicator.topic, indicator.unit, ours.period.label, ours.status or "not stated")
    return (
        indicator.title,
        *about,
        BETTER[indicator.polarity],
        *(cell for standing in row.standings for cell in _authority(standing)),
        *(cell for mean in (*row.means, row.neighbours) for cell in _mean(indicator, mean)),
        _comparator(indicator, ours.region, row.region_reason),
        _comparator(indicator, ours.england, row.england_reason),
        "; ".join(indicator.source_codes),
        " ".join(row.notes),
    )


def _authority(standing: Benchmark) -> tuple[Cell, ...]:
    """Figure, change, place and verdict; without a figure there is only the reason."""
    indicator = standing.indicator
    if standing.value is None:
        return (numbers.missing(standing.reason) + (", joint return" if standing.joint else ""), "", "", "")
    change: Cell = cells.NO_EARLIER
    if standing.change is not None:
        change = Number(numbers.signed(indicator, standing.change), standing.change, indicator.decimals)
    place = cells.place_in_words(standing) + (", joint return" if standing.joint else "")
    return (in_table(indicator, standing.value), change, place, cells.verdict(standing))


def _mean(indicator: Indicator, mean: Mean) -> tuple[Cell, ...]:
    level = cells.NONE_PUBLISHED if mean.value is None else average_in_table(indicator, mean.value)
    return (level, count_in_table(float(mean.contributing)))


def _comparator(indicator: Indicator, value: float | None, reason: Missing) -> Cell:
    return numbers.missing(reason) if value is None else in_table(indicator, value)
