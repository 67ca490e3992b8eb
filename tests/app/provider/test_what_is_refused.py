"""A provider, or somebody in between, that does not do as it should: one sentence, nobody signed in, why in the log."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Response
from joserfc.jwk import RSAKey

from app.auth import fetching
from app.auth import provider as provider_of_sign_ins
from app.pages.provider import BACK
from app.pages.sign_in import TRIES_A_MINUTE
from data.local.people import person_by_subject, set_active
from tests.app.provider.conftest import SUBJECT, Browser, Portal, state_of
from tests.app.provider_on_loopback import (
    CLIENT_ID,
    CLIENT_SECRET,
    TENANT,
    Provider,
    signed_with,
    signed_with_secret,
    unsigned,
)

ANOTHER_KEY = RSAKey.generate_key(2048, {"kid": "another"})
LONG_AGO, LATER = int(time.time()) - 3600, int(time.time()) + 3600


def require_refused(answer: requests.Response, portal: Portal, provider: Provider, browser: Browser, why: str) -> None:
    """One sentence in a page, nobody signed in or made known, and the reason in the log; no token in either."""
    assert 400 <= answer.status_code < 600
    assert answer.text.count('role="alert"') == 1
    assert "alongside" not in browser.session.cookies
    assert not portal.log("signed in")
    assert portal.people() == []
    assert len(portal.why()) == 1
    assert portal.why()[0]
    assert portal.why()[0].startswith(why)
    told = answer.text + "".join(str(entry.details) + entry.about for entry in portal.log("sign-in refused"))
    assert not any(token in told or token.split(".")[1] in told for token in provider.tokens if "." in token)
    assert answer.headers["Cache-Control"] == "private, no-store"


CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"exp": LONG_AGO}, "expired_token exp"),
    "expired by more than clocks differ": ({"exp": int(time.time()) - 70}, "expired_token exp"),
    "expiry that is no number": ({"exp": "tomorrow"}, "invalid_claim exp"),
    "not yet valid": ({"nbf": LATER}, "invalid_claim nbf"),
    "made in the future": ({"iat": LATER}, "invalid_claim iat"),
    "for another audience": ({"aud": "another portal"}, "invalid_claim aud"),
    "for other audiences": ({"aud": ["another portal", "a third"], "azp": CLIENT_ID}, "invalid_claim aud"),
    "for several without saying for whom": ({"aud": [CLIENT_ID, "another portal"]}, "missing_claim azp"),
    "for several, asked by another": ({"aud": [CLIENT_ID, "x"], "azp": "another portal"}, "invalid_claim azp"),
    "asked by another": ({"azp": "another portal"}, "invalid_claim azp"),
    "of another issuer": ({"iss": "https://elsewhere.example"}, "invalid_claim iss"),
    "of an issuer spelt otherwise": ({"iss": "issuer/"}, "invalid_claim iss"),
    "of several issuers": ({"iss": ["a", "b"]}, "invalid_claim iss"),
    "another nonce": ({"nonce": "a nonce of another sign-in"}, "invalid_claim nonce"),
    "no subject said": ({"sub": ""}, "subject"),
    "a subject that is no text": ({"sub": 7}, "invalid_claim sub"),
    "a subject too long": ({"sub": "s" * 256}, "subject"),
}


@pytest.mark.parametrize(("claims", "why"), CLAIMS.values(), ids=CLAIMS)
def test_a_token_that_says_something_wrong(
    portal: Portal, provider: Provider, browser: Browser, claims: dict[str, Any], why: str
) -> None:
    if claims.get("iss") == "issuer/":
        claims = {"iss": provider.issuer + "/"}
    provider.wrong.claims = claims
    require_refused(browser.sign_in(), portal, provider, browser, why)


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp", "iat", "nonce"])
def test_a_token_that_leaves_something_out(portal: Portal, provider: Provider, browser: Browser, claim: str) -> None:
    provider.wrong.without = (claim,)
    require_refused(browser.sign_in(), portal, provider, browser, f"missing_claim {claim}")


def public_key(provider: Provider) -> bytes:
    return provider.key.as_pem(private=False)


SIGNATURES = {
    "unsigned": (unsigned, "unsupported_algorithm"),
    "with the public key as a secret": (signed_with_secret(public_key), "unsupported_algorithm"),
    "with the secret that is shared": (signed_with_secret(lambda _: CLIENT_SECRET.encode()), "unsupported_algorithm"),
    "with another key of an unknown name": (signed_with(ANOTHER_KEY), "invalid_key_id"),
    "with another key under the name of the right one": (signed_with(ANOTHER_KEY, kid="first"), "bad_signature"),
    "as text that is no token": (lambda _provider, _claims: "this-is.not-such-a.token", "decode_error"),
    "with a key of its own in its head": (
        lambda provider, claims: signed_with(ANOTHER_KEY, kid="first", jwk=ANOTHER_KEY.as_dict(private=False))(
            provider, claims
        ),
        "exceeded_size",
    ),
}


@pytest.mark.parametrize(("signed", "why"), SIGNATURES.values(), ids=SIGNATURES)
def test_a_token_that_is_not_signed_by_the_provider(
    portal: Portal,
    provider: Provider,
    browser: Browser,
    signed: Callable[[Provider, dict[str, Any]], str],
    why: str,
) -> None:
    provider.key = provider.new_key("first")
    provider.wrong.signed = signed
    require_refused(browser.sign_in(), portal, provider, browser, why)
    assert provider.asked.count("keys") <= 2


def test_a_token_that_is_changed_after_it_was_signed(portal: Portal, provider: Provider, browser: Browser) -> None:
    def changed(provider: Provider, claims: dict[str, Any]) -> str:
        head, _, signature = signed_with(provider.key)(provider, claims).split(".")
        other = signed_with(provider.key)(provider, claims | {"groups": ["g-run"]}).split(".")[1]
        return f"{head}.{other}.{signature}"

    provider.wrong.signed = changed
    require_refused(browser.sign_in(), portal, provider, browser, "bad_signature")


def test_a_token_of_an_earlier_sign_in(
    portal: Portal, provider: Provider, browser: Browser, other_browser: Browser
) -> None:
    """Good in every other way, and given out by the provider once more: its nonce is that of the first."""
    other_browser.sign_in()
    provider.wrong.signed = lambda provider, _: provider.tokens[0]
    assert browser.sign_in().status_code == 400
    assert portal.why() == ["invalid_claim nonce"]
    assert len(portal.log("signed in")) == 1


def test_a_code_without_its_verifier_is_worth_nothing(portal: Portal, provider: Provider, browser: Browser) -> None:
    """The question holds a challenge, so that whoever sees the code on its way cannot use it."""
    code = parse_qs(urlsplit(browser.come_back(browser.begin())).query)["code"][0]
    sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": provider.back}
    answer = requests.post(provider.issuer + "/token", sent, auth=(CLIENT_ID, CLIENT_SECRET), timeout=30)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_sign_in_that_kept_no_verifier(
    portal: Portal, provider: Provider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = provider_of_sign_ins.question
    monkeypatch.setattr(
        provider_of_sign_ins, "question", lambda client, back: ask(client, back) | {"code_verifier": "another" * 8}
    )
    require_refused(browser.sign_in(), portal, provider, browser, "the code was refused")


def keep_session(browser: Browser) -> dict[str, str]:
    return dict(browser.session.cookies)


def test_an_answer_that_is_played_again(portal: Portal, provider: Provider, browser: Browser) -> None:
    """By the browser itself; by one that kept its session; and with a provider that takes the code again."""
    provider.wrong.takes_codes_twice = True
    back = browser.come_back(browser.begin())
    kept = keep_session(browser)
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 400
    thief = Browser(portal.address)
    thief.session.cookies.update(kept)
    assert thief.get(back).status_code == 400
    assert "alongside" not in thief.session.cookies
    thief.forget()
    assert portal.why() == ["state", "answer used before"]
    assert len(portal.log("signed in")) == 1


def test_a_code_that_was_used(portal: Portal, provider: Provider, browser: Browser) -> None:
    """Put into another sign-in of the same browser: the provider refuses it, and says so over the back channel."""
    used = browser.come_back(browser.begin())
    browser.get(used)
    again = browser.begin()
    browser.come_back(again)
    code = used.split("code=")[1].split("&")[0]
    answer = browser.get(f"{BACK}?code={code}&state={state_of(again)}")
    assert answer.status_code == 400
    assert portal.why() == ["the code was refused"]


def test_a_code_of_another_sign_in_fails_at_its_challenge(
    portal: Portal, provider: Provider, browser: Browser, other_browser: Browser
) -> None:
    """Somebody who got hold of a code puts it into a sign-in of their own: it has another challenge."""
    stolen = other_browser.come_back(other_browser.begin()).split("code=")[1].split("&")[0]
    own = browser.begin()
    answer = browser.get(f"{BACK}?code={stolen}&state={state_of(own)}")
    require_refused(answer, portal, provider, browser, "the code was refused")


def test_an_answer_to_another_browser_signs_nobody_in(
    portal: Portal, provider: Provider, browser: Browser, other_browser: Browser
) -> None:
    """Login CSRF: a link that would sign somebody in as another person."""
    back = other_browser.come_back(other_browser.begin())
    require_refused(browser.get(back), portal, provider, browser, "state")


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x", "?code=x&state=x", "?code=x&state=", "?error=x"])
def test_an_answer_that_was_not_asked_for(portal: Portal, provider: Provider, browser: Browser, query: str) -> None:
    require_refused(browser.get(BACK + query), portal, provider, browser, "state")
    assert provider.asked == []


def test_an_answer_with_another_state_does_not_end_what_was_begun(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    back = browser.come_back(browser.begin())
    assert browser.get(f"{BACK}?code=x&state=guessed").status_code == 400
    assert browser.get(back).status_code == 303


def test_an_answer_that_comes_too_late(
    portal: Portal, provider: Provider, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pages.provider.MOST_SECONDS", -1)
    require_refused(browser.sign_in(), portal, provider, browser, "state")


def test_an_answer_of_another_provider(portal: Portal, provider: Provider, browser: Browser) -> None:
    back = browser.come_back(browser.begin())
    answer = browser.get(back + "&iss=https%3A%2F%2Felsewhere.example")
    require_refused(answer, portal, provider, browser, "answer of another issuer")


def test_an_answer_without_a_code(portal: Portal, provider: Provider, browser: Browser) -> None:
    answer = browser.get(f"{BACK}?state={state_of(browser.begin())}")
    require_refused(answer, portal, provider, browser, "no code")


def test_what_a_provider_says_of_its_refusal_is_not_repeated(
    portal: Portal, provider: Provider, browser: Browser
) -> None:
    provider.wrong.error = {"error": "access_denied", "error_description": "<script>alert(1)</script> ring 0123"}
    answer = browser.sign_in()
    require_refused(answer, portal, provider, browser, "refused by the provider")
    for word in ("alert(1)", "ring 0123", "access_denied"):
        assert word not in answer.text


def said(body: str | bytes, status: int = 200, kind: str = "application/json") -> Callable[[], Response]:
    return lambda: Response(body, status=status, mimetype=kind)


GIVEN_UP = threading.Event()
"""Set when a test ends: until then a slow provider does not answer, however slow the machine is."""
LONGEST_WAIT, BETWEEN_DROPS = 30, 0.1
"""Seconds: a portal that never gave up would fail its test, not hang it."""


@pytest.fixture(autouse=True)
def given_up_at_the_end(provider: Provider) -> Iterator[None]:
    GIVEN_UP.clear()
    yield
    GIVEN_UP.set()


def slow() -> Response:
    GIVEN_UP.wait(LONGEST_WAIT)
    return Response("{}", mimetype="application/json")


def trickle() -> Response:
    def drops() -> Any:
        for _ in range(round(LONGEST_WAIT / BETWEEN_DROPS)):
            if GIVEN_UP.wait(BETWEEN_DROPS):
                return
            yield b" "

    return Response(drops(), mimetype="application/json")


ANSWERS: dict[str, tuple[Callable[[], Response], str]] = {
    "fails": (said("oh", 500), "no answer (HTTPError)"),
    "is not JSON": (said("<html>", kind="text/html"), ""),
    "is JSON of another kind": (said("[1]"), ""),
    "is empty": (said(""), ""),
    "is without a token": (said("{}"), ""),
    "is huge": (said(b'{"id_token": "' + b"a" * 2**21 + b'"}'), "no answer (TooMuchError)"),
    "sends on": (lambda: Response(status=302, headers={"Location": "https://elsewhere.example/"}), ""),
    "is slow": (slow, "no answer (ReadTimeout)"),
    "trickles": (trickle, "no answer (ReadTimeout)"),
}


@pytest.mark.parametrize("endpoint", ["token", "keys"])
@pytest.mark.parametrize(("says", "why"), ANSWERS.values(), ids=ANSWERS)
def test_an_endpoint_that_answers_amiss(
    portal: Portal,
    provider: Provider,
    browser: Browser,
    endpoint: str,
    says: Callable[[], Response],
    why: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "TO_READ", 0.5)
    monkeypatch.setattr(fetching, "IN_ALL", 0.5)
    provider.wrong.answers = {endpoint: says}
    require_refused(browser.sign_in(), portal, provider, browser, why)


@pytest.mark.parametrize("endpoint", ["token", "keys", "openid-configuration"])
def test_nobody_is_followed_to_another_address(
    portal: Portal, provider: Provider, browser: Browser, endpoint: str
) -> None:
    """What is sent to the provider holds the secret and the code; a redirection would hand them on."""
    there = {"Location": provider.issuer + "/elsewhere"}
    provider.wrong.answers = {endpoint: lambda: Response(status=307, headers=there)}
    if endpoint == "openid-configuration":
        with pytest.raises(AssertionError, match='role="alert"'):
            browser.begin()
    else:
        browser.sign_in()
    assert provider.asked[-1] == endpoint
    assert portal.people() == []


def test_a_huge_token(portal: Portal, provider: Provider, browser: Browser) -> None:
    provider.somebody["groups"] = ["g-draft"] * 20_000
    require_refused(browser.sign_in(), portal, provider, browser, "exceeded_size")


DESCRIPTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "every tenant's": ({"issuer": "https://login.example/{tenantid}/v2.0"}, "its issuer"),
    "another's": ({"issuer": "https://elsewhere.example"}, "its issuer"),
    "addresses without HTTPS": ({"token_endpoint": "http://elsewhere.example/token"}, "an address of its own"),
    "an address that is a script": ({"authorization_endpoint": "javascript:alert(1)"}, "an address of its own"),
    "an address with a name in it": ({"jwks_uri": "https://a:b@elsewhere.example/"}, "an address of its own"),
    "shared secrets alone": ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "it signs in no way"),
}


@pytest.mark.parametrize(("told", "why"), DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_a_provider_that_is_not_the_one_of_the_settings(
    portal: Portal, provider: Provider, browser: Browser, told: dict[str, Any], why: str
) -> None:
    provider.wrong.description = told
    with pytest.raises(AssertionError, match="Not signed in"):
        browser.begin()
    assert portal.why()[0].startswith(why)
    assert provider.asked == ["openid-configuration"]


@pytest.mark.parametrize(("says", "why"), ANSWERS.values(), ids=ANSWERS)
def test_a_provider_that_is_down_is_one_sentence_and_the_portal_goes_on(
    portal: Portal,
    provider: Provider,
    browser: Browser,
    says: Callable[[], Response],
    why: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "TO_READ", 0.5)
    monkeypatch.setattr(fetching, "IN_ALL", 0.5)
    provider.wrong.answers = {"openid-configuration": says}
    with pytest.raises(AssertionError, match='role="alert"'):
        browser.begin()
    assert portal.why()[0].startswith(why)
    assert browser.get("/").status_code == 200
    provider.start_again()
    browser.begin()


PEOPLE: dict[str, tuple[dict[str, Any], str]] = {
    "in no group of ours": ({"groups": ["of others"]}, "no group"),
    "in no group at all": ({"groups": []}, "no group"),
    "in groups of two organisations": ({"groups": ["g-draft", "g-elsewhere"]}, "groups of several organisations"),
    "in a group of an organisation that is not here": ({"groups": ["g-nowhere"]}, "organisation unknown"),
    "with groups that cannot be read": ({"groups": "g-draft"}, "groups"),
    "with groups of which some are no text": ({"groups": ["g-draft", 7]}, "groups"),
    "with groups to be fetched elsewhere": (
        {"groups": ["g-draft"], "_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {"endpoint": "x"}}},
        "too many groups",
    ),
    "with too many groups to name": ({"groups": ["g-draft"], "hasgroups": True}, "too many groups"),
    "with an address that is not verified": ({"email_verified": False}, "no address"),
    "with an address that is verified in words": ({"email_verified": "true"}, "no address"),
    "with an address that is none": ({"email": "ada"}, "no address"),
    "with two addresses in one": ({"email": "ada@a.example, b@b.example"}, "no address"),
    "of another tenant's user name": (
        {"email_verified": False, "tid": "another", "preferred_username": "ada@southampton.example"},
        "no address",
    ),
    "with an address of Entra ID's that is not the user name": (
        {"tid": TENANT, "email_verified": True, "preferred_username": "no address"},
        "no address",
    ),
}


@pytest.mark.parametrize(("claims", "why"), PEOPLE.values(), ids=PEOPLE)
def test_somebody_who_may_not_come_in(
    portal: Portal, provider: Provider, browser: Browser, claims: dict[str, Any], why: str
) -> None:
    provider.somebody |= claims
    require_refused(browser.sign_in(), portal, provider, browser, why)


INVITED: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "with an address that is not verified": ({"email_verified": False}, "southampton", []),
    "by another organisation": ({}, "portsmouth", []),
    "who runs the portal": ({}, "southampton", ["administrator of the portal"]),
    "with an e-mail address of Entra ID's": (
        {"tid": TENANT, "preferred_username": "mallory@southampton.example", "groups": ["g-elsewhere", "g-draft"]},
        "southampton",
        [],
    ),
}


@pytest.mark.parametrize(("claims", "organisation", "roles"), INVITED.values(), ids=INVITED)
def test_nobody_takes_over_the_account_of_somebody_invited(
    portal: Portal,
    provider: Provider,
    browser: Browser,
    claims: dict[str, Any],
    organisation: str,
    roles: list[str],
) -> None:
    portal.invite("ada@southampton.example", organisation, *roles)
    provider.somebody |= claims
    assert browser.sign_in().status_code == 403
    (invited,) = portal.people()
    assert (invited.subject, invited.roles, invited.organisation.slug) == (None, roles, organisation)


def test_an_address_belongs_to_the_first_subject_that_came_with_it(
    portal: Portal, provider: Provider, browser: Browser, other_browser: Browser
) -> None:
    browser.sign_in()
    provider.somebody["sub"] = "another"
    assert other_browser.sign_in().status_code == 403
    assert portal.why() == ["address of somebody else"]
    assert [person.subject for person in portal.people()] == [SUBJECT]


def test_whoever_is_shut_out_stays_out(portal: Portal, provider: Provider, browser: Browser) -> None:
    browser.sign_in()
    with portal.database.writing() as session:
        ada = person_by_subject(session, provider.issuer, SUBJECT)
        assert ada is not None
        set_active(session, ada, active=False, by=None)
    assert browser.sign_in().status_code == 403
    assert not browser.is_signed_in
    assert portal.why() == ["shut out"]
    assert portal.log("sign-in refused")[0].about == "ada@southampton.example"


def test_somebody_whose_groups_are_taken_away_is_signed_out_everywhere(
    portal: Portal, provider: Provider, browser: Browser, other_browser: Browser
) -> None:
    browser.sign_in()
    provider.somebody["groups"] = []
    assert other_browser.sign_in().status_code == 403
    assert not browser.is_signed_in
    assert portal.people()[0].roles == []


def test_nothing_secret_is_in_what_the_process_writes(
    portal: Portal, provider: Provider, browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        browser.sign_in()
        provider.wrong.claims = {"exp": LONG_AGO}
        browser.sign_in()
    ours = [record.getMessage() for record in caplog.records if record.name != "werkzeug"]
    assert "Nobody was signed in by the provider: expired_token exp." in ours
    for secret in [*provider.tokens, CLIENT_SECRET]:
        assert not any(secret in line for line in ours)


def test_one_address_may_not_ask_without_end(portal: Portal, provider: Provider, browser: Browser) -> None:
    """Each answer that nobody asked for is a line in a log that only grows."""
    answers = [browser.get(BACK).status_code for _ in range(TRIES_A_MINUTE + 2)]
    assert answers == [400] * TRIES_A_MINUTE + [429] * 2
    assert len(portal.why()) == TRIES_A_MINUTE
