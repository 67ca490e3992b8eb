"""Rank intervals: against a plain Monte Carlo over the posteriors, which is what they stand for."""

import math

import numpy as np
import pytest
from scipy import special

from data.store import Snapshot
from models.rank_intervals import RankInterval, rank_intervals

NAN = float("nan")
DRAWS = 8000


def monte_carlo(kind: str, r: np.ndarray, n: np.ndarray, polarity: int, authority: int) -> np.ndarray:
    """Draw every authority's true figure many times, and rank the one each time: its ranks (DRAWS,)."""
    rng = np.random.default_rng(2025)
    known = (n > 0) & (r >= 0) & ((r <= n) | (kind == "rate"))
    if kind == "proportion":
        draws = rng.beta(r[known] + 0.5, n[known] - r[known] + 0.5, size=(DRAWS, known.sum()))
    else:
        draws = rng.gamma(r[known] + 0.5, size=(DRAWS, known.sum())) / n[known]
    own = draws[:, [int(known[:authority].sum())]]
    ranks: np.ndarray = 1 + ((draws < own) if polarity < 0 else (draws > own)).sum(axis=1)
    return ranks


def agrees(found: RankInterval, row: int, ranks: np.ndarray) -> bool:
    """Whether both ends are within one place of the drawn ranks' quantiles, give or take what drawing leaves open."""
    open_share = 3 * math.sqrt(0.025 * 0.975 / DRAWS)
    for place, share in ((found.low[row], 0.025), (found.high[row], 0.975)):
        least, most = np.quantile(ranks, [share - open_share, share + open_share], method="inverted_cdf")
        if not least - 1 <= place <= most + 1:
            return False
    return True


def counts(size: float, average: list[float], spread: float, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts of 151 authorities for several indicators, a tenth of them missing."""
    rng = np.random.default_rng(seed)
    n = 5 + np.round(np.exp(rng.normal(size, 1.0, (len(average), 151))))
    level = special.logit(np.array(average))[:, None]
    r = rng.binomial(n.astype(int), special.expit(level + rng.normal(0, spread, n.shape))).astype(float)
    n[:, 1:][rng.random((len(average), 150)) < 0.1] = NAN
    return r, n


@pytest.mark.parametrize(
    ("size", "average", "spread"),
    [
        (6.0, [0.05, 0.3, 0.5, 0.7, 0.9], 0.3),
        (4.0, [0.01, 0.02, 0.5, 0.97, 0.995], 0.8),
        (2.0, [0.01, 0.2, 0.5, 0.8, 0.99], 0.5),
        (9.0, [0.05, 0.3, 0.5, 0.7, 0.9], 0.5),
    ],
)
@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_the_ends_are_those_of_monte_carlo_or_one_place_away(
    kind: str, size: float, average: list[float], spread: float
) -> None:
    r, n = counts(size, average, spread, seed=11)
    polarity = np.array([1, -1, 1, -1, 1], np.int8)
    found = rank_intervals(kind, r, n, polarity, 0)
    for row in range(5):
        assert agrees(found, row, monte_carlo(kind, r[row], n[row], polarity[row], 0))


def test_on_the_shipped_counts_it_is_monte_carlo_to_a_place(snapshot: Snapshot) -> None:
    """Health assessments and two others of Southampton, as published, in 2025."""
    at = [area.name for area in np.array(snapshot.areas)[snapshot.are_authorities]].index("Southampton")
    for code in ("LACHealth%", "LACDental%", "LAC_Start_Rate"):
        indicator = snapshot.indicators.find(code)
        block = snapshot.block(indicator)
        column = [period.year for period in block.periods].index(2025)
        r, n = (figures[snapshot.are_authorities, column][None] for figures in (block.numerators, block.denominators))
        kind = "proportion" if indicator.unit == "%" else "rate"
        found = rank_intervals(kind, r, n, np.array([indicator.sign], np.int8), at)
        assert agrees(found, 0, monte_carlo(kind, r[0], n[0], indicator.sign, at))
        assert 1 <= found.low[0] <= found.high[0] <= found.of[0]


def same(one: RankInterval, two: RankInterval) -> bool:
    return one.low.tolist() == two.low.tolist() and one.high.tolist() == two.high.tolist()


def test_counting_the_others_and_turning_polarity_round_changes_nothing() -> None:
    r, n = counts(5.0, [0.1, 0.5, 0.8], 0.4, seed=3)
    high = rank_intervals("proportion", r, n, np.ones(3, np.int8), 0)
    low = rank_intervals("proportion", n - r, n, -np.ones(3, np.int8), 0)
    assert np.abs(high.low - low.low).max() <= 1
    assert np.abs(high.high - low.high).max() <= 1


def test_low_and_high_polarity_mirror_each_other() -> None:
    r, n = counts(5.0, [0.1, 0.5, 0.8], 0.4, seed=4)
    high = rank_intervals("proportion", r, n, np.ones(3, np.int8), 0)
    low = rank_intervals("proportion", r, n, -np.ones(3, np.int8), 0)
    assert np.abs(high.low - (low.of + 1 - low.high)).max() <= 1
    assert np.abs(high.high - (low.of + 1 - low.low)).max() <= 1


def test_neutral_polarity_counts_from_the_highest() -> None:
    r, n = counts(5.0, [0.1, 0.5, 0.8], 0.4, seed=5)
    neutral = rank_intervals("proportion", r, n, np.zeros(3, np.int8), 0)
    assert same(neutral, rank_intervals("proportion", r, n, np.ones(3, np.int8), 0))


def test_an_authority_far_ahead_is_surely_first_and_one_far_behind_surely_last() -> None:
    r, n = np.array([[900.0, 500, 510, 490, 100]]), np.full((1, 5), 1000.0)
    first = rank_intervals("proportion", r, n, np.array([1], np.int8), 0)
    last = rank_intervals("proportion", r, n, np.array([1], np.int8), 4)
    assert (first.low.tolist(), first.high.tolist()) == ([1], [1])
    assert (last.low.tolist(), last.high.tolist()) == ([5], [5])


def test_equal_authorities_could_hold_any_place() -> None:
    """All of 150 alike: the rank is uniform over the places, so 2.5% of 150 is 3.75: from the 4th to the 147th."""
    found = rank_intervals("proportion", np.full((1, 150), 30.0), np.full((1, 150), 100.0), np.array([1], np.int8), 9)
    assert found.of.tolist() == [150]
    assert abs(int(found.low[0]) - 4) <= 1
    assert abs(int(found.high[0]) - 147) <= 1


def test_missing_and_impossible_counts_take_no_place() -> None:
    r = np.array([[30.0, 40, NAN, 20, 500, 10]])
    n = np.array([[100.0, 100, 100, 0, 100, 100]])
    found = rank_intervals("proportion", r, n, np.array([1], np.int8), 0)
    assert same(found, rank_intervals("proportion", r[:, [0, 1, 5]], n[:, [0, 1, 5]], np.array([1], np.int8), 0))
    assert found.of.tolist() == [3]


def test_no_interval_for_an_authority_without_counts_or_a_figure_that_is_neither_share_nor_rate() -> None:
    r, n = np.array([[NAN, 40, 30], [10, 40, 30]]), np.full((2, 3), 100.0)
    found = rank_intervals(np.array(["proportion", "none"]), r, n, np.ones(2, np.int8), 0)
    assert (found.low.tolist(), found.high.tolist(), found.of.tolist()) == ([0, 0], [0, 0], [0, 0])


def test_an_authority_alone_is_first() -> None:
    found = rank_intervals("rate", np.array([[5.0, NAN]]), np.array([[100.0, NAN]]), np.array([-1], np.int8), 0)
    assert (found.low.tolist(), found.high.tolist(), found.of.tolist()) == ([1], [1], [1])


def test_each_row_can_have_its_own_authority_and_kind() -> None:
    r, n = counts(5.0, [0.1, 0.5, 0.8, 0.3], 0.4, seed=6)
    kinds, authorities = np.array(["proportion", "rate", "rate", "proportion"]), np.array([0, 3, 2, 1])
    together = rank_intervals(kinds, r, n, np.array([1, -1, 1, -1], np.int8), authorities)
    for row, (kind, authority, sign) in enumerate(zip(kinds, authorities, (1, -1, 1, -1), strict=True)):
        part = slice(row, row + 1)
        alone = rank_intervals(kind, r[part], n[part], np.array([sign], np.int8), authority)
        assert (alone.low[0], alone.high[0]) == (together.low[row], together.high[row])


def test_more_confidence_is_a_wider_interval() -> None:
    r, n = counts(5.0, [0.1, 0.5, 0.8], 0.4, seed=8)
    polarity = np.ones(3, np.int8)
    inner, outer = (rank_intervals("proportion", r, n, polarity, 0, confidence) for confidence in (0.5, 0.95))
    assert (outer.low <= inner.low).all()
    assert (outer.high >= inner.high).all()
