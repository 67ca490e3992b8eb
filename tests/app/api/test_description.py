"""The OpenAPI document: valid, whole, with real answers, and every endpoint answers as it says."""

import inspect
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema_rs import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from app.api import meanings
from app.api.asked import shared_parameters
from app.api.catalogue import ENDPOINTS
from app.api.endpoints import PREFIX, Endpoint, Example, Keeping
from app.api.examples import Shown, address_of, shown_examples
from app.api.openapi import document
from app.api.problems import Problem
from callbacks.portal import Portal

Document = dict[str, Any]
MAY_BE_EMPTY = ("/differences", "/differences/standing")
"""Nothing differs where there is one snapshot, as there is in what is shipped."""
ANSWERED = [each for each in ENDPOINTS if each.examples]


@pytest.fixture(scope="session")
def examples(portal: Portal) -> dict[str, list[Shown]]:
    return shown_examples(portal, ENDPOINTS)


@pytest.fixture(scope="session")
def described(examples: dict[str, list[Shown]]) -> Document:
    """The document as it is sent."""
    written: Document = json.loads(json.dumps(document(ENDPOINTS, examples, "alongside")))
    return written


def closed(schema: Any) -> Any:
    """A schema in which a record has every member that is named and no other."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    shut = {name: closed(each) for name, each in schema.items()}
    if shut.get("type") == "object" and "properties" in shut:
        shut["additionalProperties"] = False
        shut.setdefault("required", [*shut["properties"]])
    return shut


def schema_of(described: Document, endpoint: Endpoint) -> Document:
    """What an endpoint answers with, to the letter: nothing left out and nothing more."""
    operation = described["paths"][endpoint.path][endpoint.method.lower()]
    answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
    whole: Document = closed({**answer, "components": described["components"]})
    return whole


def test_it_is_valid(described: Document) -> None:
    assert [str(error) for error in OPENAPI_31_VALIDATOR.iter_errors(described)] == []


def test_every_schema_in_it_is_valid(described: Document) -> None:
    schemas = {**described["components"]["schemas"]}
    for name, parameter in described["components"]["parameters"].items():
        schemas[name] = parameter["schema"]
    for path in described["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                schemas |= {parameter["name"]: parameter["schema"]} if "name" in parameter else {}
    for name, schema in schemas.items():
        Draft202012Validator({**schema, "components": described["components"]})
        assert schema.get("type") or schema.get("anyOf") or schema.get("enum"), name


def test_it_has_every_endpoint_once(described: Document) -> None:
    names = [operation["operationId"] for path in described["paths"].values() for operation in path.values()]
    assert sorted(names) == sorted(endpoint.name for endpoint in ENDPOINTS)
    assert len({*names}) == len(names)


def test_every_reference_leads_somewhere_and_every_part_is_used(described: Document) -> None:
    text = json.dumps(described)
    for kind in ("schemas", "parameters", "headers", "responses"):
        for name in described["components"][kind]:
            assert f'"#/components/{kind}/{name}"' in text, f"{kind}/{name} is used nowhere"
    references = {text.split('"', 1)[0] for text in text.split('"$ref": "')[1:]}
    for reference in references:
        found: Any = described
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        assert found


def test_every_member_and_parameter_says_what_it_means(described: Document) -> None:
    unsaid = [
        f"{name}.{member}"
        for name, schema in described["components"]["schemas"].items()
        for member, meaning in schema.get("properties", {}).items()
        if not meaning.get("description") and name != Problem.__name__
    ]
    assert unsaid == []
    used = {member for schema in described["components"]["schemas"].values() for member in schema.get("properties", {})}
    assert {*meanings.MEANINGS} - used == set(), "meanings of nothing"


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_a_function_takes_what_its_declaration_has(endpoint: Endpoint) -> None:
    for answer in filter(None, (endpoint.answer, endpoint.example_of)):
        _, *taken = inspect.signature(answer).parameters
        sent = ["sent"] if endpoint.body else []
        given = [each.name for each in (*endpoint.parameters, *endpoint.path_parameters)]
        assert sorted(taken) == sorted([*given, *sent])
    for parameter in (*endpoint.parameters, *endpoint.path_parameters, *shared_parameters(endpoint)):
        assert parameter.description.endswith(".")
        if parameter.example:
            parameter.kind.read(parameter.name, parameter.example)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_what_depends_on_who_asks_is_shown_from_published_figures_alone(endpoint: Endpoint) -> None:
    assert endpoint.keeping is Keeping.PUBLIC or endpoint.example_of or not endpoint.examples
    assert endpoint.keeping is Keeping.PRIVATE or endpoint.examples, "a public endpoint has an example"


@pytest.mark.parametrize("endpoint", ANSWERED, ids=lambda endpoint: endpoint.name)
def test_examples_are_what_is_answered(
    described: Document, client: FlaskClient, examples: dict[str, list[Shown]], endpoint: Endpoint
) -> None:
    operation = described["paths"][endpoint.path][endpoint.method.lower()]
    content = operation["responses"]["200"]["content"]
    for example in endpoint.examples:
        answer = client.get(address_of(endpoint, example))
        assert answer.status_code == 200, answer.text
        assert content["application/json"]["examples"][example.name]["value"] == answer.get_json()
        if endpoint.is_table:
            as_csv = client.get(address_of(endpoint, example), headers={"Accept": "text/csv"})
            assert content["text/csv"]["examples"][example.name]["value"] == as_csv.text
            assert len(as_csv.text.splitlines()) > 1 or endpoint.path in MAY_BE_EMPTY, "an example shows something"


@pytest.mark.parametrize("endpoint", ANSWERED, ids=lambda endpoint: endpoint.name)
def test_an_endpoint_answers_as_its_schema_says(described: Document, client: FlaskClient, endpoint: Endpoint) -> None:
    validator = Draft202012Validator(schema_of(described, endpoint))
    chosen = {"fields", "page", "page_size"}
    for example in endpoint.examples:
        asked = {name: text for name, text in example.asked.items() if name not in chosen}
        whole = Example(example.name, example.summary, asked | {"page_size": "2000"} if endpoint.is_table else asked)
        answer = client.get(address_of(endpoint, whole))
        assert [error.message for error in validator.iter_errors(answer.get_json())] == []


def test_problems_are_as_they_are_described(described: Document, client: FlaskClient) -> None:
    problem = Draft202012Validator(closed(described["components"]["schemas"]["Problem"]) | {"required": ["detail"]})
    for address in (f"{PREFIX}/table", f"{PREFIX}/nothing", f"{PREFIX}/table?authority=852&edition=1066"):
        problem.validate(json.loads(client.get(address).text))


def test_the_whole_portal_serves_it(portal_server: Any) -> None:
    browser = portal_server.test_client()
    answer = browser.get(f"{PREFIX}/openapi.json")
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.get_json()["openapi"].startswith("3.1")
    again = browser.get(f"{PREFIX}/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
