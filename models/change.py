"""Change: how far a value has moved since the previous consecutive period, and whether that is better or worse."""

import numpy as np

from models.arrays import Floats, Signs, Words


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
    shape = np.broadcast_shapes(np.shape(value), np.shape(polarity))
    sign = np.broadcast_to(polarity, shape)
    rise, fall = np.broadcast_to(value > previous, shape), np.broadcast_to(value < previous, shape)
    conditions = [
        (rise & (sign > 0)) | (fall & (sign < 0)),
        (rise & (sign < 0)) | (fall & (sign > 0)),
        rise,
        fall,
        np.broadcast_to(value == previous, shape),
    ]
    return np.select(conditions, ["better", "worse", "higher", "lower", "no change"], default="")
