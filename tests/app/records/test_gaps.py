"""Every gap of one authority beside a second computation in plain loops, and beside the page's lists."""

from math import isnan

import pytest

from app.records.gaps import GapRecord, gap_records
from app.records.published import benchmark_record
from data.store import Snapshot
from models.assessment import assess
from models.benchmark import Group, benchmark, published_group
from models.priorities import priorities
from tests.app.records.conftest import SOUTHAMPTON
from tests.models.naive_standing import naive_standing

ORDER = {
    ("worse", "certain"): 0,
    ("worse", "beyond chance"): 1,
    ("worse", "not tested"): 2,
    (None, None): 3,
    ("better", "not tested"): 4,
    ("better", "beyond chance"): 5,
    ("better", "certain"): 6,
}


@pytest.fixture(scope="module")
def group(snapshot: Snapshot) -> Group:
    return published_group(snapshot.edition("2025"), snapshot.authorities.by_code(SOUTHAMPTON))


@pytest.fixture(scope="module")
def found(snapshot: Snapshot, group: Group) -> list[GapRecord]:
    return gap_records(snapshot, snapshot.authorities.by_code(SOUTHAMPTON), group)


def test_every_indicator_has_its_place(snapshot: Snapshot, found: list[GapRecord]) -> None:
    assert [record["place"] for record in found] == [*range(1, len(snapshot.indicators) + 1)]
    assert {record["indicator"] for record in found} == {one.id for one in snapshot.indicators}


def test_figures_and_chance_are_those_of_plain_loops(snapshot: Snapshot, group: Group, found: list[GapRecord]) -> None:
    naive = naive_standing(snapshot, snapshot.authorities.by_code(SOUTHAMPTON), group.codes)
    records = {record["indicator"]: record for record in found}
    assert len(naive) > 400
    for one in naive:
        record = records[one.indicator.id]
        assert record["value"] == one.value
        assert record["mean"] == pytest.approx(one.mean)
        assert record["gap_points"] == pytest.approx(one.value - one.mean, abs=1e-9)
        assert record["comparison"] == one.word
        assert record["p_value"] == (None if one.p is None else pytest.approx(one.p))
        assert record["beyond_chance"] is one.certain


def test_the_worst_come_first_and_the_best_last(found: list[GapRecord]) -> None:
    compared = [record for record in found if record["polarity"] != "neutral" and not record["stale"]]
    compared = [record for record in compared if record["gap_points"] is not None]
    places = [ORDER[record["side"], record["certainty"]] for record in compared]
    assert places == sorted(places)
    assert set(places) == set(range(7))
    last = max(record["place"] for record in compared)
    assert [record for record in found if record["place"] <= last] == compared
    for record in compared:
        sign = {"higher is better": 1, "lower is better": -1}[record["polarity"]]
        gap = record["gap_points"] or 0
        assert {"worse": gap * sign < 0, "better": gap * sign > 0, None: True}[record["side"]]


@pytest.mark.parametrize("side", ["worse", "better"])
def test_within_a_certainty_more_children_are_further_out(found: list[GapRecord], side: str) -> None:
    for certainty, least in (("certain", 7), ("beyond chance", 1)):
        children = [one["children"] or 0 for one in found if (one["side"], one["certainty"]) == (side, certainty)]
        assert len(children) >= least
        assert children == sorted(children, reverse=side == "worse")


def test_the_pages_lists_are_in_it_in_their_order(snapshot: Snapshot, group: Group, found: list[GapRecord]) -> None:
    assessment = assess(snapshot, snapshot.authorities.by_code(SOUTHAMPTON), group)
    lists = priorities(assessment)
    leading = {snapshot.indicators.all[one.at].id for one in (*lists.worse, *lists.better)}
    shown = gap_records(snapshot, snapshot.authorities.by_code(SOUTHAMPTON), group, one_of_each=True)
    assert shown == [record for record in found if record["indicator"] in leading]
    place = {record["indicator"]: record for record in found}
    for side, listed in (("worse", lists.worse), ("better", lists.better[::-1])):
        records = [place[snapshot.indicators.all[one.at].id] for one in listed]
        assert [record["place"] for record in records] == sorted(record["place"] for record in records)
        assert {record["side"] for record in records} == {side}
        for one, record in zip(listed, records, strict=True):
            assert record["children"] == (None if isnan(one.children) else one.children)


def test_each_is_what_the_benchmark_says(snapshot: Snapshot, group: Group, found: list[GapRecord]) -> None:
    area = snapshot.authorities.by_code(SOUTHAMPTON)
    for record in [one for one in found if one["period"]][::37]:
        one = benchmark_record(
            snapshot, benchmark(snapshot, snapshot.indicators.find(record["indicator"]), area, group)
        )
        gap, neighbours = one["gap"], one["neighbours"]
        assert isinstance(gap, dict)
        assert isinstance(neighbours, dict)
        assert (record["gap_points"], record["gap_children"]) == (gap["points"], gap["children"])
        assert (record["mean"], record["median"], record["of"]) == (
            neighbours["mean"],
            neighbours["median"],
            neighbours["of"],
        )
        for name in ("period", "value", "missing_reason", "comparison", "rank", "ranked", "band", "numerator"):
            assert dict(record)[name] == one[name]


def test_what_is_asked_for_keeps_its_place_and_its_chance(
    snapshot: Snapshot, group: Group, found: list[GapRecord]
) -> None:
    names = {found[0]["indicator"], found[-1]["indicator"]}
    area = snapshot.authorities.by_code(SOUTHAMPTON)
    assert gap_records(snapshot, area, group, indicators=names) == [found[0], found[-1]]
    assert gap_records(snapshot, area, group, side="better") == [one for one in found if one["side"] == "better"]


def test_an_older_year_has_its_own_periods(snapshot: Snapshot, group: Group) -> None:
    old = gap_records(snapshot, snapshot.authorities.by_code(SOUTHAMPTON), group, year=2019)
    assert any(record["period"] is None for record in old)
    assert {str(record["period"])[-2:] for record in old if record["period"]} == {"19"}
