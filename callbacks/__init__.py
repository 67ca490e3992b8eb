"""What happens when the address or a control changes: one module a page, wired to the app by `register`."""

import dash

from callbacks import (
    about,
    board,
    changes,
    claims,
    compare,
    home,
    indicator,
    neighbours,
    partnership,
    profile,
    routing,
    scorecard,
)
from callbacks import map as map_page
from callbacks.routing import Route
from layouts import pages

ROUTES = (
    Route(pages.HOME, home.show_page, home.subject, home.charts),
    Route(pages.BOARD, board.show_page, board.subject, board.charts, board.seen, of_board=True),
    Route(pages.PARTNERSHIP, partnership.show_page, partnership.subject, partnership.charts),
    Route(pages.CHANGES, changes.show_page, changes.subject, changes.charts),
    Route(pages.COMPARE, compare.show_page, compare.subject, compare.charts),
    Route(pages.INDICATOR, indicator.show_page, indicator.subject, indicator.charts),
    Route(pages.NEIGHBOURS, neighbours.show_page, neighbours.subject, neighbours.charts),
    Route(pages.MAP, map_page.show_page, map_page.subject, map_page.charts),
    Route(pages.PROFILE, profile.show_page, profile.subject, profile.charts),
    Route(pages.SCORECARD, scorecard.show_page, scorecard.subject, scorecard.charts, scorecard.seen),
    Route(pages.CLAIMS, claims.show_page, claims.subject, claims.charts, kept=False),
    Route(pages.ABOUT, about.show_page, about.subject, about.charts),
)


def register(app: dash.Dash) -> None:
    """Wire every callback."""
    routing.register(app)
