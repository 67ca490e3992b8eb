"""The description of the API (OpenAPI 3.1), made from the declarations of its endpoints."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.api import responses
from app.api.asked import CSV, JSON, shared_parameters
from app.api.endpoints import PREFIX, Endpoint, Parameter
from app.api.examples import Shown
from app.api.schemas import Schema, schemas_of
from layouts.shell import NAME

VERSION = "1.0"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = (
    "Local authorities' children's services alongside their neighbours': the answers of the portal's pages, as JSON, "
    "or as CSV by `Accept: text/csv` or `format=csv`. A missing value has its reason, never a number. Everything that "
    "fails is a problem (RFC 9457). Published figures need no account; local returns are for those who may see them."
)
BEARER, COOKIE = "token", "signedIn"


def document(endpoints: Sequence[Endpoint], examples: Mapping[str, Sequence[Shown]], cookie: str) -> Schema:
    """The whole description. `cookie` is the name of the one that somebody has who signed in."""
    answers, schemas = schemas_of(endpoints)
    shared = shared_by_several(endpoints)
    paths: dict[str, dict[str, Any]] = {}
    for endpoint, answer in zip(endpoints, answers, strict=True):
        operation = operation_of(endpoint, answer, examples.get(endpoint.name, ()), shared)
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": NAME,
            "version": VERSION,
            "summary": "Children's services side by side.",
            "description": ABOUT,
        },
        "servers": [{"url": PREFIX, "description": "This portal."}],
        "tags": [{"name": topic} for topic in dict.fromkeys(endpoint.topic for endpoint in endpoints)],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": {each.name: parameter_of(each, "query") for each in shared},
            "headers": responses.HEADERS,
            "responses": responses.components(),
            "securitySchemes": {
                BEARER: {"type": "http", "scheme": "bearer", "description": "A token made in your account."},
                COOKIE: {"type": "apiKey", "in": "cookie", "name": cookie, "description": "Whoever has signed in."},
            },
        },
    }


def operation_of(
    endpoint: Endpoint, answer: Schema, examples: Sequence[Shown], shared: Sequence[Parameter]
) -> dict[str, Any]:
    """One endpoint as the document has it."""
    operation: dict[str, Any] = {
        "operationId": endpoint.name,
        "tags": [endpoint.topic],
        "summary": endpoint.summary,
    }
    if endpoint.description:
        operation["description"] = endpoint.description
    parameters = [parameter_of(each, "path") for each in endpoint.path_parameters]
    for each in (*endpoint.parameters, *shared_parameters(endpoint)):
        here = {"$ref": f"#/components/parameters/{each.name}"} if each in shared else parameter_of(each, "query")
        parameters.append(here)
    if parameters:
        operation["parameters"] = parameters
    if endpoint.body:
        content = {"schema": endpoint.body.schema, "example": endpoint.body.example}
        operation["requestBody"] = {
            "description": endpoint.body.description,
            "required": True,
            "content": {endpoint.body.media_type: content},
        }
    operation["responses"] = responses.responses_of(endpoint, answer, examples_of(examples))
    if endpoint.scope:
        operation["security"] = [{}, {BEARER: [endpoint.scope]}, {COOKIE: []}]
    return operation


def parameter_of(parameter: Parameter, place: str) -> dict[str, Any]:
    """One parameter as the document has it, in the query or the path."""
    default = {"default": parameter.default} if parameter.default not in (None, "") else {}
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": place,
        "description": parameter.description,
        "required": parameter.required or place == "path",
        "schema": {**parameter.kind.schema, **default},
    }
    if not described["required"]:
        # Empty is as if left out: an address that a sheet puts together from its cells has such.
        described["allowEmptyValue"] = True
    if described["schema"].get("type") == "array":
        described |= {"style": "form", "explode": False}
    if parameter.more:
        given = (parameter.example, *parameter.more)
        described["examples"] = {text: {"value": written(parameter, text)} for text in given}
    elif parameter.example:
        described["example"] = written(parameter, parameter.example)
    return described


def written(parameter: Parameter, text: str) -> object:
    """A value as its schema has it."""
    value = parameter.kind.read(parameter.name, text)
    if isinstance(value, tuple):
        return [*value]
    return value if isinstance(value, int) else text


def shared_by_several(endpoints: Sequence[Endpoint]) -> list[Parameter]:
    """The parameters that stand in several endpoints, once each. One name is one parameter there."""
    counted: dict[str, list[Parameter]] = {}
    for endpoint in endpoints:
        for each in (*endpoint.parameters, *shared_parameters(endpoint)):
            counted.setdefault(each.name, []).append(each)
    return [most for given in counted.values() if given.count(most := max(given, key=given.count)) > 1]


def examples_of(examples: Sequence[Shown]) -> dict[str, Any]:
    """By media type, then by name."""
    if not examples:
        return {}
    found: dict[str, Any] = {
        JSON: {each.example.name: {"summary": each.example.summary, "value": each.answer} for each in examples}
    }
    if any(each.as_csv for each in examples):
        found[CSV] = {each.example.name: {"summary": each.example.summary, "value": each.as_csv} for each in examples}
    return found
