"""Answers kept under all that they depend on, so that none is ever invalidated by hand and none is computed twice.

An answer comes in pieces: the first is given away as soon as it is made, and all of them are kept together.
"""

import hashlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, nullcontext
from contextvars import copy_context
from functools import cache as remembered
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, TypeAlias
from weakref import WeakValueDictionary

import orjson
from dash.development.base_component import Component
from flask_caching import Cache

log = logging.getLogger("alongside")

PUBLIC = "public"
NO_LOCAL_DATA = "0"
CODE = ("callbacks", "layouts", "models", "data")

SECONDS_TO_SEND = 0.05
"""How long the rest of an answer waits for the first piece to be sent."""

Turns: TypeAlias = Callable[[str], AbstractContextManager[object]]
"""What a process enters before it computes the answer of a key, so that one does at a time."""

_locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
_locks_lock = threading.Lock()


def nobody_else(_key: str) -> AbstractContextManager[object]:
    """Turns where there is no other process."""
    return nullcontext()


class Made(NamedTuple):
    """An answer, or its first piece and what makes the rest."""

    first: bytes
    make_rest: Callable[[], bytes] | None = None


class Coming:
    """An answer whose first piece has been made, to be read once. The rest is made when that has been sent, and kept.

    If sending takes long, or nobody reads, it is made all the same: nobody else may wait for somebody who reads slowly.
    It is made for whoever asked, as the first piece was. What goes wrong with it is raised where it is read, and not
    kept.
    """

    def __init__(
        self, first: bytes, make_rest: Callable[[], bytes], keep: Callable[[bytes, ExitStack], object], held: ExitStack
    ) -> None:
        """Takes over what is `held`, until the rest is made, and `keep` does then."""
        self._first, self._make_rest, self._keep, self._held = first, make_rest, keep, held.pop_all()
        self._asked, self._begins, self._rest = copy_context(), threading.Lock(), Future[bytes]()
        try:
            _thread(os.getpid(), "late").submit(_finish_late, self, time.monotonic() + SECONDS_TO_SEND)
        except RuntimeError:  # there can be no more threads
            self.finish()

    def __iter__(self) -> Iterator[bytes]:
        """The first piece, and the rest."""
        yield self._first
        self.finish()
        yield self._rest.result()

    def finish(self) -> None:
        """Make the rest, unless somebody does already."""
        if not self._begins.acquire(blocking=False):
            return
        asked, make_rest = self._asked, self._make_rest
        del self._asked, self._make_rest  # all that was looked up: it goes when the rest is made
        with self._held:
            try:
                rest = asked.run(make_rest)
                self._keep(self._first + rest, self._held)
            except BaseException as error:  # noqa: BLE001  # raised where it is read, which may be in another thread
                self._rest.set_exception(error)
                return
        self._rest.set_result(rest)


def _finish_late(coming: Coming, due: float) -> None:
    time.sleep(max(0.0, due - time.monotonic()))
    coming.finish()


@remembered
def _thread(_process: int, _what: str) -> ThreadPoolExecutor:
    """The one thread of a process for things of one kind: to start one each time takes a quarter of a millisecond."""
    return ThreadPoolExecutor(1)


def answer(
    cache: Cache,
    parts: tuple[str, ...],
    compute: Callable[[], Made],
    held: ExitStack,
    turns: Turns = nobody_else,
) -> list[bytes] | Coming:
    """The answer that `parts` decide: whole from the cache, or computed once however many ask at a time.

    `parts` name everything that the answer depends on: the snapshot, the version of local data, what the viewer may
    see, the page, the selection. The version of the code is added here. What `compute` raises is raised, not kept.
    Threads of this process wait for one another; `turns` makes other processes wait as well. `held` is what whoever
    asks holds meanwhile: turns are added, and all is held until the answer has been made and kept. Nobody who asked
    waits for it to be kept.
    """
    key = key_of(parts)

    def keep(whole: bytes, held: ExitStack) -> None:
        ours = held.pop_all()
        try:
            _thread(os.getpid(), "keep").submit(_keep, cache, key, whole, ours)
        except RuntimeError:  # there can be no more threads
            _keep(cache, key, whole, ours)

    found: bytes | None = cache.get(key)
    if found is None:
        held.enter_context(_lock_of(key))
        held.enter_context(turns(key))
        found = cache.get(key)
    if found is None:
        found, make_rest = compute()
        if make_rest:
            return Coming(found, make_rest, keep, held)
        keep(found, held)
    return [found]


def _keep(cache: Cache, key: str, whole: bytes, held: ExitStack) -> None:
    with held:
        try:
            cache.set(key, whole)
        except Exception:
            log.exception("An answer was not kept.")


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
