"""A PostgreSQL and a Redis of the tests' own: on loopback, on free ports, in temporary folders, gone with the tests.

The kernel stops them too when the tests are killed (`setpriv --pdeathsig`).
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import redis

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"
ROLE = "portal"
PATIENCE = 30
"""Seconds that a server may take to start or stop; it takes one."""
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    # Where all of the tests are run with it, none of them takes the machine's power away.
    "fsync": "off" if os.environ.get("PORTAL_TEST_BACKEND") else "on",
    "max_connections": "60",
    "shared_buffers": "32MB",
    "max_wal_size": "128MB",
    "autovacuum": "off",
}


class Files:
    """SQLite databases in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def database(self) -> str:
        """The URL of a new, empty database."""
        self._made += 1
        return f"sqlite:///{self._folder}/portal{self._made}.db"

    def restore(self, url: str, like: str) -> None:
        """Make a database a copy of another, at its own URL; nobody has either open."""
        self.drop(url)
        shutil.copyfile(like.removeprefix("sqlite:///"), url.removeprefix("sqlite:///"))

    def drop(self, url: str) -> None:
        """Remove a database."""
        for file in self._folder.glob(f"{name_of(url)}*"):
            file.unlink()


class PostgreSQL:
    """A cluster that can be stopped and started again at the same port. The portal's role is no superuser."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._password = secrets.token_hex(8)
        self._made = 0
        self._running: subprocess.Popen[bytes] | None = None
        key = folder / "password"
        key.write_text(self._password)
        if user := _user():
            for path in (folder, key):
                shutil.chown(path, user, user)
        how = ["--auth=scram-sha-256", f"--pwfile={key}", "--encoding=UTF8", "--no-locale", "--no-sync"]
        _run([str(_bin() / "initdb"), f"--pgdata={folder / 'cluster'}", "--username=postgres", *how])
        self.start()
        self._as_administrator(f"create role {ROLE} login password '{self._password}'")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        program = [str(_bin() / "postgres"), "-D", str(self._folder / "cluster"), "-p", str(self.port), *settings]
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen([*_as_user(signal.SIGINT), *program], stdout=log, stderr=log)
        _wait_for(lambda: self._as_administrator("select 1"), (psycopg.OperationalError,), self._running)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop it: SIGINT ends every conversation, SIGQUIT is a crash."""
        if self._running is not None:
            self._running.send_signal(how)
            self._running.wait(PATIENCE)
            self._running = None

    @contextmanager
    def away(self, how: signal.Signals = signal.SIGINT) -> Iterator[None]:
        """It does not answer within this block."""
        self.stop(how)
        try:
            yield
        finally:
            self.start()

    def database(self, like: str = "") -> str:
        """The URL of a new database: empty, or a copy of another that nobody has open."""
        self._made += 1
        self._create(f"portal{self._made}", name_of(like) if like else "template1")
        return f"postgresql+psycopg://{ROLE}:{self._password}@{LOOPBACK}:{self.port}/portal{self._made}"

    def restore(self, url: str, like: str) -> None:
        """Make a database a copy of another, at its own URL; nobody has either open."""
        self.drop(url)
        self._create(name_of(url), name_of(like))

    def drop(self, url: str) -> None:
        """Remove a database, whoever is talking to it."""
        self._as_administrator(f"drop database if exists {name_of(url)} with (force)")

    def end_conversations(self, url: str) -> None:
        """End every conversation about a database, as an administrator may."""
        self._as_administrator(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", name_of(url)
        )

    def _create(self, name: str, like: str) -> None:
        self._as_administrator(f"create database {name} template {like} owner {ROLE}")

    def _as_administrator(self, statement: str, *values: str) -> None:
        with psycopg.connect(
            host=LOOPBACK,
            port=self.port,
            user="postgres",
            password=self._password,
            dbname="postgres",
            autocommit=True,
        ) as connection:
            connection.execute(statement, values or None)  # type: ignore[arg-type]


class Redis:
    """A server that keeps nothing on disk and can be stopped and started again at the same port."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://{LOOPBACK}:{self.port}/0"
        self._folder = folder
        self.running: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        """Start it, empty, and wait until it answers."""
        settings = ["--port", str(self.port), "--bind", LOOPBACK, "--save", "", "--appendonly", "no"]
        program = ["setpriv", "--pdeathsig", "TERM", "redis-server", *settings, "--dir", str(self._folder)]
        self.running = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait_for(lambda: self.tell("ping"), (redis.RedisError,), self.running)

    def tell(self, *words: str | bytes, password: str | None = None) -> object:
        """Have it do something; what it answers."""
        with redis.Redis(port=self.port, password=password, decode_responses=True) as client:
            answer: object = client.execute_command(*words)
            return answer

    def stop(self) -> None:
        """Stop it; what it kept is gone."""
        if self.running is not None:
            self.running.kill()
            self.running.wait(PATIENCE)
            self.running = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """It does not answer within this block."""
        self.stop()
        try:
            yield
        finally:
            self.start()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One cluster for all tests of a process."""
    _require_programs()
    with tempfile.TemporaryDirectory(prefix="alongside-postgresql-") as folder:
        cluster = None
        try:
            cluster = PostgreSQL(Path(folder))
            yield cluster
        finally:
            if cluster is not None:
                cluster.stop()


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """One server for all tests of a process; each test begins with what the one before it left."""
    _require_programs()
    with tempfile.TemporaryDirectory(prefix="alongside-redis-") as folder:
        server = Redis(Path(folder))
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Files | PostgreSQL:
    """Where databases are made: a test that asks for it is run with SQLite and with PostgreSQL."""
    if request.param == "sqlite":
        return Files(tmp_path)
    cluster: PostgreSQL = request.getfixturevalue("postgresql")
    return cluster


@pytest.fixture
def database_url(databases: Files | PostgreSQL) -> Iterator[str]:
    """The URL of a new, empty database."""
    url = databases.database()
    yield url
    databases.drop(url)


def name_of(url: str) -> str:
    """The name of the database that a URL names."""
    return url.rpartition("/")[2]


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as trial:
        trial.bind((LOOPBACK, 0))
        return int(trial.getsockname()[1])


def _require_programs() -> None:
    """Skip, saying why, where they are not there and cannot be installed."""
    installed = subprocess.run(["bash", ".ci/services.sh"], cwd=ROOT, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(installed.stderr.strip())


def _bin() -> Path:
    """Where PostgreSQL's programs are; Debian keeps them apart by version and off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    there = found[-1] if found else Path(shutil.which("initdb") or "initdb")
    return there.parent


def _user() -> str | None:
    """PostgreSQL refuses to be run by root; None where nobody else is needed."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {entry.pw_name for entry in pwd.getpwall()} else "nobody"


def _as_user(when_we_die: signal.Signals) -> list[str]:
    user = _user()
    change = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
    return ["setpriv", *change, "--pdeathsig", when_we_die.name.removeprefix("SIG")]


def _run(program: list[str]) -> None:
    done = subprocess.run([*_as_user(signal.SIGTERM), *program], cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _wait_for(
    answers: Callable[[], object], silence: tuple[type[Exception], ...], process: subprocess.Popen[bytes]
) -> None:
    """Ask again until something answers, or its process has ended."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            answers()
        except silence:
            assert process.poll() is None, "the server ended while it was starting"
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.05)
        else:
            return
