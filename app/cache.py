"""Where answers are kept between requests: one choice for each way of running."""

from typing import Any

from flask import Flask
from flask_caching import Cache

from app.settings import Settings

A_MONTH = 30 * 24 * 3600
MOST_ANSWERS = 3000
"""On disk; the largest answer takes about 200 kB."""
MOST_ANSWERS_IN_MEMORY = 1000
"""In each process."""


def open_cache(server: Flask, settings: Settings) -> Cache:
    """The cache that the settings ask for. Its folder is for this user alone: what is kept there is unpickled."""
    if settings.cache == "filesystem":
        folder = settings.cache_dir / "answers"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Cache(server, config=cache_config(settings))


def cache_config(settings: Settings) -> dict[str, Any]:
    common = {"CACHE_DEFAULT_TIMEOUT": A_MONTH, "CACHE_KEY_PREFIX": "alongside-"}
    match settings.cache:
        case "filesystem":
            return common | {
                "CACHE_TYPE": "FileSystemCache",
                "CACHE_DIR": str(settings.cache_dir / "answers"),
                "CACHE_THRESHOLD": MOST_ANSWERS,
            }
        case "redis":
            return common | {"CACHE_TYPE": "RedisCache", "CACHE_REDIS_URL": settings.redis_url}
        case "simple":
            return common | {"CACHE_TYPE": "SimpleCache", "CACHE_THRESHOLD": MOST_ANSWERS_IN_MEMORY}
