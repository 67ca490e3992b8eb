"""Clusters of invented places, their words, and the definitions of the variables that the words come from."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.similarity import ClusterModel, fit_clusters
from models.similarity.clusters import chosen_count
from models.similarity.profile import LOCATION, prepared
from models.similarity.words import distinctions, listed, phrase

DEFINITIONS = Path(__file__).parents[2] / "data" / "definitions" / "context_variables.csv"
VARIABLES = pd.DataFrame(
    {
        "variable": ["poverty", "density", "area", "homes", "born", "mood", "jobs"],
        "title": [
            "Share of children in poverty",
            "Population density",
            "Land area",
            "Share of home owners",
            "Obscure index",
            "Life satisfaction",
            "Employment rate",
        ],
        "unit": ["%", "people per km²", "km²", "%", "score", "score", "%"],
        "headline": ["yes", "yes", "yes", "yes", "no", "yes", "yes"],
        "domain": ["economy", "geography", "geography", "housing", "population", "wellbeing", "economy"],
    }
)
CENTRES = {
    "1": [30, 5000, 40, 40, 9, 7, 60],
    "2": [10, 300, 2000, 75, 5, 8, 80],
    "3": [32, 1500, 100, 60, 1, 6, 62],
}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Three kinds of place, twenty of each, well apart; the first digit of a code is the kind."""
    generator = np.random.default_rng(5)
    rows = {
        f"{kind}{number:02d}": np.array(centre, dtype=float) * generator.normal(1, 0.03, size=len(centre))
        for kind, centre in CENTRES.items()
        for number in range(20, 40)
    }
    made = pd.DataFrame.from_dict(rows, orient="index", columns=VARIABLES["variable"].tolist())
    made.iloc[3, 2] = np.nan
    return made


@pytest.fixture(scope="module")
def model(frame: pd.DataFrame) -> ClusterModel:
    return fit_clusters(frame, VARIABLES, count=3)


def test_kinds_that_are_apart_are_found(model: ClusterModel) -> None:
    kinds = [{code[0] for code in cluster.authorities} for cluster in model.clusters]
    assert sorted(map(sorted, kinds)) == [["1"], ["2"], ["3"]]
    assert model.stabilities["3"][0] == 1.0
    assert model.stability == min(model.stabilities["3"])
    assert model.silhouette > 0.7
    assert model.silhouettes["3"] == model.silhouette
    assert [cluster.number for cluster in model.clusters] == [1, 2, 3]


def test_places_agree_with_clusters(model: ClusterModel) -> None:
    for cluster in model.clusters:
        assert {model.places[code].cluster for code in cluster.authorities} == {cluster.number}
    assert len(model.places) == 60
    means = [np.mean([model.places[code].x for code in cluster.authorities]) for cluster in model.clusters]
    assert means == sorted(means)
    assert np.mean([place.silhouette for place in model.places.values()]) == pytest.approx(model.silhouette, abs=1e-3)


def test_words_come_from_the_figures(model: ClusterModel, frame: pd.DataFrame) -> None:
    spacious = next(cluster for cluster in model.clusters if cluster.authorities[0].startswith("2"))
    assert [one.words for one in spacious.distinctions] == [
        "larger land area",
        "lower share of children in poverty",
        "higher life satisfaction",
        "higher share of home owners",
    ]
    assert spacious.title == "Larger land area and lower share of children in poverty"
    sizes = [abs(one.difference) for one in spacious.distinctions]
    assert sizes == sorted(sizes, reverse=True)
    area = next(one for one in spacious.distinctions if one.variable == "area")
    own = frame.loc[[code for code in frame.index if code.startswith("2")], "area"]
    assert area.cluster_mean == pytest.approx(own.mean(), abs=1e-3)
    assert "Obscure" not in json.dumps(model.to_dict())
    assert spacious.sentence.endswith(f"and {spacious.distinctions[-1].words}.")


def test_the_page_is_told_that_it_is_a_continuum(model: ClusterModel) -> None:
    assert "continuum" in model.continuum
    assert f"{model.silhouette:.2f}" in model.continuum
    assert 0 < model.explained[1] <= model.explained[0] < 1
    assert all(model.axes)


def test_the_order_of_rows_does_not_matter(model: ClusterModel, frame: pd.DataFrame) -> None:
    assert fit_clusters(frame.sample(frac=1, random_state=1), VARIABLES, count=3) == model


def test_json_and_back(model: ClusterModel) -> None:
    assert ClusterModel.from_dict(json.loads(json.dumps(model.to_dict()))) == model


def test_a_group_like_england_has_nothing_to_say(frame: pd.DataFrame) -> None:
    profile = prepared(frame, VARIABLES)
    everybody = np.ones(len(profile.codes), dtype=bool)
    assert distinctions(np.nan_to_num(profile.values, nan=40.0), everybody, profile, 4) == ()


@pytest.mark.parametrize(
    ("title", "unit", "difference", "words"),
    [
        ("Population density", "people per km²", 1.2, "higher population density"),
        ("Population density", "people per km²", -0.6, "lower population density"),
        ("Land area", "km²", 2.0, "larger land area"),
        ("Number of children aged 0 to 17", "children", -1.0, "smaller number of children aged 0 to 17"),
    ],
)
def test_a_phrase(title: str, unit: str, difference: float, words: str) -> None:
    assert phrase(title, unit, difference) == words


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_in_a_sentence(words: list[str], text: str) -> None:
    assert listed(words) == text


def test_every_context_variable_is_defined_for_readers() -> None:
    table = pd.read_csv(DEFINITIONS)
    assert table.columns.tolist() == ["variable", "title", "unit", "headline", "domain", "source"]
    assert len(table) == 109
    assert not table.isna().any(axis=None)
    assert table["variable"].is_unique
    assert table["title"].is_unique
    assert set(table["headline"]) == {"yes", "no"}
    assert (table["domain"] == LOCATION).sum() == 2
    assert table["domain"].nunique() == 9
    # A title follows "higher" or "lower" in a sentence with its first letter made small.
    assert table["title"].str.fullmatch(r"[A-Z][a-z].*[^.]").all()


@pytest.mark.parametrize(
    ("silhouettes", "stabilities", "count"),
    [
        # All stable: the largest whose silhouette is at least 90% of .40, which is .36.
        ({3: 0.40, 4: 0.38, 5: 0.35}, {3: (0.9, 0.9), 4: (0.85, 0.8), 5: (0.9, 0.9)}, 4),
        # Five is near the best, but one of its two indices is under .8.
        ({3: 0.40, 4: 0.30, 5: 0.39}, {3: (0.9, 0.9), 4: (0.9, 0.9), 5: (0.95, 0.79)}, 3),
        # None is stable: the one whose lower index is the highest.
        ({3: 0.40, 4: 0.39}, {3: (0.7, 0.5), 4: (0.6, 0.6)}, 4),
    ],
)
def test_the_number_of_clusters_is_chosen_by_the_rule(
    silhouettes: dict[int, float], stabilities: dict[int, tuple[float, float]], count: int
) -> None:
    assert chosen_count(silhouettes, stabilities) == count
