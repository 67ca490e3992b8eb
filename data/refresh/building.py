"""The content of a new snapshot: the live one with the indicators of some data sets made anew from newer files."""

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace

import orjson
import pyarrow as pa
import pyarrow.csv

from data.authorities import load_authorities
from data.blocks import Block, empty_block
from data.build import Content, Sources, TidyFigures, joined
from data.errors import PortalError
from data.faults import Faults, load_faults, out_of_range, withhold
from data.indicators import Column, Indicator, Indicators
from data.manifest import SourceFile
from data.reconcile import Arithmetic, Reconciliation, checked_against_counts
from data.refresh.carrying import CarriedLait, CarriedTidy, as_built
from data.snapshot import ARITHMETIC, CATALOGUE, CONTEXT, RECONCILIATION
from data.sources.context import CODE
from data.sources.tidy import TidyFile
from data.store import Snapshot

Progress = Callable[[str], None]


@dataclass(frozen=True)
class NewFile:
    """A tidy file that takes the place of the one that the live snapshot was made from.

    `published` is the ISO date on which the publisher brought this version out; blank where it is the very same file.
    """

    tidy: TidyFile
    described: SourceFile
    published: str = ""


def parts_of(indicator: Indicator) -> tuple[Column, ...]:
    """The columns of tidy data sets that an indicator is read from."""
    return tuple(part for part in (indicator.value, indicator.numerator, indicator.denominator) if part)


def datasets_of(indicator: Indicator) -> frozenset[str]:
    """The names of the tidy data sets that an indicator is read from."""
    return frozenset(part.dataset for part in parts_of(indicator))


def content_of(live: Snapshot, files: Mapping[str, NewFile], definitions: Indicators, progress: Progress) -> Content:
    """The live snapshot's content with the indicators that name one of `files` (by data set) read from them again.

    What comes from elsewhere is carried over: other indicators, LAIT's figures, data sets that are not in `files`, and
    what has figures of the public health profiles.
    Raises PortalError where a file cannot be read as the definitions say, or they changed since the snapshot was built.
    """
    if live.areas != load_authorities().areas:
        raise PortalError(
            "The list of authorities has changed since the live snapshot was built: build it again from the source "
            "files with `portal build`."
        )
    made = _Made(live, _with_notes(load_faults(), live))
    for indicator in live.indicators:
        if indicator.fingertips or datasets_of(indicator).isdisjoint(files):
            made.carry(indicator)
        else:
            progress(indicator.title)
            made.renew(_definition(indicator, definitions, files), files)
    for indicator in definitions:
        names = datasets_of(indicator)
        if indicator.id not in live.position and not indicator.lait and names and names <= files.keys():
            progress(indicator.title)
            made.renew(_dated(indicator, indicator.updated, files), files)
    known = tuple(_replaced(file, files) for file in live.files)
    return made.content((*known, *(new.described for new in files.values() if new.described not in known)))


class _Made:
    """What is made so far of the new content, in the order of the indicators."""

    def __init__(self, live: Snapshot, faults: Faults) -> None:
        self.live, self.faults = live, faults
        self.indicators: list[Indicator] = []
        self.blocks: dict[str, Block] = {}
        self.reconciliations: list[Reconciliation] = []
        self.arithmetic: list[Arithmetic] = []
        self.questions: dict[str, tuple[str, ...]] = {}
        self._reconciled = {row.indicator: row for row in _rows(live, RECONCILIATION, Reconciliation)}
        self._checked = {row.indicator: row for row in _rows(live, ARITHMETIC, Arithmetic)}
        self._asked = questions_of(live)

    def carry(self, indicator: Indicator) -> None:
        """An indicator as the live snapshot has it."""
        block = as_built(self.live.block(indicator), indicator)
        self._add(indicator, withhold(block, self.faults.of(indicator.id), self.live.areas))
        self.reconciliations += [row] if (row := self._reconciled.get(indicator.id)) else []
        self.arithmetic += [checked] if (checked := self._checked.get(indicator.id)) else []
        if indicator.id in self._asked:
            self.questions[indicator.id] = self._asked[indicator.id]

    def renew(self, indicator: Indicator, files: Mapping[str, NewFile]) -> None:
        """An indicator from the files, and from the live snapshot what they do not hold."""
        areas = self.live.areas
        block, found = joined(indicator, self._sources(indicator, files), self.faults)
        block, checked = checked_against_counts(indicator, block, areas)
        self._add(indicator, block)
        if indicator.value and indicator.value.dataset not in files:
            found = self._reconciled.get(indicator.id)
        self.reconciliations += [found] if found else []
        self.arithmetic += [checked] if checked else []
        if odd := out_of_range(block, indicator.unit, areas):
            self.questions[indicator.id] = tuple(odd)

    def _sources(self, indicator: Indicator, files: Mapping[str, NewFile]) -> Sources:
        tidy: dict[str, TidyFigures] = {name: files[name].tidy for name in datasets_of(indicator) if name in files}
        if indicator.id not in self.live.position:
            return Sources(CarriedLait(empty_block(len(self.live.areas), ()), None), tidy, self.live.areas)
        live = as_built(self.live.block(indicator), indicator)
        for name in datasets_of(indicator) - tidy.keys():
            tidy[name] = CarriedTidy(live, indicator)
        value = indicator.value
        block = tidy[value.dataset].block(value, indicator.period, len(self.live.areas)) if value else None
        return Sources(CarriedLait(live, block), tidy, self.live.areas)

    def _add(self, indicator: Indicator, block: Block) -> None:
        self.indicators.append(indicator)
        self.blocks[indicator.id] = block

    def content(self, files: tuple[SourceFile, ...]) -> Content:
        """All of it, with what no tidy file changes."""
        return Content(
            areas=self.live.areas,
            indicators=tuple(self.indicators),
            blocks=self.blocks,
            editions=tuple(self.live.editions.values()),
            context=_context(self.live),
            faults=self.faults,
            files=files,
            reconciliations=tuple(self.reconciliations),
            arithmetic=tuple(self.arithmetic),
            questions=self.questions,
        )


def _with_notes(faults: Faults, live: Snapshot) -> Faults:
    """Today's known faults, and what the public health profiles say of figures that are carried over."""
    carried = {one.id for one in live.indicators if one.fingertips}
    return replace(faults, faults=(*faults.faults, *(one for one in live.faults if one.indicator in carried)))


def _definition(indicator: Indicator, definitions: Indicators, files: Mapping[str, NewFile]) -> Indicator:
    """Today's definition of a live indicator; one that would read other figures from LAIT is refused."""
    today = next((one for one in definitions if one.id == indicator.id), indicator)
    if (today.lait, today.period) != (indicator.lait, indicator.period):
        raise PortalError(
            f"The definition of '{indicator.title}' has changed since the live snapshot was built: build it again from "
            "the source files with `portal build`."
        )
    return _dated(today, indicator.updated, files)


def _dated(today: Indicator, updated: str, files: Mapping[str, NewFile]) -> Indicator:
    """With the day on which its newest file came out, where LAIT has no part in it (LAIT has dates of its own)."""
    if today.lait:
        return today
    days = [files[name].published for name in datasets_of(today) if name in files]
    return replace(today, updated=max([updated, *days]))


def _replaced(file: SourceFile, files: Mapping[str, NewFile]) -> SourceFile:
    new = files.get(file.name.removesuffix(".csv"))
    return new.described if new else file


def questions_of(live: Snapshot) -> dict[str, tuple[str, ...]]:
    """What the build found odd in each indicator's figures, as sentences."""
    asked = orjson.loads(live.file(CATALOGUE)).get("questions", {})
    return {name: tuple(sentences) for name, sentences in asked.items()}


def arithmetic_of(live: Snapshot) -> dict[str, Arithmetic]:
    """How percentages and rates of the live snapshot agree with their counts, by indicator."""
    return {row.indicator: row for row in _rows(live, ARITHMETIC, Arithmetic)}


def _rows(live: Snapshot, name: str, kind: type) -> list:  # type: ignore[type-arg]
    """A table of whole numbers and words beside a snapshot, as it was written."""
    numbers = {field.name for field in fields(kind) if field.type in (int, "int")}
    rows = csv.DictReader(live.file(name).decode().splitlines())
    return [kind(**{key: int(text) if key in numbers else text for key, text in row.items()}) for row in rows]


def _context(live: Snapshot) -> pa.Table:
    options = pa.csv.ConvertOptions(column_types={CODE: pa.string()})
    return pa.csv.read_csv(pa.BufferReader(live.file(CONTEXT)), convert_options=options)
