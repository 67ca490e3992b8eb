"""Stability: does a neighbour stay among the ten when the variables and their weights are a little different?"""

import numpy as np

from models.arrays import Floats, Integers

SEED = 2025
BOOTSTRAPS = 100
PERTURBATIONS = 100
# The standard deviation of the logarithm of a perturbed weight: most weights move by up to a half either way.
SPREAD = 0.25
RULE = (
    "A neighbour is core when it stays among the ten in 90% or more of the runs, usual in 50% to 90%, borderline in "
    "fewer; a run draws the variables anew, perturbs their weights or leaves one domain out."
)


def multipliers(domains: tuple[str, ...]) -> Floats:
    """What each run multiplies each variable's weight by: (runs, k), seeded, so the same on every call.

    Runs are BOOTSTRAPS draws of variables with replacement, PERTURBATIONS of the weights, and one without each domain.
    """
    generator = np.random.default_rng(SEED)
    count = len(domains)
    drawn = generator.multinomial(count, np.full(count, 1 / count), size=BOOTSTRAPS).astype(np.float64)
    perturbed = np.exp(generator.normal(0.0, SPREAD, size=(PERTURBATIONS, count)))
    named = np.array(domains)
    several = sorted(set(domains)) if len(set(domains)) > 1 else []
    without = np.array([named != domain for domain in several], dtype=np.float64).reshape(len(several), count)
    return np.vstack([drawn, perturbed, without])


def kept(contributions: Floats, runs: Floats, neighbours: Integers) -> Floats:
    """The share of `runs` (r, k) in which each of `neighbours` (row numbers) stays among the nearest as many.

    `contributions` (n, k) is what each variable adds to the distance to each of the n candidates.
    """
    totals = contributions @ runs.T
    nearest = np.argsort(totals, axis=0, kind="stable")[: len(neighbours)]
    return np.asarray((nearest[:, :, None] == neighbours).any(axis=0).mean(axis=0), dtype=np.float64)


def stability_word(share: float) -> str:
    """The word of the rule for a share of runs."""
    if share >= 0.9:
        return "core"
    return "usual" if share >= 0.5 else "borderline"
