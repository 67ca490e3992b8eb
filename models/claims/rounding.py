"""Whether a stated figure agrees with a published one, at the decimals that either was rounded to."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

# Published figures carry the noise of binary decimals after this many places.
_PLACES = 9


class Agreement(StrEnum):
    """How a stated figure agrees with the published one, or why it does not."""

    AS_PUBLISHED = "as published"
    BY_COUNTS = "by the counts"
    ROUNDS_TO = "rounds to what is published"
    NOT_BY_COUNTS = "rounds to what is published, though the counts give another decimal"
    TRUNCATED = "cut off instead of rounded"
    NONE = "no agreement"

    @property
    def is_right(self) -> bool:
        """Whether the figure is right."""
        return self not in (Agreement.TRUNCATED, Agreement.NONE)


def rounded(value: float, places: int) -> float:
    """Half away from zero, as publishers round; places below 0 are tens, hundreds, thousands."""
    return float(_decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def cut(value: float, places: int) -> float:
    """The figure with further decimals left off."""
    return float(_decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_DOWN))


def decimals_of(value: float) -> int:
    """How many decimals a published figure has."""
    exponent = _decimal(value).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def agreement(
    stated: float, places: int, published: float, exact: float | None = None, decimals: int | None = None
) -> Agreement:
    """Compare a figure stated to `places` decimals with a published one, and with `exact`, made from its counts.

    A figure with more decimals than are published is right when it rounds to what is published; where the counts give
    other decimals, that is said. `decimals` are those published, where the figure itself does not show them.
    """
    finest = decimals_of(published) if decimals is None else decimals
    if rounded(published, places) == stated:
        return Agreement.AS_PUBLISHED
    if exact is not None and rounded(exact, places) == stated:
        return Agreement.BY_COUNTS
    if places > finest and rounded(stated, finest) == published:
        return Agreement.ROUNDS_TO if exact is None else Agreement.NOT_BY_COUNTS
    return Agreement.TRUNCATED if exact is not None and cut(exact, places) == stated else Agreement.NONE


def _decimal(value: float) -> Decimal:
    return Decimal(repr(round(value, _PLACES)))
