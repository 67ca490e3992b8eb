"""What several authorities' lists have in common, what only one of them has, and who of them does something well.

Of indicators that are alike one stands on a list for the others (`models/likeness.py`), and on the next authority's
list it may be another of them that stands there. So two authorities share a problem where the same indicator is on both
lists, as an entry of its own or as one that an entry stands for. Nor is it told twice: the indicators that are on two
lists or more are gone through in the stated order, and one becomes a shared problem where it brings entries of two
authorities or more that no problem before it has told. Another one goes, with its entries, to the first problem that
tells one of them: it is alike to that, and named there. Every entry is told by a shared problem or is its authority's
alone; none is lost.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan, nan

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


@dataclass(frozen=True)
class OnList:
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
        return tuple(member for member in self.members if member)

    @property
    def certainty(self) -> Certainty:
        """The surest of them."""
        return min(member.listed.certainty for member in self.there)

    @property
    def counted(self) -> int:
        """How many of them have counts of children."""
        return sum(not isnan(member.listed.children) for member in self.there)

    @property
    def children(self) -> float:
        """The children in their gaps together; NaN where none has counts."""
        return sum(_number(member.listed.children) for member in self.there) if self.counted else nan

    @property
    def distance(self) -> float:
        """The furthest of them from its neighbours."""
        return max(member.listed.distance for member in self.there)

    @cached_property
    def order(self) -> tuple[int, int, float, float, str]:
        """The stated order: most authorities, then the surest, then the most children, then the furthest away."""
        return -len(self.there), int(self.certainty), -_number(self.children), -self.distance, self.key


def shared(lists: Sequence[AuthorityList]) -> tuple[Shared, ...]:
    """What is on the lists of two authorities or more, in order, each told once."""
    told: dict[tuple[int, str], int] = {}
    found: list[Shared] = []
    for one in sorted(_on_several(lists), key=lambda each: each.order):
        entries = [(place, member.leader) for place, member in enumerate(one.members) if member]
        new = [entry for entry in entries if entry not in told]
        if len(new) >= FEWEST_SHARING:
            home = len(found)
            found.append(one)
        else:
            home = min(told[entry] for entry in entries if entry in told)
            found[home] = replace(found[home], alike=(*found[home].alike, one.key))
        told.update((entry, home) for entry in new)
    return tuple(found)


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


def _on_several(lists: Sequence[AuthorityList]) -> list[Shared]:
    counts = Counter(key for one in lists for key in one.listed)
    keys = [key for key, count in counts.items() if count >= FEWEST_SHARING]
    return [Shared(key, tuple([_on(one, key) for one in lists])) for key in keys]


def _on(one: AuthorityList, key: str) -> OnList | None:
    return OnList(one.listed[key], one.leader[key]) if key in one.listed else None


def _number(children: float) -> float:
    return 0.0 if isnan(children) else children
