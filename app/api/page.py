"""What the page about the API shows, taken from the OpenAPI document and its examples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from markupsafe import Markup, escape

from app.api.asked import CSV, JSON
from app.api.endpoints import PREFIX
from app.api.examples import Shown
from app.api.parameters import FIELDS, FORMAT, PAGE, PAGE_SIZE

LONGEST_ANSWER = 2_500
"""Characters of an example's answer on the page; the whole of it is in the document."""
SHARED = (FORMAT.name, PAGE.name, PAGE_SIZE.name, FIELDS)
"""Parameters that are explained once for all addresses."""
Document = Mapping[str, Any]
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "null": "null",
    "object": "record",
}
FORMATS = {"date": "date", "binary": "file"}


@dataclass(frozen=True)
class Row:
    """A parameter or a member of an answer: its name, what it may be, and what it means."""

    name: str
    kind: str
    meaning: str
    required: bool = False


@dataclass(frozen=True)
class Tried:
    """An example with the line that asks it, and what it answers."""

    summary: str
    address: str
    line: str
    answer: str
    is_cut: bool


@dataclass(frozen=True)
class Section:
    """One endpoint on the page."""

    anchor: str
    method: str
    path: str
    topic: str
    summary: str
    description: str
    parameters: tuple[Row, ...]
    shared: tuple[str, ...]
    sent: tuple[Row, ...]
    body: str
    members: tuple[Row, ...]
    is_list: bool
    is_csv: bool
    statuses: tuple[str, ...]
    tried: tuple[Tried, ...]
    line: str
    scope: str

    @property
    def may_be_tried(self) -> bool:
        """Whether its bare address answers: nothing has to be asked."""
        return self.method == "GET" and not any(row.required for row in self.parameters)


def sections_of(document: Document, examples: Mapping[str, Sequence[Shown]], url: str) -> list[Section]:
    """The endpoints in the document's order. `url` is where the portal is."""
    return [
        _section(document, path, method, operation, examples.get(operation["operationId"], ()), url)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def topics_of(sections: Sequence[Section]) -> dict[str, list[Section]]:
    """The endpoints by topic."""
    found: dict[str, list[Section]] = {}
    for section in sections:
        found.setdefault(section.topic, []).append(section)
    return found


def marked(text: str) -> Markup:
    """A description with what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  # escaped first


def breaking(address: str) -> Markup:
    """An address that may go on in the next line before each of its parts, and nowhere else where that is enough."""
    return Markup(re.sub(r"(?=[/?]|&amp;)", "<wbr>", str(escape(address))))  # noqa: S704  # escaped first


def _section(
    document: Document, path: str, method: str, operation: Document, examples: Sequence[Shown], url: str
) -> Section:
    well = "200" if "200" in operation["responses"] else "201"
    content = operation["responses"][well]["content"]
    answer = content[JSON]["schema"]
    security = operation.get("security", ())
    body = operation.get("requestBody")
    parameters = [_parameter(_resolved(document, each)) for each in operation.get("parameters", ())]
    return Section(
        anchor=operation["operationId"],
        method=method.upper(),
        path=f"{PREFIX}{path}",
        topic=operation["tags"][0],
        summary=operation["summary"],
        description=operation.get("description", ""),
        parameters=tuple(each for each in parameters if each.name not in SHARED),
        shared=tuple(each.name for each in parameters if each.name in SHARED),
        sent=tuple(_members(document, next(iter(body["content"].values()))["schema"])) if body else (),
        body=body["description"] if body else "",
        members=tuple(_members(document, answer)),
        is_list=answer.get("type") == "array",
        is_csv=CSV in content,
        statuses=tuple(sorted(operation["responses"])),
        tried=tuple(_tried(each, url) for each in examples),
        line=_line(f"{url}{PREFIX}{path}", body) if body else "" if examples else f"curl '{url}{PREFIX}{path}'",
        scope=next((names[0] for each in security for names in each.values() if names), ""),
    )


def _parameter(described: Document) -> Row:
    return Row(described["name"], kind_of(described["schema"]), described["description"], described["required"])


def _tried(shown: Shown, url: str) -> Tried:
    answer = orjson.dumps(shown.answer, option=orjson.OPT_INDENT_2).decode()
    cut = answer if len(answer) <= LONGEST_ANSWER else answer[: answer.rindex("\n", 0, LONGEST_ANSWER)]
    line = f"curl '{url}{shown.address}'"
    return Tried(shown.example.summary, shown.address, line, cut, is_cut=cut != answer)


def _line(address: str, body: Document) -> str:
    """The line that sends a body. What is in a file is sent as a file."""
    media_type, content = next(iter(body["content"].items()))
    if media_type == JSON:
        return f"curl --json '{orjson.dumps(content['example']).decode()}' {address}"
    files = {name for name, part in content["schema"]["properties"].items() if part.get("format") == "binary"}
    parts = [f"--form {name}={'@return.csv' if name in files else text}" for name, text in content["example"].items()]
    return f"curl {' '.join(parts)} {address}"


def _members(document: Document, schema: Document, before: str = "") -> Iterator[Row]:
    """The members of a record, those of records within it after it: `interval.low`."""
    schema = _resolved(document, schema)
    if schema.get("type") == "array":
        schema = _resolved(document, schema["items"])
    for name, member in schema.get("properties", {}).items():
        kind = kind_of(member)
        yield Row(f"{before}{name}", kind, member.get("description", ""))
        for inner in member.get("anyOf", [member]):
            if "$ref" in inner or "$ref" in inner.get("items", {}):
                yield from _members(document, inner, f"{before}{name}.")


def _resolved(document: Document, schema: Document) -> Document:
    """What a reference leads to."""
    if "$ref" not in schema:
        return schema
    found: Any = document
    for part in schema["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found  # type: ignore[no-any-return]


def kind_of(schema: Document) -> str:
    """What a value may be, in words."""
    if "anyOf" in schema:
        return " or ".join(kind_of(each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(str(each) for each in schema["enum"] if each)
    if schema.get("type") == "array":
        inner = kind_of(schema["items"])
        return "list of records" if inner == "record" else f"list of {inner}"
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    if schema.get("type") == "integer" and "minimum" in schema:
        return (
            f"whole number, {schema['minimum']:,} to {schema['maximum']:,}" if "maximum" in schema else "whole number"
        )
    given = schema.get("type", "object")
    return " or ".join(KINDS[each] for each in ([given] if isinstance(given, str) else given))
