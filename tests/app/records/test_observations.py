"""Observations beside the extract's own rows: the same figures in the same order, whatever is asked for and by page."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from app.records.observations import OBSERVATION_COLUMNS, ObservationRecord, observations
from app.records.published import as_csv
from data.periods import Status
from data.store import Snapshot
from tests.app.records.conftest import ENGLAND, SOUTHAMPTON, rows_of

CONTRACT = (
    "indicator authority period cohort value numerator denominator missing_reason status source release "
    "authority_code ons_code period_start period_end period_kind"
).split()
IN_EXTRACT = ("indicator", "period", "value", "numerator", "denominator", "missing_reason")
HEALTH = "percentage-of-cla-having-health-checks"


def same(record: ObservationRecord, row: dict[str, Any]) -> bool:
    """Whether a record says what a row of the extract says."""
    said = dict(record)
    return all(said[name] == row[name] for name in IN_EXTRACT) and (
        said["authority_code"],
        said["cohort"],
        said["status"],
        said["source"],
    ) == (row["authority"], row["cohort"] or None, row["status"], row["source"] or None)


def test_the_columns_are_those_of_the_contract() -> None:
    assert [*OBSERVATION_COLUMNS] == CONTRACT


@pytest.mark.parametrize("start", [0, 999, 250_000, 500_017, 769_900])
def test_a_page_is_the_extract_there(snapshot: Snapshot, extract: pd.DataFrame, start: int) -> None:
    page = observations(snapshot)[start : start + 1000]
    rows = rows_of(extract.iloc[start : start + 1000])
    assert len(page) == len(rows) > 700
    assert [record for record, row in zip(page, rows, strict=True) if not same(record, row)] == []


def test_the_pages_together_are_the_whole(snapshot: Snapshot, extract: pd.DataFrame) -> None:
    found = observations(snapshot)
    assert len(found) == len(extract) > 640_000
    sampled = found[:: len(found) // 997]
    assert [record["value"] for record in sampled] == [
        None if value != value else value for value in extract["value"].to_numpy()[:: len(found) // 997]
    ]
    assert found[len(found) :] == []
    assert found[-1] == found[len(found) - 1]
    with pytest.raises(IndexError):
        found[len(found)]


def test_a_page_does_not_depend_on_how_it_is_reached(snapshot: Snapshot) -> None:
    found = observations(snapshot, missing=True)
    whole = found[2_995:3_013]
    assert [*found[2_995:3_000], *found[3_000:3_001], *found[3_001:3_013]] == whole
    assert [found[place] for place in range(2_995, 3_013)] == whole


@pytest.mark.parametrize("missing", [True, False])
def test_missing_and_present(snapshot: Snapshot, extract: pd.DataFrame, missing: bool) -> None:
    found = observations(snapshot, missing=missing)
    assert len(found) == int((extract["value"].isna()).sum() if missing else extract["value"].notna().sum())
    for record in found[::5_003]:
        assert (record["value"] is None) is missing
        assert (record["missing_reason"] is not None) is missing


def test_one_area_of_several_indicators_missing_ones_with_their_reason(
    snapshot: Snapshot, extract: pd.DataFrame
) -> None:
    indicators = [snapshot.indicators.find(name) for name in ("LACDental%", HEALTH)]
    area = snapshot.authorities.by_code(SOUTHAMPTON)
    found = [*observations(snapshot, indicators, [area])]
    rows = [
        row
        for name in (one.id for one in snapshot.indicators if one in indicators)
        for row in rows_of(extract, authority=SOUTHAMPTON, indicator=name)
    ]
    assert len(found) == len(rows)
    assert all(same(record, row) for record, row in zip(found, rows, strict=True))
    assert {record["authority"] for record in found} == {"Southampton"}


def test_the_order_is_the_snapshots_and_not_that_of_asking(snapshot: Snapshot) -> None:
    indicators, areas = [*snapshot.indicators][:3], [*snapshot.areas][10:13]
    assert [*observations(snapshot, indicators, areas)] == [*observations(snapshot, indicators[::-1], areas[::-1])]


def test_latest_is_the_last_period_with_any_authoritys_figure(snapshot: Snapshot, extract: pd.DataFrame) -> None:
    areas = [snapshot.authorities.by_code(SOUTHAMPTON)]
    codes = {area.code for area in snapshot.authorities.authorities}
    for record in observations(snapshot, areas=areas, latest=True)[::23]:
        rows = extract[(extract["indicator"] == record["indicator"]) & extract["value"].notna()]
        known = {row["period"] for row in rows_of(rows) if row["authority"] in codes}
        order = [period.label for period in snapshot.periods[snapshot.position[record["indicator"]]]]
        assert record["period"] == max(known, key=order.index)


def test_periods_are_kept_by_what_is_asked(snapshot: Snapshot, extract: pd.DataFrame) -> None:
    found = observations(snapshot, keeps=lambda period, status: status is Status.PROVISIONAL)
    assert len(found) == int((extract["status"] == "provisional").sum()) > 0
    assert all(same(record, row) for record, row in zip(found, rows_of(extract, status="provisional"), strict=True))


def test_nothing_that_fits_is_nothing(snapshot: Snapshot) -> None:
    found = observations(snapshot, keeps=lambda period, status: period.year > 2100)
    assert (len(found), found[:5]) == (0, [])


def test_what_was_published_and_the_days_of_a_period(snapshot: Snapshot) -> None:
    indicator = snapshot.indicators.find(HEALTH)
    record = observations(snapshot, [indicator], [snapshot.authorities.by_code(ENGLAND)])[-1]
    assert (record["authority"], record["ons_code"], record["period_kind"]) == (
        "England",
        "E92000001",
        "financial year",
    )
    assert record["period_start"] < record["period_end"]
    assert record["release"].startswith("LAIT, updated 20")


def test_as_csv_it_is_read_back_whole(snapshot: Snapshot, extract: pd.DataFrame, tmp_path: Any) -> None:
    page = observations(snapshot)[40_000:42_000]
    (tmp_path / "page.csv").write_text(as_csv(page, OBSERVATION_COLUMNS))
    back = pd.read_csv(tmp_path / "page.csv", dtype={"authority_code": str})
    there = extract.iloc[40_000:42_000]
    assert np.array_equal(back["value"], there["value"], equal_nan=True)
    assert back["authority_code"].tolist() == there["authority"].astype(str).tolist()
    assert back["missing_reason"].fillna("").tolist() == there["missing_reason"].astype(object).fillna("").tolist()
