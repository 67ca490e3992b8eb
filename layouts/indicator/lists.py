"""The lists of the Indicator page: the verdict by each comparator, then the comparators one by one and together."""

from math import isnan

from data.authorities import Area
from layouts import numbers, phrases, sentences
from layouts.charts.card import Chart
from layouts.indicator import words
from layouts.indicator.facts import NONE, Facts, Shown
from layouts.indicator.tables import Row, comparators_table, place_columns, place_of
from layouts.provenance import source_line
from layouts.tables import Cell, Column, Number, Table, average_in_table

NOT_CONTRIBUTING = "does not contribute"
ALONE = "nobody else has a figure"


def sensitivity(facts: Facts) -> Chart | None:
    """The verdict against each comparator there is, and whether it depends on the choice."""
    shown = facts.shown
    if shown is None:
        return None
    how = "against each comparator in turn, by one and the same 95% interval of its own figure"
    if not shown.row.is_tested:
        how = f"beside each comparator in turn; {sentences.untested(shown.row)}"
    what = f"{phrases.what(facts.indicator)}, {shown.row.period.label}"
    return Chart(
        name="sensitivity",
        finding=words.sensitivity(facts, shown),
        subtitle=phrases.sentence(f"{what}; {facts.area.name} {how}"),
        picture=None,
        table=sensitivity_table(facts, shown),
        source=source_line(facts.indicator, [shown.row.status]),
    )


def sensitivity_table(facts: Facts, shown: Shown) -> Table:
    """A row for each comparator; the one in use is marked."""
    found = shown.sensitivity
    names = [phrases.sentence(group.title).removesuffix(".") for group in shown.lenses]
    sizes = [len(group.codes) for group in shown.lenses]
    region = facts.region.name if facts.region else "Region"
    columns = (
        Column("Compared with"),
        Column("Verdict"),
        Column(f"Comparator ({facts.indicator.unit})", True),
        Column("Difference", True),
        Column("Published"),
    )
    rows = tuple(
        (name, verdict, _level(facts, level), _apart(facts, shown, level), published)
        for name, level, published, verdict in zip(
            [*names, region],
            found.comparator[0].tolist(),
            [
                *(f"{count} of {size}" for count, size in zip(found.contributing[0].tolist(), sizes, strict=False)),
                "its own published figure",
            ],
            found.verdict[0].tolist(),
            strict=True,
        )
    )
    used = next((at for at, group in enumerate(shown.lenses) if group.name == facts.group.name), None)
    return Table("The verdict by whom it is compared with; the comparator in use is marked", columns, rows, used)


def _level(facts: Facts, level: float) -> Cell:
    return NONE if isnan(level) else average_in_table(facts.indicator, level)


def _apart(facts: Facts, shown: Shown, level: float) -> Cell:
    if shown.row.value is None or isnan(level):
        return NONE
    return signed_number(facts, round(shown.row.value - level, 9))


def signed_number(facts: Facts, value: float) -> Number:
    """A difference with its sign."""
    found = average_in_table(facts.indicator, value)
    return Number(phrases.with_sign(found.text), value, found.decimals)


def neighbours(facts: Facts) -> Chart | None:
    """The comparators one by one: how close each is, its figure, and what it does to the average."""
    shown = facts.shown
    if shown is None:
        return None
    said = [f"{facts.group.title}, {shown.row.period.label}"]
    if shown.row.mean is not None:
        mean = numbers.with_unit(facts.indicator, numbers.average(facts.indicator, shown.row.mean))
        said.append(
            f"the average is the plain mean of the figures published, {mean} ({sentences.published(shown.row)})"
        )
    said.append("an authority's share in it is how far its own figure lies from it")
    return Chart(
        name="neighbours",
        finding=words.neighbours(facts, shown),
        subtitle=phrases.sentence("; ".join(said)),
        picture=None,
        table=neighbours_table(facts, shown),
        source=source_line(facts.indicator, [shown.row.status]),
    )


def neighbours_table(facts: Facts, shown: Shown) -> Table:
    """Each comparator, how close it is where a list says so, its figure or why there is none, and its contribution."""
    closeness = [Column("Closeness")] if facts.closeness else []
    found = shown.contributions
    pairs = zip(facts.members, found.deviation.tolist(), found.without.tolist(), strict=True)
    rows = tuple(_member_row(facts, shown, *pair) for pair in pairs)
    caption = phrases.sentence(f"{facts.group.title}, {shown.row.period.label}")
    rank, figure, *others = place_columns(facts, shown)
    added = (Column("From the average", True), Column("Average without it", True))
    columns = (Column("Authority"), *closeness, figure, *added, rank, *others)
    return Table(caption, columns, rows)


def _member_row(facts: Facts, shown: Shown, area: Area, deviation: float, without: float) -> Row:
    close = [facts.closeness[area.code]] if facts.closeness else []
    rank, figure, *others = place_of(facts, shown, area, facts.cell(area, shown.column))
    return (area.name, *close, figure, *_contribution(facts, shown, deviation, without), rank, *others)


def _contribution(facts: Facts, shown: Shown, deviation: float, without: float) -> Row:
    """How far a figure is from the average, and the average without it; one without a figure changes nothing."""
    if isnan(deviation):
        return (NOT_CONTRIBUTING, NONE if shown.row.mean is None else average_in_table(facts.indicator, shown.row.mean))
    return (signed_number(facts, deviation), ALONE if isnan(without) else average_in_table(facts.indicator, without))


def comparators(facts: Facts) -> Chart | None:
    """All comparators beside the authority, a line each."""
    shown = facts.shown
    if shown is None:
        return None
    return Chart(
        name="comparators",
        finding="Beside the comparators",
        subtitle=phrases.sentence(f"{phrases.what(facts.indicator)}, {shown.row.period.label}"),
        picture=None,
        table=comparators_table(facts, shown),
        source=source_line(facts.indicator, [shown.row.status]),
    )
