"""The pages of local returns on a server of their own, with a return of Southampton's in every visibility."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import errors, forms
from app.auth import visitor
from app.factory import configure
from app.pages import returns
from app.settings import load_settings
from callbacks.sight import LocalHoldings
from data.local.database import Database, open_database
from data.local.listing import listed_versions
from data.store import Snapshot
from tests.app.local_world import NOBODY, browser_of, settled

APPROVER, CONTRIBUTOR, READER = "southampton approver", "southampton contributor", "southampton viewer"
PARTNER, STRANGER = "portsmouth approver", "hampshire approver"


@dataclass(frozen=True)
class World:
    """The pages, their database, a token for everybody, and the id of each return by its slug."""

    server: Flask
    database: Database
    tokens: dict[str, str]
    ids: dict[str, int]

    def browser(self, who: str = NOBODY) -> FlaskClient:
        """A browser of `organisation role`, or of nobody."""
        return browser_of(self.server, self.tokens.get(who, ""))

    def send(self, who: str, address: str, fields: dict[str, object] | None = None) -> TestResponse:
        """Fill in a form, with its token, and send it."""
        browser = self.browser(who)
        return browser.post(address, data={"csrf_token": token_of(browser), **(fields or {})})

    def page(self, who: str, address: str) -> str:
        """The text of a page that is there."""
        answer = self.browser(who).get(address)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)


def token_of(browser: FlaskClient) -> str:
    """What a form of this site holds, and no other."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/returns/check").get_data(as_text=True))
    assert found is not None
    return found[1]


def as_file(content: bytes, name: str = "october.csv") -> tuple[io.BytesIO, str]:
    """A file as a form sends it."""
    return io.BytesIO(content), name


def answer_of(page: str) -> str:
    """The sentence that a page begins with."""
    found = re.search(r'<p class="answer">(.*?)</p>', page, re.DOTALL)
    assert found is not None, page
    return found[1]


def problem_of(answer: TestResponse) -> str:
    """Why nothing was done, as the form says it."""
    assert answer.status_code == 400, answer.get_data(as_text=True)
    found = re.search(r"<h2>That did not work</h2>\s*<p>(.*?)</p>", answer.get_data(as_text=True), re.DOTALL)
    assert found is not None, answer.get_data(as_text=True)
    return found[1].replace("&#39;", "'")


@pytest.fixture(scope="session")
def settled_once(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A database that each test copies, and a token for everybody in it."""
    place = tmp_path_factory.mktemp("returns") / "portal.db"
    database = open_database(f"sqlite:///{place}")
    tokens = settled(database, snapshot)
    database.close()
    return place, tokens


@pytest.fixture(scope="session")
def make_world(settled_once: tuple[Path, dict[str, str]], snapshot: Snapshot) -> Callable[[Path], World]:
    """A world with a database of its own in a folder."""

    def make(folder: Path) -> World:
        place, tokens = settled_once
        copy = shutil.copy(place, folder / "portal.db")
        database = open_database(f"sqlite:///{copy}")
        server = Flask("app")
        configure(server, load_settings({"HOME": str(folder)}))
        forms.register(server)
        errors.register(server)
        visitor.register(server, lambda: database, closed=False, secure=False)
        returns.register(server, snapshot, LocalHoldings(lambda: database, visitor.viewer, snapshot.indicators))
        with database.reading() as session:
            ids = {listed.slug: listed.return_id for listed in listed_versions(session)}
        return World(server, database, tokens, ids)

    return make


@pytest.fixture
def world(make_world: Callable[[Path], World], tmp_path: Path) -> Iterator[World]:
    """One for a single test, to be changed."""
    made = make_world(tmp_path)
    yield made
    made.database.close()
