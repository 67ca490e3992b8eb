"""The definitions: every LAIT measure once, every tidy column that is named, and the ways to find one."""

from collections import Counter

import pytest

from data.datasets import load_datasets
from data.errors import PortalError
from data.faults import load_faults
from data.indicators import Indicator, Indicators, Polarity, indicator_from, load_indicators

WHOLE = {
    "id": "one",
    "title": "One",
    "topic": "Adoption",
    "unit": "%",
    "polarity": "higher is better",
    "decimals": 0,
    "period": "financial year",
    "made": "100 × a ÷ b",
}


@pytest.fixture(scope="module")
def indicators() -> Indicators:
    """The shipped definitions."""
    return load_indicators()


def test_all_measures_of_both_sources_are_defined(indicators: Indicators) -> None:
    assert sum(bool(indicator.lait) for indicator in indicators) == 434
    assert len(indicators) == 434 + 164
    assert len(indicators.topics) == 25


def test_one_measure_in_two_sources_is_one_indicator(indicators: Indicators) -> None:
    both = [indicator for indicator in indicators if indicator.lait and indicator.value]
    assert len(both) == 74
    codes = Counter(code for indicator in indicators for code in indicator.source_codes)
    assert max(codes.values()) == 1


def test_every_data_set_is_used_or_said_to_be_superseded(indicators: Indicators) -> None:
    used = {
        part.dataset
        for indicator in indicators
        for part in (indicator.value, indicator.numerator, indicator.denominator)
        if part
    }
    datasets = load_datasets()
    assert {name for name, dataset in datasets.items() if not dataset.superseded_by} == used
    assert {dataset.superseded_by for dataset in datasets.values() if dataset.superseded_by} <= used


def test_every_filter_that_a_definition_sets_is_one_of_its_data_set(indicators: Indicators) -> None:
    datasets = load_datasets()
    for indicator in indicators:
        for part in (indicator.value, indicator.numerator, indicator.denominator):
            if part:
                assert set(part.where) == set(datasets[part.dataset].filters), indicator.id


def test_every_fault_is_of_an_indicator_that_exists(indicators: Indicators) -> None:
    ids = {indicator.id for indicator in indicators}
    faults = load_faults()
    assert {fault.indicator for fault in faults.faults} <= ids
    assert set(faults.set_aside) <= {indicator.lait for indicator in indicators}


@pytest.mark.parametrize(
    ("text", "lait"),
    [
        ("LACHealth%", "LACHealth%"),
        ("lachealth%", "LACHealth%"),
        ("percentage-of-cla-having-health-checks", "LACHealth%"),
        ("Percentage of CLA having Health Checks", "LACHealth%"),
        ("CPP_Total_Rateper10,000", "CPP_Total_Rateper10,000"),
        ("Total_ Pup_FixedEx", "Total_ Pup_FixedEx"),
        (
            "la_cla_swcount:percentage [CLA on 31 March, 3 or more social workers during the year]",
            "Stability_SocialWorker",
        ),
    ],
)
def test_an_indicator_is_found_by_any_of_its_names(indicators: Indicators, text: str, lait: str) -> None:
    assert indicators.find(text).lait == lait


def test_a_column_that_one_indicator_reads_needs_no_filters() -> None:
    codes = ("pupils:late [Total]", "pupils:away [Girls]", "pupils:away [Boys]")
    indicators = Indicators(
        tuple(indicator_from(WHOLE | {"id": f"{n}", "source_code": code}, "a test") for n, code in enumerate(codes))
    )
    assert indicators.find("pupils:Late").id == "0"
    with pytest.raises(PortalError, match=r"Did you mean pupils:away"):
        indicators.find("pupils:away")


def test_an_unknown_indicator_is_refused_with_the_nearest(indicators: Indicators) -> None:
    with pytest.raises(PortalError, match=r"No indicator is called 'LACHelth%'\. Did you mean LACHealth%"):
        indicators.find("LACHelth%")
    with pytest.raises(PortalError, match="`portal indicators` lists them all"):
        indicators.find("☂")


@pytest.mark.parametrize(("unit", "per"), [("%", 100), ("rate per 10,000", 10_000), ("score", 1), ("£ a week", 1)])
def test_what_a_rate_is_per(unit: str, per: int) -> None:
    assert indicator_from({**WHOLE, "unit": unit}, "test").per == per


@pytest.mark.parametrize(("word", "sign"), [("higher is better", 1), ("lower is better", -1), ("neutral", 0)])
def test_polarity_as_a_sign(word: str, sign: int) -> None:
    assert Polarity(word).sign == sign


@pytest.mark.parametrize(
    "change", [{"polarity": "good"}, {"period": "fortnight"}, {"colour": "blue"}, {"value": {"dataset": "x"}}]
)
def test_a_wrong_definition_is_named(change: dict[str, object]) -> None:
    with pytest.raises(PortalError, match="The indicator definition one in somewhere is not right"):
        indicator_from({**WHOLE, **change}, "somewhere")


def test_a_definition_without_a_title_is_refused() -> None:
    with pytest.raises(PortalError, match="one in somewhere"):
        indicator_from({name: value for name, value in WHOLE.items() if name != "title"}, "somewhere")


def test_two_definitions_may_not_share_an_id() -> None:
    one: Indicator = indicator_from(WHOLE, "test")
    with pytest.raises(PortalError, match="share one id"):
        Indicators((one, one))
