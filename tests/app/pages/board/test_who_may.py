"""Every address of a board's pages, for everybody: what it answers, and that nobody is told what is not for them."""

import re

import pytest
from werkzeug.routing import Rule

from app.pages.guard import NOT_HERE
from data.local.board import board_version
from models.access import Role
from models.board.kinds import Audience
from tests.app.local_world import NOBODY, ORGANISATIONS, SOUTHAMPTON
from tests.app.pages.board.conftest import ACTIONS, HERE, KEY, MARKS, TODAY, World

EVERYBODY = [NOBODY, *(f"{slug} {role}" for slug in ORGANISATIONS for role in Role)]
# What each kind of asker is answered: nobody; one of the organisation's own people who may change nothing; its
# contributor; its approver; anybody of another organisation. Forms are sent without what they need, so that whoever may
# send them is asked for it (400) and nothing changes. 303 leads to the sign-in.
STRANGER, READER, KEEPER, DECIDER, OTHER = range(5)
OPEN, OWN, KEEP = (200, 200, 200, 200, 200), (303, 200, 200, 200, 404), (303, 404, 200, 200, 404)
KEPT, DECIDED = (303, 404, 400, 400, 404), (303, 404, 404, 400, 404)
ADDRESSES = {
    "GET /on": OPEN,
    "GET /actions": OPEN,
    "GET /actions/<int:number>": OPEN,
    "GET /actions/new": KEEP,
    "GET /rules": OWN,
    "GET /history": OWN,
    "POST /on/write": KEPT,
    "POST /on/pin": KEPT,
    "POST /on/unpin": KEPT,
    "POST /on/target": KEPT,
    "POST /on/drop-target": KEPT,
    "POST /on/take-back": DECIDED,
    "POST /on/dismiss": DECIDED,
    "POST /on/restore": DECIDED,
    "POST /actions/new": KEPT,
    "POST /actions/reported": KEPT,
    "POST /actions/<int:number>/change": KEPT,
    "POST /actions/<int:number>/status": KEPT,
    "POST /rules/set": DECIDED,
    "POST /rules/own": DECIDED,
    "POST /rules/own/<int:number>/remove": DECIDED,
}


def kind_of(who: str) -> int:
    if who == NOBODY:
        return STRANGER
    organisation, _, role = who.partition(" ")
    if organisation != SOUTHAMPTON:
        return OTHER
    return {Role.CONTRIBUTOR: KEEPER, Role.APPROVER: DECIDER}.get(Role(role), READER)


def sees(who: str, audience: Audience) -> bool:
    """Whether something for an audience is for somebody: written down apart from the code."""
    if audience is Audience.EVERYBODY:
        return True
    if audience is Audience.PARTNERSHIP:
        return who != NOBODY
    return who.startswith(SOUTHAMPTON)


def rules(world: World) -> dict[str, Rule]:
    return {
        f"{method} {rule.rule.removeprefix('/board/<slug>')}": rule
        for rule in world.server.url_map.iter_rules()
        if rule.rule.startswith("/board/")
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if method in (rule.methods or ())
    }


def path_of(address: str, number: int = ACTIONS[Audience.EVERYBODY]) -> str:
    return HERE + address.partition(" ")[2].replace("<int:number>", str(number)) + f"?subject={KEY}"


def test_every_address_is_in_the_table(world: World) -> None:
    assert set(rules(world)) == set(ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_answers_each_asker_as_the_table_says(world: World, address: str) -> None:
    with world.database.reading() as session:
        before = board_version(session)
    found, expected = {}, {}
    for who in EVERYBODY:
        is_form = address.startswith("POST")
        answer = world.send(who, path_of(address)) if is_form else world.get(who, path_of(address))
        found[who], expected[who] = answer.status_code, ADDRESSES[address][kind_of(who)]
        if answer.status_code == 303:
            assert answer.location.startswith("/sign-in")
        if answer.status_code == 404:
            assert NOT_HERE in answer.get_data(as_text=True)
        if answer.status_code != 303:
            assert answer.headers["Cache-Control"] == "private, no-store"
    assert found == expected
    with world.database.reading() as session:
        assert board_version(session) == before


def test_nobody_is_told_what_is_not_for_them_and_everybody_what_is(world: World) -> None:
    shown = set()
    paths = [path_of(address) for address in ADDRESSES if address.startswith("GET")]
    paths += [path_of("GET /actions/<int:number>", number) for number in ACTIONS.values()]
    paths += [f"{HERE}/actions?which=all", f"{HERE}/actions?at={TODAY}", f"{HERE}/on?subject={KEY}&at={TODAY}"]
    for who in EVERYBODY:
        for path in paths:
            body = world.get(who, path).get_data(as_text=True)
            for audience, mark in MARKS.items():
                if mark in body:
                    assert sees(who, audience), f"{who} at {path} is told what was {mark}"
                    shown.add((who, audience))
            if not who.startswith(SOUTHAMPTON):
                assert "contributor of Southampton" not in body, "its people are not named to others"
    assert shown == {(who, audience) for who in EVERYBODY for audience in Audience if sees(who, audience)}


def test_what_is_not_there_and_what_is_not_for_you_are_answered_alike(world: World) -> None:
    for who in (NOBODY, "hampshire approver"):
        hidden = world.get(who, f"{HERE}/actions/{ACTIONS[Audience.BOARD]}")
        absent = world.get(who, f"{HERE}/actions/777")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.data == absent.data.replace(b"777", b"1")
    for address in ("/board/nowhere/actions", "/board/england/actions", f"{HERE}/on?subject=nothing", f"{HERE}/on"):
        assert world.get(NOBODY, address).status_code == 404


def test_a_board_of_nobody_has_nothing_for_anybody(world: World) -> None:
    """No organisation stands for Kent: its pages say the same as those of a board that has nothing for who asks."""
    assert "There are no actions here that you can see." in world.page(NOBODY, "/board/kent/actions")
    assert world.get("southampton approver", "/board/kent/rules").status_code == 404
    assert world.send("southampton approver", "/board/kent/actions/new", title="x").status_code == 404


def test_a_row_of_a_return_is_named_only_to_those_who_see_the_return(world: World) -> None:
    assert world.get("southampton approver", f"{HERE}/rules").status_code == 200
    options = re.findall(r'value="(local:kept[^"]+)"', world.page("southampton approver", f"{HERE}/rules"))
    assert options, "an approver sees drafts, so a rule may be about a row of one"
    key = options[0]
    assert world.get("southampton approver", f"{HERE}/on?subject={key}").status_code == 200
    for who in (NOBODY, "southampton viewer", "portsmouth approver"):
        assert world.get(who, f"{HERE}/on?subject={key}").status_code == 404
