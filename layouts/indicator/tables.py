"""The tables of the Indicator page."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from data.authorities import Area
from data.blocks import Origin
from layouts import numbers, phrases, sentences
from layouts.indicator.facts import NONE, NOT_PUBLISHED, Cell, Facts, Shown
from layouts.markup import MarkupBlock
from layouts.tables import Column, behind, table

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
        *[Column(f"Counts, {name}", True)] * facts.has_counts,
        Column("Status"),
        Column(f"Source, {name}"),
    ]
    rows = [_period_row(facts, place, others) for place in reversed(range(len(facts.axis)))]
    return behind(f"{phrases.what(facts.indicator)}, over time", columns, rows)


def _period_row(facts: Facts, place: int, others: Sequence[Area]) -> list[str]:
    label, column = facts.axis[place].label, facts.columns[place]
    if column is None:
        return [label, *[NOT_PUBLISHED] * (3 + len(others)), *[NO_COUNTS] * facts.has_counts, NONE, NONE]
    ours = facts.cell(facts.area, column)
    return [
        label,
        facts.under_heading(ours),
        _average(facts, facts.means[place]),
        f"{facts.average.contributing[column]} of {facts.average.of}",
        *(facts.in_column(area, column) for area in others),
        *[ours.counts or NO_COUNTS] * facts.has_counts,
        facts.block.statuses[column] or "not stated",
        ours.source,
    ]


def ranked_table(facts: Facts, shown: Shown) -> MarkupBlock:
    """The figures of the bar chart in its order, then the authorities that have none."""
    areas = [*shown.ranked, *shown.not_ranked]
    cells = [facts.cell(area, shown.column) for area in areas]
    rows = [
        [area.name, *_place(facts, shown, area, cell), cell.source] for area, cell in zip(areas, cells, strict=True)
    ]
    caption = f"{phrases.what(facts.indicator)}, {shown.row.period.label}, every authority"
    mark = areas.index(facts.area) if facts.area in areas else None
    return behind(caption, [Column("Authority"), *_place_columns(facts, shown), Column("Source")], rows, mark)


def neighbours_table(facts: Facts, shown: Shown) -> Markup:
    """Each comparator, how close it is where an edition says so, and its figure or why there is none."""
    closeness = [Column("Closeness")] if facts.closeness else []
    rows = [_member_row(facts, shown, area) for area in facts.members]
    caption = phrases.sentence(f"{facts.group.title}, {shown.row.period.label}")
    return table(caption, [Column("Authority"), *closeness, *_place_columns(facts, shown)], rows)


def _member_row(facts: Facts, shown: Shown, area: Area) -> list[str]:
    close = [facts.closeness[area.code]] if facts.closeness else []
    return [area.name, *close, *_place(facts, shown, area, facts.cell(area, shown.column))]


def _place_columns(facts: Facts, shown: Shown) -> list[Column]:
    """The headings of `_place`."""
    counts, band = [Column("Counts", True)] * facts.has_counts, [Column("Band")] * shown.has_bands
    place = "Rank" if facts.indicator.sign else "From the highest"
    return [Column(place, True), Column(f"Figure ({facts.indicator.unit})", True), *counts, *band]


def _place(facts: Facts, shown: Shown, area: Area, cell: Cell) -> list[str]:
    """Rank, figure, counts and band of one authority in the period shown; counts and bands where there are any."""
    position, band = shown.standings.get(area.code, (NONE, NONE))
    return [
        position,
        facts.under_heading(cell),
        *[cell.counts or NO_COUNTS] * facts.has_counts,
        *[band] * shown.has_bands,
    ]


def comparators_table(facts: Facts, shown: Shown) -> Markup:
    """The authority beside its comparators in the period shown, a line each."""
    columns = [
        Column(shown.row.period.label),
        Column(f"Figure ({facts.indicator.unit})", True),
        Column("What stands behind it"),
    ]
    rows = [*_own_rows(facts, shown), *_comparator_rows(facts, shown), *_place_rows(shown), *_change_rows(facts, shown)]
    return table(f"{facts.area.name} beside its comparators", columns, rows, mark=0)


def _own_rows(facts: Facts, shown: Shown) -> Iterator[list[str]]:
    cell, row = facts.cell(facts.area, shown.column), shown.row
    joint = ", joint return" if Origin.JOINT in cell.origin else ""
    yield [facts.area.name, facts.under_heading(cell), (cell.counts or "no counts are published") + joint]
    if row.low is None:
        yield ["95% interval", NONE, sentences.untested(row)]
    else:
        yield ["95% interval", sentences.interval_limits(row), phrases.METHODS[row.method]]


def _comparator_rows(facts: Facts, shown: Shown) -> Iterator[list[str]]:
    row, group = shown.row, phrases.group_name(facts.group)
    yield [f"{group}, average", _average(facts, row.mean), sentences.published(row)]
    yield [f"{group}, median", _average(facts, row.median), "the middle of those published"]
    away = NONE if row.gap_points is None else phrases.with_sign(numbers.average(facts.indicator, row.gap_points))
    yield ["Difference from the average", away, row.comparison]
    for area in facts.comparators:
        kind = f"{area.kind}, a total" if facts.indicator.is_total else str(area.kind)
        yield [area.name, facts.in_column(area, shown.column), kind]


def _place_rows(shown: Shown) -> Iterator[list[str]]:
    indicator = shown.row.indicator
    best = "1st is best" if indicator.sign else phrases.DIRECTIONS[indicator.polarity]
    yield ["Rank", sentences.rank(shown.row), best]
    yield ["Band", shown.row.band or NONE, sentences.band(shown.row)]


def _change_rows(facts: Facts, shown: Shown) -> Iterator[list[str]]:
    row = shown.row
    if row.previous_period is None:
        yield ["Period before", NONE, NOT_PUBLISHED]
        return
    before = facts.in_column(facts.area, facts.block.previous_column(shown.column))
    yield ["Period before", before, row.previous_period.label]
    change = NONE if row.change is None else numbers.signed(facts.indicator, row.change)
    yield ["Change", change, row.direction or "not known: a figure is missing"]


def _average(facts: Facts, value: float | None) -> str:
    return NONE if value is None else numbers.average(facts.indicator, value)
