"""What is kept for no authority in particular is what is found for one row, one subset or one authority alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import Snapshot
from models.bands import bands
from models.benchmark import published_group, standing
from models.field import MOST_KEPT, Field, field_in, part_of
from models.likeness import Figures, alike
from models.overdispersion import FEWEST, between_authorities, overdispersion, pooled_average, standardised
from models.priorities import one_of_each
from models.ranks import ranks

YEARS = [None, 2021]


@pytest.fixture(params=YEARS, ids=str)
def field(request: pytest.FixtureRequest, snapshot: Snapshot) -> Field:
    """A field that nobody has looked at."""
    return Field(snapshot, snapshot.slice(request.param))


def test_letters_are_those_that_bands_draws(field: Field) -> None:
    found, traits = field.slice, field.traits
    drawn = bands(np.where(found.existed, found.values, np.nan), traits.signs, traits.flagged)
    rows, places = np.arange(len(drawn))[::7], np.arange(0, drawn.shape[1], 5)
    assert (field.letters(rows, places) == drawn[np.ix_(rows, places)]).all()


def test_letters_of_the_period_before_are_those_of_that_period_alone(field: Field) -> None:
    found, traits = field.slice, field.traits
    before = field.snapshot.slice_of(found.which, found.previous_columns)
    drawn = bands(np.where(before.existed, before.values, np.nan), traits.signs, traits.flagged)
    rows = np.arange(len(drawn))
    for place in (20, 60, 120):
        assert (field.letters_before(rows, place) == drawn[:, place]).all()


def test_ranks_of_a_standing_are_those_of_all_authorities(snapshot: Snapshot) -> None:
    for name in ("Southampton", "Leeds", "City of London"):
        area = snapshot.authorities.find(name)
        found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
        ranking = ranks(np.where(found.slice.existed, found.slice.values, np.nan), found.signs)
        at = snapshot.area_position[area.code]
        assert (found.rank == ranking.rank[:, at]).all()
        assert (found.position_from_highest == ranking.position_from_highest[:, at]).all()
        assert (found.ranked == ranking.ranked).all()


def test_a_part_is_what_it_would_be_by_itself(field: Field) -> None:
    which = np.arange(len(field.slice.which))[::-9]
    part, alone = (
        part_of(field, which),
        Field(field.snapshot, field.snapshot.slice_of(which, field.slice.columns[which])),
    )
    assert (part.ranked == alone.ranked).all()
    assert (part.bands == alone.bands).all()
    assert (part.edges.lettered == alone.edges.lettered).all()
    np.testing.assert_array_equal(part.edges.quartiles, alone.edges.quartiles)
    np.testing.assert_array_equal(part.positions, alone.positions)


def test_pairs_as_numbers_have_a_bit_for_each(field: Field) -> None:
    for row, number in zip(field.alike[::23], field.alike_numbers[::23], strict=True):
        assert [at for at in range(len(row)) if number >> at & 1] == np.flatnonzero(row).tolist()


def test_records_of_some_are_those_among_all(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("Southampton")
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    places = np.flatnonzero(found.slice.columns >= 0)[::11].tolist()
    for at, row in zip(places, found.records(places), strict=True):
        assert row == found.row(at)
        assert (row.indicator, row.period) == (
            snapshot.indicators.all[at],
            snapshot.periods[at][found.slice.columns[at]],
        )
        assert row.value == found.value[at] or np.isnan(found.value[at])
        assert (row.value is None) == (row.reason != 0)
        assert row.position_from_highest is None or row.position_from_highest > 0


def test_likeness_among_some_is_that_among_all(field: Field) -> None:
    rows = np.arange(0, len(field.slice.which), 9)
    there = field.slice.existed[rows] & ~np.isnan(field.slice.values[rows])
    counts = (np.where(there, array[rows], np.nan) for array in field.counts)
    some = alike(Figures(np.where(there, field.slice.values[rows], np.nan), *counts, field.traits.signs[rows]))
    assert (field.alike[np.ix_(rows, rows)] == some).all()
    assert some.any()


def test_the_spread_of_each_indicator_is_its_own() -> None:
    """Of many at once, what each would have alone: tau squared about its own pooled average."""
    random = np.random.default_rng(7)
    denominators = random.integers(50, 900, (6, 30)).astype(np.float64)
    numerators = np.floor(denominators * random.uniform(0.1, 0.6, (6, 30)))
    numerators[2, :25] = np.nan  # five are left: too few
    numerators[3, 4] = denominators[3, 4] + 1  # no proportion
    kinds = np.array(["proportion", "rate", "proportion", "proportion", "none", "rate"])
    found = between_authorities(kinds, numerators, denominators)
    for row, kind in enumerate(kinds.tolist()):
        n, x = denominators[row], numerators[row].copy()
        if kind == "proportion":
            x[x > n] = np.nan
        if kind == "none" or np.count_nonzero(~np.isnan(x)) < FEWEST:
            assert np.isnan(found[row])
            continue
        n = np.where(np.isnan(x), np.nan, n)
        alone = standardised(kind, x[None], n[None], pooled_average(x[None], n[None]))
        assert found[row] == overdispersion(alone).tau_squared[0]


def test_the_last_ones_asked_for_are_kept(snapshot: Snapshot) -> None:
    newest = field_in(snapshot)
    years = list(range(2016, 2016 + MOST_KEPT))
    assert field_in(snapshot) is newest
    for year in years:
        field_in(snapshot, year)
    assert list(snapshot.kept["fields"]) == years
    assert field_in(snapshot, years[-1]) is snapshot.kept["fields"][years[-1]]
    assert field_in(snapshot) is not newest


@given(st.data())
def test_one_of_each_kind_as_one_would_do_it_by_hand(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 9))
    order = data.draw(st.permutations(range(size)))
    alike_ones = np.array(data.draw(st.lists(st.booleans(), min_size=size**2, max_size=size**2)), dtype=np.bool_)
    pairs = alike_ones.reshape(size, size)
    left, expected = list(order), []
    while left:
        first, *rest = left
        like = tuple(at for at in rest if pairs[first, at])
        expected.append((first, like))
        left = [at for at in rest if at not in like]
    assert one_of_each(order, pairs) == expected
