"""What a reader can choose from, given what is chosen."""

from callbacks.chosen import GROUP, Chosen, modelled_group, topic_slug
from data.errors import PortalError
from layouts.selection import MODELLED
from layouts.selection_bar import Choices

OWN_GROUP = "A group of your own"
MODELLED_WORDS = "Modelled"


def choices(chosen: Chosen) -> Choices:
    """The lists of the selection's controls: only what leads to a page, and always what is chosen now."""
    snapshot = chosen.snapshot
    authorities = {area.slug: area.name for area in (*snapshot.authorities.current, chosen.area)}
    return Choices(
        authorities=dict(sorted(authorities.items(), key=lambda item: item[1])),
        beside={area.slug: area.name for area in chosen.beside},
        topics={topic_slug(topic): topic for topic in snapshot.indicators.topics},
        years=years(chosen),
        neighbours=neighbours(chosen),
    )


def years(chosen: Chosen) -> tuple[int, ...]:
    """The years in which a period of any of the topic's indicators ends, the latest first."""
    snapshot = chosen.snapshot
    indicators = snapshot.indicators.in_topic(chosen.topic)
    found = {period.year for indicator in indicators for period in snapshot.periods[snapshot.position[indicator.id]]}
    return tuple(sorted(found | ({chosen.selection.year} - {None}), reverse=True))


def neighbours(chosen: Chosen) -> dict[str, str]:
    """The comparator groups that this authority has."""
    editions = chosen.snapshot.editions.values()
    found = {edition.name: edition.title.replace(" statistical neighbours", "") for edition in editions if chosen.area.code in edition.neighbours}
    if _is_modelled(chosen):
        found[MODELLED] = MODELLED_WORDS
    if chosen.selection.neighbours == GROUP:
        found[GROUP] = OWN_GROUP
    return found


def _is_modelled(chosen: Chosen) -> bool:
    try:
        modelled_group(chosen.snapshot, chosen.area)
    except PortalError:
        return False
    return True
