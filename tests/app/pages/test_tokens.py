"""Tokens of the API on the pages: made, shown once, listed and revoked by their owner, and by their administrators."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.auth.accounts import MOST_FAILURES
from app.pages.tokens import ENDED_ALREADY, NOT_FRESH, NOT_FROM_LIST, PATH, WRONG_PROOF
from data.local.people import person_by_email
from data.local.tables import ApiToken, Person, SignedIn
from data.local.tokens import TOKEN, find_token, make_token, tokens_of, why_not
from models.access import Role, TokenScope
from tests.app.pages.site import NAMES, PASSWORD, PORTAL, PORTSMOUTH, SOUTHAMPTON, TARGET, Site, problem, said

ADMINISTRATOR = f"{NAMES[Role.ADMINISTRATOR]}@{SOUTHAMPTON}.example"
FORM = {"name": "Power BI", "scope": ["returns:read"], "days": "90", "current": PASSWORD}
Sites = Callable[..., Site]


def kept(site: Site, email: str = TARGET) -> list[ApiToken]:
    with site.database().reading() as session:
        person = person_by_email(session, email)
        assert person is not None
        found = [*tokens_of(session, person)]
        session.expunge_all()
        return found


def made(site: Site, email: str = TARGET) -> str:
    """The text of a new token of somebody, as the page shows it."""
    page = site.visitor(email).post(PATH, **FORM)
    assert page.status_code == 200
    found = TOKEN.search(page.text)
    assert found
    return found[0]


def test_a_token_is_made_and_shown_once(site: Site) -> None:
    visit = site.visitor(TARGET)
    assert "You have no token" in said(visit.get(PATH))
    page = visit.post(PATH, **FORM)
    assert page.headers["Cache-Control"] == "private, no-store"
    text = TOKEN.search(page.text)
    assert text
    shown = page.text.replace("&#34;", '"')
    assert f'curl -H "Authorization: Bearer {text[0]}" http://localhost/api/v1/returns' in shown
    assert text[0] not in visit.get(PATH).text
    assert text[0] not in visit.get(f"{PATH}/1").text
    listed = said(visit.get(PATH))
    assert "One token works in your name." in listed
    assert f"Power BI : read local returns Number 1, begins {text[0][:14]}" in listed
    assert "One token works in your name." in said(visit.get("/account"))
    with site.database().reading() as session:
        found = find_token(session, text[0])
        assert found is not None
        assert found.expires - found.created == timedelta(days=90)
    assert [line for line in site.lines() if "token" in line] == [f"token made {TARGET}"]


def test_without_a_box_it_reads_what_is_published(site: Site) -> None:
    assert "published figures only" in said(site.visitor(TARGET).post(PATH, **FORM | {"scope": []}))
    assert kept(site)[0].scopes == []


def test_each_scope_is_told_in_words(site: Site) -> None:
    page = site.visitor(TARGET).get(PATH).text
    assert re.findall(r'name="scope" value="([^"]+)" aria-describedby', page) == [*TokenScope]
    assert "always as a draft" in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"current": "wrong"}, WRONG_PROOF),
        ({"current": ""}, WRONG_PROOF),
        ({"name": ""}, "Give the token a name."),
        ({"name": "x" * 101}, "100 characters"),
        ({"name": "a\u202eb"}, "signs that cannot be seen"),
        ({"scope": ["returns:read", "everything"]}, NOT_FROM_LIST),
        ({"days": "36500"}, "30, 90 or 365 days"),
        ({"days": ""}, "30, 90 or 365 days"),
    ],
)
def test_what_is_refused_makes_none(site: Site, changed: dict[str, str | list[str]], sentence: str) -> None:
    page = site.visitor(TARGET).post(PATH, **FORM | changed)
    assert page.status_code == 400
    assert sentence in problem(page)
    assert not TOKEN.search(page.text)
    assert kept(site) == []


def test_a_browser_left_open_makes_no_token_and_wrong_tries_count(site: Site) -> None:
    visit = site.visitor(TARGET)
    for _ in range(MOST_FAILURES):
        assert problem(visit.post(PATH, **FORM | {"current": "wrong"})) == WRONG_PROOF
    assert problem(visit.post(PATH, **FORM)) == WRONG_PROOF, "locked by now"
    assert kept(site) == []


def test_who_has_no_password_here_has_signed_in_just_now(site: Site) -> None:
    visit = site.visitor(TARGET)
    with site.database().writing() as session:
        session.execute(update(Person).where(Person.email == TARGET).values(password=None, issuer="i", subject="s"))
    assert 'name="current"' not in visit.get(PATH).text
    assert visit.post(PATH, **FORM).status_code == 200
    with site.database().writing() as session:
        session.execute(update(SignedIn).values(created=datetime.now(UTC) - timedelta(minutes=16)))
    assert problem(visit.post(PATH, **FORM)) == NOT_FRESH
    assert len(kept(site)) == 1


def test_one_revokes_it_after_being_asked(site: Site) -> None:
    text, visit = made(site), site.visitor(TARGET)
    asked = visit.get(f"{PATH}/1")
    assert "Revoke the token Power BI?" in said(asked)
    assert why_not(kept(site)[0]) == "", "looking ends nothing"
    done = visit.post(f"{PATH}/1")
    assert (done.status_code, done.location) == (303, PATH)
    assert "nothing is answered to it any more" in said(visit.get(PATH))
    token = kept(site)[0]
    assert (why_not(token), token.revoked_by) == ("revoked", site.person(TARGET).id)
    visit.post(f"{PATH}/1")
    assert ENDED_ALREADY in said(visit.get(PATH))
    assert "Revoke it" not in said(visit.get(f"{PATH}/1"))
    assert text


def test_nobody_sees_or_ends_somebody_elses(site: Site) -> None:
    made(site)
    for email in (f"{NAMES[Role.APPROVER]}@{SOUTHAMPTON}.example", ADMINISTRATOR, PORTAL):
        visit = site.visitor(email)
        assert visit.get(f"{PATH}/1").status_code == 404
        assert visit.post(f"{PATH}/1").status_code == 404
        assert "You have no token" in visit.get(PATH).text
    assert why_not(kept(site)[0]) == ""


def test_an_administrator_sees_and_ends_those_of_their_people(site: Site) -> None:
    text, target = made(site), site.person(TARGET)
    address = f"/people/{SOUTHAMPTON}/{target.id}"
    other = site.visitor(f"{NAMES[Role.ADMINISTRATOR]}@{PORTSMOUTH}.example")
    assert other.post(f"{address}/tokens", revoke="1").status_code == 404
    visit = site.visitor(ADMINISTRATOR)
    page = visit.get(address)
    assert "Power BI : read local returns" in said(page)
    assert text not in page.text
    for wrong in ("", "2", "x", "1e3", "9" * 30):
        assert problem(visit.post(f"{address}/tokens", revoke=wrong)) == "There is no such token of theirs."
    assert visit.post(f"{address}/tokens", revoke="1").status_code == 303
    assert "The token Power BI is revoked." in said(visit.get(address))
    assert kept(site)[0].revoked_by == site.person(ADMINISTRATOR).id
    assert site.lines("token revoked") == [f"token revoked {TARGET}"]


def test_who_is_shut_out_has_no_token_left(site: Site) -> None:
    made(site)
    address = f"/people/{SOUTHAMPTON}/{site.person(TARGET).id}"
    visit = site.visitor(ADMINISTRATOR)
    assert visit.post(f"{address}/shut-out").status_code == 303
    assert visit.post(f"{address}/let-in").status_code == 303
    assert why_not(kept(site)[0]) == "revoked"


def test_the_page_says_what_became_of_each(site: Site) -> None:
    for _ in range(2):
        made(site)
    with site.database().writing() as session:
        past = datetime.now(UTC) - timedelta(days=1)
        session.execute(update(ApiToken).where(ApiToken.id == 1).values(expires=past, last_used=past))
    page = said(site.visitor(TARGET).get(PATH))
    assert "One token works" in page
    assert re.search(r"last used \d+ \w+ \d{4}, \d\d:\d\d. Expired", page)
    assert page.count("Revoke it : Power BI") == 1


def test_a_site_that_knows_its_address_says_it(sites: Sites) -> None:
    site = sites(PORTAL_URL="https://portal.example")
    page = site.visitor(TARGET).post(PATH, **FORM)
    assert "https://portal.example/api/v1/returns" in page.text


def test_it_is_said_who_has_as_many_as_there_can_be(site: Site) -> None:
    with site.database().writing() as session:
        person = person_by_email(session, TARGET)
        assert person is not None
        for _ in range(20):
            make_token(session, person, "One of many", [], 30)
    assert "20 tokens in use" in problem(site.visitor(TARGET).post(PATH, **FORM))
