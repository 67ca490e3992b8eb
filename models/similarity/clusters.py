"""Clusters of authorities alike in context: they describe England; neighbours, not clusters, are for benchmarking."""

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

VERSION = "context-clusters-1"
CLUSTERS = 5
COMPONENTS = 6
STARTS = 25
SEED = 2025
ALTERNATIVES = (3, 4, 5, 6)
SUBSAMPLES = 10
SHARE = 0.8
DISTINCTIONS = 4
IN_TITLE = 2
METHOD = (
    "Missing values take the median; each variable is made symmetrical (Yeo and Johnson 2000) and scaled to mean 0 and "
    f"variance 1; k-means with {{count}} clusters on the first {COMPONENTS} principal components, which hold "
    f"{{held:.0%}} of the variance; the best of {STARTS} starts. The silhouette is of those components."
)
CONTINUUM = (
    "Authorities form a continuum rather than separate kinds: the silhouette is {silhouette:.2f}, where 1 would mean "
    "groups that stand apart and 0 none at all. A cluster is a region of the map, with neighbours on every side."
)


def fit_clusters(frame: pd.DataFrame, variables: pd.DataFrame, count: int = CLUSTERS) -> ClusterModel:
    """Group the authorities of a context profile by k-means and describe each group in plain words.

    `frame` has one row an authority (index: DfE code as text) and one column a variable, NaN where not published;
    `variables` defines them (variable, title, unit, headline, domain). Deterministic. Clusters are numbered along the
    first direction of the map. Raises PortalError for a profile that does not fit its definitions.
    """
    profile = prepared(frame, variables)
    with threadpool_limits(limits=1):
        pipeline = _pipeline(profile.values)
        scores = np.asarray(pipeline.fit_transform(profile.values), dtype=np.float64)
        labels = _labels(scores, count)
        silhouettes = {k: _silhouette(scores, _labels(scores, k)) for k in ALTERNATIVES if k < len(scores)}
        stability = _stability(profile.values, labels, count)
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
        stability=stability,
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


def _stability(values: Floats, labels: Integers, count: int) -> float:
    """The mean adjusted Rand index of the clusters with refits, from raw values on, to 80% of the authorities."""
    generator = np.random.default_rng(SEED)
    agreements = []
    for _ in range(SUBSAMPLES):
        rows = generator.choice(len(values), int(SHARE * len(values)), replace=False)
        again = _labels(np.asarray(_pipeline(values[rows]).fit_transform(values[rows]), dtype=np.float64), count)
        agreements.append(adjusted_rand_score(labels[rows], again))
    return round(float(np.mean(agreements)), 3)


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
