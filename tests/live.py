"""A live portal in processes of its own, as production serves it."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 60
WRONG_CLOCK = "WRONG_CLOCK"
"""How many seconds a portal's clock is ahead (or behind, below zero), where it is to be wrong."""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_until_served(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The portal stopped with status {process.returncode} instead of serving {address}.")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise RuntimeError(f"The portal was not served at {address} within {SECONDS_TO_START} seconds.")


@contextmanager
def serving(application: str = "app.wsgi:server", **environment: str) -> Iterator[str]:
    """Serves a WSGI application, with more environment when given; its address, until it is no longer needed."""
    with served(application, **environment) as (address, _):
        yield address


@contextmanager
def served(application: str = "app.wsgi:server", **environment: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The same with its first process, which takes signals."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    wrong_by = environment.pop(WRONG_CLOCK, "")
    gunicorn = [str(Path(sys.executable).with_name("gunicorn"))]
    if wrong_by:
        gunicorn = [sys.executable, "-m", "tests.services.wrong_clock", wrong_by]
    command = [*gunicorn, "--config", "python:app.gunicorn_conf", application]
    settings = {"PORTAL_HOST": "127.0.0.1", "PORTAL_PORT": str(port), "PORTAL_WORKERS": "1", "PORTAL_WARMING": "no"}
    with tempfile.TemporaryDirectory() as local:
        settings["PORTAL_DATA_DIR"] = local
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings, **environment})
        try:
            wait_until_served(address, process)
            yield address, process
        finally:
            process.terminate()
            process.wait(timeout=40)
