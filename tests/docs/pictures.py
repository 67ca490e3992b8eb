"""The pictures of the user's guide: what each shows, and `make pictures`, which takes them anew.

They are of a portal of its own with `portal demo` loaded, at one size, in the light scheme. They hold figures, so they
are taken anew when the figures that the project ships are others.
"""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, sync_playwright

from app.guide_text import PICTURES
from tests.browser.chromium import FLAGS, chromium
from tests.live import ROOT, serving

WIDTH, HEIGHT = 1000, 900
COLOURS, ROUNDS = 160, 2
"""Enough for letters with smooth edges and every colour of the pages; fewer make a smaller file."""
MARGIN = 8
SETTLED = 400
"""Milliseconds in which a chart that was drawn comes to rest."""
HEALTH_CHECKS = "percentage-of-cla-having-health-checks"
STATEMENT = "There was a reduction of 34 children coming into care in the period 2024-25 compared with 2023-24."


@dataclass(frozen=True)
class Picture:
    """What a picture shows of a page: from the top of `first` to the foot of `last`."""

    name: str
    address: str
    first: str
    last: str = ""
    typed: str = ""
    width: int = WIDTH

    @property
    def file(self) -> Path:
        return PICTURES / f"{self.name}.png"


LIST = (
    Picture("choices", "/", "section.selection"),
    Picture("stand", "/", ".home-page h1", "p.answer"),
    Picture("topics", "/", ".home-page section.chart", "svg.topic-bars"),
    Picture("changed", "/changes", ".changes-page section.chart", ".changes-page section.chart section >> nth=1"),
    Picture("neighbours", "/neighbours", "table.alike", "table.alike tbody tr >> nth=3"),
    Picture("compare", "/compare", "table.matrix", "table.matrix tbody tr >> nth=2", width=1280),
    Picture("multiples", "/compare?view=multiples", ".compare section.chart", "ul.multiples > li"),
    Picture("gap", f"/indicator?indicator={HEALTH_CHECKS}", ".indicator-page h1", ".indicator-page p.answer + p"),
    Picture("rank", f"/indicator?indicator={HEALTH_CHECKS}", "section.chart >> nth=1", "figure >> nth=1"),
    Picture("shared", "/partnership", "table.shared tbody tr", "table.shared tbody td.on"),
    Picture("month", "/scorecard", ".scorecard-page h1", "ul >> text=close to the lower limit"),
    Picture("board", "/board", "#on-severe-absentees-cin-secondary"),
    Picture("actions", "/board/southampton/actions", "table.tracker", "table.tracker tbody tr"),
    Picture("pack", "/pack?authority=southampton", ".pack-ways-on", "p.answer"),
    Picture("take-away", f"/indicator?indicator={HEALTH_CHECKS}", ".take-away"),
    Picture("find", "/", ".site-header", typed="dental"),
    Picture("key-figures", f"/indicator?indicator={HEALTH_CHECKS}", ".indicator-page dl"),
    Picture("claim", f"/claims?text={STATEMENT.replace(' ', '+')}", ".claims-page section.chart", "li.part"),
    Picture("check", "/returns/1/1", "main h1", "nav.filters"),
)


def seen(page: Page, picture: Picture) -> tuple[Locator, Locator]:
    """The page of a picture, with the first and the last of what it shows."""
    page.set_viewport_size({"width": picture.width, "height": HEIGHT})
    page.goto(picture.address)
    page.locator("main h1").first.wait_for()
    if picture.typed:
        page.get_by_role("combobox", name="Find an indicator").fill(picture.typed)
        page.get_by_role("option").first.wait_for()
    first = page.locator(picture.first).first
    last = page.locator(picture.last).first if picture.last else first
    last.wait_for()
    first.wait_for()
    return first, last


def area(page: Page, first: Locator, last: Locator, width: int) -> FloatRect:
    """What is to be cut out of the whole page, in pixels."""
    top, foot = first.bounding_box(), last.bounding_box()
    assert top is not None
    assert foot is not None
    tall = foot["y"] + foot["height"] - top["y"]
    scrolled: float = page.evaluate("window.scrollY")
    y = max(top["y"] + scrolled - MARGIN, 0)
    x = max(top["x"] - MARGIN, 0)
    return {"x": x, "y": y, "width": width - 2 * x, "height": tall + 2 * MARGIN}


def take(page: Page, picture: Picture) -> None:
    """Take one picture, and write it with as few colours as do."""
    first, last = seen(page, picture)
    page.wait_for_timeout(SETTLED)
    shot = page.screenshot(full_page=True, clip=area(page, first, last, picture.width))
    with Image.open(io.BytesIO(shot)) as opened:
        palette = opened.convert("RGB").quantize(COLOURS, kmeans=ROUNDS, dither=Image.Dither.NONE)
        palette.save(picture.file, optimize=True)


def load_demonstration(folder: str) -> None:
    """Put the published papers into a folder of local data."""
    portal = str(Path(sys.executable).with_name("portal"))
    environment = {**os.environ, "PORTAL_DATA_DIR": folder}
    subprocess.run([portal, "demo"], cwd=ROOT, env=environment, check=True, capture_output=True)


def main(names: Sequence[str]) -> None:
    """Take the pictures of these names; all, when there are none."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        load_demonstration(folder)
        with serving(PORTAL_DATA_DIR=folder) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=address)
            for picture in (one for one in LIST if not names or one.name in names):
                take(page, picture)
                sys.stdout.write(f"{picture.name}: {picture.file.stat().st_size:,} bytes\n")
            browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
