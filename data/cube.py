"""The figures as flat arrays on disk, opened by memory map so that all processes share one copy.

An indicator's block of (areas, periods) lies at its offset; blocks follow one another in the catalogue's order.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import PortalError
from data.missing import Missing
from data.snapshot import ORIGIN_WORDS

ARRAYS: dict[str, np.dtype[Any]] = {
    "values": np.dtype(np.float64),
    "numerators": np.dtype(np.float64),
    "denominators": np.dtype(np.float64),
    "reasons": np.dtype(np.uint8),
    "origins": np.dtype(np.uint8),
    "rows": np.dtype(np.int32),
}
COUNTS = ("numerators", "denominators")


def open_cube(extract: Path, folder: Path, sizes: Sequence[int], counted: Sequence[bool]) -> dict[str, np.ndarray]:
    """The arrays of a snapshot, unpacked from its extract once and memory-mapped ever after.

    `sizes` are the cells of each indicator; `counted` says which have counts (only those are kept in the count arrays).
    A folder that is missing, half written or damaged is made again beside and put in place by one rename.
    """
    if (arrays := _mapped(folder, sizes, counted)) is not None:
        return arrays
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        _unpack(extract, beside, np.repeat(counted, sizes), sum(sizes))
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    except OSError as error:
        if (arrays := _mapped(folder, sizes, counted)) is not None:  # another process was quicker
            return arrays
        raise PortalError(f"The snapshot cannot be unpacked into {folder}: {error.strerror or error}.") from None
    arrays = _mapped(folder, sizes, counted)
    if arrays is None:
        raise PortalError(f"The snapshot {extract.parent.name} is damaged: its figures and its catalogue do not fit.")
    return arrays


def _mapped(folder: Path, sizes: Sequence[int], counted: Sequence[bool]) -> dict[str, np.ndarray] | None:
    expected = {name: sum(sizes) for name in ARRAYS}
    expected |= dict.fromkeys(COUNTS, sum(size for size, kept in zip(sizes, counted, strict=True) if kept))
    arrays = {}
    for name, kind in ARRAYS.items():
        try:
            array = np.load(folder / f"{name}.npy", mmap_mode="r")
        except (OSError, ValueError):
            return None
        if array.shape != (expected[name],) or array.dtype != kind:
            return None
        arrays[name] = array
    return arrays


def _unpack(extract: Path, folder: Path, counted: np.ndarray, cells: int) -> None:
    import pyarrow as pa  # only needed here, once for each snapshot; it costs a tenth of a second
    import pyarrow.parquet as pq

    names = ["value", "numerator", "denominator", "missing_reason", "source", "source_row"]
    try:
        with pq.ParquetFile(extract) as file:
            table = file.read(columns=names)
    except (pa.ArrowException, OSError):
        raise PortalError(f"The snapshot {extract.parent.name} is damaged: {extract.name} cannot be read.") from None
    if table.num_rows != cells:
        raise PortalError(f"The snapshot {extract.parent.name} is damaged: its figures and its catalogue do not fit.")
    reasons = {reason.words: int(reason) for reason in Missing}
    origins = {words: number for number, words in ORIGIN_WORDS.items()}
    arrays: dict[str, np.ndarray] = {
        "values": table["value"].to_numpy(),
        "numerators": table["numerator"].to_numpy()[counted],
        "denominators": table["denominator"].to_numpy()[counted],
        "reasons": _codes(table["missing_reason"].combine_chunks(), reasons),
        "origins": _codes(table["source"].combine_chunks(), origins),
        "rows": table["source_row"].to_numpy(),
    }
    for name, kind in ARRAYS.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(arrays[name], dtype=kind))


def _codes(column: Any, numbers: dict[str, int]) -> np.ndarray:
    """A column of words as the numbers that they stand for; a null is the empty word."""
    encoded = column.dictionary_encode() if not hasattr(column, "dictionary") else column
    lookup = np.array([numbers[word] for word in encoded.dictionary.to_pylist()] + [numbers[""]])
    found: np.ndarray = lookup[encoded.indices.fill_null(len(lookup) - 1).to_numpy(zero_copy_only=False)]
    return found
