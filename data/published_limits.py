"""Counts and limits that come with a publisher's figures: carried to the block that is shown, where it shows them."""

from dataclasses import replace

import numpy as np

from data.blocks import Block, Origin


def both_or_none(
    numerators: np.ndarray | None, denominators: np.ndarray | None
) -> tuple[np.ndarray | None, np.ndarray | None]:
    """The pair of counts as a snapshot keeps it: where only one is known, the other is there without a figure."""
    if numerators is None and denominators is not None:
        return np.full(denominators.shape, np.nan), denominators
    if denominators is None and numerators is not None:
        return numerators, np.full(numerators.shape, np.nan)
    return numerators, denominators


def with_published_limits(block: Block, given: Block, decimals: int) -> Block:
    """The block with the limits of `given` beside each figure that is the same one, and its counts where it has none.

    A figure is the same when the two agree after rounding to the indicator's decimals: another source may print it
    shorter. Limits of another figure say nothing of the one that is shown, and are left out.
    """
    columns = [given.column(period) for period in block.periods]

    def across(array: np.ndarray) -> np.ndarray:
        found = np.full(block.values.shape, np.nan)
        for at, column in enumerate(columns):
            if column is not None:
                found[:, at] = array[:, column]
        return found

    same = np.abs(block.values - across(given.values)) <= 0.5 * 10.0**-decimals + 1e-9

    def kept(ours: np.ndarray | None, theirs: np.ndarray | None) -> np.ndarray | None:
        if ours is not None or theirs is None:
            return ours
        found = np.where(same, across(theirs), np.nan)
        return None if np.isnan(found).all() else found

    counts = [kept(block.numerators, given.numerators), kept(block.denominators, given.denominators)]
    numerators, denominators = both_or_none(counts[0], counts[1])
    return replace(
        block,
        origins=np.where(same, block.origins | Origin.FINGERTIPS, block.origins).astype(np.uint8),
        numerators=numerators,
        denominators=denominators,
        low=kept(block.low, given.low),
        high=kept(block.high, given.high),
    )
