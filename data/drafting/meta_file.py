"""The companion file that a publisher sends with a tidy file (`NAME.meta.csv`): labels, units, decimals, totals."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.errors import PortalError


@dataclass(frozen=True)
class Described:
    """What the companion says of one column; a blank is what it does not say."""

    kind: str = ""
    label: str = ""
    unit: str = ""
    decimals: int | None = None
    total: str = ""


def meta_path(path: Path) -> Path | None:
    """The companion beside a file, where there is one."""
    stem = path.name
    for suffix in (".zip", ".gz", ".csv"):
        stem = stem.removesuffix(suffix)
    for name in (f"{stem}.meta.csv", f"{stem}_meta.csv", f"{stem}.metadata.csv"):
        if (beside := path.with_name(name)).is_file():
            return beside
    return None


def read_meta(path: Path | None) -> Mapping[str, Described]:
    """What it says of each column, by name; nothing where there is none. Raises PortalError for another file."""
    if path is None:
        return {}
    try:
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise PortalError(f"{path.name} cannot be read as a table in UTF-8: {error}.") from None
    if rows and "col_name" not in rows[0]:
        raise PortalError(f"{path.name} has no column 'col_name', so that it describes no tidy file.")
    return {(row["col_name"] or "").strip(): _described(row) for row in rows}


def _described(row: Mapping[str, str | None]) -> Described:
    def text(name: str) -> str:
        return (row.get(name) or "").strip()

    decimals = text("indicator_dp")
    return Described(
        kind=text("col_type").casefold(),
        label=" ".join(text("label").split()),
        unit=text("indicator_unit"),
        decimals=int(decimals) if decimals.isdigit() else None,
        total=text("filter_default"),
    )
