"""An answer as it is sent: one record or a page of a list, as JSON or CSV, with what caches and programs are told."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import cast
from urllib.parse import urlencode

import orjson
from flask import Response, request

from app.api.asked import CSV, Asked
from app.api.endpoints import Endpoint, Keeping
from app.api.parameters import PAGE, PAGE_SIZE
from app.records.published import as_csv

SNAPSHOT, TOTAL = "X-Snapshot", "X-Total-Count"
Record = Mapping[str, object]
Records = Sequence[Record]


def answered(endpoint: Endpoint, found: object, asked: Asked, snapshot: str) -> Response:
    """What an endpoint found, as it is sent. `snapshot` is the id of what it is made from."""
    if not endpoint.is_table:
        is_row = asked.media_type == CSV
        body = as_csv([side_by_side(cast(Record, found))], endpoint.columns) if is_row else orjson.dumps(found)
        response = Response(body, mimetype=asked.media_type)
        if endpoint.made_at and isinstance(found, Mapping):
            response.status_code, response.headers["Location"] = 201, str(found[endpoint.made_at])
        return marked(response, endpoint.keeping, snapshot)
    records = cast(Records, found)
    shown = chosen(page_of(records, asked), asked.fields)
    if asked.media_type == CSV:
        response = Response(as_csv(shown, asked.fields or endpoint.columns), mimetype=CSV)
    else:
        response = Response(orjson.dumps(shown), mimetype=asked.media_type)
    response.headers[TOTAL] = str(len(records))
    if asked.page_size:
        response.headers["Link"] = links(asked, len(records))
    return marked(response, endpoint.keeping, snapshot)


def side_by_side(record: Record) -> dict[str, object]:
    """One record as one row: the members of a part stand beside the others, as `part_member`."""
    row: dict[str, object] = {}
    for name, value in record.items():
        row |= {f"{name}_{part}": each for part, each in value.items()} if isinstance(value, Mapping) else {name: value}
    return row


def marked(response: Response, keeping: Keeping, snapshot: str) -> Response:
    """The answer with what it is made from, and who may keep it.

    Whoever keeps it asks each time whether it still holds. The tag is of the content itself, so it holds as long as
    the answer is the same to the letter, whatever that answer is made of.
    """
    response.headers[SNAPSHOT] = snapshot
    if keeping is Keeping.PRIVATE:
        response.headers["Cache-Control"] = "private, no-store"
        return response
    digest = blake2b(response.get_data(), digest_size=12).hexdigest()
    response.set_etag(f"{snapshot}-{digest}")
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept")
    response.make_conditional(request)
    return response


def page_of(found: Records, asked: Asked) -> Records:
    """The records of the page that was asked for: none beyond the last."""
    if not asked.page_size:
        return found[:]
    start = (asked.page - 1) * asked.page_size
    return found[start : start + asked.page_size]


def chosen(records: Records, fields: Sequence[str]) -> list[Mapping[str, object]]:
    """The records with the members that were asked for, in that order."""
    if not fields:
        return [*records]
    return [{name: record.get(name) for name in fields} for record in records]


def links(asked: Asked, total: int) -> str:
    """The way to other pages of the same list (RFC 8288)."""
    last = max(1, -(-total // asked.page_size))
    pages = {"first": 1, "prev": min(asked.page - 1, last), "next": asked.page + 1, "last": last}
    there = {name: page for name, page in pages.items() if 1 <= page <= last}
    return ", ".join(f'<{_address(page, asked.page_size)}>; rel="{name}"' for name, page in there.items())


def _address(page: int, page_size: int) -> str:
    query = {**request.args.to_dict(), PAGE.name: str(page), PAGE_SIZE.name: str(page_size)}
    return f"{request.path}?{urlencode(query)}"
