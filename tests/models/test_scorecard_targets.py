"""Targets in every form that papers print: met, not met, for the year's end, or not to be judged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.indicators import Polarity
from data.returns.measures import Kind, Measure
from data.returns.targets import Target, TargetKind, parse_target
from models.scorecard.targets import Judged, Verdict, is_met, judged

HIGH, LOW, NEUTRAL = 1, -1, 0


def judge(text: str, value: float | None, sign: int = HIGH, unit: str = "%", largest: float | None = None) -> Judged:
    polarity = {HIGH: Polarity.HIGH, LOW: Polarity.LOW, NEUTRAL: Polarity.NEUTRAL}[sign]
    measure = Measure("m", "M", unit, Kind.IN_PERIOD, polarity)
    return judged(parse_target(text), measure, unit, sign, value, value if largest is None else largest)


@pytest.mark.parametrize(
    ("text", "value", "sign", "verdict"),
    [
        ("95%", 95.0, HIGH, Verdict.MET),
        ("95%", 94.9, HIGH, Verdict.NOT_MET),
        ("23%", 23.0, LOW, Verdict.MET),
        ("23%", 32.3, LOW, Verdict.NOT_MET),
        ("<10%", 10.0, LOW, Verdict.NOT_MET),
        ("<10%", 9.9, LOW, Verdict.MET),
        ("<36%", 27.6, NEUTRAL, Verdict.MET),  # the target itself says which side is wanted
        (">=90%", 90.0, LOW, Verdict.MET),
        ("90-95%", 92.0, NEUTRAL, Verdict.MET),
        ("90-95%", 95.1, HIGH, Verdict.NOT_MET),
        ("TBC", 50.0, HIGH, Verdict.NONE),
        ("N/A", 50.0, HIGH, Verdict.NONE),
        ("", 50.0, HIGH, Verdict.NONE),
        ("England average", 50.0, HIGH, Verdict.NEITHER),
        ("as agreed with the board", 50.0, HIGH, Verdict.NEITHER),
        ("540", 554.0, NEUTRAL, Verdict.NEITHER),
        ("95%", None, HIGH, Verdict.NO_FIGURE),
    ],
)
def test_every_form_has_its_verdict(text: str, value: float | None, sign: int, verdict: Verdict) -> None:
    assert judge(text, value, sign).verdict is verdict


def test_what_is_not_judged_says_why() -> None:
    assert judge("TBC", 1.0).why == "to be confirmed"
    assert judge("540", 554.0, NEUTRAL, "number").why == "neither a higher nor a lower figure is better in itself"
    assert judge("95%", 554.0, HIGH, "number").why == "the target is a percentage and the figure is none"


def test_a_percentage_from_counts_reaches_its_target_in_binary_arithmetic() -> None:
    """57 of 100 in per cent is 56.99999999999999."""
    assert 57 / 100 * 100 < 57
    assert judge("57%", 57 / 100 * 100).verdict is Verdict.MET


def test_seventeen_thousand_contacts_are_a_year_s() -> None:
    """The largest month is 2,090: 4 x 2,090 = 8,360, and 17,000 is more."""
    found = judge("<17K", 1477.0, NEUTRAL, "number", largest=2090.0)
    assert (found.verdict, found.sign) == (Verdict.FOR_THE_YEAR, -1)
    assert judge("<8K", 1477.0, NEUTRAL, "number", largest=2090.0).verdict is Verdict.MET


def test_what_counts_from_april_is_judged_at_the_year_s_end() -> None:
    assert judge("700 (accumulative)", 432.0, NEUTRAL, "number").verdict is Verdict.FOR_THE_YEAR
    rate = Measure("r", "R", "rate per 10,000", Kind.CUMULATIVE, Polarity.NEUTRAL)
    assert judged(parse_target("700"), rate, rate.unit, 0, 432.0, 432.0).verdict is Verdict.FOR_THE_YEAR


@given(
    st.sampled_from([TargetKind.VALUE, TargetKind.BELOW, TargetKind.AT_MOST, TargetKind.ABOVE, TargetKind.AT_LEAST]),
    st.floats(-1e6, 1e6),
    st.floats(-1e6, 1e6),
    st.sampled_from([HIGH, LOW]),
)
def test_a_target_seen_in_a_mirror_is_met_by_the_mirrored_figure(
    kind: TargetKind, line: float, value: float, sign: int
) -> None:
    assert is_met(Target("", kind, line), sign, value) == is_met(Target("", kind, -line), -sign, -value)
