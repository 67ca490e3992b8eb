"""The names of indicators: every id, idea and term that they speak of exists, and no phrase means two things."""

import pytest

from data.errors import PortalError
from data.glossary import load_glossary
from data.indicator_names import load_indicator_names, names_from
from data.indicators import load_indicators

IDEAS: list[dict[str, object]] = [
    {"name": "dental", "also": ["dentist"]},
    {"name": "care", "term": "Children looked after"},
]


def test_every_indicator_that_is_named_exists() -> None:
    names, known = load_indicator_names(), {indicator.id for indicator in load_indicators()}
    assert set(names.also) - known == set()
    assert names.headlines - known == set()
    assert names.headlines


def test_every_phrase_says_ideas_that_exist_and_an_opposite_is_one() -> None:
    names = load_indicator_names()
    assert {idea for says in names.phrases.values() for idea in says} - set(names.ideas) == set()
    assert {idea.opposite for idea in names.ideas.values() if idea.opposite} - set(names.ideas) == set()


def test_an_idea_takes_in_the_names_of_its_term() -> None:
    names = names_from({"idea": IDEAS, "phrase": [], "indicator": []}, load_glossary())
    assert names.phrases["looked after children"] == ("care",)
    assert names.phrases["dentist"] == ("dental",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"idea": [*IDEAS, {"name": "teeth", "also": ["dentist"]}], "phrase": []}, "gives 'dentist' two meanings"),
        ({"idea": IDEAS, "phrase": [{"says": ["eyes"], "also": ["optician"]}]}, "'eyes', which is no idea of it"),
        (
            {"idea": [{"name": "dental", "colour": "white"}], "phrase": []},
            "The idea dental in indicator_names.toml is not",
        ),
        ({"idea": [{"name": "dental", "term": "Toothpaste"}], "phrase": []}, "does not explain 'Toothpaste'"),
    ],
)
def test_an_entry_that_is_not_right_is_refused(content: dict[str, list[dict[str, object]]], sentence: str) -> None:
    with pytest.raises(PortalError, match=sentence):
        names_from({"indicator": [], **content}, load_glossary())
