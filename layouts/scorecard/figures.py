"""A scorecard's figures as readers see them: the value as typed, its counts, why there is none, and how it moved."""

from collections.abc import Iterable

from data.returns.cells import Cell, CellKind
from layouts import numbers, phrases
from layouts.scorecard.facts import as_indicator
from layouts.tables import Cell as TableCell
from layouts.tables import Number
from models.scorecard.figures import MonthFigure
from models.scorecard.rows import Row

NOT_GIVEN = "not given"
NO_CHANGE = "no change"
SUPPRESSED = "suppressed to protect children's identities"
REASONS = {"suppressed": SUPPRESSED, "none given": NOT_GIVEN, "a small number": "a small number, not given exactly"}
# Counts that stand behind a percentage give one decimal more than papers print.
COUNTED_DECIMALS = 1


def decimals_of(row: Row) -> int:
    """How many decimals the row's figures were typed with at most."""
    return max((found.decimals for found in row.figures.values()), default=0)


def average_decimals(row: Row) -> int:
    """How many decimals an average or a limit of the row has: one more than its figures, two at most."""
    typed = decimals_of(row)
    return min(typed + 1, max(typed, 2))


def level(row: Row, value: float, decimals: int | None = None) -> str:
    """A value in the row's unit, short: `32%`, `554`, `£2,410`."""
    indicator = as_indicator(row, decimals_of(row) if decimals is None else decimals)
    return phrases.short(indicator, numbers.plain(indicator, value))


def in_full(row: Row, value: float, decimals: int | None = None) -> str:
    """A value with its whole unit, for a sentence: `432 per 10,000`."""
    return numbers.figure(as_indicator(row, decimals_of(row) if decimals is None else decimals), value)


def average(row: Row, value: float) -> str:
    """An average, a limit or a projection, short."""
    return level(row, value, average_decimals(row))


def stated(row: Row, found: MonthFigure) -> str:
    """A month's figure as it was typed, in the row's unit; what its counts come to where nothing else was."""
    if found.value is None:
        return reason(found.cell)
    if found.stated is None:
        return level(row, found.value, COUNTED_DECIMALS if found.is_counted else found.decimals)
    return level(row, found.stated, found.decimals)


def exact(row: Row, found: MonthFigure) -> str:
    """What a month's counts come to."""
    return level(row, found.value or 0.0, found.decimals + COUNTED_DECIMALS)


def counts(found: MonthFigure) -> str:
    """`96 of 297`, empty where the counts are not given."""
    cell = found.cell
    if cell.numerator is None or cell.denominator is None or found.value is None:
        return ""
    return f"{whole(cell.numerator)} of {whole(cell.denominator)}"


def whole(value: float) -> str:
    """A count, or half of one."""
    return f"{value:,.0f}" if value.is_integer() else f"{value:,}"


def reason(cell: Cell | None) -> str:
    """Why there is no figure, never a dash alone."""
    if cell is None or cell.kind is CellKind.EMPTY:
        return NOT_GIVEN
    if cell.kind is CellKind.WORDS:
        return f"'{cell.text.strip()}', which is no figure"
    if cell.has_counts and cell.denominator == 0:
        return "nobody to count (0 of 0)" if cell.numerator == 0 else f"{cell.text.strip()}, which gives no figure"
    return REASONS.get(cell.reason, cell.reason) or NOT_GIVEN


def as_typed(cell: Cell | None) -> str:
    """A cell as it stands in the file, with why where it holds no figure."""
    if cell is None or cell.kind is CellKind.EMPTY:
        return NOT_GIVEN
    return reason(cell) if cell.kind is CellKind.MISSING else cell.text.strip()


def change(row: Row, other: MonthFigure | None, in_words: bool = False) -> str:
    """How the month stands to another, with its sign: `+8.9 points`, `no change`; `not given` where either is missing.

    `in_words` has percentage points in full, for a sentence.
    """
    found = row.change_from(other)
    if found is None or other is None or row.now is None:
        return NOT_GIVEN
    is_counted = row.now.is_counted and other.is_counted
    decimals = max(row.now.decimals, other.decimals, COUNTED_DECIMALS if is_counted else 0)
    indicator = as_indicator(row, decimals)
    text = numbers.signed(indicator, found)
    if not phrases.is_seen(text):
        return NO_CHANGE
    if row.unit == "%":
        return numbers.points(indicator, text) if in_words else f"{text} points"
    return numbers.with_unit(indicator, text) if in_words else phrases.short(indicator, text)


def in_table(row: Row, found: MonthFigure | None) -> TableCell:
    """A month's figure for a table of figures: as typed, or why there is none."""
    if found is None:
        return NOT_GIVEN
    if found.value is None:
        return reason(found.cell)
    decimals = found.decimals if found.stated is not None else COUNTED_DECIMALS
    return Number(stated(row, found), found.value if found.stated is None else found.stated, decimals)


def first_sentence(said: str) -> str:
    """The first sentence of several, without its stop."""
    return said.split(". ")[0].rstrip(".")


def names(rows: Iterable[Row]) -> str:
    """Measures as a sentence lists them."""
    return phrases.listed([row.name for row in rows])
