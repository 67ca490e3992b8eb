"""What an installation knows of the publisher's data sets, in one file that is always whole: written beside, renamed.

Which version the live snapshot was made from is not written down: it is the one whose file has the digest that the
snapshot's manifest gives, so a snapshot that came by another way (`portal build`) is never taken for something else.
"""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

import orjson

from data.errors import PortalError

FORMAT = 1
STATE = "state.json"


@dataclass(frozen=True)
class Seen:
    """A version whose file was read: its digest, its day, its columns and the values of its filters."""

    sha256: str
    published: str
    columns: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """A data set at the publisher: its id and title there, and the versions that were seen."""

    id: str = ""
    title: str = ""
    versions: Mapping[str, Seen] = field(default_factory=dict)

    def version_of(self, sha256: str) -> str:
        """The version whose file has a digest; blank where none was seen that has it."""
        return next((version for version, seen in self.versions.items() if seen.sha256 == sha256), "")


@dataclass(frozen=True)
class Published:
    """A snapshot that a refresh made the live one, and what was accepted in spite of a check: check and reason."""

    snapshot: str
    when: str
    accepted: Mapping[str, str]


@dataclass
class State:
    """All of it."""

    path: Path
    data_sets: dict[str, Known] = field(default_factory=dict)
    published: list[Published] = field(default_factory=list)

    def of(self, name: str) -> Known:
        """What is known of a data set."""
        return self.data_sets.get(name, Known())

    def note(self, name: str, identity: str, title: str) -> None:
        """Note which of the publisher's data sets this one is; another one than before has other versions."""
        known = self.of(name)
        versions = known.versions if known.id in ("", identity) else {}
        self.data_sets[name] = Known(identity, title, versions)

    def saw(self, name: str, version: str, seen: Seen) -> None:
        """Note what a version's file is."""
        known = self.of(name)
        self.data_sets[name] = replace(known, versions={**known.versions, version: seen})

    def save(self) -> None:
        """Write it down, in one rename."""
        content = {"format": FORMAT, **{name: value for name, value in asdict(self).items() if name != "path"}}
        write_whole(self.path, orjson.dumps(content, option=orjson.OPT_INDENT_2))


def load_state(folder: Path) -> State:
    """The state below a folder; an empty one where there is none. Raises PortalError for a file that is none."""
    path = folder / STATE
    if not path.is_file():
        return State(path)
    try:
        content = orjson.loads(path.read_bytes())
        if content["format"] != FORMAT:
            raise PortalError(f"{path} has another format: it was written by another version of the portal.")
        return State(
            path,
            {name: _known(known) for name, known in content["data_sets"].items()},
            [Published(**one) for one in content["published"]],
        )
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        raise PortalError(
            f"{path} is damaged. Remove it: the next refresh compares every file with the live snapshot again."
        ) from None


def _known(content: Mapping[str, object]) -> Known:
    versions = content["versions"]
    seen = {
        version: Seen(
            one["sha256"], one["published"], tuple(one["columns"]), {k: tuple(v) for k, v in one["values"].items()}
        )
        for version, one in versions.items()  # type: ignore[attr-defined]
    }
    return Known(str(content["id"]), str(content["title"]), seen)


def write_whole(path: Path, body: bytes) -> None:
    """Put a file in its place in one rename, on the disk before it is there: it is whole or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def moment(when: datetime) -> str:
    """A moment as every file of the refresh writes it."""
    return when.isoformat(timespec="seconds")
