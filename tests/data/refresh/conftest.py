"""A live snapshot made from files that the publisher on this machine serves, and refreshes of copies of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.authorities import load_authorities
from data.build import resolver
from data.datasets import load_datasets
from data.indicators import load_indicators
from data.publish import write_snapshot
from data.publisher.client import Publisher
from data.refresh.building import NewFile, content_of, datasets_of
from data.refresh.refreshing import Plan, Result, refresh
from data.sources.reading import described
from data.sources.tidy import read_tidy
from data.store import Snapshot, open_snapshot
from tests.publisher_on_loopback.catalogue import Table
from tests.publisher_on_loopback.figures import shipped_csv
from tests.publisher_on_loopback.fixtures import Waits
from tests.publisher_on_loopback.server import PublisherOnLoopback

STABILITY = "la_cla_placement_stability"
NEED = "b1_children_in_need_2013_to_2025"
NAMES = (STABILITY, NEED)
OTHERS = (
    "first-time-entrants-to-the-youth-justice-system",
    "school-stability-cla-with-a-mid-year-school-move",
    "percentage-of-cla-having-dental-checks",
    "percentage-of-agency-social-workers",
)
"""LAIT alone with a figure withheld, both with years withheld, both, and one with counts that were left out."""
SAME_CARER = "Living with the same carer for at least 2 years"
Change = Callable[[Table], Table]


class Told:
    """Progress that remembers."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.said: list[str] = []

    def step(self, name: str) -> None:
        """The next step begins."""
        self.steps.append(name)

    def say(self, name: str) -> None:
        """More is known of it."""
        self.said.append(name)


def new_file(folder: Path, name: str, body: bytes, published: str = "") -> NewFile:
    """A file as it was fetched and looked through."""
    path = folder / "ees" / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    tidy = read_tidy(folder, load_datasets()[name], resolver(load_authorities()))
    return NewFile(tidy, described(path, tidy.table.num_rows), published)


@pytest.fixture(scope="session")
def first(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of snapshots whose live one was made from what the publisher serves here, and has a little more."""
    folder = tmp_path_factory.mktemp("first")
    files = {name: new_file(folder / "sources", name, shipped_csv(name)) for name in NAMES}
    whole = content_of(snapshot, files, load_indicators(), lambda _: None)
    kept = tuple(one for one in whole.indicators if one.id in OTHERS or not datasets_of(one).isdisjoint(NAMES))
    ids = {one.id for one in kept}
    content = replace(
        whole,
        indicators=kept,
        blocks={name: block for name, block in whole.blocks.items() if name in ids},
        reconciliations=tuple(row for row in whole.reconciliations if row.indicator in ids),
        arithmetic=tuple(row for row in whole.arithmetic if row.indicator in ids),
        questions={name: said for name, said in whole.questions.items() if name in ids},
    )
    write_snapshot(content, folder / "snapshots")
    return folder / "snapshots"


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where figures are unpacked, once for all tests."""
    return tmp_path_factory.mktemp("unpacked")


@pytest.fixture(scope="session")
def live(first: Path, unpacked: Path) -> Snapshot:
    """That snapshot, opened."""
    return open_snapshot(first, unpacked)


@pytest.fixture
def served() -> Iterator[PublisherOnLoopback]:
    """A publisher that serves the very files."""
    with PublisherOnLoopback(names=NAMES) as server:
        yield server


@pytest.fixture
def plan(first: Path, unpacked: Path, tmp_path: Path, served: PublisherOnLoopback) -> Plan:
    """A refresh of those data sets, into a folder of its own."""
    return Plan(
        output=tmp_path / "snapshots",
        first=first,
        work=tmp_path / "work",
        cache=unpacked,
        definitions=load_indicators(),
        datasets={name: replace(load_datasets()[name], id=served.data_sets[name].id) for name in NAMES},
    )


@pytest.fixture
def run(plan: Plan, served: PublisherOnLoopback) -> Callable[..., Result]:
    """Refresh with fields of the plan changed; nobody waits."""

    def one(**changed: object) -> Result:
        publisher = Publisher(served.base_url, patience=Waits().patience())
        return refresh(replace(plan, **changed), publisher, Told())  # type: ignore[arg-type]

    return one


def with_year(year: str, like: str, **cells: str) -> Change:
    """The table with another year that repeats one that it has; `cells` are texts of columns in its rows."""

    def change(table: Table) -> Table:
        place = {name: at for at, name in enumerate(table.header)}
        added = []
        for row in table.rows:
            if row[0] == like:
                new = [year, *row[1:]]
                for name, text in cells.items():
                    new[place[name]] = text
                added.append(new)
        return Table(table.header, [*added, *table.rows])

    return change


def with_cells(column: str, text: str | Callable[[str], str], **where: str) -> Change:
    """The table with a text in a column of the rows that have these texts in other columns."""

    def change(table: Table) -> Table:
        place = {name: at for at, name in enumerate(table.header)}
        rows = []
        for row in table.rows:
            new = list(row)
            if all(row[place[name]] == wanted for name, wanted in where.items()):
                new[place[column]] = text if isinstance(text, str) else text(row[place[column]])
            rows.append(new)
        return Table(table.header, rows)

    return change


def without_rows(**where: str) -> Change:
    """The table without the rows that have these texts."""

    def change(table: Table) -> Table:
        place = {name: at for at, name in enumerate(table.header)}
        kept = [row for row in table.rows if any(row[place[name]] != wanted for name, wanted in where.items())]
        return Table(table.header, kept)

    return change
