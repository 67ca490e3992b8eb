"""The chart by the kind of data, why, and when counts vary by more than their size explains."""

import math

import numpy as np
import pytest
from scipy import stats

from data.errors import PortalError
from models.control_charts import ChartKind, DataKind, ProcessChange, choose_chart, control_chart, p_chart
from models.control_charts.overdispersion import chance_limit, sigma_z
from tests.models.monthly_series import (
    ALL_INFECTIONS,
    ASSESSMENTS_PER_10000,
    ATTENDANCES,
    CARE_LEAVERS,
    ENTERED_CARE,
    HEALTH_ASSESSED,
    INFECTIONS,
    LOOKED_AFTER,
    NORMAL,
    PATIENT_DAYS,
    RE_REFERRALS,
    REFERRALS,
    RISK_DAYS,
    SEEN,
    SUPERVISED,
)

NAN = float("nan")


def shares(numerator: list[int], denominator: list[int]) -> list[float]:
    return [100 * x / n for x, n in zip(numerator, denominator, strict=True)]


@pytest.mark.parametrize(
    ("kind", "numerator", "denominator", "chart", "reason"),
    [
        (DataKind.PROPORTION, RE_REFERRALS, REFERRALS, "p", "no more than their numbers explain (sigma z 0.81)"),
        (DataKind.PROPORTION, HEALTH_ASSESSED, ENTERED_CARE, "p", "(sigma z 1.04)"),
        (DataKind.PROPORTION, SUPERVISED, CARE_LEAVERS, "p'", "sigma z is 4.85, where chance alone stays under 1.52"),
        (DataKind.PROPORTION, SEEN, ATTENDANCES, "p'", "sigma z is 10.64, where chance alone stays under 1.34"),
        (DataKind.RATE, ALL_INFECTIONS, RISK_DAYS, "u", "events for each unit of exposure"),
        (DataKind.RATE, [200, 900, 150, 880, 210, 910, 170], [1000] * 7, "u'", "u' (Laney), because these are events"),
    ],
)
def test_counts_take_p_or_u_or_laneys(
    kind: DataKind, numerator: list[int], denominator: list[int], chart: str, reason: str
) -> None:
    value = shares(numerator, denominator)
    choice, drawn = control_chart(kind, value, numerator, denominator, per=100)
    assert choice == choose_chart(kind, value, numerator, denominator)
    assert drawn is not None
    assert choice.kind == drawn.kind == chart
    assert choice.why.startswith(chart)
    assert reason in choice.why
    assert choice.caution == ""
    np.testing.assert_allclose(drawn.value, value)


@pytest.mark.parametrize(
    ("kind", "values", "reason"),
    [
        (DataKind.COUNT, REFERRALS, "counts without anything that they are out of"),
        (DataKind.MEASUREMENT, NORMAL, "a measurement and not a count"),
        (DataKind.STOCK, LOOKED_AFTER, "how many there are on a day"),
        (DataKind.PROPORTION, [79.2, 80.1, 78.0], "no month has a numerator and a denominator"),
        (DataKind.RATE, [7.9, 8.1, 7.8], "no month has a numerator and a denominator"),
    ],
)
def test_the_others_take_xmr(kind: DataKind, values: list[float], reason: str) -> None:
    choice, chart = control_chart(kind, values, per=100)
    assert chart is not None
    assert choice.kind == chart.kind == ChartKind.INDIVIDUALS
    assert choice.why.startswith("XmR, because ")
    assert reason in choice.why
    assert ("counted the month before" in choice.caution) == (kind is DataKind.STOCK)


def test_counts_that_are_missing_for_some_months_are_not_charted() -> None:
    """A month without a figure needs no counts; one with a figure does."""
    value = [50.0, NAN, 45.0, 55.0]
    assert choose_chart(DataKind.PROPORTION, value, [20, NAN, 18, 22], [40, NAN, 40, 40]).kind == "p"
    choice = choose_chart(DataKind.PROPORTION, value, [20, NAN, NAN, 22], [40, NAN, 40, 40])
    assert choice.kind == "XmR"
    assert "1 of 3 months have no numerator and denominator" in choice.why


@pytest.mark.parametrize("kind", [DataKind.CUMULATIVE, DataKind.ROLLING])
def test_figures_that_hold_the_months_before_have_no_chart(kind: DataKind) -> None:
    choice, chart = control_chart(kind, ASSESSMENTS_PER_10000)
    assert choice.kind is None
    assert chart is None
    assert "chart the single months instead" in choice.why


@pytest.mark.parametrize(
    ("kind", "possible", "lower", "upper"),
    [
        (DataKind.COUNT, None, 0.0, math.inf),
        (DataKind.PROPORTION, None, 0.0, 100.0),
        (DataKind.MEASUREMENT, None, -math.inf, math.inf),
        (DataKind.MEASUREMENT, (1.0, 96.0), 1.0, 96.0),
    ],
)
def test_limits_of_xmr_are_held_to_what_the_figure_can_be(
    kind: DataKind, possible: tuple[float, float] | None, lower: float, upper: float
) -> None:
    """Mean 48.5; moving ranges 90, 91 and 86, mean 89: 48.5 ± 236.7."""
    _, chart = control_chart(kind, [5, 95, 4, 90], per=100, possible=possible)
    assert chart is not None
    np.testing.assert_allclose(chart.lower, max(lower, 48.5 - 2.66 * 89))
    np.testing.assert_allclose(chart.upper, min(upper, 48.5 + 2.66 * 89))


def test_a_step_between_phases_is_not_overdispersion() -> None:
    """30% and then 60%, each as steady as chance allows: over both, the step is one moving range of 13 too many."""
    numerator, denominator = [30, 33, 27, 31, 28, 29, 60, 63, 57, 61, 58, 59], [100] * 12
    value = shares(numerator, denominator)
    change = ProcessChange(6, "New front door")
    assert choose_chart(DataKind.PROPORTION, value, numerator, denominator, [change]).kind == "p"
    _, chart = control_chart(DataKind.PROPORTION, value, numerator, denominator, per=100, changes=[change])
    assert chart is not None
    np.testing.assert_allclose(chart.centre[[0, 11]], [178 / 6, 358 / 6])
    choice = choose_chart(DataKind.RATE, shares(INFECTIONS, PATIENT_DAYS), INFECTIONS, PATIENT_DAYS, [change])
    assert choice.kind == "u"


def test_a_change_without_a_reason_is_refused() -> None:
    with pytest.raises(PortalError, match="no reason"):
        choose_chart(DataKind.COUNT, REFERRALS, changes=[ProcessChange(3, "")])


# What chance gives sigma z


def test_the_height_for_twenty_months() -> None:
    """Cryer and Ryan's standard error: sqrt(0.8265 x 20 - 1.0821) / 19 = 0.2069; 1 + 1.645 x 0.2069 = 1.34."""
    _, height = chance_limit(np.zeros(20), np.zeros(20, dtype=np.int64))
    assert height == pytest.approx(1 + 1.6448536 * math.sqrt(0.82646 * 20 - 1.08212) / 19, abs=1e-5)


@pytest.mark.parametrize("missing", [[], [3, 9]])
def test_chance_exceeds_the_height_one_time_in_twenty(missing: list[int]) -> None:
    """Steady proportions, drawn 4,000 times: 5%, give or take the skew that a normal limit leaves out."""
    random = np.random.default_rng(2022)
    numerator = random.binomial(300, 0.4, (4000, 18)).astype(float)
    numerator[:, missing] = NAN
    scores = (numerator / 300 - 0.4) / math.sqrt(0.4 * 0.6 / 300)
    phase = np.zeros(18, dtype=np.int64)
    _, height = chance_limit(scores[0], phase)
    found = sigma_z(scores)[:, 0]
    assert found.mean() == pytest.approx(1, abs=0.01)
    assert 0.04 < np.mean(found > height) < 0.07


def test_a_phase_has_no_moving_range_to_the_next() -> None:
    """Scores 0, 1 and 5, 6: ranges 1 and 1 within the phases."""
    found, height = chance_limit(np.array([0.0, 1, 5, 6]), np.array([0, 0, 1, 1]))
    assert found == pytest.approx(1 / 1.128)
    assert height == pytest.approx(1 + stats.norm.isf(0.05) * math.sqrt((math.pi / 2 - 1) / 2))


def test_one_month_has_no_sigma_z() -> None:
    assert all(math.isnan(figure) for figure in chance_limit(np.zeros(1), np.zeros(1, dtype=np.int64)))
    assert choose_chart(DataKind.PROPORTION, [50.0], [20], [40]).why.endswith("those counted.")
    assert np.isnan(p_chart([20], [40]).sigma_z).all()
