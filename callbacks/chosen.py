"""What a selection means on the snapshot that is open: slugs and ids become areas, indicators and groups."""

from dataclasses import dataclass
from functools import cached_property

from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.indicators import Indicator
from data.store import Snapshot
from layouts.selection import GROUP, MODELLED, Selection
from models.benchmark import Group, published_group
from models.lenses import Similarity


@dataclass(frozen=True)
class Chosen:
    """A selection, looked up. `beside` never holds the authority itself; `selection` says all in its slugs and ids."""

    snapshot: Snapshot
    similarity: Similarity
    selection: Selection
    area: Area
    beside: tuple[Area, ...]
    topic: str
    indicator: Indicator

    @cached_property
    def group(self) -> Group:
        """The authorities to compare with. Raises PortalError where there are none, which not every page minds."""
        return group_of(self)


def choose(snapshot: Snapshot, selection: Selection, similarity: Similarity) -> Chosen:
    """Look a selection up. Raises PortalError, one sentence, for anything that the snapshot does not know."""
    area = _authority(snapshot, selection.authority)
    beside = tuple(found for found in named(snapshot, selection.beside) if found != area)
    topic, indicator = _topic_and_indicator(snapshot, selection)
    return Chosen(
        snapshot=snapshot,
        similarity=similarity,
        selection=selection.but(
            authority=area.slug,
            beside=tuple(found.slug for found in beside),
            topic=topic_slug(topic),
            indicator=indicator.id,
        ),
        area=area,
        beside=beside,
        topic=topic,
        indicator=indicator,
    )


def group_of(chosen: Chosen) -> Group:
    """The comparator group that a selection names: a published edition, the modelled list, or a group of one's own."""
    name = chosen.selection.neighbours
    if name == GROUP:
        return own_group(chosen)
    if name == MODELLED:
        return chosen.similarity.group(chosen.area)
    return published_group(chosen.snapshot.edition(name), chosen.area)


def own_group(chosen: Chosen) -> Group:
    """The authorities that the address names as a group of one's own; the authority itself is none of them."""
    codes = tuple(area.code for area in named(chosen.snapshot, chosen.selection.group) if area != chosen.area)
    if not codes:
        raise PortalError("Your own group has no authorities in it; add one, or choose published neighbours.")
    return Group(GROUP, "a group of your own", codes)


def named(snapshot: Snapshot, slugs: tuple[str, ...]) -> tuple[Area, ...]:
    """The authorities that slugs name, each once."""
    return tuple(dict.fromkeys(_authority(snapshot, slug) for slug in slugs))


def topic_slug(topic: str) -> str:
    """A topic as an address spells it."""
    return "-".join(topic.casefold().replace("'", "").replace("’", "").split())


def _topic_and_indicator(snapshot: Snapshot, selection: Selection) -> tuple[str, Indicator]:
    """The indicator, if it belongs to the topic, else the topic's first. An address without a topic has its."""
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
