"""What a selection means on the snapshot that is open: slugs and ids become areas, indicators and groups."""

from dataclasses import dataclass

from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.indicators import Indicator
from data.store import Snapshot
from layouts.selection import MODELLED, Selection
from models.benchmark import Group, published_group

GROUP = "group"


@dataclass(frozen=True)
class Chosen:
    """A selection, looked up. `beside` never holds the authority itself; `selection` says all in its slugs and ids."""

    snapshot: Snapshot
    selection: Selection
    area: Area
    beside: tuple[Area, ...]
    group: Group
    topic: str
    indicator: Indicator


def choose(snapshot: Snapshot, selection: Selection) -> Chosen:
    """Look a selection up. Raises PortalError, one sentence, for anything that the snapshot does not know."""
    area = _authority(snapshot, selection.authority)
    named = (_authority(snapshot, slug) for slug in selection.beside)
    beside = tuple(dict.fromkeys(found for found in named if found != area))
    topic, indicator = _topic_and_indicator(snapshot, selection)
    return Chosen(
        snapshot=snapshot,
        selection=selection.but(
            authority=area.slug,
            beside=tuple(found.slug for found in beside),
            topic=topic_slug(topic),
            indicator=indicator.id,
        ),
        area=area,
        beside=beside,
        group=group_of(snapshot, selection, area),
        topic=topic,
        indicator=indicator,
    )


def group_of(snapshot: Snapshot, selection: Selection, area: Area) -> Group:
    """The comparator group that a selection names: a published edition, the modelled list, or a group of one's own."""
    if selection.neighbours == GROUP:
        codes = tuple(_authority(snapshot, slug).code for slug in selection.group)
        if not codes:
            raise PortalError("Your own group has no authorities in it; add one, or choose published neighbours.")
        return Group(GROUP, "a group of your own", codes)
    if selection.neighbours == MODELLED:
        return modelled_group(snapshot, area)
    return published_group(snapshot.edition(selection.neighbours), area)


def modelled_group(snapshot: Snapshot, area: Area) -> Group:
    """The ten authorities that are nearest by the modelled lens."""
    raise PortalError("The modelled neighbours are not part of this snapshot.")


def topic_slug(topic: str) -> str:
    """A topic as an address spells it."""
    return "-".join(topic.casefold().replace("'", "").replace("’", "").split())


def _topic_and_indicator(snapshot: Snapshot, selection: Selection) -> tuple[str, Indicator]:
    """The indicator, if it belongs to the topic, else the topic's first; an address without a topic has the indicator's."""
    indicator = snapshot.indicators.find(selection.indicator)
    topic = _topic(snapshot, selection.topic) if selection.topic else indicator.topic
    listed = snapshot.indicators.in_topic(topic)
    return topic, indicator if indicator in listed else listed[0]


def _topic(snapshot: Snapshot, slug: str) -> str:
    found = {topic_slug(topic): topic for topic in snapshot.indicators.topics}
    if slug not in found:
        raise PortalError(f"There is no topic '{slug}'; there are {', '.join(found)}.")
    return found[slug]


def _authority(snapshot: Snapshot, slug: str) -> Area:
    area = snapshot.authorities.find(slug)
    if area.kind is not AreaKind.AUTHORITY:
        raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
    return area
