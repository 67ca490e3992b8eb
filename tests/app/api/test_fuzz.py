"""Questions made from the OpenAPI document, right ones and wrong ones: no failure, and every answer as described.

A few of each endpoint in every run; `FUZZ=all` asks 500 of each, and `FUZZ=50`, say, asks 50.
"""

import os
from collections.abc import Callable, Iterable

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.api import documentation
from app.api.catalogue import ENDPOINTS
from app.api.endpoints import Endpoint
from callbacks.portal import Portal
from tests.app.api.conftest import MakeServer

FEW, MANY = 8, 500
ASKED = os.environ.get("FUZZ", "")
EXAMPLES = MANY if ASKED == "all" else int(ASKED or FEW)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
Application = Callable[[dict[str, object], Callable[..., object]], Iterable[bytes]]
# The first question of each needs what is read from files once, which takes longer than the others.
ASKING = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=ASKED == "",
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def uncompressed(server: Flask) -> Application:
    """The server as one that is asked for plain bytes: the client here cannot read others."""

    def application(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        return server(environ, start)  # type: ignore[arg-type]

    return application


@pytest.fixture(scope="module")
def schema(portal: Portal, make_server: MakeServer) -> BaseSchema:
    """The document, as it is served by the API that it describes."""
    server = make_server()
    documentation.register(server, portal, ENDPOINTS, 1, "")
    return schemathesis.openapi.from_wsgi(documentation.DOCUMENT, uncompressed(server))


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_every_question_is_answered_as_described(
    schema: BaseSchema, endpoint: Endpoint, mode: schemathesis.GenerationMode
) -> None:
    operation = schema[endpoint.path][endpoint.method]

    @ASKING
    @given(case=operation.as_strategy(mode))
    def ask(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    if operation.query or operation.path_parameters or operation.body or mode is schemathesis.GenerationMode.POSITIVE:
        ask()
