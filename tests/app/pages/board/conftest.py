"""The pages of a board on a server of their own: Southampton's board has something for every audience."""

import html
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import errors, forms
from app.auth import visitor
from app.factory import configure
from app.pages import board
from app.settings import load_settings
from callbacks.board_sight import BoardHoldings
from callbacks.sight import LocalHoldings
from data.exception_rules import OwnRule
from data.local.board import events_of, record
from data.local.database import Database, open_database
from data.local.people import organisation_of, people_of
from data.store import Snapshot
from models.board import changes
from models.board.bodies import ActionWords, TargetSet, plain
from models.board.changes import Change
from models.board.fold import state_of
from models.board.kinds import Audience, Section, Status
from models.board.state import BoardState
from tests.app.local_world import NOBODY, browser_of, settled

APPROVER, CONTRIBUTOR, READER = "southampton approver", "southampton contributor", "southampton viewer"
PARTNER, STRANGER = "portsmouth approver", "hampshire approver"
KEY, OTHER = "children-looked-after-rate-per-10-000", "number-of-children-looked-after"
HERE = "/board/southampton"
ON = f"{HERE}/on?subject={KEY}"
TODAY = datetime.now(UTC).date()
MARKS = {audience: f"said to the {audience}" for audience in Audience}
"""A text for each audience that stands nowhere else."""
ACTIONS = {Audience.BOARD: 1, Audience.PARTNERSHIP: 2, Audience.EVERYBODY: 3}
"""The number of the action that is for each."""


@dataclass(frozen=True)
class World:
    """The pages, their database, and a token for everybody."""

    server: Flask
    database: Database
    tokens: dict[str, str]

    def browser(self, who: str = NOBODY) -> FlaskClient:
        """A browser of `organisation role`, or of nobody."""
        return browser_of(self.server, self.tokens.get(who, ""))

    def get(self, who: str, address: str) -> TestResponse:
        return self.browser(who).get(address)

    def page(self, who: str, address: str) -> str:
        """The text of a page that is there."""
        answer = self.get(who, address)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return html.unescape(answer.get_data(as_text=True))

    def send(self, who: str, address: str, **fields: str) -> TestResponse:
        """Fill in a form, with its token, and send it."""
        return self._sent(self.browser(who), address, fields)

    def done(self, who: str, address: str, **fields: str) -> str:
        """Send a form that is not refused; the notice on the page that it leads to."""
        browser = self.browser(who)
        answer = self._sent(browser, address, fields)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        after = browser.get(answer.location).get_data(as_text=True)
        notice = re.search(r'class="message message-done" role="status">(.*?)</p>', after, re.DOTALL)
        assert notice is not None, after
        return html.unescape(notice[1])

    def _sent(self, browser: FlaskClient, address: str, fields: Mapping[str, str]) -> TestResponse:
        with browser.session_transaction() as session:
            raw = session.setdefault("csrf_token", sha256(os.urandom(16)).hexdigest())
        key = str(self.server.config["SECRET_KEY"])
        token = str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))
        return browser.post(address, data={"csrf_token": token, **fields})

    @property
    def state(self) -> BoardState:
        """What holds today of Southampton's board."""
        with self.database.reading() as session:
            return state_of(events_of(session, code_of(session)), TODAY)

    def version(self, thing: str) -> str:
        """The version of a thing that a form is made from."""
        return str(self.state.last.get(thing, 0))


def code_of(session: Session) -> str:
    found = organisation_of(session, "southampton").authority
    assert found is not None
    return found


def do(session: Session, change: Change, at: datetime | None = None) -> None:
    """Record a change as the contributor of Southampton."""
    southampton = organisation_of(session, "southampton")
    person = next(one for one in people_of(session, southampton) if "contributor" in one.roles)
    body = plain(change.body)
    code = code_of(session)
    record(session, southampton, code, change.subject, change.body.kind, body, change.audience, person, change.item, at)


def stock_board(session: Session) -> None:
    """Something for every audience about one indicator, and what is the board's own about it and another."""

    def then(make: Callable[[BoardState], Change]) -> None:
        do(session, make(state_of(events_of(session, code_of(session)), TODAY)))

    sections = dict(zip(Audience, Section, strict=True))
    for audience, mark in MARKS.items():
        words = ActionWords(f"Item {mark}", f"Proposed, {mark}", owner="Head of service", due=TODAY - timedelta(days=3))
        section = sections[audience]
        then(lambda state, text=mark, to=audience, of=section: changes.write(state, KEY, of, f"Text {text}", to))
        then(lambda state, it=words, to=audience: changes.add_action(state, KEY, it, Status.NOT_STARTED, to))
    then(lambda state: changes.pin(state, KEY, MARKS[Audience.BOARD]))
    until = TODAY + timedelta(days=20)
    then(lambda state: changes.dismiss(state, OTHER, MARKS[Audience.BOARD], until))
    target = TargetSet(
        77.5, date(TODAY.year + 1, 3, 31), 95.0, date(TODAY.year - 1, 3, 31), MARKS[Audience.PARTNERSHIP]
    )
    then(lambda state: changes.set_target(state, KEY, target, Audience.PARTNERSHIP))
    then(lambda state: changes.add_own_rule(state, OwnRule(KEY, "above", 99.0, MARKS[Audience.BOARD])))


@pytest.fixture(scope="session")
def stocked_board(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A database that each test copies, and a token for everybody in it."""
    place = tmp_path_factory.mktemp("board") / "portal.db"
    database = open_database(f"sqlite:///{place}")
    tokens = settled(database, snapshot)
    with database.writing() as session:
        stock_board(session)
    database.close()
    return place, tokens


@pytest.fixture
def world(stocked_board: tuple[Path, dict[str, str]], snapshot: Snapshot, tmp_path: Path) -> Iterator[World]:
    """One for a single test, to be changed."""
    place, tokens = stocked_board
    copy = shutil.copy(place, tmp_path / "portal.db")
    database = open_database(f"sqlite:///{copy}")
    server = Flask("app")
    configure(server, load_settings({"HOME": str(tmp_path)}))
    forms.register(server)
    errors.register(server)
    visitor.register(server, lambda: database, closed=False, secure=False)
    local = LocalHoldings(lambda: database, visitor.viewer, snapshot.indicators)
    board.register(server, snapshot, local, BoardHoldings(lambda: database, visitor.viewer))
    yield World(server, database, tokens)
    database.close()


def problem_of(answer: TestResponse) -> str:
    """Why nothing was done, as the form says it."""
    body = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 400, body
    found = re.search(r"<h2>That did not work</h2>\s*<p>(.*?)</p>", body, re.DOTALL)
    assert found is not None, body
    return found[1]
