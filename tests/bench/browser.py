"""What a reader waits for in a browser: from changing a control to the painted page, and a first visit from nothing."""

import statistics
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from playwright.sync_api import Browser, sync_playwright

from layouts import ids
from tests.bench import floor
from tests.bench.changes import PATHS
from tests.bench.findings import Measured, Verdict, spelled, table
from tests.bench.painting import BARE, LAPTOP, OURS, PHONE, Change, Load, Looks, Tab, opened
from tests.bench.released import RELEASED, released
from tests.browser.chromium import FLAGS, chromium
from tests.live import serving

CHANGES, CHANGES_ON_A_PHONE = 5, 3
"""Of each page, new to the portal; and as many once more by another reader, whose browser does not have them yet."""
LOADS, LOADS_ON_A_PHONE = 3, 2
ON_A_PHONE = ("/", "/indicator")
PAINTED, BYTES, USABLE = 1.3, 1.15, 1.3
ANSWERED, SEEN, PAINTED_WHOLE = "answered", "seen", "painted"
CONTROLS = ("authority", "indicator", "neighbours", "topic")


@dataclass
class Painted:
    """Changes new to the portal, asked for before by somebody else, and the bare page's."""

    new: list[Change] = field(default_factory=list)
    again: list[Change] = field(default_factory=list)
    floor: list[Change] = field(default_factory=list)

    def __add__(self, other: "Painted") -> "Painted":
        return Painted(self.new + other.new, self.again + other.again, self.floor + other.floor)

    def ratio(self, changes: Sequence[Change], moment: str = SEEN) -> float:
        """How many times the bare page's median."""
        return median(changes, moment) / median(self.floor, moment)


def median(changes: Sequence[Change], moment: str) -> float:
    """The median time until the answer had come, what is in view or the whole page was painted; in milliseconds."""
    return statistics.median(getattr(change, moment) for change in changes)


def named(control: str) -> str:
    """Where a control of the selection is."""
    return f"select[id='{ids.control_text(control)}']"


def change(tab: Tab, turn: int) -> Change:
    """The next change: a control in turn, and of its list an option further on."""
    there = [control for control in CONTROLS if len(tab.options(named(control))) > 1]
    control = named(there[turn % len(there)])
    options = tab.options(control)
    now = tab.page.locator(control).input_value()
    step = 1 if len(options) < 8 else 7
    at = options.index(now) if now in options else 0  # what is shown can be one that there is none of here
    return tab.change(control, options[(at + step) % len(options)])


def changing(browser: Browser, portal: str, bare: str, path: str, changes: int, looks: Looks = LAPTOP) -> Painted:
    """Changes on one page, each followed by one of the bare page."""
    found = Painted()
    for waits in (found.new, found.again):
        with opened(browser, OURS, looks) as ours, opened(browser, BARE, looks) as other:
            ours.load(portal + path)
            other.load(bare)
            for turn in range(-1, changes):  # the first change of a browser compiles, and is not counted
                ours.page.bring_to_front()
                taken = change(ours, turn + 1)
                other.page.bring_to_front()
                floors = other.change("#points", str(floor.BARS - 1 - turn % 2))
                if turn >= 0:
                    waits.append(taken)
                    found.floor.append(floors)
    return found


def loading(
    browser: Browser, portal: str, bare: str, paths: Sequence[str], repeats: int, looks: Looks = LAPTOP
) -> dict[str, list[Load]]:
    """First loads over 10 Mbit/s and 40 ms, each page in turn; the bare page's stand under an empty name."""
    found: dict[str, list[Load]] = {path: [] for path in ("", *paths)}
    for _ in range(repeats):
        for path, loads in found.items():
            with opened(browser, OURS if path else BARE, looks) as tab:
                loads.append(tab.load(portal + path if path else bare, slowly=True))
    return found


def middle(loads: Sequence[Load]) -> Load:
    """The median of each figure."""
    return Load(
        statistics.median(load.milliseconds for load in loads),
        statistics.median(load.bytes for load in loads),
        round(statistics.median(load.requests for load in loads)),
    )


def loads_table(found: dict[str, list[Load]]) -> list[str]:
    """First loads beside the bare page's."""
    bare = middle(found[""])
    rows = []
    for path, loads in found.items():
        load = middle(loads)
        name = f"`{path}`" if path else "the bare page"
        kilobytes, ratio = f"{load.bytes / 1000:,.0f}", f"**{spelled(load.bytes / bare.bytes)}**"
        usable, slower = f"{load.milliseconds / 1000:.2f}", f"**{spelled(load.milliseconds / bare.milliseconds)}**"
        rows.append((name, str(load.requests), kilobytes, ratio, usable, slower))
    head = ("page", "requests", "kB over the wire", "times the bare page's", "s to usable", "times the bare page's")
    return table(head, rows)


def changes_table(found: dict[str, Painted]) -> list[str]:
    """Event to paint beside the bare page's."""
    rows = []
    whole = sum(found.values(), Painted())
    for path, waits in [*((f"`{path}`", waits) for path, waits in found.items()), ("all", whole)]:
        cells = [path, in_turn(waits.floor)]
        for changes in (waits.again, waits.new):
            ratios = [f"**{spelled(waits.ratio(changes))}**", spelled(waits.ratio(changes, PAINTED_WHOLE))]
            cells += [in_turn(changes), " / ".join(ratios)]
        rows.append(cells)
    when = "ms until the answer / in view / the whole"
    times = "times the bare page: **in view** / the whole"
    return table(("page", f"bare page: {when}", f"cached: {when}", times, f"not cached: {when}", times), rows)


def in_turn(changes: Sequence[Change]) -> str:
    """The median of each moment."""
    return " / ".join(spelled(median(changes, moment)) for moment in (ANSWERED, SEEN, PAINTED_WHOLE))


def verdicts(changed: dict[str, Painted], loaded: dict[str, list[Load]]) -> list[Verdict]:
    """Over all pages, and of the one that is furthest from its target."""
    whole = sum(changed.values(), Painted())
    found = []
    for words, kind in (("cached", "again"), ("not cached", "new")):
        what, target = f"the same in the browser, {words}", f"{PAINTED} times the floor's"
        found.append(Verdict(f"{what}, over all pages", target, whole.ratio(getattr(whole, kind)), PAINTED))
        ratios = {path: waits.ratio(getattr(waits, kind)) for path, waits in changed.items()}
        path, ratio = max(ratios.items(), key=lambda item: item[1])
        found.append(Verdict(f"{what}, slowest page (`{path}`)", target, ratio, PAINTED))
        ratio = whole.ratio(getattr(whole, kind), PAINTED_WHOLE)
        found.append(Verdict(f"{what}, the whole of all pages, below the window too", target, ratio, PAINTED))
    bare, pages = middle(loaded[""]), {path: middle(loads) for path, loads in loaded.items() if path}
    path, load = max(pages.items(), key=lambda item: item[1].bytes)
    what, target = f"first load: bytes, largest page (`{path}`)", f"{BYTES} times the bare page"
    found.append(Verdict(what, target, load.bytes / bare.bytes, BYTES))
    path, load = max(pages.items(), key=lambda item: item[1].milliseconds)
    what, target = f"first load: time to usable, slowest page (`{path}`)", f"{USABLE} times the bare page"
    found.append(Verdict(what, target, load.milliseconds / bare.milliseconds, USABLE))
    return found


def report() -> Measured:
    """A laptop on every page and a phone on some."""
    with ExitStack() as there:
        cache = there.enter_context(tempfile.TemporaryDirectory())
        settings = {"PORTAL_CACHE_DIR": cache, "PORTAL_WORKERS": "2", "PORTAL_WARMING": "no"}
        portal = there.enter_context(serving(**settings, **there.enter_context(released()).environment))
        bare = there.enter_context(serving("tests.bench.floor:server", PORTAL_WORKERS="2"))
        playwright = there.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        loaded = loading(browser, portal, bare, PATHS, LOADS)
        changed = {path: changing(browser, portal, bare, path, CHANGES) for path in PATHS}
        phone_loaded = loading(browser, portal, bare, ON_A_PHONE, LOADS_ON_A_PHONE, PHONE)
        phone_changed = {path: changing(browser, portal, bare, path, CHANGES_ON_A_PHONE, PHONE) for path in ON_A_PHONE}
        browser.close()
    lines = [
        f"The bare page is a Dash page with one graph of {floor.BARS} bars and one control, with the same chart "
        "library and the same settings for static files, and none of the portal's styles and scripts.",
        "",
        "### From changing a control to the painted page",
        "",
        f"Medians of {CHANGES} changes of every page by a reader whose address nobody had asked for (not cached), "
        "and of the same by a second reader, whose browser does not have them (cached); after each the bare page's, "
        "in turn. From the event of the control until the answer had come, until what is in view had been painted for "
        "the last time, and until the whole page had been, with all that is below; a window of "
        f"{LAPTOP.width} by {LAPTOP.height} pixels, and no limit on the network. {RELEASED}",
        "",
        *changes_table(changed),
        "",
        "### First load",
        "",
        f"A new browser profile each time, 10 Mbit/s and 40 ms of latency, medians of {LOADS} in turn. Usable is "
        "when what the page answers and its charts are painted, and its controls take a change.",
        "",
        *loads_table(loaded),
        "",
        f"### A phone: {PHONE.width} pixels wide, processor {PHONE.slower} times slower",
        "",
        *changes_table(phone_changed),
        "",
        *loads_table(phone_loaded),
    ]
    largest = max(middle(loads).bytes for path, loads in loaded.items() if path)
    return Measured(lines, verdicts(changed, loaded), {"first_load_bytes": largest})
