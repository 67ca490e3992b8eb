"""The pictures of the Indicator page, each with its finding, its subtitle and the table of its figures."""

from data.authorities import Area
from layouts import numbers, phrases, sentences
from layouts.charts import frame
from layouts.charts.card import Chart
from layouts.charts.ranked import Bar, Level, ranked_chart
from layouts.charts.trend import Line, Range, Role, trend_chart, trend_scale
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.tables import ranked_table, trend_table
from layouts.provenance import source_line

TOTALS = "a region's and England's figures are totals and stand in the table only"
MOST_LISTED = 4
MOST_NAMED = 5
LONGEST_NAME = 15


def indicator_charts(facts: Facts) -> tuple[Chart, ...]:
    """Every picture of the page, in its order."""
    found = (trend(facts), ranked(facts))
    return tuple(chart for chart in found if chart is not None)


def trend(facts: Facts) -> Chart | None:
    """Where the indicator has come from; with one period there is nothing to draw, and the chart says so."""
    if not facts.axis:
        return None
    source = source_line(facts.indicator, facts.block.statuses)
    if len(facts.axis) == 1:
        words = "Figures of one period are published, so there is no trend to draw."
        return Chart("trend", "Over time", words, None, trend_table(facts), source)
    lines = trend_lines(facts)
    figure = trend_chart(facts.indicator.unit, facts.axis, lines, _range(facts))
    return Chart("trend", trend_finding(facts), trend_subtitle(facts, lines), figure, trend_table(facts), source)


def trend_finding(facts: Facts) -> str:
    """The title of the trend chart: where our line has led, and where it lay beside the average."""
    ours = facts.block.values[facts.places[facts.area.code]].tolist()
    led = sentences.course(facts.area.name, facts.indicator, facts.block.periods, ours, facts.course)
    beside = sentences.beside_average(phrases.owners(facts.group), facts.course)
    return f"{led}; {beside}" if beside else led


def trend_subtitle(facts: Facts, lines: list[Line]) -> str:
    """What, unit, who and when; where a line breaks; where the axis begins."""
    parts = [f"{phrases.what(facts.indicator)}, {facts.axis[0].label} to {facts.axis[-1].label}"]
    named = [facts.area.name, f"{phrases.owners(facts.group)} average", *(area.name for area in facts.drawn)]
    beside = [area.name for area in facts.beside]
    others = phrases.listed(beside) if len(beside) <= MOST_LISTED else f"{len(beside)} authorities"
    parts.append(phrases.listed(named) + (f", beside {others}" if beside else ""))
    if facts.shown and facts.shown.interval:
        parts.append("the upright bar is the 95% interval")
    if facts.indicator.is_total:
        parts.append(TOTALS)
    fewest = min((count for count in facts.average.contributing.tolist() if count), default=facts.average.of)
    if fewest < facts.average.of:
        parts.append(f"the average is of those that published, in one period {fewest} of {facts.average.of}")
    if any(value is None for line in lines for value in line.values):
        parts.append("a gap is a figure that was not published, and the table says why")
    if not trend_scale(lines, _range(facts)).from_zero:
        parts.append("the axis does not start at zero")
    return phrases.sentence("; ".join(parts))


def trend_lines(facts: Facts) -> list[Line]:
    """Us, the average, those beside us, region and England."""
    roles = [(facts.area, Role.US), *((area, Role.BESIDE) for area in facts.beside)]
    roles += [(area, Role.ENGLAND if area == facts.england else Role.REGION) for area in facts.drawn]
    lines = [_line(facts, area, role) for area, role in roles]
    return [*lines[:1], _average_line(facts), *lines[1:]]


def _line(facts: Facts, area: Area, role: Role) -> Line:
    words = [
        _hover(area.name, f"{period.label}: {facts.in_words(area, column)}")
        for period, column in zip(facts.axis, facts.columns, strict=True)
    ]
    return Line(area.name, role, facts.over_axis(area), tuple(words))


def _average_line(facts: Facts) -> Line:
    words = [_average_words(facts, place) for place in range(len(facts.axis))]
    return Line(phrases.group_label(facts.group), Role.NEIGHBOURS, facts.means, tuple(words))


def _average_words(facts: Facts, place: int) -> str:
    mean, column = facts.means[place], facts.columns[place]
    if mean is None or column is None:
        return ""
    level = numbers.with_unit(facts.indicator, numbers.average(facts.indicator, mean))
    contributing = f"{facts.average.contributing[column]} of {facts.average.of} published"
    name = f"{phrases.group_name(facts.group)}, average"
    return _hover(name, f"{facts.axis[place].label}: {level}", contributing)


def _range(facts: Facts) -> Range | None:
    shown = facts.shown
    if shown is None or shown.interval is None:
        return None
    return Range(facts.axis.index(shown.row.period), *shown.interval)


def ranked(facts: Facts) -> Chart | None:
    """Where the authority stands among all of them; nothing where nobody has a figure."""
    shown = facts.shown
    if shown is None or not shown.ranked:
        return None
    bars, levels = ranked_bars(facts, shown), ranked_levels(facts, shown)
    return Chart(
        name="ranked",
        finding=sentences.standing(shown.row, shown.is_wide, shown.within),
        subtitle=ranked_subtitle(facts, shown),
        picture=ranked_chart(facts.indicator.unit, bars, levels, shown.interval),
        table=ranked_table(facts, shown),
        source=source_line(facts.indicator, [shown.row.status]),
    )


def ranked_subtitle(facts: Facts, shown: Shown) -> str:
    """What, unit, who and when, and what the marks are."""
    indicator, row = facts.indicator, shown.row
    direction = "best" if indicator.sign else "highest"
    parts = [f"{phrases.what(indicator)}, {row.period.label}"]
    parts.append(f"the {row.ranked} authorities with a figure, {direction} on the left")
    if any(area.code in shown.standings for area in facts.members):
        parts.append(f"triangles mark {phrases.members(facts.group)}")
    if shown.has_bands:
        edges = [phrases.short(indicator, numbers.average(indicator, edge)) for edge in shown.spread.edges.tolist()]
        parts.append(f"bands part at {phrases.listed(edges)}")
    if shown.interval:
        parts.append(f"the upright bar is {phrases.possessive(facts.area.name)} 95% interval")
    return phrases.sentence("; ".join(parts))


def ranked_bars(facts: Facts, shown: Shown) -> list[Bar]:
    """A bar for each authority that has a figure, in the order of the spread."""
    return [_bar(facts, shown, *pair) for pair in zip(shown.ranked, shown.spread.values.tolist(), strict=True)]


def _bar(facts: Facts, shown: Shown, area: Area, value: float) -> Bar:
    position, band = shown.standings[area.code]
    figure = numbers.figure(facts.indicator, value)
    place = f"{numbers.ordinal(int(position))}{'' if facts.indicator.sign else ' highest'}"
    return Bar(
        value=value,
        label=f"{frame.short(area.name, LONGEST_NAME)} {_brief(facts, value)}",
        words=_hover(area.name, figure, place, f"band {band}" if band in phrases.BANDS else ""),
        band=band if band in phrases.BANDS else "",
        role=facts.roles.get(area.code),
        is_named=area.code in list(facts.roles)[: MOST_NAMED + 1],
        neighbour=area.code in facts.group.codes,
    )


def ranked_levels(facts: Facts, shown: Shown) -> list[Level]:
    """England and the comparators' average, where they have a figure."""
    row, indicator, group = shown.row, facts.indicator, phrases.group_label(facts.group)
    levels = []
    if row.england is not None and not indicator.is_total:
        levels.append(Level(f"{facts.england.name} {_brief(facts, row.england)}", Role.ENGLAND, row.england))
    if row.mean is not None:
        mean = numbers.average(indicator, row.mean)
        levels.append(Level(f"{group} {_brief(facts, row.mean, mean)}", Role.NEIGHBOURS, row.mean))
    return levels


def _brief(facts: Facts, value: float, text: str = "") -> str:
    """A figure in little room: its sign but no words, and millions counted in millions."""
    if abs(value) >= frame.MILLION:
        text = frame.brief(value, decimals=0)
    return phrases.short(facts.indicator, text or numbers.plain(facts.indicator, value))


def _hover(name: str, *lines: str) -> str:
    return "<br>".join([f"<b>{name}</b>", *(line for line in lines if line)])
