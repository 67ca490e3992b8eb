"""What a browser is told it may not do with our pages, and what is not taken from another site's."""

from urllib.parse import urlsplit

from dash import Dash
from flask import Response, request
from werkzeug.exceptions import Forbidden

ALWAYS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})
A_YEAR_OF_HTTPS = "max-age=31536000"


def content_security_policy(script_hashes: list[str]) -> str:
    """Everything from this host and nothing from any other; inline scripts only those whose hashes are given.

    Styles may be inline because React and Plotly write style attributes; images may be data because Bootstrap's and
    Plotly's are, and blobs because a chart is saved through one.
    """
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def refuse_other_sites() -> None:
    """Refuses what a page of another site makes a browser send here. Programs, which say no origin, may send.

    Browsers say where a request is from in Sec-Fetch-Site, older ones in Origin alone.
    """
    if request.method in SAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_ours = site in OURS if site else origin is None or urlsplit(origin).netloc == request.host
    if not is_ours:
        raise Forbidden("This came from a page of another site, so nothing was done.")


def register(app: Dash) -> None:
    """Sets the headers on every response that has not set its own.

    Only static files may be kept by caches in between. A page's shell holds no figures, so going back may show it
    again; everything else may be shaped by who is asking.
    """

    def set_headers(response: Response) -> Response:
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", A_YEAR_OF_HTTPS)
        if response.mimetype == "text/html":
            hashes = list(dict.fromkeys(app.csp_hashes()))
            response.headers.setdefault("Content-Security-Policy", content_security_policy(hashes))
            response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    app.server.before_request(refuse_other_sites)
    app.server.after_request(set_headers)
