"""The floor: the smallest Dash app there can be on the portal's own server, compression and headers.

Its one callback answers with a constant figure of as many points as are asked for; its page has one graph and one
control.
It has none of what the portal does besides: no counting, no log of requests, no forms, no visitors, no styles.
"""

import random
from functools import cache
from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask import Flask

from app import compression, security, static_files

GRAPH, POINTS = "graph", "points"
BARS = 150
"""As many as there are authorities: what a bare page draws."""
FEWEST = 5
EMPTY = 140
"""Bytes of an answer without a point."""
Figure = dict[str, Any]


@cache
def figure_of(points: int) -> Figure:
    """A constant figure: one trace of bars with names and numbers of one decimal."""
    chance = random.Random(points)  # noqa: S311  # the same each time
    names = [f"Authority {place:03}" for place in range(points)]
    return {
        "data": [{"type": "bar", "x": names, "y": [chance.randrange(901) / 10 for _ in range(points)]}],
        "layout": {"margin": {"t": 20}},
    }


def points_for(size: int) -> int:
    """How many points make an answer of about `size` bytes of JSON."""
    each = 20.8  # "Authority 123", and a number such as 45.6, with their commas; a little longer from the thousandth on
    rest = size - EMPTY
    return max(FEWEST, round(rest / each if rest < each * 1000 else 1000 + (rest - each * 1000) / (each + 1)))


def callback(points: int) -> dict[str, object]:
    """What the browser sends to have the figure drawn with so many points."""
    return {
        "output": f"{GRAPH}.figure",
        "outputs": {"id": GRAPH, "property": "figure"},
        "inputs": [{"id": POINTS, "property": "value", "value": points}],
        "changedPropIds": [f"{POINTS}.value"],
        "parsedChangedPropsIds": [f"{POINTS}.value"],
    }


def create_floor() -> Flask:
    """The app as a WSGI application."""
    app = Dash("floor", update_title="", include_assets_files=False, add_log_handler=False)
    app.layout = html.Main(
        [
            dcc.Input(id=POINTS, type="number", value=BARS),
            dcc.Graph(id=GRAPH, figure=figure_of(BARS), config={"showSendToCloud": False}),
        ]
    )
    app.callback(Output(GRAPH, "figure"), Input(POINTS, "value"), prevent_initial_call=True)(figure_of)
    security.register(app)
    compression.register(app.server)
    static_files.register(app.server)
    with app.server.test_client() as browser:  # Dash fills its list of scripts at the first request
        browser.get("/")
    return app.server


server = create_floor()
