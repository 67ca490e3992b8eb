"""Files that are uploaded, or checked and forgotten."""

import io

import openpyxl
import pytest
from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from sqlalchemy import func, select

from app import checking_turns, forms
from app.auth import visitor
from app.factory import LARGEST_REQUEST, configure
from app.pages import returns
from app.pages.returns.upload import MOST_SHOWN
from app.settings import load_settings
from callbacks.sight import LocalHoldings
from data.local import log
from data.local.tables import LocalReturn, Version, VersionEvent
from data.papers import FOLDER
from data.store import Snapshot
from tests.app.local_world import NOBODY
from tests.app.pages.returns.conftest import (
    APPROVER,
    CONTRIBUTOR,
    PARTNER,
    READER,
    World,
    answer_of,
    as_file,
    problem_of,
    token_of,
)

OCTOBER = (
    b"Indicator,Sep-26,Oct-26,Target\nNumber of contacts,1401,1433,N/A\nNumber of referrals in the month,343,326,N/A\n"
)
WRONG = b"Indicator,Sep-26,Oct-26\nPercentage of CLA having Health Checks,90% (9/10),25% (52/218)\n"
HAMPSHIRES = b"Indicator,Oct-26,Target,Hampshire 24/25,England\nNumber of contacts,1433,N/A,900,N/A\n"


def workbook(content: bytes) -> bytes:
    """A table as a workbook."""
    book = openpyxl.Workbook()
    for line in content.decode().splitlines():
        book.active.append(line.split(","))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def counts(world: World) -> tuple[int, ...]:
    """How many returns, versions and events there are."""
    with world.database.reading() as session:
        tables = (LocalReturn, Version, VersionEvent)
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


@pytest.mark.parametrize(("content", "name"), [(OCTOBER, "october.csv"), (workbook(OCTOBER), "october.xlsx")])
def test_a_file_is_kept_as_a_draft_and_checked(world: World, content: bytes, name: str) -> None:
    fields = {"title": "Monthly  scorecard", "why": "For the board", "file": as_file(content, name)}
    answer = world.send(CONTRIBUTOR, "/returns", fields)
    assert answer.status_code == 303
    place = answer.headers["Location"]
    page = world.page(CONTRIBUTOR, place)
    assert "Monthly scorecard, version 1: is it right?" in page
    assert "Draft: nobody else sees it" in page
    assert answer_of(page).startswith("Nothing found: 1 table and 2 rows")
    for told in ("For the board", name, "contributor of Southampton"):
        assert told in page
    assert world.browser(READER).get(place).status_code == 404
    assert world.browser(PARTNER).get(place).status_code == 404


def test_the_next_file_of_a_return_is_its_next_version_and_the_same_one_twice_is_not(world: World) -> None:
    fields = {"return": "for-everybody", "why": "October's figures"}
    answer = world.send(CONTRIBUTOR, "/returns", fields | {"file": as_file(OCTOBER)})
    assert answer.headers["Location"] == f"/returns/{world.ids['for-everybody']}/2"
    before = counts(world)
    again = world.send(CONTRIBUTOR, "/returns", fields | {"file": as_file(OCTOBER)})
    assert problem_of(again) == "This is the same as version 2 of Return for-everybody; nothing was kept."
    assert b"October&#39;s figures" in again.data, "what was typed stands there still"
    assert b'value="for-everybody" selected' in again.data
    assert counts(world) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"file": as_file(b"")}, "is empty"),
        ({"file": as_file(b"%PDF-1.7 nonsense", "r.pdf")}, "is a PDF"),
        ({"file": as_file(b"PK\x03\x04 no archive", "r.xlsx")}, "r.xlsx"),
        ({"file": as_file(HAMPSHIRES)}, "is a return of Hampshire, not of Southampton; nothing was kept"),
        ({"file": as_file(OCTOBER, "")}, "Choose a file"),
        ({}, "Choose a file"),
        ({"file": as_file(OCTOBER), "why": " "}, "Say why"),
        ({"file": as_file(OCTOBER), "why": "x" * 1001}, "at most 1,000 are kept"),
        ({"file": as_file(OCTOBER), "title": ""}, "give the title of a new one"),
        ({"file": as_file(OCTOBER), "title": "..."}, "needs a letter or a digit"),
        ({"file": as_file(OCTOBER), "title": "x" * 201}, "at most 200"),
        ({"file": as_file(OCTOBER), "title": "For everybody"}, "There is a return Return for-everybody already"),
        ({"file": as_file(OCTOBER), "return": "for-everybody"}, "not both"),
        ({"file": as_file(OCTOBER), "return": "of-nobody", "title": ""}, "no such return of yours"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(world: World, fields: dict[str, object], said: str) -> None:
    before = counts(world)
    typed = {"title": "A <new> return", "why": "Because"} | fields
    fields = {name: as_file(*_copy(value)) if name == "file" else value for name, value in typed.items()}
    answer = world.send(CONTRIBUTOR, "/returns", fields)
    assert said in problem_of(answer)
    if typed["title"] == "A <new> return":
        assert b"A &lt;new&gt; return" in answer.data
    assert counts(world) == before


def _copy(sent: object) -> tuple[bytes, str]:
    assert isinstance(sent, tuple)
    return sent[0].getvalue(), sent[1]


def test_only_contributors_upload_and_only_to_their_own_organisation(world: World) -> None:
    before = counts(world)
    for who in (NOBODY, READER, APPROVER):
        fields = {"title": "New", "why": "w", "file": as_file(OCTOBER)}
        assert world.send(who, "/returns", fields).status_code == 403
    assert counts(world) == before
    fields = {"return": "for-everybody", "why": "w", "file": as_file(OCTOBER)}
    assert "no such return of yours" in problem_of(world.send("portsmouth contributor", "/returns", fields))
    assert counts(world) == before


def test_a_file_that_is_too_large_is_not_read(world: World) -> None:
    for address in ("/returns", "/returns/check"):
        body = world.browser(CONTRIBUTOR).post(
            address,
            input_stream=io.BytesIO(b"nobody asks for more than this"),
            content_type="multipart/form-data; boundary=between",
            environ_overrides={"CONTENT_LENGTH": str(LARGEST_REQUEST + 1)},
        )
        assert body.status_code == 413
        assert b"A return has at most 10 MB" in body.data


def test_who_uploaded_what_is_in_the_log(world: World) -> None:
    world.send(CONTRIBUTOR, "/returns", {"title": "Audits", "why": "w", "file": as_file(OCTOBER)})
    with world.database.reading() as session:
        entry = log.search(session, log.LogQuery(what="visibility of a version"), most=1)[0]
        assert (entry.about, entry.details["visibility"]) == ("southampton/audits", "draft")


def test_a_file_is_checked_for_anybody_and_nothing_of_it_is_kept(world: World) -> None:
    before = counts(world)
    answer = world.send(NOBODY, "/returns/check", {"authority": "southampton", "file": as_file(WRONG, "<b>.csv")})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "What was found in &lt;b&gt;.csv" in page
    assert answer_of(page).startswith("1 finding: 1 error.")
    for told in ("25% (52/218)", "24%", "from its own counts", "arithmetic", "52 of 218 is 23.9%, not 25%"):
        assert told in page
    assert "published figures of Southampton" in page
    assert counts(world) == before


def test_whose_a_file_is_may_be_left_to_the_file(world: World) -> None:
    unsaid = world.send(NOBODY, "/returns/check", {"file": as_file(OCTOBER)}).get_data(as_text=True)
    assert "Neither the file nor you said whose return it is" in unsaid
    said = world.send(NOBODY, "/returns/check", {"file": as_file(HAMPSHIRES)}).get_data(as_text=True)
    assert "published figures of Hampshire" in said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"file": as_file(b"no table")}, "october.csv"),
        ({}, "Choose a file"),
        ({"file": as_file(OCTOBER), "authority": "Atlantis"}, "No authority is called 'Atlantis'"),
        ({"file": as_file(OCTOBER), "authority": "South East"}, "choose an authority"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_a_sentence(world: World, fields: dict[str, object], said: str) -> None:
    fields = {name: as_file(*_copy(value)) if name == "file" else value for name, value in fields.items()}
    assert said in problem_of(world.send(NOBODY, "/returns/check", fields))


def test_a_file_with_very_many_findings_makes_no_endless_page(world: World) -> None:
    rows = [f"Percentage of CLA having Health Checks {row},25% (52/218),26% (52/218)" for row in range(400)]
    content = "\n".join(["Indicator,Sep-26,Oct-26", *rows]).encode()
    page = world.send(NOBODY, "/returns/check", {"file": as_file(content)}).get_data(as_text=True)
    assert page.count('class="finding ') == MOST_SHOWN
    assert "more are left out" in page


def test_the_findings_of_a_published_paper_are_shown(world: World) -> None:
    content = (FOLDER / "scorecard_2022_11.csv").read_bytes()
    answer = world.send(NOBODY, "/returns/check", {"file": as_file(content, "scorecard.csv")})
    assert "92 of 162 percentages with counts were cut off, not rounded" in answer_of(answer.get_data(as_text=True))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_is_filled_in_for_an_authority(world: World, form: str) -> None:
    answer = world.browser().get(f"/returns/template?authority=southampton&format={form}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="alongside-southampton-return.{form}"'
    if form == "csv":
        assert "Southampton" in answer.get_data(as_text=True).splitlines()[1]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
        assert sheet["A2"].value == "Southampton"


@pytest.mark.parametrize("asked", ["", "authority=atlantis", "authority=england", "authority=southampton&format=pdf"])
def test_a_template_that_there_is_not_is_refused(world: World, asked: str) -> None:
    assert world.browser().get(f"/returns/template?{asked}").status_code in (400, 404)


def test_files_are_not_checked_without_end(world: World, snapshot: Snapshot) -> None:
    server = Flask("app")
    configure(server, load_settings({"HOME": "/"}))
    forms.register(server)
    server.extensions["alongside-limiter"] = Limiter(get_remote_address, app=server, storage_uri="memory://")
    visitor.register(server, lambda: world.database, closed=False, secure=False)
    returns.register(server, snapshot, LocalHoldings(lambda: world.database, visitor.viewer, snapshot.indicators))
    browser = server.test_client()
    token = token_of(browser)
    for time in range(returns.CHECKS_A_MINUTE + 1):
        answer = browser.post("/returns/check", data={"csrf_token": token})
        assert answer.status_code == (400 if time < returns.CHECKS_A_MINUTE else 429)
    assert b"Too many files were checked from this address" in answer.data
    assert answer.headers["Retry-After"] == "60"


def test_a_check_waits_for_its_turn_and_says_so_in_the_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking_turns, "SECONDS_TO_WAIT", 0)
    with checking_turns.turn(), checking_turns.turn():
        answer = world.send(NOBODY, "/returns/check", {"file": as_file(OCTOBER)})
        assert answer.status_code == 503
        assert b"Other returns are being checked; send this one again in a minute." in answer.data
    assert world.send(NOBODY, "/returns/check", {"file": as_file(OCTOBER)}).status_code == 200
