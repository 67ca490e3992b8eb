"""What happens when the address or a control changes: one module a page, wired to the app by `register`."""

import dash

from callbacks import compare, indicator, neighbours, routing
from callbacks.portal import Portal
from callbacks.routing import Route
from layouts import pages

ROUTES = (
    Route(pages.COMPARE, compare.show_page, compare.subject, compare.charts),
    Route(pages.INDICATOR, indicator.show_page, indicator.subject, indicator.charts),
    Route(pages.NEIGHBOURS, neighbours.show_page, neighbours.subject, neighbours.charts),
)


def register(app: dash.Dash, portal: Portal) -> None:
    """Wire every callback."""
    routing.register(app, portal, ROUTES)
