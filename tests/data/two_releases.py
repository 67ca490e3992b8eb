"""Two small releases on disk, the later with a figure revised, one new, one suppressed, and one in another quarter."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from data import publish
from data.blocks import Block, on_periods
from data.build import Content, build_content
from data.missing import Missing
from data.periods import Period, year_ending
from tests.data.source_tree import write_sources

SOUTHAMPTON, PORTSMOUTH = "852", "851"
# All four are percentages with a better direction.
REVISED, CROSSED, SUPPRESSED, DROPPED = (
    "percentage-of-cla-having-dental-checks",
    "percentage-of-cla-having-health-checks",
    "percentage-of-cla-had-their-immunisations-up-to-date",
    "percent-of-cla-substance-misuse",
)
YEAR = 2025


def write_two_releases(folder: Path) -> tuple[str, str]:
    """Write both below `folder / "out"`, the later one live; the ids, the earlier first.

    Every authority has a figure, 1 for the first and one more for each next, so that quarters are known: Southampton
    stands at 100 of some 150, and in the later release at 1 in the new period of CROSSED.
    """
    content = build_content(write_sources(folder / "sources"), lambda _: None)
    earlier = _with(content, {name: _filled(content, name) for name in (REVISED, CROSSED, SUPPRESSED, DROPPED)})
    changed = {
        REVISED: _changed(earlier, REVISED, 120.0, Missing.PRESENT),
        CROSSED: _longer(earlier, CROSSED),
        SUPPRESSED: _changed(earlier, SUPPRESSED, np.nan, Missing.SUPPRESSED),
    }
    later = _with(earlier, {**earlier.blocks, **changed})
    indicators = tuple(one for one in later.indicators if one.id != DROPPED)
    later = replace(
        later,
        indicators=indicators,
        blocks={one.id: later.blocks[one.id] for one in indicators},
        reconciliations=tuple(row for row in later.reconciliations if row.indicator != DROPPED),
        arithmetic=tuple(row for row in later.arithmetic if row.indicator != DROPPED),
    )
    first = publish.write_snapshot(earlier, folder / "out")
    return first, publish.write_snapshot(later, folder / "out")


def period(content: Content, name: str) -> Period:
    kind = next(one.period for one in content.indicators if one.id == name)
    return year_ending(kind, YEAR)


def _with(content: Content, blocks: dict[str, Block]) -> Content:
    return replace(content, blocks={**content.blocks, **blocks})


def _row(content: Content, code: str) -> int:
    return next(at for at, area in enumerate(content.areas) if area.code == code)


def _filled(content: Content, name: str) -> Block:
    """One period, in which the authorities have 1, 2, 3, ... in the order of their codes, but Southampton 100."""
    wide = on_periods(content.blocks[name], content.blocks[name].periods)
    values = np.arange(1.0, len(content.areas) + 1)[:, None].repeat(len(wide.periods), axis=1)
    values[_row(content, SOUTHAMPTON)] = 100.0
    reasons = np.zeros(values.shape, dtype=np.uint8)
    return replace(wide, values=values, reasons=reasons, numerators=None, denominators=None)


def _changed(content: Content, name: str, value: float, reason: Missing) -> Block:
    block = content.blocks[name]
    values, reasons = block.values.copy(), block.reasons.copy()
    place = (_row(content, SOUTHAMPTON), block.periods.index(period(content, name)))
    values[place], reasons[place] = value, reason
    return replace(block, values=values, reasons=reasons)


def _longer(content: Content, name: str) -> Block:
    """The same with a further year, in which Southampton has 1."""
    block = content.blocks[name]
    longer = on_periods(block, (*block.periods, year_ending(block.periods[-1].kind, YEAR + 1)))
    values, reasons = longer.values.copy(), longer.reasons.copy()
    values[:, -1], reasons[:, -1] = block.values[:, -1], Missing.PRESENT
    values[_row(content, SOUTHAMPTON), -1] = 1.0
    return replace(longer, values=values, reasons=reasons)
