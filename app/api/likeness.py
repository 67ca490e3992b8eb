"""Who is alike and why: the lists side by side, the reasons, the clusters, and how both models were made."""

from app.api.endpoints import Endpoint, Example, Parameter
from app.api.parameters import AUTHORITY
from app.api.problems import about
from app.records.clusters import (
    ClusterModelRecord,
    ClusterRecord,
    PlaceRecord,
    cluster_model_record,
    cluster_records,
    place_records,
)
from app.records.likeness import (
    ListedRecord,
    NeighbourModelRecord,
    PairRecord,
    ReasonRecord,
    alike_record,
    listed_records,
    neighbour_model_record,
    reason_records,
)
from callbacks.portal import Portal
from data.authorities import Area

NEIGHBOURS, CLUSTERS = "Neighbours", "Clusters"
ONE = {"authority": "Southampton"}
OTHER = Parameter(
    "other",
    "The authority beside it: its name, ONS code or DfE code.",
    example="Portsmouth",
    required=True,
    meaning=AUTHORITY.meaning,
)
ONE_AUTHORITY = Parameter(
    "authority", "That of one authority alone.", example=AUTHORITY.example, meaning=AUTHORITY.meaning
)


def reasons(portal: Portal, authority: Area) -> list[ReasonRecord]:
    """Why the modelled neighbours are who they are."""
    with about(AUTHORITY.name):
        return reason_records(portal.snapshot, portal.similarity, authority)


def pair(portal: Portal, authority: Area, other: Area) -> PairRecord:
    """What makes any two authorities alike or not."""
    with about(OTHER.name):
        return alike_record(portal.snapshot, portal.similarity, authority, other)


def lists(portal: Portal, authority: Area) -> list[ListedRecord]:
    """Every list of an authority's neighbours."""
    return listed_records(portal.snapshot, portal.similarity, authority)


def neighbour_model(portal: Portal) -> NeighbourModelRecord:
    """How the modelled neighbours were made."""
    return neighbour_model_record(portal.snapshot, portal.similarity)


def clusters(portal: Portal, authority: Area | None) -> list[ClusterRecord]:
    """The clusters."""
    with about(AUTHORITY.name):
        return cluster_records(portal.snapshot, portal.similarity, authority)


def places(portal: Portal, authority: Area | None) -> list[PlaceRecord]:
    """Where each authority stands among the clusters."""
    with about(AUTHORITY.name):
        return place_records(portal.snapshot, portal.similarity, authority)


def cluster_model(portal: Portal) -> ClusterModelRecord:
    """How the clusters were made."""
    return cluster_model_record(portal.similarity)


ENDPOINTS = (
    Endpoint(
        "/neighbours/lists",
        lists,
        list[ListedRecord],
        topic=NEIGHBOURS,
        summary="Every list of an authority's neighbours side by side: published editions and the modelled list",
        parameters=(AUTHORITY,),
        examples=(Example("first", "The first two", {**ONE, "page_size": "2"}),),
    ),
    Endpoint(
        "/neighbours/reasons",
        reasons,
        list[ReasonRecord],
        topic=NEIGHBOURS,
        summary="Why each modelled neighbour is one: distance, stability, domains, and features most and least alike",
        description="The weights with which an authority's neighbours were found never saw its published list.",
        parameters=(AUTHORITY,),
        examples=(Example("nearest", "The nearest", {**ONE, "page_size": "1"}),),
    ),
    Endpoint(
        "/neighbours/pair",
        pair,
        PairRecord,
        topic=NEIGHBOURS,
        summary="What makes any two authorities alike or not",
        description="As `portal neighbours --why` says it, by the weights that all published lists together give.",
        parameters=(AUTHORITY, OTHER),
        examples=(Example("two", "Southampton and Portsmouth", {**ONE, "other": "Portsmouth"}),),
    ),
    Endpoint(
        "/neighbours/model",
        neighbour_model,
        NeighbourModelRecord,
        topic=NEIGHBOURS,
        summary="How the modelled neighbours were made, what each feature counts for, and how well the model does",
        examples=(Example("model", "The model"),),
    ),
    Endpoint(
        "/clusters",
        clusters,
        list[ClusterRecord],
        topic=CLUSTERS,
        summary="Groups of authorities alike in their context: words, members, and what marks each",
        description="Clusters describe; neighbours benchmark: nothing in the portal is compared with a cluster.",
        parameters=(ONE_AUTHORITY,),
        examples=(Example("one", "Southampton's cluster", ONE),),
    ),
    Endpoint(
        "/clusters/places",
        places,
        list[PlaceRecord],
        topic=CLUSTERS,
        summary="Where each authority stands: its cluster, its place on the map, and how clearly it belongs there",
        parameters=(ONE_AUTHORITY,),
        examples=(Example("one", "Southampton's place", ONE),),
    ),
    Endpoint(
        "/clusters/model",
        cluster_model,
        ClusterModelRecord,
        topic=CLUSTERS,
        summary="How the clusters were made, and how firm they are",
        examples=(Example("model", "The model"),),
    ),
)
