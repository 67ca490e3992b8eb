"""Reader of the Local Authority Interactive Tool's long table (Department for Education)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.blocks import Block, Origin, empty_block
from data.errors import PortalError
from data.periods import Period, PeriodKind, Status, parse_period
from data.sources.reading import coded, existing_file, numbers, require_columns

FILE = "lait/bds_long_0.parquet"
CODE, YEARS, NAME, VALUES, NUMBER = "Short Desc", "Years", "LA and Regions", "Values", "LA Number"
TEXTS = [CODE, YEARS, NAME, VALUES]
FIRST_ROW = 1  # a Parquet file has no header row


@dataclass(frozen=True)
class LaitTable:
    """The table as arrays of one entry a row, ordered by measure; `order` gives back the file's own row."""

    file: str
    codes: tuple[str, ...]
    offsets: np.ndarray
    order: np.ndarray
    areas: np.ndarray
    labels: tuple[str, ...]
    label_codes: np.ndarray
    values: np.ndarray
    reasons: np.ndarray

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each measure's rows begin in the offsets."""
        return {code: index for index, code in enumerate(self.codes)}

    def block(self, code: str, kind: PeriodKind, areas: int, set_aside: frozenset[str]) -> Block | None:
        """One measure's figures; labels in `set_aside` are known faults that name no period."""
        if code not in self.positions:
            return None
        position = self.positions[code]
        rows = slice(self.offsets[position], self.offsets[position + 1])
        columns: dict[int, tuple[Period, Status | None]] = {}
        for label_code in np.flatnonzero(np.bincount(self.label_codes[rows])):
            if (label := self.labels[label_code]) not in set_aside:
                columns[int(label_code)] = self._period(label, kind, rows, int(label_code))
        return self._filled(rows, columns, areas)

    def _period(self, label: str, kind: PeriodKind, rows: slice, label_code: int) -> tuple[Period, Status | None]:
        try:
            return parse_period(label, kind)
        except PortalError as error:
            row = int(self.order[rows][np.argmax(self.label_codes[rows] == label_code)]) + FIRST_ROW
            raise PortalError(f"{self.file}, row {row}, column '{YEARS}': {error}") from None

    def _filled(self, rows: slice, columns: Mapping[int, tuple[Period, Status | None]], areas: int) -> Block:
        periods = sorted({period for period, _ in columns.values()})
        if len(periods) < len(columns):
            labels = ", ".join(self.labels[code] for code in columns)
            raise PortalError(f"{self.file}: one measure has two labels for one period, among {labels}.")
        block = empty_block(areas, periods)
        place = np.full(len(self.labels), -1)
        for label_code, (period, _) in columns.items():
            place[label_code] = periods.index(period)
        across = place[self.label_codes[rows]]
        keep = across >= 0
        cell = (self.areas[rows][keep], across[keep])
        block.values[cell] = self.values[rows][keep]
        block.reasons[cell] = self.reasons[rows][keep]
        block.rows[cell] = self.order[rows][keep] + FIRST_ROW
        block.origins[cell] = Origin.LAIT
        found = dict(columns.values())
        return Block(**{**vars(block), "statuses": tuple(found[period] for period in periods)})


def read_lait(folder: Path, resolve: Callable[[str, str], int]) -> LaitTable:
    """Read the whole table. `resolve` gives the position on the area axis of an area's number and name.

    Raises PortalError for a file that is no such table, an unknown area, an unknown marker, or a cell given twice.
    """
    path = existing_file(folder / FILE)
    table = _table(path)
    area_codes = _areas(path.name, table, resolve)
    measure_codes, measures = coded(table[CODE])
    label_codes, labels = coded(table[YEARS])
    values, reasons = numbers(table[VALUES], path.name, VALUES, np.arange(table.num_rows) + FIRST_ROW)
    _refuse_repeats(path.name, measure_codes, label_codes, area_codes)
    order = np.argsort(measure_codes, kind="stable")
    offsets = np.searchsorted(measure_codes[order], np.arange(len(measures) + 1))
    return LaitTable(
        file=path.name,
        codes=tuple(measures),
        offsets=offsets,
        order=order,
        areas=area_codes[order],
        labels=tuple(labels),
        label_codes=label_codes[order],
        values=values[order],
        reasons=reasons[order],
    )


def _table(path: Path) -> pa.Table:
    needed = [CODE, YEARS, NAME, VALUES, NUMBER]
    try:
        with pq.ParquetFile(path, read_dictionary=TEXTS) as file:
            require_columns(path.name, file.schema_arrow.names, needed)
            return file.read(columns=needed)
    except (pa.ArrowException, OSError) as error:
        raise PortalError(f"{path.name} is not a Parquet file that can be read: {_first_line(error)}") from None


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") + "."


def _areas(file: str, table: pa.Table, resolve: Callable[[str, str], int]) -> np.ndarray:
    name_codes, names = coded(table[NAME])
    number_codes, texts = coded(table[NUMBER])
    pair = number_codes.astype(np.int64) * len(names) + name_codes
    positions = {}
    for value in np.flatnonzero(np.bincount(pair)).tolist():
        number, name = texts[value // len(names)].removesuffix(".0"), names[value % len(names)]
        try:
            positions[value] = resolve(number, name)
        except PortalError as error:
            row = int(np.argmax(pair == value)) + FIRST_ROW
            raise PortalError(f"{file}, row {row}: {error}") from None
    lookup = np.zeros(int(pair.max()) + 1, dtype=np.int32)
    for value, position in positions.items():
        lookup[value] = position
    found: np.ndarray = lookup[pair]
    return found


def _refuse_repeats(file: str, measures: np.ndarray, labels: np.ndarray, areas: np.ndarray) -> None:
    key = (measures.astype(np.int64) * (int(labels.max()) + 1) + labels) * (int(areas.max()) + 1) + areas
    ordered = np.sort(key)
    repeated = ordered[1:] == ordered[:-1]
    if repeated.any():
        second = np.flatnonzero(key == ordered[np.argmax(repeated)])[1]
        raise PortalError(f"{file}, row {second + FIRST_ROW}: the same figure is given twice.")
