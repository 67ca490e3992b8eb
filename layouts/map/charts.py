"""The map as a chart: its finding, its picture in one of two forms, and the figures behind it."""

from collections import Counter

from data.authorities import Area
from layouts import phrases
from layouts.charts.card import Chart
from layouts.charts.maps import Region, real_map
from layouts.charts.shading import NONE, Level, Shaded, Shading
from layouts.charts.tile_map import tile_map
from layouts.map.facts import Facts, Shown
from layouts.map.words import finding, subtitle
from layouts.provenance import source_line
from layouts.tables import Cell, Column, Number, Table, count_in_table, in_table, link

NO_RANK, NO_RELATION, BORDERS = "none", "-", "borders it"


def map_charts(facts: Facts) -> tuple[Chart, ...]:
    """The map; nothing without figures."""
    return () if facts.shown is None else (map_chart(facts, facts.shown),)


def map_chart(facts: Facts, shown: Shown) -> Chart:
    """Every authority on the map that the address asks for."""
    said = (finding(facts, shown), subtitle(facts, shown))
    shades = shading(facts, shown, ". ".join(said))
    heading = "Quarter of England" if shown.has_bands else "Quarter, by figure"
    if facts.is_tiles:
        picture = tile_map(shades, facts.tiles, heading)
    else:
        picture = real_map(
            shades, facts.boundaries, _region(shown, facts.region), _region(shown, facts.london), heading
        )
    source = source_line(facts.indicator, [shown.status])
    return Chart(
        "map", *said, picture, places_table(facts, shown), f"{source} {facts.boundaries.source['attribution']}"
    )


def _region(shown: Shown, region: Area) -> Region:
    return Region(region.code, region.name, frozenset(place.area.code for place in shown.in_region(region)))


def shading(facts: Facts, shown: Shown, told: str) -> Shading:
    """Every authority with its level, our region's first."""
    ordered = sorted(shown.places, key=lambda place: place.region.code != facts.region.code)
    group, levels_of = facts.group, {letter: facts.level(letter) for letter in (*shown.words, "")}
    return Shading(
        areas=tuple(
            [
                Shaded(
                    place.area.code,
                    place.area.name,
                    place.region.code,
                    levels_of[place.letter],
                    facts.told(place),
                    facts.addresses[place.area.code],
                )
                for place in ordered
            ]
        ),
        levels=levels(facts, shown),
        us=(facts.area.code, facts.area.name),
        ringed=frozenset(group.codes) if group else frozenset(),
        ringed_words=phrases.members(group).removeprefix("its ") if group else "",
        told=told,
    )


def levels(facts: Facts, shown: Shown) -> tuple[Level, ...]:
    """The quarters in their order, and last those without a figure, where there are any."""
    counts = shown.counts(shown.places)
    found = [
        Level(letter.lower() if shown.has_bands else f"q{letter}", letter, words, counts[letter], place)
        for place, (letter, words) in enumerate(shown.words.items())
    ]
    return (*found, *([Level(NONE, "", "no figure", counts[""], None)] if counts[""] else []))


def places_table(facts: Facts, shown: Shown) -> Table:
    """Every authority by region, then those that have a figure but are no longer there."""
    columns = (
        Column("Authority"),
        Column("Region"),
        Column(f"Figure ({facts.indicator.unit})", True),
        Column("Band" if shown.has_bands else "Quarter"),
        Column("Rank" if facts.indicator.sign else "From the highest", True),
        Column(f"To {facts.area.name}"),
    )
    places = (*shown.places, *shown.closed)
    mark = next((at for at, place in enumerate(places) if place.area.code == facts.area.code), None)
    caption = f"{phrases.what(facts.indicator)}, {shown.period.label}, every authority by region"
    quarters = {letter: words.removeprefix("band ") for letter, words in facts.quarters.items()}
    relations = relations_of(facts)
    rows = [
        (
            link(place.area.name, facts.addresses[place.area.code]),
            place.region.name,
            place.reason.words if place.value is None else in_table(facts.indicator, place.value),
            quarters[place.letter] or place.reason.words,
            NO_RANK if place.position is None else count_in_table(float(place.position)),
            relations.get(place.area.code, NO_RELATION),
        )
        for place in places
    ]
    return Table(caption, columns, tuple(rows), mark)


def relations_of(facts: Facts) -> dict[str, str]:
    """What authorities are to ours, by code: `neighbour, borders it`; no more than those that are anything."""
    group = facts.group
    ringed = dict.fromkeys(group.codes, phrases.group_name(group).lower().removesuffix("s")) if group else {}
    found = {code: ", ".join([ringed[code], BORDERS] if code in ringed else [BORDERS]) for code in facts.borders}
    return ringed | found | {facts.area.code: "the same"}


def regions_table(facts: Facts, shown: Shown) -> Table:
    """How many authorities of each region are in each quarter."""
    heads = [f"{letter}, {words}" if shown.has_bands else words.capitalize() for letter, words in shown.words.items()]
    columns = (Column("Region"), *(Column(head, True) for head in (*heads, "No figure", "All")))
    rows = [_region_row(shown, region.name, shown.counts_of(region)) for region in shown.regions]
    rows.append(_region_row(shown, "England", shown.counts(shown.places)))
    mark = shown.regions.index(facts.region) if facts.region in shown.regions else None
    caption = f"Authorities by region and quarter, {phrases.what(facts.indicator)}, {shown.period.label}"
    return Table(caption, columns, tuple(rows), mark)


def _region_row(shown: Shown, name: str, counts: Counter[str]) -> tuple[Cell, ...]:
    found = [counts[letter] for letter in (*shown.words, "")]
    return (name, *(Number(str(count), count) for count in (*found, counts.total())))
