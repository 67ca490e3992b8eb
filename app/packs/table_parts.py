"""Tables as a page or a slide holds them: parted where they are too wide, columns as wide as what they hold."""

from collections.abc import Sequence
from dataclasses import replace

from layouts.tables import Table

MOST_COLUMNS = 9


def beside(table: Table) -> list[Table]:
    """A table with too many columns as several, each with the names of its rows."""
    if len(table.columns) <= MOST_COLUMNS:
        return [table]
    rest = range(1, len(table.columns))
    step = MOST_COLUMNS - 1
    return [_columns(table, [0, *rest[start : start + step]]) for start in range(0, len(rest), step)]


def parted(tables: Sequence[Table]) -> list[Table]:
    """Tables, each as the parts that are narrow enough."""
    return [part for table in tables for part in beside(table)]


def fitted(wanted: Sequence[float], least: Sequence[float], whole: float) -> list[float]:
    """Widths that are together `whole` at most: the widest give way first, and none below its least, if that can be."""
    if sum(wanted) <= whole:
        return list(wanted)
    low, high = 0.0, max(wanted)
    for _ in range(40):
        level = (low + high) / 2
        widths = [max(min(width, level), smallest) for width, smallest in zip(wanted, least, strict=True)]
        low, high = (low, level) if sum(widths) > whole else (level, high)
    widths = [max(min(width, low), smallest) for width, smallest in zip(wanted, least, strict=True)]
    return [width * min(1.0, whole / sum(widths)) for width in widths]


def _columns(table: Table, places: Sequence[int]) -> Table:
    columns = tuple(table.columns[place] for place in places)
    return replace(table, columns=columns, rows=tuple(tuple(row[place] for place in places) for row in table.rows))
