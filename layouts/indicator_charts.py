"""The two pictures of the Indicator page, each with its finding, its subtitle and the table of its figures."""

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from data.authorities import Area
from layouts import numbers, phrases, sentences
from layouts.charts import frame
from layouts.charts.ranked import Bar, Level, ranked_chart
from layouts.charts.trend import Line, Role, error_bar, trend_chart, trend_scale
from layouts.indicator_facts import Facts
from layouts.indicator_tables import ranked_table, trend_table

TOTALS = "a region's and England's figures are totals and stand in the table only"


def chart_card(title: str, subtitle: str, figure: frame.Figure, told: str, table: Component) -> Component:
    """A chart below its finding and above its figures; `told` is what it says to a reader who cannot see it."""
    graph = dcc.Graph(figure=figure, config=frame.CONFIG, style={"height": f"{frame.HEIGHT}px"})
    label: dict[str, Any] = {"aria-label": told}
    picture = html.Figure(graph, role="img", **label)
    return html.Section([html.H2(title), html.P(subtitle, className="subtitle"), picture, table], className="chart")


def trend_card(facts: Facts) -> Component:
    """Where the indicator has come from; without two periods there is nothing to draw, and the page says so."""
    if len(facts.axis) < 2:
        words = "Figures of one period are published, so there is no trend to draw." if facts.axis else "None is published."
        return html.Section([html.H2("Over time"), html.P(words), trend_table(facts)], className="chart")
    lines, finding = trend_lines(facts), trend_finding(facts)
    figure = trend_chart(facts.indicator.unit, facts.axis, lines, _error_bar(facts))
    subtitle = trend_subtitle(facts, lines)
    return chart_card(finding, subtitle, figure, f"{finding}. {subtitle}", trend_table(facts))


def trend_finding(facts: Facts) -> str:
    """The title of the trend chart: where our line has led, and where it lay beside the average."""
    ours = facts.values_of_block(facts.area)
    led = sentences.course(facts.area.name, facts.indicator, facts.block.periods, ours, facts.course)
    beside = sentences.beside_average(phrases.owners(facts.group), facts.course)
    return f"{led}; {beside}" if beside else led


def trend_subtitle(facts: Facts, lines: list[Line]) -> str:
    """What, unit, who and when; where a line breaks; where the axis begins."""
    parts = [f"{facts.indicator.title} ({facts.indicator.unit}), {facts.axis[0].label} to {facts.axis[-1].label}"]
    named = [line.name for line in lines if line.role is not Role.BESIDE]
    beside = [line.name for line in lines if line.role is Role.BESIDE]
    parts.append(phrases.listed(named) + (f", beside {phrases.listed(beside)}" if beside else ""))
    if facts.interval:
        parts.append("the upright bar is the 95% interval")
    if facts.indicator.is_total:
        parts.append(TOTALS)
    if any(value is None for line in lines for value in line.values):
        parts.append("a gap is a figure that was not published, and the table says why")
    if not trend_scale(lines).from_zero:
        parts.append("the axis does not start at zero")
    return phrases.sentence("; ".join(parts))


def trend_lines(facts: Facts) -> list[Line]:
    """Us, those beside us, and what we are compared with."""
    roles = [(facts.area, Role.US), *((area, Role.BESIDE) for area in facts.beside)]
    roles += [(area, Role.ENGLAND if area is facts.england else Role.REGION) for area in facts.drawn]
    lines = [_line(facts, area, role) for area, role in roles]
    return [*lines[:1], _average_line(facts), *lines[1:]]


def _line(facts: Facts, area: Area, role: Role) -> Line:
    words = [
        _hover(area.name, f"{period.label}: {facts.in_words(area, column)}")
        for period, column in zip(facts.axis, facts.columns, strict=True)
    ]
    return Line(area.name, role, facts.values(area), tuple(words))


def _average_line(facts: Facts) -> Line:
    name = phrases.group_name(facts.group)
    words = [
        ""
        if mean is None or column is None
        else _hover(
            f"{name}, average",
            f"{period.label}: {numbers.with_unit(facts.indicator, numbers.average(facts.indicator, mean))}",
            f"{facts.average.contributing[column]} of {facts.average.of} published",
        )
        for period, column, mean in zip(facts.axis, facts.columns, facts.means, strict=True)
    ]
    return Line(name, Role.NEIGHBOURS, facts.means, tuple(words))


def _error_bar(facts: Facts) -> frame.Figure | None:
    row = facts.row
    if row is None or row.value is None or row.low is None or row.high is None:
        return None
    return error_bar(facts.axis.index(row.period), len(facts.axis), row.value, row.low, row.high)


def ranked_card(facts: Facts) -> Component | None:
    """Where the authority stands among all of them; nothing where no period is shown or nobody has a figure."""
    if facts.row is None or facts.spread is None or not facts.order:
        return None
    finding, subtitle = sentences.standing(facts.row, facts.is_wide, facts.within), ranked_subtitle(facts)
    figure = ranked_chart(facts.indicator.unit, ranked_bars(facts), ranked_levels(facts), facts.interval)
    return chart_card(finding, subtitle, figure, f"{finding}. {subtitle}", ranked_table(facts))


def ranked_subtitle(facts: Facts) -> str:
    """What, unit, who and when, and what the marks are."""
    assert facts.row is not None
    assert facts.spread is not None
    indicator, row = facts.indicator, facts.row
    direction = "best" if indicator.sign else "highest"
    parts = [f"{indicator.title} ({indicator.unit}), {row.period.label}"]
    parts.append(f"the {row.ranked} authorities with a figure, {direction} on the left")
    parts.append(f"triangles mark {phrases.members(facts.group)}")
    if len(facts.spread.edges):
        edges = [phrases.short(indicator, numbers.average(indicator, edge)) for edge in facts.spread.edges]
        parts.append(f"bands part at {phrases.listed(edges)}")
    if facts.interval:
        parts.append(f"the upright bar is {phrases.possessive(facts.area.name)} 95% interval")
    return phrases.sentence("; ".join(parts))


def ranked_bars(facts: Facts) -> list[Bar]:
    """A bar for each authority that has a figure, in the order of the spread."""
    assert facts.spread is not None
    roles = {area.code: Role.BESIDE for area in facts.beside} | {facts.area.code: Role.US}
    members = {area.code for area in facts.members}
    values = facts.spread.values.tolist()
    return [_bar(facts, facts.areas[at], value, roles, members) for at, value in zip(facts.order, values, strict=True)]


def _bar(facts: Facts, area: Area, value: float, roles: dict[str, Role], members: set[str]) -> Bar:
    position, band = facts.standings[area.code]
    figure = numbers.figure(facts.indicator, value)
    place = f"{numbers.ordinal(int(position))}{'' if facts.indicator.sign else ' highest'}"
    return Bar(
        value=value,
        label=f"{frame.short(area.name)} {phrases.short(facts.indicator, numbers.plain(facts.indicator, value))}",
        words=_hover(area.name, figure, place, f"band {band}" if band in phrases.BANDS else ""),
        band=band if band in phrases.BANDS else "",
        role=roles.get(area.code),
        neighbour=area.code in members,
    )


def ranked_levels(facts: Facts) -> list[Level]:
    """England and the comparators' average, where they have a figure."""
    assert facts.row is not None
    row, indicator, group = facts.row, facts.indicator, phrases.group_name(facts.group)
    levels = []
    if row.england is not None and not indicator.is_total:
        levels.append(Level(f"{facts.england.name} {numbers.plain(indicator, row.england)}", Role.ENGLAND, row.england))
    if row.mean is not None:
        levels.append(Level(f"{group} {numbers.average(indicator, row.mean)}", Role.NEIGHBOURS, row.mean))
    return levels


def _hover(name: str, *lines: str) -> str:
    return "<br>".join([f"<b>{name}</b>", *(line for line in lines if line)])
