"""Every command that README and the guides tell people to type is typed here, and ends as it should.

Each document has an installation of its own, in which its commands are typed in order: published figures, a publisher
and a mail server on loopback, and files by the names that the text uses. What cannot be typed here is on a list with
the reason.
"""

import itertools
import re
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from app.cli import parser
from app.local_database import open_local
from app.settings import load_settings
from data.local.people import add_organisation, add_person
from data.local.tokens import make_token
from data.papers import FOLDER as PAPERS
from data.publisher import client as publisher_client
from data.publisher.client import Publisher
from data.publisher.patience import Patience
from models.access import Role
from tests.app.test_mail import Letterbox
from tests.app.test_mail import serving as serving_mail
from tests.conftest import PUBLISHED
from tests.data.source_tree import write_sources
from tests.docs.collected import DOCUMENTS, Block, blocks, mentioned
from tests.docs.typed import at, run, with_file
from tests.live import ROOT, serving
from tests.publisher_on_loopback.server import PublisherOnLoopback

KEY = "0123456789abcdef" * 2
NOT_TYPED = {
    "make ": "it sets up or tests this very folder, this test among it; `make docs` is what test_build.py does",
    "git ": "it fetches the project from wherever it is kept",
    "systemctl ": "it changes the machine",
    "docker ": "it needs a Docker engine, which a machine that runs tests need not have",
    "portal serve": "it serves until it is stopped: tests/app/test_server.py starts it",
    "portal worker": "it works until it is stopped: tests/services starts it",
    "portal users reset": "it is for somebody who set a password in the browser: tests/app/test_users.py types it",
    "portal warm": "it draws 2,900 pages, and gives way for as long as its process lasts: tests/app/test_warming.py",
    "portal fit": "it computes for most of a minute: tests/models fits the same models to less",
    "portal boundaries": "it writes into the project's definitions: tests/app/test_boundaries.py has it write apart",
}
FINDS = ("portal check",)
"""What exits 1, since there is something to be found in the file."""
FILES = {
    "portal add-source": "home_education.csv",
    "portal pack": "board.pdf",
    "portal import": "november.csv",
    "portal": "scorecard.csv",
}
"""What `FILE` stands for."""
BEFORE = {
    "README.md": ["portal demo"],
    "returns.md": ["portal demo"],
    "incidents.md": [
        'portal users add-organisation southampton "Southampton City Council" --authority Southampton',
        'portal users invite grace@southampton.gov.uk "Grace Hopper" --organisation southampton --role approver',
        "portal backup alongside.backup",
    ],
}
"""What somebody did before who reads a document."""


@dataclass(frozen=True)
class Servers:
    """What an installation talks to on loopback: the publisher, a mail server (its port), and a portal with a token."""

    publisher: PublisherOnLoopback
    mail: int
    portal: str
    token: str


@pytest.fixture(scope="module")
def servers(shared_cache: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("portal")
    token = token_for_somebody(folder)
    settings = {"PORTAL_CACHE_DIR": shared_cache, "PORTAL_DATA_DIR": str(folder)}
    with PublisherOnLoopback() as publisher, serving_mail(Letterbox()) as mail, serving(**settings) as portal:
        yield Servers(publisher, mail, portal, token)


def token_for_somebody(folder: Path) -> str:
    """A token of somebody whose account is in a folder's database."""
    settings = load_settings({"PORTAL_CACHE_DIR": str(folder), "PORTAL_DATA_DIR": str(folder)})
    with closing(open_local(settings)) as database, database.writing() as session:
        southampton = add_organisation(session, "southampton", "Southampton City Council", "852")
        session.flush()
        person = add_person(session, "ada@southampton.gov.uk", "Ada Lovelace", southampton, [Role.VIEWER])
        session.flush()
        return make_token(session, person, "Power BI", ["returns:read"], 30)[0]


@pytest.fixture
def environment(servers: Servers, shared_cache: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An installation in a folder of its own, with the files that the guides name."""
    shutil.copytree(PUBLISHED, tmp_path / "snapshots")
    (tmp_path / "apart").mkdir()
    (tmp_path / "data").symlink_to(ROOT / "data")
    scorecard = (PAPERS / "scorecard_2022_11.csv").read_text("utf-8")
    for name in ("scorecard", "november"):
        (tmp_path / f"{name}.csv").write_text(scorecard, "utf-8")
    (tmp_path / "november-mended.csv").write_text(scorecard.replace("28% (91/315)", "29% (91/315)"), "utf-8")
    (tmp_path / "home_education.csv").write_text(home_education(), "utf-8")
    hurried = partial(Publisher, patience=Patience(between=0.0))
    monkeypatch.setattr(publisher_client, "Publisher", hurried)
    return {
        "PORTAL_CACHE_DIR": shared_cache,
        "PORTAL_DATA_DIR": str(tmp_path / "local"),
        "PORTAL_SNAPSHOT_DIR": str(tmp_path / "snapshots"),
        "PORTAL_REFRESH_URL": servers.publisher.base_url,
        "PORTAL_SMTP_URL": f"smtp://127.0.0.1:{servers.mail}",
        "PORTAL_URL": servers.portal,
        "PORTAL_SECRET_KEY": KEY,
        "TOKEN": servers.token,
    }


def home_education() -> str:
    """The example file as docs/adding.md prints it."""
    return next(block.text for block in blocks() if block.text.startswith("time_period,")).partition("\n\n")[0] + "\n"


def why_not(command: str) -> str | None:
    """Why a command is not typed here; None where it is."""
    return next((reason for start, reason in NOT_TYPED.items() if f"{command} ".startswith(start)), None)


def commands_by_document() -> dict[str, list[str]]:
    found = itertools.groupby(blocks(), key=lambda block: block.document)
    listed = {document: [command for block in group for command in block.commands] for document, group in found}
    return {str(document.relative_to(ROOT)): commands for document, commands in listed.items() if commands}


@pytest.mark.parametrize("document", commands_by_document())
def test_every_command_of_a_document_ends_as_it_should(
    document: str, servers: Servers, environment: dict[str, str], tmp_path: Path
) -> None:
    typed = [command for command in commands_by_document()[document] if why_not(command) is None]
    if any("portal build" in command for command in typed):
        write_sources(tmp_path / "sources")
    for command in [*BEFORE.get(Path(document).name, ()), *dict.fromkeys(typed)]:
        file = next(name for start, name in FILES.items() if command.startswith(start) or start == "portal")
        one_of_theirs = next(iter(servers.publisher.data_sets.values())).id
        names = {"FILE": file, "DIR": "sources", "ID": one_of_theirs, "TEXT": "90 per 10,000 looked after in 2025"}
        # Figures that are made up must not become those that the next commands read.
        apart = {"PORTAL_SNAPSHOT_DIR": str(tmp_path / "apart")} if "portal build --sources DIR" in command else {}
        ended = run(at(with_file(command, names), servers.portal), tmp_path, environment | apart)
        assert ended == (1 if command.startswith(FINDS) else 0), command


def test_each_command_that_is_not_typed_is_still_in_a_guide() -> None:
    every = [command for commands in commands_by_document().values() for command in commands]
    assert [start for start in NOT_TYPED if not any(f"{command} ".startswith(start) for command in every)] == []


@pytest.mark.parametrize("document", sorted({str(path.relative_to(ROOT)) for path, _ in mentioned()}))
def test_every_command_in_a_line_of_text_is_one_that_there_is(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for path, command in mentioned():
        if str(path.relative_to(ROOT)) != document:
            continue
        words = command.split()
        if words[0] == "make":
            assert words[1] in targets, command
        else:
            assert words[1] in parser().format_help(), command


SESSIONS = [block for block in blocks() if block.text.startswith("$ ")]


@pytest.mark.parametrize("session", SESSIONS, ids=lambda block: block.text[2:60])
def test_what_a_command_prints_is_what_the_text_says(
    session: Block, environment: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, _, printed = session.text.removeprefix("$ ").partition("\n")
    run(command, tmp_path, environment)
    said = capsys.readouterr()
    assert (said.out + said.err).strip() == printed.strip()


SETTINGS = [block.settings for block in blocks() if block.settings]


@pytest.mark.parametrize("settings", SETTINGS, ids=lambda settings: next(iter(settings)))
def test_settings_are_ones_that_the_portal_takes(settings: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    given = {**settings, "PORTAL_CACHE_DIR": str(tmp_path), "PORTAL_SNAPSHOT_DIR": str(tmp_path / "snapshots")}
    load_settings(given)
    listed = (ROOT / "docs" / "running.md").read_text()
    assert [name for name in settings if f"`{name}`" not in listed] == []


def test_examples_of_definitions_are_toml() -> None:
    found = [block.text for block in blocks() if re.search(r"^(\[\w|\w+ = [\[{\"])", block.text, re.MULTILINE)]
    examples = [text for text in found if "<-" not in text and "import " not in text and "let\n" not in text]
    assert len(examples) > 1
    for text in examples:
        tomllib.loads(text)


def test_no_document_is_left_out() -> None:
    """Every document that there is was read."""
    assert {path.name for path in DOCUMENTS} >= {"README.md", "operators.md", "to-the-meeting.md"}
