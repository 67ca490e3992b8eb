"""Similarity of authorities by context: modelled neighbours and clusters. The one door to scikit-learn."""

from models.similarity.clusters import fit_clusters
from models.similarity.neighbours import fit_neighbours
from models.similarity.results import (
    Cluster,
    ClusterModel,
    Distinction,
    Evaluation,
    Neighbour,
    NeighbourList,
    NeighbourModel,
    Place,
)

__all__ = [
    "Cluster",
    "ClusterModel",
    "Distinction",
    "Evaluation",
    "Neighbour",
    "NeighbourList",
    "NeighbourModel",
    "Place",
    "fit_clusters",
    "fit_neighbours",
]
