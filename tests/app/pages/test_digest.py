"""What somebody is told of by e-mail: chosen in their account, and ended there or by the link in a message."""

import re
import time
from collections.abc import Callable

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.digest_links import LASTS, NO_LINK, end_address
from app.pages.digest import ENDED, NO_MAIL, NOT_CHOSEN
from data.local.people import person_by_email
from data.local.subscriptions import MOST, subscriptions_of
from tests.app.pages.site import LIVE, PORTAL, TARGET, Site, problem, said

CHOICE = "/account/digest"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
MAIL = {"PORTAL_SMTP_URL": "smtp://127.0.0.1:1", "PORTAL_URL": "https://portal.example"}
Sites = Callable[..., Site]


@pytest.fixture(name="site")
def _site(sites: Sites) -> Site:
    """The pages of a portal that sends mail."""
    return sites(**MAIL)


def told_of(site: Site, email: str = TARGET) -> dict[str, str]:
    with site.database().reading() as session:
        person = person_by_email(session, email)
        assert person is not None
        return {one.authority: one.told for one in subscriptions_of(session, person)}


def link_of(site: Site, email: str = TARGET) -> str:
    """The path of somebody's link, as a message has it."""
    return end_address("", site.settings.secret_key, site.person(email).id, email)


def test_whoever_is_not_signed_in_is_asked_to(site: Site) -> None:
    answer = site.visitor().get(CHOICE)
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=%2Faccount%2Fdigest")


def test_one_chooses_authorities_and_ends_them(site: Site) -> None:
    visit = site.visitor(TARGET)
    assert "You are told of nothing by e-mail." in said(visit.get(CHOICE))
    for slug in ("southampton", "isle-of-wight", "southampton"):
        done = visit.post(CHOICE, add=slug)
        assert (done.status_code, done.location) == (303, CHOICE)
    assert told_of(site) == {"852": LIVE, "921": LIVE}, "told from the next snapshot on"
    page = said(visit.get(CHOICE))
    assert "New figures for 2 authorities are told to" in page
    assert "What new figures change for Southampton, Isle of Wight." in said(visit.get("/account"))
    visit.post(CHOICE, remove="southampton")
    assert "You are told of Southampton no longer." in said(visit.get(CHOICE))
    assert told_of(site) == {"921": LIVE}
    visit.post(CHOICE, add="hampshire")
    visit.post(CHOICE, remove="all")
    assert told_of(site) == {}
    assert ENDED in said(visit.get(CHOICE))
    assert told_of(site, PORTAL) == {}


def test_what_cannot_be_chosen_is_refused(site: Site) -> None:
    visit = site.visitor(TARGET)
    assert problem(visit.post(CHOICE)) == NOT_CHOSEN
    assert "not an authority" in problem(visit.post(CHOICE, add="england"))
    assert "atlantis" in problem(visit.post(CHOICE, add="atlantis"))
    assert "atlantis" in problem(visit.post(CHOICE, remove="atlantis"))
    assert visit.post(CHOICE, add="<b>").status_code == 400
    offered = re.findall(r'<option value="([a-z-]+)"', visit.get(CHOICE).text)
    assert len(offered) > 150
    for slug in offered[:MOST]:
        visit.post(CHOICE, add=slug)
    assert "10 authorities at most" in problem(visit.post(CHOICE, add=offered[MOST]))
    assert len(told_of(site)) == MOST
    assert 'name="add"' not in visit.get(CHOICE).text


def test_a_portal_without_mail_says_so_and_lets_one_end(sites: Sites) -> None:
    site = sites()
    visit = site.visitor(TARGET)
    assert NO_MAIL in said(visit.get(CHOICE))
    assert problem(visit.post(CHOICE, add="southampton")) == NO_MAIL
    assert told_of(site) == {}
    assert visit.post(CHOICE, remove="all").status_code == 303


def chosen(site: Site) -> None:
    for email in (TARGET, PORTAL):
        site.visitor(email).post(CHOICE, add="southampton")
    site.visitor(TARGET).post(CHOICE, add="hampshire")


def test_the_link_asks_first_and_needs_no_sign_in(site: Site) -> None:
    chosen(site)
    stranger = site.visitor()
    page = stranger.get(link_of(site))
    assert f"{TARGET} is told by e-mail what new figures change for Southampton, Hampshire." in said(page)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "private, no-store"
    assert len(told_of(site)) == 2, "looking ends nothing"
    done = stranger.post(link_of(site))
    assert done.status_code == 200
    assert f"No message about new figures goes to {TARGET}." in said(done)
    assert told_of(site) == {}
    assert told_of(site, PORTAL) == {"852": LIVE}, "nobody else's"
    assert "You are told of nothing" in said(stranger.get(link_of(site)))


def test_a_mail_program_ends_them_at_one_key(site: Site) -> None:
    """RFC 8058: a POST with one field, without cookies, that is not led elsewhere."""
    chosen(site)
    program = site.server.test_client()
    assert program.post(link_of(site), data={"x": "y"}).status_code == 400, "that is no such program, and no form"
    assert len(told_of(site)) == 2
    done = program.post(link_of(site), data=ONE_CLICK)
    assert (done.status_code, done.location) == (200, None)
    assert told_of(site) == {}
    assert program.post(link_of(site), data=ONE_CLICK).status_code == 200, "twice is once"


def test_one_field_opens_no_other_form(site: Site) -> None:
    visit = site.visitor(TARGET)
    visit.post(CHOICE, add="southampton")
    for address in (CHOICE, "/account/password", "/unsubscribe", "/sign-out"):
        answer = visit.browser.post(address, data={**ONE_CLICK, "remove": "all"})
        assert answer.status_code in (400, 404), address
    assert told_of(site) == {"852": LIVE}


def sealed(key: str, content: object, salt: str = "end of digest") -> str:
    return f"/unsubscribe/{URLSafeTimedSerializer(key, salt=salt).dumps(content)}"


def test_a_link_that_this_portal_did_not_make_ends_nothing(site: Site) -> None:
    chosen(site)
    key, person_id = site.settings.secret_key, site.person(TARGET).id
    right = link_of(site)
    content, _, rest = right.partition(".")
    other = link_of(site, PORTAL)
    forged = [
        "/unsubscribe/x",
        right[:-1],
        right[:-10] + ("A" if right[-10] != "A" else "B") + right[-9:],
        f"{other.partition('.')[0]}.{rest}",
        f"{content}.{other.partition('.')[2]}",
        sealed("another key", [person_id, "mark"]),
        sealed(key, [person_id, "mark"]),
        sealed(key, [person_id, "mark"], salt="second factor"),
        sealed(key, person_id),
        sealed(key, {"id": person_id}),
        sealed(key, [999, "mark"]),
        sealed(key, []),
    ]
    for address in forged:
        for answer in (site.visitor().get(address), site.server.test_client().post(address, data=ONE_CLICK)):
            assert answer.status_code == 400, address
            assert "This link does not work" in answer.text
            assert TARGET not in answer.text
    assert (len(told_of(site)), len(told_of(site, PORTAL))) == (2, 1)


def test_a_link_lasts_a_year(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen(site)
    for age, status in ((LASTS.total_seconds() - 60, 200), (LASTS.total_seconds() + 60, 400)):
        then = int(time.time() - age)
        with monkeypatch.context() as patch:
            patch.setattr(TimestampSigner, "get_timestamp", lambda _, then=then: then)
            link = link_of(site)
        answer = site.visitor().get(link)
        assert answer.status_code == status
        assert (NO_LINK in answer.text) == (status == 400)
    assert len(told_of(site)) == 2


def test_a_link_to_an_address_that_its_owner_had_before_ends_nothing(site: Site) -> None:
    """Nor one of somebody who is not here any more, whose number may be another's."""
    chosen(site)
    link = link_of(site)
    with site.database().writing() as session:
        person = person_by_email(session, TARGET)
        assert person is not None
        person.email = "new@southampton.example"
    assert site.visitor().post(link).status_code == 400
    assert len(told_of(site, "new@southampton.example")) == 2
