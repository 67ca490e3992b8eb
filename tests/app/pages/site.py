"""The pages of people by themselves, over a database of two councils and a partnership, with people of every role."""

import os
import re
import shutil
from hashlib import sha256
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import errors, forms
from app.auth import remembered, visitor
from app.auth.announcing import announce
from app.pages import account, digest, log, organisations, people, sign_in, tokens
from app.security import refuse_other_sites
from app.settings import Settings, load_settings
from data.authorities import load_authorities
from data.local.database import Database, open_database
from data.local.log import LogQuery, search
from data.local.people import add_organisation, add_person, organisation_of, person_by_email
from data.local.sign_ins import sign_in as sign_somebody_in
from data.local.tables import Person
from models.access import Role

LIMITED = "LIMITED"
"""In the environment of a site: how often one address may try is counted."""
LIVE = "a-snapshot"
PASSWORD = "correct horse battery staple"
NEW = "seven umbrellas under glass"
SOUTHAMPTON, PORTSMOUTH, PARTNERSHIP = "southampton", "portsmouth", "partnership"
NAMES = {role: role.name.casefold() for role in Role}
TARGET = f"target@{SOUTHAMPTON}.example"
"""Somebody of Southampton, for others to manage."""
PORTAL = f"portal_administrator@{PARTNERSHIP}.example"


def stock(url: str, kept_password: str) -> None:
    """Fill a database: in each council one person of every role, in the partnership the portal's administrator."""
    database = open_database(url)
    with database.writing() as session:
        for slug, name, authority in ((SOUTHAMPTON, "Southampton", "852"), (PORTSMOUTH, "Portsmouth", "851")):
            organisation = add_organisation(session, slug, name, authority)
            for role in (Role.VIEWER, Role.CONTRIBUTOR, Role.APPROVER, Role.ADMINISTRATOR):
                email = f"{NAMES[role]}@{slug}.example"
                add_person(session, email, f"{role} of {name}", organisation, [role]).password = kept_password
        southampton = organisation_of(session, SOUTHAMPTON)
        add_person(session, TARGET, "Tara Get", southampton, [Role.CONTRIBUTOR]).password = kept_password
        partnership = add_organisation(session, PARTNERSHIP, "South East Partnership")
        add_person(session, PORTAL, "Porter Tall", partnership, [Role.PORTAL_ADMINISTRATOR]).password = kept_password
    database.close()


class Site:
    """The pages, which can be set on another database and other settings for each test."""

    def __init__(self, tmp_path: Path, environment: dict[str, str]) -> None:
        self.settings: Settings = load_settings({"HOME": str(tmp_path), **environment})
        self._database: Database | None = None
        # The templates are those of the package.
        self.server = Flask("app")
        self.server.config.update(SECRET_KEY=self.settings.secret_key)
        forms.register(self.server)
        errors.register(self.server)
        self.server.before_request(refuse_other_sites)
        visitor.register(self.server, self.database, closed=self.settings.closed, secure=False)
        remembered.register(self.server, self.database, self.settings)
        if LIMITED in environment:
            storage = {"storage_uri": "memory://", "key_prefix": str(tmp_path)}
            self.server.extensions["alongside-limiter"] = Limiter(get_remote_address, app=self.server, **storage)
        sign_in.register(self.server, self.database, self.settings)
        account.register(self.server, self.database)
        tokens.register(self.server, self.database, self.settings)
        digest.register(self.server, self.database, self.settings, load_authorities(), LIVE)
        organisations.register(self.server, self.database, load_authorities())
        people.register(self.server, self.database, self.settings)
        log.register(self.server, self.database)

    def database(self) -> Database:
        assert self._database is not None
        return self._database

    def open(self, file: Path, like: Path) -> None:
        """Go on with a copy of a database."""
        shutil.copyfile(like, file)
        self._database = announce(open_database(f"sqlite:///{file}"), self.settings)

    def close(self) -> None:
        self.database().close()
        self._database = None

    def person(self, email: str) -> Person:
        """Somebody as they are kept now."""
        with self.database().reading() as session:
            found = person_by_email(session, email)
            assert found is not None
            session.refresh(found)
            session.expunge_all()
            return found

    def visitor(self, email: str | None = None) -> "Visit":
        """Somebody's browser, signed in; nobody's when no address is given."""
        return Visit(self, email)

    def lines(self, what: str | None = None) -> list[str]:
        """What the log says, the oldest first: `what about`."""
        with self.database().reading() as session:
            return [f"{one.what} {one.about}" for one in reversed(search(session, LogQuery(what=what), 1000))]

    def everybody(self) -> list[tuple[object, ...]]:
        """All that is kept about everybody, to see that nothing changed."""
        with self.database().reading() as session:
            return [tuple(row) for row in session.execute(select(Person.__table__).order_by(Person.id))]


class Visit:
    """A browser with its cookies; its forms carry the token that a page would have given them."""

    def __init__(self, site: Site, email: str | None) -> None:
        self.browser: FlaskClient = site.server.test_client()
        self._site = site
        if email is not None:
            with site.database().writing() as session:
                person = person_by_email(session, email)
                assert person is not None, email
                self.browser.set_cookie("alongside", sign_somebody_in(session, person, "test"))

    @property
    def cookie(self) -> str:
        """The token of the sign-in; empty for none."""
        found = self.browser.get_cookie("alongside")
        return found.value if found else ""

    def get(self, address: str) -> TestResponse:
        return self.browser.get(address, headers={"Accept": "text/html"})

    def post(self, address: str, **fields: str | list[str]) -> TestResponse:
        """Send a form as a page of this site sends it."""
        return self.browser.post(
            address, data={**fields, "csrf_token": self.form_token()}, headers={"Accept": "text/html"}
        )

    def form_token(self) -> str:
        """The token of this browser's session, as Flask-WTF makes it."""
        with self.browser.session_transaction() as session:
            raw = session.setdefault("csrf_token", sha256(os.urandom(16)).hexdigest())
        key = str(self._site.server.config["SECRET_KEY"])
        return str(URLSafeTimedSerializer(key, salt="wtf-csrf-token").dumps(raw))


def problem(response: TestResponse) -> str:
    """The sentence at the head of a page that refuses."""
    found = re.search(r'id="problem".*?<p>(.*?)</p>', response.text, re.DOTALL)
    assert found, response.text
    return found[1]


def said(response: TestResponse) -> str:
    """The page in words."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.text).split())
