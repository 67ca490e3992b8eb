"""Answers kept under all that they depend on, so that none is ever invalidated by hand and none is computed twice."""

import hashlib
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cache as remembered
from importlib.resources import files
from pathlib import Path
from typing import TypeAlias
from weakref import WeakValueDictionary

import orjson
from dash.development.base_component import Component
from flask_caching import Cache

PUBLIC = "public"
NO_LOCAL_DATA = "0"
CODE = ("callbacks", "layouts", "models", "data")

Turns: TypeAlias = Callable[[str], AbstractContextManager[object]]
"""What a process enters before it computes the answer of a key, so that one does at a time."""

_locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
_locks_lock = threading.Lock()


def nobody_else(_key: str) -> AbstractContextManager[object]:
    """Turns where there is no other process."""
    return nullcontext()


def answer(cache: Cache, parts: tuple[str, ...], compute: Callable[[], bytes], turns: Turns = nobody_else) -> bytes:
    """The answer that `parts` decide: from the cache, or computed once however many ask at a time.

    `parts` name everything that the answer depends on: the snapshot, the version of local data, what the viewer may
    see, the page, the selection. The version of the code is added here. What `compute` raises is raised, not kept.
    Threads of this process wait for one another; `turns` makes other processes wait as well.
    """
    key = key_of(parts)
    found: bytes | None = cache.get(key)
    if found is None:
        with _lock_of(key), turns(key):
            found = cache.get(key)
            if found is None:
                found = compute()
                cache.set(key, found)
    return found


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


def as_json(content: object) -> bytes:
    """Components and plain figures as the browser takes them; a value that JSON has no form for raises."""
    return orjson.dumps(content, default=_plain, option=orjson.OPT_SERIALIZE_NUMPY)


def _plain(value: object) -> object:
    if isinstance(value, Component):
        return value.to_plotly_json()
    raise TypeError(f"A page cannot hold {type(value).__name__}: it has no form in JSON.")


def _lock_of(key: str) -> threading.Lock:
    with _locks_lock:
        return _locks.setdefault(key, threading.Lock())
