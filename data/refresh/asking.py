"""Asking the publisher what is new: which of its data sets each of ours is, and which version is the newest.

Nothing is taken for something else: a data set is known by its id, or by its title in its publication.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from data.datasets import Dataset
from data.publisher.answers import DataSet, DataSetVersion, Publication, Standing
from data.publisher.client import Publisher
from data.publisher.failures import NoSuchThing
from data.refresh.state import State

NEAREST = 4
VERSION = re.compile(r"\d+(\.\d+)*\Z")
"""It names a folder here, so nothing else is taken for one."""
LONGEST_SHOWN = 300


@dataclass(frozen=True)
class News:
    """What the publisher has of one data set, beside the version that the live snapshot was made from.

    `live` is blank where it is not known which that is. `newest` is None where nothing can be taken: `why` says so.
    `remarks` are sentences on what is there.
    """

    dataset: Dataset
    id: str = ""
    title: str = ""
    live: str = ""
    newest: DataSetVersion | None = None
    why: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def is_known_same(self) -> bool:
        """Whether the live snapshot was made from the newest version, as far as is known without its file."""
        return self.newest is not None and self.newest.version == self.live


class Asker:
    """Asks for one data set after another; what several need is asked for once."""

    def __init__(self, publisher: Publisher, state: State) -> None:
        self.publisher, self.state = publisher, state
        self._data_sets: dict[str, tuple[DataSet, ...]] = {}

    def news(self, dataset: Dataset, live_sha256: str) -> News:
        """What is new of a data set, given the digest of its file in the live snapshot. PortalError: publisher away."""
        found, why = self._found(dataset)
        if found is None:
            return News(dataset, why=why)
        self.state.note(dataset.name, found.id, _shown(found.title))
        live = self.state.of(dataset.name).version_of(live_sha256)
        versions = self.publisher.versions(found.id)
        remarks = [*_standing(dataset, found), *_withdrawn(dataset, versions, live)]
        newest = next((one for one in versions if one.standing is not Standing.WITHDRAWN), None)
        if newest is not None and not VERSION.match(newest.version):
            why = f"{dataset.name}: the publisher's newest version has no number, but '{_shown(newest.version)}'."
            newest = None
        elif newest is None:
            why = f"{dataset.name}: the publisher has withdrawn every version of '{_shown(found.title)}'."
        elif live and _number(newest.version) < _number(live):
            why = f"{dataset.name}: nothing newer than version {live} is published, so its figures stay."
            newest = None
        return News(dataset, found.id, _shown(found.title), live, newest, why if newest is None else "", tuple(remarks))

    def _found(self, dataset: Dataset) -> tuple[DataSet | None, str]:
        identity = self.state.of(dataset.name).id or dataset.id
        if identity:
            try:
                return self.publisher.data_set(identity), ""
            except NoSuchThing:
                if not dataset.data_set:
                    return None, f"{dataset.name}: the publisher has no data set {identity} any more."
        if not dataset.slug:
            return None, f"{dataset.name}: it is not known in which of the publisher's publications it is."
        publication = next((one for one in self._publications if one.slug == dataset.slug), None)
        if publication is None:
            return None, f"{dataset.name}: the publisher's API has no data sets of '{dataset.slug}'."
        return self._titled(dataset, publication)

    def _titled(self, dataset: Dataset, publication: Publication) -> tuple[DataSet | None, str]:
        if publication.id not in self._data_sets:
            self._data_sets[publication.id] = self.publisher.data_sets(publication.id)
        there = self._data_sets[publication.id]
        same = [one for one in there if dataset.data_set and _folded(one.title) == _folded(dataset.data_set)]
        if len(same) == 1:
            return same[0], ""
        how = f"Note the right one with `portal refresh --data-set {dataset.name}=ID`."
        if same:
            ids = " and ".join(one.id for one in same)
            return None, f"{dataset.name}: the publisher has two data sets called '{dataset.data_set}': {ids}. {how}"
        wanted = dataset.data_set or dataset.name.replace("_", " ")
        near = _nearest(wanted, there)
        listed = f"; the nearest are {near}. {how}" if near else ", and nothing like it."
        said = (
            f"no data set called '{dataset.data_set}'" if dataset.data_set else "no data set that is noted as this one"
        )
        return None, f"{dataset.name}: '{_shown(publication.title)}' has {said}{listed}"

    @cached_property
    def _publications(self) -> tuple[Publication, ...]:
        return self.publisher.publications()


def _standing(dataset: Dataset, found: DataSet) -> list[str]:
    title, other = _shown(found.title), _shown(found.superseded_by or "")
    if other:
        return [
            f"{dataset.name}: the publisher has put the data set {other} in the place of '{title}'. "
            f"`portal refresh --data-set {dataset.name}={other}` goes over to it."
        ]
    if found.standing is not Standing.PUBLISHED:
        return [f"{dataset.name}: the publisher says that '{title}' is {found.standing.lower()}."]
    return []


def _withdrawn(dataset: Dataset, versions: Iterable[DataSetVersion], live: str) -> list[str]:
    """A sentence where the live snapshot holds figures of a version that is withdrawn now."""
    gone = next((one for one in versions if one.version == live and one.standing is Standing.WITHDRAWN), None)
    if gone is None:
        return []
    day = f" on {gone.withdrawn:%-d %B %Y}" if gone.withdrawn else ""
    notes = f" Its notes say: {_shown(gone.notes)}" if gone.notes else ""
    return [
        f"{dataset.name}: the live snapshot holds figures of version {live}, which the publisher withdrew{day}.{notes}"
    ]


def _nearest(wanted: str, there: Iterable[DataSet]) -> str:
    titles = {_folded(one.title): one for one in there}
    near = get_close_matches(_folded(wanted), titles, n=NEAREST, cutoff=0.3)
    return ", ".join(f"'{_shown(titles[title].title)}' ({_shown(titles[title].id)})" for title in near)


def _shown(text: str) -> str:
    """The publisher's words on one line, without signs that a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_SHOWN]


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
