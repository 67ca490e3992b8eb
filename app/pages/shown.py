"""People and organisations as pages show them: what a template needs, and no password or secret among it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from data.local.tables import Organisation, Person


@dataclass(frozen=True)
class ShownOrganisation:
    """An organisation; `authority` is the code of the authority whose returns are its own, if any."""

    slug: str
    name: str
    authority: str | None


@dataclass(frozen=True)
class ShownPerson:
    """Somebody; `is_locked` after too many wrong tries, `by_provider` where their council's account lets them in."""

    id: int
    email: str
    name: str
    organisation: ShownOrganisation
    roles: tuple[str, ...]
    active: bool
    has_password: bool
    has_second_factor: bool
    by_provider: bool
    is_locked: bool

    @property
    def address(self) -> str:
        """The page on which they are managed."""
        return f"/people/{self.organisation.slug}/{self.id}"

    @property
    def state(self) -> str:
        """Whether they can sign in, in words."""
        if not self.active:
            return "shut out"
        if self.is_locked:
            return "locked out for some minutes after too many wrong tries"
        if not self.has_password and not self.by_provider:
            return "invited, has not signed in yet"
        return "may sign in, with a second factor" if self.has_second_factor else "may sign in"


def organisation_shown(kept: Organisation) -> ShownOrganisation:
    """An organisation as pages show it."""
    return ShownOrganisation(kept.slug, kept.name, kept.authority)


def person_shown(kept: Person) -> ShownPerson:
    """Somebody as pages show them."""
    return ShownPerson(
        id=kept.id,
        email=kept.email,
        name=kept.name,
        organisation=organisation_shown(kept.organisation),
        roles=tuple(kept.roles),
        active=kept.active,
        has_password=kept.password is not None,
        has_second_factor=kept.totp_secret is not None,
        by_provider=kept.subject is not None,
        is_locked=kept.locked_until is not None and datetime.now(UTC) < kept.locked_until,
    )
