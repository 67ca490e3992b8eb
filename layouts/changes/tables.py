"""The tables of what has changed: every difference of the authority's figures, a line each."""

from markupsafe import Markup

from data.indicators import Indicator
from data.periods import Period
from layouts import numbers
from layouts.changes import words
from layouts.changes.facts import Brought, Facts
from layouts.home.facts import EarlierRelease
from layouts.phrases import listed
from layouts.provenance import day
from layouts.tables import Cell, Column, Number, Table, in_table, link
from models.differences import Figure, NewPeriod, Revision

NUMBERS = ("Figure before", "Figure now", "Change")
NEW = ("Indicator", "Unit", "Topic", "Period before", "Figure before", "Period now", "Figure now", "Change")
OTHER = ("Indicator", "Unit", "Topic", "Period", "Figure before", "Figure now", "Change")
STANDINGS = ("Band before", "Band now", "Verdict before", "Verdict now")


def new_table(facts: Facts, earlier: EarlierRelease, new: tuple[NewPeriod, ...]) -> Table:
    """Figures of new periods beside the newest before."""
    caption = f"{facts.area.name}: figures of periods that are new since snapshot {earlier.id}, in {facts.snapshot}"
    return Table(caption, _columns(*NEW, *STANDINGS), tuple(_new_row(facts, one) for one in new))


def other_table(facts: Facts, earlier: EarlierRelease, others: tuple[Revision, ...], what: str) -> Table:
    """Figures of one period that are not the same in both snapshots."""
    caption = f"{facts.area.name}: {what} between snapshots {earlier.id} and {facts.snapshot}"
    return Table(caption, _columns(*OTHER, *STANDINGS), tuple(_other_row(facts, one) for one in others))


def indicators_table(facts: Facts, earlier: EarlierRelease) -> Table:
    """Indicators that came and went."""
    found = earlier.differences
    new = [(linked(facts, one), "new", one.unit, one.topic) for one in found.new_indicators]
    gone = [(one.title, "no longer published", one.unit, one.topic) for one in found.gone_indicators]
    caption = f"Indicators that are in one of the snapshots {earlier.id} and {facts.snapshot} alone"
    return Table(caption, _columns("Indicator", "What", "Unit", "Topic"), (*new, *gone))


def neighbours_table(facts: Facts, earlier: EarlierRelease) -> Table:
    """Neighbours that came and went, by edition."""
    found, chosen = earlier.differences, facts.group.title
    rows = [(earlier.areas[code], "joined", chosen) for code in found.joined]
    rows += [(earlier.areas[code], "left", chosen) for code in found.left]
    for edition in facts.editions:
        rows += [(name, "joined", edition.title) for name in edition.joined]
        rows += [(name, "left", edition.title) for name in edition.left]
    caption = f"Statistical neighbours of {facts.area.name} that joined or left"
    return Table(caption, _columns("Authority", "What", "Edition"), tuple(rows))


def brought_table(facts: Facts) -> Table:
    """Every day of publication, with what its figures brought since the period before."""
    counts = ("Indicators", "Compared with the period before", "Worse by test", "Better by test", "Down", "Up")
    columns = (Column("Published"), *(Column(name, True) for name in counts), Column("Topics"), Column("Next expected"))
    rows = tuple(_brought_row(one) for one in facts.brought)
    return Table(
        f"{facts.area.name}: what each day of publication brought; down and up are quarters of England", columns, rows
    )


def _brought_row(one: Brought) -> tuple[Cell, ...]:
    found = one.publication
    counts = (len(found.indicators), one.compared, one.worse, one.better, one.down, one.up)
    return (
        day(found.day),
        *(Number(str(count), count) for count in counts),
        listed(found.topics),
        listed([day(text) for text in found.next_days]) or "not stated",
    )


def linked(facts: Facts, indicator: Indicator) -> Markup:
    """The indicator with the way to its page."""
    return link(indicator.title, facts.addresses[indicator.id])


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading, heading in NUMBERS) for heading in headings)


def _new_row(facts: Facts, one: NewPeriod) -> tuple[Cell, ...]:
    before: Cell = "none" if one.before is None else _cell(one.indicator, one.before)
    return (
        *_named(facts, one.indicator),
        _label(one.before_period),
        before,
        one.period.label,
        _cell(one.indicator, one.now),
        _change(one.indicator, one.before, one.now),
        *_standings(one.before, one.now),
    )


def _other_row(facts: Facts, one: Revision) -> tuple[Cell, ...]:
    return (
        *_named(facts, one.indicator),
        one.period.label,
        _cell(one.indicator, one.before),
        _cell(one.indicator, one.now),
        _change(one.indicator, one.before, one.now),
        *_standings(one.before, one.now),
    )


def _named(facts: Facts, indicator: Indicator) -> tuple[Cell, ...]:
    return linked(facts, indicator), indicator.unit, indicator.topic


def _label(period: Period | None) -> str:
    return period.label if period else "none"


def _cell(indicator: Indicator, found: Figure) -> Cell:
    return numbers.missing(found.reason) if found.value is None else in_table(indicator, found.value)


def _change(indicator: Indicator, before: Figure | None, now: Figure) -> Cell:
    size = words.change(before, now)
    return "" if size is None else Number(numbers.signed(indicator, size), size, indicator.decimals)


def _standings(before: Figure | None, now: Figure) -> tuple[str, ...]:
    return (
        (before.band if before else "") or "none",
        now.band or "none",
        words.verdict(before),
        words.verdict(now),
    )
