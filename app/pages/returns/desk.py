"""What the pages of local returns share: who asks, what they see, what they may do, and how they are refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from flask import Response, request

from app.auth.visitor import visitor
from app.drafts import OwnOrganisation
from callbacks.sight import LocalHoldings, SeenVersion, Sight
from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.local import people
from data.store import Snapshot
from layouts.pages import RETURNS
from models.access import Deed, Viewer, Visibility, may

View = Callable[[], Response]
LONGEST_WHY = 1000
"""Characters: as many as the database keeps."""
SIGN_IN_FIRST = "Sign in first: only people of {name} may {deed}."
NOT_YOURS = "Only people of {name} may {deed}; nothing was done."
NO_ROLE = "You may not {deed} of {name}; whoever gives out its roles may let you. Nothing was done."


class NotAllowed(PortalError):
    """Something that somebody may not do, whoever they are."""


@dataclass(frozen=True)
class Desk:
    """The published figures, and the local returns as far as who asks may see them; `limited` views are costly."""

    snapshot: Snapshot
    local: LocalHoldings
    limited: Callable[[View], View] = lambda view: view

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        return self.local.viewer()

    def sight(self, on: date | None = None) -> Sight:
        """What they may see."""
        return self.local.sight(on)

    def authority(self, text: str) -> Area:
        """The authority that an address names. Raises PortalError for none, and for a region or England."""
        area = self.snapshot.authorities.find(text)
        if area.kind is not AreaKind.AUTHORITY:
            raise PortalError(f"{area.name} is a {area.kind}, not an authority; choose an authority.")
        return area

    def authorities(self) -> list[Area]:
        """Those there are today, by name."""
        there = [area for area in self.snapshot.authorities.current if area.kind is AreaKind.AUTHORITY]
        return sorted(there, key=lambda area: area.name)

    def may(self, deed: Deed, seen: SeenVersion) -> bool:
        """Whether who asks may do something with a version."""
        return may(self.viewer, deed, seen.organisation)

    def require(self, deed: Deed, seen: SeenVersion) -> None:
        """Raises NotAllowed for whoever may not do something with a version that they see."""
        if not self.may(deed, seen):
            refuse(self.viewer, deed, seen.organisation, seen.organisation_name)

    def own_organisation(self, deed: Deed) -> OwnOrganisation:
        """The organisation of who asks. Raises NotAllowed where they may not do something with its returns."""
        viewer, name = self.viewer, visitor().organisation_name
        if not may(viewer, deed, viewer.organisation):
            refuse(viewer, deed, viewer.organisation, name or "an authority")
        with self.local.database().reading() as session:
            code = people.organisation_of(session, viewer.organisation).authority
        if code is None:
            raise NotAllowed(f"{name} stands for no authority, so it has no returns.")
        return OwnOrganisation(viewer.organisation, name, self.snapshot.authorities.by_code(code))

    def names(self) -> Mapping[str, str]:
        """All organisations: their names by their slugs."""
        with self.local.database().reading() as session:
            return {found.slug: found.name for found in people.organisations(session)}


def refuse(viewer: Viewer, deed: Deed, organisation: str, name: str) -> NoReturn:
    """Raise NotAllowed, with what would have to be otherwise."""
    said = SIGN_IN_FIRST if not viewer.is_signed_in else NO_ROLE if viewer.organisation == organisation else NOT_YOURS
    raise NotAllowed(said.format(name=name, deed=deed))


def given(name: str, longest: int = LONGEST_WHY) -> str:
    """A field of the form that was sent, without the space around it. Raises PortalError for one that is too long."""
    text = request.form.get(name, "").strip()
    if len(text) > longest:
        raise PortalError(f"What was typed has {len(text):,} characters; at most {longest:,} are kept.")
    return text


def reason() -> str:
    """Why something is done, as the form says. Raises PortalError where it says nothing."""
    if not (why := given("why")):
        raise PortalError("Say why, in a sentence that whoever reads the history will understand; nothing was done.")
    return why


def address(seen: SeenVersion) -> str:
    """The address of a version."""
    return f"{RETURNS.path}/{seen.return_id}/{seen.number}"


def scorecard(seen: SeenVersion, area: Area) -> str:
    """Where the figures of a return are looked at."""
    return f"/scorecard?authority={area.slug}&local={seen.slug}"


def is_withdrawn(seen: SeenVersion) -> bool:
    """Whether nobody but its owner sees it any longer."""
    return seen.visibility is Visibility.WITHDRAWN
