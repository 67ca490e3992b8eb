"""The pages, in the order of the questions that a board asks."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """One page: its path, what the navigation calls it, the question that it answers, and whether it draws charts.

    `charted` is for charts that the chart library draws in the browser; pictures made here need no library. `of_one`
    is for pages about one indicator.
    """

    path: str
    name: str
    question: str
    charted: bool = True
    of_one: bool = False

    @property
    def slug(self) -> str:
        """Its word in the addresses of what can be taken away from it."""
        return self.path.strip("/") or "home"


HOME = Page("/", "Where we stand", "Where do we stand?", charted=False)
BOARD = Page("/board", "Board", "What should the board look at?", charted=False)
PARTNERSHIP = Page("/partnership", "Partnership", "What do we share, and who does it well?", charted=False)
CHANGES = Page("/changes", "What changed", "What has changed since the last figures?", charted=False)
COMPARE = Page("/compare", "Compare", "How do we compare, side by side?", charted=False)
INDICATOR = Page("/indicator", "Indicator", "How does one indicator stand, and where is it going?", of_one=True)
NEIGHBOURS = Page("/neighbours", "Neighbours", "Who is truly like us?")
MAP = Page("/map", "Map", "Where in England is it better or worse?", charted=False, of_one=True)
PROFILE = Page("/authority", "Authority", "What is one authority's picture, topic by topic?", charted=False)
SCORECARD = Page("/scorecard", "This month", "What is happening this month?")
CLAIMS = Page("/claims", "Check a statement", "Is this statement right?", charted=False)
ABOUT = Page("/about", "About the data", "Where do these figures come from?", charted=False)
RETURNS = Page("/returns", "Local returns", "Which returns are there, and are they right?", charted=False)
"""Pages of forms: they are drawn whole by the server, and work without JavaScript."""
PACK = Page("/pack", "Pack", "Can I take it to the meeting?", charted=False)
"""A document of its own: it is drawn whole by the server, and its address makes it again."""
PAGES = (HOME, BOARD, PARTNERSHIP, CHANGES, COMPARE, INDICATOR, NEIGHBOURS, MAP, PROFILE, SCORECARD, CLAIMS, ABOUT)
FIRST = HOME
