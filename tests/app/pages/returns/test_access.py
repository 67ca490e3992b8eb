"""Every address of local returns, for everybody, of every return: what it answers, written down apart from the code."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data.local.listing import listed_versions
from models.access import Role
from tests.app.local_world import HELD, NOBODY, ORGANISATIONS, SMALL, SOUTHAMPTON, Held, sees
from tests.app.pages.returns.conftest import World, token_of

EVERYBODY = [NOBODY, *(f"{slug} {role}" for slug in ORGANISATIONS for role in Role)]
ONE, VERSION = "/returns/<int:return_id>", "/returns/<int:return_id>/<int:number>"
Expected = Callable[[str, Held], int]


def is_own_approver(who: str) -> bool:
    return who == f"{SOUTHAMPTON} {Role.APPROVER}"


def anyone(_who: str, _held: Held) -> int:
    return 200


def who_uploads(who: str, _held: Held) -> int:
    return 200 if who.endswith(f" {Role.CONTRIBUTOR}") else 403


def who_sees(who: str, held: Held) -> int:
    return 200 if sees(who, held) else 404


def nothing_to_compare(who: str, held: Held) -> int:
    return 400 if sees(who, held) else 404


def form_without_file(_who: str, _held: Held) -> int:
    return 400


def upload_without_file(who: str, held: Held) -> int:
    return 400 if who_uploads(who, held) == 200 else 403


def deed_without_reason(who: str, held: Held) -> int:
    if not sees(who, held):
        return 404
    return 400 if is_own_approver(who) else 403


# What each address answers to `organisation role` about one return. Forms are sent whole but for what they need, so
# that whoever may do it is asked for that (400) and nothing changes.
EXPECTED: dict[tuple[str, str], Expected] = {
    ("GET", "/returns"): anyone,
    ("GET", "/returns/template"): anyone,
    ("GET", "/returns/check"): anyone,
    ("POST", "/returns/check"): form_without_file,
    ("GET", "/returns/upload"): who_uploads,
    ("POST", "/returns"): upload_without_file,
    ("GET", ONE): who_sees,
    ("GET", f"{ONE}/compare"): nothing_to_compare,
    ("GET", VERSION): who_sees,
    ("GET", f"{VERSION}/file.<form>"): who_sees,
    ("POST", f"{VERSION}/accept"): deed_without_reason,
    ("POST", f"{VERSION}/share"): deed_without_reason,
    ("POST", f"{VERSION}/publish"): deed_without_reason,
    ("POST", f"{VERSION}/withdraw"): deed_without_reason,
}


@pytest.fixture(scope="module")
def still(make_world: Callable[[Path], World], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world in which nothing changes."""
    made = make_world(tmp_path_factory.mktemp("still"))
    yield made
    made.database.close()


def address(rule: str, return_id: int) -> str:
    """An address of a rule, about one return."""
    made = rule.replace("<int:return_id>", str(return_id)).replace("<int:number>", "1").replace("<form>", "csv")
    return f"{made}?authority={SOUTHAMPTON}&format=csv"


def ask(browser: FlaskClient, method: str, place: str, token: str) -> tuple[int, bytes]:
    answer = browser.open(place, method=method, data={"csrf_token": token} if method == "POST" else None)
    return answer.status_code, answer.data


def test_every_address_is_in_the_matrix(still: World) -> None:
    served = {
        (method, rule.rule)
        for rule in still.server.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.endpoint.startswith("returns.") and method not in ("HEAD", "OPTIONS")
    }
    assert served == {*EXPECTED}


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_is_answered_as_they_may_be(still: World, who: str) -> None:
    browser = still.browser(who)
    token = token_of(browser)
    for (method, rule), expected in EXPECTED.items():
        for held in HELD if "return_id" in rule else HELD[:1]:
            place = address(rule, still.ids[held.slug])
            status, body = ask(browser, method, place, token)
            assert status == expected(who, held), f"{method} {place}, {held.slug}"
            for other in HELD:
                if not sees(who, other):
                    told = [str(other.mark), f"{other.mark:,}", other.slug, f"Sent as {other.slug}"]
                    assert not [word for word in told if word.encode() in body], f"{method} {place} tells of {other}"
            if "return_id" in rule and not who.startswith(SOUTHAMPTON):
                assert SMALL.encode() not in body, f"{method} {place} gives a small number away"
    with still.database.reading() as session:
        assert all(len(listed.shown) == 2 for listed in listed_versions(session)), "nothing was changed"


@pytest.mark.parametrize("who", [NOBODY, "hampshire approver", "portsmouth administrator of the portal"])
def test_what_is_not_shown_and_what_is_not_there_look_alike(still: World, who: str) -> None:
    browser = still.browser(who)
    token = token_of(browser)
    for method, rule in EXPECTED:
        for held in HELD:
            if "return_id" in rule and not sees(who, held):
                hidden = ask(browser, method, address(rule, still.ids[held.slug]), token)
                absent = ask(browser, method, address(rule, 777), token)
                assert hidden == absent, f"{method} {rule}, {held.slug}"
                assert hidden[0] == 404


def test_a_number_that_is_not_there_looks_like_a_return_that_is_not(still: World) -> None:
    browser = still.browser(f"{SOUTHAMPTON} {Role.APPROVER}")
    place = f"/returns/{still.ids['for-everybody']}"
    absent = browser.get("/returns/777/1").data
    for other in ("2", "0", "99999999999999999999"):
        answer = browser.get(f"{place}/{other}")
        assert (answer.status_code, answer.data) == (404, absent)
    for asked in ("from=7", "to=x", "to=-1"):
        assert browser.get(f"{place}/compare?{asked}").status_code in (400, 404)


def test_without_its_token_no_form_does_anything(still: World) -> None:
    for who in (NOBODY, f"{SOUTHAMPTON} {Role.APPROVER}"):
        browser = still.browser(who)
        for method, rule in EXPECTED:
            if method == "POST":
                answer = browser.post(address(rule, still.ids["for-everybody"]), data={"why": "Because"})
                assert answer.status_code == 400
                assert b"That form is out of date" in answer.data


def test_no_page_is_kept_by_any_cache(still: World) -> None:
    browser = still.browser(f"{SOUTHAMPTON} {Role.APPROVER}")
    for method, rule in EXPECTED:
        if method == "GET":
            answer = browser.get(address(rule, still.ids["for-everybody"]))
            assert answer.headers["Cache-Control"] == "private, no-store", rule
