"""The rows of an added tidy file: read in pieces, coded, without the levels of geography that the portal has not."""

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv

from data.errors import PortalError

LEVEL = "geographic_level"
LEVELS = {"national": "National", "regional": "Regional", "local authority": "Local authority"}
SHORT_LEVELS = {"country": "National", "nat": "National", "region": "Regional", "reg": "Regional"}
SHORT_LEVELS |= {"la": "Local authority", "upper tier local authority": "Local authority"}
PLACE = ("geographic_level", "country_code", "region_code", "region_name", "old_la_code", "new_la_code", "la_name")
PIECE = 1 << 23
"""Bytes that are read at a time."""
LONGEST_HEADER = 65_536


@dataclass(frozen=True)
class Rows:
    """The rows of the three levels: `table` of coded text by standard names, and each row's number in the file."""

    file: str
    table: pa.Table
    file_rows: np.ndarray
    left_out: Mapping[str, int]

    @property
    def columns(self) -> list[str]:
        """The names of the columns, standard where there is one."""
        return list(self.table.column_names)


def level_of(text: str) -> str | None:
    """The standard word for a geographic level; None for one of which the portal has no areas (schools, wards, ...)."""
    folded = " ".join(text.casefold().replace("_", " ").split())
    return LEVELS.get(folded) or SHORT_LEVELS.get(folded)


def header_of(path: Path) -> list[str]:
    """The names in the file's first line. Raises PortalError for a file that has none, or the same name twice."""
    with path.open("rb") as stream:
        line = stream.readline(LONGEST_HEADER)
    if len(line) == LONGEST_HEADER:
        raise PortalError(f"{path.name} has no header: its first line is longer than {LONGEST_HEADER:,} characters.")
    try:
        text = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PortalError(f"{path.name} is not a text file in UTF-8.") from None
    names = [name.strip() for name in next(csv.reader([text.strip("\r\n")]), [])]
    named = [name or f"unnamed column {place}" for place, name in enumerate(names, 1)]
    if repeated := [name for name, times in Counter(named).items() if times > 1]:
        raise PortalError(f"{path.name} has more than one column '{repeated[0]}', so that neither can be told apart.")
    if not named:
        raise PortalError(f"{path.name} has no header: its first line is empty.")
    return named


def read_rows(path: Path, names: Mapping[str, str]) -> Rows:
    """Read the file. `names` are its own names for standard columns; a level or a place that it lacks is made out.

    Memory grows with the rows of the three levels, not with the file. Raises PortalError for a broken row.
    """
    header = header_of(path)
    standard = {own: name for name, own in names.items()}
    called = [standard.get(name, name) for name in header]
    batches, numbers, left_out = [], [], Counter[str]()
    for batch, first in _pieces(path, called):
        whole = _completed(pa.Table.from_batches([batch]))
        levels = whole[LEVEL].combine_chunks()
        words = [level_of(text or "") for text in levels.dictionary.to_pylist()]
        known = np.array([word is not None for word in words], dtype=bool)
        codes = levels.indices.to_numpy(zero_copy_only=False)
        kept = known[codes] if len(known) else np.zeros(0, dtype=bool)
        for code, rows in zip(*np.unique(codes[~kept], return_counts=True), strict=True):
            left_out[levels.dictionary[int(code)].as_py()] += int(rows)
        if kept.any():
            spelled = pa.DictionaryArray.from_arrays(levels.indices, pa.array([word or "" for word in words]))
            place = whole.column_names.index(LEVEL)
            whole = whole.set_column(place, LEVEL, spelled.cast(pa.string()).dictionary_encode())
            batches.append(whole.filter(pa.array(kept)))
            numbers.append(first + np.flatnonzero(kept))
    if not batches:
        found = ", ".join(left_out) or "no row at all"
        raise PortalError(
            f"{path.name} has no row of England, a region or a local authority: its geographic levels are {found}."
        )
    table = pa.concat_tables(batches).unify_dictionaries().combine_chunks()
    return Rows(path.name, table, np.concatenate(numbers), dict(left_out))


def _pieces(path: Path, header: list[str]) -> Iterator[tuple[pa.RecordBatch, int]]:
    """The file a piece at a time, each with the row number of its first row (the header is row 1)."""
    coded = pa.dictionary(pa.int32(), pa.string())
    first = 2
    try:
        reader = pa.csv.open_csv(
            path,
            read_options=pa.csv.ReadOptions(column_names=header, skip_rows=1, block_size=PIECE),
            parse_options=pa.csv.ParseOptions(newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(
                column_types=dict.fromkeys(header, coded), strings_can_be_null=False, auto_dict_encode=False
            ),
        )
        for batch in reader:
            yield batch, first
            first += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise PortalError(f"{path.name} cannot be read as a table: {str(error).splitlines()[0]}") from None


def _completed(table: pa.Table) -> pa.Table:
    """With every column that says where a row is; a level that the file does not state is that of its codes."""
    for name in PLACE[1:]:
        if name not in table.column_names:
            table = table.append_column(name, _all("", table.num_rows))
    if LEVEL not in table.column_names:
        authority = _said(table, "new_la_code") | _said(table, "old_la_code") | _said(table, "la_name")
        region = _said(table, "region_code") | _said(table, "region_name")
        words = np.where(authority, "Local authority", np.where(region, "Regional", "National"))
        table = table.append_column(LEVEL, pa.array(words, pa.string()).dictionary_encode())
    return table


def _said(table: pa.Table, name: str) -> np.ndarray:
    column = table[name].combine_chunks()
    said = np.array([bool((text or "").strip()) for text in column.dictionary.to_pylist()], dtype=bool)
    found: np.ndarray = said[column.indices.to_numpy(zero_copy_only=False)]
    return found


def _all(text: str, rows: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, dtype=np.int32)), pa.array([text]))


def coded_texts(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """A column of `Rows` as codes (rows,) into the distinct texts that it holds, without the blanks around them."""
    (array,) = column.chunks if column.num_chunks else (_all("", 0),)
    codes = array.indices.to_numpy(zero_copy_only=False)
    used, places = np.unique(codes, return_inverse=True)
    held = array.dictionary.take(pa.array(used)).to_pylist()
    distinct: dict[str, int] = {}
    renumbered = np.array([distinct.setdefault((text or "").strip(), len(distinct)) for text in held], dtype=np.int64)
    return renumbered[places] if len(held) else codes.astype(np.int64), list(distinct)
