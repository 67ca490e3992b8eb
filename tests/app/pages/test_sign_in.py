"""Signing in and out, and the links by which people set a password."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import update

from app.auth import accounts, second_factor
from app.auth.accounts import MOST_FAILURES, REFUSED
from app.pages import sign_in
from app.pages.guard import TOO_OFTEN
from app.pages.sign_in import ASKED, NO_MAIL, NOT_ALIKE, PASSWORD_SET, SIGNED_OUT
from data.local.database import Database, open_database
from data.local.failures import NO_ANSWER, DatabaseProblem
from data.local.people import person_by_email
from data.local.sign_ins import IDLE, LONGEST, USED_UP, Purpose, make_link, sign_ins_of
from data.local.tables import OneTimeLink, Person, SignedIn
from tests.app.pages.site import LIMITED, NEW, PASSWORD, TARGET, Site, problem, said
from tests.services.backend import IS_SHARED

MAIL = {"PORTAL_SMTP_URL": "smtp://127.0.0.1:9", "PORTAL_URL": "https://portal.example"}


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The messages that were to be sent: to whom, the subject, the text."""
    found: list[tuple[str, ...]] = []
    monkeypatch.setattr(sign_in.mail, "send_later", lambda _settings, *message: found.append(message))
    return found


def link(site: Site, purpose: Purpose, email: str = TARGET) -> str:
    with site.database().writing() as session:
        person = person_by_email(session, email)
        assert person is not None
        return f"/{purpose}/{make_link(session, person, purpose, None)}"


def test_signing_in_gives_a_new_token_and_forgets_what_was_there_before(site: Site) -> None:
    visit = site.visitor()
    visit.browser.set_cookie("alongside", "planted")
    with visit.browser.session_transaction() as session:
        session["planted"] = "yes"
    before = visit.form_token()
    response = visit.post("/sign-in", email=f" {TARGET.upper()} ", password=PASSWORD, next="/account?x=1")
    assert (response.status_code, response.location) == (303, "/account?x=1")
    assert len(visit.cookie) > 40
    assert "HttpOnly" in response.headers["Set-Cookie"]
    with visit.browser.session_transaction() as session:
        assert "planted" not in session
    assert visit.browser.post("/sign-out", data={"csrf_token": before}).status_code == 400
    assert "Tara Get" in said(visit.get("/account"))


def test_signing_in_again_ends_the_sign_in_of_before(site: Site) -> None:
    visit = site.visitor(TARGET)
    before = visit.cookie
    assert visit.post("/sign-in", email=TARGET, password=PASSWORD).status_code == 303
    assert visit.cookie != before
    other = site.visitor()
    other.browser.set_cookie("alongside", before)
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
    ],
)
def test_nobody_is_led_to_another_site(site: Site, asked: str) -> None:
    response = site.visitor().post("/sign-in", email=TARGET, password=PASSWORD, next=asked)
    assert response.location == "/"
    assert 'name="next" value="/"' in site.visitor().browser.get("/sign-in", query_string={"next": asked}).text


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (TARGET, "open sesame"),
        ("nobody@southampton.example", PASSWORD),
        ("", ""),
        (TARGET, ""),
        ("a\x00b@c.example", "open sesame"),
    ],
)
def test_every_refusal_is_the_same_and_keeps_the_address(site: Site, email: str, password: str) -> None:
    response = site.visitor().post("/sign-in", email=email, password=password)
    assert (response.status_code, problem(response)) == (400, REFUSED)
    assert 'tabindex="-1" autofocus' in response.text
    assert password not in response.text or not password
    assert f'value="{email if email.isprintable() else ""}"' in response.text
    assert "no-store" in response.headers["Cache-Control"]


def test_an_account_is_locked_after_several_tries(site: Site) -> None:
    visit = site.visitor()
    for _ in range(MOST_FAILURES):
        visit.post("/sign-in", email=TARGET, password="wrong")
    assert problem(visit.post("/sign-in", email=TARGET, password=PASSWORD)) == REFUSED
    assert site.lines("account locked") == [f"account locked {TARGET}"]


def test_a_second_factor_is_asked_for(site: Site) -> None:
    secret = second_factor.new_secret()
    with site.database().writing() as session:
        session.execute(update(Person).where(Person.email == TARGET).values(totp_secret=secret))
    visit, code = site.visitor(), pyotp.TOTP(secret).now()
    assert visit.post("/sign-in", email=TARGET, password=PASSWORD).status_code == 400
    assert visit.post("/sign-in", email=TARGET, password=PASSWORD, code=code).status_code == 303
    assert site.visitor().post("/sign-in", email=TARGET, password=PASSWORD, code=code).status_code == 400


def test_the_password_is_tried_before_others_have_to_wait(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password takes long to check on purpose; nobody else could write meanwhile."""
    checked = []
    check = accounts.passwords.matches

    def watched(password: str, kept: str | None) -> bool:
        other = open_database(site.database().engine.url.render_as_string(hide_password=False))
        with other.writing():
            checked.append(password)
        other.close()
        return check(password, kept)

    monkeypatch.setattr(accounts.passwords, "matches", watched)
    assert site.visitor().post("/sign-in", email=TARGET, password=PASSWORD).status_code == 303
    assert checked == [PASSWORD]


def test_a_password_that_was_changed_meanwhile_is_tried_again(site: Site) -> None:
    tried = accounts.try_password(site.database(), TARGET, PASSWORD)
    assert tried.is_right
    with site.database().writing() as session:
        session.execute(update(Person).where(Person.email == TARGET).values(password=accounts.passwords.hashed(NEW)))
        assert accounts.sign_in_with_password(session, TARGET, PASSWORD, tried=tried) is None
        assert accounts.sign_in_with_password(session, TARGET, NEW, tried=tried) is not None


def test_signing_out_ends_the_sign_in(site: Site) -> None:
    visit = site.visitor(TARGET)
    token = visit.cookie
    response = visit.post("/sign-out")
    assert (response.status_code, response.location) == (303, "/sign-in")
    assert visit.cookie == ""
    assert SIGNED_OUT in said(visit.get("/sign-in"))
    visit.browser.set_cookie("alongside", token)
    assert visit.get("/account").status_code == 303


@pytest.mark.parametrize("ended", [{"last_seen": IDLE}, {"last_seen": LONGEST, "created": LONGEST, "expires": LONGEST}])
def test_a_sign_in_ends_by_itself(site: Site, ended: dict[str, timedelta], request: pytest.FixtureRequest) -> None:
    visit = site.visitor(TARGET)
    assert visit.get("/account").status_code == 200
    with site.database().writing() as session:
        person = person_by_email(session, TARGET)
        assert person is not None
        for one in sign_ins_of(session, person):
            for name, by in ended.items():
                setattr(one, name, getattr(one, name) - by)
    if IS_SHARED:  # nor does Redis know better when they were last there
        request.getfixturevalue("redis_server").tell("flushall")
    response = visit.get("/account/password")
    assert (response.status_code, response.location) == (303, "/sign-in?next=%2Faccount%2Fpassword")


def test_whoever_is_signed_in_goes_on_from_the_sign_in_page(site: Site) -> None:
    assert site.visitor(TARGET).get("/sign-in?next=/account").location == "/account"


def test_an_empty_portal_says_how_the_first_account_is_made(site: Site) -> None:
    assert "Nobody has an account yet" not in said(site.visitor().get("/sign-in"))
    with site.database().writing() as session:
        for table in (SignedIn, OneTimeLink, Person):
            session.query(table).delete()
    assert "portal users invite" in said(site.visitor().get("/sign-in"))


def test_a_provider_is_offered_where_there_is_one(sites: Callable[..., Site]) -> None:
    site = sites(
        PORTAL_OIDC_ISSUER="https://login.example",
        PORTAL_OIDC_CLIENT_ID="alongside",
        PORTAL_OIDC_CLIENT_SECRET="secret",
        PORTAL_OIDC_NAME="Southampton & partners",
    )
    page = site.visitor().get("/sign-in?next=/account").text
    assert re.search(r'<form method="post" action="/sign-in/provider">.*?value="/account"', page, re.DOTALL)
    assert "Sign in with Southampton &amp; partners" in page


def test_a_closed_portal_lets_people_in(sites: Callable[..., Site]) -> None:
    site = sites(PORTAL_CLOSED="yes")
    assert site.visitor().get("/account").location == "/sign-in?next=%2Faccount"
    assert "for those who have an account" in said(site.visitor().get("/sign-in"))
    assert site.visitor().get("/reset").status_code == 200
    assert site.visitor().get("/invitation/none").status_code == 400
    assert site.visitor().post("/sign-in", email=TARGET, password=PASSWORD).status_code == 303


@pytest.mark.parametrize("purpose", Purpose)
def test_a_link_sets_a_password_once(site: Site, purpose: Purpose) -> None:
    address, elsewhere, visit = link(site, purpose), site.visitor(TARGET), site.visitor()
    for _ in range(2):  # looking does not use it up, as programs that check mail look
        shown = visit.get(address)
        assert shown.status_code == 200
        assert shown.headers["Referrer-Policy"] == "strict-origin"
        assert "no-store" in shown.headers["Cache-Control"]
    assert problem(visit.post(address, password=NEW, again=PASSWORD)) == NOT_ALIKE
    assert "12 characters or more" in problem(visit.post(address, password="short", again="short"))
    done = visit.post(address, password=NEW, again=NEW)
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert PASSWORD_SET in said(visit.get("/sign-in"))
    assert elsewhere.get("/account").status_code == 303
    for response in (visit.get(address), visit.post(address, password=NEW, again=NEW)):
        assert response.status_code == 400
        assert USED_UP in said(response)
    assert visit.post("/sign-in", email=TARGET, password=PASSWORD).status_code == 400
    assert visit.post("/sign-in", email=TARGET, password=NEW).status_code == 303


def test_the_form_of_a_link_says_over_https_where_it_comes_from(site: Site) -> None:
    """What `strict-origin` lets a browser send is enough for the check of the token; what `no-referrer` does is not."""
    address, visit, https = link(site, Purpose.RESET), site.visitor(), "https://localhost"
    data = {"csrf_token": visit.form_token(), "password": NEW, "again": NEW}
    from_nowhere = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}
    assert visit.browser.post(address, data=data, base_url=https, headers=from_nowhere).status_code == 400
    from_here = {"Origin": https, "Referer": f"{https}/", "Sec-Fetch-Site": "same-origin"}
    assert visit.browser.post(address, data=data, base_url=https, headers=from_here).status_code == 303


def test_a_link_for_one_thing_is_none_for_another(site: Site) -> None:
    token = link(site, Purpose.RESET).rpartition("/")[2]
    assert site.visitor().get(f"/invitation/{token}").status_code == 400


def test_an_old_link_works_no_longer(site: Site) -> None:
    address = link(site, Purpose.INVITATION)
    with site.database().writing() as session:
        session.execute(update(OneTimeLink).values(expires=datetime.now(UTC)))
    assert USED_UP in said(site.visitor().get(address))


def test_without_mail_an_administrator_makes_the_link(site: Site) -> None:
    assert NO_MAIL in said(site.visitor().get("/reset"))
    assert problem(site.visitor().post("/reset", email=TARGET)) == NO_MAIL
    assert site.lines("reset sent") == []


def test_a_reset_answers_everybody_alike_and_is_sent_to_its_owner_alone(
    sites: Callable[..., Site], letters: list[tuple[str, ...]]
) -> None:
    site = sites(**MAIL)
    evil, addresses = "http://evil.example", (TARGET, "nobody@southampton.example", "", "a\x00@b.example")
    # Whoever asks may say that the portal is elsewhere; the link leads to where the settings say it is.
    answers = []
    for email in addresses:
        browser = site.visitor().browser
        token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/reset", base_url=evil).text)
        assert token
        answers.append(browser.post("/reset", data={"email": email, "csrf_token": token[1]}, base_url=evil))
        assert ASKED in said(browser.get("/sign-in", base_url=evil))
    assert {(answer.status_code, answer.location, answer.text) for answer in answers} == {
        (303, "/sign-in", answers[0].text)
    }
    [(to, _, text)] = letters
    assert to == TARGET
    address = re.search(r"https://portal\.example(/reset/\S+)", text)
    assert address
    assert "evil" not in text
    assert site.visitor().get(address[1]).status_code == 200


def test_a_mailbox_is_not_filled(sites: Callable[..., Site], letters: list[tuple[str, ...]]) -> None:
    site = sites(**MAIL)
    for _ in range(3):
        assert site.visitor().post("/reset", email=TARGET).status_code == 303
    assert len(letters) == 1
    with site.database().writing() as session:
        for one in session.query(OneTimeLink):
            one.created -= accounts.RESET_EVERY
    site.visitor().post("/reset", email=TARGET)
    assert len(letters) == 2


def test_one_address_may_not_try_without_end(sites: Callable[..., Site], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "TRIES_A_MINUTE", 2)
    site = sites(**{LIMITED: "yes"})
    visit = site.visitor()
    for _ in range(2):
        assert visit.post("/sign-in", email="nobody@a.example", password="open sesame").status_code == 400
    refused = visit.post("/sign-in", email=TARGET, password=PASSWORD)
    assert refused.status_code == 429
    assert TOO_OFTEN in said(refused)
    assert visit.get("/sign-in").status_code == 200


def test_a_database_that_is_away_is_said_in_a_sentence(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    visit, address = site.visitor(TARGET), link(site, Purpose.RESET)

    @contextmanager
    def away(_: object) -> Iterator[None]:
        raise DatabaseProblem(NO_ANSWER)
        yield

    for name in ("reading", "writing"):
        monkeypatch.setattr(Database, name, away)
    answers = [visit.get("/sign-in"), visit.post("/sign-in", email=TARGET, password=PASSWORD), visit.post("/sign-out")]
    answers += [visit.get(address), visit.post(address, password=NEW, again=NEW)]
    assert {answer.status_code for answer in answers} == {503}
    assert all(NO_ANSWER in said(answer) for answer in answers)
    assert visit.get("/account").status_code == 303, "nobody can be recognised"


def test_a_failure_does_not_write_a_token_down(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = link(site, Purpose.RESET)

    def fail(*_: object) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr(sign_in, "link_of", fail)
    assert site.visitor().get(address).status_code == 500
    assert "/reset/<token>" in caplog.text
    assert address.rpartition("/")[2] not in caplog.text


def test_no_token_is_written_down(site: Site) -> None:
    address = link(site, Purpose.RESET)
    visit = site.visitor()
    visit.get(address)
    visit.post(address, password=NEW, again=NEW)
    visit.post("/sign-in", email=TARGET, password=NEW)
    token = address.rpartition("/")[2]
    with site.database().engine.connect() as connection:
        kept = "".join(str(row) for row in connection.exec_driver_sql("select * from log_entry"))
    assert token not in kept
    assert visit.cookie not in kept
    assert NEW not in kept
