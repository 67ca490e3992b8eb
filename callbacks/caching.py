"""Answers kept under all that they depend on, so that none is ever invalidated by hand and none is computed twice."""

import hashlib
import threading
from collections.abc import Callable
from functools import cache as remembered
from importlib.resources import files
from pathlib import Path
from weakref import WeakValueDictionary

import orjson
from dash.development.base_component import Component
from flask_caching import Cache

PUBLIC = "public"
NO_LOCAL_DATA = "0"
CODE = ("callbacks", "layouts", "models", "data")

_locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
_locks_lock = threading.Lock()


def answer(cache: Cache, parts: tuple[str, ...], compute: Callable[[], Component]) -> orjson.Fragment:
    """The answer that `parts` decide, as JSON: from the cache, or computed once however many threads ask at a time.

    `parts` name everything that the answer depends on: the snapshot, the version of local data, what the viewer may
    see, the page, the selection. The version of the code is added here. What `compute` raises is raised, not kept.
    """
    key = key_of(parts)
    found: bytes | None = cache.get(key)
    if found is None:
        lock = _lock_of(key)
        with lock:
            found = cache.get(key)
            if found is None:
                found = as_json(compute())
                cache.set(key, found)
    return orjson.Fragment(found)


def key_of(parts: tuple[str, ...]) -> str:
    """The key of an answer; JSON keeps the parts apart, so that ("ab", "c") is not ("a", "bc")."""
    return hashlib.blake2b(orjson.dumps([code_version(), *parts]), digest_size=16).hexdigest()


@remembered
def code_version() -> str:
    """A digest of the code and definitions that make pages: one kept by older code is never shown by newer."""
    found = hashlib.blake2b(digest_size=8)
    for package in CODE:
        folder = Path(str(files(package)))
        for file in sorted([*folder.rglob("*.py"), *folder.glob("definitions/**/*.*")]):
            found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def as_json(content: Component) -> bytes:
    """Components and plain figures as the browser takes them; a value that JSON has no form for raises."""
    return orjson.dumps(content, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)


def _plain(value: object) -> object:
    if isinstance(value, Component):
        return value.to_plotly_json()
    raise TypeError(f"A page cannot hold {type(value).__name__}: it has no form in JSON.")


def _lock_of(key: str) -> threading.Lock:
    with _locks_lock:
        return _locks.setdefault(key, threading.Lock())
