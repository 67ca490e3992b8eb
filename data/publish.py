"""Writing a snapshot: the content of a build becomes files beside the live ones, then one rename makes it live."""

import csv
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
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
            pq.write_table(_observations(content), beside / OBSERVATIONS, compression="zstd", compression_level=3)
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
        "files": [asdict(file) for file in content.files],
        "faults": [asdict(fault) for fault in content.faults.faults],
        "editions": [asdict(edition) for edition in content.editions],
        "questions": content.questions,
    }


def _context(table: pa.Table) -> bytes:
    stream = pa.BufferOutputStream()
    pa.csv.write_csv(table, stream)
    return bytes(stream.getvalue())


def _entry(indicator: Indicator, block: Block) -> dict[str, object]:
    definition = {field.name: getattr(indicator, field.name) for field in fields(indicator)}
    for part in ("value", "numerator", "denominator"):
        definition[part] = asdict(definition[part]) if definition[part] else None
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


def _observations(content: Content) -> pa.Table:
    """Every cell as a row, indicator by indicator, area by area, period by period."""
    blocks = [content.blocks[indicator.id] for indicator in content.indicators]
    areas = len(content.areas)
    sizes = [block.values.size for block in blocks]
    labels = sorted({period.label for block in blocks for period in block.periods})
    place = {label: index for index, label in enumerate(labels)}
    statuses = [None, *sorted({status for block in blocks for status in block.statuses if status})]
    reasons = [reason.words or None for reason in Missing]
    highest = max(int(block.origins.max(initial=0)) for block in blocks)
    origins = [ORIGIN_WORDS[number] for number in range(max(Origin.FINGERTIPS, highest + 1))]
    limits = LIMITS if any(block.low is not None for block in blocks) else ()
    return pa.table(
        {
            "indicator": _dictionary(np.repeat(np.arange(len(blocks)), sizes), [i.id for i in content.indicators]),
            "authority": _dictionary(
                np.concatenate([np.repeat(np.arange(areas), len(block.periods)) for block in blocks]),
                [area.code for area in content.areas],
            ),
            "period": _dictionary(
                np.concatenate([np.tile([place[p.label] for p in block.periods], areas) for block in blocks]), labels
            ),
            "cohort": _dictionary(np.repeat(np.arange(len(blocks)), sizes), [i.cohort for i in content.indicators]),
            "value": pa.array(np.concatenate([block.values.ravel() for block in blocks]), from_pandas=True),
            "numerator": pa.array(_counts(blocks, "numerators"), from_pandas=True),
            "denominator": pa.array(_counts(blocks, "denominators"), from_pandas=True),
            "missing_reason": _dictionary(np.concatenate([block.reasons.ravel() for block in blocks]), reasons),
            "status": _dictionary(
                np.concatenate([np.tile([statuses.index(s) for s in b.statuses], areas) for b in blocks]), statuses
            ),
            "source": _dictionary(np.concatenate([block.origins.ravel() for block in blocks]), origins),
            "source_row": pa.array(np.concatenate([block.rows.ravel() for block in blocks])),
            **{name: pa.array(_counts(blocks, name), from_pandas=True) for name in limits},
        }
    )


def _counts(blocks: Iterable[Block], name: str) -> np.ndarray:
    parts = [(block, getattr(block, name)) for block in blocks]
    return np.concatenate(
        [(np.full(block.values.size, np.nan) if counts is None else counts.ravel()) for block, counts in parts]
    )


def _dictionary(codes: np.ndarray, words: Sequence[str | None]) -> pa.DictionaryArray:
    """Text that repeats, as codes into a list; a code whose word is None is null."""
    null = np.isin(codes, [index for index, word in enumerate(words) if word is None])
    return pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32), mask=null), pa.array([word or "" for word in words], pa.string())
    )
