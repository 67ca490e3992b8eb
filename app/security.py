"""What a browser is told it may not do with our pages, and what is not taken from another site's."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from dash import Dash
from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from werkzeug.exceptions import Forbidden

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # For browsers that do not know `frame-ancestors`.
    "X-Frame-Options": "DENY",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
A_YEAR_OF_HTTPS = "max-age=31536000"
DASH_DOCUMENTS = frozenset({"/", "/<path:path>"})
"""The endpoints of the documents into which Dash draws pages; nothing else here has a script of its own."""

FETCHED = ("/_dash-", "/view/")
"""Where scripts ask, which say that they take anything and read JSON."""


def content_security_policy(script_hashes: Iterable[str] = (), *, drawn_here: bool = False) -> str:
    """Everything from this host and nothing from any other; inline scripts only those whose hashes are given.

    A page that is drawn in the browser (`drawn_here`) may have inline styles because React and Plotly write style
    attributes. Images may be data because Bootstrap's and Plotly's are, and blobs because a chart is saved through one.
    """
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'" if drawn_here else "'self'",
        "img-src": "'self' data: blob:" if drawn_here else "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


PLAIN_POLICY = content_security_policy()


def refuse_other_sites() -> None:
    """Refuses what a page of another site makes a browser send here. Programs, which say no origin, may send.

    Browsers say where a request is from in Sec-Fetch-Site, older ones in Origin alone.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_ours = site in OURS if site else origin is None or _is_own(origin)
    if not is_ours:
        raise Forbidden("This came from a page of another site, so nothing was done.")


def _is_own(origin: str) -> bool:
    """Whether an Origin is this portal's; a page without HTTPS, which anybody on the way may have written, is not."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.netloc == request.host and (parts.scheme == "https" or not request.is_secure)


class Sessions(SecureCookieSessionInterface):
    """Flask's own; what reads the cookie is made where there is one, which most requests do not have."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session of a request."""
        if app.secret_key and not request.cookies.get(self.get_cookie_name(app)):
            return self.session_class()
        return super().open_session(app, request)


def register(app: Dash) -> None:
    """Sets the headers on every response that has not set its own.

    Only static files may be kept by caches in between. The document that Dash draws into holds no figures, so going
    back may show it again; everything else may be shaped by who is asking.
    """

    def set_headers(response: Response) -> Response:
        headers = ALWAYS | ({"Strict-Transport-Security": A_YEAR_OF_HTTPS} if request.is_secure else {})
        is_dash = request.endpoint in DASH_DOCUMENTS and response.mimetype == "text/html" and not response.location
        policy = content_security_policy(dict.fromkeys(app.csp_hashes()), drawn_here=True) if is_dash else PLAIN_POLICY
        headers["Content-Security-Policy"] = policy
        headers["Cache-Control"] = "private, no-cache" if is_dash else "private, no-store"
        own = {name.lower() for name, _ in response.headers}  # to ask for one that is not there raises and catches
        for name, value in headers.items():
            if name.lower() not in own:
                response.headers.add(name, value)
        return response

    app.server.session_interface = Sessions()
    app.server.before_request(refuse_other_sites)
    app.server.after_request(set_headers)
