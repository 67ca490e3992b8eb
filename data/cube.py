"""The figures as matrices on disk, opened by memory map so that all processes share one copy.

A row is one period of one indicator over all areas: an indicator's rows follow one another, and indicators are in the
catalogue's order. What a page reads of a period so lies together, however many periods there are.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
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
# Counted once, when a snapshot is unpacked: in each row the authorities that have a figure, and in all the cells by
# their reason.
KNOWN, TALLY = "known", "tally"
COUNTED = np.dtype(np.int64)
ROWS_AT_ONCE = 4096
# What the extract calls them, where it is another word, and what it says in words.
COLUMNS = {
    "values": "value",
    "numerators": "numerator",
    "denominators": "denominator",
    "reasons": "missing_reason",
    "origins": "source",
    "rows": "source_row",
}
WORDS = {
    "reasons": {reason.words: int(reason) for reason in Missing},
    "origins": {words: number for number, words in ORIGIN_WORDS.items()},
}


@dataclass(frozen=True)
class Kept:
    """What each indicator keeps: its number of periods, and whether it has counts, and limits that a publisher gives.

    Only those that have any are kept in the matrices of counts and of limits; there are none of limits where nobody
    has. `are_authorities` tells for each area, a column, whether it is one.
    """

    widths: Sequence[int]
    counted: Sequence[bool]
    limited: Sequence[bool]
    are_authorities: Sequence[bool]

    @property
    def cells(self) -> int:
        """How many figures, or reasons for none, there are."""
        return sum(self.widths) * len(self.are_authorities)

    @property
    def among(self) -> dict[str, Sequence[bool]]:
        """Which indicators each matrix keeps."""
        found = dict.fromkeys(ARRAYS, [True] * len(self.widths)) | dict.fromkeys(COUNTS, self.counted)
        return found | dict.fromkeys(LIMITS if any(self.limited) else (), self.limited)

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The shape of each array."""
        areas = len(self.are_authorities)
        found: dict[str, tuple[int, ...]] = {
            name: (sum(width for width, is_kept in zip(self.widths, which, strict=True) if is_kept), areas)
            for name, which in self.among.items()
        }
        return found | {KNOWN: (sum(self.widths),), TALLY: (len(Missing),)}

    def shelf(self, names: Sequence[str], arrays: Mapping[str, np.ndarray]) -> "Shelf":
        """Two matrices, with what is needed to find an indicator's figures there."""
        has = np.array(self.counted if names == COUNTS else self.limited, dtype=bool)
        sizes = np.where(has, self.widths, 0)
        return Shelf(tuple(arrays[name] for name in names if name in arrays), has, np.cumsum(sizes) - sizes)


@dataclass(frozen=True)
class Shelf:
    """Two matrices in which only indicators that have such figures are kept: counts, or published limits.

    `has` says which do, `starts` their first rows (meaningless without any): both (indicators,).
    """

    arrays: tuple[np.ndarray, ...]
    has: np.ndarray
    starts: np.ndarray

    def block(self, index: int, width: int) -> tuple[np.ndarray, ...]:
        """One indicator's figures (areas, periods) in both; none where it has none."""
        rows = slice(self.starts[index], self.starts[index] + width)
        return tuple(array[rows].T for array in self.arrays) if self.has[index] else ()

    def figures(self, which: np.ndarray, columns: np.ndarray, areas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Of indicators each in a period of its own: (indicators,) of one area, (indicators, areas) of several.

        NaN where there is none.
        """
        known = self.has[which] & (columns >= 0)
        rows = (self.starts[which] + columns)[known].reshape(-1, *(1,) * areas.ndim)
        first, second = (np.full((len(which), *areas.shape), np.nan) for _ in range(2))
        if known.any():
            first[known], second[known] = (array[rows, areas] for array in self.arrays)
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
    for name, shape in kept.shapes.items():
        try:
            array = np.load(folder / f"{name}.npy", mmap_mode="r")
        except (OSError, ValueError):
            return None
        if array.shape != shape or array.dtype != _kind(name):
            return None
        arrays[name] = array.view(np.ndarray)  # a memmap costs microseconds more wherever it is cut
    return arrays


def _kind(name: str) -> np.dtype[Any]:
    return COUNTED if name in (KNOWN, TALLY) else ARRAYS.get(name, FIGURES)


def _unpack(extract: Path, folder: Path, kept: Kept) -> None:
    import pyarrow as pa  # only needed here, once for each snapshot; it costs a tenth of a second
    import pyarrow.parquet as pq

    failures = (pa.ArrowException, OSError)
    damaged = PortalError(f"The snapshot {extract.parent.name} is damaged: {extract.name} cannot be read.")
    try:
        file = pq.ParquetFile(extract)
    except failures:
        raise damaged from None
    with file:
        wanted = {_column(name) for name in kept.among}
        if file.metadata.num_rows != kept.cells or not wanted <= set(file.schema_arrow.names):
            raise PortalError(
                f"The snapshot {extract.parent.name} is damaged: its figures and its catalogue do not fit."
            )
        for name in kept.among:
            place = folder / f"{name}.npy"
            matrix = np.lib.format.open_memmap(place, mode="w+", dtype=_kind(name), shape=kept.shapes[name])
            try:
                _turn(_parts(file, name), matrix, kept, kept.among[name])
            except failures:
                raise damaged from None
            if name == "values":
                np.save(folder / f"{KNOWN}.npy", _known(matrix, kept))
            if name == "reasons":
                np.save(folder / f"{TALLY}.npy", _tally(matrix))
    pa.default_memory_pool().release_unused()


def _parts(file: Any, name: str) -> Iterator[np.ndarray]:
    """One column of the extract, a group of rows at a time, so that unpacking takes no more memory than one group."""
    for group in range(file.num_row_groups):
        column = file.read_row_group(group, columns=[_column(name)]).column(0)
        yield _codes(column.combine_chunks(), WORDS[name]) if name in WORDS else column.to_numpy()


def _column(name: str) -> str:
    """What a matrix is called in the extract."""
    return COLUMNS.get(name, name)


def _turn(parts: Iterator[np.ndarray], matrix: np.ndarray, kept: Kept, which: Sequence[bool]) -> None:
    """Put what the extract has by indicator, area and period into rows, each of a period over all areas."""
    row, areas = 0, len(kept.are_authorities)
    left = np.zeros(0)
    for width, is_kept in zip(kept.widths, which, strict=True):
        while len(left) < width * areas:
            left = np.concatenate([left, next(parts)]) if len(left) else next(parts)
        if is_kept:
            matrix[row : row + width] = left[: width * areas].reshape(areas, width).T
            row += width
        left = left[width * areas :]


def _known(values: np.ndarray, kept: Kept) -> np.ndarray:
    """How many authorities have a figure in each row."""
    among = np.array(kept.are_authorities, dtype=bool)
    return np.array([np.count_nonzero(~np.isnan(row[among])) for row in values], dtype=COUNTED)


def _tally(reasons: np.ndarray) -> np.ndarray:
    """How many cells there are of each reason."""
    counted = np.zeros(len(Missing), dtype=COUNTED)
    for first in range(0, len(reasons), ROWS_AT_ONCE):
        counted += np.bincount(reasons[first : first + ROWS_AT_ONCE].ravel(), minlength=len(Missing))
    return counted


def _codes(column: Any, numbers: dict[str, int]) -> np.ndarray:
    """A column of words as the numbers that they stand for; a null is the empty word."""
    encoded = column.dictionary_encode() if not hasattr(column, "dictionary") else column
    lookup = np.array([numbers[word] for word in encoded.dictionary.to_pylist()] + [numbers[""]])
    found: np.ndarray = lookup[encoded.indices.fill_null(len(lookup) - 1).to_numpy(zero_copy_only=False)]
    return found
