"""What the Neighbours page shows: the lists of one authority side by side, the models behind them, and who is who."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from data.authorities import Area
from data.context import Context
from data.editions import TITLES
from layouts.pages import NEIGHBOURS
from layouts.selection import GROUP, MODELLED, Selection
from models.lenses import Similarity
from models.similarity.results import Cluster, Neighbour, NeighbourList

SLUG = "SLUG"
SHORT_TITLES = {name: title.replace(" statistical neighbours", "") for name, title in TITLES.items()}
SHORT_TITLES |= {MODELLED: "Modelled", GROUP: "Your own group"}


@dataclass(frozen=True)
class Lens:
    """One way of saying who is alike: `name` as in the address, `areas` nearest first, and why where there are none.

    `grades` are the publisher's words for how close each is, by code; a list of ours has none here.
    """

    name: str
    areas: tuple[Area, ...]
    why_none: str
    grades: Mapping[str, str]

    @property
    def title(self) -> str:
        """What the page calls it: `DfE, May 2025`."""
        return SHORT_TITLES[self.name]

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each authority stands on the list, from 1, by code."""
        return {area.code: position for position, area in enumerate(self.areas, 1)}


@dataclass(frozen=True)
class Facts:
    """All that the page shows. `areas` are by code and hold every authority that is named; `regions` are names by code.

    `lenses` are in the order of the page; `in_use` is the comparators' lens as the address names it, and `not_in_use`
    says why it cannot be used, where it cannot. `successors` are of an authority that is closed.
    """

    selection: Selection
    area: Area
    successors: tuple[Area, ...]
    areas: Mapping[str, Area]
    regions: Mapping[str, str]
    lenses: Mapping[str, Lens]
    in_use: str
    not_in_use: str
    similarity: Similarity
    context: Context
    published_files: Mapping[str, str]
    context_file: str
    snapshot: str

    @cached_property
    def modelled(self) -> NeighbourList | None:
        """The modelled list with all that is known of it; None for an authority that the model does not hold."""
        return self.similarity.neighbours.lists.get(self.area.code)

    @cached_property
    def neighbours(self) -> Mapping[str, Neighbour]:
        """The modelled neighbours by code, nearest first."""
        return {one.authority: one for one in self.modelled.neighbours} if self.modelled else {}

    @cached_property
    def leading(self) -> Lens:
        """The list in use or, where that cannot be used, the first that there is."""
        return min(self.lenses.values(), key=lambda lens: (not lens.areas, lens.name != self.in_use))

    def is_used(self, lens: Lens) -> bool:
        """Whether figures are compared with this list now."""
        return lens.name == self.in_use and bool(lens.areas)

    @cached_property
    def comparators(self) -> tuple[Area, ...]:
        """The authorities of the list in use; none where it cannot be used."""
        return self.leading.areas if self.is_used(self.leading) else ()

    @cached_property
    def listed(self) -> tuple[Area, ...]:
        """Every authority on any of the lists, in the order of the leading one and then of the others."""
        order = (self.leading, *self.lenses.values())
        return tuple(dict.fromkeys(area for lens in order for area in lens.areas))

    @cached_property
    def _around_the_authority(self) -> tuple[str, str]:
        before, _, after = self.selection.but(authority=SLUG).address(NEIGHBOURS.path).partition(SLUG)
        return before, after

    def address_of(self, area: Area) -> str:
        """This page for another authority. The page has hundreds of these, so the rest of the address is made once."""
        before, after = self._around_the_authority
        return f"{before}{area.slug}{after}"

    @cached_property
    def _address_by_group(self) -> Callable[[str], str]:
        return self.selection.addresses(NEIGHBOURS.path, "group")

    def address_of_group(self, slugs: Sequence[str]) -> str:
        """This page with a group of one's own of these."""
        return self._address_by_group(",".join(slugs))

    def cluster_of(self, area: Area) -> Cluster | None:
        """The cluster of an authority; None for one that the model does not hold."""
        place = self.similarity.clusters.places.get(area.code)
        return None if place is None else self.similarity.clusters.clusters[place.cluster - 1]
