"""One indicator in two places: the figures have to be the same, and be written the same way."""

from collections import defaultdict
from collections.abc import Iterator

from data.periods import Period
from data.returns.cells import Cell, CellKind
from data.returns.content import Figure, Layout, Return, Series, Who
from data.returns.targets import TargetKind
from models.checking.findings import Finding, Kind, Severity, finding_at

Place = tuple[str, str, Period | None]


def duplicates(found: Return) -> Iterator[Finding]:
    """The same indicator in two rows, in one table or in two."""
    gathered: dict[tuple[str, str], list[Series]] = defaultdict(list)
    for series in found.series:
        gathered[series.key].append(series)
    for rows in gathered.values():
        # Each later row against the first, so that a figure that is there thrice is not reported thrice.
        for second in rows[1:]:
            yield from _compared(rows[0], second, found)
    for series in found.series:
        if found.tables[series.table].layout is Layout.TEMPLATE:
            yield from _within(series)


def _compared(first: Series, second: Series, found: Return) -> Iterator[Finding]:
    layouts = {found.tables[each.table].layout for each in (first, second)}
    differ, typed = False, list[tuple[Figure, Figure]]()
    # A comparator is what was published of the authority, which what it counts itself may differ from.
    owns, others = ({_place(figure): figure for figure in figures} for figures in (first.own, first.comparators))
    pairs = [(figure, owns.get(_place(figure))) for figure in second.own]
    pairs += [(figure, others.get(_place(figure))) for figure in second.comparators]
    for figure, before in pairs:
        if before is None:
            continue
        if _differ(before.cell, figure.cell):
            differ = True
            yield _contradiction(second, figure, first, before, yearly=bool(layouts & {Layout.PAIRS, Layout.YEARS}))
        elif layouts == {Layout.WIDE} and _typed_differently(before.cell, figure.cell):
            typed.append((before, figure))
    if typed:
        yield _form(second, typed)
    if first.table == second.table and not differ and first.own:
        message = (
            f"{second.name} stands twice in one table, in rows {first.line} and {second.line}, with the same figures. "
            "Take one row out."
        )
        yield finding_at(second, None, Severity.WARNING, Kind.DUPLICATE, message, "one row", stated=second.name)
    yield from _notes(first, second)


def _form(second: Series, typed: list[tuple[Figure, Figure]]) -> Finding:
    before, after = ("; ".join(figure.cell.text.strip() for figure in figures) for figures in zip(*typed, strict=True))
    columns = "; ".join(figure.heading for _, figure in typed)
    row = typed[0][0].line
    message = f"{second.name}: {after} here, {before} in row {row}. Write the figures the same way in both."
    return finding_at(
        second, typed[0][1], Severity.NOTE, Kind.FORM, message, before, f"row {row} of this file", after, columns
    )


def _contradiction(second: Series, figure: Figure, first: Series, before: Figure, yearly: bool) -> Finding:
    what = "another table" if first.table != second.table else "the same table"
    message = (
        f"{second.name}, {figure.heading}: {figure.cell.text.strip()} here, but {before.cell.text.strip()} in row "
        f"{before.line} of {what}. Find out which is right, and say so where one was revised."
    )
    severity = Severity.WARNING if yearly else Severity.ERROR
    return finding_at(
        second,
        figure,
        severity,
        Kind.CONTRADICTION,
        message,
        before.cell.text.strip(),
        f"row {before.line} of this file",
    )


def _notes(first: Series, second: Series) -> Iterator[Finding]:
    one, two = first.target, second.target
    if TargetKind.NONE not in (one.kind, two.kind) and TargetKind.WORDS not in (one.kind, two.kind):
        before, after = " ".join(one.text.split()), " ".join(two.text.split())
        if (one.kind, one.value, one.upper) != (two.kind, two.value, two.upper):
            message = f"{second.name} has the target {after} here, but {before} in row {first.line}. Use one target."
            yield finding_at(
                second,
                None,
                Severity.WARNING,
                Kind.TARGET,
                message,
                before,
                f"row {first.line} of this file",
                after,
                second.target_heading,
            )
        elif (one.cumulative, one.unit) != (two.cumulative, two.unit):
            message = (
                f"{second.name} has its target as {after} here, but as {before} in row {first.line}. Write it the "
                "same way in both."
            )
            yield finding_at(
                second,
                None,
                Severity.NOTE,
                Kind.TARGET,
                message,
                before,
                f"row {first.line} of this file",
                after,
                second.target_heading,
            )
    if first.under_review != second.under_review:
        marked, plain_row = (first, second) if first.under_review else (second, first)
        message = (
            f"{plain_row.name} is marked as under review in row {marked.line}, but not here. Mark it in both places."
        )
        yield finding_at(
            plain_row,
            None,
            Severity.NOTE,
            Kind.FORM,
            message,
            "UNDER REVIEW",
            f"row {marked.line} of this file",
            plain_row.name,
        )


def _within(series: Series) -> Iterator[Finding]:
    """The template: two rows of one indicator and period with different figures."""
    known: dict[Period | None, Figure] = {}
    for figure in series.own:
        before = known.setdefault(figure.period, figure)
        if before is not figure and _differ(before.cell, figure.cell):
            message = (
                f"{series.name}, {figure.heading}: {figure.cell.text.strip()} here, but {before.cell.text.strip()} in "
                f"row {before.line}. Keep the right one."
            )
            yield finding_at(
                series,
                figure,
                Severity.ERROR,
                Kind.CONTRADICTION,
                message,
                before.cell.text.strip(),
                f"row {before.line} of this file",
            )


def _place(figure: Figure) -> Place:
    return (figure.who.name, "" if figure.who is Who.OWN else figure.area, figure.period)


def _differ(one: Cell, two: Cell) -> bool:
    """Whether two cells say different things. One that is still to come does not contradict a figure."""
    if not one.has_figure or not two.has_figure:
        return False
    counts = [(cell.numerator, cell.denominator) for cell in (one, two) if cell.has_counts]
    if len(counts) == 2 and counts[0] != counts[1]:
        return True
    if one.value is None or two.value is None:
        return False
    return abs(one.value - two.value) > 0.5 * 10.0 ** -min(one.decimals, two.decimals) + 1e-9


def _typed_differently(one: Cell, two: Cell) -> bool:
    return one.has_figure and two.has_figure and (one.kind is CellKind.PERCENTAGE) != (two.kind is CellKind.PERCENTAGE)
