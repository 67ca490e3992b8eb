"""What several authorities' lists have in common, what only one of them has, and who of them does something well.

Of indicators that are alike one stands on a list for the others (`models/likeness.py`), and on the next authority's
list it may be another of them that stands there. So two authorities share a problem where the same indicator is on both
lists, as an entry of its own or as one that an entry stands for. Nor is it told twice: the indicators that are on two
lists or more are gone through in the stated order, and one becomes a shared problem where it brings entries of two
authorities or more that no problem before it has told. Another one goes, with its entries, to the first problem that
tells one of them: it is alike to that, and named there. Every entry is told by a shared problem or is its authority's
alone; none is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import nan
from typing import NamedTuple

import numpy as np

from models.arrays import Floats, Integers
from models.exceptions.by_rules import NOT_LISTED, RuleList
from models.exceptions.rules import LEVELS
from models.priorities import Certainty

FEWEST_SHARING = 2
BEST_BAND = "A"


class OnList(NamedTuple):
    """Something on an authority's list, by its place in the standing; all else as in `reasons.Listed`.

    `rules` are the ids of those that put it there, `leader` is the place of the entry that tells it, which may be its
    own.
    """

    at: int
    rules: tuple[str, ...]
    certainty: Certainty
    children: float
    distance: float
    leader: int

    @property
    def is_told_by_another(self) -> bool:
        """Whether an entry of another indicator stands for it."""
        return self.leader != self.at


@dataclass(frozen=True)
class AuthorityList:
    """One list of one authority: all that any rule puts on it, by places in the standing.

    `leader` names for each the entry that tells it: itself, or that which stands for it.
    """

    listed: RuleList
    leader: Mapping[int, int]

    @cached_property
    def entries(self) -> list[int]:
        """The list as its board sees it, in its order: one of each kind."""
        return [at for at in self.listed.places.tolist() if self.leader[at] == at]

    def looked_up(self, places: Iterable[int]) -> list[OnList | None]:
        """What is on it at some places; None where nothing is."""
        own, leader = self.listed, self.leader
        sure = map(LEVELS.__getitem__, own.certainty.tolist())
        figures = zip(own.rules, sure, own.children.tolist(), own.distance.tolist(), strict=True)
        known: dict[int, tuple[tuple[str, ...], Certainty, float, float]]
        known = dict(zip(own.places.tolist(), figures, strict=True))
        return [OnList(at, *known[at], leader[at]) if at in known else None for at in places]


def authority_list(listed: RuleList, alike: Sequence[int]) -> AuthorityList:
    """The list of one authority from all that rules put there, in order.

    `alike` are numbers, one for each place in the standing, with a bit for each place that is like it.
    """
    places = listed.places.tolist()
    to_come = sum([1 << at for at in places])
    leader: dict[int, int] = {}
    for at in places:
        if to_come >> at & 1:
            like = (alike[at] | 1 << at) & to_come
            to_come ^= like
            while like:
                lowest = like & -like
                leader[lowest.bit_length() - 1] = at
                like ^= lowest
    return AuthorityList(listed, leader)


class Shared(NamedTuple):
    """One indicator that is on several lists, by its place; `members` in the order of the authorities, None where not.

    `certainty` is that of the surest; `children` are those in the gaps of the `counted` ones that have counts, together
    (NaN where none has). `alike` are the places of other indicators on two lists or more that go with it.
    """

    at: int
    members: tuple[OnList | None, ...]
    certainty: Certainty
    counted: int
    children: float
    alike: tuple[int, ...]

    @property
    def there(self) -> tuple[OnList, ...]:
        """Those that have it on their lists."""
        return tuple([member for member in self.members if member])


@dataclass(frozen=True)
class _Together:
    """The lists of m authorities side by side, over the k places of the standing: all (k,).

    On how many lists each is, how sure the surest is, how many of them have counts of children, the children in their
    gaps together, and the furthest distance.
    """

    lists: Integers
    certainty: Integers
    counted: Integers
    children: Floats
    distance: Floats

    def in_order(self, ids: Integers) -> list[int]:
        """What is on two lists or more: most authorities, the surest, most children, furthest away; then by id."""
        at = np.flatnonzero(self.lists >= FEWEST_SHARING)
        of_each = ids, -self.distance, -self.children, self.certainty, -self.lists
        order: list[int] = at[np.lexsort([one[at] for one in of_each])].tolist()
        return order


def _together(lists: Sequence[AuthorityList], count: int) -> _Together:
    certainty = np.full((len(lists), count), NOT_LISTED)
    children, distance = np.full(certainty.shape, np.nan), np.zeros(certainty.shape)
    for row, one in enumerate(lists):
        own = one.listed
        certainty[row, own.places], children[row, own.places] = own.certainty, own.children
        distance[row, own.places] = own.distance
    counted = ~np.isnan(children)
    return _Together(
        lists=np.count_nonzero(certainty < NOT_LISTED, axis=0),
        certainty=certainty.min(axis=0),
        counted=np.count_nonzero(counted, axis=0),
        children=np.where(counted, children, 0.0).sum(axis=0),
        distance=distance.max(axis=0),
    )


def shared(lists: Sequence[AuthorityList], ids: Integers) -> tuple[Shared, ...]:
    """What is on the lists of two authorities or more, in order, each told once; `ids` (k,) put indicators in order."""
    together = _together(lists, len(ids))
    told: dict[int, int] = {}
    found: list[tuple[int, list[int]]] = []
    order = together.in_order(ids)
    for at, leaders in zip(order, _entries(lists, order, len(ids)), strict=True):
        entries = [entry for entry in leaders if entry >= 0]
        new = [entry for entry in entries if entry not in told]
        if len(new) >= FEWEST_SHARING:
            home = len(found)
            found.append((at, []))
        else:
            home = min([told[entry] for entry in entries if entry in told])
            found[home][1].append(at)
        for entry in new:
            told[entry] = home
    return tuple(_shared(lists, together, found))


def _entries(lists: Sequence[AuthorityList], places: Sequence[int], count: int) -> list[list[int]]:
    """At each of some places the entry of each list that tells it, as one number; below 0 where it is on none."""
    entries = np.full((len(lists), count), -1)
    for row, one in enumerate(lists):
        entries[row, [*one.leader]] = row * count + np.array([*one.leader.values()], dtype=np.int64)
    found: list[list[int]] = entries[:, places].T.tolist()
    return found


def _shared(
    lists: Sequence[AuthorityList], together: _Together, found: Sequence[tuple[int, Sequence[int]]]
) -> Iterable[Shared]:
    places = [at for at, _ in found]
    members = zip(*(one.looked_up(places) for one in lists), strict=True)
    figures = (one[places].tolist() for one in (together.certainty, together.counted, together.children))
    for (at, alike), on, level, counted, children in zip(found, members, *figures, strict=True):
        yield Shared(at, on, LEVELS[level], counted, children if counted else nan, tuple(alike))


def alone(lists: Sequence[AuthorityList], found: Sequence[Shared]) -> tuple[tuple[OnList, ...], ...]:
    """For each authority the entries of its list that no shared one tells, in its list's order."""
    named = {at for one in found for at in (one.at, *one.alike)}
    return tuple([_alone(one, {one.leader[at] for at in named & one.leader.keys()}) for one in lists])


def _alone(one: AuthorityList, told: set[int]) -> tuple[OnList, ...]:
    left = one.looked_up([at for at in one.entries if at not in told])
    return tuple([entry for entry in left if entry])


def does_well(comparison: Sequence[str], band: Sequence[str]) -> tuple[int, ...]:
    """Who does it well, as places: better than its own neighbours by test; where nobody is, those in the best band."""
    words, best = (comparison, "better") if "better" in comparison else (band, BEST_BAND)
    return tuple([place for place, word in enumerate(words) if word == best])
