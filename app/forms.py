"""Pages of forms: drawn whole by the server, kept by no cache, each form with a token that only this site knows."""

from typing import Any

from flask import Flask, Response, flash, redirect, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from app.auth.visitor import visitor
from app.digest_links import PATH as UNSUBSCRIBE
from data.errors import PortalError
from layouts import pages
from layouts.shell import NAME, STRAP

DASH, API = "/_dash-", "/api/"
STALE = "This form was open for too long, or came from another page; nothing was done. Open the page again."
DONE, WRONG = "done", "wrong"
"""What a message at the head of the next page tells of."""


def register(server: Flask) -> None:
    """Ask every form for its token, and give the templates what they share."""
    protection = CSRFProtect()
    server.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=None)
    protection.init_app(server)

    def require_token() -> None:
        # Dash only reads, and programs that use the API keep no cookies; both are asked where they come from.
        # Where no address or no method answers, nothing will be done, and that is what is said.
        if request.routing_exception is None and not request.path.startswith((DASH, API)) and not _is_one_click():
            protection.protect()

    def shared() -> dict[str, Any]:
        return {"site": NAME, "strap": STRAP, "pages": _pages(), "returns": pages.RETURNS, "visitor": visitor()}

    server.before_request(require_token)
    server.context_processor(shared)
    server.register_error_handler(CSRFError, _stale)
    server.jinja_env.trim_blocks = server.jinja_env.lstrip_blocks = True


def drawn(template: str, status: int = 200, **values: Any) -> Response:
    """A page of forms. It is nobody else's, and not kept."""
    response = Response(render_template(template, **values), status=status, mimetype="text/html")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def refused(template: str, error: PortalError, **values: Any) -> Response:
    """The page of a form again, with why nothing was done; what was typed stands there still."""
    return drawn(template, 400, problem=str(error), **values)


def went_well(sentence: str, address: str) -> Response:
    """On to another page, which says what was done."""
    flash(sentence, DONE)
    return redirect(address, 303)  # type: ignore[return-value]


def own_address(text: str | None, otherwise: str = "/") -> str:
    """An address to go on to that a form or a link was given: one of this site, else another."""
    address = text or ""
    is_own = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if is_own else otherwise


def _is_one_click() -> bool:
    """Whether a mail program ends somebody's messages (RFC 8058). It has no token; the address that it knows is one."""
    return request.path.startswith(f"{UNSUBSCRIBE}/") and request.form.get("List-Unsubscribe") == "One-Click"


def _pages() -> list[dict[str, str]]:
    return [{"name": page.name, "path": page.path} for page in pages.PAGES]


def _stale(_error: CSRFError) -> Response:
    return drawn("problem.html", 400, title="That form is out of date", sentence=STALE)
