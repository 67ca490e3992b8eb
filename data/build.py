"""From source files to the content of a snapshot: read, check, join, withhold, reconcile."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from data.authorities import Area, Authorities, load_authorities
from data.blocks import Block, merged, on_periods
from data.datasets import load_datasets
from data.editions import Edition
from data.errors import PortalError
from data.existence import existed
from data.faults import Faults, load_faults, out_of_range, withhold
from data.indicators import Column, Indicator, load_indicators
from data.manifest import SourceFile
from data.missing import Missing
from data.reconcile import Arithmetic, Reconciliation, checked_against_counts, reconcile
from data.sources.context import PROFILE, read_context
from data.sources.lait import FILE as LAIT_FILE
from data.sources.lait import LaitTable, read_lait
from data.sources.neighbours import EDITIONS, read_edition
from data.sources.reading import described
from data.sources.tidy import FOLDER, TidyFile, read_tidy

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


@dataclass(frozen=True)
class Sources:
    """The two big sources in memory."""

    lait: LaitTable
    tidy: Mapping[str, TidyFile]
    areas: tuple[Area, ...]


def steps() -> int:
    """How many steps a build takes, for a progress bar."""
    return 1 + len(load_datasets()) + len(EDITIONS) + 1 + len(load_indicators())


def build_content(folder: Path, progress: Progress) -> Content:
    """Read every source file below `folder` and join them. Raises PortalError with file, row and column of a fault."""
    if not folder.is_dir():
        raise PortalError(f"{folder} is not a directory of source files.")
    authorities, faults = load_authorities(), load_faults()
    sources, files = _read(folder, authorities, progress)
    editions = []
    for name in EDITIONS:
        progress(f"statistical neighbours {name}")
        editions.append(read_edition(folder, name, authorities))
    progress("context profile")
    context = read_context(folder, authorities)
    files += [described(folder / path, 0) for path in (*EDITIONS.values(), PROFILE)]
    blocks, reconciliations, arithmetic = {}, [], []
    indicators = load_indicators().all
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
        faults=faults,
        files=tuple(files),
        reconciliations=tuple(reconciliations),
        arithmetic=tuple(arithmetic),
        questions=questions,
    )


def _read(folder: Path, authorities: Authorities, progress: Progress) -> tuple[Sources, list[SourceFile]]:
    areas = authorities.areas
    index = {area.code: position for position, area in enumerate(areas)}

    def resolve(old: str, new: str, name: str) -> tuple[int, ...]:
        found = authorities.resolve(old, new, name)
        codes = (found.code,) if isinstance(found, Area) else found.members
        return tuple(index[code] for code in codes)

    progress(LAIT_FILE)
    lait = read_lait(folder, lambda number, name: resolve(number, "", name)[0])
    files = [described(folder / LAIT_FILE, len(lait.values))]
    tidy = {}
    for name, dataset in load_datasets().items():
        progress(f"{FOLDER}/{name}.csv")
        tidy[name] = read_tidy(folder, dataset, resolve)
        files.append(described(folder / FOLDER / f"{name}.csv", tidy[name].table.num_rows))
    return Sources(lait, tidy, areas), files


def joined(indicator: Indicator, sources: Sources, faults: Faults) -> tuple[Block, Reconciliation | None]:
    """One indicator's figures from all its sources, and how they agree where there are two."""
    count = len(sources.areas)
    aside = faults.set_aside.get(indicator.lait, frozenset())
    lait = sources.lait.block(indicator.lait, indicator.period, count, aside) if indicator.lait else None
    if indicator.lait and lait is None:
        raise PortalError(f"{sources.lait.file} holds no measure '{indicator.lait}', which makes {indicator.id}.")
    tidy = _tidy_block(indicator.value, indicator, sources) if indicator.value else None
    block = _known(merged(lait, tidy), sources.areas)
    block = _with_counts(withhold(block, faults.of(indicator.id), sources.areas), indicator, sources)
    return block, reconcile(indicator, lait, tidy) if lait and tidy else None


def _tidy_block(part: Column, indicator: Indicator, sources: Sources) -> Block:
    return sources.tidy[part.dataset].block(part, indicator.period, len(sources.areas))


def _known(block: Block, areas: tuple[Area, ...]) -> Block:
    """Without the periods that hold no figure at all, and with `not applicable` where an area did not exist."""
    periods = [period for column, period in enumerate(block.periods) if not np.isnan(block.values[:, column]).all()]
    columns = [block.periods.index(period) for period in periods]
    values, reasons = block.values[:, columns], block.reasons[:, columns]
    absent = np.isnan(values) & ~existed(areas, periods)
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
            shared = [period for period in found.periods if period in block.periods]
            kept = Block(
                periods=tuple(shared),
                statuses=(None,) * len(shared),
                **{
                    key: getattr(found, key)[:, [found.periods.index(period) for period in shared]]
                    for key in ("values", "reasons", "origins", "rows")
                },
            )
            counts[name] = on_periods(kept, block.periods).values
    return Block(**{**vars(block), **counts})
