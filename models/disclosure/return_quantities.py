"""The numbers that figures show: a count that stands in two tables, or is the denominator of rows too, is one."""

from collections.abc import Hashable

from data.periods import Period
from models.disclosure.return_entries import Entry, Nature

Quantity = Hashable
"""A number that one or more cells show, of any version of a return."""
TOP, BOTTOM, COUNT = "numerator", "denominator", "count"
ABOUT = 3
"""The parts of what a figure is about: measure, part and period."""


def quantities_of(entry: Entry) -> dict[str, Quantity]:
    """The numbers that an entry shows, by what they are in it: its count, its numerator, its denominator."""
    cell = entry.cell
    made: dict[str, Quantity] = {}
    own = entry.key
    if entry.nature is Nature.COUNT and cell.value is not None:
        made[COUNT] = (COUNT, own, cell.value)
    top, bottom = _counted_as(entry)
    if cell.numerator is not None:
        of = (top, entry.part, entry.period) if top else own
        made[TOP] = (COUNT if top else TOP, of, cell.numerator)
    if cell.denominator is not None:
        of = (bottom, entry.part, entry.period) if bottom else own
        made[BOTTOM] = (COUNT if bottom else BOTTOM, of, cell.denominator)
    return made


def counted(quantity: Quantity) -> tuple[str, str, Period] | None:
    """The measure, part and period that a number is the count of, in whatever row it stands; None for any other."""
    if not isinstance(quantity, tuple) or quantity[0] != COUNT:
        return None
    about = quantity[1]
    return about if len(about) == ABOUT and isinstance(about[-1], Period) else None


def _counted_as(entry: Entry) -> tuple[str, str]:
    """The measures that count an entry's numerator and denominator in rows of their own; empty for none."""
    if entry.measure is None or entry.about is None:
        return "", ""
    if entry.measure.share_of:
        return entry.measure.share_of[0], entry.measure.share_of[1]
    return "", entry.measure.counts_in
