"""The assessment of one authority: its parts agree with one another and with the record of one indicator."""

import numpy as np

from data.store import Snapshot
from models.assessment import assess
from models.benchmark import published_group


def test_the_parts_agree(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    found = assess(snapshot, area, published_group(snapshot.edition("2025"), area))
    words = found.standing.comparison
    tested = words != "not tested"
    assert tested.sum() > 50
    np.testing.assert_array_equal(~np.isnan(found.p), tested)
    # The p-value is under .05 exactly where the 95% interval leaves the mean out.
    np.testing.assert_array_equal(found.p[tested] < 0.05, words[tested] != "similar")
    assert not (found.certain & (found.p >= 0.05)).any(), "holding the false discovery rate never adds a finding"
    assert 0 < found.certain.sum() < (found.p < 0.05).sum()
    assert (found.adjusted[tested] >= found.p[tested]).all()


def test_a_rank_lies_in_its_interval(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    found = assess(snapshot, area, published_group(snapshot.edition("2025"), area))
    at = snapshot.position[snapshot.indicators.find("LACHealth%").id]
    assert found.ranks.low[at] <= found.standing.rank[at] <= found.ranks.high[at]
    assert found.ranks.of[at] == 151
    none = snapshot.position[snapshot.indicators.find("AVG_Attain8_Score").id]
    assert (found.ranks.low[none], found.ranks.high[none]) == (0, 0)
