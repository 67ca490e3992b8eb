"""What a stated figure says of an exact one, given the decimals that were typed: rounded, truncated or neither."""

import math
from enum import StrEnum

# Binary fractions stand this far from the decimals that people type.
NOISE = 1e-9


class Fit(StrEnum):
    """How a stated figure fits an exact one."""

    ROUNDED = "rounded"
    TRUNCATED = "truncated"
    WRONG = "wrong"


def fit(stated: float, exact: float, decimals: int) -> Fit:
    """Whether `stated` is `exact` rounded to `decimals`, cut off there, or neither; a half may go either way."""
    step = 10.0**-decimals
    if abs(stated - exact) <= step / 2 + NOISE:
        return Fit.ROUNDED
    # Cut off towards zero: what was lost is less than one step and points away from it.
    lost = exact - stated if exact >= 0 else stated - exact
    return Fit.TRUNCATED if -NOISE <= lost < step - NOISE else Fit.WRONG


def is_half_cut(stated: float, exact: float, decimals: int) -> bool:
    """Whether a figure half way between two was given as the lower one: 12 for 12.5."""
    step = 10.0**-decimals
    return abs(abs(exact) - abs(stated) - step / 2) <= NOISE


def is_half_even(stated: float, decimals: int) -> bool:
    """Whether the last digit is even, as where programs round a half to the even figure."""
    return round(abs(stated) * 10.0**decimals) % 2 == 0


def rounded(value: float, decimals: int) -> float:
    """A value rounded with halves away from zero, as people do, free of binary noise."""
    step = 10.0**decimals
    return math.copysign(math.floor(abs(value) * step + 0.5 + NOISE), value) / step


def interval(stated: float, decimals: int) -> tuple[float, float]:
    """The exact values that round to a stated one: from, to."""
    half = 10.0**-decimals / 2
    return stated - half, stated + half


def cut_interval(stated: float, decimals: int) -> tuple[float, float]:
    """The exact values that are cut off to a stated one, at or above zero: from, to."""
    return stated, stated + 10.0**-decimals


def significant_digits(text: str) -> int:
    """How many digits a figure was typed with, without leading zeros: 3 for `615` and `0.615`."""
    return len("".join(sign for sign in text if sign.isdigit()).lstrip("0"))
