"""The search box's index over HTTP: made once, compressed once, and kept by browsers for ever."""

from functools import cache

from flask import Flask, Response, request

from app.compression import ONCE, compress, encode
from app.static_files import ASK_EACH_TIME, FOREVER
from callbacks.search_index import PATH, SearchIndex


def register(server: Flask, index: SearchIndex) -> None:
    """Serves the index. It holds what is published and nothing that depends on who asks."""

    @cache
    def compressed(encoding: str) -> bytes:
        return compress(index.body, encoding, ONCE)

    @server.get(PATH)
    def search_index() -> Response:
        response = Response(index.body, mimetype="application/json")
        response.headers["Cache-Control"] = FOREVER if request.args.get("v") == index.version else ASK_EACH_TIME
        response.set_etag(index.version, weak=True)
        encode(response, lambda _, encoding: compressed(encoding)).make_conditional(request)
        return response
