"""What the page of what has changed shows, looked up and computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from data.authorities import Area
from data.snapshot import Entry
from layouts.home.facts import EarlierRelease, LastYear, Publication
from layouts.selection import Selection
from models.benchmark import Group


@dataclass(frozen=True)
class Brought:
    """What one day's publication has brought: how many of its figures moved since the period before, and where to.

    `compared` of its indicators have a figure in the consecutive period before; `worse` and `better` changed by more
    than chance, `down` and `up` stand in another quarter of England.
    """

    publication: Publication
    compared: int
    worse: int
    better: int
    down: int
    up: int


@dataclass(frozen=True)
class NewEdition:
    """A published edition of the neighbours that is new: who joined and who left, by name, since the newest before."""

    title: str
    before: str
    joined: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """The whole page. `since` is when the snapshot that is shown became the live one, None where nobody wrote it down.

    `earlier` is the snapshot that it is compared with and what has changed since, None where there is none and
    `why_none` says why; `past` are all that it could be compared with, the newest first. `feed` is the address of the
    same as a feed.
    """

    selection: Selection
    area: Area
    group: Group
    snapshot: str
    since: datetime | None
    earlier: EarlierRelease | None
    why_none: str
    editions: tuple[NewEdition, ...]
    past: tuple[Entry, ...]
    brought: tuple[Brought, ...]
    last_year: LastYear
    sources: str
    addresses: Mapping[str, str]
    feed: str

    @property
    def source(self) -> str:
        """Where all figures of the page are from."""
        return f"{self.sources} Snapshot {self.snapshot}."
