"""The examples of the description, with the answers that the endpoints really give."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
import orjson
from flask import Flask, current_app, has_app_context

from app import errors
from app.api import serving
from app.api.asked import JSON
from app.api.endpoints import Endpoint, Example, Keeping
from app.api.parameters import FIELDS
from app.records.published import as_csv
from callbacks.caching import key_of
from callbacks.portal import Portal

log = logging.getLogger("alongside")


@dataclass(frozen=True)
class Shown:
    """An example with its address and its answers: as JSON, and as CSV where it is a list."""

    example: Example
    address: str
    answer: Any
    as_csv: str = ""


def kept_examples(portal: Portal, endpoints: Sequence[Endpoint]) -> dict[str, list[Shown]]:
    """The same, from the cache where they were made already: all processes need them, and they take seconds to make."""
    today = datetime.now(UTC).date().isoformat()
    key = key_of(("api-examples", portal.snapshot.release, portal.similarity.digest, code_of_answers(), today))
    kept = portal.cache.get(key)
    if kept is None:
        made = shown_examples(portal, endpoints)
        portal.cache.set(key, msgspec.json.encode(made))
        return made
    return msgspec.json.decode(kept, type=dict[str, list[Shown]])


@cache
def code_of_answers() -> str:
    """A digest of the code of the API and its records: what older code answered is never shown by newer."""
    found = blake2b(digest_size=8)
    for package in ("app.api", "app.records"):
        for file in sorted(Path(str(files(package))).glob("*.py")):
            found.update(file.name.encode() + b"\0" + file.read_bytes())
    return found.hexdigest()


def shown_examples(portal: Portal, endpoints: Sequence[Endpoint]) -> dict[str, list[Shown]]:
    """By the name of each endpoint its examples, asked of a server of their own.

    What depends on who asks is made from published figures alone, and is left out where there is no way to.
    """
    askable = [_for_everybody(each) for each in endpoints if each.keeping is Keeping.PUBLIC or each.example_of]
    server = Flask("examples")
    server.config["RATELIMIT_ENABLED"] = False
    if has_app_context():
        # What an endpoint keeps, it keeps where the portal does.
        server.extensions["cache"] = current_app.extensions.get("cache", {})
    errors.register(server)
    serving.register(server, portal, askable)
    browser = server.test_client()

    def shown(endpoint: Endpoint, example: Example) -> Iterator[Shown]:
        address = address_of(endpoint, example)
        answer = browser.get(address, headers={"Accept": JSON})
        if answer.status_code != 200:
            # Another installation may hold other figures than those that the example asks for.
            log.warning("The example at %s is left out of the API's description: %s", address, answer.text)
            return
        found = orjson.loads(answer.data)
        fields = example.asked.get(FIELDS)
        columns = fields.split(",") if fields else endpoint.columns
        yield Shown(example, address, found, as_csv(found, columns) if endpoint.is_table else "")

    return {
        endpoint.name: [each for example in endpoint.examples for each in shown(endpoint, example)]
        for endpoint in askable
    }


def address_of(endpoint: Endpoint, example: Example) -> str:
    """Where the question of an example is asked."""
    address, asked = endpoint.address, dict(example.asked)
    for parameter in endpoint.path_parameters:
        address = address.replace(f"{{{parameter.name}}}", quote(asked.pop(parameter.name, parameter.example), safe=""))
    return f"{address}?{urlencode(asked)}" if asked else address


def _for_everybody(endpoint: Endpoint) -> Endpoint:
    return replace(endpoint, answer=endpoint.example_of, scope="") if endpoint.example_of else endpoint
