"""The clusters of authorities alike in their context, as the page `/neighbours` shows them."""

from typing import Annotated, TypedDict

from msgspec import Meta

from data.authorities import Area
from data.errors import PortalError
from data.store import Snapshot
from layouts.neighbours.clusters import PURPOSE, belonging
from layouts.neighbours.words import name_of
from models.lenses import Similarity
from models.similarity.results import Cluster


class DistinctionRecord(TypedDict):
    """In what a cluster stands out: both means in the variable's unit, `difference` in standard deviations."""

    variable: str
    title: str
    unit: str
    domain: str
    cluster_mean: float
    england_mean: float
    difference: float
    words: Annotated[str, Meta(description="It in words.")]


class ClusterRecord(TypedDict):
    """One cluster: its name and sentence, who is in it, and what marks it, the most distinctive first."""

    cluster: int
    name: str
    title: str
    sentence: str
    size: int
    authorities: Annotated[list[str], Meta(description="Who is in it, by name.")]
    authority_codes: list[str]
    marks: list[str]
    distinctions: list[DistinctionRecord]


class PlaceRecord(TypedDict):
    """Where one authority stands among the clusters: `x` and `y` on the map, and its silhouette from -1 to 1.

    The silhouette is 1 in the heart of a cluster, 0 on its edge, negative where another cluster is nearer; `belonging`
    says it in words.
    """

    authority: str
    authority_code: str
    ons_code: str
    cluster: int
    cluster_name: str
    x: float
    y: float
    silhouette: float
    belonging: str


class CountRecord(TypedDict):
    """What another number of clusters would have been like: its silhouette, and how far refits agree (0 to 1)."""

    clusters: Annotated[int, Meta(description="A number of clusters.")]
    silhouette: float
    stability_of_authorities: float
    stability_of_variables: float


class ClusterModelRecord(TypedDict):
    """How the clusters were made and how firm they are. Nothing in the portal is compared with a cluster."""

    version: Annotated[str, Meta(description="The version of the model.")]
    digest: str
    method: str
    continuum: str
    purpose: str
    rule: str
    clusters: Annotated[int, Meta(description="How many clusters there are.")]
    authorities: Annotated[int, Meta(description="How many authorities it holds.")]
    silhouette: float
    stability: Annotated[float, Meta(description="How far refits agree, 0 to 1: the lower of two ways.")]
    counts: Annotated[list[CountRecord], Meta(description="What other numbers of clusters would have been like.")]
    explained: list[float]
    axes: list[str]


CLUSTER_COLUMNS = tuple(name for name in ClusterRecord.__annotations__ if name != "distinctions")
PLACE_COLUMNS = tuple(PlaceRecord.__annotations__)


def cluster_records(snapshot: Snapshot, similarity: Similarity, area: Area | None = None) -> list[ClusterRecord]:
    """Every cluster, or that of one authority. Raises PortalError for an authority that is in none."""
    if area is not None:
        place_of(similarity, area)
    return [
        _record(snapshot, cluster)
        for cluster in similarity.clusters.clusters
        if area is None or area.code in cluster.authorities
    ]


def place_of(similarity: Similarity, area: Area) -> int:
    """The number of an authority's cluster. Raises PortalError for one that is closed or little is known of."""
    found = similarity.clusters.places.get(area.code)
    if found is None:
        why = "it is closed" if area.closed else "too little is published of it"
        raise PortalError(f"{area.name} is in no cluster: {why}.")
    return found.cluster


def _record(snapshot: Snapshot, cluster: Cluster) -> ClusterRecord:
    areas = sorted((snapshot.authorities.by_code(code) for code in cluster.authorities), key=lambda area: area.name)
    return {
        "cluster": cluster.number,
        "name": name_of(cluster),
        "title": cluster.title,
        "sentence": cluster.sentence,
        "size": len(areas),
        "authorities": [area.name for area in areas],
        "authority_codes": [area.code for area in areas],
        "marks": [one.words for one in cluster.distinctions],
        "distinctions": [
            {
                "variable": one.variable,
                "title": one.title,
                "unit": one.unit,
                "domain": one.domain,
                "cluster_mean": one.cluster_mean,
                "england_mean": one.england_mean,
                "difference": one.difference,
                "words": one.words,
            }
            for one in cluster.distinctions
        ],
    }


def place_records(snapshot: Snapshot, similarity: Similarity, area: Area | None = None) -> list[PlaceRecord]:
    """Every authority's place by name, or that of one authority. Raises PortalError for one that is in no cluster."""
    if area is not None:
        place_of(similarity, area)
    model = similarity.clusters
    areas = [area] if area else [snapshot.authorities.by_code(code) for code in model.places]
    found: list[PlaceRecord] = []
    for one in sorted(areas, key=lambda one: one.name):
        place = model.places[one.code]
        found.append(
            {
                "authority": one.name,
                "authority_code": one.code,
                "ons_code": one.ons_code,
                "cluster": place.cluster,
                "cluster_name": name_of(model.clusters[place.cluster - 1]),
                "x": place.x,
                "y": place.y,
                "silhouette": place.silhouette,
                "belonging": belonging(place.silhouette),
            }
        )
    return found


def cluster_model_record(similarity: Similarity) -> ClusterModelRecord:
    """The model of the clusters without its members."""
    model = similarity.clusters
    return {
        "version": model.version,
        "digest": model.digest,
        "method": model.method,
        "continuum": model.continuum,
        "purpose": PURPOSE,
        "rule": model.rule,
        "clusters": len(model.clusters),
        "authorities": len(model.places),
        "silhouette": model.silhouette,
        "stability": model.stability,
        "counts": [
            {
                "clusters": int(count),
                "silhouette": silhouette,
                "stability_of_authorities": model.stabilities[count][0],
                "stability_of_variables": model.stabilities[count][1],
            }
            for count, silhouette in model.silhouettes.items()
            if count in model.stabilities
        ],
        "explained": list(model.explained),
        "axes": list(model.axes),
    }
