"""Pages are drawn before anybody asks for them, and found by whoever asks first."""

import os
from itertools import islice
from pathlib import Path

import pytest

from app.cache import trim
from app.cli import main
from app.factory import create_app
from app.operation.warmer import Warmer
from app.settings import load_settings
from app.warming import GIVES_WAY, addresses, other_lists, warm_pages
from callbacks import ROUTES
from data.authorities import load_authorities
from data.store import Snapshot
from layouts.selection import Selection
from tests.app.examples import get
from tests.waiting import until

A_FIRST_VISIT = len(ROUTES) - 1
"""All but the page of statements, which nobody's address starts on."""


def test_every_page_of_a_first_visit_comes_first_and_then_one_after_the_other_for_every_authority() -> None:
    found = list(addresses(ROUTES, load_authorities()))
    assert found[:A_FIRST_VISIT] == [route.page.path for route in ROUTES if route.kept]
    current = load_authorities().current
    assert len(found) == len(set(found)) == A_FIRST_VISIT * (len(current) + 1)
    assert found[A_FIRST_VISIT:][: len(current)] == [Selection(authority=area.slug).address("/") for area in current]
    assert Selection(authority="isle-of-wight").address("/compare") in found


def test_the_slowest_come_at_last_beside_the_other_lists(snapshot: Snapshot) -> None:
    lists = other_lists(snapshot)
    assert lists == ("2021", "modelled")
    current = snapshot.authorities.current
    before = A_FIRST_VISIT * (len(current) + 1)
    found = list(addresses(ROUTES, snapshot.authorities, lists))[before:]
    pages = ("/", "/board", "/partnership", "/changes")
    assert found == [
        Selection(authority=area.slug, neighbours=name).address(path)
        for path in pages
        for name in lists
        for area in current
    ]


def test_what_was_warmed_is_found(tmp_path: Path, shared_cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(load_settings({"PORTAL_CACHE_DIR": str(tmp_path), "PORTAL_DATA_DIR": str(tmp_path)}))
    wanted = addresses(ROUTES, load_authorities())
    assert warm_pages(app.server, app.views, islice(wanted, 3)) == 3
    monkeypatch.setattr("app.views.in_lines", lambda *_: pytest.fail("drawn again"))
    browser = app.server.test_client()
    for address in islice(addresses(ROUTES, load_authorities()), 3):
        assert get(browser, f"{app.views}{address}", Accept_Encoding="br").status_code == 200


def test_the_command_gives_way_to_everything_else_and_says_how_many_are_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    politeness: list[int] = []
    monkeypatch.setattr(os, "nice", politeness.append)  # what is said of this process lasts for all its other tests
    monkeypatch.setattr("app.warming.addresses", lambda *known: islice(addresses(*known), 2))
    monkeypatch.setenv("PORTAL_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path))
    assert main(["warm"]) == 0
    assert politeness == [GIVES_WAY]
    assert capsys.readouterr().out == "2 pages are ready.\n"


def test_nothing_is_started_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("started"))
    warmer = Warmer(is_wanted=False)
    warmer.start()
    warmer.finish()
    warmer.stop()


def drawing(place: Path, monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Have another program stand for the one that draws pages."""
    program = place / "program"
    program.write_text("\n".join(["#!/bin/sh", *lines]))
    program.chmod(0o700)
    monkeypatch.setattr("sys.executable", str(program))


def test_new_figures_wait_until_their_pages_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing(tmp_path, monkeypatch, "sleep 0.3", f'echo "$@" > {tmp_path}/drawn')
    Warmer(is_wanted=True).finish()
    assert (tmp_path / "drawn").read_text() == "-m app warm\n"


def test_new_figures_do_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, ended = tmp_path / "begun", tmp_path / "ended"
    on_end = f"trap 'echo > {ended}; exit' TERM"
    drawing(tmp_path, monkeypatch, on_end, f"echo > {begun}", "while :; do sleep 0.05; done")
    warmer = Warmer(is_wanted=True)
    warmer.finish(seconds=0.1)
    until(begun.exists)
    assert not ended.exists(), "it goes on drawing"
    warmer.stop()
    until(ended.exists)


def test_it_is_not_wanted_where_no_other_process_would_find_it() -> None:
    place = {"PORTAL_CACHE_DIR": "/nowhere"}
    assert load_settings(place).warming
    assert not load_settings({**place, "PORTAL_WARMING": "no"}).warming
    assert not load_settings({**place, "PORTAL_CACHE": "simple"}).warming


def test_the_oldest_answers_are_left_out_where_there_are_too_many(tmp_path: Path) -> None:
    for age in range(20):
        (tmp_path / str(age)).write_bytes(b"x")
        os.utime(tmp_path / str(age), (1000 - age, 1000 - age))
    trim(tmp_path, 20)
    assert len(list(tmp_path.iterdir())) == 20
    trim(tmp_path, 16)
    assert sorted(int(path.name) for path in tmp_path.iterdir()) == list(range(12))
