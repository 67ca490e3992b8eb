"""From source files to the content of a snapshot: read, check, join, withhold, reconcile."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
import pyarrow as pa

from data.authorities import Area, Authorities, load_authorities
from data.blocks import Block, merged
from data.datasets import load_datasets
from data.definition_files import figures_file, load_definitions
from data.editions import Edition
from data.errors import PortalError
from data.existence import existence
from data.faults import Fault, Faults, load_faults, out_of_range, withhold
from data.indicators import Column, Fingertips, Indicator
from data.manifest import SourceFile
from data.missing import Missing
from data.periods import Period, PeriodKind
from data.published_limits import with_published_limits
from data.reconcile import Arithmetic, Reconciliation, checked_against_counts, reconcile
from data.sources.added import read_added
from data.sources.context import PROFILE, read_context
from data.sources.fingertips import FingertipsTable, read_fingertips
from data.sources.lait import FILE as LAIT_FILE
from data.sources.lait import read_lait
from data.sources.neighbours import EDITIONS, read_edition
from data.sources.places import Places
from data.sources.reading import described
from data.sources.tidy import FOLDER, Resolve, read_tidy

Progress = Callable[[str], None]
"""Called with the name of each step as it begins."""


@dataclass(frozen=True)
class Content:
    """Everything that a snapshot holds, in memory."""

    areas: tuple[Area, ...]
    indicators: tuple[Indicator, ...]
    blocks: Mapping[str, Block]
    editions: tuple[Edition, ...]
    context: pa.Table
    faults: Faults
    files: tuple[SourceFile, ...]
    reconciliations: tuple[Reconciliation, ...]
    arithmetic: tuple[Arithmetic, ...]
    questions: Mapping[str, tuple[str, ...]]


class LongTable(Protocol):
    """What gives LAIT's figures: its table, or a snapshot that was built from it."""

    @property
    def file(self) -> str:
        """Its name, as a refusal gives it."""

    def block(self, code: str, kind: PeriodKind, areas: int, set_aside: frozenset[str]) -> Block | None:
        """One measure's figures; None where it has no such measure."""


class TidyFigures(Protocol):
    """What gives the figures of a tidy data set: its file, or a snapshot that was built from it."""

    def block(self, part: Column, kind: PeriodKind, areas: int) -> Block:
        """The figures that a definition's column names."""


class HealthProfiles(Protocol):
    """What gives the figures of the public health profiles: their files, or a snapshot that was built from them."""

    def found(self, wanted: Fingertips) -> Fingertips | None:
        """A definition's series as it is held here; None where it is not."""

    def block(self, wanted: Fingertips, kind: PeriodKind) -> Block:
        """The figures of a series that `found` gave, with counts and limits."""

    def notes(self, wanted: Fingertips) -> tuple[str, ...]:
        """What the publisher says beside figures of it, a sentence each."""


@dataclass(frozen=True)
class Sources:
    """The two big sources, and the public health profiles that an installation adds."""

    lait: LongTable
    tidy: Mapping[str, TidyFigures]
    areas: tuple[Area, ...]
    health: HealthProfiles = field(default_factory=lambda: FingertipsTable(()))

    @cached_property
    def existed(self) -> Callable[[Sequence[Period]], np.ndarray]:
        """Which of the areas were open in some periods: a mask (areas, periods)."""
        return existence(self.areas)


def steps(installation: Path | None = None) -> int:
    """How many steps a build takes, for a progress bar."""
    definitions = load_definitions(installation)
    return 1 + len(load_datasets()) + len(definitions.added) + len(EDITIONS) + 1 + len(definitions.indicators)


def build_content(folder: Path, progress: Progress, installation: Path | None = None) -> Content:
    """Read every source file below `folder` and join them. Raises PortalError with file, row and column of a fault.

    `installation` is the folder of the data sets that were added to this one, with their definitions.
    """
    if not folder.is_dir():
        raise PortalError(f"{folder} is not a directory of source files.")
    authorities, faults = load_authorities(), load_faults()
    definitions = load_definitions(installation)
    sources, files = _read(folder, authorities, progress, installation)
    if installation:
        sources, files = _with_added((sources, files), folder, installation, progress)
    editions = []
    for name in EDITIONS:
        progress(f"statistical neighbours {name}")
        editions.append(read_edition(folder, name, authorities))
    progress("context profile")
    context = read_context(folder, authorities)
    files += [described(folder / path, 0) for path in (*EDITIONS.values(), PROFILE)]
    blocks, reconciliations, arithmetic = {}, [], []
    indicators = held_indicators(definitions.indicators, sources)
    for indicator in indicators:
        progress(indicator.title)
        block, found = joined(indicator, sources, faults)
        blocks[indicator.id], checked = checked_against_counts(indicator, block, sources.areas)
        reconciliations += [found] if found else []
        arithmetic += [checked] if checked else []
    questions = {
        indicator.id: tuple(odd)
        for indicator in indicators
        if (odd := out_of_range(blocks[indicator.id], indicator.unit, sources.areas))
    }
    return Content(
        areas=sources.areas,
        indicators=indicators,
        blocks=blocks,
        editions=tuple(editions),
        context=context,
        faults=replace(faults, faults=(*faults.faults, *noted(indicators, sources))),
        files=tuple(files),
        reconciliations=tuple(reconciliations),
        arithmetic=tuple(arithmetic),
        questions=questions,
    )


def resolver(authorities: Authorities) -> Resolve:
    """The function by which a reader finds the positions of a row's area or areas."""
    index = {area.code: position for position, area in enumerate(authorities.areas)}

    def resolve(old: str, new: str, name: str) -> tuple[int, ...]:
        found = authorities.resolve(old, new, name)
        codes = (found.code,) if isinstance(found, Area) else found.members
        return tuple(index[code] for code in codes)

    return resolve


def _read(
    folder: Path, authorities: Authorities, progress: Progress, installation: Path | None
) -> tuple[Sources, list[SourceFile]]:
    resolve = resolver(authorities)
    progress(LAIT_FILE)
    lait = read_lait(folder, lambda number, name: resolve(number, "", name)[0])
    files = [described(folder / LAIT_FILE, len(lait.values))]
    tidy = {}
    for name, dataset in load_datasets().items():
        progress(f"{FOLDER}/{name}.csv")
        tidy[name] = read_tidy(folder, dataset, resolve)
        files.append(described(folder / FOLDER / f"{name}.csv", tidy[name].table.num_rows))
    folders = (folder, installation) if installation else (folder,)
    health = read_fingertips(folders, resolve, [area.name for area in authorities.areas])
    files += [described(file.path, file.rows) for file in health.files]
    return Sources(lait, tidy, authorities.areas, health), files


def _with_added(
    read: tuple[Sources, list[SourceFile]], folder: Path, installation: Path, progress: Progress
) -> tuple[Sources, list[SourceFile]]:
    """The same with the data sets that an installation added, from the build's sources or its own folder."""
    sources, files = read
    tidy, places = dict(sources.tidy), Places(load_authorities())
    for name, dataset in load_definitions(installation).added.items():
        path = figures_file(folder, installation, name)
        progress(f"{FOLDER}/{path.name}")
        tidy[name] = added = read_added(path, dataset, places)
        files.append(described(path, len(added.areas)))
    return replace(sources, tidy=tidy), files


def held_indicators(definitions: Iterable[Indicator], sources: Sources) -> tuple[Indicator, ...]:
    """The definitions as far as a source is there: a series of the public health profiles that is not is left out.

    An indicator that has no other source is left out whole, since these files are an installation's own to add.
    """
    found = [
        replace(one, fingertips=sources.health.found(one.fingertips)) if one.fingertips else one for one in definitions
    ]
    return tuple(one for one in found if one.lait or one.value or one.fingertips)


def noted(indicators: Iterable[Indicator], sources: Sources) -> tuple[Fault, ...]:
    """What the publisher of the public health profiles says beside single figures, as notes of the indicator."""
    return tuple(
        Fault(one.id, why) for one in indicators if one.fingertips for why in sources.health.notes(one.fingertips)
    )


def joined(indicator: Indicator, sources: Sources, faults: Faults) -> tuple[Block, Reconciliation | None]:
    """One indicator's figures from all its sources, and how they agree where there are two."""
    count = len(sources.areas)
    aside = faults.set_aside.get(indicator.lait, frozenset())
    lait = sources.lait.block(indicator.lait, indicator.period, count, aside) if indicator.lait else None
    if indicator.lait and lait is None:
        raise PortalError(f"{sources.lait.file} holds no measure '{indicator.lait}', which makes {indicator.id}.")
    tidy = _tidy_block(indicator.value, indicator, sources) if indicator.value else None
    health = sources.health.block(indicator.fingertips, indicator.period) if indicator.fingertips else None
    first = merged(lait, tidy) if lait or tidy else None
    block = _known(merged(first, health), sources.existed)
    block = _with_counts(withhold(block, faults.of(indicator.id), sources.areas), indicator, sources)
    if health:
        block = with_published_limits(block, health, indicator.decimals)
    if lait and tidy:
        return block, reconcile(indicator, lait, tidy)
    return block, reconcile(indicator, first, health, "Fingertips") if first and health else None


def _tidy_block(part: Column, indicator: Indicator, sources: Sources) -> Block:
    return sources.tidy[part.dataset].block(part, indicator.period, len(sources.areas))


def _known(block: Block, existed: Callable[[Sequence[Period]], np.ndarray]) -> Block:
    """Without the periods that hold no figure at all, and with `not applicable` where an area did not exist."""
    columns = np.flatnonzero(~np.isnan(block.values).all(axis=0)).tolist()
    periods = [block.periods[column] for column in columns]
    values, reasons = block.values[:, columns], block.reasons[:, columns]
    absent = np.isnan(values) & ~existed(periods)
    return Block(
        periods=tuple(periods),
        statuses=tuple(block.statuses[column] for column in columns),
        values=values,
        reasons=np.where(absent, Missing.NOT_APPLICABLE, reasons).astype(np.uint8),
        origins=block.origins[:, columns],
        rows=block.rows[:, columns],
    )


def _with_counts(block: Block, indicator: Indicator, sources: Sources) -> Block:
    """The block with the numerators and denominators that stand behind its published values."""
    counts: dict[str, np.ndarray] = {}
    for name, part in (("numerators", indicator.numerator), ("denominators", indicator.denominator)):
        if part is not None:
            found = _tidy_block(part, indicator, sources)
            place = {period: column for column, period in enumerate(block.periods)}
            shared = [column for column, period in enumerate(found.periods) if period in place]
            counts[name] = np.full(block.values.shape, np.nan)
            counts[name][:, [place[found.periods[column]] for column in shared]] = found.values[:, shared]
    return Block(**{**vars(block), **counts})
