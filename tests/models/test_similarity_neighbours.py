"""Modelled neighbours on invented places: what is found, what is never seen, and what is said about it."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from data.errors import PortalError
from models.similarity import NeighbourModel, fit_neighbours
from models.similarity.estimator import LEARNED, RANKS, ZSCORES, ContextNeighbours
from models.similarity.evaluation import evaluated
from models.similarity.learning import learned_weights
from models.similarity.stability import kept, multipliers, stability_word

COUNT = 36
VARIABLES = pd.DataFrame(
    {
        "variable": ["poverty", "density", "noise_1", "noise_2", "east", "north"],
        "title": ["Share of children in poverty", "Population density", "First noise", "Second noise", "East", "North"],
        "unit": ["%", "people per km²", "score", "score", "km", "km"],
        "headline": ["yes", "yes", "no", "no", "no", "no"],
        "domain": ["economy", "geography", "noise", "noise", "location", "location"],
    }
)


def places() -> pd.DataFrame:
    """Invented authorities, with gaps and ties, and the two that are never compared."""
    generator = np.random.default_rng(7)
    codes = ["201", "420", *(str(300 + number) for number in range(COUNT))]
    frame = pd.DataFrame(generator.normal(size=(len(codes), 6)), index=codes, columns=VARIABLES["variable"].tolist())
    frame["density"] = frame["density"].round()
    frame.iloc[5, 2] = np.nan
    frame.iloc[9, 0] = np.nan
    return frame


def lists_by(frame: pd.DataFrame, variables: list[str], count: int = 10) -> dict[str, list[str]]:
    """The nearest by a few variables alone, as somebody who looks only at those would list them."""
    known = frame.drop(index=["201", "420"])[variables]
    known = known.fillna(known.median())
    lists = {}
    for code in known.index:
        apart = ((known - known.loc[code]) ** 2).sum(axis=1).drop(code)
        lists[str(code)] = [str(other) for other in apart.sort_values(kind="stable").index[:count]]
    return lists


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return places()


@pytest.fixture(scope="module")
def published(frame: pd.DataFrame) -> dict[str, list[str]]:
    return lists_by(frame, ["poverty", "density"])


@pytest.fixture(scope="module")
def model(frame: pd.DataFrame, published: dict[str, list[str]]) -> NeighbourModel:
    return fit_neighbours(frame, VARIABLES, published)


def neighbours(model: NeighbourModel, code: str) -> list[str]:
    return [one.authority for one in model.lists[code].neighbours]


def test_ranks_city_block_as_plain_python_says(frame: pd.DataFrame) -> None:
    """Each authority is looked up among the others, whose ranks it did not help to make."""
    model = fit_neighbours(frame, VARIABLES)
    assert model.metric == RANKS
    assert model.evaluation == ()
    used = frame.drop(index=["201", "420"]).drop(columns=["east", "north"])
    for code in used.index:
        others = used.drop(index=code)
        filled, own = others.fillna(others.median()), used.loc[code].fillna(others.median())
        apart = {}
        for other in filled.index:
            total = 0.0
            for name in filled.columns:
                column = filled[name].tolist()
                place = {
                    value: (sum(one < value for one in column) + sum(one <= value for one in column)) / 2
                    for value in (own[name], filled.loc[other, name])
                }
                total += abs(place[own[name]] - place[filled.loc[other, name]]) / len(column)
            apart[str(other)] = round(total, 9)
        expected = sorted(apart, key=lambda other: (apart[other], other))[:10]
        assert neighbours(model, str(code)) == expected


def test_the_learned_metric_finds_out_what_the_lists_look_at(model: NeighbourModel) -> None:
    assert model.metric == LEARNED
    assert model.weights["poverty"] + model.weights["density"] > 0.9
    found = {one.method: one.overlap for one in model.evaluation}
    assert found["the modelled neighbours, held out"] > found["z-scores, Euclidean"] + 1
    assert found["chance"] == pytest.approx(10 * 10 / (COUNT - 1), abs=5e-4)


def test_an_authority_s_own_list_is_never_seen(frame: pd.DataFrame, published: dict[str, list[str]]) -> None:
    """Whatever is on an authority's list, and on whosever list it is, its modelled neighbours are the same."""
    code, stranger = "310", published["310"][0]
    changed = {
        other: [one for one in ones if one != code] + ([] if code in ones or other == stranger else [code])
        for other, ones in published.items()
    }
    changed[code] = [other for other in published if other not in (*published[code], code)][:10]
    before, after = (fit_neighbours(frame, VARIABLES, lists) for lists in (published, changed))
    assert before.lists[code] == after.lists[code]
    assert before.weights != after.weights
    assert before.digest != after.digest


def test_what_is_said_of_a_neighbour(model: NeighbourModel) -> None:
    for code, entry in model.lists.items():
        assert entry.authority == code
        assert len({one.authority for one in entry.neighbours} - {code, "201", "420"}) == 10
        distances = [one.distance for one in entry.neighbours]
        assert distances == sorted(distances)
        assert entry.further >= 0
        assert entry.next_authority not in {code, *(one.authority for one in entry.neighbours)}
        for one in entry.neighbours:
            assert sum(one.domains.values()) == pytest.approx(1, abs=1e-3)
            assert list(one.domains) == ["economy", "geography", "noise"]
            assert set(one.most_alike) <= {"poverty", "density"}
            assert one.stability == stability_word(one.kept)
            assert one.closeness in {"very close", "close", "somewhat close", "not close"}


def test_nearer_is_never_called_less_close(model: NeighbourModel) -> None:
    order = ["very close", "close", "somewhat close", "not close"]
    for entry in model.lists.values():
        places = [order.index(one.closeness) for one in entry.neighbours]
        assert places == sorted(places)


def test_the_two_unusual_ones_are_left_out(model: NeighbourModel) -> None:
    assert len(model.lists) == COUNT
    assert not {"201", "420"} & set(model.lists)


def test_the_same_inputs_give_the_same_model(
    frame: pd.DataFrame, published: dict[str, list[str]], model: NeighbourModel
) -> None:
    shuffled = frame.sample(frac=1, random_state=3)
    assert fit_neighbours(shuffled, VARIABLES, published) == model


def test_json_and_back(model: NeighbourModel) -> None:
    assert NeighbourModel.from_dict(json.loads(json.dumps(model.to_dict()))) == model


def test_progress_names_each_authority_once(frame: pd.DataFrame) -> None:
    told: list[str] = []
    fit_neighbours(frame, VARIABLES, progress=told.append)
    assert told == [str(300 + number) for number in range(COUNT)]


def test_the_input_is_not_changed(frame: pd.DataFrame, published: dict[str, list[str]]) -> None:
    before = frame.copy(deep=True)
    fit_neighbours(frame, VARIABLES, published)
    pd.testing.assert_frame_equal(frame, before)


def test_refusals_name_what_is_missing(frame: pd.DataFrame) -> None:
    with pytest.raises(PortalError, match="lacks the variable 'poverty'"):
        fit_neighbours(frame.drop(columns="poverty"), VARIABLES)
    with pytest.raises(PortalError, match="lack the column domain"):
        fit_neighbours(frame, VARIABLES.drop(columns="domain"))
    with pytest.raises(PortalError, match="'poverty' has no value"):
        fit_neighbours(frame.assign(poverty=np.nan), VARIABLES)


def test_learned_weights_are_at_the_optimum_of_the_plain_loss() -> None:
    """A plain implementation of the loss: no small step within bounds makes it better."""
    generator = np.random.default_rng(11)
    scores = generator.normal(size=(14, 3))
    listed = np.zeros((14, 14), dtype=bool)
    for row in range(13):  # the last has no list
        apart = (scores[:, 0] - scores[row, 0]) ** 2 + 0.5 * (scores[:, 1] - scores[row, 1] + 0.3) ** 2
        apart[row] = np.inf
        listed[row, np.argsort(apart)[:3]] = True
    penalty = 1e-2

    def loss(weights: np.ndarray) -> float:
        total = 0.0
        for row in range(13):
            odds = [np.exp(-(weights * (scores[row] - other) ** 2 / 2).sum()) for other in scores]
            rivals = sum(odds[one] for one in range(14) if one != row and not listed[row, one])
            total += sum(-np.log(odds[one] / (odds[one] + rivals)) / 3 for one in range(14) if listed[row, one])
        return float(total / 13 + penalty * 3 * ((weights - 1 / 3) ** 2).sum())

    weights = learned_weights(scores, listed, penalty)
    best = loss(weights)
    assert best < loss(np.full(3, 1 / 3)) - 0.05
    assert (weights >= 0).all()
    for at in range(3):
        for step in (-0.05, 0.05):
            moved = weights.copy()
            moved[at] = max(0.0, moved[at] + step)
            assert loss(moved) >= best - 1e-6


def test_a_list_of_everybody_teaches_nothing() -> None:
    scores = np.random.default_rng(1).normal(size=(6, 4))
    np.testing.assert_allclose(learned_weights(scores, ~np.eye(6, dtype=bool)), 0.25, atol=1e-6)


def test_the_estimator_keeps_scikit_learn_s_conventions() -> None:
    values = np.array([[0.0, 1.0], [1.0, np.nan], [5.0, 2.0], [9.0, 3.0]])
    estimator = clone(ContextNeighbours(metric=ZSCORES, n_neighbors=2))
    assert estimator.get_params() == {"metric": ZSCORES, "n_neighbors": 2, "penalty": ContextNeighbours().penalty}
    distances, rows = estimator.fit(values).kneighbors()
    # The gap takes the median 2, so the second is 4 / 3.56 from the third but (1 / 3.56, 1 / 0.71) from the first.
    assert rows.tolist() == [[1, 2], [2, 0], [1, 3], [2, 1]]
    assert (np.diff(distances, axis=1) >= 0).all()
    assert estimator.kneighbors(np.array([[8.0, 3.0]]), n_neighbors=1, return_distance=False).tolist() == [[3]]
    with pytest.raises(ValueError, match="not 'cosine'"):
        ContextNeighbours(metric="cosine").fit(values)
    with pytest.raises(ValueError, match="give y"):
        ContextNeighbours().fit(values)


def test_zscores_by_hand() -> None:
    """One variable 0, 2, 4: mean 2, variance 8/3; from 0 to 2 is 2 / sqrt(8/3)."""
    estimator = ContextNeighbours(metric=ZSCORES, n_neighbors=1).fit(np.array([[0.0], [2.0], [4.0]]))
    distances, _ = estimator.kneighbors()
    np.testing.assert_allclose(distances[:, 0], 2 / np.sqrt(8 / 3))


def test_evaluation_by_hand() -> None:
    """Overlaps 2 of 3 and 1 of 3; of the first three published, the same; the third authority is in one list only."""
    published = {"a": ["b", "c", "d"], "b": ["a", "c", "d"], "e": ["a"]}
    found = {"a": ["c", "b", "x"], "b": ["x", "y", "d"], "f": ["a"]}
    result = evaluated("by hand", found, published)
    assert (result.overlap, result.recall_of_first_three, result.authorities) == (1.5, 0.5, 2)
    assert result.low <= result.overlap <= result.high


def test_stability_of_the_plain_cases() -> None:
    runs = multipliers(("economy", "economy", "health"))
    assert runs.shape == (202, 3)  # 100 draws, 100 perturbations, 2 domains left out
    assert (runs[:100].sum(axis=1) == 3).all()
    assert runs[-2:].tolist() == [[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    np.testing.assert_array_equal(runs, multipliers(("economy", "economy", "health")))
    far_and_near = np.array([[9.0, 9.0, 9.0], [1.0, 1.0, 1.0], [8.0, 8.0, 0.0]])
    shares = kept(far_and_near, np.array([[1.0, 1, 1], [0, 0, 1], [1, 1, 0], [0, 0, 1]]), np.array([1]))
    assert shares.tolist() == [0.5]


@pytest.mark.parametrize(
    ("share", "word"), [(1.0, "core"), (0.9, "core"), (0.89, "usual"), (0.5, "usual"), (0.49, "borderline")]
)
def test_stability_words(share: float, word: str) -> None:
    assert stability_word(share) == word


def test_showing_results_does_not_load_scikit_learn() -> None:
    program = "import sys, models.similarity; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
