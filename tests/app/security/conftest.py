"""The whole portal with production's settings, open and closed, and browsers of people who may do everything in it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, text
from werkzeug.test import TestResponse

from app.auth import passwords
from app.factory import create_server
from app.local_database import LocalDatabase
from app.settings import load_settings
from data.local.people import add_organisation, add_person
from data.local.sign_ins import sign_in
from models.access import Role

HOST = "portal.example"
HERE = f"https://{HOST}"
EMAIL, PASSWORD = "ada@southampton.example", "correct horse battery staple"
VARIABLE = re.compile(r"<(?:\w+:)?(\w+)>")
ANYTHING = {"slug": "southampton", "person_id": "1", "token_id": "1", "return_id": "1", "number": "1", "form": "csv"}
"""What stands in an address where a rule has a variable; "x" for any other."""


class Browser(FlaskClient):
    """Comes over HTTPS to the portal's own address, unless a test says otherwise."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        return super().open(*arguments, **({"base_url": HERE} | options))


@dataclass(frozen=True)
class Secured:
    """A portal, and the token with which somebody with every role is signed in."""

    server: Flask
    token: str

    def browser(self, *, signed_in: bool = False) -> FlaskClient:
        client = Browser(self.server, self.server.response_class)
        # All tests come from one address, which may not try without end.
        self.server.extensions["alongside-limiter"].reset()
        if signed_in:
            client.set_cookie("__Host-alongside", self.token, domain=HOST, secure=True, httponly=True)
        return client

    def database(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything in it but when somebody was last seen, to see that nothing changed however long it took."""
        opened: LocalDatabase = self.server.extensions["alongside-database"]
        with opened().reading() as session:
            found = inspect(session.connection())
            columns = {
                name: ", ".join(column["name"] for column in found.get_columns(name) if column["name"] != LAST_SEEN)
                for name in found.get_table_names()
            }
            return {
                name: [tuple(row) for row in session.execute(text(f"select {listed} from {name}"))]  # noqa: S608
                for name, listed in columns.items()
            }


LAST_SEEN = "last_seen"


@contextmanager
def secured(settings: dict[str, str]) -> Iterator[Secured]:
    server = create_server(load_settings(settings))
    with server.extensions["alongside-database"]().writing() as session:
        organisation = add_organisation(session, "southampton", "Southampton", "852")
        person = add_person(session, EMAIL, "Ada", organisation, list(Role))
        person.password = passwords.hashed(PASSWORD)
        token = sign_in(session, person, "password")
    yield Secured(server, token)
    server.extensions["alongside-database"].close()


@pytest.fixture(scope="session")
def production(shared_cache: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {
        "PORTAL_ENV": "production",
        "PORTAL_SECRET_KEY": "0123456789abcdef" * 2,
        "PORTAL_CACHE_DIR": shared_cache,
        "PORTAL_DATA_DIR": str(tmp_path_factory.mktemp("production")),
        "PORTAL_URL": HERE,
        "PORTAL_OIDC_ISSUER": "https://login.example/tenant/v2.0",
        "PORTAL_OIDC_CLIENT_ID": "alongside",
        "PORTAL_OIDC_CLIENT_SECRET": "secret",
        "PORTAL_OIDC_GROUPS": "g=southampton:viewer",
    }


@pytest.fixture(scope="session")
def open_portal(production: dict[str, str]) -> Iterator[Secured]:
    with secured(production) as found:
        yield found


@pytest.fixture(scope="session")
def closed_portal(production: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    own = {"PORTAL_CLOSED": "yes", "PORTAL_DATA_DIR": str(tmp_path_factory.mktemp("closed"))}
    with secured(production | own) as found:
        yield found


def rules(server: Flask, method: str) -> Iterator[tuple[str, str]]:
    """Every rule that answers to a method, and an address that it answers to."""
    for rule in server.url_map.iter_rules():
        if method in (rule.methods or ()):
            yield rule.rule, VARIABLE.sub(lambda found: ANYTHING.get(found[1], "x"), rule.rule)


def csrf_token(browser: FlaskClient, address: str = "/sign-in") -> str:
    """The token of a form, as its page has it."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page(browser.get(address)))
    assert found
    return found[1]


def page(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def from_here(**more: str) -> dict[str, str]:
    """What a browser says of a form of this site that it sends."""
    return {"Referer": f"{HERE}/", "Origin": HERE, "Sec-Fetch-Site": "same-origin"} | {
        name.replace("_", "-"): value for name, value in more.items()
    }
