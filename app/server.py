"""Serving the portal: gunicorn, set as it did best when measured."""

import gc
import os
import socket
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from app.operation import logs, memory, metrics, reloading
from app.operation.warmer import Warmer
from app.settings import Settings
from data.errors import PortalError

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
GARBAGE_IS_LOOKED_FOR = 10_000, 20, 50
"""Python's thresholds, 700, 10 and 10 by default. A page leaves some 10 objects that only the collector finds, and to
look for them each time took a twentieth of all time, and sometimes 40 ms at once."""


def address(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{settings.port}"


def gunicorn_options(settings: Settings, announce: Callable[[], None] = lambda: None) -> dict[str, Any]:
    """Threads rather than processes share the snapshot and answer while others wait.

    Workers are forked from one warmed process, whose objects are frozen so that collecting garbage does not copy their
    memory, and are renewed now and then, at different times. Their heartbeat is a file, which must not wait for a disk.
    """
    warmer = Warmer(settings.warming)
    return {
        "bind": address(settings).removeprefix("http://"),
        "worker_class": "gthread",
        "workers": settings.workers,
        "threads": settings.threads,
        "preload_app": True,
        "when_ready": ready(settings, warmer, announce),
        "on_reload": reload(settings),
        "on_exit": lambda _arbiter: warmer.stop(),
        "pre_fork": metrics.take_place,
        "post_fork": metrics.in_place,
        "logger_class": logs.servers_logger(settings.log),
        "keepalive": 75,
        "timeout": 60,
        "graceful_timeout": 30,
        # All of England beside one authority, compared with a group of all, on as many indicators as may be picked.
        "limit_request_line": 8190,
        "max_requests": 5000,
        "max_requests_jitter": 500,
        "worker_tmp_dir": str(SHARED_MEMORY) if SHARED_MEMORY.is_dir() else tempfile.gettempdir(),
        "control_socket_disable": True,
        "proc_name": "alongside",
        "loglevel": "warning",
        # Which proxies to believe is told by PORTAL_TRUSTED_PROXIES, in one place.
        "forwarded_allow_ips": "",
    }


def prepare(settings: Settings) -> None:
    """What the first process does before it loads the portal."""
    logs.configure(settings)
    metrics.open_folder(settings.cache_dir)


def load(settings: Settings) -> Flask:
    """The portal, as the first process loads it.

    Nearly all that is made meanwhile stays, so the garbage collector rests, which would look through it time and again.
    """
    prepare(settings)
    memory.give_back()
    gc.disable()
    try:
        from app.factory import create_shared  # Dash and all pages, which a refusal need not wait for

        return create_shared(settings)
    finally:
        gc.enable()


def ready(settings: Settings, warmer: Warmer, announce: Callable[[], None]) -> Callable[[object], None]:
    """What the first process does once the portal is loaded, before others are forked from it."""

    def when_ready(_arbiter: object) -> None:
        gc.freeze()  # what no process collects, all go on sharing; there is nothing yet to collect
        gc.set_threshold(*GARBAGE_IS_LOOKED_FOR)  # of those that are forked too
        reloading.watch(settings, warmer.finish)  # first, so that nothing that becomes live meanwhile is missed
        if reloading.is_beside_another():
            warmer.finish()
            reloading.take_over()
        else:
            warmer.start()
        announce()

    return when_ready


def reload(settings: Settings) -> Callable[[Any], None]:
    """What it does when there are new figures, whose pages have been drawn."""

    def make() -> Flask:
        from app.factory import create_shared

        return create_shared(settings)

    take_up = reloading.taking_up(make)

    def on_reload(arbiter: Any) -> None:
        gc.unfreeze()  # what the old portal held goes with it
        take_up(arbiter)
        gc.collect()
        gc.freeze()

    return on_reload


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, started from Python rather than from its own command line."""

    def __init__(self, make_server: Callable[[], Flask], options: dict[str, Any]) -> None:
        self._make_server = make_server
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make_server()


def require_free(host: str, port: int) -> None:
    """Raises PortalError when nothing can be served at the address."""
    if not 1 <= port <= 65535:
        raise PortalError(f"A port is a whole number from 1 to 65535, not {port}.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as error:
        raise PortalError(
            f"The portal cannot be served at {host}, port {port} ({(error.strerror or str(error)).lower()}): "
            "stop what is using it or choose another with --port."
        ) from error


def serve(settings: Settings) -> None:
    """Serves until told to stop (Ctrl-C or SIGTERM), letting open requests finish. Never returns.

    Raises PortalError when the address is taken or is not this machine's.
    """

    def announce() -> None:
        print(f"Alongside is at {address(settings)} (Ctrl-C stops it).", flush=True)

    if reloading.FIRST_PROCESS_BEFORE not in os.environ:  # else the one before it has the address, and hands it over
        require_free(settings.host, settings.port)
    Server(lambda: load(settings), gunicorn_options(settings, announce)).run()
