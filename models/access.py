"""Who may do what: roles, what each allows, and who may see which version of a return. One table, no exceptions.

Published figures are everyone's. A version of a local return is its organisation's until an approver shares or
publishes it. The owner of a figure is its organisation, and only the owner sees small counts (`models/disclosure`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to their own organisation; the last is to the portal as a whole."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"
    PORTAL_ADMINISTRATOR = "administrator of the portal"


class Deed(StrEnum):
    """What can be done with what an organisation owns."""

    SEE_DRAFTS = "see drafts"
    UPLOAD = "upload a return"
    ACCEPT_FINDINGS = "accept a finding with its reason"
    SHARE = "share a version with the partnership"
    PUBLISH = "publish a version"
    WITHDRAW = "withdraw a version"
    MANAGE_PEOPLE = "invite people and give them roles"
    READ_LOG = "read and export the log"
    MANAGE_ORGANISATIONS = "add organisations and their partnerships"
    KEEP_THE_BOARD = "keep the board's list, commentary and actions"
    ACCEPT_ACTIONS = "decide what the board accepts, dismisses and shares"


ALLOWED: dict[Role, frozenset[Deed]] = {
    Role.VIEWER: frozenset(),
    Role.CONTRIBUTOR: frozenset({Deed.SEE_DRAFTS, Deed.UPLOAD, Deed.KEEP_THE_BOARD}),
    Role.APPROVER: frozenset(
        {
            Deed.SEE_DRAFTS,
            Deed.ACCEPT_FINDINGS,
            Deed.SHARE,
            Deed.PUBLISH,
            Deed.WITHDRAW,
            Deed.KEEP_THE_BOARD,
            Deed.ACCEPT_ACTIONS,
        }
    ),
    Role.ADMINISTRATOR: frozenset({Deed.MANAGE_PEOPLE, Deed.READ_LOG}),
    Role.PORTAL_ADMINISTRATOR: frozenset({Deed.MANAGE_PEOPLE, Deed.READ_LOG, Deed.MANAGE_ORGANISATIONS}),
}
"""What each role allows within one's own organisation."""

EVERYWHERE: dict[Role, frozenset[Deed]] = {
    Role.PORTAL_ADMINISTRATOR: frozenset({Deed.MANAGE_PEOPLE, Deed.READ_LOG, Deed.MANAGE_ORGANISATIONS})
}
"""What a role allows in every organisation. The portal's administrator sees no drafts of others."""


class TokenScope(StrEnum):
    """What a token of the API opens of what its owner may see and do; published figures need none."""

    RETURNS_READ = "returns:read"
    RETURNS_WRITE = "returns:write"
    BOARD_READ = "board:read"


OPENED: dict[Deed, TokenScope] = {
    Deed.SEE_DRAFTS: TokenScope.RETURNS_READ,
    Deed.UPLOAD: TokenScope.RETURNS_WRITE,
}
"""The deeds that a token can do at all, each with the scope that it takes."""


class Visibility(StrEnum):
    """Who a version is for."""

    DRAFT = "draft"
    SHARED = "shared"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Viewer:
    """Who looks: nobody in particular, or a person of an organisation. `organisation` is its slug.

    `restricted_to` are the scopes of the token, whose number is `token`, by which a person's program looks; None where
    the person does. A token has its owner's roles as they are now, and of what those allow only what its scopes open.
    """

    person: int | None = None
    organisation: str = ""
    roles: frozenset[Role] = field(default_factory=frozenset)
    restricted_to: frozenset[TokenScope] | None = None
    token: int | None = None

    @property
    def is_signed_in(self) -> bool:
        """Whether it is known who looks."""
        return self.person is not None

    def opens(self, scope: TokenScope) -> bool:
        """Whether what a scope is about is open to who looks: to every person, and to a token that has the scope."""
        return self.is_signed_in and (self.restricted_to is None or scope in self.restricted_to)


ANYONE = Viewer()


@dataclass(frozen=True)
class Ownership:
    """Whose a version is, who it is for, and with which organisations (slugs) it is shared where it is shared."""

    organisation: str
    visibility: Visibility
    shared_with: frozenset[str] = frozenset()


def may(viewer: Viewer, deed: Deed, organisation: str) -> bool:
    """Whether somebody may do something with what `organisation` (a slug) owns."""
    if not _reaches(viewer, deed):
        return False
    own = viewer.organisation == organisation and any(deed in ALLOWED[role] for role in viewer.roles)
    return may_everywhere(viewer, deed) or own


def may_everywhere(viewer: Viewer, deed: Deed) -> bool:
    """Whether somebody may do something with what any organisation owns, their own or another."""
    return _reaches(viewer, deed) and any(deed in EVERYWHERE.get(role, ()) for role in viewer.roles)


def may_see(viewer: Viewer, version: Ownership) -> bool:
    """Whether somebody may see a version at all; with disclosure control unless they are its owner."""
    match version.visibility:
        case Visibility.PUBLISHED:
            return True
        case Visibility.SHARED:
            return viewer.opens(TokenScope.RETURNS_READ) and (
                viewer.organisation == version.organisation or viewer.organisation in version.shared_with
            )
        case Visibility.DRAFT | Visibility.WITHDRAWN:
            return may(viewer, Deed.SEE_DRAFTS, version.organisation)


def is_owner(viewer: Viewer, version: Ownership) -> bool:
    """Whether somebody belongs to the organisation whose figures these are, so that nothing is masked."""
    return viewer.opens(TokenScope.RETURNS_READ) and viewer.organisation == version.organisation


def on_the_board(viewer: Viewer) -> Viewer:
    """Who looks, at a board's list: it is made of local figures and of what the board wrote, one scope for both.

    A token sees there what its owner does or what everybody does, and nothing of it by the scope for returns.
    """
    if viewer.restricted_to is None:
        return viewer
    opened = {TokenScope.BOARD_READ, TokenScope.RETURNS_READ} if viewer.opens(TokenScope.BOARD_READ) else ()
    return replace(viewer, restricted_to=frozenset(opened))


def scope(viewer: Viewer, versions: Iterable[tuple[int, Ownership]]) -> str:
    """What somebody may see, as a word for the keys of kept answers: the same word, the same sight, for anyone.

    `versions` are all that an answer may be made from, by id. The word names every one that is seen, and whether it is
    masked: two viewers share a kept answer only where both would see the very same.
    """
    seen = [
        f"{identity}{'' if is_owner(viewer, version) else 'm'}"
        for identity, version in versions
        if may_see(viewer, version)
    ]
    return ",".join(seen) or "none"


def _reaches(viewer: Viewer, deed: Deed) -> bool:
    """Whether a deed can be thought of at all: of a person's that is signed in, and of a token's that opens it."""
    if not viewer.is_signed_in:
        return False
    return viewer.restricted_to is None or OPENED.get(deed) in viewer.restricted_to
