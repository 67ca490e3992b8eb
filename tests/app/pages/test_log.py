"""The log as administrators search and export it."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.pages import chain
from app.pages import log as log_page
from app.pages.chain import WHOLE_EVERY, Chain
from app.pages.log import EXPORTED, READ, WRONG_DATE, WRONG_NUMBER, WRONG_ORDER
from data.local import log
from data.local.log import LogQuery
from models.access import Role
from tests.app.pages.site import PORTAL, PORTSMOUTH, SOUTHAMPTON, TARGET, Site, Visit, problem, said

ADMINISTRATOR = f"administrator@{SOUTHAMPTON}.example"
OTHER = f"viewer@{PORTSMOUTH}.example"
SEEN = "unpublished figures seen"


def write(site: Site, what: str, about: str, email: str | None, organisation: str | None, **details: Any) -> None:
    person_id = site.person(email).id if email else None
    with site.database().writing() as session:
        log.write(session, what, about, person_id, organisation, details)


def lines(visit: Visit, address: str = "/log") -> list[list[str]]:
    """The table's cells: when, who, what, about, organisation, details."""
    rows = re.findall(r"<tr role=\"row\">\s*(<td.*?)</tr>", visit.get(address).text, re.DOTALL)
    return [[said_in(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows]


def said_in(cell: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", cell).split())


def exported(visit: Visit, address: str = "/log.csv") -> list[dict[str, str]]:
    response = visit.get(address)
    assert response.mimetype == "text/csv"
    assert response.headers["Cache-Control"].startswith("private, no-store")
    return list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_the_newest_line_comes_first_with_who_did_it(site: Site) -> None:
    write(site, SEEN, "southampton/scorecard", OTHER, SOUTHAMPTON, version=3, masked=True)
    first = lines(site.visitor(ADMINISTRATOR))[0]
    # Their own sign-in is newer than what was seen.
    assert first[2:4] == ["signed in", ADMINISTRATOR]
    seen = lines(site.visitor(ADMINISTRATOR), f"/log?what={SEEN}")
    assert [row[1:] for row in seen] == [
        [f"viewer of Portsmouth {OTHER}", SEEN, "southampton/scorecard", SOUTHAMPTON, "version: 3; masked: yes"]
    ]


def test_an_administrator_reads_what_belongs_to_their_organisation_alone(site: Site) -> None:
    write(site, SEEN, "portsmouth/secret", OTHER, PORTSMOUTH)
    write(site, "sign-in refused", "an unknown address", None, None)
    visit = site.visitor(ADMINISTRATOR)
    other = site.person(OTHER).id
    searches = (
        "",
        f"organisation={PORTSMOUTH}",
        f"person={other}",
        f"what={SEEN}",
        "what=sign-in+refused",
        "before=9999",
    )
    for search in searches:
        page = visit.get(f"/log?{search}").text
        assert "portsmouth/secret" not in page, search
        assert "an unknown address" not in page, search
        assert OTHER not in page, search
        assert {row["organisation"] for row in exported(visit, f"/log.csv?{search}")} <= {SOUTHAMPTON}, search
    assert '<select id="organisation"' not in visit.get("/log").text
    everywhere = site.visitor(PORTAL)
    assert [row[3] for row in lines(everywhere, f"/log?organisation={PORTSMOUTH}&what={SEEN}")] == ["portsmouth/secret"]
    assert "an unknown address" in everywhere.get("/log").text


def test_somebody_is_found_by_what_they_did_and_by_what_was_done_about_them(site: Site) -> None:
    write(site, "roles given", TARGET, ADMINISTRATOR, SOUTHAMPTON, before=[], after=["viewer", "approver"])
    write(site, SEEN, "southampton/scorecard", TARGET, SOUTHAMPTON)
    write(site, SEEN, "southampton/scorecard", OTHER, SOUTHAMPTON)
    found = lines(site.visitor(PORTAL), f"/log?person={site.person(TARGET).id}")
    assert [row[2] for row in found] == [SEEN, "roles given", "person added"]
    assert found[1][5] == "before: none; after: viewer, approver"


def test_days_count_from_their_beginning_to_their_end(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = ["2026-03-01T23:59:59", "2026-03-02T00:00:00", "2026-03-03T23:59:59", "2026-03-04T00:00:00"]
    for moment in moments:
        at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        monkeypatch.setattr(log, "datetime", type("Clock", (), {"now": staticmethod(lambda _zone, at=at: at)}))
        write(site, SEEN, moment, TARGET, SOUTHAMPTON)
    monkeypatch.undo()
    visit = site.visitor(ADMINISTRATOR)
    assert [row[3] for row in lines(visit, "/log?from=2026-03-02&until=2026-03-03")] == moments[2:0:-1]
    assert [row[3] for row in lines(visit, f"/log?until=2026-03-01&what={SEEN}")] == moments[:1]


@pytest.mark.parametrize(
    ("search", "why"),
    [
        ("from=yesterday", WRONG_DATE),
        ("until=2026-02-30", WRONG_DATE),
        ("until=9999-12-31", WRONG_DATE),
        ("from=2026-02-02&until=2026-02-01", WRONG_ORDER),
        ("person=ada", WRONG_NUMBER),
        ("person=99999999999999999999", WRONG_NUMBER),
        ("before=-1", WRONG_NUMBER),
    ],
)
def test_what_cannot_be_searched_for_is_said_in_a_sentence(site: Site, search: str, why: str) -> None:
    visit = site.visitor(ADMINISTRATOR)
    refused = visit.get(f"/log?{search}")
    assert (refused.status_code, problem(refused)) == (400, why)
    assert visit.get(f"/log.csv?{search}").status_code == 400


@pytest.mark.parametrize("search", ["until=2999-12-31", "what=%00", "organisation=%00", "what=none&person=7777"])
def test_an_odd_search_finds_nothing(site: Site, search: str) -> None:
    assert site.visitor(PORTAL).get(f"/log?{search}").status_code == 200


def test_pages_go_on_from_the_last_line(site: Site) -> None:
    with site.database().writing() as session:
        for number in range(120):
            log.write(session, SEEN, f"line {number}", None, SOUTHAMPTON)
    visit = site.visitor(ADMINISTRATOR)
    address, found = f"/log?what={SEEN.replace(' ', '+')}", []
    for _ in range(3):
        page = visit.get(address).text
        assert "120 lines, the newest first" in page
        found += [row[3] for row in lines(visit, address)]
        older = re.search(r'href="([^"]+)">Older lines', page)
        address = older[1].replace("&amp;", "&") if older else ""
    assert address == ""
    assert found == [f"line {number}" for number in reversed(range(120))]


def test_the_export_is_the_same_search_and_no_formula(site: Site) -> None:
    for start in ("=1+1", "@SUM(A1)", "-2", "+3", 'plain, "quoted"\nand two lines'):
        write(site, SEEN, start, TARGET, SOUTHAMPTON, where=start)
    write(site, "upload", "other", TARGET, SOUTHAMPTON)
    found = exported(site.visitor(ADMINISTRATOR), f"/log.csv?what={SEEN}")
    assert [row["about"] for row in found] == ['plain, "quoted"\nand two lines', "'+3", "'-2", "'@SUM(A1)", "'=1+1"]
    assert {row["person"] for row in found} == {TARGET}
    assert found[0]["details"].startswith("{")
    assert all(len(row["digest"]) == 64 and row["at"].endswith("+00:00") for row in found)


def test_looking_at_the_log_and_taking_it_away_are_lines_of_it(site: Site) -> None:
    visit = site.visitor(ADMINISTRATOR)
    visit.get("/log?what=signed+in&from=2026-01-01")
    visit.get("/log.csv?person=3")
    with site.database().reading() as session:
        told = [(one.what, one.organisation, one.details) for one in log.search(session, LogQuery(), 2)]
    assert told == [
        (EXPORTED, SOUTHAMPTON, {"person": "3"}),
        (READ, SOUTHAMPTON, {"what": "signed in", "from": "2026-01-01"}),
    ]


def test_a_file_never_leaves_lines_out_silently(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_page, "MOST_EXPORTED", 3)
    refused = site.visitor(PORTAL).get("/log.csv")
    assert refused.status_code == 400
    assert "choose fewer days" in said(refused)
    assert exported(site.visitor(PORTAL), f"/log.csv?what={SEEN}") == []


def tampered(site: Site, deed: str, line: int) -> None:
    """As somebody with the database's file, or its owner's password, would."""
    with site.database().engine.begin() as connection:
        of_table = " on log_entry" if connection.dialect.name == "postgresql" else ""
        for name in ("update", "delete"):
            connection.execute(text(f"drop trigger if exists log_entry_refuses_{name}{of_table}"))
        connection.execute(text(deed), {"line": line})


@pytest.mark.parametrize(
    "deed", ["update log_entry set about = 'nobody' where id = :line", "delete from log_entry where id = :line"]
)
def test_a_line_that_was_changed_or_taken_out_is_said(site: Site, deed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "WHOLE_EVERY", timedelta(0))
    assert "The log is unbroken" in said(site.visitor(PORTAL).get("/log"))
    tampered(site, deed, 5)
    page = said(site.visitor(PORTAL).get("/log"))
    assert re.search(r"something was changed or taken out at or before line [56];", page)


def test_the_whole_chain_is_looked_at_now_and_then_and_what_is_new_each_time(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, looked = Chain(), []
    broken = log.broken

    def watched(session: Any, after: int = 0, before: str = log.START) -> Any:
        looked.append(after)
        return broken(session, after, before)

    monkeypatch.setattr(log, "broken", watched)

    def state() -> Any:
        with site.database().reading() as session:
            return kept.state(session)

    last = state().last
    write(site, SEEN, "more", None, SOUTHAMPTON)
    assert state().last == last + 1
    assert looked == [0, last]
    # The line up to which it was looked at is gone: everything is looked at again.
    tampered(site, "delete from log_entry where id = :line", last + 1)
    assert state().last == last
    kept._kept = type(state())(datetime.now(UTC) - WHOLE_EVERY - timedelta(seconds=1), last, state().digest, ())
    assert state().broken == ()
    assert looked[2:] == [0, last, last, 0]


def test_somebody_who_may_not_read_the_log_learns_nothing_and_leaves_no_line(site: Site) -> None:
    visit = site.visitor(f"{Role.APPROVER.name.casefold()}@{SOUTHAMPTON}.example")
    before = site.lines()
    assert visit.get("/log").status_code == 404
    assert visit.get("/log.csv").status_code == 404
    assert site.lines() == before
