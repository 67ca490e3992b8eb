"""What goes into a pack: made from the published figures, and from what its owner may see of local returns."""

from collections.abc import Callable

from flask import Flask
from flask_caching import Cache

from app.packs.making import Maker, Opener
from app.packs.rights import WatchedHoldings
from app.published import open_served, open_similarity
from app.settings import Settings
from callbacks.portal import Portal
from callbacks.sight import LocalHoldings, SeenVersion
from data.errors import PortalError
from data.local.database import Database
from layouts.pack.content import Pack
from models.access import Viewer

NOTHING_KEPT = {"CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True}


def opener(settings: Settings, database: Callable[[], Database]) -> Opener:
    """Opens the portal as one viewer has it, nothing of which is kept for others."""

    def opened(viewer: Viewer) -> tuple[Maker, list[SeenVersion]]:
        snapshot = open_served(settings)
        watched = WatchedHoldings(LocalHoldings(database, lambda: viewer, snapshot.indicators))
        portal = Portal(snapshot, open_similarity(settings), Cache(Flask("packs"), config=NOTHING_KEPT), watched)
        return (lambda address, _: pack_at(portal, address)), watched.used

    return opened


def pack_at(portal: Portal, address: str) -> Pack:
    """The pack of an address (`/pack?authority=…`), as the viewer of the portal may see it."""
    raise PortalError(f"Packs cannot be made yet: {address} of {portal.snapshot.id}.")
