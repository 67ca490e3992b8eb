"""Organisations and their people, as administrators manage them."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import update

from app.pages import links
from app.pages.organisations import NO_SUCH_AUTHORITY
from app.pages.people import ABOVE, GIVEN_FROM_ABOVE, LAST
from data.errors import PortalError
from data.local.people import add_person, organisation_of
from data.local.tables import Person
from models.access import Role
from tests.app.pages.site import (
    NEW,
    PASSWORD,
    PORTAL,
    PORTSMOUTH,
    SOUTHAMPTON,
    TARGET,
    Site,
    problem,
    said,
)

ADMINISTRATOR = f"administrator@{SOUTHAMPTON}.example"
MAIL = {"PORTAL_SMTP_URL": "smtp://127.0.0.1:9", "PORTAL_URL": "https://portal.example"}


def at(site: Site, email: str) -> str:
    person = site.person(email)
    return f"/people/{person.organisation.slug}/{person.id}"


def made_portal_administrator(site: Site, email: str, slug: str, password: str | None) -> None:
    with site.database().writing() as session:
        person = add_person(session, email, "Another", organisation_of(session, slug), [Role.PORTAL_ADMINISTRATOR])
        person.password = password


def test_an_invitation_is_shown_once_and_lets_its_owner_in(site: Site) -> None:
    visit = site.visitor(ADMINISTRATOR)
    fields = {"name": " New   One ", "email": "New@Southampton.example", "role": [Role.VIEWER, Role.APPROVER]}
    shown = visit.post(f"/people/{SOUTHAMPTON}", **fields)
    assert shown.status_code == 200
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in shown.headers["Cache-Control"]
    link = re.search(r"http://localhost(/invitation/\S+?)<", shown.text)
    assert link
    person = site.person("new@southampton.example")
    assert (person.name, person.roles, person.organisation.slug) == (
        "New One",
        [Role.APPROVER, Role.VIEWER],
        SOUTHAMPTON,
    )
    assert link[1] not in visit.get(at(site, person.email)).text
    assert "invited, has not signed in yet" in said(visit.get(f"/people/{SOUTHAMPTON}"))
    newcomer = site.visitor()
    newcomer.post(link[1], password=NEW, again=NEW)
    assert newcomer.post("/sign-in", email=person.email, password=NEW).status_code == 303
    assert site.lines("person added")[-1] == "person added new@southampton.example"


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "", "email": "a@b.example"}, "Give the person&#39;s name."),
        ({"name": "A" * 201, "email": "a@b.example"}, "200 characters at most"),
        ({"name": "A\x00B", "email": "a@b.example"}, "cannot be seen"),
        ({"name": "Someone", "email": "nobody"}, "is not an e-mail address"),
        ({"name": "Someone", "email": TARGET}, "known by"),
        ({"name": "Someone", "email": "a@b.example", "role": "king"}, "Choose roles from the list."),
        ({"name": "Someone", "email": "a@b.example", "role": Role.PORTAL_ADMINISTRATOR.value}, GIVEN_FROM_ABOVE),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_and_what_was_typed_stays(
    site: Site, fields: dict[str, str], why: str
) -> None:
    before = site.everybody()
    refused = site.visitor(ADMINISTRATOR).post(f"/people/{SOUTHAMPTON}", **fields)
    assert refused.status_code == 400
    assert why in problem(refused)
    assert f'value="{fields["email"]}"' in refused.text
    assert site.everybody() == before


def test_an_administrator_of_an_organisation_cannot_make_one_of_the_portal(site: Site) -> None:
    visit = site.visitor(ADMINISTRATOR)
    role = Role.PORTAL_ADMINISTRATOR.value
    for email in (TARGET, ADMINISTRATOR):
        assert f'value="{role}"' not in visit.get(at(site, email)).text
        assert problem(visit.post(f"{at(site, email)}/roles", role=[Role.VIEWER, role])) == GIVEN_FROM_ABOVE
        assert role not in site.person(email).roles
    portals = site.visitor(PORTAL)
    assert portals.post(f"{at(site, TARGET)}/roles", role=[Role.VIEWER, role]).status_code == 303
    assert role in site.person(TARGET).roles


@pytest.mark.parametrize("deed", ["roles", "link", "shut-out", "let-in", "sign-ins", "second-factor"])
def test_an_administrator_of_the_portal_is_out_of_reach_of_their_own_organisation_s(site: Site, deed: str) -> None:
    """A link for a new password, shown to whoever made it, would make them the portal's administrator."""
    made_portal_administrator(site, "above@southampton.example", SOUTHAMPTON, "kept")
    visit, address = site.visitor(ADMINISTRATOR), at(site, "above@southampton.example")
    assert ABOVE in said(visit.get(address))
    assert "<form" not in visit.get(address).text
    before = (site.everybody(), site.lines())
    assert problem(visit.post(f"{address}/{deed}", role=Role.VIEWER.value)) == ABOVE
    assert (site.everybody(), site.lines()) == before


@pytest.mark.parametrize("deed", ["roles", "shut-out"])
def test_the_last_administrator_of_the_portal_stays(site: Site, deed: str) -> None:
    visit, address = site.visitor(PORTAL), at(site, PORTAL)
    # Somebody who was invited and never came, and somebody who is shut out, would be nobody.
    made_portal_administrator(site, "invited@southampton.example", SOUTHAMPTON, None)
    made_portal_administrator(site, "out@southampton.example", SOUTHAMPTON, "kept")
    with site.database().writing() as session:
        session.execute(update(Person).where(Person.email == "out@southampton.example").values(active=False))
    assert problem(visit.post(f"{address}/{deed}", role=Role.VIEWER.value)) == LAST
    assert (site.person(PORTAL).roles, site.person(PORTAL).active) == ([Role.PORTAL_ADMINISTRATOR], True)
    made_portal_administrator(site, "second@southampton.example", SOUTHAMPTON, "kept")
    done = visit.post(f"{address}/{deed}", role=Role.VIEWER.value)
    assert (done.status_code, done.location) == (303, "/account")


def test_new_roles_count_at_once(site: Site) -> None:
    visit, theirs = site.visitor(ADMINISTRATOR), site.visitor(TARGET)
    assert theirs.get("/people").status_code == 404
    visit.post(f"{at(site, TARGET)}/roles", role=Role.ADMINISTRATOR.value)
    assert theirs.get(f"/people/{SOUTHAMPTON}").status_code == 200
    visit.post(f"{at(site, TARGET)}/roles")
    assert site.person(TARGET).roles == []
    assert theirs.get("/people").status_code == 404
    assert len(site.lines("roles given")) == 2


def test_whoever_is_shut_out_is_out_at_once_and_can_come_back(site: Site) -> None:
    visit, theirs = site.visitor(ADMINISTRATOR), site.visitor(TARGET)
    assert theirs.get("/account").status_code == 200
    assert visit.post(f"{at(site, TARGET)}/shut-out").status_code == 303
    assert theirs.get("/account").status_code == 303
    assert theirs.post("/sign-in", email=TARGET, password=PASSWORD).status_code == 400
    assert "let them in again first" in problem(visit.post(f"{at(site, TARGET)}/link"))
    visit.post(f"{at(site, TARGET)}/let-in")
    assert theirs.get("/account").status_code == 303, "a sign-in of before does not come back"
    assert theirs.post("/sign-in", email=TARGET, password=PASSWORD).status_code == 303
    visit.post(f"{at(site, TARGET)}/sign-ins")
    assert theirs.get("/account").status_code == 303


def test_letting_in_forgets_wrong_tries_and_a_lost_factor_is_taken_away(site: Site) -> None:
    visit = site.visitor(ADMINISTRATOR)
    for _ in range(5):
        site.visitor().post("/sign-in", email=TARGET, password="wrong")
    assert "locked out" in said(visit.get(at(site, TARGET)))
    visit.post(f"{at(site, TARGET)}/let-in")
    assert site.person(TARGET).locked_until is None
    with site.database().writing() as session:
        session.execute(update(Person).where(Person.email == TARGET).values(totp_secret="A" * 32))
    assert "with a second factor" in said(visit.get(at(site, TARGET)))
    visit.post(f"{at(site, TARGET)}/second-factor")
    assert site.person(TARGET).totp_secret is None


@pytest.mark.parametrize(("password", "path"), [("kept", "reset"), (None, "invitation")])
def test_the_link_is_for_what_the_person_needs(site: Site, password: str | None, path: str) -> None:
    with site.database().writing() as session:
        session.execute(update(Person).where(Person.email == TARGET).values(password=password))
    shown = site.visitor(ADMINISTRATOR).post(f"{at(site, TARGET)}/link")
    assert f"http://localhost/{path}/" in shown.text


def test_with_mail_the_link_goes_to_its_owner_and_nobody_else_sees_it(
    sites: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site, sent = sites(**MAIL), []
    monkeypatch.setattr(links.mail, "send", lambda _settings, *message: sent.append(message))
    visit = site.visitor(ADMINISTRATOR)
    done = visit.post(f"{at(site, TARGET)}/link")
    assert (done.status_code, done.location) == (303, at(site, TARGET))
    [(to, _, text)] = sent
    assert to == TARGET
    assert "https://portal.example/reset/" in text
    page = visit.get(at(site, TARGET))
    assert f"went to {TARGET}" in said(page)
    assert "/reset/" not in page.text


def test_mail_that_cannot_be_sent_is_said_and_the_link_can_be_made_again(
    sites: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    site = sites(**MAIL)

    def refuse(*_: object) -> None:
        raise PortalError("The message could not be sent; make the link again later.")

    monkeypatch.setattr(links.mail, "send", refuse)
    visit = site.visitor(ADMINISTRATOR)
    visit.post(f"/people/{SOUTHAMPTON}", name="New", email="new@southampton.example")
    page = visit.get(at(site, "new@southampton.example"))
    assert "make the link again later" in said(page)
    assert "Make the invitation again" in said(page)


def test_the_portal_s_administrator_adds_an_organisation_and_its_people(site: Site) -> None:
    visit = site.visitor(PORTAL)
    assert "3 organisations" in said(visit.get("/people"))
    assert '<option value="852"' not in visit.get("/people").text, "Southampton has its organisation"
    done = visit.post("/people", name="Isle of Wight Council", slug="isle-of-wight", authority="921")
    assert (done.status_code, done.location) == (303, "/people/isle-of-wight")
    assert "keeps the returns of Isle of Wight" in said(visit.get("/people"))
    invited = visit.post(
        "/people/isle-of-wight", name="First", email="first@wight.example", role=Role.ADMINISTRATOR.value
    )
    assert invited.status_code == 200
    assert site.person("first@wight.example").roles == [Role.ADMINISTRATOR]
    assert "organisation added Isle of Wight Council" in site.lines()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"name": "", "slug": "a"}, "Give the name of the organisation."),
        ({"name": "Hampshire", "slug": "Hampshire CC"}, "such as hampshire-cc"),
        ({"name": "Hampshire", "slug": SOUTHAMPTON}, "already"),
        ({"name": "Hampshire", "slug": "hampshire", "authority": "852"}, "belong to Southampton already"),
        ({"name": "Hampshire", "slug": "hampshire", "authority": "Hampshire"}, NO_SUCH_AUTHORITY),
        ({"name": "Hampshire", "slug": "hampshire", "authority": "970"}, NO_SUCH_AUTHORITY),  # England
    ],
)
def test_an_organisation_that_cannot_be_is_refused_and_what_was_typed_stays(
    site: Site, fields: dict[str, str], why: str
) -> None:
    refused = site.visitor(PORTAL).post("/people", **fields)
    assert why in problem(refused).replace("&#39;", "'")
    assert f'value="{fields["slug"]}"' in refused.text
    assert "3 organisations" in said(refused)


def test_an_administrator_goes_on_to_their_own_organisation(site: Site) -> None:
    assert site.visitor(ADMINISTRATOR).get("/people").location == f"/people/{SOUTHAMPTON}"
    page = said(site.visitor(ADMINISTRATOR).get(f"/people/{SOUTHAMPTON}"))
    assert "5 people" in page
    assert PORTSMOUTH not in page
    assert "South East Partnership" not in page
    assert "All organisations" not in page
