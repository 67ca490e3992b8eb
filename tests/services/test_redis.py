"""Answers kept in Redis are shared by all processes; a Redis that is away costs time and nothing else."""

import logging
import pickle
import socket
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import pytest
from flask import Flask

from app import cache as caches
from app.cache import ForgivingCache, open_cache
from app.settings import Settings, load_settings
from callbacks import caching
from callbacks.caching import Made, key_of
from tests.services.servers import LOOPBACK, Redis

pytestmark = pytest.mark.services


class Page:
    """A page that counts how often it is made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> bytes:
        self.made += 1
        return b"a page"


def answer(cache: ForgivingCache, parts: tuple[str, ...], page: Callable[[], bytes]) -> bytes:
    """The page of some parts, kept or made, when whatever was made has been kept."""
    kept = threading.Event()
    with ExitStack() as held:
        held.callback(kept.set)
        shown = b"".join(caching.answer(cache, parts, lambda: Made(page()), held))
    assert kept.wait(30)
    return shown


def do_harm() -> None:
    raise AssertionError("what Redis holds was unpickled")


class Harm:
    """Does something when it is unpickled."""

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return do_harm, ()


@pytest.fixture
def settings(redis_server: Redis, shared_cache: str) -> Settings:
    return load_settings({"PORTAL_CACHE": "redis", "REDIS_URL": redis_server.url, "PORTAL_CACHE_DIR": shared_cache})


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that did not answer is asked again at once."""
    monkeypatch.setattr(caches, "LEFT_ALONE_SECONDS", 0)


def opened(settings: Settings) -> ForgivingCache:
    """As another process has it."""
    cache = open_cache(Flask("portal"), settings)
    assert isinstance(cache, ForgivingCache)
    return cache


def test_what_one_process_keeps_another_finds(settings: Settings) -> None:
    page = Page()
    shown = [answer(opened(settings), ("shared",), page) for _ in range(3)]
    assert page.made == 1
    assert len(shown) == 3


def test_each_database_of_a_server_is_kept_apart(settings: Settings) -> None:
    """Redis numbers its databases, and REDIS_URL ends with the number."""
    page, other = Page(), replace(settings, redis_url=f"{str(settings.redis_url)[:-1]}1")
    answer(opened(settings), ("apart",), page)
    answer(opened(other), ("apart",), page)
    assert page.made == 2


@pytest.mark.usefixtures("impatient")
def test_pages_are_made_while_redis_is_away_and_kept_again_afterwards(
    redis_server: Redis, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    cache, page = opened(settings), Page()
    answer(cache, ("away",), page)
    answer(cache, ("away",), page)
    assert page.made == 1
    with redis_server.away(), caplog.at_level(logging.WARNING, "alongside"):
        for _ in range(3):
            assert answer(cache, ("away",), page) is not None
        assert page.made == 4
    assert len(caplog.records) == 1, "the log tells of it once a minute"
    assert "Redis does not answer" in caplog.text
    answer(cache, ("away",), page)
    answer(cache, ("away",), page)
    assert page.made == 5, "Redis was empty when it came back"


def test_redis_that_comes_back_between_two_pages_is_not_missed(redis_server: Redis, settings: Settings) -> None:
    """The connections of before are gone; the first page after finds Redis all the same."""
    cache, page = opened(settings), Page()
    answer(cache, ("back",), page)
    with redis_server.away():
        pass
    answer(cache, ("back",), page)
    answer(cache, ("back",), page)
    assert page.made == 2


def test_a_redis_that_says_nothing_is_waited_for_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """It hangs, so the first page waits for it; the others are made at once."""
    monkeypatch.setattr(caches, "REDIS_SECONDS", 0.2)
    with socket.socket() as silent:
        silent.bind((LOOPBACK, 0))
        silent.listen()
        cache, page = opened(replace(settings, redis_url=f"redis://{LOOPBACK}:{silent.getsockname()[1]}/0")), Page()
        for _ in range(20):
            answer(cache, ("silent",), page)
        assert page.made == 20
        silent.settimeout(1)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()


@pytest.mark.usefixtures("impatient")
def test_a_redis_that_refuses_is_as_if_away(redis_server: Redis, settings: Settings) -> None:
    """It asks for a password that nobody gave, or has no room: what it says then is no answer either."""
    cache, page = opened(settings), Page()
    assert redis_server.tell("config", "set", "requirepass", "secret") == "OK"
    try:
        answer(opened(settings), ("refused",), page)
        answer(opened(settings), ("refused",), page)
    finally:
        redis_server.tell("config", "set", "requirepass", "", password="secret")
    assert page.made == 2
    redis_server.tell("config", "set", "maxmemory", "1")
    try:
        answer(cache, ("refused",), page)
        answer(cache, ("refused",), page)
    finally:
        redis_server.tell("config", "set", "maxmemory", "0")
    assert page.made == 4


def test_what_redis_holds_is_never_run(redis_server: Redis, settings: Settings) -> None:
    """Somebody else who may write there puts something in that would do harm if it were unpickled."""
    cache, key = opened(settings), key_of(("planted",))
    answer(cache, ("planted",), Page())
    assert redis_server.tell("get", f"alongside-{key}") == "a page"
    planted = pickle.dumps(Harm())
    redis_server.tell("set", f"alongside-{key}", b"!" + planted)
    assert cache.get(key) == b"!" + planted
    with pytest.raises(AssertionError, match="was unpickled"):
        pickle.loads(planted)  # noqa: S301
