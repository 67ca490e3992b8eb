"""The outlines of the map: fetched once by each browser, at an address that changes with them."""

from flask import Flask, Response

from app.static_files import ASK_EACH_TIME, FOREVER
from data.boundaries import load_boundaries
from layouts.charts.maps import OUTLINES


def register(server: Flask) -> None:
    """Serve the outlines. An address of other outlines, from before an update, gets those that there are now."""

    @server.get(f"{OUTLINES}/<version>.json")
    def outlines(version: str) -> Response:
        boundaries = load_boundaries()
        response = Response(boundaries.outlines, mimetype="application/json")
        response.headers["Cache-Control"] = FOREVER if version == boundaries.version else ASK_EACH_TIME
        return response
