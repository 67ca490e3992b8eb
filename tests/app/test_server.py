"""The portal says in a sentence when it cannot be served, and otherwise serves as the Procfile does."""

import re
import socket
from pathlib import Path

import pytest

from app import gunicorn_conf
from app.server import Server, gunicorn_options, require_free
from app.settings import load_settings
from data.errors import PortalError

ROOT = Path(__file__).resolve().parents[2]


def test_a_taken_port_is_refused() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortalError, match=rf"127\.0\.0\.1, port {port} \(address already in use\)"):
            require_free("127.0.0.1", port)
    require_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ("127.0.0.1", 0),
        ("127.0.0.1", 80800),
        ("192.0.2.1", 8050),  # an address for documentation: no machine has it
        ("not a host", 8050),
    ],
)
def test_an_address_that_is_not_ours_is_refused(host: str, port: int) -> None:
    with pytest.raises(PortalError):
        require_free(host, port)


def test_gunicorn_accepts_every_option() -> None:
    options = gunicorn_options(load_settings({"HOME": "/", "PORTAL_HOST": "::1", "PORTAL_PORT": "9000"}))
    set_up = Server(lambda: pytest.fail("not yet"), options).cfg
    assert set_up.address == [("::1", 9000)]
    assert (set_up.worker_class_str, set_up.workers, set_up.threads) == ("gthread", 2, 8)
    assert set_up.preload_app
    assert set_up.control_socket_disable


def test_the_procfile_serves_with_the_same_options() -> None:
    procfile = (ROOT / "Procfile").read_text()
    assert re.search(r"^web: .* --config python:app\.gunicorn_conf app\.wsgi:server$", procfile, re.MULTILINE)
    expected = {"worker_class": "gthread", "preload_app": True, "keepalive": 75, "max_requests": 5000}
    assert {name: vars(gunicorn_conf)[name] for name in expected} == expected
