"""Addresses that a machine asks, to learn whether the portal is well."""

from flask import Blueprint, Flask, Response

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def process_lives() -> Response:
    return Response("OK", mimetype="text/plain")


def register(server: Flask) -> None:
    server.register_blueprint(blueprint)
