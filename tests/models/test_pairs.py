"""Why two authorities are alike: shares that can be added up by hand."""

import pytest

from data.context import Context, Variable, load_context
from data.errors import PortalError
from data.store import Snapshot
from models.lenses import Similarity
from models.pairs import compared_pair

VARIABLES = {
    name: Variable(name, name.title(), "%", True, domain, "made up")
    for name, domain in (("flats", "housing"), ("owners", "housing"), ("pay", "economy"))
}
# Each variable has mean 2 and standard deviation 1 over the four authorities.
CONTEXT = Context(
    VARIABLES,
    {
        "a": {"flats": 1.0, "owners": 1.0, "pay": 1.0},
        "b": {"flats": 1.0, "owners": 3.0, "pay": 3.0},
        "c": {"flats": 3.0, "owners": 1.0, "pay": 3.0},
        "d": {"flats": 3.0, "owners": 3.0, "pay": 1.0},
    },
)
WEIGHTS = {"flats": 0.5, "owners": 0.3, "pay": 0.2}


def test_shares_by_hand() -> None:
    pair = compared_pair(CONTEXT, WEIGHTS, "abcd", ("a", "b"))
    # Differences of z: 0, 2 and 2, so 0.5 x 0 + 0.3 x 4 + 0.2 x 4 = 1.2 + 0.8 = 2.0.
    assert pair.domains == pytest.approx({"housing": 0.6, "economy": 0.4})
    assert [one.variable.name for one in pair.least_alike] == ["owners", "pay", "flats"]
    assert pair.most_alike[0].variable.name == "flats"
    assert (pair.least_alike[0].first, pair.least_alike[0].second) == (1.0, 3.0)
    # The six pairs add 2.0, 2.8, 3.2, 3.2, 2.8 and 2.0, whose mean is 2.667; the square root of 2.0 / 2.667 is .866.
    assert pair.distance == pytest.approx((2.0 / (16 / 6)) ** 0.5)


def test_an_authority_is_no_distance_from_itself() -> None:
    pair = compared_pair(CONTEXT, WEIGHTS, "abcd", ("a", "a"))
    assert pair.distance == 0
    assert set(pair.domains.values()) == {0.0}


def test_an_authority_outside_the_model_is_refused() -> None:
    with pytest.raises(PortalError, match="holds no authority 201"):
        compared_pair(CONTEXT, WEIGHTS, "abcd", ("a", "201"))


def test_any_pair_of_the_shipped_model(snapshot: Snapshot, similarity: Similarity) -> None:
    model = similarity.neighbours
    pair = compared_pair(load_context(snapshot), model.weights, model.lists, ("852", "850"))
    same = compared_pair(load_context(snapshot), model.weights, model.lists, ("850", "852"))
    assert pair.distance == same.distance
    assert sum(pair.domains.values()) == pytest.approx(1)
    near = compared_pair(load_context(snapshot), model.weights, model.lists, ("852", "851"))
    assert near.distance < pair.distance, "Portsmouth is more like Southampton than Hampshire is"
