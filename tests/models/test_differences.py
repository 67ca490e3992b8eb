"""What a release has changed for an authority, between two small snapshots that differ in four known ways."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from data.missing import Missing
from data.store import Snapshot, open_with_earlier
from models.benchmark import published_group
from models.differences import Differences, Figure, Release, Revision, differences
from tests.data.two_releases import (
    CROSSED,
    DROPPED,
    REVISED,
    SOUTHAMPTON,
    SUPPRESSED,
    YEAR,
    write_two_releases,
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The later snapshot, opened with the earlier one."""
    folder: Path = tmp_path_factory.mktemp("releases")
    first, second = write_two_releases(folder)
    snapshot = open_with_earlier(folder / "out", folder / "cache")
    assert snapshot.earlier is not None
    assert (snapshot.earlier.snapshot.id, snapshot.id) == (first, second)
    return snapshot


@pytest.fixture(scope="module")
def found(served: Snapshot) -> Differences:
    assert served.earlier is not None
    area = served.authorities.by_code(SOUTHAMPTON)
    before, now = (
        Release(one, published_group(one.edition("2025"), area)) for one in (served.earlier.snapshot, served)
    )
    return differences(before, now, area)


def test_a_revised_figure_is_told_with_both_values_and_bands(found: Differences) -> None:
    assert [(one.indicator.id, one.period.year) for one in found.revised] == [(REVISED, YEAR)]
    one = found.revised[0]
    assert (one.before.value, one.now.value) == (100.0, 120.0)
    # Of some 150 authorities 100 is in the third quarter from below, 120 in the highest, which is best here.
    assert (one.before.band, one.now.band) == ("B", "A")
    assert one.flips
    assert one.is_revised


def test_a_figure_that_became_suppressed_has_gone_with_its_reason(found: Differences) -> None:
    assert [(one.indicator.id, one.period.year) for one in found.come_or_gone] == [(SUPPRESSED, YEAR)]
    one = found.come_or_gone[0]
    assert (one.before.value, one.now.value, one.now.reason) == (100.0, None, Missing.SUPPRESSED)
    assert not one.is_revised


def test_a_new_period_says_whether_a_quarter_was_crossed(found: Differences) -> None:
    assert [(one.indicator.id, one.period.year) for one in found.new_periods] == [(CROSSED, YEAR + 1)]
    one = found.new_periods[0]
    assert one.before is not None
    assert (one.before.value, one.before.band, one.now.value, one.now.band) == (100.0, "B", 1.0, "D")
    assert one.crossed


def test_an_indicator_that_is_gone_is_named_and_nothing_else_is(found: Differences) -> None:
    assert [one.id for one in found.gone_indicators] == [DROPPED]
    assert (found.new_indicators, found.new_editions, found.joined, found.left) == ((), (), (), ())


def test_the_other_way_round_the_indicator_is_new(served: Snapshot) -> None:
    assert served.earlier is not None
    area = served.authorities.by_code(SOUTHAMPTON)
    releases = [Release(one, published_group(one.edition("2025"), area)) for one in (served, served.earlier.snapshot)]
    found = differences(releases[0], releases[1], area)
    assert [one.id for one in found.new_indicators] == [DROPPED]
    assert [one.indicator.id for one in found.come_or_gone] == [SUPPRESSED]


def test_other_neighbours_are_named(served: Snapshot) -> None:
    assert served.earlier is not None
    area = served.authorities.by_code(SOUTHAMPTON)
    group = published_group(served.edition("2025"), area)
    others = replace(group, codes=("301", *group.codes[1:]))
    found = differences(Release(served.earlier.snapshot, group), Release(served, others), area)
    assert (found.joined, found.left) == (("301",), (group.codes[0],))


def test_a_snapshot_against_itself_has_no_differences(served: Snapshot) -> None:
    area = served.authorities.by_code(SOUTHAMPTON)
    release = Release(served, published_group(served.edition("2025"), area))
    assert differences(release, release, area).is_empty


def test_a_verdict_that_turns_is_a_flip(found: Differences) -> None:
    one = found.revised[0]
    same = Figure(100.0, Missing.PRESENT, "B", "similar")
    assert Revision(one.indicator, one.period, same, replace(same, comparison="worse")).flips
    assert not Revision(one.indicator, one.period, same, replace(same, value=101.0)).flips


def test_the_same_figure_that_stands_elsewhere_because_of_others_is_told(served: Snapshot) -> None:
    """All others had 1000 before: Southampton's 120 stood last, and now stands in the best quarter."""
    area, at = served.authorities.by_code(SOUTHAMPTON), served.position[REVISED]
    release = Release(served, published_group(served.edition("2025"), area))
    values, first = np.array(served.arrays["values"]), served.axis.starts[at]
    block = values[first : first + len(served.periods[at])].T
    others = served.are_authorities.copy()
    others[served.area_position[SOUTHAMPTON]] = False
    block[others] = 1000.0
    found = differences(
        replace(release, snapshot=replace(served, arrays={**served.arrays, "values": values})), release, area
    )
    assert [one.indicator.id for one in found.turned] == [REVISED]
    one = found.turned[0]
    assert (one.before.value, one.before.band, one.now.value, one.now.band) == (120.0, "D", 120.0, "A")
    assert (found.revised, found.come_or_gone) == ((), ())
    assert not found.is_empty


def test_a_period_of_long_ago_is_set_beside_no_later_one(served: Snapshot) -> None:
    area, at = served.authorities.by_code(SOUTHAMPTON), served.position[CROSSED]
    first, *rest = served.periods[at]
    older = replace(served, periods=(*served.periods[:at], (first.previous(), *rest), *served.periods[at + 1 :]))
    group = published_group(served.edition("2025"), area)
    [one] = differences(Release(older, group), Release(served, group), area).new_periods
    assert (one.period, one.before, one.before_period) == (first, None, None)
    assert not one.flips


@pytest.mark.parametrize(
    ("before", "now", "turned"),
    [("similar", "worse", True), ("worse", "worse", False), ("not tested", "worse", False), ("", "worse", False)],
)
def test_a_verdict_turns_where_both_were_tested(found: Differences, before: str, now: str, turned: bool) -> None:
    one = found.new_periods[0]
    old, new = (Figure(1.0, Missing.PRESENT, "B", word) for word in (before, now))
    assert replace(one, before=old, now=new).turned is turned
    assert not replace(one, before=None).turned
