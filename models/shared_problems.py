"""What several authorities' lists have in common, what only one of them has, and who of them does something well.

Of indicators that are alike one stands on a list for the others (`models/likeness.py`), and on the next authority's
list it may be another of them that stands there. So two authorities share a problem where the same indicator is on both
lists, as an entry of its own or as one that an entry stands for. Nor is it told twice: the indicators that are on two
lists or more are gone through in the stated order, and one becomes a shared problem where it brings entries of two
authorities or more that no problem before it has told. Another one goes, with its entries, to the first problem that
tells one of them: it is alike to that, and named there. Every entry is told by a shared problem or is its authority's
alone; none is lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan
from typing import NamedTuple

from models.arrays import Flags
from models.exceptions.reasons import Listed
from models.priorities import Certainty, one_of_each

FEWEST_SHARING = 2
BEST_BAND = "A"


@dataclass(frozen=True)
class AuthorityList:
    """One list of one authority: all that any rule puts on it, by key, in the list's order.

    `leader` names for each the entry that tells it: itself, or that which stands for it.
    """

    listed: Mapping[str, Listed]
    leader: Mapping[str, str]

    @cached_property
    def entries(self) -> tuple[Listed, ...]:
        """The list as its board sees it: one of each kind, with those that it stands for."""
        told: dict[str, list[Listed]] = {}
        for key, leader in self.leader.items():
            told.setdefault(leader, []).append(self.listed[key])
        # A leader stands before all that it tells, so that it is the first of them.
        return tuple(first.standing_for(rest) for first, *rest in told.values())


def authority_list(listed: Sequence[Listed], alike: Flags) -> AuthorityList:
    """The list of one authority from all that rules put there, in order; `alike` (k, k) are pairs of places."""
    key_at = {one.at: one.key for one in listed}
    leader = {
        key_at[at]: key_at[first]
        for first, like in one_of_each([one.at for one in listed], alike)
        for at in (first, *like)
    }
    return AuthorityList({one.key: one for one in listed}, leader)


class OnList(NamedTuple):
    """Something on an authority's list, and the key of the entry that tells it, which may be its own."""

    listed: Listed
    leader: str

    @property
    def is_told_by_another(self) -> bool:
        """Whether an entry of another indicator stands for it."""
        return self.leader != self.listed.key


@dataclass(frozen=True)
class Shared:
    """One indicator that is on several lists; `members` in the order of the authorities, None where it is not.

    `alike` are the keys of other indicators on two lists or more that go with it.
    """

    key: str
    members: tuple[OnList | None, ...]
    alike: tuple[str, ...] = ()

    @cached_property
    def there(self) -> tuple[OnList, ...]:
        """Those that have it on their lists."""
        return tuple([member for member in self.members if member])

    @cached_property
    def _counted(self) -> list[float]:
        """The children in the gaps of those that have counts."""
        return [on.listed.children for on in self.there if not isnan(on.listed.children)]

    @property
    def certainty(self) -> Certainty:
        """The surest of them."""
        return min([on.listed.certainty for on in self.there])

    @property
    def counted(self) -> int:
        """How many of them have counts of children."""
        return len(self._counted)

    @property
    def children(self) -> float:
        """The children in their gaps together; NaN where none has counts."""
        return sum(self._counted) if self._counted else nan


def shared(lists: Sequence[AuthorityList]) -> tuple[Shared, ...]:
    """What is on the lists of two authorities or more, in order, each told once."""
    told: dict[tuple[int, str], int] = {}
    found: list[tuple[str, list[str]]] = []
    for key in _on_several(lists):
        entries = [(place, one.leader[key]) for place, one in enumerate(lists) if key in one.leader]
        new = [entry for entry in entries if entry not in told]
        if len(new) >= FEWEST_SHARING:
            home = len(found)
            found.append((key, []))
        else:
            home = min([told[entry] for entry in entries if entry in told])
            found[home][1].append(key)
        told.update([(entry, home) for entry in new])
    return tuple([Shared(key, tuple([_on(one, key) for one in lists]), tuple(alike)) for key, alike in found])


def alone(lists: Sequence[AuthorityList], found: Sequence[Shared]) -> tuple[tuple[Listed, ...], ...]:
    """For each authority the entries of its list that no shared one tells, in its list's order."""
    keys = {key for one in found for key in (one.key, *one.alike)}
    told = [{one.leader[key] for key in keys & one.leader.keys()} for one in lists]
    return tuple(
        tuple(entry for entry in one.entries if entry.key not in leaders)
        for one, leaders in zip(lists, told, strict=True)
    )


def does_well(comparison: Sequence[str], band: Sequence[str]) -> tuple[int, ...]:
    """Who does it well, as places: better than its own neighbours by test; where nobody is, those in the best band."""
    better = tuple(place for place, word in enumerate(comparison) if word == "better")
    return better or tuple(place for place, letter in enumerate(band) if letter == BEST_BAND)


def _on_several(lists: Sequence[AuthorityList]) -> list[str]:
    """What is on the lists of two authorities or more, in the stated order."""
    there: dict[str, list[Listed]] = {}
    for one in lists:
        for key, listed in one.listed.items():
            there.setdefault(key, []).append(listed)
    orders = [_order(key, found) for key, found in there.items() if len(found) >= FEWEST_SHARING]
    return [order[-1] for order in sorted(orders)]


def _order(key: str, there: Sequence[Listed]) -> tuple[int, int, float, float, str]:
    """The stated order: most authorities, then the surest, then the most children, then the furthest away."""
    children = sum([listed.children for listed in there if not isnan(listed.children)])
    surest = min([listed.certainty for listed in there])
    return -len(there), surest, -children, -max([listed.distance for listed in there]), key


def _on(one: AuthorityList, key: str) -> OnList | None:
    listed = one.listed.get(key)
    return OnList(listed, one.leader[key]) if listed else None
