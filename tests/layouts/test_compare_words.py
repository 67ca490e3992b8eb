"""The Compare page's sentences say what the figures say, and no more."""

from dataclasses import replace

import pytest

from data.indicators import Polarity
from data.store import Snapshot
from layouts.compare.sparkline import Trend
from layouts.compare.words import answer, caption, left_out, question, told
from layouts.provenance import sources
from models.benchmark import Benchmark, published_group, standing


@pytest.fixture(scope="module")
def row(snapshot: Snapshot) -> Benchmark:
    """Southampton's health checks: higher is better."""
    area = snapshot.authorities.find("Southampton")
    found = standing(snapshot, area, published_group(snapshot.edition("2025"), area))
    return found.row(snapshot.position["percentage-of-cla-having-health-checks"])


def rows(row: Benchmark, words: str, band: str = "") -> list[Benchmark]:
    """A row for each of the letters: worse, better, similar, not tested; neutral and higher."""
    comparisons = {"w": "worse", "b": "better", "s": "similar", "-": "not tested", "n": "higher"}
    neutral = replace(row.indicator, polarity=Polarity.NEUTRAL)
    return [
        row._replace(comparison=comparisons[word], band=band, indicator=neutral if word == "n" else row.indicator)
        for word in words
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "wwbs-n",
            "Southampton is worse than its ten statistical neighbours' average on 2 of the 4 indicators that can be "
            "tested for better or worse, better on 1 and similar on 1.",
        ),
        (
            "ss-",
            "Southampton is worse than its ten statistical neighbours' average on none of the 2 indicators that can be "
            "tested for better or worse, better on none and similar on 2.",
        ),
        (
            "wn",
            "Southampton is worse than its ten statistical neighbours' average on the one indicator that can be tested "
            "for better or worse.",
        ),
        (
            "s",
            "Southampton is similar to its ten statistical neighbours' average on the one indicator that can be tested "
            "for better or worse.",
        ),
        ("n-", "no figure can be called better or worse; Southampton's stand beside the others' below."),
    ],
)
def test_the_answer_counts_what_can_be_tested(row: Benchmark, words: str, said: str) -> None:
    assert answer("Children looked after", "Southampton", rows(row, words)) == f"On children looked after, {said}"


def test_without_tests_the_answer_is_by_band(row: Benchmark) -> None:
    several = rows(row, "--", band="A") + rows(row, "---", band="C")
    assert answer("Adoption", "Southampton", several) == (
        "On adoption, no difference can be tested; of the 5 indicators that have bands, Southampton is in England's "
        "best quarter on 2 and in the worst quarter on none."
    )
    assert answer("Adoption", "Southampton", rows(row, "-", band="B")) == (
        "On adoption, no difference can be tested; Southampton is in England's second quarter on the one indicator "
        "that has bands."
    )


def test_no_figures_are_said_too() -> None:
    assert answer("Adoption", "Southampton", []) == "On adoption, no indicator has a figure for this period."


def test_the_question_names_the_topic() -> None:
    assert question("Children with SEN") == "How do we compare on children with SEN?"


def test_the_caption_says_who_and_when() -> None:
    names = ["Southampton", "Hampshire", "Portsmouth"]
    assert caption("Adoption", names, "DfE statistical neighbours, May 2025", None) == (
        "Adoption: Southampton beside Hampshire and Portsmouth; Southampton's neighbours by DfE statistical "
        "neighbours, May 2025; each indicator's latest published period."
    )
    assert caption("Adoption", ["St Helens"], "a group of your own", 2024) == (
        "Adoption: St Helens; St Helens' neighbours by a group of your own; periods ending in 2024."
    )


@pytest.mark.parametrize(
    ("count", "year", "said"),
    [
        (0, None, ""),
        (1, 2024, "1 indicator of this topic has no figures for a period ending in 2024, and is left out."),
        (3, None, "3 indicators of this topic have no figures at all, and are left out."),
    ],
)
def test_what_is_left_out_is_said(count: int, year: int | None, said: str) -> None:
    assert left_out(count, year) == said


def test_a_trend_is_told_from_first_to_last(row: Benchmark) -> None:
    trend = Trend((2023, 2024, 2025), (None, 86.0, 88.0), (91.25, None, 92.5))
    assert told(row.indicator, "Southampton", trend) == (
        "Southampton from 86% in 2024 to 88% in 2025; neighbours from 91.3% in 2023 to 92.5% in 2025"
    )
    alone = Trend((2025,), (88.0,), (None,))
    assert told(row.indicator, "Southampton", alone) == "Southampton 88% in 2025; neighbours: no figures"


def test_sources_name_the_files_and_the_dates(row: Benchmark) -> None:
    indicator = replace(row.indicator, updated="2025-11-01")
    older = replace(row.indicator, updated="2024-06-01")
    lait, files = sources([indicator, older])
    assert lait == "Source: DfE, Local Authority Interactive Tool, updated June 2024 to November 2025."
    assert indicator.value is not None
    assert files == f"Source: DfE, Explore Education Statistics: {indicator.value.dataset}.csv."
