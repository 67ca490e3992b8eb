"""Sensitivity of verdicts to the comparator: the same answer as asking for each lens in turn."""

import numpy as np

from data.store import Snapshot
from models.benchmark import Group, published_group, standing
from models.sensitivity import sensitivity


def test_each_lens_gives_the_verdict_that_it_gives_alone(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    groups = [published_group(snapshot.edition(name), area) for name in ("2025", "2021")]
    groups.append(Group("group", "a group of your own", ("850", "851", "921")))
    found = sensitivity(standing(snapshot, area, groups[0]), groups)
    assert found.lenses == ("2025", "2021", "group", "region")
    for column, group in enumerate(groups):
        alone = standing(snapshot, area, group)
        assert found.verdict[:, column].tolist() == alone.comparison.tolist()
        np.testing.assert_array_equal(found.comparator[:, column], alone.neighbours.mean)
        np.testing.assert_array_equal(found.contributing[:, column], alone.neighbours.contributing)


def test_a_verdict_changes_when_two_tested_words_differ(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    groups = [published_group(snapshot.edition(name), area) for name in ("2025", "2021")]
    stands = standing(snapshot, area, groups[0])
    found = sensitivity(stands, groups)
    for row, changes in zip(found.verdict.tolist(), found.changes, strict=True):
        assert changes == (len({word for word in row if word != "not tested"}) > 1)
    rate = snapshot.position[snapshot.indicators.find("LAC").id]
    # 90 per 10,000 (82.2 to 98.9): higher than 72.8 of 2025 and 55 of the South East, similar to 94.8 of 2021.
    assert found.verdict[rate].tolist() == ["higher", "similar", "higher"]
    assert found.changes[rate]
    assert 0 < found.changes.sum() < len(found.changes)
