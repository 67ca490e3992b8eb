"""What fitting similarity returns: frozen, free of scikit-learn, and made of what JSON can hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Evaluation:
    """How well a method finds the published neighbours: the mean over `authorities` of the overlap of ten with ten.

    `low` and `high` are its 95% bootstrap interval over authorities. `recall_of_first_three` is the share of the three
    nearest published neighbours that are among the ten.
    """

    method: str
    overlap: float
    low: float
    high: float
    recall_of_first_three: float
    authorities: int


@dataclass(frozen=True)
class Neighbour:
    """One modelled neighbour of an authority.

    `distance` is 1 for the middle pair of all pairs of authorities, and less for a nearer one; `closeness` its word.
    `kept` is the share of perturbed runs in which it stays among the ten, and `stability` its word. `domains` are the
    shares of the squared distance (for ranks: of the distance) that each domain adds, summing to 1. `most_alike` and
    `least_alike` are variables.
    """

    authority: str
    distance: float
    closeness: str
    kept: float
    stability: str
    domains: Mapping[str, float]
    most_alike: tuple[str, ...]
    least_alike: tuple[str, ...]


@dataclass(frozen=True)
class NeighbourList:
    """An authority's neighbours, nearest first, and the first one left out with how much further it is than the last.

    `further` is a share of the last one's distance: .014 where the eleventh is 1.4% further away than the tenth.
    """

    authority: str
    neighbours: tuple[Neighbour, ...]
    next_authority: str
    further: float


@dataclass(frozen=True)
class NeighbourModel:
    """Modelled neighbours of every authority, and all that is needed to say where they came from.

    `weights` are those that all published lists together would give (each authority's own neighbours come from weights
    that never saw its list). `digest` identifies the inputs: the same digest and version give the same lists.
    """

    version: str
    digest: str
    metric: str
    method: str
    closeness_rule: str
    stability_rule: str
    lists: Mapping[str, NeighbourList]
    weights: Mapping[str, float]
    evaluation: tuple[Evaluation, ...]

    def to_dict(self) -> dict[str, Any]:
        """The model as plain dictionaries, lists, text and numbers, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "NeighbourModel":
        """The model that `to_dict` wrote, after JSON has turned its tuples into lists."""
        lists = {code: _neighbour_list(entry) for code, entry in content["lists"].items()}
        evaluation = tuple(Evaluation(**entry) for entry in content["evaluation"])
        return cls(**{**content, "lists": lists, "evaluation": evaluation})


def _neighbour_list(entry: Mapping[str, Any]) -> NeighbourList:
    neighbours = tuple(
        Neighbour(**{**one, "most_alike": tuple(one["most_alike"]), "least_alike": tuple(one["least_alike"])})
        for one in entry["neighbours"]
    )
    return NeighbourList(**{**entry, "neighbours": neighbours})


@dataclass(frozen=True)
class Distinction:
    """A variable in which a cluster stands out: both means in its own unit, `difference` in standard deviations."""

    variable: str
    title: str
    unit: str
    domain: str
    cluster_mean: float
    england_mean: float
    difference: float
    words: str


@dataclass(frozen=True)
class Cluster:
    """A group of authorities alike in their context: a number from 1, a title and a sentence made from the figures."""

    number: int
    title: str
    sentence: str
    authorities: tuple[str, ...]
    distinctions: tuple[Distinction, ...]


@dataclass(frozen=True)
class Place:
    """Where one authority stands: its cluster, its silhouette (-1 to 1) and its position on the two-dimensional map."""

    cluster: int
    silhouette: float
    x: float
    y: float


@dataclass(frozen=True)
class ClusterModel:
    """The clusters of all authorities.

    `silhouette` and `silhouettes` (by number of clusters) are of the data clustered. `stabilities` are mean adjusted
    Rand indices by number of clusters, of refits to 80% of the authorities and to resampled variables; `stability` is
    the lower of the two for the number that `rule` picked. `explained` are the shares of variance that the two
    directions of the map hold, `axes` what lies rightwards and upwards on it. `continuum` is the sentence that belongs
    on every page that shows the clusters.
    """

    version: str
    digest: str
    method: str
    continuum: str
    silhouette: float
    silhouettes: Mapping[str, float]
    rule: str
    stability: float
    stabilities: Mapping[str, tuple[float, float]]
    explained: tuple[float, float]
    axes: tuple[str, str]
    clusters: tuple[Cluster, ...]
    places: Mapping[str, Place]

    def to_dict(self) -> dict[str, Any]:
        """The model as plain dictionaries, lists, text and numbers, ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "ClusterModel":
        """The model that `to_dict` wrote, after JSON has turned its tuples into lists."""
        plain = {key: tuple(content[key]) for key in ("explained", "axes")}
        clusters = tuple(_cluster(entry) for entry in content["clusters"])
        places = {code: Place(**entry) for code, entry in content["places"].items()}
        stabilities = {count: tuple(both) for count, both in content["stabilities"].items()}
        return cls(**{**content, **plain, "clusters": clusters, "places": places, "stabilities": stabilities})


def _cluster(entry: Mapping[str, Any]) -> Cluster:
    distinctions = tuple(Distinction(**one) for one in entry["distinctions"])
    return Cluster(**{**entry, "authorities": tuple(entry["authorities"]), "distinctions": distinctions})
