"""Reader of the tidy files that an installation added (`portal add-source`)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.blocks import Block, Origin, empty_block
from data.datasets import Dataset, Reading
from data.errors import PortalError
from data.indicators import Column
from data.missing import Missing
from data.periods import SNAPSHOT_MONTHS, YEAR_STARTS, Period, PeriodKind, Status, parse_period, year_ending
from data.sources.places import Place, Places
from data.sources.reading import existing_file, require_columns, without_noise
from data.sources.tidy_table import PLACE, Rows, coded_texts, read_rows
from data.sources.written_numbers import written_numbers
from data.time_identifiers import identified_period

IDENTIFIER = "time_identifier"
PER_CENT = 100


@dataclass(frozen=True)
class AddedFile:
    """One file in memory, by the row: position on the area axis, period, coded text, numbers parsed when asked for.

    A joint return's row stands once for each member; `file_rows` gives the file's own row number, `joint` marks it.
    """

    dataset: Dataset
    file: str
    table: pa.Table
    file_rows: np.ndarray
    areas: np.ndarray
    joint: np.ndarray
    period_codes: np.ndarray
    periods: tuple[Period, ...]
    _parsed: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)
    _texts: dict[str, tuple[np.ndarray, list[str]]] = field(default_factory=dict)
    _rows: dict[tuple[tuple[str, str], ...], np.ndarray] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading:
        """What the definition says of how the file is read."""
        return self.dataset.reading or Reading()

    @property
    def columns(self) -> list[str]:
        """The names of the columns, standard where there is one."""
        return list(self.table.column_names)

    def texts(self, name: str) -> tuple[np.ndarray, list[str]]:
        """A text column as codes (rows,) into its distinct texts."""
        if name not in self._texts:
            require_columns(self.file, self.columns, [name])
            self._texts[name] = coded_texts(self.table[name])
        return self._texts[name]

    def column(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Values and reasons (rows,) of a value column; a share is read as a percentage."""
        if name not in self._parsed:
            require_columns(self.file, self.columns, [name])
            where = (self.file, name)
            values, reasons = written_numbers(self.table[name], where, self.file_rows, self.reading.marks)
            if name in self.reading.shares:
                distinct, places = np.unique(values, return_inverse=True)
                values = np.array([without_noise(PER_CENT * value) for value in distinct])[places]
            self._parsed[name] = values, reasons
        return self._parsed[name]

    def rows_where(self, where: Mapping[str, str]) -> np.ndarray:
        """Row positions in which every filter has its value; a value that the file never holds is refused."""
        key = tuple(sorted(where.items()))
        if key not in self._rows:
            mask = np.ones(len(self.areas), dtype=bool)
            for name, wanted in key:
                codes, texts = self.texts(name)
                if wanted not in texts:
                    held = ", ".join(f"'{text}'" for text in texts[:4])
                    raise PortalError(f"{self.file}, column '{name}' never holds '{wanted}'; it holds {held}.")
                mask &= codes == texts.index(wanted)
            self._rows[key] = np.flatnonzero(mask)
        return self._rows[key]

    def block(self, part: Column, kind: PeriodKind, areas: int) -> Block:
        """The figures that a definition's column names, with `year_offset` years added to each period."""
        rows = self.rows_where(part.where)
        meant = self._meant(rows, kind, part.year_offset)
        rows = rows[[code in meant for code in self.period_codes[rows]]]
        periods = sorted(set(meant.values()))
        place = np.full(len(self.periods), -1)
        for code, period in meant.items():
            place[code] = periods.index(period)
        values, reasons = self._summed(part.columns, rows)
        kept = self._one_a_cell(self.areas[rows] * len(periods) + place[self.period_codes[rows]], rows, values)
        rows, values, reasons = rows[kept], values[kept], reasons[kept]
        block = empty_block(areas, periods)
        cell = (self.areas[rows], place[self.period_codes[rows]])
        block.values[cell], block.reasons[cell] = values, reasons
        block.rows[cell] = self.file_rows[rows]
        block.origins[cell] = Origin.TIDY | np.where(self.joint[rows], Origin.JOINT, Origin.NONE)
        statuses = self._statuses(rows, meant)
        return Block(**{**vars(block), "statuses": tuple(statuses.get(period) for period in periods)})

    def _meant(self, rows: np.ndarray, kind: PeriodKind, year_offset: int) -> dict[int, Period]:
        """The periods of some rows, by their code, as an indicator of a kind has them.

        Those of its own kind; where the rows have none, their years, taken for years (or days) of that kind.
        """
        present = {int(code): self.periods[code] for code in np.unique(self.period_codes[rows])}
        own = {code: period for code, period in present.items() if period.kind is kind}
        if not own and (kind in YEAR_STARTS or kind in SNAPSHOT_MONTHS):
            yearly = {code: period for code, period in present.items() if period.kind in YEAR_STARTS}
            own = {code: year_ending(kind, period.year, period.years) for code, period in yearly.items()}
        if not own:
            raise PortalError(f"{self.file} has no figure of any {kind}.")
        if not year_offset:
            return own
        return {code: parse_period(str(period.year + year_offset), kind)[0] for code, period in own.items()}

    def _summed(self, names: tuple[str, ...], rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        parts = [self.column(name) for name in names]
        values = np.sum([values[rows] for values, _ in parts], axis=0)
        reasons = np.max([reasons[rows] for _, reasons in parts], axis=0)
        return values, np.where(np.isnan(values), reasons, Missing.PRESENT).astype(np.uint8)

    def _one_a_cell(self, cells: np.ndarray, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Which rows to take where several speak of one cell: the first with a figure, else the first.

        Raises PortalError, naming both rows, where two give different figures.
        """
        order = np.lexsort((np.arange(len(cells)), np.isnan(values), cells))
        is_first = np.ones(len(cells), dtype=bool)
        is_first[1:] = cells[order][1:] != cells[order][:-1]
        taken = order[np.maximum.accumulate(np.where(is_first, np.arange(len(cells)), 0))]
        differ = ~np.isnan(values[order]) & (values[order] != values[taken])
        if differ.any():
            at = int(np.argmax(differ))
            one, other = sorted((int(self.file_rows[rows[taken[at]]]), int(self.file_rows[rows[order[at]]])))
            raise PortalError(f"{self.file}, rows {one} and {other}: the same figure is given twice, and differs.")
        return np.sort(order[is_first])

    def _statuses(self, rows: np.ndarray, meant: Mapping[int, Period]) -> dict[Period, Status | None]:
        if not self.dataset.status:
            return {}
        codes, texts = self.texts(self.dataset.status)
        found: dict[Period, Status | None] = {}
        for code, period in meant.items():
            words = {texts[word].strip().casefold() for word in np.unique(codes[rows[self.period_codes[rows] == code]])}
            found[period] = next((status for status in Status if words == {status}), None)
        return found


def read_added(path: Path, dataset: Dataset, places: Places) -> AddedFile:
    """Read one file. Raises PortalError for a column that is missing, a broken row or an unknown place or period."""
    return added_from(read_rows(existing_file(path), (dataset.reading or Reading()).names), dataset, places)


def added_from(rows: Rows, dataset: Dataset, places: Places) -> AddedFile:
    """The same from rows that are in memory."""
    reading = dataset.reading or Reading()
    needed = ["time_period", *dataset.filters, *([dataset.status] if dataset.status else [])]
    require_columns(rows.file, rows.columns, needed)
    positions = [() if found is None else found for found in row_places(rows, places, reading.left_out)]
    lengths = np.array([len(found) for found in positions])
    taken = np.repeat(np.arange(len(positions)), lengths)
    table = rows.table if (lengths == 1).all() else rows.table.take(pa.array(taken))
    codes, periods = row_periods(rows, reading.identifier)
    return AddedFile(
        dataset=dataset,
        file=rows.file,
        table=table,
        file_rows=rows.file_rows[taken],
        areas=np.array([position for found in positions for position in found], dtype=np.int64),
        joint=np.repeat(lengths > 1, lengths),
        period_codes=codes[taken],
        periods=periods,
    )


def row_places(rows: Rows, places: Places, left_out: tuple[str, ...]) -> list[tuple[int, ...] | None]:
    """Each row's positions on the area axis, None where the definition leaves its place out."""
    found = [positions for _, positions in _distinct_places(rows, places, frozenset(left_out))]
    first_codes = _place_codes(rows)[1]
    return [found[code] for code in first_codes]


def places_of(rows: Rows) -> list[tuple[Place, int]]:
    """Every place that the file names, with the first row that does."""
    first, _ = _place_codes(rows)
    texts = {name: coded_texts(rows.table[name]) for name in (*PLACE, "country_name") if name in rows.columns}

    def text(name: str, row: int) -> str:
        codes, words = texts[name]
        return str(words[codes[row]])

    found = []
    for row in map(int, first):
        level = text("geographic_level", row)
        if level == "National":
            name = text("country_name", row) if "country_name" in texts else ""
            place = Place(level, "", text("country_code", row), name)
        elif level == "Regional":
            place = Place(level, "", text("region_code", row), text("region_name", row))
        else:
            place = Place(level, text("old_la_code", row), text("new_la_code", row), text("la_name", row))
        found.append((place, int(rows.file_rows[row])))
    return found


def _distinct_places(
    rows: Rows, places: Places, left_out: frozenset[str]
) -> list[tuple[Place, tuple[int, ...] | None]]:
    found: list[tuple[Place, tuple[int, ...] | None]] = []
    for place, row in places_of(rows):
        try:
            found.append((place, None if place.words in left_out else places.positions(place)))
        except PortalError as error:
            raise PortalError(f"{rows.file}, row {row}: {error}") from None
    return found


def _place_codes(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each distinct place, and each row's place (rows,)."""
    names = [*PLACE, "country_name"]
    return distinct_rows([coded_texts(rows.table[name]) for name in names if name in rows.columns])


def distinct_rows(columns: list[tuple[np.ndarray, list[str]]]) -> tuple[np.ndarray, np.ndarray]:
    """The first row of each distinct combination of coded columns, and each row's combination (rows,)."""
    key = np.zeros(len(columns[0][0]), dtype=np.int64)
    first = key[:1]
    for codes, texts in columns:
        _, first, key = np.unique(key * max(len(texts), 1) + codes, return_index=True, return_inverse=True)
    return first, key


def row_periods(rows: Rows, identifier: str) -> tuple[np.ndarray, tuple[Period, ...]]:
    """Each row's period (rows,) as a place in the tuple. `identifier` is that of a file that has no such column."""
    columns = [coded_texts(rows.table["time_period"])]
    if IDENTIFIER in rows.columns:
        columns.append(coded_texts(rows.table[IDENTIFIER]))
    first, key = distinct_rows(columns)
    periods = []
    for row in map(int, first):
        label, *said = (texts[codes[row]] for codes, texts in columns)
        try:
            periods.append(identified_period(label, said[0] if said else identifier))
        except PortalError as error:
            raise PortalError(f"{rows.file}, row {rows.file_rows[row]}, column 'time_period': {error}") from None
    return key, tuple(periods)
