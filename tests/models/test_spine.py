"""The spine chart's scales: small tables with their arithmetic, and a naive second reading of three authorities."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.store import Snapshot
from models.benchmark import Standing, published_group, standing
from models.spine import Centre, SpineRow, Spines, Undrawn, spine_rows, spines

FORTY = list(range(40))
# 0, 1, … 39: quartiles 9.75, 19.5 and 29.25; the middle half is 19.5 wide, so far out is beyond -48.75 and 87.75.


def scale(values: list[float], centre: float, sign: int = 1, is_total: bool = False, beside: float = np.nan) -> Spines:
    return spines(
        np.array([values], dtype=np.float64),
        np.array([centre]),
        np.array([[beside]]),
        np.array([sign], dtype=np.int8),
        np.array([is_total]),
    )


def place(found: Spines, value: float) -> float:
    return float(found.places(np.array([value]))[0])


def test_the_longer_tail_fills_its_side() -> None:
    found = scale(FORTY, centre=10.0)
    assert found.reach[0] == 29.0  # 39 is 29 from 10, 0 only 10
    assert [place(found, value) for value in (39, 10, 0)] == [1.0, 0.0, pytest.approx(-10 / 29)]
    assert found.edges[0].tolist() == [9.75, 19.5, 29.25]


def test_better_is_at_the_right_and_neutral_runs_from_low_to_high() -> None:
    assert place(scale(FORTY, 10.0, sign=-1), 39) == -1.0
    assert place(scale(FORTY, 10.0, sign=0), 39) == 1.0


def test_who_is_far_out_does_not_stretch_the_scale_but_is_told_apart() -> None:
    found = scale([*FORTY, 1000.0], centre=20.0)
    assert found.highest[0] == 1000.0
    assert found.reach[0] == 20.0  # 0 and 20 are 20 apart, 39 and 20 are 19
    assert place(found, 1000.0) == 49.0


def test_a_comparator_always_finds_room() -> None:
    assert scale([*FORTY, 1000.0], centre=20.0, beside=90.0).reach[0] == 70.0


def test_where_more_than_half_are_the_same_the_others_are_still_drawn() -> None:
    found = scale([0.0] * 39 + [3.0], centre=0.0)
    assert found.undrawn[0] == Undrawn.DRAWN
    assert found.reach[0] == 3.0


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (scale(FORTY, 10.0, is_total=True), Undrawn.TOTAL),
        (scale(FORTY[:39], 10.0), Undrawn.FEW),
        (scale([*FORTY[:39], np.nan], 10.0), Undrawn.FEW),
        (scale(FORTY, np.nan), Undrawn.NO_CENTRE),
        (scale([5.0] * 40, 5.0), Undrawn.NO_SPREAD),
        (scale([], 5.0), Undrawn.FEW),
    ],
)
def test_no_scale_and_why(found: Spines, why: Undrawn) -> None:
    assert found.undrawn[0] == why
    assert isnan(place(found, 10.0))


figures = st.lists(st.floats(-1000, 1000, allow_subnormal=False).map(lambda value: round(value, 2)), min_size=40)


@given(figures, st.floats(-1000, 1000).map(lambda value: round(value, 2)), st.sampled_from([1, -1, 0]))
def test_every_scale_keeps_its_order_and_its_middle(values: list[float], centre: float, sign: int) -> None:
    found = scale(values, centre, sign)
    if found.undrawn[0] == Undrawn.NO_SPREAD:
        assert {*values} == {centre}
        return
    assert place(found, centre) == 0.0
    places = [place(found, value) for value in sorted(values)]
    assert places == sorted(places, reverse=sign < 0)
    inside = [spot for spot in places if abs(spot) <= 1]
    assert max(abs(spot) for spot in inside) == pytest.approx(1.0)


def naive(found: Standing, at: int, centre: Centre) -> dict[str, object]:
    """One row the slow way, from the slice's own figures and plain Python."""
    index = int(found.slice.which[at])
    indicator = found.snapshot.indicators.all[index]
    open_then = zip(found.slice.values[at].tolist(), found.slice.existed[at].tolist(), strict=True)
    values = sorted(value for value, existed in open_then if existed and not isnan(value))
    middle = float(found.neighbours.mean[at] if centre is Centre.NEIGHBOURS else found.england[at])
    if indicator.unit in ("number", "full-time equivalents", "£"):
        return {"undrawn": "total"}
    if len(values) < 40:
        return {"undrawn": "few"}
    if isnan(middle):
        return {"undrawn": "no centre"}
    first, third = (float(np.percentile(values, share)) for share in (25, 75))
    fence = 3 * (third - first)
    near = [value for value in values if first - fence <= value <= third + fence]
    beside = [float(level[at]) for level in (found.neighbours.mean, found.region, found.england)]
    reach = max(abs(value - middle) for value in [*near, *(level for level in beside if not isnan(level))])
    reach = reach or max(abs(value - middle) for value in values)
    if not reach:
        return {"undrawn": "no spread"}
    direction = -1 if indicator.sign < 0 else 1
    worst, best = (values[-1], values[0]) if direction < 0 else (values[0], values[-1])
    ours = float(found.value[at])
    return {
        "undrawn": "",
        "worst": (worst, (worst - middle) / reach * direction),
        "best": (best, (best - middle) / reach * direction),
        "middle": sorted((edge - middle) / reach * direction for edge in (first, third)),
        "us": None if isnan(ours) else (ours - middle) / reach * direction,
    }


def told(row: SpineRow) -> dict[str, object]:
    if row.undrawn:
        return {"undrawn": str(row.undrawn)}
    assert row.worst
    assert row.best
    assert row.middle
    return {
        "undrawn": "",
        "worst": (row.worst.value, row.worst.place),
        "best": (row.best.value, row.best.place),
        "middle": list(row.middle),
        "us": row.us,
    }


@pytest.mark.parametrize("centre", Centre)
@pytest.mark.parametrize("authority", ["southampton", "isle-of-wight", "city-of-london"])
def test_a_naive_reading_of_all_indicators_agrees(snapshot: Snapshot, authority: str, centre: Centre) -> None:
    area = snapshot.authorities.find(authority)
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    places = [at for at, column in enumerate(found.slice.columns) if column >= 0]
    rows = spine_rows(found, centre)
    assert len(rows) == len(places) > 500
    for at, row in zip(places, rows, strict=True):
        expected, shown = naive(found, at, centre), told(row)
        assert expected.keys() == shown.keys(), row.standing.indicator.id
        for name, value in expected.items():
            assert shown[name] == (value if isinstance(value, str) else pytest.approx(value)), row.standing.indicator.id


def test_rows_come_in_the_order_that_is_asked_for(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("southampton")
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    rows = spine_rows(found, places=[5, 0, 3])
    assert [row.standing for row in rows] == [found.row(at) for at in (5, 0, 3)]


def test_the_word_is_that_of_the_centre(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("southampton")
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    for row in spine_rows(found, Centre.ENGLAND):
        ours = row.standing
        if ours.low is None or ours.high is None or ours.value is None or ours.england is None:
            assert row.verdict == "not tested"
        elif ours.low <= ours.england <= ours.high:
            assert row.verdict == "similar"
        else:
            is_above = ours.low > ours.england
            words = {1: ("better", "worse"), -1: ("worse", "better"), 0: ("higher", "lower")}[ours.indicator.sign]
            assert row.verdict == words[not is_above]


def test_the_extremes_have_names(snapshot: Snapshot) -> None:
    area = snapshot.authorities.find("southampton")
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    at = snapshot.position["children-looked-after-rate-per-10-000"]
    (row,) = spine_rows(found, places=[at])
    assert row.worst
    assert row.best
    # LAIT, children looked after per 10,000 at 31 March 2025: 27 in Richmond upon Thames, 184 in Blackpool.
    assert (row.worst.value, [one.name for one in row.worst.holders]) == (27.0, ["Richmond upon Thames"])
    assert (row.best.value, [one.name for one in row.best.holders]) == (184.0, ["Blackpool"])
