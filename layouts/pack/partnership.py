"""A partnership in a pack: what its authorities share, problem by problem, and all of them taken as one."""

from layouts import numbers
from layouts.pack.content import Block, ChartKind, PackChart, PackSection, PackSeries, Reference, Role
from layouts.partnership import composite_words, words
from layouts.partnership.facts import CompositeRow, Facts, Row
from layouts.phrases import listed, sentence, short
from layouts.provenance import day as publication_day
from layouts.provenance import source_line
from layouts.tables import Cell, Column, Number, Table, average_in_table, count_in_table, in_table

CHARTED, SHOWN, COMPOSITES = 6, 20, 15
NO_DATE = "the file gives no date"


def partnership_section(name: str, title: str, facts: Facts, origin: str) -> PackSection:
    """What several authorities share; the first problems as charts, then as a table, then the composite."""
    problems = facts.problems[:SHOWN]
    blocks = [_problem(facts, place, row, origin) for place, row in enumerate(problems[:CHARTED], 1)]
    if problems:
        blocks.append(_table_block(facts, problems, origin))
    if facts.one.count:
        blocks.append(_composite_block(facts))
    return PackSection(name, title, words.answer(facts), tuple(blocks))


def _problem(facts: Facts, place: int, row: Row, origin: str) -> Block:
    indicator = row.indicator
    bars = [(cell.row.area.name, cell.row.value, cell.row.mean) for cell in row.cells]
    rings = [
        f"{words.spoken(cell.row.area.name)} could ring {cell.ring.area.name} "
        f"({short(indicator, numbers.plain(indicator, cell.ring.value))})"
        for cell in row.cells
        if cell.ring
    ]
    well = f"{words.spoken_all(row.well)} {'does' if len(row.well) == 1 else 'do'} it well" if row.well else ""
    said = [
        sentence(f"{words.figures(row)}{words.together(row)}"),
        sentence(well) if well else "None of them does it well.",
        sentence(listed(rings)) if rings else "",
    ]
    chart = PackChart(
        kind=ChartKind.BARS,
        finding=f"{indicator.title}: {_widest(row)}",
        subtitle=f"{indicator.unit}, {row.cells[0].row.period.label}; each beside its own neighbours' average",
        alternative=" ".join(said),
        categories=tuple(name for each, _, _ in bars for name in (each, f"{each}: its neighbours")),
        series=(
            PackSeries(
                indicator.title,
                tuple(value for _, ours, mean in bars for value in (ours, mean)),
                tuple(role for _ in bars for role in (Role.US, Role.NEIGHBOURS)),
                tuple(
                    decimals for _ in bars for decimals in (indicator.decimals, numbers.decimals_of_average(indicator))
                ),
            ),
        ),
        unit=indicator.unit,
        decimals=indicator.decimals,
        missing=tuple(
            f"{cell.row.area.name}: {cell.row.reason.sentence}" for cell in row.cells if cell.row.value is None
        ),
    )
    return Block(
        name=f"shared-{place}",
        heading=indicator.title,
        label=f"{place} · on {len(row.there)} of {len(facts.areas)} lists · {indicator.topic}",
        sentences=tuple(each for each in said if each),
        chart=chart,
        references=(_reference(row, origin),),
    )


def _widest(row: Row) -> str:
    named = [cell.row.area.name for cell in row.there]
    return f"on the lists of {listed(named)}"


def _table_block(facts: Facts, rows: tuple[Row, ...], origin: str) -> Block:
    columns = (
        Column("Indicator"),
        Column("Unit"),
        Column("Period"),
        *(Column(area.name, True) for area in facts.areas),
        Column("On lists", True),
        Column("Children in the gaps together", True),
    )
    table = Table("Shared problems, in order", columns, tuple(_row(row) for row in rows))
    return Block(
        name="shared",
        heading="Every shared problem that is shown",
        sentences=(words.ORDER,),
        tables=(table,),
        references=tuple(_reference(row, origin) for row in rows),
    )


def _row(row: Row) -> tuple[Cell, ...]:
    figures: tuple[Cell, ...] = tuple(
        cell.row.reason.words if cell.row.value is None else in_table(row.indicator, cell.row.value)
        for cell in row.cells
    )
    return (
        row.indicator.title,
        row.indicator.unit,
        row.cells[0].row.period.label,
        *figures,
        count_in_table(float(len(row.there))),
        count_in_table(row.shared.children) if row.shared.children == row.shared.children else "",
    )


def _composite_block(facts: Facts) -> Block:
    columns = (
        Column("Indicator"),
        Column("Unit"),
        Column("Period"),
        Column("Taken as one", True),
        Column("England", True),
        Column("Against England"),
        Column("Place it would have", True),
        Column("Of", True),
    )
    rows = tuple(_composite_row(row) for row in facts.one.rows[:COMPOSITES])
    table = Table("Taken as one authority, worst first", columns, rows)
    said = (sentence(composite_words.composite_finding(facts)), composite_words.composite_subtitle(facts))
    return Block("composite", "All of them taken as one authority", said, tables=(table,))


def _composite_row(row: CompositeRow) -> tuple[Cell, ...]:
    indicator = row.made.indicator
    return (
        indicator.title,
        indicator.unit,
        row.made.period.label,
        average_in_table(indicator, row.value),
        "" if row.england is None else in_table(indicator, row.england),
        row.comparison,
        Number(str(row.place), row.place) if row.place else "",
        Number(str(row.of), row.of),
    )


def _reference(row: Row, origin: str) -> Reference:
    first = row.cells[0].row
    release = f"{first.status} figures" if first.status else f"figures of {first.period.label} as published"
    updated = f"updated {publication_day(row.indicator.updated)}" if row.indicator.updated else NO_DATE
    figure = f"{row.indicator.title}, {first.period.label}"
    return Reference(figure, source_line(row.indicator), release, updated, f"{origin}{row.address}")
