"""One's own account."""

import re
import time
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from sqlalchemy import update

from app.auth import second_factor
from app.auth.accounts import MOST_FAILURES
from app.pages.account import (
    NO_PASSWORD,
    OTHERS,
    PASSWORD_CHANGED,
    STARTED_OVER,
    WRONG_CODE,
    WRONG_OLD,
    WRONG_PROOF,
    picture,
)
from app.pages.sign_in import NOT_ALIKE
from data.local.people import person_by_email
from data.local.sign_ins import sign_ins_of
from data.local.tables import Person
from tests.app.pages.site import NEW, PASSWORD, PORTAL, SOUTHAMPTON, TARGET, Site, Visit, problem, said

FACTOR = "/account/second-factor"


def offered(visit: Visit) -> tuple[str, str]:
    """The secret that the page offers: as the form sends it back, and as an app reads it."""
    page = visit.get(FACTOR).text
    sealed = re.search(r'name="secret" value="([^"]+)"', page)
    address = re.search(r'href="(otpauth://[^"]+)"', page)
    assert sealed
    assert address
    return sealed[1], parse_qs(urlsplit(address[1].replace("&amp;", "&")).query)["secret"][0]


def set_up(visit: Visit) -> str:
    sealed, secret = offered(visit)
    assert visit.post(FACTOR, secret=sealed, code=pyotp.TOTP(secret).now()).status_code == 303
    return secret


def count_of_sign_ins(site: Site, email: str) -> int:
    with site.database().reading() as session:
        person = person_by_email(session, email)
        assert person is not None
        return len(sign_ins_of(session, person))


def test_the_page_says_who_one_is_and_what_each_role_allows(site: Site) -> None:
    page = said(site.visitor(TARGET).get("/account"))
    assert f"You are Tara Get ({TARGET}) of Southampton." in page
    assert "Contributor May see drafts, upload a return and keep the board&#39;s list, commentary and actions." in page
    assert "publish" not in page
    assert "in every organisation" in said(site.visitor(PORTAL).get("/account"))


@pytest.mark.parametrize(
    ("email", "ways"),
    [
        (TARGET, ["/account"]),
        (f"administrator@{SOUTHAMPTON}.example", ["/account", "/people", "/log"]),
        (PORTAL, ["/account", "/people", "/log"]),
    ],
)
def test_the_ways_lead_where_one_may_go(site: Site, email: str, ways: list[str]) -> None:
    visit = site.visitor(email)
    page = visit.get("/account").text
    nav = re.search(r'<nav class="account-ways".*?</nav>', page, re.DOTALL)
    assert nav
    assert re.findall(r'href="([^"]+)"', nav[0]) == ways
    assert all(visit.get(way).status_code in (200, 303) for way in ways)


def test_a_new_password_ends_every_other_sign_in_and_keeps_this_one(site: Site) -> None:
    visit, elsewhere = site.visitor(TARGET), site.visitor(TARGET)
    before = visit.cookie
    done = visit.post("/account/password", old=PASSWORD, password=NEW, again=NEW)
    assert (done.status_code, done.location) == (303, "/account")
    assert PASSWORD_CHANGED in said(visit.get("/account"))
    assert visit.cookie != before
    assert elsewhere.get("/account").status_code == 303
    assert site.visitor().post("/sign-in", email=TARGET, password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "password", "again", "why"),
    [
        ("wrong", NEW, NEW, WRONG_OLD),
        (PASSWORD, NEW, NEW + "x", NOT_ALIKE),
        (PASSWORD, "short", "short", "12 characters or more"),
        (PASSWORD, "southampton12", "southampton12", "easy to guess"),
    ],
)
def test_a_password_is_not_changed_without_the_old_one_or_for_a_bad_one(
    site: Site, old: str, password: str, again: str, why: str
) -> None:
    visit = site.visitor(TARGET)
    before = site.person(TARGET).password
    assert why in problem(visit.post("/account/password", old=old, password=password, again=again))
    assert site.person(TARGET).password == before
    assert visit.get("/account").status_code == 200


def test_wrong_tries_count_here_too(site: Site) -> None:
    """Whoever finds a browser open has no more tries than whoever signs in."""
    visit = site.visitor(TARGET)
    for _ in range(MOST_FAILURES):
        assert problem(visit.post("/account/password", old="wrong", password=NEW, again=NEW)) == WRONG_OLD
    assert problem(visit.post("/account/password", old=PASSWORD, password=NEW, again=NEW)) == WRONG_OLD
    assert site.lines("account locked") == [f"account locked {TARGET}"]
    assert len(site.lines("confirmation refused")) == MOST_FAILURES


def test_a_second_factor_counts_once_a_code_was_right(site: Site) -> None:
    visit = site.visitor(TARGET)
    sealed, secret = offered(visit)
    refused = visit.post(FACTOR, secret=sealed, code="000000" if pyotp.TOTP(secret).now() != "000000" else "111111")
    assert problem(refused) == WRONG_CODE
    assert sealed in refused.text, "the same secret is offered again"
    assert site.person(TARGET).totp_secret is None
    assert visit.post(FACTOR, secret=sealed, code=pyotp.TOTP(secret).now()).status_code == 303
    assert site.person(TARGET).totp_secret == secret
    assert secret not in visit.get("/account").text + visit.get(FACTOR).text
    assert secret not in str(site.lines())


def test_a_secret_that_this_portal_did_not_make_for_this_person_is_refused(site: Site) -> None:
    visit = site.visitor(TARGET)
    others, secret = offered(site.visitor(PORTAL))
    code = pyotp.TOTP(secret).now()
    assert problem(visit.post(FACTOR, secret=others, code=code)) == STARTED_OVER
    assert problem(visit.post(FACTOR, secret=secret, code=code)) == STARTED_OVER
    assert site.person(TARGET).totp_secret is None


def test_a_second_factor_is_not_replaced_unseen(site: Site) -> None:
    visit = site.visitor(TARGET)
    sealed, other = offered(visit)
    kept = set_up(visit)
    assert "already" in problem(visit.post(FACTOR, secret=sealed, code=pyotp.TOTP(other).now()))
    assert site.person(TARGET).totp_secret == kept


def test_taking_it_away_needs_a_code_or_the_password(site: Site) -> None:
    visit = site.visitor(TARGET)
    secret = set_up(visit)
    for fields in ({}, {"code": "12345"}, {"current": "wrong"}, {"code": "", "current": ""}):
        assert problem(visit.post(FACTOR, **fields)) == WRONG_PROOF
    assert site.person(TARGET).totp_secret == secret
    # The code that set it up is used up, so the next one is given.
    code = pyotp.TOTP(secret).at(int(time.time()) + second_factor.STEP)
    assert visit.post(FACTOR, code=code).status_code == 303
    assert site.person(TARGET).totp_secret is None
    set_up(visit)
    assert visit.post(FACTOR, current=PASSWORD).status_code == 303
    assert site.person(TARGET).totp_secret is None
    assert len(site.lines("second factor taken away")) == 2


def test_the_picture_is_squares_and_nothing_else() -> None:
    drawn = ET.fromstring(picture("otpauth://totp/<b>&?secret=ABC"))  # noqa: S314  # made here
    assert drawn.tag.endswith("svg")
    assert {child.tag.rpartition("}")[2] for child in drawn.iter()} <= {"svg", "g", "path"}
    assert not [name for child in drawn.iter() for name in child.attrib if name == "style" or name.startswith("on")]


def test_whoever_signs_in_with_a_council_s_account_has_no_password_here(site: Site) -> None:
    with site.database().writing() as session:
        known = {"password": None, "issuer": "https://login.example", "subject": "1"}
        session.execute(update(Person).where(Person.email == TARGET).values(**known))
    visit = site.visitor(TARGET)
    assert "With your council" in said(visit.get("/account"))
    for address in ("/account/password", FACTOR):
        assert NO_PASSWORD in visit.get(address).text.replace("&#39;", "'")
        assert 'type="password"' not in visit.get(address).text
    assert visit.post("/account/password", old="", password=NEW, again=NEW).status_code == 400
    assert site.person(TARGET).password is None


def test_one_ends_one_of_one_s_sign_ins_or_all_others(site: Site) -> None:
    visit, second, third, stranger = (site.visitor(email) for email in (TARGET, TARGET, TARGET, PORTAL))
    listed = re.findall(r'name="end" value="([0-9a-f]{64})"', visit.get("/account").text)
    assert len(listed) == 2
    assert visit.post("/account/sign-ins", end=listed[0]).status_code == 303
    assert "1 sign-in ended." in said(visit.get("/account"))
    assert sorted([second.get("/account").status_code, third.get("/account").status_code]) == [200, 303]
    site.visitor(TARGET)
    visit.post("/account/sign-ins", end=OTHERS)
    assert "2 sign-ins ended." in said(visit.get("/account"))
    assert count_of_sign_ins(site, TARGET) == 1
    # Nobody ends another's, even with what names it.
    others = site.visitor(PORTAL)
    named = re.findall(r'value="([0-9a-f]{64})"', others.get("/account").text)
    visit.post("/account/sign-ins", end=named[0])
    assert "had ended already" in said(visit.get("/account"))
    assert stranger.get("/account").status_code == 200
