"""Signing in with a council's account, over HTTP from end to end."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app.pages.provider import END
from data.local.people import person_by_email
from data.local.sign_ins import Purpose, link_of, make_link, sign_in, signed_in
from tests.app.provider.conftest import SUBJECT, Browser, Portal
from tests.app.provider_on_loopback import CLIENT_ID, TENANT, Provider


def test_somebody_new_is_made_known_with_what_their_groups_give(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    answer = browser.sign_in("/compare?authority=southampton")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/compare?authority=southampton")
    assert browser.is_signed_in
    (ada,) = portal.people()
    assert (ada.email, ada.name, ada.organisation.slug) == ("ada@southampton.example", "Ada Lovelace", "southampton")
    assert (ada.issuer, ada.subject, ada.roles, ada.password) == (provider.issuer, SUBJECT, ["contributor"], None)
    assert [entry.details["how"] for entry in portal.log("signed in")] == ["provider"]


def test_the_question_has_a_state_a_nonce_and_a_challenge_that_are_new_each_time(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    first, second = (parse_qs(urlsplit(browser.begin()).query) for _ in range(2))
    assert first["client_id"] == [CLIENT_ID]
    assert first["response_type"] == ["code"]
    assert first["scope"] == ["openid profile email"]
    assert first["redirect_uri"] == [portal.address + "/sign-in/provider/back"]
    assert first["code_challenge_method"] == ["S256"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 20
        assert first[name] != second[name]


def test_the_groups_of_one_organisation_add_up(portal: Portal, provider: Provider, browser: Browser) -> None:
    provider.somebody["groups"] = ["unknown here", "g-approve", "g-draft"]
    browser.sign_in()
    assert portal.people()[0].roles == ["approver", "contributor"]


def test_roles_are_brought_up_to_date_at_each_sign_in_and_the_log_says_so(
    portal: Portal, provider: Provider, browser: Browser, other_browser: Browser
) -> None:
    browser.sign_in()
    provider.somebody["groups"] = ["g-approve"]
    other_browser.sign_in()
    assert portal.people()[0].roles == ["approver"]
    told = portal.log("roles given")[-1].details
    assert (told["before"], told["after"]) == (["contributor"], ["approver"])
    before = len(portal.log("roles given"))
    other_browser.sign_in()
    assert len(portal.log("roles given")) == before


def test_somebody_whose_groups_moved_moves_and_is_signed_out_elsewhere(
    portal: Portal, provider: Provider, browser: Browser, other_browser: Browser
) -> None:
    browser.sign_in()
    provider.somebody["groups"] = ["g-elsewhere"]
    other_browser.sign_in()
    assert portal.people()[0].organisation.slug == "portsmouth"
    assert not browser.is_signed_in
    assert other_browser.is_signed_in
    assert portal.log("organisation changed")[0].details == {"before": "southampton", "after": "portsmouth"}


def test_they_are_known_by_subject_whatever_their_address_becomes(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    browser.sign_in()
    provider.somebody["email"] = "ada.king@southampton.example"
    browser.sign_in()
    assert [person.email for person in portal.people()] == ["ada@southampton.example"]


def test_whoever_was_invited_by_an_address_that_is_vouched_for_is_linked_and_loses_every_other_way_in(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    invited = portal.invite("Ada@Southampton.example", "southampton", "viewer")
    with portal.database.writing() as session:
        person = person_by_email(session, "ada@southampton.example")
        assert person is not None
        person.password, person.totp_secret = "kept", "kept"
        link, before = make_link(session, person, Purpose.INVITATION, None), sign_in(session, person, "password")
    browser.sign_in()
    (ada,) = portal.people()
    assert (ada.id, ada.subject, ada.roles) == (invited, SUBJECT, ["contributor"])
    assert ada.password is None
    assert ada.totp_secret is None
    assert len(portal.log("account linked")) == 1
    with portal.database.reading() as session:
        assert signed_in(session, before) is None
        with pytest.raises(Exception, match="used already"):
            link_of(session, link, Purpose.INVITATION)


def test_as_entra_id_tells_it_the_user_name_is_the_address(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    provider.somebody |= {"tid": TENANT, "email": "chosen@by.anyone", "preferred_username": "ada@southampton.example"}
    del provider.somebody["email_verified"]
    browser.sign_in()
    assert portal.people()[0].email == "ada@southampton.example"


def test_what_was_planted_before_is_worth_nothing_after(portal: Portal, provider: Provider, browser: Browser) -> None:
    browser.session.cookies.set("alongside", "planted", domain="127.0.0.1", path="/")
    asked, token = browser.begin(), browser.csrf_token()
    browser.get(browser.come_back(asked))
    assert browser.session.cookies["alongside"] != "planted"
    with portal.database.reading() as session:
        assert signed_in(session, "planted") is None
    # Whoever planted the session knows its token, which forms of the one after do not take.
    assert browser.post("/sign-out", csrf_token=token).status_code == 400
    assert browser.post("/sign-out", csrf_token=browser.csrf_token()).status_code == 303


def test_signing_in_again_ends_the_sign_in_of_before(portal: Portal, provider: Provider, browser: Browser) -> None:
    browser.sign_in()
    before = browser.session.cookies["alongside"]
    browser.sign_in()
    with portal.database.reading() as session:
        assert signed_in(session, before) is None
    assert browser.is_signed_in


def test_the_provider_is_asked_once_where_it_is(portal: Portal, provider: Provider, browser: Browser) -> None:
    browser.sign_in()
    browser.sign_in()
    assert provider.asked.count("openid-configuration") == 1
    assert provider.asked.count("keys") == 1


def test_new_keys_are_fetched_once_when_a_token_names_one(portal: Portal, provider: Provider, browser: Browser) -> None:
    browser.sign_in()
    provider.key = provider.new_key("second")
    browser.sign_in()
    assert len(portal.log("signed in")) == 2
    assert provider.asked.count("keys") == 2


@pytest.mark.parametrize("following", ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", ""])
def test_they_come_back_to_this_site_alone(
    portal: Portal, provider: Provider, browser: Browser, following: str
) -> None:
    assert browser.sign_in(following).headers["Location"] == "/"


def test_an_address_too_long_for_a_cookie_is_given_up_and_not_the_sign_in(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    assert browser.sign_in("/compare?authority=" + "a" * 5000).headers["Location"] == "/"


def test_signing_out_of_the_provider_is_its_own_affair(portal: Portal, provider: Provider, browser: Browser) -> None:
    answer = browser.get(END)
    there = urlsplit(answer.headers["Location"])
    assert f"{there.scheme}://{there.netloc}{there.path}" == provider.issuer + "/logout"
    assert parse_qs(there.query)["post_logout_redirect_uri"] == [portal.address + "/sign-in"]


def test_a_provider_without_a_way_out_leads_back(portal: Portal, provider: Provider, browser: Browser) -> None:
    provider.wrong.description = {"end_session_endpoint": None}
    assert browser.get(END).headers["Location"] == "/sign-in"
