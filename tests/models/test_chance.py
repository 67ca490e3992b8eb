"""What chance leaves open about one indicator: published counts worked out by hand, and what cannot be calculated."""

import numpy as np
import pytest

from data.blocks import Block
from data.indicators import Indicator
from data.store import Snapshot
from models.chance import Places, change_over, intervals_over, places_of, recent_trend, with_counts
from models.intervals import wilson

NAN = float("nan")


def looked_up(snapshot: Snapshot, code: str) -> tuple[Indicator, Block, int]:
    indicator = snapshot.indicators.find(code)
    return indicator, snapshot.block(indicator), snapshot.area_position["852"]


def column_of(block: Block, year: int) -> int:
    return [period.year for period in block.periods].index(year)


def test_the_interval_of_each_period_is_wilson_s_of_its_counts(snapshot: Snapshot) -> None:
    """Health assessments of Southampton: 295 of 336 in 2024-25, 334 of 389 the year before; none before 2020-21."""
    indicator, block, southampton = looked_up(snapshot, "LACHealth%")
    found = intervals_over(indicator, block, southampton)
    for year, counts in ((2025, (295, 336)), (2024, (334, 389))):
        expected, at = wilson(*counts), column_of(block, year)
        assert (found.low[at], found.high[at]) == pytest.approx((expected.low * 100, expected.high * 100))
    assert np.isnan(found.low[column_of(block, 2018)])


def test_the_recent_trend_is_that_of_the_last_five_counts(snapshot: Snapshot) -> None:
    """Dental checks: 242/356, 254/374, 268/401, 316/389, 304/336 (docs/methods-uncertainty.md)."""
    indicator, block, southampton = looked_up(snapshot, "LACDental%")
    columns = list(range(len(block.periods)))
    found = recent_trend(indicator, block, southampton, columns)
    assert found.word == "increasing and getting better"
    assert [block.periods[at].year for at in found.places] == [2021, 2022, 2023, 2024, 2025]
    for broken in (columns[-4:], [*columns[-5:-1], None], [None, *columns[-4:]], columns[:5]):
        none = recent_trend(indicator, block, southampton, broken)
        assert (none.word, none.places) == ("cannot be calculated", ())


def test_spans_that_overlap_have_no_trend(snapshot: Snapshot) -> None:
    spans = [
        one for one in snapshot.indicators if (row := snapshot.periods[snapshot.position[one.id]]) and row[0].years > 1
    ]
    assert spans
    for indicator in spans:
        block = snapshot.block(indicator)
        found = recent_trend(indicator, block, snapshot.area_position["852"], range(len(block.periods)))
        assert found.word == "cannot be calculated"


def test_the_change_is_tested_by_the_counts_of_both_periods(snapshot: Snapshot) -> None:
    """295/336 after 334/389: from -3.08 to 6.84 (docs/methods-uncertainty.md)."""
    indicator, block, southampton = looked_up(snapshot, "LACHealth%")
    now, before = column_of(block, 2025), column_of(block, 2024)
    found = change_over(indicator, block, southampton, now, before)
    assert found is not None
    assert (found.low[0], found.high[0]) == pytest.approx((-3.08, 6.84), abs=0.005)
    assert found.word[0] == "no clear change"
    assert change_over(indicator, block, southampton, column_of(block, 2021), column_of(block, 2020)) is None
    assert change_over(indicator, block, southampton, now, None) is None


def test_the_places_that_a_rank_could_be(snapshot: Snapshot) -> None:
    """Health assessments, 295 of 336: from the 93rd to the 132nd of 151 (docs/methods-uncertainty.md)."""
    indicator, block, southampton = looked_up(snapshot, "LACHealth%")
    at = column_of(block, 2025)
    assert block.numerators is not None
    assert block.denominators is not None
    counting = snapshot.are_authorities & ~np.isnan(block.values[:, at])
    counts = [np.where(counting, array[:, at], NAN) for array in (block.numerators, block.denominators)]
    assert places_of(indicator, counts[0], counts[1], southampton) == Places(93, 132, 151)
    nobody = np.full(len(counts[0]), NAN)
    assert places_of(indicator, nobody, nobody, southampton) is None


@pytest.mark.parametrize(
    ("places", "is_wide"),
    [((1, 75, 151), False), ((1, 76, 151), True), ((5, 9, 10), True), ((5, 8, 10), False), ((3, 3, 9), False)],
)
def test_places_are_wide_when_they_are_half_of_all(places: tuple[int, int, int], is_wide: bool) -> None:
    assert Places(*places).is_wide is is_wide


def test_who_takes_part_in_what_rests_on_counts(snapshot: Snapshot) -> None:
    share, rate, total = (snapshot.indicators.find(code) for code in ("LACHealth%", "LAC", "LACnum"))
    numerators, denominators = np.array([5.0, 12, NAN, 0, -1]), np.array([10.0, 10, 10, 0, 10])
    assert with_counts(share, numerators, denominators).tolist() == [True, False, False, False, False]
    assert with_counts(rate, numerators, denominators).tolist() == [True, True, False, False, False]
    assert not with_counts(total, numerators, denominators).any()
