"""What a request asks of an endpoint: its parameters read and checked against their declarations."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from flask import request
from werkzeug.exceptions import NotAcceptable, NotFound

from app.api.endpoints import SHOWN, Endpoint, Parameter
from app.api.parameters import FIELDS, FORMAT, PAGE, PAGE_SIZE, USUAL_PAGE, fields_of
from app.api.problems import Refused, about
from callbacks.portal import Portal
from data.errors import PortalError

JSON, CSV = "application/json", "text/csv"
JSON_ONLY = "This answer is one record with parts of its own; it is given as JSON only."


@dataclass(frozen=True)
class Asked:
    """What was asked. `page_size` is 0 for the whole list; `fields` is empty for all of them."""

    values: Mapping[str, object]
    media_type: str
    page: int = 1
    page_size: int = 0
    fields: tuple[str, ...] = ()


def shared_parameters(endpoint: Endpoint) -> tuple[Parameter, ...]:
    """What may be asked of every list, or of every answer."""
    if endpoint.is_table:
        return (FORMAT, PAGE, PAGE_SIZE, fields_of(endpoint.columns))
    return (FORMAT,) if endpoint.method == "GET" else ()


def asked(endpoint: Endpoint, portal: Portal, path: Mapping[str, str]) -> Asked:
    """What this request asks. Raises Refused, naming the parameter, for what may not be asked so."""
    shared = shared_parameters(endpoint)
    refuse_unknown(endpoint, shared)
    values = {each.name: read(each, portal) for each in endpoint.parameters}
    values |= {each.name: read_path(each, portal, path) for each in endpoint.path_parameters}
    more = {each.name: read(each, portal) for each in shared}
    media_type = wanted_type(endpoint, str(more.get(FORMAT.name) or ""))
    page, size = more.get(PAGE.name), more.get(PAGE_SIZE.name)
    usual = endpoint.page_size or (USUAL_PAGE if page else 0)
    return Asked(
        values,
        media_type,
        page if isinstance(page, int) else 1,
        size if isinstance(size, int) else usual,
        cast(tuple[str, ...], more.get(FIELDS, ())),
    )


def refuse_unknown(endpoint: Endpoint, shared: tuple[Parameter, ...]) -> None:
    """Refuse a parameter that the endpoint has not, and one that is given twice."""
    known = [each.name for each in (*endpoint.parameters, *shared)]
    for name, given in request.args.lists():
        if name not in known:
            there_are = f"there are {', '.join(known)}" if known else "there are none"
            raise Refused(f"There is no parameter '{name[:SHOWN]}' here; {there_are}.", name[:SHOWN])
        if len(given) > 1:
            raise Refused(f"The parameter '{name}' is given {len(given):,} times; give it once.", name)


def read(parameter: Parameter, portal: Portal) -> object:
    """The value of a parameter of the query; its default where it is left out or empty."""
    text = request.args.get(parameter.name, "")
    with about(parameter.name):
        value = parameter.kind.read(parameter.name, text) if text else ""
        if value == "":
            if parameter.required:
                raise PortalError(f"The parameter '{parameter.name}' is missing.")
            return parameter.default
        return parameter.meaning(portal, value) if parameter.meaning else value


def read_path(parameter: Parameter, portal: Portal, path: Mapping[str, str]) -> object:
    """The value of a part of the path. What it cannot be is nowhere: raises NotFound."""
    try:
        value = parameter.kind.read(parameter.name, path[parameter.name])
        return parameter.meaning(portal, value) if parameter.meaning else value
    except LookupError:
        raise
    except PortalError:
        raise NotFound from None


def wanted_type(endpoint: Endpoint, form: str) -> str:
    """JSON or CSV, by `format`, else by Accept. Raises NotAcceptable where neither will do."""
    if form == "csv" and not endpoint.has_csv:
        raise Refused(JSON_ONLY, FORMAT.name)
    if form:
        return CSV if form == "csv" else JSON
    offered = (JSON, CSV) if endpoint.has_csv else (JSON,)
    best = max(offered, key=quality)
    if quality(best) <= 0:
        raise NotAcceptable(f"This answer is given as {' or '.join(offered)}, none of which the header Accept takes.")
    return best


def quality(media_type: str) -> float:
    """How much Accept likes a media type, from 0 to 1, by the range that names it most closely (RFC 9110, 12.5.1).

    Parameters of a range, such as its character set, are not looked at: there is one of each type.
    """
    ranges = {value.split(";")[0].strip().lower(): weight for value, weight in reversed(request.accept_mimetypes)}
    if not ranges:
        return 1
    anything_like_it = f"{media_type.split('/')[0]}/*"
    found = (ranges[each] for each in (media_type, anything_like_it, "*/*", "*") if each in ranges)
    return float(next(found, 0))
