"""Lists by the rules alone hold what a board's own lists hold, in the same order and for the same reasons."""

import numpy as np
import pytest

from data.exception_rules import RuleSetting, load_rules
from data.store import Snapshot
from models.assessment import assess
from models.benchmark import published_group
from models.exceptions.by_rules import rule_lists
from models.exceptions.published import published_lists
from models.priorities import BETTER, WORSE

EVERY_RULE = load_rules().with_settings({"interval": RuleSetting(True)})


@pytest.mark.parametrize("name", ["Southampton", "Isle of Wight", "City of London", "Kent"])
@pytest.mark.parametrize("year", [None, 2022])
def test_they_are_those_of_a_board_that_has_chosen_nothing(snapshot: Snapshot, name: str, year: int | None) -> None:
    area = snapshot.authorities.find(name)
    found = assess(snapshot, area, published_group(snapshot.edition("2025"), area), year)
    board, lists = published_lists(found, EVERY_RULE), rule_lists(found, EVERY_RULE)
    ids = found.standing.field.ids
    for side, entries in ((WORSE, board.worse), (BETTER, board.better)):
        own = lists.sides[side]
        assert {ids[at] for at in own.places.tolist()} == {key for one in entries for key in (one.key, *one.alike)}
        row_of = {at: row for row, at in enumerate(own.places.tolist())}
        rows = [row_of[one.at] for one in entries]
        assert rows == sorted(rows), "those that lead are in the same order"
        assert [own.rules[row] for row in rows] == [one.rules for one in entries]
        for mine, theirs in zip(
            (own.certainty, own.children, own.distance),
            zip(*[(one.certainty, one.children, one.distance) for one in entries], strict=True),
            strict=True,
        ):
            np.testing.assert_array_equal(mine[rows], theirs)


def test_reasons_are_made_of_what_is_asked_for(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    found = assess(snapshot, area, published_group(snapshot.edition("2025"), area))
    some = [one for one in published_lists(found, EVERY_RULE).worse if len(one.reasons) > 1]
    among = np.zeros(len(found.standing.value), dtype=np.bool_)
    among[[one.at for one in some]] = True
    assert rule_lists(found, EVERY_RULE).sides[WORSE].reasons(among) == {one.at: one.reasons for one in some}
    assert some
