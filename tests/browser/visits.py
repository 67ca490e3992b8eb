"""Visits with a browser, and what none may leave behind: an error or a request to another host."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from layouts import ids

WIDTHS = {"desktop": 1280, "phone": 390}
LOOKS: tuple[tuple[str, Literal["light", "dark"]], ...] = (("desktop", "dark"), ("phone", "light"))
"""Between them both widths and both schemes; test_looks.py has every page in all four."""
DRAWN_ANEW = 400
"""Milliseconds: charts are drawn anew a moment after a change of size."""


@dataclass
class Visit:
    """What happened while a page was open. `allowed` holds words of the errors that a test means to cause."""

    host: str
    errors: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, words: str) -> None:
        self.allowed.append(words)

    @property
    def outside(self) -> list[str]:
        """Addresses asked of any other host."""
        return [
            address
            for address in self.addresses
            if urlsplit(address).scheme not in {"data", "blob"} and urlsplit(address).netloc != self.host
        ]

    @property
    def unexpected(self) -> list[str]:
        return [error for error in self.errors if not any(words in error for words in self.allowed)]

    def watch(self, page: Page) -> None:
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.addresses.append(request.url))


def in_each_look(page: Page) -> Iterator[int]:
    """An open page as it is, on a desk in the dark and on a phone in the light: how wide it is each time."""
    for width, scheme in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        if page.locator(".js-plotly-plot").count():
            page.wait_for_timeout(DRAWN_ANEW)
        yield WIDTHS[width]


def as_it_was(page: Page) -> Iterator[Page]:
    """An open page for another test that only looks: afterwards window, scheme, place and focus are as before."""
    yield page
    page.set_viewport_size({"width": WIDTHS["desktop"], "height": 900})
    page.emulate_media(media="screen", color_scheme="light")
    page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")


def wait_for_the_whole(page: Page) -> None:
    """The first part of a page is painted before the rest of it is drawn; `aria-busy` says whether there is more."""
    for waiting in ("._dash-loading", f"#{ids.PAGE}[aria-busy]"):
        page.locator(waiting).wait_for(state="detached")


class Patient(Protocol):
    """A way to go somewhere, as Playwright has several."""

    def __call__(self, *given: Any, **more: Any) -> Any: ...


def patiently(page: Page, way: Patient) -> Patient:
    """The same, which ends once the whole page stands there."""

    def go(*given: Any, **more: Any) -> Any:
        answer = way(*given, **more)
        wait_for_the_whole(page)
        return answer

    return go


@contextmanager
def visiting(browser: Browser, address: str, width: int = WIDTHS["desktop"]) -> Iterator[tuple[Page, Visit]]:
    """A new browser profile, which must end with no console error and no request to another host."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    try:
        page = context.new_page()
        for name in ("goto", "reload", "go_back", "go_forward"):
            setattr(page, name, patiently(page, getattr(page, name)))
        visit = Visit(urlsplit(address).netloc)
        visit.watch(page)
        yield page, visit
        assert visit.outside == [], visit.outside
        assert visit.unexpected == [], visit.unexpected
    finally:
        context.close()
