"""How well a method finds the published neighbours, and what it is to be compared with."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.spatial.distance import cdist

from models.arrays import Floats, Integers
from models.similarity.estimator import RANKS, ZSCORES, ContextNeighbours
from models.similarity.profile import Profile
from models.similarity.results import Evaluation

FIRST = 3
SEED = 2025
RESAMPLES = 2000
Lists = Mapping[str, Sequence[str]]


def evaluated(method: str, found: Lists, published: Lists) -> Evaluation:
    """Compare `found` with `published` lists (codes, nearest first), over the authorities that have both.

    The overlap counts common members whatever their order. An authority in only one of the two is left out.
    """
    shared = [code for code in sorted(found) if published.get(code) and found[code]]
    overlaps = np.array([len(set(found[code]) & set(published[code])) for code in shared], dtype=np.float64)
    first = [len(set(found[code]) & set(published[code][:FIRST])) / len(published[code][:FIRST]) for code in shared]
    low, high = _interval(overlaps)
    mean, recall = (float(np.mean(values)) if shared else 0.0 for values in (overlaps, first))
    return Evaluation(method, round(mean, 3), low, high, round(recall, 3), len(shared))


def baselines(profile: Profile, published: Lists, earlier: Lists | None, count: int) -> tuple[Evaluation, ...]:
    """Methods that learn nothing from the published lists, chance first, each compared with them."""
    lists = baseline_lists(profile, earlier, count)
    return (chance(profile, published, count), *(evaluated(name, found, published) for name, found in lists.items()))


def baseline_lists(profile: Profile, earlier: Lists | None, count: int) -> dict[str, Lists]:
    """The lists of each such method but chance: nearest centres, plain distances, and the earlier published edition."""
    found: dict[str, Lists] = {}
    if profile.location.shape[1]:
        apart = cdist(profile.location, profile.location)
        np.fill_diagonal(apart, np.inf)
        nearest = np.argsort(apart, axis=1, kind="stable")[:, :count]
        found["distance of centres"] = named(profile, nearest)
    for title, metric in (("z-scores, Euclidean", ZSCORES), ("ranks, city-block", RANKS)):
        estimator = ContextNeighbours(metric=metric, n_neighbors=count).fit(profile.values)
        found[title] = named(profile, np.asarray(estimator.kneighbors(return_distance=False)))
    if earlier:
        found["the earlier published edition"] = earlier
    return found


def named(profile: Profile, rows: Integers) -> dict[str, list[str]]:
    """Row numbers (n, count) as lists of codes by authority."""
    return {code: [profile.codes[at] for at in row] for code, row in zip(profile.codes, rows, strict=True)}


def chance(profile: Profile, published: Lists, count: int) -> Evaluation:
    """What ten drawn blindly from the other authorities would find, by arithmetic: 10 x 10 / 150."""
    sizes = [len(set(published.get(code, ())) & set(profile.codes)) for code in profile.codes if published.get(code)]
    share = count / max(len(profile.codes) - 1, 1)
    expected = round(float(np.mean(sizes)) * share, 3) if sizes else 0.0
    return Evaluation("chance", expected, expected, expected, round(share, 3), len(sizes))


def _interval(overlaps: Floats) -> tuple[float, float]:
    if not len(overlaps):
        return 0.0, 0.0
    drawn = np.random.default_rng(SEED).integers(0, len(overlaps), size=(RESAMPLES, len(overlaps)))
    low, high = np.quantile(overlaps[drawn].mean(axis=1), [0.025, 0.975])
    return round(float(low), 3), round(float(high), 3)
