"""The authorisation matrix, whole: every address that the portal answers at, for everybody, before and after the owner.

Addresses come from the server's own list, so that a new one without an entry here fails. The owner always asks first:
what is kept of the answers they got must not reach anybody else.
"""

import io
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.routing import Rule

from app.api.catalogue import ENDPOINTS as API
from app.api.endpoints import Endpoint
from app.api.serving import rule_of
from app.factory import create_server
from app.local_database import open_local
from app.operation.logs import AsJson, RequestOfRecord
from app.packs.rights import rights_of, viewer_of
from app.packs.shelf import Shelf
from app.settings import load_settings
from callbacks import ROUTES
from data.local import log, packs
from data.local.database import Database
from data.local.listing import listed_versions
from data.local.people import person_by_email
from data.local.tables import PackJob, Person
from data.local.tokens import make_token
from data.store import Snapshot
from layouts.pages import Page
from layouts.selection import Selection
from models.access import Role, TokenScope
from models.board.kinds import Audience
from tests.app.local_world import (
    HELD,
    NOBODY,
    ORGANISATIONS,
    SMALL,
    SOUTHAMPTON,
    Held,
    browser_of,
    sees,
    settled,
    today,
)
from tests.app.pages.board.conftest import ACTIONS, MARKS, stock_board
from tests.asking import VIEWS

EVERYBODY = [NOBODY, *(f"{slug} {role}" for slug in ORGANISATIONS for role in Role)]
World = tuple[Flask, dict[str, str], dict[str, int]]
"""The portal, a token for everybody, and the id of each return."""
WHOLE_SMALL = re.compile(rf"(?<![\w.#]){SMALL}(?!\w)".encode())
INDICATOR = "children-looked-after-rate-per-10-000"
OWNERS_FIRST = sorted(EVERYBODY, key=lambda who: not who.startswith(SOUTHAMPTON))
SOME = (NOBODY, "southampton approver", "portsmouth viewer", "hampshire administrator of the portal")
"""Who asks at addresses that are about no return."""
OF_API = {rule_of(endpoint): endpoint for endpoint in API}
LOCAL_PAGES = [route.page for route in ROUTES if route.seen is not None]
PACK_WORD = "a-pack-of-an-approver-00"
# What stands for an argument of an address that is about no return: one example each.
EXAMPLES = {
    "question": ["where-we-stand"],
    "picture": ["none.png"],
    "form": ["csv", "xlsx"],
    "page": ["compare", *(page.slug for page in LOCAL_PAGES)],
    "name": ["table"],
    "path": ["nothing/here"],
    "filename": ["favicon.svg"],
    "package_name": ["dash"],
    "fingerprinted_path": ["deps/react@18.js"],
    "token": ["a-token-of-nobody"],
    "version": ["unknown"],
    "snapshot": ["served"],
    "indicator": [INDICATOR],
    "authority": [SOUTHAMPTON],
    "digest": ["unknown"],
    "person_id": ["1"],
    "token_id": ["1"],
    "purpose": ["invitation", "reset"],
    "slug": list(ORGANISATIONS),
    "word": [PACK_WORD, "a-pack-of-nobody"],
}


@pytest.fixture(scope="module")
def world(
    shared_cache: str, tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot, everywhere: Mapping[str, str]
) -> Iterator[World]:
    """The whole portal, with a return in every visibility."""
    folder: Path = tmp_path_factory.mktemp("authorisation")
    cache = {"PORTAL_CACHE_DIR": shared_cache, "PORTAL_CACHE": "simple"}
    settings = load_settings({**cache, "PORTAL_DATA_DIR": str(folder), **everywhere})
    database = open_local(settings)
    tokens = settled(database, snapshot)
    with database.writing() as session:
        stock_board(session)
    with database.reading() as session:
        returns = {listed.slug: listed.return_id for listed in listed_versions(session)}
    keep_pack(database, Shelf(settings.packs_dir))
    database.close()
    server = create_server(settings)
    yield server, tokens, returns
    server.extensions["alongside-database"].close()


@pytest.fixture(scope="module", autouse=True)
def written(world: World) -> Iterator[io.StringIO]:
    """The log of the process while all of this is asked for: no figure, no token and no query is in it."""
    stream, logger = io.StringIO(), logging.getLogger("alongside")
    handler, level = logging.StreamHandler(stream), logger.level
    handler.setFormatter(AsJson())
    handler.addFilter(RequestOfRecord())
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(level)
    logger.propagate = True
    lines = stream.getvalue()
    assert '"event": "request"' in lines
    assert [secret for secret in (*MARKS.values(), *world[1].values(), "authority=") if secret in lines] == []
    # As numbers of their own: a line tells how long an answer took, in as many digits as there are.
    assert [held.slug for held in HELD if _marked(lines.encode(), held)] == []
    assert WHOLE_SMALL.search(lines.encode()) is None


def keep_pack(database: Database, shelf: Shelf) -> None:
    """An approver of Southampton has a pack with figures of every return in it."""
    content = " ".join([*(str(held.mark) for held in HELD), SMALL]).encode()
    with database.writing() as session:
        approver = session.scalars(select(Person).where(Person.email == "approver@southampton.example")).one()
        job = packs.create(session, packs.owner_of_person(approver.id), approver.id, "/pack", "pdf", "Pack")
        session.execute(update(PackJob).where(PackJob.word == job.word).values(word=PACK_WORD, state="running"))
        packs.finish(session, PACK_WORD, "Pack", "pack.pdf", len(content), rights_of(viewer_of(session, job), ()))
    shelf.keep(PACK_WORD, "pdf", content)


def browsers(world: World) -> Iterator[tuple[str, FlaskClient]]:
    """Everybody with a browser of their own, those of the owner's organisation first."""
    server, tokens, _ = world
    for who in OWNERS_FIRST:
        yield who, browser_of(server, tokens.get(who, ""))


def local_addresses(held: Held, return_id: int) -> Callable[[Rule], list[str]]:
    """The addresses of a rule that are about one return."""

    def of(rule: Rule) -> list[str]:
        found = [rule.rule]
        numbers = [str(number) for number in ACTIONS.values()] if "slug" in rule.arguments else ["1"]
        for argument in rule.arguments:
            examples = {"return_id": [str(return_id)], "number": numbers, **EXAMPLES}[argument]
            found = [
                re.sub(rf"<(?:[a-z]+:)?{argument}>", example, address) for address in found for example in examples
            ]
        days = [f"&on={today()}"] if "return_id" in rule.arguments else []
        asked = f"authority={SOUTHAMPTON}&local={held.slug}&from=1&to=1&indicator={INDICATOR}&subject={INDICATOR}"
        if (endpoint := OF_API.get(rule.rule)) is not None:
            # The API refuses what it does not know.
            days = [f"&on={today()}"] if "on" in known_of(endpoint) else []
            asked = urlencode(required_of(endpoint))
        return [f"{address}?{asked}{more}" for address in found for more in ("", *days)]

    return of


def known_of(endpoint: Endpoint) -> list[str]:
    return [parameter.name for parameter in endpoint.parameters]


def required_of(endpoint: Endpoint) -> dict[str, str]:
    """What must be asked of an endpoint, about Southampton."""
    required = {each.name: each.example for each in endpoint.parameters if each.required}
    return required | ({"authority": SOUTHAMPTON} if "authority" in required else {})


def leaks(body: bytes, who: str) -> list[str]:
    """The marks in an answer that whoever got it may not see."""
    found = [held.slug for held in HELD if not sees(who, held) and _marked(body, held)]
    found += [
        f"what was {mark}" for audience, mark in MARKS.items() if mark.encode() in body and not reads(who, audience)
    ]
    if not who.startswith(SOUTHAMPTON) and SMALL.encode() in body and WHOLE_SMALL.search(body):
        found.append("a small count")
    return found


def reads(who: str, audience: Audience) -> bool:
    """Whether what Southampton's board wrote for an audience is for somebody."""
    if audience is Audience.EVERYBODY:
        return True
    return who.startswith(SOUTHAMPTON) or (audience is Audience.PARTNERSHIP and who != NOBODY)


def _marked(body: bytes, held: Held) -> bool:
    """As a number of its own: the same digits stand by chance in the seconds that /metrics tells.

    Most answers do not have the digits at all, which is seen many times faster than where a number begins and ends.
    """
    written = (f"{held.mark}".encode(), f"{held.mark:,}".encode())
    return any(
        digits in body and re.search(rb"(?<![\d.])" + digits + rb"(?!\d)", body) is not None for digits in written
    )


def rules(world: World, method: str) -> list[Rule]:
    return [rule for rule in world[0].url_map.iter_rules() if method in (rule.methods or ())]


def test_no_address_gives_away_what_is_not_meant_for_whoever_asks(
    world: World,
) -> None:
    _, _, returns = world
    shown: set[tuple[str, str]] = set()
    for who, browser in browsers(world):
        for rule in rules(world, "GET"):
            is_local = "return_id" in rule.arguments
            for held in HELD if is_local else HELD[:1]:
                for address in local_addresses(held, returns[held.slug])(rule):
                    answer = browser.get(address)
                    assert answer.status_code < 500, f"{who} at {address}: {answer.status_code}"
                    assert not leaks(answer.data, who), f"{who} at {address} is told of {leaks(answer.data, who)}"
                    if _marked(answer.data, held):
                        shown.add((who, held.slug))
    expected = {(who, held.slug) for who in EVERYBODY for held in HELD if sees(who, held)}
    assert shown == expected, "and whoever may see a version does see it somewhere"


def test_no_view_gives_it_away_either(world: World) -> None:
    shown: set[tuple[str, str]] = set()
    for who, browser in browsers(world):
        for page in LOCAL_PAGES:
            for held in HELD:
                for on in ("", today()):
                    selection = Selection(authority=SOUTHAMPTON, local=held.slug, on=on)
                    answer = browser.get(f"{VIEWS}{page.path}{selection.query()}")
                    assert answer.status_code == 200
                    assert not leaks(answer.data, who), f"{who} at {page.path}, {held.slug}"
                    if _marked(answer.data, held):
                        shown.add((who, held.slug))
    assert shown == {(who, held.slug) for who in EVERYBODY for held in HELD if sees(who, held)}


def test_no_download_gives_it_away(world: World) -> None:
    for who, browser in browsers(world):
        for page in LOCAL_PAGES:
            for query in queries(page):
                refusal = browser.get(f"/download/{page.slug}/nothing.csv{query}").get_data(as_text=True)
                assert not leaks(refusal.encode(), who)
                for name in _named(refusal):
                    answer = browser.get(f"/download/{page.slug}/{name}.csv{query}")
                    assert answer.status_code == 200
                    assert answer.headers["Cache-Control"] == "private, no-store"
                    assert not leaks(answer.data, who), f"{who} is given {name} of {query}"


def queries(page: Page) -> dict[str, None]:
    """The questions that a page answers about each return, each once: a page that shows all at once has but one."""
    selections = (Selection(authority=SOUTHAMPTON, local=held.slug) for held in HELD)
    return dict.fromkeys(selection.address(page.path).removeprefix(page.path) for selection in selections)


def _named(refusal: str) -> list[str]:
    """The charts that a page has, as it says when it is asked for one that it has not."""
    _, _, told = refusal.partition("it has ")
    return [] if told.startswith("none") else told.split(".")[0].split(", ")


def test_a_pack_is_its_owners_alone(world: World) -> None:
    had = [who for who, browser in browsers(world) if browser.get(f"/packs/{PACK_WORD}/file").status_code == 200]
    assert had == ["southampton approver"]


@pytest.mark.parametrize("who", ["southampton contributor", "southampton administrator", "portsmouth viewer"])
def test_a_token_is_told_what_its_scopes_open_and_no_more(world: World, who: str) -> None:
    """As its owner is at addresses that its scope is about, as nobody is at all others; after its owner has asked."""
    server, tokens, _ = world
    shown: set[tuple[TokenScope, str]] = set()
    for start, scope in LOCAL_API.items():
        others = tuple(each for each in TokenScope if each is not scope)
        sent = {
            scopes: {"Authorization": f"Bearer {token_of(server, who, scopes)}"} for scopes in ((), others, (scope,))
        }
        for address in local_api(world, start):
            browser_of(server, tokens[who]).get(address)
            for scopes, header in sent.items():
                answer = server.test_client().get(address, headers=header)
                assert answer.status_code in (200, 400, 403, 404), f"{address}: {answer.text}"
                assert answer.headers["Cache-Control"] == "private, no-store"
                asked_as = who if scope in scopes else NOBODY
                assert not leaks(answer.data, asked_as), f"{who} with {scopes} at {address}"
                found = [held.slug for held in HELD if _marked(answer.data, held)]
                found += [mark for mark in MARKS.values() if mark.encode() in answer.data]
                shown |= {(scope, each) for each in found if scope in scopes}
    seen = {(TokenScope.RETURNS_READ, held.slug) for held in HELD if sees(who, held)}
    read = {(TokenScope.BOARD_READ, mark) for audience, mark in MARKS.items() if reads(who, audience)}
    assert seen | read <= shown, "and what they open is there"


LOCAL_API = {"/api/v1/returns": TokenScope.RETURNS_READ, "/api/v1/exceptions": TokenScope.BOARD_READ}
"""Where the API answers from what is not published, each with the scope that opens it."""


def local_api(world: World, start: str) -> Iterator[str]:
    """The addresses of the API from a start on, about every return where they are about one."""
    for rule in rules(world, "GET"):
        path = rule.rule.replace("<number>", "1")
        # What is on neither list is made of the same facts.
        if path.startswith(start) and not path.endswith("/left"):
            if "<return_id>" in path:
                yield from (path.replace("<return_id>", str(number)) for number in world[2].values())
            else:
                yield path + (f"?authority={SOUTHAMPTON}" if "exceptions" in path else "")


def token_of(server: Flask, who: str, scopes: tuple[TokenScope, ...]) -> str:
    """A token of somebody (`organisation role`)."""
    organisation, _, role = who.partition(" ")
    with server.extensions["alongside-database"]().writing() as session:
        person = person_by_email(session, f"{Role(role).name.lower()}@{organisation}.example")
        assert person is not None
        return make_token(session, person, "A program", scopes, 30)[0]


def test_what_is_not_shown_and_what_is_not_there_look_alike(
    world: World,
) -> None:
    server, tokens, returns = world
    hidden = [held for held in HELD if held.visibility != "published"]
    for who in (NOBODY, "hampshire approver", "hampshire administrator of the portal"):
        browser = browser_of(server, tokens.get(who, ""))
        for rule in rules(world, "GET"):
            if "return_id" not in rule.arguments:
                continue
            absent = [browser.get(address) for address in local_addresses(hidden[0], 777)(rule)]
            for held in hidden:
                found = [browser.get(address) for address in local_addresses(held, returns[held.slug])(rule)]
                for one, other in zip(found, absent, strict=True):
                    assert one.status_code == other.status_code == 404
                    assert one.data == other.data.replace(b"777", str(returns[held.slug]).encode())


def test_nobody_changes_what_is_not_theirs(world: World) -> None:
    server, tokens, returns = world
    before = _all_events(server)
    for who in EVERYBODY:
        if who.startswith(SOUTHAMPTON):
            continue
        browser = browser_of(server, tokens.get(who, ""))
        for rule in rules(world, "POST"):
            if "return_id" in rule.arguments:
                for held in HELD:
                    for address in local_addresses(held, returns[held.slug])(rule):
                        answer = browser.post(address, data={"why": "Because", "shared_with": "hampshire"})
                        assert answer.status_code in (400, 401, 403, 404), f"{who} at {address}"
                        assert not leaks(answer.data, who)
    assert _all_events(server) == before


def test_every_sight_of_what_is_not_published_is_in_the_log(
    world: World,
) -> None:
    server, tokens, returns = world
    partner = browser_of(server, tokens["portsmouth viewer"])
    before = len(_sights(server))
    partner.get(f"/api/v1/returns/{returns['for-portsmouth']}/1")
    partner.get(f"/api/v1/returns/{returns['for-everybody']}/1")
    sights = _sights(server)
    assert len(sights) == before + 1
    assert sights[0] == ("southampton/for-portsmouth", "/api/v1/returns")


def _sights(server: Flask) -> list[tuple[str, str]]:
    with server.extensions["alongside-database"]().reading() as session:
        found = log.search(session, log.LogQuery(what="unpublished figures seen"), most=100_000)
        return [(entry.about, entry.details["where"]) for entry in found]


def _all_events(server: Flask) -> object:
    with server.extensions["alongside-database"]().reading() as session:
        return listed_versions(session)
