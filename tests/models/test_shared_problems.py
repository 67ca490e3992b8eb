"""What lists share: the same indicator, by itself or told by another; each told once; the rest is one list's own."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exceptions.reasons import ByInterval, Listed, Reason
from models.priorities import Certainty
from models.shared_problems import AuthorityList, alone, authority_list, does_well, shared

KEYS = "abcdef"


def listed(key: str, certainty: Certainty = Certainty.TESTED, children: float = 1, distance: float = 1) -> Listed:
    return Listed(key, KEYS.index(key), (Reason("interval", certainty, ByInterval()),), certainty, children, distance)


def a_list(keys: str, alike: str = "", **known: Listed) -> AuthorityList:
    """A list in order; `alike` are pairs such as `ab cd`."""
    pairs = np.zeros((len(KEYS), len(KEYS)), dtype=np.bool_)
    for first, second in alike.split():
        at, other = KEYS.index(first), KEYS.index(second)
        pairs[at, other] = pairs[other, at] = True
    return authority_list([known.get(key, listed(key)) for key in keys], pairs)


def test_a_list_has_one_of_each_kind() -> None:
    found = a_list("abc", "ac")
    assert [(entry.key, entry.alike) for entry in found.entries] == [("a", ("c",)), ("b", ())]
    assert found.leader == {"a": "a", "c": "a", "b": "b"}


def test_what_is_on_two_lists_is_shared_and_the_rest_is_their_own() -> None:
    lists = [a_list("ab"), a_list("bc"), a_list("d")]
    (one,) = shared(lists)
    assert one.key == "b"
    assert [member is not None for member in one.members] == [True, True, False]
    assert [[entry.key for entry in left] for left in alone(lists, [one])] == [["a"], ["c"], ["d"]]


def test_an_indicator_that_another_tells_is_shared_all_the_same() -> None:
    # On the first list b is told by a, on the second it stands for itself.
    first, second = a_list("ab", "ab"), a_list("b")
    (one,) = shared([first, second])
    assert one.key == "b"
    assert [(member.leader, member.is_told_by_another) for member in one.there] == [("a", True), ("b", False)]
    assert alone([first, second], [one]) == ((), ())


def test_what_is_alike_is_told_once_and_named() -> None:
    lists = [a_list("ab", "ab", a=listed("a", children=5)), a_list("ab", "ab", a=listed("a", children=5))]
    (one,) = shared(lists)
    assert (one.key, one.alike, one.children) == ("a", ("b",), 10)


def test_an_entry_that_only_one_more_brings_goes_with_the_first() -> None:
    # a and b are alike, so the first list tells b by a; the second has both, which there are not alike.
    lists = [a_list("ab", "ab"), a_list("ab")]
    (one,) = shared(lists)
    assert (one.key, one.alike) == ("a", ("b",))
    assert alone(lists, [one]) == ((), ()), "the second list's b is named in the row, so it is not the second's alone"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ([listed("a"), listed("a"), listed("a")], [listed("b", Certainty.CERTAIN, 9, 9)] * 2),
        ([listed("a", Certainty.CERTAIN, 1, 1)] * 2, [listed("b", Certainty.TESTED, 9, 9)] * 2),
        ([listed("a", Certainty.TESTED, 9, 1)] * 2, [listed("b", Certainty.TESTED, 1, 9)] * 2),
        ([listed("a", Certainty.TESTED, 1, 9)] * 2, [listed("b", Certainty.TESTED, 1, 1)] * 2),
    ],
    ids=["most lists", "surest", "most children", "furthest"],
)
def test_the_stated_order(better: list[Listed], worse: list[Listed]) -> None:
    lists = [
        AuthorityList({one.key: one for one in both}, {one.key: one.key for one in both})
        for both in (
            [one for side in (worse, better) for one in side[place : place + 1]] for place in range(len(better))
        )
    ]
    assert [one.key for one in shared(lists)] == ["a", "b"]


def test_children_together_leave_out_what_nobody_counts() -> None:
    lists = [a_list("a", a=listed("a", children=7)), a_list("a", a=listed("a", children=math.nan))]
    (one,) = shared(lists)
    assert (one.children, one.counted) == (7, 1)
    (none,) = shared([a_list("a", a=listed("a", children=math.nan))] * 2)
    assert math.isnan(none.children)
    assert none.counted == 0


PAIRS = st.sets(st.sampled_from(["ab", "bc", "cd", "ef"]))
LISTS = st.lists(st.tuples(st.permutations(KEYS), st.integers(0, len(KEYS)), PAIRS), min_size=2, max_size=4)


@given(LISTS)
def test_every_entry_is_shared_or_alone_and_none_is_hidden(drawn: list[tuple[list[str], int, set[str]]]) -> None:
    lists = [a_list("".join(keys[:count]), " ".join(sorted(pairs))) for keys, count, pairs in drawn]
    found = shared(lists)
    named = [key for one in found for key in (one.key, *one.alike)]
    on_several = {key for key in KEYS if sum(key in one.listed for one in lists) > 1}
    assert sorted(named) == sorted(on_several), "each once"
    for one, own in zip(lists, alone(lists, found), strict=True):
        left = {key for entry in own for key in (entry.key, *entry.alike)}
        assert not left & on_several
        assert {one.leader[key] for key in one.listed if key in on_several} | {e.key for e in own} == set(
            one.leader.values()
        )


def test_who_does_it_well() -> None:
    assert does_well(["worse", "better", "similar"], ["A", "B", "A"]) == (1,), "by test, before any band"
    assert does_well(["worse", "similar", "not tested"], ["D", "B", "A"]) == (2,)
    assert does_well(["worse", "similar"], ["D", "B"]) == ()
