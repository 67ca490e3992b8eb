"""One version: what was found, what is done with it, and what whoever looks is given and told."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, tzinfo

import openpyxl
import pytest

from app.pages.returns.findings import ON_A_PAGE
from data.local import log
from data.local.returns import Upload, keep, show_to
from data.local.tables import LocalReturn, Organisation, Version
from data.returns.kept import as_plain
from data.returns.reading import parse_return
from tests.app.local_world import NOBODY
from tests.app.pages.returns.conftest import (
    APPROVER,
    CONTRIBUTOR,
    PARTNER,
    READER,
    STRANGER,
    World,
    answer_of,
    as_file,
    problem_of,
)

WRONG = (
    b"Section,Analysis,Action and next steps\nContacts,Fewer than in May.,Ask <why>.\n\n"
    b"Indicator,Sep-26,Oct-26\n"
    b"Percentage of CLA having Health Checks,90% (97/108),25% (52/218)\n"
    b"Number of contacts,1401,=1433+1\n"
)
SMALL = b"Indicator,Sep-26,Oct-26\nNumber of contacts,1401,1433\nNumber of referrals in the month,300,3.00\n"


@pytest.fixture
def wrong(world: World) -> str:
    """The address of a draft in which there are errors."""
    return uploaded(world, WRONG)


def uploaded(world: World, content: bytes, title: str = "Scorecard") -> str:
    known = {"return": "scorecard", "title": ""} if title == "Scorecard" and "scorecard" in slugs(world) else {}
    fields = {"title": title, "why": "For the <board>", "file": as_file(content)} | known
    answer = world.send(CONTRIBUTOR, "/returns", fields)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def slugs(world: World) -> set[str]:
    with world.database.reading() as session:
        return {found.slug for found in session.query(LocalReturn)}


def words(page: str) -> list[str]:
    """The findings that may be ticked."""
    return re.findall(r'name="finding" value="(\w+)"', page)


def sights(world: World) -> list[tuple[str, str, bool]]:
    """Who was written down to have seen what: organisation, where, whether masked; the first first."""
    with world.database.reading() as session:
        found = log.search(session, log.LogQuery(what="unpublished figures seen"))
        return [(entry.details["from"], entry.details["where"], entry.details["masked"]) for entry in reversed(found)]


def test_a_finding_says_where_what_and_how_to_mend_it(world: World, wrong: str) -> None:
    page = world.page(CONTRIBUTOR, wrong)
    assert answer_of(page) == "2 findings: 2 errors."
    for told in ("Row 5: Percentage of CLA having Health Checks", "25% (52/218)", "24%", "from its own counts"):
        assert told in page
    assert "Find out whether the percentage or a count is mistyped" in page
    assert "For the &lt;board&gt;" in page
    assert "Ask &lt;why&gt;." in page
    assert words(page) == [], "contributors accept nothing"


def test_findings_are_shown_by_severity_and_kind(world: World, wrong: str) -> None:
    page = world.page(CONTRIBUTOR, f"{wrong}?severity=error&kind=arithmetic")
    assert "Shown: 1 to 1 of 1 that are asked for." in page
    assert 'aria-current="true">2 errors<' in page
    assert "None of this kind." in world.page(CONTRIBUTOR, f"{wrong}?kind=nonsense")
    for page_number in ("99", "0", "-1", "x"):
        assert "25% (52/218)" in world.page(CONTRIBUTOR, f"{wrong}?page={page_number}")


def test_many_findings_are_turned_page_by_page(world: World) -> None:
    rows = [f"Percentage of CLA having Health Checks {row},90% (9/10),25% (52/218)" for row in range(60)]
    address = uploaded(world, "\n".join(["Indicator,Sep-26,Oct-26", *rows]).encode(), "Long")
    first = world.page(APPROVER, address)
    assert first.count('class="finding ') == ON_A_PAGE
    assert f'{address}?page=2#findings">Page 2<' in first
    second = world.page(APPROVER, f"{address}?page=2")
    assert not {*words(first)} & {*words(second)}


def test_a_finding_is_accepted_with_a_reason_that_is_kept(world: World, wrong: str) -> None:
    page = world.page(APPROVER, f"{wrong}?kind=arithmetic")
    (word,) = words(page)
    assert "checked" in world.page(APPROVER, f"{wrong}?kind=arithmetic&ticked=all")
    place = f"{wrong}/accept?kind=arithmetic"
    assert "Say why" in problem_of(world.send(APPROVER, place, {"finding": word, "why": " "}))
    assert "Tick at least one" in problem_of(world.send(APPROVER, place, {"why": "Because"}))
    assert "Tick at least one" in problem_of(world.send(APPROVER, place, {"finding": "0" * 16, "why": "Because"}))
    answer = world.send(APPROVER, place, {"finding": word, "why": "The <paper> says so"})
    assert answer.headers["Location"] == f"{wrong}?kind=arithmetic"
    page = world.page(CONTRIBUTOR, wrong)
    assert re.search(
        r"Accepted in version 1 on \d+ \w+ \d{4} by approver of Southampton: The &lt;paper&gt; says so", page
    )
    assert "1 finding accepted with a reason." in page
    assert word not in words(world.page(APPROVER, wrong))
    again = world.send(APPROVER, place, {"finding": word, "why": "Again"})
    assert "nobody has accepted yet" in problem_of(again)
    with world.database.reading() as session:
        (entry,) = log.search(session, log.LogQuery(what="finding accepted"))
        assert entry.details["finding"] == word


def test_publishing_with_errors_asks_whether_it_is_meant(world: World, wrong: str) -> None:
    assert "Publish it although the check found 2 errors that nobody has accepted" in world.page(APPROVER, wrong)
    refused = world.send(APPROVER, f"{wrong}/publish", {"why": "For the board"})
    assert "2 errors that nobody has accepted" in problem_of(refused)
    assert b">For the board</textarea>" in refused.data
    assert world.browser().get(wrong).status_code == 404
    answer = world.send(APPROVER, f"{wrong}/publish", {"why": "For the board", "despite": "yes"})
    assert answer.headers["Location"] == wrong
    assert "Published: everybody sees it" in world.page(NOBODY, wrong)
    assert "published already" in problem_of(world.send(APPROVER, f"{wrong}/publish", {"why": "w", "despite": "yes"}))


def test_an_accepted_error_is_no_hindrance(world: World, wrong: str) -> None:
    errors = words(world.page(APPROVER, f"{wrong}?severity=error"))
    world.send(APPROVER, f"{wrong}/accept", {"finding": errors, "why": "It is so"})
    assert world.send(APPROVER, f"{wrong}/publish", {"why": "For the board"}).status_code == 303


def test_what_was_accepted_before_is_not_asked_again(world: World, wrong: str) -> None:
    errors = words(world.page(APPROVER, f"{wrong}?severity=error"))
    world.send(APPROVER, f"{wrong}/accept", {"finding": errors[:1], "why": "The teams merged"})
    again = uploaded(world, WRONG + b"Number of care leavers,210,211\n")
    assert again.endswith("/2")
    page = world.page(CONTRIBUTOR, again)
    assert re.search(r"Accepted in version 1 on .*?: The teams merged", page)
    assert "1 finding accepted with a reason." in page
    assert words(world.page(APPROVER, f"{again}?severity=error")) == errors[1:]


def test_a_version_is_shared_with_those_that_are_named_and_withdrawn_again(world: World) -> None:
    place = uploaded(world, SMALL)
    for fields in ({}, {"organisation": "southampton"}, {"organisation": ["portsmouth", "atlantis"]}):
        refused = world.send(APPROVER, f"{place}/share", {"why": "w", **fields})
        assert "Tick at least one organisation" in problem_of(refused)
    assert "Say why" in problem_of(world.send(APPROVER, f"{place}/share", {"organisation": "portsmouth"}))
    fields = {"organisation": "portsmouth", "why": "For the partnership's board"}
    assert world.send(APPROVER, f"{place}/share", fields).status_code == 303
    page = world.page(PARTNER, place)
    assert "Shared with your organisation" in page
    assert "For the partnership&#39;s board" in page
    assert "Small numbers" in page
    assert "of Southampton:" not in page, "no person of another organisation is named"
    assert "For the &lt;board&gt;" not in page, "nor what they told each other before"
    assert "Shared with Portsmouth" in world.page(APPROVER, place)
    for who in (STRANGER, NOBODY):
        assert world.browser(who).get(place).status_code == 404
    assert world.send(APPROVER, f"{place}/withdraw", {"why": "A mistake"}).status_code == 303
    assert world.browser(PARTNER).get(place).status_code == 404
    history = world.page(APPROVER, place).partition("<h2>History</h2>")[2]
    assert re.findall(r"<strong>(.*?)</strong>", history) == ["Withdrawn", "Shared with Portsmouth", "Kept as a draft"]
    assert "withdrawn already" in problem_of(world.send(APPROVER, f"{place}/withdraw", {"why": "Again"}))


def test_who_approves_is_told_what_others_will_see(world: World) -> None:
    place = uploaded(world, SMALL)
    assert "Others will see 1 figure as suppressed" in world.page(APPROVER, place)
    wrong = uploaded(world, WRONG, "Another")
    assert "The commentary (1 section) is shown as written" in world.page(APPROVER, wrong)
    many = uploaded(world, b"Indicator,Sep-26,Oct-26\nNumber of contacts,1401,1433\n", "All large")
    assert "Others will see every figure: none is small." in world.page(APPROVER, many)


def test_what_was_never_prepared_for_others_is_not_given_to_them(world: World) -> None:
    with world.database.writing() as session:
        organisation = session.query(Organisation).filter(Organisation.slug == "southampton").one()
        upload = Upload(as_plain(parse_return(SMALL, "old.csv")), [], "old.csv", "Kept long ago")
        version = keep(session, organisation, "old", "Old", upload)
        place = f"/returns/{version.local_return_id}/1"
    assert "never prepared for others" in world.page(APPROVER, place)
    for deed, fields in (("publish", {}), ("share", {"organisation": "portsmouth"})):
        refused = world.send(APPROVER, f"{place}/{deed}", {"why": "w", **fields})
        assert "never prepared for others" in problem_of(refused)


def test_a_refused_form_of_a_version_is_noted_as_a_sight_too(world: World, wrong: str) -> None:
    before = len(sights(world))
    world.send(APPROVER, f"{wrong}/publish", {})
    assert len(sights(world)) == before + 1


def cells_of(answer_data: bytes, form: str) -> list[str]:
    """Every cell of a file."""
    if form == "csv":
        return [cell for row in csv.reader(io.StringIO(answer_data.decode("utf-8-sig"))) for cell in row]
    book = openpyxl.load_workbook(io.BytesIO(answer_data))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_is_whole_for_its_owner_and_masked_for_others(world: World, form: str) -> None:
    place = uploaded(world, SMALL)
    world.send(APPROVER, f"{place}/share", {"organisation": "portsmouth", "why": "For the board"})
    file = f"{place}/file.{form}"
    own = world.browser(READER).get(file)
    assert "3.00" in cells_of(own.data, form)
    assert (
        own.headers["Content-Disposition"] == f'attachment; filename="alongside-southampton-scorecard-version-1.{form}"'
    )
    for who, address in ((PARTNER, file), (PARTNER, f"{file}?as=owner"), (APPROVER, f"{file}?as=others")):
        answer = world.browser(who).get(address)
        cells = cells_of(answer.data, form)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "1433" in cells
        assert "c" in cells
        assert "3.00" not in cells
        assert b"3.00" not in answer.data


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_of_a_file_is_a_formula(world: World, wrong: str, form: str) -> None:
    cells = cells_of(world.browser(CONTRIBUTOR).get(f"{wrong}/file.{form}").data, form)
    assert any("1433+1" in cell for cell in cells)
    if form == "csv":
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    else:
        book = openpyxl.load_workbook(io.BytesIO(world.browser(CONTRIBUTOR).get(f"{wrong}/file.xlsx").data))
        assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_a_file_in_another_form_is_not_there(world: World) -> None:
    place = f"/returns/{world.ids['for-everybody']}/1"
    answer, absent = world.browser().get(f"{place}/file.pdf"), world.browser().get("/returns/777/1/file.csv")
    assert (answer.status_code, answer.data) == (404, absent.data)


def test_every_sight_of_what_is_not_published_is_noted_and_no_other(world: World) -> None:
    shared, published = world.ids["for-portsmouth"], world.ids["for-everybody"]
    for place in (f"/returns/{shared}/1", f"/returns/{shared}/1/file.csv", f"/returns/{published}/1", "/returns"):
        assert world.browser(PARTNER).get(place).status_code == 200
    world.browser(STRANGER).get(f"/returns/{shared}/1")
    world.browser(READER).get(f"/returns/{shared}/1/file.xlsx")
    assert sights(world) == [
        ("portsmouth", f"/returns/{shared}/1", True),
        ("portsmouth", f"/returns/{shared}/1/file.csv", True),
        ("southampton", f"/returns/{shared}/1/file.xlsx", False),
    ]


def test_the_list_says_first_what_there_is(world: World) -> None:
    page = world.page(NOBODY, "/returns?authority=southampton")
    told = answer_of(page)
    assert re.fullmatch(r"Southampton has 1 return you can see; it was published on \d+ \w+ \d{4}\.", told)
    assert "/scorecard?authority=southampton&amp;local=for-everybody" in page
    assert "/returns/template?authority=southampton&amp;format=xlsx" in page
    assert "Upload a return" not in page
    assert answer_of(world.page(NOBODY, "/returns?authority=kent")) == "Kent has no returns that you can see."
    assert answer_of(world.page(PARTNER, "/returns")) == "You can see 2 returns of 1 authority."
    own = world.page(CONTRIBUTOR, "/returns?authority=southampton")
    assert answer_of(own).startswith("Southampton has 4 returns you can see; the newest, ")
    assert "Upload a return" in own
    assert "Withdrawn: nobody else sees it any longer" in own
    assert "Shared with Portsmouth" in own


def test_as_it_stood_on_a_day(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Published on 1 March, a second version kept on 10 March, the first withdrawn on 20 March."""
    as_of = _with_days(monkeypatch)
    with world.database.writing() as session:
        organisation = session.query(Organisation).filter(Organisation.slug == "southampton").one()
        forms = [as_plain(parse_return(content, "s.csv")) for content in (SMALL, SMALL.replace(b"1433", b"1434"))]
        as_of(date(2026, 3, 1))
        first = keep(session, organisation, "s", "Scorecard", Upload(forms[0], [], "s.csv", "w", forms[0], []))
        show_to(session, first, "published", (), "For the board", None)
        as_of(date(2026, 3, 10))
        keep(session, organisation, "s", "Scorecard", Upload(forms[1], [], "s.csv", "w", forms[1], []))
        place = f"/returns/{first.local_return_id}"

    def stood(who: str, on: str) -> str:
        found = re.search(r'<p class="stood" role="status">(.*?)(?: <a|</p>)', world.page(who, f"{place}?on={on}"))
        assert found is not None
        return found[1]

    none = "At the end of 28 February 2026 there was no version of Scorecard that you could see."
    published = "Scorecard stood at version 1, then published."
    assert stood(NOBODY, "2026-02-28") == stood(CONTRIBUTOR, "2026-02-28") == none
    assert stood(NOBODY, "2026-03-01") == f"At the end of 1 March 2026 {published}"
    assert stood(NOBODY, "2026-03-10") == f"At the end of 10 March 2026 {published}"
    assert stood(CONTRIBUTOR, "2026-03-10") == "At the end of 10 March 2026 Scorecard stood at version 2, then draft."
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    for on, said in (("x", "is not a day"), (tomorrow, "has not come yet")):
        assert said in problem_of(world.browser().get(f"{place}?on={on}"))
    as_of(date(2026, 3, 20))
    with world.database.writing() as session:
        show_to(session, session.get_one(Version, first.id), "withdrawn", (), "A mistake", None)
    assert world.browser().get(f"{place}?on=2026-03-10").status_code == 404, "what was withdrawn is, on any day"


def _with_days(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Let the database believe that it is noon of some day."""
    today = [date(2026, 1, 1)]

    class Then(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Then":
            return cls(today[0].year, today[0].month, today[0].day, 12, tzinfo=tz)

    monkeypatch.setattr("data.local.returns.datetime", Then)

    def as_of(day: date) -> None:
        today[0] = day

    return as_of
