"""What each viewer sees of a board: the state for its audience, what they may do, and a word for kept answers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from callbacks.board_sight import BoardHoldings, SeenBoard
from data.local.board import KeptEvent, events_of, record
from data.local.database import Database, open_database
from data.local.people import add_organisation, organisation_of
from models.access import ANYONE, Deed, Role, Viewer
from models.board import changes
from models.board.bodies import plain
from models.board.changes import Change
from models.board.fold import state_of
from models.board.kinds import Audience, Section
from models.board.state import BoardState

KEY, OURS, NOBODYS = "absence-rate", "852", "886"
READER = Viewer(1, "southampton", frozenset({Role.VIEWER}))
CONTRIBUTOR = Viewer(2, "southampton", frozenset({Role.CONTRIBUTOR}))
APPROVER = Viewer(3, "southampton", frozenset({Role.APPROVER}))
PARTNER = Viewer(4, "portsmouth", frozenset(Role) - {Role.PORTAL_ADMINISTRATOR})
OPERATOR = Viewer(5, "portsmouth", frozenset({Role.PORTAL_ADMINISTRATOR}))
VIEWERS = (ANYONE, READER, CONTRIBUTOR, APPROVER, PARTNER, OPERATOR)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Southampton's board, which pinned something and wrote for everybody."""
    opened = open_database(f"sqlite:///{tmp_path / 'portal.db'}")
    with opened.writing() as session:
        add_organisation(session, "southampton", "Southampton", OURS)
        add_organisation(session, "portsmouth", "Portsmouth", "851")
    do(opened, lambda state: changes.pin(state, KEY, "Asked"))
    do(opened, lambda state: changes.write(state, KEY, Section.DATA, "Up", Audience.EVERYBODY))
    yield opened
    opened.close()


def do(database: Database, make: Callable[[BoardState], Change]) -> datetime:
    with database.writing() as session:
        change = make(state_of(events_of(session, OURS), datetime.now(UTC).date()))
        southampton, body = organisation_of(session, "southampton"), plain(change.body)
        return record(session, southampton, OURS, change.subject, change.body.kind, body, change.audience, None).at


def seen(database: Database, viewer: Viewer, authority: str = OURS, at: datetime | None = None) -> SeenBoard:
    return BoardHoldings(lambda: database, lambda: viewer).board(authority, at)


@pytest.mark.parametrize(
    ("viewer", "kind", "may"),
    [
        (ANYONE, Audience.EVERYBODY, set()),
        (READER, Audience.BOARD, set()),
        (CONTRIBUTOR, Audience.BOARD, {Deed.KEEP_THE_BOARD}),
        (APPROVER, Audience.BOARD, {Deed.KEEP_THE_BOARD, Deed.ACCEPT_ACTIONS}),
        (PARTNER, Audience.PARTNERSHIP, set()),
        (OPERATOR, Audience.PARTNERSHIP, set()),
    ],
)
def test_who_is_who_and_may_do_what(database: Database, viewer: Viewer, kind: Audience, may: set[Deed]) -> None:
    board = seen(database, viewer)
    assert (board.viewer, board.may, board.own) == (kind, may, kind is Audience.BOARD)
    assert set(board.state.pins) == ({KEY} if board.own else set())
    assert bool(board.events) is board.own
    assert board.state.newest(KEY)[Section.DATA].text == "Up"
    assert board.organisation is not None
    assert (board.organisation.slug, board.organisation.name) == ("southampton", "Southampton")


def test_an_authority_that_nobody_stands_for_has_no_board(database: Database) -> None:
    for viewer in VIEWERS:
        board = seen(database, viewer, NOBODYS)
        assert (board.organisation, board.may, board.own, board.state.subjects) == (None, frozenset(), False, ())


def test_one_word_for_one_sight(database: Database) -> None:
    for one, other in product(VIEWERS, VIEWERS):
        first, second = seen(database, one), seen(database, other)
        same = (first.state, first.may) == (second.state, second.may) and first.viewer == second.viewer
        assert (first.scope == second.scope) is same


def test_the_board_as_it_stood_and_what_was_taken_back_since(database: Database) -> None:
    written = datetime.now(UTC)
    do(database, lambda state: changes.unpin(state, KEY))
    do(database, lambda state: changes.take_back(state, KEY, Section.DATA, "Wrong"))
    assert seen(database, READER).state.pins == {}
    then = seen(database, READER, at=written)
    assert set(then.state.pins) == {KEY}
    assert then.state.newest(KEY)[Section.DATA].text == "Up"
    assert seen(database, ANYONE, at=written).state.commentary == {}
    assert seen(database, READER, at=written - timedelta(days=1)).state.subjects == ()


def test_events_are_read_once_until_a_board_does_something(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []

    def counted(session: Session, authority: str) -> tuple[KeptEvent, ...]:
        read.append(authority)
        return events_of(session, authority)

    monkeypatch.setattr("callbacks.board_sight.events_of", counted)
    viewer = ANYONE
    boards = BoardHoldings(lambda: database, lambda: viewer)
    first = boards.board(OURS)
    viewer = READER
    assert set(boards.board(OURS).state.pins) == {KEY}, "what is kept is not what one viewer saw"
    assert read == [OURS]
    do(database, lambda state: changes.unpin(state, KEY))
    after = boards.board(OURS)
    assert after.state.pins == {}
    assert after.version != first.version
    assert read == [OURS, OURS]
