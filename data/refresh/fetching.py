"""Newer files: brought here whole, told from the file that the live snapshot was made from, and looked through."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.authorities import load_authorities
from data.build import resolver
from data.datasets import Dataset
from data.indicators import Indicators
from data.manifest import SourceFile
from data.publisher.answers import Changes, DataSetVersion, Difference
from data.publisher.client import Publisher
from data.publisher.failures import NoSuchThing
from data.refresh.asking import News
from data.refresh.building import NewFile
from data.refresh.mapping import shape_of, survey
from data.refresh.state import Seen, State
from data.sources.reading import described
from data.sources.tidy import FOLDER
from data.store import Snapshot

FILES = "files"
NOTHING = Changes("", "", Difference(), Difference(), (), Difference())
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Fetched:
    """A newer file below `folder`. `before` is the one that is live; `file` is None where `stops` say why not."""

    news: News
    folder: Path
    sha256: str
    before: SourceFile | None
    file: NewFile | None = None
    stops: tuple[str, ...] = ()
    new_columns: tuple[str, ...] = ()
    new_values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """The publisher's version that it is."""
        return self.news.newest.version if self.news.newest else ""

    @property
    def published(self) -> str:
        """The day on which it came out, as an ISO date; blank where the publisher does not say."""
        newest = self.news.newest
        return newest.published.date().isoformat() if newest and newest.published else ""


def fetched(
    news: News,
    newest: DataSetVersion,
    before: SourceFile | None,
    publisher: Publisher,
    state: State,
    work: Path,
    say: Callable[[str], None],
) -> Fetched | None:
    """Bring the newest version's file here; None where it is the very file that is live. Notes which it is."""
    name, version = news.dataset.name, newest.version
    folder = work / FILES / name / version
    path = folder / FOLDER / f"{name}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    down = publisher.download(news.id, version, path, lambda done, whole: say(_how_far(name, done, whole)))
    columns, values = shape_of(path, news.dataset)
    one = Fetched(news, folder, down.sha256, before)
    state.saw(name, version, Seen(down.sha256, one.published, columns, values))
    return None if before is not None and down.sha256 == before.sha256 else one


def _how_far(name: str, done: int, whole: int | None) -> str:
    of = f" of {whole / MEGABYTE:.1f}" if whole else ""
    return f"{name}: {done / MEGABYTE:.1f}{of} MB"


def looked_through(
    one: Fetched, publisher: Publisher, definitions: Indicators, live: Snapshot, state: State
) -> Fetched:
    """The file as the indicators read it, or why they cannot; and what in it is new beside the live version's file."""
    dataset = one.news.dataset
    changes = _changes(publisher, one)
    found = survey(one.folder, dataset, definitions, live, resolver(load_authorities()), changes)
    if found.stops or found.tidy is None:
        said = tuple(f"{dataset.name}, version {one.version}: {sentence}" for sentence in found.stops)
        return replace(one, stops=said)
    path = one.folder / FOLDER / f"{dataset.name}.csv"
    file = NewFile(found.tidy, described(path, found.tidy.table.num_rows), one.published)
    was = state.of(dataset.name).versions.get(one.news.live)
    if was is None:
        return replace(one, file=file)
    known = {*was.columns, *(name for others in dataset.renamed.values() for name in others)}
    values = {column: _new_values(dataset, column, texts, was) for column, texts in found.values.items()}
    return replace(
        one,
        file=file,
        new_columns=tuple(column for column in found.columns if column not in known),
        new_values={column: texts for column, texts in values.items() if texts and column in was.values},
    )


def _new_values(dataset: Dataset, column: str, texts: tuple[str, ...], was: Seen) -> tuple[str, ...]:
    others = dataset.renamed_values.get(column, {}).values()
    known = {*was.values.get(column, ()), *(name for names in others for name in names)}
    return tuple(text for text in texts if text not in known)


def _changes(publisher: Publisher, one: Fetched) -> Changes:
    """What the publisher says that the version changed; nothing where it does not say."""
    try:
        return publisher.changes(one.news.id, one.version)
    except NoSuchThing:
        return NOTHING


def remove_older(work: Path, versions: Mapping[str, str]) -> None:
    """Remove the files of versions that newer ones have taken the place of."""
    for name, version in versions.items():
        for folder in (work / FILES / name).iterdir():
            if folder.name != version:
                shutil.rmtree(folder, ignore_errors=True)
