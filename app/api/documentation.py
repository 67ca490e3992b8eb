"""The API described: `/api/v1/openapi.json` for programs, and from the same document `/api` for people."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import Any

import orjson
from flask import Blueprint, Flask, Response, render_template, request

from app.api.asked import JSON
from app.api.endpoints import PREFIX, Endpoint
from app.api.examples import Shown, kept_examples
from app.api.openapi import document
from app.api.page import breaking, marked, sections_of, topics_of
from callbacks.portal import Portal

PAGE = "/api"
DOCUMENT = f"{PREFIX}/openapi.json"


@dataclass
class Description:
    """The description of the API as one snapshot answers it, made when it is first asked for."""

    portal: Portal
    endpoints: Sequence[Endpoint]
    cookie: str

    @cached_property
    def examples(self) -> dict[str, list[Shown]]:
        """The examples with their answers, by endpoint."""
        return kept_examples(self.portal, self.endpoints)

    @cached_property
    def document(self) -> dict[str, Any]:
        """The OpenAPI document."""
        return document(self.endpoints, self.examples, self.cookie)

    @cached_property
    def written(self) -> bytes:
        """The document as it is sent."""
        return orjson.dumps(self.document)


def register(server: Flask, portal: Portal, endpoints: Sequence[Endpoint], a_minute: int, url: str) -> None:
    """Serve both. `url` is where people reach the portal, empty where that is not set."""
    described = Description(portal, endpoints, server.config.get("SIGN_IN_COOKIE", "alongside"))
    pages = Blueprint("api-description", __name__)

    def openapi() -> Response:
        return _kept(Response(described.written, mimetype=JSON))

    def page() -> Response:
        sections = sections_of(described.document, described.examples, url or request.host_url.rstrip("/"))
        text = render_template(
            "api.html",
            topics=topics_of(sections),
            marked=marked,
            breaking=breaking,
            problems=described.document["components"]["responses"],
            a_minute=a_minute,
            document=DOCUMENT,
            snapshot=portal.snapshot.id,
        )
        return Response(text, mimetype="text/html")

    _add(pages, DOCUMENT, "document", openapi)
    _add(pages, PAGE, "page", page)
    server.register_blueprint(pages)


def _add(pages: Blueprint, address: str, name: str, view: Callable[[], Response]) -> None:
    pages.add_url_rule(address, name, view, methods=["GET"])


def _kept(response: Response) -> Response:
    """Kept by anybody who asks each time whether it still holds."""
    response.set_etag(blake2b(response.get_data(), digest_size=12).hexdigest())
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request)
    return response
