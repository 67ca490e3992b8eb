"""What the publisher has: publications, data sets and their versions, and how its API tells of them as JSON."""

import csv
import hashlib
import io
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from data.datasets import load_datasets
from tests.publisher_on_loopback.figures import PERIOD, PLACE, written

Json = dict[str, Any]
FIRST_PUBLISHED = datetime(2025, 11, 20, 9, 30, tzinfo=UTC)
STANDARD = frozenset((*PERIOD, *PLACE))


def identity(kind: str, name: str) -> str:
    """The same id for the same thing each time."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{kind}/{name}"))


@dataclass(frozen=True)
class Table:
    """A CSV file as its header and rows."""

    header: list[str]
    rows: list[list[str]]

    @staticmethod
    def of(body: bytes) -> "Table":
        """From the file's bytes."""
        lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        return Table(lines[0], lines[1:])

    @property
    def body(self) -> bytes:
        """As bytes."""
        return written(self.header, self.rows)

    def renamed(self, names: Mapping[str, str]) -> "Table":
        """With columns under other names."""
        return replace(self, header=[names.get(name, name) for name in self.header])

    def without(self, name: str) -> "Table":
        """Without a column."""
        at = self.header.index(name)
        return Table(*(_cut(self.header, at), [_cut(row, at) for row in self.rows]))

    def with_column(self, name: str, value: str) -> "Table":
        """With a column more, the same in every row."""
        return Table([*self.header, name], [[*row, value] for row in self.rows])

    def values(self, name: str) -> tuple[str, ...]:
        """The distinct values of a column, in order of their first row."""
        at = self.header.index(name)
        return tuple(dict.fromkeys(row[at] for row in self.rows))


def _cut(row: list[str], at: int) -> list[str]:
    return row[:at] + row[at + 1 :]


@lru_cache(maxsize=32)
def _table(body: bytes) -> Table:
    return Table.of(body)


@dataclass
class Version:
    """A version of a data set. `renamed` gives new names of columns that the publisher calls the same thing."""

    number: str
    body: bytes
    step: str = "Major"
    status: str = "Published"
    notes: str = ""
    published: datetime = FIRST_PUBLISHED
    renamed: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> Table:
        """What is in its file."""
        return _table(self.body)


@dataclass
class ServedSet:
    """A data set; `name` is that of its file and of its definition. The newest version stands last."""

    name: str
    title: str
    publication: str
    filters: tuple[str, ...]
    versions: list[Version]
    status: str = "Published"
    superseded_by: str | None = None

    @property
    def id(self) -> str:
        """Its id."""
        return identity("data set", self.name)

    def version(self, wanted: str) -> Version | None:
        """By number (`1`, `2.1`) or wildcard (`*`, `2.*`): of several the newest, and none that is withdrawn."""
        parts = wanted.split(".")
        parts += ["*" if parts[-1] == "*" else "0"] * (2 - len(parts))
        for version in reversed(self.versions):
            number = version.number.split(".")
            named = all(part in ("*", own) for part, own in zip(parts, number, strict=False))
            if named and ("*" not in parts or version.status != "Withdrawn"):
                return version
        return None

    def summary(self) -> Json:
        """As `data-sets/{id}` tells it."""
        latest = self.version("*")
        return {
            "id": self.id,
            "title": self.title,
            "summary": f"{self.title}.",
            "status": self.status,
            "supersedingDataSetId": self.superseded_by,
            "latestVersion": latest
            and {
                "version": latest.number,
                "published": latest.published.isoformat(),
                "file": {"id": identity("file", f"{self.name} {latest.number}")},
                **self._extent(latest),
            },
        }

    def version_summary(self, version: Version) -> Json:
        """As `versions/{version}` tells it."""
        gone = version.status == "Withdrawn"
        return {
            "version": version.number,
            "type": version.step,
            "status": version.status,
            "published": version.published.isoformat(),
            "withdrawn": (version.published + timedelta(days=1)).isoformat() if gone else None,
            "notes": version.notes,
            "file": {"id": identity("file", f"{self.name} {version.number}")},
            "release": {"title": "Reporting year 2025", "slug": "2025"},
            **self._extent(version),
        }

    def meta(self, version: Version) -> Json:
        """As `meta` tells it; without its locations, which nobody here asks for."""
        filters = self._filters(version)
        return {
            "filters": [
                _facet(name) | {"hint": "", "options": [_option(text) for text in version.table.values(name)]}
                for name in filters
            ],
            "indicators": [_facet(name) | {"unit": None, "decimalPlaces": None} for name in self._indicators(version)],
            "geographicLevels": [],
            "locations": [],
            "timePeriods": [_period(text) for text in version.table.values("time_period")],
        }

    def changes(self, version: Version) -> Json:
        """As `changes` tells it: what went is major, what came or got another name is minor."""
        at = self.versions.index(version)
        before = self.versions[at - 1] if at else version
        major: Json = {}
        minor: Json = {}
        for kind, columns in (("filters", self._filters), ("indicators", self._indicators)):
            _compare(major, minor, kind, map(_facet, columns(before)), map(_facet, columns(version)), version.renamed)
        periods = [map(_period, each.table.values("time_period")) for each in (before, version)]
        _compare(major, minor, "timePeriods", *periods, {})
        for name in set(self._filters(before)) & set(self._filters(version)):
            mine: tuple[Json, Json] = ({}, {})
            options = [map(_option, each.table.values(name)) for each in (before, version)]
            _compare(*mine, "options", *options, {})
            for changes, found in zip((major, minor), mine, strict=True):
                if found:
                    changes.setdefault("filterOptions", []).append({"filter": _facet(name), **found})
        return {"versionNumber": version.number, "notes": version.notes, "majorChanges": major, "minorChanges": minor}

    def _extent(self, version: Version) -> Json:
        periods = sorted(version.table.values("time_period"))
        return {
            "totalResults": len(version.table.rows),
            "timePeriods": {"start": _label_of(periods[0]), "end": _label_of(periods[-1])},
            "geographicLevels": list(version.table.values("geographic_level")),
            "filters": [_label(name) for name in self._filters(version)],
            "indicators": [_label(name) for name in self._indicators(version)],
        }

    def _filters(self, version: Version) -> list[str]:
        known = {*self.filters, *(version.renamed.get(name, name) for name in self.filters)}
        return [name for name in version.table.header if name in known]

    def _indicators(self, version: Version) -> list[str]:
        filters = self._filters(version)
        return [name for name in version.table.header if name not in STANDARD and name not in filters]


def served(name: str, body: bytes) -> ServedSet:
    """A data set of the definitions with its first version; one that they do not know is a publication of its own."""
    dataset = load_datasets().get(name)
    title = dataset.title if dataset else name.replace("_", " ").capitalize()
    filters = (*dataset.filters, *([dataset.status] if dataset.status else [])) if dataset else ()
    return ServedSet(name, name.replace("_", " ").capitalize(), title, filters, [Version("1.0", body)])


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _short(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:5]


def _facet(name: str) -> Json:
    return {"id": _short(name), "column": name, "label": _label(name)}


def _option(text: str) -> Json:
    return {"id": _short(text), "label": text}


def _label_of(period: str) -> str:
    return f"{period[:4]}/{period[4:]}" if len(period) == 6 else period


def _period(text: str) -> Json:
    two = len(text) == 6
    return {"code": "AY" if two else "RY", "period": f"{text[:4]}/20{text[4:]}" if two else text, "label": text}


def _key(state: Json) -> str:
    return str(state.get("column") or state.get("period") or state["label"])


def _compare(
    major: Json, minor: Json, kind: str, before: Iterable[Json], after: Iterable[Json], renamed: Mapping[str, str]
) -> None:
    old, new = ({_key(state): state for state in states} for states in (before, after))
    for name, other in renamed.items():
        if name in old and other in new:
            pair = {"previousState": old.pop(name), "currentState": new.pop(other)}
            pair["currentState"]["id"] = pair["previousState"]["id"]
            minor.setdefault(kind, []).append(pair)
    for changes, states, others, state in ((major, old, new, "previousState"), (minor, new, old, "currentState")):
        found = [{state: states[key]} for key in states if key not in others]
        if found:
            changes.setdefault(kind, []).extend(found)
