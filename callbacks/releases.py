"""What one snapshot has changed after another, for one authority beside its comparators."""

from dataclasses import dataclass
from itertools import islice, pairwise

from callbacks.chosen import Chosen
from data.authorities import Area
from data.errors import PortalError
from data.snapshot import Entry
from data.store import Earlier, Snapshot
from layouts.home.facts import EarlierRelease
from models.benchmark import Group, published_group
from models.differences import Differences, Release, differences

MOST_STEPS = 5
NO_GROUP = Group("none", "no published neighbours", ())


@dataclass(frozen=True)
class Step:
    """One snapshot in the place of another, as the history has them, and what that has changed."""

    older: Entry
    newer: Entry
    found: Differences


def release_since(chosen: Chosen, earlier: Earlier) -> EarlierRelease | None:
    """What has changed since an older snapshot; None where it does not know the authority or its neighbours."""
    found = changed(earlier.snapshot, chosen.snapshot, chosen.group, chosen.area)
    if found is None:
        return None
    names = names_of(chosen.snapshot, (*found.joined, *found.left))
    return EarlierRelease(earlier.snapshot.id, earlier.since, found, names)


def changed(older: Snapshot, newer: Snapshot, group: Group, area: Area) -> Differences | None:
    """The differences between two snapshots; None where one of them does not know all the authorities."""
    before, now = (Release(snapshot, group_in(snapshot, group, area)) for snapshot in (older, newer))
    for release in (before, now):
        if not {area.code, *before.group.codes, *now.group.codes} <= release.snapshot.area_position.keys():
            return None
    return differences(before, now, area)


def group_in(snapshot: Snapshot, group: Group, area: Area) -> Group:
    """The same comparators as a snapshot has them: its own edition where a published one is chosen."""
    edition = snapshot.editions.get(group.name)
    if edition is None or area.code not in edition.neighbours:
        return group
    return published_group(edition, area)


def newest_group(snapshot: Snapshot, area: Area) -> Group:
    """The newest published neighbours of an authority, nobody for one that no edition lists."""
    listing = [edition for edition in snapshot.editions.values() if area.code in edition.neighbours]
    return published_group(max(listing, key=lambda edition: edition.name), area) if listing else NO_GROUP


def names_of(snapshot: Snapshot, codes: tuple[str, ...]) -> dict[str, str]:
    """Authorities' names by their codes."""
    return {code: snapshot.authorities.by_code(code).name for code in codes}


def steps(snapshot: Snapshot, group: Group, area: Area) -> list[Step]:
    """The last times that one snapshot took the place of another, the newest first.

    One that cannot be opened any more, or does not know the authority, is passed over.
    """
    if snapshot.past is None or snapshot.past.since is None:
        return []
    noted = snapshot.past.noted
    found = []
    for newer, older in islice(pairwise(noted), MOST_STEPS):
        try:
            pair = [_opened(snapshot, entry.id) for entry in (older, newer)]
        except PortalError:
            continue
        told = changed(pair[0], pair[1], group, area)
        if told is not None:
            found.append(Step(older, newer, told))
    return found


def _opened(snapshot: Snapshot, identity: str) -> Snapshot:
    if identity == snapshot.id or snapshot.past is None:
        return snapshot
    return snapshot.past.earlier(identity).snapshot
