"""The figures as flat arrays on disk, opened by memory map so that all processes share one copy.

An indicator's block of (areas, periods) lies at its offset; blocks follow one another in the catalogue's order.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import PortalError
from data.missing import Missing
from data.snapshot import ORIGIN_WORDS

FIGURES = np.dtype(np.float64)
ARRAYS: dict[str, np.dtype[Any]] = {
    "values": FIGURES,
    "numerators": FIGURES,
    "denominators": FIGURES,
    "reasons": np.dtype(np.uint8),
    "origins": np.dtype(np.uint8),
    "rows": np.dtype(np.int32),
}
COUNTS = ("numerators", "denominators")
LIMITS = ("low", "high")


@dataclass(frozen=True)
class Kept:
    """What each indicator keeps: its number of cells, and whether it has counts, and limits that a publisher gives.

    Only those that have any are kept in the arrays of counts and of limits; there are none of limits where nobody has.
    """

    sizes: Sequence[int]
    counted: Sequence[bool]
    limited: Sequence[bool]

    @property
    def lengths(self) -> dict[str, int]:
        """How long each array is."""
        found = dict.fromkeys(ARRAYS, sum(self.sizes))
        found |= dict.fromkeys(COUNTS, self._cells(self.counted))
        return found | dict.fromkeys(LIMITS if any(self.limited) else (), self._cells(self.limited))

    def _cells(self, which: Sequence[bool]) -> int:
        return sum(size for size, kept in zip(self.sizes, which, strict=True) if kept)

    def shelf(self, names: tuple[str, str], arrays: Mapping[str, np.ndarray], widths: np.ndarray) -> "Shelf":
        """The two arrays of these names; `widths` is how many periods each indicator has (indicators,)."""
        has = np.array(self.counted if names == COUNTS else self.limited)
        offsets = np.concatenate([[0], np.cumsum(np.array(self.sizes) * has)[:-1]])
        return Shelf(tuple(arrays[name] for name in names if name in arrays), has, offsets, widths)


@dataclass(frozen=True)
class Shelf:
    """Two arrays in which only indicators that have such figures are kept: counts, or published limits.

    `has` says which do, `offsets` where each one's cells begin (meaningless without any), `widths` how many periods it
    has: all (indicators,).
    """

    arrays: tuple[np.ndarray, ...]
    has: np.ndarray
    offsets: np.ndarray
    widths: np.ndarray

    def block(self, index: int, shape: tuple[int, int]) -> tuple[np.ndarray, ...]:
        """One indicator's figures in both; none where it has none."""
        cells = slice(self.offsets[index], self.offsets[index] + shape[0] * shape[1])
        return tuple(array[cells].reshape(shape) for array in self.arrays) if self.has[index] else ()

    def figures(self, which: np.ndarray, columns: np.ndarray, areas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of indicators each in a period of its own: (indicators,) of one area, (indicators, areas) of several.

        NaN where there is none.
        """
        across = np.multiply.outer(self.widths[which], areas)
        cells = (self.offsets[which] + np.maximum(columns, 0)).reshape(-1, *(1,) * areas.ndim) + across
        known = self.has[which] & (columns >= 0)
        first, second = np.full(cells.shape, np.nan), np.full(cells.shape, np.nan)
        if known.any():
            first[known], second[known] = (array[cells[known]] for array in self.arrays)
        return first, second


def open_cube(extract: Path, folder: Path, kept: Kept) -> dict[str, np.ndarray]:
    """The arrays of a snapshot, unpacked from its extract once and memory-mapped ever after.

    A folder that is missing, half written or damaged is made again beside and put in place by one rename.
    """
    if (arrays := _mapped(folder, kept)) is not None:
        return arrays
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        beside.mkdir(parents=True)
        _unpack(extract, beside, kept)
        shutil.rmtree(folder, ignore_errors=True)
        beside.rename(folder)
    except OSError as error:
        if (arrays := _mapped(folder, kept)) is not None:  # another process was quicker
            return arrays
        raise PortalError(f"The snapshot cannot be unpacked into {folder}: {error.strerror or error}.") from None
    arrays = _mapped(folder, kept)
    if arrays is None:
        raise PortalError(f"The snapshot {extract.parent.name} is damaged: its figures and its catalogue do not fit.")
    return arrays


def _mapped(folder: Path, kept: Kept) -> dict[str, np.ndarray] | None:
    arrays = {}
    for name, length in kept.lengths.items():
        try:
            array = np.load(folder / f"{name}.npy", mmap_mode="r")
        except (OSError, ValueError):
            return None
        if array.shape != (length,) or array.dtype != ARRAYS.get(name, FIGURES):
            return None
        arrays[name] = array
    return arrays


def _unpack(extract: Path, folder: Path, kept: Kept) -> None:
    import pyarrow as pa  # only needed here, once for each snapshot; it costs a tenth of a second
    import pyarrow.parquet as pq

    limits = LIMITS if any(kept.limited) else ()
    names = ["value", "numerator", "denominator", "missing_reason", "source", "source_row", *limits]
    try:
        with pq.ParquetFile(extract) as file:
            table = file.read(columns=names)
    except (pa.ArrowException, OSError):
        raise PortalError(f"The snapshot {extract.parent.name} is damaged: {extract.name} cannot be read.") from None
    if table.num_rows != sum(kept.sizes) or not set(limits) <= set(table.column_names):
        raise PortalError(f"The snapshot {extract.parent.name} is damaged: its figures and its catalogue do not fit.")
    reasons = {reason.words: int(reason) for reason in Missing}
    origins = {words: number for number, words in ORIGIN_WORDS.items()}
    counted, limited = (np.repeat(which, kept.sizes) for which in (kept.counted, kept.limited))
    arrays: dict[str, np.ndarray] = {
        "values": table["value"].to_numpy(),
        "numerators": table["numerator"].to_numpy()[counted],
        "denominators": table["denominator"].to_numpy()[counted],
        "reasons": _codes(table["missing_reason"].combine_chunks(), reasons),
        "origins": _codes(table["source"].combine_chunks(), origins),
        "rows": table["source_row"].to_numpy(),
        **{name: table[name].to_numpy()[limited] for name in limits},
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", np.ascontiguousarray(array, dtype=ARRAYS.get(name, FIGURES)))


def _codes(column: Any, numbers: dict[str, int]) -> np.ndarray:
    """A column of words as the numbers that they stand for; a null is the empty word."""
    encoded = column.dictionary_encode() if not hasattr(column, "dictionary") else column
    lookup = np.array([numbers[word] for word in encoded.dictionary.to_pylist()] + [numbers[""]])
    found: np.ndarray = lookup[encoded.indices.fill_null(len(lookup) - 1).to_numpy(zero_copy_only=False)]
    return found
