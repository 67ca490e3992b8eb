"""Whether a newer file has what the indicators need under the names of the definitions; and if not, what is near.

A column or a filter's value that is not found is never replaced by another one: the nearest are named, by their names
and by their figures, and a person writes in the definitions which one is meant.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from data.datasets import Dataset
from data.errors import PortalError
from data.indicators import Column, Indicator
from data.publisher.answers import Changes
from data.refresh.building import parts_of
from data.refresh.likeness import Likeness, alike
from data.sources.tidy import PERIOD, PLACE, Resolve, TidyFile, columns_as_defined, header_of, read_tidy
from data.store import Snapshot

STANDARD = frozenset((*PLACE, *PERIOD, "country_name"))
"""Columns that every tidy file has."""
NEAREST = 3
NEAR = 0.5
TOLD_BY_NAME, TOLD_BY_PUBLISHER = "by its name", "the publisher's list of changes says so"


@dataclass(frozen=True)
class Candidate:
    """What may be meant, and why it is thought so, in words."""

    name: str
    why: tuple[str, ...]

    @property
    def words(self) -> str:
        """As a sentence names it."""
        return f"'{self.name}' ({'; '.join(self.why)})"


@dataclass(frozen=True)
class Lack:
    """A column, or a value of the filter `column`, that a file does not have, and the indicators that need it."""

    file: str
    column: str
    value: str | None
    needed_by: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()

    def sentence(self, dataset: Dataset) -> str:
        """What is missing, what is near, and what to write where one of those is meant."""
        many = "1 indicator needs" if len(self.needed_by) == 1 else f"{len(self.needed_by)} indicators need"
        if self.value is None:
            said = f"{self.file} has no column '{self.column}', which {many}."
            entry = f'[{dataset.name}.renamed] "{self.column}" = ["..."]'
        else:
            said = f"{self.file}, column '{self.column}', never holds '{self.value}', which {many}."
            entry = f'[{dataset.name}.renamed_values.{self.column}] "{self.value}" = ["..."]'
        if not self.candidates:
            return f"{said} Nothing in it is like it."
        near = ", ".join(candidate.words for candidate in self.candidates)
        return f"{said} Nearest: {near}. If one of them is meant, write it in datasets.toml: {entry}."


@dataclass(frozen=True)
class Survey:
    """What was found in a file. `tidy` is None where it cannot be read; `stops` are sentences, none where all is well.

    `columns` are all that it has and `values` those of its filters, under the file's own names.
    """

    dataset: Dataset
    tidy: TidyFile | None
    stops: tuple[str, ...]
    columns: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def survey(
    folder: Path, dataset: Dataset, indicators: Iterable[Indicator], live: Snapshot, resolve: Resolve, changes: Changes
) -> Survey:
    """Look through a newer file (below `folder`, as `read_tidy` expects) for all that the indicators read from it."""
    wanted = [one for one in indicators if any(part.dataset == dataset.name for part in parts_of(one))]
    path = folder / "ees" / f"{dataset.name}.csv"
    try:
        shape = shape_of(path, dataset)
        columns, values = list(shape[0]), shape[1]
        present = columns_as_defined(path.name, columns, dataset.renamed)
        frame = [*PLACE, *PERIOD, *dataset.filters, *([dataset.status] if dataset.status else [])]
        without = [name for name in frame if name not in present]
        if without and dataset.reading is None:
            lacks = [_lacking_frame(path, name, wanted, columns, dataset, changes) for name in without]
            return Survey(dataset, None, tuple(one.sentence(dataset) for one in lacks), tuple(columns), values)
        tidy = read_tidy(folder, dataset, resolve)
    except (PortalError, pa.ArrowException) as error:
        return Survey(dataset, None, (str(error),))
    lacks = [*_columns(tidy, wanted, live, changes), *_values(tidy, wanted, live, changes)]
    stops = [one.sentence(dataset) for one in lacks] or _refusals(tidy, wanted)
    return Survey(dataset, tidy, tuple(stops), tuple(columns), values)


def shape_of(path: Path, dataset: Dataset) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """A file's columns, and the distinct values of its filters, under its own names. PortalError: no such file."""
    columns = header_of(path)
    filters = {other for name in dataset.filters for other in (name, *dataset.renamed.get(name, ()))}
    return tuple(columns), _distinct(path, columns, filters)


def _distinct(path: Path, header: list[str], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The distinct texts of some of a file's columns, under its own names."""
    chosen = [name for name in header if name in set(names)]
    if not chosen:
        return {}
    table = pa.csv.read_csv(
        path,
        read_options=pa.csv.ReadOptions(column_names=header, skip_rows=1),
        convert_options=pa.csv.ConvertOptions(include_columns=chosen, column_types=dict.fromkeys(chosen, pa.string())),
    )
    return {name: tuple(sorted(str(one) for one in table[name].unique().to_pylist())) for name in chosen}


def _lacking_frame(
    path: Path, name: str, wanted: list[Indicator], header: list[str], dataset: Dataset, changes: Changes
) -> Lack:
    """A column that every row needs. A filter may be one that holds the values which the indicators ask of it."""
    known = {*STANDARD, *dataset.filters, *(other for others in dataset.renamed.values() for other in others)}
    unused = [column for column in header if column not in known]
    told = {one.after.column for one in changes.filters.renamed if one.before.column == name}
    asked = {part.where[name] for one in wanted for part in parts_of(one) if name in part.where}
    held = {column: len(asked & set(texts)) for column, texts in _distinct(path, header, unused).items()}
    holding = sorted((column for column in held if held[column]), key=lambda column: -held[column])
    near = [one for one in _ranked(name, unused, {}, told) if one.name not in holding]
    candidates = [Candidate(one, (f"holds {held[one]} of the {len(asked)} values asked for",)) for one in holding]
    return Lack(path.name, name, None, tuple(one.id for one in wanted), (*candidates[:NEAREST], *near))


def _columns(tidy: TidyFile, wanted: list[Indicator], live: Snapshot, changes: Changes) -> list[Lack]:
    """The columns of figures that are not there."""
    needed: dict[str, list[tuple[Indicator, Column]]] = {}
    for indicator, part in _parts(tidy, wanted):
        for name in part.columns:
            if name not in tidy.columns:
                needed.setdefault(name, []).append((indicator, part))
    used = {name for _, part in _parts(tidy, wanted) for name in part.columns}
    unused = [name for name in tidy.columns if name not in {*used, *STANDARD, *tidy.filters}]
    found = []
    for name, users in needed.items():
        told = {one.after.column for one in changes.indicators.renamed if one.before.column == name}
        like = alike(tidy, live, users, name, None, unused)
        found.append(_lack(tidy, name, None, users, _ranked(name, unused, like, told)))
    return found


def _values(tidy: TidyFile, wanted: list[Indicator], live: Snapshot, changes: Changes) -> list[Lack]:
    """The values of filters that are not there."""
    needed: dict[tuple[str, str], list[tuple[Indicator, Column]]] = {}
    used: dict[str, set[str]] = {}
    for indicator, part in _parts(tidy, wanted):
        for column, value in part.where.items():
            used.setdefault(column, set()).add(value)
            if column in tidy.filters and value not in tidy.filters[column][1]:
                needed.setdefault((column, value), []).append((indicator, part))
    found = []
    for (column, value), users in needed.items():
        unused = [text for text in tidy.filters[column][1] if text not in used[column]]
        told = {
            altered.after.label
            for one in changes.options
            if one.filter.column == column
            for altered in one.options.renamed
            if altered.before.label == value
        }
        like = alike(tidy, live, users, column, value, unused)
        found.append(_lack(tidy, column, value, users, _ranked(value, unused, like, told)))
    return found


def _parts(tidy: TidyFile, wanted: Iterable[Indicator]) -> list[tuple[Indicator, Column]]:
    return [(one, part) for one in wanted for part in parts_of(one) if part.dataset == tidy.dataset.name]


def _lack(
    tidy: TidyFile,
    column: str,
    value: str | None,
    users: list[tuple[Indicator, Column]],
    candidates: tuple[Candidate, ...],
) -> Lack:
    ids = tuple(dict.fromkeys(indicator.id for indicator, _ in users))
    return Lack(tidy.file, column, value, ids, candidates)


def _ranked(
    name: str, unused: Iterable[str], like: Mapping[str, Likeness], told: Iterable[str]
) -> tuple[Candidate, ...]:
    """The nearest, those first whose figures are the live ones, then those that the publisher names, then by name."""
    unused, told = list(unused), set(told)
    named = get_close_matches(name, unused, n=NEAREST, cutoff=NEAR)
    figures = sorted((one for one in like if like[one].share >= NEAR), key=lambda one: -like[one].share)
    order = list(dict.fromkeys([*figures[:NEAREST], *sorted(told & set(unused)), *named]))
    return tuple(
        Candidate(
            one,
            (
                *((like[one].words,) if one in figures else ()),
                *((TOLD_BY_PUBLISHER,) if one in told else ()),
                *((TOLD_BY_NAME,) if one in named else ()),
            ),
        )
        for one in order
    )


def _refusals(tidy: TidyFile, wanted: list[Indicator]) -> list[str]:
    """Why a figure that an indicator needs cannot be read: an unknown marker, a period of no known form, a repeat."""
    found: dict[str, None] = {}
    for indicator, part in _parts(tidy, wanted):
        try:
            tidy.block(part, indicator.period, int(np.max(tidy.areas)) + 1)
        except PortalError as error:
            found[str(error)] = None
    repeats = any("given twice" in sentence for sentence in found)
    known = {*STANDARD, *tidy.filters, *(name for _, part in _parts(tidy, wanted) for name in part.columns)}
    new = [name for name in tidy.columns if name not in known]
    if repeats and new:
        columns = ", ".join(f"'{name}'" for name in new[:6])
        found[
            f"{tidy.file}: a new breakdown may tell those rows apart, among the columns {columns}; the value that "
            f"stands for all of it is written in datasets.toml as [{tidy.dataset.name}.only]."
        ] = None
    return list(found)
