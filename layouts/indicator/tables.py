"""The tables of the Indicator page."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from data.authorities import Area
from data.blocks import Origin
from layouts import numbers, phrases, sentences
from layouts.indicator import words
from layouts.indicator.facts import NONE, NOT_PUBLISHED, Cell, Facts, Shown
from layouts.tables import Cell as TableCell
from layouts.tables import Column, Number, Table, average_in_table, count_in_table, in_table

NO_COUNTS, NO_INTERVAL = "no counts", "none"
Row: TypeAlias = tuple[TableCell, ...]


def trend_table(facts: Facts) -> Table:
    """The figures of the trend chart, the newest period first."""
    name, group = facts.area.name, phrases.group_name(facts.group)
    others = [*facts.beside, *facts.comparators]
    columns = (
        Column("Period"),
        Column(name, True),
        Column(f"{group}, average", True),
        Column(f"{group}, published", True),
        *(Column(area.name, True) for area in others),
        *[Column(f"Numerator, {name}", True), Column(f"Denominator, {name}", True)] * facts.has_counts,
        *[Column("95% from", True), Column("95% to", True)] * facts.has_limits,
        Column("Status"),
        Column(f"Source, {name}"),
    )
    figures = [facts.all_under_heading(area) for area in others]
    rows = tuple([_period_row(facts, place, figures) for place in reversed(range(len(facts.axis)))])
    return Table(f"{phrases.what(facts.indicator)}, over time", columns, rows)


def _period_row(facts: Facts, place: int, others: Sequence[Sequence[TableCell]]) -> Row:
    label, column = facts.axis[place].label, facts.columns[place]
    if column is None:
        return (label, *[NOT_PUBLISHED] * (3 + len(others)), *_no_counts(facts), NONE, NONE)
    ours = facts.cell(facts.area, column)
    return (
        label,
        facts.under_heading(ours),
        _average(facts, facts.means[place]),
        f"{facts.average.contributing[column]} of {facts.average.of}",
        *[figures[place] for figures in others],
        *_counts(facts, ours),
        *_limits(facts, place),
        facts.block.statuses[column] or "not stated",
        ours.source,
    )


def _limits(facts: Facts, place: int) -> Row:
    """The limits of our interval, each under its heading, where the indicator has any."""
    found = facts.limits(place) or (None, None)
    limits = (NO_INTERVAL if limit is None else average_in_table(facts.indicator, limit) for limit in found)
    return tuple(limits) if facts.has_limits else ()


def _no_counts(facts: Facts) -> Row:
    return (NO_COUNTS,) * (2 * facts.has_counts + 2 * facts.has_limits)


def ranked_table(facts: Facts, shown: Shown) -> Table:
    """The figures of the bar chart in its order, then the authorities that have none."""
    areas, spread = [*shown.ranked, *shown.not_ranked], shown.spread
    places, none = [facts.places[area.code] for area in areas], [NONE] * len(shown.not_ranked)
    figures = [in_table(facts.indicator, value) for value in spread.values.tolist()]
    cells: list[Sequence[TableCell]] = [
        [area.name for area in areas],
        [*map(count_in_table, spread.position.astype(float).tolist()), *none],
        [*figures, *facts.reasons(places[len(figures) :], shown.column)],
        *([_count(count) for count in counts] for counts in facts.counts(places, shown.column)),
        *[[*spread.band.tolist(), *none]] * shown.has_bands,
        facts.sources(places, shown.column),
    ]
    rows = tuple(zip(*cells, strict=True))
    caption = f"{phrases.what(facts.indicator)}, {shown.row.period.label}, every authority"
    mark = next((at for at, area in enumerate(areas) if area.code == facts.area.code), None)
    return Table(caption, (Column("Authority"), *place_columns(facts, shown), Column("Source")), rows, mark)


def place_columns(facts: Facts, shown: Shown) -> list[Column]:
    """The headings of `place_of`."""
    counts = [Column("Numerator", True), Column("Denominator", True)] * facts.has_counts
    place = "Rank" if facts.indicator.sign else "From the highest"
    band = [Column("Band")] * shown.has_bands
    return [Column(place, True), Column(f"Figure ({facts.indicator.unit})", True), *counts, *band]


def place_of(facts: Facts, shown: Shown, area: Area, cell: Cell) -> Row:
    """Rank, figure, counts and band of one authority in the period shown; counts and bands where there are any."""
    position, band = shown.standings.get(area.code, (NONE, NONE))
    rank = position if position == NONE else count_in_table(float(position))
    return (rank, facts.under_heading(cell), *_counts(facts, cell), *[band] * shown.has_bands)


def _counts(facts: Facts, cell: Cell) -> Row:
    """Numerator and denominator, each under its heading, where the indicator has any."""
    if not facts.has_counts:
        return ()
    return _count(cell.numerator), _count(cell.denominator)


def _count(count: float | None) -> TableCell:
    return NO_COUNTS if count is None else count_in_table(count)


def comparators_table(facts: Facts, shown: Shown) -> Table:
    """The authority beside its comparators in the period shown, a line each."""
    columns = (
        Column(shown.row.period.label),
        Column(f"Figure ({facts.indicator.unit})", True),
        Column("What stands behind it"),
    )
    rows = (*_own_rows(facts, shown), *_comparator_rows(facts, shown), *_place_rows(shown), *_change_rows(facts, shown))
    return Table(f"{facts.area.name} beside its comparators", columns, rows, mark=0)


def _own_rows(facts: Facts, shown: Shown) -> Iterator[Row]:
    cell, row = facts.cell(facts.area, shown.column), shown.row
    joint = ", joint return" if Origin.JOINT in cell.origin else ""
    yield (facts.area.name, facts.under_heading(cell), (cell.counts or "no counts are published") + joint)
    if row.low is None:
        yield ("95% interval", NONE, sentences.untested(row))
    else:
        untested = f". {sentences.untested(row)}" if row.is_only_published else ""
        yield ("95% interval", sentences.interval_limits(row), f"{phrases.METHODS[row.method]}{untested}")


def _comparator_rows(facts: Facts, shown: Shown) -> Iterator[Row]:
    row, group = shown.row, phrases.group_name(facts.group)
    yield (f"{group}, average", _average(facts, row.mean), sentences.published(row))
    yield (f"{group}, median", _average(facts, row.median), "the middle of those published")
    yield ("Difference from the average", _difference(facts, row.gap_points), row.comparison)
    for area in facts.comparators:
        kind = f"{area.kind}, a total" if facts.indicator.is_total else str(area.kind)
        yield (area.name, facts.in_column(area, shown.column), kind)


def _place_rows(shown: Shown) -> Iterator[Row]:
    indicator = shown.row.indicator
    best = "1st is best" if indicator.sign else phrases.DIRECTIONS[indicator.polarity]
    could = sentences.places_words(shown.row, shown.places) if shown.places else ""
    yield ("Rank", sentences.rank(shown.row), f"{best}; 95% interval {could}" if could else best)
    yield ("Band", shown.row.band or NONE, sentences.band(shown.row))


def _change_rows(facts: Facts, shown: Shown) -> Iterator[Row]:
    row, indicator = shown.row, facts.indicator
    if row.previous_period is None:
        yield ("Period before", NONE, NOT_PUBLISHED)
        return
    before = facts.in_column(facts.area, facts.block.previous_column(shown.column))
    yield ("Period before", before, row.previous_period.label)
    change = (
        NONE if row.change is None else Number(numbers.signed(indicator, row.change), row.change, indicator.decimals)
    )
    said = words.tested_change(facts, shown) or row.direction or "not known: a figure is missing"
    yield ("Change", change, said)


def _average(facts: Facts, value: float | None) -> TableCell:
    return NONE if value is None else average_in_table(facts.indicator, value)


def _difference(facts: Facts, value: float | None) -> TableCell:
    if value is None:
        return NONE
    found = average_in_table(facts.indicator, value)
    return Number(phrases.with_sign(found.text), value, found.decimals)
