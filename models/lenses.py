"""The modelled lens, loaded: what `portal fit` wrote, without fitting anything and without scikit-learn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.authorities import Area
from data.errors import PortalError
from models.benchmark import Group
from models.similarity.results import ClusterModel, NeighbourList, NeighbourModel

MODELLED = "modelled"


@dataclass(frozen=True)
class Similarity:
    """The two models that are fitted together."""

    neighbours: NeighbourModel
    clusters: ClusterModel

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "Similarity":
        """What the artefact holds."""
        return cls(NeighbourModel.from_dict(content["neighbours"]), ClusterModel.from_dict(content["clusters"]))

    @property
    def digest(self) -> str:
        """What identifies both fits: the same digest gives the same answers."""
        return f"{self.neighbours.digest}-{self.clusters.digest}"

    def of(self, area: Area) -> NeighbourList:
        """The modelled neighbours of an authority. Raises PortalError for one that is closed or little is known of."""
        if area.code not in self.neighbours.lists:
            why = "it is closed" if area.closed else "too little is published of it"
            raise PortalError(f"There are no modelled neighbours for {area.name}: {why}.")
        return self.neighbours.lists[area.code]

    def group(self, area: Area) -> Group:
        """The ten modelled neighbours as a comparator group."""
        codes = tuple(neighbour.authority for neighbour in self.of(area).neighbours)
        return Group(MODELLED, "this portal's modelled list", codes)
