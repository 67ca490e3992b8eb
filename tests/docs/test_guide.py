"""The user's guide in the portal: every page, link and address of it answers, and it says what the portal says."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_server
from app.guide_text import FOLDER, PICTURES, guide, size_of
from app.settings import load_settings
from data.missing import Missing
from layouts.phrases import BANDS


@pytest.fixture(scope="module")
def server(shared_cache: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = str(tmp_path_factory.mktemp("guide"))
    return create_server(
        load_settings({"PORTAL_CACHE_DIR": shared_cache, "PORTAL_CACHE": "simple", "PORTAL_DATA_DIR": folder})
    )


@pytest.fixture
def browser(server: Flask) -> Iterator[FlaskClient]:
    with server.test_client() as client:
        yield client


def status(browser: FlaskClient, address: str) -> int:
    with browser.get(address) as answer:  # a picture's file is open until then
        return answer.status_code


def test_the_first_page_lists_every_page() -> None:
    assert {path.stem for path in FOLDER.glob("*.md")} == set(guide())


@pytest.mark.parametrize("slug", guide())
def test_a_page_answers_and_every_address_on_it_does(slug: str, browser: FlaskClient) -> None:
    page = guide()[slug]
    answer = browser.get(page.address)
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    assert f"<h1>{page.title}</h1>" in html
    addresses = re.findall(r'(?:href|src)="([^"#]+)', page.body)
    assert [address for address in addresses if not address.startswith("/")] == []
    # A page of an account leads to the sign-in first.
    assert [address for address in addresses if status(browser, address) not in (200, 303)] == []


@pytest.mark.parametrize("slug", guide())
def test_every_heading_that_is_linked_to_is_there(slug: str) -> None:
    for address, anchor in re.findall(r'href="(/guide[^"#]*)#([^"]+)"', guide()[slug].body):
        assert f'id="{anchor}"' in guide()[address.removeprefix("/guide").strip("/") or "index"].body


def test_a_page_that_was_not_written_is_said_in_a_sentence(browser: FlaskClient) -> None:
    answer = browser.get("/guide/nothing")
    assert answer.status_code == 404
    assert "The guide has no page of that name" in answer.get_data(as_text=True)


def test_a_picture_has_its_size_so_that_nothing_moves_as_it_comes(browser: FlaskClient) -> None:
    width, height = size_of(PICTURES / "stand.png")
    (picture,) = re.findall(r"<img[^>]+stand.png[^>]+>", guide()["where-we-stand"].body)
    assert f'width="{width}"' in picture
    assert f'height="{height}"' in picture
    with browser.get("/guide/pictures/stand.png") as answer:
        assert (answer.mimetype, len(answer.data)) == ("image/png", (PICTURES / "stand.png").stat().st_size)


def test_no_picture_leads_out_of_its_folder(browser: FlaskClient) -> None:
    assert browser.get("/guide/pictures/..%2findex.md").status_code == 404


def test_every_reason_for_a_missing_figure_and_every_band_is_explained() -> None:
    body = guide()["read-a-figure"].body
    assert [reason.words for reason in Missing if reason.words and f"<td>{reason.words}</td>" not in body] == []
    assert [word for word in BANDS.values() if f"<td>{word}</td>" not in body] == []
