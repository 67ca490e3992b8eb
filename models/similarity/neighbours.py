"""Modelled neighbours: for each authority the most alike in context, how close, how stable, and why."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.arrays import Flags, Floats, Integers
from models.similarity.estimator import LEARNED, RANKS, ZSCORES, ContextNeighbours
from models.similarity.evaluation import Lists, baselines, evaluated
from models.similarity.learning import PENALTY
from models.similarity.profile import Profile, prepared
from models.similarity.results import Neighbour, NeighbourList, NeighbourModel
from models.similarity.stability import RULE, kept, multipliers, stability_word

VERSION = "context-neighbours-1"
NEIGHBOURS = 10
ALIKE = 3
# The share of all pairs of authorities that are nearer than a pair with this word.
CLOSENESS = ((0.02, "very close"), (0.05, "close"), (0.10, "somewhat close"))
FURTHER = "not close"
CLOSENESS_RULE = (
    "Very close: among the nearest 2% of all pairs of authorities; close: among the nearest 5%; somewhat close: among "
    "the nearest 10%; not close: the rest."
)
METHODS = {
    LEARNED: (
        "Squared differences of z-scores, weighted. The weights are learned from the published lists of all other "
        "authorities; an authority's own list is never seen, nor is it a candidate on others' lists, when its "
        "neighbours are found. Missing values take the median."
    ),
    ZSCORES: "Euclidean distance of z-scores, all variables alike. Missing values take the median.",
    RANKS: "City-block distance of ranks, all variables alike. Missing values take the median.",
}


def _unreported(code: str) -> None:
    """Nobody is waiting."""


def fit_neighbours(
    frame: pd.DataFrame,
    variables: pd.DataFrame,
    published: Lists | None = None,
    earlier: Lists | None = None,
    metric: str | None = None,
    progress: Callable[[str], None] = _unreported,
) -> NeighbourModel:
    """Find the modelled neighbours of every authority in a context profile.

    `frame` has one row an authority (index: DfE code as text) and one column a variable, NaN where not published;
    `variables` defines them (variable, title, unit, headline, domain). `published` gives lists of codes by code,
    nearest first: `metric` is `learned` when it is given and `ranks-cityblock` otherwise. Each authority's neighbours
    come from a fit without its row, its list and its place on others' lists, so the evaluation against `published` is
    of what is shown. `earlier` is another edition, for comparison. `progress` is called with each code before its turn.
    Raises PortalError for a profile that does not fit its definitions. The learned metric takes a sixth of a second an
    authority.
    """
    chosen = metric or (LEARNED if published else RANKS)
    profile = prepared(frame, variables)
    given = {code: [str(one) for one in ones] for code, ones in (published or {}).items()}
    listed = _membership(profile, given)
    runs = multipliers(profile.domains)
    lists = {}
    # The products are too small to share out: one thread is three times as fast, and adds up alike on every machine.
    with threadpool_limits(limits=1):
        for at, code in enumerate(profile.codes):
            progress(code)
            lists[code] = _list_of(at, profile, listed, chosen, runs)
        whole = ContextNeighbours(metric=chosen).fit(profile.values, listed)
    found = {code: [one.authority for one in entry.neighbours] for code, entry in lists.items()}
    tested = (
        *baselines(profile, given, earlier, NEIGHBOURS),
        evaluated("the modelled neighbours, held out", found, given),
    )
    return NeighbourModel(
        version=VERSION,
        digest=inputs_digest(profile, given, earlier, chosen),
        metric=chosen,
        method=METHODS[chosen],
        closeness_rule=CLOSENESS_RULE,
        stability_rule=RULE,
        lists=lists,
        weights=dict(zip(profile.variables, _shares(whole.weights_), strict=True)),
        evaluation=tested if given else (),
    )


def inputs_digest(profile: Profile, published: Lists, earlier: Lists | None, metric: str) -> str:
    """What identifies the inputs of a fit, and its version: the same digest gives the same lists."""
    given = {code: [str(one) for one in ones] for code, ones in published.items()}
    return profile.digest(VERSION, given, earlier, metric, PENALTY)


def _membership(profile: Profile, lists: Lists) -> Flags:
    """Who is on whose list (n, n); codes that the profile does not hold are left out."""
    place = {code: at for at, code in enumerate(profile.codes)}
    listed = np.zeros((len(place), len(place)), dtype=bool)
    for code, ones in lists.items():
        if code in place:
            listed[place[code], [place[one] for one in ones if one in place]] = True
    return listed


def _list_of(at: int, profile: Profile, listed: Flags, metric: str, runs: Floats) -> NeighbourList:
    """The neighbours of the authority in row `at`, from a fit to all the others."""
    others = np.delete(np.arange(len(profile.codes)), at)
    estimator = ContextNeighbours(metric=metric).fit(profile.values[others], listed[np.ix_(others, others)])
    added = estimator.contributions(estimator.transform(profile.values[[at]])[0])
    distances = estimator.length(added.sum(axis=1))
    order = np.argsort(distances, kind="stable")
    nearest, following = order[:NEIGHBOURS], order[NEIGHBOURS : NEIGHBOURS + 1]
    pairs = estimator.pairs()
    stays = kept(added, runs, nearest)
    # A variable that hardly counts is no reason: only those with an average weight or more can make two alike.
    material = np.flatnonzero(estimator.weights_ >= estimator.weights_.mean())
    typical = np.maximum(_typical(estimator), np.finfo(np.float64).tiny)
    neighbours = tuple(
        Neighbour(
            authority=profile.codes[others[one]],
            distance=round(float(distances[one] / np.median(pairs)), 4),
            closeness=_closeness(float(np.searchsorted(pairs, distances[one]) / len(pairs))),
            kept=round(float(stays[place]), 3),
            stability=stability_word(float(stays[place])),
            domains=_by_domain(profile, added[one]),
            most_alike=_named(profile, material[np.argsort((added[one] / typical)[material], kind="stable")]),
            least_alike=_named(profile, np.argsort(-added[one], kind="stable")[: np.count_nonzero(added[one])]),
        )
        for place, one in enumerate(nearest)
    )
    last = distances[nearest[-1]]
    further = float(distances[following[0]] / last - 1) if len(following) and last > 0 else 0.0
    after = profile.codes[others[following[0]]] if len(following) else ""
    return NeighbourList(profile.codes[at], neighbours, after, round(further, 4))


def _typical(estimator: ContextNeighbours) -> Floats:
    """What each variable adds, on average, to the distance of two authorities: (k,)."""
    return np.asarray(np.mean([estimator.contributions(row).mean(axis=0) for row in estimator.features_], axis=0))


def _closeness(share_nearer: float) -> str:
    return next((word for share, word in CLOSENESS if share_nearer < share), FURTHER)


def _by_domain(profile: Profile, added: Floats) -> dict[str, float]:
    shares = _shares(added)
    totals = dict.fromkeys(sorted(set(profile.domains)), 0.0)
    for domain, share in zip(profile.domains, shares, strict=True):
        totals[domain] += share
    return {domain: round(total, 4) for domain, total in totals.items()}


def _shares(added: Floats) -> list[float]:
    total = float(added.sum())
    return [round(float(one) / total, 6) if total else 0.0 for one in added]


def _named(profile: Profile, order: Integers) -> tuple[str, ...]:
    """The first variables of an order, from different domains, because variables of one domain tell one story."""
    first: dict[str, str] = {}
    for at in order:
        first.setdefault(profile.domains[at], profile.variables[at])
    return tuple(first.values())[:ALIKE]
