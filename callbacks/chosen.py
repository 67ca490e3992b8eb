"""What a selection means on the snapshot that is open: slugs and ids become areas, indicators and groups."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from callbacks.board_sight import SeenBoard
from callbacks.sight import Sight
from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.indicators import Indicator
from data.partnerships import Partnership, load_partnerships
from data.store import Snapshot
from layouts.selection import GROUP, MODELLED, PICKED, Selection
from models.benchmark import Group, published_group
from models.lenses import Similarity

# Every authority there is or was, with room for partnerships; and as many indicators as an address has room for.
MOST_AUTHORITIES, MOST_PICKED = 180, 60


@dataclass(frozen=True)
class Chosen:
    """A selection, looked up. `beside` never holds the authority itself; `selection` says all in its slugs and ids.

    `partnerships` stand beside it too, each as the mean of its members. `picked` are the indicators picked out;
    `topic` is always one of the snapshot's, that of `indicator` where only those picked are shown. `sight` is what the
    viewer may see of local returns, and `board` of the authority's board, on pages that show any; `at` is the moment
    as of which they are shown, None for now.
    """

    snapshot: Snapshot
    similarity: Similarity
    selection: Selection
    area: Area
    beside: tuple[Area, ...]
    topic: str
    indicator: Indicator
    partnerships: tuple[Partnership, ...] = ()
    picked: tuple[Indicator, ...] = ()
    sight: Sight | None = None
    board: SeenBoard | None = None
    at: datetime | None = None

    @property
    def only_picked(self) -> bool:
        """Whether the indicators picked out are shown in a topic's place."""
        return self.selection.topic == PICKED

    @property
    def listed(self) -> tuple[Indicator, ...]:
        """The indicators that are chosen: those picked out, or a topic's."""
        return self.picked if self.only_picked else self.snapshot.indicators.in_topic(self.topic)

    @cached_property
    def group(self) -> Group:
        """The authorities to compare with. Raises PortalError where there are none, which not every page minds."""
        return group_of(self)


def choose(snapshot: Snapshot, selection: Selection, similarity: Similarity) -> Chosen:
    """Look a selection up. Raises PortalError, one sentence, for anything that the snapshot does not know."""
    refuse_too_many(selection)
    area = _authority(snapshot, selection.authority)
    means = {partnership.slug: partnership for partnership in load_partnerships()}
    partnerships = tuple(means[slug] for slug in selection.beside if slug in means)
    others = named(snapshot, tuple(slug for slug in selection.beside if slug not in means))
    beside = tuple(found for found in others if found != area)
    found = (snapshot.indicators.find(name) for name in selection.indicators)
    picked = tuple({indicator.id: indicator for indicator in found}.values())
    topic, indicator = _topic_and_indicator(snapshot, selection, picked)
    return Chosen(
        snapshot=snapshot,
        similarity=similarity,
        selection=selection.but(
            authority=area.slug,
            beside=(*(area.slug for area in beside), *(each.slug for each in partnerships)),
            topic=PICKED if selection.topic == PICKED else topic_slug(topic),
            indicator=indicator.id,
            indicators=tuple(found.id for found in picked),
        ),
        area=area,
        beside=beside,
        topic=topic,
        indicator=indicator,
        partnerships=partnerships,
        picked=picked,
    )


def refuse_too_many(selection: Selection) -> None:
    """Raises PortalError where an address names more than there can be, before any of it is looked up."""
    lists = {
        "authorities beside it": (selection.beside, MOST_AUTHORITIES),
        "authorities in a group": (selection.group, MOST_AUTHORITIES),
        "indicators picked": (selection.indicators, MOST_PICKED),
    }
    for what, (names, most) in lists.items():
        if len(names) > most:
            raise PortalError(f"There can be {most} {what} at most; this address names {len(names):,}.")


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


@lru_cache(maxsize=256)
def topic_slug(topic: str) -> str:
    """A topic as an address spells it; every page spells all of them."""
    return "-".join(topic.casefold().replace("'", "").replace("’", "").split())


def _topic_and_indicator(
    snapshot: Snapshot, selection: Selection, picked: tuple[Indicator, ...]
) -> tuple[str, Indicator]:
    """The indicator, if it belongs to the topic, else the topic's first. An address without a topic has its."""
    indicator = snapshot.indicators.find(selection.indicator)
    if selection.topic == PICKED:
        if not picked:
            raise PortalError("No indicator is picked; choose a topic, and pick those that are to be shown together.")
        indicator = indicator if indicator in picked else picked[0]
        return indicator.topic, indicator
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
