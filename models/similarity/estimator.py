"""Nearest neighbours by context, as an estimator with scikit-learn's conventions."""

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

from models.arrays import Flags, Floats, Integers
from models.similarity.learning import PENALTY, learned_weights

RANKS, ZSCORES, LEARNED = "ranks-cityblock", "zscores-euclidean", "learned"
METRICS = (RANKS, ZSCORES, LEARNED)


class ContextNeighbours(BaseEstimator):  # type: ignore[misc]
    """Finds the authorities most alike in context.

    Missing values take the variable's median. `ranks-cityblock` adds up differences of ranks, all variables alike;
    `zscores-euclidean` is the plain Euclidean distance of z-scores; `learned` weighs the squared differences of
    z-scores so as to find lists of neighbours given to `fit`.
    """

    def __init__(self, metric: str = LEARNED, n_neighbors: int = 10, penalty: float = PENALTY) -> None:
        self.metric = metric
        self.n_neighbors = n_neighbors
        self.penalty = penalty

    def fit(self, X: Floats, y: Flags | None = None) -> "ContextNeighbours":  # noqa: N803
        """Fit to `X` (n authorities by k variables, NaN where missing); `y` (n, n) says who is on whose list.

        `y` is needed by the learned metric alone. Raises ValueError for an unknown metric or a missing `y`.
        """
        if self.metric not in METRICS:
            raise ValueError(f"metric is one of {', '.join(METRICS)}, not '{self.metric}'")
        if self.metric == LEARNED and y is None:
            raise ValueError("the learned metric is fitted to lists of neighbours: give y")
        self.imputer_ = SimpleImputer(strategy="median", keep_empty_features=True).fit(X)
        filled = self.imputer_.transform(X)
        self.scaler_ = StandardScaler().fit(filled)
        self.ordered_ = np.sort(filled, axis=0)
        self.n_features_in_ = X.shape[1]
        self.features_ = self._features(filled)
        weights = np.ones(X.shape[1])
        if self.metric == LEARNED and y is not None:
            weights = learned_weights(self.features_, y, self.penalty)
        self.weights_: Floats = weights
        return self

    def kneighbors(
        self,
        X: Floats | None = None,  # noqa: N803
        n_neighbors: int | None = None,
        return_distance: bool = True,
    ) -> Integers | tuple[Floats, Integers]:
        """Distances and row numbers (each q, n_neighbors) of the nearest fitted authorities, nearest first.

        Without `X` every fitted authority is looked up among the others. Equal distances go by row number.
        """
        check_is_fitted(self)
        others = np.stack([self.distances(row) for row in (self.features_ if X is None else self.transform(X))])
        if X is None:
            np.fill_diagonal(others, np.inf)
        nearest = np.argsort(others, axis=1, kind="stable")[:, : n_neighbors or self.n_neighbors]
        return (np.take_along_axis(others, nearest, axis=1), nearest) if return_distance else nearest

    def transform(self, X: Floats) -> Floats:  # noqa: N803
        """The values of `X` as this metric compares them: z-scores, or ranks as shares of the fitted authorities."""
        check_is_fitted(self)
        return self._features(self.imputer_.transform(X))

    def contributions(self, row: Floats) -> Floats:
        """What each variable adds to the distance of a transformed `row` (k,) to each fitted authority: (n, k)."""
        apart = np.abs(self.features_ - row)
        return self.weights_ * (apart if self.metric == RANKS else apart**2)

    def distances(self, row: Floats) -> Floats:
        """The distance of a transformed `row` (k,) to each fitted authority (n,), rounded so that equal means equal."""
        return self.length(self.contributions(row).sum(axis=1))

    def length(self, total: Floats) -> Floats:
        """The distance that contributions summing to `total` amount to."""
        return np.round(total if self.metric == RANKS else np.sqrt(total), 9)

    def pairs(self) -> Floats:
        """The distances of all pairs of fitted authorities, in ascending order."""
        return np.sort(np.concatenate([self.distances(row)[:at] for at, row in enumerate(self.features_)]))

    def _features(self, filled: Floats) -> Floats:
        if self.metric != RANKS:
            return np.asarray(self.scaler_.transform(filled), dtype=np.float64)
        columns = [
            (np.searchsorted(fitted, column, "left") + np.searchsorted(fitted, column, "right")) / 2
            for fitted, column in zip(self.ordered_.T, filled.T, strict=True)
        ]
        return np.column_stack(columns) / len(self.ordered_)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
