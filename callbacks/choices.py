"""What a reader can choose from, given what is chosen."""

from collections.abc import Mapping
from functools import lru_cache

from callbacks.chosen import Chosen, topic_slug
from data.authorities import Area, Authorities
from layouts.selection import GROUP, MODELLED, PICKED
from layouts.selection_bar import Choices

OWN_GROUP = "A group of your own"
MODELLED_WORDS = "Modelled"
NOT_LISTED = "None of that kind"
# More than any source has published; a list of them all would be of no use, were there hundreds.
MOST_YEARS = 40


def choices(chosen: Chosen) -> Choices:
    """The lists of the selection's controls: only what leads to a page, and always what is chosen now."""
    return Choices(
        authorities=authorities(chosen.snapshot.authorities, chosen.area),
        beside=beside(chosen),
        topics=topics(chosen),
        years=years(chosen),
        neighbours=neighbours(chosen),
    )


def authorities(known: Authorities, area: Area) -> Mapping[str, str]:
    """The authorities that there are, and the one that is chosen, by name."""
    current = _current(known)
    return current if area.slug in current else _by_name({**current, area.slug: area.name})


@lru_cache(maxsize=2)
def _current(known: Authorities) -> Mapping[str, str]:
    return _by_name({area.slug: area.name for area in known.current})


def _by_name(names: Mapping[str, str]) -> Mapping[str, str]:
    return dict(sorted(names.items(), key=lambda item: item[1]))


def beside(chosen: Chosen) -> dict[str, str]:
    """Who stands beside the authority, by what names each in the address."""
    return {area.slug: area.name for area in chosen.beside} | {
        found.slug: f"{found.name}, mean" for found in chosen.partnerships
    }


def topics(chosen: Chosen) -> dict[str, str]:
    """The topics, and before them the indicators picked out where there are any."""
    picked = {PICKED: f"Picked indicators ({len(chosen.picked)})"} if chosen.picked else {}
    return picked | {topic_slug(topic): topic for topic in chosen.snapshot.indicators.topics}


def years(chosen: Chosen) -> tuple[int, ...]:
    """The latest years in which a period of any of the chosen indicators ends, the latest first."""
    snapshot = chosen.snapshot
    found = set(snapshot.axis.years_of([snapshot.position[indicator.id] for indicator in chosen.listed])[-MOST_YEARS:])
    if chosen.selection.year is not None:
        found.add(chosen.selection.year)
    return tuple(sorted(found, reverse=True))


def neighbours(chosen: Chosen) -> dict[str, str]:
    """The comparator groups that this authority has."""
    editions = [edition for edition in chosen.snapshot.editions.values() if chosen.area.code in edition.neighbours]
    found = {edition.name: edition.title.replace(" statistical neighbours", "") for edition in editions}
    if chosen.area.code in chosen.similarity.neighbours.lists:
        found[MODELLED] = MODELLED_WORDS
    if chosen.selection.group:
        found[GROUP] = OWN_GROUP
    found.setdefault(chosen.selection.neighbours, NOT_LISTED)
    return found
