"""Several groups of web processes with PostgreSQL, Redis and nginx on loopback, and what each part does to a visit.

One part after another is put in place. Each way of running starts with nothing kept, and has a turn of the floor
beside it.
Half of the people are signed in, as one person, so that who asks has to be looked up.
"""

import os
import re
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.request import urlopen

from app.auth import passwords
from app.local_database import open_local
from app.settings import load_settings
from data.local.people import add_organisation, add_person
from models.access import Role
from tests.bench import floor
from tests.bench.asking import post
from tests.bench.changes import Pages, Places, morning, places, size_of
from tests.bench.counted import answers
from tests.bench.crowd import Rush, rush
from tests.bench.findings import Measured, spelled, table
from tests.bench.views import CALLBACK
from tests.live import ROOT, free_port, served
from tests.services.machines import ADA, PASSWORD, Visit
from tests.services.servers import LOOPBACK, PostgreSQL, Redis

USERS, REQUESTS = 32, 1000
"""So many people, and so many requests in each turn."""
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIGURATION = ROOT / "docs" / "deploy" / "nginx.conf"
SECRET = "0123456789abcdef" * 2
VIEWS_TOO = "assets|_dash-component-suites|view"


@dataclass(frozen=True)
class Way:
    """A way of running: how many groups of how many processes, with which servers, and what nginx keeps."""

    name: str
    groups: int = 1
    workers: int = 2
    postgresql: bool = False
    redis: bool = False
    nginx: bool = False
    views_kept: bool = False


WAYS = (
    Way("one group of 2 processes, folder, SQLite"),
    Way("PostgreSQL in SQLite's place", postgresql=True),
    Way("and Redis in the folder's place", postgresql=True, redis=True),
    Way("two groups of 1 process each", 2, 1, postgresql=True, redis=True),
    Way("nginx before them, which keeps files", 2, 1, postgresql=True, redis=True, nginx=True),
    Way("nginx that keeps everybody's pages too", 2, 1, postgresql=True, redis=True, nginx=True, views_kept=True),
)


@dataclass
class Found:
    """The turns of one way of running, and the floor's: nothing kept, later, and the later ones once more, all kept."""

    first: Rush
    later: Rush
    again: Rush
    bare: Rush
    made: int
    answer_bytes: float
    kept_bytes: float


def person(environment: dict[str, str]) -> None:
    """One person who can sign in."""
    settings = load_settings({**environment, "PORTAL_CACHE_DIR": environment["PORTAL_DATA_DIR"]})
    database = open_local(settings)
    with database.writing() as session:
        southampton = add_organisation(session, "southampton", "Southampton", "E06000045")
        ada = add_person(session, ADA, "Ada Lovelace", southampton, [Role.CONTRIBUTOR])
        ada.password = passwords.hashed(PASSWORD)
    database.close()


def cookie_of(portal: str) -> str:
    """What the person's browser sends once they have signed in."""
    visit = Visit()
    visit.sign_in(portal)
    return "; ".join(f"{each.name}={each.value}" for each in visit.session.cookies)


def configured(folder: Path, portals: Sequence[str], port: int, *, views_kept: bool) -> str:
    """docs/deploy/nginx.conf for these portals, without TLS, which would cost the same everywhere."""
    told = CONFIGURATION.read_text()
    kept = re.search(r"location ~ \^/\(([a-z_|-]+)\)/", told)
    if kept is None:
        raise RuntimeError("docs/deploy/nginx.conf does not say what it keeps.")
    told = told.replace(kept[1], VIEWS_TOO if views_kept else VIEWS_TOO.removesuffix("|view"))
    told = re.sub(r"\n\s*(ssl_\w+ |http2 ).*?;", "", told)
    told = re.sub(r"\n    server \{\n\s*listen 80;.*?\n    \}", "", told, flags=re.DOTALL)
    upstream = "\n".join(f"server {portal.removeprefix('http://')} max_fails=2 fail_timeout=5s;" for portal in portals)
    told = re.sub(r"(\n\s*server web\d:8050[^\n]*)+", f"\n{upstream}", told)
    for wanted, given in (
        ("listen 443 ssl", f"listen {LOOPBACK}:{port}"),
        ("/var/cache/nginx", str(folder)),
        ("/run/nginx.pid", str(folder / "nginx.pid")),
        ("access_log /dev/stdout", f"access_log {folder / 'access.log'}"),
        ("error_log /dev/stderr", f"error_log {folder / 'error.log'}"),
        ("http {", "\n".join(["http {", *(f"{each}_temp_path {folder / each};" for each in TEMPORARY)])),
    ):
        if wanted not in told:
            raise RuntimeError(f"docs/deploy/nginx.conf has no '{wanted}'.")
        told = told.replace(wanted, given, 1)
    return told


TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def proxied(portals: Sequence[str], *, views_kept: bool) -> Iterator[tuple[str, int]]:
    """nginx before some portals: its address and its first process."""
    if NGINX is None:
        raise RuntimeError("The scaled running is measured with nginx: as root, apt-get install nginx-light.")
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        file = folder / "nginx.conf"
        file.write_text(configured(folder, portals, port, views_kept=views_kept))
        root = " user root;" if os.geteuid() == 0 else ""
        options = ["-c", str(file), "-e", str(folder / "error.log"), "-g", f"daemon off;{root}"]
        process = subprocess.Popen([NGINX, *options])
        try:
            address = f"http://{LOOPBACK}:{port}"
            wait_for(address, process)
            yield address, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until somebody answers there."""
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"What should answer at {address} ended with {process.returncode}.")
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Nothing answers at {address}.")


def measured(way: Way, cluster: PostgreSQL, redis: Redis, there: Places) -> Found:
    """The turns of one way of running."""
    with ExitStack() as running:
        local = running.enter_context(tempfile.TemporaryDirectory())
        url = cluster.database() if way.postgresql else f"sqlite:///{local}/alongside.db"
        environment = {
            "DATABASE_URL": url.replace("postgresql+psycopg", "postgresql"),
            "PORTAL_SECRET_KEY": SECRET,
            "PORTAL_WARMING": "no",
            "PORTAL_WORKERS": str(way.workers),
            "PORTAL_DATA_DIR": local,
        }
        if way.redis:
            redis.tell("flushall")
            environment |= {"REDIS_URL": redis.url, "PORTAL_CACHE": "redis"}
        if way.nginx:
            environment |= {"PORTAL_TRUSTED_PROXIES": "1"}
        person(environment)
        groups = []
        for _ in range(way.groups):
            cache = running.enter_context(tempfile.TemporaryDirectory())
            groups.append(running.enter_context(served(PORTAL_CACHE_DIR=cache, **environment)))
        addresses, processes = [address for address, _ in groups], [process.pid for _, process in groups]
        cookie = cookie_of(addresses[0])
        pages = Pages(addresses[0])
        asked = addresses
        if way.nginx:
            proxy, process = running.enter_context(proxied(addresses, views_kept=way.views_kept))
            asked, processes = [proxy], [*processes, process]
        walk = morning(there, USERS)
        turns, made = [], []
        for _ in range(2):
            both = enumerate(islice(walk, REQUESTS))
            requests = [pages.request(address, cookie if place % 2 else "") for place, address in both]
            turns.append(rush(asked, USERS, requests, processes))
            made.append(sum(answers(address)[1] for address in addresses))
        turns.append(rush(asked, USERS, requests, processes))
        sizes = [size_of(answer) for turn in turns for answer in turn.answers]
        sent = statistics.mean(len(answer.body) for turn in turns for answer in turn.answers)
        callback = post(CALLBACK, floor.callback(floor.points_for(round(sum(sizes) / len(sizes)))))
        with served("tests.bench.floor:server", PORTAL_WORKERS="2") as (bare, process):
            rush([bare], 2, [callback] * 8)
            bare_turn = rush([bare], USERS, [callback] * REQUESTS, [process.pid])
        return Found(*turns, bare_turn, made[0], sent, bytes_kept(redis) if way.redis else 0)


def bytes_kept(redis: Redis) -> float:
    """What Redis takes for each thing that it keeps."""
    told = str(redis.tell("info", "memory"))
    used = re.search(r"used_memory_dataset'?: ?(\d+)", told)
    if used is None:
        raise RuntimeError("Redis does not say how much memory it uses.")
    return int(used[1]) / int(str(redis.tell("dbsize")))


def figures(found: dict[Way, Found]) -> dict[str, float]:
    """What the plan reckons with: milliseconds of processor for an answer of each kind, and bytes."""
    ways = list(found.values())
    alone, shared, proxied_kept = ways[0], ways[2], ways[-1]
    new = alone.first.servers - (REQUESTS - alone.made) * alone.again.processor / 1000
    return {
        "kept_ms": alone.again.processor,
        "made_ms": new / alone.made * 1000,
        "by_proxy_ms": proxied_kept.again.processor,
        "answer_bytes": alone.answer_bytes,
        "kept_bytes": shared.kept_bytes,
    }


def line(way: Way, found: Found) -> Sequence[str]:
    """One line of the table."""
    turns = (found.first, found.later, found.again)
    return (
        way.name,
        " / ".join(spelled(turn.rate) for turn in turns),
        " / ".join(f"{turn.rate / found.bare.rate * 100:.0f}%" for turn in turns),
        " / ".join(spelled(turn.wait(0.5)) for turn in turns),
        " / ".join(spelled(turn.wait(0.95)) for turn in turns),
        " / ".join(spelled(turn.processor) for turn in turns),
    )


def report() -> Measured:
    """Every way of running, one after another."""
    with ExitStack() as there:
        cluster = PostgreSQL(Path(there.enter_context(tempfile.TemporaryDirectory())))
        there.callback(cluster.stop)
        redis = Redis(Path(there.enter_context(tempfile.TemporaryDirectory())))
        there.callback(redis.stop)
        cache = there.enter_context(tempfile.TemporaryDirectory())
        known = places(Path(cache))
        found = {way: measured(way, cluster, redis, known) for way in WAYS}
    head = (
        "way of running", "requests a second: first / later / all kept", "of the floor's", "median ms", "95% ms",
        "ms of processor an answer",
    )  # fmt: skip
    lines = [
        f"{USERS} people as on the morning above, half of them signed in, {REQUESTS:,} requests from nothing kept "
        "(first), as many more (later), and those once more (all kept). Everything runs on the same cores: another "
        "group or server here takes from the others what on a machine of its own it would add. The processor "
        "counted is that of the web processes and of nginx, without the databases. nginx is set as docs/deploy has "
        "it, but without TLS.",
        "",
        *table(head, [line(way, each) for way, each in found.items()]),
    ]
    return Measured(lines, figures=figures(found))
