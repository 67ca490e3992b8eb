"""A return kept from a file, without a browser: whose it is, who keeps it, and who it is for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.authorities import Area
from data.errors import PortalError
from data.local.people import organisation_of, person_by_email
from data.local.returns import Forms, Upload, forms_of, keep, show_to
from data.local.slugs import require_slug
from data.local.tables import Organisation, Person, Version
from models.access import Deed, Role, Viewer, Visibility, may

LONGEST_TITLE = 200


@dataclass(frozen=True)
class Wish:
    """What somebody wants done with a file: which return it is of, who it is for, and by whom.

    `organisation` empty for the one whose returns the authority's are; `by` (an e-mail address) empty for whoever runs
    the portal's machine, who may do everything that is done there.
    """

    area: Area
    organisation: str
    slug: str
    title: str
    by: str
    shared_with: tuple[str, ...]
    publish: bool


def earlier_versions(session: Session, wish: Wish) -> tuple[Forms, ...]:
    """The versions that there are of the return a file is for; none where it cannot be kept, as keeping it will say."""
    try:
        return forms_of(session, _owner(session, wish), require_slug(wish.slug))
    except PortalError:
        return ()


def keep_import(session: Session, wish: Wish, upload: Upload) -> Version:
    """Keep an upload as a new version, and show it to whom it is for. Raises PortalError, in one sentence."""
    organisation = _owner(session, wish)
    author = _author(session, wish, organisation)
    guests = [_guest(session, slug, organisation) for slug in wish.shared_with]
    version = keep(session, organisation, require_slug(wish.slug), wish.title[:LONGEST_TITLE], upload, author)
    if wish.publish:
        show_to(session, version, Visibility.PUBLISHED, (), upload.why, author)
    elif guests:
        show_to(session, version, Visibility.SHARED, guests, upload.why, author)
    return version


def holder_of(session: Session, authority: str) -> Organisation | None:
    """The organisation whose returns those of an authority are; None where there is none yet."""
    return session.scalar(select(Organisation).where(Organisation.authority == authority))


def _owner(session: Session, wish: Wish) -> Organisation:
    holder = holder_of(session, wish.area.code)
    if wish.organisation:
        named = organisation_of(session, wish.organisation)
        if named.authority != wish.area.code:
            whose = f"; those are {holder.name}'s ({holder.slug})" if holder else ""
            raise PortalError(f"{named.name} does not keep the returns of {wish.area.name}{whose}.")
        return named
    if holder is None:
        raise PortalError(
            f"No organisation keeps the returns of {wish.area.name} yet; "
            f"`portal users add-organisation SLUG NAME --authority {wish.area.code}` adds one."
        )
    return holder


def _author(session: Session, wish: Wish, organisation: Organisation) -> Person | None:
    """Who keeps it, allowed to do what is wanted; None for whoever runs the machine."""
    if not wish.by:
        return None
    person = person_by_email(session, wish.by)
    if person is None or not person.active:
        raise PortalError(f"Nobody who may sign in is known by {wish.by}.")
    viewer = Viewer(person.id, person.organisation.slug, frozenset(Role(role) for role in person.roles))
    for deed in _deeds(wish):
        if not may(viewer, deed, organisation.slug):
            raise PortalError(f"{person.email} may not {deed} of {organisation.name}.")
    return person


def _deeds(wish: Wish) -> Sequence[Deed]:
    if wish.publish:
        return (Deed.UPLOAD, Deed.PUBLISH)
    return (Deed.UPLOAD, Deed.SHARE) if wish.shared_with else (Deed.UPLOAD,)


def _guest(session: Session, slug: str, owner: Organisation) -> str:
    guest = organisation_of(session, slug)
    if guest is owner:
        raise PortalError(f"{owner.name} sees its own returns already; name the organisations to share with.")
    return guest.slug
