"""Clusters of authorities alike in context: they describe England; neighbours, not clusters, are for benchmarking."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.impute import SimpleImputer
from sklearn.metrics import adjusted_rand_score, silhouette_samples, silhouette_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import PowerTransformer
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from models.arrays import Floats, Integers
from models.similarity.profile import Profile, prepared
from models.similarity.results import Cluster, ClusterModel, Place
from models.similarity.words import distinctions, listed, phrase, strongest

VERSION = "context-clusters-2"
COMPONENTS = 6
STARTS = 25
SEED = 2025
ALTERNATIVES = (3, 4, 5, 6, 7)
RESAMPLES = 10
SHARE = 0.8
STABLE = 0.8
NEAR_BEST = 0.9
DISTINCTIONS = 4
IN_TITLE = 2
METHOD = (
    "Missing values take the median; each variable is made symmetrical (Yeo and Johnson 2000) and scaled to mean 0 and "
    f"variance 1; k-means with {{count}} clusters on the first {COMPONENTS} principal components, which hold "
    f"{{held:.0%}} of the variance; the best of {STARTS} starts. The silhouette is of those components."
)
RULE = (
    f"The number of clusters is the largest of {ALTERNATIVES[0]} to {ALTERNATIVES[-1]} that is stable (a mean adjusted "
    f"Rand index of {STABLE} or more with refits to {SHARE:.0%} of the authorities, and with refits to variables drawn "
    f"with replacement) and whose silhouette is at least {NEAR_BEST:.0%} of the best; the most stable where none is."
)
CONTINUUM = (
    "Authorities form a continuum rather than separate kinds: the silhouette is {silhouette:.2f}, where 1 would mean "
    "groups that stand apart and 0 none at all. A cluster is a region of the map, with neighbours on every side."
)


def fit_clusters(frame: pd.DataFrame, variables: pd.DataFrame, count: int | None = None) -> ClusterModel:
    """Group the authorities of a context profile by k-means and describe each group in plain words.

    `frame` has one row an authority (index: DfE code as text) and one column a variable, NaN where not published;
    `variables` defines them (variable, title, unit, headline, domain). `count` is chosen by RULE when it is not given.
    Deterministic. Clusters are numbered along the first direction of the map. Raises PortalError for a profile that
    does not fit its definitions.
    """
    profile = prepared(frame, variables)
    with threadpool_limits(limits=1):
        pipeline = _pipeline(profile.values)
        scores = np.asarray(pipeline.fit_transform(profile.values), dtype=np.float64)
        tried = sorted({k for k in (*ALTERNATIVES, count) if k is not None and k < len(scores)})
        labelled = {k: _labels(scores, k) for k in tried}
        silhouettes = {k: _silhouette(scores, labels) for k, labels in labelled.items()}
        stabilities = _stabilities(profile.values, labelled)
        count = count or chosen_count(silhouettes, stabilities)
        labels = labelled[count]
    explained = pipeline["components"].explained_variance_ratio_
    filled = np.asarray(pipeline["imputer"].transform(profile.values), dtype=np.float64)
    silhouette = _silhouette(scores, labels)
    return ClusterModel(
        version=VERSION,
        digest=profile.digest(VERSION, count),
        method=METHOD.format(count=count, held=float(explained.sum())),
        continuum=CONTINUUM.format(silhouette=silhouette),
        silhouette=silhouette,
        silhouettes={str(k): value for k, value in silhouettes.items()},
        rule=RULE,
        stability=min(stabilities[count]),
        stabilities={str(k): both for k, both in stabilities.items()},
        explained=(round(float(explained[0]), 4), round(float(explained[1]), 4)),
        axes=(_axis(filled, scores[:, 0], profile), _axis(filled, scores[:, 1], profile)),
        clusters=tuple(_described(number, labels, filled, profile) for number in range(1, count + 1)),
        places=_places(profile, scores, labels),
    )


def _pipeline(values: Floats) -> Pipeline:
    return Pipeline(
        [
            ("imputer", SimpleImputer(strategy="median", keep_empty_features=True)),
            ("symmetrical", PowerTransformer(method="yeo-johnson", standardize=True)),
            ("components", PCA(min(COMPONENTS, *values.shape), svd_solver="full")),
        ]
    )


def _labels(scores: Floats, count: int) -> Integers:
    """The cluster of each authority, 1 to `count`, numbered by the clusters' means on the first component."""
    labels = KMeans(count, n_init=STARTS, random_state=SEED).fit(scores).labels_
    means = [scores[labels == label, 0].mean() for label in range(count)]
    number = np.empty(count, dtype=np.int64)
    number[np.argsort(means, kind="stable")] = np.arange(1, count + 1)
    numbered: Integers = number[labels]
    return numbered


def _silhouette(scores: Floats, labels: Integers) -> float:
    return round(float(silhouette_score(scores, labels)), 4)


def chosen_count(silhouettes: Mapping[int, float], stabilities: Mapping[int, tuple[float, float]]) -> int:
    """The number of clusters that RULE picks, from silhouettes and both kinds of stability by number."""
    best = max(silhouettes.values())
    fit = [k for k in silhouettes if min(stabilities[k]) >= STABLE and silhouettes[k] >= NEAR_BEST * best]
    return max(fit) if fit else max(silhouettes, key=lambda k: min(stabilities[k]))


def _stabilities(values: Floats, labelled: Mapping[int, Integers]) -> dict[int, tuple[float, float]]:
    """By number of clusters, mean adjusted Rand indices (Hubert and Arabie 1985) with refits from raw values on.

    The first is with refits to 80% of the authorities, the second to as many variables, drawn with replacement.
    """
    generator = np.random.default_rng(SEED)
    everyone = np.arange(len(values))
    found: dict[int, tuple[list[float], list[float]]] = {k: ([], []) for k in labelled}
    for _ in range(RESAMPLES):
        rows = generator.choice(len(values), int(SHARE * len(values)), replace=False)
        columns = generator.integers(0, values.shape[1], values.shape[1])
        for at, (kept, part) in enumerate(((rows, values[rows]), (everyone, values[:, columns]))):
            scores = np.asarray(_pipeline(part).fit_transform(part), dtype=np.float64)
            for k, labels in labelled.items():
                found[k][at].append(adjusted_rand_score(labels[kept], _labels(scores, k)))
    return {
        k: (round(float(np.mean(first)), 3), round(float(np.mean(second)), 3)) for k, (first, second) in found.items()
    }


def _axis(filled: Floats, scores: Floats, profile: Profile) -> str:
    """What grows along a direction of the map, by correlation: the two strongest variables, of different domains."""
    spread = filled.std(axis=0)
    centred = (filled - filled.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    correlations = centred.T @ (scores - scores.mean()) / (len(scores) * scores.std())
    found = strongest(correlations, profile, IN_TITLE)
    return listed([phrase(profile.titles[at], profile.units[at], float(correlations[at])) for at in found])


def _described(number: int, labels: Integers, filled: Floats, profile: Profile) -> Cluster:
    members = labels == number
    found = distinctions(filled, members, profile, DISTINCTIONS)
    words = [one.words for one in found] or ["figures close to the England average throughout"]
    title = listed(words[:IN_TITLE])
    return Cluster(
        number=number,
        title=f"{title[:1].upper()}{title[1:]}",
        sentence=f"Compared with the average authority in England: {listed(words)}.",
        authorities=tuple(code for code, member in zip(profile.codes, members, strict=True) if member),
        distinctions=found,
    )


def _places(profile: Profile, scores: Floats, labels: Integers) -> dict[str, Place]:
    own = silhouette_samples(scores, labels)
    rows = zip(profile.codes, labels, own, scores, strict=True)
    return {
        code: Place(int(label), round(float(silhouette), 4), round(float(score[0]), 4), round(float(score[1]), 4))
        for code, label, silhouette, score in rows
    }
