"""Neighbours' reasons and clusters beside the artefact's own JSON and the context file, read as they are."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from app.records.clusters import cluster_model_record, cluster_records, place_records
from app.records.likeness import alike_record, listed_records, neighbour_model_record, reason_records
from app.records.published import pair_record
from data.errors import PortalError
from data.store import Snapshot
from models.lenses import Similarity
from tests.app.records.conftest import PORTSMOUTH, SOUTHAMPTON
from tests.conftest import PUBLISHED


@pytest.fixture(scope="module")
def artefact() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PUBLISHED / "similarity.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def context(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "context.csv").open(encoding="utf-8", newline="") as file:
        return {row["dfe_code"]: row for row in csv.DictReader(file)}


def test_reasons_are_the_models_own_in_figures_of_the_context(
    snapshot: Snapshot, similarity: Similarity, artefact: dict[str, Any], context: dict[str, dict[str, str]]
) -> None:
    area = snapshot.authorities.by_code(SOUTHAMPTON)
    written = artefact["neighbours"]["lists"][SOUTHAMPTON]["neighbours"]
    found = reason_records(snapshot, similarity, area)
    assert [record["position"] for record in found] == [*range(1, 11)]
    for record, one in zip(found, written, strict=True):
        assert record["neighbour_code"] == one["authority"]
        assert (record["distance"], record["kept"], record["stability"], record["closeness"]) == (
            one["distance"],
            one["kept"],
            one["stability"],
            one["closeness"],
        )
        assert record["domains"] == one["domains"]
        assert sum(record["domains"].values()) == pytest.approx(1, abs=1e-3)
        for part, names in (("most_alike", one["most_alike"]), ("least_alike", one["least_alike"])):
            features = record["most_alike"] if part == "most_alike" else record["least_alike"]
            assert [feature["variable"] for feature in features] == names
            for feature in features:
                for value, code in ((feature["value"], SOUTHAMPTON), (feature["other_value"], one["authority"])):
                    stated = context[code][feature["variable"]]
                    assert value == (float(stated) if stated else None)


def test_a_pair_is_what_the_command_prints(snapshot: Snapshot, similarity: Similarity) -> None:
    first, second = (snapshot.authorities.by_code(code) for code in (SOUTHAMPTON, PORTSMOUTH))
    found, printed = alike_record(snapshot, similarity, first, second), pair_record(snapshot, similarity, first, second)
    assert (found["distance"], found["domains"], found["model"]) == (
        printed["distance"],
        printed["domains"],
        printed["model"],
    )
    shown = printed["least_alike"]
    assert isinstance(shown, list)
    for feature, figures in zip(found["least_alike"], shown, strict=True):
        assert (feature["variable"], feature["share"]) == (figures["variable"], figures["share"])
        assert (feature["value"], feature["other_value"]) == (figures["Southampton"], figures["Portsmouth"])


def test_nobody_is_compared_with_itself(snapshot: Snapshot, similarity: Similarity) -> None:
    area = snapshot.authorities.by_code(SOUTHAMPTON)
    with pytest.raises(PortalError, match="named twice"):
        alike_record(snapshot, similarity, area, area)


def test_lists_are_the_catalogues_and_the_artefacts(
    snapshot: Snapshot, similarity: Similarity, artefact: dict[str, Any], catalogue: dict[str, Any]
) -> None:
    found = listed_records(snapshot, similarity, snapshot.authorities.by_code(SOUTHAMPTON))
    for edition in catalogue["editions"]:
        records = [record for record in found if record["list"] == edition["name"]]
        assert [[record["neighbour_code"], record["closeness"]] for record in records] == edition["neighbours"][
            SOUTHAMPTON
        ]
    modelled, written = (
        [record for record in found if record["list"] == "modelled"],
        artefact["neighbours"]["lists"][SOUTHAMPTON],
    )
    assert [record["neighbour_code"] for record in modelled[:-1]] == [one["authority"] for one in written["neighbours"]]
    left_out = modelled[-1]
    assert (left_out["neighbour_code"], left_out["listed"], left_out["position"]) == (
        written["next_authority"],
        False,
        11,
    )
    assert left_out["further"] == written["further"]
    places = artefact["clusters"]["places"]
    assert all(record["cluster"] == places[record["neighbour_code"]]["cluster"] for record in modelled)


def test_somebody_without_a_modelled_list_has_the_published_ones(snapshot: Snapshot, similarity: Similarity) -> None:
    found = listed_records(snapshot, similarity, snapshot.authorities.find("Cumbria"))
    assert {record["list"] for record in found} == {"2021", "2025"}


def test_the_model_says_how_it_was_made(snapshot: Snapshot, similarity: Similarity, artefact: dict[str, Any]) -> None:
    found, written = neighbour_model_record(snapshot, similarity), artefact["neighbours"]
    assert {one["variable"]: one["weight"] for one in found["weights"]} == written["weights"]
    weights = [one["weight"] for one in found["weights"]]
    assert weights == sorted(weights, reverse=True)
    assert [dict(one) for one in found["evaluation"]] == written["evaluation"]
    assert (found["version"], found["digest"], found["authorities"]) == (
        written["version"],
        written["digest"],
        len(written["lists"]),
    )


def test_clusters_and_places_are_the_artefacts(
    snapshot: Snapshot, similarity: Similarity, artefact: dict[str, Any]
) -> None:
    written = artefact["clusters"]
    found = cluster_records(snapshot, similarity)
    assert [record["cluster"] for record in found] == [one["number"] for one in written["clusters"]]
    for record, one in zip(found, written["clusters"], strict=True):
        assert sorted(record["authority_codes"]) == sorted(one["authorities"])
        assert record["authorities"] == sorted(record["authorities"])
        assert record["size"] == len(one["authorities"])
        assert [dict(mark) for mark in record["distinctions"]] == one["distinctions"]
        assert record["marks"] == [mark["words"] for mark in one["distinctions"]]
    assert sum(record["size"] for record in found) == len(written["places"])
    for place in place_records(snapshot, similarity):
        stated = written["places"][place["authority_code"]]
        assert {name: place[name] for name in stated} == stated  # type: ignore[literal-required]
    model = cluster_model_record(similarity)
    assert {str(one["clusters"]): one["silhouette"] for one in model["counts"]} == written["silhouettes"]
    assert (model["silhouette"], model["stability"]) == (written["silhouette"], written["stability"])


def test_of_one_authority(snapshot: Snapshot, similarity: Similarity) -> None:
    area = snapshot.authorities.by_code(SOUTHAMPTON)
    (own,), (place,) = cluster_records(snapshot, similarity, area), place_records(snapshot, similarity, area)
    assert own["cluster"] == place["cluster"]
    assert "Southampton" in own["authorities"]
    for answer in (cluster_records, place_records):
        with pytest.raises(PortalError, match="Cumbria is in no cluster: it is closed"):
            answer(snapshot, similarity, snapshot.authorities.find("Cumbria"))
