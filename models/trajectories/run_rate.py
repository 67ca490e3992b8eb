"""The present run rate carried on: what a random walk with drift makes of the last figures, and of chance in them.

The level of a figure moves from period to period by a drift, which is the run rate, and by shocks of an unknown spread;
what is published is that level with the chance of its own counts. The level has a flat prior. The drift has a normal
one around none, with HELD times the variance of the shocks: of five equal changes it carries on five ninths, since run
rates of published figures seldom hold (Gardner and McKenzie, Management Science 31, 1985, 1237 to 1246, damp trends for
the same reason). The variance of the shocks has Jeffreys' prior beside a known one, 1 / (variance + 2 v), v being the
mean variance of the figures' own chance (Box and Tiao, Bayesian Inference in Statistical Analysis, 1973, 5.2; a
difference has 2 v).

Without counts v is 0, and of m changes the figure h periods ahead has a t distribution on m degrees of freedom around
last + h D, D = HELD m / (1 + HELD m) times their mean, with the square of its scale S (h + h^2 HELD / (1 + HELD m)) and
S = (sum of their squares - HELD m^2 mean^2 / (1 + HELD m)) / m.

HELD was chosen on the shipped figures, 2,500 courses of six years carried on by one to three: by a flat prior what was
called likely at 93% came true in 68 to 86%, by 0.25 in 77 to 100% (docs/methods-trajectories.md).
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from models.arrays import Floats

HELD = 0.25
GRID = 96
# The variance of the shocks is looked for from this share of the spread that is seen to so many times it.
LEAST, MOST = 1e-4, 1e3
_TINY = 1e-12


@dataclass(frozen=True)
class Predictive:
    """What a figure some periods ahead will be, on the scale of the walk: a mixture of normal distributions."""

    weights: Floats
    means: Floats
    errors: Floats

    def below(self, level: float) -> float:
        """The chance that the figure is at a level or below it."""
        return float(self.weights @ special.ndtr((level - self.means) / self.errors))

    def quantile(self, share: float) -> float:
        """The level that the figure is below with a chance of `share`, which is not nearer to 0 or 1 than a millionth.

        All parts of the mixture are below it at their own quantile of a tenth of a millionth, and above at the other.
        """
        reach = special.ndtri(1 - 1e-7) * self.errors
        low, high = float((self.means - reach).min()), float((self.means + reach).max())
        from scipy import optimize  # only needed here, for targets; it costs a fifth of a second

        return float(optimize.brentq(lambda level: self.below(level) - share, low, high))


def carried_on(y: Floats, chance: Floats, steps: int) -> Predictive:
    """The figure `steps` periods after the last of `y` (n,), consecutive figures whose own variances are `chance` (n,).

    The one to come has as much chance of its own as the last. For each possible variance of the shocks the figures are
    one level with correlated errors, solved by generalised least squares; the answers are weighted by how likely that
    variance makes the figures. At least three figures, which do not all stand still without counts.
    """
    times = np.arange(float(len(y)))
    ahead = times[-1] + steps
    variances = _variances(y, chance)
    walk = np.minimum.outer(times, times) + HELD * np.outer(times, times)
    with_next = times + HELD * times * ahead
    of_next = ahead + HELD * ahead**2
    # The first figure is where the walk begins, so without counts it has no error of its own but this one.
    own = np.diag(chance + _TINY * _spread(y, chance))
    inverse = np.linalg.inv(variances[:, None, None] * walk + own)
    summed = inverse.sum(axis=2)
    precision = summed.sum(axis=1)
    level = summed @ y / precision
    left = y - level[:, None]
    pull = np.einsum("kij,j->ki", inverse, with_next) * variances[:, None]
    open_part = 1 - pull.sum(axis=1)
    errors = variances * (of_next - pull @ with_next) + chance[-1] + open_part**2 / precision
    log = 0.5 * (np.linalg.slogdet(inverse)[1] - np.log(precision) - np.einsum("ki,kij,kj->k", left, inverse, left))
    # The grid is even in the logarithm, so each step of it stands for a width of its own variance.
    log += np.log(variances) - np.log(variances + 2 * chance.mean())
    weights = np.exp(log - log.max())
    means = level + (left * pull).sum(axis=1)
    return Predictive(weights / weights.sum(), means, np.sqrt(np.maximum(errors, _TINY)))


def carried_share(changes: int) -> float:
    """How much of the average of so many changes is carried on, where they have no chance of their own."""
    return HELD * changes / (1 + HELD * changes)


def _spread(y: Floats, chance: Floats) -> float:
    """How large the variance of a change may be: that seen, or that of chance alone."""
    return max(float(np.square(np.diff(y)).mean()), float(chance.mean()))


def _variances(y: Floats, chance: Floats) -> Floats:
    size = _spread(y, chance)
    return np.asarray(np.geomspace(LEAST * size, MOST * size, GRID))
