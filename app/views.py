"""Pages over HTTP: what the browser draws at an address, by an address of its own that proxies and browsers may keep.

The address of a view names the version of all that is published (`Portal.version`), so one that depends on nothing else
may be kept for ever. What depends on local returns too is asked for each time, and answered by its tag where it can be.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress

from flask import Flask, Response, g, request

from app.auth.visitor import WARMING
from app.compression import Pieces, best_encoding
from app.operation.metrics import count_answer
from app.static_files import ASK_EACH_TIME, FOREVER
from callbacks.caching import Made, answer, as_json, key_of
from callbacks.portal import Portal
from callbacks.routing import Route, Shown, View, look
from data.errors import PortalError
from layouts.halves import halves
from layouts.inert import inert
from layouts.markup import MarkupBlock

PREFIX = "/view"
DRAWN_FIRST = ("/", "/board")
"""Between them they work out most of what the portal keeps of a snapshot."""
LINES = "text/plain"


def address_of_views(portal: Portal) -> str:
    """What stands before a page's path in the address of its view."""
    return f"{PREFIX}/{portal.version}"


def register(server: Flask, portal: Portal, routes: tuple[Route, ...]) -> None:
    """Answers with page, navigation and heading of an address, in two halves, and the version they are of.

    Whoever asks for another version gets what there is now, and keeps it nowhere. A process answers in the order in
    which it was asked: pages drawn at the same time would only take the processor from each other, and all be late.
    """
    in_order = threading.Lock()

    @server.get(f"{PREFIX}/<version>/", defaults={"path": ""})
    @server.get(f"{PREFIX}/<version>/<path:path>")
    def view(version: str, path: str) -> Response:
        found = look(portal, routes, f"/{path}", request.query_string.decode(errors="replace"))
        g.view = found.path  # which page took how long is counted by this
        with ExitStack() as held:
            held.enter_context(in_order)
            try:
                if found.parts is None:
                    return whole(portal, found.draw())
                return may_be_kept(kept(portal, found, held), found, is_current=version == portal.version)
            except PortalError as error:
                return whole(portal, found.refuse(error))


def whole(portal: Portal, shown: Shown) -> Response:
    """What is drawn of an address, which nobody keeps."""
    first, draw_rest, _ = in_lines(portal, shown)
    return Response(first + draw_rest(), mimetype=LINES)


def kept(portal: Portal, view: View, held: ExitStack) -> Response:
    """The answer of a view that is kept, made where it is not; nothing but its tag to a browser that has it.

    `held` is left when all of it has been made.
    """
    parts = view.parts or ()
    tag = key_of(parts)
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        encoding, outcome = best_encoding(request.accept_encodings) or "", "kept"

        def make() -> Made:
            nonlocal outcome
            outcome, pieces, (first, draw_rest, is_later) = "made", Pieces(encoding), in_lines(portal, view.draw())
            if is_later:
                return Made(pieces.piece(first), lambda: pieces.last(draw_rest()))
            return Made(pieces.last(first + draw_rest()))

        response = Response(answer(portal.cache, (*parts, encoding), make, held, portal.turns), mimetype=LINES)
        count_answer(outcome)
        if encoding:
            response.headers["Content-Encoding"] = encoding
    response.set_etag(tag, weak=True)
    response.vary.add("Accept-Encoding")
    return response


def may_be_kept(response: Response, view: View, *, is_current: bool) -> Response:
    """The answer, with word of who may keep it for how long."""
    if not view.lasts:
        response.headers["Cache-Control"] = ASK_EACH_TIME
        response.vary.add("Cookie")
    elif is_current:
        response.headers["Cache-Control"] = FOREVER
        g.is_everybodys = True
    return response


def in_lines(portal: Portal, shown: Shown) -> tuple[bytes, Callable[[], bytes], bool]:
    """What is drawn of an address: what answers, which is drawn when it comes, as a line of JSON; and what makes the
    rest, and whether that takes its time.

    The rest is markup where it can be, as it stands, and otherwise JSON too.
    """
    page, draw_rest, is_later = halves(shown[0])
    first = {"page": page, "navigation": inert(shown[1]), "heading": shown[2]}

    def make_rest() -> bytes:
        rest = draw_rest()
        return rest.html.encode() if isinstance(rest, MarkupBlock) else as_json(rest)

    return as_json({"version": portal.version, **first}) + b"\n", make_rest, is_later


def draw_first(server: Flask, portal: Portal, routes: tuple[Route, ...]) -> None:
    """Draw some pages for nobody: what the portal keeps of a snapshot is shared by the processes forked afterwards."""
    for path in DRAWN_FIRST:
        with server.test_request_context(path, environ_overrides={WARMING: True}), suppress(PortalError):
            whole(portal, look(portal, routes, path, "").draw())
