"""Reader of Explore Education Statistics tidy files: one row a place, period and combination of filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from data.blocks import Block, Origin, empty_block
from data.datasets import Dataset, Spellings
from data.errors import PortalError
from data.indicators import Column
from data.missing import Missing
from data.periods import Period, PeriodKind, Status, parse_period
from data.sources.reading import coded, existing_file, numbers, require_columns

FOLDER = "ees"
FIRST_ROW = 2  # the header is row 1
PLACE = ["geographic_level", "country_code", "region_code", "region_name", "old_la_code", "new_la_code", "la_name"]
PERIOD = ["time_period", "time_identifier"]
LONGEST_HEADER = 65_536

Resolve = Callable[[str, str, str], tuple[int, ...]]
"""Positions on the area axis for an old code, a new code and a name: several for a joint return, one for any other."""


Where = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Placed:
    """Where some rows of a file stand on the axis of periods (rows,), and that axis with how settled each period is."""

    periods: tuple[Period, ...]
    statuses: tuple[Status | None, ...]
    columns: np.ndarray


@dataclass(frozen=True)
class TidyFile:
    """One file in memory: coded text columns, an area position for each row, value columns parsed when asked for.
    A joint return's row stands once for each member; `file_rows` gives the file's own row number, `joint` marks it.
    """

    dataset: Dataset
    file: str
    table: pa.Table
    areas: np.ndarray
    file_rows: np.ndarray
    joint: np.ndarray
    period_codes: np.ndarray
    period_labels: tuple[str, ...]
    filters: Mapping[str, tuple[np.ndarray, list[str]]]
    _parsed: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    _rows: dict[Where, np.ndarray] = field(default_factory=dict)
    _placed: dict[tuple[Where, PeriodKind, int], Placed] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """The names of the file's columns."""
        return list(self.table.column_names)

    def rows_where(self, where: Mapping[str, str]) -> np.ndarray:
        """Row positions in which every filter has its value; a value that the file never holds is refused."""
        only = {name: wanted for name, wanted in self.dataset.only.items() if name in self.filters}
        key = tuple(sorted({**only, **where}.items()))
        if key not in self._rows:
            mask = np.ones(self.table.num_rows, dtype=bool)
            for name, wanted in key:
                require_columns(self.file, list(self.filters), [name])
                codes, texts = self.filters[name]
                if wanted not in texts:
                    raise PortalError(f"{self.file}, column '{name}' never holds '{wanted}'; it holds {_some(texts)}.")
                mask &= codes == texts.index(wanted)
            rows = np.flatnonzero(mask)
            self._refuse_repeats(rows)
            self._rows[key] = rows
        return self._rows[key]

    def _refuse_repeats(self, rows: np.ndarray) -> None:
        key = self.areas[rows].astype(np.int64) * len(self.period_labels) + self.period_codes[rows]
        if np.bincount(key).max(initial=0) > 1:
            _, first = np.unique(key, return_index=True)
            repeated = np.setdiff1d(np.arange(len(key)), first)[0]
            raise PortalError(f"{self.file}, row {self.file_rows[rows[repeated]]}: the same figure is given twice.")

    def column(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Values and reasons (rows,) of a value column."""
        if name not in self._parsed:
            require_columns(self.file, self.columns, [name])
            self._parsed[name] = numbers(self.table[name], self.file, name, self.file_rows)
        return self._parsed[name]

    def statuses(self, rows: np.ndarray, label_codes: np.ndarray) -> dict[int, Status | None]:
        """How settled the rows of each period are, from the file's own status column where it has one."""
        if not self.dataset.status:
            return {}
        codes, texts = self.filters[self.dataset.status]
        first = {int(code): codes[rows][label_codes == code][0] for code in _present(label_codes)}
        return {code: self._status(texts[word]) for code, word in first.items()}

    def _status(self, word: str) -> Status:
        try:
            return Status(word.lower())
        except ValueError:
            known = ", ".join(Status)
            raise PortalError(f"{self.file}, column '{self.dataset.status}': '{word}' is none of {known}.") from None

    def block(self, part: Column, kind: PeriodKind, areas: int) -> Block:
        """The figures that a definition's column names, with `year_offset` years added to each period."""
        rows = self.rows_where(part.where)
        key = (tuple(sorted(part.where.items())), kind, part.year_offset)
        if key not in self._placed:
            self._placed[key] = self._places_of(rows, kind, part.year_offset)
        placed = self._placed[key]
        block = empty_block(areas, placed.periods)
        cell = (self.areas[rows], placed.columns)
        block.values[cell], block.reasons[cell] = self._summed(part.columns, rows)
        block.rows[cell] = self.file_rows[rows]
        block.origins[cell] = Origin.TIDY | np.where(self.joint[rows], Origin.JOINT, Origin.NONE)
        return Block(**{**vars(block), "statuses": placed.statuses})

    def _places_of(self, rows: np.ndarray, kind: PeriodKind, year_offset: int) -> Placed:
        label_codes = self.period_codes[rows]
        parsed = {code: self._period(code, kind, year_offset) for code in _present(label_codes)}
        periods = sorted(parsed.values())
        place = np.full(len(self.period_labels), -1)
        for code, period in parsed.items():
            place[code] = periods.index(period)
        status = {parsed[code]: value for code, value in self.statuses(rows, label_codes).items()}
        return Placed(tuple(periods), tuple(status.get(period) for period in periods), place[label_codes])

    def _summed(self, names: tuple[str, ...], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        parts = [self.column(name) for name in names]
        if len(parts) == 1:
            values, reasons = parts[0]
            return values[rows], reasons[rows]
        values = np.sum([values[rows] for values, _ in parts], axis=0)
        reasons = np.max([reasons[rows] for _, reasons in parts], axis=0)
        return values, np.where(np.isnan(values), reasons, Missing.PRESENT).astype(np.uint8)

    def _period(self, code: int, kind: PeriodKind, year_offset: int) -> Period:
        try:
            period, _ = parse_period(self.period_labels[code], kind)
        except PortalError as error:
            row = self.file_rows[np.argmax(self.period_codes == code)]
            raise PortalError(f"{self.file}, row {row}, column 'time_period': {error}") from None
        return parse_period(str(period.year + year_offset), kind)[0] if year_offset else period


def read_tidy(folder: Path, dataset: Dataset, resolve: Resolve) -> TidyFile:
    """Read one tidy file whole, as text. Raises PortalError for a wrong header, a broken row or an unknown place."""
    path = existing_file(folder / FOLDER / f"{dataset.name}.csv")
    header = columns_as_defined(path.name, header_of(path), dataset.renamed)
    filter_columns = [*dataset.filters, *([dataset.status] if dataset.status else [])]
    require_columns(path.name, header, [*PLACE, *PERIOD, *filter_columns])
    filter_columns += [name for name in dataset.only if name in header]
    table = _table(path, header)
    if table.num_rows == 0:
        raise PortalError(f"{path.name} has a header and no rows.")
    places, which = _places(path.name, table, resolve)
    lengths = np.array([len(place) for place in places])[which]
    source_rows = np.repeat(np.arange(table.num_rows), lengths)
    starts = np.cumsum([0, *map(len, places)])[:-1]
    within = np.arange(len(source_rows)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    positions = np.array([position for place in places for position in place], dtype=np.int32)
    if len(source_rows) > table.num_rows:
        table = table.take(pa.array(source_rows))
    period_codes, labels = coded(table["time_period"])
    return TidyFile(
        dataset=dataset,
        file=path.name,
        table=table,
        areas=positions[np.repeat(starts[which], lengths) + within],
        file_rows=source_rows + FIRST_ROW,
        joint=np.repeat(lengths > 1, lengths),
        period_codes=period_codes,
        period_labels=tuple(labels),
        filters={
            name: _values_as_defined(*coded(table[name]), dataset.renamed_values.get(name, {}))
            for name in filter_columns
        },
    )


def _present(codes: np.ndarray) -> list[int]:
    """The codes that occur, in their order."""
    found: list[int] = np.flatnonzero(np.bincount(codes)).tolist()
    return found


def columns_as_defined(file: str, header: list[str], renamed: Spellings) -> list[str]:
    """The file's columns under the names that definitions use. A column under two names at once is refused."""
    found = dict(zip(header, header, strict=True))
    for name, others in renamed.items():
        present = [other for other in others if other in header]
        if len(present) > 1 or (present and name in header):
            both = " and ".join(f"'{one}'" for one in ([name] if name in header else []) + present)
            raise PortalError(f"{file} has the columns {both}, which the definitions take for one and the same.")
        found |= dict.fromkeys(present, name)
    return [found[name] for name in header]


def _values_as_defined(codes: np.ndarray, texts: list[str], renamed: Spellings) -> tuple[np.ndarray, list[str]]:
    """A filter's values under the names that definitions use; a value under two names in one file is one value."""
    names = {other: name for name, others in renamed.items() for other in others}
    defined = [names.get(text, text) for text in texts]
    distinct = list(dict.fromkeys(defined))
    return np.array([distinct.index(text) for text in defined])[codes], distinct


def header_of(path: Path) -> list[str]:
    """The names of a tidy file's columns, as the file itself spells them."""
    with path.open("rb") as stream:
        line = stream.readline(LONGEST_HEADER)
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise PortalError(f"{path.name} is not a text file in UTF-8.") from None
    if len(line) == LONGEST_HEADER:
        raise PortalError(f"{path.name} has no header: its first line is longer than {LONGEST_HEADER:,} characters.")
    return [name.strip('"') for name in text.split(",")]


def _table(path: Path, header: list[str]) -> pa.Table:
    try:
        return pa.csv.read_csv(
            path,
            read_options=pa.csv.ReadOptions(column_names=header, skip_rows=1),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.dictionary(pa.int32(), pa.string())),
                strings_can_be_null=False,
            ),
        )
    except (pa.ArrowException, OSError) as error:
        raise PortalError(f"{path.name} cannot be read as a table: {str(error).splitlines()[0]}") from None


def _places(file: str, table: pa.Table, resolve: Resolve) -> tuple[list[tuple[int, ...]], np.ndarray]:
    """Positions on the area axis for each distinct combination of codes, and each row's combination (rows,)."""
    names = ["geographic_level", "country_code", "region_code", "old_la_code", "new_la_code", "la_name", "region_name"]
    encoded = [coded(table[name]) for name in names]
    key = np.zeros(table.num_rows, dtype=np.int64)
    for codes, texts in encoded:
        key = key * len(texts) + codes
    # Coded by hashing, not sorted, so that a file of ten times the rows takes ten times as long.
    which = pa.array(key).dictionary_encode().indices.to_numpy()
    first = np.zeros(int(which.max()) + 1, dtype=np.int64)
    first[which[::-1]] = np.arange(len(which))[::-1]
    positions = []
    for row in first:
        level, country, region, old, new, name, region_name = (texts[codes[row]] for codes, texts in encoded)
        place = {
            "National": ("", country, "England"),
            "Regional": ("", region, region_name),
            "Local authority": (old, new, name),
        }.get(level)
        try:
            if place is None:
                raise PortalError(f"'{level}' is no geographic level that is known here.")
            positions.append(resolve(*place))
        except PortalError as error:
            raise PortalError(f"{file}, row {int(row) + FIRST_ROW}: {error}") from None
    return positions, which


def _some(texts: list[str]) -> str:
    return ", ".join(f"'{text}'" for text in texts[:4]) + (" and others" if len(texts) > 4 else "")
