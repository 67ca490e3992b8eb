"""What stands at an address, drawn without HTTP."""

from callbacks import ROUTES
from callbacks.portal import Portal
from callbacks.routing import Shown, look
from data.errors import PortalError


def show_address(portal: Portal, path: str, search: str = "") -> Shown:
    """The page, the navigation and the heading at an address, or the same of what cannot be shown there."""
    view = look(portal, ROUTES, path, search)
    try:
        return view.draw()
    except PortalError as error:
        return view.refuse(error)
