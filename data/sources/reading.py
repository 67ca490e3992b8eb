"""What every reader shares: open a file or say why not, and turn its text into numbers and missing reasons."""

import hashlib
from difflib import get_close_matches
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.errors import PortalError
from data.manifest import SourceFile
from data.missing import reason_for

NUMBER = r"^-?\d+(\.\d+)?([eE][-+]?\d+)?$"
# Spreadsheets leave noise in the sixteenth digit (17.600000000000001); no source means more than twelve.
SIGNIFICANT_DIGITS = 12


def existing_file(path: Path) -> Path:
    """The path itself when it is a file with something in it; otherwise a sentence that says what it is."""
    if path.is_dir():
        raise PortalError(f"{path.name} is a directory; a file was expected there.")
    if not path.exists():
        raise PortalError(f"{path.name} is missing from {path.parent}.")
    if path.stat().st_size == 0:
        raise PortalError(f"{path.name} is empty.")
    return path


def described(path: Path, rows: int) -> SourceFile:
    """The file's digest and size, for the snapshot's manifest."""
    with path.open("rb") as stream:
        return SourceFile(path.name, hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size, rows)


def require_columns(file: str, present: list[str], needed: list[str]) -> None:
    """Refuse a file that lacks a column, naming the nearest one that it has."""
    for name in needed:
        if name not in present:
            near = get_close_matches(name, present, n=1, cutoff=0.6)
            hint = f" Its nearest is '{near[0]}'." if near else ""
            raise PortalError(f"{file} has no column '{name}'.{hint}")


def coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str]]:
    """A column, read as codes or not, as codes (n,) into the list of its distinct texts; a null reads as empty text."""
    if pa.types.is_dictionary(column.type) and not column.null_count:
        encoded = column.unify_dictionaries().combine_chunks()
    else:
        plain = column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        encoded = plain.combine_chunks().dictionary_encode(null_encoding="encode")
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    texts = ["" if text is None else text for text in encoded.dictionary.cast(pa.string()).to_pylist()]
    return encoded.indices.to_numpy(zero_copy_only=False), texts


def numbers(column: pa.ChunkedArray, file: str, name: str, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values (n,) with NaN where missing, and reason codes (n,). `rows` are the row numbers that a refusal names.

    Each distinct text is read once. One that is neither a number nor a known marker is refused with file, row, column.
    """
    codes, texts = coded(column)
    words = pa.array(texts, pa.string())
    numeric = pc.match_substring_regex(words, NUMBER)
    values = pc.cast(pc.if_else(numeric, words, None), pa.float64()).to_numpy(zero_copy_only=False)
    reasons = np.zeros(len(texts), dtype=np.uint8)
    for index in np.flatnonzero(~numeric.to_numpy(zero_copy_only=False)):
        try:
            reasons[index] = reason_for(texts[index])
        except PortalError as error:
            row = rows[np.argmax(codes == index)]
            raise PortalError(f"{file}, row {row}, column '{name}': {error}") from None
    noisy = pc.greater(pc.utf8_length(words), SIGNIFICANT_DIGITS).to_numpy(zero_copy_only=False) & (reasons == 0)
    values = values.copy()
    values[noisy] = [without_noise(value) for value in values[noisy]]
    return values[codes], reasons[codes]


def without_noise(value: float) -> float:
    """A published decimal without what a spreadsheet left behind its twelfth digit: 17.600000000000001 is 17.6."""
    return float(f"{value:.{SIGNIFICANT_DIGITS}g}")
