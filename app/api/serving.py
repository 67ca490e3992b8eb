"""The API's addresses, made from the declarations of its endpoints."""

import re
from collections.abc import Callable, Sequence

from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from app import limits
from app.api.answers import answered
from app.api.asked import asked
from app.api.endpoints import Endpoint
from app.api.problems import is_of_api
from app.api.scopes import require_scope
from app.errors import answer
from app.settings import API_RATE
from callbacks.portal import Portal

METHODS = ("GET", "OPTIONS")
"""Of what answers where nothing is; every other method is refused before it comes to that."""


def register(server: Flask, portal: Portal, endpoints: Sequence[Endpoint], a_minute: int = API_RATE) -> None:
    """Answer at the address of every endpoint, and say a problem at every other address below /api/.

    `a_minute` is how often the API may be asked from one address, all endpoints together.
    """
    api, limiter = Blueprint("api", __name__), limits.register(server)
    whole = limiter.shared_limit(f"{a_minute} per minute", scope="api", key_func=limits.who_counts)
    for endpoint in endpoints:
        view = view_of(endpoint, portal)
        if endpoint.a_minute:
            view = limiter.limit(f"{endpoint.a_minute} per minute", key_func=limits.who_counts)(view)
        api.add_url_rule(
            rule_of(endpoint), endpoint.name, whole(view), methods=[endpoint.method], provide_automatic_options=False
        )
    nothing = view_of_nothing(endpoints)
    api.add_url_rule("/api/", "nothing", nothing, methods=METHODS, provide_automatic_options=False)
    api.add_url_rule("/api/<path:path>", "nothing", nothing, methods=METHODS, provide_automatic_options=False)
    server.register_blueprint(api)

    def refuse_method(error: MethodNotAllowed) -> ResponseReturnValue:
        if not is_of_api(request.path):
            return answer(error)
        try:
            return nothing()
        except HTTPException as refusal:
            return answer(refusal)

    server.register_error_handler(MethodNotAllowed, refuse_method)


def rule_of(endpoint: Endpoint) -> str:
    """An endpoint's address as Flask writes it."""
    return endpoint.address.replace("{", "<").replace("}", ">")


def view_of(endpoint: Endpoint, portal: Portal) -> Callable[..., ResponseReturnValue]:
    """What answers at an endpoint's address."""

    def view(**path: str) -> ResponseReturnValue:
        if endpoint.body:
            request.max_content_length = endpoint.body.most_bytes
        question = asked(endpoint, portal, path)
        require_scope(endpoint.scope)
        values = {**question.values, "sent": endpoint.body.read()} if endpoint.body else question.values
        return answered(endpoint, endpoint.answer(portal, **values), question, portal.snapshot.id)

    # By its name the limiter tells one view from another.
    view.__name__ = view.__qualname__ = endpoint.name
    return view


def view_of_nothing(endpoints: Sequence[Endpoint]) -> Callable[..., ResponseReturnValue]:
    """What answers at every other address below /api/, and to every other method at an endpoint's."""
    patterns = [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(each.address))), each.method) for each in endpoints]

    def nothing(path: str = "") -> ResponseReturnValue:
        methods = {method for pattern, method in patterns if pattern.fullmatch(request.path)}
        if not methods:
            raise NotFound
        allowed = sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set()))
        if request.method != "OPTIONS":
            raise MethodNotAllowed(allowed)
        response = Response(status=204)
        response.headers["Allow"] = ", ".join(allowed)
        return response

    return nothing
