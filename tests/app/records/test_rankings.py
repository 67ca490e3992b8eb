"""One indicator over all authorities and over its periods, beside plain loops over the extract."""

from itertools import groupby
from statistics import fmean, median, quantiles

import pandas as pd
import pytest

from app.records.funnels import funnel_records
from app.records.ranking import ranking_records
from app.records.series import NOBODY, lineage_records, series_records
from data.authorities import AreaKind
from data.store import Snapshot
from models.benchmark import published_group
from tests.app.records.conftest import SOUTHAMPTON, rows_of

LOW_IS_GOOD, HIGH_IS_GOOD = "three-or-more-placements-in-the-previous-2-years", "percentage-of-cla-having-health-checks"
NEUTRAL = "children-looked-after-rate-per-10-000"


def open_rows(snapshot: Snapshot, extract: pd.DataFrame, name: str, label: str) -> dict[str, dict[str, object]]:
    """The rows of the authorities that were open on some day of a period, by code."""
    period = next(one for one in snapshot.periods[snapshot.position[name]] if one.label == label)
    areas = {area.code: area for area in snapshot.areas if area.kind is AreaKind.AUTHORITY}
    found = {row["authority"]: row for row in rows_of(extract, indicator=name, period=label)}
    return {c: row for c, row in found.items() if c in areas and areas[c].existed_during(period.start, period.end)}


@pytest.mark.parametrize("name", [LOW_IS_GOOD, HIGH_IS_GOOD, NEUTRAL])
def test_ranks_bands_and_quarters(snapshot: Snapshot, extract: pd.DataFrame, name: str) -> None:
    indicator = snapshot.indicators.find(name)
    period = snapshot.periods[snapshot.position[name]][-1]
    rows = open_rows(snapshot, extract, name, period.label)
    values = {code: float(str(row["value"])) for code, row in rows.items() if row["value"] is not None}
    edges = quantiles(values.values(), n=4, method="inclusive")
    found = ranking_records(snapshot, indicator, period)
    assert {record["authority_code"] for record in found} == {*rows}
    for record in found:
        code = record["authority_code"]
        value = record["value"]
        assert value == rows[code]["value"]
        assert record["missing_reason"] == rows[code]["missing_reason"]
        assert (record["numerator"], record["denominator"]) == (rows[code]["numerator"], rows[code]["denominator"])
        if value is None:
            assert (record["rank"], record["band"], record["quarter"]) == (None, None, None)
            continue
        better = [one for one in values.values() if (one < value if indicator.sign < 0 else one > value)]
        assert record["rank"] == 1 + len(better)
        assert record["ranked"] == len(values)
        quarter = 1 + sum(value > edge for edge in edges)
        assert record["quarter"] == quarter
        letters = {1: "DCBA", -1: "ABCD", 0: None}[indicator.sign]
        assert record["band"] == (letters[quarter - 1] if letters else None)
    ranks = [record["rank"] for record in found if record["rank"]]
    assert ranks == sorted(ranks)
    without = [record["authority"] for record in found if record["value"] is None]
    assert [record["authority"] for record in found][-len(without) :] == sorted(without) or not without


def test_a_funnels_average_is_all_numerators_over_all_denominators(snapshot: Snapshot, extract: pd.DataFrame) -> None:
    indicator = snapshot.indicators.find(HIGH_IS_GOOD)
    period = snapshot.periods[snapshot.position[HIGH_IS_GOOD]][-1]
    rows = open_rows(snapshot, extract, HIGH_IS_GOOD, period.label)
    counted = [row for row in rows.values() if None not in (row["value"], row["numerator"], row["denominator"])]
    sums = [sum(float(str(row[part])) for row in counted) for part in ("numerator", "denominator")]
    found = funnel_records(snapshot, indicator, period)
    assert len(found) == len(counted) > 140
    assert found[0]["average"] == pytest.approx(100 * sums[0] / sums[1])
    for record in found:
        assert record["value"] == pytest.approx(100 * (record["numerator"] or 0) / (record["denominator"] or 1))
        value, low, high = record["value"], record["low_95"], record["high_95"]
        assert value is not None
        assert low is not None
        assert high is not None
        assert (record["side"] == "within") is (low <= value <= high)
    assert [record["denominator"] for record in found] == sorted(
        (record["denominator"] or 0 for record in found), reverse=True
    )


def test_there_is_no_funnel_without_counts(snapshot: Snapshot) -> None:
    at = snapshot.counted.index(False)
    assert funnel_records(snapshot, snapshot.indicators.all[at], snapshot.periods[at][-1]) == []


def test_a_course_beside_its_neighbours_region_and_england(snapshot: Snapshot, extract: pd.DataFrame) -> None:
    indicator, area = snapshot.indicators.find(HIGH_IS_GOOD), snapshot.authorities.by_code(SOUTHAMPTON)
    group = published_group(snapshot.edition("2025"), area)
    found = series_records(snapshot, indicator, [(area, group)])
    by_who = {who: [*records] for who, records in groupby(found, lambda record: record["who"])}
    assert [*by_who] == ["authority", "mean of 2025", "region", "country"]
    for who, code in (("authority", SOUTHAMPTON), ("region", area.region), ("country", "970")):
        rows = rows_of(extract, indicator=HIGH_IS_GOOD, authority=str(code))
        assert [(one["period"], one["value"], one["missing_reason"]) for one in by_who[who]] == [
            (row["period"], row["value"], row["missing_reason"]) for row in rows
        ]
    rows = rows_of(extract[extract["authority"].isin(group.codes)], indicator=HIGH_IS_GOOD)
    for record in by_who["mean of 2025"]:
        values = [row["value"] for row in rows if row["period"] == record["period"] and row["value"] is not None]
        assert record["contributing"] == len(values)
        assert record["of"] == 10
        if values:
            assert record["value"] == pytest.approx(fmean(values))
            assert record["median"] == pytest.approx(median(values))
        else:
            assert (record["value"], record["missing_reason"]) == (None, NOBODY)


def test_a_lineage_names_whose_figure_stands(snapshot: Snapshot) -> None:
    areas = [snapshot.authorities.find("Cumberland"), snapshot.authorities.find("Westmorland and Furness")]
    found = lineage_records(snapshot, snapshot.indicators.find(NEUTRAL), areas)
    assert found[0]["authorities"] == ["Cumbria"]
    assert not found[0]["pooled"]
    assert sorted(found[-1]["authorities"]) == ["Cumberland", "Westmorland and Furness"]
    assert [record["at_break"] for record in found].count(True) == 1
