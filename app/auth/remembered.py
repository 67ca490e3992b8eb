"""Who is signed in, remembered in Redis for a minute: most requests ask the database nothing about who asks.

What counts is in the database. What is remembered ends at once, on every machine, when somebody changes who may come in
or as what (`app.auth.announcing`), and after a minute in any case. It is signed with the portal's key, so that whoever
else may write to Redis cannot make themselves somebody; and it is JSON, never unpickled. With Redis away the database
is asked, as without it.
"""

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask
from itsdangerous import BadData, Serializer

from app.auth.announcing import CHANGING, LIFE_SECONDS, STANDS, connect, new_word
from app.auth.visitor import NOBODY, REMEMBERED, Visitor, note_sign_in, visitor_of
from app.settings import Settings
from data.errors import PortalError
from data.local.database import Database
from data.local.sign_ins import IDLE, digest_of, signed_in
from models.access import Role, Viewer

if TYPE_CHECKING:
    from redis import Redis

log = logging.getLogger("alongside")

WHO, SEEN = "alongside-who-", "alongside-seen-"
NOTED_EVERY = timedelta(minutes=5)
"""How often the database is told that somebody is still there; Redis is told whenever the database is asked."""
LEFT_ALONE_SECONDS = 5
TOLD_EVERY_SECONDS = 60


@dataclass(frozen=True)
class Recalled:
    """What Redis says of a token. `word` is how things stand, None where nothing may be remembered now.

    `visitor` is who it is, None where the database has to say; `seen` is when they were last there, as far as known.
    """

    word: str | None = None
    visitor: Visitor | None = None
    seen: datetime | None = None


class Memory:
    """What is remembered, in a Redis that all processes share. One that does not answer remembers nothing."""

    def __init__(self, redis: "Redis", secret_key: str) -> None:
        self._redis = redis
        signer = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
        self._sealed: Serializer[str] = Serializer(secret_key, salt="alongside sign-ins", signer_kwargs=signer)
        self._asked_again_at = self._told_again_at = 0.0

    def recall(self, digest: str) -> Recalled:
        """What is remembered of a token, by its digest: one question."""
        found = self._asked(lambda: self._redis.mget(STANDS, WHO + digest, SEEN + digest))
        if found is None:
            return Recalled()
        word, who, seen = found
        at = self._opened(seen, digest)
        last = datetime.fromtimestamp(at["at"], UTC) if at else None
        if word is None:
            fresh = new_word()
            return Recalled(fresh if self._asked(lambda: self._redis.set(STANDS, fresh, nx=True)) else None, seen=last)
        if word.startswith(CHANGING.encode()):
            return Recalled(seen=last)
        known = self._opened(who, digest)
        is_good = known is not None and known["word"] == word.decode() and time.time() < known["until"]
        return Recalled(word.decode(), _visitor(known) if known and is_good else None, last)

    def remember(self, digest: str, word: str, visitor: Visitor, ends: datetime) -> None:
        """Remember who a token is until `ends`, a minute at most, if things stand as when the database said so."""
        now = datetime.now(UTC)
        life = min(LIFE_SECONDS, int((ends - now).total_seconds()))
        if life < 1:
            return
        who = {**_values(visitor), "digest": digest, "word": word, "until": now.timestamp() + life}
        seen = {"digest": digest, "at": now.timestamp()}
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.set(WHO + digest, self._sealed.dumps(who), ex=life)
        pipeline.set(SEEN + digest, self._sealed.dumps(seen), ex=int(IDLE.total_seconds()))
        self._asked(pipeline.execute)

    def _opened(self, kept: bytes | None, digest: str) -> dict[str, Any] | None:
        """What was kept of a token, if it is what this portal wrote of that one."""
        try:
            found = None if kept is None else self._sealed.loads(kept.decode())
        except (BadData, UnicodeDecodeError):
            return None
        return found if isinstance(found, dict) and found.get("digest") == digest else None

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What Redis answers; None where it does not, and for some seconds after."""
        from redis import RedisError

        now = time.monotonic()
        if now < self._asked_again_at:
            return None
        try:
            return ask()
        except RedisError as error:
            self._asked_again_at = now + LEFT_ALONE_SECONDS
            if now >= self._told_again_at:
                self._told_again_at = now + TOLD_EVERY_SECONDS
                log.warning("Redis does not answer, so the database is asked who asks: %s", type(error).__name__)
            return None


def register(server: Flask, database: Callable[[], Database], settings: Settings) -> None:
    """Remember who is signed in, where the settings say so."""
    if settings.sessions != "redis" or settings.redis_url is None:
        return
    memory = Memory(connect(settings.redis_url), settings.secret_key)

    def look_up(token: str) -> Visitor:
        digest = digest_of(token)
        recalled = memory.recall(digest)
        return recalled.visitor or _asked_of_database(database, memory, token, digest, recalled)

    server.extensions[REMEMBERED] = look_up


def _asked_of_database(
    database: Callable[[], Database], memory: Memory, token: str, digest: str, recalled: Recalled
) -> Visitor:
    try:
        with database().reading() as session:
            found = signed_in(session, token, recalled.seen)
            if found is None:
                return NOBODY
            visitor, last_noted, expires = visitor_of(found), found.last_seen, found.expires
    except PortalError:
        log.warning("Nobody can be recognised: the database of local returns does not answer.")
        return NOBODY
    now = datetime.now(UTC)
    if recalled.word is not None:
        memory.remember(digest, recalled.word, visitor, min(expires, now + IDLE))
    if now - last_noted >= NOTED_EVERY:
        note_sign_in(database(), token, recalled.seen)
    return visitor


def _values(visitor: Visitor) -> dict[str, Any]:
    viewer = visitor.viewer
    return {
        "person": viewer.person,
        "organisation": viewer.organisation,
        "roles": sorted(viewer.roles),
        "name": visitor.name,
        "email": visitor.email,
        "organisation_name": visitor.organisation_name,
    }


def _visitor(known: dict[str, Any]) -> Visitor | None:
    """Somebody as they were remembered; None where another release of the portal wrote it in another way."""
    try:
        viewer = Viewer(known["person"], known["organisation"], frozenset(Role(role) for role in known["roles"]))
        return Visitor(viewer, known["name"], known["email"], known["organisation_name"])
    except (KeyError, TypeError, ValueError):
        return None
