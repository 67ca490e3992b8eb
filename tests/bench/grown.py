"""The shipped figures made 1, 10 or 100 times as many, to see what still takes as long when there is more.

    python -m tests.bench.grown FOLDER 100      writes a snapshot of 100 times the cells into FOLDER (never the shipped)

Every indicator gets as many times the periods, reaching back from its first one a period at a time, so that the newest
periods, and with them what most pages show, stay as they are. The added figures are those of the real periods in turn,
each time a little less, down to half. Nobody can take them for real ones: they speak of years from 720 on. They are the
same each time that they are made; areas stay as they are, since a page over all authorities shows as many as there are.
"""

import sys
import tempfile
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np

from app.settings import load_settings
from data.authorities import Area
from data.blocks import Block
from data.build import Content
from data.existence import existed
from data.indicators import load_indicators
from data.missing import Missing
from data.periods import Period
from data.publish import write_snapshot
from data.refresh.building import content_of
from data.store import Snapshot, open_snapshot

FIGURES = frozenset({"values", "numerators", "denominators", "low", "high"})
OLDEST_SHARE = 0.5
"""What the oldest added figures are of the real ones that they repeat; those between lie between."""


def grown_content(snapshot: Snapshot, times: int) -> Content:
    """What a snapshot holds, with `times` as many periods of every indicator."""
    content = content_of(snapshot, {}, load_indicators(), lambda _: None)
    blocks = {
        one.id: grown_block(content.blocks[one.id], times, content.areas, one.decimals) for one in content.indicators
    }
    return replace(content, blocks=blocks)


def grown_block(block: Block, times: int, areas: tuple[Area, ...], decimals: int) -> Block:
    """One indicator with its own periods last, and before them `times - 1` times as many that resemble them."""
    real = len(block.periods)
    if not real or times == 1:
        return block
    columns = np.tile(np.arange(real), times - 1)
    share = np.repeat(np.linspace(OLDEST_SHARE, 1, times - 1, endpoint=False), real)
    periods = earlier_periods(block.periods[0], len(columns))
    before = {name: array[:, columns] for name, array in _cells(block).items()}
    for name in FIGURES & before.keys():
        before[name] = np.round(before[name] * share, decimals)
    absent = ~existed(areas, periods)
    for name in FIGURES & before.keys():
        before[name][absent] = np.nan
    before["reasons"][absent] = Missing.NOT_APPLICABLE
    return Block(
        periods=periods + block.periods,
        statuses=block.statuses * times,
        **{name: np.hstack([before[name], array]) for name, array in _cells(block).items()},
    )


def _cells(block: Block) -> dict[str, np.ndarray]:
    arrays = {field.name: getattr(block, field.name) for field in fields(block)}
    return {name: array for name, array in arrays.items() if isinstance(array, np.ndarray)}


@cache
def earlier_periods(first: Period, count: int) -> tuple[Period, ...]:
    """The `count` periods just before the first one, the oldest first."""
    found = [first]
    for _ in range(count):
        found.append(found[-1].previous())
    return tuple(reversed(found[1:]))


def write_grown(folder: Path, times: int) -> str:
    """Write the shipped snapshot's figures `times` over below `folder`, and return the id of what was written."""
    with tempfile.TemporaryDirectory() as cache:
        shipped = open_snapshot(load_settings().snapshot_dir, Path(cache))
        return write_snapshot(grown_content(shipped, times), folder)


if __name__ == "__main__":
    sys.stdout.write(write_grown(Path(sys.argv[1]), int(sys.argv[2])) + "\n")
