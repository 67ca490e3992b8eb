"""Figures are rounded as publishers round, whatever their binary neighbours."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.store import Snapshot
from layouts.numbers import MINUS, digits, points


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (2.675, 2, "2.68"),
        (0.5, 0, "1"),
        (-0.5, 0, f"{MINUS}1"),
        (-0.2, 0, f"{MINUS}0"),
        (0.49999999, 0, "0"),
        (1284631.5, 0, "1,284,632"),
        (88.0, 1, "88.0"),
    ],
)
def test_halves_go_away_from_zero(value: float, places: int, text: str) -> None:
    assert digits(value, places) == text


@given(st.integers(-(10**9), 10**9), st.integers(0, 4), st.integers(0, 3))
@example(1005, 3, 2)
def test_what_is_written_in_decimals_is_rounded_by_them(thousandths: int, decimals: int, places: int) -> None:
    written = Decimal(thousandths).scaleb(-decimals)
    rounded = abs(written).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert digits(float(written), places).lstrip(MINUS) == f"{rounded:,}"


@given(st.floats(-1e15, 1e15), st.integers(0, 4))
def test_the_short_way_is_the_long_one(value: float, places: int) -> None:
    scaled = float(f"{abs(value) * 10**places:.9f}")
    rounded = float(int(scaled + 0.5) / 10**places)
    sign = MINUS if value < 0 else ""
    assert digits(value, places) == f"{sign}{rounded:,.{places}f}"


@given(st.integers(0, 10**6), st.integers(-3, 3), st.integers(0, 3))
def test_so_it_is_next_to_a_half(whole: int, hairs: int, places: int) -> None:
    value = (whole + 0.5 + hairs * 4e-10) / 10**places
    scaled = float(f"{value * 10**places:.9f}")
    assert digits(value, places) == f"{float(int(scaled + 0.5) / 10**places):,.{places}f}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{MINUS}1", f"{MINUS}1 percentage point"),
        ("+1", "+1 percentage point"),
        ("1.0", "1.0 percentage points"),
        (f"{MINUS}11", f"{MINUS}11 percentage points"),
    ],
)
def test_one_percentage_point_is_one(snapshot: Snapshot, text: str, words: str) -> None:
    share = next(one for one in snapshot.indicators if one.unit == "%")
    assert points(share, text) == words
