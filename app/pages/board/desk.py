"""What the pages of a board share: whose it is, who asks, what they may do, and how a change is made."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from flask import Response, request
from sqlalchemy.orm import Session

from app import forms
from app.pages.board.subjects import Subject, Subjects
from app.pages.guard import NotHere, who_asks
from callbacks.board_sight import BoardHoldings, SeenBoard
from callbacks.sight import LocalHoldings
from data.authorities import Area, AreaKind
from data.errors import PortalError
from data.local.board import events_of, record
from data.local.failures import DatabaseProblem
from data.local.people import organisation_of
from data.store import Snapshot
from layouts.pages import BOARD
from models.access import Deed
from models.board.bodies import plain
from models.board.changes import Change, refuse_if_changed
from models.board.fold import state_of
from models.board.state import BoardState

Ask = Callable[[BoardState], Iterable[Change]]
"""The changes to a state; raises PortalError where they may not be made."""
FOR_THE_BOARD = "That is for an approver of {name} to decide; nothing was done."


@dataclass(frozen=True)
class Doing:
    """What a form asks for: the changes, the sentence afterwards, and the version that the form was made from.

    A `made_from` of None is for what no two people can do at once, or where the changes look for themselves.
    """

    ask: Ask
    said: Callable[[BoardState], str]
    made_from: int | None = None


@dataclass(frozen=True)
class Board:
    """The board that an address names, as far as who asks may see it; `at` where it is asked for as of a past day."""

    area: Area
    seen: SeenBoard
    subjects: Subjects
    at: date | None = None

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"{BOARD.path}/{self.area.slug}"

    @property
    def state(self) -> BoardState:
        """What holds, or held on that day."""
        return self.seen.state

    @property
    def name(self) -> str:
        """Whose board it is."""
        return self.seen.organisation.name if self.seen.organisation else self.area.name

    @property
    def whole(self) -> str:
        """The list of exceptions of the authority."""
        return f"{BOARD.path}?authority={self.area.slug}"

    @property
    def may_keep(self) -> bool:
        """Whether who asks may write and add; nobody changes the past."""
        return self.at is None and Deed.KEEP_THE_BOARD in self.seen.may

    @property
    def may_decide(self) -> bool:
        """Whether they may decide for the board."""
        return self.at is None and Deed.ACCEPT_ACTIONS in self.seen.may

    def on(self, subject: str) -> str:
        """The page about a subject."""
        return f"{self.address}/on?{urlencode({'subject': subject})}"

    def subject(self, key: str) -> Subject:
        """A subject by its key, named as who asks may name it."""
        return self.subjects.named(key)


@dataclass(frozen=True)
class BoardDesk:
    """The published figures, the local returns and the boards as far as who asks may see them."""

    snapshot: Snapshot
    local: LocalHoldings
    boards: BoardHoldings

    def open(self, slug: str) -> Board:
        """The board of an authority by its slug. Raises NotHere for none."""
        area = self.snapshot.authorities.known(slug)
        if area is None or area.kind is not AreaKind.AUTHORITY or area.slug != slug:
            raise NotHere
        at = _past_day(request.args.get("at", "").strip()) if request.method == "GET" else None
        moment = None if at is None else datetime.combine(at, datetime.max.time(), UTC)
        seen = self.boards.board(area.code, moment)
        return Board(area, seen, Subjects(self.snapshot, self.local, area), at)

    def own(self, slug: str) -> Board:
        """The same for the organisation's own people. Raises NotHere for others."""
        board = self.open(slug)
        if not board.seen.own:
            raise NotHere
        return board

    def kept(self, slug: str, deed: Deed) -> Board:
        """The same for those who may do something. Raises NotHere for others."""
        board = self.open(slug)
        if deed not in board.seen.may:
            raise NotHere
        return board

    def do(self, board: Board, doing: Doing) -> str:
        """Make changes, all or none, in the state as it is when nobody else can change it; the sentence afterwards.

        Raises PortalError, and then nothing was done.
        """
        organisation = board.seen.organisation
        if organisation is None:
            raise NotHere
        with self.boards.database().writing() as session:
            state = self._state(session, board)
            for change in doing.ask(state):
                if change.deed not in board.seen.may:
                    raise PortalError(FOR_THE_BOARD.format(name=board.name))
                if doing.made_from is not None:
                    refuse_if_changed(state, change, doing.made_from)
                record(
                    session,
                    organisation_of(session, organisation.slug),
                    board.area.code,
                    change.subject,
                    change.body.kind,
                    plain(change.body),
                    change.audience,
                    who_asks(session),
                    change.item,
                )
            return doing.said(self._state(session, board))

    def answer(self, board: Board, read: Callable[[], Doing], back: str, again: Callable[[str], Response]) -> Response:
        """Do what a form asks and go `back`; a refusal draws the form `again`, with why."""
        try:
            said = self.do(board, read())
        except (NotHere, DatabaseProblem):
            raise
        except PortalError as error:
            return again(str(error))
        return forms.went_well(said, back)

    @staticmethod
    def _state(session: Session, board: Board) -> BoardState:
        return state_of(events_of(session, board.area.code), datetime.now(UTC).date())


def _past_day(text: str) -> date | None:
    """The day as of which a page is asked for; None for today. Raises PortalError for no day, or one to come."""
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise PortalError(f"'{text[:20]}' is not a day; write it as 2026-03-01.") from None
    if found > datetime.now(UTC).date():
        raise PortalError("That day has not come yet; choose today or a day before it.")
    return found
