"""The pages, in the order of the questions that a board asks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its path, what the navigation calls it, the question that it answers, and whether it draws charts."""

    path: str
    name: str
    question: str
    charted: bool = True


COMPARE = Page("/compare", "Compare", "How do we compare, side by side?", charted=False)
INDICATOR = Page("/indicator", "Indicator", "How does one indicator stand, and where is it going?")
NEIGHBOURS = Page("/neighbours", "Neighbours", "Who is truly like us?")
PAGES = (NEIGHBOURS, COMPARE, INDICATOR)
FIRST = COMPARE
