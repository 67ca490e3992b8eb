"""What was published, beside the catalogue and the reports as they lie on disk; and what two snapshots differ in."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from app.records.definitions import definition_record, term_records
from app.records.differences import CellDifferences, cell_differences, standing_change_records
from app.records.places import authority_record, partnership_records
from app.records.releases import (
    arithmetic_records,
    fault_records,
    publication_day_records,
    question_records,
    reconciliation_records,
    release_records,
)
from app.records.snapshots import holdings_record, snapshot_records
from callbacks.releases import changed, newest_group
from data.past import open_with_past
from data.store import Snapshot
from models.lenses import Similarity
from tests.app.records.conftest import rows_of
from tests.data.two_releases import CROSSED, DROPPED, REVISED, SOUTHAMPTON, SUPPRESSED, write_two_releases

LAIT = "bds_long_0.parquet"
SOME = ["201", "850", "851", "852", "886", "909", "921", "926", "970"]
HEALTH = "percentage-of-cla-having-health-checks"


def used(definition: dict[str, Any], file: str) -> bool:
    """Whether an indicator's figures or counts are from a file."""
    parts = [definition[name] for name in ("value", "numerator", "denominator")]
    named = {f"{part['dataset']}.csv" for part in parts if part}
    return file in named or (bool(definition["lait"]) and file == LAIT)


def test_every_file_with_its_digest_and_its_indicators(snapshot: Snapshot, catalogue: dict[str, Any]) -> None:
    found = release_records(snapshot)
    entries = catalogue["indicators"]
    assert len(found) == len(catalogue["files"])
    for record, file in zip(found, catalogue["files"], strict=True):
        assert (record["file"], record["sha256"], record["bytes"], record["rows"]) == (
            file["name"],
            file["sha256"],
            file["size"],
            file["rows"],
        )
        read = [entry for entry in entries if used(entry["definition"], file["name"])]
        assert record["indicator_ids"] == [entry["definition"]["id"] for entry in read], file["name"]
        ends = {end for entry in read for _, end, _, _ in entry["periods"]}
        assert len(record["periods"]) >= len({end[:4] for end in ends})
        provisional = any("provisional" in entry["statuses"] for entry in read)
        assert bool(record["provisional"]) is provisional
        assert {*record["provisional"], *record["revised"], *record["final"]} <= {*record["periods"]}
        updates = [entry["definition"]["updated"] for entry in read if entry["definition"]["updated"]]
        assert record["updated"] == max(updates, default=None)
    assert sum(record["indicators"] > 0 for record in found) > 10


def test_of_one_indicator(snapshot: Snapshot, catalogue: dict[str, Any]) -> None:
    found = release_records(snapshot, snapshot.indicators.find(HEALTH))
    entry = next(one["definition"] for one in catalogue["indicators"] if one["definition"]["id"] == HEALTH)
    assert [record["file"] for record in found] == [
        file["name"] for file in catalogue["files"] if used(entry, file["name"])
    ]


def test_faults_questions_and_reports(snapshot: Snapshot, catalogue: dict[str, Any], folder: Path) -> None:
    assert [(one["indicator"], one["why"], one["withheld"]) for one in fault_records(snapshot)] == [
        (one["indicator"], one["why"], one["withheld"]) for one in catalogue["faults"]
    ]
    asked = {(one["indicator"], one["question"]) for one in question_records(snapshot)}
    assert asked == {(name, text) for name, found in catalogue["questions"].items() for text in found}
    for name, found in (
        ("reconciliation.csv", reconciliation_records(snapshot)),
        ("arithmetic.csv", arithmetic_records(snapshot)),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            written = [*csv.DictReader(file)]
        assert len(found) == len(written) > 50
        for record, row in zip(found, written, strict=True):
            assert {part: str(value or "" if part == "why" else value) for part, value in record.items()} | {
                "title": ""
            } == {**row, "title": ""}


def test_days_of_publication(snapshot: Snapshot, catalogue: dict[str, Any]) -> None:
    found = publication_day_records(snapshot)
    days = [entry["definition"]["updated"] for entry in catalogue["indicators"] if entry["definition"]["updated"]]
    assert [(record["day"], record["indicators"]) for record in found] == [
        (day, days.count(day)) for day in sorted({*days}, reverse=True)
    ]


def test_what_a_snapshot_holds(snapshot: Snapshot, extract: pd.DataFrame) -> None:
    found = holdings_record(snapshot)
    assert found["figures"] + found["figures_of_regions"] == int(extract["value"].notna().sum())
    counted = extract["missing_reason"].value_counts()
    assert {one["reason"]: one["count"] for one in found["missing"] if one["count"]} == {
        name: count for name, count in counted.items() if count
    }


def test_one_indicator_whole(snapshot: Snapshot, extract: pd.DataFrame, catalogue: dict[str, Any]) -> None:
    entry = next(one for one in catalogue["indicators"] if one["definition"]["id"] == HEALTH)
    found = definition_record(snapshot, snapshot.indicators.find(HEALTH))
    for name in ("title", "topic", "unit", "polarity", "decimals", "made", "banded", "tested"):
        assert dict(found)[name] == entry["definition"][name]
    assert [(one["start"], one["end"], one["kind"], one["status"]) for one in found["periods"]] == [
        (start, end, kind, status)
        for (start, end, kind, _), status in zip(entry["periods"], entry["statuses"], strict=True)
    ]
    codes = {area.code for area in snapshot.authorities.authorities}
    rows = rows_of(extract, indicator=HEALTH)
    for one in found["periods"]:
        there = [row for row in rows if row["period"] == one["period"] and row["authority"] in codes]
        assert one["authorities"] == sum(row["value"] is not None for row in there)
        reasons = [row["missing_reason"] for row in there if row["missing_reason"]]
        assert one["missing"] == sum(reason != "not applicable" for reason in reasons)
    assert found["latest_period"] == found["periods"][-1]["period"]
    assert found["counts"] is entry["counts"]


def test_one_authority_whole(snapshot: Snapshot, similarity: Similarity, catalogue: dict[str, Any]) -> None:
    found = authority_record(snapshot, similarity, snapshot.authorities.find("Cumberland"))
    assert [one["name"] for one in found["predecessors"]] == ["Cumbria"]
    assert found["opened"] == "2023-04-01"
    assert found["lineage"] != []
    own = authority_record(snapshot, similarity, snapshot.authorities.by_code(SOUTHAMPTON))
    for one, edition in zip(own["neighbours"], catalogue["editions"], strict=False):
        naming = [code for code, pairs in edition["neighbours"].items() if SOUTHAMPTON in dict(pairs)]
        assert [area["code"] for area in one["listed_by"]] == naming
    assert [one for one in partnership_records() if one["partnership"] in own["partnerships"]]
    london = authority_record(snapshot, similarity, snapshot.authorities.find("London"))
    assert (london["kind"], london["neighbours"]) == ("region", [])
    joint = [
        area.code
        for area in snapshot.areas
        if any(area.code in one.members for one in snapshot.authorities.joint_returns)
    ]
    assert authority_record(snapshot, similarity, snapshot.authorities.by_code(joint[0]))["joint_returns"]


def test_the_glossary_is_whole_and_by_name() -> None:
    names = [record["term"].casefold() for record in term_records()]
    assert len(names) > 90
    assert names == sorted(names)


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A folder with two small releases, and their ids."""
    folder = tmp_path_factory.mktemp("two")
    return (folder, *write_two_releases(folder))


@pytest.fixture(scope="module")
def served(released: tuple[Path, str, str]) -> Snapshot:
    return open_with_past(released[0] / "out", released[0] / "cache")


@pytest.fixture(scope="module")
def earlier(served: Snapshot) -> Snapshot:
    assert served.earlier
    return served.earlier.snapshot


@pytest.fixture(scope="module")
def found(served: Snapshot, earlier: Snapshot) -> CellDifferences:
    return cell_differences(earlier, served)


def cells(folder: Path, identity: str) -> dict[tuple[str, str, str], tuple[float | None, str | None]]:
    """Value and reason of the rows of an extract that are about SOME."""
    names = ["indicator", "authority", "period", "value", "missing_reason"]
    path = folder / "out" / identity / "observations.parquet"
    table = pq.read_table(path, columns=names, filters=[("authority", "in", SOME)])
    lines = zip(*(table[name].to_pylist() for name in names), strict=True)
    return {(name, code, label): (value, reason) for name, code, label, value, reason in lines}


def test_differences_are_those_of_the_two_extracts(released: tuple[Path, str, str], found: CellDifferences) -> None:
    folder, first, second = released
    before, now = cells(folder, first), cells(folder, second)
    expected = {}
    for key in {*before, *now}:
        (old, why), (new, reason) = before.get(key, (None, None)), now.get(key, (None, None))
        kind = ""
        if old is not None and new is not None:
            kind = "revised" if old != new else ""
        elif new is not None or old is not None:
            kind = "new" if old is None else "withdrawn"
        elif key in before and key in now and why != reason:
            kind = "reason"
        if kind:
            expected[key] = (kind, old, new, why, reason)
    told = {
        (one["indicator"], one["authority_code"], one["period"]): (
            one["kind"],
            one["value_before"],
            one["value"],
            one["missing_reason_before"],
            one["missing_reason"],
        )
        for one in found
        if one["authority_code"] in SOME
    }
    assert told == expected
    assert len({(one["indicator"], one["authority_code"], one["period"]) for one in found}) == len(found) > len(told)
    assert {kind for kind, *_ in expected.values()} >= {"revised", "new", "withdrawn"}
    assert {indicator for indicator, _, _ in expected} >= {REVISED, CROSSED, SUPPRESSED, DROPPED}


def test_the_known_changes_of_one_authority(served: Snapshot, earlier: Snapshot) -> None:
    area = served.authorities.by_code(SOUTHAMPTON)
    revised, suppressed = (
        cell_differences(earlier, served, frozenset({name}), [area])[:] for name in (REVISED, SUPPRESSED)
    )
    assert [(one["kind"], one["value_before"], one["value"], one["change"]) for one in revised] == [
        ("revised", 100, 120, 20)
    ]
    assert [(one["kind"], one["value"], one["missing_reason"]) for one in suppressed] == [
        ("withdrawn", None, "suppressed")
    ]


def test_kinds_and_pages(found: CellDifferences, served: Snapshot, earlier: Snapshot) -> None:
    withdrawn = cell_differences(earlier, served, kinds=("withdrawn",))
    assert withdrawn[:] == [one for one in found if one["kind"] == "withdrawn"]
    assert [*found[:7], *found[7:]] == [*found]
    assert len(cell_differences(served, served)) == 0


def test_what_it_does_to_where_an_authority_stands(served: Snapshot, earlier: Snapshot) -> None:
    area = served.authorities.by_code(SOUTHAMPTON)
    group = newest_group(served, area)
    told = changed(earlier, served, group, area)
    assert told is not None
    records = standing_change_records(told, served, group.title, {})
    kinds = {(record["kind"], record["indicator"]) for record in records}
    assert kinds >= {
        ("gone indicator", DROPPED),
        ("revised", REVISED),
        ("come or gone", SUPPRESSED),
        ("new period", CROSSED),
    }
    crossed = next(record for record in records if record["kind"] == "new period")
    assert (crossed["value_before"], crossed["value"], crossed["flips"]) == (100, 1, True)
    assert crossed["band_before"] != crossed["band"]


def test_the_snapshots_and_when_they_were_live(served: Snapshot, released: tuple[Path, str, str]) -> None:
    _, first, second = released
    found = snapshot_records(served)
    assert [(one["snapshot"], one["served"]) for one in found] == [(second, True), (first, False)]
    assert found[0]["until"] is None
    assert found[1]["until"] == found[0]["since"]


def test_a_snapshot_without_a_history_is_there_all_the_same(snapshot: Snapshot) -> None:
    assert [dict(one) for one in snapshot_records(snapshot)] == [
        {"snapshot": snapshot.id, "served": True, "since": None, "until": None}
    ]
