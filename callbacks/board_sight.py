"""What a viewer may see of boards. Nothing else gives out what a board did, and others get only what is for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from data.local.board import KeptEvent, board_version, events_of
from data.local.commits import Mark
from data.local.database import Database
from data.local.tables import Organisation
from models.access import Deed, TokenScope, Viewer, may
from models.board.fold import state_of
from models.board.kinds import Audience
from models.board.seen import seen_by
from models.board.state import BoardState

DEEDS = (Deed.KEEP_THE_BOARD, Deed.ACCEPT_ACTIONS)


@dataclass(frozen=True)
class BoardOwner:
    """The organisation whose board it is."""

    slug: str
    name: str


@dataclass(frozen=True)
class SeenBoard:
    """The board of an authority (its code) as a viewer may see it.

    `organisation` is whose it is, None where no organisation stands for the authority; `viewer` who looks, as an
    audience; `may` what they may do. `version` changes whenever any board does; `scope` is a word for what is seen and
    may be done: two viewers with one word see the very same. `events` are for the organisation's own people alone.
    """

    authority: str
    organisation: BoardOwner | None
    state: BoardState
    viewer: Audience
    may: frozenset[Deed]
    version: str
    scope: str
    events: tuple[KeptEvent, ...] = field(default=(), repr=False)

    @property
    def own(self) -> bool:
        """Whether one of the organisation's own people looks."""
        return self.viewer is Audience.BOARD


@dataclass(frozen=True)
class KeptBoard:
    """An authority's board as the database has it, whoever may see it, and the version of all boards."""

    version: str
    owner: BoardOwner | None
    events: tuple[KeptEvent, ...]


class BoardHoldings:
    """The boards as pages read them; the events of each are kept until any board does something."""

    def __init__(self, database: Callable[[], Database], viewer: Callable[[], Viewer]) -> None:
        """`viewer` says who asks, in a request."""
        self.database, self.viewer = database, viewer
        self._kept: tuple[str, dict[str, tuple[KeptEvent, ...]]] = ("", {})
        self._read: tuple[Mark | None, dict[str, KeptBoard]] = (None, {})

    def board(self, authority: str, at: datetime | None = None) -> SeenBoard:
        """The board of an authority today, or as it stood at a moment; of that, what is meant for the viewer still.

        Raises PortalError where the database does not answer.
        """
        viewer = self.viewer()
        kept = self._of(authority)
        owner, events = kept.owner, kept.events
        kind = _kind(viewer, owner)
        now = state_of(events, datetime.now(UTC).date())
        then, shown = now, events
        if at is not None:
            shown = tuple(event for event in events if event.at <= at)
            then = state_of(shown, at.astimezone(UTC).date())
        allowed = frozenset(deed for deed in DEEDS if owner is not None and may(viewer, deed, owner.slug))
        return SeenBoard(
            authority=authority,
            organisation=owner,
            state=seen_by(then, now, kind, owner.name if owner else ""),
            viewer=kind,
            may=allowed,
            version=kept.version,
            scope="-".join(
                [owner.slug if owner else "none", kind, *(deed.name.casefold() for deed in DEEDS if deed in allowed)]
            ),
            events=shown if kind is Audience.BOARD else (),
        )

    def _of(self, authority: str) -> KeptBoard:
        """What is in the database of an authority's board: read again once anything was committed there."""
        database = self.database()
        mark = database.mark()
        of_mark, read = self._read
        if mark is None or mark != of_mark:
            # Another request may be at another mark meanwhile: each keeps what it reads under its own.
            read = {}
            self._read = (mark, read)
        if authority not in read:
            with database.reading() as session:
                version = board_version(session)
                owner, events = _owner(session, authority), self._events(session, version, authority)
            read[authority] = KeptBoard(version, owner, events)
        return read[authority]

    def _events(self, session: Session, version: str, authority: str) -> tuple[KeptEvent, ...]:
        """All events about an authority, whoever may see them."""
        of_version, kept = self._kept
        if version != of_version:
            kept = {}
            self._kept = (version, kept)
        if authority not in kept:
            kept[authority] = events_of(session, authority)
        return kept[authority]


OWNER = select(Organisation.slug, Organisation.name).where(Organisation.authority == bindparam("authority"))


def _owner(session: Session, authority: str) -> BoardOwner | None:
    found = session.execute(OWNER, {"authority": authority}).one_or_none()
    return None if found is None else BoardOwner(*found)


def _kind(viewer: Viewer, owner: BoardOwner | None) -> Audience:
    """Who somebody is to a board."""
    if not viewer.opens(TokenScope.BOARD_READ):
        return Audience.EVERYBODY
    return Audience.BOARD if owner is not None and viewer.organisation == owner.slug else Audience.PARTNERSHIP
