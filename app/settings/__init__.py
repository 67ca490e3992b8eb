"""What an installation may choose, read once from the environment."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeVar, get_args
from urllib.parse import urlsplit

from app.settings.provider import ProviderSettings, provider_settings
from app.settings.refresh import RefreshSettings, refresh_settings
from data.errors import PortalError

Environment = Literal["development", "production"]
Cache = Literal["filesystem", "simple", "redis"]
Log = Literal["text", "json"]
Sessions = Literal["database", "redis"]
Work = Literal["processes", "celery"]

Choice = TypeVar("Choice", bound=str)

SHORTEST_SECRET = 32
"""Characters: as many as 128 random bits take in hexadecimal."""
API_RATE = 60_000
"""Requests a minute from one address, behind which a whole council or region may be."""
BUNDLED_SNAPSHOTS = Path(__file__).resolve().parents[2] / "data" / "published"


@dataclass(frozen=True)
class Settings:
    """One installation's choices; what may hold a password or a secret stays out of its repr.

    `trusted_proxies` is how many proxies in front of the portal say truthfully who asks and over what scheme.
    `closed` shuts the whole portal to whoever has not signed in. `warming` is whether pages are drawn after a start
    before anybody asks for them. `api_rate` is how many requests a minute the API
    answers one address. `url` is where people reach it, for links in messages.
    `packs_dir` is where finished packs lie; None where there is no folder of the person's own.
    `sources_dir` is where added data sets lie, with their definitions; None in the same case.
    `log` is the form of the log; `metrics_token` is what has to be sent for the metrics, None where nothing has.
    `sessions` is where it is first looked up who is signed in; `work` is who does what takes long.
    `provider` signs people in with their council's account; None where there are local accounts alone.
    `mail_url` is the mail server, None where the portal sends no mail; `mail_from` is who its messages are from.
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
    packs_dir: Path | None
    sources_dir: Path | None
    closed: bool
    warming: bool
    api_rate: int
    log: Log
    sessions: Sessions
    work: Work
    url: str
    provider: ProviderSettings | None
    refresh: RefreshSettings
    mail_from: str
    database_url: str = field(repr=False)
    mail_url: str | None = field(repr=False)
    metrics_token: str | None = field(repr=False)
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
    shared: Sessions = "redis" if cache == "redis" else "database"
    sessions: Sessions = _choice(given, "PORTAL_SESSIONS", shared, get_args(Sessions))
    work: Work = _choice(given, "PORTAL_WORK", "processes", get_args(Work))
    for name, choice in {"PORTAL_CACHE": cache, "PORTAL_SESSIONS": sessions, "PORTAL_WORK": work}.items():
        if choice in ("redis", "celery") and "REDIS_URL" not in given:
            raise PortalError(f"{name} is {choice}, so REDIS_URL must say where Redis is, as redis://host:6379/0.")
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
        packs_dir=folder / "packs" if (folder := _data_dir(given)) else None,
        sources_dir=_sources_dir(given),
        closed=_yes_or_no(given, "PORTAL_CLOSED", "no"),
        warming=cache != "simple" and _yes_or_no(given, "PORTAL_WARMING", "yes"),
        api_rate=_whole_number(given, "PORTAL_API_RATE", API_RATE, 1, 1_000_000),
        log=_choice(given, "PORTAL_LOG", "json" if environment == "production" else "text", get_args(Log)),
        metrics_token=given.get("PORTAL_METRICS_TOKEN"),
        sessions=sessions,
        work=work,
        url=_url(given),
        provider=provider_settings(given),
        refresh=refresh_settings(given, _data_dir(given)),
        database_url=_database_url(given),
        mail_from=_mail_from(given),
        mail_url=_mail_url(given),
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


def _yes_or_no(given: Mapping[str, str], name: str, default: str) -> bool:
    return _choice(given, name, default, ("yes", "no")) == "yes"


def _url(given: Mapping[str, str]) -> str:
    """Where people reach the portal: what is sent elsewhere never leads to an address that a browser made up."""
    url = given.get("PORTAL_URL", "").rstrip("/")
    in_production = given.get("PORTAL_ENV") == "production"
    if not url and in_production and "PORTAL_OIDC_ISSUER" in given:
        raise PortalError("PORTAL_URL must say where people reach the portal, since a provider leads them back there.")
    if url and not url.startswith(("http://", "https://")):
        raise PortalError("PORTAL_URL must say where people reach the portal, as https://portal.example.gov.uk.")
    return url


def _database_url(given: Mapping[str, str]) -> str:
    """The database of local returns: PostgreSQL by DATABASE_URL, else SQLite in a folder of the person's own.

    Empty where there is no such folder, which only what needs local returns minds.
    """
    url = given.get("DATABASE_URL")
    if url is None:
        folder = _data_dir(given)
        return f"sqlite:///{folder / 'alongside.db'}" if folder else ""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith(("postgresql+psycopg://", "sqlite:///")):
        raise PortalError("DATABASE_URL must start with postgresql:// or sqlite:///.")
    return url


def _data_dir(given: Mapping[str, str]) -> Path | None:
    if "PORTAL_DATA_DIR" in given:
        return Path(given["PORTAL_DATA_DIR"])
    if "XDG_DATA_HOME" in given:
        return Path(given["XDG_DATA_HOME"]) / "alongside"
    if "HOME" in given:
        return Path(given["HOME"]) / ".local" / "share" / "alongside"
    return None


def _sources_dir(given: Mapping[str, str]) -> Path | None:
    if "PORTAL_SOURCES_DIR" in given:
        return Path(given["PORTAL_SOURCES_DIR"])
    return folder / "sources" if (folder := _data_dir(given)) else None


def _mail_url(given: Mapping[str, str]) -> str | None:
    url = given.get("PORTAL_SMTP_URL")
    if url is not None and not url.startswith(("smtp://", "smtps://")):
        raise PortalError("PORTAL_SMTP_URL must start with smtp:// or smtps://.")
    if url is None:
        return None
    if not _host(url):
        raise PortalError("PORTAL_SMTP_URL must be smtp://name:password@host:port, with signs such as @ as %40.")
    # A link in a message must never lead to where somebody who asked for it said that the portal is.
    if not _url(given):
        raise PortalError("PORTAL_URL must say where people reach the portal, since links in messages lead there.")
    return url


def _host(url: str) -> str:
    """The host that a URL names; empty where it cannot be read."""
    try:
        address = urlsplit(url)
        return "" if address.port == 0 else address.hostname or ""
    except ValueError:
        return ""


def _mail_from(given: Mapping[str, str]) -> str:
    sender = given.get("PORTAL_MAIL_FROM", f"alongside@{_host(_url(given)) or 'localhost'}")
    if not re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", sender):
        raise PortalError("PORTAL_MAIL_FROM must be an e-mail address, such as alongside@council.gov.uk.")
    return sender


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
