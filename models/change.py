"""Change: how far a value has moved since the previous consecutive period, and whether that is better or worse."""

from models.arrays import Floats, Signs, Words
from models.sides import sides, table_of

_WORDS = table_of("no change", "")


def change(value: Floats, previous: Floats) -> Floats:
    """`value` less `previous`, in the indicator's unit (points, for a percentage); NaN where either is missing.

    The caller gives the value of the period immediately before, never of an earlier one.
    """
    return value - previous


def directions(value: Floats, previous: Floats, polarity: Signs) -> Words:
    """What each change is called: `better`, `worse` or `no change`; `higher` or `lower` where polarity is neutral (0).

    `value` and `previous` are as published and of one shape, to which `polarity` (1, -1 or 0) broadcasts. An empty
    string where either is missing. Says which way the figure moved, not whether it is more than chance.
    """
    return sides(value > previous, value < previous, value == previous, polarity, _WORDS)
