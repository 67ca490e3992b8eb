"""Numbers as people write them into files: 1,234 and 45.6% and £1,000 and 1.2e5 are numbers; marks have reasons."""

import re
from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from data.errors import PortalError
from data.missing import MARKERS, Missing
from data.sources.reading import SIGNIFICANT_DIGITS, without_noise
from data.sources.tidy_table import coded_texts

_NUMBER = re.compile(r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$")
_WITH_THOUSANDS = re.compile(r"^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$")
_MINUS = "\u2212"


def number_from(text: str) -> float | None:
    """The number that a cell holds, or None. A sign for pounds or per cent is no part of it; 45.6% is 45.6."""
    bare = text.strip().replace(_MINUS, "-")
    if bare[:1] in "-+" and bare[1:2] == "£":
        bare = bare[0] + bare[2:]
    bare = bare.removeprefix("£").removesuffix("%").strip()
    if _WITH_THOUSANDS.match(bare):
        bare = bare.replace(",", "")
    return float(bare) if _NUMBER.match(bare) else None


def decimals_of(text: str) -> int:
    """How many decimals a number is written with; 0 for one in scientific notation."""
    bare = text.strip().removesuffix("%").strip()
    return len(bare.partition(".")[2]) if "e" not in bare.casefold() else 0


def reason_of(text: str, marks: Mapping[str, str]) -> Missing | None:
    """What a mark in place of a number means: as the data set's definition says, else as the publisher does."""
    mark = text.strip()
    if mark in marks:
        return Missing[marks[mark].upper().replace(" ", "_")]
    return MARKERS.get(mark) or MARKERS.get(mark.casefold())


def written_numbers(
    column: pa.ChunkedArray, where: tuple[str, str], rows: np.ndarray, marks: Mapping[str, str]
) -> tuple[np.ndarray, np.ndarray]:
    """Values (n,) with NaN where missing, and reason codes (n,). `where` is the file and the column; `rows` its rows.

    Each distinct text is read once. One that is neither a number nor a known mark is refused with file, row, column.
    """
    codes, texts = coded_texts(column)
    values, reasons = np.full(len(texts), np.nan), np.zeros(len(texts), dtype=np.uint8)
    used = np.bincount(codes, minlength=len(texts)) > 0
    for index in np.flatnonzero(used):
        text = texts[index]
        value = number_from(text)
        if value is not None:
            values[index] = without_noise(value) if len(text) > SIGNIFICANT_DIGITS else value
            continue
        reason = reason_of(text, marks)
        if not reason:
            file, name = where
            known = ", ".join([*MARKERS, *(mark for mark in marks if mark)])
            raise PortalError(
                f"{file}, row {rows[np.argmax(codes == index)]}, column '{name}': "
                f"'{text}' is neither a number nor a known missing marker ({known})."
            )
        reasons[index] = reason
    return values[codes], reasons[codes]
