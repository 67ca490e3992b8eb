"""nginx before two portals, as docs/deploy sets it up: what it hides, what it hands on, and who stands in."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.document import FOR_A_MOMENT
from app.static_files import FOREVER
from tests.services.servers import LOOPBACK, free_port
from tests.waiting import until

pytestmark = [
    pytest.mark.services,
    pytest.mark.skipif(
        shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None,
        reason="needs nginx, which .ci/services.sh installs where it may",
    ),
]

CONFIGURATION = Path(__file__).resolve().parents[2] / "docs" / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or "nginx"
PATIENCE = 20
FORGED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "gopher", "X-Request-ID": "forged-by-somebody"}


FIRST, SECOND = b"what answers", b", and the rest"


def chunk(content: bytes) -> bytes:
    """A piece of an answer whose length is not known beforehand; an empty one ends it."""
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


class Portal(ThreadingHTTPServer):
    """What stands in for a portal: says what it was sent, and counts."""

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), Answers)
        self.asked: list[str] = []
        self.may_go = threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def leave(self) -> None:
        """Nobody listens any longer."""
        self.shutdown()
        self.server_close()


class Answers(BaseHTTPRequestHandler):
    """Everything is answered with the headers that came."""

    server: Portal

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith("/hangs-up"):
            self.close_connection = True
            return
        if self.path.startswith("/view/halves"):
            self.in_halves()
            return
        body = str(self.headers).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        if self.path.startswith(("/assets/", "/view/")):
            self.send_header("Cache-Control", FOREVER)
        elif self.path.startswith("/compare"):
            self.send_header("Cache-Control", FOR_A_MOMENT)
        self.end_headers()
        self.wfile.write(body)

    def in_halves(self) -> None:
        """The second half is sent once it is asked for; the first of two answers is cut off before its end."""
        self.protocol_version = "HTTP/1.1"
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.send_header("Cache-Control", FOREVER)
        self.end_headers()
        self.wfile.write(chunk(FIRST))
        self.server.may_go.wait(PATIENCE)
        self.wfile.write(chunk(SECOND))
        if len(self.server.asked) > 1:
            self.wfile.write(chunk(b""))
        self.close_connection = True

    do_POST = do_GET  # noqa: N815  # as the library names them

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@dataclass
class Served:
    """The proxy and what is behind it."""

    address: str
    portals: list[Portal]
    log: Path

    def open(self, path: str, data: bytes | None = None, **headers: str) -> http.client.HTTPResponse:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        request = urllib.request.Request(f"{self.address}{path}", data, FORGED | headers)
        answer: http.client.HTTPResponse = urllib.request.urlopen(request, timeout=2 * PATIENCE, context=trusting)
        return answer

    def ask(self, path: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
        try:
            with self.open(path, data, **headers) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def asked(self) -> list[str]:
        return [path for portal in self.portals for path in portal.asked]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """The configuration as it is, but for ports, folders and a certificate of the test's own."""
    certificate, key = tmp_path / "portal.crt", tmp_path / "portal.key"
    key_alone = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"]
    into = ["-subj", "/CN=portal.example", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", "-x509", *key_alone, *into], check=True, capture_output=True)
    portals, port, plain = [Portal(), Portal()], free_port(), free_port()
    told = CONFIGURATION.read_text()
    for wanted, given in (
        ("server web1:8050", f"server {LOOPBACK}:{portals[0].server_port}"),
        ("server web2:8050", f"server {LOOPBACK}:{portals[1].server_port}"),
        ("listen 443 ssl", f"listen {LOOPBACK}:{port} ssl"),
        ("listen 80", f"listen {LOOPBACK}:{plain}"),
        ("/etc/nginx/tls", str(tmp_path)),
        ("/var/cache/nginx", str(tmp_path)),
        ("/run/nginx.pid", str(tmp_path / "nginx.pid")),
        ("access_log /dev/stdout", f"access_log {tmp_path / 'access.log'}"),
        ("error_log /dev/stderr", f"error_log {tmp_path / 'error.log'}"),
        ("worker_processes auto", "worker_processes 1"),
    ):
        assert wanted in told, wanted
        told = told.replace(wanted, given)
    # `http2 on` came with nginx 1.25.1, which the image of docs/deploy has; Debian 12 has an older one.
    told = re.sub(r"\n\s*http2 on;", "", told)
    temporary = [
        f"{kind}_temp_path {tmp_path / kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    ]
    file = tmp_path / "nginx.conf"
    file.write_text(told.replace("http {", "\n".join(["http {", *temporary]), 1))
    program = [NGINX, "-c", str(file), "-e", str(tmp_path / "error.log"), "-g", "daemon off; user root;"]
    if os.geteuid() != 0:
        program[-1] = "daemon off;"
    running = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *program])
    found = Served(f"https://{LOOPBACK}:{port}", portals, tmp_path / "access.log")
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            found.ask("/healthz")
            break
        except OSError:
            assert running.poll() is None, (tmp_path / "error.log").read_text()
            assert time.monotonic() < ends
            time.sleep(0.02)
    for portal in portals:
        portal.asked.clear()
    yield found
    running.terminate()
    running.wait(PATIENCE)
    for portal in portals:
        portal.leave()


def test_what_is_said_of_who_asks_is_the_proxys(served: Served) -> None:
    _, headers = served.ask("/")
    assert f"X-Forwarded-For: {LOOPBACK}" in headers
    assert "X-Forwarded-Proto: https" in headers
    assert re.search(r"X-Request-ID: [0-9a-f]{32}", headers)
    assert "203.0.113.9" not in headers
    assert "forged" not in headers


def test_metrics_are_not_for_the_outside(served: Served) -> None:
    assert served.ask("/metrics")[0] == 404
    assert served.asked() == []


def test_both_are_asked_and_what_never_changes_is_asked_for_once(served: Served) -> None:
    for _ in range(4):
        served.ask("/returns")
    assert [portal.asked.count("GET /returns") for portal in served.portals] == [2, 2]
    for path in ("/assets/portal-1.css", "/view/1/compare?authority=kent", "/compare?authority=kent"):
        for _ in range(4):
            served.ask(path)
        assert served.asked().count(f"GET {path}") == 1, path


def test_whoever_sends_a_cookie_is_answered_by_the_portal(served: Served) -> None:
    """And their answer is given to nobody else."""
    for path in ("/view/1/compare?authority=kent", "/compare?authority=kent"):
        for name in ("one", "another"):
            assert f"Cookie: __Host-alongside={name}" in served.ask(path, Cookie=f"__Host-alongside={name}")[1]
        assert "Cookie" not in served.ask(path)[1]
        assert served.asked().count(f"GET {path}") == 3


def test_another_one_stands_in_for_one_that_is_gone(served: Served) -> None:
    """For a form too, which was not sent to the first."""
    served.portals[0].leave()
    assert [served.ask("/compare")[0] for _ in range(4)] == [200] * 4
    assert served.ask("/packs", b"form=pdf")[0] == 200


def test_a_form_is_never_sent_twice(served: Served) -> None:
    """One that may have been taken is not sent to another; what only reads is."""
    assert served.ask("/hangs-up", b"form=pdf")[0] == 502
    assert served.asked() == ["POST /hangs-up"]
    served.ask("/hangs-up")
    assert served.asked().count("GET /hangs-up") == 2


def test_no_link_that_works_once_is_in_the_log(served: Served) -> None:
    served.ask("/invitation/a-secret-word?next=/")
    served.ask("/compare?authority=southampton")
    # nginx answers first and writes its line then.
    until(lambda: "GET /compare" in served.log.read_text())
    log = served.log.read_text()
    assert "GET /invitation/..." in log
    assert "GET /compare 200" in log
    assert "secret" not in log
    assert "southampton" not in log


def test_what_answers_is_handed_on_before_the_rest_has_come(served: Served) -> None:
    """What was cut off before its end is kept for nobody, and what came whole for everybody."""
    for is_whole in (False, True):
        with served.open("/view/halves") as answer:
            assert answer.read(len(FIRST)) == FIRST
            for portal in served.portals:
                portal.may_go.set()
            if is_whole:
                assert answer.read() == SECOND
            else:
                with pytest.raises(http.client.IncompleteRead):
                    answer.read()
        for portal in served.portals:
            portal.may_go.clear()
            portal.asked += ["before"] * (not is_whole)
    count = served.asked().count("GET /view/halves")
    assert served.ask("/view/halves") == (200, (FIRST + SECOND).decode())
    assert served.asked().count("GET /view/halves") == count == 2
