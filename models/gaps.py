"""The gap between an authority and its comparator: in points, and in children."""

import numpy as np
import numpy.typing as npt

from models.arrays import Floats, Signs

# Shares such as 0.925 have no exact binary form; a product this close to a whole number is that number.
_DECIMALS = 6


def gap_in_points(value: npt.ArrayLike, comparator: npt.ArrayLike) -> Floats:
    """`value` less `comparator`, in the indicator's unit: above 0 where the authority is higher.

    NaN where either is missing. Both as published, so the size of the gap is in the unit that is printed.
    """
    return np.asarray(value, dtype=np.float64) - np.asarray(comparator, dtype=np.float64)


def gap_in_children(
    numerator: npt.ArrayLike, denominator: npt.ArrayLike, target_share: npt.ArrayLike, polarity: Signs
) -> Floats:
    """How many more (above 0) or fewer (below 0) children in the numerator would reach the target.

    The target is `target_share` of the denominator, a share and not a percentage: 0.925, or a rate divided by what it
    is per. Whole children, rounded so that the comparator is reached and not merely approached: 295 of 336 against
    0.925 needs 310.8, so 311, so 16 more; where lower is better the other way. 0 where the comparator is already
    reached. Where polarity is neutral (0) no side is better: the change that would bring the figure to the comparator
    from the side it is on. NaN where a count or the target is missing or the denominator is not above 0. The
    denominator is taken to stay as it is.
    """
    counted, population, share, sign = np.broadcast_arrays(
        *(np.asarray(array, dtype=np.float64) for array in (numerator, denominator, target_share, polarity))
    )
    needed = np.round(np.where(population > 0, population, np.nan) * share, _DECIMALS)
    more = np.maximum(np.ceil(needed - counted), 0.0)
    fewer = np.minimum(np.floor(needed - counted), 0.0)
    # Adding 0 turns a floor's or ceiling's negative zero into the plain one.
    change: Floats = np.select([sign > 0, sign < 0], [more, fewer], default=more + fewer) + 0.0
    return change
