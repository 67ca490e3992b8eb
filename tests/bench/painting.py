"""When something is painted in a browser: what is put into every page before its own scripts, and what it says.

Nothing here is evaluated from text by the page itself, whose policy forbids it. Attributes count as seen within
pictures only: elsewhere they are for scripts and for those who listen, such as the word that a page is busy.
The moment after a paint comes before all that a page has put off until then, which would be counted as waiting.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page

from layouts import ids

QUIET_MS = 250
"""What changes nothing more for so long has been painted."""
PATIENCE_MS = 30_000
MEGABIT = 1_000_000 / 8
LOOKS = """
(() => {
    const found = window.benchmark = { began: null, seen: null, painted: null, usable: null };
    const afterPaint = (then) => requestAnimationFrame(() => {
        scheduler.postTask(() => then(performance.now()), { priority: "user-blocking" });
    });
    const isInView = (node) => {
        const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
        const { top, bottom, height } = element?.getBoundingClientRect() ?? { height: 0 };
        return height > 0 && top < window.innerHeight && bottom > 0;
    };
    const isReacts = (control) => Object.keys(control).some((name) => name.startsWith("__reactProps"));
    const answers = (control) => control && (HEARD || isReacts(control));
    const isUsable = () => {
        const root = document.querySelector("ROOT");
        const graphs = [...document.querySelectorAll("ROOT .dash-graph, ROOT.dash-graph")];
        const drawn = graphs.every((graph) => graph.querySelector(".main-svg .cartesianlayer path"));
        return root && document.querySelector("DRAWN") && drawn && answers(document.querySelector("CONTROL"));
    };
    const look = () => {
        if (!isUsable()) {
            requestAnimationFrame(look);
            return;
        }
        afterPaint((now) => { found.usable = now; });
        new MutationObserver((changes) => {
            if (found.began !== null) {
                const shown = changes
                    .filter(({ target, type }) => type !== "attributes" || target instanceof SVGElement)
                    .flatMap(({ target, addedNodes }) => (addedNodes.length ? [...addedNodes] : [target]));
                found.painted = null;
                afterPaint((now) => {
                    found.painted = now;
                    if (shown.some(isInView)) {
                        found.seen = now;
                    }
                });
            }
        }).observe(
            document.querySelector("ROOT"),
            { subtree: true, childList: true, characterData: true, attributes: true },
        );
    };
    document.addEventListener("input", (event) => {
        Object.assign(found, { began: event.timeStamp, seen: null, painted: null });
    }, true);
    look();
})();
"""


@dataclass(frozen=True)
class Kind:
    """A kind of page: what holds all that is drawn, what is there once it is, and a control of it.

    `tells` are elements within the page that are never as they were after a change: their number or where they lead.
    `heard` is whether a change of the control is heard by the document as soon as it is there, not by React.
    """

    root: str
    drawn: str
    control: str
    tells: str
    heard: bool = False

    @property
    def script(self) -> str:
        """What is put into every page."""
        words = {"ROOT": self.root, "DRAWN": self.drawn, "CONTROL": self.control, "HEARD": str(self.heard).lower()}
        return reduce(lambda script, word: script.replace(*word), words.items(), LOOKS)


OURS = Kind("#page", "#page [data-page] h1", "#page select", "#beside a", heard=True)
BARE = Kind("#graph", "#graph .point", "#points", "#graph .point")
SAYS = """() => {
    const { began, seen, painted } = window.benchmark;
    const asked = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType === "fetch");
    return [began, seen, painted, Math.max(began, ...asked.map((entry) => entry.responseEnd)), performance.now()];
}"""
TELLS = "all => `${all.length} ${all.length ? all[0].getAttribute('href') : ''}`"


@dataclass(frozen=True)
class Looks:
    """What kind of machine looks: the width of its window, and how many times slower than this one it is."""

    width: int = 1280
    height: int = 900
    slower: int = 1


LAPTOP, PHONE = Looks(), Looks(390, 844, 4)


@dataclass(frozen=True)
class Load:
    """A first load: milliseconds until it could be used, bytes over the wire, and requests."""

    milliseconds: float
    bytes: float
    requests: int


@dataclass(frozen=True)
class Change:
    """Milliseconds from the event of a control until the answer had come, until what is in view was painted for the
    last time, and until the page was as a whole.
    """

    answered: float
    seen: float
    painted: float


class Tab:
    """One page of a browser that has never been here."""

    def __init__(self, context: BrowserContext, kind: Kind, looks: Looks) -> None:
        self._kind = kind
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self._developer: CDPSession = context.new_cdp_session(self.page)
        if looks.slower > 1:
            self._developer.send("Emulation.setCPUThrottlingRate", {"rate": looks.slower})

    def load(self, address: str, *, slowly: bool = False) -> Load:
        """Go to an address and wait until it can be used; `slowly` over 10 Mbit/s with 40 ms of latency."""
        sizes: list[float] = []
        self._developer.send("Network.enable")
        if slowly:
            speed = {"downloadThroughput": 10 * MEGABIT, "uploadThroughput": 10 * MEGABIT}
            self._developer.send("Network.emulateNetworkConditions", {"offline": False, "latency": 40, **speed})
        self._developer.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
        self.page.goto(address, wait_until="commit")
        usable = float(self._told("usable"))
        if slowly:
            self.page.wait_for_timeout(2 * QUIET_MS)
        if self.errors:
            raise RuntimeError(f"{address}: {self.errors[0]}")
        return Load(usable, sum(sizes), len(sizes))

    def change(self, control: str, value: str) -> Change:
        """Change a control, and wait until what follows is painted."""
        field = self.page.locator(control)
        if not field.is_visible():  # on a phone the controls wait behind a key
            self.page.locator(f"#{ids.CHANGE}").click()
        before = self._stands()
        if field.evaluate("field => field.localName") == "select":
            field.select_option(value=value)
        else:
            field.fill(value)
        ends = time.monotonic() + PATIENCE_MS / 1000
        while time.monotonic() < ends:
            self.page.wait_for_timeout(QUIET_MS)
            if self._stands() == before:
                continue
            began, seen, painted, answered, now = self.page.evaluate(SAYS)
            if seen is not None and painted is not None and now - painted >= QUIET_MS:
                return Change(answered - began, seen - began, painted - began)
        raise RuntimeError(f"{self.page.url} was not drawn anew after {control} became {value}. {self.errors}")

    def options(self, control: str) -> list[str]:
        """The values of a list that can be chosen; none where there is no such list."""
        found: list[str] = self.page.locator(f"{control} option").evaluate_all(
            "all => all.filter(one => !one.disabled).map(one => one.value)"
        )
        return found

    def _stands(self) -> str:
        """What is shown, in as much as any change makes it something else."""
        return str(self.page.locator(self._kind.tells).evaluate_all(TELLS))

    def _told(self, what: str) -> float:
        ends = time.monotonic() + PATIENCE_MS / 1000
        while (found := self.page.evaluate("what => window.benchmark ? window.benchmark[what] : null", what)) is None:
            if time.monotonic() > ends:
                raise RuntimeError(f"{self.page.url} could not be used within {PATIENCE_MS:,} ms. {self.errors}")
            self.page.wait_for_timeout(50)
        return float(found)


@contextmanager
def opened(browser: Browser, kind: Kind, looks: Looks = LAPTOP) -> Iterator[Tab]:
    """A browser profile of its own, with nothing kept."""
    context = browser.new_context(
        viewport={"width": looks.width, "height": looks.height},
        reduced_motion="reduce",
        color_scheme="light",
        locale="en-GB",
        timezone_id="Europe/London",
    )
    try:
        context.add_init_script(kind.script)
        yield Tab(context, kind, looks)
    finally:
        context.close()
