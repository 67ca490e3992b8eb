"""What pages of people call things."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.access import ALLOWED, EVERYWHERE, Deed, Role

NAMES = {
    Role.VIEWER: "Viewer",
    Role.CONTRIBUTOR: "Contributor",
    Role.APPROVER: "Approver",
    Role.ADMINISTRATOR: "Administrator of the organisation",
    Role.PORTAL_ADMINISTRATOR: "Administrator of the portal",
}


@dataclass(frozen=True)
class RoleSaid:
    """A role as a page says it; `value` is what a form sends."""

    value: str
    name: str
    allows: str


def role_said(role: str) -> RoleSaid:
    """A role by its name, and what it allows."""
    known = Role(role)
    allowed = EVERYWHERE.get(known, ALLOWED[known])
    deeds = [deed.value for deed in Deed if deed in allowed] or ["see what is shared with the organisation"]
    said = deeds[0] if len(deeds) == 1 else f"{', '.join(deeds[:-1])} and {deeds[-1]}"
    where = ", in every organisation" if known in EVERYWHERE else ""
    return RoleSaid(known.value, NAMES[known], f"May {said}{where}.")


def roles_named(roles: Iterable[str]) -> str:
    """Roles in one line of a list."""
    given = frozenset(roles)
    known = [role for role in Role if role in given]
    return ", ".join(NAMES[role].casefold() for role in known) or "no role"
