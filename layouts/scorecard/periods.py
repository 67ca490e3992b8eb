"""What a return holds beside months: its years and quarters with their comparators, and its tables of categories."""

from collections.abc import Mapping

from data.returns.cells import Cell as FileCell
from data.returns.content import Table as FileTable
from layouts import numbers
from layouts.charts.card import Chart
from layouts.phrases import short
from layouts.scorecard.facts import Facts
from layouts.scorecard.figures import NOT_GIVEN, as_typed
from layouts.scorecard.words import owner, whose_name
from layouts.tables import Cell, Column, Number, Table
from models.benchmark import Benchmark
from models.checking.rounding import Fit, fit
from models.scorecard.figures import stated_in
from models.scorecard.periods import OWN, PeriodRow, PeriodTable

PUBLISHED, LEFT_OUT = "published", "left out"
IN_BRACKETS = "A figure in brackets is provisional, or carried forward from another year"
NO_CONTROL_CHART = "No control chart: the figures are not monthly"


def period_charts(facts: Facts) -> Mapping[str, Chart]:
    """The tables that are not monthly, and those of categories, each under a name of its own."""
    published = {PUBLISHED: published_chart(facts)} if facts.beside else {}
    found = {f"periods-{at}": period_chart(facts, part, f"periods-{at}") for at, part in enumerate(facts.periods, 1)}
    return (
        found
        | published
        | {f"table-{at}": file_chart(facts, part, f"table-{at}") for at, part in enumerate(facts.tables, 1)}
    )


def period_chart(facts: Facts, part: PeriodTable, name: str) -> Chart:
    """A table of periods: for each measure our figures, and below them those of each comparator."""
    notes = [NO_CONTROL_CHART]
    if any(cell.bracketed for row in part.rows for cell in row.cells.values()):
        notes.append(IN_BRACKETS)
    if part.has_undated:
        notes.append("A comparator without a year is as the return gives it: its heading names none")
    return Chart(name, finding(facts, part), f"{'. '.join(notes)}.", None, period_table(facts, part), facts.source)


def finding(facts: Facts, part: PeriodTable) -> str:
    """The heading of the table, and how the newest figures stand to those beside them."""
    rows = [row for row in part.rows if row.compared is not None and row.latest is not None]
    if len(rows) == 1:
        return f"{part.title}: {told(facts, rows[0])}"
    judged = [(row.sign, row.compared) for row in rows if row.sign]
    if not judged:
        return part.title
    better = sum(sign * compared[1] > 0 for sign, compared in judged if compared is not None)
    worse = sum(sign * compared[1] < 0 for sign, compared in judged if compared is not None)
    said = f"{part.title}: better than the figure beside it on {better} of {len(judged)} measures"
    return f"{said}, worse on {worse}" if worse else said


def told(facts: Facts, row: PeriodRow) -> str:
    """`18.8 in 2025, 1.8 above England's 17`."""
    compared, latest = row.compared, row.latest
    if compared is None or latest is None:
        return row.name
    whose, gap = compared
    other = row.cell(whose, latest) or row.cell(whose, None)
    own = as_typed(row.cell(OWN, latest))
    where = f"{own} in {latest.label}"
    if not gap:
        return f"{where}, the same as {owner(facts, whose)} {as_typed(other)}"
    return f"{where}, {abs(gap):g} {'above' if gap > 0 else 'below'} {owner(facts, whose)} {as_typed(other)}"


def period_table(facts: Facts, part: PeriodTable) -> Table:
    """Periods across, whose figures down. Comparators without a period have columns of their own at the end."""
    undated = list(dict.fromkeys(whose for row in part.rows for whose, period in row.cells if period is None))
    dated = any(whose != OWN and period is not None for row in part.rows for whose, period in row.cells)
    has_target = any(row.series.target.text.strip() for row in part.rows)
    columns = [Column("Measure"), *([Column("Whose")] if dated else [])]
    columns += [Column(period.label, True) for period in part.periods]
    columns += [Column("Target")] * has_target
    columns += [Column(f"{whose_name(facts, whose)}, no year named", True) for whose in undated]
    rows: list[tuple[Cell, ...]] = []
    for row in part.rows:
        name = f"{row.name}: {row.series.breakdown}" if row.series.breakdown else row.name
        for whose in row.whose:
            is_own = whose == OWN
            if not is_own and not any(other == whose and period is not None for other, period in row.cells):
                continue
            cells: list[Cell] = [name, *([whose_name(facts, whose)] if dated else [])]
            cells += [_cell(row.cell(whose, period)) for period in part.periods]
            cells += [row.series.target.text.strip() or "none"] * has_target if is_own else [""] * has_target
            cells += [_cell(row.cell(other, None)) if is_own else "" for other in undated]
            rows.append(tuple(cells))
    return Table(f"{part.title}, {facts.area.name}", tuple(columns), tuple(rows))


def _cell(cell: FileCell | None) -> Cell:
    if cell is None or cell.value is None:
        return as_typed(cell)
    return Number(as_typed(cell), cell.value, cell.decimals)


def published_chart(facts: Facts) -> Chart:
    """What is published for the newest period of each row that is linked to an indicator."""
    columns = (
        Column("Measure"),
        Column("Period in the return"),
        Column("In the return", True),
        Column("Published period"),
        Column(f"{facts.area.name}, published", True),
        Column(f"{facts.group or 'Neighbours'}, mean, published", True),
        Column(f"{facts.region or 'Region'}, published", True),
        Column("England, published", True),
    )
    rows = tuple(_published(row, found) for row, found in facts.beside)
    agreeing = sum(_agrees(row, found) for row, found in facts.beside)
    finding = f"Published for the same years: {agreeing} of {len(rows)} figures of the return are those published"
    subtitle = "A local figure may be of another day, or of others. A region's and England's totals are left out."
    caption = f"As published for the same years, {facts.area.name}"
    table = Table(caption, columns, rows)
    return Chart(PUBLISHED, finding, subtitle, None, table, facts.source)


def _agrees(row: PeriodRow, found: Benchmark) -> bool:
    """Whether the return states the published figure, rounded to the fewer decimals of the two."""
    cell = row.cell(OWN, row.latest)
    own, decimals = (None, 0) if cell is None else stated_in(cell, row.unit)
    if own is None or found.value is None:
        return False
    coarser, finer = (own, found.value) if decimals <= found.indicator.decimals else (found.value, own)
    return fit(coarser, finer, min(decimals, found.indicator.decimals)) is Fit.ROUNDED


def _published(row: PeriodRow, found: Benchmark) -> tuple[Cell, ...]:
    indicator, latest = found.indicator, row.latest

    def cell(value: float | None, is_mean: bool = False) -> Cell:
        if value is None:
            return NOT_GIVEN
        decimals = numbers.decimals_of_average(indicator) if is_mean else indicator.decimals
        return Number(short(indicator, numbers.plain(indicator, value, decimals)), value, decimals)

    of_others: list[Cell] = (
        [LEFT_OUT] * 2 if indicator.is_total else [cell(value) for value in (found.region, found.england)]
    )
    own = cell(found.value) if found.value is not None else found.reason.sentence
    return (
        row.name,
        latest.label if latest else NOT_GIVEN,
        _cell(row.cell(OWN, latest)),
        found.period.label,
        own,
        cell(found.mean, is_mean=True),
        *of_others,
    )


def file_chart(facts: Facts, part: FileTable, name: str) -> Chart:
    """A table of categories as it stands in the file."""
    width = len(part.headings)
    columns = tuple(
        Column(heading.text.strip() or ("Group" if not at else "Number"), at > 0)
        for at, heading in enumerate(part.headings)
    )
    rows = []
    for line in part.rows:
        cells: list[Cell] = [line.name or NOT_GIVEN, *(_cell(cell) for cell in line.cells[1:width])]
        rows.append((*cells, *([NOT_GIVEN] * (width - len(cells)))))
    title = part.title or part.sheet or "A table"
    caption = f"{title}, {facts.area.name}"
    return Chart(name, title, "As it stands in the return.", None, Table(caption, columns, tuple(rows)), facts.source)
