"""The pack as a web page: a document of its own at a lasting address, with the ways to take it away as a file."""

from typing import TypeAlias
from urllib.parse import parse_qsl

from flask import Flask, Response, redirect, render_template, request
from markupsafe import Markup

from app.packs.asking import require_address
from app.packs.files import FORMS
from app.packs.page import as_page
from app.pages.guard import open_to_all
from callbacks.caching import key_of
from callbacks.pack import MOST, is_settled, keys_of, listed_in, moment_of, pack_of, settled
from callbacks.portal import Portal
from layouts.pack.facts import SECTIONS
from layouts.pages import BOARD, PACK
from layouts.selection import Selection

WAYS_HERE = Markup("<!-- the ways to take it away -->")

CHOSEN_HERE = ("sections", "most", "only")
Listed: TypeAlias = tuple[tuple[str, str], ...]
Kept: TypeAlias = tuple[str, Listed]
"""The document, and what it may pick from: keys and titles."""


def register(server: Flask, portal: Portal, url: str = "") -> None:
    """Serve the page; `url` is where people reach the portal, as the browser says it where that is not known."""
    pages = open_to_all("pack-page")

    @pages.get(PACK.path)
    def show_pack() -> Response:
        selection = Selection.read(dict(parse_qsl(request.query_string.decode(), keep_blank_values=True)))
        # Several boxes with one name come apart in a query; they are one list in an address.
        lists = {name: request.args.getlist(name) for name in ("sections", "only")}
        selection = selection.but(**{name: ",".join(parts) for name, parts in lists.items()})
        if not is_settled(selection) or any(len(parts) > 1 for parts in lists.values()):
            # An address that says all of it makes the same pack for ever, so that is the one to keep and to send.
            return redirect(settled(portal, selection).address(PACK.path), 303)  # type: ignore[return-value]
        page, listed = document(portal, selection, url or request.host_url.rstrip("/"))
        response = Response(page.replace(str(WAYS_HERE), ways(selection, listed)), mimetype="text/html")
        response.headers["Cache-Control"] = "private, no-store"
        return response

    server.register_blueprint(pages)


def document(portal: Portal, selection: Selection, origin: str) -> Kept:
    """The document of a pack, kept under all that it depends on, what the viewer may see among it."""
    code, moment = portal.snapshot.authorities.find(selection.authority).code, moment_of(selection.at)
    sight, seen = portal.local.sight(moment), portal.board.board(code, moment)
    parts = (selection.snapshot, portal.similarity.digest, sight.version, sight.scope, seen.version, seen.scope)
    key = key_of((*parts, origin, PACK.path, selection.query()))
    found: Kept | None = portal.cache.get(key)
    if found is None:
        found = (as_page(pack_of(portal, selection, origin), WAYS_HERE), listed_in(portal, selection))
        portal.cache.set(key, found)
    else:
        # What is not published is written down whenever it is seen, from the cache too.
        sight.note(sight.latest(code), PACK.path)
    return found


def ways(selection: Selection, listed: Listed) -> str:
    """The forms in which it is to be had, and what it holds, as forms that need no script."""
    return render_template(
        "pack_ways.html",
        address=require_address(selection.address(PACK.path)),
        forms=[(form.name, form.words) for form in FORMS.values()],
        board=selection.address(BOARD.path),
        kept={
            name: value
            for name, value in selection.parts().items()
            if value and name not in ("sections", "most", "only")
        },
        sections=[(name, words, name in selection.sections.split(",")) for name, words in SECTIONS.items()],
        most=selection.most,
        highest=MOST,
        listed=[(key, title, key in keys_of(selection.only)) for key, title in listed],
    )


def kept(selection: Selection) -> dict[str, str]:
    """What a form that chooses anew what a pack holds hands on; nobody beside is said, or three would stand there."""
    parts = selection.parts().items()
    return {name: value for name, value in parts if (value or name == "beside") and name not in CHOSEN_HERE}
