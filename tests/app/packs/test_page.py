"""A pack as a whole document, for the web and for the PDF."""

import re

from app.bundles import ASSETS
from app.packs.page import as_file, as_page, as_print
from layouts.markup import element
from tests.layouts.pack.sample import sample_pack


def test_the_page_names_its_language_title_and_style_sheets() -> None:
    page = as_page(sample_pack(2))
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert "<title>Southampton: exceptions for the improvement board - Alongside</title>" in page
    sheets = re.findall(r'href="/assets/([^"]+\.css)"', page)
    assert "88-pack.css" in sheets
    assert all((ASSETS / sheet).is_file() for sheet in sheets)


def test_the_page_has_nothing_that_the_security_policy_refuses() -> None:
    page = as_page(sample_pack(4))
    assert not re.search(r"<[^>]+ (style|on\w+)=", page)
    assert "<script" not in page
    assert "<style" not in page


def test_ways_to_the_files_stand_before_the_pack() -> None:
    page = as_page(sample_pack(1), element("p", element("a", "PDF", href="/pack.pdf")))
    assert page.index('<a href="/pack.pdf">PDF</a>') < page.index("<h1>")
    assert "&lt;i&gt;" in as_page(sample_pack(1), "<i>")


def test_print_holds_the_same_with_nothing_around_it() -> None:
    page, printed = as_page(sample_pack(3)), as_print(sample_pack(3))
    assert "<nav" in printed
    assert "skip-link" not in printed
    assert printed.count("<svg") == 3
    assert page.count("<svg") == 6, "one for a page's column and one for a telephone"
    for words in re.findall(r"<h3[^>]*>[^<]+</h3>", page):
        assert words in printed


def test_a_file_needs_nothing_but_itself() -> None:
    kept = as_file(sample_pack(2))
    assert "url(vendor" not in kept
    assert 'url("vendor' not in kept
    assert 'url("data:font/woff2;base64,' in kept
    assert not re.search(r'<(link|script|img)\b|@import|(src|href)="/', kept)
    assert ".pack-picture .fill-us { fill: var(--us); }" in kept
