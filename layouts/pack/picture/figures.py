"""The figures along our line: all of a short one, else the first, the highest and the lowest; none over another."""

from collections.abc import Sequence
from itertools import pairwise

from markupsafe import Markup

from layouts.markup import joined
from layouts.pack.content import PackChart, Role
from layouts.pack.picture.looks import SMALL, Place, text, wide

Spot = tuple[float, float]
Edges = tuple[float, float, float, float]
SHORT = 9
ABOVE, BELOW = -12.0, 19.0
# A figure that would hide more of a line than this many places of it, each 4 pixels on, is left to the table.
MOST_HIDDEN = 2


def figures_along(chart: PackChart, spots: Sequence[Sequence[Spot | None]], room: Edges) -> Markup:
    """Our figures at their points, above or below, wherever they hide least; the last is told with our name.

    `room` is where they may stand.
    """
    taken: list[Edges] = []
    parts = []
    marks = [mark for line in spots for mark in _along(line)]
    for series, line in zip(chart.series, spots, strict=True):
        if series.roles[0] is not Role.US:
            continue
        for at in _told(series.values):
            spot, words = line[at], chart.printed(series, at)
            box = _best(words, spot, marks, taken, room) if spot else None
            if box is not None:
                taken.append(box)
                place = Place((box[0] + box[2]) / 2, box[3] - 3, "middle")
                parts.append(text(words, place, "us", SMALL, is_bold=True))
    return joined(*parts)


def _told(values: Sequence[float | None]) -> list[int]:
    """Which of our figures are printed, the most telling first."""
    heights = {at: value for at, value in enumerate(values) if value is not None}
    known = list(heights)[:-1]
    if not known:
        return []
    telling = [known[0], max(known, key=heights.__getitem__), min(known, key=heights.__getitem__)]
    return list(dict.fromkeys([*telling, *(known if len(values) <= SHORT else [])]))


def _best(words: str, spot: Spot, marks: Sequence[Spot], taken: Sequence[Edges], room: Edges) -> Edges | None:
    """The box above or below a point that hides the fewer marks; None where neither has room."""
    half = wide(words, SMALL) / 2
    middle = min(max(spot[0], room[0] + half), room[2] - half)
    free = []
    for way in (ABOVE, BELOW):
        foot = spot[1] + way + 3
        box = (middle - half, foot - SMALL - 2, middle + half, foot)
        if box[1] >= room[1] and box[3] <= room[3] and not any(_meet(box, other) for other in taken):
            free.append(box)
    hidden = {box: sum(_holds(box, mark) for mark in marks) for box in free}
    best = min(free, key=hidden.__getitem__, default=None)
    return None if best is None or hidden[best] > MOST_HIDDEN else best


def _along(line: Sequence[Spot | None]) -> list[Spot]:
    """Places all along a line, close enough that no figure fits between two."""
    found = [spot for spot in line if spot is not None]
    for start, end in pairwise(line):
        if start is not None and end is not None:
            count = max(1, int(abs(end[0] - start[0]) // 4), int(abs(end[1] - start[1]) // 4))
            found += [
                (start[0] + (end[0] - start[0]) * at / count, start[1] + (end[1] - start[1]) * at / count)
                for at in range(1, count)
            ]
    return found


def _meet(box: Edges, other: Edges) -> bool:
    return box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]


def _holds(box: Edges, mark: Spot) -> bool:
    return box[0] <= mark[0] <= box[2] and box[1] <= mark[1] <= box[3]
