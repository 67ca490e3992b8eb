"""Reader of Fingertips CSV files, the public health profiles: value, counts and the publisher's own 95% interval.

One row is an area, a period, a sex, an age and a category of one indicator. Source of the form: the publisher's writer
of these files (SingleIndicatorFileWriter in ukhsa-collaboration/fingertips-open); docs/data.md says what was found.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from data.blocks import Block, Origin, empty_block
from data.errors import PortalError
from data.indicators import Fingertips
from data.missing import Missing
from data.periods import Period, PeriodKind
from data.sources.fingertips_notes import reason_in_note
from data.sources.fingertips_periods import parse_fingertips_period
from data.sources.reading import NUMBER, existing_file, require_columns, without_noise

FOLDER = "fingertips"
FIRST_ROW = 2  # the header is row 1
ID, NAME, AREA_CODE, AREA_NAME = "Indicator ID", "Indicator Name", "Area Code", "Area Name"
SEX, AGE, CATEGORY_TYPE, CATEGORY = "Sex", "Age", "Category Type", "Category"
PERIOD, VALUE, LOW, HIGH = "Time period", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit"
COUNT, DENOMINATOR, NOTE = "Count", "Denominator", "Value note"
COLUMNS = [
    *(ID, NAME, AREA_CODE, AREA_NAME, SEX, AGE, CATEGORY_TYPE, CATEGORY),
    *(PERIOD, VALUE, LOW, HIGH, COUNT, DENOMINATOR, NOTE),
]
# England, regions, unitary authorities, metropolitan districts, London boroughs, counties. Every other area (a
# district, a practice, a part of the NHS) is left aside by its code: the names of area types change with each April.
AREA = re.compile(r"^E(92|12|06|08|09|10)\d{6}$")
# The publisher's code for a count that there is not.
NO_COUNT = -1.0
# Of the figures beside which one note stands, so many are named.
NAMED = 3
_NUMBER = re.compile(NUMBER)

Resolve = Callable[[str, str, str], tuple[int, ...]]
"""Positions on the area axis for an old code, a new code and a name."""


class Key(NamedTuple):
    """What tells one series of a file from another."""

    id: int
    sex: str
    age: str
    category_type: str
    category: str

    @property
    def words(self) -> str:
        """The series but for its number: `Persons, <18 yrs`."""
        return ", ".join(text for text in self[1:] if text)


class Entry(NamedTuple):
    """One row as text: `row` is its number in the file, `area` the position of its area."""

    row: int
    area: int
    period: str
    value: str
    low: str
    high: str
    numerator: str
    denominator: str
    note: str


@dataclass(frozen=True)
class FingertipsFile:
    """One file: how many rows it has, and those of the portal's areas by series."""

    path: Path
    rows: int
    names: Mapping[int, str]
    series: Mapping[Key, tuple[Entry, ...]]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


@dataclass(frozen=True)
class FingertipsTable:
    """All files together. `areas` are the names on the axis of areas, for what is said of single figures."""

    files: tuple[FingertipsFile, ...]
    areas: tuple[str, ...] = ()

    def found(self, wanted: Fingertips) -> Fingertips | None:
        """The series of a definition with its sex, age and file filled in; None where no file has the indicator.

        Raises PortalError where a file has the indicator and not this series, has several that fit, or where two files
        have it.
        """
        held = [(key, file) for file in self.files for key in file.series if key.id == wanted.id]
        fitting = [(key, file) for key, file in held if _fits(key, wanted)]
        if not held:
            return None
        if not fitting:
            there = "; ".join(dict.fromkeys(key.words for key, _ in held))
            raise PortalError(f"{held[0][1].name} has Fingertips indicator {wanted.id} only for: {there}.")
        if len({key for key, _ in fitting}) > 1:
            there = "; ".join(dict.fromkeys(key.words for key, _ in fitting))
            raise PortalError(
                f"{fitting[0][1].name} has several series of Fingertips indicator {wanted.id}: {there}. "
                "The definition must name the sex and the age."
            )
        if len(fitting) > 1:
            names = " and ".join(file.name for _, file in fitting)
            raise PortalError(f"{names} both have {wanted.code}; keep one of them.")
        (key, file), *_ = fitting
        return Fingertips(**key._asdict(), downloaded=wanted.downloaded, file=file.name)

    def block(self, wanted: Fingertips, kind: PeriodKind) -> Block:
        """The figures of a series that `found` gave, with counts and limits."""
        return _Filling(wanted.file, self.areas).block(self._entries(wanted), kind)

    def notes(self, wanted: Fingertips) -> tuple[str, ...]:
        """A sentence for each note that stands beside figures of a series that `found` gave."""
        return _notes(self._entries(wanted), self.areas)

    def _entries(self, wanted: Fingertips) -> tuple[Entry, ...]:
        file = next(file for file in self.files if file.name == wanted.file)
        return file.series[Key(wanted.id, wanted.sex, wanted.age, wanted.category_type, wanted.category)]


def _fits(key: Key, wanted: Fingertips) -> bool:
    named = wanted.sex in ("", key.sex) and wanted.age in ("", key.age)
    return named and (wanted.category_type, wanted.category) == (key.category_type, key.category)


def read_fingertips(folders: Sequence[Path], resolve: Resolve, areas: Sequence[str]) -> FingertipsTable:
    """Read every CSV file in `fingertips` below the folders; there may be none. `areas` are names, by position.

    Of files of one name that in the earlier folder is read.

    Raises PortalError for a file that has not the published form, and for an area that the register does not know.
    """
    paths = {path.name: path for folder in reversed(folders) for path in (folder / FOLDER).glob("*.csv")}
    return FingertipsTable(tuple(read_file(path, resolve) for _, path in sorted(paths.items())), tuple(areas))


def read_file(path: Path, resolve: Resolve) -> FingertipsFile:
    """Read one file as text; its figures are read when an indicator asks for them."""
    series: dict[Key, list[Entry]] = {}
    names: dict[int, str] = {}
    places: dict[tuple[str, str], int] = {}
    row = FIRST_ROW - 1
    for row, cells in _rows(existing_file(path)):
        code, name = cells[AREA_CODE], cells[AREA_NAME]
        if not AREA.match(code):
            continue
        if (code, name) not in places:
            places[code, name] = _place(path.name, row, resolve, code, name)
        key = Key(_id(path.name, row, cells[ID]), *(cells[column] for column in (SEX, AGE, CATEGORY_TYPE, CATEGORY)))
        names[key.id] = cells[NAME]
        figures = (cells[column] for column in (PERIOD, VALUE, LOW, HIGH, COUNT, DENOMINATOR, NOTE))
        series.setdefault(key, []).append(Entry(row, places[code, name], *figures))
    if row < FIRST_ROW:
        raise PortalError(f"{path.name} has a header and no rows.")
    found = {key: _without_repeats(path.name, entries) for key, entries in series.items()}
    return FingertipsFile(path, row - FIRST_ROW + 1, names, found)


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows by column; empty columns that end a row may be left out of it, as the publisher's writer does."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = csv.reader(stream, strict=True)
            header = [name.strip() for name in next(lines)]
            require_columns(path.name, header, COLUMNS)
            place = {name: header.index(name) for name in COLUMNS}
            last = max(place.values())
            for row, cells in enumerate(lines, FIRST_ROW):
                if not cells:
                    continue
                if len(cells) <= last:
                    raise PortalError(f"{path.name}, row {row}: it has {len(cells)} columns of at least {last + 1}.")
                yield row, {name: cells[at].strip() for name, at in place.items()}
    except UnicodeDecodeError:
        raise PortalError(f"{path.name} is not a text file in UTF-8.") from None
    except csv.Error as error:
        raise PortalError(f"{path.name} cannot be read as a table: {error}.") from None


def _id(file: str, row: int, text: str) -> int:
    if not text.isdecimal():
        raise PortalError(f"{file}, row {row}, column '{ID}': '{text}' is not the number of an indicator.")
    return int(text)


def _place(file: str, row: int, resolve: Resolve, code: str, name: str) -> int:
    try:
        return resolve("", code, name)[0]
    except PortalError as error:
        raise PortalError(f"{file}, row {row}: {error}") from None


def _without_repeats(file: str, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """One entry an area and period: a file of several area types gives England, or a unitary authority, once in each.

    Raises PortalError where a repeated figure is another one.
    """
    first: dict[tuple[int, str], Entry] = {}
    for entry in entries:
        kept = first.setdefault((entry.area, entry.period), entry)
        if kept[2:-1] != entry[2:-1]:
            raise PortalError(f"{file}, rows {kept.row} and {entry.row}: two figures for one area, period and group.")
    return tuple(first.values())


class _Filling:
    """Turns the entries of one series into a block, naming file, row and column of what it cannot read."""

    def __init__(self, file: str, areas: Sequence[str]) -> None:
        self.file, self.areas = file, areas

    def block(self, entries: Sequence[Entry], kind: PeriodKind) -> Block:
        """The figures of a series, with counts and limits where it has them."""
        periods = {entry.period: self._period(entry, kind) for entry in reversed(entries)}
        axis = sorted(set(periods.values()))
        block = empty_block(len(self.areas), axis)
        low, high, counts, denominators = (np.full(block.values.shape, np.nan) for _ in range(4))
        for entry in entries:
            cell = entry.area, axis.index(periods[entry.period])
            value = self._number(entry, VALUE, entry.value)
            block.values[cell], block.rows[cell], block.origins[cell] = value, entry.row, Origin.FINGERTIPS
            block.reasons[cell] = self._reason(entry) if np.isnan(value) else Missing.PRESENT
            if not np.isnan(value):
                low[cell], high[cell] = self._limits(entry)
            counts[cell] = self._count(entry, COUNT, entry.numerator)
            denominators[cell] = self._count(entry, DENOMINATOR, entry.denominator)
        return replace(block, low=low, high=high, numerators=counts, denominators=denominators)

    def _period(self, entry: Entry, kind: PeriodKind) -> Period:
        try:
            return parse_fingertips_period(entry.period, kind)
        except PortalError as error:
            raise self._refusal(entry, PERIOD, error) from None

    def _number(self, entry: Entry, column: str, text: str) -> float:
        if not text:
            return np.nan
        if not _NUMBER.match(text):
            raise self._refusal(entry, column, f"'{text}' is not a number.")
        return without_noise(float(text))

    def _count(self, entry: Entry, column: str, text: str) -> float:
        found = self._number(entry, column, text)
        if found < 0 and found != NO_COUNT:
            raise self._refusal(entry, column, f"'{text}' is not a count.")
        return np.nan if found == NO_COUNT else found

    def _limits(self, entry: Entry) -> tuple[float, float]:
        low, high = self._number(entry, LOW, entry.low), self._number(entry, HIGH, entry.high)
        if np.isnan(low) or np.isnan(high):
            return np.nan, np.nan
        if low > high:
            raise self._refusal(entry, LOW, f"the lower limit '{entry.low}' is above the upper one '{entry.high}'.")
        return low, high

    def _reason(self, entry: Entry) -> Missing:
        try:
            return reason_in_note(entry.note)
        except PortalError as error:
            raise self._refusal(entry, NOTE, error) from None

    def _refusal(self, entry: Entry, column: str, why: object) -> PortalError:
        return PortalError(f"{self.file}, row {entry.row}, column '{column}': {why}")


def _notes(entries: Sequence[Entry], areas: Sequence[str]) -> tuple[str, ...]:
    """`Fingertips says of 4 figures (Leeds 2022/23, Leeds 2021/22, York 2022/23 and 1 more): …`."""
    places: dict[str, list[str]] = {}
    for entry in entries:
        if entry.note and entry.value:
            places.setdefault(entry.note, []).append(f"{areas[entry.area]} {entry.period}")
    return tuple(_note(note, found) for note, found in places.items())


def _note(note: str, places: Sequence[str]) -> str:
    named = ", ".join(places[:NAMED])
    further = f" and {len(places) - NAMED:,} more" if len(places) > NAMED else ""
    figures = "one figure" if len(places) == 1 else f"{len(places):,} figures"
    return f"Fingertips says of {figures} ({named}{further}): {note.rstrip('.')}."
