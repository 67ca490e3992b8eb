"""The servers that the portal talks to: Redis, the mail server, the provider that signs people in."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

import requests
from redis import Redis, RedisError

from app.doctor.findings import Finding, odd, well, wrong
from app.settings import Settings

REDIS, MAIL, PROVIDER = "Redis", "mail", "provider"
SECONDS = 5
KEEPS_ALL = "noeviction"
PORTS = {"smtp": 587, "smtps": 465}


def look_at_redis(settings: Settings) -> Iterator[Finding]:
    """Whether Redis answers, where something is kept there, and has a rule for when it is full."""
    if settings.redis_url is None:
        return
    client = Redis.from_url(settings.redis_url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS)
    try:
        client.ping()
        memory = client.info("memory")
    except (RedisError, ValueError) as error:
        what = "pages are made anew each time and limits count in each process"
        yield wrong(REDIS, f"Redis does not answer ({type(error).__name__}), so {what}: start it or mend REDIS_URL.")
        return
    finally:
        client.close()
    policy, most = memory.get("maxmemory_policy"), memory.get("maxmemory")
    if most and settings.work == "celery" and policy != KEEPS_ALL:
        yield odd(REDIS, f"Redis may drop messages when it is full ({policy}); what waits is then found each minute.")
    elif not most:
        yield odd(REDIS, "Redis has no limit to its memory: set maxmemory, with allkeys-lru for a cache alone.")
    else:
        yield well(REDIS, f"Redis answers, with a limit of {most / 2**20:,.0f} MB.")


def look_at_mail(settings: Settings) -> Iterator[Finding]:
    """Whether the mail server takes a connection; nothing is sent."""
    if settings.mail_url is None:
        return
    address = urlsplit(settings.mail_url)
    host, port = address.hostname or "", address.port or PORTS[address.scheme]
    try:
        with socket.create_connection((host, port), SECONDS) as connection:
            if address.scheme == "smtps":
                ssl.create_default_context().wrap_socket(connection, server_hostname=host).close()
    except OSError as error:
        yield wrong(MAIL, f"The mail server {host}:{port} takes no connection ({error.strerror or error}).")
    else:
        yield well(MAIL, f"The mail server {host}:{port} takes connections; whether it sends is not tried.")


def look_at_provider(settings: Settings) -> Iterator[Finding]:
    """Whether the provider of sign-ins describes itself, as the issuer that the settings name."""
    if settings.provider is None:
        return
    address = settings.provider.issuer.rstrip("/") + "/.well-known/openid-configuration"
    try:
        answer = requests.get(address, timeout=SECONDS)
        said = answer.json().get("issuer") if answer.ok else None
    except (requests.RequestException, ValueError, AttributeError):
        said = None
    if said == settings.provider.issuer:
        yield well(PROVIDER, f"{settings.provider.name} describes itself at {address}.")
    elif said is None:
        yield wrong(PROVIDER, f"{address} gives no description of the provider, so nobody can sign in by it.")
    else:
        yield wrong(
            PROVIDER, f"The provider calls itself {said}, so PORTAL_OIDC_ISSUER must say the same to the letter."
        )
