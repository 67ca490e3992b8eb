"""Similarity of authorities by context: modelled neighbours and clusters. The one door to scikit-learn.

The results are plain dataclasses. The fitting functions are fetched at first use, so that a process which only shows
results never loads scikit-learn (80 MB and two seconds).
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from models.similarity.clusters import fit_clusters
    from models.similarity.neighbours import fit_neighbours

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

_FITTED_IN = {"fit_clusters": "models.similarity.clusters", "fit_neighbours": "models.similarity.neighbours"}


def __getattr__(name: str) -> Any:
    if name not in _FITTED_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_FITTED_IN[name]), name)
