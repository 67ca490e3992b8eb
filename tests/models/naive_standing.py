"""Where an authority stands, computed a second time in plain loops from the blocks: slow, short, and by other means."""

import math
from dataclasses import dataclass
from statistics import correlation, fmean, quantiles

from scipy import stats

from data.authorities import Area, AreaKind
from data.indicators import Indicator
from data.store import Snapshot

Z95 = 1.959963984540054


@dataclass
class Naive:
    """One indicator of one authority; `p` is None where it is not tested, the certainty is added over all."""

    indicator: Indicator
    year: int
    kind: str
    value: float
    mean: float
    word: str
    p: float | None
    band: str
    children: float
    distance: float
    values: dict[str, float]
    counts: dict[str, tuple[float, float]]
    certain: bool = False


def naive_standing(snapshot: Snapshot, area: Area, neighbours: tuple[str, ...]) -> list[Naive]:
    """Every indicator for which the authority and a neighbour have a figure in the latest period."""
    found = [one for indicator in snapshot.indicators if (one := _one(snapshot, indicator, area, neighbours))]
    tested = sorted((one for one in found if one.p is not None), key=lambda one: one.p or 0.0)
    last = max((at for at, one in enumerate(tested, 1) if (one.p or 0.0) <= 0.05 * at / len(tested)), default=0)
    for one in tested[:last]:
        one.certain = True
    return found


def _one(snapshot: Snapshot, indicator: Indicator, area: Area, neighbours: tuple[str, ...]) -> Naive | None:
    block = snapshot.block(indicator)
    rows = {one.code: at for at, one in enumerate(snapshot.areas) if one.kind is AreaKind.AUTHORITY}
    column = max((at for at in range(len(block.periods)) if any(block.values[row, at] == block.values[row, at]
                                                                for row in rows.values())), default=None)  # fmt: skip
    if column is None or math.isnan(block.values[rows[area.code], column]):
        return None
    period = block.periods[column]
    published = {code: float(block.values[row, column]) for code, row in rows.items()}
    published = {code: value for code, value in published.items() if not math.isnan(value)}
    members = [published[code] for code in neighbours if code in published]
    if not members:
        return None
    of_code = {one.code: one for one in snapshot.areas}
    was_open = {c: v for c, v in published.items() if of_code[c].existed_during(period.start, period.end)}
    counts = {}
    if block.numerators is not None and block.denominators is not None:
        pairs = {
            c: (float(block.numerators[rows[c], column]), float(block.denominators[rows[c], column])) for c in was_open
        }
        counts = {code: pair for code, pair in pairs.items() if not math.isnan(sum(pair))}
    return _compared(indicator, area, period.year, published[area.code], fmean(members), was_open, counts)


def _compared(
    indicator: Indicator,
    area: Area,
    year: int,
    value: float,
    mean: float,
    values: dict[str, float],
    counts: dict[str, tuple[float, float]],
) -> Naive:
    word, p, children = "not tested", None, math.nan
    edges = quantiles(values.values(), n=4, method="inclusive") if len(values) > 1 else [value] * 3
    distance = abs(value - mean) / (edges[2] - edges[0]) if edges[2] > edges[0] else 0.0
    if indicator.tested and indicator.per > 1 and area.code in counts and _is_possible(indicator, counts[area.code]):
        r, n = counts[area.code]
        low, high = (limit * indicator.per for limit in limits(indicator, r, n, Z95))
        word = "similar"
        if mean < low or mean > high:
            word = "better" if (mean < low) == (indicator.sign > 0) else "worse"
            word = ("higher" if mean < low else "lower") if not indicator.sign else word
        p = p_value(indicator, r, n, mean / indicator.per)
        needed = round(mean / indicator.per * n, 6)
        children = _children(indicator.sign, r, needed)
        half = value - low if value > mean else high - value
        distance = abs(value - mean) / half if half > 0 else 0.0
    return Naive(indicator, year, indicator.period, value, mean, word, p, _band(indicator, value, values, edges),
                 children, distance, values, counts)  # fmt: skip


def _is_possible(indicator: Indicator, counts: tuple[float, float]) -> bool:
    return counts[1] > 0 and counts[0] >= 0 and (indicator.unit != "%" or counts[0] <= counts[1])


def _children(sign: int, r: float, needed: float) -> float:
    """Children between the figure and the mean, from whichever side: whole ones that reach it."""
    if not sign:
        return math.nan
    more = needed > r
    return float(abs(math.ceil(needed - r) if more else math.floor(needed - r)))


def _band(indicator: Indicator, value: float, values: dict[str, float], edges: list[float]) -> str:
    if not indicator.sign or not indicator.banded or len(values) < 40:
        return ""
    quarter = sum(value > edge for edge in edges)
    return "ABCD"[3 - quarter] if indicator.sign > 0 else "ABCD"[quarter]


def limits(indicator: Indicator, r: float, n: float, z: float) -> tuple[float, float]:
    """Wilson for a share, Byar for a rate, exact under ten: as shares."""
    if indicator.unit == "%":
        middle, spread = r + z * z / 2, z * math.sqrt(r * (n - r) / n + z * z / 4)
        return (middle - spread) / (n + z * z), (middle + spread) / (n + z * z)
    if r < 10:
        tail = stats.norm.sf(z)
        low = stats.chi2.ppf(tail, 2 * r) / 2 if r else 0.0
        return low / n, stats.chi2.isf(tail, 2 * r + 2) / 2 / n
    low = r * (1 - 1 / (9 * r) - z / (3 * math.sqrt(r))) ** 3
    high = (r + 1) * (1 - 1 / (9 * (r + 1)) + z / (3 * math.sqrt(r + 1))) ** 3
    return low / n, high / n


def p_value(indicator: Indicator, r: float, n: float, share: float) -> float:
    """The p at which the interval has the mean on its limit, found by halving z."""
    low, high = 0.0, 38.0
    for _ in range(60):
        z = (low + high) / 2
        first, last = limits(indicator, r, n, z)
        low, high = (z, high) if share < first - 1e-15 or share > last + 1e-15 else (low, z)
    return float(2 * stats.norm.sf(low))


def are_alike(one: Naive, other: Naive) -> bool:
    """The same children, or a strong rank correlation between the better sides."""
    both = [code for code in one.counts if code in other.counts]
    if len(both) >= 40 and all(
        one.counts[code][1] == other.counts[code][1]
        and one.counts[code][0] + other.counts[code][0] <= one.counts[code][1]
        for code in both
    ):
        return True
    first, second = _ranks(one), _ranks(other)
    shared = [code for code in first if code in second]
    if len(shared) < 40 or len({first[code] for code in shared}) < 2 or len({second[code] for code in shared}) < 2:
        return False
    return correlation([first[code] for code in shared], [second[code] for code in shared]) >= 0.6


def _ranks(one: Naive) -> dict[str, float]:
    towards = {code: value * one.indicator.sign for code, value in one.values.items()}
    ordered = sorted(towards.values())
    place = {value: ordered.index(value) + (ordered.count(value) + 1) / 2 for value in set(ordered)}
    return {code: place[value] for code, value in towards.items()}
