"""The two pictures of the Indicator page, each with its finding, its subtitle and the table of its figures."""

from collections.abc import Iterable, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from data.authorities import Area
from layouts import numbers, phrases, sentences, tables
from layouts.charts import frame
from layouts.charts.ranked import Bar, Level, ranked_chart
from layouts.charts.trend import Line, Role, error_bar, trend_chart, trend_scale
from layouts.indicator_facts import Facts
from layouts.tables import Column

DIRECTION = {1: "best on the left", -1: "best on the left", 0: "highest on the left"}


def chart_card(title: str, subtitle: str, figure: frame.Figure, told: str, table: Component) -> Component:
    """A chart with its finding above and its figures below; `told` is what it says to who cannot see it."""
    graph = dcc.Graph(figure=figure, config=frame.CONFIG, style={"height": f"{frame.HEIGHT}px"})
    picture = html.Figure(graph, role="img", **{"aria-label": told})
    return html.Section([html.H2(title), html.P(subtitle, className="subtitle"), picture, table], className="chart")


def trend_card(facts: Facts) -> Component:
    """Where the indicator has come from. Without two periods there is nothing to draw, and the page says so."""
    if len(facts.axis) < 2:
        text = "Figures for one period only are published, so there is no course over time to draw."
        return html.Section([html.H2("No trend yet"), html.P(text), trend_table(facts)], className="chart")
    finding = trend_finding(facts)
    figure = trend_chart(facts.indicator.unit, facts.axis, trend_lines(facts), _our_interval(facts))
    return chart_card(finding, trend_subtitle(facts), figure, f"{finding}. {_latest(facts)}", trend_table(facts))


def trend_finding(facts: Facts) -> str:
    """The title of the trend chart."""
    ours = facts.values(facts.area)
    led = sentences.course(facts.area.name, facts.indicator, facts.block.periods, _on_block(facts), facts.course)
    beside = sentences.beside_average(phrases.owners(facts.group), facts.course)
    return f"{led}, {beside}" if beside and any(value is not None for value in ours) else led


def trend_subtitle(facts: Facts) -> str:
    """What, unit, who and when; and what the axis does."""
    lines = trend_lines(facts)
    scale = trend_scale(value for line in lines for value in line.values if value is not None)
    when = f"{facts.axis[0].label} to {facts.axis[-1].label}"
    parts = [f"{facts.indicator.title} ({facts.indicator.unit}), {when}"]
    if any(value is None for line in lines for value in line.values):
        parts.append("a gap is a period without a published figure; the table says why")
    if not scale.from_zero:
        parts.append("the axis does not start at zero")
    return "; ".join(parts) + "."


def trend_lines(facts: Facts) -> list[Line]:
    """Us, those beside us, and the three comparators."""
    areas = [(facts.area, Role.US), *((area, Role.BESIDE) for area in facts.beside)]
    areas += [(facts.region, Role.REGION)] if facts.region else []
    lines = [_line(facts, area, role) for area, role in [*areas, (facts.england, Role.ENGLAND)]]
    means = [None if mean is None else numbers.average(facts.indicator, mean) for mean in facts.means]
    words = [
        _hover("Neighbours' average", period.label, "" if mean is None else numbers.with_unit(facts.indicator, mean))
        for period, mean in zip(facts.axis, means, strict=True)
    ]
    return [*lines, Line(_group_name(facts), Role.NEIGHBOURS, facts.means, tuple(words))]


def trend_table(facts: Facts) -> Component:
    """The lines' figures, the newest period first."""
    areas = [facts.area, *facts.beside, *([facts.region] if facts.region else []), facts.england]
    name = facts.area.name
    columns = [Column("Period"), *(Column(area.name, True) for area in areas[:1])]
    columns += [Column(f"{_group_name(facts)}, average", True), Column("Published")]
    columns += [*(Column(area.name, True) for area in areas[1:]), Column(f"Counts, {name}", True)]
    columns += [Column("Status"), Column(f"Source, {name}")]
    rows = [_period_row(facts, place, areas) for place in reversed(range(len(facts.axis)))]
    return tables.behind(f"{facts.indicator.title} over time ({facts.indicator.unit})", columns, rows)


def ranked_card(facts: Facts) -> Component | None:
    """Where the authority stands among all; nothing where no period is shown."""
    if facts.row is None or facts.spread is None:
        return None
    row = facts.row
    interval = None if row.low is None or row.high is None else (row.low, row.high)
    within = facts.spread.within(*interval) if interval else 0
    is_wide = interval is not None and facts.spread.is_wide(*interval)
    finding = sentences.standing(row, is_wide, within)
    figure = ranked_chart(facts.indicator.unit, ranked_bars(facts), ranked_levels(facts), interval)
    return chart_card(finding, ranked_subtitle(facts), figure, f"{finding}. {_ends(facts)}", ranked_table(facts))


def ranked_subtitle(facts: Facts) -> str:
    """What, unit, who, when, and how to read the marks."""
    assert facts.row is not None
    assert facts.spread is not None
    indicator, row = facts.indicator, facts.row
    parts = [
        f"{indicator.title} ({indicator.unit}), {row.period.label}: the {row.ranked} authorities with a figure, "
        f"{DIRECTION[indicator.sign]}",
        f"triangles mark {phrases.members(facts.group)}",
    ]
    if len(facts.spread.edges):
        edges = [phrases.short(indicator, numbers.average(indicator, edge)) for edge in facts.spread.edges]
        parts.append(f"bands part at {phrases.listed(edges)}")
    if row.low is not None:
        parts.append(f"the upright bar is {phrases.possessive(facts.area.name)} 95% interval")
    return "; ".join(parts) + "."


def ranked_bars(facts: Facts) -> list[Bar]:
    """A bar for each authority with a figure, in the order of the spread."""
    assert facts.spread is not None
    roles = {area.code: Role.BESIDE for area in facts.beside} | {facts.area.code: Role.US}
    members = {area.code for area in facts.members}
    spread = facts.spread
    found = zip(spread.areas.tolist(), spread.values.tolist(), spread.position.tolist(), spread.band.tolist(), strict=True)
    return [_bar(facts, facts.areas[at], value, position, band, roles, members) for at, value, position, band in found]


def ranked_levels(facts: Facts) -> list[Level]:
    """England and the comparators' average, where there are such figures."""
    assert facts.row is not None
    row, indicator = facts.row, facts.indicator
    levels = [] if row.england is None else [(facts.england.name, Role.ENGLAND, row.england)]
    levels += [] if row.mean is None else [("Neighbours", Role.NEIGHBOURS, row.mean)]
    return [
        Level(f"{name} {numbers.plain(indicator, value) if role is Role.ENGLAND else numbers.average(indicator, value)}", role, value)
        for name, role, value in levels
    ]
