"""The glossary: each name means one term, each term is explained and used somewhere that there is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import PortalError
from data.glossary import Glossary, Term, load_glossary, spoken_of
from data.indicators import load_indicators
from layouts import pages

TERMS = load_glossary()
PATHS = {value.path for value in vars(pages).values() if isinstance(value, pages.Page)}
LONGEST_MEANING = 330


def a_term(name: str, *also: str, used: tuple[str, ...] = ("Adoption",)) -> Term:
    return Term(name, also, "A meaning.", used)


def test_no_name_and_no_id_belongs_to_two_terms() -> None:
    names = [name.casefold() for term in TERMS for name in term.names]
    assert len(set(names)) == len(names)
    assert len({term.id for term in TERMS}) == len(TERMS)


@pytest.mark.parametrize("term", TERMS.all, ids=lambda term: term.id)
def test_a_term_is_explained_in_a_sentence_or_two_and_used_somewhere(term: Term) -> None:
    assert term.meaning.endswith(".")
    assert term.meaning[0].isupper() or term.meaning[0].isdigit()
    assert 20 < len(term.meaning) < LONGEST_MEANING
    assert term.used
    assert set(term.topics) <= set(load_indicators().topics)
    assert set(term.pages) <= PATHS


@pytest.mark.parametrize("topic", load_indicators().topics)
def test_every_topic_has_words_that_need_to_be_explained(topic: str) -> None:
    assert [term for term in TERMS if topic in term.topics]


def test_a_name_that_two_terms_share_is_refused() -> None:
    with pytest.raises(PortalError, match="'pa' is a name of two terms"):
        Glossary((a_term("Persistent absence", "PA"), a_term("Personal adviser", "pa")))


def test_a_term_is_found_by_any_of_its_names_in_any_case() -> None:
    assert TERMS.find("ehcp") is TERMS.find("EHC plan")
    with pytest.raises(PortalError, match="does not explain 'flux'"):
        TERMS.find("flux")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("% of CLA in foster care", {"Children looked after", "Foster care"}),
        ("CLAIMS", set()),  # not a whole word
        (
            "Attainment 8 score - pupils with SEN Statement/EHCP",
            {"Attainment 8", "Special educational needs", "EHC plan"},
        ),
        ("Confidence interval", set()),  # a word of the portal, not of the field
    ],
)
def test_the_terms_that_a_title_speaks_of(title: str, expected: set[str]) -> None:
    assert {term.name for term in spoken_of(TERMS, title)} == expected


@given(st.text(), st.text())
def test_a_term_is_not_spoken_of_across_two_texts(before: str, after: str) -> None:
    """`foster` at the end of one text and `care` at the beginning of the next are not foster care."""
    terms = Glossary((a_term("Foster care"),))
    texts = (f"{before} foster", f"care {after}")
    alone = [spoken_of(terms, text) for text in texts]
    assert bool(spoken_of(terms, *texts)) == any(alone)
