"""What an installation may choose, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar, get_args

from data.errors import PortalError

Environment = Literal["development", "production"]
Cache = Literal["filesystem", "simple", "redis"]

Choice = TypeVar("Choice", bound=str)

SHORTEST_SECRET = 32
"""Characters: as many as 128 random bits take in hexadecimal."""
BUNDLED_SNAPSHOTS = Path(__file__).resolve().parent.parent / "data" / "published"


@dataclass(frozen=True)
class Settings:
    """One installation's choices; `redis_url` and `secret_key` are secrets and stay out of its repr.

    `trusted_proxies` is how many proxies in front of the portal say truthfully who asks and over what scheme.
    """

    environment: Environment
    host: str
    port: int
    workers: int
    threads: int
    trusted_proxies: int
    snapshot_dir: Path
    cache: Cache
    cache_dir: Path
    redis_url: str | None = field(repr=False)
    secret_key: str = field(repr=False)


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment's variables describe; an empty variable counts as absent.

    Every choice has a default that needs no server and no configuration; only production asks for a secret key.
    Raises PortalError, naming the variable, for a value that cannot be used or one that is missing.
    """
    given = {name: text.strip() for name, text in environ.items() if text.strip()}
    environment: Environment = _choice(given, "PORTAL_ENV", "development", get_args(Environment))
    cache: Cache = _choice(given, "PORTAL_CACHE", "filesystem", get_args(Cache))
    if cache == "redis" and "REDIS_URL" not in given:
        raise PortalError("PORTAL_CACHE is redis, so REDIS_URL must say where Redis is, as redis://host:6379/0.")
    return Settings(
        environment=environment,
        host=given.get("PORTAL_HOST", "127.0.0.1"),
        port=_whole_number(given, "PORTAL_PORT" if "PORTAL_PORT" in given else "PORT", 8050, 1, 65535),
        workers=_whole_number(given, "PORTAL_WORKERS", 2, 1, 256),
        threads=_whole_number(given, "PORTAL_THREADS", 8, 1, 256),
        trusted_proxies=_whole_number(given, "PORTAL_TRUSTED_PROXIES", 0, 0, 10),
        snapshot_dir=_snapshot_dir(given),
        cache=cache,
        cache_dir=_cache_dir(given),
        redis_url=_redis_url(given),
        secret_key=_secret_key(given, environment),
    )


def _choice(given: Mapping[str, str], name: str, default: Choice, allowed: tuple[Choice, ...]) -> Choice:
    text = given.get(name, default)
    for choice in allowed:
        if choice == text:
            return choice
    raise PortalError(f"{name} must be one of {', '.join(allowed)}, not {text!r}.")


def _whole_number(given: Mapping[str, str], name: str, default: int, lowest: int, highest: int) -> int:
    text = given.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise PortalError(f"{name} must be a whole number from {lowest} to {highest}, not {text!r}.")
    return int(text)


def _snapshot_dir(given: Mapping[str, str]) -> Path:
    if "PORTAL_SNAPSHOT_DIR" not in given:
        return BUNDLED_SNAPSHOTS
    folder = Path(given["PORTAL_SNAPSHOT_DIR"])
    if not folder.is_dir():
        raise PortalError(f"PORTAL_SNAPSHOT_DIR must name a folder of snapshots; {str(folder)!r} is not a folder.")
    return folder


def _cache_dir(given: Mapping[str, str]) -> Path:
    """A folder of the person's own: cached values are unpickled, so nobody else may write there."""
    if "PORTAL_CACHE_DIR" in given:
        return Path(given["PORTAL_CACHE_DIR"])
    if "XDG_CACHE_HOME" in given:
        return Path(given["XDG_CACHE_HOME"]) / "alongside"
    if "HOME" in given:
        return Path(given["HOME"]) / ".cache" / "alongside"
    raise PortalError("PORTAL_CACHE_DIR must name a folder to cache in, since there is no HOME to choose one under.")


def _redis_url(given: Mapping[str, str]) -> str | None:
    url = given.get("REDIS_URL")
    if url is not None and not url.startswith(("redis://", "rediss://", "unix://")):
        raise PortalError("REDIS_URL must start with redis://, rediss:// or unix://.")
    return url


def _secret_key(given: Mapping[str, str], environment: Environment) -> str:
    key = given.get("PORTAL_SECRET_KEY")
    if key is None and environment == "development":
        return secrets.token_hex(32)
    if key is None:
        raise PortalError("PORTAL_SECRET_KEY must be set when PORTAL_ENV is production: a long, random, secret text.")
    if len(key) < SHORTEST_SECRET:
        raise PortalError(f"PORTAL_SECRET_KEY must have at least {SHORTEST_SECRET} characters; it has {len(key)}.")
    return key
