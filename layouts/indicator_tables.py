"""The tables of the Indicator page."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from data.authorities import Area
from data.blocks import Origin
from layouts import numbers, phrases, sentences
from layouts.indicator_facts import NOT_PUBLISHED, Cell, Facts
from layouts.markup import MarkupBlock
from layouts.tables import Column, behind, table

NONE = "none"
NO_COUNTS = "no counts"


def trend_table(facts: Facts) -> MarkupBlock:
    """The figures of the trend chart, the newest period first."""
    name, group = facts.area.name, phrases.group_name(facts.group)
    others = [*facts.beside, *facts.comparators]
    columns = [
        Column("Period"),
        Column(name, True),
        Column(f"{group}, average", True),
        Column(f"{group}, published", True),
        *(Column(area.name, True) for area in others),
        Column(f"Counts, {name}", True),
        Column("Status"),
        Column(f"Source, {name}"),
    ]
    rows = [_period_row(facts, place, others) for place in reversed(range(len(facts.axis)))]
    return behind(f"{facts.indicator.title} over time ({facts.indicator.unit})", columns, rows)


def _period_row(facts: Facts, place: int, others: Sequence[Area]) -> list[str]:
    label, column = facts.axis[place].label, facts.columns[place]
    if column is None:
        return [label, *[NOT_PUBLISHED] * (3 + len(others)), NO_COUNTS, NONE, NONE]
    ours = facts.cell(facts.area, column)
    return [
        label,
        facts.in_column(facts.area, column),
        _average(facts, facts.means[place]),
        f"{facts.average.contributing[column]} of {facts.average.of}",
        *(facts.in_column(area, column) for area in others),
        ours.counts or NO_COUNTS,
        facts.block.statuses[column] or "not stated",
        ours.source,
    ]


def ranked_table(facts: Facts) -> MarkupBlock:
    """The figures of the bar chart in its order, then the authorities that have none."""
    assert facts.row is not None
    indicator = facts.indicator
    columns = [
        Column("Authority"),
        Column("Rank" if indicator.sign else "From the highest", True),
        Column(f"Figure ({indicator.unit})", True),
        Column("Counts", True),
        Column("Band"),
        Column("Source"),
    ]
    areas = [facts.areas[at] for at in facts.order] + list(facts.not_ranked)
    cells = [facts.cell(area, facts.column or 0) for area in areas]
    rows = [[area.name, *_place(facts, area, cell), cell.source] for area, cell in zip(areas, cells, strict=True)]
    mark = areas.index(facts.area) if facts.area in areas else None
    return behind(f"{indicator.title}, {facts.row.period.label}, every authority", columns, rows, mark)


def _place(facts: Facts, area: Area, cell: Cell) -> list[str]:
    """Rank, figure, counts and band of one authority in the period shown."""
    position, band = facts.standings.get(area.code, (NONE, NONE))
    return [position, facts.under_heading(cell), cell.counts or NO_COUNTS, band]


def neighbours_table(facts: Facts) -> Markup:
    """Each comparator, how close it is where an edition says so, and its figure or why there is none."""
    assert facts.row is not None
    indicator = facts.indicator
    closeness = [Column("Closeness")] if facts.closeness else []
    columns = [
        Column("Authority"),
        *closeness,
        Column("Rank" if indicator.sign else "From the highest", True),
        Column(f"Figure ({indicator.unit})", True),
        Column("Counts", True),
        Column("Band"),
    ]
    rows = [_member_row(facts, area) for area in facts.members]
    return table(f"{facts.group.title}, {facts.row.period.label}", columns, rows)


def _member_row(facts: Facts, area: Area) -> list[str]:
    close = [facts.closeness[area.code]] if facts.closeness else []
    return [area.name, *close, *_place(facts, area, facts.cell(area, facts.column or 0))]


def comparators_table(facts: Facts) -> Markup:
    """The authority beside its comparators in the period shown, a line each."""
    assert facts.row is not None
    unit = facts.indicator.unit
    columns = [Column(facts.row.period.label), Column(f"Figure ({unit})", True), Column("What stands behind it")]
    rows = [*_own_rows(facts), *_comparator_rows(facts), *_place_rows(facts), *_change_rows(facts)]
    return table(f"{facts.area.name} beside its comparators", columns, rows, mark=0)


def _own_rows(facts: Facts) -> Iterator[list[str]]:
    assert facts.row is not None
    assert facts.column is not None
    cell, row = facts.cell(facts.area, facts.column), facts.row
    joint = ", joint return" if Origin.JOINT in cell.origin else ""
    yield [facts.area.name, facts.in_column(facts.area, facts.column), (cell.counts or "no counts are published") + joint]
    if row.low is None:
        yield ["95% interval", NONE, sentences.untested(row)]
    else:
        yield ["95% interval", sentences.interval_limits(row), phrases.METHODS[row.method]]


def _comparator_rows(facts: Facts) -> Iterator[list[str]]:
    assert facts.row is not None
    row, group = facts.row, phrases.group_name(facts.group)
    yield [f"{group}, average", _average(facts, row.mean), sentences.published(row)]
    yield [f"{group}, median", _average(facts, row.median), "the middle of those published"]
    away = NONE if row.gap_points is None else phrases.with_sign(numbers.average(facts.indicator, row.gap_points))
    yield ["Difference from the average", away, row.comparison]
    for area in facts.comparators:
        kind = f"{area.kind}, a total" if facts.indicator.is_total else str(area.kind)
        yield [area.name, facts.in_column(area, facts.column), kind]


def _place_rows(facts: Facts) -> Iterator[list[str]]:
    assert facts.row is not None
    sign = facts.indicator.sign
    yield ["Rank", sentences.rank(facts.row), "1st is best" if sign else phrases.DIRECTIONS[facts.indicator.polarity]]
    yield ["Band", facts.row.band or NONE, sentences.band(facts.row)]


def _change_rows(facts: Facts) -> Iterator[list[str]]:
    assert facts.row is not None
    row, indicator = facts.row, facts.indicator
    if row.previous_period is None or facts.column is None:
        yield ["Period before", NONE, NOT_PUBLISHED]
        return
    before = facts.in_column(facts.area, facts.block.previous_column(facts.column))
    yield ["Period before", before, row.previous_period.label]
    change = NONE if row.change is None else numbers.signed(indicator, row.change)
    yield ["Change", change, row.direction or "not known: a figure is missing"]


def _average(facts: Facts, value: float | None) -> str:
    return NONE if value is None else numbers.average(facts.indicator, value)
