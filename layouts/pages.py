"""The pages, in the order of the questions that a board asks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its path, what the navigation calls it, and the question that it answers."""

    path: str
    name: str
    question: str


COMPARE = Page("/compare", "Compare", "How do we compare, side by side?")
INDICATOR = Page("/indicator", "Indicator", "How does one indicator stand, and where is it going?")
NEIGHBOURS = Page("/neighbours", "Neighbours", "Who is truly like us?")
PAGES = (NEIGHBOURS, COMPARE, INDICATOR)
FIRST = COMPARE
