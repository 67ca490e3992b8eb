"""A word that readers may not know leads to its meaning."""

from html import escape

import pytest

from data.errors import PortalError
from data.glossary import load_glossary
from layouts.glossary import term


def test_a_term_leads_to_its_place_and_tells_its_meaning() -> None:
    meaning = load_glossary().find("Confidence interval").meaning
    expected = f'<a href="/about#term-confidence-interval" title="{escape(meaning)}" class="term">95% interval</a>'
    assert str(term("95% interval")) == expected


def test_a_term_can_stand_in_other_words() -> None:
    assert str(term("polarity", "Which way is better")).endswith(">Which way is better</a>")


def test_a_term_that_is_not_explained_is_refused() -> None:
    with pytest.raises(PortalError, match="does not explain 'flux'"):
        term("flux")
