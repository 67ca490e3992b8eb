"""What goes into a pack: made from the published figures, and from what its owner may see of local returns."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from flask_caching import Cache

from app.packs.asking import query_of, require_address
from app.packs.making import Maker, Opener
from app.packs.rights import WatchedHoldings
from app.published import open_served, open_similarity
from app.settings import Settings
from callbacks.pack import pack_of
from callbacks.portal import Portal
from callbacks.sight import LocalHoldings, SeenVersion
from data.local.database import Database
from layouts.pack.content import Pack
from layouts.selection import Selection
from models.access import Viewer

NOTHING_KEPT = {"CACHE_TYPE": "NullCache", "CACHE_NO_NULL_WARNING": True}


def opener(settings: Settings, database: Callable[[], Database]) -> Opener:
    """Opens the portal as one viewer has it, nothing of which is kept for others."""

    def opened(viewer: Viewer) -> tuple[Maker, list[SeenVersion]]:
        portal = open_portal(settings, database, viewer)
        watched = WatchedHoldings(portal.local)
        seen = replace(portal, local=watched)
        return (lambda address, _: pack_at(seen, address, origin(settings))), watched.used

    return opened


def origin(settings: Settings) -> str:
    """Where the links of a pack lead: to where people reach the portal, else to this machine while it is tried out."""
    return settings.url or ("" if settings.environment == "production" else f"http://127.0.0.1:{settings.port}")


def open_portal(settings: Settings, database: Callable[[], Database], viewer: Viewer) -> Portal:
    """The portal as one viewer has it, outside of any request."""
    snapshot = open_served(settings)
    local = LocalHoldings(database, lambda: viewer, snapshot.indicators)
    return Portal(snapshot, open_similarity(settings), Cache(Flask("packs"), config=NOTHING_KEPT), local)


def pack_at(portal: Portal, address: str, origin: str = "") -> Pack:
    """The pack of an address (`/pack?authority=…`), as the viewer of the portal may see it."""
    return pack_of(portal, Selection.read(query_of(require_address(address))), origin)
