"""The pack of an address: the same figures as the page, and the same again whatever has happened since."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_caching import Cache
from sqlalchemy import select

from app.arrivals import arrival
from app.local_database import open_local
from app.records.exceptions import exception_records
from app.settings import load_settings
from callbacks import board
from callbacks.chosen import choose
from callbacks.pack import is_settled, listed_in, pack_of, settled
from callbacks.portal import Portal
from callbacks.sight import LocalHoldings
from data.errors import PortalError
from data.local.board import record
from data.local.database import Database
from data.local.people import add_organisation
from data.local.returns import keep, show_to
from data.local.tables import Organisation
from data.past import open_with_past
from data.store import Snapshot
from layouts.pack.content import Pack
from layouts.pack.facts import SECTIONS, USUAL
from layouts.selection import Selection
from layouts.tables import Number
from models.access import ANYONE
from models.board.bodies import ActionAdded, ActionWords, Body, Written, plain
from models.board.kinds import Audience, Section, Status
from models.lenses import Similarity
from tests.data.two_releases import write_two_releases

MONTHS = "Indicator,Aug-26,Sep-26,Oct-26,Target\nPercentage of re-referrals within 12 months,{},23%\n"
NOTHING_KEPT = {"CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True}
KEY = "three-or-more-placements-in-the-previous-2-years"


def portal_of(snapshot: Snapshot, similarity: Similarity, database: Database) -> Portal:
    cache = Cache(Flask("test"), config=NOTHING_KEPT)
    return Portal(snapshot, similarity, cache, LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators))


@pytest.fixture
def database(tmp_path: Path, snapshot: Snapshot) -> Any:
    """Southampton's organisation with one published return."""
    opened = open_local(load_settings({"PORTAL_DATA_DIR": str(tmp_path), "PORTAL_CACHE_DIR": str(tmp_path)}))
    with opened.writing() as session:
        add_organisation(session, "southampton", "Southampton City Council", "852")
    publish(opened, snapshot, "30%,31%,32% (96/297)")
    yield opened
    opened.close()


def publish(database: Database, snapshot: Snapshot, cells: str) -> None:
    area = snapshot.authorities.find("Southampton")
    upload = arrival(MONTHS.format(cells).encode(), "scorecard.csv", snapshot, area, "The panel")
    with database.writing() as session:
        organisation = session.scalars(select(Organisation)).one()
        version = keep(session, organisation, "scorecard", "Scorecard", replace(upload, follows=None))
        show_to(session, version, "published", (), "The panel", None)


def do(database: Database, subject: str, body: Body, item: int = 0) -> None:
    with database.writing() as session:
        organisation = session.scalars(select(Organisation)).one()
        record(session, organisation, "852", subject, body.kind, plain(body), Audience.EVERYBODY, None, item)


def figures(pack: Pack) -> list[tuple[str, float]]:
    """Every number in the tables of a pack, with the table that has it."""
    tables = [table for section in pack.sections for block in section.blocks for table in block.tables]
    return [
        (table.caption, cell.value)
        for table in tables
        for row in table.rows
        for cell in row
        if isinstance(cell, Number)
    ]


def test_an_address_that_says_all_makes_the_same_pack_again(
    snapshot: Snapshot, similarity: Similarity, database: Database
) -> None:
    portal = portal_of(snapshot, similarity, database)
    do(database, "", ActionAdded(ActionWords("Item", "That turnover is reported"), Status.NOT_STARTED), 1)
    asked = settled(portal, Selection(sections=",".join(SECTIONS)))
    first = pack_of(portal, asked)
    assert len(figures(first)) > 600
    publish(database, snapshot, "30%,31%,41% (122/297)")
    do(database, "", ActionAdded(ActionWords("Item", "That something else is done"), Status.NOT_STARTED), 2)
    do(database, KEY, Written(Section.ANALYSIS, "Two carers left in the summer."))
    assert pack_of(portal, asked) == first
    now = pack_of(portal, asked.but(at=""))
    assert figures(now) != figures(first)
    assert "Two carers left in the summer." in {note.text for block in now.sections[0].blocks for note in block.notes}


def test_what_an_address_leaves_out_is_filled_in_once(
    snapshot: Snapshot, similarity: Similarity, database: Database
) -> None:
    portal = portal_of(snapshot, similarity, database)
    bare = Selection()
    assert not is_settled(bare)
    whole = settled(portal, bare, datetime(2026, 11, 22, 10, 30, tzinfo=UTC))
    assert (whole.snapshot, whole.at) == (snapshot.id, "2026-11-22T10:30:00.000000Z")
    assert (whole.sections, whole.most) == (",".join(USUAL), "20")
    assert is_settled(whole)
    assert settled(portal, whole) == whole


def test_a_pack_of_older_figures(tmp_path: Path, similarity: Similarity, database: Database) -> None:
    write_two_releases(tmp_path)
    served = open_with_past(tmp_path / "out", tmp_path / "cache")
    assert served.past is not None
    older = served.past.entries[0].id
    portal = portal_of(served, similarity, database)
    for identity in (served.id, older):
        selection = Selection(indicator=served.indicators.all[0].id, topic="", beside=(), snapshot=identity)
        found = pack_of(portal, selection.but(sections="left"))
        assert found.snapshot == identity
    with pytest.raises(PortalError, match="no snapshot '0123456789abcdef'"):
        pack_of(portal, Selection(snapshot="0123456789abcdef"))


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"at": "yesterday"}, "'yesterday' is no moment"),
        ({"at": "2026-11-22T10:30:00"}, "is no moment"),
        ({"at": "2026-11-22T10:30:00+01:00"}, "is no moment"),
        ({"at": "2999-01-01T00:00:00Z"}, "still to come"),
        ({"sections": "exceptions,minutes"}, "no section 'minutes'"),
        ({"sections": ","}, "no section ''"),
        ({"most": "0"}, "1 to 60"),
        ({"most": "61"}, "1 to 60"),
        ({"most": "x"}, "1 to 60"),
        ({"only": "no-such-indicator"}, "'no-such-indicator' is not on the list"),
        ({"only": ",".join(f"key-{n}" for n in range(61))}, "60 exceptions whole at most; this address picks 61"),
        ({"authority": "atlantis"}, "atlantis"),
    ],
)
def test_an_address_that_asks_for_nonsense_is_refused_in_a_sentence(
    snapshot: Snapshot, similarity: Similarity, database: Database, parts: dict[str, str], sentence: str
) -> None:
    with pytest.raises(PortalError, match=sentence):
        pack_of(portal_of(snapshot, similarity, database), Selection().but(**parts))


def test_exceptions_are_picked_and_stand_in_the_order_of_the_list(
    snapshot: Snapshot, similarity: Similarity, database: Database
) -> None:
    portal = portal_of(snapshot, similarity, database)
    asked = settled(portal, Selection())
    listed = listed_in(portal, asked)
    keys = [listed[30][0], listed[4][0]]
    pack = pack_of(portal, asked.but(only=",".join(keys), sections="exceptions,further"))
    whole, further = pack.sections
    assert [block.heading for block in whole.blocks] == [listed[4][1], listed[30][1]]
    titles = [row[0] for row in further.blocks[0].tables[0].rows]
    assert listed[0][1] in titles
    assert listed[4][1] not in titles


def test_the_pack_has_the_figures_of_the_page_and_of_the_api(
    snapshot: Snapshot, similarity: Similarity, database: Database
) -> None:
    portal = portal_of(snapshot, similarity, database)
    asked = settled(portal, Selection(most="60"))
    pack = pack_of(portal, asked)
    chosen = choose(snapshot, asked, similarity)
    chosen = replace(chosen, sight=portal.local.sight(), board=portal.board.board("852"))
    records = exception_records(board.look_up(chosen), "worse")
    blocks = pack.sections[0].blocks
    assert len(blocks) == 60
    for block, told in zip(blocks, records, strict=False):
        assert block.heading == told["title"]
        assert told["why"] in block.sentences
        if block.chart is None or told["neighbours_mean"] is None:
            continue
        newest = {series.name: series.values[-1] for series in block.chart.series}
        assert newest["Southampton"] == told["value"]
        assert newest["Neighbours, average"] == told["neighbours_mean"]
        row = block.tables[0].rows[-1]
        assert [cell.value for cell in row[1:3] if isinstance(cell, Number)] == [
            each for each in (told["value"], told["neighbours_mean"]) if each is not None
        ]


def test_every_figure_has_source_release_date_and_page(
    snapshot: Snapshot, similarity: Similarity, database: Database
) -> None:
    portal = portal_of(snapshot, similarity, database)
    pack = pack_of(portal, settled(portal, Selection()), "https://alongside.example")
    shown = [block for section in pack.sections[:2] for block in section.blocks]
    assert all(block.references for block in shown)
    for reference in pack.references:
        assert reference.source.startswith("Source: ")
        assert reference.release
        assert reference.date
        assert reference.address.startswith("https://alongside.example/")
    assert f"snapshot={snapshot.id}" in pack.address
    local = next(one for one in pack.references if "local return" in one.source)
    assert local.date == "October 2026"
