"""Editions of the published statistical neighbours (Department for Education, made by NFER)."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.errors import PortalError

CLOSENESS = ("Extremely close", "Very close", "Close", "Somewhat close", "Not close")
TITLES = {"2025": "DfE statistical neighbours, May 2025", "2021": "DfE statistical neighbours, April 2021"}
NEWEST = "2025"


@dataclass(frozen=True)
class Edition:
    """One edition: for each authority's code, ten pairs of a neighbour's code and a closeness grade, nearest first."""

    name: str
    title: str
    file: str
    neighbours: Mapping[str, tuple[tuple[str, str], ...]]

    def of(self, code: str, name: str) -> tuple[tuple[str, str], ...]:
        """The neighbours of an authority; a sentence when the edition is older than the authority."""
        if code not in self.neighbours:
            raise PortalError(f"{self.title} lists no neighbours for {name}.")
        return self.neighbours[code]
