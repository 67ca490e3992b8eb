"""The lists side by side as figures to take away: who is on which, where, and how close."""

from data.authorities import Area
from layouts.charts.card import Chart
from layouts.neighbours.facts import Facts, Lens
from layouts.neighbours.words import name_of
from layouts.phrases import listed
from layouts.selection import GROUP, MODELLED
from layouts.tables import Cell, Column, Number, Table

NOT_LISTED = "not listed"


def lists_chart(facts: Facts) -> Chart:
    """The published lists, the modelled one and the group of one's own, a row an authority."""
    lenses = [lens for lens in facts.lenses.values() if lens.name != GROUP]
    columns = [Column("Authority"), Column("Region")]
    for lens in lenses:
        columns += [Column(f"{lens.title}, position", True), Column(f"{lens.title}, closeness")]
    columns += [Column("Distance in the model", True), Column("Stability"), Column("Cluster"), Column("Your own group")]
    files = listed([*facts.published_files.values()])
    return Chart(
        name="lists",
        finding="The lists, and which is in use",
        subtitle=f"Every authority on a list of {facts.area.name}'s neighbours; {facts.leading.title} first.",
        picture=None,
        table=Table(
            f"Neighbours of {facts.area.name} by each list",
            tuple(columns),
            tuple(_row(facts, lenses, area) for area in facts.listed),
        ),
        source=f"Source: DfE and NFER ({files}); the modelled list is this portal's own.",
    )


def _row(facts: Facts, lenses: list[Lens], area: Area) -> tuple[Cell, ...]:
    places = [cell for lens in lenses for cell in _place(facts, lens, area)]
    modelled = facts.neighbours.get(area.code)
    distance: Cell = Number(f"{modelled.distance:.2f}", modelled.distance, 2) if modelled else NOT_LISTED
    cluster = facts.cluster_of(area)
    return (
        area.name,
        facts.regions.get(area.code, ""),
        *places,
        distance,
        modelled.stability if modelled else NOT_LISTED,
        f"{cluster.number}: {name_of(cluster)}" if cluster else "in none",
        "yes" if area.slug in facts.selection.group else "no",
    )


def _place(facts: Facts, lens: Lens, area: Area) -> tuple[Cell, Cell]:
    """Where an authority stands on a list, and how close it is there in the list's own words."""
    position = lens.positions.get(area.code)
    if position is None:
        return NOT_LISTED, NOT_LISTED
    close = facts.neighbours[area.code].closeness if lens.name == MODELLED else lens.grades[area.code]
    return Number(str(position), position), close
