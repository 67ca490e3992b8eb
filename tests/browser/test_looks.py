"""Every page in every state that a reader may meet it in: looked at, measured for barriers, and compared.

`make looks` keeps how the pages look now; look at the pictures in tests/artefacts first.
With EVERY_TEXT=all the contrast of every text is measured at 1280, not of each kind alone; it takes minutes longer.
"""

import base64
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from callbacks import ROUTES
from tests.browser import looks
from tests.browser.barriers import ALL_BUT_CONTRAST, CONTRAST, EVERY_TEXT, EVERYTHING, ONE_OF_A_KIND
from tests.browser.conftest import ARTEFACTS
from tests.browser.visits import visiting

ADDRESSES = {
    "home": "/",
    "board": "/board?month=2022-10",
    "partnership": "/partnership",
    "changes": "/changes",
    "compare": "/compare",
    "compare-multiples": "/compare?view=multiples",
    "compare-spine": "/compare?view=spine",
    "indicator": "/indicator?topic=children-looked-after&indicator=children-looked-after-rate-per-10-000",
    "indicator-tested": "/indicator?indicator=LACDental%25",
    "neighbours": "/neighbours",
    "map": "/map?indicator=LACDental%25",
    "map-tiles": "/map?indicator=LACDental%25&view=tiles",
    "authority": "/authority",
    "scorecard": "/scorecard",
    "claims": "/claims?text=There was a reduction of 34 children coming into care in 2024-25 compared with 2023-24.",
    "about": "/about",
    "problem": "/compare?authority=atlantis",
}

DRAWN_WITHOUT_SCRIPTS = {"api": "/api", "guide": "/guide"}
"""Pages for everybody that are no page of figures; those of accounts are looked at where somebody signs in."""
TOO_LONG_FOR_A_PICTURE = frozenset({"api"})
IS_ALL = os.environ.get("EVERY_TEXT") == "all"


@dataclass(frozen=True)
class State:
    """How a reader looks at a page, and which barriers that can make, in which texts.

    A zoom of 200% leaves half the width.
    """

    width: int
    scheme: str = "light"
    media: str = "screen"
    rules: Mapping[str, object] = field(default_factory=dict)
    texts: str = ONE_OF_A_KIND


STATES = {
    "1280": State(1280, rules=EVERYTHING, texts=EVERY_TEXT if IS_ALL else ONE_OF_A_KIND),
    "1280-dark": State(1280, scheme="dark", rules=CONTRAST),
    "390": State(390, rules=EVERYTHING),
    "390-dark": State(390, scheme="dark", rules=CONTRAST),
    "zoomed": State(640, rules=ALL_BUT_CONTRAST),
    "print": State(1047, media="print", rules=CONTRAST),
}
"""Print is A4 on its side less its margins, at 96 pixels to the inch."""


def test_every_page_is_looked_at() -> None:
    paths = {address.partition("?")[0] for address in ADDRESSES.values()}
    assert paths == {route.page.path for route in ROUTES}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_looks_as_it_did_and_has_no_barrier(
    browser: Browser, portal: str, axe: Callable[..., list[str]], name: str
) -> None:
    wrong = []
    with visiting(browser, portal) as (page, _):
        page.goto(ADDRESSES[name])
        expect(page.locator("#page h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")  # maps are drawn that nobody came near
        for state, look in STATES.items():
            page.set_viewport_size({"width": look.width, "height": 900})
            page.emulate_media(color_scheme=look.scheme, media=look.media, reduced_motion="reduce")  # type: ignore[arg-type]
            settle(page)
            barriers = axe(page, rules=look.rules, texts=look.texts)
            wrong += [f"{state}: {words}" for words in (*too_wide(page), *barriers)]
            wrong += [f"{state}: {words}" for words in changed(f"{name}-{state}", photograph(page, f"{name}-{state}"))]
    assert wrong == []


@pytest.mark.parametrize("name", DRAWN_WITHOUT_SCRIPTS)
def test_a_page_drawn_without_scripts_looks_as_it_did_and_has_no_barrier(
    browser: Browser, portal: str, axe: Callable[..., list[str]], name: str
) -> None:
    wrong = []
    with visiting(browser, portal) as (page, _):
        page.goto(DRAWN_WITHOUT_SCRIPTS[name])
        for state, rules in (("1280", EVERYTHING), ("390", ALL_BUT_CONTRAST)):
            page.set_viewport_size({"width": STATES[state].width, "height": 900})
            settle(page)
            wrong += [f"{state}: {words}" for words in (*too_wide(page), *axe(page, rules=rules))]
            if name in TOO_LONG_FOR_A_PICTURE:
                continue
            wrong += [f"{state}: {words}" for words in changed(f"{name}-{state}", photograph(page, f"{name}-{state}"))]
    assert wrong == []


def too_wide(page: Page) -> list[str]:
    """That a reader would have to scroll sideways."""
    wide, room = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return [f"the page is {wide} pixels wide in a window of {room}"] if wide > room else []


def changed(name: str, picture: Path) -> list[str]:
    """That a page looks unlike what was kept, or that nobody has looked at it yet."""
    if os.environ.get("KEEP_LOOKS"):
        looks.keep(name, picture)
    if not looks.kept(name).is_file():
        return ["nobody has looked at this page yet: make looks"]
    found = looks.difference(name, picture)
    advice = f"look at {picture.name} in tests/artefacts, and if it is right: make looks"
    return [f"{found}; {advice}"] if found.is_seen else []


def settle(page: Page) -> None:
    """Fonts are there, and every chart of the library is drawn; one frame later all else is, which is style alone."""
    page.evaluate("() => document.fonts.ready.then(() => true)")
    graphs = page.locator(".js-plotly-plot, .dash-graph").all()
    for graph in graphs:
        expect(graph.locator(".main-svg").first).to_be_visible()
    if graphs:
        page.wait_for_timeout(400)  # charts draw their labels anew a moment after the font has come
    page.evaluate("() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))")


def photograph(page: Page, name: str) -> Path:
    """The whole page as a picture in tests/artefacts, the same pixels as Playwright's, packed in half the time."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    kept = ARTEFACTS / f"{name}.png"
    browser = page.context.new_cdp_session(page)
    size = browser.send("Page.getLayoutMetrics")["cssContentSize"]
    clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
    how = {"format": "png", "captureBeyondViewport": True, "optimizeForSpeed": True, "clip": clip}
    kept.write_bytes(base64.b64decode(browser.send("Page.captureScreenshot", how)["data"]))
    browser.detach()
    return kept
