"""From words to an indicator: by its title, by the phrases of papers, by unit and cohort; and when it is not clear."""

import csv
from pathlib import Path

import pytest

from data.indicator_names import load_indicator_names
from data.indicators import load_indicators
from models.naming import Certainty, NameIndex, name_index
from models.words import Unit, stem, unit_of, words

PHRASES = list(csv.DictReader((Path(__file__).parent / "names_of_papers.csv").read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def names() -> NameIndex:
    return name_index(load_indicators(), load_indicator_names())


def test_every_indicator_is_found_by_its_title_alone(names: NameIndex) -> None:
    assert [each.id for each in names.indicators if names.read(each.title).indicator is not each] == []


def test_every_indicator_is_found_by_its_title_in_a_sentence(names: NameIndex) -> None:
    sentence = "In 2024/25 the figure for {} was lower in Southampton than in England"
    found = [(each, names.read(sentence.format(each.title))) for each in names.indicators]
    assert [each.id for each, naming in found if naming.indicator is not each] == []


def test_every_indicator_is_found_by_its_id_and_codes(names: NameIndex) -> None:
    for each in names.indicators:
        assert all(names.read(code).indicator is each for code in (each.id, *each.source_codes)), each.id


@pytest.mark.parametrize("row", PHRASES, ids=lambda row: row["phrase"])
def test_the_phrases_of_papers(names: NameIndex, row: dict[str, str]) -> None:
    naming = names.read(row["phrase"])
    assert naming.indicator is not None, [(each.indicator.id, each.score) for each in naming.candidates]
    assert naming.indicator.id == row["indicator"]


def test_there_are_enough_phrases() -> None:
    assert len(PHRASES) >= 80
    assert len({row["phrase"] for row in PHRASES}) == len(PHRASES)


@pytest.mark.parametrize(
    ("unit", "indicator"),
    [
        (Unit.PER_10000, "rate-of-children-starting-to-be-looked-after-each-year"),
        (Unit.NUMBER, "number-of-children-who-started-to-be-looked-after"),
    ],
)
def test_the_unit_decides_between_a_rate_and_a_count(names: NameIndex, unit: Unit, indicator: str) -> None:
    naming = names.read("children who started to be looked after", unit)
    assert naming.indicator is not None
    assert naming.indicator.id == indicator


def test_what_is_not_clear_names_its_candidates_and_is_not_guessed(names: NameIndex) -> None:
    naming = names.read("children who started to be looked after")
    assert (naming.certainty, naming.indicator) == (Certainty.AMBIGUOUS, None)
    assert {other.id for other in naming.others} >= {
        "rate-of-children-starting-to-be-looked-after-each-year",
        "number-of-children-who-started-to-be-looked-after",
    }


def test_a_figure_of_another_unit_is_not_taken_for_the_nearest(names: NameIndex) -> None:
    """No percentage of starters is published; that of asylum seekers among them is another thing."""
    assert names.read("children who became looked after", Unit.PERCENT).indicator is None


@pytest.mark.parametrize(
    "text",
    [
        "initial health assessments within 20 working days",
        "% of pathway plans completed on time",
        "return home interviews accepted",
        "PEPs completed",
        "fostering households",
        "full care orders",
    ],
)
def test_what_nobody_publishes_is_not_taken_for_its_neighbour(names: NameIndex, text: str) -> None:
    naming = names.read(text)
    assert (naming.indicator, naming.certainty) == (None, Certainty.NONE)
    assert naming.unpublished


@pytest.mark.parametrize("text", ["", "the bins were collected late", "library opening hours", "75% white"])
def test_other_matters_are_not_understood(names: NameIndex, text: str) -> None:
    naming = names.read(text)
    assert (naming.certainty, naming.indicator) == (Certainty.NONE, None)


def test_an_age_is_never_another_one(names: NameIndex) -> None:
    naming = names.read("care leavers aged 17 to 18 in suitable accommodation")
    assert naming.indicator is not None
    assert "17 to 18" in naming.indicator.title
    assert all("17" in each.indicator.title for each in naming.candidates if each.score >= 0.6)


def test_an_opposite_is_said(names: NameIndex) -> None:
    naming = names.read("% of care leavers we are in touch with")
    assert naming.candidates[0].indicator.id == "care-leavers-local-authority-not-in-touch-percent"
    assert naming.candidates[0].opposite


def test_a_headline_is_meant_and_the_others_are_named(names: NameIndex) -> None:
    naming = names.read("% of care leavers in higher education")
    assert naming.certainty is Certainty.LIKELY
    assert "care-leavers-aged-17-to-18-in-higher-education" in [other.id for other in naming.others]


@pytest.mark.parametrize(
    ("word", "same"), [("Children's", "child"), ("leavers", "leaver"), ("bodies", "body"), ("mathematics", "maths")]
)
def test_a_stem_has_no_case_plural_or_apostrophe(word: str, same: str) -> None:
    assert stem(word) == same == stem(same)


def test_words_between_numbers_are_silent() -> None:
    row = [word.stem for word in words("aged 19 to 21, and 17 and 18, up to 10.5")]
    assert row == ["aged", "19", "21", "17", "18", "up", "to", "10.5"]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("90 per 10,000", Unit.PER_10000),
        ("rate per 10k", Unit.PER_10000),
        ("per 100,000", Unit.PER_100000),
        ("45%", Unit.PERCENT),
        ("the percentage rate", Unit.PERCENT),
        ("number of", Unit.NUMBER),
        ("a rate", Unit.RATE),
        ("£1.2m", Unit.MONEY),
        ("children", None),
    ],
)
def test_the_unit_of_a_text(text: str, unit: Unit | None) -> None:
    assert unit_of(text) is unit
