"""Masking the quantities of a return that its sums would give away, component by component."""

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

import numpy as np

from models.disclosure.primary import LARGEST_MASKED, SMALLEST_MASKED
from models.disclosure.return_quantities import Quantity
from models.disclosure.return_sums import Sum, Sums
from models.disclosure.secondary import protect
from models.disclosure.tables import Table

MOST_CELLS = 60
"""Of quantities that hang together by sums and are protected one by one; of more, all are masked."""
MOST_PROTECTED = 1_000
"""Of all such quantities of one return."""


@dataclass(frozen=True)
class Total:
    """A quantity as the sum of those that nothing adds up to. `quantity` is None where only the public knows it."""

    quantity: Quantity
    atoms: frozenset[Quantity]
    public: bool


@dataclass
class Component:
    """Quantities that hang together by sums: those that are sums of no others (with the rests), and the totals."""

    atoms: list[Quantity] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)

    @property
    def quantities(self) -> list[Quantity]:
        """All of them, rests too."""
        return [*self.atoms, *(total.quantity for total in self.totals)]


@dataclass(frozen=True)
class Rest:
    """What of a total no part accounts for."""

    of: Quantity
    number: int


class Protector:
    """Finds what else has to be masked so that the masked quantities of a return cannot be worked out from its sums."""

    def __init__(self, sums: Sums, known: Set[Quantity] = frozenset()) -> None:
        """`known` are the quantities that others were shown before: to mask those protects nothing."""
        self._values: dict[Quantity, float] = dict(sums.values)
        self._sums = sums
        self._known = set(known)
        self.found: frozenset[Quantity] = frozenset()
        """Quantities that can be worked out all the same, because what gives them away was shown before."""
        self._left = MOST_PROTECTED
        self._components = self._hanging_together()
        self._done: dict[int, frozenset[Quantity]] = {}
        self._within: dict[Quantity, list[int]] = defaultdict(list)
        for place, component in enumerate(self._components):
            for quantity in component.quantities:
                self._within[quantity].append(place)

    def masked_too(self, hidden: frozenset[Quantity], unseen: frozenset[Quantity]) -> frozenset[Quantity]:
        """Further quantities to mask when `hidden` are, and must not be found; `unseen` are shown by no cell anyway."""
        further: set[Quantity] = set()
        for group in self._sums.loose:
            if not group.isdisjoint(hidden):
                further |= group
        for place, component in enumerate(self._components):
            concerned = hidden.intersection(component.quantities) - self._known
            if not concerned and not self._has_small_rest(component):
                continue
            if self._done.get(place) == concerned:
                continue
            self._done[place] = concerned
            # Two ways of adding up to one masked number narrow each other in a way that neither shows alone.
            crossed = any(len(self._within[quantity]) > 1 for quantity in concerned)
            self._left -= len(component.quantities)
            if crossed or len(component.quantities) > MOST_CELLS or self._left < 0:
                further.update(self._all_of(component))
            else:
                further |= self._protected(component, concerned, unseen)
        return frozenset(further - hidden)

    def _has_small_rest(self, component: Component) -> bool:
        return any(
            isinstance(atom, Rest) and SMALLEST_MASKED <= self._values[atom] <= LARGEST_MASKED
            for atom in component.atoms
            if atom not in self._known
        )

    def _all_of(self, component: Component) -> list[Quantity]:
        public = {total.quantity for total in component.totals if total.public}
        return [each for each in component.quantities if not isinstance(each, Rest) and each not in public]

    def _protected(
        self, component: Component, concerned: frozenset[Quantity], unseen: frozenset[Quantity]
    ) -> set[Quantity]:
        """The quantities to mask by the rules of tables; all where even those leave something to be found."""
        place_of = {atom: place for place, atom in enumerate(component.atoms)}
        places = tuple(tuple(sorted(place_of[atom] for atom in total.atoms)) for total in component.totals)
        quantities = component.quantities
        public = np.array([[False] * len(component.atoms) + [total.public for total in component.totals]])
        public |= np.array([[each in self._known for each in quantities]])
        masked = np.array([[each in concerned for each in quantities]])
        printed = np.array(
            [[not isinstance(each, Rest) and (each in concerned or each not in unseen) for each in quantities]]
        )
        counts = np.array([[self._values[atom] for atom in component.atoms]])
        found = protect(Table(counts, column_sums=places), printed=printed, released=public, masked=masked)
        if found.found.any():
            self.found |= {each for each, is_found in zip(quantities, found.found[0], strict=True) if is_found}
            return set(self._all_of(component))
        return {each for each, is_hidden in zip(quantities, found.hidden[0], strict=True) if is_hidden}

    def _hanging_together(self) -> list[Component]:
        """The components: every quantity expanded to those that nothing adds up to, then joined by what they share."""
        defining: dict[Quantity, Sum] = {}
        others: list[Sum] = []
        for each in self._sums.sums:
            if each.total in defining or _leads_to(each.total, each.parts, defining):
                others.append(each)
            else:
                defining[each.total] = each
        numbers = {id(each): number for number, each in enumerate(self._sums.sums)}

        def atoms_of(each: Sum) -> frozenset[Quantity]:
            made: set[Quantity] = set()
            for part in each.parts:
                made |= atoms_of(defining[part]) if part in defining else {part}
            if each.rest:
                rest = Rest(each.total, numbers[id(each)])
                self._values[rest] = each.rest
                made.add(rest)
                if self._known.issuperset(each.parts) and (each.public or each.total in self._known):
                    self._known.add(rest)
            return frozenset(made)

        totals = [Total(total, atoms_of(each), each.public) for total, each in defining.items()]
        # A year of months that have many parts each: its own sum of their totals, so that months stay apart.
        wide = {total.quantity for total in totals if total.public and len(total.atoms) > MOST_CELLS / 2}
        joined = _joined([total for total in totals if total.quantity not in wide])
        for each in (defining[quantity] for quantity in wide):
            joined += _joined([Total(each.total, frozenset(each.parts), public=True)])
        # A second way of adding up to a total stands alone, unless it says the same.
        known = {(total.quantity, total.atoms) for total in totals}
        for each in others:
            again = Total(each.total, atoms_of(each), each.public)
            if (again.quantity, again.atoms) not in known:
                joined += _joined([again])
        return joined


def _leads_to(total: Quantity, parts: tuple[Quantity, ...], defining: Mapping[Quantity, Sum]) -> bool:
    """Whether a total is among the parts of its own parts."""
    waiting, seen = list(parts), set()
    while waiting:
        part = waiting.pop()
        if part == total:
            return True
        if part in defining and part not in seen:
            seen.add(part)
            waiting.extend(defining[part].parts)
    return False


def _joined(totals: list[Total]) -> list[Component]:
    """Totals that share an atom are one component."""
    component_of: dict[Quantity, Component] = {}
    for total in totals:
        touching = list({id(made): made for atom in total.atoms if (made := component_of.get(atom))}.values())
        joined = Component(
            [atom for made in touching for atom in made.atoms], [each for made in touching for each in made.totals]
        )
        known = set(joined.atoms)
        joined.atoms += sorted(total.atoms - known, key=repr)
        joined.totals.append(total)
        for atom in joined.atoms:
            component_of[atom] = joined
    return list({id(made): made for made in component_of.values()}.values())
