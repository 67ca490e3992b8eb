"""What the browser is given to arrange the rows of a comparison."""

import json
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from layouts.compare.arrangement import Without, arrangement, further
from layouts.compare.hiding import HIDES, kinds

ALL = {",".join(some) for count in range(len(HIDES) + 1) for some in combinations(HIDES, count)}


def test_rows_are_counted_as_they_are_sent_and_sources_said_where_they_differ() -> None:
    without = {
        "": Without("adoption", "", "Source: both."),
        "similar": Without("adoption, without similar", "<p>1 of the 3</p>", "Source: both."),
        "unchanged": Without("adoption, without unchanged", "<p>2 of the 3</p>", "Source: one."),
    }
    of_rows = [("unchanged", "similar"), (), ("unchanged",)]
    found = json.loads(arrangement({"": [2, 0, 1], "gap": (0, 1, 2)}, of_rows, without, now=""))
    assert found["orders"] == {"": [2, 0, 1], "gap": [0, 1, 2]}
    assert found["kinds"] == {"unchanged": [0, 2], "similar": [0], "untested": []}
    assert found["source"] == "Source: both."
    assert found["without"]["similar"] == {"subject": "adoption, without similar", "said": "<p>1 of the 3</p>"}
    assert found["without"]["unchanged"]["source"] == "Source: one."


def test_everything_can_be_left_out_of_all_rows() -> None:
    assert set(further("")) == ALL
    assert len(further("")) == len(ALL)


@given(st.sampled_from(sorted(ALL)))
def test_what_is_left_out_already_was_not_sent(hide: str) -> None:
    assert set(further(hide)) == {each for each in ALL if {*kinds(hide)} <= {*kinds(each)}}
