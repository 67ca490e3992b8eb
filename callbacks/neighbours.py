"""The Neighbours page: who is like the authority, by the published lists and by the model, and why."""

from dash.development.base_component import Component

from callbacks.chosen import Chosen, named
from data.context import load_context
from data.editions import Edition
from data.errors import PortalError
from layouts.charts.card import Chart
from layouts.neighbours.clusters import clusters
from layouts.neighbours.facts import Facts, Lens
from layouts.neighbours.lists import lists_chart
from layouts.neighbours.page import neighbours_page
from layouts.selection import GROUP, MODELLED

CONTEXT_FILE = "authority_context.csv"


def show_page(chosen: Chosen) -> Component:
    """The page for what is chosen."""
    return neighbours_page(look_up(chosen))


def charts(chosen: Chosen) -> tuple[Chart, ...]:
    """The pictures that can be taken away."""
    facts = look_up(chosen)
    return (lists_chart(facts), clusters(facts))


def subject(chosen: Chosen) -> str:
    """What the page shows, for the document's title."""
    return "published and modelled neighbours"


def look_up(chosen: Chosen) -> Facts:
    """The lists, the models and the names that the page shows. An authority without one of the lists has a page too."""
    snapshot, authorities = chosen.snapshot, chosen.snapshot.authorities
    return Facts(
        selection=chosen.selection,
        area=chosen.area,
        successors=tuple(authorities.by_code(code) for code in chosen.area.successors),
        areas={area.code: area for area in authorities.authorities},
        regions={area.code: region.name for area in authorities.authorities if (region := authorities.region_of(area))},
        lenses={lens.name: lens for lens in lenses(chosen)},
        in_use=chosen.selection.neighbours,
        not_in_use=why_not_in_use(chosen),
        similarity=chosen.similarity,
        context=load_context(snapshot),
        published_files={edition.name: edition.file for edition in snapshot.editions.values()},
        context_file=CONTEXT_FILE,
        snapshot=snapshot.id,
    )


def lenses(chosen: Chosen) -> tuple[Lens, ...]:
    """The published editions, the modelled list and the group of one's own, in this order."""
    editions = (published_lens(chosen, edition) for edition in chosen.snapshot.editions.values())
    return (*editions, modelled_lens(chosen), own_lens(chosen))


def published_lens(chosen: Chosen, edition: Edition) -> Lens:
    """A published edition, with the publisher's grades."""
    try:
        pairs = edition.of(chosen.area.code, chosen.area.name)
    except PortalError as error:
        return Lens(edition.name, (), str(error), {})
    areas = tuple(chosen.snapshot.authorities.by_code(code) for code, _ in pairs)
    return Lens(edition.name, areas, "", {area.code: grade for area, (_, grade) in zip(areas, pairs, strict=True)})


def modelled_lens(chosen: Chosen) -> Lens:
    """The modelled list."""
    try:
        codes = chosen.similarity.group(chosen.area).codes
    except PortalError as error:
        return Lens(MODELLED, (), str(error), {})
    return Lens(MODELLED, tuple(chosen.snapshot.authorities.by_code(code) for code in codes), "", {})


def own_lens(chosen: Chosen) -> Lens:
    """The authorities that the address names as a group."""
    areas = tuple(area for area in named(chosen.snapshot, chosen.selection.group) if area != chosen.area)
    return Lens(GROUP, areas, "" if areas else "Nobody is in it yet.", {})


def why_not_in_use(chosen: Chosen) -> str:
    """Why the comparators that the address names cannot be used; empty where they can."""
    try:
        return "" if chosen.group.codes else "It has no members."
    except PortalError as error:
        return str(error)
