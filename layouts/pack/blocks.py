"""One exception as a block of a pack: heading, sentences, its course as a chart and a table, and its sources."""

from data.indicators import Indicator
from data.missing import Missing
from layouts import numbers
from layouts.board import reasons
from layouts.board.facts import Agreed, Entry, Facts
from layouts.board.lists import day
from layouts.pack.content import Block, ChartKind, Note, PackChart, PackSeries, Reference, Role
from layouts.pack.facts import Course, Months, PackFacts
from layouts.phrases import possessive, sentence, short
from layouts.provenance import day as publication_day
from layouts.provenance import source_line
from layouts.scorecard.facts import as_indicator
from layouts.scorecard.figures import decimals_of
from layouts.tables import Cell, Column, Number, Table, average_in_table, count_in_table, in_table

NO_DATE = "the file gives no date"
NAMED = 3
"""Of those that an exception stands for; the page names them all."""


def exception_block(facts: PackFacts, place: int, entry: Entry) -> Block:
    """The block of the exception at a place of the list, counted from 1."""
    found = facts.board
    return Block(
        name=f"exception-{place}",
        heading=entry.title,
        label=label(place, entry),
        sentences=sentences(entry),
        chart=chart(facts, entry),
        tables=(*_course_table(facts, entry), *_actions_table(found, entry.agreed, entry.title)),
        notes=tuple(Note(f"{said.section} ({said.by}, {day(said.on)})", said.text) for said in entry.said),
        references=(reference(facts, entry),),
    )


def label(place: int, entry: Entry) -> str:
    """What stands above the heading: its place, how sure, its topic."""
    pinned = " · pinned by the board" if entry.pinned else ""
    return f"{place} · {reasons.CERTAINTIES[entry.certainty]} · {entry.topic}{pinned}"


def sentences(entry: Entry) -> tuple[str, ...]:
    """The figure, why it is here with the gap in children, the target, whom to ring, what tells the same story."""
    period = f", {reasons.when(entry)}" if reasons.when(entry) else ""
    figure = sentence(f"{reasons.level(entry)} {reasons.against(entry)}".strip() + period)
    alike = [one.name for one in entry.alike]
    among = "; ".join(f"“{name}”" for name in alike[:NAMED])
    like = sentence(f"it stands for {len(alike)} more like it{', among them' if len(alike) > NAMED else ''}: {among}")
    return tuple(
        said
        for said in (figure, reasons.why(entry), entry.outlook, entry.ring, *entry.notes, like if alike else "")
        if said
    )


def chart(facts: PackFacts, entry: Entry) -> PackChart | None:
    """Its course beside the comparators', or its months beside the target; None where there is but one figure."""
    key = entry.listed.key
    if key in facts.courses and entry.row is not None:
        return _course_chart(facts, entry.row.indicator, facts.courses[key])
    if key in facts.months:
        return _months_chart(facts.months[key])
    return None


def _course_chart(facts: PackFacts, indicator: Indicator, course: Course) -> PackChart:
    name = facts.board.area.name
    mean = (numbers.decimals_of_average(indicator),)
    series = tuple(
        PackSeries(title, values, (role,), mean if role is Role.NEIGHBOURS else ())
        for title, values, role in _listed(facts, course)
    )
    missing = tuple(
        f"{label}: {reason.sentence}"
        for label, reason in zip(course.labels, course.reasons, strict=True)
        if reason is not Missing.PRESENT
    )
    return PackChart(
        kind=ChartKind.LINES if len(course.labels) > 1 else ChartKind.BARS,
        finding=_course_finding(name, indicator, course),
        subtitle=f"{indicator.title}, {indicator.unit}",
        alternative=_course_told(name, indicator, course, facts.comparators),
        categories=course.labels,
        series=series,
        unit=indicator.unit,
        decimals=indicator.decimals,
        missing=missing,
    )


def _course_finding(name: str, indicator: Indicator, course: Course) -> str:
    known = [(label, value) for label, value in zip(course.labels, course.us, strict=True) if value is not None]
    if not known:
        return f"{name} has no figure in these periods"
    (first, start), (last, end) = known[0], known[-1]
    level = numbers.figure(indicator, end)
    if len(known) == 1:
        return f"{name} was at {level} in {last}"
    if numbers.plain(indicator, start) == numbers.plain(indicator, end):
        return f"{name} was at {level} in {last}, as in {first}"
    moved = "up" if end > start else "down"
    return (
        f"{name} was at {level} in {last}, {moved} from {short(indicator, numbers.plain(indicator, start))} in {first}"
    )


def _course_told(name: str, indicator: Indicator, course: Course, comparators: str) -> str:
    ours = _told(name, course.labels, [_printed(indicator, value) for value in course.us])
    theirs = _told(
        comparators,
        course.labels,
        [None if value is None else short(indicator, numbers.average(indicator, value)) for value in course.neighbours],
    )
    england = _told("England", course.labels, [_printed(indicator, value) for value in course.england])
    return " ".join(part for part in (ours, theirs, england) if part)


def _told(name: str, labels: tuple[str, ...], values: list[str | None]) -> str:
    known = [f"{label} {value}" for label, value in zip(labels, values, strict=True) if value is not None]
    return f"{name}: {', '.join(known)}." if known else ""


def _printed(indicator: Indicator, value: float | None) -> str | None:
    return None if value is None else short(indicator, numbers.plain(indicator, value))


def _months_chart(months: Months) -> PackChart:
    row = months.row
    indicator = as_indicator(row, decimals_of(row))
    values = PackSeries(row.name, months.values, (Role.US,))
    line = PackSeries("Target", tuple(months.target for _ in months.labels), (Role.TARGET,))
    told = _told(row.name, months.labels, [_printed(indicator, value) for value in months.values])
    target = f" The target is {_printed(indicator, months.target)}." if months.target is not None else ""
    return PackChart(
        kind=ChartKind.LINES if len(months.labels) > 1 else ChartKind.BARS,
        finding=f"{row.name}, month by month",
        subtitle=f"Local return, {row.unit}",
        alternative=f"{told}{target}",
        categories=months.labels,
        series=(values, line) if months.target is not None else (values,),
        unit=row.unit,
        decimals=decimals_of(row),
        missing=tuple(
            f"{label}: no figure" for label, value in zip(months.labels, months.values, strict=True) if value is None
        ),
    )


def _course_table(facts: PackFacts, entry: Entry) -> tuple[Table, ...]:
    """The figures of the chart, in its order, so that every form of a pack may take the one for the other."""
    key = entry.listed.key
    if entry.row is None or key not in facts.courses:
        return _months_table(facts.months[key]) if key in facts.months else ()
    course, indicator = facts.courses[key], entry.row.indicator
    listed = _listed(facts, course)
    columns = (Column("Period"), *(Column(name, True) for name, _, _ in listed))
    rows = tuple(
        (label, *(_cell(indicator, course, values[at], role, at) for _, values, role in listed))
        for at, label in enumerate(course.labels)
    )
    return (Table(f"{indicator.title}, {indicator.unit}", columns, rows),)


def _cell(indicator: Indicator, course: Course, value: float | None, role: Role, at: int) -> Cell:
    if value is None:
        return course.reasons[at].words if role is Role.US else ""
    return average_in_table(indicator, value) if role is Role.NEIGHBOURS else in_table(indicator, value)


def _listed(facts: PackFacts, course: Course) -> list[tuple[str, tuple[float | None, ...], Role]]:
    """The authority and its comparators, those without any figure left out."""
    listed = (
        (facts.board.area.name, course.us, Role.US),
        (facts.comparators, course.neighbours, Role.NEIGHBOURS),
        (facts.region, course.region, Role.REGION),
        ("England", course.england, Role.ENGLAND),
    )
    return [each for each in listed if any(value is not None for value in each[1])]


def _months_table(months: Months) -> tuple[Table, ...]:
    row = months.row
    indicator = as_indicator(row, decimals_of(row))
    cells: tuple[tuple[Cell, ...], ...] = tuple(
        (
            label,
            "no figure" if value is None else in_table(indicator, value),
            "" if months.target is None else in_table(indicator, months.target),
        )
        for label, value in zip(months.labels, months.values, strict=True)
    )
    return (Table(f"{row.name}, {row.unit}", (Column("Month"), Column("Figure", True), Column("Target", True)), cells),)


def _actions_table(found: Facts, actions: tuple[Agreed, ...], title: str) -> tuple[Table, ...]:
    return (actions_table(f"Actions on “{title}”", actions),) if actions else ()


def actions_table(caption: str, actions: tuple[Agreed, ...]) -> Table:
    """Actions as the panel's papers print them, with who has each and until when."""
    names = ("Date", "Title", "Action proposed", "Action taken", "Owner", "Due", "Progress status")
    rows = tuple(
        (
            day(action.agreed),
            action.title,
            action.wording,
            action.taken,
            action.owner,
            f"{day(action.due)}{', overdue' if action.is_overdue else ''}",
            action.status,
        )
        for action in actions
    )
    return Table(caption, tuple(Column(name) for name in names), rows)


def reference(facts: PackFacts, entry: Entry) -> Reference:
    """Where its figures are from: source, release, date and the page that shows them."""
    row = entry.row
    address = f"{facts.origin}{entry.address}"
    if row is None:
        local = entry.local
        month = local.local.card.month.label if local else ""
        return Reference(entry.title, entry.source, f"{possessive(facts.board.area.name)} local return", month, address)
    release = f"{row.status} figures" if row.status else f"figures of {row.period.label} as published"
    updated = f"updated {publication_day(row.indicator.updated)}" if row.indicator.updated else NO_DATE
    return Reference(f"{entry.title}, {row.period.label}", source_line(row.indicator), release, updated, address)


def plain_number(value: float | None) -> Number | str:
    """A count of children as a cell; empty for none."""
    return "" if value is None else count_in_table(value)
