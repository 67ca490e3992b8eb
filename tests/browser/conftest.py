"""A live portal, a browser to visit it with, and what no visit may leave behind: an error or an outside request."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
ARTEFACTS = ROOT / "tests" / "artefacts"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = {"desktop": 1280, "phone": 390}
ACCESSIBILITY = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
SECONDS_TO_START = 60


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until_served(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"The portal stopped with status {process.returncode} instead of serving {address}.")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"The portal was not served at {address} within {SECONDS_TO_START} seconds.")


@contextmanager
def serving(application: str = "app.wsgi:server", **environment: str) -> Iterator[str]:
    """Serves a WSGI application as production does, in processes of its own; gives its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:app.gunicorn_conf", application]
    settings = {"PORTAL_HOST": "127.0.0.1", "PORTAL_PORT": str(port), "PORTAL_WORKERS": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings, **environment})
    try:
        wait_until_served(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=40)


@pytest.fixture(scope="session")
def portal() -> Iterator[str]:
    """The address of a live portal, served once for the whole run."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if shutil.which(CHROMIUM) is None:
        pytest.fail("The browser tests need Chromium: as root, apt-get install chromium.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


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


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[tuple[Page, Visit]]:
    """A new browser profile at 1280 pixels, which must end with no console error and no request to another host."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": WIDTHS["desktop"], "height": 900},
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    try:
        page = context.new_page()
        visit = Visit(urlsplit(address).netloc)
        visit.watch(page)
        yield page, visit
        assert visit.outside == []
        assert visit.unexpected == []
    finally:
        context.close()


@pytest.fixture
def page_and_visit(browser: Browser, portal: str) -> Iterator[tuple[Page, Visit]]:
    with visiting(browser, portal) as opened:
        yield opened


@pytest.fixture
def page(page_and_visit: tuple[Page, Visit]) -> Page:
    """An empty page: `page.goto("/compare")` visits the live portal."""
    return page_and_visit[0]


@pytest.fixture
def visit(page_and_visit: tuple[Page, Visit]) -> Visit:
    """What `page` asked for and complained of; `visit.allow("404")` permits an error that the test causes."""
    return page_and_visit[1]


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """Violations of WCAG 2.2 A and AA on a page as it is now, a line each: `assert axe(page) == []`."""

    def violations(page: Page) -> list[str]:
        found = Axe().run(page, options=ACCESSIBILITY).response["violations"]
        return [f"{rule['id']}: {rule['help']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]]

    return violations


@pytest.fixture
def snap() -> Callable[[Page, str], None]:
    """`snap(page, "compare")` keeps full-page pictures at both widths in tests/artefacts, and restores the width."""

    def take(page: Page, name: str) -> None:
        before = page.viewport_size
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        for width in WIDTHS.values():
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(300)  # charts redraw a moment after a change of size
            page.screenshot(path=ARTEFACTS / f"{name}-{width}.png", full_page=True)
        if before is not None:
            page.set_viewport_size(before)

    return take
