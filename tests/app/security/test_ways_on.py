"""Where a form or a link leads on to: this site, whatever was written into `next`."""

from urllib.parse import quote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms import own_address
from tests.app.security.conftest import EMAIL, HERE, HOST, PASSWORD, Secured, csrf_token, from_here, page

ELSEWHERE = [
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "\t//elsewhere.example",
    " //elsewhere.example",
    "https://elsewhere.example",
    "https:elsewhere.example",
    "HTTPS://elsewhere.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\x00/elsewhere.example",
    "/a\r\nLocation: https://elsewhere.example",
    "elsewhere.example",
    "@elsewhere.example",
    ".elsewhere.example",
    "\u2028//elsewhere.example",
    "%2F%2Felsewhere.example",
    "%5C%5Celsewhere.example",
    "",
    "?next=//elsewhere.example",
]
WITHIN = ["/", "/compare?authority=southampton", "/returns/1/2", "/a//b", "/%2F%2Felsewhere.example", "/compare?a=é"]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_elsewhere_is_none(address: str) -> None:
    assert own_address(address) == "/"
    assert own_address(address, "/returns") == "/returns"


@pytest.mark.parametrize("address", WITHIN)
def test_an_address_here_is_kept(address: str) -> None:
    assert own_address(address) == address


@given(st.one_of(st.text(), st.text(alphabet="/\\:@.ht ps\t\n%2F5Ceia")))
def test_a_browser_never_leaves(text: str) -> None:
    """As browsers read an address (the URL standard): they drop tabs and line breaks and take \\ for /."""
    address = own_address(text)
    read = "".join(sign for sign in address if sign not in "\t\n\r").replace("\\", "/")
    assert read.startswith("/")
    assert not read.startswith("//")
    assert address.isprintable()


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_on_within_the_site(open_portal: Secured, address: str) -> None:
    browser = open_portal.browser()
    shown = browser.get(f"/sign-in?next={quote(address, safe='')}")
    assert 'name="next" value="/"' in page(shown)
    again = open_portal.browser(signed_in=True).get(f"/sign-in?next={quote(address, safe='')}")
    assert again.headers["Location"] == "/"


def test_what_is_sent_with_the_form_is_looked_at_again(open_portal: Secured) -> None:
    browser = open_portal.browser()
    sent = {"csrf_token": csrf_token(browser), "email": EMAIL, "password": PASSWORD, "next": "//elsewhere.example"}
    answer = browser.post("/sign-in", data=sent, headers=from_here())
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("path", ["//elsewhere.example", "/\\elsewhere.example", "//elsewhere.example/%2e%2e"])
def test_an_address_that_looks_like_another_site_is_not_redirected_to(
    open_portal: Secured, closed_portal: Secured, path: str
) -> None:
    for portal in (open_portal, closed_portal):
        answer = portal.browser().get("/", headers={"Accept": "text/html"}, environ_overrides={"PATH_INFO": path})
        assert urlsplit(urljoin(HERE, answer.headers.get("Location", "/"))).netloc == HOST
