"""The cache is of the kind that the settings name, keeps what it is given, and its folder is for this user alone."""

from pathlib import Path

import pytest
from flask import Flask

from app.cache import cache_config, open_cache
from app.settings import load_settings


@pytest.mark.parametrize("kind", ["filesystem", "simple"])
def test_what_is_kept_is_found_again(tmp_path: Path, kind: str) -> None:
    cache = open_cache(Flask("example"), load_settings({"PORTAL_CACHE": kind, "PORTAL_CACHE_DIR": str(tmp_path)}))
    cache.set("key", b"answer")
    assert cache.get("key") == b"answer"
    assert cache.get("another") is None


def test_two_processes_share_the_folder(tmp_path: Path) -> None:
    settings = load_settings({"PORTAL_CACHE_DIR": str(tmp_path)})
    open_cache(Flask("one"), settings).set("key", b"answer")
    assert open_cache(Flask("another"), settings).get("key") == b"answer"


def test_the_folder_is_private(tmp_path: Path) -> None:
    open_cache(Flask("example"), load_settings({"PORTAL_CACHE_DIR": str(tmp_path / "cache")}))
    assert (tmp_path / "cache" / "answers").stat().st_mode & 0o077 == 0


def test_redis_is_asked_at_its_address() -> None:
    settings = load_settings({"PORTAL_CACHE": "redis", "REDIS_URL": "redis://host/1", "PORTAL_CACHE_DIR": "unused"})
    config = cache_config(settings)
    assert (config["CACHE_TYPE"], config["CACHE_REDIS_URL"]) == ("RedisCache", "redis://host/1")
