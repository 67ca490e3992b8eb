"""The shipped figures made many times as many: a snapshot with more periods, and tidy files with more rows.

Every indicator gets as many times the periods, reaching back from its first one a period at a time, so that the newest
periods, and with them what most pages show, stay as they are. The added figures are those of the real periods in turn,
each time a little less, down to half. Nobody can take them for real ones: they speak of years from 720 on. They are the
same each time that they are made. Areas and indicators stay as they are, since a page over all authorities, or over all
indicators, shows as many as there are.

The publishers' tidy files are made larger too, each row again and again with another value of a filter: the same
figures are then to be found among many more rows. LAIT's table, which its publisher has closed, stays, as do workbooks.
"""

import tempfile
import time
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from app.settings import load_settings
from data.authorities import Area
from data.blocks import Block
from data.build import Content
from data.datasets import load_datasets
from data.existence import existed
from data.indicators import load_indicators
from data.missing import Missing
from data.periods import Period
from data.publish import write_snapshot
from data.refresh.building import content_of
from data.snapshot import SIMILARITY
from data.sources.tidy import FOLDER, header_of
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
    absent = ~existed(areas, periods)
    before = {name: array[:, columns] for name, array in _cells(block).items()}
    for name in FIGURES & before.keys():
        before[name] = np.round(before[name] * share, decimals)
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


def write_grown(folder: Path, times: int) -> float:
    """Write the shipped snapshot's figures `times` over below `folder`; the seconds of processor that writing took."""
    shipped = load_settings().snapshot_dir
    with tempfile.TemporaryDirectory() as kept:
        content = grown_content(open_snapshot(shipped, Path(kept)), times)
        start = time.process_time()
        write_snapshot(content, folder)
        seconds = time.process_time() - start
    (folder / SIMILARITY).write_bytes((shipped / SIMILARITY).read_bytes())
    return seconds


def write_grown_files(sources: Path, folder: Path, times: int) -> int:
    """The source files below `folder`, the tidy ones with `times` as many rows; how many rows those have in all.

    A file without a filter has nothing to tell its rows apart by: it stays as it is.
    """
    rows = 0
    for path in (path for path in sources.rglob("*") if path.is_file()):
        target = folder / path.relative_to(sources)
        target.parent.mkdir(parents=True, exist_ok=True)
        dataset = load_datasets().get(path.stem) if path.parent.name == FOLDER else None
        if dataset and dataset.filters:
            rows += _repeated(path, target, dataset.filters[0], times)
        else:
            target.symlink_to(path.resolve())
    return rows


def _repeated(path: Path, target: Path, by: str, times: int) -> int:
    """Write the file's rows `times` over, each time with other words in column `by`; how many rows those are."""
    texts = pa.csv.ConvertOptions(column_types=dict.fromkeys(header_of(path), pa.string()), strings_can_be_null=False)
    rows = pa.csv.read_csv(path, convert_options=texts)
    column = rows.column_names.index(by)
    with pa.csv.CSVWriter(target, rows.schema) as writer:
        for copy in range(times):
            words = [f"{word}, copy {copy}" if copy else word for word in rows[by].to_pylist()]
            writer.write_table(rows.set_column(column, by, pa.array(words, pa.string())))
    return int(rows.num_rows) * times
