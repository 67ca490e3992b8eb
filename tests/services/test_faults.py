"""What goes wrong on a machine, and what people see of it: a disk that is full, a clock that is wrong.

Published pages go on being answered, whatever else is lost, and nothing is half kept. What is tested elsewhere: Redis
and PostgreSQL away (test_scaled, test_away, test_redis), a damaged snapshot (app/operation), the publisher away
and a refresh killed (data/refresh), a worker killed (app/packs, app/work).
"""

import http.client
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from data.local.database import open_database
from data.local.people import add_organisation, add_person
from data.local.sign_ins import sign_in
from models.access import Role
from tests.asking import BENCHMARK, VIEWS, ask
from tests.live import WRONG_CLOCK, served, serving
from tests.services.servers import PostgreSQL

pytestmark = pytest.mark.services

MEGABYTES = 24
MAIL = {"PORTAL_SMTP_URL": "smtp://127.0.0.1:9", "PORTAL_URL": "http://127.0.0.1"}
"""So that people may ask to be told; nothing is sent here."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, which a test may fill."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(place)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"a disk can be mounted here by nobody: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> Path:
    """Take what is left of a disk; the file that has it."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as stream:
        try:
            while stream.write(b"\0" * 4096):
                pass
        except OSError:
            return ballast
    raise AssertionError("the disk took everything")


class Browser:
    """Somebody with a cookie, who sends forms with the token that stands in them."""

    def __init__(self, address: str, token: str) -> None:
        self._host, self._cookie = urlsplit(address).netloc, f"alongside={token}"

    def get(self, path: str) -> tuple[int, str]:
        """The status and the text at a path."""
        return self._ask("GET", path, None, {})

    def send(self, path: str, **fields: str) -> tuple[int, str]:
        """The same after a form that stands there was sent."""
        status, page = self.get(path)
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert (status, token is not None) == (200, True), page
        assert token is not None
        form = urlencode({"csrf_token": token[1], **fields})
        return self._ask("POST", path, form, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self._host, timeout=60)
        try:
            connection.request(method, path, body, {"Accept": "text/html", "Cookie": self._cookie, **headers})
            answer = connection.getresponse()
            if kept := answer.getheader("Set-Cookie"):
                self._cookie = "; ".join({*self._cookie.split("; "), kept.partition(";")[0]})
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def published(address: str) -> bytes:
    """A page and an answer of the API that need nothing but published figures."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        return ask(connection, f"{VIEWS}/compare") + ask(connection, BENCHMARK)
    finally:
        connection.close()


def readiness(address: str) -> dict[str, dict[str, str]]:
    """What /readyz says."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        return dict(json.loads(ask(connection, "/readyz")))
    finally:
        connection.close()


def with_somebody(url: str) -> str:
    """A database with somebody in it, who is signed in; their token."""
    database = open_database(url)
    with database.writing() as session:
        organisation = add_organisation(session, "southampton", "Southampton", "852")
        person = add_person(session, "someone@southampton.example", "Someone", organisation, [Role.CONTRIBUTOR])
        token = sign_in(session, person, "a test")
    database.close()
    return token


@pytest.mark.usefixtures("snapshot")
def test_a_full_disk_takes_nothing_but_what_cannot_be_kept(small_disk: Path, tmp_path: Path, shared_cache: str) -> None:
    """Local data, packs and kept answers on a disk that is full; figures were unpacked before."""
    cache = tmp_path / "cache"
    (cache / "snapshots").parent.mkdir()
    (cache / "snapshots").symlink_to(Path(shared_cache) / "snapshots")
    (small_disk / "answers").mkdir(mode=0o700)
    (cache / "answers").symlink_to(small_disk / "answers")
    token = with_somebody(f"sqlite:///{small_disk / 'alongside.db'}")
    with serving(PORTAL_CACHE_DIR=str(cache), PORTAL_DATA_DIR=str(small_disk), **MAIL) as address:
        somebody = Browser(address, token)
        assert somebody.get("/account/digest")[0] == 200
        ballast = fill(small_disk)
        page = published(address)
        status, said = somebody.send("/account/digest", add="southampton")
        assert (status, "There is no room left where local returns are kept" in said) == (503, True)
        assert readiness(address)["parts"]["cache"] == "away"
        assert published(address) == page
        ballast.unlink()
        status, _ = somebody.send("/account/digest", add="southampton")
        assert status == 303
        assert "Southampton" in somebody.get("/account/digest")[1]
        assert published(address) == page


@pytest.mark.parametrize("wrong_by", [timedelta(minutes=10), timedelta(minutes=-10)], ids=["ahead", "behind"])
def test_machines_whose_clocks_differ_know_the_same_people(
    postgresql: PostgreSQL, shared_cache: str, wrong_by: timedelta
) -> None:
    """Ten minutes: who is signed in stays so on both, pages are alike, and what one writes the other shows."""
    url = postgresql.database()
    token = with_somebody(url)
    chosen = {"DATABASE_URL": url.replace("postgresql+psycopg", "postgresql"), "PORTAL_CACHE_DIR": shared_cache, **MAIL}
    skewed = {WRONG_CLOCK: f"{wrong_by.total_seconds():.0f}"}
    with serving(**chosen) as right, serving(**chosen, **skewed) as wrong:
        assert abs(of(wrong) - datetime.now(UTC) - wrong_by) < timedelta(minutes=1), "the clock is not wrong at all"
        assert published(wrong) == published(right)
        for address in (right, wrong, right):
            status, page = Browser(address, token).get("/account")
            assert (status, "someone@southampton.example" in page) == (200, True)
        assert Browser(wrong, token).send("/account/digest", add="southampton")[0] == 303
        assert "Southampton" in Browser(right, token).get("/account/digest")[1]
        assert (
            readiness(wrong)["parts"]
            == readiness(right)["parts"]
            == dict.fromkeys(("snapshot", "database", "cache"), "ok")
        )
    postgresql.drop(url)


def of(address: str) -> datetime:
    """What time it is on a machine."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
    try:
        connection.request("GET", "/healthz")
        date = connection.getresponse().getheader("Date")
    finally:
        connection.close()
    assert date is not None
    return datetime.strptime(date, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC)


def test_a_portal_whose_cache_is_removed_goes_on(tmp_path: Path) -> None:
    """Somebody tidies the machine up while it runs."""
    with served(PORTAL_CACHE_DIR=str(tmp_path / "cache")) as (address, first):
        page = published(address)
        shutil.rmtree(tmp_path / "cache")
        assert published(address) == page
        assert first.poll() is None
