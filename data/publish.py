"""Writing a snapshot: the content of a build becomes files beside the live ones, then one rename makes it live."""

import csv
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from data.blocks import Block, Origin
from data.build import Content
from data.cube import LIMITS
from data.indicators import Indicator
from data.missing import Missing
from data.snapshot import (
    ARITHMETIC,
    CATALOGUE,
    CONTEXT,
    FORMAT,
    OBSERVATIONS,
    ORIGIN_WORDS,
    RECONCILIATION,
    make_current,
)

ROWS_AT_A_TIME = 1 << 20
"""Rows of figures that are put together at once, so that memory does not grow with what is written."""


def write_snapshot(content: Content, output: Path) -> str:
    """Write a snapshot below `output`, make it the live one, and return its id."""
    identity = write_beside(content, output)
    make_current(output, identity)
    return identity


def identity_of(content: Content) -> str:
    """The id that a snapshot of this content has."""
    return digest_of(content.blocks, _small_files(content))


def write_beside(content: Content, output: Path) -> str:
    """Write a snapshot below `output`, leave the live one as it is, and return its id."""
    files = _small_files(content)
    identity = digest_of(content.blocks, files)
    output.mkdir(parents=True, exist_ok=True)
    target = output / identity
    if not target.exists():
        beside = output / f".{identity}.{os.getpid()}"
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir()
        try:
            for name, body in files.items():
                (beside / name).write_bytes(body)
            _write_observations(content, beside / OBSERVATIONS)
            beside.rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)  # what is left where it could not be written whole
    return identity


def _small_files(content: Content) -> dict[str, bytes]:
    return {
        CATALOGUE: orjson.dumps(_catalogue(content), option=orjson.OPT_SORT_KEYS),
        RECONCILIATION: _csv(content.reconciliations),
        ARITHMETIC: _csv(content.arithmetic),
        CONTEXT: _context(content.context),
    }


def _catalogue(content: Content) -> dict[str, object]:
    return {
        "format": FORMAT,
        "areas": [area.code for area in content.areas],
        "indicators": [_entry(indicator, content.blocks[indicator.id]) for indicator in content.indicators],
        "files": [vars(file) for file in content.files],
        "faults": [vars(fault) for fault in content.faults.faults],
        "editions": [vars(edition) for edition in content.editions],
        "questions": content.questions,
    }


def _context(table: pa.Table) -> bytes:
    stream = pa.BufferOutputStream()
    pa.csv.write_csv(table, stream)
    return bytes(stream.getvalue())


def _entry(indicator: Indicator, block: Block) -> dict[str, object]:
    definition = {field.name: getattr(indicator, field.name) for field in fields(indicator)}
    for part in ("value", "numerator", "denominator"):
        definition[part] = vars(definition[part]) if definition[part] else None
    health = definition.pop("fingertips")
    periods = [[period.start, period.end, period.kind, period.years] for period in block.periods]
    counts = block.numerators is not None or block.denominators is not None
    entry = {"definition": definition, "periods": periods, "statuses": block.statuses, "counts": counts}
    # Said only where it is so: a snapshot without these figures is the same as ever, and has the same id.
    if health:
        definition["fingertips"] = asdict(health)
    return entry | {"limits": True} if block.low is not None else entry


def digest_of(blocks: Mapping[str, Block], files: Mapping[str, bytes]) -> str:
    """The id of a snapshot with these figures and small files."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    for block in blocks.values():
        counts, limits = (block.numerators, block.denominators), (block.low, block.high)
        for array in (block.values, *counts, block.reasons, block.origins, block.rows, *limits):
            if array is not None:
                digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:16]


def _csv(rows: Iterable[object]) -> bytes:
    records = [asdict(row) for row in rows]  # type: ignore[call-overload]
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(records[0]) if records else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return stream.getvalue().encode()


def _write_observations(content: Content, path: Path) -> None:
    """Every cell as a row, indicator by indicator, area by area, period by period; some indicators at a time."""
    words = _Words.of(content)
    pieces = _pieces([block.values.size for block in (content.blocks[one.id] for one in content.indicators)])
    first = _rows_of(content, words, next(pieces))
    with pq.ParquetWriter(path, first.schema, compression="zstd", compression_level=3) as writer:
        writer.write_table(first)
        for piece in pieces:
            writer.write_table(_rows_of(content, words, piece))


def _pieces(sizes: Sequence[int]) -> Iterator[range]:
    """The indicators in runs of about ROWS_AT_A_TIME cells, by their positions; there is always one run."""
    start, rows = 0, 0
    for position, size in enumerate(sizes):
        if rows and rows + size > ROWS_AT_A_TIME:
            yield range(start, position)
            start, rows = position, 0
        rows += size
    yield range(start, len(sizes))


@dataclass(frozen=True)
class _Words:
    """The texts that repeat in the rows, the same for all pieces of a snapshot; None is written as null."""

    labels: Sequence[str]
    statuses: Sequence[str | None]
    origins: Sequence[str]
    limited: bool

    @classmethod
    def of(cls, content: Content) -> "_Words":
        blocks = [content.blocks[indicator.id] for indicator in content.indicators]
        periods = {period for block in blocks for period in block.periods}
        highest = max(int(block.origins.max(initial=0)) for block in blocks)
        return cls(
            labels=sorted({period.label for period in periods}),
            statuses=[None, *sorted({status for block in blocks for status in block.statuses if status})],
            origins=[ORIGIN_WORDS[number] for number in range(max(Origin.FINGERTIPS, highest + 1))],
            limited=any(block.low is not None for block in blocks),
        )


def _rows_of(content: Content, words: _Words, piece: range) -> pa.Table:
    """The rows of the indicators at these positions."""
    blocks = [content.blocks[content.indicators[position].id] for position in piece]
    areas = len(content.areas)
    place = {label: index for index, label in enumerate(words.labels)}
    indicators = np.repeat(np.array(piece, dtype=np.int32), [block.values.size for block in blocks])
    periods = [np.array([place[p.label] for p in block.periods], dtype=np.int32) for block in blocks]
    statuses = [np.array([words.statuses.index(s) for s in block.statuses], dtype=np.int32) for block in blocks]
    return pa.table(
        {
            "indicator": _dictionary(indicators, [i.id for i in content.indicators]),
            "authority": _dictionary(
                np.concatenate([np.repeat(np.arange(areas, dtype=np.int32), len(one)) for one in periods]),
                [area.code for area in content.areas],
            ),
            "period": _dictionary(np.concatenate([np.tile(one, areas) for one in periods]), words.labels),
            "cohort": _dictionary(indicators, [i.cohort for i in content.indicators]),
            "value": _figures(blocks, "values"),
            "numerator": _figures(blocks, "numerators"),
            "denominator": _figures(blocks, "denominators"),
            "missing_reason": _dictionary(
                np.concatenate([block.reasons.ravel() for block in blocks]),
                [reason.words or None for reason in Missing],
            ),
            "status": _dictionary(np.concatenate([np.tile(one, areas) for one in statuses]), words.statuses),
            "source": _dictionary(np.concatenate([block.origins.ravel() for block in blocks]), words.origins),
            "source_row": pa.array(np.concatenate([block.rows.ravel() for block in blocks])),
            **{name: _figures(blocks, name) for name in (LIMITS if words.limited else ())},
        }
    )


def _figures(blocks: Iterable[Block], name: str) -> pa.Array:
    """The figures of all blocks one after another, null where there is none."""
    parts = [(block, getattr(block, name)) for block in blocks]
    found = [np.full(block.values.size, np.nan) if figures is None else figures.ravel() for block, figures in parts]
    return pa.array(np.concatenate(found), from_pandas=True)


def _dictionary(codes: np.ndarray, words: Sequence[str | None]) -> pa.DictionaryArray:
    """Text that repeats, as codes into a list; a code whose word is None is null."""
    null = np.array([word is None for word in words], dtype=bool)
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32, copy=False), mask=null[codes] if null.any() else None),
        pa.array([word or "" for word in words], pa.string()),
    )
