"""What lists share: the same indicator, by itself or told by another; each told once; the rest is one list's own."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exceptions.by_rules import RuleList
from models.priorities import Certainty
from models.shared_problems import AuthorityList, Shared, alone, authority_list, does_well
from models.shared_problems import shared as shared_in

KEYS = "abcdef"
Known = tuple[Certainty, float, float]
"""The certainty, the children and the distance of something on a list."""
USUAL: Known = (Certainty.TESTED, 1, 1)


def a_list(keys: str, alike: str = "", **known: Known) -> AuthorityList:
    """A list in order; `alike` are pairs such as `ab cd`."""
    numbers = [0] * len(KEYS)
    for first, second in alike.split():
        at, other = KEYS.index(first), KEYS.index(second)
        numbers[at] |= 1 << other
        numbers[other] |= 1 << at
    figures = [known.get(key, USUAL) for key in keys]
    certainty, children, distance = (np.array([one[place] for one in figures]) for place in range(3))
    places = np.array([KEYS.index(key) for key in keys], dtype=np.int64)
    listed = RuleList((), places, (("interval",),) * len(keys), certainty.astype(np.int64), children, distance)
    return authority_list(listed, numbers)


def shared(lists: list[AuthorityList]) -> tuple[Shared, ...]:
    return shared_in(lists, np.arange(len(KEYS)))


def named(places: Iterable[int]) -> list[str]:
    return [KEYS[at] for at in places]


def own(lists: list[AuthorityList], found: Sequence[Shared]) -> list[list[str]]:
    return [named(entry.at for entry in left) for left in alone(lists, found)]


def test_a_list_has_one_of_each_kind() -> None:
    found = a_list("abc", "ac")
    assert named(found.entries) == ["a", "b"]
    assert {KEYS[at]: KEYS[leader] for at, leader in found.leader.items()} == {"a": "a", "c": "a", "b": "b"}


def test_what_is_looked_up_is_what_the_rules_put_there() -> None:
    one, none = a_list("ca", "ac", c=(Certainty.CERTAIN, 7, 2)).looked_up([2, 1])
    assert one == (2, ("interval",), Certainty.CERTAIN, 7, 2, 2)
    assert none is None


def test_what_is_on_two_lists_is_shared_and_the_rest_is_their_own() -> None:
    lists = [a_list("ab"), a_list("bc"), a_list("d")]
    (one,) = shared(lists)
    assert KEYS[one.at] == "b"
    assert [member is not None for member in one.members] == [True, True, False]
    assert own(lists, [one]) == [["a"], ["c"], ["d"]]


def test_an_indicator_that_another_tells_is_shared_all_the_same() -> None:
    # On the first list b is told by a, on the second it stands for itself.
    first, second = a_list("ab", "ab"), a_list("b")
    (one,) = shared([first, second])
    assert KEYS[one.at] == "b"
    assert [(KEYS[member.leader], member.is_told_by_another) for member in one.there] == [("a", True), ("b", False)]
    assert alone([first, second], [one]) == ((), ())


def test_what_is_alike_is_told_once_and_named() -> None:
    lists = [a_list("ab", "ab", a=(Certainty.TESTED, 5, 1)), a_list("ab", "ab", a=(Certainty.TESTED, 5, 1))]
    (one,) = shared(lists)
    assert (KEYS[one.at], named(one.alike), one.children) == ("a", ["b"], 10)


def test_an_entry_that_only_one_more_brings_goes_with_the_first() -> None:
    # a and b are alike, so the first list tells b by a; the second has both, which there are not alike.
    lists = [a_list("ab", "ab"), a_list("ab")]
    (one,) = shared(lists)
    assert (KEYS[one.at], named(one.alike)) == ("a", ["b"])
    assert alone(lists, [one]) == ((), ()), "the second list's b is named in the row, so it is not the second's alone"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ([USUAL] * 3, [(Certainty.CERTAIN, 9, 9)] * 2),
        ([(Certainty.CERTAIN, 1, 1)] * 2, [(Certainty.TESTED, 9, 9)] * 2),
        ([(Certainty.TESTED, 9, 1)] * 2, [(Certainty.TESTED, 1, 9)] * 2),
        ([(Certainty.TESTED, 1, 9)] * 2, [(Certainty.TESTED, 1, 1)] * 2),
        ([USUAL] * 2, [USUAL] * 2),
    ],
    ids=["most lists", "surest", "most children", "furthest", "by id"],
)
def test_the_stated_order(better: list[Known], worse: list[Known]) -> None:
    rest = [*worse, None, None]
    lists = [
        a_list("ba", a=first, b=second) if second else a_list("a", a=first)
        for first, second in zip(better, rest, strict=False)
    ]
    assert named(one.at for one in shared(lists)) == ["a", "b"]


def test_children_together_leave_out_what_nobody_counts() -> None:
    uncounted = a_list("a", a=(Certainty.TESTED, math.nan, 1))
    lists = [a_list("a", a=(Certainty.TESTED, 7, 1)), uncounted]
    (one,) = shared(lists)
    assert (one.children, one.counted) == (7, 1)
    (none,) = shared([uncounted] * 2)
    assert math.isnan(none.children)
    assert none.counted == 0


PAIRS = st.sets(st.sampled_from(["ab", "bc", "cd", "ef"]))
LISTS = st.lists(st.tuples(st.permutations(KEYS), st.integers(0, len(KEYS)), PAIRS), min_size=2, max_size=4)


@given(LISTS)
def test_every_entry_is_shared_or_alone_and_none_is_hidden(drawn: list[tuple[list[str], int, set[str]]]) -> None:
    lists = [a_list("".join(keys[:count]), " ".join(sorted(pairs))) for keys, count, pairs in drawn]
    found = shared(lists)
    several = {at for at in range(len(KEYS)) if sum(at in one.leader for one in lists) > 1}
    assert sorted(at for one in found for at in (one.at, *one.alike)) == sorted(several), "each once"
    for one, left in zip(lists, alone(lists, found), strict=True):
        leading = {entry.at for entry in left}
        assert not {at for at, leader in one.leader.items() if leader in leading} & several
        assert {one.leader[at] for at in one.leader if at in several} | leading == set(one.leader.values())


def test_who_does_it_well() -> None:
    assert does_well(["worse", "better", "similar"], ["A", "B", "A"]) == (1,), "by test, before any band"
    assert does_well(["worse", "similar", "not tested"], ["D", "B", "A"]) == (2,)
    assert does_well(["worse", "similar"], ["D", "B"]) == ()
