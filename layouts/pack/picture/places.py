"""Labels one above the other that would meet are moved apart, each as little as may be."""

from collections.abc import Sequence


def spread(wanted: Sequence[float], heights: Sequence[float], top: float, foot: float) -> list[float]:
    """Middles for labels of these heights, in the order of where they are wanted, none over another.

    They stay between `top` and `foot` where there is room for all, else they run over the foot.
    """
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    groups: list[tuple[list[int], float]] = []
    for at in order:
        members, start = [at], _start([at], wanted, heights, top, foot)
        while groups and groups[-1][1] + sum(heights[one] for one in groups[-1][0]) > start:
            members = groups.pop()[0] + members
            start = _start(members, wanted, heights, top, foot)
        groups.append((members, start))
    middles = [0.0] * len(wanted)
    for members, start in groups:
        for at in members:
            middles[at] = start + heights[at] / 2
            start += heights[at]
    return middles


def _start(members: Sequence[int], wanted: Sequence[float], heights: Sequence[float], top: float, foot: float) -> float:
    """Where labels that touch each other begin, so that on average each is where it is wanted."""
    total, below, off = 0.0, 0.0, 0.0
    for at in members:
        off += wanted[at] - (below + heights[at] / 2)
        below += heights[at]
    total = below
    return max(top, min(off / len(members), foot - total))
