"""Small multiples: one chart an indicator, all of one unit on one scale, with the table of their figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from markupsafe import Markup

from data.indicators import Indicator
from data.periods import Period
from layouts import numbers, phrases, sentences
from layouts.charts import frame
from layouts.charts.card import Chart
from layouts.charts.small_multiple import Axes, Line, Role, shared_axes, small_multiple, ticks
from layouts.compare.comparison import OWN_SCALES, Comparison
from layouts.compare.words import number
from layouts.markup import element
from layouts.provenance import sources
from layouts.tables import Cell, Column, Table, average_in_table, count_in_table, in_table
from models.benchmark import Benchmark
from models.series import Course

NOUNS = {"%": ("percentage", "percentages"), "number": ("number", "numbers"), "score": ("score", "scores")}
"""What an indicator of a unit is called, one and several."""
Figure: TypeAlias = float | str
"""A published figure, or the words for why there is none."""


@dataclass(frozen=True)
class MeanLine:
    """A mean of several authorities' figures over the axis, None where nobody has one, and how many have."""

    values: tuple[float | None, ...]
    contributing: tuple[int, ...]
    of: int


@dataclass(frozen=True)
class Multiple:
    """One indicator over `axis`, its periods without holes up to the one that is shown.

    `course` is where our line has led over `periods`, those with figures, and `values` are ours in them. `beside` are
    in the order of the page's columns, `means` those of the partnerships. `region` is empty for an authority in none.
    """

    standing: Benchmark
    address: str
    axis: tuple[Period, ...]
    us: tuple[Figure, ...]
    beside: tuple[tuple[Figure, ...], ...]
    means: tuple[MeanLine, ...]
    neighbours: MeanLine
    region: tuple[Figure, ...]
    england: tuple[Figure, ...]
    periods: tuple[Period, ...]
    values: tuple[float, ...]
    course: Course | None

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        return self.standing.indicator

    @property
    def years(self) -> tuple[int, ...]:
        """The year in which each period ends."""
        return tuple(period.year for period in self.axis)

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is drawn: totals of a region or of England would dwarf an authority, and stand in the table only."""
        totals = [] if self.indicator.is_total else [(Role.REGION, self.region), (Role.ENGLAND, self.england)]
        figures = [(Role.US, self.us), *((Role.BESIDE, figures) for figures in self.beside), *totals]
        drawn = [Line(role, tuple(map(_drawn, found))) for role, found in figures if found]
        means = [Line(Role.MEAN, mean.values) for mean in self.means]
        return (*drawn, *means, Line(Role.NEIGHBOURS, self.neighbours.values))

    @property
    def drawn(self) -> list[float]:
        """Every value that is drawn."""
        return [value for line in self.lines for value in line.values if value is not None]


def _drawn(figure: Figure) -> float | None:
    return None if isinstance(figure, str) else figure


def multiples_charts(
    comparison: Comparison, multiples: Sequence[Multiple], largest: int | None = None
) -> tuple[Chart, ...]:
    """A chart for each unit, in the order in which the units first come.

    A table of more than `largest` cells is left without its rows; None is for tables of any size.
    """
    by_unit: dict[str, list[Multiple]] = {}
    for each in multiples:
        by_unit.setdefault(each.indicator.unit, []).append(each)
    return tuple(_chart(comparison, unit, of_unit, largest) for unit, of_unit in by_unit.items())


def _chart(comparison: Comparison, unit: str, multiples: Sequence[Multiple], largest: int | None) -> Chart:
    name = comparison.columns.authorities[0]
    own = comparison.view == OWN_SCALES
    axes = axes_of(unit, multiples)
    pictures = [picture(name, axes_of(unit, [each]) if own else axes, each) for each in multiples]
    return Chart(
        name=f"multiples-{slug(unit)}",
        finding=finding(name, unit, multiples),
        subtitle=subtitle(unit, multiples, None if own else axes),
        picture=element("ul", *pictures, class_="multiples"),
        table=multiples_table(comparison, unit, multiples, largest),
        source=" ".join(sources([each.indicator for each in multiples])),
    )


def slug(unit: str) -> str:
    """A unit as an address spells it."""
    said = unit.replace("%", "percentage").replace("£", "pounds").replace(",", "")
    return "-".join(said.casefold().split())


def axes_of(unit: str, multiples: Iterable[Multiple]) -> Axes:
    """Axes that hold some charts of one unit."""
    found = list(multiples)
    return shared_axes([year for each in found for year in each.years], [v for each in found for v in each.drawn], unit)


def finding(name: str, unit: str, multiples: Sequence[Multiple]) -> str:
    """From first figure to last, on how many of the charts it has become better and worse, or has risen and fallen."""
    moved = [each for each in multiples if each.course and each.course.first != each.course.last]
    if not moved:
        return f"{counted(unit, len(multiples))}: {name} has no two figures of any to compare"
    directed = [each for each in moved if each.indicator.sign]
    steps = [_step(each) * (each.indicator.sign or 1) for each in directed or moved]
    up, down = sum(step > 0 for step in steps), sum(step < 0 for step in steps)
    words = ("become better on", "become worse on") if directed else ("risen on", "fallen on")
    if directed and len(steps) == 1 < len(multiples):
        word = "better" if up else "worse" if down else "neither better nor worse"
        return f"{counted(unit, len(multiples))}: {name} has become {word} on the one that can be judged"
    judged = f" of the {len(steps)} that can be judged" if directed and len(steps) < len(multiples) else ""
    led = f"{words[0]} {number(up)}{judged} and {words[1]} {number(down)}"
    return f"{counted(unit, len(multiples))}: from first figure to last, {name} has {led}"


def _step(multiple: Multiple) -> float:
    """How far our line has led, as printed: nothing where nobody would see a difference."""
    course = multiple.course
    if course is None:
        return 0.0
    step = multiple.values[course.last] - multiple.values[course.first]
    return step if phrases.is_seen(numbers.plain(multiple.indicator, step)) else 0.0


def counted(unit: str, count: int) -> str:
    """So many indicators of a unit, as a sentence says it."""
    one, several = NOUNS.get(unit, (f"figure in {unit}", f"figures in {unit}"))
    if unit.startswith("rate "):
        one, several = unit, unit.replace("rate", "rates", 1)
    return f"{count} {one if count == 1 else several}"


def subtitle(unit: str, multiples: Sequence[Multiple], axes: Axes | None) -> str:
    """Unit, years, and how the charts can be compared."""
    years = [year for each in multiples for year in each.years]
    parts = [f"Unit: {unit}; periods that end in {min(years)} to {max(years)}"]
    if axes is None:
        parts.append("each chart has a scale of its own, so heights cannot be compared")
    elif len(multiples) > 1:
        low, high = (text for _, text in (ticks(axes.scale)[0], ticks(axes.scale)[-1]))
        parts.append(f"all charts have one scale, marked from {low} to {high}, and the same years")
    if axes is not None and not axes.scale.from_zero:
        parts.append("the scale does not start at zero")
    if multiples[0].indicator.is_total:
        parts.append("a region's and England's figures are totals and stand in the table only")
    if any(value is None for each in multiples for line in each.lines for value in line.values):
        parts.append("a gap is a figure that was not published, and the table says why")
    return phrases.sentence("; ".join(parts))


def picture(name: str, axes: Axes, multiple: Multiple) -> Markup:
    """One chart under its finding, which leads to the indicator's own page."""
    indicator = multiple.indicator
    led = sentences.course(name, indicator, multiple.periods, multiple.values, multiple.course)
    beside = sentences.beside_average(phrases.owners(multiple.standing.group), multiple.course)
    said = phrases.sentence("; ".join(part for part in (f"{indicator.title}: {led}", beside) if part))
    title = element("figcaption", element("a", indicator.title, href=multiple.address), element("span", f" {led}"))
    drawn = small_multiple(axes, multiple.years, multiple.lines, labels(multiple), said)
    return element("li", element("figure", title, drawn))


def labels(multiple: Multiple) -> tuple[str, str, str]:
    """Our first and last figures and the neighbours' last average, as the chart has room for them."""
    indicator = multiple.indicator
    known = [value for value in multiple.us if not isinstance(value, str)]
    ours = [_brief(indicator, value, numbers.plain(indicator, value)) for value in known]
    means = [value for value in multiple.neighbours.values if value is not None]
    average = _brief(indicator, means[-1], numbers.average(indicator, means[-1])) if means else ""
    return (ours[0], ours[-1], average) if ours else ("", "", average)


def _brief(indicator: Indicator, value: float, text: str) -> str:
    """A figure that is already text, in little room: its sign but no words, and millions counted in millions."""
    return phrases.short(indicator, frame.brief(value, decimals=0) if abs(value) >= frame.MILLION else text)


def multiples_table(
    comparison: Comparison, unit: str, multiples: Sequence[Multiple], largest: int | None = None
) -> Table:
    """A row for each indicator and period, the newest first; no rows where there are more than `largest` cells."""
    columns = comparison.columns
    first, *others = columns.authorities
    means = [name for name, _ in columns.means]
    headings = (
        *(Column("Indicator"), Column("Period"), Column(first, True)),
        *(Column(f"{columns.group}, average", True), Column(f"{columns.group}, published", True)),
        *(Column(name, True) for name in others),
        *(each for name in means for each in (Column(f"{name}, mean", True), Column(f"{name}, published", True))),
        *([Column(columns.region, True)] if any(each.region for each in multiples) else []),
        Column("England", True),
    )
    places = [(each, place) for each in multiples for place in reversed(range(len(each.axis)))]
    fits = largest is None or len(places) * len(headings) <= largest
    rows = tuple(_row(each, place) for each, place in places) if fits else ()
    return Table(f"{comparison.topic}, {counted(unit, len(multiples))}, over time", headings, rows)


def _row(multiple: Multiple, place: int) -> tuple[Cell, ...]:
    indicator = multiple.indicator

    def figure(found: tuple[Figure, ...]) -> Cell:
        value = found[place]
        return value if isinstance(value, str) else in_table(indicator, value)

    def mean(found: MeanLine) -> tuple[Cell, Cell]:
        value = found.values[place]
        level = "none published" if value is None else average_in_table(indicator, value)
        return level, count_in_table(float(found.contributing[place]))

    return (
        *(indicator.title, multiple.axis[place].label, figure(multiple.us)),
        *mean(multiple.neighbours),
        *(figure(each) for each in multiple.beside),
        *(cell for each in multiple.means for cell in mean(each)),
        *([figure(multiple.region)] if multiple.region else []),
        figure(multiple.england),
    )
