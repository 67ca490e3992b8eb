"""What happens when the address or a control changes: one module a page, wired to the app by `register`."""

import dash

from callbacks import compare, indicator, neighbours, routing
from callbacks.portal import Portal
from callbacks.routing import Route
from layouts import pages

ROUTES = (
    Route(pages.NEIGHBOURS, neighbours.show_page, neighbours.subject),
    Route(pages.COMPARE, compare.show_page, compare.subject),
    Route(pages.INDICATOR, indicator.show_page, indicator.subject),
)


def register(app: dash.Dash, portal: Portal) -> None:
    """Wire every callback."""
    routing.register(app, portal, ROUTES)
