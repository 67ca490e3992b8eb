"""What a pack was made with: the rights of its owner then, and the unpublished versions whose figures it holds."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from callbacks.sight import LocalHoldings, NotSeen, SeenVersion, Sight
from data.errors import PortalError
from data.local.packs import Job
from data.local.tables import Person
from data.returns.content import Return
from models.access import ANYONE, Role, Viewer

SHUT_OUT = "Its owner can no longer sign in, so it was not made."
CHANGED = "What you may see has changed since this pack was made, so it is not given out; make it again."


class RightsChanged(PortalError):
    """A pack that its owner may not have any longer as it was made."""


class WatchedHoldings(LocalHoldings):
    """Local returns, remembering which versions were read: nothing gets into a pack but by being read here."""

    def __init__(self, holdings: LocalHoldings) -> None:
        super().__init__(holdings.database, holdings.viewer, holdings.indicators)
        self.used: list[SeenVersion] = []

    def sight(self, on: date | None = None) -> Sight:
        """What the owner may see."""
        return _WatchedSight(self, self.viewer(), on)


class _WatchedSight(Sight):
    """What one viewer sees, telling what they looked at."""

    def __init__(self, holdings: WatchedHoldings, viewer: Viewer, on: date | None) -> None:
        super().__init__(holdings, viewer, on)
        self._used = holdings.used

    def figures(self, seen: SeenVersion, as_others: bool = False) -> Return:
        """The figures of a version, which are in the pack from now on."""
        self._used.append(seen)
        return super().figures(seen, as_others)

    def findings(self, seen: SeenVersion) -> tuple[Mapping[str, Any], ...]:
        """What the check found, which is in the pack from now on."""
        self._used.append(seen)
        return super().findings(seen)


def viewer_of(session: Session, job: Job) -> Viewer:
    """The owner of a pack as they are now. Raises PortalError for somebody who can no longer sign in."""
    if job.person_id is None:
        return ANYONE
    person = session.get(Person, job.person_id)
    if person is None or not person.active:
        raise PortalError(SHUT_OUT)
    return Viewer(person.id, person.organisation.slug, frozenset(Role(role) for role in person.roles))


def rights_of(viewer: Viewer, used: Sequence[SeenVersion]) -> dict[str, Any]:
    """What has to hold still when a pack is given out; nothing for what everybody may see."""
    if not viewer.is_signed_in:
        return {}
    unpublished = dict.fromkeys((seen.return_id, seen.number, seen.masked) for seen in used if not seen.is_published)
    return {
        "organisation": viewer.organisation,
        "roles": sorted(viewer.roles),
        "seen": [list(each) for each in unpublished],
    }


def still_seen(rights: Mapping[str, Any], local: LocalHoldings) -> tuple[SeenVersion, ...]:
    """The unpublished versions in a pack, all of which who asks may still see. Raises RightsChanged otherwise."""
    if not rights:
        return ()
    sight, viewer = local.sight(), local.viewer()
    if viewer.organisation != rights["organisation"] or not {*rights["roles"]} <= {*viewer.roles}:
        raise RightsChanged(CHANGED)
    try:
        found = [(sight.one(return_id, number), masked) for return_id, number, masked in rights["seen"]]
    except NotSeen:
        raise RightsChanged(CHANGED) from None
    if any(seen.masked and not masked for seen, masked in found):
        raise RightsChanged(CHANGED)
    return tuple(seen for seen, _ in found)
