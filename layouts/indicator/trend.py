"""The trend of the Indicator page: its finding, what chance and the publisher have to say of it, its lines."""

from itertools import groupby

from data.authorities import Area
from data.periods import Status
from layouts import numbers, phrases, sentences
from layouts.charts.card import Chart
from layouts.charts.trend import Line, Range, Role, Said, trend_chart, trend_scale
from layouts.indicator import words
from layouts.indicator.facts import NOT_PUBLISHED, Facts
from layouts.indicator.tables import trend_table
from layouts.provenance import source_line

TOTALS = "a region's and England's figures are totals and stand in the table only"
MOST_LISTED = 4
UNSETTLED = (Status.PROVISIONAL, Status.REVISED)


def trend(facts: Facts) -> Chart | None:
    """Where the indicator has come from; with one period there is nothing to draw, and the chart says so."""
    if not facts.axis:
        return None
    source = source_line(facts.indicator, facts.block.statuses)
    if len(facts.axis) == 1:
        words = "Figures of one period are published, so there is no trend to draw."
        return Chart("trend", "Over time", words, None, trend_table(facts), source)
    lines = trend_lines(facts)
    marks = unsettled(facts)
    figure = trend_chart(facts.indicator.unit, facts.axis, lines, ranges(facts), said(facts), marks)
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
    if ranges(facts):
        parts.append(ribbon_words(facts))
    if marks := unsettled(facts):
        settled = sorted({str(_status(facts, place)) for place in marks})
        parts.append(f"an open mark is a {' or '.join(settled)} figure")
    if facts.indicator.is_total:
        parts.append(TOTALS)
    fewest = min((count for count in facts.average.contributing.tolist() if count), default=facts.average.of)
    if fewest < facts.average.of:
        parts.append(f"the average is of those that published, in one period {fewest} of {facts.average.of}")
    if any(value is None for line in lines for value in line.values):
        parts.append("a gap is a figure that was not published, and the table says why")
    if not trend_scale(lines, ranges(facts)).from_zero:
        parts.append("the axis is broken: it does not start at zero")
    if left_out := words.left_out(facts):
        parts.append(left_out)
    return phrases.sentence("; ".join(parts))


def ribbon_words(facts: Facts) -> str:
    """What the band around our line is, and where it ends."""
    drawn = {found.place for found in ranges(facts)}
    alone = all({place - 1, place + 1}.isdisjoint(drawn) for place in drawn)
    shape = "the upright bar at the line" if alone else "the band around the line"
    values = facts.over_axis(facts.area)
    bare = any(value is not None and place not in drawn for place, value in enumerate(values))
    published = "one is" if facts.block.low is not None else "counts are"
    return f"{shape} is the 95% interval{f', where {published} published' if bare else ''}"


def trend_lines(facts: Facts) -> list[Line]:
    """Us, the average, those beside us, region and England."""
    roles = [(facts.area, Role.US), *((area, Role.BESIDE) for area in facts.beside)]
    roles += [(area, Role.ENGLAND if area == facts.england else Role.REGION) for area in facts.drawn]
    lines = [_line(facts, area, role) for area, role in roles]
    return [*lines[:1], _average_line(facts), *lines[1:]]


def _line(facts: Facts, area: Area, role: Role) -> Line:
    is_ours = role is Role.US
    told = [
        words.hover(area.name, f"{period.label}: {figure}", *(_beside(facts, place) if is_ours else ()))
        for place, (period, figure) in enumerate(zip(facts.axis, facts.all_in_words(area), strict=True))
    ]
    return Line(area.name, role, facts.over_axis(area), tuple(told))


def _beside(facts: Facts, place: int) -> tuple[str, ...]:
    """What else is known of our figure: its interval, and how settled it is."""
    status = _status(facts, place)
    return words.interval(facts, place), f"{status} figure" if status else ""


def _average_line(facts: Facts) -> Line:
    told = [_average_words(facts, place) for place in range(len(facts.axis))]
    return Line(phrases.group_label(facts.group), Role.NEIGHBOURS, facts.means, tuple(told))


def _average_words(facts: Facts, place: int) -> str:
    mean, column = facts.means[place], facts.columns[place]
    if mean is None or column is None:
        return ""
    level = numbers.with_unit(facts.indicator, numbers.average(facts.indicator, mean))
    contributing = f"{facts.average.contributing[column]} of {facts.average.of} published"
    name = f"{phrases.group_name(facts.group)}, average"
    return words.hover(name, f"{facts.axis[place].label}: {level}", contributing)


def ranges(facts: Facts) -> list[Range]:
    """The 95% interval of each of our figures that has counts."""
    limits = [(place, facts.limits(place)) for place in range(len(facts.axis))]
    return [Range(place, *found) for place, found in limits if found is not None]


def unsettled(facts: Facts) -> frozenset[int]:
    """Where on the axis our figure is provisional or revised."""
    return frozenset(
        place
        for place, value in enumerate(facts.over_axis(facts.area))
        if value is not None and _status(facts, place) in UNSETTLED
    )


def said(facts: Facts) -> list[Said]:
    """The words at the foot: why our figure is missing, and where it is provisional or revised."""
    marks = unsettled(facts)
    words_of = [
        str(_status(facts, place)) if place in marks else _why_missing(facts, place) for place in range(len(facts.axis))
    ]
    found, at = [], 0
    for text, run in groupby(words_of):
        length = len(list(run))
        if text:
            found.append(Said(at, at + length - 1, text))
        at += length
    return found


def _why_missing(facts: Facts, place: int) -> str:
    """Why we have no figure in a period; empty where we have one."""
    column = facts.columns[place]
    if column is None:
        return NOT_PUBLISHED
    return numbers.missing(facts.cell(facts.area, column).reason)


def _status(facts: Facts, place: int) -> Status | None:
    column = facts.columns[place]
    return None if column is None else facts.block.statuses[column]
