"""Where an authority stands among all: the bars of the Indicator page, their finding, and what chance does to it."""

from layouts import numbers, phrases, sentences
from layouts.charts import frame
from layouts.charts.card import Chart
from layouts.charts.ranked import Bar, Level, Reach, ranked_chart
from layouts.charts.trend import Role
from layouts.indicator import words
from layouts.indicator.facts import Facts, Shown
from layouts.indicator.tables import ranked_table
from layouts.provenance import source_line

MOST_NAMED = 5
LONGEST_NAME = 15
# The first and the last of the bars, which a picture names whoever they are.
ENDS = (0, -1)


def ranked(facts: Facts) -> Chart | None:
    """Where the authority stands among all of them; nothing where nobody has a figure."""
    shown = facts.shown
    if shown is None or not shown.ranked:
        return None
    bars, levels = ranked_bars(facts, shown), ranked_levels(facts, shown)
    return Chart(
        name="ranked",
        finding=sentences.standing(shown.row, shown.places),
        subtitle=ranked_subtitle(facts, shown),
        picture=ranked_chart(facts.indicator.unit, bars, levels, shown.interval, reach(facts, shown)),
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
    if shown.places:
        parts.append("the bar that lies below is that of its rank: how far its and others' counts leave it open")
    return phrases.sentence("; ".join(parts))


def ranked_bars(facts: Facts, shown: Shown) -> list[Bar]:
    """A bar for each authority that has a figure, in the order of the spread."""
    named = set(list(facts.roles)[: MOST_NAMED + 1])
    labelled = {*named, *(shown.ranked[at].code for at in ENDS)}
    members, roles, direction = set(facts.group.codes), facts.roles, "" if facts.indicator.sign else " highest"
    lines = {"": ""} | {band: f"band {band}" for band in phrases.BANDS}
    spread, bars = shown.spread, []
    known = zip(shown.ranked, spread.values.tolist(), spread.position.tolist(), spread.band.tolist(), strict=True)
    for area, value, position, band in known:
        code, text = area.code, numbers.plain(facts.indicator, value)
        said = (numbers.with_unit(facts.indicator, text), f"{numbers.ordinal(position)}{direction}", lines[band])
        label = f"{frame.short(area.name, LONGEST_NAME)} {words.brief(facts, value, text)}" if code in labelled else ""
        bars.append(
            Bar(value, label, words.hover(area.name, *said), band, roles.get(code), code in named, code in members)
        )
    return bars


def ranked_levels(facts: Facts, shown: Shown) -> list[Level]:
    """England and the comparators' average, where they have a figure."""
    row, indicator, group = shown.row, facts.indicator, phrases.group_label(facts.group)
    levels = []
    if row.england is not None and not indicator.is_total:
        levels.append(Level(f"{facts.england.name} {words.brief(facts, row.england)}", Role.ENGLAND, row.england))
    if row.mean is not None:
        mean = numbers.average(indicator, row.mean)
        levels.append(Level(f"{group} {words.brief(facts, row.mean, mean)}", Role.NEIGHBOURS, row.mean))
    return levels


def reach(facts: Facts, shown: Shown) -> Reach | None:
    """From which bar to which our rank could be. Bars without counts take no place, so they are passed over."""
    if shown.places is None:
        return None
    counted = [at for at, area in enumerate(shown.ranked) if area.code in shown.counted]
    first, last = counted[shown.places.low - 1], counted[shown.places.high - 1]
    low, high = (numbers.ordinal(place) for place in (shown.places.low, shown.places.high))
    return Reach(first, last, low if low == high else f"{low} to {high}")
