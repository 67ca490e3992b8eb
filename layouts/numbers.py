"""Figures as readers see them: the publisher's decimals, the unit said once, a word where there is no figure."""

from functools import lru_cache

from data.indicators import Indicator
from data.missing import Missing

MINUS = "\u2212"
HAIR = 1e-6
# A page shows a figure in several places, and pages of one indicator the same figures; two megabytes are kept of them.
REMEMBERED = 2**11
ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def figure(indicator: Indicator, value: float, decimals: int | None = None) -> str:
    """A value with thousands commas, the indicator's decimals and its unit: `88%`, `£1,445 a week`, `90 per 10,000`."""
    return with_unit(indicator, plain(indicator, value, decimals))


def plain(indicator: Indicator, value: float, decimals: int | None = None) -> str:
    """A value without its unit, for a column whose heading says it."""
    return digits(value, indicator.decimals if decimals is None else decimals)


@lru_cache(REMEMBERED)
def digits(value: float, places: int) -> str:
    """A value with thousands commas and so many decimals, half away from zero, as publishers round.

    The digits decide, not their binary neighbours (2.675 is 2.68): so what is within a hair of a half is looked at by
    its digits, and only that, because this takes as long as all the rest.
    """
    scale = 10**places
    scaled = abs(value) * scale
    whole = int(scaled + 0.5)
    if not HAIR < scaled + 0.5 - whole < 1 - HAIR:
        whole = int(round(scaled, 9) + 0.5)
    text = f"{whole / scale:,.{places}f}" if places else f"{whole:,}"
    return f"{MINUS}{text}" if value < 0 else text


def average(indicator: Indicator, value: float) -> str:
    """A mean of several figures: one decimal more than the figures have, two at most; money in pounds."""
    return plain(indicator, value, decimals_of_average(indicator))


def decimals_of_average(indicator: Indicator) -> int:
    """How many decimals a mean of several figures has."""
    decimals = indicator.decimals
    return decimals if decimals > 1 or indicator.unit.startswith("£") else decimals + 1


def signed(indicator: Indicator, value: float, decimals: int | None = None) -> str:
    """A difference with its sign; nothing is called `+0`."""
    text = plain(indicator, value, decimals)
    is_zero = not text.strip(MINUS + "0.,")
    return text.lstrip(MINUS) if is_zero else text if text.startswith(MINUS) else f"+{text}"


def with_unit(indicator: Indicator, text: str) -> str:
    """A number that is already text, with the unit as a sentence says it."""
    unit = indicator.unit
    if unit == "%":
        return f"{text}%"
    if unit.startswith("£"):
        sign, digits = (MINUS, text[1:]) if text.startswith(MINUS) else ("", text)
        return f"{sign}£{digits}{unit[1:]}"
    if unit.startswith("rate "):
        return f"{text} {unit.removeprefix('rate ')}"
    return text if unit in ("number", "score") else f"{text} {unit}"


def points(indicator: Indicator, text: str) -> str:
    """A difference that is already text, in the unit that differences have: percentages differ by percentage points."""
    if indicator.unit != "%":
        return with_unit(indicator, text)
    return f"{text} percentage point{'' if text.lstrip(f'+{MINUS}') == '1' else 's'}"


def missing(reason: Missing) -> str:
    """What stands where a figure would: the reason, never a dash alone."""
    return reason.words


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 112th."""
    suffix = "th" if number % 100 in (11, 12, 13) else ORDINALS.get(number % 10, "th")
    return f"{number}{suffix}"
