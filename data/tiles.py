"""The tile map: for each authority that is open one cell of a grid, and the three letters that stand on it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

FILE, LABELS = "tiles.csv", "tile_labels.csv"
HEADER = ("code", "column", "row")


@dataclass(frozen=True)
class Tile:
    """A cell, counted from the top left, and the letters on it."""

    column: int
    row: int
    label: str


@cache
def load_tiles() -> Mapping[str, Tile]:
    """The tiles by DfE code: cells as `portal boundaries` found them, labels as the definition file has them."""
    labels = {row["code"]: row["label"] for row in _rows(LABELS)}
    return {row["code"]: Tile(int(row["column"]), int(row["row"]), labels[row["code"]]) for row in _rows(FILE)}


def as_csv(cells: Mapping[str, tuple[int, int]]) -> bytes:
    """The file of the cells: columns and rows by DfE code."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((code, *cell) for code, cell in sorted(cells.items()))
    return stream.getvalue().encode()


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("data") / "definitions" / name).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
