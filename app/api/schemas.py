"""The shapes of answers as JSON Schema (2020-12), each named component once."""

from collections.abc import Sequence
from typing import Any

import msgspec

from app.api.endpoints import Endpoint
from app.api.meanings import MEANINGS
from app.api.problems import Problem

Schema = dict[str, Any]
PLACE = "#/components/schemas/{name}"


def schemas_of(endpoints: Sequence[Endpoint]) -> tuple[list[Schema], dict[str, Schema]]:
    """The schema of each endpoint's answer in their order, and the components that those lead to.

    Records of a list have no member that must be there, since `fields` may leave any of them out.
    """
    shapes = [endpoint.shape for endpoint in endpoints]
    found, components = msgspec.json.schema_components([*shapes, Problem], ref_template=PLACE)
    for component in components.values():
        _explain(component)
    for endpoint in endpoints:
        if endpoint.is_table and endpoint.record.__name__ in components:
            components[endpoint.record.__name__].pop("required", None)
    return [*found[: len(shapes)]], components


def _explain(schema: Schema) -> None:
    """Say what each member means, where its shape does not."""
    for name, member in schema.get("properties", {}).items():
        if "description" not in member and name in MEANINGS:
            member["description"] = MEANINGS[name]
