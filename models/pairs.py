"""Why two authorities are alike, or not: what each variable and each domain adds to the distance between them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from data.context import Context, Variable
from data.errors import PortalError
from models.arrays import Floats

SHOWN = 5


@dataclass(frozen=True)
class PairVariable:
    """One variable of a pair: both figures in its own unit (None where not published) and its share of the distance."""

    variable: Variable
    first: float | None
    second: float | None
    share: float


@dataclass(frozen=True)
class Pair:
    """Two authorities. `distance` is in units of the average pair's; `domains` are shares of the squared distance."""

    distance: float
    domains: Mapping[str, float]
    most_alike: tuple[PairVariable, ...]
    least_alike: tuple[PairVariable, ...]


def compared_pair(
    context: Context, weights: Mapping[str, float], codes: Collection[str], pair: tuple[str, str]
) -> Pair:
    """Compare any two authorities by the learned metric's weights.

    Each variable's share is w (z1 - z2)² over the sum of these, where z is its z-score over `codes` (the authorities
    that the model was fitted to), a missing value taking their median. Most alike are the variables of at least average
    weight with the smallest weighted squared difference; least alike those that add most. The distance is the square
    root of the sum, divided by the square root of its mean over all pairs. Raises PortalError for an authority outside
    `codes`.
    """
    order = sorted(codes)
    for code in pair:
        if code not in order:
            raise PortalError(f"The model holds no authority {code}, so it cannot be compared with another.")
    names = list(weights)
    scores = _scores(context, names, order)
    weight = np.array([weights[name] for name in names])
    added = weight * (scores[order.index(pair[0])] - scores[order.index(pair[1])]) ** 2
    # The mean of (z1 - z2)² over all pairs of n is 2n / (n - 1) for a z-score; a constant variable adds nothing.
    typical = float((weight * (scores.std(axis=0) > 0)).sum()) * 2 * len(order) / (len(order) - 1)
    total = float(added.sum())
    shares = added / total if total else np.zeros(len(names))
    material = np.flatnonzero(weight >= weight.mean())
    alike = material[np.argsort(added[material], kind="stable")][:SHOWN]
    unlike = np.argsort(-added, kind="stable")[:SHOWN]
    return Pair(
        distance=float(np.sqrt(total / typical)) if typical else 0.0,
        domains=_by_domain(context, names, shares),
        most_alike=tuple(_shown(context, names[at], pair, shares[at]) for at in alike),
        least_alike=tuple(_shown(context, names[at], pair, shares[at]) for at in unlike),
    )


def _scores(context: Context, names: list[str], order: list[str]) -> Floats:
    """Z-scores (authorities, variables), medians where nothing is published; 0 for a variable that never differs."""
    values = np.array([[context.values[code][name] for name in names] for code in order], dtype=np.float64)
    filled = np.where(np.isnan(values), np.nanmedian(values, axis=0), values)
    spread = filled.std(axis=0)
    return np.asarray((filled - filled.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def _by_domain(context: Context, names: list[str], shares: Floats) -> dict[str, float]:
    totals: dict[str, float] = {}
    for name, share in zip(names, shares.tolist(), strict=True):
        domain = context.variables[name].domain
        totals[domain] = totals.get(domain, 0.0) + share
    return dict(sorted(totals.items(), key=lambda item: -item[1]))


def _shown(context: Context, name: str, pair: tuple[str, str], share: float) -> PairVariable:
    first, second = (context.values[code][name] for code in pair)
    return PairVariable(context.variables[name], first, second, float(share))
