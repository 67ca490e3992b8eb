"""Two machines that serve the portal, and one that works: they share PostgreSQL and Redis, and nothing else."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from app.auth import passwords
from app.local_database import open_local
from app.settings import Settings, load_settings
from data.local.database import Database
from data.local.people import add_organisation, add_person
from models.access import Role
from tests.live import serving
from tests.services.servers import PostgreSQL, Redis
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
ADA, PASSWORD = "ada@southampton.example", "correct horse battery staple"
ADDRESS = "/pack?authority=southampton"
WORKS = """
import sys
from datetime import timedelta
from app.work import broker, worker
from app.settings import load_settings
broker.LOOKED_EVERY = timedelta(seconds=2)
worker.ONE = (sys.executable, "-m", "tests.app.packs.standing_in")
worker.work(load_settings())
"""
"""A worker that looks more often, and whose packs are made by what stands in for the portal."""


@dataclass(frozen=True)
class Machines:
    """The addresses of those that serve, the database as a command on another machine has it, and what all are told."""

    one: str
    other: str
    settings: Settings
    database: Database
    environment: Mapping[str, str]


@contextmanager
def machines(postgresql: PostgreSQL, redis_server: Redis, shared_cache: str) -> Iterator[Machines]:
    """Two portals, with one person known."""
    url = postgresql.database()
    environment = {
        "DATABASE_URL": url.replace("postgresql+psycopg", "postgresql"),
        "REDIS_URL": redis_server.url,
        "PORTAL_CACHE": "redis",
        "PORTAL_CACHE_DIR": shared_cache,
        "PORTAL_SECRET_KEY": "0123456789abcdef" * 2,
        "PORTAL_WORK": "celery",
        "PORTAL_WORKERS": "1",
    }
    settings = load_settings(environment)
    database = open_local(settings)
    with database.writing() as session:
        southampton = add_organisation(session, "southampton", "Southampton", "E06000045")
        ada = add_person(session, ADA, "Ada Lovelace", southampton, [Role.CONTRIBUTOR])
        ada.password = passwords.hashed(PASSWORD)
    redis_server.tell("flushall")
    with ExitStack() as served:
        addresses = [served.enter_context(serving(**environment)) for _ in range(2)]
        yield Machines(*addresses, settings, database, environment)
    database.close()
    postgresql.drop(url)


@contextmanager
def working(there: Machines, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of Celery's. What stands in for packs looks into `folder` for when it may go on."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, **there.environment, "PORTAL_CACHE_DIR": cache, "TMPDIR": str(folder)}
        process = subprocess.Popen([sys.executable, "-W", "ignore", "-c", WORKS], cwd=ROOT, env=environment)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(PATIENCE)
            finally:
                process.kill()


class Visit:
    """Somebody's browser, which goes to whichever machine the proxy sends it to."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def get(self, address: str) -> requests.Response:
        return self.session.get(address, timeout=PATIENCE, allow_redirects=False, headers={"Accept": "text/html"})

    def post(self, to: str, form_at: str, **fields: str) -> requests.Response:
        """Send a form, with the token that the page at `form_at` gives it."""
        found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', self.get(form_at).text)
        assert found is not None, form_at
        data = {**fields, "csrf_token": found[1]}
        return self.session.post(
            to, data=data, timeout=PATIENCE, allow_redirects=False, headers={"Accept": "text/html"}
        )

    def sign_in(self, machine: str) -> None:
        answer = self.post(f"{machine}/sign-in", f"{machine}/sign-in", email=ADA, password=PASSWORD)
        assert answer.status_code == 303, answer.text

    def is_known(self, machine: str) -> bool:
        """Whether a machine knows who this is."""
        return self.get(f"{machine}/account").status_code == 200

    def ask_for_pack(self, machine: str) -> requests.Response:
        form_at = "/account" if self.is_known(machine) else "/sign-in"
        return self.post(f"{machine}/packs", f"{machine}{form_at}", form="pdf", address=ADDRESS)
