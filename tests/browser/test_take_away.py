"""Every chart can be taken away: as a picture with its finding and its source, as a file, to the clipboard."""

import csv
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.visits import visiting

CHARTS = ["trend", "ranked"]


@pytest.fixture(scope="module")
def indicator(browser: Browser, portal: str) -> Iterator[Page]:
    """The Indicator page in a browser that lets a page use the clipboard: what is taken away leaves it as it was."""
    with visiting(browser, portal) as (page, _):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto("/indicator")
        expect(page.locator(".chart .js-plotly-plot .annotation-text").first).to_be_visible()
        yield page


def card(page: Page, name: str) -> Locator:
    return page.locator(f"[data-chart='{name}']")


def saved(page: Page, key: Locator, folder: Path) -> Path:
    with page.expect_download() as download:
        key.click()
    kept = folder / download.value.suggested_filename
    download.value.save_as(kept)
    return kept


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_holds_finding_source_and_address(indicator: Page, name: str, tmp_path: Path) -> None:
    found = card(indicator, name)
    kept = saved(indicator, found.get_by_role("button", name="SVG"), tmp_path)
    assert kept.name == f"alongside-{name}.svg"
    drawing = ElementTree.fromstring(kept.read_text())  # noqa: S314  # our own
    words = " ".join("".join(text.itertext()) for text in drawing.iter("{http://www.w3.org/2000/svg}text"))
    finding = found.get_by_role("heading").inner_text()
    assert [word for word in finding.split() if word not in words] == []
    assert "Source: DfE, Local Authority Interactive Tool" in words
    assert "/indicator?authority=southampton" in words


def test_a_png_is_drawn_at_twice_its_size(indicator: Page, tmp_path: Path) -> None:
    kept = saved(indicator, card(indicator, "trend").get_by_role("button", name="PNG"), tmp_path)
    head = kept.read_bytes()[:24]
    width, height = struct.unpack(">II", head[16:24])
    picture = card(indicator, "trend").locator("figure").bounding_box()
    assert picture is not None
    assert width == 2 * (picture["width"] + 48)
    assert height > 2 * picture["height"]


def test_the_file_has_the_figures_of_the_table(indicator: Page, tmp_path: Path) -> None:
    found = card(indicator, "trend")
    kept = saved(indicator, found.get_by_role("link", name="CSV"), tmp_path)
    with kept.open(encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    found.locator("summary").click()
    shown = found.locator("tbody tr").all()
    assert len(shown) == len(rows) - 1
    for line, row in zip(shown, rows[1:], strict=True):
        cells = line.locator("th, td").all_inner_texts()
        for seen, kept in zip(cells, row, strict=False):
            assert same(seen, kept), f"{seen} on the page, {kept} in the file"


def same(seen: str, kept: str) -> bool:
    """Whether a cell says what the file has: the same words, or the same number as far as the page has decimals."""
    digits = seen.replace(",", "").replace("\N{MINUS SIGN}", "-")
    if not re.fullmatch(r"-?\d+(\.\d+)?", digits):
        return seen == kept
    return abs(float(digits) - float(kept)) <= 0.5 * 10 ** -len(digits.partition(".")[2]) + 1e-9


def test_the_figures_are_copied_and_it_is_said(indicator: Page) -> None:
    found = card(indicator, "ranked")
    key = found.get_by_role("button", name="Copy the figures")
    key.focus()
    indicator.keyboard.press("Enter")
    expect(found.get_by_role("status")).to_have_text("Copied 154 rows")
    copied = indicator.evaluate("() => navigator.clipboard.readText()").split("\n")
    assert len(copied) == 155
    assert "Southampton\t36\t90\t460\t50,941" in "\n".join(copied)
    assert copied[-1].startswith("Source: DfE")


def test_what_leaves_in_the_dark_is_on_white(browser: Browser, portal: str, tmp_path: Path) -> None:
    """A chart of the library is saved in the light scheme whatever the reader's is: it goes into documents."""
    with visiting(browser, portal) as (page, _):
        page.emulate_media(color_scheme="dark")
        page.goto("/indicator")
        expect(page.locator(".chart .js-plotly-plot .annotation-text").first).to_be_visible()
        kept = saved(page, card(page, "trend").get_by_role("button", name="SVG"), tmp_path)
    drawing = ElementTree.fromstring(kept.read_text())  # noqa: S314  # our own
    ground = drawing.find("{http://www.w3.org/2000/svg}rect")
    assert ground is not None
    assert ground.get("fill") == "#ffffff"
