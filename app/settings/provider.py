"""The provider that signs people in with their council's account, as the environment describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from data.errors import PortalError
from models.access import Role

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class ProviderSettings:
    """A provider of OpenID Connect, such as a council's Entra ID, and what its groups are here.

    `groups` gives for each of the provider's groups the organisation (its slug) and the roles that its members have.
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    groups: Mapping[str, tuple[str, tuple[Role, ...]]]


def provider_settings(given: Mapping[str, str]) -> ProviderSettings | None:
    """The provider that PORTAL_OIDC_… describe; None where there is none."""
    names = ("PORTAL_OIDC_ISSUER", "PORTAL_OIDC_CLIENT_ID", "PORTAL_OIDC_CLIENT_SECRET")
    if not any(name in given for name in names):
        return None
    if missing := [name for name in names if name not in given]:
        raise PortalError(f"{' and '.join(missing)} must be set too, for people to sign in with a provider.")
    # To the letter, a slash at its end included: the provider's tokens must say the very same.
    issuer = given[names[0]]
    is_local = urlsplit(issuer).hostname in LOOPBACK
    if not issuer.startswith("https://") and not (issuer.startswith("http://") and is_local):
        raise PortalError("PORTAL_OIDC_ISSUER must start with https://.")
    return ProviderSettings(
        issuer=issuer,
        client_id=given[names[1]],
        client_secret=given[names[2]],
        name=given.get("PORTAL_OIDC_NAME", "your council's account"),
        groups=_groups(given.get("PORTAL_OIDC_GROUPS", "")),
    )


def _groups(text: str) -> Mapping[str, tuple[str, tuple[Role, ...]]]:
    """`group=organisation:role,role` between semicolons."""
    found: dict[str, tuple[str, tuple[Role, ...]]] = {}
    for part in filter(None, map(str.strip, text.split(";"))):
        group, _, given = part.partition("=")
        organisation, _, roles = given.partition(":")
        try:
            name, place = group.strip(), organisation.strip()
            if not name or not place or name in found:
                raise ValueError(name)
            found[name] = (place, tuple(Role(role.strip()) for role in roles.split(",")))
        except ValueError:
            known = ", ".join(Role)
            raise PortalError(
                f"PORTAL_OIDC_GROUPS has '{part}'; a part is group=organisation:role,role, each group once, "
                f"and the roles are {known}."
            ) from None
    return found
