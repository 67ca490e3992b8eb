"""Tokens in requests to the API: whose they are, what they open, how they are refused.

Two servers have one database, each with connections and memory of its own, as two processes have.
"""

import io
import json
import logging
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_caching import Cache
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from app import errors, limits
from app.api import serving
from app.api.catalogue import ENDPOINTS
from app.auth import bearer, visitor
from app.security import refuse_other_sites
from callbacks.portal import Portal
from callbacks.sight import LocalHoldings
from data.local import log
from data.local.database import Database, open_database
from data.local.people import give_roles, organisation_of, person_by_email, set_active
from data.local.tables import ApiToken, Person
from data.local.tokens import make_token, revoke
from data.store import Snapshot
from models.access import Role
from models.lenses import Similarity
from tests.app.local_world import HELD, Held, file_of, settled

OWNER = "contributor@southampton.example"
DRAFT, SHARED, PUBLISHED, WITHDRAWN = HELD
RETURNS = "/api/v1/returns"


@dataclass
class World:
    """Two servers with one database."""

    servers: tuple[Flask, Flask]
    database: Database
    cookies: dict[str, str]

    def token(self, *scopes: str, email: str = OWNER, days: int = 30) -> str:
        with self.database.writing() as session:
            person = person_by_email(session, email)
            assert person is not None
            return make_token(session, person, "A program", scopes, days)[0]

    def browser(self, number: int = 0) -> FlaskClient:
        return self.servers[number].test_client()

    def get(self, address: str, token: str, number: int = 0, **headers: str) -> TestResponse:
        return self.browser(number).get(address, headers={"Authorization": f"Bearer {token}", **headers})

    def sees(self, token: str, number: int = 0) -> dict[str, bool]:
        """The returns that a token sees, and whether small numbers are left out."""
        answer = self.get(RETURNS, token, number)
        assert answer.status_code == 200, answer.text
        return {record["slug"]: record["masked"] for record in answer.get_json()}

    def statuses(self, token: str) -> set[int]:
        """What both servers say to a token."""
        return {self.get(RETURNS, token, number).status_code for number in (0, 1)}

    def refusals(self) -> list[tuple[str, object]]:
        with self.database.reading() as session:
            found = log.search(session, log.LogQuery(what="token refused"))
            return [(entry.about, entry.details["why"]) for entry in reversed(found)]


def server_of(database: Database, snapshot: Snapshot, similarity: Similarity) -> Flask:
    server = Flask("api")
    server.config["RATELIMIT_ENABLED"] = True
    errors.register(server)
    server.before_request(refuse_other_sites)
    visitor.register(server, lambda: database, closed=False, secure=False)
    limits.register(server)
    local = LocalHoldings(lambda: database, visitor.viewer, snapshot.indicators)
    serving.register(server, Portal(snapshot, similarity, Cache(), local), ENDPOINTS)
    return server


@contextmanager
def world_at(url: str, snapshot: Snapshot, similarity: Similarity, cookies: dict[str, str] | None) -> Iterator[World]:
    """Two servers over a database, which is filled where there are no cookies of its people yet."""
    opened = [open_database(url) for _ in range(2)]
    kept = settled(opened[0], snapshot) if cookies is None else cookies
    first, second = (server_of(each, snapshot, similarity) for each in opened)
    yield World((first, second), opened[0], kept)
    for each in opened:
        each.close()


@pytest.fixture(scope="module")
def filled(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A database with returns, to be copied, and its people's cookies."""
    file = tmp_path_factory.mktemp("filled") / "portal.db"
    database = open_database(f"sqlite:///{file}")
    cookies = settled(database, snapshot)
    database.close()
    return file, cookies


@pytest.fixture
def world(
    filled: tuple[Path, dict[str, str]], tmp_path: Path, snapshot: Snapshot, similarity: Similarity
) -> Iterator[World]:
    shutil.copyfile(filled[0], tmp_path / "portal.db")
    with world_at(f"sqlite:///{tmp_path / 'portal.db'}", snapshot, similarity, filled[1]) as made:
        yield made


@pytest.fixture
def each_world(database_url: str, snapshot: Snapshot, similarity: Similarity) -> Iterator[World]:
    """On SQLite and on PostgreSQL."""
    with world_at(database_url, snapshot, similarity, None) as made:
        yield made


def refused(answer: TestResponse, status: int, error: str) -> str:
    """The sentence of a refusal, which says in its header what is wrong with the token."""
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.headers["WWW-Authenticate"].startswith(f'Bearer error="{error}"')
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]
    return str(json.loads(answer.text)["detail"])


def test_a_token_opens_what_its_scopes_say(world: World) -> None:
    published = {PUBLISHED.slug: True}
    assert world.sees(world.token()) == published, "masked, though its owner's own"
    assert world.sees(world.token("returns:write", "board:read")) == published
    assert world.sees(world.token("returns:read")) == {held.slug: False for held in HELD}
    partner = world.token("returns:read", email="viewer@portsmouth.example")
    assert world.sees(partner) == published | {SHARED.slug: True}
    assert world.sees(world.token("returns:read", email="administrator@southampton.example")) == {
        SHARED.slug: False,
        PUBLISHED.slug: False,
    }
    mine, narrow = world.token("returns:read"), world.token("board:read")
    for path in ("1", "1/1", "1/1/about", "1/1/findings", "1/changes", "777", "777/1"):
        told = refused(world.get(f"{RETURNS}/{path}", narrow), 403, "insufficient_scope")
        assert "'returns:read'" in told
    assert world.get(f"{RETURNS}/1/1", mine).status_code == 200
    assert world.get(f"{RETURNS}/777/1", mine).status_code == 404
    answer = world.get("/api/v1/authorities?page_size=1", narrow)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in answer.headers["Vary"]


def test_what_its_owner_loses_it_loses_at_once_everywhere(each_world: World) -> None:
    world = each_world
    token, other = world.token("returns:read"), world.token("returns:read", email="approver@southampton.example")
    assert len(world.sees(token, 1)) == 4
    with world.database.writing() as session:
        person = person_by_email(session, OWNER)
        assert person is not None
        give_roles(session, person, [Role.VIEWER], None)
    for number in (0, 1):
        assert set(world.sees(token, number)) == {SHARED.slug, PUBLISHED.slug}
        assert len(world.sees(other, number)) == 4
    with world.database.writing() as session:
        person = person_by_email(session, OWNER)
        assert person is not None
        person.organisation = organisation_of(session, "portsmouth")
    assert world.statuses(token) == {401}
    with world.database.writing() as session:
        found = person_by_email(session, "approver@southampton.example")
        assert found is not None
        session.execute(update(Person).where(Person.id == found.id).values(active=False))
    assert world.statuses(other) == {401}
    with world.database.writing() as session:
        set_active(session, found, active=False, by=None)
        set_active(session, found, active=True, by=None)
    assert world.statuses(other) == {401}, "who is let in again makes another"
    whys = [why for _, why in world.refusals()]
    assert whys == ["organisation changed"] * 2 + ["shut out"] * 2 + ["revoked"] * 2


def test_one_that_is_revoked_or_too_old_is_refused_everywhere(
    each_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = each_world
    token, lasting = world.token("returns:read"), world.token(days=365)
    assert world.statuses(token) == {200}

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=31)

    with monkeypatch.context() as moved:
        moved.setattr("data.local.tokens.datetime", Clock)
        assert "has expired" in refused(world.get(RETURNS, token, 1), 401, "invalid_token")
        assert world.statuses(lasting) == {200}
    assert world.statuses(token) == {200}
    with world.database.writing() as session:
        kept = session.scalars(select(ApiToken).where(ApiToken.id == 1)).one()
        revoke(session, kept, None)
    for number in (0, 1):
        assert "was revoked" in refused(world.get(RETURNS, token, number), 401, "invalid_token")
    assert world.statuses(lasting) == {200}
    assert world.refusals() == [(OWNER, "expired"), (OWNER, "revoked"), (OWNER, "revoked")]


def test_a_cookie_and_a_token_are_not_taken_for_each_other(world: World) -> None:
    """Whoever got hold of one has what that one opens, and no more by sending it as the other, or by sending both."""
    cookie, token = world.cookies["southampton contributor"], world.token()

    def seen(cookie: str, header: str) -> tuple[int, int]:
        browser = world.browser()
        if cookie:
            browser.set_cookie(world.servers[0].config["SIGN_IN_COOKIE"], cookie)
        answer = browser.get(RETURNS, headers={"Authorization": header} if header else {})
        return answer.status_code, len(answer.get_json()) if answer.status_code == 200 else 0

    table = {
        ("", ""): (200, 1),
        (cookie, ""): (200, 4),
        ("", f"Bearer {token}"): (200, 1),
        ("", f"bearer   {token}"): (200, 1),
        (cookie, f"Bearer {token}"): (200, 1),
        (cookie, "Bearer alongside_no"): (401, 0),
        (cookie, "Bearer"): (401, 0),
        (cookie, f"Bearer {token}, Bearer {token}"): (401, 0),
        (token, ""): (200, 1),
        ("", f"Bearer {cookie}"): (401, 0),
        ("", f"Basic {token}"): (200, 1),
        (cookie, f"Basic {token}"): (200, 4),
        ("", token): (200, 1),
    }
    assert {pair: seen(*pair) for pair in table} == table
    assert world.get(f"{RETURNS}?on=2026-01-01", "").status_code == 401
    assert world.browser().get(f"{RETURNS}?format=csv&access_token={token}").status_code == 400


def test_what_is_sent_in_is_a_draft_of_its_owners(world: World) -> None:
    def sent(token: str, mark: int, headers: dict[str, str] | None = None, **form: str) -> TestResponse:
        file = (io.BytesIO(file_of(Held("x", "draft", mark))), "month.csv")
        authorization = {"Authorization": f"Bearer {token}"} if token else {}
        data = {"file": file, "why": "Figures of November", **form}
        return world.browser().post(RETURNS, data=data, headers=authorization | (headers or {}))

    writes, reads = world.token("returns:write"), world.token("returns:read")
    for token in ("", reads):
        answer = sent(token, 1, title="Monthly")
        assert answer.status_code == (403 if token else 401)
        assert "returns:write" in answer.text
    browser = world.browser()
    browser.set_cookie(world.servers[0].config["SIGN_IN_COOKIE"], world.cookies["southampton contributor"])
    assert browser.post(RETURNS, data={"title": "By cookie", "why": "x"}).status_code == 401
    assert sent(writes, 1, {"Sec-Fetch-Site": "cross-site"}, title="Elsewhere").status_code == 403
    for email in ("approver@southampton.example", "viewer@portsmouth.example"):
        assert sent(world.token("returns:write", email=email), 1, title="Monthly").status_code == 403
    assert set(world.sees(reads)) == {held.slug for held in HELD}, "nothing was kept"
    made = sent(writes, 123_456, title="Monthly")
    assert (made.status_code, made.headers["Location"]) == (201, f"{RETURNS}/5/1")
    assert made.get_json()["visibility"] == "draft"
    assert [finding["message"] for finding in made.get_json()["findings"]] == [
        finding["message"] for finding in world.get(f"{RETURNS}/5/1/findings", reads).get_json()
    ]
    refused(world.get(made.headers["Location"], writes), 403, "insufficient_scope")
    assert "123456" in world.get(made.headers["Location"], reads).text
    assert sent(writes, 123_456, title="Monthly").status_code == 400
    assert sent(writes, 123_456, **{"return": "monthly"}).status_code == 400, "the same again"
    assert sent(writes, 123_457, **{"return": "monthly"}).headers["Location"] == f"{RETURNS}/5/2"
    assert sent(writes, 1, **{"return": "of-nobody"}).status_code == 400
    assert sent(writes, 1, title="Without a reason", why=" ").status_code == 400
    changed = world.get(f"{RETURNS}/5/changes", reads).get_json()
    assert [(each["before"], each["after"]) for each in changed] == [("123456", "123457")]
    about = world.get(f"{RETURNS}/5/2/about", reads).get_json()
    assert (about["visibility"], about["file_name"], len(about["history"])) == ("draft", "month.csv", 1)
    with world.database.reading() as session:
        told = log.search(session, log.LogQuery(what="version sent by a program"))
        assert [(entry.about, entry.details["version"]) for entry in told] == [
            ("southampton/monthly", 2),
            ("southampton/monthly", 1),
        ]
        seen = log.search(session, log.LogQuery(what="unpublished figures seen"))
        assert {entry.details["with token"] for entry in seen} == {2}


def test_lists_are_filtered(world: World) -> None:
    token, tomorrow = world.token("returns:read"), datetime.now(UTC).date() + timedelta(days=1)

    def found(query: str) -> int:
        return len(world.get(f"{RETURNS}?{query}", token).get_json())

    assert found("visibility=draft") == 1
    assert found("visibility=withdrawn") == 1
    assert found("organisation=southampton") == 4
    assert found("organisation=portsmouth") == 0
    assert found("authority=Portsmouth") == 0
    assert found(f"since={tomorrow}") == 0
    assert found(f"since={tomorrow - timedelta(days=2)}") == 4
    assert world.get(f"{RETURNS}?visibility=secret", token).status_code == 400


def test_wrong_tokens_are_counted_by_address_and_right_ones_let_in(world: World) -> None:
    right = world.token()
    most = bearer.WRONG_A_MINUTE.amount
    answers = [world.get(RETURNS, f"alongside_{number:064x}") for number in range(most + 5)]
    assert [answer.status_code for answer in answers] == [401] * most + [429] * 5
    assert answers[-1].headers["Retry-After"] == "60"
    assert world.get(RETURNS, right).status_code == 200
    elsewhere = {"REMOTE_ADDR": "192.0.2.1"}
    wrong = {"Authorization": "Bearer no"}
    assert world.browser().get(RETURNS, headers=wrong, environ_overrides=elsewhere).status_code == 401
    assert world.refusals() == [("an unknown token", "unknown")] * (most + 1), "and no more lines than that"


def test_a_token_counts_for_itself(world: World) -> None:
    first, second = world.token(), world.token()

    def left(token: str) -> int:
        found = world.get("/api/v1/authorities?page_size=1", token).headers["RateLimit"]
        return int(found.split("r=")[1].split(";")[0])

    before = left(first)
    assert left(second) == before, "what one asks is not taken from the other"
    assert left(first) == before - 1


def test_that_it_is_used_is_noted_now_and_then(world: World) -> None:
    token = world.token()

    def last_used() -> datetime | None:
        with world.database.reading() as session:
            return session.scalars(select(ApiToken.last_used)).one()

    assert last_used() is None
    world.get(RETURNS, token)
    first = last_used()
    assert first is not None
    world.get(RETURNS, token, 1)
    assert last_used() == first
    with world.database.writing() as session:
        session.execute(update(ApiToken).values(last_used=first - timedelta(minutes=6)))
    world.get(RETURNS, token)
    assert (last_used() or first) >= first


def test_no_token_is_written_to_a_log(world: World, caplog: pytest.LogCaptureFixture) -> None:
    token = world.token("returns:read")
    with caplog.at_level(logging.DEBUG):
        for text in (token, token + "0", "alongside_" + "f" * 64):
            world.get(f"{RETURNS}/1/1", text)
            world.get("/api/v1/nothing/here", text)
    assert "alongside_" not in caplog.text
    with world.database.reading() as session:
        lines = log.search(session, log.LogQuery(), most=1000)
        assert not any("alongside_" in f"{entry.about} {entry.details}" for entry in lines)


def test_a_database_that_is_away_refuses_a_token_and_not_everybody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Database:
        raise errors.DatabaseProblem("The database of local returns does not answer.")

    token = world.token()
    monkeypatch.setitem(world.servers[0].extensions, visitor.DATABASE, away)
    answer = world.get("/api/v1/authorities?page_size=1", token)
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert world.browser().get("/api/v1/authorities?page_size=1").status_code == 200
