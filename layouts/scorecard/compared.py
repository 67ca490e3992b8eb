"""What stands beneath the chart of a measure: its parts, its comparators, and what the check found on it."""

from markupsafe import Markup

from data.returns.content import Figure, Who
from layouts import numbers, phrases
from layouts.markup import element, joined
from layouts.pages import INDICATOR
from layouts.scorecard import sentences
from layouts.scorecard.facts import Facts
from layouts.scorecard.figures import NOT_GIVEN, as_typed
from layouts.scorecard.table import figure, signal, target, written
from layouts.tables import Cell, Column, Number, Table, table
from models.benchmark import Benchmark
from models.checking.findings import Kind
from models.scorecard.found import Found, on_row
from models.scorecard.rows import Row


def parts_part(facts: Facts, row: Row) -> Markup:
    """The services, teams or groups that the measure breaks down into, where the return gives them."""
    parts = facts.card.parts_of(row) if facts.card and not row.breakdown else ()
    if not parts:
        return Markup()
    columns = (Column("Part"), Column(facts.month), Column("Target"), Column("Signal"))
    rows = tuple((part.breakdown, figure(part), target(part), signal(part)) for part in parts)
    caption = f"{row.name}, part by part, {facts.month}"
    return joined(element("h3", "Part by part"), table(Table(caption, columns, rows)))


def compared_part(facts: Facts, row: Row) -> Markup:
    """Comparators: what the return states, and apart from it what is published, each with its period."""
    columns = (Column("Whose"), Column("Figure", True), Column("Period"), Column("From"))
    rows: list[tuple[Cell, ...]] = [
        (whose(facts, found), as_typed(found.cell), period_of(found), "the return")
        for found in row.series.comparators
        if found.cell.value is not None
    ]
    public = row.published
    if public is not None:
        shown = [public.shown] + ([public.newest] if public.newest.period != public.shown.period else [])
        rows += [cells for found in shown for cells in _published_rows(facts, found)]
    if not rows:
        return element("p", "The return states no comparator for this measure, and none is published.")
    note = Markup()
    if public is not None:
        found = public.shown
        covers = phrases.covers(found.period)
        totals = " They are counts, so a region and England, which are sums, are left out." * found.indicator.is_total
        address = facts.selection.but(indicator=found.indicator.id, topic="").address(INDICATOR.path)
        note = element(
            "p",
            f"The return's figure is of {row.month.label}; the published ones, of the indicator ",
            element("a", found.indicator.title, href=address),
            f", cover {covers}. They stand beside each other, and are never mixed.{totals}",
            class_="aid",
        )
    caption = f"{sentences.full_name(row)}: compared with"
    return joined(element("h3", "Compared with"), table(Table(caption, columns, tuple(rows))), note)


def _published_rows(facts: Facts, found: Benchmark) -> list[tuple[Cell, ...]]:
    """The authority's own published figure, its neighbours' mean, its region's and England's."""
    indicator = found.indicator
    values = [(facts.area.name, found.value, False), (_neighbours(facts, found), found.mean, True)]
    if not indicator.is_total:
        values += [(facts.region or "Region", found.region, False), ("England", found.england, False)]
    rows: list[tuple[Cell, ...]] = []
    for name, value, is_mean in values:
        if value is None:
            if name == facts.area.name:
                rows.append((name, found.reason.sentence or NOT_GIVEN, found.period.label, "published"))
            continue
        text = numbers.with_unit(indicator, written(found, is_mean, value))
        decimals = numbers.decimals_of_average(indicator) if is_mean else indicator.decimals
        rows.append((name, Number(text, value, decimals), found.period.label, "published"))
    return rows


def _neighbours(facts: Facts, found: Benchmark) -> str:
    return f"{facts.group}, mean of {found.contributing}"


def whose(facts: Facts, found: Figure) -> str:
    """Whose figure a comparator of the return is."""
    if found.who is Who.NEIGHBOURS:
        return "Statistical neighbours"
    if found.area:
        return facts.areas.get(found.area, found.heading)
    return facts.region if found.region else facts.area.name


def period_of(found: Figure) -> str:
    """When a comparator is of, as the return has it."""
    return found.period.label if found.period else NOT_GIVEN


def findings_part(facts: Facts, row: Row) -> Markup:
    """What the check found on the row, the month shown first; figures that were cut off are said together."""
    found = on_row(facts.findings, row)
    if not found or facts.version is None:
        return Markup()
    cut = [each for each in found if each.kind == Kind.TRUNCATED and each.column]
    alone = [each for each in found if len(cut) < 2 or each not in cut]
    items = [
        element("li", element("b", f"{each.severity.capitalize()}, {each.kind}: "), told(row, each)) for each in alone
    ]
    if len(cut) > 1:
        listed = ", ".join(f"{each.column} {each.stated.split(' ')[0]} for {each.expected}" for each in cut)
        lead = element("b", f"{cut[0].severity.capitalize()}, {cut[0].kind}: ")
        items.append(element("li", lead, f"{len(cut)} percentages were cut off, not rounded: {listed}."))
    way = element("p", element("a", "All findings of this return", href=facts.version.address))
    return joined(element("h3", "What the check found here"), element("ul", *items, class_="findings"), way)


def told(row: Row, found: Found) -> str:
    """The message of a finding, without the name of the row below whose chart it stands."""
    said = found.message
    for start in (f"{row.series.name}, ", f"{row.series.name}: "):
        if said.startswith(start):
            return said[len(start) :]
    return said
