"""The whole portal beside a provider, both served on this machine, and a browser that goes from one to the other."""

import html
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from app.factory import create_server
from app.local_database import LocalDatabase
from app.pages.provider import BACK, START
from app.settings import load_settings
from data.local import log
from data.local.database import Database, open_database
from data.local.people import add_organisation, add_person, organisation_of
from data.local.tables import LogEntry, Person
from tests.app.provider_on_loopback import CLIENT_ID, CLIENT_SECRET, Provider, provider_on_loopback
from tests.live import free_port

GROUPS = (
    "g-draft=southampton:contributor; g-approve=southampton:approver; g-run=southampton:administrator of the portal;"
    "g-elsewhere=portsmouth:viewer; g-nowhere=atlantis:viewer"
)
NAME = "Southampton's account"
SUBJECT = "248289761001"
SOMEBODY = {
    "sub": SUBJECT,
    "name": "Ada Lovelace",
    "email": "ada@southampton.example",
    "email_verified": True,
    "groups": ["g-draft"],
}


@dataclass
class Portal:
    """The portal with a provider: where it is served, what serves it, and its database."""

    address: str
    server: Flask
    database: Database

    def log(self, what: str) -> list[LogEntry]:
        with self.database.reading() as session:
            found = list(reversed(log.search(session, log.LogQuery(what=what))))
            session.expunge_all()  # so that they can be looked at afterwards
        return found

    def why(self) -> list[str]:
        """Why people were refused, as the log has it."""
        return [entry.details["why"] for entry in self.log("sign-in refused")]

    def people(self) -> list[Person]:
        with self.database.reading() as session:
            found = list(session.scalars(select(Person).order_by(Person.id)))
            session.expunge_all()
        return found

    def invite(self, email: str, organisation: str = "southampton", *roles: str) -> int:
        with self.database.writing() as session:
            return add_person(session, email, "Invited", organisation_of(session, organisation), roles).id


@dataclass
class Browser:
    """What somebody browses with: it keeps cookies, and goes on only where it is told to."""

    portal: str
    session: requests.Session = field(default_factory=requests.Session)

    def get(self, address: str) -> requests.Response:
        return self.session.get(
            address if "://" in address else self.portal + address, allow_redirects=False, timeout=30
        )

    def post(self, address: str, **fields: str) -> requests.Response:
        return self.session.post(self.portal + address, fields, allow_redirects=False, timeout=30)

    def csrf_token(self) -> str:
        """The token of a form, as its page has it."""
        page = self.get(START).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found, page
        return found[1]

    def begin(self, following: str = "/") -> str:
        """Press the button; the address at the provider to which the page sends the browser."""
        answer = self.post(START, csrf_token=self.csrf_token(), next=following)
        sent = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
        assert sent, answer.text
        return html.unescape(sent[1])

    def come_back(self, asked: str) -> str:
        """What the provider makes of the question: the address to which it sends the browser back."""
        return self.get(asked).headers["Location"]

    def sign_in(self, following: str = "/") -> requests.Response:
        """All the way: from the button to the provider and back."""
        return self.get(self.come_back(self.begin(following)))

    @property
    def is_signed_in(self) -> bool:
        """Whether the portal knows who this is, asked by a page that names them."""
        return 'href="/account"' in self.get(START).text

    def forget(self) -> None:
        self.session.close()


def state_of(address: str) -> str:
    return parse_qs(urlsplit(address).query)["state"][0]


@pytest.fixture(scope="session")
def served_provider() -> Iterator[Provider]:
    with provider_on_loopback() as provider:
        yield provider


@pytest.fixture
def provider(served_provider: Provider, portal: Portal) -> Provider:
    """Well behaved, with Ada there."""
    served_provider.somebody = dict(SOMEBODY)
    return served_provider


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Two organisations and nobody, copied for each test."""
    file = tmp_path_factory.mktemp("empty") / "portal.db"
    opened = open_database(f"sqlite:///{file}")
    with opened.writing() as session:
        for slug, name, authority in (("southampton", "Southampton", "852"), ("portsmouth", "Portsmouth", "851")):
            add_organisation(session, slug, name, authority)
    if opened.engine.dialect.name == "sqlite":
        with opened.engine.connect() as connection:
            connection.exec_driver_sql("rollback")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()
    return file.read_bytes()


@pytest.fixture(scope="session")
def served_portal(
    shared_cache: str, served_provider: Provider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Flask]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    server = create_server(
        load_settings(
            {
                "PORTAL_CACHE_DIR": shared_cache,
                "PORTAL_DATA_DIR": str(tmp_path_factory.mktemp("local")),
                "PORTAL_URL": address,
                "PORTAL_OIDC_ISSUER": served_provider.issuer,
                "PORTAL_OIDC_CLIENT_ID": CLIENT_ID,
                "PORTAL_OIDC_CLIENT_SECRET": CLIENT_SECRET,
                "PORTAL_OIDC_NAME": NAME,
                "PORTAL_OIDC_GROUPS": GROUPS,
            }
        )
    )
    served_provider.back = address + BACK
    with _serving(server, port):
        yield address, server


@pytest.fixture
def portal(
    served_portal: tuple[str, Flask], served_provider: Provider, empty_database: bytes, tmp_path: Path
) -> Iterator[Portal]:
    """The portal with nobody in its database, and nothing remembered of the provider."""
    address, server = served_portal
    file = tmp_path / "portal.db"
    file.write_bytes(empty_database)
    database: LocalDatabase = server.extensions["alongside-database"]
    database.close()
    database._url = f"sqlite:///{file}"
    server.extensions["alongside-provider"][0].server_metadata = {}
    server.extensions["alongside-limiter"].reset()
    served_provider.start_again()
    opened = database()
    yield Portal(address, server, opened)
    database.close()


@pytest.fixture
def browser(portal: Portal) -> Iterator[Browser]:
    opened = Browser(portal.address)
    yield opened
    opened.forget()


@pytest.fixture
def other_browser(portal: Portal) -> Iterator[Browser]:
    """Somebody else's."""
    opened = Browser(portal.address)
    yield opened
    opened.forget()


@contextmanager
def _serving(server: Flask, port: int) -> Iterator[None]:
    served = make_server("127.0.0.1", port, server, threaded=True)
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        served.shutdown()
        served.server_close()
        thread.join(timeout=10)
