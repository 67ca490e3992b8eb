"""Features of places, such as the share of flats, as readers see them: what they are called, and their figures."""

from collections.abc import Sequence

from layouts.numbers import MINUS

NOT_PUBLISHED = "not published"
# From how large a figure on it has how many decimals.
DECIMALS = ((1000, 0), (10, 1), (1, 2))


def in_own_unit(values: Sequence[float | None], unit: str) -> list[str]:
    """Figures of one feature as text: more decimals the smaller the largest of them; only % and £ stand beside them."""
    largest = max([abs(value) for value in values if value is not None], default=0.0)
    decimals = next((places for least, places in DECIMALS if largest >= least), 3) - (unit == "%" and largest < 10)
    return [NOT_PUBLISHED if value is None else _written(value, unit, decimals) for value in values]


def _written(value: float, unit: str, decimals: int) -> str:
    digits = f"{abs(value):,.{decimals}f}"
    sign = MINUS if value < 0 and digits.strip("0.,") else ""
    return f"{sign}{'£' if unit == '£' else ''}{digits}{'%' if unit == '%' else ''}"


def feature(title: str, unit: str) -> str:
    """A feature in a sentence, with its unit where that does not stand beside the figures."""
    return small(title) if unit in ("%", "£") else f"{small(title)} ({unit})"


def small(title: str) -> str:
    """A title in a sentence."""
    return title[:1].lower() + title[1:]
