"""The funnel plot of the Indicator page: is a figure more than chance would make of an authority of its size?"""

from collections.abc import Iterable

import numpy as np

from data.authorities import Area
from layouts import numbers, phrases
from layouts.charts.card import Chart
from layouts.charts.funnel import Curve, Point, funnel_chart, funnel_scale
from layouts.charts.trend import Role
from layouts.indicator import words
from layouts.indicator.facts import Facts, Shown
from layouts.provenance import source_line
from layouts.tables import Cell, Column, Table, averages_in_table, count_in_table, in_table
from models.funnel import ALARM
from models.funnel_of_one import Funnel
from models.intervals import CONFIDENCE

# Points of each curve: on a logarithmic axis so few look like a curve.
POINTS = 24
ROOM = 1.15
SIDES = {
    -2: "below the 99.8% limit",
    -1: "below the 95% limit",
    0: "within",
    1: "above the 95% limit",
    2: "above the 99.8% limit",
}


def funnel(facts: Facts) -> Chart | None:
    """The chart; nothing without counts of enough authorities, which `words.why_no_funnel` says."""
    shown = facts.shown
    if shown is None or shown.funnel is None:
        return None
    found = shown.funnel
    drawn, lines = points(facts, found), curves(found)
    average = found.average * found.per
    picture = funnel_chart(facts.indicator.unit, denominator(facts), drawn, lines, average)
    return Chart(
        name="funnel",
        finding=words.funnel(facts, shown),
        subtitle=subtitle(facts, shown, drawn, lines),
        picture=picture,
        table=funnel_table(facts, shown, found),
        source=source_line(facts.indicator, [shown.row.status]),
    )


def denominator(facts: Facts) -> str:
    """What the denominator counts, as the definition says."""
    counted = facts.indicator.made.partition(" ÷ ")[2] or "the denominator"
    if counted == "the cohort" and facts.indicator.cohort:
        counted = facts.indicator.cohort
    return phrases.sentence(counted).removesuffix(".")


def subtitle(facts: Facts, shown: Shown, drawn: list[Point], lines: list[Curve]) -> str:
    """What, when and who; the average, the limits and whether they are widened; the marks."""
    found = shown.funnel
    if found is None:
        return ""
    average = found.average * found.per
    level = numbers.with_unit(facts.indicator, numbers.average(facts.indicator, average))
    parts = [f"{phrases.what(facts.indicator)}, {shown.row.period.label}"]
    parts.append(f"{len(found.areas)} authorities by their size ({_lower(denominator(facts))}), on a logarithmic axis")
    parts.append(f"the dotted line is the average of all counts together, {level}")
    spread = f"phi {found.phi:.1f}, where chance alone makes about 1"
    if found.is_widened:
        parts.append(f"the limits at 95% (dashed) and 99.8% are widened by how much authorities differ ({spread})")
    else:
        parts.append(
            f"the limits at 95% (dashed) and 99.8% are those of chance alone, which explains the spread ({spread})"
        )
    if any(point.neighbour for point in drawn):
        parts.append("triangles mark the comparators, named where they lie outside")
    if not funnel_scale(drawn, lines, average).from_zero:
        parts.append("the axis is broken: it does not start at zero")
    return phrases.sentence("; ".join(parts))


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def points(facts: Facts, found: Funnel) -> list[Point]:
    """A point for each authority with counts, at the figure that its counts make; the chosen are named."""
    sides = found.side_of_each.tolist()
    pairs = zip(found.areas.tolist(), found.denominator.tolist(), found.values.tolist(), sides, strict=True)
    return [_point(facts, facts.areas[at], size, value, side) for at, size, value, side in pairs]


def _point(facts: Facts, area: Area, size: float, value: float, side: int) -> Point:
    role, is_neighbour = facts.roles.get(area.code), area.code in facts.group.codes
    figure = numbers.with_unit(facts.indicator, numbers.average(facts.indicator, value))
    is_named = role is Role.US or role is Role.BESIDE or (is_neighbour and side != 0)
    return Point(
        size=size,
        value=value,
        words=words.hover(area.name, f"{figure} of {size:,.0f}", SIDES[side]),
        role=role,
        neighbour=is_neighbour,
        name=area.name if is_named else "",
    )


def curves(found: Funnel) -> list[Curve]:
    """The limits over all sizes that there are, with a little room at both ends."""
    low, high = found.denominator.min() / ROOM, found.denominator.max() * ROOM
    sizes = np.geomspace(low, high, POINTS)
    limits = [(confidence, found.limits(sizes, confidence, found.is_widened)) for confidence in (ALARM, CONFIDENCE)]
    return [
        Curve(confidence, tuple(sizes.tolist()), tuple(limit.low.tolist()), tuple(limit.high.tolist()))
        for confidence, limit in limits
    ]


def funnel_table(facts: Facts, shown: Shown, found: Funnel) -> Table:
    """Every authority with counts: the figure, the 99.8% limits at its size, and where it lies; the largest first."""
    limits = found.limits_of_each
    order = np.argsort(-found.denominator, kind="stable")
    areas = [facts.areas[at] for at in found.areas[order].tolist()]
    figures = facts.block.values[found.areas[order], shown.column].tolist()
    indicator, unit = facts.indicator, facts.indicator.unit
    columns = (
        Column("Authority"),
        Column("Numerator", True),
        Column("Denominator", True),
        Column(f"Figure ({unit})", True),
        Column("99.8% limit, low", True),
        Column("99.8% limit, high", True),
        Column("Where it lies"),
    )
    cells: tuple[Iterable[Cell], ...] = (
        [area.name for area in areas],
        map(count_in_table, found.numerator[order].tolist()),
        map(count_in_table, found.denominator[order].tolist()),
        [in_table(indicator, figure) for figure in figures],
        averages_in_table(indicator, limits.low[order].tolist()),
        averages_in_table(indicator, limits.high[order].tolist()),
        [SIDES[side] for side in found.side_of_each[order].tolist()],
    )
    rows = tuple(zip(*cells, strict=True))
    ours = next((place for place, area in enumerate(areas) if area.code == facts.area.code), None)
    caption = f"{phrases.what(facts.indicator)}, {shown.row.period.label}, against the limits of the funnel"
    return Table(caption, columns, rows, ours)
