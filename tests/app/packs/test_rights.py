"""With what a pack was made: every unpublished version that is read is remembered, and is asked for again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.local_database import open_local
from app.packs.contents import opener
from app.packs.rights import RightsChanged, WatchedHoldings, rights_of, still_seen
from app.settings import load_settings
from callbacks.sight import LocalHoldings
from data.local import log
from data.local.database import Database
from data.local.listing import listed_versions
from data.local.returns import show_to
from data.local.tables import LogEntry, Person, Version
from data.store import Snapshot
from models.access import ANYONE, Role, Viewer
from tests.app.local_world import HAMPSHIRE, PORTSMOUTH, SOUTHAMPTON, settled

SHARED, PUBLISHED, DRAFT = "for-portsmouth", "for-everybody", "kept-to-ourselves"
Looks = Callable[[Viewer], LocalHoldings]


@pytest.fixture(scope="module")
def stocked(shared_cache: str, tmp_path_factory: pytest.TempPathFactory, snapshot: Snapshot) -> Path:
    folder = tmp_path_factory.mktemp("rights")
    database = open_local(load_settings({"PORTAL_CACHE_DIR": shared_cache, "PORTAL_DATA_DIR": str(folder)}))
    settled(database, snapshot)
    database.close()
    return folder / "alongside.db"


@pytest.fixture
def world(shared_cache: str, tmp_path: Path, stocked: Path) -> Iterator[Database]:
    """Three councils, and returns of Southampton in every visibility."""
    (tmp_path / "alongside.db").write_bytes(stocked.read_bytes())
    opened = open_local(load_settings({"PORTAL_CACHE_DIR": shared_cache, "PORTAL_DATA_DIR": str(tmp_path)}))
    yield opened
    opened.close()


@pytest.fixture
def looks(world: Database, snapshot: Snapshot) -> Looks:
    return lambda viewer: LocalHoldings(lambda: world, lambda: viewer, snapshot.indicators)


def viewer_in(world: Database, organisation: str, role: Role) -> Viewer:
    with world.reading() as session:
        email = f"{role.name.lower()}@{organisation}.example"
        person = session.scalars(select(Person).where(Person.email == email)).one()
        return Viewer(person.id, organisation, frozenset({role}))


def read(looks: Looks, viewer: Viewer, *slugs: str) -> dict[str, object]:
    """The rights of a pack for which somebody's returns of these names were read."""
    watched = WatchedHoldings(looks(viewer))
    sight = watched.sight()
    for seen in sight.versions:
        if seen.slug in slugs:
            sight.figures(seen)
            sight.findings(seen)
    return rights_of(viewer, watched.used)


def shown_to(world: Database, slug: str, visibility: str, *whom: str) -> None:
    with world.writing() as session:
        listed = next(each for each in listed_versions(session) if each.slug == slug)
        show_to(session, session.get_one(Version, listed.id), visibility, whom, "Changed", None)


def test_what_is_read_and_not_published_is_remembered(world: Database, looks: Looks) -> None:
    viewer = viewer_in(world, PORTSMOUTH, Role.VIEWER)
    sight = looks(viewer).sight()
    shared = next(seen for seen in sight.versions if seen.slug == SHARED)
    rights = read(looks, viewer, SHARED, PUBLISHED)
    assert rights == {
        "organisation": PORTSMOUTH,
        "roles": ["viewer"],
        "seen": [[shared.return_id, shared.number, True]],
    }
    assert still_seen(rights, looks(viewer)) == (shared,)
    assert read(looks, viewer, PUBLISHED)["seen"] == []
    assert read(looks, ANYONE, PUBLISHED) == {}
    assert still_seen({}, looks(ANYONE)) == ()


@pytest.mark.parametrize(
    ("visibility", "whom", "is_had"),
    [
        ("withdrawn", (), False),
        ("draft", (), False),
        ("shared", (HAMPSHIRE,), False),
        ("shared", (PORTSMOUTH, HAMPSHIRE), True),
        ("published", (), True),
    ],
)
def test_a_pack_is_had_as_long_as_all_in_it_is_seen(
    world: Database, looks: Looks, visibility: str, whom: tuple[str, ...], is_had: bool
) -> None:
    viewer = viewer_in(world, PORTSMOUTH, Role.VIEWER)
    rights = read(looks, viewer, SHARED)
    shown_to(world, SHARED, visibility, *whom)
    if is_had:
        assert len(still_seen(rights, looks(viewer))) == 1
    else:
        with pytest.raises(RightsChanged, match="make it again"):
            still_seen(rights, looks(viewer))


def test_what_was_whole_is_not_had_by_whoever_sees_it_masked(world: Database, looks: Looks) -> None:
    approver = viewer_in(world, SOUTHAMPTON, Role.APPROVER)
    rights = read(looks, approver, DRAFT, SHARED)
    assert len(still_seen(rights, looks(approver))) == 2
    for changed in (
        Viewer(approver.person, SOUTHAMPTON, frozenset({Role.VIEWER})),
        Viewer(approver.person, PORTSMOUTH, frozenset({Role.APPROVER})),
        Viewer(approver.person, SOUTHAMPTON, frozenset()),
    ):
        with pytest.raises(RightsChanged):
            still_seen(rights, looks(changed))


def test_the_portals_own_maker_reads_through_what_remembers(
    world: Database, looks: Looks, shared_cache: str, tmp_path: Path
) -> None:
    settings = load_settings({"PORTAL_CACHE_DIR": shared_cache, "PORTAL_DATA_DIR": str(tmp_path)})
    viewer = viewer_in(world, PORTSMOUTH, Role.VIEWER)
    maker, used = opener(settings, lambda: world)(viewer)
    pack = maker("/pack?authority=southampton&beside=&most=1&sections=exceptions", viewer)
    assert "Southampton" in pack.title
    assert SHARED in {seen.slug for seen in used}
    assert DRAFT not in {seen.slug for seen in used}
    assert [seen.slug for seen in still_seen(rights_of(viewer, used), looks(viewer))] == [SHARED]
    with world.reading() as session:
        noted = session.scalars(select(LogEntry).where(LogEntry.what == "unpublished figures seen")).all()
        assert {entry.person_id for entry in noted} == {viewer.person}
        assert list(log.broken(session)) == []
