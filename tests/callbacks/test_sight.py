"""What each viewer sees of local returns: only versions meant for them, whole only for their owner, and it is noted."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from callbacks.sight import SEEN, LocalHoldings, NotSeen, Sight
from data.local import log
from data.local.database import Database, open_database
from data.local.people import add_organisation, add_person, organisation_of, people_of
from data.local.returns import Upload, accept, keep, local_data_version, show_to
from data.local.tables import Version
from data.returns.kept import as_plain
from data.returns.reading import parse_return
from data.store import Snapshot
from models.access import ANYONE, Role, Viewer

SOUTHAMPTON, PORTSMOUTH = "E06000045", "E06000044"
WHOLE = b"Indicator,Sep-22,Oct-22,Target\nNumber of contacts,1401,1433,N/A\nNumber of adoptions,11,3,TBC\n"
MASKED = WHOLE.replace(b"11,3,TBC", b"11,c,TBC")
TODAY = datetime.now(UTC).date()

OWNER = Viewer(1, "southampton", frozenset({Role.CONTRIBUTOR}))
READER = Viewer(2, "southampton", frozenset({Role.VIEWER}))
PARTNER = Viewer(3, "portsmouth", frozenset(Role) - {Role.PORTAL_ADMINISTRATOR})
OPERATOR = Viewer(4, "portsmouth", frozenset({Role.PORTAL_ADMINISTRATOR}))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Southampton's scorecard in one version, a draft; Portsmouth has none."""
    opened = open_database(f"sqlite:///{tmp_path / 'portal.db'}")
    with opened.writing() as session:
        for slug, name, code in (("southampton", "Southampton", SOUTHAMPTON), ("portsmouth", "Portsmouth", PORTSMOUTH)):
            add_person(session, f"a@{slug}.example", f"Ann of {name}", add_organisation(session, slug, name, code))
    draft(opened, WHOLE, MASKED)
    yield opened
    opened.close()


def draft(database: Database, whole: bytes, masked: bytes, public_source: str = "") -> None:
    with database.writing() as session:
        southampton = organisation_of(session, "southampton")
        upload = Upload(
            as_plain(parse_return(whole, "scorecard.csv")),
            [{"message": "3 is few."}],
            "scorecard.csv",
            "October",
            as_plain(parse_return(masked, "scorecard.csv")),
            [],
            public_source,
        )
        keep(session, southampton, "scorecard", "Monthly scorecard", upload, people_of(session, southampton)[0])


def show(database: Database, visibility: str, *shared_with: str, number: int = 1) -> None:
    with database.writing() as session:
        version = session.query(Version).filter(Version.number == number).one()
        show_to(session, version, visibility, shared_with, "For the board", None)


def sight(database: Database, snapshot: Snapshot, viewer: Viewer, on: date | None = None) -> Sight:
    return LocalHoldings(lambda: database, lambda: viewer, snapshot.indicators).sight(on)


def texts(found: Sight) -> list[str]:
    """The figures of the second row of the only version that is seen."""
    rows = [series for series in found.figures(found.versions[0]).series if series.name == "Number of adoptions"]
    return [figure.cell.text for figure in rows[0].own]


@pytest.mark.parametrize(
    ("visibility", "shared_with", "owner", "reader", "partner", "operator", "anyone"),
    [
        ("draft", (), True, False, False, False, False),
        ("shared", ("portsmouth",), True, True, True, True, False),
        ("shared", ("hampshire",), True, True, False, False, False),
        ("published", (), True, True, True, True, True),
        ("withdrawn", (), True, False, False, False, False),
    ],
)
def test_who_sees_it(
    database: Database,
    snapshot: Snapshot,
    visibility: str,
    shared_with: tuple[str, ...],
    owner: bool,
    reader: bool,
    partner: bool,
    operator: bool,
    anyone: bool,
) -> None:
    show(database, visibility, *shared_with)
    viewers = {OWNER: owner, READER: reader, PARTNER: partner, OPERATOR: operator, ANYONE: anyone}
    assert {viewer: bool(sight(database, snapshot, viewer).versions) for viewer in viewers} == viewers


def test_only_the_owner_sees_small_numbers(database: Database, snapshot: Snapshot) -> None:
    show(database, "published")
    assert texts(sight(database, snapshot, READER)) == ["11", "3"]
    for viewer in (PARTNER, OPERATOR, ANYONE):
        found = sight(database, snapshot, viewer)
        assert texts(found) == ["11", "c"]
        assert found.findings(found.versions[0]) == ()
    owned = sight(database, snapshot, OWNER)
    assert owned.findings(owned.versions[0]) == ({"message": "3 is few."},)


def test_figures_that_were_public_before_are_whole_for_everybody(database: Database, snapshot: Snapshot) -> None:
    draft(database, WHOLE.replace(b"1433", b"1434"), MASKED, public_source="A paper of November 2022")
    show(database, "published", number=2)
    assert texts(sight(database, snapshot, ANYONE)) == ["11", "3"]


def test_what_was_not_prepared_for_others_is_refused(database: Database, snapshot: Snapshot) -> None:
    with database.writing() as session:
        upload = Upload(as_plain(parse_return(WHOLE + b"Number of referrals,400,410,N/A\n", "s.csv")), [], "s.csv", "w")
        keep(session, organisation_of(session, "southampton"), "scorecard", "", upload)
    show(database, "published", number=2)
    found = sight(database, snapshot, ANYONE)
    with pytest.raises(Exception, match="never prepared for others"):
        found.figures(found.versions[0])


def test_as_it_stood_on_a_date(database: Database, snapshot: Snapshot) -> None:
    show(database, "published")
    yesterday = TODAY - timedelta(days=1)
    assert sight(database, snapshot, ANYONE, yesterday).versions == ()
    assert len(sight(database, snapshot, ANYONE, TODAY).versions) == 1
    show(database, "withdrawn")
    assert sight(database, snapshot, ANYONE, TODAY).versions == ()


def test_what_is_not_there_and_what_is_not_shown_are_told_alike(database: Database, snapshot: Snapshot) -> None:
    found = sight(database, snapshot, PARTNER)
    with pytest.raises(NotSeen) as hidden:
        found.one(1, 1)
    with pytest.raises(NotSeen) as absent:
        found.one(77, 1)
    assert str(hidden.value) == str(absent.value)
    assert hidden.value.args == absent.value.args


def test_every_sight_of_unpublished_figures_is_written_down(database: Database, snapshot: Snapshot) -> None:
    show(database, "shared", "portsmouth")
    found = sight(database, snapshot, PARTNER)
    found.note(found.versions, "/scorecard")
    show(database, "published")
    public = sight(database, snapshot, ANYONE)
    public.note(public.versions, "/scorecard")
    with database.reading() as session:
        entries = [
            (entry.person_id, entry.organisation, entry.about, entry.details)
            for entry in log.search(session, log.LogQuery(what=SEEN))
        ]
    told = {"version": 1, "where": "/scorecard", "masked": True, "from": "portsmouth"}
    assert entries == [(3, "southampton", "southampton/scorecard", told)]


def test_the_word_for_kept_answers_differs_with_what_is_seen(database: Database, snapshot: Snapshot) -> None:
    show(database, "shared", "portsmouth")
    words = [sight(database, snapshot, viewer).scope for viewer in (OWNER, READER, PARTNER, ANYONE)]
    assert words == ["1", "1", "1m", "none"]
    before = sight(database, snapshot, OWNER).version
    show(database, "published")
    assert sight(database, snapshot, OWNER).version != before


def test_an_accepted_finding_is_for_its_owner(database: Database, snapshot: Snapshot) -> None:
    show(database, "published")
    with database.writing() as session:
        person = people_of(session, organisation_of(session, "southampton"))[0]
        accept(session, session.query(Version).one(), "f1", "Two teams merged", person)
    owned, other = sight(database, snapshot, OWNER), sight(database, snapshot, PARTNER)
    assert [(found.why, found.by) for found in owned.accepted(owned.versions[0]).values()] == [
        ("Two teams merged", "Ann of Southampton")
    ]
    assert other.accepted(other.versions[0]) == {}


def test_the_list_follows_every_change(database: Database, snapshot: Snapshot) -> None:
    holdings = LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators)
    assert holdings.sight().versions == ()
    show(database, "published")
    assert [seen.number for seen in holdings.sight().latest(SOUTHAMPTON)] == [1]
    assert holdings.sight().latest(PORTSMOUTH) == ()


def test_the_database_is_asked_again_once_anything_was_committed(
    database: Database, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def counted(session: Session) -> str:
        asked.append(session)
        return local_data_version(session)

    monkeypatch.setattr("callbacks.sight.local_data_version", counted)
    holdings = LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators)
    first = holdings.sight()
    assert holdings.sight().version == first.version
    assert len(asked) == 1
    show(database, "published")
    assert holdings.sight().version != first.version
    assert len(asked) == 2


def test_what_is_kept_for_one_viewer_is_shown_to_no_other(database: Database, snapshot: Snapshot) -> None:
    show(database, "shared", "portsmouth")
    asking = [OWNER]
    holdings = LocalHoldings(lambda: database, lambda: asking[0], snapshot.indicators)
    for viewer in (OWNER, ANYONE, PARTNER, *(Viewer(number, "kent") for number in range(5, 20)), ANYONE, OWNER):
        asking[0] = viewer
        alone = sight(database, snapshot, viewer)
        assert (holdings.sight().versions, holdings.sight().scope) == (alone.versions, alone.scope)
    show(database, "withdrawn")
    asking[0] = PARTNER
    assert holdings.sight().versions == ()


def test_what_was_decided_for_a_later_moment_is_seen_from_then_on(
    database: Database, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(database, "published")
    holdings = LocalHoldings(lambda: database, lambda: ANYONE, snapshot.indicators)
    with monkeypatch.context() as earlier:
        earlier.setattr("callbacks.sight._moment", lambda _: datetime.now(UTC) - timedelta(days=1))
        assert holdings.sight().versions == ()
    assert len(holdings.sight().versions) == 1
