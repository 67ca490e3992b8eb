"""What each endpoint may answer, as the OpenAPI document has it."""

from typing import Any

from app.api.answers import SNAPSHOT, TOTAL
from app.api.asked import CSV, JSON
from app.api.endpoints import Endpoint, Keeping
from app.api.problems import MEDIA_TYPE

Described = dict[str, Any]
PROBLEMS = {
    "400": "The question cannot be answered: `detail` says why, `parameter` names what is to blame.",
    "401": "The token is not good, or this portal shows nothing to whoever has not signed in.",
    "403": "The token does not allow this, or it came from a page of another site.",
    "404": "There is no such thing here, or it is not for you.",
    "406": "`Accept` takes nothing that this is given as.",
    "413": "What was sent is too large.",
    "415": "What was sent is of another type.",
    "429": "That was asked too often; `Retry-After` says when to ask again.",
    "500": "Something went wrong here; `reference` is what to report it by.",
    "503": "That cannot be done now; `Retry-After` says when to ask again.",
}
HEADERS: dict[str, Described] = {
    "ETag": {
        "description": "The same as long as the answer is: send it as If-None-Match.",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": "Other pages of the list (RFC 8288): first, prev, next, last.",
        "schema": {"type": "string"},
    },
    "Location": {"description": "Where what was made is.", "schema": {"type": "string"}},
    "RateLimit": {"description": "How many requests are left, and for how many seconds.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "How many requests in how many seconds.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}},
    SNAPSHOT: {"description": "The id of the build of published figures that was read.", "schema": {"type": "string"}},
    TOTAL: {"description": "Records in the whole list.", "schema": {"type": "integer", "minimum": 0}},
}


def components() -> dict[str, Described]:
    """The problems by their status."""
    return {f"Problem{status}": _problem(status, description) for status, description in PROBLEMS.items()}


def responses_of(endpoint: Endpoint, schema: Described, examples: Described) -> Described:
    """By status, all that an endpoint may answer. `examples` are by media type, then by name."""
    found: Described = {"201" if endpoint.made_at else "200": _answer(endpoint, schema, examples)}
    if endpoint.keeping is Keeping.PUBLIC:
        found["304"] = {"description": "It is still as you have it.", "headers": _headers("ETag", SNAPSHOT)}
    found |= {status: {"$ref": f"#/components/responses/Problem{status}"} for status in statuses(endpoint)}
    return dict(sorted(found.items()))


def statuses(endpoint: Endpoint) -> list[str]:
    """The problems that an endpoint may answer with."""
    found = ["400", "401", "406", "429", "500"]
    if endpoint.not_found or endpoint.path_parameters:
        found.append("404")
    if endpoint.scope or endpoint.method != "GET":
        found.append("403")
    if endpoint.keeping is Keeping.PRIVATE:
        found.append("503")
    if endpoint.body:
        found += ["413", "415"]
    return sorted(found)


def _answer(endpoint: Endpoint, schema: Described, examples: Described) -> Described:
    names = ["RateLimit", "RateLimit-Policy", SNAPSHOT]
    names += ["ETag"] if endpoint.keeping is Keeping.PUBLIC else []
    names += [TOTAL, "Link"] if endpoint.is_table else []
    names += ["Location"] if endpoint.made_at else []
    content: Described = {JSON: {"schema": schema}}
    if endpoint.has_csv:
        content[CSV] = {"schema": {"type": "string"}}
    for media_type, shown in examples.items():
        content[media_type]["examples"] = shown
    return {"description": endpoint.summary, "headers": _headers(*sorted(names)), "content": content}


def _problem(status: str, description: str) -> Described:
    schema = {"$ref": "#/components/schemas/Problem"}
    names = ("Retry-After",) if status in ("429", "503") else ()
    return {"description": description, "headers": _headers(*names), "content": {MEDIA_TYPE: {"schema": schema}}}


def _headers(*names: str) -> Described:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
